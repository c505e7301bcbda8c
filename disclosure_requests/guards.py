"""Why a move of the table is not possible now, in words beside the button; empty when it is.

Each guard takes the case and the day. What a verb is told besides (reasons, dates) the verb checks itself.
"""

from django.conf import settings

from disclosure_requests.clock import Clock, payment_due, rules_on
from disclosure_requests.issuing import refusal, reply_code, reply_facts
from disclosure_requests.outcomes import OUTCOMES
from disclosure_requests.own_records import evidence_lacking, verification_lacking
from disclosure_requests.workflow import MOVES_BY_KEY, Kind, Status
from linhai_portal.calendar import work_calendar

_OBJECTIONS = ("objects", "partly")


def why_not(case, key, *, today):
    """The guard's own reason comes first: it says more than that the case stands elsewhere."""
    move = MOVES_BY_KEY[key]
    if case.kind not in move.kinds:
        return f"{Kind(case.kind).label}没有“{move.deed}”这一步。"
    guard = GUARDS.get(key)
    reason = guard(case, today) if guard and case.received_on else ""
    if reason:
        return reason
    if case.status not in move.sources:
        places = "、".join(dict.fromkeys(f"“{source.label}”" for source in move.sources))
        return f"现在是“{case.get_status_display()}”，在{places}环节才能办理。"
    return ""


def day_words(day):
    return f"{day.month} 月 {day.day} 日"


def correction_possible(case, today):
    if case.corrections.sent().exists():
        return "补正告知只能一次性作出，已经发过（条例第三十条）。"
    due = case.deadline(work_calendar()).correction_notice_due
    if today > due:
        return f"已超过 7 个工作日（{day_words(due)}止），不能再发（条例第三十条）。"
    return ""


def abandoned_correction(case, today):
    correction = case.corrections.sent().last()
    if not correction:
        return "没有发出过补正告知。"
    if not correction.delivered_on:
        return "先登记补正告知书的送达日期：没有送达凭证，不能视为放弃。"
    if correction.answered_on:
        return "申请人已经补正。"
    due = correction.answer_due(work_calendar())
    if today <= due:
        return f"补正期限到 {day_words(due)}，还没有过。"
    return ""


def extension_possible(case, today):
    if case.extensions.sent().exists():
        return "已经延期过一次，不能再次延期（条例第三十三条）。"
    if case.status == Status.DELAYED:
        return "已告知延迟答复的日期，不再延期。"
    deadline = case.deadline(work_calendar())
    if deadline.clock is Clock.STOPPED:
        return "计时已停止，不需要延期。"
    if deadline.clock is Clock.ENDED:
        return "已经答复。"
    if today > deadline.reply_due:
        return f"答复期限（{day_words(deadline.reply_due)}）已过，不能再延期（条例第三十三条）。"
    return ""


def fee_possible(case, today):
    sent = list(case.fee_notices.sent())
    if any(each.paid_on is None for each in sent):
        return "收费通知已经发出，等待缴费。"
    if sent:
        return "这件申请已经收过信息处理费：一件申请只用一种方式计收一次（国办函〔2020〕109号）。"
    deadline = case.deadline(work_calendar())
    if deadline.clock is Clock.RUNNING and today > deadline.reply_due:
        return "收费通知应当在答复期限内发出，期限已过（国办函〔2020〕109号）。"
    return ""


def abandoned_fee(case, today):
    notice = case.fee_notices.sent().last()
    if not notice:
        return "没有发出过收费通知。"
    if not notice.delivered_on:
        return "先登记收费通知书的送达日期：没有送达凭证，不能视为放弃。"
    due = payment_due(notice.delivered_on, rules_on(case.received_on), work_calendar())
    if today <= due:
        return f"缴费期限到 {day_words(due)}，还没有过（国办函〔2020〕109号）。"
    return ""


def drafting_possible(case, today):
    if any(each.is_open for each in case.consultations.all()):
        return "还有征求的意见没有收到。可以先写答复，意见收到或者期满以后再提交。"
    return ""


def decision_whole(case, today):
    """What would contradict itself is never handed in (rules: requests §5): the letter is composed, and refuses."""
    decision = _current(case)
    return contradiction(case, decision, today) if decision else "还没有写答复。"


