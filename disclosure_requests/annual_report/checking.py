"""A year's live report of one unit or of all, with its identities checked against everything they ask about."""

from dataclasses import dataclass

from disclosure_requests.annual_report import identities
from disclosure_requests.annual_report.counting import (
    document_conditions,
    documents_of,
    fee_notices_lapsed,
    fees_paid,
    tables_of,
    tables_of_all,
)
from disclosure_requests.models import AnnualReport, YearFigures
from linhai_portal.accounts.models import Organization


@dataclass(frozen=True)
class Live:
    """`units` are the tables of each unit by its key, None where it is the report of one unit."""

    year: int
    organization: Organization | None
    tables: dict
    units: dict | None
    figures: YearFigures

    @property
    def processing_fees(self):
        told = self.figures.processing_fees
        return fees_paid(self.year, self.organization) if told is None else told


def live(year, organization):
    tables, units = tables_of_all(year) if organization is None else (tables_of(year, organization), None)
    figures = YearFigures.objects.of(year, organization) or YearFigures(year=year, organization=organization)
    return Live(year, organization, tables, units, figures)


def units_that_report():
    """The government and its departments, towns and subdistricts; villages and public bodies have none（条例第五十五条）."""
    return Organization.objects.governmental()


def checks_of(report, *, carried_reason=None):
    """I1 to I10 of a live report; the reason for another carried-over figure is the one on record unless given."""
    year, organization, tables = report.year, report.organization, report.tables
    if carried_reason is None:
        row = AnnualReport.objects.of(year, organization)
        carried_reason = row.carried_reason if row else ""
    before = AnnualReport.objects.frozen().of(year - 1, organization)
    return [
        identities.sums_of_requests(tables),
        identities.sums_of_results(tables),
        identities.sums_of_classes(tables),
        identities.carried_from_last_year(tables, before and before.tables, carried_reason),
        identities.sums_of_units(tables, _units(report)),
        identities.sums_of_remedies(tables),
        identities.documents_in_force(tables, _in_force_before(year, organization)),
        identities.no_negative_figures(tables),
        identities.fees_as_registered(
            tables,
            told=report.figures.processing_fees,
            paid=fees_paid(year, organization),
            lapsed=fee_notices_lapsed(year, organization),
        ),
        identities.words_equal_figures(tables, report.figures.overview),
    ]


def _units(report):
    if report.units is None:
        return None
    reporting = set(units_that_report().values_list("pk", flat=True))
    return [tables for unit, tables in report.units.items() if unit in reporting]


def _in_force_before(year, organization):
    return documents_of(organization).filter(document_conditions(year - 1)["in_force"]).count()
