"""A year's live report of one unit or of all, with its identities checked against everything they ask about."""

from dataclasses import dataclass

from disclosure_requests.annual_report import identities
from disclosure_requests.annual_report.counting import (
    document_conditions,
    documents_of,
    fee_notices_lapsed,
    fees_paid,
    tables_of,
    tables_of_units,
    unclassified,
)
from disclosure_requests.annual_report.tables import sum_of
from disclosure_requests.models import AnnualReport, YearFigures
from linhai_portal.accounts.models import Organization


@dataclass(frozen=True)
class Live:
    """`units` are the tables of each unit by its key, None where it is the report of one unit.

    `older` are the names of those of them whose figures an older system published.
    """

    year: int
    organization: Organization | None
    tables: dict
    units: dict | None
    figures: YearFigures
    taken_over: bool = False
    older: tuple = ()
    carried_reason: str = ""

    @property
    def processing_fees(self):
        told = self.figures.processing_fees
        if self.taken_over:
            return told or 0
        return fees_paid(self.year, self.organization) if told is None else told


def live(year, organization):
    """From the cases; of a year taken over from an older system the figures as they were entered."""
    figures = YearFigures.objects.of(year, organization) or YearFigures(year=year, organization=organization)
    row = AnnualReport.objects.of(year, organization)
    facts = {"figures": figures, "carried_reason": row.carried_reason if row else ""}
    if row and row.taken_over:
        return Live(year, organization, row.tables, None, taken_over=True, **facts)
    if organization:
        return Live(year, organization, tables_of(year, organization), None, **facts)
    older = _taken_over(year)
    units = tables_of_units(year) | {each.organization_id: each.tables for each in older}
    names = tuple(each.unit_name for each in older)
    return Live(year, None, sum_of(units.values()), units, older=names, **facts)


def _taken_over(year):
    """The reports of units that have the figures of an older system."""
    of_units = AnnualReport.objects.filter(year=year).exclude(organization=None)
    rows = of_units.select_related("organization")  # of a unit the last version comes last
    newest = {row.organization_id: row for row in rows}
    return [row for row in newest.values() if row.taken_over]


def units_that_report():
    """The government and its departments, towns and subdistricts; villages and public bodies have none（条例第五十五条）."""
    return Organization.objects.governmental()


def checks_of(report, *, carried_reason=None):
    """I1 to I10 of a live report; the reason for another carried-over figure is the one on record unless given."""
    year, organization, tables = report.year, report.organization, report.tables
    if carried_reason is None:
        carried_reason = report.carried_reason
    before = AnnualReport.objects.frozen().of(year - 1, organization)
    return [
        identities.sums_of_requests(tables),
        identities.sums_of_results(tables),
        identities.sums_of_classes(tables, _unclassified(report)),
        identities.carried_from_last_year(tables, before and before.tables, carried_reason),
        identities.sums_of_units(tables, _units(report), report.older),
        identities.sums_of_remedies(tables),
        _documents(report, before),
        identities.no_negative_figures(tables),
        _fees(report),
        identities.words_equal_figures(tables, report.figures.overview),
    ]


_NAMED = 20  # cases in one sentence


def _unclassified(report):
    if report.taken_over:
        return []
    cases = unclassified(report.year, report.organization).order_by("pk")[:_NAMED]
    return [(case.number, case.get_office_url()) for case in cases.only("number")]


def _documents(report, before):
    """Of what was taken over only last year's report knows what was in force before."""
    if not report.taken_over:
        in_force = _in_force_before(report.year, report.organization)
    elif before:
        in_force = before.tables["table2"]["normative_documents"]["in_force"]
    else:
        return identities.not_asked("I7")
    return identities.documents_in_force(report.tables, in_force)


def _fees(report):
    if report.taken_over:
        return identities.not_asked("I9")
    return identities.fees_as_registered(
        report.tables,
        told=report.figures.processing_fees,
        paid=fees_paid(report.year, report.organization),
        lapsed=fee_notices_lapsed(report.year, report.organization),
    )


def _units(report):
    if report.units is None:
        return None
    reporting = set(units_that_report().values_list("pk", flat=True))
    return [tables for unit, tables in report.units.items() if unit in reporting]


def _in_force_before(year, organization):
    return documents_of(organization).filter(document_conditions(year - 1)["in_force"]).count()
