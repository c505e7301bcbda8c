import csv
import datetime as dt
import hashlib
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from catalog import publishing
from catalog.ending import take_down
from catalog.models import Publication
from catalog.publishing import submit
from linhai_portal.workflow import InvalidMove
from participation import drawing_lots, hearing_list, holding, registering
from participation.announcing import add_part
from participation.drawing import draw
from participation.hearing_course import course
from participation.models import Category, Hearing, HearingRegistration, PersonLook
from tests.at_once import at_once
from tests.make import examine, make_user, put_out
from tests.make_hearings import (
    drawn,
    held,
    later,
    listed,
    make_hearing,
    make_registering,
    materials,
    register,
    written,
)
from tests.make_participation import make_open as make_open_consultation

pytestmark = pytest.mark.django_db
Status = HearingRegistration.Status


def days(number):
    return localdate() + dt.timedelta(days=number)


def statuses(hearing):
    return dict(hearing.registrations.values_list("number", "status"))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"registers_until": days(14)}, "不满 15 日"),
        ({"registers_from": days(-9), "registers_until": days(14)}, "不满 15 日"),
        ({"categories": [("observer", "旁听", 5)]}, "哪些类别"),
        ({"held_at": timezone.now() + dt.timedelta(days=28)}, "来不及"),
        ({"with_draft": False}, "草案和说明"),
        ({"selection": "报名请打 13800001234。"}, "个人信息"),
        ({"categories": [("party", "张三 13800001234", 5)]}, "个人信息"),
    ],
)
def test_what_may_not_go_out_is_said_when_it_is_handed_in(facts, words):
    hearing = make_hearing(**facts)
    with pytest.raises(InvalidMove, match=words):
        submit(hearing.publication, by=hearing.publication.drafted_by)


def test_the_draft_of_its_consultation_is_enough():
    hearing = make_registering(with_draft=False, consultation=make_open_consultation())
    assert hearing.registers(on=localdate())


def test_seats_are_fixed_once_it_is_handed_in():
    hearing = make_registering()
    more = Category(hearing=hearing, name="经营者", seats=3)
    with pytest.raises(InvalidMove):
        add_part(hearing, more, by=hearing.publication.drafted_by)


def test_a_person_registers_once_and_opens_it_with_number_and_code():
    hearing = make_registering()
    registration, code = register(hearing, person_name="示例欧阳", contact="1380000 1234")
    with pytest.raises(InvalidMove, match="已经报过名"):
        register(hearing, person_name="示例 欧阳", contact="１３８-００００-１２３４")
    found = hearing.registrations.with_code(registration.number, f" {code.lower()} ")
    assert found == registration
    assert hearing.registrations.with_code(registration.number, "") is None
    assert hearing.registrations.with_code(registration.number + 1, code) is None
    registering.withdraw(registration)
    again = register(hearing, person_name="示例欧阳", contact="13800001234")[0]
    assert again.number == 2


def test_one_page_sent_twice_is_one_registration_with_one_code():
    hearing = make_registering()
    told = {"person_name": "示例欧阳", "contact": "1", "sent": "same"}
    assert register(hearing, **told) == register(hearing, **told)
    assert register(hearing, **told | {"person_name": "示例王"})[1] != register(hearing, **told)[1]
    assert hearing.registrations.count() == 2


def test_nobody_registers_outside_the_period_not_even_by_letter():
    hearing, told = make_registering(), {"person_name": "张示例", "contact": "1"}
    category = hearing.categories.get()
    later(hearing, days=21)
    with pytest.raises(InvalidMove, match="不在报名时间"):
        register(hearing)
    with pytest.raises(InvalidMove, match="名单"):
        registering.enter(
            hearing, by=make_user("editor"), sent="a", category=category, channel="paper", **told
        )


