"""Why a move of the table is not possible now, in words beside the button; empty when it is.

Each guard takes the case and the day. What a verb is told besides (reasons, dates) the verb checks itself.
"""

from disclosure_requests.clock import Clock, payment_due, rules_on
from disclosure_requests.models import Decision
from disclosure_requests.outcomes import OUTCOMES
from disclosure_requests.workflow import MOVES_BY_KEY, Status
from linhai_portal.calendar import work_calendar


def why_not(case, key, *, today):
    """The guard's own reason comes first: it says more than that the case stands elsewhere."""
    move = MOVES_BY_KEY[key]
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
    if today <= correction.answer_due_on:
        return f"补正期限到 {day_words(correction.answer_due_on)}，还没有过。"
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
    if case.fee_notices.sent().filter(paid_on=None).exists():
        return "收费通知已经发出，等待缴费。"
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
    """What would contradict itself is never handed in (rules: requests §5)."""
    decision = case.decisions.filter(is_current=True).first()
    return contradiction(case, decision) if decision else "还没有写答复。"


def contradiction(case, decision):
    rules = [
        (decision.outcome not in OUTCOMES, "请选择答复类型。"),
        (not decision.article.strip(), "请写明依据的条款。"),
        (not decision.finding.strip(), "请写明事实和理由。"),
        (
            decision.outcome == "U1a" and not decision.search_record.strip(),
            "信息不存在的，要有检索记录：检索的系统、关键词、经手人和日期（条例第三十六条第四项）。",
        ),
        (
            decision.outcome == "P" and not decision.redaction_reasons.strip(),
            "部分公开要写明区分处理的理由（条例第三十七条）。",
        ),
        (decision.outcome == "P" and not decision.grounds, "部分公开要写明不公开部分的理由（N1 至 N7）。"),
        (
            decision.outcome == "G1" and not decision.place.strip(),
            "已主动公开的，要告知获取的方式、途径，例如网址（条例第三十六条第一项）。",
        ),
        (
            decision.outcome == "X2" and not decision.earlier_reply.strip(),
            "重复申请要写明以前答复的文号和日期。",
        ),
        (
            decision.outcome == "U3" and not case.corrections.sent().exists(),
            "没有发过补正告知，不能答复“补正后仍不明确”。",
        ),
        (
            decision.outcome == "X4" and not _reasons_unreasonable(case),
            "大量反复申请要先请申请人说明理由，并由负责人认定理由不合理（条例第三十五条）。",
        ),
        (
            "N4" in [decision.outcome, *decision.grounds] and not _third_party_heard(case),
            "以第三方合法权益为由的，要先书面征求第三方意见（条例第十五条、第三十二条）。",
        ),
    ]
    return next((words for is_wrong, words in rules if is_wrong), "")


def _reasons_unreasonable(case):
    return case.reasons_requests.filter(judgement="unreasonable").exists()


def _third_party_heard(case):
    return any(each.is_third_party and each.ended_at for each in case.consultations.all())


def _third_party_objects(case):
    return any(
        each.is_third_party and each.opinion in ("objects", "partly") for each in case.consultations.all()
    )


def signing_possible(case, today):
    decision = Decision.objects.filter(case=case, is_current=True).first()
    if not decision:
        return "还没有写答复。"
    if not decision.checked_at:
        return "合法性和保密审查还没有完成（条例第十七条）。"
    discloses = OUTCOMES[decision.outcome].group in ("予以公开", "部分公开")
    if discloses and _third_party_objects(case) and not decision.public_interest.strip():
        return "第三方不同意公开：要写明公开的公共利益理由，由负责人决定（条例第三十二条）。"
    return ""


def redo_possible(case, today):
    if not case.remedies.filter(result="corrected").exists():
        return "先登记复议决定或者判决的结果；结果是“纠正”的，才登记责令重新答复。"
    return ""


def remedies_over(case, today):
    if case.remedies.pending().exists():
        return "复议、诉讼还没有结果，先登记结果。"
    return ""


GUARDS = {
    "T5": correction_possible,
    "T7": abandoned_correction,
    "T10": fee_possible,
    "T12": abandoned_fee,
    "T18": extension_possible,
    "T19": drafting_possible,
    "T20-1": decision_whole,
    "T20-3": signing_possible,
    "T26": redo_possible,
    "T29": remedies_over,
}
