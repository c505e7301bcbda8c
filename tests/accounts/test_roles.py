import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from linhai_portal.accounts.forms import GrantForm
from linhai_portal.accounts.models import Membership, Organization, User
from linhai_portal.accounts.models.logins import FailedLogin
from linhai_portal.accounts.roles import EXCLUSIVE_ROLES, PERMISSIONS, Role
from tests.make import make_item, make_organization, make_user

pytestmark = pytest.mark.django_db

CATALOG_EYES = {"catalog.view_item", "catalog.view_domain", "accounts.view_organization"}
ORGANIZATION_KEEPER = {
    "accounts.view_organization",
    "accounts.add_organization",
    "accounts.change_organization",
    "accounts.view_organizationgroup",
}
UPLOADER = {"catalog.view_catalogimport", "catalog.add_catalogimport", "catalog.confirm_catalogimport"}

ADJUSTMENT_DRAFTER = {"catalog.view_adjustment", "catalog.draft_adjustment"}
NEGATIVE_LIST_DRAFTER = {"catalog.view_negativelistentry", "catalog.draft_negativelistentry"}
GUIDE_DRAFTER = {"catalog.view_guide", "catalog.draft_guide"}
GUIDE_APPROVER = {"catalog.view_guide", "catalog.approve_guide"}

PUBLICATION_DRAFTER = {"catalog.view_publication", "catalog.draft_publication"}
PUBLICATION_REVIEWER = {
    "catalog.view_publication",
    "catalog.review_publication",
    "catalog.examine_publication",
    "catalog.take_down_publication",
}
LINK_DRAFTER = {"catalog.view_linkapproval", "catalog.draft_linkapproval"}


PARTICIPATION_EYES = {"participation.view_inquiry", "participation.view_hottopic"}
TAKING_PART = PARTICIPATION_EYES | {
    f"participation.work_{kind}"
    for kind in ("consultation", "decisionmatter", "hearing", "questionnaire", "hottopic", "event")
}
PARTICIPATION_REVIEWER = PARTICIPATION_EYES | {
    "participation.approve_inquiry",
    "participation.check_transcript",
    "participation.destroy_identities",
}


def requests(*deeds):
    return {f"disclosure_requests.{deed}_disclosurerequest" for deed in ("view", *deeds)}


