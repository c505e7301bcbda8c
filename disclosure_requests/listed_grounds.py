"""The negative list as an aid to a refusal: entries that may fit a case, the words they propose, how often they were used.

An entry never decides: each case is looked at by itself (rules: requests §4), and the officer writes why it is one.
"""

import re
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.urls import reverse

from catalog.models import Item, NegativeListEntry
from disclosure_requests.letter_facts import request_text
from disclosure_requests.letters.grounds import GROUNDS
from disclosure_requests.models import Decision, DisclosureRequest
from disclosure_requests.similar_cases import likeness

MOST_OFFERED = 12
THIS_CASE = "本件："
_BAR = "｜"
_CITED = re.compile(r"负面清单 (\S+) 所列")


def grounds_of(outcome):
    """Those that a reply of this kind may rest on."""
    if outcome == "P":
        return list(GROUNDS)
    return [outcome] if outcome in GROUNDS else []


def matching(case, grounds, *, on):
    """Entries in force on this day whose whole scope meets the case, the most alike first."""
    if not grounds:
        return []
    given = case.assignments.standing().select_related("organization")
    units = {case.organization, *(each.organization for each in given)}
    entries = (
        NegativeListEntry.objects.in_force(on=on)
        .filter(Q(publisher=None) | Q(publisher__in=units), ground__in=grounds)
        .select_related("item__domain", "domain", "publisher")
    )
    text = request_text(case)
    own = reduce(or_, [Item.objects.current().published_by(unit) for unit in units])
    items = set(own.filter(pk__in=entries.values("item")).values_list("pk", flat=True))
    domains = set(own.filter(domain__in=entries.values("domain")).values_list("domain", flat=True))

    def meets(entry):
        by_item = entry.item is None or entry.item_id in items or entry.item.title in text
        by_domain = entry.domain is None or entry.domain_id in domains or entry.domain.name in text
        return entry.words in text and by_item and by_domain

    found = [entry for entry in entries if meets(entry)]
    found.sort(key=lambda entry: (-likeness(entry.title, case.name_of_information), entry.number))
    return found[:MOST_OFFERED]


def opening(entry):
    """What the list says of such information; why this case is one comes after it."""
    condition = " ".join(entry.condition.split()).rstrip("。")
    return _no_bars(f"申请的信息属于负面清单 {entry.number} 所列“{entry.title}”（{condition}）。{THIS_CASE}")


def cited(text):
    """The numbers of the entries that a reason names as `opening` does."""
    return set(_CITED.findall(text))


def _no_bars(text):
    """A bar would divide the row of a partial reply."""
    return text.replace("|", "、").replace(_BAR, "、")


def with_entry(typed, entry, outcome):
    """What was typed so far, and what the entry proposes where nothing stands yet."""
    used = [*map(str, typed.get("entries", [])), str(entry.pk)]
    told = typed | {"entries": [*dict.fromkeys(used)]}
    name = "withheld" if outcome == "P" else "reason"
    rows, words = _lines(typed.get(name)), opening(entry)
    if entry.number not in cited(rows):
        row = _BAR.join([_no_bars(entry.title), entry.ground, words]) if outcome == "P" else words
        told[name] = "\n".join(filter(None, [rows, row]))
    if entry.ground == "N2" and not typed.get("prohibiting_law"):
        told["prohibiting_law"] = entry.legal_basis
    return told


def _lines(rows):
    """Rows as they are kept, or as they were typed."""
    return rows.strip() if isinstance(rows, str) else "\n".join(_BAR.join(row) for row in rows or [])


def says_why(text, entries):
    """Whether anything is left when the words of the list are taken away."""
    left = text
    for entry in entries:
        left = left.replace(opening(entry), "")
    return bool(left.strip(" 　。\n")) and not text.rstrip().endswith(THIS_CASE)


def based_on(cases, number):
    """Those with a signed reply that rests on the entry of this number."""
    signed = Decision.objects.filter(signed_at__isnull=False, entries__number=number)
    return cases.filter(pk__in=signed.values("case"))


def uses_of(user, entries):
    """How many cases that exist for this person rest on each entry, and where they are listed."""
    if not user.has_perm("disclosure_requests.view_disclosurerequest"):
        return {}
    used = Decision.entries.through.objects.filter(
        negativelistentry__in=[entry.pk for entry in entries],
        decision__signed_at__isnull=False,
        decision__case__in=DisclosureRequest.objects.visible_to(user),
    )
    counts = used.values_list("negativelistentry").annotate(Count("decision__case", distinct=True))
    found, queue = dict(counts.order_by()), reverse("cases:queue")
    return {entry.pk: (found.get(entry.pk, 0), f"{queue}?entry={entry.number}") for entry in entries}
