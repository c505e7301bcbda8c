"""Who of the staff is told what about a case; no subject names a citizen."""

from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import tell

_APP = "disclosure_requests"


def permission(deed):
    return f"{_APP}.{deed}_disclosurerequest"


def who_may(deed, case):
    return User.objects.who_may(permission(deed), organization=case.organization)


def tell_office(case, subject, *, text="", once=None):
    """The clerk of the case, or all who register as long as it has none."""
    people = [case.officer] if case.officer and case.officer.is_active else who_may("register", case)
    _tell(people, case, subject, text=text, once=once)


def tell_heads(case, subject, *, text="", but=None):
    _tell(who_may("sign", case).exclude(pk=but.pk if but else None), case, subject, text=text)


def tell_checkers(case, subject, *, but):
    _tell(who_may("check", case).exclude(pk=but.pk), case, subject)


def tell_handlers(case, subject, *, text="", once=None):
    """Who works on it: those who accepted it, and all handlers of a unit where nobody has yet."""
    people = {}
    for each in case.assignments.standing().select_related("handler", "organization"):
        unit = User.objects.working_in([each.organization], permission=permission("handle"))
        people |= {person.pk: person for person in ([each.handler] if each.handler else unit)}
    _tell(people.values(), case, subject, text=text, once=once)


def tell_editors(proposal):
    """条例第四十四条: what was disclosed to one may be published for all; who drafts publications of the unit is asked to."""
    case = proposal.case
    people = User.objects.who_may("catalog.draft_publication", organization=case.organization)
    subject = f"申请 {case.number} 答复公开的信息，建议主动公开"
    tell(people, kind="依申请公开", subject=subject, text=proposal.title, place=proposal.get_office_url())


def tell_person(person, case, subject, *, text=""):
    if person.is_active:
        _tell([person], case, subject, text=text)


def _tell(people, case, subject, *, text="", once=None):
    tell(people, kind="依申请公开", subject=subject, text=text, place=case.get_office_url(), once=once)
