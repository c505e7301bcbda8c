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
    """Calendar days after the last day, to the first publication or to today; 0 in time."""
    first = report.first_version
    return max(0, ((first.published_on or today) - due_on(report.year, report.organization)).days)


def begin(year, organization):
    """The newest version of the report; made when somebody first works on it."""
    return (
        AnnualReport.objects.of(year, organization)
        or AnnualReport.objects.get_or_create(year=year, organization=organization, version=1)[0]
    )


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
    now = live(report.year, report.organization)
    if moved := drifted(report, now):
        places = "；".join(f"{words_of(place)}由 {was} 变为 {now}" for place, was, now in moved[:3])
        raise InvalidMove(f"校验以后有 {len(moved)} 处数字变了：{places}。请退回，重新校验。")
    if broken := broken_hard(checks_of(now)):
        words = "；".join(f"{each.id} {each.detail}" for each in broken)
        raise InvalidMove(f"校验以后勾稽关系不再成立：{words}。请退回，重新校验。")
    report.move(Status.SIGNED, by=by, signed_by=by, signed_on=today)


@transaction.atomic
def publish(report, *, by, today):
    """Late is said on the page, not refused: a late report is owed all the same.

    What an older system published keeps its day; a correction of it comes out now.
    """
    published_on = report.original_on if report.version == 1 and report.taken_over else today
    report.move(Status.PUBLISHED, by=by, published_on=published_on)
    bump()


@transaction.atomic
def correct(report, *, by, today, reason):
    """A further version of a published report, which goes the same way past two persons; gives it."""
    report.lock()
    report.refresh_from_db()
    if report.status != Status.PUBLISHED:
        raise InvalidMove("公布以后才有更正；还没有公布的，退回修改就可以。")
    if AnnualReport.objects.filter(corrects=report).exists():
        raise InvalidMove("这一版已经有更正版，请看最新的一版。")
    if not reason.strip():
        raise InvalidMove("更正要写明理由，公布时和报告一起公开。")
    facts = {"corrects": report, "correction_reason": reason.strip(), "version": report.version + 1}
    if report.taken_over:
        facts |= {"taken_over": True, "tables": report.tables, "original_on": today}
    facts |= {"handed_in_on": report.handed_in_on}
    corrected = AnnualReport.objects.create(year=report.year, organization=report.organization, **facts)
    corrected.events.create(from_status=Status.DRAFT, to_status=Status.DRAFT, by=by, note=f"更正：{reason}")
    return corrected


@transaction.atomic
def take_over(year, organization, *, by, today, tables, original_on):
    """The figures that an older system published for a year; they are checked, signed and published like any others."""
    if year >= today.year:
        raise InvalidMove("只有以前年度的报告可以从原系统录入，今年的由登记的申请计算。")
    if not dt.date(year, 12, 31) < original_on <= today:
        raise InvalidMove(f"原公布日期要在 {year + 1} 年 1 月 1 日到今天之间。")
    report = begin(year, organization)
    report.lock()
    report.refresh_from_db()
    if report.status != Status.DRAFT:
        raise InvalidMove(f"报告现在是“{report.get_status_display()}”，要先退回，才能改数字。")
    report.swap_facts(taken_over=True, tables=tables, original_on=original_on)
    report.events.create(
        from_status=Status.DRAFT, to_status=Status.DRAFT, by=by, note="录入原系统已公布的数字"
    )
    return report


@transaction.atomic
def count_anew(report, *, by):
    """The figures of the cases again, where those of an older system were entered by mistake."""
    report.lock()
    report.refresh_from_db()
    if report.status != Status.DRAFT or not report.taken_over:
        raise InvalidMove("只有起草中的、录入了原系统数字的报告，可以改回按登记计算。")
    report.swap_facts(taken_over=False, tables={}, original_on=None)
    report.events.create(from_status=Status.DRAFT, to_status=Status.DRAFT, by=by, note="改回按登记的申请计算")


@transaction.atomic
def hand_in(report, *, by, today, on):
    """The day the signed report of a unit went to 政府信息公开工作主管部门（条例第四十九条第一款）; late is said, not refused."""
    report.lock()
    report.refresh_from_db()
    if report.organization is None:
        raise InvalidMove("市政府的报告由主管部门公布，不用报送。")
    if not report.first_version.is_frozen:
        raise InvalidMove("审签以后才能报送。")
    if not dt.date(report.year, 12, 31) < on <= today:
        raise InvalidMove(f"报送日期要在 {report.year + 1} 年 1 月 1 日到今天之间。")
    report.swap_facts(handed_in_on=on)
    report.events.create(from_status=report.status, to_status=report.status, by=by, note=f"{on} 报送主管部门")


def days_handed_in_late(report, *, today):
    """Calendar days after 31 January to the handing in or to today; 0 in time and for the roll-up."""
    if report.organization is None:
        return 0
    due = due_on(report.year, report.organization)
    return max(0, ((report.handed_in_on or today) - due).days)


def drifted(report, now=None):
    """Triples (place, frozen, live) of the figures that changed since they were frozen, in the order of the tables.

    The database may keep the keys of the frozen ones in another.
    """
    now = now or live(report.year, report.organization)
    return [(place, was, value) for place, value, was in differences(now.tables, report.tables)]
