"""Plain functions that make what participation announces, hears and answers; a test names only what it is about."""

import datetime as dt
from itertools import count

from django.utils import timezone
from django.utils.timezone import localdate

from catalog import ending
from catalog.models import Publication
from participation import (
    adopting,
    answering,
    asking,
    booking,
    deciding,
    event_questions,
    hearing_opinions,
    interpreting,
    responding,
    sorting,
    transcribing,
)
from participation.announcing import announce
from participation.decision_steps import BY_CODE
from participation.models import (
    Consultation,
    DecisionDirectory,
    DecisionMatter,
    Event,
    HotTopic,
    Interpretation,
    Opinion,
    Session,
    TopicResponse,
)
from tests.make import make_item, make_organization, make_publication, make_user, put_out

_next = count(1).__next__

DRAFT = (
    "<h2>征求意见稿</h2><p>第一条　服务对象</p><p>年满六十周岁的老年人，可以享受助餐服务。</p>"
    "<p>第二条　补助标准</p><p>每餐补助二元。</p><h2>起草说明</h2><p>老年人口增加，需要规范助餐。</p>"
)


def make_consultation(*, body=DRAFT, by=None, publication=None, **facts):
    """A draft of a consultation that opens today and closes in thirty days."""
    drafter, today = by or make_user("editor"), localdate()
    notice = make_publication(drafted_by=drafter, body=body, **publication or {})
    defaults = {
        "kind": "document",
        "opens_on": today,
        "closes_on": today + dt.timedelta(days=30),
        "telephone": "0576-80000000",
    }
    return announce(Consultation(**defaults | facts), notice, items=[make_item()])


def make_open(**facts):
    """One that three persons have put out."""
    consultation = make_consultation(**facts)
    put_out(consultation.publication)
    consultation.refresh_from_db()
    return consultation


def closed(consultation, *, days_ago=1):
    """As if its last day were past; only the clock is turned, by moving the period."""
    today = localdate()
    Consultation.objects.filter(pk=consultation.pk).update(
        opens_on=today - dt.timedelta(days=days_ago + 39),
        closes_on=today - dt.timedelta(days=days_ago),
    )
    consultation.refresh_from_db()
    return consultation


def make_opinion(consultation, words=None, *, taken=False, **facts):
    """One that came over the public page."""
    words = words or f"建议改一改（{_next()}）。"
    opinion = hearing_opinions.give(consultation, words=words, sent=f"sent-{_next()}", **facts)
    if taken:
        hearing_opinions.take(Opinion.objects.filter(pk=opinion.pk), by=make_user("editor"))
        opinion.refresh_from_db()
    return opinion


def make_cluster(
    consultation, *opinions, summary="提高补助", decision="", reason="与财力相衔接。", clause=""
):
    rows = Opinion.objects.filter(pk__in=[each.pk for each in opinions])
    cluster = sorting.begin_cluster(
        consultation, rows, summary=summary, clause=clause, by=make_user("editor")
    )
    if decision:
        adopting.decide(cluster, by=make_user("editor"), decision=decision, reason=reason)
        cluster.refresh_from_db()
    return cluster


def make_session(consultation, **facts):
    """A symposium yesterday."""
    yesterday = localdate() - dt.timedelta(days=1)
    told = {"kind": "symposium", "held_on": yesterday, "place": "古城街道", "people": "老年人代表 12 位"}
    session = Session(**told | {"summary": "都说补助要提高。"} | facts)
    hearing_opinions.hold_session(consultation, session, by=make_user("editor"))
    return session


def answered(consultation=None, *, opinions=2):
    """A consultation whose feedback is public."""
    consultation = consultation or make_open()
    heard = [make_opinion(consultation, taken=True, clause="第二条") for _ in range(opinions)]
    make_cluster(consultation, *heard, decision="partly", clause="第二条")
    closed(consultation)
    feedback = adopting.draft_feedback(consultation, by=make_user("editor", consultation.organization))
    put_out(feedback)
    consultation.refresh_from_db()
    return consultation


