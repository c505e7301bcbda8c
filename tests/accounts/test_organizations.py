from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from catalog.reference import load_reference
from linhai_portal.accounts.models import Organization
from tests.make import make_organization

pytestmark = pytest.mark.django_db


def test_no_two_units_begin_their_index_numbers_alike():
    make_organization(index_code="11331082A")
    second = make_organization(index_code="11331082B")
    second.index_code = "11331082A"
    with pytest.raises(ValidationError, match="另一个单位已经用了这个机构代码"):
        second.full_clean()


def test_any_number_of_units_have_no_code_of_their_own():
    make_organization()
    make_organization().full_clean()


def test_no_two_units_have_one_prefix_of_their_letters():
    make_organization(document_prefix="临教")
    second = make_organization()
    second.document_prefix = "临教"
    with pytest.raises(ValidationError, match="请填本单位自己的机关代字"):
        second.full_clean()
    make_organization().full_clean()


def test_where_two_units_share_a_prefix_already_one_keeps_it():
    """As a portal stands before the constraint: that of the reference data keeps it, and the upgrade goes through."""
    migration = import_module("linhai_portal.accounts.migrations.0006_document_prefix_once")
    once = next(each for each in Organization._meta.constraints if each.name.endswith("document_prefix_once"))
    connection.check_constraints()  # an index is changed only when nothing is left to check
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {once.name}")
    edited = make_organization(document_prefix="临教", edited_by_staff=True)
    named, later = make_organization(document_prefix="临教"), make_organization(document_prefix="临教")
    other = make_organization(document_prefix="临财")
    migration.keep_one_of_each(apps, None)
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(str(once.create_sql(Organization, connection.schema_editor())))
    prefixes = dict(Organization.objects.values_list("pk", "document_prefix"))
    assert [prefixes[each.pk] for each in (edited, named, later, other)] == ["", "临教", "", "临财"]


def test_a_prefix_that_staff_gave_to_another_unit_stays_there_when_reference_data_is_loaded():
    ours = make_organization(document_prefix="临教", edited_by_staff=True)
    load_reference()
    load_reference()
    assert list(Organization.objects.filter(document_prefix="临教")) == [ours]
    assert Organization.objects.get(slug="jiaoyuju").document_prefix == ""
