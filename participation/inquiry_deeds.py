"""Which step of an inquiry stands on its page for whom: one table behind buttons, addresses and permissions."""

from collections.abc import Callable
from dataclasses import dataclass

from participation import answering, correcting, extending, merging
from participation.inquiry_forms import (
    AcceptForm,
    ApproveForm,
    CorrectionForm,
    HandOnForm,
    MergeForm,
    PlainForm,
    ReasonForm,
)
from participation.models import Inquiry

ACCEPT, ANSWER, APPROVE = (f"participation.{deed}_inquiry" for deed in ("accept", "answer", "approve"))
DESTROY = "participation.destroy_identities"
Status = Inquiry.Status


def _always(inquiry):
    return True


@dataclass(frozen=True)
class Deed:
    """`verb` is called with the cleaned data of `form`; it stands on the page in these statuses, where it `applies`."""

    slug: str
    name: str
    permission: str
    statuses: tuple
    verb: Callable
    done: str
    form: type = PlainForm
    lead: str = ""
    applies: Callable = _always

    def is_possible(self, inquiry, user):
        stands = inquiry.status in self.statuses and user.has_perm(self.permission)
        return stands and self.applies(inquiry)


def _may_be_public(inquiry):
    return not inquiry.keep_private


def _is_public(inquiry):
    return inquiry.published_at is not None


def _may_be_extended(inquiry):
    return not (inquiry.kind == Inquiry.Kind.ERROR or inquiry.extended_on or inquiry.extension_asked_by_id)


def _asks_for_extension(inquiry):
    return inquiry.extension_is_asked


def _is_being_corrected(inquiry):
    return inquiry.corrections.waiting().exists()


def _may_be_corrected(inquiry):
    return not _is_being_corrected(inquiry)


_UNANSWERED = (Status.RECEIVED, Status.ACCEPTED, Status.HANDLING)
TABLE = (
    Deed(
        "accept", "受理", ACCEPT, (Status.RECEIVED, Status.REFUSED), answering.accept, "已受理。", AcceptForm
    ),
    Deed(
        "hand-on",
        "转办",
        ACCEPT,
        (Status.ACCEPTED, Status.HANDLING),
        answering.hand_on,
        "已转办。",
        HandOnForm,
    ),
    Deed(
        "refuse",
        "不受理",
        ACCEPT,
        (Status.RECEIVED, Status.ACCEPTED),
        answering.refuse,
        "已写明理由，提问人查进度时看得到。",
        ReasonForm,
        "广告、涉密、投诉举报和信访。写明理由，告诉提问人到哪里去。",
    ),
    Deed(
        "merge",
        "并入同样的提问",
        ACCEPT,
        _UNANSWERED,
        merging.merge,
        "已并入。答复以后，一起告诉提问人。",
        MergeForm,
        "同一件事有人问过的，写那一件的编号，一次答复大家都收到。",
    ),
    Deed(
        "ask-extension",
        "申请延期",
        ANSWER,
        (Status.HANDLING,),
        extending.ask_extension,
        "已申请，等另一个人批准。",
        ReasonForm,
        "情况复杂的，可以延一次，由审核员或者公开办批准。理由提问人看得到。",
        _may_be_extended,
    ),
    Deed(
        "extend",
        "批准延期",
        APPROVE,
        (Status.HANDLING,),
        extending.extend,
        "已延期，提问人看得到理由。",
        lead="批准以后，答复期限延长一次。理由提问人看得到。",
        applies=_asks_for_extension,
    ),
    Deed(
        "decline-extension",
        "不同意延期",
        APPROVE,
        (Status.HANDLING,),
        extending.decline_extension,
        "已告诉申请的人。",
        ReasonForm,
        applies=_asks_for_extension,
    ),
    Deed(
        "hand-back",
        "退回转办",
        ANSWER,
        (Status.HANDLING,),
        answering.hand_back,
        "已退回公开办。",
        ReasonForm,
        "不归本单位办的，写明理由和归哪个单位。",
    ),
    Deed(
        "approve",
        "审核通过",
        APPROVE,
        (Status.REVIEW,),
        answering.approve,
        "已答复，提问人会收到通知。",
        ApproveForm,
    ),
    Deed("return", "退回修改", APPROVE, (Status.REVIEW,), answering.send_back, "已退回拟稿人。", ReasonForm),
    Deed(
        "publish",
        "公开问答",
        APPROVE,
        (Status.KEPT,),
        answering.publish,
        "已公开。",
        applies=_may_be_public,
    ),
    Deed(
        "take-down",
        "撤下",
        APPROVE,
        (Status.PUBLIC, Status.ARCHIVED),
        answering.take_down,
        "已撤下，网页、搜索里都没有了。",
        ReasonForm,
        applies=_is_public,
    ),
    Deed(
        "approve-correction",
        "更正通过",
        APPROVE,
        correcting.CORRECTABLE,
        correcting.approve_correction,
        "已更正，提问人会收到通知。原来的答复留在下面。",
        lead="看过左边的更正，没有问题就通过。",
        applies=_is_being_corrected,
    ),
    Deed(
        "return-correction",
        "退回更正",
        APPROVE,
        correcting.CORRECTABLE,
        correcting.return_correction,
        "已退回拟稿人。",
        ReasonForm,
        applies=_is_being_corrected,
    ),
    Deed(
        "correct",
        "更正答复",
        ANSWER,
        correcting.CORRECTABLE,
        correcting.draft_correction,
        "已拟好更正，等另一个人审核。",
        CorrectionForm,
        "发现答复有误的，改好提交。另一个人审核以后才换上，原来的留着。",
        _may_be_corrected,
    ),
    Deed("archive", "归档", ACCEPT, (Status.PUBLIC, Status.KEPT), answering.archive, "已归档。"),
)
DEEDS = {deed.slug: deed for deed in TABLE}


def possible(inquiry, user):
    return [deed for deed in TABLE if deed.is_possible(inquiry, user)]
