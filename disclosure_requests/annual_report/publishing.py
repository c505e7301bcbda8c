"""起草、校验、审签、公布 of a year's report: two persons, frozen from the check on (条例第四十九条)."""

import datetime as dt

from django.db import transaction

from disclosure_requests.annual_report.checking import checks_of, live
from disclosure_requests.annual_report.identities import broken_hard
from disclosure_requests.annual_report.layout import words_of
from disclosure_requests.annual_report.papers import texts_of
from disclosure_requests.annual_report.tables import differences
from disclosure_requests.models import AnnualReport
from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove

UNIT_DUE = (1, 31)  # 条例第四十九条第一款
GOVERNMENT_DUE = (3, 31)  # 条例第四十九条第二款

Status = AnnualReport.Status


def due_on(year, organization):
    """The last day to publish the report of a year; of a unit, or of the government for the roll-up."""
    return dt.date(year + 1, *(UNIT_DUE if organization else GOVERNMENT_DUE))


def late_days(report, *, today):
    """Calendar days after the last day, to the publication or to today; 0 in time."""
    return max(0, ((report.published_on or today) - due_on(report.year, report.organization)).days)


def begin(year, organization):
    """The row of the report, made when somebody first works on it."""
    return AnnualReport.objects.get_or_create(year=year, organization=organization)[0]


@transaction.atomic
def enter(form, *, report):
    """What a valid form says of table 2 and the words; only while the report is drafted."""
    report.lock()
    report.refresh_from_db()
    if report.status != Status.DRAFT:
        raise InvalidMove(f"报告现在是“{report.get_status_display()}”，要先退回，才能改填报的内容。")
    form.save()


@transaction.atomic
def check(report, *, by, today, carried_reason=""):
    """Freezes figures and words where every hard identity holds; what is soft is only shown."""
    report.lock()
    report.check_move(Status.CHECKED)
    if today.year <= report.year:
        raise InvalidMove(f"{report.year} 年还没有结束，年度报告从下一年 1 月 1 日起校验。")
    now = live(report.year, report.organization)
    if broken := broken_hard(checks_of(now, carried_reason=carried_reason)):
        raise InvalidMove("勾稽关系不成立：" + "；".join(f"{each.id} {each.detail}" for each in broken))
    report.move(
        Status.CHECKED,
        by=by,
        note=carried_reason,
        checked_by=by,
        checked_on=today,
        carried_reason=carried_reason,
        tables=now.tables,
        texts=texts_of(now),
    )


@transaction.atomic
def send_back(report, *, by, reason):
    if not reason.strip():
        raise InvalidMove("退回要写明理由，起草人才知道改什么。")
    blank = dict.fromkeys(["checked_by", "checked_on", "signed_by", "signed_on"])
    report.move(Status.DRAFT, by=by, note=reason, **blank)


@transaction.atomic
def sign(report, *, by, today):
    """By another person than checked it, and for the figures that still hold."""
    report.lock()
    report.check_move(Status.SIGNED)
    if report.checked_by_id == by.pk:
        raise InvalidMove("自己校验的报告不能自己审签，请另一位负责人审签。")
    if moved := drifted(report):
        places = "；".join(f"{words_of(place)}由 {was} 变为 {now}" for place, was, now in moved[:3])
        raise InvalidMove(f"校验以后有 {len(moved)} 处数字变了：{places}。请退回，重新校验。")
    report.move(Status.SIGNED, by=by, signed_by=by, signed_on=today)


@transaction.atomic
def publish(report, *, by, today):
    """Late is said on the page, not refused: a late report is owed all the same."""
    report.move(Status.PUBLISHED, by=by, published_on=today)
    bump()


def drifted(report, now=None):
    """Triples (place, frozen, live) of the figures that changed since they were frozen, in the order of the tables.

    The database may keep the keys of the frozen ones in another.
    """
    now = now or live(report.year, report.organization)
    return [(place, was, value) for place, value, was in differences(now.tables, report.tables)]
