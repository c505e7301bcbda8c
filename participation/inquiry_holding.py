"""Which inquiry a visitor holds: kept in the session, opened by number and code, let go by a button."""

from participation.models import Inquiry

_HELD = "inquiry"


def hold(request, inquiry):
    request.session.cycle_key()
    request.session[_HELD] = inquiry.pk


def held(request):
    pk = request.session.get(_HELD)
    rows = Inquiry.objects.select_related("organization", "asked_unit", "merged_into__organization")
    return rows.filter(pk=pk).first() if pk else None


def let_go(request):
    """A session key that was seen here opens nothing any more."""
    request.session.pop(_HELD, None)
    request.session.cycle_key()
