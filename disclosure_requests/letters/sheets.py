"""What goes with a letter and is not one: the 审批单, which never leaves the office, the envelope and the labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from disclosure_requests.letters.compose import letter_of
from disclosure_requests.letters.facts import FACTS, CannotCompose, LetterFacts, is_missing
from linhai_portal.letters.page import Cell, Page, Paper, Row, Table, day

# ZL of GB/T 1416-2003, and sheets of 2 × 7 labels of 99 mm × 38 mm.
ENVELOPE = Paper(230, 120, top=10, right=12, bottom=10, left=12)
LABELS = Paper(210, 297, top=15, right=6, bottom=15, left=6)
LABEL_COLUMNS, LABEL_LINES = 2, 3.7
NAME_LINES, SENDER_LINES = 2, 3.5


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the approval: what it is, what was said, by whom and when; empty until it is done."""

    name: str
    opinion: str = ""
    by: str = ""
    on: date | None = None

    @property
    def words(self) -> str:
        signed = f"签名：{self.by or '　　　　'}　　{day(self.on) if self.on else '　　年　　月　　日'}"
        return f"{self.opinion}\n{signed}" if self.opinion else f"　\n{signed}"


# 拟办, 公开审查 by 条例第十七条, 合法性审核, 签发.
STEPS = ("承办人意见", "公开审查意见", "合法性审核", "负责人意见", "签发")


@dataclass(frozen=True, slots=True)
class Address:
    postcode: str
    address: str
    name: str
    phone: str = ""


def _due(facts):
    return _day(facts.new_due or facts.due_on) + ("（暂定）" if facts.is_due_provisional else "")


def approval_sheet(code: str, facts: LetterFacts, steps: Sequence[Step] = ()) -> Page:
    """The sheet that follows a letter through the office; steps not taken yet are left to be signed."""
    letter = letter_of(code)
    for name in ("agency", "dated", "request_number", "received_on"):
        if is_missing(getattr(facts, name)):
            raise CannotCompose(f"审批单缺少“{FACTS[name].label}”，请补充后再生成。", name)
    taken = {each.name: each for each in steps}
    rows = [
        _four("申请编号", facts.request_number, "申请人", facts.applicant),
        _four("收到申请之日", _day(facts.received_on), "答复期限", _due(facts)),
        _two("文书名称", " ".join(filter(None, (facts.decision, letter.title_for(facts))))),
        _two("发文字号", facts.number),
        _two("申请内容", facts.request_text, lines=2),
        *[_two(name, taken.get(name, Step(name)).words, lines=2) for name in (*STEPS, *_further(taken))],
    ]
    return Page(
        title=f"{facts.agency}\n政府信息公开文书审批单",
        dated=facts.dated,
        blocks=[Table((22, 31, 16, 31), tuple(rows))],
        remark="内部材料，不得对外提供",
    )


def _further(taken):
    return [name for name in taken if name not in STEPS]


def _day(on):
    return day(on) if on else ""


def _four(label, value, other, other_value):
    return Row((Cell(label, is_label=True), Cell(value), Cell(other, is_label=True), Cell(other_value)))


def _two(label, value, lines=1):
    return Row((Cell(label, is_label=True), Cell(value, columns=3)), lines)


def envelope(to: Address, sender: Address, on: date) -> Page:
    """邮政编码 and address above, the name in the middle, the sender below; GB/T 1416-2003."""
    below = "\n".join(filter(None, (sender.address, sender.name, sender.phone, sender.postcode)))
    rows = (
        Row((Cell(" ".join(to.postcode), columns=3),)),
        Row((Cell(""), Cell(to.address, columns=2)), NAME_LINES),
        Row((Cell(""), Cell(f"{to.name}　收{_phone(to)}", columns=2)), NAME_LINES),
        Row((Cell("", columns=2), Cell(below)), SENDER_LINES),
    )
    return _to_post("信封", on, Table((2, 3, 5), rows, ruled=False), ENVELOPE)


def labels(to: Sequence[Address], on: date) -> Page:
    """Labels to stick on, two in a row."""
    texts = [f"{each.postcode}\n{each.address}\n{each.name}　收{_phone(each)}" for each in to]
    texts += [""] * (-len(texts) % LABEL_COLUMNS)
    rows = [
        Row(tuple(map(Cell, texts[start : start + LABEL_COLUMNS])), LABEL_LINES)
        for start in range(0, len(texts), LABEL_COLUMNS)
    ]
    return _to_post("标签", on, Table((1,) * LABEL_COLUMNS, tuple(rows), ruled=False), LABELS)


def _phone(address):
    return f"　{address.phone}" if address.phone else ""


def _to_post(name, on, table, paper):
    """A page that is only a table: no title, no number."""
    return Page(title="", subject=name, dated=on, blocks=[table], paper=paper, is_numbered=False)
