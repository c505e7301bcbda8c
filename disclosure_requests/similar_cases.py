"""Earlier applications that ask for nearly the same: advice with its reasons, never a decision (rules: requests §5, §6).

Titles are compared as pairs of characters; nothing of it is stored, and different applicants always get their own reply.
"""

import datetime as dt
from dataclasses import dataclass, replace

from disclosure_requests.charging import month_of
from disclosure_requests.models import DisclosureRequest

_YEARS = dt.timedelta(days=730)
_LOOKED_AT = 500  # the newest of the unit
_ALIKE = 0.6
_MANY_A_MONTH = 10  # 国办函〔2020〕109号: free up to ten
_FOR_EVERYBODY = 3  # 条例第四十四条: the third applicant


@dataclass(frozen=True, slots=True)
class Similar:
    """`likeness` in per cent."""

    case: DisclosureRequest
    likeness: int
    is_same_applicant: bool


@dataclass(frozen=True, slots=True)
class Advice:
    similar: tuple[Similar, ...]
    in_this_month: int
    applicants: int

    @property
    def own(self):
        return [each for each in self.similar if each.is_same_applicant]

    @property
    def others(self):
        return [each for each in self.similar if not each.is_same_applicant]

    @property
    def are_many(self):
        return self.in_this_month > _MANY_A_MONTH

    @property
    def is_asked_by_many(self):
        """Several applicants want it: it may be published for everybody（条例第四十四条）."""
        return self.applicants >= _FOR_EVERYBODY

    def visible_to(self, user):
        """A unit that works on one case reads nothing of the others; how many applicants there are decides about the hint."""
        keys = [each.case.pk for each in self.similar]
        seen = {*DisclosureRequest.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)}
        return replace(self, similar=tuple(each for each in self.similar if each.case.pk in seen))


def likeness(one: str, other: str) -> float:
    """The share of common pairs of characters, 0 to 1; symmetric, 1 for the same text."""
    a, b = _pairs(one), _pairs(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _pairs(text):
    plain = "".join(sign for sign in text if sign.isalnum())
    return {plain[n : n + 2] for n in range(len(plain) - 1)}


def advice_on(case):
    earlier = (
        DisclosureRequest.objects.filter(
            organization=case.organization,
            kind=case.kind,
            received_on__gte=case.received_on - _YEARS,
            received_on__lte=case.received_on,
        )
        .exclude(pk=case.pk)
        .select_related("applicant")
        .defer("code")
        .order_by("-received_on", "-pk")[:_LOOKED_AT]
    )
    mine, words = case.applicant.identity_index, case.name_of_information
    found = [
        Similar(each, round(100 * share), bool(mine) and each.applicant.identity_index == mine)
        for each in earlier
        if (share := likeness(words, each.name_of_information)) >= _ALIKE
    ]
    applicants = {each.case.applicant.identity_index or each.case.pk for each in found} | {mine or case.pk}
    found.sort(key=lambda each: (-each.likeness, -each.case.pk))
    return Advice(tuple(found[:10]), month_of(case).count(), len(applicants))
