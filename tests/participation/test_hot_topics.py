import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalog.ending import take_down
from catalog.publishing import submit
from linhai_portal.workflow import InvalidMove
from participation import rescheduling, responding
from participation.models import HotTopic
from participation.response_clock import AUTHORITATIVE, CONFERENCE, DONE, OVER, RESPONSE, RUNNING
from participation.topic_reminders import remind, remind_all, remind_task
from tests.make import make_publication, make_user, put_out
from tests.make_participation import (
    begun,
    confirmed,
    make_answered,
    make_consultation,
    make_handled,
    make_public_event,
    make_question,
    make_response,
    make_topic,
)

pytestmark = pytest.mark.django_db
Status = HotTopic.Status
HOUR = dt.timedelta(hours=1)


def states(topic, *, now=None):
    topic, now = HotTopic.objects.with_answers().get(pk=topic.pk), now or timezone.now()
    return {each.kind: each.state(now=now) for each in topic.timers()}


def office(name, *args):
    return reverse(f"participation_office:{name}", args=args)


def test_the_first_published_response_stops_the_clock_and_the_second_changes_nothing():
    topic = confirmed(level="major", hours_ago=2)
    draft = make_response(topic, out=False)
    assert states(topic) == {AUTHORITATIVE: RUNNING, CONFERENCE: RUNNING}
    put_out(draft.publication)
    make_response(topic)
    draft.publication.refresh_from_db()
    found = HotTopic.objects.with_answers().get(pk=topic.pk)
    assert found.first_response_at == draft.publication.published_at
    assert states(topic) == {AUTHORITATIVE: DONE, CONFERENCE: RUNNING}


def test_a_public_press_conference_stops_its_clock_when_it_has_begun():
    topic = confirmed(level="extreme", hours_ago=2)
    interview = make_public_event(topic=topic)
    begun(interview)
    assert states(topic)[CONFERENCE] == RUNNING
    conference = make_public_event(topic=topic, kind="press")
    assert states(topic)[CONFERENCE] == RUNNING
    begun(conference)
    assert states(topic)[CONFERENCE] == DONE


def test_a_response_that_is_taken_down_answers_nobody_any_more(client):
    topic = confirmed(hours_ago=49)
    response = make_response(topic)
    take_off(response.publication)
    assert states(topic) == {RESPONSE: OVER}
    with pytest.raises(InvalidMove, match="还没有公开回应"):
        responding.close(topic, by=topic.recorded_by, evaluation="及时。")
    assert client.get(topic.get_absolute_url())["Location"] == response.publication.get_absolute_url()
    make_response(topic, title="重新说明")
    assert "重新说明" in client.get(topic.get_absolute_url()).text


def test_whoever_answers_is_told_at_once_when_the_answer_is_taken_down_after_its_hours():
    topic = confirmed(hours_ago=49)
    response = make_response(topic)
    tasks = DBTaskResult.objects.filter(task_path=remind_task.module_path, args_kwargs__args__0=topic.pk)
    tasks.delete()
    take_off(response.publication)
    now = timezone.now()
    assert tasks.filter(run_after__lte=now).exists()
    remind_task.func(topic.pk)
    assert topic.recorded_by.notices.filter(subject__contains="超过时限").count() == 1


def take_off(publication):
    facts = {"reason": "有误", "text_stays": False, "now": timezone.now()}
    take_down(publication, by=make_user("head"), **facts)


def test_a_conference_that_was_called_off_was_not_held():
    topic = confirmed(level="extreme", hours_ago=2)
    conference = begun(make_public_event(topic=topic, kind="press"))
    assert states(topic)[CONFERENCE] == DONE
    rescheduling.call_off(conference, by=topic.recorded_by, reason="台风")
    assert states(topic)[CONFERENCE] == RUNNING


def test_another_hour_of_confirmation_is_written_down():
    topic = confirmed(level="major", hours_ago=2)
    later = topic.confirmed_at + HOUR
    responding.confirm(topic, by=topic.recorded_by, level="major", confirmed_at=later, note="写错了。")
    words = f"核实时间改为 {timezone.localtime(later):%Y-%m-%d %H:%M}"
    assert words in topic.events.last().note


