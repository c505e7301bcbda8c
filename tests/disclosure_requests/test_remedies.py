"""复议、诉讼: their clocks, and a case on its way through them."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure_requests import deciding, remedy_clock, remedying
from disclosure_requests.case_dates import dates_of_case
from disclosure_requests.kept_dates import keep_all
from disclosure_requests.models import DisclosureRequest, Remedy
from disclosure_requests.remedy_dates import remedies_of
from disclosure_requests.reminding import remind_of_limits
from disclosure_requests.workflow import Status
from linhai_portal.accounts.models import Notice
from linhai_portal.calendar import work_calendar
from linhai_portal.models import SpecialDay
from linhai_portal.workdays import WorkCalendar
from linhai_portal.workflow import InvalidMove
from tests.make import make_user, official_special_days
from tests.make_requests import MONDAY, in_handling, official_calendar, replied, write_decision

CALENDAR = WorkCalendar(official_special_days())


def day(month, number, year=2026):
    return dt.date(year, month, number)


@pytest.mark.parametrize(
    ("is_suit", "is_simple", "due_on"),
    [
        (False, True, day(2, 11)),  # 5 workdays over one weekend
        (False, False, day(2, 25)),  # 10 workdays, over the Spring Festival and its make-up Saturday
        (True, True, day(2, 24)),  # 15 days end on 19 February, in the festival
        (True, False, day(2, 24)),
    ],
)
def test_the_agency_answers_in_the_time_of_its_procedure(is_suit, is_simple, due_on):
    due = remedy_clock.answer_due(day(2, 4), CALENDAR, is_suit=is_suit, is_simple=is_simple)
    assert due.due_on == due_on


@pytest.mark.parametrize(
    ("facts", "due_on"),
    [
        ({"is_suit": False, "is_simple": True}, day(4, 1)),
        ({"is_suit": False, "is_simple": False}, day(5, 6)),  # 1 May and its days off
        ({"is_suit": False, "is_simple": False, "is_extended": True}, day(6, 1)),  # 31 May is a Sunday
        ({"is_suit": True, "is_simple": True}, day(4, 16)),
        ({"is_suit": True, "is_simple": False}, day(9, 2)),
    ],
)
def test_a_decision_is_due_by_its_procedure(facts, due_on):
    assert remedy_clock.decision_due(day(3, 2), CALENDAR, **facts).due_on == due_on


def test_six_months_from_the_last_of_a_month_end_with_the_shorter_one():
    due = remedy_clock.decision_due(day(8, 31, 2025), CALENDAR, is_suit=True, is_simple=False)
    assert due.due_on == day(2, 28)


@pytest.mark.parametrize(
    ("number", "in_workdays", "due_on"),
    [(None, True, day(2, 28)), (10, True, day(2, 9)), (15, False, day(2, 10)), (30, False, day(2, 25))],
)
def test_a_new_reply_is_due_as_ordered_else_in_twenty_workdays(number, in_workdays, due_on):
    assert remedy_clock.redo_due(MONDAY, number, CALENDAR, in_workdays=in_workdays).due_on == due_on


def test_a_year_without_a_calendar_makes_the_day_provisional():
    assert remedy_clock.redo_due(day(12, 20), None, CALENDAR, in_workdays=True).provisional


@pytest.fixture
def case(db):
    official_calendar()
    case = replied()
    deciding.delivered(case, by=case.officer, today=day(1, 28), on=day(1, 28))
    case.refresh_from_db()
    return case


def start(case, path=Remedy.Path.RECONSIDERATION, *, on=None, **facts):
    on = on or day(2, 4)
    remedy = Remedy(case=case, path=path, filed_on=on, noticed_on=on, organ="临海市人民政府", **facts)
    return remedying.start(remedy, by=case.officer, today=on)


def decided(case, result, *, on=None, path=Remedy.Path.RECONSIDERATION):
    remedy = start(case, path)
    remedying.decide(remedy, by=case.officer, today=on or day(3, 6), result=result, on=on or day(3, 6))
    return remedy


def test_a_reconsideration_has_clocks_of_its_own(case):
    remedy = start(case, procedure="simple")
    assert case.status == Status.RECONSIDER
    assert remedy.answer_due(work_calendar()).due_on == day(2, 11)
    assert remedy.decision_due(work_calendar()).due_on == day(3, 6)
    assert remedy.redo_due(work_calendar()) is None
    assert "2026-02-11 前提出答复和证据（行政复议法第五十四条）" in case.events.last().note


def test_a_suit_follows_the_reconsideration_only_when_that_is_over(case):
    remedy = start(case)
    with pytest.raises(InvalidMove, match="还没有结果"):
        start(case, Remedy.Path.SUIT_AFTER_RECONSIDERATION, on=day(3, 9))
    remedying.decide(remedy, by=case.officer, today=day(3, 6), result="upheld", on=day(3, 6))
    start(case, Remedy.Path.SUIT_AFTER_RECONSIDERATION, on=day(3, 9))
    assert case.status == Status.LITIGATION
    assert case.remedies.count() == 2


def test_a_suit_after_a_reconsideration_needs_one(case):
    with pytest.raises(InvalidMove, match="没有登记过行政复议"):
        start(case, Remedy.Path.SUIT_AFTER_RECONSIDERATION)
    assert not case.remedies.exists()


def test_a_result_is_entered_once(case):
    remedy = decided(case, "upheld")
    with pytest.raises(InvalidMove, match="已经登记"):
        remedying.decide(remedy, by=case.officer, today=day(3, 9), result="corrected", on=day(3, 9))


def test_what_was_upheld_is_archived_and_orders_nothing(case):
    remedy = decided(case, "upheld")
    with pytest.raises(InvalidMove, match="纠正"):
        remedying.order_redo(remedy, by=case.officer, today=day(3, 9), on=day(3, 9))
    remedying.finish(case, by=make_user("archivist"), today=day(3, 9))
    assert case.status == Status.ARCHIVED


def test_what_is_pending_is_not_archived(case):
    start(case)
    with pytest.raises(InvalidMove, match="还没有结果"):
        remedying.finish(case, by=make_user("archivist"), today=day(3, 9))


def test_the_ordered_day_is_the_limit_of_the_new_reply_until_it_is_out(case):
    closed_on, first = case.closed_on, case.decisions.get()
    remedy = decided(case, "corrected")
    remedying.order_redo(remedy, by=case.officer, today=day(3, 9), on=day(3, 9), number=15, unit="days")
    case.refresh_from_db()
    assert (case.status, case.limit_on, case.reply_due_on) == (Status.REDO, day(3, 24), day(3, 24))
    drafter = make_user("handler")
    write_decision(case, by=drafter, on=day(3, 10), outcome="U2", told={"reason": "示例"})
    deciding.start(case, by=drafter, today=day(3, 10))
    assert (case.status, case.limit_on, case.limit_kind) == (Status.DRAFTING, day(3, 24), "reply")
    deciding.hand_in(case, by=drafter, today=day(3, 10))
    deciding.check(case, by=make_user("reviewer"), today=day(3, 10), words="合法")
    deciding.sign(case, by=make_user("head"), today=day(3, 10))
    deciding.send(case, by=case.officer, today=day(3, 11))
    assert (case.status, case.limit_on) == (Status.SENT, None)
    assert (case.closed_on, case.outcome) == (closed_on, first.outcome)  # it is not counted a second time


def test_the_ordered_day_stands_the_next_morning_and_moves_with_the_calendar(case):
    remedy = start(case)
    remedying.decide(remedy, by=case.officer, today=day(3, 9), result="corrected", on=day(3, 6))
    remedying.order_redo(remedy, by=case.officer, today=day(3, 10), on=day(3, 9), number=10)
    keep_all(today=day(3, 11))
    case.refresh_from_db()
    assert (case.reply_due_on, case.limit_on) == (day(3, 23), day(3, 23))
    SpecialDay.objects.create(date=day(3, 12), kind="holiday", name="示例")
    keep_all(today=day(3, 11))
    case.refresh_from_db()
    assert (case.reply_due_on, case.limit_on) == (day(3, 24), day(3, 24))


def test_an_order_without_a_period_gives_twenty_workdays(case):
    remedy = decided(case, "corrected")
    remedying.order_redo(remedy, by=case.officer, today=day(3, 9), on=day(3, 9))
    case.refresh_from_db()
    assert case.limit_on == day(4, 7)


@pytest.mark.parametrize("on", [dt.date(1, 1, 1), day(2, 3), day(2, 5), dt.date(9999, 12, 31)])
def test_it_was_not_accepted_before_it_was_filed_nor_in_the_future(case, on):
    with pytest.raises(InvalidMove, match="受理或立案日期不能"):
        start(case, accepted_on=on)


def test_days_out_of_order_are_refused(case):
    with pytest.raises(InvalidMove, match="不能晚于今天"):
        remedying.start(
            Remedy(case=case, path="reconsideration", filed_on=day(2, 5)), by=case.officer, today=day(2, 4)
        )
    remedy = start(case)
    with pytest.raises(InvalidMove, match="不能早于"):
        remedying.decide(remedy, by=case.officer, today=day(3, 6), result="upheld", on=day(2, 3))


def test_the_legal_desk_works_from_the_page_of_the_case(client, case):
    officer, archivist = make_user("officer"), make_user("archivist", case.organization)

    def post(slug, by=officer, **data):
        client.force_login(by, backend="linhai_portal.accounts.backends.RoleBackend")
        answer = client.post(f"/office/requests/{case.pk}/{slug}/", data, follow=True)
        case.refresh_from_db()
        return answer.content.decode()

    day_told = {"organ": "临海市人民政府", "filed_on": "2026-02-03", "noticed_on": "2026-02-04"}
    assert "已办理" in post("reconsider", **day_told, procedure="simple")
    assert "登记复议、诉讼结果" in post("note", note="材料已报复议机关")
    assert "已办理" in post("answer-remedy", on="2026-02-10")
    assert "还没有结果" in post("finish-remedy", by=archivist)
    assert "已办理" in post("decide-remedy", result="upheld", on="2026-03-06")
    suit = {"organ": "临海市人民法院", "filed_on": "2026-03-12", "noticed_on": "2026-03-20"}
    assert "已办理" in post("sue", **suit, procedure="ordinary", path="suit_after_reconsideration")
    assert case.status == Status.LITIGATION
    assert "已办理" in post("decide-remedy", result="corrected", on="2026-06-15", text="撤销，责令重新答复")
    assert "已办理" in post("order-redo", on="2026-06-18", number="15", unit="workdays")
    assert (case.status, case.limit_on) == (Status.REDO, day(7, 10))
    assert {each.result for each in case.remedies.all()} == {"upheld", "corrected"}


# --- In the queue, in the morning, on the page of the case ---


def in_window(role="officer"):
    client = Client()
    client.force_login(make_user(role), backend="linhai_portal.accounts.backends.RoleBackend")
    return client


def test_the_answer_to_the_organ_is_a_limit_of_the_queue_until_it_is_given(case):
    remedy = start(case, procedure="simple")
    assert (case.limit_on, case.limit_kind) == (day(2, 11), "remedy")
    assert case in DisclosureRequest.objects.in_queue() and case not in DisclosureRequest.objects.open()
    assert case.reply_due_on == day(2, 28)  # by which the reply was judged
    remedying.answer(case, by=case.officer, today=day(2, 10), on=day(2, 9))
    assert (case.limit_on, case.limit_kind) == (None, "")
    with pytest.raises(InvalidMove, match="已经登记"):
        remedying.answer(case, by=case.officer, today=day(2, 10), on=day(2, 10))
    remedy.refresh_from_db()
    assert remedy.answered_on == day(2, 9) and case.events.last().deed == "提出答复和证据"


def test_an_answer_before_the_notice_is_refused(case):
    start(case)
    with pytest.raises(InvalidMove, match="提出答复的日期不能早于"):
        remedying.answer(case, by=case.officer, today=day(2, 10), on=day(2, 3))


def test_the_queue_sorts_by_the_nearest_limit_of_any_kind(case):
    start(case, procedure="simple")  # until 11 February
    other, client = in_handling(), in_window()  # 28 February
    page = client.get("/office/requests/")
    assert [row["case"] for row in page.context["rows"]] == [case, other]
    assert "复议、诉讼答复" in page.content.decode() and "逾期" in page.content.decode()
    assert client.get("/office/requests/", {"tab": "remedies"}).context["total"] == 1
    counts = {key: count for key, _, count in page.context["tabs"]}
    assert (counts[""], counts["remedies"], counts["overdue"]) == (2, 1, 2)
    remedying.answer(case, by=case.officer, today=day(2, 10), on=day(2, 9))
    page = client.get("/office/requests/")
    assert [row["case"] for row in page.context["rows"]] == [other, case]
    assert "等结果" in page.content.decode()


def test_what_is_over_is_among_the_closed_and_not_in_the_queue(case):
    remedy = start(case)
    client = in_window()
    assert client.get("/office/requests/", {"tab": "closed"}).context["total"] == 0
    remedying.decide(remedy, by=case.officer, today=day(3, 6), result="upheld", on=day(3, 6))
    remedying.finish(case, by=make_user("archivist"), today=day(3, 9))
    assert client.get("/office/requests/").context["total"] == 0
    assert client.get("/office/requests/", {"tab": "closed"}).context["total"] == 1


def test_the_queue_costs_the_same_with_many_remedies(case):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/office/requests/").status_code == 200
        return len(asked)

    client = in_window()
    start(case)
    few = statements()
    for _ in range(3):
        more = replied()
        deciding.delivered(more, by=more.officer, today=day(1, 28), on=day(1, 28))
        start(more)
    assert statements() == few <= 15


def test_the_page_of_the_case_says_what_is_due_by_which_article_and_day_by_day(case):
    start(case, procedure="ordinary")
    html = in_window().get(case.get_office_url()).content.decode()
    assert "复议和诉讼" in html and "提出答复和证据" in html and "行政复议法第四十八条" in html
    assert 'datetime="2026-02-25"' in html and "已过" in html and 'class="limit over"' in html
    assert "逐日说明" in html and "最迟这一天提出答复和证据" in html
    assert "复议决定" in html and "行政复议法第六十二条" in html and "顺延到下一个工作日" in html
    remedying.answer(case, by=case.officer, today=day(2, 25), on=day(2, 24))
    html = in_window().get(case.get_office_url()).content.decode()
    assert "2 月 24 日已办" in html and "逐日说明" not in html


@pytest.mark.parametrize(
    ("today", "look"),
    [(day(2, 4), "ok"), (day(2, 24), "soon"), (day(2, 25), "soon"), (day(2, 26), "over")],
)
def test_a_date_turns_amber_and_then_red(case, today, look):
    start(case, procedure="ordinary")  # until 25 February
    near = work_calendar().nth_workday_after(today, 3)
    (shown,) = remedies_of(case, work_calendar(), today=today, near=near)
    answer = shown.dates[0]
    assert answer.name == "提出答复和证据" and answer.is_open
    assert {"ok": not answer.is_soon and not answer.over, "soon": answer.is_soon, "over": answer.over == 1}[
        look
    ]


def test_a_suit_counts_days_of_the_calendar_and_has_no_strip(case):
    start(case, Remedy.Path.DIRECT_SUIT)
    (shown,) = remedies_of(case, work_calendar(), today=day(2, 4), near=day(2, 6))
    answer, judgment = shown.dates
    assert (answer.due.due_on, answer.strip, judgment.name) == (day(2, 24), None, "法院判决")
    assert answer.is_ours and not judgment.is_ours


def test_a_new_reply_that_was_ordered_stands_there_until_it_is_out(case):
    remedy = decided(case, "corrected")
    remedying.order_redo(remedy, by=case.officer, today=day(3, 9), on=day(3, 9))

    def redo():
        return remedies_of(case, work_calendar(), today=day(3, 10), near=day(3, 13))[0].dates[-1]

    assert (redo().name, redo().due.due_on, redo().done_on) == ("重新答复", day(4, 7), None)
    assert [each.number for each in redo().strip.days if each.counts][-1] == 20
    drafter = make_user("handler")
    write_decision(case, by=drafter, on=day(3, 10), outcome="U2", told={"reason": "示例"})
    deciding.hand_in(case, by=drafter, today=day(3, 10))
    deciding.check(case, by=make_user("reviewer"), today=day(3, 10), words="合法")
    deciding.sign(case, by=make_user("head"), today=day(3, 10))
    deciding.send(case, by=case.officer, today=day(3, 11))
    assert redo().done_on == day(3, 11)


def test_the_morning_keeps_limits_of_remedies_and_of_new_replies_and_moves_them_with_the_calendar(case):
    start(case, procedure="simple")  # until 11 February
    other = replied()
    deciding.delivered(other, by=other.officer, today=day(1, 28), on=day(1, 28))
    remedy = decided(other, "corrected", on=day(2, 6))
    remedying.order_redo(remedy, by=other.officer, today=day(2, 6), on=day(2, 6), number=3)
    other.refresh_from_db()
    assert (other.status, other.limit_on) == (Status.REDO, day(2, 11))
    SpecialDay.objects.create(date=day(2, 10), kind="holiday", name="示例")
    keep_all(today=day(2, 9))
    for each in (case, other):
        each.refresh_from_db()
        assert each.limit_on == day(2, 12)
    assert Notice.objects.filter(
        subject__contains="的复议、诉讼答复期限由 2026-02-11 改为 2026-02-12"
    ).exists()


def test_the_legal_desk_is_reminded_before_the_answer_is_due(case):
    start(case, procedure="simple")
    remind_of_limits(today=day(2, 11))
    subject = f"申请 {case.number} 的复议、诉讼答复期限今天到期"
    assert Notice.objects.filter(subject=subject, recipient=case.officer).exists()


def test_a_reply_ordered_anew_is_not_late_by_the_period_of_the_first(case):
    remedy = decided(case, "corrected")
    remedying.order_redo(remedy, by=case.officer, today=day(3, 9), on=day(3, 9))
    clock = in_window().get(case.get_office_url()).context["clock"]
    assert (clock["over"], clock["left"], clock["is_ended"]) == (0, None, True)
    (row,) = in_window().get("/office/requests/").context["rows"]
    assert (row["case"], row.get("bars")) == (case, None)
    assert row["case"].limit_on == day(4, 7)


def test_a_day_put_off_from_a_weekend_of_an_unknown_year_is_marked_too(case):
    start(case, Remedy.Path.DIRECT_SUIT)
    Remedy.objects.update(filed_on=day(12, 25), noticed_on=day(12, 25))  # until Saturday, 9 January 2027
    case.refresh_from_db()
    _, others = dates_of_case(case, work_calendar())
    answer = next(each for each in others if each.name == "提出答复和证据")
    assert (answer.due_on, answer.years_unknown) == (dt.date(2027, 1, 11), (2027,))


def test_the_applicant_reads_the_ordered_day_and_how_it_is_counted(case):
    remedy = decided(case, "corrected")
    remedying.order_redo(remedy, by=case.officer, today=day(3, 9), on=day(3, 9))
    client = Client()
    client.post("/requests/status/", {"number": case.number, "code": case.code})
    page = client.get("/requests/status/")
    assert "4 月 7 日（星期二）前重新答复您" in page.context["stands"].headline
    assert (page.context["due"].name, page.context["due"].due_on) == ("重新答复", day(4, 7))
    assert "最迟这一天重新答复" in page.content.decode()
