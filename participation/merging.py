"""并入: the same asked twice gets one answer, without anybody waiting longer or reading what was meant for another."""

from django.db import OperationalError, transaction
from django.utils import timezone

from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove
from participation.models import Inquiry
from participation.telling_askers import answered_task

Status = Inquiry.Status


@transaction.atomic
def merge(inquiry, *, by, into):
    """What was merged into it before goes along, so that nothing hangs on a duplicate."""
    into = _hold(into)
    _check(inquiry, into)
    answered_on = timezone.localdate() if into.answered_on else None
    facts = {"merged_into": into, "organization": into.organization, "answered_on": answered_on}
    inquiry.move(Status.MERGED, by=by, note=f"并入 {into.number}", **facts)
    inquiry.duplicates.update(**facts)
    bump()
    if answered_on:
        answered_task.enqueue(into.pk)


def _hold(into):
    """Not waited for: of two who merge crosswise each would wait for the other."""
    try:
        with transaction.atomic():
            return Inquiry.objects.select_for_update(nowait=True).get(pk=into.pk)
    except OperationalError as reason:
        raise InvalidMove(f"{into}正在由别人办理，请过一会儿再并。") from reason


def _check(inquiry, into):
    if into.pk == inquiry.pk:
        raise InvalidMove("不能并入自己。请写另一件的编号。")
    if into.status in (Status.MERGED, Status.REFUSED):
        raise InvalidMove(f"{into}是“{into.get_status_display()}”，不能并到它里面。")
    if into.keep_private:
        raise InvalidMove(f"{into}的提问人不要公开，答复只给本人，别的不能并进去。请分别答复。")
    if into.answered_on and into.published_at is None:
        raise InvalidMove(f"{into}的答复没有公开，只给本人，别的不能并进去。请分别答复。")
    if _would_wait_longer(inquiry, into):
        raise InvalidMove(f"{into}的答复期限更晚，并进去就耽误了。请反过来，把 {into.number} 并到这一件里。")


def _would_wait_longer(inquiry, into):
    limits = inquiry.answer_due_on, into.answer_due_on
    return into.answered_on is None and all(limits) and limits[0] < limits[1]
