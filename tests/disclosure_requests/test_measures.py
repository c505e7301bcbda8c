"""Consultation, fee, reasons: each with the dates the rules compute for it, and what is refused."""

import datetime as dt
from dataclasses import replace

import pytest

from disclosure_requests import approving, asking_reasons, charging, consulting, deciding, registering
from disclosure_requests.letter_facts import facts_of, of_consultation, of_reasons
from disclosure_requests.models import Consultation, FeeNotice, ReasonsRequest
from disclosure_requests.workflow import Status
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user
from tests.make_requests import in_handling, make_case, pdf_text, registered, write_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


def day(month, number, year=2026):
    return dt.date(year, month, number)


def consulted(case, *, sent_on, party="third_party", delivered_on=None, **facts):
    who = {"name": "示例船舶公司"} if party == "third_party" else {"agency": make_organization()}
    draft = consulting.propose_consultation(
        case,
        by=case.officer,
        today=sent_on,
        party=party,
        reason="2025 年排污报告",
        question="示例",
        **who | facts,
    )
    approving.approve(draft, by=make_user("head"), today=sent_on)
    consulting.send_consultation(draft, by=case.officer, today=sent_on)
    if delivered_on:
        consulting.consultation_delivered(draft, by=case.officer, today=delivered_on, on=delivered_on)
    case.refresh_from_db()
    return draft


def test_a_third_party_that_answers_takes_out_the_days_up_to_its_answer():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    asked = consulted(case, sent_on=day(2, 4), delivered_on=day(2, 6))
    assert (case.status, case.limit_on, case.limit_kind) == (Status.THIRD_PARTY, day(3, 5), "opinion")
    consulting.opinion_received(asked, by=case.officer, today=day(2, 26), on=day(2, 26), opinion="agrees")
    case.refresh_from_db()
    assert (case.status, case.reply_due_on) == (Status.HANDLING, day(3, 16))


def test_a_silent_third_party_takes_out_fifteen_workdays():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    asked = consulted(case, sent_on=day(2, 4), delivered_on=day(2, 6))
    with pytest.raises(InvalidMove, match="还没有过"):
        consulting.silent(asked, by=case.officer, today=day(3, 5))
    consulting.silent(asked, by=case.officer, today=day(3, 6))
    case.refresh_from_db()
    assert (case.status, case.reply_due_on) == (Status.HANDLING, day(3, 24))


def test_an_undelivered_consultation_leaves_the_date_open():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    asked = consulted(case, sent_on=day(2, 4))
    assert (case.clock, case.reply_due_on, case.limit_on) == ("stopped", None, None)
    with pytest.raises(InvalidMove, match="还没有送达"):
        consulting.silent(asked, by=case.officer, today=day(6, 1))


def test_a_delivery_after_its_answer_is_refused_in_words():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    asked = consulted(case, sent_on=day(2, 4))
    consulting.opinion_received(asked, by=case.officer, today=day(2, 9), on=day(2, 6), opinion="agrees")
    with pytest.raises(InvalidMove, match="请核对"):
        consulting.consultation_delivered(asked, by=case.officer, today=day(2, 9), on=day(2, 9))
    asked.refresh_from_db()
    assert asked.delivered_on is None


def test_two_consultations_side_by_side_are_shown_until_the_last_ends():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    third = consulted(case, sent_on=day(2, 4), delivered_on=day(2, 6))
    agency = consulted(case, sent_on=day(2, 5), delivered_on=day(2, 6), party="co_producer")
    consulting.opinion_received(third, by=case.officer, today=day(2, 9), on=day(2, 9), opinion="agrees")
    case.refresh_from_db()
    assert case.status == Status.AGENCY_CONSULT
    consulting.opinion_received(agency, by=case.officer, today=day(2, 10), on=day(2, 10), opinion="agrees")
    case.refresh_from_db()
    assert case.status == Status.HANDLING


def test_nobody_decides_while_an_opinion_is_out():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    consulted(case, sent_on=day(2, 4), delivered_on=day(2, 6))
    handler = make_user("handler")
    write_decision(case, by=handler, on=day(2, 9))
    with pytest.raises(InvalidMove, match="还有征求的意见"):
        deciding.hand_in(case, by=handler, today=day(2, 9))


