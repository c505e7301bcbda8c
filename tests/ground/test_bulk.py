import pytest

from catalog.models import ItemPublisher
from linhai_portal.accounts.models import Organization
from linhai_portal.bulk import insert_values, update_values
from tests.make import make_item, make_organization


@pytest.mark.django_db
def test_rows_given_as_values_are_stored_like_saved_ones():
    item, unit = make_item(), make_organization()
    insert_values(ItemPublisher, ["item_id", "organization_id", "group_id"], [(item.pk, unit.pk, None)])
    link = item.publisher_links.get()
    assert (link.organization, link.group) == (unit, None)


@pytest.mark.django_db
def test_each_row_gets_its_own_values():
    one, other, third = (make_organization(position=n) for n in range(3))
    update_values(Organization, ["position", "full_name"], [(one.pk, 7, "a"), (other.pk, 8, "")])
    rows = Organization.objects.filter(pk__in=[one.pk, other.pk, third.pk])
    assert list(rows.order_by("pk").values_list("position", "full_name")) == [
        (7, "a"),
        (8, ""),
        (2, third.full_name),
    ]
    update_values(Organization, ["position"], [])
