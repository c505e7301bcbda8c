"""先审后发: three persons, the gate before review and again before it goes out, and what each step leaves behind."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.utils import timezone

from catalog import publishing
from catalog.correcting import draft_correction
from catalog.ending import end, take_down
from catalog.models import Publication
from catalog.publication_log import verify
from catalog.publishing import publish_due, review, submit
from linhai_portal.accounts.models import Membership
from linhai_portal.models import SpecialDay
from linhai_portal.search.query import Question, search
from linhai_portal.workflow import InvalidMove
from tests.guards import joined
from tests.make import (
    attach,
    examine,
    make_item,
    make_publication,
    make_user,
    put_on_list,
    put_out,
)

pytestmark = pytest.mark.django_db
Status = Publication.Status
IDENTITY = "331082199001019962"  # 示例号码
TODAY = timezone.localdate


def reviewed(publication=None, **facts):
    publication = publication or make_publication(**facts)
    submit(publication, by=publication.drafted_by)
    review(publication, by=make_user("reviewer"))
    return publication


def found(words):
    return [hit.key for hit in search(Question(words), visitor=AnonymousUser()).hits]


def test_three_persons_publish_and_the_number_is_drawn_then():
    draft = make_publication(title="关于蓝莓种植补贴的通知")
    assert draft.index_number is None
    put_out(draft)
    assert draft.status == Status.PUBLISHED
    assert draft.index_number == f"{draft.organization.slug}/{TODAY().year}-00001"
    assert found("蓝莓") == [draft.index_number]
    assert [event.to_status for event in draft.events.all()] == [
        "submitted",
        "reviewed",
        "approved",
        "published",
    ]


def test_numbers_have_no_gap_per_unit_and_year():
    drafter = make_user("editor")
    numbers = [put_out(drafted_by=drafter).index_number for _ in range(3)]
    put_out()
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003"]


@pytest.mark.parametrize("who", ["drafted_by", "reviewed_by"])
def test_nobody_is_two_of_the_three(who):
    publication = reviewed()
    person = getattr(publication, who)
    Membership.objects.create(user=person, organization=publication.organization, role="officer")
    with pytest.raises(InvalidMove, match="第三个人"):
        examine(publication, by=person)
    assert not publication.examinations.exists()


def test_the_drafter_does_not_review():
    publication = make_publication()
    submit(publication, by=publication.drafted_by)
    with pytest.raises(InvalidMove, match="另一个人"):
        review(publication, by=publication.drafted_by)


def test_a_reviewer_examines_only_with_the_duty_and_in_the_own_unit():
    publication = reviewed()
    other = make_user("reviewer", organization=publication.organization)
    with pytest.raises(InvalidMove, match="公开审查"):
        examine(publication, by=other)
    other.memberships.update(examines=True)
    examine(publication, by=other)
    assert publication.status == Status.PUBLISHED


def test_a_finding_blocks_until_it_is_gone():
    publication = make_publication(body=f"<p>张三，{IDENTITY}</p>")
    with pytest.raises(InvalidMove, match="正文"):
        submit(publication, by=publication.drafted_by)
    assert publication.status == Status.DRAFT
    publication.revise(by=publication.drafted_by, body="<p>张三，3310***********962</p>")
    submit(publication, by=publication.drafted_by)
    assert publication.status == Status.SUBMITTED


def test_a_request_lets_the_reviewer_decide_with_a_legal_reason():
    publication = make_publication()
    attach(publication, "名单.txt", f"张三 {IDENTITY}".encode())
    with pytest.raises(InvalidMove, match="名单.txt"):
        submit(publication, by=publication.drafted_by)
    publishing.gate.check(publication)
    publication.gate_checks.exclude(findings=[]).update(request="失信惩戒公示")
    submit(publication, by=publication.drafted_by)
    reviewer, check = make_user("reviewer"), publication.gate_checks.exclude(findings=[]).get()
    with pytest.raises(InvalidMove, match="法律理由"):
        review(publication, by=reviewer)
    review(publication, by=reviewer, overrides={check.pk: "《行政处罚法》第四十八条"})
    examine(publication)
    assert publication.status == Status.PUBLISHED
    check.refresh_from_db()
    assert check.override_by == reviewer


def test_bytes_exchanged_after_the_review_do_not_go_out():
    publication = reviewed()
    Publication.objects.filter(pk=publication.pk).update(publish_at=timezone.now() + dt.timedelta(days=1))
    publication.refresh_from_db()
    examine(publication)
    Publication.objects.filter(pk=publication.pk).update(body=f"<p>{IDENTITY}</p>", publish_at=timezone.now())
    publish_due(today=TODAY())
    publication.refresh_from_db()
    assert publication.status == Status.RETURNED
    assert "有了变化" in publication.events.last().note


def test_a_scheduled_one_waits_and_is_caught_up_with():
    publication = reviewed(publish_at=timezone.now() + dt.timedelta(hours=2))
    examine(publication)
    assert publication.status == Status.APPROVED
    Publication.objects.filter(pk=publication.pk).update(publish_at=timezone.now())
    publish_due(today=TODAY())
    publish_due(today=TODAY())
    publication.refresh_from_db()
    assert publication.status == Status.PUBLISHED
    assert publication.log.count() == 1


def test_an_urgent_one_does_not_wait():
    publication = reviewed(publish_at=timezone.now() + dt.timedelta(hours=2), is_urgent=True)
    examine(publication)
    assert publication.status == Status.PUBLISHED


def test_the_record_names_the_entries_that_were_considered():
    item = make_item(level2="城市规划底图")
    entry = put_on_list(on=TODAY(), item=item)
    put_on_list(on=TODAY())
    publication = reviewed(items=[item])
    examine(publication)
    assert list(publication.examinations.get().entries.all()) == [entry]


def test_what_is_not_proactive_is_kept_and_never_public():
    publication = reviewed(attribute="on_request", attribute_reason="条例第十三条")
    with pytest.raises(InvalidMove, match="依申请公开"):
        examine(publication)
    examine(publication, conclusion="keep")
    assert publication.status == Status.KEPT
    assert publication.index_number is None


def test_a_guard_of_a_higher_app_holds_it_back():
    publication = reviewed()
    with joined("nothing_is_answered"):
        examine(publication)
    assert publication.status == Status.RETURNED
    assert publication.events.last().note == "还有意见没有答复。"
    with joined("nothing_is_answered"), pytest.raises(InvalidMove, match="没有答复"):
        submit(make_publication(drafted_by=publication.drafted_by), by=publication.drafted_by)


def test_a_correction_changes_the_text_under_the_same_number_and_keeps_the_old_one():
    original = put_out(title="旧标题鲥鱼", body="<p>旧正文</p>")
    attach(original, "旧附件.txt", b"old")
    number, editor = original.index_number, original.drafted_by
    correction = draft_correction(original, by=editor, organization=original.organization, reason="写错了")
    correction.attachments.all().delete()
    attach(correction, "新附件.txt", b"new")
    correction.revise(by=editor, title="新标题鳜鱼", body="<p>新正文</p>")
    put_out(correction)
    original.refresh_from_db()
    assert (original.index_number, original.title, original.status) == (
        number,
        "新标题鳜鱼",
        Status.PUBLISHED,
    )
    assert [file.name for file in original.attachments.all()] == ["新附件.txt"]
    assert (correction.status, correction.title) == (Status.REPLACED, "旧标题鲥鱼")
    assert [file.name for file in correction.attachments.all()] == ["旧附件.txt"]
    assert found("鳜鱼") == [number]
    assert found("鲥鱼") == []
    assert [entry.action for entry in original.log.all()] == ["published", "corrected"]


def correct(original, **facts):
    by = facts.pop("by", original.drafted_by)
    return draft_correction(original, by=by, organization=original.organization, reason="写错了")


def test_a_correction_is_corrected_again_and_every_text_is_kept():
    original = put_out(title="第一稿")
    for title in ("第二稿", "第三稿"):
        correction = correct(original)
        correction.revise(by=correction.drafted_by, title=title)
        put_out(correction)
        original.refresh_from_db()
    assert (original.title, original.log.count()) == ("第三稿", 3)
    kept = original.corrections.order_by("pk")
    assert [(each.title, each.status) for each in kept] == [
        ("第一稿", Status.REPLACED),
        ("第二稿", Status.REPLACED),
    ]
    with pytest.raises(InvalidMove, match="没有发布"):
        correct(kept[0])
    assert verify() == 3


def test_a_correction_takes_three_persons_of_its_own():
    original = put_out()
    correction = correct(original, by=original.reviewed_by)
    submit(correction, by=original.reviewed_by)
    with pytest.raises(InvalidMove, match="另一个人"):
        review(correction, by=original.reviewed_by)
    reviewer = make_user("reviewer", organization=original.organization)
    Membership.objects.create(user=reviewer, organization=original.organization, role="officer")
    review(correction, by=reviewer)
    with pytest.raises(InvalidMove, match="第三个人"):
        examine(correction, by=reviewer)


def test_a_correction_can_name_what_the_document_replaces():
    old, original = put_out(is_policy=True), put_out(is_policy=True)
    correction = correct(original)
    correction.replaces.set([old, original])
    put_out(correction)
    old.refresh_from_db()
    original.refresh_from_db()
    assert old in original.replaces.all()
    assert old.validity(on=TODAY()) == Publication.Validity.LAPSED
    assert original.validity(on=TODAY()) == Publication.Validity.IN_FORCE
    assert not correction.replaces.exists()
    assert list(correct(original).replaces.order_by("pk")) == [old, original]


def test_a_correction_kept_back_does_not_stand_in_the_way_of_the_next():
    original = put_out()
    correction = correct(original)
    correction.revise(by=correction.drafted_by, attribute="on_request", attribute_reason="条例第十三条")
    examine(reviewed(correction), conclusion="keep")
    assert put_out(correct(original)).status == Status.REPLACED


def test_no_correction_brings_a_list_back_after_its_display():
    original = put_out(display_until=TODAY())
    correction = correct(original)
    correction.revise(by=correction.drafted_by, display_until=TODAY() + dt.timedelta(days=30))
    Publication.objects.filter(pk=original.pk).update(display_until=TODAY() - dt.timedelta(days=1))
    put_out(correction)
    original.refresh_from_db()
    assert (correction.status, original.shows_text(on=TODAY())) == (Status.RETURNED, False)
    correction.withdraw(by=correction.drafted_by)
    with pytest.raises(InvalidMove, match="公示期已经过了"):
        correct(original)


def test_a_correction_of_what_was_taken_down_meanwhile_goes_back():
    original = put_out(title="甲")
    correction = correct(original)
    take_down(original, by=make_user("officer"), reason="有误", text_stays=True, now=timezone.now())
    put_out(correction)
    assert (correction.status, Publication.objects.get(pk=original.pk).title) == (Status.RETURNED, "甲")


def test_what_goes_into_the_log_for_all_to_read_holds_nobodys_number():
    published, officer = put_out(is_policy=True), make_user("officer")
    facts = {"by": officer, "now": timezone.now()}
    for deed in (
        lambda: take_down(published, reason=f"误公布了{IDENTITY}", text_stays=False, **facts),
        lambda: end(published, ending="repealed", on=TODAY(), basis=f"见{IDENTITY}", **facts),
        lambda: draft_correction(
            published, by=officer, organization=published.organization, reason=f"{IDENTITY}写错了"
        ),
    ):
        with pytest.raises(InvalidMove, match="个人信息"):
            deed()
    assert published.log.count() == 1


def test_the_gate_reads_every_text_of_the_page():
    for name in publishing.gate.TEXTS:
        draft = make_publication(**{name: IDENTITY})
        with pytest.raises(InvalidMove, match="正文"):
            submit(draft, by=draft.drafted_by)


def test_a_display_that_is_over_before_it_begins_goes_back():
    publication = reviewed(display_until=TODAY() - dt.timedelta(days=1))
    examine(publication)
    assert (publication.status, publication.index_number) == (Status.RETURNED, None)
    assert "公示截止日期" in publication.events.last().note


@pytest.mark.parametrize("content", [b"other", None])
def test_a_file_exchanged_or_lost_after_the_examination_does_not_go_out(content):
    publication = make_publication(publish_at=timezone.now() + dt.timedelta(days=1))
    file = attach(publication).file
    name = file.name
    examine(reviewed(publication))
    file.delete(save=False)
    if content:
        file.storage.save(name, ContentFile(content))
    other = reviewed(publish_at=publication.publish_at)
    examine(other)
    Publication.objects.update(publish_at=timezone.now())
    publish_due(today=TODAY())
    assert [Publication.objects.get(pk=each.pk).status for each in (publication, other)] == [
        Status.RETURNED,
        Status.PUBLISHED,
    ]


def test_what_breaks_for_one_scheduled_publication_keeps_no_other_back():
    broken, other = (reviewed(publish_at=timezone.now() + dt.timedelta(days=n)) for n in (1, 2))
    for each in (broken, other):
        examine(each)
    broken.examinations.all().delete()
    Publication.objects.update(publish_at=timezone.now())
    publish_due(today=TODAY())
    assert [Publication.objects.get(pk=each.pk).status for each in (broken, other)] == [
        Status.APPROVED,
        Status.PUBLISHED,
    ]


def test_one_correction_at_a_time():
    original = put_out()
    facts = {"by": original.drafted_by, "organization": original.organization, "reason": "写错了"}
    draft_correction(original, **facts)
    with pytest.raises(InvalidMove, match="已有一份更正"):
        draft_correction(original, **facts)


def test_taking_down_says_why_and_leaves_search():
    publication = put_out(title="鲈鱼价格公告")
    with pytest.raises(InvalidMove, match="理由"):
        take_down(publication, by=make_user("officer"), reason=" ", text_stays=False, now=timezone.now())
    take_down(publication, by=make_user("officer"), reason="数据有误", text_stays=False, now=timezone.now())
    assert found("鲈鱼") == []
    assert not publication.shows_text(on=TODAY())
    assert publication.log.last().note == "数据有误"


def test_a_new_document_ends_the_one_it_replaces():
    old = put_out(is_policy=True)
    new = make_publication(is_policy=True, effective_on=TODAY())
    new.replaces.add(old)
    put_out(new)
    old.refresh_from_db()
    assert old.validity(on=TODAY()) == Publication.Validity.LAPSED
    assert new.index_number in old.ending_basis
    assert new.title not in old.ending_basis  # it stays there when the title is public no more


@pytest.mark.parametrize(
    ("facts", "validity"),
    [
        ({}, "in_force"),
        ({"effective_on": dt.date(2026, 6, 2)}, "not_yet"),
        ({"effective_on": dt.date(2026, 6, 1)}, "in_force"),
        ({"expires_on": dt.date(2026, 6, 1)}, "in_force"),
        ({"expires_on": dt.date(2026, 5, 31)}, "lapsed"),
        ({"ending": "repealed", "ended_on": dt.date(2026, 6, 1)}, "repealed"),
        ({"ending": "repealed", "ended_on": dt.date(2026, 6, 2)}, "in_force"),
    ],
)
def test_validity_follows_from_the_dates(facts, validity):
    assert Publication(**facts).validity(on=dt.date(2026, 6, 1)) == validity


def test_an_ended_document_is_not_ended_twice():
    publication = put_out(is_policy=True)
    facts = {"on": TODAY(), "by": make_user("head"), "basis": "临政发〔2026〕9号"}
    end(publication, ending="repealed", **facts)
    with pytest.raises(InvalidMove, match="已经变更过"):
        end(publication, ending="lapsed", **facts)


def test_the_day_after_the_display_the_list_is_gone_everywhere():
    publication = put_out(title="公租房鲢鱼名单", display_until=TODAY(), body="<p>张三</p>")
    assert found("鲢鱼") == [publication.index_number]
    Publication.objects.filter(pk=publication.pk).update(display_until=TODAY() - dt.timedelta(days=1))
    publication.refresh_from_db()
    assert found("鲢鱼") == []
    assert not Publication.objects.listed(on=TODAY()).exists()
    assert not publication.shows_text(on=TODAY())
    publish_due(today=TODAY())
    publish_due(today=TODAY())
    assert [entry.action for entry in publication.log.all()] == ["published", "display_ended"]


def test_the_due_day_is_the_earliest_of_its_items():
    for day in range(1, 9):
        SpecialDay.objects.create(date=dt.date(2025, 10, day), kind="holiday", name="国庆节", source="示例")
    SpecialDay.objects.create(date=dt.date(2025, 10, 11), kind="workday", name="国庆节调休", source="示例")
    short = make_item(limit_number=7)
    publication = put_out(items=[make_item(), short], formed_on=dt.date(2025, 9, 29))
    assert publication.due_on == dt.date(2025, 10, 15)
    assert publication.late_days() == (TODAY() - dt.date(2025, 10, 15)).days


def test_the_last_day_of_a_draft_follows_its_items_and_its_date():
    draft = make_publication(formed_on=dt.date(2026, 3, 2))
    draft.revise(by=draft.drafted_by, title="另一个标题")
    assert draft.due_on == dt.date(2026, 3, 30)
    draft.revise(by=draft.drafted_by, items=[make_item(limit_number=7)])
    assert draft.due_on == dt.date(2026, 3, 11)
    draft.revise(by=draft.drafted_by, formed_on=dt.date(2026, 3, 3))
    draft.refresh_from_db()
    assert draft.due_on == dt.date(2026, 3, 12)


def test_a_draft_nobody_saved_again_has_its_last_day_from_its_submission():
    draft = make_publication(formed_on=dt.date(2026, 3, 2))
    submit(draft, by=draft.drafted_by)
    assert list(Publication.objects.overdue(on=dt.date(2026, 3, 31))) == [draft]
    assert not Publication.objects.overdue(on=dt.date(2026, 3, 30)).exists()
    assert list(Publication.objects.due_soon(on=dt.date(2026, 3, 25))) == [draft]
    assert not Publication.objects.due_soon(on=dt.date(2026, 3, 24)).exists()


def test_corrections_and_what_is_kept_back_have_no_last_day():
    kept = make_publication(attribute="on_request", attribute_reason="条例第十三条")
    original = put_out()
    correction = draft_correction(
        original, by=original.drafted_by, organization=original.organization, reason="有误"
    )
    for each in (kept, correction):
        each.revise(by=each.drafted_by, keywords="词")
        assert each.due_on is None


def test_a_document_older_than_the_calendar_has_no_last_day():
    old = make_publication(formed_on=dt.date(1998, 5, 1))
    old.revise(by=old.drafted_by, keywords="词")
    assert old.due_on is None