# Written out a second time on purpose: what a role may do changes here and in roles.py, or a test fails.
EXPECTED = {
    Role.EDITOR: CATALOG_EYES
    | UPLOADER
    | ADJUSTMENT_DRAFTER
    | NEGATIVE_LIST_DRAFTER
    | GUIDE_DRAFTER
    | PUBLICATION_DRAFTER
    | LINK_DRAFTER
    | TAKING_PART
    | {"participation.answer_inquiry", "catalog.change_item"},
    Role.REVIEWER: CATALOG_EYES
    | GUIDE_APPROVER
    | PUBLICATION_REVIEWER
    | PARTICIPATION_REVIEWER
    | requests("check")
    | {
        "catalog.view_catalogimport",
        "catalog.view_adjustment",
        "catalog.view_negativelistentry",
        "catalog.view_linkapproval",
    },
    Role.HANDLER: CATALOG_EYES | requests("handle", "see_identity"),
    Role.OFFICER: CATALOG_EYES
    | UPLOADER
    | ADJUSTMENT_DRAFTER
    | NEGATIVE_LIST_DRAFTER
    | GUIDE_DRAFTER
    | ORGANIZATION_KEEPER
    | PUBLICATION_DRAFTER
    | PUBLICATION_REVIEWER
    | LINK_DRAFTER
    | requests("register", "handle", "check", "see_identity")
    | TAKING_PART
    | {
        "participation.accept_inquiry",
        "participation.answer_inquiry",
        "participation.approve_inquiry",
        "participation.check_transcript",
        "participation.destroy_identities",
        "catalog.add_item",
        "catalog.change_item",
        "catalog.retire_item",
        "catalog.add_domain",
        "catalog.change_domain",
        "portal.view_specialday",
        "portal.add_specialday",
        "portal.change_specialday",
        "portal.delete_specialday",
        "search.view_emptysearch",
        "disclosure_requests.view_answersoffered",
    },
    Role.HEAD: CATALOG_EYES
    | GUIDE_APPROVER
    | PUBLICATION_REVIEWER
    | PARTICIPATION_REVIEWER
    | requests("sign", "check", "see_identity")
    | {
        "catalog.view_catalogimport",
        "catalog.change_domain",
        "catalog.retire_item",
        "catalog.view_adjustment",
        "catalog.approve_adjustment",
        "catalog.view_negativelistentry",
        "catalog.approve_negativelistentry",
        "catalog.view_linkapproval",
        "catalog.approve_linkapproval",
        "portal.view_specialday",
        "search.view_emptysearch",
        "disclosure_requests.view_answersoffered",
    },
    Role.SUPERVISOR: CATALOG_EYES
    | requests()
    | PARTICIPATION_EYES
    | {
        "catalog.view_adjustment",
        "catalog.view_negativelistentry",
        "catalog.view_guide",
        "catalog.view_publication",
        "catalog.view_linkapproval",
        "portal.view_specialday",
    },
    Role.ARCHIVIST: CATALOG_EYES | requests("archive", "see_identity"),
    Role.ADMINISTRATOR: ORGANIZATION_KEEPER
    | {
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.add_organizationgroup",
        "accounts.change_organizationgroup",
    },
    Role.SECURITY: {
        "accounts.view_user",
        "accounts.view_organization",
        "accounts.view_membership",
        "accounts.add_membership",
        "accounts.change_membership",
        "accounts.delete_membership",
    },
    Role.AUDITOR: {
        "accounts.view_user",
        "accounts.view_membership",
        "accounts.view_organization",
        "admin.view_logentry",
    },
}
EVERY_PERMISSION = sorted(set().union(*EXPECTED.values()) | set().union(*PERMISSIONS.values()))


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_exactly_its_deeds(role):
    user = make_user(role)
    assert {each for each in EVERY_PERMISSION if user.has_perm(each)} == EXPECTED[role]


def test_two_roles_may_do_the_deeds_of_both():
    user = make_user(Role.EDITOR)
    Membership.objects.create(user=user, organization=make_organization(), role=Role.HEAD)
    assert User.objects.get(pk=user.pk).get_all_permissions() == EXPECTED[Role.EDITOR] | EXPECTED[Role.HEAD]


def test_without_a_role_nothing_is_allowed_and_no_staff_page_opens():
    user = make_user()
    assert not user.is_staff
    assert user.get_all_permissions() == set()


def test_a_disabled_account_may_do_nothing():
    user = make_user(Role.OFFICER, is_active=False)
    assert not user.is_staff
    assert not user.has_perm("catalog.view_item")


@pytest.mark.parametrize("first", EXCLUSIVE_ROLES)
@pytest.mark.parametrize("second", EXCLUSIVE_ROLES)
def test_the_three_keepers_are_three_people(first, second):
    user = make_user(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, organization=make_organization(), role=second)


def test_the_form_says_why_a_second_keeper_role_is_refused():
    security, user = make_user(Role.SECURITY), make_user(Role.ADMINISTRATOR, email="wu@example.gov.cn")
    form = membership_form(security, user, Role.AUDITOR)
    assert "一人不能兼任" in str(form.errors)


def test_nobody_grants_a_role_to_themselves():
    security = make_user(Role.SECURITY)
    form = membership_form(security, security, Role.OFFICER)
    assert "不能给自己授予角色" in str(form.errors)


def membership_form(granted_by, user, role):
    unit = make_organization().name
    facts = {"user": user.username, "email": user.email, "organization": unit, "role": role}
    form = GrantForm(facts, instance=Membership())
    form.granted_by = granted_by
    return form


