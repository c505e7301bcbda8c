"""登记、转交、签收、退回、移交: who works on a case."""

from django.db import transaction
from django.utils import timezone

from disclosure_requests.models import Applicant, ApplicantClass, Assignment
from disclosure_requests.moving import move, note_down
from disclosure_requests.telling import tell_handlers, tell_office, tell_person
from linhai_portal.workflow import InvalidMove


@transaction.atomic
def register(case, *, by, today, applicant_class):
    """The clerk who registers it looks after it, and reviews it at once."""
    if applicant_class not in ApplicantClass.values:
        raise InvalidMove("请选择申请人类别：年度报告按它统计。")
    citizen = case.applicant.is_citizen
    if citizen != (applicant_class == ApplicantClass.NATURAL):
        raise InvalidMove("公民申请的类别是“自然人”，法人或其他组织申请的选五类组织之一。")
    Applicant.objects.filter(pk=case.applicant.pk).update(applicant_class=applicant_class)
    move(case, "T3", by=by, today=today, officer=by)
    move(case, "T4", by=by, today=today)


@transaction.atomic
def assign(case, *, by, today, units, due_on=None):
    """To one unit or several; the first leads."""
    if not units:
        raise InvalidMove("请选择至少一个承办单位。")
    if due_on and due_on < today:
        raise InvalidMove("内部期限不能早于今天。")

    def record():
        for n, unit in enumerate(units):
            Assignment.objects.create(
                case=case, organization=unit, is_lead=n == 0, due_on=due_on, given_by=by
            )

    note = "、".join(unit.name for unit in units)
    move(case, "T13", by=by, today=today, note=note, record=record)
    tell_handlers(case, f"申请 {case.number} 转到您单位，请签收")


@transaction.atomic
def add_unit(case, *, by, today, unit, due_on=None):
    """One more unit joins in the work (协办)."""
    if case.assignments.standing().filter(organization=unit).exists():
        raise InvalidMove(f"{unit}已经在承办。")
    leads = not case.assignments.standing().filter(is_lead=True).exists()
    Assignment.objects.create(case=case, organization=unit, is_lead=leads, due_on=due_on, given_by=by)
    note_down(case, "增加承办单位", by=by, today=today, note=unit.name)
    tell_handlers(case, f"申请 {case.number} 转到您单位，请签收")


@transaction.atomic
def accept(assignment, *, by, today):
    rows = Assignment.objects.filter(pk=assignment.pk, handler=None, returned_at=None)
    if not rows.update(handler=by, accepted_at=timezone.now()):
        raise InvalidMove("这件申请已经有人签收，或者已经退回。请刷新页面查看最新情况。")
    note_down(assignment.case, "签收", by=by, today=today, note=assignment.organization.name)


@transaction.atomic
def give_back(assignment, *, by, today, reason):
    """The unit says why it is not the right one; the office assigns it anew."""
    if not reason.strip():
        raise InvalidMove("退回要写明理由，例如这项信息由哪个单位制作。")
    rows = Assignment.objects.filter(pk=assignment.pk, returned_at=None)
    if not rows.update(returned_at=timezone.now(), return_reason=reason, is_lead=False):
        raise InvalidMove("已经退回。请刷新页面查看最新情况。")
    note_down(
        assignment.case, "承办单位退回", by=by, today=today, note=f"{assignment.organization}：{reason}"
    )
    tell_office(assignment.case, f"申请 {assignment.case.number} 被承办单位退回，请重新转交", text=reason)


@transaction.atomic
def hand_over(assignment, *, by, to, today):
    """To a colleague of the same unit."""
    if not to.memberships.filter(organization=assignment.organization).exists():
        raise InvalidMove(f"{to}不在{assignment.organization}，请选本单位的承办人。")
    if not Assignment.objects.filter(pk=assignment.pk, returned_at=None).update(
        handler=to, accepted_at=timezone.now()
    ):
        raise InvalidMove("已经退回。请刷新页面查看最新情况。")
    note_down(assignment.case, "移交", by=by, today=today, note=f"移交给 {to}")
    tell_person(to, assignment.case, f"申请 {assignment.case.number} 移交给您办理")


@transaction.atomic
def give_opinion(assignment, *, by, today, opinion):
    """会商: what the unit says, on record with the case."""
    if not opinion.strip():
        raise InvalidMove("请写明意见。")
    Assignment.objects.filter(pk=assignment.pk).update(opinion=opinion, opinion_at=timezone.now())
    note_down(assignment.case, "承办意见", by=by, today=today, note=f"{assignment.organization}：{opinion}")
