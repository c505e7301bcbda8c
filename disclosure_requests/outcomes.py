"""The kinds of reply (答复类型) with article and the row of the annual report (rules: requests §5).

Which letter says it, and which remedy that letter names, is the letters' own table.
"""

from dataclasses import dataclass

from disclosure_requests.workflow import Kind


@dataclass(frozen=True, slots=True)
class Outcome:
    code: str
    group: str
    label: str
    article: str
    row: str  # empty: of no application for information, so in no table

    def __str__(self):
        return f"{self.group}：{self.label}"


_OPEN, _PART, _NO = "予以公开", "部分公开", "不予公开"
_CANNOT, _NOT, _ELSE = "无法提供", "不予处理", "其他处理"
_OWN = "更正本人信息"

OUTCOMES = {
    each.code: each
    for each in [
        Outcome("G1", _OPEN, "已主动公开", "第三十六条第一项", "R3.1"),
        Outcome("G2", _OPEN, "提供", "第三十六条第二项", "R3.1"),
        Outcome("P", _PART, "区分处理", "第三十七条", "R3.2"),
        Outcome("N1", _NO, "属于国家秘密", "第十四条、第三十六条第三项", "R3.3.1"),
        Outcome("N2", _NO, "其他法律行政法规禁止公开", "第十四条、第三十六条第三项", "R3.3.2"),
        Outcome("N3", _NO, "危及“三安全一稳定”", "第十四条、第三十六条第三项", "R3.3.3"),
        Outcome("N4", _NO, "保护第三方合法权益", "第十五条、第三十六条第三项", "R3.3.4"),
        Outcome("N5", _NO, "属于三类内部事务信息", "第十六条第一款、第三十六条第三项", "R3.3.5"),
        Outcome("N6", _NO, "属于四类过程性信息", "第十六条第二款、第三十六条第三项", "R3.3.6"),
        Outcome("N7", _NO, "属于行政执法案卷", "第十六条第二款、第三十六条第三项", "R3.3.7"),
        Outcome("N8", _NO, "属于行政查询事项", "第三十六条第七项", "R3.3.8"),
        Outcome("U1a", _CANNOT, "信息不存在", "第三十六条第四项", "R3.4.1"),
        Outcome("U1b", _CANNOT, "不属于本机关负责公开", "第三十六条第五项", "R3.4.1"),
        Outcome("U2", _CANNOT, "没有现成信息需要另行制作", "第三十八条", "R3.4.2"),
        Outcome("U3", _CANNOT, "补正后申请内容仍不明确", "第三十条", "R3.4.3"),
        Outcome("X1", _NOT, "信访举报投诉类申请", "第三十九条第一款", "R3.5.1"),
        Outcome("X2", _NOT, "重复申请", "第三十六条第六项", "R3.5.2"),
        Outcome("X3", _NOT, "要求提供公开出版物", "第三十九条第二款", "R3.5.3"),
        Outcome("X4", _NOT, "无正当理由大量反复申请", "第三十五条", "R3.5.4"),
        Outcome("X5", _NOT, "要求确认或重新出具已获取信息", "", "R3.5.5"),
        Outcome("O1", _ELSE, "逾期不补正", "第三十条", "R3.6.1"),
        Outcome("O2", _ELSE, "逾期不缴费", "第四十二条", "R3.6.2"),
        Outcome("O3", _ELSE, "其他", "", "R3.6.3"),
        Outcome("C1", _OWN, "已更正", "第四十一条", ""),
        Outcome("C2", _OWN, "不予更正，核查后无误", "第四十一条", ""),
        Outcome("C3", _OWN, "转送有权更正的机关", "第四十一条", ""),
        Outcome("C4", _OWN, "告知向有权更正的机关提出", "第四十一条", ""),
    ]
}
GIVING = ("G2", "P")  # something is given that may be published for everybody
OF_OWN_RECORDS = [code for code, outcome in OUTCOMES.items() if outcome.group == _OWN]
OF_INFORMATION = [code for code in OUTCOMES if code not in OF_OWN_RECORDS]
# Those a handler may choose, by the kind of the case.
DECIDED = {
    Kind.INFORMATION: [code for code in OF_INFORMATION if code not in ("O1", "O2")],
    Kind.OWN_RECORDS: OF_OWN_RECORDS,
}
