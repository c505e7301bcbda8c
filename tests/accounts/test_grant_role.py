import pytest
from django.core.management import CommandError, call_command

from linhai_portal.accounts.models import User
from linhai_portal.accounts.roles import Role
from tests.make import make_organization, make_user

pytestmark = pytest.mark.django_db


def test_the_first_administrator_has_an_address_for_the_activation_link():
    make_organization("市政府", slug="top")
    facts = {"username": "wu", "name": "吴", "email": "wu@example.com"}
    call_command("createsuperuser", interactive=False, **facts)
    assert User.objects.get().may_get_activation_link


def test_a_new_installation_gets_its_three_keepers_from_the_server():
    top = make_organization("市政府", slug="top")
    User.objects.create_superuser("wu", "x", name="吴")
    make_user(username="xu")
    call_command("grant_role", "xu", "security", "top")
    assert [(each.username, each.roles) for each in User.objects.all()] == [
        ("wu", [Role.ADMINISTRATOR]),
        ("xu", [Role.SECURITY]),
    ]
    with pytest.raises(CommandError, match="一人不能兼任"):
        call_command("grant_role", "wu", "auditor", top.slug)
    with pytest.raises(CommandError, match="没有这个登录名"):
        call_command("grant_role", "nobody", "editor", "top")
