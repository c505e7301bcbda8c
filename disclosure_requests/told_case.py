"""A case as a script tells it (docs: contracts, `explain_deadline`): plain values → the receipt and the facts.

Whatever is not understood is refused, so that a slip in a name never changes a date in silence.
"""

import re
from datetime import date
from functools import partial

from disclosure_requests.facts import (
    Consultation,
    CorrectionNotice,
    CorrectionReceived,
    Extension,
    Fact,
    FeeNotice,
    FeePaid,
    ImpossibleFact,
    Replied,
)

# `kind` as told → what it makes, and the names it needs and may have.
CONSULTATION_NAMES = ({"sent_on"}, {"delivered_on", "answered_on"})
KINDS = {
    "correction_notice": (CorrectionNotice, {"on"}, set()),
    "correction_received": (CorrectionReceived, {"on"}, set()),
    "third_party_consulted": (partial(Consultation, third_party=True), *CONSULTATION_NAMES),
    "agency_consulted": (partial(Consultation, third_party=False), *CONSULTATION_NAMES),
    "extension": (Extension, {"on", "workdays"}, set()),
    "fee_notice": (FeeNotice, {"on"}, set()),
    "fee_paid": (FeePaid, {"on"}, set()),
    "replied": (Replied, {"on"}, set()),
}
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_case(told) -> tuple[date, list[Fact]]:
    """Raises ImpossibleFact, saying which fact (from 1) is not understood and why."""
    _expect_names(told, {"received_on"}, {"facts"}, "案件")
    facts = told.get("facts", [])
    if not isinstance(facts, list):
        raise ImpossibleFact("案件的 facts 应为列表。")
    return _day(told["received_on"], "received_on"), [_fact(n, each) for n, each in enumerate(facts, 1)]


def _fact(n, told):
    kind = told.get("kind") if isinstance(told, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise ImpossibleFact(f"第 {n} 项事实的 kind 应为 {'、'.join(KINDS)} 之一。")
    make, needed, allowed = KINDS[kind]
    try:
        _expect_names(told, {"kind"} | needed, allowed, kind)
        return make(
            **{name: _value(name, value, name in needed) for name, value in told.items() if name != "kind"}
        )
    except ImpossibleFact as wrong:
        raise ImpossibleFact(f"第 {n} 项事实：{wrong}") from wrong


def _expect_names(told, needed, allowed, what):
    if not isinstance(told, dict):
        raise ImpossibleFact(f"{what}应为 JSON 对象。")
    if missing := needed - told.keys():
        raise ImpossibleFact(f"{what} 缺少 {'、'.join(sorted(missing))}。")
    if unknown := told.keys() - needed - allowed:
        raise ImpossibleFact(f"{what} 有不认识的内容 {'、'.join(sorted(unknown))}，请核对拼写。")


def _value(name, value, needed):
    if name == "workdays":
        return _whole_number(value)
    return None if value is None and not needed else _day(value, name)


def _whole_number(value):
    if type(value) is not int:  # true is no number of workdays
        raise ImpossibleFact("workdays 应为整数。")
    return value


def _day(value, name):
    try:
        if isinstance(value, str) and ISO_DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ImpossibleFact(f"{name} 应为“2026-01-26”这样的日期，不能是 {value!r}。")
