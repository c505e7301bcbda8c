"""The figures of a year from the cases, in one grouped query each for requests, remedies and normative documents.

A case is new or carried over, and has a result of the year or is still open: `cell_rows` finds the cases behind a
figure by the conditions with which they were counted.
"""

import datetime as dt
from collections import defaultdict

from django.db.models import Case, Count, F, Q, Sum, Value, When

from catalog.models import Publication
from disclosure_requests.annual_report.layout import (
    CARRIED,
    CLASSES,
    NEW,
    NORMATIVE,
    OPEN,
    PENDING,
    REMEDY_RESULTS,
    RESULTS,
    ROW_OF,
    TOTAL,
)
from disclosure_requests.annual_report.tables import FEES, empty, in_10k_yuan
from disclosure_requests.models import DisclosureRequest, FeeNotice, Remedy, YearFigures

CITIZEN, CITIZEN_KIND = "natural", "citizen"
_NAMES = {NEW: "is_new", CARRIED: "is_carried", RESULTS: "has_result", OPEN: "is_open"}


def first_and_last(year):
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def of_unit(rows, organization, *, path="organization"):
    """`organization` None: of all units."""
    return rows.filter(**{path: organization}) if organization else rows


def cases_of(year, organization=None):
    """Received in the year, or before and not closed before it; nothing of the demonstration."""
    first, last = first_and_last(year)
    on_hand = Q(received_on__gte=first) | Q(closed_on=None) | Q(closed_on__gte=first)
    cases = DisclosureRequest.objects.filter(
        on_hand, received_on__lte=last, kind=DisclosureRequest.Kind.INFORMATION, is_sample=False
    )
    return of_unit(cases, organization)


def own_records_of(year, organization=None):
    """条例第四十一条: by column, as no table has them; nothing of the demonstration."""
    cases = DisclosureRequest.objects.filter(kind=DisclosureRequest.Kind.OWN_RECORDS, is_sample=False)
    of_year, cases = first_and_last(year), of_unit(cases, organization)
    return {
        "received": cases.filter(received_on__range=of_year),
        "closed": cases.filter(closed_on__range=of_year),
    }


def case_conditions(year):
    """By the row of the table: what has a result of the year stands in that of its outcome besides."""
    first, last = first_and_last(year)
    return {
        NEW: Q(received_on__gte=first),
        CARRIED: Q(received_on__lt=first),
        RESULTS: Q(closed_on__range=(first, last)),
        OPEN: Q(closed_on=None) | Q(closed_on__gt=last),
    }


def of_class(column):
    """Whose applicant stands in this column; a citizen does before anybody registered the case."""
    told = Q(applicant__applicant_class=column)
    return (
        told | Q(applicant__applicant_class="", applicant__kind=CITIZEN_KIND) if column == CITIZEN else told
    )


def unclassified(year, organization=None):
    """Bodies whose class nobody has told yet: they stand in the total and in no column (I3)."""
    return (
        cases_of(year, organization)
        .filter(applicant__applicant_class="")
        .exclude(applicant__kind=CITIZEN_KIND)
    )


def remedies_of(year, organization=None):
    """Filed by the end of the year and not decided before it; what is decided later was pending on 31 December."""
    first, last = first_and_last(year)
    at_hand = Q(decided_on=None) | Q(decided_on__gte=first)
    remedies = Remedy.objects.filter(at_hand, filed_on__lte=last, case__is_sample=False)
    return of_unit(remedies, organization, path="case__organization").alias(
        outcome=Case(When(decided_on__lte=last, then=F("result")), default=Value(PENDING))
    )


def documents_of(organization=None):
    """What passed the procedure of normative documents and has its 统一编号; not every paper with a red head."""
    documents = Publication.objects.with_page().exclude(registration_number="")
    return of_unit(documents, organization)


def document_conditions(year):
    first, last = first_and_last(year)
    ended = Q(ended_on__lte=last) | Q(expires_on__lt=last)
    return {
        "issued": Q(formed_on__range=(first, last)),
        "repealed": Q(ending=Publication.Validity.REPEALED, ended_on__range=(first, last)),
        "in_force": Q(formed_on__lte=last) & ~ended & ~Q(effective_on__gt=last),
    }


def tables_of(year, organization):
    """The live tables of one unit."""
    return _by_unit(year, organization)[organization.pk]


def tables_of_units(year):
    """Of every unit that any case came to, by its key."""
    return _by_unit(year)


def _by_unit(year, organization=None):
    units = defaultdict(empty)
    _count_requests(year, organization, units)
    _count_remedies(year, organization, units)
    _count_documents(year, organization, units)
    for row in of_unit(YearFigures.objects.filter(year=year), organization).exclude(organization=None):
        units[row.organization_id]["table2"] |= {
            "permits": row.permits,
            "penalties": row.penalties,
            "compulsions": row.compulsions,
            FEES: in_10k_yuan(row.fees),
        }
    return units


def _count_requests(year, organization, units):
    """Grouped by plain columns, of which the database knows how many values they have; by what follows from days it
    would sort a million rows first.
    """
    conditions = case_conditions(year)
    counts = {name: Count("pk", filter=conditions[row]) for row, name in _NAMES.items()}
    groups = ("organization", "applicant__applicant_class", "applicant__kind", "outcome")
    for group in cases_of(year, organization).order_by().values(*groups).annotate(**counts):
        column = group["applicant__applicant_class"]
        if column == "" and group["applicant__kind"] == CITIZEN_KIND:
            column = CITIZEN
        counted = {row: group[name] for row, name in _NAMES.items()}
        counted[ROW_OF.get(group["outcome"], "")] = counted[RESULTS]
        table = units[group["organization"]]["table3"]
        for row in counted.keys() & table.keys():
            table[row][TOTAL] += counted[row]
            if column in CLASSES:
                table[row][column] += counted[row]


def _count_remedies(year, organization, units):
    counted = (
        remedies_of(year, organization)
        .order_by()
        .annotate(outcome=F("outcome"))
        .values_list("case__organization", "path", "outcome")
        .annotate(Count("pk"))
    )
    for unit, path, outcome, count in counted:
        cells = units[unit]["table4"][path]
        cells[TOTAL] += count
        if outcome in REMEDY_RESULTS:
            cells[outcome] += count


def _count_documents(year, organization, units):
    counts = {name: Count("pk", filter=condition) for name, condition in document_conditions(year).items()}
    for row in documents_of(organization).order_by().values("organization").annotate(**counts):
        units[row["organization"]]["table2"]["normative_documents"] = {name: row[name] for name in NORMATIVE}


def fees_paid(year, organization=None):
    """信息处理费 paid in the year, in yuan."""
    paid = FeeNotice.objects.filter(paid_on__range=first_and_last(year), case__is_sample=False)
    return of_unit(paid, organization, path="case__organization").aggregate(Sum("amount"))["amount__sum"] or 0


def fee_notices_lapsed(year, organization=None):
    """Cases closed in the year with a notice that went out and was never paid."""
    lapsed = FeeNotice.objects.sent().filter(
        paid_on=None,
        case__outcome="O2",
        case__closed_on__range=first_and_last(year),
        case__is_sample=False,
    )
    return of_unit(lapsed, organization, path="case__organization").values("case").distinct().count()
