import pytest
from django.urls import reverse

from tests.make import make_domain, make_item, make_organization

pytestmark = pytest.mark.django_db


def test_addresses_of_items_domains_and_units_are_those_of_the_resolver():
    item = make_item(make_domain(lead=make_organization()))
    for url_name, slug, found in [
        ("catalog:item", item.code, item),
        ("catalog:domain", item.domain.number, item.domain),
        ("catalog:organization", item.domain.lead.slug, item.domain.lead),
    ]:
        assert found.get_absolute_url() == reverse(url_name, args=[slug])
