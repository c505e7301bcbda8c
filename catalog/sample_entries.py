"""Entries of the negative list for the demonstration, one in every state, dated from the day of loading."""

import datetime as dt

from django.contrib.auth import get_user_model

from catalog.models import NegativeListEntry
from catalog.negative_list import approve, decide
from catalog.searchable import NEGATIVE
from linhai_portal.accounts.models import Organization
from linhai_portal.search.index import remove

MARK = "（示例）"
Conclusion = NegativeListEntry.Conclusion

# Title, ground, basis, condition, unit, words of the scope, what becomes of it.
_SAMPLES = [
    (
        "困难学生资助对象名册",
        "N4",
        "《中华人民共和国个人信息保护法》第二十五条",
        "资助期间及结束后 3 年；本人同意的除外",
        "jiaoyuju",
        "资助对象名册",
        "in_force",
    ),
    (
        "教育统计调查对象的单户资料",
        "N2",
        "《中华人民共和国统计法》关于统计调查对象资料保密的规定",
        "长期；只公布汇总数",
        "jiaoyuju",
        "单户资料",
        "in_force",
    ),
    (
        "机关内部会议记录",
        "N6",
        "《中华人民共和国政府信息公开条例》第十六条第二款",
        "长期；法律、法规、规章规定应当公开的除外",
        "shifuban",
        "会议记录",
        "in_force",
    ),
    (
        "值班安排和车辆调度",
        "N5",
        "《中华人民共和国政府信息公开条例》第十六条第一款",
        "当年有效",
        "shifuban",
        "值班安排",
        "expired",
    ),
    (
        "学校周边治安防控点位",
        "N3",
        "《中华人民共和国政府信息公开条例》第十四条",
        "点位使用期间",
        "jiaoyuju",
        "防控点位",
        "reassessment",
    ),
    (
        "招生方案讨论稿",
        "N6",
        "《中华人民共和国政府信息公开条例》第十六条第二款",
        "方案公布以前",
        "jiaoyuju",
        "方案讨论稿",
        "lifted",
    ),
    (
        "民办学校年检案卷",
        "N7",
        "《中华人民共和国政府信息公开条例》第十六条第二款",
        "结案后 5 年",
        "jiaoyuju",
        "年检案卷",
        "submitted",
    ),
    (
        "教师职称评审记录",
        "N5",
        "《中华人民共和国政府信息公开条例》第十六条第一款",
        "长期",
        "jiaoyuju",
        "评审记录",
        "returned",
    ),
    ("校园网络拓扑图", "N3", "待补充", "待补充", "jiaoyuju", "网络拓扑", "draft"),
]


def _samples():
    return NegativeListEntry.objects.filter(title__endswith=MARK, drafted_by__is_sample=True)


def load_sample_entries(*, today):
    """Nothing when there are some already."""
    if _samples().exists():
        return
    people = {user.username: user for user in get_user_model().objects.filter(is_sample=True)}
    for title, ground, basis, condition, slug, words, state in _SAMPLES:
        unit = Organization.objects.get(slug=slug)
        entry = NegativeListEntry.objects.create(
            title=f"{title}{MARK}",
            ground=ground,
            legal_basis=basis,
            condition=condition,
            publisher=unit,
            words=words,
            organization=unit,
            drafted_by=people["editor" if slug == "jiaoyuju" else "officer"],
        )
        _bring_to(entry, state, people, today)


def _bring_to(entry, state, people, today):
    drafter, head = entry.drafted_by, people["head"]
    if state == "draft":
        return
    entry.submit(by=drafter)
    if state == "returned":
        entry.send_back(by=head, reason="请写明评审结束以后哪些内容可以公开。")
    if state in ("submitted", "returned"):
        return
    approve(entry, by=head, today=today - dt.timedelta(days=400 if state == "expired" else 0))
    if state == "reassessment":
        later = today + dt.timedelta(days=180)
        facts = {"reason": "点位仍在使用。", "review_on": later}
        entry.propose(Conclusion.KEEP, by=drafter, today=today, **facts)
    if state == "lifted":
        entry.propose(Conclusion.LIFT, by=drafter, reason="方案已经公布。", today=today)
        decide(entry, by=head, today=today, agrees=True)


def remove_sample_entries():
    samples = _samples()
    remove(NEGATIVE, list(samples.numbered().values_list("number", flat=True)))
    samples.delete()
