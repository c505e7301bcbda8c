"""Inquiries for the demonstration at every stage, marked 示例; every person and every question is invented."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from linhai_portal.accounts.models import Notice, Organization, User
from linhai_portal.search.index import remove
from participation import answering, asking
from participation.inquiry_dates import keep_dates
from participation.inquiry_search import INQUIRY
from participation.models import Inquiry

MARK = "（示例）"
# Days back, kind, unit, title, words, answer or how far it has come.
_PUBLIC = [
    (
        20,
        "question",
        "minzhengju",
        "老年食堂外地户口能去吃吗",
        "我妈户口不在临海，跟我住了大半年，今年七十一。社区的老年食堂能去吃吗，要带什么？",
        "可以。年满六十周岁、在本市居住的老年人都可以在助餐点就餐，带身份证到助餐点登记一次就行。补助按户籍和年龄另定，具体问居住地的街道、镇社会事务办。",
        5,
    ),
    (
        16,
        "question",
        "jiaoyuju",
        "租房的孩子小学怎么报名",
        "在古城街道租房两年，有居住证。孩子九月上一年级，户口在外地，怎么报名？",
        "持居住证的随迁子女，由父母一方在网上报名，按居住地教育服务区统筹安排。要上传居住证、租房备案证明和社保或者经营证明。每年六月公布当年的时间和学校。",
        4,
    ),
    (
        9,
        "error",
        "zonghexingzhengzhifaju",
        "停车收费页面的电话打不通",
        "页面上的咨询电话少了一位，打不通。",
        "谢谢您指出。电话已经改好，少写的一位补上了，其他页面也核对过。",
        None,
    ),
]
_WAITING = [
    (
        6,
        "suggestion",
        "minzhengju",
        "给老人的通知字印大一点",
        "贴在楼道里的通知字太小，老人看不清。",
        "review",
    ),
    (5, "question", "jiaoyuju", "学校午餐的食材哪里看", "学校说食材公开，在哪里看得到？", "handling"),
    (2, "question", "minzhengju", "老年食堂几点开门", "外地户口的老人能去吃吗，几点开门？", "accepted"),
    (0, "error", None, "有一个链接打不开", "点进去是空白。", "received"),
]


@transaction.atomic
def load_samples(*, today):
    """Nothing where samples stand already."""
    if Inquiry.objects.filter(is_sample=True).exists():
        return
    people = {name: User.objects.get(username=name) for name in ("officer", "reviewer")}
    for back, kind, slug, title, words, answer, rating in _PUBLIC:
        inquiry = _asked(kind, slug, title, words)
        _handed_on(inquiry, people)
        answering.submit(inquiry, by=people["officer"], answer=answer)
        answering.approve(inquiry, by=people["reviewer"], is_published=True)
        if rating:
            asking.rate(inquiry, rating=rating)
        _move_back(inquiry, today - dt.timedelta(days=back), answered_after=2)
    for back, kind, slug, title, words, stage in _WAITING:
        inquiry = _asked(kind, slug, title, words)
        _bring(inquiry, stage, people)
        _move_back(inquiry, today - dt.timedelta(days=back))
    keep_dates(today=today)
    Notice.objects.filter(place__startswith="/office/participation/inquiries/").delete()


def _asked(kind, slug, title, words):
    unit = Organization.objects.filter(slug=slug).first()
    page = "/publications/" if kind == Inquiry.Kind.ERROR else ""
    return asking.ask(
        sent=title,
        kind=kind,
        asked_unit=unit,
        page_address=page,
        title=f"{title}{MARK}",
        words=words,
        is_sample=True,
    )


def _handed_on(inquiry, people):
    unit = inquiry.asked_unit or Organization.objects.get(slug="minzhengju")
    answering.accept(inquiry, by=people["officer"], organization=unit)


def _bring(inquiry, stage, people):
    if stage == "accepted":
        answering.accept(inquiry, by=people["officer"])
    elif stage in ("handling", "review"):
        _handed_on(inquiry, people)
    if stage == "review":
        answer = "谢谢您的建议。民政局请各街道、镇把给老人的通知印成三号字以上，楼道里的从下一批开始换。"
        answering.submit(inquiry, by=people["officer"], answer=answer)


def _move_back(inquiry, on, *, answered_after=None):
    """As if it had come on that day: the verbs know only the present."""
    morning = timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
    facts = {"received_on": on, "received_at": morning}
    inquiry.refresh_from_db()
    if answered_after:
        answered = on + dt.timedelta(days=answered_after)
        facts |= {"answered_on": answered, "published_at": morning + dt.timedelta(days=answered_after)}
        facts |= {"rated_on": answered} if inquiry.rated_on else {}
    Inquiry.objects.filter(pk=inquiry.pk).update(**facts)
    days = morning - timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(9)))
    for event in inquiry.events.all():
        inquiry.events.filter(pk=event.pk).update(at=event.at + days)


@transaction.atomic
def remove_samples():
    samples = Inquiry.objects.filter(is_sample=True)
    remove(INQUIRY, list(samples.values_list("number", flat=True)))
    samples.delete()
