"""Hearings for the demonstration, marked 示例: one that takes registrations, one that is over with its draw and report."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from catalog.models import Item
from linhai_portal.accounts.models import Notice, User
from participation import drawing_lots, hearing_list, holding, registering
from participation.announcing import announce
from participation.models import Category, Consultation, Hearing, HearingRegistration, PersonLook
from participation.sample_participation import MARK, put_out, sample_notice

_DAY = dt.timedelta(days=1)
_NOTICE = """<p>为了听取各方面对居民生活用水价格调整方案的意见，决定召开听证会。现将时间、地点、参加人的名额和产生办法公告如下。</p>
<h2>方案要点</h2><p>第一级水量每立方米由 2.00 元调整为 2.20 元；第二级、第三级按 1.5 倍、3 倍计；低保家庭每户每月免收 10 立方米。</p>"""
_SELECTION = "年满十八周岁的本市居民和在本市经营的单位都可以报名。每一类报名人数多于名额的，公开抽签；少于名额的，全部参加。"
_SEATS = [("party", "消费者", 3), ("party", "经营者", 2), ("observer", "旁听", 5), ("media", "媒体", 2)]
_MINUTES = "主持人宣布开始。承办单位介绍方案。参加人一：同意调整，希望低保家庭免收的水量再多一些。参加人二：建议分两年调整到位。"

_VIEWS = "消费者：同意调整，建议低保家庭免收的水量再多一些。经营者：建议分两年调整到位。"
_ADOPTION = "低保家庭免收的水量：采纳，由 10 立方米改为 12 立方米。分两年调整：不采纳，成本监审期为三年。"


def _samples():
    return Hearing.objects.filter(publication__title__endswith=MARK, publication__drafted_by__is_sample=True)


@transaction.atomic
def load_samples(*, today):
    """Nothing where samples stand already, and where nothing is left to put them under."""
    item = Item.objects.current().order_by("pk").first()
    consultation = Consultation.objects.filter(publication__title__endswith=MARK).open(on=today).first()
    if _samples().exists() or item is None or consultation is None:
        return
    people = [User.objects.get(username=name) for name in ("officer", "reviewer", "head")]
    _registering(people, item, consultation, today)
    _over(people, item, consultation, today)
    Notice.objects.filter(place__startswith="/office/participation/").delete()


def _announced(people, item, consultation, today, *, title, **facts):
    hearing = Hearing(
        consultation=consultation,
        place="市行政中心 1 号楼 3 楼会议室",
        chair="市发展和改革局分管负责人",
        telephone="0576-80000000",
        registers_from=today,
        registers_until=today + 20 * _DAY,
        selection=_SELECTION,
        draw_on=today + 22 * _DAY,
        seed_source="中国福利彩票双色球在抽签那一天开奖的号码，红球由小到大，再写蓝球，各写两位",
        held_at=_at(today + 35 * _DAY),
        **facts,
    )
    body = f"{_NOTICE}<p>{hearing.draw_rule}</p>"
    notice = sample_notice(people, title=title, slug="fagaiju", body=body, on=today)
    announce(hearing, notice, items=[item])
    for kind, name, seats in _SEATS:
        Category.objects.create(hearing=hearing, kind=kind, name=name, seats=seats)
    put_out(hearing.publication, people, today)
    hearing.refresh_from_db()
    return hearing


def _at(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def _register(hearing, people):
    """So many in each category as `people` says; every name is invented."""
    for category, number in zip(hearing.categories.order_by("pk"), people, strict=True):
        for n in range(number):
            registering.register(
                hearing,
                sent=f"示例{n}",
                category=category,
                person_name=f"示例{category.name}{n + 1}",
                contact=f"0576-8000{category.pk % 100:02}{n:02}",
                may_be_named=n % 2 == 0,
            )


def _registering(people, item, consultation, today):
    title = f"关于召开居民生活用水价格调整听证会的公告{MARK}"
    _register(_announced(people, item, consultation, today, title=title), (6, 2, 1, 0))


def _over(people, item, consultation, today):
    """The verbs wait for its days, so the days are moved between them."""
    title = f"关于召开城区停车收费听证会的公告{MARK}"
    hearing, by = _announced(people, item, consultation, today, title=title), people[0]
    _register(hearing, (7, 3, 2, 1))
    _move(hearing, days=22)
    drawing_lots.draw_lots(hearing, by=by, public_number="03 09 12 18 22 31 + 07")
    draft = hearing_list.draft_list(hearing, by=by)
    draft.revise(by=by, title=f"{draft.title}{MARK}")
    put_out(draft, people, today - 10 * _DAY)
    holding.send_materials(
        hearing, what="方案草案、成本监审报告", sent_on=today, reached_on=today, way="当面送交"
    )
    _move(hearing, days=20)
    hearing.materials.update(sent_on=today - 16 * _DAY, reached_on=today - 15 * _DAY)
    Hearing.objects.filter(pk=hearing.pk).update(drawn_at=_at(today - 20 * _DAY))
    holding.mark_held(hearing)
    holding.keep_minutes(hearing, text=_MINUTES, by=by)
    for each in hearing.registrations.parties():
        holding.confirm(each, way=HearingRegistration.Confirmation.SIGNED)
    hearing.refresh_from_db()
    report = holding.draft_report(hearing, by=by)
    body = report.body.replace(holding.VIEWS, _VIEWS).replace(holding.ADOPTION, _ADOPTION)
    report.revise(by=by, title=f"{report.title}{MARK}", body=body)
    put_out(report, people, today - 2 * _DAY)


def _move(hearing, *, days):
    names = ("registers_from", "registers_until", "draw_on", "held_at")
    moved = {name: getattr(hearing, name) - days * _DAY for name in names}
    Hearing.objects.filter(pk=hearing.pk).update(**moved)
    hearing.refresh_from_db()


@transaction.atomic
def remove_samples():
    """The publications are removed by the catalog, which marks them the same way."""
    samples = _samples()
    rows = HearingRegistration.objects.filter(hearing__in=samples)
    PersonLook.objects.filter(
        key__in=[f"hearingregistration:{pk}" for pk in rows.values_list("pk", flat=True)]
    ).delete()
    rows.delete()
    samples.delete()
