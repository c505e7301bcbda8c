"""The benchmarks look at what there is: a page added later is not left out of them."""

import pytest

from catalog.demonstration import load_demonstration
from catalog.models import Item
from catalog.reference import load_reference
from tests.benchmarks.plans import BIG, public_addresses

pytestmark = pytest.mark.django_db


def test_the_plans_behind_every_public_page_are_looked_at():
    load_reference()
    load_demonstration()
    Item.objects.filter(domain__number=BIG, position=1).update(attribute=Item.Attribute.WITHHELD)
    addresses = list(public_addresses(items=10))
    assert f"/domains/{BIG}/as-of/?on=2025-01-01" in addresses
    assert not [each for each in addresses if each.startswith(("/office/", "/admin/"))]