def test_in_order_of_arrival_the_first_have_the_seats_and_the_next_moves_up():
    hearing = make_registering(method="order")
    people = [register(hearing)[0] for _ in range(4)]
    assert list(statuses(hearing).values()) == ["seated", "seated", "waiting", "waiting"]
    registering.withdraw(people[0])
    registering.refuse(people[1], by=make_user("editor"), reason="不是本市居民")
    assert list(statuses(hearing).values()) == ["withdrawn", "refused", "seated", "seated"]
    seats = hearing.registrations.seated().values_list("seat", flat=True)
    assert sorted(seats) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_get_more_seats_than_there_are():
    hearing = make_registering(method="order", categories=[("party", "消费者", 1)])
    answers = at_once(
        *[lambda: register(hearing) for _ in range(4)], held=[Hearing.objects.filter(pk=hearing.pk)]
    )
    assert not [each for each in answers if isinstance(each, Exception)]
    assert sorted(statuses(hearing).values()) == ["seated", "waiting", "waiting", "waiting"]
    assert sorted(statuses(hearing)) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_who_leaves_while_others_come_leaves_no_seat_empty_and_none_given_twice():
    hearing = make_registering(method="order", categories=[("party", "消费者", 2), ("party", "经营者", 1)])
    first, second = hearing.categories.all()
    people = [register(hearing, category=first)[0] for _ in range(2)]
    deeds = [lambda: registering.withdraw(people[0]), lambda: registering.withdraw(people[1])]
    deeds += [lambda each=each: register(hearing, category=each) for each in (first, second) * 2]
    answers = at_once(*deeds, held=[Hearing.objects.filter(pk=hearing.pk)])
    assert not [each for each in answers if isinstance(each, Exception)]
    assert sorted(first.registrations.seated().values_list("seat", flat=True)) == [1, 2]
    assert list(second.registrations.seated().values_list("seat", flat=True)) == [1]
    assert second.registrations.filter(status="waiting").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_once_give_two_seats_to_two_others():
    hearing = make_registering(method="order")
    people = [register(hearing)[0] for _ in range(4)]
    deeds = [lambda each=each: registering.withdraw(each) for each in people[:2]]
    assert at_once(*deeds, held=[Hearing.objects.filter(pk=hearing.pk)]) == [None, None]
    assert list(statuses(hearing).values()) == ["withdrawn", "withdrawn", "seated", "seated"]


def test_the_draw_gives_as_many_seats_as_there_are_in_each_category_as_anybody_can_check():
    hearing = make_registering(categories=[("party", "消费者", 2), ("party", "经营者", 3)])
    consumers, traders = hearing.categories.all()
    for category, people in ((consumers, 5), (traders, 2)):
        for _ in range(people):
            register(hearing, category=category)
    drawn(hearing, people=0)
    assert hearing.seed == f"{hearing.publication.index_number}|03091218223107"
    assert consumers.registrations.seated().count() == 2 and traders.registrations.seated().count() == 2
    by_place = list(consumers.registrations.order_by("place").values_list("number", flat=True))
    assert by_place == draw(hearing.seed, [1, 2, 3, 4, 5])
    assert set(consumers.registrations.seated().values_list("number", flat=True)) == set(by_place[:2])


def test_the_draw_is_once_and_not_before_its_day():
    hearing, by = make_registering(), make_user("editor")
    register(hearing)
    with pytest.raises(InvalidMove, match="才能抽签"):
        drawing_lots.draw_lots(hearing, by=by, public_number="1" * 14)
    drawn(hearing)
    seed = hearing.seed
    with pytest.raises(InvalidMove, match="只抽一次"):
        drawing_lots.draw_lots(hearing, by=by, public_number="2" * 14)
    assert Hearing.objects.get().seed == seed


@pytest.mark.parametrize("typed", ["03 09 12 18 22 31 + 7", "第 138 期：03 09 12 18 22 31 + 07", "", "号码"])
def test_the_number_has_as_many_digits_as_the_notice_said(typed):
    hearing = later(make_registering(), days=22)
    with pytest.raises(InvalidMove, match="14 位"):
        drawing_lots.draw_lots(hearing, by=make_user("editor"), public_number=typed)


