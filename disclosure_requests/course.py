"""What an applicant reads of a case: how it stands in a sentence, and its course; nothing of the work inside the office."""

from dataclasses import dataclass
from datetime import date

from disclosure_requests.flow_chart import PLAIN
from disclosure_requests.guards import day_words
from disclosure_requests.outcomes import OUTCOMES
from disclosure_requests.workflow import MOVES_BY_KEY, OPEN, Status

S = Status
# Where the reply was opened, or served otherwise, and no new one is being made.
HAS_REPLY = (S.DELIVERED, S.ARCHIVED, S.RECONSIDER, S.LITIGATION)
SUPPLEMENTED, CONTACT_CHANGED, LATE_CORRECTION = "申请人补充材料", "申请人更新联系方式", "申请人逾期提交补正"
TOLD_DEEDS = {
    SUPPLEMENTED: "您补充了材料",
    CONTACT_CHANGED: "您更新了联系方式",
    LATE_CORRECTION: "您逾期提交了补正，由受理机关决定是否接受",
}
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Standing:
    """`wants`: the deed that is awaited of the applicant, empty for none."""

    tag: str
    headline: str
    lead: str
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    day: date | None
    title: str
    words: str = ""
    move: str = ""


def long_day(day):
    return f"{day.month} 月 {day.day} 日（星期{_WEEKDAYS[day.weekday()]}）"


def standing(case, dates, calendar, *, today):
    """`dates`: of due_dates."""
    if case.status in (S.SENT, *HAS_REPLY) and case.replied_on:
        return _replied(case)
    if case.status not in OPEN:
        return _closed(case)
    if case.status == S.CORRECTION:
        return _correction(case, calendar)
    if case.status == S.FEE:
        return _fee(case, dates)
    if case.status == S.REDO or case.replied_on:
        return _again(case, today)
    return _running(case, dates, calendar, today)


def _replied(case):
    headline = f"已在 {long_day(case.last_replied_on)}答复您"
    if case.status == S.SENT:
        return Standing("已答复", headline, "打开答复就是签收，复议和起诉的期限从那天起算。", "open")
    return Standing("已答复", headline, "答复的内容在下面。")


def _closed(case):
    words = {
        S.WITHDRAWN: "您撤回了这份申请",
        S.ABANDON_CORR: "没有按时补正，这份申请不再处理",
        S.ABANDON_FEE: "没有按时缴费，这份申请不再处理",
    }
    outcome = OUTCOMES.get(case.outcome)
    if case.status == S.ARCHIVED and outcome:
        return Standing("已办结", "这份申请已经办结", f"结果：{outcome}。")
    lead = f"{day_words(case.closed_on)}办结。还需要这条信息的，可以重新申请。" if case.closed_on else ""
    return Standing("已办结", words.get(case.status, "这份申请已经办结"), lead)


def _correction(case, calendar):
    due = next((each.answer_due(calendar) for each in case.corrections.all() if each.sent_on), None)
    limit = f"，最迟 {long_day(due)}" if due else ""
    lead = "收到您补正那天起，答复期限重新计算。没有正当理由逾期不补正的，视为放弃申请。"
    return Standing("等您补正", f"请您补正{limit}", lead, "correct")


def _fee(case, dates):
    notice = [each for each in case.fee_notices.all() if each.sent_on][-1]
    due = next((each.due_on for each in dates.others if each.name == "缴费"), None)
    limit = f"，最迟 {long_day(due)}" if due else ""
    lead = "按收费通知书写明的方式缴。缴费那天起，答复期限重新计算；逾期不缴的，视为放弃申请。"
    return Standing("等您缴费", f"请您缴纳信息处理费 {notice.amount} 元{limit}", lead)


def _again(case, today):
    """Until the new reply is out the day kept with the case is the ordered one."""
    lead, due = "期限以复议决定或者判决写明的为准。", case.reply_due_on
    if due is None:
        return Standing("重新办理", "正在重新办理", lead)
    if due < today:
        lead = f"已经超过 {(today - due).days} 天。您可以打电话催问，也可以投诉。{lead}"
        return Standing("逾期", f"应当在 {long_day(due)}前重新答复您", lead)
    return Standing("重新办理", f"最迟 {long_day(due)}重新答复您", lead)


def _running(case, dates, calendar, today):
    wants, asks = "", "您现在不用做什么。"
    if case.status == S.REASON and any(
        each.sent_on and not each.answered_on for each in case.reasons_requests.all()
    ):
        wants, asks = "reasons", "请您说明大量申请的理由，这段时间照常计算。"
    if not dates.reply:
        return Standing(
            "暂停计时", "答复期限停着，等征求意见书送达", "送达以后接着计算，会在这里写明。", wants
        )
    due = dates.reply.due_on
    if due < today:
        lead = f"已经超过 {(today - due).days} 天。您可以打电话催问，也可以按下面说的办法投诉、复议或者起诉。"
        return Standing("逾期", f"应当在 {long_day(due)}前答复您", lead, wants)
    left = calendar.workdays_between(today, due)
    count = f"还有 {left} 个工作日。" if left else "就是今天。" if due == today else ""
    return Standing("正在办理", f"最迟 {long_day(due)}答复您", count + asks, wants)


def course(case, dates):
    """Two lists, each the oldest first: what happened, and, while it is open, what happens now and what is to come."""
    words = _words(case)
    told = [(each, _told(each)) for each in case.events.all()]
    done = [
        Happened(each.happened_on, title, words.get(each.move, ""), each.move)
        for each, title in told
        if title
    ]
    return done, _now(case, dates)


def _told(event):
    return MOVES_BY_KEY[event.move].told if event.move else TOLD_DEEDS.get(event.deed, "")


def _now(case, dates):
    if case.status not in OPEN:
        return []
    ahead = [Happened(None, PLAIN[Status(case.status)])]
    if dates.reply and not case.replied_on:
        title = "答复您（日期是暂定的）" if dates.reply.years_unknown else "答复您"
        ahead.append(Happened(dates.reply.due_on, title, f"按您选的方式：{case.get_way_display()}。"))
    return ahead


def _words(case):
    """What the measures say to the applicant, by the move that sent them; notes inside the office are not among them."""
    found = {"T2": f"{case.get_channel_display()}。"}
    for each in case.corrections.all():
        found["T5"] = each.reason if each.sent_on else ""
    for each in case.fee_notices.all():
        found["T10"] = f"{each.amount} 元。{each.reason}" if each.sent_on else ""
    for each in case.extensions.all():
        found["T18"] = f"延长 {each.workdays} 个工作日。{each.reason}" if each.sent_on else ""
    for each in case.reasons_requests.all():
        found["T8"] = each.reason if each.sent_on else ""
        found["T9-3"] = f"最迟 {day_words(each.promised_on)}答复您。" if each.promised_on else ""
    return found
