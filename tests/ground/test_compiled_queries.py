"""SQL written once: the same rows as of the queryset, for any values."""

import pytest
from django.db import connection
from django.db.models import Value

from linhai_portal.accounts.models import Organization
from linhai_portal.compiled_queries import compiled
from tests.make import make_organization

pytestmark = pytest.mark.django_db
AWKWARD = "100%的'局' \\ %s"


@compiled
def units_of_kind(kind):
    units = Organization.objects.filter(kind=kind).exclude(name=AWKWARD).order_by("pk")
    return units.annotate(word=Value(AWKWARD)).values_list("name", "word")


def test_constants_with_quotes_and_per_cents_and_arguments_give_the_rows_of_the_queryset():
    make_organization(AWKWARD)
    for kind in ("department", "town"):
        make_organization(kind=kind)
    for kind in ("department", "town", "'", "%s"):
        assert units_of_kind(kind) == list(units_of_kind.__wrapped__(kind))


def test_on_postgresql_a_constant_stands_in_the_sql_and_an_argument_beside_it():
    _, parameters, *_ = units_of_kind._written
    assert len(parameters) == (1 if connection.vendor == "postgresql" else 3)
