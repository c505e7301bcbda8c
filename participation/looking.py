"""Looking at who sent something: written down before anything is shown."""

from django.db import transaction

from linhai_portal.workflow import InvalidMove
from participation.models import PersonLook


@transaction.atomic
def look(thing, *, by, why):
    """Gives (name, contact) of what somebody sent in."""
    if not why.strip():
        raise InvalidMove("请写明查看的用途。")
    if getattr(thing, "destroyed_at", None):
        raise InvalidMove("身份信息已按保管期限销毁。")
    PersonLook.objects.create(key=thing.key, by=by, why=why)
    return thing.person_name, thing.contact


def looks_at(thing):
    return PersonLook.objects.filter(key=thing.key).select_related("by")[:50]
