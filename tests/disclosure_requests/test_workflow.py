"""The table of moves, and a case on its way through it."""

import datetime as dt

import pytest

from disclosure_requests import (
    approving,
    archiving,
    correcting,
    deciding,
    ending,
    extending,
    filing,
    registering,
    remedying,
)
from disclosure_requests.deeds import next_deeds
from disclosure_requests.guards import GUARDS
from disclosure_requests.issuing import receipt_letter
from disclosure_requests.models import DisclosureRequest
from disclosure_requests.moving import move
from disclosure_requests.receipt import Channel
from disclosure_requests.workflow import MOVES, MOVES_BY_KEY, PERMISSIONS, TABLE, Actor, Status, faults
from linhai_portal.accounts.roles import PERMISSIONS as OF_ROLES
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user
from tests.make_requests import (
    MONDAY,
    in_handling,
    make_case,
    make_draft,
    make_entered,
    pdf_text,
    registered,
    replied,
    with_correction,
    write_decision,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


def day(month, number, year=2026):
    return dt.date(year, month, number)


def test_the_table_has_no_status_that_cannot_be_reached_or_left():
    assert faults() == []


def test_every_row_of_the_rules_is_in_the_table():
    keys = {key.partition("-")[0] for key in MOVES_BY_KEY}
    assert keys >= {f"T{n}" for n in range(1, 31)} - {"T27"}  # T27 is T20-3 with a guard of its own


def test_every_guard_belongs_to_a_move():
    assert set(GUARDS) <= set(MOVES_BY_KEY)


def test_every_actor_of_the_staff_has_a_right_that_some_role_gives():
    for actor in set(Actor) - {Actor.APPLICANT}:
        assert any(PERMISSIONS[actor] in given for given in OF_ROLES.values())


def test_nothing_follows_the_archive():
    assert MOVES[Status.ARCHIVED] == set()
    assert all(MOVES[status] for status in Status if status != Status.ARCHIVED)


def test_an_application_through_the_portal_is_received_on_its_day_with_number_and_code():
    unit = make_organization(slug="jsj")
    case = make_case(unit)
    assert (case.status, case.received_on, case.number) == (Status.RECEIVED, MONDAY, "2026-0001")
    assert len(case.code) == 10
    assert [event.move for event in case.events.all()] == ["T1", "T2"]
    assert DisclosureRequest.objects.with_code(" 2026-0001 ", case.code.lower()) == case
    assert DisclosureRequest.objects.with_code("2026-0001", "AAAAAAAAAA") is None


def test_handing_in_twice_gives_one_case():
    draft = make_draft()
    first = filing.submit(DisclosureRequest.objects.get(pk=draft.pk), today=MONDAY)
    again = filing.submit(DisclosureRequest.objects.get(pk=draft.pk), today=day(1, 27))
    assert (again.number, again.code, again.received_on) == (first.number, first.code, MONDAY)
    assert again.events.count() == 2


def test_numbers_follow_each_other_through_all_units_and_begin_anew_with_the_year():
    numbers = [make_case(on=on).number for on in [MONDAY, MONDAY, day(1, 5, 2027)]]
    assert numbers == ["2026-0001", "2026-0002", "2027-0001"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"applicant_name": ""}, "姓名或名称"),
        ({"applicant_document_number": ""}, "身份证明"),
        ({"applicant_phone": ""}, "联系方式"),
        ({"title": ""}, "所需信息"),
        ({"carrier": ""}, "载体"),
        ({"way": "email"}, "电子邮箱"),
    ],
)
def test_only_what_the_regulation_asks_for_stops_an_application(facts, words):
    draft = make_draft(**facts)
    with pytest.raises(InvalidMove, match=words):
        filing.submit(draft, today=MONDAY)
    draft.refresh_from_db()
    assert (draft.status, draft.number) == (Status.DRAFT, None)


def test_an_ordinary_letter_waits_for_the_confirmation():
    case = make_entered(channel=Channel.ORDINARY_MAIL)
    assert (case.status, case.received_on) == (Status.AWAIT_CONFIRM, None)
    filing.confirm(case, by=make_user("officer"), today=day(1, 28), confirmed_on=day(1, 27))
    assert (case.status, case.received_on, case.arrived_on) == (Status.RECEIVED, day(1, 27), MONDAY)


