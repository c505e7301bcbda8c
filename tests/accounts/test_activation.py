"""Nobody but the person ever knows the password: no single keeper of the accounts can act as somebody else."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse

from linhai_portal.accounts.forms import AccountForm
from linhai_portal.accounts.models import Membership, User
from linhai_portal.accounts.roles import Role
from tests.make import make_organization, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "yi-ge-chang-mi-ma"
ADDRESS = "zhang@example.gov.cn"


@pytest.fixture
def administrator(client):
    user = make_user(Role.ADMINISTRATOR)
    client.force_login(user, backend="linhai_portal.accounts.backends.RoleBackend")
    return user


def sign_in(client, user):
    client.force_login(user, backend="linhai_portal.accounts.backends.RoleBackend")


def grant(client, user, role=Role.HEAD, **facts):
    """The security officer grants a role; gives the page that answers."""
    sign_in(client, make_user(Role.SECURITY))
    facts = {"user": user.username, "email": user.email, "organization": make_organization().name} | facts
    answer = client.post(reverse("admin:accounts_membership_add"), facts | {"role": role}, follow=True)
    return answer.content.decode()


def send_link(client, user):
    address = reverse("admin:accounts_user_activation", args=[user.pk])
    return client.post(address, follow=True).content.decode()


def link_in(letter):
    return re.search(r"http://testserver(/activate/\S+)", letter.body)[1]


def choose_password(client, link, password=PASSWORD):
    page = client.get(link, follow=True)
    facts = {"new_password1": password, "new_password2": password}
    return client.post(page.request["PATH_INFO"], facts, follow=True).content.decode()


def test_an_account_is_made_without_a_password(client, administrator):
    facts = {
        "username": "zhang",
        "name": "张某",
        "email": ADDRESS,
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    client.post(reverse("admin:accounts_user_add"), facts)
    user = User.objects.get(username="zhang")
    assert not user.has_usable_password() and not user.is_staff and user.email == ADDRESS


def test_an_account_is_made_with_an_address(client, administrator):
    page = client.post(reverse("admin:accounts_user_add"), {"username": "zhang", "name": "张某"})
    assert "email" in page.context["adminform"].form.errors and not User.objects.filter(username="zhang")


@pytest.mark.django_db(transaction=True)
def test_the_first_role_voids_what_was_before_and_mails_the_link(client):
    user, before = make_user(password=PASSWORD, email=ADDRESS), Client()
    sign_in(before, user)
    assert "激活链接已寄到" in grant(client, user)
    user = User.objects.get(pk=user.pk)
    assert user.has_role(Role.HEAD) and not user.has_usable_password()
    assert before.get(reverse("admin:index")).status_code == 302, "who was signed in is not any more"
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS] and user.username in letter.body
    client.logout()
    assert "密码已设好，请登录。" in choose_password(client, link_in(letter))
    client.post(reverse("admin:login"), {"username": user.username, "password": PASSWORD})
    assert client.get(reverse("admin:index")).status_code == 200
    assert "这个链接不能用了" in client.get(link_in(letter), follow=True).content.decode()


def test_a_further_role_leaves_the_password_alone(client):
    user = make_user(Role.EDITOR, password=PASSWORD, email=ADDRESS)
    grant(client, user)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD) and mail.outbox == []


def test_who_makes_and_who_grants_must_know_the_same_address(client):
    user = make_user(email="wu@example.gov.cn")
    assert "和系统管理员登记的邮箱不一样" in grant(client, user, email=ADDRESS)
    assert not user.memberships.exists()
    assert (
        "wu@example.gov.cn"
        not in client.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()
    )
    grant(client, user, email="WU@example.gov.cn")
    assert user.memberships.exists()


def test_a_granted_role_is_not_moved_to_another_account(client):
    membership = Membership.objects.get(user=make_user(Role.HEAD))
    other = make_user(email=ADDRESS)
    sign_in(client, make_user(Role.SECURITY))
    facts = {"user": other.username, "organization": membership.organization.name, "role": Role.OFFICER}
    client.post(reverse("admin:accounts_membership_change", args=[membership.pk]), facts)
    membership.refresh_from_db()
    assert membership.role == Role.OFFICER and membership.user != other


@pytest.mark.parametrize("role", Role)
def test_no_administrator_changes_the_address_or_password_of_who_has_a_role(client, administrator, role):
    user = make_user(role, password=PASSWORD, email=ADDRESS)
    facts = {"username": user.username, "name": user.name, "email": "wu@example.gov.cn", "is_active": "on"}
    facts |= {"password": "x", "password1": "x", "password2": "x"}
    client.post(reverse("admin:accounts_user_change", args=[user.pk]), facts)
    assert client.post(f"/admin/accounts/user/{user.pk}/password/", facts).status_code in (302, 404)
    user.refresh_from_db()
    assert user.email == ADDRESS and user.check_password(PASSWORD)


def test_an_address_is_not_changed_in_a_form_opened_before_the_role_was_granted():
    user = make_user(email=ADDRESS)
    facts = {"username": user.username, "name": user.name, "email": "wu@example.gov.cn", "is_active": True}
    assert AccountForm(facts, instance=user).is_valid()
    user.refresh_from_db()
    Membership.objects.create(user=user, organization=make_organization(), role=Role.HEAD)
    assert "刚刚有了角色" in str(AccountForm(facts, instance=user).errors["email"])


def test_the_link_goes_to_the_person_and_into_the_log_and_is_never_shown(client, administrator):
    user = make_user(Role.HEAD, password=PASSWORD, email=ADDRESS)
    page = send_link(client, user)
    assert mail.outbox[0].to == [ADDRESS] and link_in(mail.outbox[0]) not in page
    entry = LogEntry.objects.get(object_id=str(user.pk))
    assert (entry.user, entry.get_change_message()) == (administrator, f"激活链接寄到 {ADDRESS}")
    assert User.objects.get(pk=user.pk).check_password(PASSWORD), "until the person chooses a new one"


@pytest.mark.parametrize(
    ("role", "facts", "words"),
    [
        (None, {"email": ADDRESS}, "还没有角色"),
        (Role.HEAD, {"email": ""}, "没有邮箱"),
        (Role.HEAD, {"email": ADDRESS, "is_active": False}, "已停用"),
    ],
)
def test_without_role_address_or_leave_to_sign_in_no_link_is_sent(client, administrator, role, facts, words):
    assert words in send_link(client, make_user(role, **facts))
    assert mail.outbox == [] and not LogEntry.objects.exists()


def test_a_mail_server_that_does_not_answer_is_told_in_words(client, administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert "没有寄出" in send_link(client, make_user(Role.HEAD, email=ADDRESS))
    assert not LogEntry.objects.exists()


def test_the_list_of_accounts_answers_no_question_about_passwords(client, administrator):
    address = reverse("admin:accounts_user_changelist")
    assert client.get(address, {"password__startswith": "argon2"}).status_code == 400
