"""What can be done with one measure of a case: approve, send, deliver, and what answers it."""

from dataclasses import dataclass

from disclosure_requests import (
    approving,
    asking_reasons,
    charging,
    consulting,
    correcting,
    deed_forms,
    extending,
)
from disclosure_requests.deeds import HANDLE, REGISTER, SIGN
from disclosure_requests.models import Consultation, Correction, Extension, FeeNotice, ReasonsRequest
from disclosure_requests.workflow import Status


@dataclass(frozen=True, slots=True)
class MeasureDeed:
    """`when` asks the row whether its turn has come."""

    slug: str
    name: str
    permission: str
    verb: object
    when: object
    form: type = deed_forms.DeedForm


@dataclass(frozen=True, slots=True)
class Kind:
    slug: str
    model: type
    related: str
    deeds: tuple

    @property
    def name(self):
        return self.model._meta.verbose_name


def _waits(row):
    return not row.approved_at and not row.returned_at


def _approved(row):
    return bool(row.approved_at) and not row.sent_on


def _undelivered(row):
    return bool(row.sent_on) and not row.delivered_on


def _in(status):
    return lambda row: bool(row.sent_on) and row.case.status == status


F = deed_forms
_DECISIONS = (
    MeasureDeed("approve", "批准", SIGN, approving.approve, _waits),
    MeasureDeed("return", "退回起草人", SIGN, approving.send_back, _waits, F.Because),
)
KINDS = [
    Kind(
        "corrections",
        Correction,
        "corrections",
        (
            *_DECISIONS,
            MeasureDeed("send", "发出", REGISTER, correcting.send_correction, _approved),
            MeasureDeed("delivered", "登记送达", REGISTER, correcting.correction_delivered, _undelivered, F.Day),
            MeasureDeed("answer", "登记补正材料", REGISTER, correcting.correction_received, _in(Status.CORRECTION), F.Answered),
        ),
    ),
    Kind(
        "extensions",
        Extension,
        "extensions",
        (*_DECISIONS, MeasureDeed("send", "发出", REGISTER, extending.send_extension, _approved)),
    ),
    Kind(
        "fees",
        FeeNotice,
        "fee_notices",
        (
            *_DECISIONS,
            MeasureDeed("send", "发出", REGISTER, charging.send_fee, _approved),
            MeasureDeed("delivered", "登记送达", REGISTER, charging.fee_delivered, _undelivered, F.Day),
            MeasureDeed("paid", "登记缴费", REGISTER, charging.fee_paid, _in(Status.FEE), F.Paid),
        ),
    ),
    Kind(
        "reasons",
        ReasonsRequest,
        "reasons_requests",
        (
            *_DECISIONS,
            MeasureDeed("send", "发出", REGISTER, asking_reasons.send_reasons, _approved),
            MeasureDeed("answer", "登记申请人的说明", REGISTER, asking_reasons.reasons_received, _in(Status.REASON), F.ReasonsReceived),
            MeasureDeed("judge", "认定理由", SIGN, asking_reasons.judge, _in(Status.REASON), F.Judging),
        ),
    ),
    Kind(
        "consultations",
        Consultation,
        "consultations",
        (
            *_DECISIONS,
            MeasureDeed("send", "发出", REGISTER, consulting.send_consultation, _approved),
            MeasureDeed("delivered", "登记送达", REGISTER, consulting.consultation_delivered, _undelivered, F.Day),
            MeasureDeed("opinion", "登记意见", HANDLE, consulting.opinion_received, lambda row: row.is_open, F.OpinionReceived),
            MeasureDeed("silent", "期满没有意见", HANDLE, consulting.silent, lambda row: row.is_open and bool(row.delivered_on)),
        ),
    ),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure of the case page, with what this person can do about it now."""

    kind: Kind
    row: object
    deeds: list


def measures_of(case, user):
    return [
        Shown(kind, row, [deed for deed in kind.deeds if user.has_perm(deed.permission) and deed.when(row)])
        for kind in KINDS
        for row in getattr(case, kind.related).all()
    ]
