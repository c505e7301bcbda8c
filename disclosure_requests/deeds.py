"""What the office can do with a case: one table of buttons, each with its right, its form and its verb.

A deed with `key` is a move of the workflow table, whose guard says why it is not possible now; the others say
themselves when they are shown. `on_own` asks the row of the person's own unit.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.timezone import localdate

from disclosure_requests import (
    archiving,
    asking_reasons,
    charging,
    consulting,
    correcting,
    deciding,
    deed_forms,
    ending,
    extending,
    filing,
    following_up,
    keeping_materials,
    registering,
    remedy_forms,
    remedying,
    verifying,
)
from disclosure_requests.guards import (
    decision_whole,
    disclosure_notices,
    drafting_possible,
    follow_up_possible,
    why_not,
)
from disclosure_requests.looking import note
from disclosure_requests.models import Dossier
from disclosure_requests.workflow import IN_REMEDY, MOVES_BY_KEY, OPEN, PERMISSIONS, Actor, Status

REGISTER, HANDLE = PERMISSIONS[Actor.CLERK], PERMISSIONS[Actor.HANDLER]
CHECK, SIGN, ARCHIVE = PERMISSIONS[Actor.REVIEWER], PERMISSIONS[Actor.HEAD], PERMISSIONS[Actor.ARCHIVIST]
# Worth a word also where they are not possible: officers ask why.
EXPLAINED = ["T5", "T18"]
IN_WORK = [
    Status.HANDLING,
    Status.THIRD_PARTY,
    Status.AGENCY_CONSULT,
    Status.DELAYED,
    Status.DRAFTING,
]


@dataclass(frozen=True, slots=True)
class Deed:
    slug: str
    name: str
    permission: str
    verb: Callable
    form: type = deed_forms.DeedForm
    key: str = ""
    statuses: tuple = ()
    hint: str = ""
    when: Callable | None = None
    guard: Callable | None = None

    def is_shown(self, case, user):
        if not user.has_perm(self.permission) or (self.when and not self.when(case, user)):
            return False
        if not self.key:
            return case.status in self.statuses
        move = MOVES_BY_KEY[self.key]
        is_here = case.status in move.sources or (self.key in EXPLAINED and case.status in OPEN)
        return is_here and case.kind in move.kinds

    def why_not(self, case, user, today):
        if self.key and (reason := why_not(case, self.key, today=today)):
            return reason
        if self.guard and (reason := self.guard(case, today)):
            return reason
        return "" if self.is_shown(case, user) else "现在不需要这一步，或者不由您办理。"

    @property
    def law(self):
        """What the table says of it, for the line under the button."""
        if self.hint or not self.key:
            return self.hint
        move = MOVES_BY_KEY[self.key]
        return "。".join(filter(None, [move.guard, move.clock])) + "。"


def own_assignment(case, user):
    """What was given to a unit of this person and not returned."""
    return case.assignments.standing().filter(organization__in=user.organizations()).first()


def _unclaimed(case, user):
    own = own_assignment(case, user)
    return bool(own and own.handler is None)


def _claimed(case, user):
    own = own_assignment(case, user)
    return bool(own and own.handler_id == user.pk)


def _own(case, user):
    return own_assignment(case, user) is not None


def on_own(verb):
    """The verb of the row that was given to the person's own unit."""

    def deed(case, *, by, today, **facts):
        return verb(own_assignment(case, by), by=by, today=today, **facts)

    return deed


def _has_decision(case, user):
    return deciding.current(case) is not None


def _has_removable(case, user):
    return keeping_materials.removable(case).exists()


def _not_whole(case, today):
    """Handing in passes 起草 on the way, so the guards of both moves are asked."""
    return drafting_possible(case, today) or decision_whole(case, today)


def _unchecked(case, user):
    decision = deciding.current(case)
    return bool(decision and not decision.checked_at and not decision.is_written_by(user))


def _has_unserved(case, user):
    return disclosure_notices(case).filter(served_on=None).exists()


def _is_over(case, user):
    due = Dossier.objects.due_for_destruction(on=localdate())
    return due.filter(case=case, destruction_proposed_by=None).exists()


def _is_proposed(case, user):
    proposed = Dossier.objects.standing().filter(case=case).exclude(destruction_proposed_by=None)
    return proposed.exclude(destruction_proposed_by=user).exists()


def of_dossier(verb):
    def deed(case, *, by, today, **facts):
        return verb(case.dossier, by=by, today=today, **facts)

    return deed


def _was_received(case, user):
    return case.received_on is not None


def _is_answered(case, user):
    return not follow_up_possible(case, localdate())


def _awaits_answer(case, user):
    return case.remedies.awaiting_answer().exists()


def _is_pending(case, user):
    return case.remedies.pending().exists()


