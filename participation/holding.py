"""From the materials to the report of a hearing: sent in time, held, its minutes confirmed, its report published."""

import hashlib

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from catalog.ending import check_reason
from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove
from participation.announcing import follow_up, may_draft
from participation.models import Hearing, HearingRegistration, MaterialsSent
from participation.models.hearings import MATERIAL_DAYS

Confirmation = HearingRegistration.Confirmation
# What the drafter of the report writes in these places; it does not go out before.
VIEWS = "（按类别写主要意见，不写姓名。）"
ADOPTION = "（逐条写采纳、部分采纳或者不采纳，以及理由。）"


@transaction.atomic
def send_materials(hearing, *, what, sent_on, reached_on, way):
    locked = _hold(hearing)
    if not locked.seats_are_given(on=timezone.localdate()):
        raise InvalidMove("参加人定下来以后再登记材料送达。")
    if locked.held_marked_at:
        raise InvalidMove("听证会已经开过了，不能再登记材料送达。")
    if reached_on > timezone.localdate():
        raise InvalidMove("送达日期不能晚于今天：送到以后再登记。")
    if sent_on < locked.seats_given_on:
        raise InvalidMove(
            f"参加人 {locked.seats_given_on:%Y-%m-%d} 才定下来，材料不会在这以前送出。请核对日期。"
        )
    check_reason(what)
    bump()
    return MaterialsSent.objects.create(
        hearing=locked, what=what, sent_on=sent_on, reached_on=reached_on, way=way
    )


def materials_are_late(hearing):
    return any(each.is_late for each in hearing.materials.select_related("hearing"))


@transaction.atomic
def mark_held(hearing, *, late_reason=""):
    """It took place: openly, with a list that was public; materials that came late say why (713号第十六条)."""
    locked = _hold(hearing)
    if refusal := _not_held(locked, late_reason):
        raise InvalidMove(refusal)
    reason = late_reason if materials_are_late(locked) else ""
    Hearing.objects.filter(pk=locked.pk).update(held_marked_at=timezone.now(), late_reason=reason)
    bump()


def _not_held(hearing, late_reason):
    """Why it can't be marked as held, or None."""
    if hearing.held_marked_at:
        return "已经登记过了。"
    if hearing.held_at > timezone.now():
        return "举行时间还没有到。"
    if not (hearing.participants and hearing.participants.published_at):
        return "参加人名单还没有公布。"
    if not hearing.materials.exists():
        return "还没有登记材料送达。"
    if materials_are_late(hearing) and not late_reason.strip():
        return f"材料没有在举行 {MATERIAL_DAYS} 日前送达（最迟 {hearing.materials_due:%Y-%m-%d}）。请写明理由，理由向社会公布。"
    check_reason(late_reason)
    return None


@transaction.atomic
def keep_minutes(hearing, *, text, by):
    """Who confirmed, confirmed these words: with other words everybody is asked anew. With the report they stand."""
    locked = _hold(hearing)
    if not locked.held_marked_at:
        raise InvalidMove("请先登记听证会已经举行。")
    if not text.strip():
        raise InvalidMove("请写笔录。")
    if not may_draft(locked.report):
        raise InvalidMove("听证报告已经起草，笔录不能再改。")
    if _plain_lines(text) == _plain_lines(locked.minutes):
        return
    for each in locked.registrations.exclude(confirmation=""):
        _ask_anew(each, by)
    Hearing.objects.filter(pk=locked.pk).update(minutes=text)
    bump()


def _plain_lines(text):
    """A browser sends other line ends than it was given."""
    return text.replace("\r\n", "\n").strip()


def _ask_anew(registration, by):
    """What was said of the former words stays in the course of the registration."""
    said = f"{registration.get_confirmation_display()}。{registration.remark}"
    status, note = registration.status, f"笔录改了，请重新确认。对原来的笔录：{said}"
    registration.events.create(from_status=status, to_status=status, by=by, note=note)
    mine = HearingRegistration.objects.filter(pk=registration.pk)
    mine.update(confirmation="", confirmed_at=None, remark="")


@transaction.atomic
def confirm(registration, *, way, remark="", read=None):
    """A participant's word on the minutes (713号第十七条：听证会参加人确认并签名); `read` are the words his page showed."""
    locked = _hold(registration.hearing)
    if not locked.minutes:
        raise InvalidMove("还没有笔录可以确认。")
    if read is not None and read != minutes_mark(locked):
        raise InvalidMove("您打开这一页以后笔录改过了。请看过现在的笔录再表态。")
    if way == Confirmation.DECLINED and not remark.strip():
        raise InvalidMove("请写明笔录哪里不对。")
    mine = locked.registrations.parties().filter(pk=registration.pk, confirmation="")
    if not mine.update(confirmation=Confirmation(way), confirmed_at=timezone.now(), remark=remark):
        raise InvalidMove("笔录由参加听证的人确认，每人一次；这一位已经确认过，或者不是参加人。")
    bump()


def minutes_mark(hearing):
    """Tells one text of the minutes from another, for the page on which they are confirmed."""
    return hashlib.sha256(hearing.minutes.encode()).hexdigest()[:16]


def confirmations(hearing):
    """How many of those who spoke confirmed, how many did not, and how many were not asked yet."""
    found = hearing.registrations.parties().order_by().values_list("confirmation").annotate(Count("pk"))
    known = dict(found)
    confirmed = known.get(Confirmation.ONLINE, 0) + known.get(Confirmation.SIGNED, 0)
    declined, open_ = known.get(Confirmation.DECLINED, 0), known.get("", 0)
    return {"confirmed": confirmed, "declined": declined, "open": open_, "all": confirmed + declined + open_}


def report_lacks(hearing):
    """Why the report can't go out, or None."""
    if not hearing.held_marked_at:
        return "听证会还没有登记为已举行。"
    if not hearing.minutes:
        return "还没有笔录。"
    left = confirmations(hearing)["open"]
    return f"还有 {left} 位参加人没有确认笔录。" if left else None


@transaction.atomic
def draft_report(hearing, *, by):
    locked = _hold(hearing)
    if not may_draft(locked.report):
        raise InvalidMove("听证报告已经起草过了。")
    if refusal := report_lacks(locked):
        raise InvalidMove(f"现在还不能起草报告：{refusal}")
    title = f"{locked.subject}听证报告"
    locked.report = follow_up(locked, by=by, title=title, body=_report_text(locked))
    locked.save(update_fields=["report"])
    return locked.report


def _report_text(hearing):
    """What is known of it; the views and what became of them are written by the drafter."""
    seats = hearing.registrations.seated().order_by().values_list("category__name").annotate(Count("pk"))
    signed = confirmations(hearing)
    return format_html(
        "<h2>听证会的基本情况</h2><p>{}在{}举行，主持人{}。参加的有：{}。笔录由 {} 位参加人确认，{} 位没有确认。</p>"
        "<h2>听证参加人的意见</h2><p>{}</p><h2>采纳情况和理由</h2><p>{}</p>",
        f"{timezone.localtime(hearing.held_at):%Y年%-m月%-d日}",
        hearing.place,
        hearing.chair,
        format_html_join("、", "{} {} 人", seats.order_by("category_id")),
        signed["confirmed"],
        signed["declined"],
        VIEWS,
        ADOPTION,
    )


def _hold(hearing):
    return Hearing.objects.select_for_update().get(pk=hearing.pk)
