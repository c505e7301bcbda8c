import pytest

from catalog.models import ItemPublisher
from linhai_portal.bulk import insert_values
from tests.make import make_item, make_organization


@pytest.mark.django_db
def test_rows_given_as_values_are_stored_like_saved_ones():
    item, unit = make_item(), make_organization()
    insert_values(ItemPublisher, ["item_id", "organization_id", "group_id"], [(item.pk, unit.pk, None)])
    link = item.publisher_links.get()
    assert (link.organization, link.group) == (unit, None)
