"""Plain functions that make hearings and those who register; a test names only what it is about."""

import datetime as dt
from itertools import count

from django.utils import timezone
from django.utils.timezone import localdate

from catalog.models import Publication
from participation import drawing_lots, hearing_list, holding, registering
from participation.announcing import announce
from participation.models import Category, Hearing, HearingRegistration
from tests.make import attach, make_item, make_publication, make_user, put_out

_next = count(1).__next__
_DAY = dt.timedelta(days=1)


def make_hearing(
    *, categories=(("party", "消费者", 2),), by=None, with_draft=True, publication=None, **facts
):
    """A draft of a hearing by draw: registration for twenty days from today, the draw after it, and time for the materials."""
    drafter, today = by or make_user("editor"), localdate()
    notice = make_publication(drafted_by=drafter, **publication or {})
    if with_draft:
        attach(notice, "方案草案和说明.txt")
    defaults = {
        "held_at": timezone.now() + 40 * _DAY,
        "place": "市行政中心 1 号楼",
        "chair": "市发展和改革局副局长",
        "telephone": "0576-80000000",
        "registers_from": today,
        "registers_until": today + 20 * _DAY,
        "method": "draw",
        "selection": "本市居民都可以报名，公开抽签。",
        "draw_on": today + 22 * _DAY,
        "seed_source": "中国福利彩票双色球第 2026138 期开奖号码，红球由小到大，再写蓝球，各写两位",
    }
    if facts.get("method") == "order":
        defaults |= {"draw_on": None, "seed_source": ""}
    hearing = announce(Hearing(**defaults | facts), notice, items=[make_item()])
    if hearing.is_by_draw:
        notice.revise(by=drafter, body=f"{notice.body}<p>{hearing.draw_rule}</p>")
    for kind, name, seats in categories:
        Category.objects.create(hearing=hearing, kind=kind, name=name, seats=seats)
    return hearing


def make_registering(**facts):
    """One that three persons have put out; registration runs."""
    hearing = make_hearing(**facts)
    put_out(hearing.publication)
    hearing.refresh_from_db()
    return hearing


def register(hearing, *, category=None, **facts):
    """Somebody registers over the public page."""
    n = _next()
    told = {
        "category": category or hearing.categories.first(),
        "person_name": f"张示例{n}",
        "contact": f"0576-{n:08}",
        "sent": f"page-{n}",
    }
    return registering.register(hearing, **told | facts)


def later(hearing, *, days):
    """As if so many days had passed: only the clock is turned, by moving every date of it."""
    dates = ("registers_from", "registers_until", "draw_on", "held_at")
    moved = {name: getattr(hearing, name) - days * _DAY for name in dates if getattr(hearing, name)}
    Hearing.objects.filter(pk=hearing.pk).update(**moved)
    for each in hearing.materials.all():
        each.sent_on, each.reached_on = each.sent_on - days * _DAY, each.reached_on - days * _DAY
        each.save()
    hearing.refresh_from_db()
    return hearing


def drawn(hearing=None, *, people=5, number="03 09 12 18 22 31 + 07"):
    """HearingRegistration is over, the draw is done."""
    hearing = hearing or make_registering()
    for _ in range(people):
        register(hearing)
    later(hearing, days=22)
    drawing_lots.draw_lots(hearing, by=make_user("editor", hearing.organization), public_number=number)
    return hearing


def listed(hearing=None, **facts):
    """The list of participants is public."""
    hearing = hearing or drawn(**facts)
    put_out(hearing_list.draft_list(hearing, by=make_user("editor", hearing.organization)))
    hearing.refresh_from_db()
    return hearing


def materials(hearing, *, days_before=8):
    """They reached everybody so many days before it; as if it had been done then."""
    on = hearing.held_on - days_before * _DAY
    return hearing.materials.create(what="方案草案", sent_on=on, reached_on=on, way="当面送交")


def held(hearing=None, *, minutes="张某：同意方案一。", days_before=8, late_reason=""):
    """It took place; its minutes wait to be confirmed."""
    hearing = hearing or listed()
    materials(hearing, days_before=days_before)
    later(hearing, days=20)
    holding.mark_held(hearing, late_reason=late_reason)
    hearing.refresh_from_db()
    if minutes:
        holding.keep_minutes(hearing, text=minutes, by=make_user("editor"))
        hearing.refresh_from_db()
    return hearing


def kept_too_long(hearing, *, days=365):
    """As if its report, or its taking down, were so many days ago."""
    at = timezone.now() - days * _DAY
    for each in filter(None, (hearing.publication, hearing.report)):
        times = [name for name in ("published_at", "taken_down_at") if getattr(each, name)]
        Publication.objects.filter(pk=each.pk).update(**dict.fromkeys(times, at))
    hearing.refresh_from_db()
    return hearing


def reported(hearing=None):
    """Everybody has confirmed and the report is public."""
    hearing = hearing or held()
    for each in hearing.registrations.parties():
        holding.confirm(each, way=HearingRegistration.Confirmation.SIGNED)
    report = holding.draft_report(hearing, by=make_user("editor", hearing.organization))
    report.revise(by=report.drafted_by, body=written(report.body))
    put_out(report)
    hearing.refresh_from_db()
    return hearing


def written(body):
    """As its drafter completes it."""
    return body.replace(holding.VIEWS, "两位都同意。").replace(holding.ADOPTION, "采纳。")