def test_a_letter_by_ems_is_received_when_signed_for():
    case = make_entered(channel=Channel.EMS)
    assert (case.status, case.received_on) == (Status.RECEIVED, MONDAY)


def test_an_application_of_the_old_regulation_is_refused_in_words():
    with pytest.raises(InvalidMove, match="适用修订前"):
        make_entered(on=dt.date(2018, 5, 2))


def test_the_dates_of_a_new_case_are_kept():
    case = make_case()
    assert (case.reply_due_on, case.limit_on, case.limit_kind, case.clock) == (
        day(2, 28),
        day(2, 4),
        "notice",
        "running",
    )


def test_a_correction_stops_the_clock_and_what_comes_back_starts_it_anew():
    case = with_correction(make_case(on=day(9, 22, 2025)), on=day(9, 22, 2025), sent_on=day(9, 30, 2025))
    assert (case.status, case.clock, case.reply_due_on) == (Status.CORRECTION, "stopped", None)
    notice = case.corrections.get()
    correcting.correction_delivered(notice, by=case.officer, today=day(10, 9, 2025), on=day(10, 9, 2025))
    correcting.correction_received(notice, by=None, today=day(10, 14, 2025), on=day(10, 14, 2025))
    case.refresh_from_db()
    assert (case.status, case.clock, case.reply_due_on) == (Status.REVIEW, "running", day(11, 11, 2025))


def test_a_correction_notice_after_the_seventh_workday_is_refused_with_the_day():
    case = registered(make_case())
    with pytest.raises(InvalidMove, match="已超过 7 个工作日（2 月 4 日止），不能再发"):
        correcting.propose_correction(
            case, by=case.officer, today=day(2, 5), reason="请写明年份", guidance="例如 2025 年"
        )


def test_a_second_correction_notice_is_refused():
    case = with_correction()
    notice = case.corrections.get()
    correcting.correction_received(notice, by=None, today=day(1, 27), on=day(1, 27))
    with pytest.raises(InvalidMove, match="一次性"):
        correcting.propose_correction(
            case, by=case.officer, today=day(1, 27), reason="再请写明单位", guidance="例如 2025 年"
        )


def test_nobody_approves_an_own_draft():
    case = registered(make_case())
    draft = correcting.propose_correction(
        case, by=case.officer, today=MONDAY, reason="请写明年份", guidance="例如 2025 年"
    )
    with pytest.raises(InvalidMove, match="自己起草的不能自己批准"):
        approving.approve(draft, by=case.officer, today=MONDAY)


def test_what_nobody_approved_is_not_sent():
    case = registered(make_case())
    draft = correcting.propose_correction(
        case, by=case.officer, today=MONDAY, reason="请写明年份", guidance="例如 2025 年"
    )
    with pytest.raises(InvalidMove, match="还没有批准"):
        correcting.send_correction(draft, by=case.officer, today=MONDAY)


def test_without_proof_of_delivery_nobody_is_taken_to_have_given_up():
    case = with_correction()
    with pytest.raises(InvalidMove, match="送达"):
        correcting.abandon_uncorrected(case, by=case.officer, today=day(6, 1))


def test_an_uncorrected_application_is_abandoned_after_its_time():
    case = with_correction()
    notice = case.corrections.get()
    correcting.correction_delivered(notice, by=case.officer, today=day(1, 28), on=day(1, 28))
    due = notice.answer_due(work_calendar())
    with pytest.raises(InvalidMove, match="还没有过"):
        correcting.abandon_uncorrected(case, by=case.officer, today=due)
    on = due + dt.timedelta(days=1)
    correcting.abandon_uncorrected(case, by=case.officer, today=on)
    assert (case.status, case.outcome, case.closed_on) == (Status.ABANDON_CORR, "O1", on)


def test_an_extension_moves_the_due_day_once():
    case = in_handling()
    draft = extending.propose_extension(
        case, by=case.officer, today=MONDAY, workdays=20, reason="检索量大（示例）"
    )
    approving.approve(draft, by=make_user("head"), today=MONDAY)
    extending.send_extension(draft, by=case.officer, today=day(2, 28))
    case.refresh_from_db()
    assert (case.status, case.reply_due_on) == (Status.HANDLING, day(3, 27))
    with pytest.raises(InvalidMove, match="不能再次延期"):
        extending.propose_extension(case, by=case.officer, today=day(3, 1), workdays=5, reason="再延")


