"""Two people, or two workers, on the same sheet or the same item at the same moment: one wins, the other is told."""

import datetime as dt
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.adjusting import propose_change, propose_retirement
from catalog.item_editing import confirm_items, note_review
from catalog.models import Adjustment, Domain, Item, ItemRevision, NegativeListEntry
from catalog.negative_list import approve as approve_entry
from catalog.taking_effect import approve, effect_task, put_due_in_force, take_effect_or_return
from linhai_portal.accounts.roles import Role
from linhai_portal.models import Counter, DataVersion
from linhai_portal.workflow import InvalidMove
from tests.at_once import at_once
from tests.make import make_domain, make_entry, make_item, make_user, publish

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2026, 3, 2)
TODAY, LATER = dt.date(2026, 3, 3), dt.date(2026, 3, 10)
Status = Adjustment.Status


@pytest.fixture
def items():
    """Of two published catalogs, two each."""
    domains = [make_domain(), make_domain()]
    items = [make_item(domain) for domain in domains for _ in range(2)]
    publish(*domains, on=DAY)
    return list(Item.objects.filter(pk__in=[item.pk for item in items]).order_by("pk"))


def held():
    return [Domain.objects.order_by("pk"), Adjustment.objects.order_by("pk")]


def submitted(propose):
    officer = make_user(Role.OFFICER)
    sheet = propose(by=officer)
    sheet.revise(by=officer, reason="理由", basis="依据")
    sheet.submit(by=officer)
    return sheet


def change_of(item, name):
    item = Item.objects.get(pk=item.pk)
    item.level2 = name
    return submitted(partial(propose_change, item))


def approved_for(sheet, day):
    approve(sheet, by=make_user(Role.HEAD), effective_on=day, today=TODAY)
    return sheet


def approval(sheet, *, on=TODAY, by=None):
    """The deed of one head who has opened the sheet."""
    mine = Adjustment.objects.get(pk=sheet.pk)
    return partial(approve, mine, by=by or make_user(Role.HEAD), effective_on=on, today=TODAY)


def steps(sheet):
    return list(sheet.events.values_list("to_status", flat=True))


def assert_one_won(answers):
    refusals = [answer for answer in answers if answer is not None]
    assert len(refusals) == len(answers) - 1
    assert all(isinstance(each, InvalidMove) for each in refusals), refusals
    assert all("请" in str(each) for each in refusals)
    return refusals


def test_of_two_heads_who_approve_at_once_one_wins(items):
    sheet = change_of(items[0], "新名称")
    (refusal,) = assert_one_won(at_once(approval(sheet), approval(sheet), held=held()))
    assert "已生效" in str(refusal) and "刷新页面" in str(refusal)
    assert steps(sheet) == ["submitted", "approved", "effective"]
    history = ItemRevision.objects.filter(item=items[0]).order_by("number")
    assert list(history.values_list("number", "level2", "valid_to")) == [
        (1, items[0].level2, TODAY),
        (2, "新名称", None),
    ]
    assert Counter.objects.get(series="adjustment:2026").last == 2


def test_the_date_and_the_approver_are_those_of_the_one_who_won(items):
    sheet = change_of(items[0], "新名称")
    heads = [make_user(Role.HEAD), make_user(Role.HEAD)]
    first, second = (
        approval(sheet, on=day, by=head) for day, head in zip((LATER, TODAY), heads, strict=True)
    )
    assert_one_won(at_once(first, second, held=held()))
    sheet.refresh_from_db()
    won = heads.index(sheet.approved_by)
    assert sheet.effective_on == (LATER, TODAY)[won]
    assert sheet.events.get(to_status="approved").by == heads[won]


def test_the_office_tells_the_second_head_what_happened(items):
    sheet = change_of(items[0], "新名称")
    address, today = reverse("office:adjustment_approve", args=[sheet.pk]), timezone.localdate()
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(make_user(Role.HEAD), backend="linhai_portal.accounts.backends.RoleBackend")
    answers = at_once(
        *[partial(client.post, address, {"effective_on": today}, follow=True) for client in clients],
        held=held(),
    )
    pages = [answer.content.decode() for answer in answers]
    assert sorted("已批准。" in page for page in pages) == [False, True]
    assert sum("请刷新页面查看最新情况" in page for page in pages) == 1
    assert steps(sheet) == ["submitted", "approved", "effective"]


def test_an_approval_does_not_hold_for_what_is_handed_in_anew_while_it_waits(items):
    sheet, client = change_of(items[0], "改名"), Client()
    client.force_login(make_user(Role.HEAD), backend="linhai_portal.accounts.backends.RoleBackend")
    address = reverse("office:adjustment_approve", args=[sheet.pk])
    word = {"effective_on": timezone.localdate().isoformat(), "step": sheet.step()}

    @transaction.atomic
    def hand_in_anew():
        mine = Adjustment.objects.get(pk=sheet.pk)
        mine.send_back(by=make_user(Role.HEAD), reason="再改")
        mine.submit(by=mine.drafted_by)

    at_once(hand_in_anew, partial(client.post, address, word), held=held())
    assert steps(sheet) in (["submitted", "returned", "submitted"], ["submitted", "approved", "effective"])


