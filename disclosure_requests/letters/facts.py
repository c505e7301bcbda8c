"""What a letter may need to know, as plain values: nothing here asks a database.

Every fact has the name by which an officer knows it, so that a refusal can say what is missing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, get_type_hints

from disclosure_requests.fees import Band, bands_by_item, bands_by_page, total
from disclosure_requests.letters.grounds import GROUNDS
from disclosure_requests.receipt import Channel


class CannotCompose(ValueError):
    """The letter would be incomplete or contradict itself; one Chinese sentence that says what to do.

    `fact` is the name of the field at fault, empty where it is none in particular.
    """

    def __init__(self, words, fact=""):
        super().__init__(words)
        self.fact = fact


class Opinion(StrEnum):
    """What a third party said; 条例第三十二条."""

    AGREED = "agreed"
    OBJECTED = "objected"
    SILENT = "silent"


class FeeBasis(StrEnum):
    ITEMS = "items"  # 按件
    PAGES = "pages"  # 按量


@dataclass(frozen=True, slots=True)
class Material:
    name: str
    pages: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """A part that is not given: which, the ground N1 to N7, and why it is that ground."""

    part: str
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class EarlierReply:
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class Told:
    """By what name an officer knows a fact, and what helps to write it."""

    label: str
    help: str = ""


class Written(Told):
    """Prose that a person wrote, into which the name of the applicant may have slipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    # The agency and its letter
    agency: Annotated[str, Told("答复机关")] = ""
    number: Annotated[str, Told("发文字号")] = ""
    dated: Annotated[date | None, Told("成文日期")] = None
    contact_person: Annotated[str, Told("联系人")] = ""
    contact_phone: Annotated[str, Told("联系电话")] = ""
    contact_address: Annotated[str, Told("联系地址")] = ""
    is_sent_online: Annotated[bool, Told("通过互联网送达")] = False

    # The application
    applicant: Annotated[str, Told("申请人")] = ""
    is_natural_person: Annotated[bool, Told("申请人是公民")] = True
    request_number: Annotated[str, Told("申请编号")] = ""
    lookup_code: Annotated[str, Told("查询码")] = ""
    channel: Annotated[Channel | None, Told("申请方式")] = None
    received_on: Annotated[date | None, Told("收到申请之日")] = None
    request_text: Annotated[str, Written("申请内容", "照申请原文或者准确概括，不加评论")] = ""
    due_on: Annotated[date | None, Told("答复期限")] = None
    is_due_provisional: Annotated[bool, Told("答复期限是暂定的")] = False
    decision: Annotated[str, Told("决定类型")] = ""
    is_own_records: Annotated[bool, Told("更正本人信息")] = False
    reply_workdays: Annotated[int | None, Told("办理更正的工作日数")] = None

    # 补正
    correction_points: Annotated[
        tuple[str, ...], Written("需要补正的事项", "一项一条，说明缺什么、不明确在哪里")
    ] = ()
    correction_guidance: Annotated[str, Written("指导和释明", "告诉申请人可以怎样写，举例说明")] = ""
    correction_days: Annotated[int | None, Told("补正期限（工作日）")] = None
    correction_number: Annotated[str, Told("补正告知书文号")] = ""
    correction_noticed_on: Annotated[date | None, Told("补正告知之日")] = None
    correction_delivered_on: Annotated[date | None, Told("补正告知书送达之日")] = None
    correction_due_on: Annotated[date | None, Told("补正期限届满之日")] = None
    corrected_on: Annotated[date | None, Told("收到补正申请之日")] = None
    still_unclear: Annotated[str, Written("补正后仍不明确之处", "说明为什么仍无法检索")] = ""

    # 延期, 延迟, 说明理由
    extension_reason: Annotated[str, Written("延期的原因", "接在“因”字后写，具体说明，不写工作需要")] = ""
    extension_workdays: Annotated[int | None, Told("延期的工作日数")] = None
    original_due: Annotated[date | None, Told("原答复期限")] = None
    new_due: Annotated[date | None, Told("延期后的答复期限")] = None
    extended_on: Annotated[date | None, Told("延期告知之日")] = None
    request_count: Annotated[int | None, Told("申请件数")] = None
    counted_since: Annotated[date | None, Told("件数起算之日")] = None
    reasons_due_on: Annotated[date | None, Told("说明理由的期限")] = None
    is_reasons_due_provisional: Annotated[bool, Told("说明理由的期限是暂定的")] = False
    reasons_asked_on: Annotated[date | None, Told("要求说明理由之日")] = None
    reasons_given: Annotated[
        str, Written("申请人说明的理由", "照原文或者准确概括；没有说明的写“未说明理由”")
    ] = ""
    delay_reason: Annotated[
        str, Written("不能按期答复的原因", "接在“因”字后写，说明申请的数量和需要的工作")
    ] = ""
    promised_on: Annotated[date | None, Told("延迟答复的期限")] = None

    # Third parties and other agencies
    third_party: Annotated[str, Told("第三方")] = ""
    is_third_party_natural: Annotated[bool, Told("第三方是公民")] = False
    information_summary: Annotated[
        str, Written("所涉信息概要", "够第三方判断即可，不写申请人是谁、为什么申请")
    ] = ""
    harm_summary: Annotated[str, Written("可能损害的权益", "例如商业秘密、个人隐私，各是哪些内容")] = ""
    consulted_on: Annotated[date | None, Told("征求意见之日")] = None
    third_party_opinion: Annotated[Opinion | None, Told("第三方意见")] = None
    third_party_reason: Annotated[
        str, Written("第三方不同意的理由", "照第三方来函概括，不写出要保护的内容")
    ] = ""
    public_interest: Annotated[
        str, Written("公共利益的考虑", "说明为什么不公开可能对公共利益造成重大影响")
    ] = ""
    disclosure_after: Annotated[date | None, Told("公开之日")] = None
    consulted_agency: Annotated[str, Told("被征求意见机关")] = ""
    is_jointly_made: Annotated[bool, Told("共同制作")] = True
    question: Annotated[str, Written("征求意见的问题", "要对方就什么表示意见")] = ""
    opinion_due_on: Annotated[date | None, Told("反馈期限")] = None
    is_opinion_due_provisional: Annotated[bool, Told("反馈期限是暂定的")] = False

    # 信息处理费
    fee_basis: Annotated[FeeBasis | None, Told("计费方式")] = None
    fee_count: Annotated[int | None, Told("计费数量")] = None
    fee_counted_before: Annotated[int, Told("本月此前已通知收费的件数")] = 0
    fee_number: Annotated[str, Told("收费通知书文号")] = ""
    fee_delivered_on: Annotated[date | None, Told("收费通知书送达之日")] = None
    fee_due_on: Annotated[date | None, Told("缴费期限届满之日")] = None
    fee_paid_on: Annotated[date | None, Told("缴费之日")] = None
    payment_way: Annotated[str, Written("缴费方式", "收款单位、账号或者缴款码、窗口")] = ""

    # The reply
    reason: Annotated[str, Written("理由", "针对本件写明事实和判断，不重复法条")] = ""
    access_way: Annotated[str, Written("获取的方式、途径", "在哪里、怎样查到")] = ""
    url: Annotated[str, Told("网址")] = ""
    materials: Annotated[tuple[Material, ...], Written("提供的材料")] = ()
    carrier: Annotated[str, Told("载体形式")] = ""
    delivery: Annotated[str, Told("提供方式")] = ""
    viewing: Annotated[str, Written("查阅、抄录的时间和地点", "不能提供副本时填写")] = ""
    provided_part: Annotated[str, Written("予以公开的部分", "说明给了什么")] = ""
    withheld: Annotated[tuple[Withheld, ...], Written("不予公开的部分及理由", "逐项写明")] = ()
    prohibiting_law: Annotated[
        str, Told("禁止公开的法律、行政法规", "写全称和条款，例如《……法》第×条；规章和文件不够")
    ] = ""
    special_law: Annotated[
        str, Told("有特别规定的法律、行政法规", "写全称和条款，例如《……条例》第×条；规章和文件不够")
    ] = ""
    query_subject: Annotated[str, Written("查询事项", "例如不动产登记资料")] = ""
    window: Annotated[str, Written("办理窗口", "名称、地址、电话")] = ""
    searched_on: Annotated[date | None, Told("检索之日")] = None
    search_scope: Annotated[str, Written("检索范围", "系统、档案、科室")] = ""
    search_words: Annotated[str, Written("检索词")] = ""
    search_note: Annotated[str, Written("检索情况的补充说明", "例如为什么没有制作")] = ""
    responsible_agency: Annotated[str, Told("负责公开的机关")] = ""
    responsible_contact: Annotated[str, Told("该机关的联系方式")] = ""
    earlier_replies: Annotated[tuple[EarlierReply, ...], Told("此前的答复", "文号和日期，一件一条")] = ()
    channel_hint: Annotated[str, Written("可以通过的渠道")] = ""
    legal_basis: Annotated[str, Written("依据", "接在“根据”后写，写全称和条、款、项")] = ""
    withdrawn_on: Annotated[date | None, Told("撤回之日")] = None

    # 更正本人信息, 条例第四十一条
    verified_on: Annotated[date | None, Told("核查之日")] = None
    verified: Annotated[str, Written("核查的情况", "核查了哪些记录和材料，照核查记录写")] = ""
    rectified_on: Annotated[date | None, Told("更正之日")] = None
    record_before: Annotated[str, Written("更正前的记录")] = ""
    record_after: Annotated[str, Written("更正后的记录")] = ""

    # 救济
    reconsideration_organ: Annotated[str, Told("行政复议机关")] = ""
    internet_channel: Annotated[str, Told("提交行政复议申请的互联网渠道", "网址或者平台名称")] = ""
    court: Annotated[str, Told("人民法院")] = "有管辖权的人民法院"
    complaint_organ: Annotated[str, Told("受理投诉、举报的机关")] = (
        "上一级行政机关或者政府信息公开工作主管部门"
    )

    @property
    def fee_bands(self) -> list[Band]:
        count = self.fee_count or 0
        return bands_by_item(count) if self.fee_basis is FeeBasis.ITEMS else bands_by_page(count)

    @property
    def fee_noticed_before(self) -> int:
        """Yuan that earlier notices of the month have asked for."""
        return total(bands_by_item(self.fee_counted_before)) if self.fee_basis is FeeBasis.ITEMS else 0

    @property
    def fee_amount(self) -> int:
        return total(self.fee_bands) - self.fee_noticed_before

    @property
    def grounds(self) -> set[str]:
        """The grounds N1 to N7 on which anything is withheld."""
        return {each.ground for each in self.withheld} | (
            {self.decision} if self.decision in GROUNDS else set()
        )


FACTS: dict[str, Told] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(LetterFacts, include_extras=True).items()
}


def is_missing(value) -> bool:
    """An empty fact, or several that are all empty; a number of zero is one that was told."""
    if isinstance(value, tuple):
        return all(map(is_missing, value))
    return value is None or (isinstance(value, str) and not value.strip())
