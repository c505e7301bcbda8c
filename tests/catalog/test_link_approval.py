"""Links to sites outside the government: two persons, no text without approval, no link once it is withdrawn."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from catalog import leaving, link_approval, publishing
from catalog.models import LinkApproval, Publication
from linhai_portal.accounts.models import Notice
from linhai_portal.accounts.roles import Role
from linhai_portal.data_version import current
from linhai_portal.workflow import InvalidMove
from tests.make import allow_links, examine, make_link, make_publication, make_user, put_out

pytestmark = pytest.mark.django_db
BACKEND = "linhai_portal.accounts.backends.RoleBackend"
LINKED = '<p><a href="https://news.example.com/a">原文</a></p>'
LIST, NEW = "/office/links/", "/office/links/new/"


def sign_in(client, role, **facts):
    user = make_user(role, **facts)
    client.force_login(user, backend=BACKEND)
    return user


def test_a_text_with_a_foreign_link_is_handed_in_only_when_its_host_is_approved():
    draft = make_publication(body=f'{LINKED}<p><a href="https://www.gov.cn/">国务院</a></p>')
    with pytest.raises(
        InvalidMove, match=r"news\.example\.com，还没有批准。请删去链接，或者在.*“外部链接”里申请"
    ):
        publishing.submit(draft, by=draft.drafted_by)
    allow_links("news.example.com")
    publishing.submit(draft, by=draft.drafted_by)
    assert draft.status == Publication.Status.SUBMITTED


def test_a_link_to_a_bare_number_is_refused_by_name():
    draft = make_publication(body='<p><a href="http://10.0.0.1/a">看</a></p>')
    with pytest.raises(InvalidMove, match=r"不能用的链接：http://10\.0\.0\.1/a"):
        publishing.submit(draft, by=draft.drafted_by)


def test_an_approval_withdrawn_before_publishing_sends_the_text_back():
    (link,) = allow_links("news.example.com")
    draft = make_publication(body=LINKED)
    publishing.submit(draft, by=draft.drafted_by)
    publishing.review(draft, by=make_user("reviewer"))
    link_approval.end(link, by=make_user("head"), reason="网站已易主")
    examine(draft)
    draft.refresh_from_db()
    assert draft.status == Publication.Status.RETURNED
    assert "news.example.com" in draft.events.last().note


def test_withdrawing_an_approval_takes_the_link_from_every_page_at_once(client):
    (link,) = allow_links("news.example.com")
    page = put_out(body=LINKED).get_absolute_url()
    notice = leaving.notice_address("https://news.example.com/a", back=page)
    assert "/leave/?to=" in client.get(page).text
    assert client.get(notice).status_code == 200
    before = current()
    link_approval.end(link, by=make_user("head"), reason="网站已易主")
    assert current() > before
    shown = client.get(page).text
    assert "原文" in shown
    assert "/leave/" not in shown
    assert client.get(notice).status_code == 404


def test_a_page_asks_once_however_many_links_it_has(django_assert_num_queries):
    allow_links("a.example.com", "b.example.com")
    body = "".join(
        f'<p><a href="https://{host}.example.com/{n}">{n}</a></p>' for n in range(9) for host in "abc"
    )
    with django_assert_num_queries(1):
        page = leaving.for_page(body, back="/")
    assert page.count("/leave/") == 18
    with django_assert_num_queries(0):
        leaving.for_page('<p><a href="https://www.gov.cn/">国务院</a></p>', back="/")


def test_nobody_approves_the_own_request():
    link = make_link()
    link.submit(by=link.drafted_by)
    with pytest.raises(InvalidMove, match="另一个人"):
        link_approval.approve(link, by=link.drafted_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkApproval.objects.filter(pk=link.pk).update(
            status="approved", approved_by=link.drafted_by, approved_at=link.drafted_at
        )


def test_one_host_has_one_live_request():
    (link,) = allow_links("news.example.com")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_link("news.example.com")
    link_approval.end(link, by=make_user("head"), reason="网站已易主")
    assert make_link("news.example.com").status == "draft"


def test_from_the_request_to_the_approval_by_two_persons(client):
    editor = sign_in(client, Role.EDITOR)
    client.post(NEW, {"host": "https://News.Example.com/a?b", "reason": "新华社原文", "submit": "yes"})
    link = LinkApproval.objects.get()
    assert (link.host, link.status, link.drafted_by) == ("news.example.com", "submitted", editor)
    head = sign_in(client, Role.HEAD)
    assert f"{LIST}?waiting=yes" in client.get("/admin/").text
    done = client.post(reverse("office:link_approve", args=[link.pk]), {"note": ""}, follow=True)
    assert "已批准" in done.text
    link.refresh_from_db()
    assert (link.status, link.approved_by) == ("approved", head)
    assert Notice.objects.filter(recipient=editor, subject__contains="news.example.com").exists()
    assert link.host in client.get(f"{LIST}?status=approved").text
    ended = client.post(reverse("office:link_end", args=[link.pk]), {"reason": "网站已易主"}, follow=True)
    assert "批准已取消" in ended.text


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("", "请写要链接的网站。"),
        ("www.linhai.gov.cn", "不用申请"),
        ("10.0.0.1", "这不是网站的域名"),
        ("http://a:b@example.com", "这不是网站的域名"),
        ("javascript:alert(1)", "这不是网站的域名"),
        ("taken.example.com", "已经批准，或者有人正在申请"),
    ],
)
def test_what_is_wrong_with_a_host_is_said_beside_the_field(client, host, words):
    make_link("taken.example.com")
    sign_in(client, Role.OFFICER)
    page = client.post(NEW, {"host": host, "reason": "原文"}).text
    assert words in page and "有错误：" in page
    assert LinkApproval.objects.count() == 1


def test_returning_and_withdrawing_need_words_and_end_the_wait(client):
    link = make_link()
    link.submit(by=link.drafted_by)
    sign_in(client, Role.HEAD)
    assert "请写明退回理由" in client.post(reverse("office:link_return", args=[link.pk]), {"reason": ""}).text
    client.post(reverse("office:link_return", args=[link.pk]), {"reason": "有广告"})
    link.refresh_from_db()
    assert link.status == "returned"
    client.force_login(link.drafted_by, backend=BACKEND)
    assert "有广告" in client.get(link.get_office_url()).text
    client.post(link.get_office_url(), {"host": link.host, "reason": "已经没有广告", "submit": "yes"})
    client.post(reverse("office:link_withdraw", args=[link.pk]))
    link.refresh_from_db()
    assert link.status == "withdrawn"


def test_another_units_request_does_not_exist_until_it_is_approved(client):
    waiting, (approved,) = make_link(), allow_links("news.example.com")
    sign_in(client, Role.EDITOR)
    assert client.get(waiting.get_office_url()).status_code == 404
    assert client.get(approved.get_office_url()).status_code == 200
    assert waiting.host not in client.get(LIST).text
