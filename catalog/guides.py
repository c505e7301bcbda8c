"""The second person's word on life events and checklists; page, lists and search change in the same transaction."""

from django.db import transaction
from django.utils import timezone

from catalog.guide_search import guide_changed
from linhai_portal.workflow import InvalidMove


@transaction.atomic
def approve(guide, *, by, note=""):
    """Publish a draft; the edition that stood under its address is replaced, and what named it names this one."""
    if by == guide.drafted_by:
        raise InvalidMove("自己起草的要由另一个人审核。")
    former, Status = guide.edition(*guide.STANDING), guide.Status
    if former:
        former.move(Status.REPLACED, by=by)
    guide.move(Status.PUBLISHED, by=by, note=note, approved_by=by, approved_at=timezone.now())
    if former:
        guide.take_the_place_of(former)
    guide_changed(guide)
    guide.tell(guide.if_still_here(guide.drafted_by), f"“{guide}”已审核公布", note)


@transaction.atomic
def close(guide, *, by, reason):
    """Take it out of lists and search at once; its page stays and says why. A new edition opens it again."""
    if not reason.strip():
        raise InvalidMove("停用要写明理由，群众看得到。")
    guide.move(guide.Status.CLOSED, by=by, note=reason)
    guide_changed(guide)