def test_an_objection_is_no_veto_but_asks_for_the_public_interest():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    asked = consulted(case, sent_on=day(2, 4), delivered_on=day(2, 6))
    facts = {"on": day(2, 9), "opinion": "objects"}
    with pytest.raises(InvalidMove, match="对方的理由"):
        consulting.opinion_received(asked, by=case.officer, today=day(2, 9), **facts)
    consulting.opinion_received(asked, by=case.officer, today=day(2, 9), reason="商业秘密", **facts)
    case.refresh_from_db()
    handler = make_user("handler")
    write_decision(case, by=handler)
    with pytest.raises(InvalidMove, match="公共利益"):
        deciding.hand_in(case, by=handler, today=day(2, 10))
    write_decision(case, by=handler, told={"public_interest": "关系饮用水安全（示例）"})
    deciding.hand_in(case, by=handler, today=day(2, 10))
    deciding.check(case, by=make_user("reviewer"), today=day(2, 10), words="合法")
    deciding.sign(case, by=make_user("head"), today=day(2, 10))
    assert [each.code for each in case.letters.all()] == ["D06", "D06R", "D07", "D10", "D06N"]
    with pytest.raises(InvalidMove, match="先登记公开决定告知书送达"):
        deciding.send(case, by=case.officer, today=day(3, 2))
    notice = case.letters.get(code="D06N")
    served = {"letter": notice, "on": day(2, 12), "way": "mail"}
    for told, words in (({"on": day(2, 9)}, "不能早于"), ({"on": day(2, 14)}, "不能晚于今天")):
        with pytest.raises(InvalidMove, match=words):
            deciding.third_party_served(case, by=case.officer, today=day(2, 12), **served | told)
    deciding.third_party_served(case, by=case.officer, today=day(2, 12), **served)
    with pytest.raises(InvalidMove, match="已经登记"):
        deciding.third_party_served(case, by=case.officer, today=day(2, 12), **served)
    assert case.events.last().happened_on == day(2, 12) and "邮寄签收" in case.events.last().note
    # Five workdays after the service, not after the date of the letter (10 February), whose last is the 24th.
    with pytest.raises(InvalidMove, match="2 月 26 日"):
        deciding.send(case, by=case.officer, today=day(2, 26))
    deciding.send(case, by=case.officer, today=day(2, 27))
    assert case.status == Status.SENT


def heard(case, *opinions):
    """Third parties asked side by side, each with its opinion."""
    asked = [consulted(case, sent_on=day(2, 4), name=name) for name, _ in opinions]
    for row, (_, opinion) in zip(asked, opinions, strict=True):
        facts = {"opinion": opinion, "reason": "商业秘密" if opinion == "objects" else ""}
        consulting.opinion_received(row, by=case.officer, today=day(2, 9), on=day(2, 9), **facts)
    case.refresh_from_db()


def test_of_several_third_parties_each_that_objects_is_told_and_the_reply_speaks_of_the_objection():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    heard(case, ("甲示例公司", "objects"), ("乙示例公司", "objects"), ("丙示例公司", "agrees"))
    handler = make_user("handler")
    write_decision(case, by=handler, told={"public_interest": "关系饮用水安全（示例）"})
    deciding.hand_in(case, by=handler, today=day(2, 10))
    deciding.check(case, by=make_user("reviewer"), today=day(2, 10), words="合法")
    deciding.sign(case, by=make_user("head"), today=day(2, 10))
    assert "第三方不同意公开" in pdf_text(case.letters.get(code="D10"))
    told = [pdf_text(each) for each in case.letters.filter(code="D06N")]
    assert ["甲示例公司" in told[0], "乙示例公司" in told[1], len(told)] == [True, True, 2]
    # The day named to them is the first on which the reply can go out, if they are served at once.
    assert all("决定于2026年2月25日公开上述政府信息（本告知书送达较晚的，相应顺延）" in each for each in told)
    first, second = case.letters.filter(code="D06N")
    deciding.third_party_served(
        case, by=case.officer, today=day(2, 10), letter=first, on=day(2, 10), way="handed"
    )
    with pytest.raises(InvalidMove, match="先登记"):
        deciding.send(case, by=case.officer, today=day(2, 25))
    deciding.third_party_served(
        case, by=case.officer, today=day(2, 25), letter=second, on=day(2, 13), way="left"
    )
    with pytest.raises(InvalidMove, match="2 月 27 日"):
        deciding.send(case, by=case.officer, today=day(2, 25))


def test_the_rights_of_one_third_party_stand_though_another_agrees():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    heard(case, ("甲示例公司", "objects"), ("乙示例公司", "agrees"))
    handler = make_user("handler")
    write_decision(case, by=handler, outcome="N4", told={"reason": "工艺参数是商业秘密"})
    deciding.hand_in(case, by=handler, today=day(2, 10))
    assert case.status == Status.CHECK


@pytest.mark.parametrize(("is_person", "you"), [(True, "涉及你。"), (False, "涉及你单位。")])
def test_a_third_party_is_spoken_to_as_what_it_is(is_person, you):
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    consulted(case, sent_on=day(2, 4), name="示例某", is_person=is_person)
    assert you in pdf_text(case.letters.get(code="D06"))