def test_security_grants_a_role_by_typing_names(client):
    user, unit = make_user(email="zhou@example.gov.cn"), make_organization("市档案局")
    client.force_login(make_user(Role.SECURITY))
    facts = {"user": user.username, "email": user.email, "organization": "市档案局", "role": Role.ARCHIVIST}
    client.post(reverse("admin:accounts_membership_add"), facts)
    assert list(user.memberships.values_list("organization", "role")) == [(unit.pk, "archivist")]


def test_a_name_nobody_has_is_refused_in_words(client):
    client.force_login(make_user(Role.SECURITY))
    page = client.post(
        reverse("admin:accounts_membership_add"),
        {"user": "无此人", "organization": "无此单位", "role": "editor"},
    )
    assert "没有找到“无此人”，请从提示里选。" in page.content.decode()
    assert "没有找到“无此单位”，请从提示里选。" in page.content.decode()


@pytest.mark.parametrize("keeper", [Role.SECURITY, Role.AUDITOR])
def test_the_administrator_cannot_shut_out_another_keeper(client, keeper):
    client.force_login(make_user(Role.ADMINISTRATOR))
    other = make_user(keeper)
    facts = {"username": other.username, "name": other.name}
    assert client.post(reverse("admin:accounts_user_change", args=[other.pk]), facts).status_code == 403


def test_the_administrator_cannot_grant_roles(client):
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.get(reverse("admin:accounts_membership_changelist")).status_code == 403


def test_the_administrator_sees_no_catalog_data(client):
    make_item(level2="入学报名指南")
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.get(reverse("admin:catalog_item_changelist")).status_code == 403
    assert "目录事项" not in client.get(reverse("admin:index")).content.decode()


def test_an_editor_administers_the_own_unit_and_those_below():
    unit, other = make_organization(), make_organization()
    below = make_organization(parent=unit)
    editor = make_user(Role.EDITOR, unit)
    assert set(Organization.objects.administered_by(editor)) == {unit, below}
    assert other not in Organization.objects.administered_by(editor)


def test_five_wrong_passwords_lock_the_name_and_the_administrator_unlocks_it(client):
    user = make_user(Role.EDITOR, username="chen", password="yi-ge-chang-mi-ma")
    login = {"username": "chen", "password": "cuo-wu-de-mi-ma"}
    answers = [client.post(reverse("admin:login"), login).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = client.post(reverse("admin:login"), {"username": "chen", "password": "yi-ge-chang-mi-ma"})
    assert locked.status_code == 429
    assert "这个登录名暂时锁定" in locked.content.decode()
    assert "15 分钟" in locked.content.decode()
    client.force_login(make_user(Role.ADMINISTRATOR), backend="linhai_portal.accounts.backends.RoleBackend")
    attempt = FailedLogin.objects.get(username="chen")
    unlock = {"action": "unlock", "_selected_action": [attempt.pk]}
    client.post(reverse("admin:accounts_failedlogin_changelist"), unlock)
    client.logout()
    client.post(reverse("admin:login"), {"username": "chen", "password": "yi-ge-chang-mi-ma"})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_security_sees_locked_names_but_does_not_unlock(client):
    client.force_login(make_user(Role.SECURITY))
    page = client.get(reverse("admin:accounts_failedlogin_changelist"))
    assert page.status_code == 200
    assert "解除所选的锁定" not in page.content.decode()


def test_only_a_reviewer_has_the_duty_of_examination(client):
    client.force_login(make_user(Role.SECURITY), backend="linhai_portal.accounts.backends.RoleBackend")
    reviewer, editor = (Membership.objects.get(user=make_user(role)) for role in (Role.REVIEWER, Role.EDITOR))
    for membership in (reviewer, editor):
        facts = {"organization": membership.organization.name, "role": membership.role, "examines": "on"}
        client.post(reverse("admin:accounts_membership_change", args=[membership.pk]), facts)
        membership.refresh_from_db()
    assert (reviewer.examines, editor.examines) == (True, False)
