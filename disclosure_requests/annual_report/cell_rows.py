"""What is behind one figure: exactly as many rows as it says, by the questions with which it was counted."""

from disclosure_requests.annual_report.counting import (
    case_conditions,
    cases_of,
    document_conditions,
    documents_of,
    of_class,
    own_records_of,
    remedies_of,
)
from disclosure_requests.annual_report.layout import (
    CODES_OF,
    COLUMNS,
    NORMATIVE,
    OWN_COLUMNS,
    OWN_RECORDS,
    REMEDY_COLUMNS,
    REMEDY_GROUPS,
    RESULTS,
    ROWS,
    TOTAL,
)

DOCUMENTS = "documents"  # the row of table 2 that is counted from publications


def has_rows(row, column):
    return (
        (row in ROWS and column in COLUMNS)
        or (row in REMEDY_GROUPS and column in REMEDY_COLUMNS)
        or (row == DOCUMENTS and column in NORMATIVE)
        or (row == OWN_RECORDS and column in OWN_COLUMNS)
    )


def rows_behind(year, organization, row, column):
    """Cases, remedies or publications; of a row and column that `has_rows`."""
    if row == DOCUMENTS:
        return documents_of(organization).filter(document_conditions(year)[column])
    if row == OWN_RECORDS:
        return own_records_of(year, organization)[column]
    if row in REMEDY_GROUPS:
        remedies = remedies_of(year, organization).filter(path=row)
        return remedies if column == TOTAL else remedies.filter(outcome=column)
    cases = _in_row(cases_of(year, organization), year, row)
    return cases if column == TOTAL else cases.filter(of_class(column))


def _in_row(cases, year, row):
    conditions = case_conditions(year)
    if row in conditions:
        return cases.filter(conditions[row])
    return cases.filter(conditions[RESULTS], outcome__in=CODES_OF[row])
