"""Who looks after each of many cases, and who answers for them, in a few statements for all of them."""

from collections import defaultdict

from django.urls import reverse

from disclosure_requests.models import Assignment
from disclosure_requests.telling import permission
from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import tell_each

_LISTED = 20  # cases named in one notice


class Staff:
    """The people of the cases given; each unit is asked for only once."""

    def __init__(self, cases):
        self._by_unit = {}
        self._officers = _active(case.officer_id for case in cases)
        self._assignments = defaultdict(list)
        standing = Assignment.objects.standing().filter(case__in=[case.pk for case in cases]).order_by("pk")
        for case, unit, handler in standing.values_list("case", "organization", "handler"):
            self._assignments[case].append((unit, handler))
        self._handlers = _active(handler for rows in self._assignments.values() for _, handler in rows)

    def office(self, case):
        """The clerk of the case, or all who register as long as it has none."""
        if case.officer_id in self._officers:
            return [self._officers[case.officer_id]]
        return self.who_may("register", case.organization_id)

    def handlers(self, case):
        """Those who accepted it, and all handlers of a unit where nobody has, or whose handler has left."""
        people = []
        for unit, handler in self._assignments[case.pk]:
            people += [self._handlers[handler]] if handler in self._handlers else self.working_in(unit)
        return people

    def heads(self, case):
        return self.who_may("sign", case.organization_id)

    def who_may(self, deed, unit):
        asked = User.objects.who_may(permission(deed), organization=unit)
        return self._once(("may", deed, unit), asked)

    def working_in(self, unit):
        return self._once(("works", unit), User.objects.working_in([unit], permission=permission("handle")))

    def _once(self, key, people):
        if key not in self._by_unit:
            self._by_unit[key] = list(people)
        return self._by_unit[key]


def _active(keys):
    people = User.objects.filter(pk__in=set(filter(None, keys)), is_active=True)
    return {person.pk: person for person in people}


def tell_of_moved_dates(moved):
    """Those at work on the cases, each person in one notice; `moved` are pairs of case and (limit, from, to)."""
    staff, of_people = Staff([case for case, _ in moved]), defaultdict(list)
    for each in moved:
        for person in {*staff.office(each[0]), *staff.handlers(each[0])}:
            of_people[person].append(each)
    tell_each((person, _moved_in_words(theirs)) for person, theirs in of_people.items())


def _moved_in_words(moved):
    words, only = [_in_words(*each) for each in moved[:_LISTED]], len(moved) == 1
    words += ["……"] if len(moved) > _LISTED else []
    return {
        "kind": "依申请公开",
        "subject": words[0] if only else f"工作日历有变化，您的 {len(moved)} 件申请改了期限",
        "text": "工作日历有变化。" if only else "\n".join(words),
        "place": moved[0][0].get_office_url() if only else reverse("cases:queue"),
    }


def _in_words(case, moves):
    return "，".join(
        f"申请 {case.number} 的{limit}期限由 {before} 改为 {after}" for limit, before, after in moves
    )
