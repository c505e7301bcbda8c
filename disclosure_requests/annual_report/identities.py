"""勾稽关系 I1 to I10 (rules: annual-report §4): what must hold among the figures, and what should."""

import re
from dataclasses import dataclass
from decimal import Decimal

from disclosure_requests.annual_report.layout import (
    CARRIED,
    CLASSES,
    COLUMNS,
    LABELS,
    NEW,
    OPEN,
    REMEDY_GROUPS,
    REMEDY_RESULTS,
    RESULT_ROWS,
    RESULTS,
    TOTAL,
    words_of,
)
from disclosure_requests.annual_report.tables import FEES, differences, figures, sum_of

HARD = {"I1", "I2", "I3", "I4", "I5", "I6", "I8"}
NAMES = {
    "I1": "新收 + 上年结转 = 办理结果总计 + 结转下年度，七列都成立",
    "I2": "办理结果总计 = 各种结果之和",
    "I3": "总计 = 自然人 + 五类组织",
    "I4": "上年结转 = 上年报告的“结转下年度继续办理”",
    "I5": "各单位之和 = 全市汇总",
    "I6": "复议、诉讼：总计 = 维持 + 纠正 + 其他 + 尚未审结",
    "I7": "规范性文件：上年现行有效 + 本年制发 − 本年废止 = 现行有效",
    "I8": "件数是不小于 0 的整数，收费金额不小于 0",
    "I9": "第六部分的信息处理费 = 登记的缴费；逾期不缴费的件数 = 没有缴费的收费通知",
    "I10": "第一部分写到的件数 = 表格里的件数",
}
_COLUMN_NAMES = CLASSES | {TOTAL: "总计"}


@dataclass(frozen=True, slots=True)
class Check:
    """`detail` says where it is broken, or what to know though it holds."""

    id: str
    ok: bool
    detail: str = ""
    places: tuple = ()  # pairs of a number and the address of the case to put right

    @property
    def is_hard(self) -> bool:
        return self.id in HARD

    @property
    def name(self) -> str:
        return NAMES[self.id]


def broken_hard(checks):
    return [each for each in checks if each.is_hard and not each.ok]


def _check(id, faults):
    faults = [*faults]
    return Check(id, not faults, "；".join(faults[:5]) + ("；等等" if len(faults) > 5 else ""))


def sums_of_requests(tables):
    """I1."""
    rows = tables["table3"]
    return _check(
        "I1",
        (
            f"{_COLUMN_NAMES[column]}：{rows[NEW][column]} + {rows[CARRIED][column]} ≠ "
            f"{rows[RESULTS][column]} + {rows[OPEN][column]}"
            for column in COLUMNS
            if rows[NEW][column] + rows[CARRIED][column] != rows[RESULTS][column] + rows[OPEN][column]
        ),
    )


def sums_of_results(tables):
    """I2."""
    rows = tables["table3"]
    sums = {column: sum(rows[each.row][column] for each in RESULT_ROWS) for column in COLUMNS}
    return _check(
        "I2",
        (
            f"{_COLUMN_NAMES[column]}：总计 {rows[RESULTS][column]}，各行之和 {sums[column]}"
            for column in COLUMNS
            if rows[RESULTS][column] != sums[column]
        ),
    )


def sums_of_classes(tables, unclassified=()):
    """I3; what is missing are the applicants of `unclassified`, whose class nobody has told yet."""
    found = _check(
        "I3",
        (
            f"{LABELS[row]}：总计 {cells[TOTAL]}，各类之和 {sum(cells[each] for each in CLASSES)}"
            for row, cells in tables["table3"].items()
            if cells[TOTAL] != sum(cells[each] for each in CLASSES)
        ),
    )
    if found.ok or not unclassified:
        return found
    numbers = "、".join(number for number, _ in unclassified)
    detail = f"申请 {numbers} 没有登记申请人类别，请打开登记。{found.detail}"
    return Check("I3", False, detail, tuple(unclassified))


