"""Taking opinions in: from the public page, and from letters, calls and meetings; then the look before they count.

Sent twice by one press it is one opinion; the same words of two people are two.
"""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone

from catalog.ending import check_reason
from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove, move_all
from participation.models import Consultation, Opinion

Status = Opinion.Status
Channel = Opinion.Channel


def give(consultation, *, words, sent, clause="", **facts):
    """What somebody sends from the public page; `sent` is the same when one page is sent twice."""
    if not consultation.is_open(on=timezone.localdate()):
        raise InvalidMove("征求意见已经结束，这条意见没有收下。您可以打公告上的电话告诉起草单位。")
    return _keep(consultation, clause, words, sent, received_at=timezone.now(), **facts)


@transaction.atomic
def enter(consultation, *, words, sent, by, received_on, channel, clause="", **facts):
    """What came by letter, call or at a meeting, entered by staff; what came within the period counts."""
    if channel == Channel.ONLINE:
        raise InvalidMove("网上提的意见由本人在网页上提交。")
    if received_on > timezone.localdate():
        raise InvalidMove("收到的日期不能晚于今天。")
    if not consultation.opens_on <= received_on <= consultation.closes_on:
        raise InvalidMove("收到的日期不在征求意见的期限里。逾期的意见请另行答复。")
    consultation.hold_ledger()
    if consultation.identities_destroyed_at and (facts.get("person_name") or facts.get("contact")):
        raise InvalidMove("这次征求意见的身份信息已按保存期限销毁。姓名和联系方式请不要填。")
    at = timezone.make_aware(dt.datetime.combine(received_on, dt.time(12)))
    facts |= {"received_at": at, "channel": channel, "entered_by": by}
    return _keep(consultation, clause, words, sent, **facts)


def _keep(consultation, clause, words, sent, **facts):
    if clause and clause not in consultation.draft().labels():
        raise InvalidMove("征求意见稿里没有这一条。请重新选一条，或者对全文提意见。")
    digest = hashlib.sha256("\0".join([sent, clause, words]).encode()).hexdigest()
    opinion, _ = Opinion.objects.get_or_create(
        consultation=consultation, digest=digest, defaults={"clause": clause, "words": words} | facts
    )
    return opinion


@transaction.atomic
def take(opinions, *, by):
    """Looked at: they count and their words may be shown, masked."""
    _hold_ledgers(opinions)
    bump()
    return move_all(opinions, Status.TAKEN, by=by)


@transaction.atomic
def refuse(opinions, *, by, reason):
    """What is no opinion on the draft: kept with the reason, counted in no result."""
    if not reason.strip():
        raise InvalidMove("请写明为什么不作为意见。")
    _hold_ledgers(opinions)
    bump()
    chosen = Opinion.objects.filter(pk__in=list(opinions.values_list("pk", flat=True)))
    chosen.update(cluster=None)
    return move_all(chosen, Status.REFUSED, by=by, note=reason)


@transaction.atomic
def keep_back(opinion, *, by, reason):
    """Show its words no more, also after the feedback is out: a text that harms somebody must go at once; it still counts."""
    if not reason.strip():
        raise InvalidMove("请写明为什么不再公布原话。")
    if not Opinion.objects.filter(pk=opinion.pk, may_be_shown=True).update(may_be_shown=False):
        raise InvalidMove("这条意见的原话本来就不公布。")
    opinion.events.create(
        from_status=opinion.status, to_status=opinion.status, by=by, note=f"不再公布原话：{reason}"
    )
    bump()


@transaction.atomic
def hold_session(consultation, session, *, by):
    """Write down another form in which people were heard; public at once, so nobody's number may be in it."""
    if session.held_on > timezone.localdate():
        raise InvalidMove("日期不能晚于今天：开过以后再登记。")
    for words in (session.place, session.people, session.summary):
        check_reason(words)
    session.consultation = consultation
    session.save()
    _note(session, "登记", by=by)
    bump()


@transaction.atomic
def drop_sessions(sessions, *, by):
    """Every word of them stays in the record of the consultation."""
    for session in sessions.select_for_update():
        _note(session, "删去", by=by)
        session.delete()
    bump()


def _note(session, deed, *, by):
    words = f"{deed}{session}：{session.place}，{session.people}。{session.summary}"
    session.consultation.changes.create(by=by, words=words)


def _hold_ledgers(opinions):
    """Of the consultations they belong to, in one order."""
    for consultation in Consultation.objects.filter(opinions__in=opinions).distinct().order_by("pk"):
        consultation.hold_ledger()