def take_down(publication):
    facts = {"reason": "写错了。", "text_stays": False, "now": timezone.now()}
    ending.take_down(publication, by=make_user("officer"), **facts)


def make_inquiry(*, on=None, **facts):
    """One that came over the public page, on a day of its own where `on` says so."""
    defaults = {"kind": "question", "title": "老年食堂几点开门", "words": "周末开不开？"}
    now = timezone.make_aware(dt.datetime.combine(on, dt.time(9))) if on else None
    return asking.ask(sent=f"sent-{_next()}", now=now, **defaults | facts)


def make_handled(unit=None, **facts):
    """One that the office accepted and handed on."""
    inquiry, officer = make_inquiry(**facts), make_user("officer")
    answering.accept(inquiry, by=officer, organization=unit or make_organization())
    return inquiry


def make_submitted(unit=None, *, by=None, answer="周末也开。", **facts):
    """One whose answer waits for the reviewer."""
    inquiry = make_handled(unit, **facts)
    by = by or make_user("editor", inquiry.organization)
    answering.submit(inquiry, by=by, answer=answer)
    return inquiry


def make_answered(unit=None, *, is_published=True, **facts):
    inquiry = make_submitted(unit, **facts)
    answering.approve(inquiry, by=make_user("reviewer", inquiry.organization), is_published=is_published)
    return inquiry


PLAN = {
    "outline": "背景和新旧差异",
    "forms": ["text"],
    "channels": "政府网站",
    "planned": "和文件同时",
    "who": "主要负责人",
}


def make_interpretation(of=None, *, form="text", body="<p>解读的话。</p>", by=None, **publication):
    """A draft that interprets a public document of the same unit."""
    of = of or put_out(make_publication(is_policy=True))
    drafter = by or make_user("editor", of.organization)
    notice = make_publication(drafted_by=drafter, body=body, **publication)
    return announce(Interpretation(of=of, form=form), notice, items=[make_item()])


def interpreted(of=None, **facts):
    """One that three persons have put out."""
    interpretation = make_interpretation(of, **facts)
    put_out(interpretation.publication)
    return Interpretation.objects.get(pk=interpretation.pk)


def plan_for(publication, **facts):
    """As its drafter writes it; facts say what is written."""
    interpreting.plan(publication, by=publication.drafted_by, **PLAN | facts)
    return publication.interpretation_plan


