"""What a letter is: its title, to whom it goes, which remedy it names, and the parts it is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from disclosure_requests.letters.facts import LetterFacts
from disclosure_requests.letters.pieces import Part, Question, editable, given, locked

Check = Callable[[LetterFacts], None]


class To(StrEnum):
    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    AGENCY = "consulted_agency"


class Remedy(StrEnum):
    """What may be done against the letter; `remedies.py` has the words."""

    R0 = "R0"  # procedural: nothing
    R1 = "R1"  # 行政复议 first, 复议法第二十三条
    R2 = "R2"  # 行政复议 or 行政诉讼, and 投诉、举报
    BOTH = "R1+R2"


class Series(StrEnum):
    """Numbers run by series; empty, the letter has none."""

    NONE = ""
    REPLY = "公开"
    NOTICE = "公开告"
    CONSULTATION = "公开函"

    def number(self, mark: str, year: int, serial: int) -> str:
        """`临政公开〔2026〕5号`, by the agency's 机关代字; GB/T 9704-2012 7.2.5."""
        return f"{mark}{self}〔{year}〕{serial}号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`or_title` is its title where the question holds; `checks` refuse what would contradict itself.

    `is_remedy_disputed`: courts may hold a suit against it inadmissible (法释〔2025〕8号), so an office may leave R2 out.
    """

    code: str
    title: str
    parts: tuple[Part, ...]
    to: To = To.APPLICANT
    remedy: Remedy = Remedy.R0
    no_remedy_when: Question | None = None
    is_remedy_disputed: bool = False
    series: Series = Series.REPLY
    decisions: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    or_title: tuple[Question, str] | None = None
    is_signed: bool = True
    checks: tuple[Check, ...] = ()

    def title_for(self, facts: LetterFacts) -> str:
        title = self.or_title[1] if self.or_title and self.or_title[0](facts) else self.title
        return of_own_records(title) if facts.is_own_records else title

    def remedy_for(self, facts: LetterFacts, *, tells_disputed: bool = True) -> Remedy:
        is_none = bool(self.no_remedy_when and self.no_remedy_when(facts))
        is_left_out = self.is_remedy_disputed and not tells_disputed
        return Remedy.R0 if is_none or is_left_out else self.remedy


def of_own_records(title: str) -> str:
    """The title of a letter that both kinds of case have, where it is about a correction（条例第四十一条）."""
    return title.replace("政府信息公开申请", "更正本人信息请求")


RECEIVED = locked("本机关于{received_on}收到{你}通过{way}提出的{公开申请}（申请编号：{request_number}）。")
REQUEST = editable("{你}{申请公开}的内容为：{request_text}", "request_text")
SUPPLEMENTED = locked(
    "因申请需要补正，本机关于{correction_noticed_on}告知{你}补正，并于{corrected_on}收到补正后的申请。",
    when=given("corrected_on"),
    joins=True,
)
# What happened since, as far as it did.
COURSE = (
    SUPPLEMENTED,
    locked(
        "因征求第三方意见，本机关于{consulted_on}发出征求意见书，征求意见所需时间依法不计算在答复期限内。",
        when=given("consulted_on", "third_party_opinion"),
        joins=True,
    ),
    locked(
        "因答复期限延长，本机关于{extended_on}告知{你}，延长后的答复期限为{new_due}。",
        when=given("extended_on"),
        joins=True,
    ),
    locked(
        "{你}于{fee_paid_on}缴纳了信息处理费，答复期限自缴费完成次日起重新计算。",
        when=given("fee_paid_on"),
        joins=True,
    ),
)
OPENING = (RECEIVED, *COURSE, REQUEST)