def test_an_extension_after_the_due_day_is_refused_also_when_approved_before():
    case = in_handling()
    draft = extending.propose_extension(
        case, by=case.officer, today=MONDAY, workdays=20, reason="检索量大（示例）"
    )
    approving.approve(draft, by=make_user("head"), today=MONDAY)
    with pytest.raises(InvalidMove, match="已过"):
        extending.send_extension(draft, by=case.officer, today=day(3, 1))
    draft.refresh_from_db()
    assert draft.sent_on is None


def test_a_reply_ends_the_clock_on_the_day_it_was_sent():
    case = replied(sent_on=day(2, 27))
    assert (case.status, case.clock, case.outcome) == (Status.SENT, "ended", "G2")
    assert (case.replied_on, case.closed_on, case.limit_on) == (day(2, 27), day(2, 27), None)
    deciding.delivered(case, by=case.officer, today=day(3, 2), on=day(3, 1))
    archiving.archive(case, by=make_user("archivist"), today=day(3, 3))
    assert case.status == Status.ARCHIVED


@pytest.mark.parametrize(
    ("outcome", "told", "refusal"),
    [
        ("", {}, "答复类型"),
        ("U1a", {}, "检索"),
        ("P", {"provided_part": "示例"}, "不予公开的部分"),
        ("N4", {"reason": "示例"}, "征求第三方意见"),
        ("P", {"withheld": [["示例", "N4", "示例"]], "provided_part": "示例"}, "征求第三方意见"),
        ("G1", {}, "获取的方式"),
        ("G2", {"materials": []}, "提供的材料"),
        ("X2", {}, "此前的答复"),
        ("X4", {"reason": "示例"}, "说明理由"),
        ("U3", {"still_unclear": "示例"}, "补正"),
    ],
)
def test_a_reply_that_contradicts_itself_is_not_handed_in(outcome, told, refusal):
    case, handler = in_handling(), make_user("handler")
    write_decision(case, by=handler, outcome=outcome, told=told)
    with pytest.raises(InvalidMove, match=refusal):
        deciding.hand_in(case, by=handler, today=MONDAY)
    case.refresh_from_db()
    assert case.status == Status.HANDLING


def test_who_wrote_the_reply_neither_checks_nor_signs_it():
    case, handler = in_handling(), make_user("head")
    write_decision(case, by=handler)
    deciding.hand_in(case, by=handler, today=MONDAY)
    with pytest.raises(InvalidMove, match="没有写过它的人审查"):
        deciding.check(case, by=handler, today=MONDAY, words="可以")
    with pytest.raises(InvalidMove, match="不能自己签发"):
        deciding.sign(case, by=handler, today=MONDAY)


def test_who_wrote_some_of_it_before_another_went_on_neither_checks_nor_signs_it():
    case, first, second = in_handling(), make_user("head"), make_user("handler")
    write_decision(case, by=first)
    write_decision(case, by=second)
    deciding.hand_in(case, by=second, today=MONDAY)
    assert "check" not in [each.deed.slug for each in next_deeds(case, first, today=MONDAY)]
    with pytest.raises(InvalidMove, match="没有写过它的人审查"):
        deciding.check(case, by=first, today=MONDAY, words="可以")
    deciding.check(case, by=make_user("reviewer"), today=MONDAY, words="可以")
    with pytest.raises(InvalidMove, match="不能自己签发"):
        deciding.sign(case, by=first, today=MONDAY)
    deciding.sign(case, by=make_user("head"), today=MONDAY)
    assert case.status == Status.SIGNED


def test_a_new_reply_goes_on_from_the_words_of_the_first_and_keeps_its_authors():
    drafter = make_user("head")
    case = in_handling()
    write_decision(case, by=drafter)
    deciding.hand_in(case, by=drafter, today=MONDAY)
    deciding.check(case, by=make_user("reviewer"), today=MONDAY, words="可以")
    deciding.sign(case, by=make_user("head"), today=MONDAY)
    DisclosureRequest.objects.filter(pk=case.pk).update(status=Status.REDO)
    case.refresh_from_db()
    anew = write_decision(case, by=make_user("handler"))
    assert anew != case.decisions.first() and anew.is_written_by(drafter)