def test_asking_inside_the_agency_does_not_stop_the_clock():
    case = in_handling()
    with pytest.raises(InvalidMove, match="会商"):
        consulting.propose_consultation(
            case,
            by=case.officer,
            today=day(1, 27),
            party="other_agency",
            reason="问",
            question="示例",
            agency=case.organization,
        )


def drafted_fee(case, *, on, basis="items", **facts):
    draft = charging.propose_fee(
        case, by=case.officer, today=on, basis=basis, reason="超过合理范围", payment_way="示例", **facts
    )
    approving.approve(draft, by=make_user("head"), today=on)
    return draft


def billed(case, *, on, **facts):
    draft = drafted_fee(case, on=on, **facts)
    charging.send_fee(draft, by=case.officer, today=on)
    case.refresh_from_db()
    return draft


def test_a_fee_notice_stops_the_clock_and_the_payment_starts_it_anew():
    case = in_handling(make_case(on=day(9, 18)), on=day(9, 18))
    notice = billed(case, on=day(9, 24), basis="pages", pages=101)
    charging.fee_delivered(notice, by=case.officer, today=day(9, 24), on=day(9, 24))
    case.refresh_from_db()
    assert (notice.amount, case.status, case.reply_due_on) == (720, Status.FEE, None)
    assert (case.limit_on, case.limit_kind) == (day(10, 29), "fee")
    charging.fee_paid(notice, by=case.officer, today=day(10, 12), on=day(10, 12), receipt_number="示例票据 1")
    case.refresh_from_db()
    assert (case.status, case.reply_due_on) == (Status.HANDLING, day(11, 9))


def test_an_unpaid_case_is_abandoned_after_twenty_workdays_and_not_before():
    case = in_handling(make_case(on=day(9, 18)), on=day(9, 18))
    notice = billed(case, on=day(9, 24), basis="pages", pages=31)
    with pytest.raises(InvalidMove, match="送达凭证"):
        charging.abandon_unpaid(case, by=case.officer, today=day(12, 1))
    charging.fee_delivered(notice, by=case.officer, today=day(9, 24), on=day(9, 24))
    with pytest.raises(InvalidMove, match="还没有过"):
        charging.abandon_unpaid(case, by=case.officer, today=day(10, 29))
    charging.abandon_unpaid(case, by=case.officer, today=day(10, 30))
    assert (case.status, case.outcome) == (Status.ABANDON_FEE, "O2")


def test_the_month_is_counted_by_applicant_agency_and_day_of_receipt():
    unit = make_organization()
    for _ in range(10):
        make_case(unit, on=day(3, 2))
    make_case(unit, on=day(2, 27))
    make_case(on=day(3, 2))
    make_case(unit, on=day(3, 2), applicant_document_number="另一人")
    eleventh = in_handling(make_case(unit, on=day(3, 3)), on=day(3, 3))
    twelfth = in_handling(make_case(unit, on=day(3, 4)), on=day(3, 4))
    assert charging.month_of(eleventh).count() == 11
    assert billed(eleventh, on=day(3, 3)).amount == 100
    assert billed(twelfth, on=day(3, 4)).amount == 100  # the increment only: fee(12) less fee(11)


def test_what_another_notice_asked_for_meanwhile_is_not_asked_for_twice():
    unit = make_organization()
    for _ in range(10):
        make_case(unit, on=day(3, 2))
    cases = [in_handling(make_case(unit, on=day(3, 3)), on=day(3, 3)) for _ in range(2)]
    drafts = [drafted_fee(case, on=day(3, 3)) for case in cases]
    assert [each.amount for each in drafts] == [100, 200]
    for draft in drafts:
        charging.send_fee(draft, by=draft.case.officer, today=day(3, 3))
    assert [each.amount for each in FeeNotice.objects.order_by("pk")] == [100, 100]
    assert [case.events.get(move="T10").note for case in cases] == ["100 元", "100 元"]


def test_an_application_is_charged_once_and_by_one_basis():
    unit = make_organization()
    for _ in range(10):
        make_case(unit, on=day(3, 2))
    case = in_handling(make_case(unit, on=day(3, 3)), on=day(3, 3))
    notice = billed(case, on=day(3, 3))
    charging.fee_paid(notice, by=case.officer, today=day(3, 4), on=day(3, 4), receipt_number="示例")
    with pytest.raises(InvalidMove, match="只用一种方式"):
        drafted_fee(case, on=day(3, 5), basis="pages", pages=40)


