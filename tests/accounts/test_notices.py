"""What staff are told in the portal: for each person alone, unread until opened, kept for a year."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from linhai_portal.accounts.models import Notice, User
from linhai_portal.accounts.notices import tell
from linhai_portal.accounts.roles import Role
from linhai_portal.catching_up import catch_up
from tests.make import make_organization, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("notices:list")


def notify(*people, subject="目录调整 2026-001 已退回", **facts):
    tell(people, **{"kind": "动态调整", "subject": subject, "place": "/office/adjustments/"} | facts)


@pytest.fixture
def person(client):
    person = make_user(Role.EDITOR)
    client.force_login(person, backend="linhai_portal.accounts.backends.RoleBackend")
    return person


def page(client, address=LIST):
    return client.get(address).content.decode()


def test_opening_a_notice_marks_it_as_read_and_leads_to_its_place(client, person):
    notify(person, text="依据写文号")
    assert '1<span class="vh"> 条没有读</span>' in page(client) and "依据写文号" in page(client)
    notice = person.notices.get()
    assert client.head(notice.get_absolute_url()).status_code == 302 and person.notices.unread().exists()
    answer = client.get(notice.get_absolute_url())
    assert answer.headers["Location"] == "/office/adjustments/"
    notice.refresh_from_db()
    first = notice.read_at
    client.get(notice.get_absolute_url())
    notice.refresh_from_db()
    assert first and notice.read_at == first
    assert "条没有读" not in page(client)


def test_unread_ones_come_first_and_are_named_so_in_words(client, person):
    for subject in ("甲", "乙", "丙"):
        notify(person, subject=subject)
    newest = person.notices.get(subject="丙")
    client.post(reverse("notices:read", args=[newest.pk]))
    answer = client.get(LIST)
    assert [(each.subject, bool(each.read_at)) for each in answer.context["rows"]] == [
        ("乙", False),
        ("甲", False),
        ("丙", True),
    ]
    assert answer.content.decode().count(">未读<") == 2 and answer.content.decode().count(">已读<") == 1
    assert [each.subject for each in client.get(f"{LIST}?unread=yes").context["rows"]] == ["乙", "甲"]
    client.post(reverse("notices:read_all"))
    assert not person.notices.unread().exists() and "通知都读过了" in page(client, f"{LIST}?unread=yes")


def test_another_persons_notice_does_not_exist(client, person):
    other = make_user(Role.HEAD)
    notify(other)
    notice = other.notices.get()
    assert notice.subject not in page(client)
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert client.post(reverse("notices:read", args=[notice.pk])).status_code == 404
    client.post(reverse("notices:read_all"))
    assert other.notices.unread().exists()


def test_marking_is_done_by_post_only(client, person):
    notify(person)
    for address in (reverse("notices:read_all"), reverse("notices:read", args=[person.notices.get().pk])):
        assert client.get(address).status_code == 405
    assert person.notices.unread().exists()


def test_the_start_page_counts_what_is_unread_and_opens_to_it(client, person):
    notify(person)
    (waiting,) = [each for each in client.get("/admin/").context["waiting"] if "通知" in each.words]
    assert waiting.count == 1 and client.get(waiting.address).context["total"] == 1


def test_the_count_costs_a_staff_page_one_question_and_a_public_page_none(
    client, person, django_assert_max_num_queries
):
    for n in range(60):
        notify(person, subject=f"第 {n} 件")
    with django_assert_max_num_queries(9) as asked:
        client.get(LIST)
    assert sum("COUNT" in each["sql"] and "read_at" in each["sql"] for each in asked) == 1
    with django_assert_max_num_queries(50) as asked:
        client.get("/admin/")
    assert sum("accounts_notice" in each["sql"] for each in asked) == 1
    with django_assert_max_num_queries(10) as asked:
        client.get("/domains/")
    assert not any("accounts_notice" in each["sql"] for each in asked)
    assert client.get(f"{LIST}?page=2").status_code == 200 and client.get(f"{LIST}?page=3").status_code == 404


def test_the_same_thing_is_told_once_to_each_person(person):
    other = make_user(Role.HEAD)
    notify(person, once="confirmation:2026")
    notify(person, other, other, once="confirmation:2026")
    notify(person, once="confirmation:2027")
    assert (person.notices.count(), other.notices.count()) == (2, 1)


def test_a_deed_that_does_not_come_about_tells_nobody(person):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify(person)
        raise ZeroDivisionError
    assert not Notice.objects.exists()


@pytest.mark.parametrize("place", ["//evil.example/", "https://evil.example/", ""])
def test_a_notice_leads_nowhere_but_into_the_portal(person, place):
    with pytest.raises(IntegrityError), transaction.atomic():
        notify(person, place=place)


def test_read_notices_go_after_a_year_and_unread_ones_stay(person):
    today = timezone.localdate()
    for subject, days, read in [("old", 370, True), ("unread", 370, False), ("new", 360, True)]:
        notify(person, subject=subject)
        at = timezone.now() - dt.timedelta(days=days)
        Notice.objects.filter(subject=subject).update(created_at=at, read_at=at if read else None)
    for _ in range(2):
        catch_up(today=today)
    assert set(Notice.objects.values_list("subject", flat=True)) == {"unread", "new"}


def test_who_may_is_asked_of_the_tables_of_the_roles():
    unit, other = make_organization(), make_organization()
    mine, theirs = make_user(Role.EDITOR, unit), make_user(Role.EDITOR, other)
    officer, head = make_user(Role.OFFICER, other), make_user(Role.HEAD, other)
    make_user(Role.HEAD, other, is_active=False)
    may = User.objects.who_may
    assert set(may("catalog.draft_adjustment", organization=unit)) == {mine, officer}
    assert set(may("catalog.approve_adjustment", organization=unit)) == {head}
    working = User.objects.working_in([other], permission="catalog.change_item")
    assert set(working) == {theirs, officer}
    head.memberships.all().delete()
    assert not may("catalog.approve_adjustment", organization=unit).exists()
