"""Plain functions that make what participation announces, hears and answers; a test names only what it is about."""

import datetime as dt
from itertools import count

from django.utils import timezone
from django.utils.timezone import localdate

from participation import adopting, answering, asking, hearing_opinions
from participation.announcing import announce
from participation.models import Consultation, Opinion
from tests.make import make_item, make_organization, make_publication, make_user, put_out

_next = count(1).__next__

DRAFT = (
    "<h2>征求意见稿</h2><p>第一条　服务对象</p><p>年满六十周岁的老年人，可以享受助餐服务。</p>"
    "<p>第二条　补助标准</p><p>每餐补助二元。</p><h2>起草说明</h2><p>老年人口增加，需要规范助餐。</p>"
)


def make_consultation(*, body=DRAFT, by=None, publication=None, **facts):
    """A draft of a consultation that opens today and closes in thirty days."""
    drafter, today = by or make_user("editor"), localdate()
    notice = make_publication(drafted_by=drafter, body=body, **publication or {})
    defaults = {
        "kind": "document",
        "opens_on": today,
        "closes_on": today + dt.timedelta(days=30),
        "telephone": "0576-80000000",
    }
    return announce(Consultation(**defaults | facts), notice, items=[make_item()])


def make_open(**facts):
    """One that three persons have put out."""
    consultation = make_consultation(**facts)
    put_out(consultation.publication)
    consultation.refresh_from_db()
    return consultation


def closed(consultation, *, days_ago=1):
    """As if its last day were past; only the clock is turned, by moving the period."""
    today = localdate()
    Consultation.objects.filter(pk=consultation.pk).update(
        opens_on=today - dt.timedelta(days=40), closes_on=today - dt.timedelta(days=days_ago)
    )
    consultation.refresh_from_db()
    return consultation


def make_opinion(consultation, words=None, *, taken=False, **facts):
    """One that came over the public page."""
    words = words or f"建议改一改（{_next()}）。"
    opinion = hearing_opinions.give(consultation, words=words, sent=f"sent-{_next()}", **facts)
    if taken:
        hearing_opinions.take(Opinion.objects.filter(pk=opinion.pk), by=make_user("editor"))
        opinion.refresh_from_db()
    return opinion


def make_cluster(
    consultation, *opinions, summary="提高补助", decision="", reason="与财力相衔接。", clause=""
):
    rows = Opinion.objects.filter(pk__in=[each.pk for each in opinions])
    cluster = adopting.begin_cluster(consultation, rows, summary=summary, clause=clause)
    if decision:
        adopting.decide(cluster, by=make_user("editor"), decision=decision, reason=reason)
        cluster.refresh_from_db()
    return cluster


def answered(consultation=None, *, opinions=2):
    """A consultation whose feedback is public."""
    consultation = consultation or make_open()
    heard = [make_opinion(consultation, taken=True, clause="第二条") for _ in range(opinions)]
    make_cluster(consultation, *heard, decision="partly", clause="第二条")
    closed(consultation)
    feedback = adopting.draft_feedback(consultation, by=make_user("editor", consultation.organization))
    put_out(feedback)
    consultation.refresh_from_db()
    return consultation


def make_inquiry(*, on=None, **facts):
    """One that came over the public page, on a day of its own where `on` says so."""
    defaults = {"kind": "question", "title": "老年食堂几点开门", "words": "周末开不开？"}
    now = timezone.make_aware(dt.datetime.combine(on, dt.time(9))) if on else None
    return asking.ask(sent=f"sent-{_next()}", now=now, **defaults | facts)


def make_handled(unit=None, **facts):
    """One that the office accepted and handed on."""
    inquiry, officer = make_inquiry(**facts), make_user("officer")
    answering.accept(inquiry, by=officer, organization=unit or make_organization())
    return inquiry


def make_submitted(unit=None, *, by=None, answer="周末也开。", **facts):
    """One whose answer waits for the reviewer."""
    inquiry = make_handled(unit, **facts)
    by = by or make_user("editor", inquiry.organization)
    answering.submit(inquiry, by=by, answer=answer)
    return inquiry


def make_answered(unit=None, *, is_published=True, **facts):
    inquiry = make_submitted(unit, **facts)
    answering.approve(inquiry, by=make_user("reviewer", inquiry.organization), is_published=is_published)
    return inquiry