def test_one_billed_by_pages_is_not_counted_among_the_items():
    unit = make_organization()
    first = in_handling(make_case(unit, on=day(3, 2)), on=day(3, 2))
    billed(first, on=day(3, 2), basis="pages", pages=40)
    assert charging.month_of(make_case(unit, on=day(3, 2))).count() == 1
    assert FeeNotice.objects.get().amount == 100


def test_nothing_is_charged_below_the_threshold():
    case = in_handling()
    with pytest.raises(InvalidMove, match="没有超过免费的数量"):
        charging.propose_fee(
            case, by=case.officer, today=day(1, 27), basis="items", reason="示例", payment_way="示例"
        )


@pytest.mark.parametrize(
    ("judgement", "facts", "status"),
    [
        ("unreasonable", {}, Status.DRAFTING),
        ("reasonable", {}, Status.HANDLING),
        ("impossible", {"promised_on": day(6, 30)}, Status.DELAYED),
    ],
)
def test_the_head_judges_the_reasons(judgement, facts, status):
    case = registered(make_case())
    draft = asking_reasons.propose_reasons(
        case,
        by=case.officer,
        today=day(1, 27),
        reason="本月 60 件",
        request_count=60,
        counted_since=day(1, 1),
    )
    approving.approve(draft, by=make_user("head"), today=day(1, 27))
    asking_reasons.send_reasons(draft, by=case.officer, today=day(1, 27))
    asking_reasons.judge(draft, judgement, by=make_user("head"), today=day(2, 6), note="示例认定", **facts)
    case.refresh_from_db()
    assert case.status == status
    assert case.reply_due_on == (day(6, 30) if judgement == "impossible" else day(2, 28))


@pytest.mark.parametrize(("on", "is_provisional"), [(day(11, 2), False), (day(12, 21), True)])
def test_letters_know_whether_the_day_they_name_is_provisional(on, is_provisional):
    """2027 has no official calendar yet."""
    case = registered(make_case(on=on), on=on)
    facts = replace(facts_of(case, today=on), dated=on)
    reasons = ReasonsRequest(case=case, counted_since=on, request_count=60, answer_workdays=10)
    assert of_reasons(reasons, facts).is_reasons_due_provisional is is_provisional
    asked = Consultation(case=case, party=Consultation.Party.OTHER_AGENCY, name="示例局")
    assert of_consultation(asked, facts).is_opinion_due_provisional is is_provisional
    asked.party = Consultation.Party.CO_PRODUCER  # its letter names no day
    assert of_consultation(asked, facts).is_opinion_due_provisional is False


def test_a_promise_far_beyond_is_taken_for_a_slip():
    case = registered(make_case(on=day(3, 2)), on=day(3, 2))
    row = asking_reasons.propose_reasons(
        case, by=case.officer, today=day(3, 2), reason="示例", request_count=60, counted_since=day(1, 5)
    )
    approving.approve(row, by=make_user("head"), today=day(3, 2))
    asking_reasons.send_reasons(row, by=case.officer, today=day(3, 2))
    promise = {"judgement": "impossible", "note": "示例", "promised_on": day(9, 1, 2206)}
    with pytest.raises(InvalidMove, match="核对年份"):
        asking_reasons.judge(row, by=make_user("head"), today=day(3, 3), **promise)


def test_units_give_their_opinions_on_record_and_hand_over_within_themselves():
    unit = make_organization()
    case = in_handling(unit=unit)
    assignment, colleague = case.assignments.get(), make_user("handler", unit)
    registering.accept(assignment, by=make_user("handler", unit), today=day(1, 27))
    registering.hand_over(assignment, by=case.officer, to=colleague, today=day(1, 27))
    registering.give_opinion(assignment, by=colleague, today=day(1, 28), opinion="可以公开")
    assignment.refresh_from_db()
    assert (assignment.handler, assignment.opinion) == (colleague, "可以公开")
    with pytest.raises(InvalidMove, match="请选本单位的承办人"):
        registering.hand_over(assignment, by=colleague, to=make_user("handler"), today=day(1, 28))


def test_what_the_case_knows_of_the_third_party_need_not_be_typed_again():
    case = in_handling(make_case(on=day(1, 26)), on=day(1, 26))
    asked = consulted(case, sent_on=day(2, 4), delivered_on=day(2, 6))
    facts = {"on": day(2, 9), "opinion": "partly", "reason": "工艺参数是商业秘密"}
    consulting.opinion_received(asked, by=case.officer, today=day(2, 9), **facts)
    case.refresh_from_db()
    handler = make_user("handler")
    told = {
        "provided_part": "监测数据",
        "withheld": [["工艺参数", "N4", "商业秘密"]],
        "third_party_reason": "",
    }
    write_decision(case, by=handler, outcome="P", told=told)
    deciding.hand_in(case, by=handler, today=day(2, 10))
    assert case.status == Status.CHECK
