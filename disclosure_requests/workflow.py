"""The course of a disclosure request as one table (rules: requests §7, 条例第四十五条 登记、审核、办理、答复、归档).

Buttons, permissions, the flow chart and the tests read it; `moving.move` is the door. A move whose `to` is None leaves
the status as it is. Guards are words here and functions in `guards.py`, under the same key.
"""

from dataclasses import dataclass

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "填写中"
    AWAIT_CONFIRM = "await_confirm", "待确认"
    RECEIVED = "received", "已收到"
    REGISTERED = "registered", "已登记"
    REVIEW = "review", "审核"
    CORRECTION = "correction", "等待补正"
    HANDLING = "handling", "办理"
    THIRD_PARTY = "third_party", "征求第三方意见"
    AGENCY_CONSULT = "agency_consult", "征求其他机关意见"
    REASON = "reason", "等待说明理由"
    FEE = "fee", "等待缴费"
    DELAYED = "delayed", "延迟答复"
    DRAFTING = "drafting", "起草答复"
    CHECK = "check", "待审签"
    SIGNED = "signed", "待送达"
    SENT = "sent", "已答复"
    DELIVERED = "delivered", "已送达"
    ARCHIVED = "archived", "已归档"
    ABANDON_CORR = "abandon_corr", "逾期不补正，不再处理"
    ABANDON_FEE = "abandon_fee", "逾期不缴费，不再处理"
    WITHDRAWN = "withdrawn", "已撤回"
    RECONSIDER = "reconsider", "行政复议"
    LITIGATION = "litigation", "行政诉讼"
    REDO = "redo", "重新答复"


class Kind(models.TextChoices):
    INFORMATION = "information", "政府信息公开申请"
    OWN_RECORDS = "own_records", "更正本人信息申请"  # 条例第四十一条


class Actor(models.TextChoices):
    """Who makes a move; `PERMISSIONS` says by which right."""

    APPLICANT = "applicant", "申请人"
    CLERK = "clerk", "公开办经办人"
    HEAD = "head", "公开办负责人"
    HANDLER = "handler", "承办人"
    REVIEWER = "reviewer", "审核人"
    ARCHIVIST = "archivist", "档案员"


PERMISSIONS = {
    Actor.CLERK: "disclosure_requests.register_disclosurerequest",
    Actor.HEAD: "disclosure_requests.sign_disclosurerequest",
    Actor.HANDLER: "disclosure_requests.handle_disclosurerequest",
    Actor.REVIEWER: "disclosure_requests.check_disclosurerequest",
    Actor.ARCHIVIST: "disclosure_requests.archive_disclosurerequest",
}


@dataclass(frozen=True, slots=True)
class Move:
    """`deed` names the button, `told` what the applicant reads in the course of the case (empty: nothing).

    `kinds`: which cases have it; what 条例第三十二条 to 第三十五条 and 第四十二条 say is of no correction of own records.
    """

    key: str
    sources: tuple[Status, ...]
    to: Status | None
    actors: tuple[Actor, ...]
    deed: str
    guard: str
    clock: str
    letters: tuple[str, ...] = ()
    told: str = ""
    kinds: tuple[Kind, ...] = tuple(Kind)

    @property
    def permissions(self):
        return [PERMISSIONS[actor] for actor in self.actors if actor in PERMISSIONS]


S, A = Status, Actor
_INFORMATION, _OWN_RECORDS = (Kind.INFORMATION,), (Kind.OWN_RECORDS,)
_CONSULTING = (S.HANDLING, S.THIRD_PARTY, S.AGENCY_CONSULT)
_BEFORE_SENT = (
    S.DRAFT,
    S.AWAIT_CONFIRM,
    S.RECEIVED,
    S.REGISTERED,
    S.REVIEW,
    S.CORRECTION,
    *_CONSULTING,
    S.REASON,
    S.FEE,
    S.DELAYED,
    S.DRAFTING,
    S.CHECK,
    S.SIGNED,
)
_REPLIED = (S.DELIVERED, S.RECONSIDER, S.LITIGATION, S.ARCHIVED)
_ON = "继续计时"
_OUT = "送出的次日起不计入，收到意见或者满 15 个工作日后继续（条例第三十三条第三款）"

