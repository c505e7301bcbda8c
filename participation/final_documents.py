"""Which document can be the final one of a consultation or of a major decision: one rule for the select and for the verbs."""

from catalog.models import Publication
from participation.newest import newest_of

_POSSIBLE = (*Publication.ON_THE_WAY, Publication.Status.PUBLISHED)


def offered_finals(organization, *, chosen=None):
    """What the select offers: announcements and feedback have a page of their own where the public acts on them."""
    return newest_of(organization, also=[chosen]).filter(status__in=_POSSIBLE, shown_at="")


def unfit_as_final(publication):
    """Why no consultation and no decision can name this one, or None."""
    if publication.shown_at or publication.corrects_id:
        return f"“{publication}”是公告、采纳情况或者更正。正式文件是另外起草的，请选那一件。"
    if publication.status not in _POSSIBLE:
        return f"“{publication}”{publication.get_status_display()}，不能作为正式文件。"
    return None