def carried_from_last_year(tables, last_year, reason=""):
    """I4; `last_year` are the frozen tables, or None. A reason, such as a merger of units, lets it stand."""
    if last_year is None:
        return Check("I4", True, "没有已审签的上年报告可以比较")
    now, before = tables["table3"][CARRIED], last_year["table3"][OPEN]
    faults = [
        f"{_COLUMN_NAMES[column]}：本年写 {now[column]}，上年报告 {before[column]}"
        for column in COLUMNS
        if now[column] != before[column]
    ]
    if faults and reason:
        return Check("I4", True, f"{'；'.join(faults)}。理由：{reason}")
    return _check("I4", faults)


def sums_of_units(tables, units, older=()):
    """I5; `units` are the tables of those that report, None where it is not the roll-up; `older` names units."""
    if units is None:
        return Check("I5", True)
    found = _check(
        "I5",
        (
            f"{words_of(place)}：汇总 {value}，各单位之和 {other}"
            for place, value, other in differences(tables, sum_of(units))
        ),
    )
    if found.ok and older:
        return Check("I5", True, f"其中{'、'.join(older)}的数字由原系统迁入，点开数字看不到申请")
    return found


def sums_of_remedies(tables):
    """I6."""
    return _check(
        "I6",
        (
            f"{REMEDY_GROUPS[group]}：总计 {cells[TOTAL]}，各列之和 {sum(cells[each] for each in REMEDY_RESULTS)}"
            for group, cells in tables["table4"].items()
            if cells[TOTAL] != sum(cells[each] for each in REMEDY_RESULTS)
        ),
    )


def documents_in_force(tables, in_force_before):
    """I7; what lapsed by time or waits for its day makes the difference."""
    now = tables["table2"]["normative_documents"]
    expected = in_force_before + now["issued"] - now["repealed"]
    if expected == now["in_force"]:
        return Check("I7", True)
    words = f"{in_force_before} + {now['issued']} − {now['repealed']} ≠ {now['in_force']}，请看有没有到期失效、尚未施行的"
    return Check("I7", False, words)


def no_negative_figures(tables):
    """I8."""
    return _check(
        "I8",
        (
            f"{words_of(place)}：{value}"
            for place, value in figures(tables)
            if not _is_figure(value, is_money=place[-1] == FEES)
        ),
    )


def _is_figure(value, *, is_money):
    if is_money:
        return re.fullmatch(r"\d+\.\d\d", value) is not None and Decimal(value) >= 0
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def not_asked(id):
    """Of figures that an older system counted, of which nothing is registered here."""
    return Check(id, True, "原系统的数字，这里没有登记可以核对")


def fees_as_registered(tables, *, told, paid, lapsed):
    """I9; `told` is the amount of section 六, None where nobody wrote one."""
    faults = []
    if told is not None and told != paid:
        faults.append(f"第六部分写 {told} 元，登记的缴费 {paid} 元")
    counted = tables["table3"]["R3.6.2"][TOTAL]
    if counted != lapsed:
        faults.append(f"逾期不缴费 {counted} 件，没有缴费的收费通知 {lapsed} 件")
    return _check("I9", faults)


# Between the words and the figure may stand other words, but neither a figure nor the end of the clause.
_TOLD = [
    (rf"{words}[^\d，。；：]{{0,20}}?(\d+)\s*件", row)
    for words, row in [
        ("(?:新收|收到)", NEW),
        ("上年结转", CARRIED),
        ("(?:办结|答复|办理结果)", RESULTS),
        ("(?<!部分)(?<!不)予以公开", "R3.1"),
        ("部分公开", "R3.2"),
        ("结转下年", OPEN),
    ]
]


def words_equal_figures(tables, overview):
    """I10: the figures of requests that section 一 names by the words of the table."""
    return _check(
        "I10",
        (
            f"第一部分写“{found[0]}”，表格里是 {tables['table3'][row][TOTAL]} 件"
            for pattern, row in _TOLD
            for found in re.finditer(pattern, overview)
            if int(found[1]) != tables["table3"][row][TOTAL]
        ),
    )
