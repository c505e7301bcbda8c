"""Drafting what is announced: its publication and the facts of its kind, both or neither."""

from django.db import transaction

from catalog import publishing
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
    if not thing.publication.may_be_edited_by(by):
        raise InvalidMove(f"“{thing}”已经提交，或者不是您起草的，不能改。")
    thing.publication.lock_draft()
    for name, value in facts.items():
        setattr(thing, name, value)
    thing.save()