def test_nothing_is_signed_before_the_check():
    case, handler = in_handling(), make_user("handler")
    write_decision(case, by=handler)
    deciding.hand_in(case, by=handler, today=MONDAY)
    with pytest.raises(InvalidMove, match="审查还没有完成"):
        deciding.sign(case, by=make_user("head"), today=MONDAY)


def test_the_applicant_withdraws_before_the_reply_and_not_after():
    case = in_handling()
    ending.withdraw(case, by=None, today=MONDAY)
    assert (case.status, case.outcome, case.clock) == (Status.WITHDRAWN, "O3", "ended")
    sent = replied()
    with pytest.raises(InvalidMove):
        ending.withdraw(sent, by=None, today=MONDAY)


def test_a_withdrawal_is_written_to_the_applicant():
    case = in_handling()
    ending.withdraw(case, by=None, today=MONDAY)
    letter = case.letters.get()
    assert letter.code == "D25" and "你于2026年1月26日撤回该申请，本机关终止办理。" in pdf_text(letter)


def test_a_withdrawal_before_the_new_reply_leaves_the_result_that_was_counted():
    case = replied()
    deciding.delivered(case, by=case.officer, today=MONDAY, on=MONDAY)
    told = {"organ": "示例", "filed_on": MONDAY, "noticed_on": MONDAY}
    remedying.reconsidered(case, by=case.officer, today=MONDAY, **told)
    remedying.decided(
        case, by=case.officer, today=dt.date(2027, 1, 12), on=dt.date(2027, 1, 12), result="corrected"
    )
    remedying.ordered(case, by=case.officer, today=dt.date(2027, 1, 13), on=dt.date(2027, 1, 13))
    deciding.start(case, by=case.officer, today=dt.date(2027, 1, 14))
    ending.withdraw(case, by=None, today=dt.date(2027, 1, 15))
    case.refresh_from_db()
    assert (case.status, case.closed_on, case.outcome) == (Status.WITHDRAWN, MONDAY, "G2")
    assert "2027年1月15日撤回" in pdf_text(case.letters.last())


def test_a_receipt_first_asked_for_while_the_clock_stands_says_the_day_as_it_was_on_receipt():
    case = with_correction()
    assert case.reply_due_on is None
    assert "至2026年2月28日" in pdf_text(receipt_letter(case, today=MONDAY))


def test_an_application_that_does_not_say_what_it_asks_for_gets_its_receipt_and_its_correction():
    case = with_correction(make_entered(title=""))
    assert [each.code for each in case.letters.all()] == ["D01", "D02"]
    assert all("你申请公开的内容为：（申请书没有写明）" in pdf_text(each) for each in case.letters.all())


def test_a_unit_returns_a_case_with_a_reason_and_no_longer_sees_it():
    unit = make_organization()
    handler = make_user("handler", unit)
    case = in_handling(unit=unit)
    assert case in DisclosureRequest.objects.visible_to(handler)
    registering.give_back(case.assignments.get(), by=handler, today=MONDAY, reason="由市水利局制作")
    assert case not in DisclosureRequest.objects.visible_to(handler)
    registering.add_unit(case, by=case.officer, today=MONDAY, unit=make_organization())
    assert case.assignments.standing().get().is_lead


def test_a_case_is_accepted_by_one_person_only():
    case = in_handling()
    assignment = case.assignments.get()
    registering.accept(assignment, by=make_user("handler"), today=MONDAY)
    with pytest.raises(InvalidMove, match="已经有人签收"):
        registering.accept(assignment, by=make_user("handler"), today=MONDAY)


def test_of_two_who_move_a_case_with_what_they_saw_before_one_is_told():
    case = registered(make_case())
    stale = DisclosureRequest.objects.get(pk=case.pk)
    registering.assign(case, by=case.officer, today=MONDAY, units=[make_organization()])
    with pytest.raises(InvalidMove):
        registering.assign(stale, by=case.officer, today=MONDAY, units=[make_organization()])
    assert case.assignments.count() == 1


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_a_move_that_does_not_start_here_is_refused_and_changes_nothing(status):
    case = make_case()
    DisclosureRequest.objects.filter(pk=case.pk).update(status=status)
    for step in TABLE:
        if status not in step.sources:
            with pytest.raises(InvalidMove):
                move(case, step.key, by=None, today=MONDAY)
    case.refresh_from_db()
    assert (case.status, case.events.count()) == (status, 2)
