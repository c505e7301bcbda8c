"""The workflow screens of publications, as each of the three persons presses the buttons."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog.models import Item, ItemPublisher, Publication
from catalog.publishing import submit
from tests.make import attach, make_item, make_organization, make_publication, make_user, put_out

pytestmark = pytest.mark.django_db
Status = Publication.Status
IDENTITY = "331082199001019962"  # 示例号码


@pytest.fixture
def unit():
    return make_organization("市农业农村局")


@pytest.fixture
def item(unit):
    item = make_item()
    ItemPublisher.objects.create(item=item, organization=unit)
    return item


def facts(item, **changes):
    return {
        "items": item.code,
        "title": "关于稻田补贴的通知",
        "issuer": "临海市农业农村局",
        "formed_on": "2026-03-02",
        "body": "<p>正文一段。</p>",
        "attribute": "proactive",
    } | changes


def sign_in(client, role, unit=None):
    user = make_user(role, organization=unit)
    client.force_login(user)
    return user


def test_three_persons_publish_through_the_screens(client, unit, item):
    editor = sign_in(client, "editor", unit)
    answer = client.post("/office/publications/new/", facts(item))
    draft = Publication.objects.get()
    address = draft.get_office_url()
    assert (answer.status_code, answer["Location"], draft.drafted_by) == (302, address, editor)
    upload = SimpleUploadedFile("清单.txt", "补贴标准一览".encode())
    client.post(f"{address}files/", {"file": upload})
    client.post(address, facts(item, submit="yes"))
    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED
    sign_in(client, "reviewer", unit)
    client.post(f"{address}review/", {"note": "同意"})
    sign_in(client, "officer")
    client.post(f"{address}examine/", {"conclusion": "publish", "ground": "可以公开"})
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED
    client.logout()
    page = client.get(draft.get_absolute_url())
    assert "关于稻田补贴的通知" in page.text
    assert "清单.txt" in page.text
    file = client.get(draft.attachments.get().get_absolute_url())
    assert b"".join(file.streaming_content).decode() == "补贴标准一览"
    assert file["Content-Disposition"].startswith("attachment")


def test_the_draft_shows_where_a_number_is_and_masks_it(client, unit, item):
    sign_in(client, "editor", unit)
    client.post("/office/publications/new/", facts(item, body=f"<p>张三 {IDENTITY}</p>"))
    draft = Publication.objects.get()
    client.post(
        f"{draft.get_office_url()}files/", {"file": SimpleUploadedFile("名单.txt", IDENTITY.encode())}
    )
    page = client.get(draft.get_office_url()).text
    assert page.count("3310***********962") == 2
    client.post(f"{draft.get_office_url()}mask/")
    original = draft.attachments.get().file
    client.post(f"{draft.get_office_url()}files/{draft.attachments.get().pk}/", {"mask": "yes"})
    page = client.get(draft.get_office_url()).text
    assert IDENTITY not in page
    assert page.count("没有发现") == 2
    assert original.name != draft.attachments.get().file.name


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"items": "没有"}, "items", "没有编码是"),
        ({"formed_on": "2099-01-01"}, "formed_on", "不能晚于今天"),
        ({"is_urgent": "on"}, "urgent_reason", "加急"),
        ({"title": ""}, "title", "请写标题"),
        ({"attribute": "withheld"}, None, "理由和法律依据"),
    ],
)
def test_bad_input_is_said_beside_the_field(client, unit, item, changes, field, words):
    sign_in(client, "editor", unit)
    answer = client.post("/office/publications/new/", facts(item, **changes))
    assert answer.status_code == 200
    assert words in "".join(answer.context["form"].errors.get(field or "__all__", []))
    assert not Publication.objects.exists()


def test_an_item_of_another_unit_is_refused(client, unit):
    sign_in(client, "editor", unit)
    answer = client.post("/office/publications/new/", facts(make_item()))
    assert "不是本单位公开的事项" in answer.text


def test_another_unit_sees_no_draft_and_none_of_its_files(client, unit):
    draft = make_publication(organization=unit)
    file = attach(draft)
    for user in (make_user("editor"), make_user("reviewer"), None):
        if user:
            client.force_login(user)
        else:
            client.logout()
        assert client.get(file.get_absolute_url()).status_code == 404
        assert client.get(draft.get_office_url()).status_code in (404, 302)


def test_who_may_not_act_is_told_so(client, unit, item):
    editor = sign_in(client, "editor", unit)
    client.post("/office/publications/new/", facts(item, submit="yes"))
    draft = Publication.objects.get()
    client.post(draft.get_office_url(), facts(item, submit="yes"))
    assert client.post(f"{draft.get_office_url()}review/").status_code == 403
    assert client.post(draft.get_office_url(), facts(item)).status_code == 404
    assert editor == draft.drafted_by


def test_what_waits_for_its_hour_is_called_back_by_a_reviewer(client, unit):
    draft = make_publication(organization=unit, publish_at=timezone.now() + dt.timedelta(days=1))
    put_out(draft)
    assert draft.status == Status.APPROVED
    sign_in(client, "reviewer", unit)
    assert "退回起草人" in client.get(draft.get_office_url()).text
    client.post(f"{draft.get_office_url()}return/", {"reason": "附件还缺一份"})
    draft.refresh_from_db()
    assert (draft.status, draft.approved_by, draft.events.last().note) == (
        Status.RETURNED,
        None,
        "附件还缺一份",
    )


def test_a_word_holds_for_what_the_page_showed_and_once(client, unit, item):
    draft = make_publication(organization=unit)
    submit(draft, by=draft.drafted_by)
    shown = draft.step()
    sign_in(client, "reviewer", unit)
    draft.send_back(by=make_user("officer"), reason="改")
    draft.revise(by=draft.drafted_by, body="<p>另一段话</p>")
    submit(draft, by=draft.drafted_by)
    address = f"{draft.get_office_url()}review/"
    assert "有了变化" in client.post(address, {"step": shown}, follow=True).text
    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED
    for _ in range(2):  # pressed twice
        client.post(address, {"step": draft.step()})
    draft.refresh_from_db()
    assert [event.to_status for event in draft.events.all()].count("reviewed") == 1


def test_the_day_of_publication_in_a_request_is_passed_over(client, unit, item):
    sign_in(client, "editor", unit)
    facts_and_more = facts(item, published_at="2020-01-01", index_number="x/2020-00001", status="published")
    client.post("/office/publications/new/", facts_and_more)
    draft = Publication.objects.get()
    assert (draft.published_at, draft.index_number, draft.status) == (None, None, Status.DRAFT)


def test_a_display_that_ends_before_the_hour_of_publication_is_refused(client, unit, item):
    sign_in(client, "editor", unit)
    later = timezone.localtime() + dt.timedelta(days=3)
    answer = client.post(
        "/office/publications/new/",
        facts(item, display_until=timezone.localdate(), publish_at=later.strftime("%Y-%m-%dT%H:%M")),
    )
    assert "早于定时发布的日期" in answer.text
    assert not Publication.objects.exists()


def test_taking_down_leaves_a_page_that_says_why(client):
    published = put_out(body="<p>不该公开的话</p>")
    sign_in(client, "officer")
    client.post(f"{published.get_office_url()}take-down/", {"reason": "内容有误"})
    client.logout()
    page = client.get(published.get_absolute_url())
    assert page.status_code == 200
    assert "内容有误" in page.text
    assert "不该公开的话" not in page.text


def test_a_correction_is_started_from_the_published_page(client):
    published = put_out()
    client.force_login(published.drafted_by)
    client.post(f"{published.get_office_url()}correct/", {"reason": "写错了"})
    assert published.corrections.get().correction_reason == "写错了"


def test_the_list_costs_the_same_however_long(client, django_assert_max_num_queries):
    sign_in(client, "officer")
    for _ in range(3):
        make_publication()
    with django_assert_max_num_queries(14):
        client.get("/office/publications/")
    for _ in range(12):
        make_publication()
    with django_assert_max_num_queries(14):
        client.get("/office/publications/")


def test_the_public_page_costs_the_same_however_much_is_linked(client, django_assert_max_num_queries):
    published = put_out(items=[make_item() for _ in range(8)], is_policy=True)
    for _ in range(5):
        put_out(policy=published, stage="result", formed_on=timezone.localdate())
    assert Item.objects.count() > 10
    with django_assert_max_num_queries(15):  # three of them for what participation joins to a policy
        client.get(published.get_absolute_url())