F, R = deed_forms, remedy_forms
DEEDS = [
    Deed("confirm", "登记双方确认", REGISTER, filing.confirm, F.Confirming, "T2"),
    Deed("register", "登记并审核", REGISTER, registering.register, F.Registering, "T3"),
    Deed("assign", "转交办理", REGISTER, registering.assign, F.Assigning, "T13"),
    Deed("accept", "签收", HANDLE, on_own(registering.accept), statuses=tuple(IN_WORK), when=_unclaimed),
    Deed("verify", "登记核查", HANDLE, verifying.verify, F.Verifying, "T34"),
    Deed("hand-in", "提交审核", HANDLE, deciding.hand_in, statuses=tuple(deciding.WRITABLE), when=_has_decision, guard=_not_whole),
    Deed("check", "合法性和保密审查", CHECK, deciding.check, F.Saying, statuses=(Status.CHECK,), when=_unchecked),
    Deed("sign", "签发", SIGN, deciding.sign, key="T20-3"),
    Deed("return", "退回修改", CHECK, deciding.send_back, F.Because, "T20-2"),
    Deed("serve-third-party", "登记公开决定送达第三方", REGISTER, deciding.third_party_served, F.Served, statuses=(Status.SIGNED,), when=_has_unserved, hint="从送达起等几个工作日，第三方还可以请求阻止公开；满了才能发出答复（条例第三十二条）。"),
    Deed("send", "发出答复", REGISTER, deciding.send, key="T21"),
    Deed("delivered", "登记送达", REGISTER, deciding.delivered, F.Day, "T22"),
    Deed("correct", "补正告知", REGISTER, correcting.propose_correction, F.Correcting, "T5"),
    Deed("abandon-uncorrected", "逾期不补正，不再处理", REGISTER, correcting.abandon_uncorrected, key="T7"),
    Deed("consult", "征求意见", HANDLE, consulting.propose_consultation, F.Consulting, "T14"),
    Deed("extend", "延期答复", HANDLE, extending.propose_extension, F.Extending, "T18"),
    Deed("charge", "收费通知", REGISTER, charging.propose_fee, F.Charging, "T10"),
    Deed("abandon-unpaid", "逾期不缴费，不再处理", REGISTER, charging.abandon_unpaid, key="T12"),
    Deed("ask-reasons", "请申请人说明理由", REGISTER, asking_reasons.propose_reasons, F.AskingReasons, "T8"),
    Deed("add-unit", "增加承办单位", REGISTER, registering.add_unit, F.AddingUnit, statuses=tuple(IN_WORK)),
    Deed("opinion", "写承办意见", HANDLE, on_own(registering.give_opinion), F.GivingOpinion, statuses=tuple(IN_WORK), when=_own),
    Deed("hand-over", "移交同事", HANDLE, on_own(registering.hand_over), F.HandingOver, statuses=tuple(IN_WORK), when=_claimed),
    Deed("give-back", "退回公开办", HANDLE, on_own(registering.give_back), F.Because, statuses=tuple(IN_WORK), when=_own),
    Deed("put-in", "放入材料", HANDLE, keeping_materials.put_in, F.PuttingIn, statuses=tuple(OPEN)),
    Deed("take-out", "取出材料", HANDLE, keeping_materials.take_out, F.TakingOut, statuses=tuple(deciding.WRITABLE), when=_has_removable),
    Deed("withdraw", "登记撤回", REGISTER, ending.withdraw, F.Withdrawing, "T23"),
    Deed("archive", "归档", ARCHIVE, archiving.archive, key="T24", when=_was_received),
    Deed("answer-remedy", "登记已提出答复和证据", REGISTER, remedying.answer, R.Answered, statuses=tuple(IN_REMEDY), when=_awaits_answer),
    Deed("reconsider", "登记行政复议", REGISTER, remedying.reconsidered, R.Reconsidered, "T25-1"),
    Deed("sue", "登记行政诉讼", REGISTER, remedying.sued, R.Sued, "T25-2"),
    Deed("decide-remedy", "登记复议、诉讼结果", REGISTER, remedying.decided, R.Decided, statuses=tuple(IN_REMEDY), when=_is_pending),
    Deed("order-redo", "登记责令重新答复", REGISTER, remedying.ordered, R.Redone, "T26"),
    Deed("finish-remedy", "复议、诉讼办结，归档", ARCHIVE, remedying.finish, key="T29"),
    Deed("follow-up", "登记随访", REGISTER, following_up.follow_up, F.FollowingUp, "T32", when=_is_answered),
    Deed("propose-destruction", "提请销毁卷宗", ARCHIVE, of_dossier(archiving.propose_destruction), F.Because, statuses=(Status.ARCHIVED,), when=_is_over),
    Deed("destroy", "批准销毁卷宗", SIGN, of_dossier(archiving.destroy), statuses=(Status.ARCHIVED,), when=_is_proposed),
    Deed("note", "写备注", HANDLE, note, F.Noting, statuses=tuple(Status), hint="只有工作人员看得到。"),
]  # fmt: skip
BY_SLUG = {deed.slug: deed for deed in DEEDS}


@dataclass(frozen=True, slots=True)
class Next:
    """A button of the case page, or the reason why there is none."""

    deed: Deed
    why_not: str


def next_deeds(case, user, *, today):
    """The first that is possible is the next step; what is not possible comes last with its reason."""
    shown = [Next(deed, deed.why_not(case, user, today)) for deed in DEEDS if deed.is_shown(case, user)]
    return sorted(shown, key=lambda each: bool(each.why_not))
