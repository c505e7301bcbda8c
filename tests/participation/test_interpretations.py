import datetime as dt

import pytest
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from catalog import bulk_publishing
from catalog.correcting import draft_correction
from catalog.ending import end, end_display, take_down
from catalog.models import Publication
from catalog.publishing import publish_due, publish_task, submit
from linhai_portal.search.models import Entry
from linhai_portal.workflow import InvalidMove
from participation import interpreting
from participation.answer_search import answer_documents
from participation.interpretation_forms import InterpretationForm
from participation.models import Interpretation, InterpretationPlan
from participation.policy_relations import duties
from tests.make import make_batch, make_publication, make_user, put_out
from tests.make_participation import interpreted, make_interpretation, plan_for
from tests.make_requests import official_calendar

pytestmark = pytest.mark.django_db
ANSWERS = "<h2>问：什么时候开始？</h2><p>答：五月一日。</p><p>问：找谁问？</p><p>答：民政局。</p>"


def at(*day):
    return dt.datetime(*day, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("published", "due"),
    [((2025, 9, 30), dt.date(2025, 10, 11)), ((2026, 2, 13), dt.date(2026, 2, 25))],
)
def test_the_last_day_is_the_third_workday_after_the_document_and_is_explained_day_by_day(published, due):
    official_calendar()
    policy = put_out(formed_on=dt.date(2025, 9, 1), at=at(*published))
    told = interpreting.explanation(policy)
    assert interpreting.due_on(policy) == told.due_on == due
    assert [day.number for day in told.days if day.counts] == [1, 2, 3]
    assert interpreting.due_on(make_publication()) is None


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("outline", "提纲"),
        ("forms", "形式"),
        ("channels", "途径"),
        ("planned", "时间"),
        ("who", "解读人"),
    ],
)
def test_a_document_to_be_interpreted_cannot_be_handed_in_without_its_whole_plan(part, words):
    policy = make_publication(is_policy=True)
    plan_for(policy, **{part: [] if part == "forms" else ""})
    with pytest.raises(InvalidMove, match=f"还缺{words}"):
        submit(policy, by=policy.drafted_by)


def test_with_its_plan_or_a_reason_for_none_it_goes_out():
    planned, excused = make_publication(), make_publication()
    plan_for(planned)
    plan_for(excused, needed=False, why_not="人事任免。", outline="")
    assert {put_out(each).status for each in (planned, excused)} == {Publication.Status.PUBLISHED}


def test_a_plan_stands_while_its_document_is_reviewed_and_is_of_its_drafter():
    policy = make_publication()
    with pytest.raises(InvalidMove):
        interpreting.plan(policy, by=make_user("editor"), needed=True)
    plan_for(policy)
    submit(policy, by=policy.drafted_by)
    with pytest.raises(InvalidMove):
        plan_for(policy, outline="改")


def test_a_public_document_is_flagged_once_afterwards():
    policy = put_out()
    plan_for(policy)
    with pytest.raises(InvalidMove):
        plan_for(policy, needed=False, why_not="不解读了。")


def put_out_what_is_due():
    """As the worker does with the tasks that were enqueued."""
    tasks = DBTaskResult.objects.filter(task_path=publish_task.module_path, status="READY")
    for task in tasks:
        publish_task.func(*task.args_kwargs["args"])
    tasks.delete()


def test_approved_before_its_document_it_waits_and_follows_at_once():
    policy = make_publication()
    interpretation = make_interpretation(policy)
    put_out(interpretation.publication)
    assert interpretation.publication.status == Publication.Status.APPROVED
    assert "马上跟着公布" in str(duties(policy.drafted_by, interpretation.publication))
    publish_due(today=localdate())
    assert not Interpretation.objects.listed(on=localdate()).exists()
    put_out(policy)
    put_out_what_is_due()
    assert Interpretation.objects.listed(on=localdate()).get() == interpretation


def test_both_planned_for_one_moment_go_out_together_whichever_comes_first():
    moment = timezone.now() + dt.timedelta(hours=1)
    policy = make_publication(publish_at=moment)
    interpretation = make_interpretation(policy, publish_at=moment)
    for each in (interpretation.publication, policy):
        put_out(each)
        Publication.objects.filter(pk=each.pk).update(publish_at=timezone.now())
    for each in (interpretation.publication, policy):
        publish_task.func(each.pk)
    put_out_what_is_due()
    states = Publication.objects.filter(pk__in=[policy.pk, interpretation.publication.pk])
    assert {each.status for each in states} == {Publication.Status.PUBLISHED}


