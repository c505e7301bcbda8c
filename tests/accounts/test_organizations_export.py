import csv
import io

import pytest
from django.urls import reverse

from linhai_portal.accounts.roles import Role
from tests.make import make_organization, make_user


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_no_text_of_the_export_of_units_runs_as_a_formula(client, text):
    unit = make_organization(document_prefix=text, address="临海市")
    client.force_login(make_user(Role.OFFICER, unit))
    answer = client.get(reverse("admin:accounts_organization_export"))
    (row,) = csv.DictReader(io.StringIO(answer.content.decode(), newline=""))
    assert (row["document_prefix"], row["address"]) == (f"'{text}", "临海市")
