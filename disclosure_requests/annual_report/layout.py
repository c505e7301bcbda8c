"""Rows and columns of the official tables: keys, printed labels, and which outcome stands in which row."""

from dataclasses import dataclass

from disclosure_requests.outcomes import OF_INFORMATION, OUTCOMES

CLASSES = {
    "natural": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "welfare": "社会公益组织",
    "legal": "法律服务机构",
    "other": "其他",
}
TOTAL = "total"
COLUMNS = [*CLASSES, TOTAL]
NEW, CARRIED, RESULTS, OPEN = "R1", "R2", "R3.7", "R4"


@dataclass(frozen=True, slots=True)
class Result:
    """One row of 三、本年度办理结果; `group` is empty where the row stands by itself."""

    row: str
    group: str
    label: str


RESULT_ROWS = [
    Result("R3.1", "", "(一)予以公开"),
    Result("R3.2", "", "(二)部分公开（区分处理的，只计这一情形，不计其他情形）"),
    Result("R3.3.1", "(三)不予公开", "1.属于国家秘密"),
    Result("R3.3.2", "(三)不予公开", "2.其他法律行政法规禁止公开"),
    Result("R3.3.3", "(三)不予公开", "3.危及“三安全一稳定”"),
    Result("R3.3.4", "(三)不予公开", "4.保护第三方合法权益"),
    Result("R3.3.5", "(三)不予公开", "5.属于三类内部事务信息"),
    Result("R3.3.6", "(三)不予公开", "6.属于四类过程性信息"),
    Result("R3.3.7", "(三)不予公开", "7.属于行政执法案卷"),
    Result("R3.3.8", "(三)不予公开", "8.属于行政查询事项"),
    Result("R3.4.1", "(四)无法提供", "1.本机关不掌握相关政府信息"),
    Result("R3.4.2", "(四)无法提供", "2.没有现成信息需要另行制作"),
    Result("R3.4.3", "(四)无法提供", "3.补正后申请内容仍不明确"),
    Result("R3.5.1", "(五)不予处理", "1.信访举报投诉类申请"),
    Result("R3.5.2", "(五)不予处理", "2.重复申请"),
    Result("R3.5.3", "(五)不予处理", "3.要求提供公开出版物"),
    Result("R3.5.4", "(五)不予处理", "4.无正当理由大量反复申请"),
    Result("R3.5.5", "(五)不予处理", "5.要求行政机关确认或重新出具已获取信息"),
    Result(
        "R3.6.1",
        "(六)其他处理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    Result(
        "R3.6.2",
        "(六)其他处理",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    Result("R3.6.3", "(六)其他处理", "3.其他"),
]
LABELS = {
    NEW: "一、本年新收政府信息公开申请数量",
    CARRIED: "二、上年结转政府信息公开申请数量",
    **{each.row: each.label for each in RESULT_ROWS},
    RESULTS: "(七)总计",
    OPEN: "四、结转下年度继续办理",
}
ROWS = [*LABELS]
ROW_OF = {code: OUTCOMES[code].row for code in OF_INFORMATION}
CODES_OF = {
    each.row: [code for code, row in ROW_OF.items() if row == each.row] for each in RESULT_ROWS
}  # row → outcomes counted in it

REMEDY_GROUPS = {
    "reconsideration": "行政复议",
    "direct_suit": "未经复议直接起诉",
    "suit_after_reconsideration": "复议后起诉",
}
PENDING = "pending"
REMEDY_RESULTS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    PENDING: "尚未审结",
}
REMEDY_COLUMNS = REMEDY_RESULTS | {TOTAL: "总计"}
# No table has them: 条例第四十一条 asks for no information. They can be told in section 六.
OWN_RECORDS = "own_records"
OWN_COLUMNS = {"received": "本年收到", "closed": "本年办结"}
NORMATIVE = {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"}
DECISIONS = {"permits": "行政许可", "penalties": "行政处罚", "compulsions": "行政强制"}


def words_of(place):
    """Where a figure stands, in words: the keys that lead to it as a reader of the tables names them."""
    table, row, *rest = place
    if row == OWN_RECORDS:
        return f"更正本人信息（{OWN_COLUMNS[rest[0]]}）"
    if table == "table3":
        return f"{LABELS[row]}（{(CLASSES | {TOTAL: '总计'})[rest[0]]}）"
    if table == "table4":
        return f"{REMEDY_GROUPS[row]}（{REMEDY_COLUMNS[rest[0]]}）"
    if rest:
        return f"行政规范性文件（{NORMATIVE[rest[0]]}）"
    return (DECISIONS | {"fees_10k_yuan": "行政事业性收费（万元）"})[row]