TABLE = (
    Move("T1", (S.DRAFT,), S.AWAIT_CONFIRM, (A.APPLICANT, A.CLERK), "提交申请", "姓名或名称、身份证明、联系方式，信息的名称、文号或其他特征，形式要求齐全（条例第二十九条）", "不计时"),
    Move("T2", (S.AWAIT_CONFIRM,), S.RECEIVED, (A.APPLICANT, A.CLERK), "确认收到", "按提交方式确定收到申请之日（条例第三十一条）", "收到之日为第 0 日", ("D01",), "收到申请"),
    Move("T3", (S.RECEIVED,), S.REGISTERED, (A.CLERK,), "登记", "申请编号不重复，申请人类别已填写", _ON, (), "登记"),
    Move("T4", (S.REGISTERED,), S.REVIEW, (A.CLERK,), "开始审核", "", "7 个工作日内可以告知补正（条例第三十条）"),
    Move("T5", (S.REVIEW,), S.CORRECTION, (A.CLERK,), "补正告知", "内容不明确或要素不全；收到申请 7 个工作日内，一次性告知；负责人批准（条例第三十条）", "停止计时，收到补正后重新计算", ("D02",), "请您补正申请"),
    Move("T6", (S.CORRECTION,), S.REVIEW, (A.APPLICANT, A.CLERK), "登记补正材料", "在期限内补正，或者逾期而有正当理由", "从收到补正之日起重新计算 20 个工作日", (), "收到您的补正"),
    Move("T7", (S.CORRECTION,), S.ABANDON_CORR, (A.CLERK,), "逾期不补正，不再处理", "补正告知书已送达，期限已过，没有正当理由（条例第三十条）", "结束", ("D23",), "逾期没有补正，不再处理"),
    Move("T8", (S.REVIEW,), S.REASON, (A.CLERK,), "要求说明理由", "数量、频次明显超过合理范围（条例第三十五条）", _ON, ("D03",), "请您说明理由", kinds=_INFORMATION),
    Move("T9-1", (S.REASON,), S.DRAFTING, (A.HEAD,), "理由不合理，起草不予处理", "负责人认定理由不合理（条例第三十五条）", _ON, ("D21",), kinds=_INFORMATION),
    Move("T9-2", (S.REASON,), S.HANDLING, (A.HEAD,), "理由合理，继续办理", "", _ON, (), "理由已收到，继续办理", kinds=_INFORMATION),
    Move("T9-3", (S.REASON,), S.DELAYED, (A.HEAD,), "理由合理，延迟答复", "无法在规定期限内答复，告知答复的合理期限（条例第三十五条）", "以告知的日期为准", ("D05",), "延迟答复", kinds=_INFORMATION),
    Move("T10", (S.REVIEW, S.HANDLING), S.FEE, (A.CLERK, A.HANDLER), "收费通知", "超过免费数量，在答复期限内，负责人批准（条例第四十二条）", "停止计时，缴费后重新计算", ("D08",), "请您缴纳信息处理费", kinds=_INFORMATION),
    Move("T11", (S.FEE,), S.HANDLING, (A.CLERK,), "登记缴费", "收到收费通知的次日起 20 个工作日内缴费（国办函〔2020〕109号）", "从缴费之日起重新计算 20 个工作日", (), "收到您的缴费", kinds=_INFORMATION),
    Move("T12", (S.FEE,), S.ABANDON_FEE, (A.CLERK,), "逾期不缴费，不再处理", "收费通知已送达，20 个工作日已过，核对没有缴费", "结束", ("D24",), "逾期没有缴费，不再处理", kinds=_INFORMATION),
    Move("T13", (S.REVIEW,), S.HANDLING, (A.CLERK,), "转交办理", "至少一个承办单位", _ON, (), "转给承办单位"),
    Move("T14", _CONSULTING, S.THIRD_PARTY, (A.HANDLER, A.CLERK), "征求第三方意见", "公开会损害第三方合法权益，负责人批准，书面征求（条例第三十二条）", _OUT, ("D06", "D07"), "征求第三方意见，这段时间不计入期限", kinds=_INFORMATION),
    Move("T15", (S.THIRD_PARTY, S.AGENCY_CONSULT), S.HANDLING, (A.HANDLER, A.CLERK), "第三方意见收到或者到期", "收到意见，或者满 15 个工作日", "继续计时", (), "征求第三方意见结束", kinds=_INFORMATION),
    Move("T16", _CONSULTING, S.AGENCY_CONSULT, (A.HANDLER, A.CLERK), "征求其他机关意见", "共同制作（条例第三十四条）或者涉及其他机关（条例第十一条）", _OUT, ("D09",), "征求其他机关意见，这段时间不计入期限", kinds=_INFORMATION),
    Move("T17", (S.AGENCY_CONSULT, S.THIRD_PARTY), S.HANDLING, (A.HANDLER, A.CLERK), "其他机关意见收到或者到期", "收到意见，或者满 15 个工作日", "继续计时", (), "征求其他机关意见结束", kinds=_INFORMATION),
    Move("T18", (S.REVIEW, *_CONSULTING, S.DRAFTING, S.CHECK), None, (A.CLERK, A.HANDLER), "延期答复", "期限正在计算，负责人批准并在到期前告知，最多 20 个工作日，只能一次（条例第三十三条第二款）", "到期日顺延", ("D04",), "延期答复", kinds=_INFORMATION),
    Move("T19", (S.HANDLING,), S.DRAFTING, (A.HANDLER, A.CLERK), "起草答复", "没有还在征求的意见", _ON),
    Move("T20-1", (S.DRAFTING,), S.CHECK, (A.HANDLER, A.CLERK), "提交审核", "答复类型、条款、理由齐全；信息不存在的有检索记录", _ON),
    Move("T20-2", (S.CHECK,), S.DRAFTING, (A.REVIEWER, A.HEAD), "退回修改", "写明理由", _ON),
    Move("T20-3", (S.CHECK,), S.SIGNED, (A.HEAD,), "签发", "合法性和保密审查已完成（条例第十七条），签发人不是起草人", _ON),
    Move("T21", (S.SIGNED,), S.SENT, (A.CLERK,), "发出答复", "文书已编号；第三方反对而公开的，公开决定告知书已送达第三方，从送达起满等待期（条例第三十二条）", "以发出之日停止计时", (), "已答复"),
    Move("T22", (S.SENT,), S.DELIVERED, (A.CLERK, A.APPLICANT), "登记送达", "签收、邮政记录、下载记录或者邮件回执", "救济期限开始", (), "已送达"),
    Move("T23", _BEFORE_SENT, S.WITHDRAWN, (A.APPLICANT, A.CLERK), "撤回申请", "申请人签名或者确认", "结束", ("D25",), "您撤回了申请"),
    Move("T24", (S.DELIVERED, S.ABANDON_CORR, S.ABANDON_FEE, S.WITHDRAWN), S.ARCHIVED, (A.ARCHIVIST,), "归档", "材料齐全", "已结束", (), "归档"),
    Move("T25-1", (S.DELIVERED,), S.RECONSIDER, (A.CLERK,), "登记行政复议", "收到复议机关的通知", "按行政复议法的期限"),
    Move("T25-2", (S.DELIVERED, S.RECONSIDER), S.LITIGATION, (A.CLERK,), "登记行政诉讼", "收到法院的通知", "按行政诉讼法的期限"),
    Move("T26", (S.RECONSIDER, S.LITIGATION), S.REDO, (A.CLERK,), "责令重新答复", "复议决定或者判决责令重新答复", "按责令的期限；没有写明的为收到之日起 20 个工作日", (), "重新办理"),
    Move("T28", (S.DELAYED,), S.DRAFTING, (A.HANDLER, A.CLERK), "起草答复", "在告知的日期或者之前", "以告知的日期为准", kinds=_INFORMATION),
    Move("T29", (S.RECONSIDER, S.LITIGATION), S.ARCHIVED, (A.ARCHIVIST,), "复议、诉讼办结，归档", "维持、驳回或者撤回", "已结束"),
    Move("T30", (S.REDO,), S.DRAFTING, (A.HANDLER, A.CLERK), "起草新的答复", "", "按责令的期限"),
    Move("T32", (S.SENT, *_REPLIED), None, (A.CLERK,), "登记随访", "答复发出以后，问申请人是否满意", "不影响期限"),
    Move("T34", (S.HANDLING, S.DRAFTING, S.REDO), None, (A.HANDLER, A.CLERK), "核查记录", "写明核查了什么、谁核查、哪一天、结果怎样（条例第四十一条）；没有核查记录，不能提交告知书", _ON, (), "核查了有关记录", kinds=_OWN_RECORDS),
    Move("T33", _REPLIED, None, (A.APPLICANT,), "评价答复", "打开答复以后；归档以前可以改", "不影响期限", (), "您评价了答复"),
)  # fmt: skip
MOVES_BY_KEY = {move.key: move for move in TABLE}
MOVES = {status: {move.to for move in TABLE if status in move.sources and move.to} for status in Status}
OPEN = [*(each for each in _BEFORE_SENT if each is not S.DRAFT), S.REDO]
IN_REMEDY = [S.RECONSIDER, S.LITIGATION]
QUEUED = [*OPEN, *IN_REMEDY]  # what the office still has something to do about


def faults():
    """What is wrong with the table: a status that can't be reached, or one that can't be left."""
    reached = {S.DRAFT} | {move.to for move in TABLE}
    left = {S.ARCHIVED} | {source for move in TABLE if move.to for source in move.sources}
    words = [f"{status} can't be reached" for status in Status if status not in reached]
    words += [f"{status} can't be left" for status in Status if status not in left]
    if len(MOVES_BY_KEY) != len(TABLE):
        words.append("two moves have one key")
    return words