def test_two_who_answer_or_close_at_once_do_not_undo_each_other():
    topic = confirmed()
    same, publication = HotTopic.objects.get(pk=topic.pk), put_out()
    responding.link(topic, publication)
    with pytest.raises(InvalidMove, match="不能算回应"):
        responding.link(same, publication)
    responding.close(topic, by=topic.recorded_by, evaluation="第一个人的评估。")
    with pytest.raises(InvalidMove):
        responding.close(same, by=topic.recorded_by, evaluation="第二个人的评估。")
    assert HotTopic.objects.get().evaluation == "第一个人的评估。"


def test_what_is_near_or_past_its_limit_stands_on_the_start_page_and_opens_to_its_rows(client):
    officer = make_user("officer")
    fresh, over = confirmed(hours_ago=1, by=officer), confirmed(hours_ago=50, by=officer)
    client.force_login(officer)
    assert "<b>1</b> 个热点快到或者过了回应时限" in client.get(reverse("admin:index")).text
    page = client.get(office("hot_topics"), {"tab": "pressing"}).text
    assert over.title in page and fresh.title not in page


def test_no_form_and_no_verb_writes_when_it_was_answered():
    names = {field.name for field in HotTopic._meta.get_fields()}
    assert names.isdisjoint({"first_response_at", "conference_at"})


def test_another_level_needs_a_reason_and_counts_from_the_same_beginning():
    topic = confirmed(level="not_sudden", hours_ago=6)
    assert OVER not in states(topic).values()
    with pytest.raises(InvalidMove, match="原因"):
        responding.confirm(
            topic, by=topic.recorded_by, level="major", confirmed_at=topic.confirmed_at, note=" "
        )
    responding.confirm(
        topic, by=topic.recorded_by, level="major", confirmed_at=topic.confirmed_at, note="人数增加"
    )
    assert states(topic)[AUTHORITATIVE] == OVER
    assert [event.note for event in topic.events.all()] == ["非突发事件。", "重大突发事件。人数增加"]


def test_what_lies_in_the_future_was_neither_heard_of_nor_confirmed():
    with pytest.raises(InvalidMove, match="发现时间"):
        make_topic(hours_ago=-1)
    topic = make_topic()
    with pytest.raises(InvalidMove, match="核实时间"):
        responding.confirm(topic, by=topic.recorded_by, level="major", confirmed_at=timezone.now() + HOUR)


def test_it_closes_only_answered_and_with_an_evaluation():
    topic = confirmed()
    with pytest.raises(InvalidMove, match="还没有公开回应"):
        responding.close(topic, by=topic.recorded_by, evaluation="及时。")
    make_response(topic)
    with pytest.raises(InvalidMove, match="先写评估"):
        responding.close(topic, by=topic.recorded_by, evaluation=" ")
    responding.close(topic, by=topic.recorded_by, evaluation="及时。")
    assert topic.status == Status.CLOSED and topic.closed_at
    with pytest.raises(InvalidMove, match="不能再改"):
        responding.revise(topic, publications=[], title="改")
    with pytest.raises(InvalidMove, match="不能再加回应"):
        responding.link(topic, make_publication())
    with pytest.raises(IntegrityError), transaction.atomic():
        HotTopic.objects.filter(pk=topic.pk).update(evaluation="")


def test_what_needs_no_answer_says_why_and_can_be_taken_up_again():
    topic = make_topic()
    with pytest.raises(InvalidMove, match="为什么"):
        responding.drop(topic, by=topic.recorded_by, reason="")
    responding.drop(topic, by=topic.recorded_by, reason="外地的事")
    assert not topic.is_open
    confirmed(topic)
    make_response(topic)
    with pytest.raises(InvalidMove, match="公开回应过"):
        responding.drop(topic, by=topic.recorded_by, reason="再想想")


def test_a_publication_that_went_its_own_way_answers_unless_it_was_there_before():
    topic = confirmed(hours_ago=3)
    old = put_out(at=timezone.now() - 5 * HOUR)
    with pytest.raises(InvalidMove, match="发现之前"):
        responding.link(topic, old)
    with pytest.raises(InvalidMove, match="另外起草"):
        responding.link(topic, make_consultation().publication)
    responding.link(topic, put_out())
    assert list(states(topic).values()) == [DONE]


def test_each_limit_has_a_task_an_hour_before_and_one_when_it_is_over():
    topic = make_topic(level="major", hours_ago=1)
    tasks = DBTaskResult.objects.filter(task_path=remind_task.module_path)
    due = [each.due_at for each in topic.timers()]
    planned = sorted(tasks.values_list("run_after", flat=True))
    assert planned == sorted([*(at - HOUR for at in due), *(at + dt.timedelta(seconds=1) for at in due)])