def test_anybody_computes_the_draw_again_from_what_stands_on_the_page(client):
    hearing = drawn(people=5)
    table = b"".join(client.get(f"{hearing.get_absolute_url()}lots.csv").streaming_content).decode(
        "utf-8-sig"
    )
    rows = list(csv.DictReader(io.StringIO(table)))
    tickets = {
        row["报名编号"]: hashlib.sha256(f"{hearing.seed}:{row['报名编号']}".encode()).hexdigest()
        for row in rows
    }
    assert all(row["签"] == tickets[row["报名编号"]] for row in rows)
    seated = {row["报名编号"] for row in rows if row["结果"] == "参加"}
    assert seated == set(sorted(tickets, key=tickets.get)[:2])


def test_the_rule_of_the_draw_stands_in_the_notice_before_it_goes_out():
    hearing = make_hearing()
    notice = hearing.publication
    notice.revise(by=notice.drafted_by, body="<p>公告。抽签办法以后再说。</p>")
    with pytest.raises(InvalidMove, match="怎样抽签"):
        submit(notice, by=notice.drafted_by)


def test_of_a_notice_that_was_taken_down_nothing_is_drawn_or_listed():
    hearing = make_registering()
    register(hearing)
    later(hearing, days=22)
    head = make_user("head")
    take_down(hearing.publication, by=head, reason="弄错了", text_stays=True, now=timezone.now())
    with pytest.raises(InvalidMove, match="撤下"):
        drawing_lots.draw_lots(hearing, by=head, public_number="1" * 14)
    with pytest.raises(InvalidMove, match="撤下"):
        hearing_list.draft_list(hearing, by=head)


def test_when_fewer_come_than_there_are_seats_all_of_them_take_part():
    hearing = drawn(make_registering(categories=[("party", "消费者", 5), ("media", "媒体", 2)]), people=3)
    assert list(statuses(hearing).values()) == ["seated"] * 3


def test_a_draw_costs_as_many_queries_for_many_who_wait_as_for_one():
    costs = []
    for people in (3, 9):
        hearing, by = make_registering(), make_user("editor")
        for _ in range(people):
            register(hearing)
        later(hearing, days=22)
        with CaptureQueriesContext(connection) as queries:
            drawing_lots.draw_lots(hearing, by=by, public_number="1" * 14)
        costs.append(len(queries))
        assert [each.events.get().by for each in hearing.registrations.all()] == [by] * people
    assert costs[0] == costs[1]


@pytest.mark.django_db(transaction=True)
def test_two_draws_at_once_are_one():
    hearing, by = make_registering(), make_user("editor")
    for _ in range(3):
        register(hearing)
    later(hearing, days=22)
    deeds = [
        lambda number=number: drawing_lots.draw_lots(hearing, by=by, public_number=number * 14)
        for number in "12"
    ]
    answers = at_once(*deeds, held=[Hearing.objects.filter(pk=hearing.pk)])
    assert sorted(type(each) for each in answers if each) == [InvalidMove]


def test_from_the_day_of_the_public_number_nobody_is_chosen_away():
    hearing, by = make_registering(), make_user("editor")
    one, other = register(hearing)[0], register(hearing)[0]
    later(hearing, days=21)
    registering.refuse(one, by=by, reason="不是本市居民")
    later(hearing, days=1)
    with pytest.raises(InvalidMove, match="名单已经定了"):
        registering.refuse(other, by=by, reason="不想要他")
    with pytest.raises(InvalidMove, match="名单已经定了"):
        registering.take_back(one, by=by)
    assert registering.refusals(hearing) == [(1, "不是本市居民")]


def test_between_the_public_number_and_the_draw_nobody_leaves_the_list(client):
    hearing = make_registering()
    people = [register(hearing)[0] for _ in range(3)]
    registering.withdraw(people[0])
    later(hearing, days=22)
    page = client.get(hearing.get_absolute_url()).text
    assert "2 人参加抽签：2 号、3 号" in page
    for by in (None, make_user("editor")):
        with pytest.raises(InvalidMove, match="抽签以后再退出"):
            registering.withdraw(people[1], by=by)
    drawn_later = drawing_lots.draw_lots(hearing, by=make_user("editor"), public_number="1" * 14)
    assert drawn_later is None and list(statuses(hearing).values()) == ["withdrawn", "seated", "seated"]
    registering.withdraw(hearing.registrations.get(number=2))


