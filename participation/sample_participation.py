"""Consultations for the demonstration, marked 示例: one that runs, and one with its feedback; every voice is invented."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from catalog import publishing
from catalog.models import Examination, Item, LogEntry, Publication
from linhai_portal import rich_text
from linhai_portal.accounts.models import Notice, Organization, User
from participation import adopting, hearing_opinions, sorting
from participation.announcing import announce
from participation.models import Consultation, Opinion

MARK = "（示例）"
_MEAL = """<h2>征求意见稿</h2>
<p>为了规范老年助餐服务，根据《浙江省社会养老服务促进条例》，制定本办法。</p>
<p>第一条　适用范围</p><p>本市行政区域内老年助餐服务的提供、补助和管理，适用本办法。</p>
<p>第二条　服务对象</p><p>本市户籍、年满六十周岁的老年人，以及在本市居住满一年的非本市户籍老年人，可以在助餐点享受助餐服务。</p>
<p>第三条　设点要求</p><p>每个街道、镇至少设一处老年食堂；老年人口超过五百人的社区，步行十五分钟范围内应当有助餐点。</p>
<p>第四条　补助标准</p><p>年满六十周岁不满八十周岁的，每餐补助二元；年满八十周岁的，每餐补助三元。经济困难的老年人另行规定。</p>
<p>第五条　公开</p><p>助餐点的名称、地址、服务时间、服务对象、补助标准、联系电话，由镇人民政府、街道办事处在信息形成或者变更之日起二十个工作日内公开。</p>
<p>第六条　施行</p><p>本办法自公布之日起施行，有效期五年。</p>
<h2>起草说明</h2><p>我市六十周岁以上老年人口逐年增加，助餐点的设置、补助和公开各地做法不一。本办法统一服务对象、设点要求和补助标准。</p>"""
_GREEN = """<h2>征求意见稿</h2>
<p>第一条　适用范围</p><p>在本市城市建成区内占用城市绿地的，适用本办法。</p>
<p>第二条　缴费标准</p><p>占用城市绿地的，按照占用面积和占用时间缴纳补偿费；因老旧小区加装电梯占用公共绿地的，免缴。</p>
<p>第三条　缴费期限</p><p>建设单位应当自收到缴费通知之日起十五日内缴纳。</p>
<p>第四条　用途</p><p>补偿费全部用于城市绿地的恢复和养护，使用情况每年向社会公开。</p>
<h2>起草说明</h2><p>原办法施行满五年，补偿标准与现在的恢复成本不相适应，加装电梯占用绿地的处理没有规定。</p>"""

# Clause, what was said, who in which capacity.
_VOICES = [
    ("第二条", "居住满一年太长，帮子女带孩子的老人很多住半年就回去。改成半年。", "citizen"),
    ("第二条", "半年就够了。", "citizen"),
    ("第三条", "山区行政村人口少、离得远，建不起食堂，建议用送餐代替。", "citizen"),
    ("第三条", "不具备条件的村由镇里统一送餐。", "other"),
    ("第四条", "八十岁以上的每餐补五元。", "citizen"),
    ("第四条", "送餐上门的成本高，建议另外补配送费。", "society"),
    ("第五条", "每个助餐点的食品安全检查结果也应当公开。", "citizen"),
]
# Clause, main opinion, decision, reason; the voices of the clause that hold the word belong to it.
_DECIDED = [
    (
        "第二条",
        "非本市户籍老年人的居住时间由一年改为半年",
        "adopted",
        "改为“居住满半年”，与居住登记的期限一致。",
        "半年",
    ),
    (
        "第三条",
        "山区行政村人口少、距离远，建议用送餐代替设点",
        "partly",
        "增加“不具备设点条件的行政村，由镇人民政府组织送餐”。不写统一的送餐次数，由各镇定。",
        "送餐",
    ),
    (
        "第四条",
        "提高八十周岁以上的每餐补助",
        "not_adopted",
        "补助标准与财政承受能力和周边县市水平相衔接，实施一年后评估。",
        "五元",
    ),
    ("第四条", "对上门送餐给予配送补贴", "partly", "对失能老年人送餐给予补贴，标准另行制定。", "配送费"),
    (
        "第五条",
        "公布每个助餐点的食品安全检查结果",
        "adopted",
        "增加“最近一次食品安全监督检查结果”。",
        "检查结果",
    ),
]


def _samples():
    return Consultation.objects.filter(
        publication__title__endswith=MARK, publication__drafted_by__is_sample=True
    )


@transaction.atomic
def load_samples(*, today):
    """Nothing where samples stand already, and where no item is left to put them under."""
    item = Item.objects.current().order_by("pk").first()
    if _samples().exists() or item is None:
        return
    people = [User.objects.get(username=name) for name in ("officer", "reviewer", "head")]
    _answered(people, item, today)
    _running(people, item, today)
    Notice.objects.filter(place__startswith="/office/participation/").delete()


def _announced(people, item, today, *, title, slug, body, back, days, **facts):
    on = today - dt.timedelta(days=back)
    title = f"关于公开征求《{title}》意见的公告{MARK}"
    notice = sample_notice(people, title=title, slug=slug, body=body, on=on)
    period = {"opens_on": on, "closes_on": on + dt.timedelta(days=days)}
    consultation = announce(
        Consultation(kind="document", telephone="0576-80000000", **period, **facts), notice, items=[item]
    )
    put_out(consultation.publication, people, on)
    consultation.refresh_from_db()
    return consultation


def sample_notice(people, *, title, slug, body, on):
    unit = Organization.objects.get(slug=slug)
    return Publication(
        title=title,
        issuer=unit.full_name or unit.name,
        formed_on=on,
        body=rich_text.clean(body),
        organization=unit,
        drafted_by=people[0],
        stage="decision",
    )


def put_out(publication, people, on):
    """Through the hands of three persons; the log runs forward, so it is never dated before its last entry."""
    drafter, reviewer, examiner = people
    publishing.submit(publication, by=drafter)
    publishing.review(publication, by=reviewer)
    last = LogEntry.objects.order_by("-number").values_list("at", flat=True).first()
    morning = timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
    publishing.examine(
        publication,
        by=examiner,
        conclusion=Examination.Conclusion.PUBLISH,
        ground="不涉及国家秘密、商业秘密、个人隐私，可以公开（条例第十四、十五条）。",
        now=max(filter(None, [morning, last])),
    )
    Notice.objects.filter(place=publication.get_office_url()).delete()


def _answered(people, item, today):
    """It ran its thirty days, its opinions were decided, and the feedback is out."""
    consultation = _announced(
        people,
        item,
        today,
        title="临海市老年助餐服务管理办法（征求意见稿）",
        slug="minzhengju",
        body=_MEAL,
        back=0,
        days=30,
    )
    _hear(consultation, _VOICES, by=people[0])
    for clause, summary, decision, reason, word in _DECIDED:
        voices = consultation.opinions.filter(clause=clause, words__contains=word)
        cluster = sorting.begin_cluster(consultation, voices, summary=summary, clause=clause, by=people[0])
        adopting.decide(cluster, by=people[0], decision=decision, reason=reason)
    _move_back(consultation, today - dt.timedelta(days=50))
    feedback = adopting.draft_feedback(consultation, by=people[0])
    feedback.revise(by=people[0], title=f"{feedback.title}{MARK}")
    put_out(feedback, people, today - dt.timedelta(days=8))


def _running(people, item, today):
    consultation = _announced(
        people,
        item,
        today,
        title="临海市城市绿化补偿费管理办法（征求意见稿）",
        slug="zonghexingzhengzhifaju",
        body=_GREEN,
        back=0,
        days=30,
        ground="列入本年度行政规范性文件制定计划。",
    )
    _hear(consultation, [("第二条", "充电桩占用绿地的，也应当写明交不交。", "citizen")], by=people[0])
    _move_back(consultation, today - dt.timedelta(days=25))


def _hear(consultation, voices, *, by):
    for place, (clause, words, identity) in enumerate(voices):
        hearing_opinions.give(
            consultation, clause=clause, words=words, identity=identity, sent=f"示例{place}"
        )
    hearing_opinions.take(consultation.opinions.filter(status=Opinion.Status.NEW), by=by)


def _move_back(consultation, opens_on):
    """The verbs hear nobody after the last day, so the days of the demonstration are moved afterwards."""
    morning = timezone.make_aware(dt.datetime.combine(opens_on, dt.time(9)))
    period = {"opens_on": opens_on, "closes_on": opens_on + dt.timedelta(days=30)}
    Consultation.objects.filter(pk=consultation.pk).update(**period)
    consultation.opinions.update(received_at=morning + dt.timedelta(days=3))
    consultation.refresh_from_db()


@transaction.atomic
def remove_samples():
    """The publications are removed by the catalog, which marks them the same way."""
    samples = _samples()
    Opinion.objects.filter(consultation__in=samples).delete()
    samples.delete()
