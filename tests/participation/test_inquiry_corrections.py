import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from linhai_portal.search.models import Entry
from linhai_portal.workflow import InvalidMove
from participation import answering, correcting
from participation.models import InquiryCorrection
from participation.telling_askers import answered_task
from tests.make import make_user
from tests.make_participation import make_answered, make_handled

pytestmark = pytest.mark.django_db
TEXTS = {"answer": "周末不开。", "public_title": "老年食堂几点开门", "public_words": "周末开不开？"}


def drafted(inquiry=None, *, by=None, reason="周末的时间写错了", **texts):
    inquiry = inquiry or make_answered()
    by = by or make_user("editor", inquiry.organization)
    correcting.draft_correction(inquiry, by=by, reason=reason, **TEXTS | texts)
    return inquiry


def test_until_another_person_approves_the_old_words_stand(client):
    inquiry = drafted()
    assert "周末也开" in client.get(inquiry.get_absolute_url()).text
    correcting.approve_correction(inquiry, by=make_user("reviewer"))
    page = client.get(inquiry.get_absolute_url()).text
    assert "周末不开" in page and "周末也开" not in page
    assert "更正：周末的时间写错了" in page
    assert "周末不开" in Entry.objects.get(kind="inquiry").text
    kept = InquiryCorrection.objects.get()
    assert (kept.earlier_answer, kept.earlier_words) == ("周末也开。", "周末开不开？")


def test_the_earlier_wording_stays_on_the_page_of_the_office(client):
    inquiry = drafted()
    correcting.approve_correction(inquiry, by=make_user("reviewer"))
    client.force_login(make_user("editor", inquiry.organization))
    assert "周末也开" in client.get(inquiry.get_office_url()).text


def test_nobody_approves_the_own_correction():
    officer = make_user("officer")
    inquiry = drafted(by=officer)
    with pytest.raises(InvalidMove, match="另一个人"):
        correcting.approve_correction(inquiry, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        facts = {"earlier_answer": "x", "approved_by": officer, "approved_at": "2026-11-26T00:00Z"}
        InquiryCorrection.objects.update(**facts)


def test_whoever_asked_is_told_again():
    inquiry = make_answered(contact="a@example.com")
    answered_task.call(inquiry.pk)
    correcting.approve_correction(drafted(inquiry), by=make_user("reviewer"))
    answered_task.call(inquiry.pk)
    assert len(mail.outbox) == 2


def test_a_number_stops_it_where_others_read_it():
    inquiry = drafted(answer="请打经办人 13800001234。")
    with pytest.raises(InvalidMove, match=r"138\*\*\*\*1234"):
        correcting.approve_correction(inquiry, by=make_user("reviewer"))
    inquiry.refresh_from_db()
    assert inquiry.answer == "周末也开。"
    kept = drafted(make_answered(is_published=False), answer="请打经办人 13800001234。")
    correcting.approve_correction(kept, by=make_user("reviewer"))
    assert "13800001234" in kept.answer


def test_the_public_reason_holds_no_number():
    with pytest.raises(InvalidMove, match="个人号码"):
        drafted(reason="电话 13800001234 错了")


def test_one_correction_waits_at_a_time_and_says_something_new():
    inquiry = drafted()
    with pytest.raises(InvalidMove, match="已经有一份"):
        drafted(inquiry)
    with pytest.raises(InvalidMove, match="没有要更正的"):
        drafted(make_answered(), answer="周末也开。")
    with pytest.raises(InvalidMove):
        drafted(make_handled())


def test_a_returned_correction_leaves_the_answer_and_its_trace():
    inquiry = drafted()
    correcting.return_correction(inquiry, by=make_user("reviewer"), reason="没有写错")
    assert not InquiryCorrection.objects.exists() and inquiry.answer == "周末也开。"
    assert "没有写错" in inquiry.events.last().note
    with pytest.raises(InvalidMove, match="没有等审核的"):
        correcting.approve_correction(inquiry, by=make_user("reviewer"))


def test_what_was_kept_back_for_a_number_is_mended_and_then_published_by_another():
    inquiry = make_answered(is_published=False, answer="请打 13800001234。")
    reviewer, officer = make_user("reviewer"), make_user("officer")
    with pytest.raises(InvalidMove, match="个人信息"):
        answering.publish(inquiry, by=reviewer)
    drafted(inquiry, by=officer)
    correcting.approve_correction(inquiry, by=reviewer)
    with pytest.raises(InvalidMove, match="另一个人"):
        answering.publish(inquiry, by=officer)
    answering.publish(inquiry, by=reviewer)
    assert inquiry.published_at


def test_it_is_corrected_on_the_pages(client):
    inquiry = make_answered()
    client.force_login(make_user("editor", inquiry.organization))
    address = reverse("participation_office:inquiry_correct", args=[inquiry.pk])
    assert "请写明更正了什么" in client.post(address, TEXTS).text
    client.post(address, TEXTS | {"reason": "写错了"})
    assert "更正，等审核" in client.get(inquiry.get_office_url()).text
    client.force_login(make_user("reviewer", inquiry.organization))
    client.post(reverse("participation_office:inquiry_approve-correction", args=[inquiry.pk]))
    inquiry.refresh_from_db()
    assert inquiry.answer == "周末不开。"