@pytest.mark.parametrize("first", ["approval", "other"])
@pytest.mark.parametrize("deed", ["withdraw", "send_back"])
def test_an_approval_and_a_withdrawal_or_return_at_once_leave_one_of_them(items, deed, first):
    sheet = change_of(items[0], "新名称")
    mine = Adjustment.objects.get(pk=sheet.pk)
    other = (
        partial(mine.withdraw, by=mine.drafted_by)
        if deed == "withdraw"
        else partial(mine.send_back, by=make_user(Role.HEAD), reason="不清楚")
    )
    both = [approval(sheet), other]
    assert_one_won(at_once(*(both if first == "approval" else both[::-1]), held=held()))
    sheet.refresh_from_db()
    name = Item.objects.get(pk=items[0].pk).level2
    if sheet.status == Status.EFFECTIVE:
        assert (name, steps(sheet)) == ("新名称", ["submitted", "approved", "effective"])
    else:
        assert sheet.status in (Status.WITHDRAWN, Status.RETURNED)
        assert (name, len(steps(sheet)), sheet.number) == (items[0].level2, 2, None)
        assert Counter.objects.get(series="adjustment:2026").last == 1


@pytest.mark.parametrize("kind", ["change", "retirement"])
def test_the_effect_happens_once_however_many_workers_find_it_due(items, kind):
    sheet = (
        change_of(items[0], "新名称")
        if kind == "change"
        else submitted(partial(propose_retirement, [items[0], items[3]]))
    )
    approved_for(sheet, LATER)
    workers = [partial(effect_task.call, sheet.pk), partial(put_due_in_force, today=LATER)]
    copies = [Adjustment.objects.get(pk=sheet.pk) for _ in range(2)]
    workers += [partial(take_effect_or_return, copy) for copy in copies]
    assert at_once(*workers, held=held()) == [None] * 4
    sheet.refresh_from_db()
    assert (sheet.status, steps(sheet)) == (Status.EFFECTIVE, ["submitted", "approved", "effective"])
    assert ItemRevision.objects.filter(item=items[0]).count() == (2 if kind == "change" else 1)
    assert ItemRevision.objects.get(item=items[0], number=1).valid_to == LATER


def test_one_that_is_taken_back_at_the_last_moment_does_not_hold_up_the_others(items):
    sheets = [approved_for(change_of(item, "新名称"), LATER) for item in items[:2]]
    recalled = Adjustment.objects.get(pk=sheets[0].pk)
    recall = partial(recalled.send_back, by=make_user(Role.HEAD), reason="先不改")
    told = at_once(recall, partial(put_due_in_force, today=LATER), held=held())
    for sheet in sheets:
        sheet.refresh_from_db()
    assert told[1] is None and sheets[1].status == Status.EFFECTIVE
    assert (told[0] is None) == (sheets[0].status == Status.RETURNED)
    assert Item.objects.get(pk=items[0].pk).level2 == (
        "新名称" if sheets[0].status == Status.EFFECTIVE else items[0].level2
    )


@pytest.mark.parametrize("day", [TODAY, LATER])
def test_of_two_adjustments_of_one_item_approved_at_once_the_second_is_refused(items, day):
    sheets = [change_of(items[0], "甲"), change_of(items[0], "乙")]
    (refusal,) = assert_one_won(at_once(*[approval(sheet, on=day) for sheet in sheets], held=held()))
    assert items[0].level2 in str(refusal) or "甲" in str(refusal) or "乙" in str(refusal)
    put_due_in_force(today=LATER)
    for sheet in sheets:
        sheet.refresh_from_db()
    assert sorted(sheet.status for sheet in sheets) == ["effective", "submitted"]
    (won,) = [sheet for sheet in sheets if sheet.status == "effective"]
    assert Item.objects.get(pk=items[0].pk).level2 == won.lines.get().title
    assert ItemRevision.objects.filter(item=items[0]).count() == 2


def test_adjustments_of_crossing_catalogs_do_not_block_each_other(items):
    sheets = [
        submitted(partial(propose_retirement, [items[0], items[2]])),
        submitted(partial(propose_retirement, [items[3], items[1]])),
    ]
    assert at_once(*map(approval, sheets), held=held()) == [None, None]
    assert not Item.objects.current().filter(pk__in=[item.pk for item in items]).exists()


def test_confirming_and_reviewing_items_goes_along_with_an_adjustment_of_them(items):
    """Each of them locks rows of the catalog before the version of the data, else PostgreSQL breaks one off."""
    sheet = submitted(partial(propose_retirement, items))
    editor = make_user(Role.EDITOR)
    deeds = [
        partial(note_review, items[2], rule_reviewed=True, on=TODAY),
        partial(confirm_items, items[2:], by=editor, on=TODAY),
        approval(sheet),
    ]
    assert at_once(*deeds, held=[DataVersion.objects.all()]) == [None, 2, None]


def test_of_two_heads_who_approve_an_entry_of_the_negative_list_at_once_one_wins():
    entry = make_entry()
    entry.submit(by=entry.drafted_by)
    copies = [NegativeListEntry.objects.get(pk=entry.pk) for _ in range(2)]
    deeds = [partial(approve_entry, copy, by=make_user(Role.HEAD), today=TODAY) for copy in copies]
    assert_one_won(at_once(*deeds, held=[NegativeListEntry.objects.all()]))
    assert steps(entry) == ["submitted", "in_force"]
    assert Counter.objects.get(series="negative-list:2026").last == 1
