"""Questions for an event: sent in beforehand, read, and put there or not."""

import hashlib

from django.utils import timezone

from linhai_portal.workflow import InvalidMove
from participation.models import EventQuestion

Status = EventQuestion.Status


def digest_of(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def ask(event, *, words, sent, **facts):
    """`sent` is the same when one page is sent twice."""
    now = timezone.now()
    if not event.takes_questions(now=now, on=timezone.localdate(now)):
        raise InvalidMove("提问已经截止，这个问题没有收下。")
    question, _ = EventQuestion.objects.get_or_create(
        event=event, digest=digest_of(sent, words), defaults={"words": words, "received_at": now} | facts
    )
    return question


def take(question, *, by):
    question.move(Status.TAKEN, by=by)


def refuse(question, *, by, reason):
    if not reason.strip():
        raise InvalidMove("请写明为什么不提问。")
    question.move(Status.REFUSED, by=by, note=reason)