def test_who_withdraws_after_the_draw_is_followed_by_the_next_in_its_order():
    hearing = drawn()
    order = list(hearing.registrations.order_by("place"))
    registering.withdraw(order[0])
    assert set(hearing.registrations.seated()) == set(order[1:3])


def test_the_list_names_who_agreed_and_writes_down_each_look():
    hearing, clerk = make_registering(categories=[("party", "消费者", 9)]), make_user("editor")
    register(hearing, person_name="王示例", may_be_named=True)
    register(hearing, person_name="欧阳示例", may_be_named=False)
    register(hearing, person_name="示例餐饮公司", identity="business")
    drawn(hearing, people=0)
    body = hearing_list.draft_list(hearing, by=clerk).body
    assert "王示例" in body and "欧阳某" in body and "某企业" in body
    assert "欧阳示例" not in body and "餐饮" not in body
    assert PersonLook.objects.filter(by=clerk, why="编制参加人名单").count() == 3


def test_a_list_of_somebody_who_left_meanwhile_does_not_go_out():
    hearing = drawn()
    draft = hearing_list.draft_list(hearing, by=make_user("editor", hearing.organization))
    registering.withdraw(hearing.registrations.seated().first())
    with pytest.raises(InvalidMove, match="有了变化"):
        submit(draft, by=draft.drafted_by)


def test_a_public_list_is_corrected_when_somebody_is_followed_by_another():
    hearing, by = listed(), make_user("editor")
    old = hearing.participants
    with pytest.raises(InvalidMove, match="起草过"):
        hearing_list.draft_list(hearing, by=by)
    registering.withdraw(hearing.registrations.seated().first())
    assert hearing_list.is_outdated(hearing)
    draft = hearing_list.draft_list(hearing, by=make_user("editor", hearing.organization))
    body = draft.body
    draft.revise(by=draft.drafted_by, body=old.body)
    with pytest.raises(InvalidMove, match="有了变化"):
        submit(draft, by=draft.drafted_by)
    draft.revise(by=draft.drafted_by, body=body)
    put_out(draft)
    hearing.refresh_from_db()
    assert hearing.participants == old and hearing.participants.status == "published"
    assert not hearing_list.is_outdated(hearing)


@pytest.mark.parametrize("told", ["不是本市居民，身份证 331082199001011231", "电话 13800001234 打不通"])
def test_a_reason_that_is_public_holds_nobodys_number(told):
    hearing = make_registering()
    registration, _ = register(hearing)
    with pytest.raises(InvalidMove, match="个人信息"):
        registering.refuse(registration, by=make_user("editor"), reason=told)
    hearing = listed()
    with pytest.raises(InvalidMove, match="个人信息"):
        on = localdate()
        holding.send_materials(hearing, what=told, sent_on=on, reached_on=on, way="当面")
    materials(hearing, days_before=6)
    later(hearing, days=20)
    with pytest.raises(InvalidMove, match="个人信息"):
        holding.mark_held(hearing, late_reason=told)


def test_materials_are_not_sent_before_it_is_known_to_whom():
    hearing, yesterday = drawn(), days(-1)
    with pytest.raises(InvalidMove, match="才定下来"):
        holding.send_materials(hearing, what="方案", sent_on=yesterday, reached_on=yesterday, way="当面")


def test_there_is_no_list_before_the_seats_are_given():
    with pytest.raises(InvalidMove, match="还没有抽签"):
        hearing_list.draft_list(make_registering(), by=make_user("editor"))


def test_it_is_not_held_before_its_list_and_its_materials():
    hearing = drawn()
    later(hearing, days=20)
    with pytest.raises(InvalidMove, match="名单还没有公布"):
        holding.mark_held(hearing)
    hearing = listed()
    with pytest.raises(InvalidMove, match="还没有到"):
        holding.mark_held(hearing)
    later(hearing, days=20)
    with pytest.raises(InvalidMove, match="材料送达"):
        holding.mark_held(hearing)


