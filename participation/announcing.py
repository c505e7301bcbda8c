"""Drafting what is announced: its publication and the facts of its kind, both or neither."""

from django.db import transaction
from django.utils import timezone

from catalog import publishing
from catalog.models import Publication
from linhai_portal.workflow import InvalidMove


@transaction.atomic
def announce(thing, publication, *, items):
    """Store a new draft with its publication; the page of each leads to the other."""
    publishing.draft(publication, items=items)
    thing.publication = publication
    thing.save()
    publication.stand_at(thing.acted_at(), thing.get_office_url())
    return thing


@transaction.atomic
def change_facts(thing, *, by, **facts):
    """Write facts of the thing while its publication is a draft: what was reviewed is what goes out."""
    check_draft(thing, by)
    for name, value in facts.items():
        setattr(thing, name, value)
    thing.save()


def check_draft(thing, by):
    """Holds the publication as a draft of this person to the end of the transaction; raises InvalidMove."""
    if not thing.publication.may_be_edited_by(by):
        raise InvalidMove(f"“{thing}”已经提交，或者不是您起草的，不能改。")
    thing.publication.lock_draft()


def follow_up(thing, *, by, title, body):
    """A draft of what comes after the notice, under the same items, for the hands of three persons."""
    notice = thing.publication
    draft = Publication(
        drafted_by=by,
        organization=notice.organization,
        issuer=notice.issuer,
        formed_on=timezone.localdate(),
        title=title,
        body=body,
        stage=notice.stage,
    )
    publishing.draft(draft, items=notice.items.all())
    draft.stand_at(thing.get_absolute_url(), thing.get_office_url())
    return draft


def may_draft(publication):
    """Whether what comes after the notice is still to be drafted, or once more: there is none, or none any more."""
    over = (Publication.Status.WITHDRAWN, Publication.Status.TAKEN_DOWN)
    return publication is None or publication.status in over


@transaction.atomic
def add_part(thing, part, *, by):
    """Store a part of the thing, such as a category of seats, while its publication is a draft."""
    check_draft(thing, by)
    part.save()


@transaction.atomic
def drop_part(thing, part, *, by):
    check_draft(thing, by)
    part.delete()
