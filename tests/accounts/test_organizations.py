import pytest
from django.core.exceptions import ValidationError

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
