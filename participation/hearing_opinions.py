"""Taking opinions in: from the public page, and from letters, calls and meetings; then the look before they count.

Sent twice by one press it is one opinion; the same words of two people are two.
"""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone

from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove, move_all
from participation.models import Opinion

Status = Opinion.Status
Channel = Opinion.Channel


def give(consultation, *, words, sent, clause="", **facts):
    """What somebody sends from the public page; `sent` is the same when one page is sent twice."""
    if not consultation.is_open(on=timezone.localdate()):
        raise InvalidMove("征求意见已经结束，这条意见没有收下。您可以打公告上的电话告诉起草单位。")
    return _keep(consultation, clause, words, sent, received_at=timezone.now(), **facts)


def enter(consultation, *, words, sent, by, received_on, channel, clause="", **facts):
    """What came by letter, call or at a meeting, entered by staff; what came within the period counts."""
    if channel == Channel.ONLINE:
        raise InvalidMove("网上提的意见由本人在网页上提交。")
    if received_on > timezone.localdate():
        raise InvalidMove("收到的日期不能晚于今天。")
    if not consultation.opens_on <= received_on <= consultation.closes_on:
        raise InvalidMove("收到的日期不在征求意见的期限里。逾期的意见请另行答复。")
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
    bump()
    return move_all(opinions, Status.TAKEN, by=by)


@transaction.atomic
def refuse(opinions, *, by, reason):
    """What is no opinion on the draft: kept with the reason, counted in no result."""
    if not reason.strip():
        raise InvalidMove("请写明为什么不作为意见。")
    bump()
    opinions.filter(cluster__isnull=False).update(cluster=None)
    return move_all(opinions, Status.REFUSED, by=by, note=reason)
