"""The live transcript: typed by one person, checked by another before anybody sees it, and put out as a whole afterwards."""

from django.db import transaction
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import format_html

from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove
from participation.announcing import follow_up, may_draft
from participation.models import Event, EventQuestion, TranscriptRow


def enter(event, *, by, speaker, words, question=None):
    if event.publication.published_at is None or timezone.now() < event.starts_at:
        raise InvalidMove("活动还没有开始。")
    if event.called_off_at:
        raise InvalidMove("活动已经取消了。")
    _check_unfrozen(event)
    if question and question.status != EventQuestion.Status.TAKEN:
        raise InvalidMove("只能提出已经选定的问题。")
    return TranscriptRow.objects.create(
        event=event, entered_by=by, speaker=speaker, words=words, question=question
    )


@transaction.atomic
def check(event, rows, *, by):
    """A second person's yes to these rows, all at one press; those of the own hand stay for others. Gives how many."""
    waiting = TranscriptRow.objects.filter(event=event, pk__in=rows).waiting().exclude(entered_by=by)
    done = waiting.update(checked_by=by, checked_at=timezone.now())
    if not done:
        raise InvalidMove("没有您可以核对的：自己录入的由另一个人核对，别人可能已经核对过了。")
    bump()
    return done


@transaction.atomic
def strike(row):
    """A wrong row goes at once, checked or not; it is typed anew."""
    _check_unfrozen(row.event)
    row.delete()
    bump()


def _check_unfrozen(event):
    if event.is_written():
        raise InvalidMove("文字实录已经公布。要改的，更正文字实录。")


@transaction.atomic
def draft_transcript(event, *, by, recording=""):
    """A draft of the whole transcript from the checked rows; it goes the way of three persons like everything else."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if not may_draft(locked.transcript):
        raise InvalidMove("文字实录已经起草过了。")
    if locked.called_off_at:
        raise InvalidMove("活动已经取消了，没有实录。")
    if locked.publication.published_at is None or timezone.now() < locked.ends_at:
        raise InvalidMove("活动结束以后才能起草文字实录。")
    if locked.rows.waiting().exists():
        raise InvalidMove("还有没有核对的发言，请先核对或者删去。")
    locked.was_written = locked.has_given_way()
    locked.transcript = follow_up(
        locked, by=by, title=f"{locked.subject}文字实录", body=transcript_text(locked, recording)
    )
    locked.save(update_fields=["transcript", "was_written"])
    bump()
    return locked.transcript


def transcript_text(event, recording=""):
    """Who said what, in order; the recording stands on top as a link like any other (catalog/leaving.py)."""
    said = [
        format_html("<p><strong>{}：</strong>{}</p>", row.public_speaker, linebreaksbr(row.public_words))
        for row in event.rows.public()
    ]
    head = [format_html('<p><a href="{}">看录像</a></p>', recording)] if recording else []
    return "".join([*head, *said])