def test_the_unit_is_told_once_an_hour_before_and_the_supervisor_too_when_it_is_over():
    clerk, supervisor = make_user("editor"), make_user("supervisor")
    topic = make_topic(by=clerk, level="major", hours_ago=0)
    limit = topic.timers()[0]
    remind(topic, now=limit.due_at - HOUR - dt.timedelta(seconds=1))
    assert not clerk.notices.exists()
    for _ in range(2):
        remind(topic, now=limit.due_at - HOUR)
    assert clerk.notices.count() == 1 and not supervisor.notices.exists()
    for _ in range(2):
        remind(topic, now=limit.due_at + dt.timedelta(seconds=1))
    assert (clerk.notices.count(), supervisor.notices.count()) == (2, 1)
    assert topic.title not in clerk.notices.first().subject


def test_a_task_of_an_answered_or_closed_topic_says_nothing_and_a_missed_one_is_made_up_for():
    answered, waiting = confirmed(hours_ago=49), confirmed(hours_ago=49)
    make_response(answered)
    remind_task.func(answered.pk)
    remind_all(today=timezone.localdate())
    assert not answered.recorded_by.notices.filter(kind="热点回应", subject__contains="热点").exists()
    assert waiting.recorded_by.notices.filter(subject__contains="超过时限").count() == 1


def test_the_office_list_puts_the_nearest_limit_first_with_the_hours_left(client):
    officer = make_user("officer")
    later, over, soon = (
        confirmed(hours_ago=1, by=officer),
        confirmed(hours_ago=50, by=officer),
        confirmed(level="major", hours_ago=4, by=officer),
    )
    client.force_login(officer)
    page = client.get(office("hot_topics"))
    assert [each.pk for each, _ in page.context["rows"]] == [over.pk, soon.pk, later.pk]
    assert "超过 2 小时" in page.text and "还剩 59 分" in page.text and "还剩 46 小时 59 分" in page.text
    assert page.text.count("tag-bad") == 1 and page.text.count("tag-warn") == 1


def test_the_list_costs_as_many_queries_for_many_as_for_two(client):
    officer = make_user("officer")
    client.force_login(officer)
    counts = []
    for _ in range(2):
        make_response(confirmed(by=officer))
        client.get(office("hot_topics"))
        with CaptureQueriesContext(connection) as queries:
            client.get(office("hot_topics"))
            client.get(reverse("participation:responses") + f"?x={len(counts)}")
        counts.append(len(queries))
        for _ in range(4):
            make_response(confirmed(by=officer))
    assert counts[0] == counts[1]


def test_a_topic_is_recorded_and_answered_on_the_office_pages(client):
    editor = make_user("editor")
    unit = editor.organizations().get()
    client.force_login(editor)
    facts = {
        "title": "某路积水",
        "source": "network",
        "level": "general",
        "organization": unit.pk,
        "detected_at": "2026-03-02T09:00",
        "summary": "网上有视频。",
    }
    wrong = client.post(office("hot_topic_new"), facts | {"detected_at": "2999-01-01T09:00"})
    assert "不能晚于现在" in wrong.text
    client.post(office("hot_topic_new"), facts)
    topic = HotTopic.objects.get()
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    client.post(office("topic_confirm", topic.pk), {"level": "major", "confirmed_at": at, "note": ""})
    topic.refresh_from_db()
    assert (topic.status, topic.level) == (Status.CONFIRMED, "major")
    page = client.get(topic.get_office_url()).text
    assert "80号" in page and "还剩 4 小时" in page
    item = make_publication(drafted_by=editor).items.get()
    item.publisher_links.create(organization=unit)
    told = {"items": item.code, "title": "关于某路积水的情况说明", "issuer": "市水利局"}
    told |= {"formed_on": timezone.localdate().isoformat(), "body": "<p>已经排水。</p>"}
    assert client.get(office("response_new", topic.pk)).status_code == 200
    client.post(office("response_new", topic.pk), told)
    draft = topic.responses.get().publication
    assert draft.is_urgent and draft.urgent_reason
    submit(draft, by=editor)
    assert "请先写评估" in client.post(office("topic_close", topic.pk), {"evaluation": ""}).text
    topic.refresh_from_db()
    assert topic.status == Status.CONFIRMED


