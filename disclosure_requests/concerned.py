"""Who looks after each of many cases, and who answers for them, in a few statements for all of them."""

from collections import defaultdict

from django.urls import reverse

from disclosure_requests.models import Assignment
from disclosure_requests.telling import permission
from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import tell

_LISTED = 20  # cases named in one notice


class Staff:
    """The people of the cases given; each unit is asked for only once."""

    def __init__(self, cases):
        self._by_unit = {}
        self._officers = _active(case.officer_id for case in cases)
        self._assignments = defaultdict(list)
        standing = Assignment.objects.standing().filter(case__in=[case.pk for case in cases])
        for each in standing.order_by("pk"):
            self._assignments[each.case_id].append(each)
        self._handlers = _active(each.handler_id for rows in self._assignments.values() for each in rows)

    def office(self, case):
        """The clerk of the case, or all who register as long as it has none."""
        if case.officer_id in self._officers:
            return [self._officers[case.officer_id]]
        return self.who_may("register", case.organization_id)

    def handlers(self, case):
        """Those who accepted it, and all handlers of a unit where nobody has, or whose handler has left."""
        people = []
        for each in self._assignments[case.pk]:
            handler = self._handlers.get(each.handler_id)
            people += [handler] if handler else self.working_in(each.organization_id)
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
    staff, lines = Staff([case for case, _ in moved]), defaultdict(list)
    for case, moves in moved:
        words = [
            f"申请 {case.number} 的{limit}期限由 {before} 改为 {after}" for limit, before, after in moves
        ]
        for person in {*staff.office(case), *staff.handlers(case)}:
            lines[person].append((case, "，".join(words)))
    for person, its in lines.items():
        case, words = its[0]
        more = ["……"] if len(its) > _LISTED else []
        tell(
            [person],
            kind="依申请公开",
            subject=words if len(its) == 1 else f"工作日历有变化，您的 {len(its)} 件申请改了期限",
            text="工作日历有变化。"
            if len(its) == 1
            else "\n".join([each for _, each in its[:_LISTED]] + more),
            place=case.get_office_url() if len(its) == 1 else reverse("cases:queue"),
        )
