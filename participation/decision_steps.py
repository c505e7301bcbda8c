"""重大行政决策的十三个环节 as one table (《重大行政决策程序暂行条例》, 国务院令第713号); screens, guards and pages read it.

Pure: knows no framework.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """`words` name it in the column 履行程序 of a directory; with `always` it can't be left out without saying why.

    `waits_for` are the codes of those that must be done, or said why not, before it.
    """

    code: str
    label: str
    article: str
    hint: str
    words: tuple[str, ...] = ()
    always: bool = True
    waits_for: tuple[str, ...] = ()


CARRIED_OUT = "carried_out"
_HEARD = ("participation", "experts", "risk", "legality", "materials")
STEPS = (
    Step("start", "启动", "第十、十一条", "研究决策建议，决定启动，明确承办单位"),
    Step("draft", "拟订草案", "第十二、十三条", "调研、依据、征求有关单位意见"),
    Step("participation", "公众参与", "第十四条", "依法不予公开的除外", ("公众参与",)),
    Step("experts", "专家论证", "第十九条", "专业性、技术性较强的事项", ("专家论证",), always=False),
    Step("risk", "风险评估", "第二十二条", "可能影响社会稳定、公共安全的事项", ("风险评估",), always=False),
    Step(
        "legality",
        "合法性审查",
        "第二十五条",
        "没有经过审查或者审查不合法的，不提交讨论",
        ("合法性审查", "合法性审核"),
    ),
    Step("materials", "提交材料", "第二十九条", "草案、采纳情况、论证和评估报告、审查意见、公平竞争审查"),
    Step(
        "discussion",
        "集体讨论",
        "第三十条",
        "常务会议或者全体会议",
        ("集体讨论",),
        waits_for=_HEARD,
    ),
    Step("report", "请示报告", "第三十一条", "按照规定向同级党委报告", always=False),
    Step(
        "published",
        "公布",
        "第三十二条",
        "公报、网站、报纸，说明采纳情况",
        waits_for=("start", "draft", *_HEARD, "discussion", "report"),
    ),
    Step("archive", "归档", "第三十三条", "过程记录完整、及时"),
    Step(CARRIED_OUT, "执行和后评估", "第三十四至三十六条", "执行、督查，必要时后评估"),
    Step("adjusted", "调整", "第三十七条", "没有履行程序不得变更或者停止执行", always=False),
)
BY_CODE = {step.code: step for step in STEPS}
CHOICES = [(step.code, step.label) for step in STEPS]


def planned_in(procedure: str) -> set[str]:
    """The codes of the steps that the words of a directory plan."""
    return {step.code for step in STEPS if any(word in procedure for word in step.words)}
