"""What a 公开时限 as printed means; texts from published catalogs, the commonest first."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.time_limits import TimeRule, propose_rule, workdays

W, D = "workday", "day"
COMMONEST = [
    (
        "除处罚决定外其他内容：长期公开（动态调整）；处罚决定：20个工作日内",
        TimeRule(W, 20, anchor="decision"),
    ),
    ("公开事项信息形成或变更之日起20个工作日内公开", TimeRule(W, 20, anchor="formed")),
    ("信息形成（变更）20个工作日内", TimeRule(W, 20, anchor="formed")),
    ("信息形成或者变更之日起20个工作日内", TimeRule(W, 20, anchor="formed")),
    ("信息形成或变更之日起20个工作日内", TimeRule(W, 20, anchor="formed")),
    ("形成或者变更之日起20个工作日内予以公开", TimeRule(W, 20, anchor="formed")),
    ("自信息形成或者变更之日起20个工作日内予以公开", TimeRule(W, 20, anchor="formed")),
    ("自信息形成或者变更之日起20个工作日内", TimeRule(W, 20, anchor="formed")),
    ("信息形成或变更之日起20个工作日内公开", TimeRule(W, 20, anchor="formed")),
    ("自制作或获取该信息之日起20个工作日内公开", TimeRule(W, 20, anchor="formed")),
    (
        "行政处罚决定信息自决定作出之日起7个工作日内予以公开；其他信息自形成或者变更之日起20个工作日内予以公开",
        TimeRule(W, 7, anchor="decision"),
    ),
    ("自该信息形成或者变更之日起20个工作日内", TimeRule(W, 20, anchor="formed")),
    ("制定或获取信息之日起10个工作日内", TimeRule(W, 10, anchor="formed")),
    ("一般事项至少每季度公布一次", TimeRule("periodic", period="quarterly")),
    (
        "信息形成20个工作日内公开；其中行政许可、行政处罚事项应自作出行政决定之日起7个工作日内公示",
        TimeRule(W, 20, anchor="formed"),
    ),
    (
        "自政府信息形成或者变更之日起20个工作日内；法律、法规对政府信息公开的期限另有规定的，从其规定",
        TimeRule(W, 20, anchor="formed"),
    ),
    ("信息形成之日起20个工作日内", TimeRule(W, 20, anchor="formed")),
    ("本级人民代表大会或其常务委员会批准后20日内", TimeRule(D, 20, anchor="approved")),
    ("本级政府财政部门批复后20日内", TimeRule(D, 20, anchor="approved")),
    ("自该政府信息形成或者变更之日起20个工作日内及时公开", TimeRule(W, 20, anchor="formed")),
    ("信息形成或者变更之日起20个工作日内予以公开", TimeRule(W, 20, anchor="formed")),
    ("20个工作日", TimeRule(W, 20, anchor="formed")),
    (
        "自信息形成或者变更之日起20个工作日内予以公开；结果信息自形成或者变更之日起7个工作日内予以公开",
        TimeRule(W, 20, anchor="formed"),
    ),
    ("及时公开", TimeRule("realtime")),
    (
        "执法决定信息在决定作出之日起7个工作日内公开，其他相关信息形成或变更之日起20个工作日内公开",
        TimeRule(W, 7, anchor="decision"),
    ),
    ("检查结果自形成之日起20个工作日内予以公开", TimeRule(W, 20, anchor="formed")),
    ("每年至少公布一次", TimeRule("periodic", period="yearly")),
    ("自制作或获取该信息之日起7个工作日内公开", TimeRule(W, 7, anchor="formed")),
    ("按进展情况及时公开", TimeRule("realtime")),
    ("实时公开", TimeRule("realtime")),
    (
        "自该信息形成或者变更之日起20个工作日内予以公开，法律法规另有规定的除外",
        TimeRule(W, 20, anchor="formed"),
    ),
    ("长期公开，变更后及时更新", TimeRule("standing")),
    ("线路、站点等变更影响出行的，实施之日3日前公开；突发情况及时公开", TimeRule("realtime")),
    ("制定或获取信息之日起10个工作日内，公示7个工作日", TimeRule(W, 10, anchor="formed")),
    ("每20个工作日更新", TimeRule(W, 20)),
    ("自收到申请之日起20个工作日内", TimeRule(W, 20, anchor="received")),
    ("行政处罚决定形成之日起20个工作日内", TimeRule(W, 20, anchor="decision")),
    ("发放后及时公布", TimeRule("realtime")),
    ("制定或获取政策之日起10个工作日内", TimeRule(W, 10, anchor="formed")),
    ("集体财务往来较多的每月公布一次，一般每季度公布一次", TimeRule("periodic", period="monthly")),
    ("公示期不少于10个工作日", TimeRule("unknown")),
    ("收到征地批准文件之日起10个工作日内公开", TimeRule(W, 10, anchor="received")),
    ("自收到评标报告之日起3日内公示，公示期不得少于3日", TimeRule(D, 3, anchor="received")),
    ("企业欠税每半年公告一次", TimeRule("periodic", period="half_yearly")),
    ("变更之日起5日内", TimeRule(D, 5, anchor="changed")),
    ("公示后5日内", TimeRule(D, 5)),
    ("公示期满3日内", TimeRule(D, 3)),
    ("公示期一般为7日", TimeRule("unknown")),
]
FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.mark.parametrize(("text", "rule"), COMMONEST)
def test_the_rule_behind_a_text(text, rule):
    assert propose_rule(text) == rule
    assert workdays(text) == (rule.n if rule.unit == "workday" else None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二十个工作日内", 20),
        ("十五个工作日", 15),
        ("７ 个工作\n日内", 7),
        ("20工作日", 20),
        ("5-7个工作日内", 7),
        ("不超过20个工作日", 20),
    ]
    + [
        ("自公示期满之日起5个工作日内", 5),
        ("公示无异议后3个工作日内", 3),
        ("公开时限为20个工作日", 20),
        ("公示7个工作日，结束后5个工作日内", 5),
    ]
    + [
        ("公示时间：5个工作日", None),
        ("公示5个工作日以上", None),
        ("公告期限为5个工作日", None),
        ("信息披露时间不得少于40个工作日", None),
    ]
    + [
        ("投标截止日20个工作日前发布", None),
        ("听证7个工作日前予以公开", 7),
        ("7日内", None),
        ("", None),
        ("工作日", None),
    ]
    + [
        ("公示后7个工作日", 7),
        ("公告后 7个工作日", 7),
        ("披露后7个工作日内", 7),
        ("在公示后的5个工作日内", 5),
        ("公示之后5个工作日内", 5),
        ("挂网后2个工作日内", 2),
        ("征求意见后5个工作日内", 5),
        ("公告发布后5个工作日内", 5),
        ("公告发布5个工作日内", 5),
        ("自公示之日起7个工作日内", 7),
        ("公示结束5个工作日内", 5),
        ("公示期满3个工作日内", 3),
        ("公示期满后3个工作日内", 3),
        ("公示期届满之日起5个工作日内", 5),
        ("征求意见期满后20个工作日内", 20),
        ("公示满5个工作日后3个工作日内", 3),
        ("公示期一般为7个工作日，期满后5个工作日内", 5),
        ("评审结束后3个工作日内公示，公示期不少于5个工作日", 3),
        ("公告应当于5个工作日内发布", 5),
    ]
    + [
        ("公示期一般为7个工作日", None),
        ("公示期通常为7个工作日", None),
        ("公示期原则上为7个工作日", None),
        ("公示期原则上不少于7个工作日", None),
        ("公示期应当不少于5个工作日", None),
        ("公示期不小于7个工作日", None),
        ("公示期最短5个工作日", None),
        ("公示期不超过7个工作日", None),
        ("公示期限一般为：5个工作日", None),
        ("公示期（一般为7个工作日）", None),
        ("公示期5-7个工作日", None),
        ("公示期5个工作日至7个工作日", None),
        ("公示期持续5个工作日", None),
        ("公示，为期5个工作日", None),
        ("公示名单5个工作日", None),
        ("公示满5个工作日", None),
        ("公告期一般10个工作日", None),
        ("征求意见时间一般为10个工作日", None),
        ("信息披露时间一般为40个工作日", None),
    ],
)
def test_workdays_are_the_first_deadline_of_the_text(text, number):
    assert workdays(text) == number


def test_the_reference_catalog_agrees():
    rows = [
        row for path in FIXTURES.rglob("*.csv") for row in csv.DictReader(path.open(encoding="utf-8-sig"))
    ]
    limits = {(row["time_limit"], row["time_limit_workdays"]) for row in rows if "time_limit_workdays" in row}
    assert [limit for limit in limits if str(workdays(limit[0]) or "") != limit[1]] == []


@given(
    st.text()
    | st.from_regex(r"(公示|每|不少于|形成后)?[0-9十二]{1,6}个?(工作)?[日天](内|前|以上)?", fullmatch=True)
)
def test_any_text_has_a_rule(text):
    rule = propose_rule(text)
    assert (rule.unit == "periodic") == bool(rule.period)
    assert (rule.unit in ("workday", "day")) == (rule.n is not None)
