"""下一步 of a row of the queue: a verb for whose turn it is, for everybody else to look how far it is (design 07).

The table says which move of the workflow it stands for, and with it who may; nothing more is asked about a row.
"""

from dataclasses import dataclass

from django.urls import reverse

from disclosure_requests.workflow import MOVES_BY_KEY, Status


@dataclass(frozen=True, slots=True)
class Step:
    """`page` of the case does it; empty where the page of the case has to say how."""

    verb: str
    move: str
    page: str = ""


_DRAFT = "起草答复"
STEPS = {
    Status.AWAIT_CONFIRM: Step("登记确认", "T2", "confirm"),
    Status.RECEIVED: Step("登记", "T3", "register"),
    Status.REGISTERED: Step("审核", "T4"),
    Status.REVIEW: Step("分办", "T13", "assign"),
    Status.CORRECTION: Step("登记补正", "T6"),
    Status.HANDLING: Step(_DRAFT, "T19", "decision"),
    Status.THIRD_PARTY: Step("登记意见", "T15"),
    Status.AGENCY_CONSULT: Step("登记意见", "T17"),
    Status.REASON: Step("认定理由", "T9-2"),
    Status.FEE: Step("登记缴费", "T11"),
    Status.DELAYED: Step(_DRAFT, "T28", "decision"),
    Status.DRAFTING: Step("写答复", "T20-1"),
    Status.CHECK: Step("审签", "T20-2"),
    Status.SIGNED: Step("发出", "T21", "send"),
    Status.RECONSIDER: Step("登记结果", "T26"),
    Status.LITIGATION: Step("登记结果", "T26"),
    Status.REDO: Step(_DRAFT, "T30", "decision"),
}
LOOK = Step("看办理", "")
_CORRECT, _ACCEPT = Step("今天发补正", "T5", "correct"), Step("签收", "", "accept")
_ADD_UNIT = Step("增加单位", "T13", "add-unit")  # the right of whoever gives a case to units
_WITH_UNIT = (Status.HANDLING, Status.DELAYED, Status.DRAFTING, Status.REDO)


class Steps:
    """For one person: what they may is asked once, whatever number of rows follows."""

    def __init__(self, user):
        self.queue = reverse("cases:queue")
        self._user, self._is_of_office = user, user.is_city_wide
        self._may = {status for status, step in STEPS.items() if _may(user, step)}
        self._may_give = _may(user, _ADD_UNIT)

    def of(self, case, handlers, *, is_today):
        """(verb, address from the queue); `handlers` are the keys of who accepted it for each unit, None for nobody."""
        step = self._step(case, handlers, is_today)
        return step.verb, f"{case.pk}/{step.page}/" if step.page else f"{case.pk}/"

    def _step(self, case, handlers, is_today):
        status = Status(case.status)
        if status == Status.HANDLING and not handlers and self._may_give:
            return _ADD_UNIT
        if status not in self._may:
            return LOOK
        if status == Status.REVIEW and is_today and case.limit_kind == "notice":
            return _CORRECT
        if status in _WITH_UNIT and self._user.pk not in handlers:
            return LOOK if self._is_of_office else _ACCEPT if None in handlers else STEPS[status]
        return STEPS[status]


def _may(user, step):
    return any(user.has_perm(permission) for permission in MOVES_BY_KEY[step.move].permissions)
