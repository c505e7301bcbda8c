"""收集、研判、回应、评估: the deeds on a hot topic. When it was answered follows from what went out, and is typed by nobody."""

from django.db import transaction
from django.utils import timezone

from catalog.models import Publication
from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove
from participation import topic_reminders
from participation.models import HotTopic, TopicResponse

Status = HotTopic.Status


@transaction.atomic
def record(topic, *, by, publications=()):
    if topic.detected_at > timezone.now():
        raise InvalidMove("发现时间不能晚于现在。")
    topic.recorded_by = by
    topic.save()
    topic.publications.set(publications)
    topic_reminders.plan(topic.pk)
    return topic


@transaction.atomic
def revise(topic, *, publications, **facts):
    """What is told of it; its level and its hours have verbs of their own."""
    open_ones = HotTopic.objects.open().filter(pk=topic.pk)
    if not open_ones.update(**facts):
        raise InvalidMove("已经办结或者不需要回应，不能再改。")
    topic.publications.set(publications)
    bump()


@transaction.atomic
def confirm(topic, *, by, level, confirmed_at, note=""):
    """研判: it is so, and of this level. Said again of another level, the hours count anew from the same beginning."""
    if confirmed_at > timezone.now():
        raise InvalidMove("核实时间不能晚于现在。")
    if topic.status == Status.CONFIRMED and not note.strip():
        raise InvalidMove("改级别或者核实时间要写明原因。")
    moved = topic.confirmed_at and topic.confirmed_at != confirmed_at
    at = f"核实时间改为 {timezone.localtime(confirmed_at):%Y-%m-%d %H:%M}。" if moved else ""
    topic.move(
        Status.CONFIRMED,
        by=by,
        note=f"{HotTopic.Level(level).label}。{at}{note}",
        level=level,
        confirmed_at=confirmed_at,
    )
    topic_reminders.plan(topic.pk)


@transaction.atomic
def drop(topic, *, by, reason):
    if not reason.strip():
        raise InvalidMove("请写明为什么不需要回应。")
    topic.check_move(Status.DROPPED)
    if topic.is_answered():
        raise InvalidMove("已经公开回应过了，请写评估、办结。")
    topic.move(Status.DROPPED, by=by, note=reason)


@transaction.atomic
def close(topic, *, by, evaluation):
    """Answered and evaluated (收集、会商、研判、回应、评估机制)."""
    topic.check_move(Status.CLOSED)
    if not evaluation.strip():
        raise InvalidMove("请先写评估：回应是不是及时、有没有说清、以后怎么改。")
    if not topic.is_answered():
        raise InvalidMove("还没有公开回应，不能办结。")
    topic.move(Status.CLOSED, by=by, evaluation=evaluation, closed_at=timezone.now())


@transaction.atomic
def link(topic, publication):
    """A publication that went, or goes, its own way answers this topic; what was out before the topic was none."""
    if not topic.is_open:
        raise InvalidMove("已经办结或者不需要回应，不能再加回应。")
    # Pressed twice, it answers once.
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
    begun = min(filter(None, [topic.detected_at, topic.confirmed_at]))
    if publication.published_at and publication.published_at < begun:
        raise InvalidMove("这一件在发现之前就发布了，不能算回应。")
    if publication.kept_at or publication.corrects_id:
        raise InvalidMove("公告和更正件不能算回应，请另外起草。")
    response = TopicResponse.objects.create(topic=topic, publication=publication)
    publication.stand_at(response.get_absolute_url(), response.get_office_url())
    if publication.status in Publication.ONCE_PUBLISHED:
        bump()
    return response


@transaction.atomic
def trace(thing, topic):
    """What somebody asked made this a hot topic; None takes it back."""
    if topic and not topic.is_open:
        raise InvalidMove("这个热点已经办结，请选别的。")
    type(thing).objects.filter(pk=thing.pk).update(topic=topic)
    bump()