def contradiction(case, decision, today):
    if decision.outcome not in OUTCOMES:
        return "请选择答复类型。"
    if reason := verification_lacking(case, decision.outcome):
        return reason
    if decision.outcome == "X4" and not case.reasons_requests.filter(judgement="unreasonable").exists():
        return "大量反复申请要先请申请人说明理由，并由负责人认定理由不合理（条例第三十五条）。"
    if "N4" in _grounds(decision) and not _third_party_heard(case):
        return "以第三方合法权益为由的，要先书面征求第三方意见，收到意见或者期满以后才能决定（条例第十五条、第三十二条）。"
    if overrules_third_party(case, decision) and not decision.told.get("public_interest", "").strip():
        return "第三方不同意公开而决定公开的，请填写“公共利益的考虑”（条例第三十二条）。"
    if words := outdated(decision.entries.all(), today):
        return words
    return refusal(reply_code(decision), reply_facts(case, decision, today=today))


def outdated(entries, today):
    """An entry of the negative list that stands no more is no aid either; what was signed before stays as it is."""
    entry = next((each for each in entries if not each.is_in_force(on=today)), None)
    return f"{entry} 现在没有效力，不能再作参考。请改答复，去掉它，按法定理由个别审查。" if entry else ""


def _current(case):
    return case.decisions.filter(is_current=True).first()


def _grounds(decision):
    return [decision.outcome, *(row[1] for row in decision.told.get("withheld", []))]


def _third_party_heard(case):
    return any(each.is_third_party and each.ended_at for each in case.consultations.all())


def signing_possible(case, today):
    decision = _current(case)
    if not decision:
        return "还没有写答复。"
    if not decision.checked_at:
        return "合法性和保密审查还没有完成（条例第十七条）。"
    return contradiction(case, decision, today)


def overrules_third_party(case, decision):
    """It discloses what a third party did not want disclosed; a part withheld for its sake respects the objection."""
    discloses = OUTCOMES[decision.outcome].group in ("予以公开", "部分公开") and "N4" not in _grounds(
        decision
    )
    return discloses and bool(objections(case))


def objections(case):
    return [each for each in case.consultations.all() if each.is_third_party and each.opinion in _OBJECTIONS]


def sending_possible(case, today):
    """Each third party has some days after it was served D06N to have the disclosure stopped（条例第三十二条）."""
    served = [letter.served_on for letter in disclosure_notices(case)]
    if None in served:
        return "第三方不同意公开，先登记公开决定告知书送达第三方的日期：送达以前不能发出（条例第三十二条）。"
    if not served:
        return ""
    ends_on = work_calendar().nth_workday_after(max(served), settings.OBJECTION_WORKDAYS)
    if today > ends_on:
        return ""
    return f"第三方不同意公开，公开的决定已送达；等到 {day_words(ends_on)}以后再发出（条例第三十二条）。"


def disclosure_notices(case):
    """D06N of the reply that was signed last; those of an earlier reply had their time."""
    decision = _current(case)
    signed = decision and decision.letter_id
    return case.letters.filter(code="D06N", pk__gt=signed) if signed else case.letters.none()


def assigning_possible(case, today):
    """Evidence is asked for once and in time; what came without it is worked on when it cannot be asked for any more."""
    return "" if correction_possible(case, today) else evidence_lacking(case)


def redo_possible(case, today):
    if not case.remedies.filter(result="corrected").exists():
        return "先登记复议决定或者判决的结果；结果是“纠正”的，才登记责令重新答复。"
    return ""


def remedies_over(case, today):
    if case.remedies.pending().exists():
        return "复议、诉讼还没有结果，先登记结果。"
    return ""


def follow_up_possible(case, today):
    """What was withdrawn or abandoned is archived too."""
    is_unanswered = case.status == Status.ARCHIVED and not case.replied_on
    return "没有答复过，不用随访。" if is_unanswered else ""


GUARDS = {
    "T5": correction_possible,
    "T7": abandoned_correction,
    "T10": fee_possible,
    "T12": abandoned_fee,
    "T13": assigning_possible,
    "T18": extension_possible,
    "T19": drafting_possible,
    "T20-1": decision_whole,
    "T20-3": signing_possible,
    "T21": sending_possible,
    "T26": redo_possible,
    "T29": remedies_over,
    "T32": follow_up_possible,
}
