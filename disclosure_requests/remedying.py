"""行政复议、行政诉讼 and the new reply they order: T25, T26 and T29 of the table (rules: requests §7, §9)."""

from django.db import transaction

from disclosure_requests.archiving import archive
from disclosure_requests.models import Remedy
from disclosure_requests.moving import check_day, move, note_down
from disclosure_requests.telling import tell_handlers, tell_heads, tell_office
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove

Path = Remedy.Path


@transaction.atomic
def start(remedy, *, by, today):
    """`remedy` is an unsaved row; the notice of the organ or court has come."""
    case = remedy.case
    check_day(case, remedy.filed_on, today=today, what="申请或起诉日期")
    told = {"收到副本日期": remedy.noticed_on, "受理或立案日期": remedy.accepted_on}
    for what, on in told.items():
        if on:
            check_day(case, on, today=today, since=remedy.filed_on, what=what)
    _check_path(remedy)
    key = "T25-2" if remedy.is_suit else "T25-1"
    move(
        case,
        key,
        by=by,
        today=today,
        on=remedy.noticed_on or remedy.filed_on,
        note=(words := _in_words(remedy)),
        record=remedy.save,
    )
    tell_heads(case, f"申请 {case.number} 进入{remedy.get_path_display()}", text=words, but=by)
    return remedy


def _in_words(remedy):
    """Before whom, and by when the agency must answer; without evidence in time there is none（复议法第七十条，行诉法第三十四条）."""
    calendar = work_calendar()
    answer, decision = remedy.answer_due(calendar), remedy.decision_due(calendar)
    return "。".join(
        [
            f"{remedy.get_path_display()}　{remedy.organ}".strip(),
            *([f"{answer.due_on} 前提出答复和证据（{answer.article}）"] if answer else []),
            f"{decision.due_on} 前应当作出决定或者判决（{decision.article}）",
        ]
    )


def reconsidered(case, *, by, today, **facts):
    return start(Remedy(case=case, path=Path.RECONSIDERATION, **facts), by=by, today=today)


def sued(case, *, by, today, **facts):
    return start(Remedy(case=case, **facts), by=by, today=today)


def latest(case):
    return case.remedies.last()


def decided(case, *, by, today, **facts):
    """Of the remedy that the case is in: an earlier one is over before a later begins."""
    return decide(latest(case), by=by, today=today, **facts)


def ordered(case, *, by, today, **facts):
    return order_redo(latest(case), by=by, today=today, **facts)


@transaction.atomic
def answer(case, *, by, today, on):
    """答复书 or 答辩状 with the evidence went to the organ or court."""
    remedy = latest(case)
    check_day(case, on, today=today, since=remedy.noticed_on, what="提出答复的日期")
    if not case.remedies.awaiting_answer().filter(pk=remedy.pk).update(answered_on=on):
        raise InvalidMove("答复已经登记，或者已经有结果。请刷新页面查看最新情况。")
    note_down(case, "提出答复和证据", by=by, today=today, on=on, note=remedy.get_path_display())


def _check_path(remedy):
    reconsidered = remedy.case.remedies.filter(path=Path.RECONSIDERATION)
    if reconsidered.pending().exists() and remedy.is_suit:
        raise InvalidMove("行政复议还没有结果。先登记复议的结果，再登记诉讼。")
    if remedy.path == Path.SUIT_AFTER_RECONSIDERATION and not reconsidered.exists():
        raise InvalidMove("没有登记过行政复议，不能登记“复议后诉讼”。")


@transaction.atomic
def decide(remedy, *, by, today, result, on, text=""):
    """The decision or judgment as it is; whether it orders a new reply is said by `order_redo`."""
    if result not in Remedy.Result.values:
        raise InvalidMove("请选择结果：维持、纠正或者其他。")
    check_day(remedy.case, on, today=today, since=remedy.filed_on, what="决定或判决日期")
    rows = Remedy.objects.filter(pk=remedy.pk).pending()
    if not rows.update(result=result, decided_on=on, text=text):
        raise InvalidMove("结果已经登记。请刷新页面查看最新情况。")
    remedy.refresh_from_db()
    words = f"{remedy.get_path_display()}：{remedy.get_result_display()}"
    note_down(remedy.case, "登记复议、诉讼结果", by=by, today=today, on=on, note=words)
    tell_office(remedy.case, f"申请 {remedy.case.number} 的{words}")


@transaction.atomic
def order_redo(remedy, *, by, today, on, number=None, unit=Remedy.Unit.WORKDAYS):
    """责令重新答复, received on a day; without a period of its own it is 20 workdays."""
    if remedy.result != Remedy.Result.CORRECTED:
        raise InvalidMove("结果是“纠正”的，才登记责令重新答复。")
    if number is not None and number < 1:
        raise InvalidMove("责令的期限至少 1 天；没有写明的不填。")
    check_day(remedy.case, on, today=today, since=remedy.decided_on, what="收到日期")

    def record():
        Remedy.objects.filter(pk=remedy.pk).update(ordered_on=on, ordered_number=number, ordered_unit=unit)

    move(remedy.case, "T26", by=by, today=today, on=on, record=record)
    remedy.refresh_from_db()
    tell_office(remedy.case, f"申请 {remedy.case.number} 要重新答复")
    tell_handlers(remedy.case, f"申请 {remedy.case.number} 要重新答复")


def finish(case, *, by, today):
    """Upheld, rejected or withdrawn: the dossier is sealed with the papers of the remedy in it."""
    return archive(case, by=by, today=today, key="T29")
