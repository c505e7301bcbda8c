import datetime as dt

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from catalog import publishing
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
        register(hearing, person_name="示例 欧阳", contact="13800001234")
    found = hearing.registrations.with_code(registration.number, f" {code.lower()} ")
    assert found == registration
    assert hearing.registrations.with_code(registration.number, "") is None
    assert hearing.registrations.with_code(registration.number + 1, code) is None
    registering.withdraw(registration)
    register(hearing, person_name="示例欧阳", contact="13800001234")


def test_nobody_registers_outside_the_period_not_even_by_letter():
    hearing, told = make_registering(), {"person_name": "张示例", "contact": "1"}
    category = hearing.categories.get()
    later(hearing, days=21)
    with pytest.raises(InvalidMove, match="不在报名时间"):
        register(hearing)
    with pytest.raises(InvalidMove, match="名单"):
        registering.enter(hearing, by=make_user("editor"), category=category, channel="paper", **told)


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
    assert hearing.seed == f"{hearing.publication.index_number}|03 09 12 18 22 31 + 07"
    assert consumers.registrations.seated().count() == 2 and traders.registrations.seated().count() == 2
    by_place = list(consumers.registrations.order_by("place").values_list("number", flat=True))
    assert by_place == draw(hearing.seed, [1, 2, 3, 4, 5])
    assert set(consumers.registrations.seated().values_list("number", flat=True)) == set(by_place[:2])


def test_the_draw_is_once_and_not_before_its_day():
    hearing, by = make_registering(), make_user("editor")
    register(hearing)
    with pytest.raises(InvalidMove, match="才能抽签"):
        drawing_lots.draw_lots(hearing, by=by, public_number="1")
    drawn(hearing)
    seed = hearing.seed
    with pytest.raises(InvalidMove, match="只抽一次"):
        drawing_lots.draw_lots(hearing, by=by, public_number="2")
    assert Hearing.objects.get().seed == seed


@pytest.mark.django_db(transaction=True)
def test_two_draws_at_once_are_one():
    hearing, by = make_registering(), make_user("editor")
    for _ in range(3):
        register(hearing)
    later(hearing, days=22)
    deeds = [
        lambda number=number: drawing_lots.draw_lots(hearing, by=by, public_number=number) for number in "12"
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
    with pytest.raises(InvalidMove, match="写明原因"):
        holding.confirm(other, way="declined")
    with pytest.raises(InvalidMove, match="不能再改"):
        holding.keep_minutes(hearing, text="另一份")
    assert holding.confirmations(hearing) == {"confirmed": 1, "declined": 0, "open": 1, "all": 2}


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
