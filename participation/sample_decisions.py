"""Interpretations and a directory of decisions for the demonstration, marked 示例; every word is invented."""

import datetime as dt

from django.db import transaction

from catalog import publishing
from catalog.models import Item, Publication
from linhai_portal import rich_text
from linhai_portal.accounts.models import Notice, Organization, User
from participation import deciding, interpreting
from participation.announcing import announce
from participation.answer_search import forget
from participation.models import (
    Consultation,
    DecisionDirectory,
    DecisionMatter,
    Interpretation,
    InterpretationPlan,
)
from participation.sample_participation import MARK, put_out

_DIRECTORY = """<p>根据《重大行政决策程序暂行条例》，制定本目录。</p>
<table><thead><tr><th>事项名称</th><th>承办单位</th><th>履行程序</th><th>计划时间</th></tr></thead><tbody>
<tr><td>制定老年助餐服务管理办法</td><td>市民政局</td><td>公众参与、风险评估、合法性审查、集体讨论</td><td>第四季度</td></tr>
<tr><td>编制城区公共停车专项规划</td><td>市住房和城乡建设局、市公安局</td><td>公众参与、专家论证、合法性审查、集体讨论</td><td>第三季度</td></tr>
<tr><td>调整城区公共交通线路</td><td>市交通运输局</td><td>公众参与、专家论证、风险评估、合法性审查、集体讨论</td><td>第四季度</td></tr>
</tbody></table>"""
_POLICY = """<p>为了方便群众出行，对城区路内停车收费作如下规定。</p>
<h2>一、免费时间</h2><p>停放三十分钟以内的免费；每日十九时至次日七时免费。</p>
<h2>二、收费标准</h2><p>超过三十分钟的，每小时收费三元，全天最高收费十五元。</p>"""
_ANSWERS = """<p>《城区路内停车收费规定》自公布之日起施行，群众关心的几个问题解答如下。</p>
<h2>问：停车多长时间免费？</h2><p>答：三十分钟以内免费。原来是十五分钟。</p>
<h2>问：晚上停车收费吗？</h2><p>答：每日十九时到第二天七时不收费。</p>
<h2>问：全天停放最高收多少钱？</h2><p>答：最高十五元。原来没有规定最高收费。</p>"""


def _interpretations():
    return Interpretation.objects.filter(**_marked("publication"))


def _directories():
    return DecisionDirectory.objects.filter(**_marked("publication"))


def _marked(path):
    return {f"{path}__title__endswith": MARK, f"{path}__drafted_by__is_sample": True}


@transaction.atomic
def load_samples(*, today):
    """Nothing where samples stand already, and where no item is left to put them under."""
    item = Item.objects.current().order_by("pk").first()
    if _directories().exists() or item is None:
        return
    people = [User.objects.get(username=name) for name in ("officer", "reviewer", "head")]
    _directory(people, item, today)
    _interpreted(people, item, today)
    Notice.objects.filter(place__startswith="/office/participation/").delete()


def _draft(people, today, *, title, slug, body, **facts):
    unit = Organization.objects.get(slug=slug)
    return Publication(
        title=f"{title}{MARK}",
        issuer=unit.full_name or unit.name,
        formed_on=today,
        body=rich_text.clean(body),
        organization=unit,
        drafted_by=people[0],
        stage="decision",
        **facts,
    )


def _directory(people, item, today):
    notice = _draft(
        people,
        today,
        title=f"关于调整{today.year}年度重大行政决策事项目录的通知",
        slug="shizhengfu",
        body=_DIRECTORY,
    )
    directory = announce(DecisionDirectory(year=today.year), notice, items=[item])
    put_out(directory.publication, people, notice.formed_on)
    matter = DecisionMatter.objects.get(year=today.year, name__contains="老年助餐")
    for code, back in (("start", 110), ("draft", 80), ("participation", 8)):
        _done(matter, code, by=people[0], on=today - dt.timedelta(days=back))
    _left_out(matter, "experts", by=people[0], why_not="不属于专业性、技术性较强的事项。")
    Consultation.objects.filter(**_marked("publication"), publication__title__contains="老年助餐").update(
        matter=matter
    )


def _done(matter, code, *, by, on):
    facts = {"required": True, "why_not": "", "done_on": on, "documents": []}
    deciding.record(matter.steps.get(code=code), by=by, **facts)


def _left_out(matter, code, *, by, why_not):
    facts = {"required": False, "why_not": why_not, "done_on": None, "documents": []}
    deciding.record(matter.steps.get(code=code), by=by, **facts)


def _interpreted(people, item, today):
    policy = _draft(
        people,
        today,
        title="关于印发《临海市城区路内停车收费规定》的通知",
        slug="jiaotongyunshuju",
        body=_POLICY,
        is_policy=True,
    )
    publishing.draft(policy, items=[item])
    interpreting.plan(
        policy,
        by=people[0],
        needed=True,
        outline="免费时间、收费标准，和原规定的不同。",
        forms=["questions"],
        channels="政府网站、新媒体",
        planned="和文件同时",
        who="市交通运输局主要负责人",
    )
    put_out(policy, people, policy.formed_on)
    answers = _draft(
        people,
        today,
        title="《临海市城区路内停车收费规定》问答",
        slug="jiaotongyunshuju",
        body=_ANSWERS,
    )
    found = announce(Interpretation(of=policy, form="questions"), answers, items=[item])
    put_out(found.publication, people, answers.formed_on)


@transaction.atomic
def remove_samples():
    """The publications are removed by the catalog, which marks them the same way."""
    matters = DecisionMatter.objects.filter(directory__in=_directories())
    Consultation.objects.filter(matter__in=matters).update(matter=None)
    matters.delete()
    _directories().delete()
    for each in _interpretations():
        forget(each)
        each.delete()
    InterpretationPlan.objects.filter(**_marked("publication")).delete()
