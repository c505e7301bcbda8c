import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from linhai_portal.workflow import InvalidMove
from participation import answering, looking, merging
from participation.inquiry_figures import narrowed
from participation.inquiry_retention import destroy_identities
from participation.models import Inquiry
from tests.make import make_user
from tests.make_participation import make_answered, make_handled, make_inquiry

pytestmark = pytest.mark.django_db
WHO = {"person_name": "示例欧阳", "contact": "a@example.com", "words": "打 13800001234 告诉我。"}


@pytest.fixture(autouse=True)
def a_year(settings):
    settings.INQUIRY_RETENTION_DAYS = 365


def in_days(days):
    return localdate() + dt.timedelta(days=days)


def due(on):
    return {*narrowed(Inquiry.objects.all(), "destruction", today=on)}


def test_due_is_what_was_answered_or_refused_long_enough_ago(settings):
    answered, refused = make_answered(**WHO), make_inquiry(**WHO)
    make_handled(**WHO)
    answering.refuse(refused, by=make_user("officer"), reason="广告")
    assert due(in_days(365)) == set()
    assert due(in_days(366)) == {answered, refused}
    settings.INQUIRY_RETENTION_DAYS = 0
    assert due(in_days(9999)) == set()


def test_who_asked_is_gone_and_the_answer_and_the_deed_stay():
    inquiry, head = make_answered(**WHO), make_user("head")
    code = inquiry.code
    assert destroy_identities(Inquiry.objects.all(), by=head, reason="保管期限表", today=in_days(366)) == 1
    inquiry.refresh_from_db()
    assert (inquiry.person_name, inquiry.contact, inquiry.code, inquiry.contact_kind) == ("", "", "", "")
    assert inquiry.words == "打 138****1234 告诉我。" and inquiry.answer == "周末也开。"
    assert Inquiry.objects.with_code(inquiry.number, code) is None
    assert Inquiry.objects.with_code(inquiry.number, "") is None
    event = inquiry.events.last()
    assert event.by == head and "保管期限表" in event.note
    with pytest.raises(InvalidMove, match="销毁"):
        looking.look(inquiry, by=head, why="看看")
    with pytest.raises(InvalidMove, match="没有到期的"):
        destroy_identities(Inquiry.objects.all(), by=head, reason="再来", today=in_days(366))


def test_duplicates_go_with_what_they_were_merged_into():
    inquiry = make_answered(**WHO)
    merging.merge(make_inquiry(**WHO), by=make_user("officer"), into=inquiry)
    assert (
        destroy_identities(
            Inquiry.objects.all(), by=make_user("head"), reason="保管期限表", today=in_days(366)
        )
        == 2
    )


def test_a_refusal_whose_asker_is_forgotten_is_not_taken_back():
    inquiry = make_inquiry(**WHO)
    answering.refuse(inquiry, by=make_user("officer"), reason="广告")
    destroy_identities(Inquiry.objects.all(), by=make_user("head"), reason="保管期限表", today=in_days(366))
    with pytest.raises(InvalidMove, match="重新提问"):
        answering.accept(inquiry, by=make_user("officer"))


def test_the_list_opens_to_the_rows_and_they_are_destroyed_from_it(client):
    old = make_answered(**WHO)
    Inquiry.objects.update(answered_on=in_days(-366))
    make_answered(**WHO)
    address = reverse("participation_office:inquiries")
    client.force_login(make_user("supervisor"))
    page = client.get(address, {"only": "destruction"})
    assert page.context["total"] == 1 and old.number in page.text and "销毁这" not in page.text
    client.force_login(make_user("head"))
    assert "销毁这" in client.get(address, {"only": "destruction"}).text
    deed = reverse("participation_office:inquiry_destroy")
    assert "请写明依据" in client.post(deed, {"reason": " "}, follow=True).text
    assert "已销毁 1 件" in client.post(deed, {"reason": "保管期限表"}, follow=True).text
    assert "销毁了姓名" in client.get(old.get_office_url()).text


def test_a_reviewer_destroys_what_is_of_the_own_unit(client):
    own, other = make_answered(**WHO), make_answered(**WHO)
    Inquiry.objects.update(answered_on=in_days(-366))
    client.force_login(make_user("reviewer", own.organization))
    client.post(reverse("participation_office:inquiry_destroy"), {"reason": "保管期限表"})
    assert [*Inquiry.objects.filter(destroyed_at=None)] == [other]