def directory_body(*rows):
    """The text of a directory with these rows: name, units, procedure, planned."""
    head = "".join(f"<th>{words}</th>" for words in ("序号", "事项名称", "承办单位", "履行程序", "计划时间"))
    lines = "".join(
        f"<tr><td>{number}</td>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for number, row in enumerate(rows, start=1)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


BUSES = ("调整公交线路", "市交通运输局", "公众参与、专家论证、合法性审查、集体讨论", "第四季度")
PARKING = ("编制停车规划", "市建设局", "公众参与、合法性审查、集体讨论", "第三季度")


def make_directory(*rows, by=None, year=None, **publication):
    drafter = by or make_user("editor")
    body = publication.pop("body", None) or directory_body(*(rows or (BUSES,)))
    notice = make_publication(drafted_by=drafter, body=body, **publication)
    return announce(DecisionDirectory(year=year or localdate().year), notice, items=[make_item()])


def make_matter(*rows, **facts):
    """The first matter of a directory that three persons have put out."""
    directory = make_directory(*rows, **facts)
    put_out(directory.publication)
    return DecisionMatter.objects.filter(directory=directory).order_by("pk").first()


def settle(matter, *codes, by=None, on=None):
    """These steps are done today; without codes, all that must come before 公布."""
    for code in codes or BY_CODE["published"].waits_for:
        facts = {"required": True, "why_not": "", "done_on": on or localdate(), "documents": []}
        deciding.record(matter.steps.get(code=code), by=by or make_user("editor"), **facts)
    return matter


def make_topic(*, by=None, hours_ago=1, **facts):
    """Heard of so many hours ago; waits for its 研判."""
    by = by or make_user("editor")
    defaults = {
        "title": f"测试热点{_next()}",
        "source": "network",
        "level": "not_sudden",
        "organization": by.organizations().first(),
        "summary": "有人在网上发帖。",
        "detected_at": timezone.now() - dt.timedelta(hours=hours_ago),
    }
    topic = responding.record(HotTopic(**defaults | facts), by=by)
    return HotTopic.objects.with_answers().get(pk=topic.pk)


def confirmed(topic=None, *, level=None, **facts):
    topic = topic or make_topic(**facts)
    at = topic.detected_at
    responding.confirm(topic, by=topic.recorded_by, level=level or topic.level, confirmed_at=at)
    return topic


def make_response(topic, *, out=True, **facts):
    """A response to the topic, put out by three persons unless it is to stay a draft."""
    drafter = make_user("editor", topic.organization)
    response = announce(
        TopicResponse(topic=topic), make_publication_draft(drafted_by=drafter, **facts), items=[make_item()]
    )
    if out:
        put_out(response.publication)
        response.refresh_from_db()
    return response


def make_publication_draft(*, drafted_by, **facts):
    """One that is not stored yet; `announce` stores it with what it announces."""
    defaults = {
        "title": f"关于测试的公告{_next()}",
        "issuer": "测试单位",
        "formed_on": dt.date(2026, 3, 2),
        "body": "<p>测试正文。</p>",
        "drafted_by": drafted_by,
        "organization": drafted_by.organizations().first(),
    }
    return Publication(**defaults | facts)


def make_event(*, by=None, publication=None, **facts):
    """A draft of an interview in two days, with ten seats, and questions until it begins."""
    starts_at = timezone.now().replace(microsecond=0) + dt.timedelta(days=2)
    defaults = {
        "kind": "interview",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=1),
        "place": "市政府新闻发布厅",
        "speakers": "市民政局分管副局长",
        "seats": 10,
        "registration_until": starts_at,
        "questions_until": starts_at,
    }
    notice = make_publication_draft(drafted_by=by or make_user("editor"), **publication or {})
    return announce(Event(**defaults | facts), notice, items=[make_item()])


def make_public_event(**facts):
    event = make_event(**facts)
    put_out(event.publication)
    return Event.objects.get(pk=event.pk)


def moved(event, **by):
    """As if it were so much earlier or later; only the clock is turned, by moving its times."""
    shift = dt.timedelta(**by)
    times = {
        name: getattr(event, name) + shift
        for name in ("starts_at", "ends_at", "registration_until", "questions_until")
        if getattr(event, name)
    }
    Event.objects.filter(pk=event.pk).update(**times)
    return Event.objects.get(pk=event.pk)


def begun(event=None):
    return moved(event or make_public_event(), days=-2, minutes=-10)


def over(event=None):
    """Since the day before at the latest, even when the tests run shortly before midnight."""
    return moved(event or make_public_event(), days=-4)


def make_question(event, words=None, **facts):
    words = words or f"什么时候开始（{_next()}）？"
    return event_questions.ask(event, words=words, sent=f"sent-{_next()}", **facts)


def make_registration(event, *, people=1, **facts):
    told = {"person_name": "示例甲", "contact": "0576-1"} | facts
    return booking.book(event, people=people, sent=f"sent-{_next()}", **told)


def make_row(event, words="好。", *, checked=True, speaker="主持人", **facts):
    row = transcribing.enter(event, by=make_user("editor"), speaker=speaker, words=words, **facts)
    if checked:
        transcribing.check(event, [row.pk], by=make_user("reviewer"))
    return row
