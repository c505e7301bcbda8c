"""Which draft and which case a visitor holds: kept in the session, opened by a code, let go by a button."""

from disclosure_requests.models import DisclosureRequest
from disclosure_requests.workflow import Status

_DRAFT, _CASE = "disclosure_draft", "disclosure_case"


def hold_draft(request, case):
    request.session[_DRAFT] = case.pk


def held_draft(request):
    """Also one that was handed in meanwhile, in another window; see `is_draft`."""
    return _of_session(request, _DRAFT)


def is_draft(case):
    return case is not None and case.status == Status.DRAFT


def hold_case(request, case):
    """What was a draft in this session is a case now."""
    request.session.pop(_DRAFT, None)
    request.session[_CASE] = case.pk


def held_case(request):
    case = _of_session(request, _CASE)
    return None if is_draft(case) else case


def let_go_of_draft(request):
    request.session.pop(_DRAFT, None)


def let_go_of_case(request):
    """A session key that was seen here opens nothing any more."""
    request.session.pop(_CASE, None)
    request.session.cycle_key()


def _of_session(request, name):
    pk = request.session.get(name)
    cases = DisclosureRequest.objects.select_related("applicant", "organization")
    return cases.filter(pk=pk).first() if pk else None
