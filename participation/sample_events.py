"""Events and answered topics for the demonstration, marked 示例: one to come, one with its transcript, two topics."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from catalog.models import Item, Publication
from linhai_portal import rich_text
from linhai_portal.accounts.models import Notice, Organization, User
from participation import event_questions, responding, transcribing
from participation.announcing import announce
from participation.models import Event, HotTopic, TopicResponse, TranscriptRow
from participation.sample_participation import MARK, put_out

_SAID = [
    ("主持人", "各位网友好，今天请市民政局分管副局长谈老年助餐。"),
    ("网友", None),
    (
        "市民政局分管副局长",
        "能。在本市居住满半年的非本市户籍老人，凭居住登记就可以在助餐点用餐，价格和补助与本市老人一样。",
    ),
    ("主持人", "谢谢。没有来得及回答的问题，会后书面答复。"),
]
_QUESTION = "我从外地来帮女儿带孩子，能不能在助餐点吃饭？"
_FIRST = """<p>今天上午，崇和门外低洼路段出现积水，部分车辆绕行。接报后，排水人员十五分钟内到场，上午十时积水已经排完，没有人员受伤。</p>
<p>积水的原因是短时雨量大，两处雨水口被落叶堵住。今天起，汛期每天清一次雨水口。</p>"""
_SECOND = """<p>崇和门外低洼路段的两处雨水口已经换成大口径的，沿线管道清淤完成。昨天夜里同样的雨量，没有再积水。</p>"""


def _topics():
    return HotTopic.objects.filter(title__endswith=MARK, recorded_by__is_sample=True)


def _events():
    return Event.objects.filter(publication__title__endswith=MARK, publication__drafted_by__is_sample=True)


@transaction.atomic
def load_samples(*, today):
    """Nothing where samples stand already, and where no item is left to put them under."""
    item = Item.objects.current().order_by("pk").first()
    if _topics().exists() or _events().exists() or item is None:
        return
    people = [User.objects.get(username=name) for name in ("officer", "reviewer", "head")]
    _answered_topic(people, item, today)
    _waiting_topic(people)
    _coming(people, item, today)
    _held(people, item, today)
    Notice.objects.filter(place__startswith="/office/participation/").delete()


def _notice(people, slug, title, body, on):
    unit = Organization.objects.get(slug=slug)
    return Publication(
        title=f"{title}{MARK}",
        issuer=unit.full_name or unit.name,
        formed_on=on,
        body=rich_text.clean(body),
        organization=unit,
        drafted_by=people[0],
    )


def _topic(people, slug, title, summary, *, detected_at, level):
    topic = HotTopic(
        title=f"{title}{MARK}",
        source="network",
        source_note="本地论坛",
        level=level,
        organization=Organization.objects.get(slug=slug),
        summary=summary,
        detected_at=detected_at,
    )
    responding.record(topic, by=people[0])
    responding.confirm(topic, by=people[0], level=level, confirmed_at=detected_at)
    return topic


def _answered_topic(people, item, today):
    """Answered twice, the first time some hours after it was heard of."""
    slug, begun = "zonghexingzhengzhifaju", today - dt.timedelta(days=6)
    heard = timezone.make_aware(dt.datetime.combine(begun, dt.time(6, 30)))
    topic = _topic(
        people, slug, "崇和门外路面积水", "网友发视频说车开不过去。", detected_at=heard, level="general"
    )
    for days, title, body in [
        (0, "关于崇和门外路段积水的情况说明", _FIRST),
        (4, "崇和门外路段排水改造完成", _SECOND),
    ]:
        on = begun + dt.timedelta(days=days)
        notice = _notice(people, slug, title, body, on)
        response = announce(TopicResponse(topic=topic), notice, items=[item])
        put_out(response.publication, people, on)
    _heard_before(topic, hours=2)


def _heard_before(topic, *, hours):
    """The log runs forward, so the first answer may be of today: it came in time all the same."""
    first = topic.responses.select_related("publication").first().publication
    heard = first.published_at - dt.timedelta(hours=hours)
    HotTopic.objects.filter(pk=topic.pk).update(detected_at=heard, confirmed_at=heard)


def _waiting_topic(people):
    heard = timezone.now() - dt.timedelta(hours=40)
    _topic(
        people,
        "jiaoyuju",
        "网上说校车线路要取消",
        "家长群转发，多人来电询问。",
        detected_at=heard,
        level="not_sudden",
    )


def _at(day, hour):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def _coming(people, item, today):
    day = today + dt.timedelta(days=12)
    notice = _notice(
        people,
        "shizhengfu",
        "关于举行政府开放日活动的公告",
        "<p>开放日参观政务服务大厅和档案馆，有讲解。请提前十分钟到大厅门口集合。</p>",
        today,
    )
    event = Event(
        kind="open_day",
        starts_at=_at(day, 14),
        ends_at=_at(day, 16),
        place="临海市政务服务大厅",
        speakers="市政务公开办工作人员",
        seats=40,
        registration_until=_at(day - dt.timedelta(days=2), 17),
        questions_until=_at(day - dt.timedelta(days=2), 17),
    )
    announce(event, notice, items=[item])
    put_out(event.publication, people, today)


def _held(people, item, today):
    """Announced for tomorrow, asked, and then moved back: the verbs announce nothing that is past."""
    day = today + dt.timedelta(days=1)
    title, body = "关于举行老年助餐在线访谈的公告", "<p>谈谁能用餐、补助多少、在哪里用餐。</p>"
    event = Event(
        kind="interview",
        starts_at=_at(day, 9),
        ends_at=_at(day, 10),
        place="临海市政府网站在线访谈室",
        speakers="市民政局分管副局长",
        questions_until=_at(day, 9),
    )
    announce(event, _notice(people, "minzhengju", title, body, today), items=[item])
    put_out(event.publication, people, today - dt.timedelta(days=20))
    event.publication.refresh_from_db()
    question = event_questions.ask(event, words=_QUESTION, sent="示例")
    event_questions.take(question, by=people[0])
    _move_back(event, today - dt.timedelta(days=14))
    _speak(event, question, people)
    transcript = transcribing.draft_transcript(event, by=people[0])
    transcript.revise(by=people[0], title=f"{transcript.title}{MARK}")
    put_out(transcript, people, today - dt.timedelta(days=12))


def _move_back(event, day):
    times = {"starts_at": _at(day, 9), "ends_at": _at(day, 10), "questions_until": _at(day, 9)}
    Event.objects.filter(pk=event.pk).update(**times)
    event.refresh_from_db()
    event.questions.update(received_at=_at(day - dt.timedelta(days=3), 9))


def _speak(event, question, people):
    for minute, (speaker, words) in enumerate(_SAID):
        asked = None if words else question
        row = transcribing.enter(
            event, by=people[0], speaker=speaker, words=words or question.words, question=asked
        )
        TranscriptRow.objects.filter(pk=row.pk).update(at=event.starts_at + dt.timedelta(minutes=5 * minute))
    transcribing.check(event, list(event.rows.values_list("pk", flat=True)), by=people[1])


@transaction.atomic
def remove_samples():
    """The publications are removed by the catalog, which marks them the same way."""
    events, topics = _events(), _topics()
    TranscriptRow.objects.filter(event__in=events).delete()
    events.delete()
    TopicResponse.objects.filter(topic__in=topics).delete()
    topics.delete()