def test_an_interpretation_planned_for_later_does_not_follow_before_its_hour():
    policy = make_publication()
    interpretation = make_interpretation(policy, publish_at=timezone.now() + dt.timedelta(hours=1))
    put_out(interpretation.publication)
    put_out(policy)
    put_out_what_is_due()
    assert not Interpretation.objects.listed(on=localdate()).exists()


def test_an_interpretation_whose_document_is_withdrawn_goes_back():
    policy = make_publication()
    interpretation = make_interpretation(policy)
    put_out(interpretation.publication)
    policy.withdraw(by=policy.drafted_by)
    publish_due(today=localdate())
    interpretation.publication.refresh_from_db()
    assert interpretation.publication.status == Publication.Status.RETURNED


def test_a_flagged_row_of_a_batch_needs_its_plan_too():
    batch = make_batch(2)
    plan_for(batch.rows().first(), outline="")
    with pytest.raises(InvalidMove, match="还缺提纲"):
        bulk_publishing.submit(batch, by=batch.drafted_by)


def test_what_is_withdrawn_or_shown_for_a_time_only_is_not_interpreted():
    policy = put_out()
    take_down(policy, by=make_user("head"), reason="有误", text_stays=False, now=policy.published_at)
    gone, limited = make_interpretation(policy), make_interpretation(display_until=localdate())
    for each, words in ((gone, "已经撤下"), (limited, "不设公示截止日期")):
        with pytest.raises(InvalidMove, match=words):
            submit(each.publication, by=each.publication.drafted_by)


@pytest.mark.parametrize(
    ("body", "words"),
    [("<p>没有问答。</p>", "没有读到问答"), ("<p>问：找谁？</p><p>问：何时？</p><p>答：今天。</p>", "找谁")],
)
def test_questions_without_answers_do_not_go_out(body, words):
    interpretation = make_interpretation(form="questions", body=body)
    with pytest.raises(InvalidMove, match=words):
        submit(interpretation.publication, by=interpretation.publication.drafted_by)


def test_no_side_of_the_link_can_be_removed():
    interpretation = interpreted()
    with pytest.raises(ProtectedError):
        interpretation.of.delete()
    with pytest.raises(ProtectedError):
        interpretation.publication.delete()


def test_each_answer_is_found_by_itself_as_long_as_it_is_public():
    interpretation = interpreted(form="questions", body=ANSWERS)
    first, second = Entry.objects.filter(kind="answer").order_by("key")
    assert (first.title, second.title) == ("什么时候开始？", "找谁问？")
    page = interpretation.get_absolute_url()
    assert first.address.startswith(f"{page}#s-") and second.address == page
    publication = interpretation.publication
    take_down(
        publication, by=make_user("head"), reason="有误", text_stays=False, now=publication.published_at
    )
    assert not Entry.objects.filter(kind="answer").exists()


def test_the_unit_is_told_once_that_it_is_due_and_once_that_it_is_late():
    official_calendar()
    policy = make_publication(is_policy=True)
    plan_for(policy)
    put_out(policy)
    clerk = make_user("editor", policy.organization)
    late = interpreting.due_on(policy) + dt.timedelta(days=1)
    for _ in range(2):
        interpreting.remind_of_interpretations(today=localdate())
    assert clerk.notices.count() == 1
    for _ in range(2):
        interpreting.remind_of_interpretations(today=late)
    assert clerk.notices.filter(subject__contains="逾期").count() == 1
    rows = interpreting.with_last_days(interpreting.waiting(clerk, on=late), on=late)
    assert [row["is_late"] for row in rows] == [True]
    interpreted(policy)
    assert not interpreting.waiting(clerk, on=late).exists()


@pytest.mark.parametrize("published", [(2025, 9, 30), (2026, 2, 13), (2026, 3, 2), (2026, 12, 30)])
def test_what_is_counted_as_late_is_what_the_last_day_says(published):
    """Over 国庆节, over 春节, in a plain week, and into a year whose calendar is not out."""
    official_calendar()
    policy = put_out(formed_on=dt.date(2025, 9, 1), at=at(*published))
    plan_for(policy)
    officer, due = make_user("officer"), interpreting.due_on(policy)
    days = [due + dt.timedelta(days=shift) for shift in range(-3, 5)]
    assert [interpreting.late(officer, on=day).exists() for day in days] == [day > due for day in days]


def test_a_last_day_in_a_year_without_its_calendar_is_provisional():
    official_calendar()
    policy = put_out(formed_on=dt.date(2026, 12, 1), at=at(2026, 12, 30))
    told = interpreting.explanation(policy)
    assert told.due_on == dt.date(2027, 1, 4) and told.provisional