def test_materials_later_than_seven_days_before_need_a_reason_that_is_shown(client):
    hearing = listed()
    materials(hearing, days_before=6)
    later(hearing, days=20)
    with pytest.raises(InvalidMove, match="7 日前"):
        holding.mark_held(hearing)
    holding.mark_held(hearing, late_reason="台风停运，晚到一天。")
    assert "台风停运，晚到一天。" in client.get(hearing.get_absolute_url()).text


def test_seven_days_before_is_in_time():
    assert held(days_before=7).late_reason == ""


def test_minutes_are_confirmed_once_by_each_participant_and_then_stand():
    hearing = held()
    one, other = hearing.registrations.parties()
    observer = hearing.registrations.filter(status=Status.WAITING).first()
    holding.confirm(one, way="online", remark="第二页少了一句。")
    for nobody in (one, observer):
        with pytest.raises(InvalidMove, match="每人一次"):
            holding.confirm(nobody, way="online")
    with pytest.raises(InvalidMove, match="哪里不对"):
        holding.confirm(other, way="declined")
    assert holding.confirmations(hearing) == {"confirmed": 1, "declined": 0, "open": 1, "all": 2}


def test_minutes_that_were_mended_are_confirmed_anew_and_stand_with_the_report():
    hearing, by = held(minutes="张某：同意。\n王某：反对。"), make_user("editor")
    one, other = hearing.registrations.parties()
    holding.confirm(one, way="online", remark="对。")
    holding.confirm(other, way="declined", remark="我没有反对。")
    holding.keep_minutes(hearing, text="张某：同意。\r\n王某：反对。\r\n", by=by)
    assert holding.confirmations(hearing)["open"] == 0
    holding.keep_minutes(hearing, text="张某：同意。王某：希望分两年。", by=by)
    assert holding.confirmations(hearing) == {"confirmed": 0, "declined": 0, "open": 2, "all": 2}
    assert "我没有反对。" in other.events.last().note
    with pytest.raises(InvalidMove, match="改过了"):
        holding.confirm(one, way="online", read="of the former words")
    hearing.refresh_from_db()
    for each in (one, other):
        holding.confirm(each, way="online", read=holding.minutes_mark(hearing))
    holding.draft_report(hearing, by=make_user("editor", hearing.organization))
    with pytest.raises(InvalidMove, match="已经起草"):
        holding.keep_minutes(hearing, text="第三份", by=by)


def test_the_report_waits_for_the_minutes_of_everybody():
    hearing, by = held(), make_user("editor")
    with pytest.raises(InvalidMove, match="2 位参加人没有确认"):
        holding.draft_report(hearing, by=by)
    for each in hearing.registrations.parties():
        holding.confirm(each, way="signed")
    report = holding.draft_report(hearing, by=make_user("editor", hearing.organization))
    with pytest.raises(InvalidMove, match="还没有写完"):
        submit(report, by=report.drafted_by)
    report.revise(by=report.drafted_by, body=written(report.body))
    put_out(report)
    hearing.refresh_from_db()
    assert course(hearing, on=localdate())["ahead"] == []


def test_a_notice_that_lost_time_in_review_is_sent_back():
    hearing = make_hearing()
    submit(hearing.publication, by=hearing.publication.drafted_by)
    Hearing.objects.update(registers_until=days(14))
    publishing.review(hearing.publication, by=make_user("reviewer", hearing.organization))
    examine(hearing.publication)
    hearing.publication.refresh_from_db()
    assert (hearing.publication.status, hearing.publication.published_at) == ("returned", None)


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("关于召开城区停车收费听证会的公告", "城区停车收费听证会"),
        ("关于召开城区停车收费听证会的公告（示例）", "城区停车收费听证会"),
        ("关于举行《某办法》听证会的通告", "《某办法》听证会"),
        ("城区停车收费听证会公告", "“城区停车收费听证会公告”"),
    ],
)
def test_what_comes_after_a_notice_is_named_by_its_subject(title, subject):
    hearing = Hearing(publication=Publication(title=title))
    assert hearing.subject == subject
