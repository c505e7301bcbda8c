import os
import sys

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linhai_portal.settings")
django.setup()

from tests.benchmarks import (  # noqa: E402  (the models exist only after setup)
    annual_report,
    cases,
    clock,
    consultation,
    pages,
    plans,
    privacy,
    publications,
    search,
    tables,
)


def main():
    """Measure on the database of DATABASE_URL, which must be a throwaway: its tables are emptied."""
    if "postgres" not in os.environ.get("DATABASE_URL", ""):
        sys.exit("The benchmarks run on a throwaway PostgreSQL: use `make bench`.")
    call_command("migrate", verbosity=0)
    parts = {
        "tables": tables.measure,
        "privacy": privacy.measure,
        "clock": clock.measure,
        "cases": cases.measure,
        "search": search.measure,
        "pages": pages.measure,
        "unchanged": pages.unchanged_pages,
        "publications": publications.measure,
        "plans": plans.measure,
        "consultation": consultation.measure,
        "annual_report": annual_report.measure,
    }
    for name in sys.argv[1:] or parts:
        for finding in parts[name](os.environ["DATABASE_URL"]):
            print(finding.line(), flush=True)


main()
