"""补不补 → 是不是 → 谁负责 → 有没有 → 给不给 → 怎么给 → 怎么答: each answer leads to the next question or to a kind of reply.

Pure: what follows from the answers given so far; the officer decides, the guide only narrows (rules: requests §5).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure_requests.workflow import Kind


@dataclass(frozen=True, slots=True)
class Option:
    """`then` is the name of the next question, or the code of a reply where it is one of OUTCOMES."""

    value: str
    label: str
    then: str


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    step: str
    words: str
    law: str
    options: tuple[Option, ...]

    def chosen(self, value):
        return next((each for each in self.options if each.value == value), None)


@dataclass(frozen=True, slots=True)
class Path:
    """The questions answered, in order, each with its answer; then the next question, or the code reached."""

    answered: tuple[tuple[Question, Option], ...]
    question: Question | None
    outcome: str


QUESTIONS = {
    each.name: each
    for each in [
        Question("clear", "补不补", "申请内容明确吗？", "条例第三十条", (
            Option("yes", "明确，能据此检索", "information"),
            Option("corrected", "补正过，仍然不明确", "U3"),
        )),
        Question("information", "是不是", "申请的是政府信息吗？", "条例第二条、第三十六条、第三十九条", (
            Option("yes", "是政府信息公开申请", "owner"),
            Option("petition", "信访、投诉、举报", "X1"),
            Option("repeated", "同一申请人就相同内容重复申请，已经答复过", "X2"),
            Option("press", "要求提供公报、报刊、书籍等公开出版物", "X3"),
            Option("massive", "大量、反复申请，理由已认定不合理", "X4"),
            Option("again", "要求确认或重新出具已经获取的信息", "X5"),
            Option("registry", "工商、不动产登记等，法律、行政法规另有查询办法", "N8"),
            Option("other", "其他：咨询、已移交国家档案馆等", "O3"),
        )),
        Question("owner", "谁负责", "由本机关负责公开吗？", "条例第十条、第三十六条第五项", (
            Option("yes", "本机关制作，或者从公民、企业获取并保存", "exists"),
            Option("no", "不由本机关负责", "U1b"),
        )),
        Question("exists", "有没有", "经检索有这项信息吗？", "条例第三十六条第四项、第三十八条", (
            Option("yes", "有", "disclose"),
            Option("no", "没有（要写检索记录）", "U1a"),
            Option("make", "没有现成的，需要加工、分析或另行制作", "U2"),
        )),
        Question("disclose", "给不给", "能公开吗？", "条例第十四至十六条、第三十七条", (
            Option("all", "可以公开", "how"),
            Option("part", "一部分不能公开，可以区分处理", "P"),
            Option("N1", "国家秘密", "N1"),
            Option("N2", "法律、行政法规禁止公开", "N2"),
            Option("N3", "危及国家安全、公共安全、经济安全、社会稳定", "N3"),
            Option("N4", "商业秘密、个人隐私等，损害第三方合法权益", "N4"),
            Option("N5", "人事管理、后勤管理、内部工作流程", "N5"),
            Option("N6", "讨论记录、过程稿、磋商信函、请示报告", "N6"),
            Option("N7", "行政执法案卷", "N7"),
        )),
        Question("how", "怎么给", "怎样提供？", "条例第三十六条第一项、第二项，第四十条", (
            Option("public", "已经主动公开，告知获取的方式和途径", "G1"),
            Option("provide", "提供给申请人", "G2"),
        )),
        Question("power", "谁有权", "更正这条记录属于本机关职能范围吗？", "条例第四十一条", (
            Option("yes", "本机关有权更正", "verified"),
            Option("pass", "不属于，转送有权更正的机关，告知申请人", "C3"),
            Option("tell", "不属于，告知申请人向有权更正的机关提出", "C4"),
        )),
        Question("verified", "对不对", "核查的结果是什么？", "条例第四十一条", (
            Option("wrong", "记录有误，已经更正", "C1"),
            Option("right", "记录无误，不予更正", "C2"),
        )),
    ]
}  # fmt: skip
FIRST = {Kind.INFORMATION: "clear", Kind.OWN_RECORDS: "power"}


def walk(answers: Mapping[str, str], kind: str = Kind.INFORMATION) -> Path:
    """Answers that lead nowhere, because an earlier one was changed, are left aside."""
    answered, name = [], FIRST[kind]
    while name in QUESTIONS:
        question = QUESTIONS[name]
        option = question.chosen(answers.get(name, ""))
        if option is None:
            return Path(tuple(answered), question, "")
        answered.append((question, option))
        name = option.then
    return Path(tuple(answered), None, name)