def test_a_document_that_is_repealed_or_no_longer_shown_waits_for_no_interpretation():
    repealed, shown = put_out(is_policy=True), put_out(display_until=localdate())
    for each in (repealed, shown):
        plan_for(each)
    tomorrow = localdate() + dt.timedelta(days=1)
    end(repealed, ending="repealed", on=localdate(), basis="临政发〔2026〕9号", by=make_user("officer"))
    assert [plan.publication for plan in InterpretationPlan.objects.waiting(on=localdate())] == [shown]
    assert not InterpretationPlan.objects.waiting(on=tomorrow).exists()


def test_two_who_flag_a_public_document_at_once_do_not_overwrite_each_other():
    policy = put_out()
    held_by_another = Publication.objects.get(pk=policy.pk)
    plan_for(policy)
    with pytest.raises(InvalidMove, match="不能改"):
        plan_for(held_by_another, needed=False, why_not="不解读。")
    assert InterpretationPlan.objects.get().needed


def test_a_plan_cannot_be_changed_by_a_page_that_was_opened_before_its_document_was_handed_in():
    policy = make_publication()
    opened_before = Publication.objects.get(pk=policy.pk)
    plan_for(policy)
    submit(policy, by=policy.drafted_by)
    with pytest.raises(InvalidMove, match="不能改"):
        plan_for(opened_before, outline="改")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"body": "<p>没有问答了。</p>"}, "没有读到问答"),
        ({"display_until": localdate()}, "不设公示截止日期"),
    ],
)
def test_a_correction_of_an_interpretation_is_held_to_the_same(facts, words):
    interpretation = interpreted(form="questions", body=ANSWERS)
    publication = interpretation.publication
    by = publication.drafted_by
    correction = draft_correction(publication, by=by, organization=publication.organization, reason="改")
    correction.revise(by=by, **facts)
    with pytest.raises(InvalidMove, match=words):
        submit(correction, by=by)


def test_a_corrected_answer_takes_the_place_of_the_old_one_whatever_became_of_the_document():
    interpretation = interpreted(form="questions", body=ANSWERS)
    take_off(interpretation.of)
    publication, by = interpretation.publication, interpretation.publication.drafted_by
    correction = draft_correction(publication, by=by, organization=publication.organization, reason="改")
    correction.revise(by=by, body="<p>问：找谁问？</p><p>答：教育局。</p>")
    put_out(correction)
    assert [each.answer for each in Interpretation.objects.get().questions()] == ["教育局。"]


def take_off(publication):
    facts = {"reason": "有误", "text_stays": False, "now": publication.published_at}
    take_down(publication, by=make_user("head"), **facts)


def test_answers_about_a_document_that_is_gone_are_not_found_any_more():
    gone = interpreted(form="questions", body=ANSWERS)
    ended = interpreted(put_out(display_until=localdate()), form="questions", body=ANSWERS)
    assert Entry.objects.filter(kind="answer").count() == 4
    take_off(gone.of)
    Publication.objects.filter(pk=ended.of.pk).update(display_until=localdate() - dt.timedelta(days=1))
    ended.of.refresh_from_db()
    end_display(ended.of)
    assert not Entry.objects.filter(kind="answer").exists()
    assert list(answer_documents()) == []


def test_answers_about_a_repealed_document_are_marked_and_come_last(client):
    for title in ("有效的解读", "废止的解读"):
        policy = put_out(is_policy=True)
        interpreted(
            policy, form="questions", body="<p>问：老年助餐谁能用？</p><p>答：老人。</p>", title=title
        )
    end(policy, ending="repealed", on=localdate(), basis="临政发〔2026〕9号", by=make_user("officer"))
    page = client.get("/search/", {"q": "老年助餐谁能用", "kind": "answer"}).text
    assert page.index("有效的解读") < page.index("废止的解读") and page.count("废止</") == 1


def test_a_document_that_waits_can_be_chosen_however_much_was_drafted_since():
    policy = put_out()
    plan_for(policy)
    drafter = make_user("editor", policy.organization)
    for _ in range(51):
        make_publication(drafted_by=drafter)
    assert policy in InterpretationForm(organization=policy.organization).fields["of"].queryset


def test_the_forms_of_a_year_are_counted_by_unit():
    one, other = interpreted(form="case"), interpreted(form="case")
    make_interpretation(form="video")
    year = localdate().year
    counts = dict(interpreting.counted_by_form(year))
    assert (counts["case"], counts["video"]) == (2, 0)
    assert dict(interpreting.counted_by_form(year, organization=one.organization))["case"] == 1
    assert dict(interpreting.counted_by_form(year - 1))["case"] == 0
    assert one.organization != other.organization