def test_questions_and_publications_behind_it_stand_on_its_page(client):
    clerk = make_user("editor")
    topic = confirmed(by=clerk)
    event = make_public_event(by=clerk)
    question = make_question(event, "为什么又涨价？")
    document = put_out(make_publication(drafted_by=clerk))
    client.force_login(clerk)
    client.post(office("question_topic", question.pk), {"topic": topic.pk})
    facts = {"title": topic.title, "source": "letters", "summary": "涨价。"}
    unknown = client.post(topic.get_office_url(), facts | {"publications": "没有/1"})
    assert "没有索引号是" in unknown.text
    client.post(topic.get_office_url(), facts | {"publications": document.index_number})
    page = client.get(topic.get_office_url()).text
    assert "为什么又涨价？" in page and document.title in page


def test_the_inquiries_behind_it_lead_both_ways_and_the_public_reads_the_public_ones(client):
    clerk = make_user("editor")
    unit = clerk.organizations().get()
    topic = confirmed(by=clerk, title="内部事由甲")
    public, kept = (make_answered(unit, title=title, is_published=out) for title, out in PAIR)
    client.force_login(clerk)
    for inquiry in (public, kept):
        client.post(office("inquiry_topic", inquiry.pk), {"topic": topic.pk})
        assert topic.get_office_url() in client.get(inquiry.get_office_url()).text
    page = client.get(topic.get_office_url()).text
    assert public.title in page and kept.title in page
    client.logout()
    assert "看这件事的全部回应" not in client.get(public.get_absolute_url()).text
    make_response(topic)
    page = client.get(topic.get_absolute_url()).text
    assert public.get_absolute_url() in page and kept.title not in page
    asked = client.get(public.get_absolute_url()).text
    assert topic.get_absolute_url() in asked and "内部事由甲" not in asked


PAIR = (("为什么水费涨了", True), ("不愿公开的问题", False))


def test_a_trace_is_taken_back_and_leads_to_no_topic_that_is_closed_or_of_another_unit(client):
    clerk = make_user("editor")
    topic, foreign = confirmed(by=clerk), confirmed()
    inquiry = make_handled(clerk.organizations().get())
    address = office("inquiry_topic", inquiry.pk)
    client.force_login(clerk)
    assert "从列出的热点里选" in client.post(address, {"topic": foreign.pk}, follow=True).text
    client.post(address, {"topic": topic.pk})
    client.post(address, {"topic": ""})
    inquiry.refresh_from_db()
    assert inquiry.topic is None
    responding.drop(topic, by=clerk, reason="外地的事")
    with pytest.raises(InvalidMove, match="已经办结"):
        responding.trace(inquiry, topic)


def test_what_another_unit_was_asked_and_its_topics_stay_out_of_sight(client):
    """The office may join what belongs to two units; each sees its own side only."""
    clerk, other = make_user("editor"), make_user("editor")
    topic = confirmed(by=clerk, title="别家的事由")
    inquiry, event = (
        make_handled(other.organizations().get(), title="别家的提问"),
        make_public_event(by=other),
    )
    question = make_question(event, "别家的问题？")
    for each in (inquiry, question):
        responding.trace(each, topic)
    client.force_login(clerk)
    page = client.get(topic.get_office_url()).text
    assert "别家的提问" not in page and "别家的问题" not in page
    client.force_login(other)
    for each in (inquiry, question):
        assert "别家的事由" not in client.get(each.get_office_url()).text


def test_another_unit_sees_no_topic(client):
    topic = confirmed()
    client.force_login(make_user("editor"))
    assert client.get(topic.get_office_url()).status_code == 404
    assert topic.title not in client.get(office("hot_topics")).text


def test_the_public_reads_responses_by_topic_and_nothing_of_the_record(client):
    topic = confirmed(title="内部事由甲", summary="内部情况乙", source_note="内部来源丙")
    assert client.get(topic.get_absolute_url()).status_code == 404
    first, second = make_response(topic), make_response(topic)
    waiting = make_response(topic, out=False)
    listed = client.get(reverse("participation:responses")).text
    assert first.publication.title in listed and "后来又回应 1 次" in listed
    page = client.get(topic.get_absolute_url()).text
    assert page.index(first.publication.title) < page.index(second.publication.title)
    start = client.get(reverse("participation:start")).text
    assert second.publication.title in start
    for text in (listed, page, start):
        assert "内部" not in text and waiting.publication.title not in text
