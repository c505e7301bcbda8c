"""A member of staff saves a way to look at the queue; it is nobody else's, and no name of an applicant stands in an address."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure_requests import saved_filters
from disclosure_requests.models import SavedFilter
from linhai_portal.workflow import InvalidMove
from tests.make import make_user
from tests.make_requests import in_handling, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


@pytest.fixture
def officer(client):
    user = make_user("officer")
    client.force_login(user)
    return user


def save(client, name, **facts):
    return client.post(reverse("cases:filters"), {"name": name} | facts, follow=True).content.decode()


def test_what_is_shown_is_saved_and_opens_again_by_a_link(client, officer):
    found, other = make_case(on=localdate(), title="堤防合同"), make_case(on=localdate(), title="别的")
    page = client.post(reverse("cases:search"), {"q": "堤防", "tab": "new"}, follow=True).content.decode()
    assert "保存这个筛选" in page and 'name="words" value="堤防"' in page
    assert "已保存" in save(client, "堤防", tab="new", words="堤防")
    saved = officer.saved_filters.get()
    answer = client.get(reverse("cases:queue"), {"saved": saved.pk})
    assert [row["case"] for row in answer.context["rows"]] == [found] and other != found
    assert 'value="堤防"' in answer.content.decode()


def test_one_is_the_start_view_and_all_can_still_be_seen(client, officer):
    case = in_handling(make_case(on=localdate()), on=localdate())
    save(client, "待登记的", tab="new", is_start="on")
    save(client, "查的", words="查", is_start="on")
    assert [each.is_start for each in officer.saved_filters.all()] == [False, True]
    answer = client.get(reverse("cases:queue"))
    assert answer["Location"].endswith(f"?saved={officer.saved_filters.get(name='查的').pk}")
    assert case.number in client.get(reverse("cases:queue"), {"tab": ""}).content.decode()
    page = client.get(reverse("cases:queue"), {"entry": "F-2026-001"}).content.decode()
    assert '<a href="?tab=">看全部在办</a>' in page  # a bare ? would open the start view


def test_it_is_renamed_and_deleted(client, officer):
    save(client, "旧名", tab="new")
    saved = officer.saved_filters.get()
    client.post(reverse("cases:filter_change", args=[saved.pk]), {"name": "新名"})
    assert officer.saved_filters.get().name == "新名"
    client.post(reverse("cases:filter_delete", args=[saved.pk]))
    assert not SavedFilter.objects.exists()


def test_nobody_opens_changes_or_deletes_that_of_another(client, officer):
    save(client, "我的", tab="new")
    saved = officer.saved_filters.get()
    client.force_login(make_user("officer"))
    assert client.get(reverse("cases:queue"), {"saved": saved.pk}).status_code == 404
    for name in ("filter_change", "filter_delete"):
        assert client.post(reverse(f"cases:{name}", args=[saved.pk]), {"name": "x"}).status_code == 404
    assert "我的" not in client.get(reverse("cases:filters")).content.decode()
    saved.refresh_from_db()


@pytest.mark.parametrize("key", ["x", "0", "99999999999999999999", "-1", "１"])
def test_a_key_that_is_none_does_not_exist(client, officer, key):
    assert client.get(reverse("cases:queue"), {"saved": key}).status_code == 404


def test_a_hostile_name_is_only_a_name(client, officer):
    name = '"><script>x()</script>'[:20]
    save(client, name, tab="new")
    for address in (reverse("cases:queue"), reverse("cases:filters")):
        page = client.get(address, {"tab": "new"}).content.decode()
        assert "<script>x" not in page and "&lt;script&gt;" in page


def test_a_name_is_used_once_and_their_number_has_a_limit(client, officer):
    save(client, "名", tab="new")
    assert "已经有一个叫“名”的" in save(client, "名", tab="signed")
    for n in range(SavedFilter.MOST - 1):
        save(client, f"名{n}", tab="new")
    assert f"最多保存 {SavedFilter.MOST} 个" in save(client, "多", tab="new")
    assert officer.saved_filters.count() == SavedFilter.MOST


@pytest.mark.parametrize(
    "facts", [{}, {"tab": "nope"}, {"name": "", "tab": "new"}, {"name": "长" * 21, "tab": "new"}]
)
def test_what_is_no_filter_is_refused_with_a_sentence(client, officer, facts):
    page = client.post(reverse("cases:filters"), {"name": "名"} | facts, follow=True).content.decode()
    assert "note-error" in page and not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("facts", "label"),
    [({"name": ""}, "名称"), ({"name": "长" * 21}, "名称"), ({"words": "长" * 101}, "查找的字")],
)
def test_the_sentence_says_which_field_it_is_about(client, officer, facts, label):
    assert f"{label}：" in save(client, **{"name": "名", "tab": "new"} | facts)


def test_the_words_may_name_a_person_and_are_sealed(officer):
    saved_filters.save(officer, name="他", tab="", words="欧阳示例", is_start=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM disclosure_requests_savedfilter")
        assert "欧阳" not in cursor.fetchone()[0]


def test_a_taken_name_is_refused_when_renaming(officer):
    first, second = (
        saved_filters.save(officer, name=name, tab="new", words="", is_start=False) for name in "甲乙"
    )
    with pytest.raises(InvalidMove, match="请换一个名称"):
        saved_filters.revise(second, name="甲", is_start=False)
    assert first.name == "甲"
