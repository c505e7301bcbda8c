"""The living catalog: nothing published changes but by an adjustment that a second person approved."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.adjusting import (
    changes_of,
    drop_line,
    propose_addition,
    propose_change,
    propose_publication,
    propose_restoration,
    propose_retirement,
)
from catalog.models import Adjustment, Item, ItemRevision
from catalog.models.revisions import elements_of
from catalog.taking_effect import approve, put_due_in_force
from linhai_portal.catching_up import catch_up
from linhai_portal.workflow import InvalidMove
from tests.make import make_domain, make_item, make_organization, make_user, publish, put_through

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)
Status = Adjustment.Status


def days(n):
    return DAY + dt.timedelta(days=n)


def published_domain(size=3):
    domain = make_domain()
    items = [make_item(domain, publisher=make_organization()) for _ in range(size)]
    publish(domain, on=DAY)
    return domain, items


def renamed(item, name):
    item = Item.objects.get(pk=item.pk)
    item.level2 = name
    return item


def test_the_first_publication_gives_every_item_its_first_revision():
    domain, items = published_domain()
    domain.refresh_from_db()
    assert domain.published_on == DAY
    revisions = ItemRevision.objects.filter(domain=domain)
    assert {(each.item_id, each.number, each.valid_from, each.valid_to) for each in revisions} == {
        (item.pk, 1, DAY, None) for item in items
    }
    slug = items[0].publishers.get().slug
    assert ItemRevision.objects.publishing(slug).get().item == items[0]


def test_a_draft_changes_nothing_and_an_approval_changes_it_on_its_date():
    domain, (item, *_) = published_domain()
    officer, head = make_user("officer"), make_user("head")
    draft = propose_change(renamed(item, "新名称"), by=officer)
    assert Item.objects.get(pk=item.pk).level2 == item.level2
    draft.revise(by=officer, reason="理由", basis="依据")
    draft.submit(by=officer)
    approve(draft, by=head, effective_on=days(10), today=days(1))
    assert draft.status == Status.APPROVED and draft.number == "2026-002"
    assert Item.objects.get(pk=item.pk).level2 == item.level2
    put_due_in_force(today=days(9))
    assert Item.objects.get(pk=item.pk).level2 == item.level2
    put_due_in_force(today=days(12))
    draft.refresh_from_db()
    assert draft.status == Status.EFFECTIVE and Item.objects.get(pk=item.pk).level2 == "新名称"
    as_of = ItemRevision.objects.in_domain(domain)
    assert as_of.as_of(days(9)).get(item=item).level2 == item.level2
    assert as_of.as_of(days(10)).get(item=item).level2 == "新名称"
    assert not as_of.as_of(days(-1)).exists()
    assert [each.to_status for each in draft.events.all()] == ["submitted", "approved", "effective"]


def test_nobody_approves_the_own_draft():
    _, (item, *_) = published_domain()
    both = make_user("officer")
    both.memberships.create(organization=make_organization(), role="head")
    draft = propose_retirement([item], by=both)
    draft.revise(by=both, reason="理由", basis="依据")
    draft.submit(by=both)
    with pytest.raises(InvalidMove, match="另一个人"):
        approve(draft, by=both, effective_on=days(1), today=days(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.filter(pk=draft.pk).update(
            status="approved",
            approved_by=both,
            approved_at="2026-03-03T08:00Z",
            effective_on=days(1),
            number="1",
        )


@pytest.mark.parametrize("facts", [{"reason": " "}, {"basis": ""}])
def test_an_adjustment_says_why_and_on_what_basis(facts):
    _, (item, *_) = published_domain()
    officer = make_user("officer")
    draft = propose_retirement([item], by=officer)
    for name, value in ({"reason": "理由", "basis": "依据"} | facts).items():
        setattr(draft, name, value)
    with pytest.raises(InvalidMove, match="理由和调整依据"):
        draft.submit(by=officer)


def test_one_draft_collects_lines_and_a_later_proposal_replaces_the_earlier():
    domain, (one, two, three) = published_domain()
    editor = make_user("officer")
    draft = propose_change(renamed(one, "甲"), by=editor)
    assert propose_change(renamed(one, "乙"), by=editor) == draft
    propose_retirement([two, three], by=editor)
    propose_addition(Item(domain=domain, **elements_of(one) | {"level2": "全新"}), by=editor)
    assert [(line.action, line.title) for line in draft.lines.all()] == [
        ("change", "乙"),
        ("retire", two.title),
        ("retire", three.title),
        ("add", "全新"),
    ]
    assert changes_of(draft.lines.first()) == [("level2", one.level2, "乙")]
    put_through(draft, by=editor, on=days(2))
    current = Item.objects.current().in_domain(domain).order_by("position")
    assert [(each.position, each.title) for each in current] == [(1, "乙"), (2, "全新")]
    domain.refresh_from_db()
    assert domain.item_count == 2


def test_a_restored_item_stands_where_it_stood_and_keeps_its_code():
    domain, (one, two, three) = published_domain()
    officer = make_user("officer")
    put_through(propose_retirement([two], by=officer), by=officer, on=days(1))
    put_through(propose_restoration(Item.objects.get(pk=two.pk), by=officer), by=officer, on=days(5))
    current = Item.objects.current().in_domain(domain).order_by("position")
    assert [(each.position, each.code) for each in current] == [(1, one.code), (2, two.code), (3, three.code)]
    periods = [(each.valid_from, each.valid_to) for each in two.revisions.all()]
    assert periods == [(DAY, days(1)), (days(5), None)]
    assert not ItemRevision.objects.as_of(days(3)).filter(item=two).exists()


def test_what_another_adjustment_overtook_is_refused_at_approval():
    _, (item, *_) = published_domain()
    first, second = make_user("officer"), make_user("officer")
    late = propose_change(renamed(item, "晚"), by=second)
    put_through(propose_change(renamed(item, "早"), by=first), by=first, on=days(1))
    with pytest.raises(InvalidMove, match="另一份调整"):
        put_through(late, by=second, on=days(1))
    assert Item.objects.get(pk=item.pk).level2 == "早"


def test_an_item_is_not_promised_to_two_approved_adjustments():
    _, (item, *_) = published_domain()
    first, second, head = make_user("officer"), make_user("officer"), make_user("head")
    for user, name in ((first, "甲"), (second, "乙")):
        draft = propose_change(renamed(item, name), by=user)
        draft.revise(by=user, reason="理由", basis="依据")
        draft.submit(by=user)
    one, two = Adjustment.objects.filter(status="submitted").order_by("pk")
    approve(one, by=head, effective_on=days(5), today=days(1))
    with pytest.raises(InvalidMove, match="已有一份批准了的调整"):
        approve(two, by=head, effective_on=days(6), today=days(1))
    two.refresh_from_db()
    assert two.status == Status.SUBMITTED and two.number is None


def test_a_publication_overtaken_by_an_import_goes_back_to_its_drafter():
    domain = make_domain()
    make_item(domain)
    officer, head = make_user("officer"), make_user("head")
    domain.refresh_from_db()
    draft = propose_publication([domain], by=officer)
    draft.revise(by=officer, reason="理由", basis="依据")
    draft.submit(by=officer)
    approve(draft, by=head, effective_on=days(3), today=days(1))
    make_item(domain)
    put_due_in_force(today=days(3))
    draft.refresh_from_db()
    domain.refresh_from_db()
    assert draft.status == Status.RETURNED and domain.published_on is None
    assert "有了变化" in draft.events.last().note and draft.approved_by is None


def test_a_worker_that_slept_at_midnight_does_in_the_morning_what_was_due():
    _, (item, *_) = published_domain()
    officer = make_user("officer")
    draft = propose_retirement([item], by=officer)
    draft.revise(by=officer, reason="理由", basis="依据")
    draft.submit(by=officer)
    approve(draft, by=make_user("head"), effective_on=days(3), today=days(1))
    catch_up(today=days(2))
    assert Item.objects.get(pk=item.pk).retired_on is None
    catch_up(today=days(5))
    assert Item.objects.get(pk=item.pk).retired_on == days(3)
    catch_up(today=days(5))
    assert draft.events.filter(to_status="effective").count() == 1


def test_a_late_save_of_the_draft_does_not_take_the_approval_back():
    _, (item, *_) = published_domain()
    officer = make_user("officer")
    stale = propose_retirement([item], by=officer)
    put_through(Adjustment.objects.get(pk=stale.pk), by=officer, on=days(1))
    with pytest.raises(InvalidMove, match="没有保存"):
        stale.revise(by=officer, reason="另一个理由", basis="依据")
    with pytest.raises(InvalidMove, match="不能再改"):
        drop_line(stale.lines.get())
    stale.refresh_from_db()
    assert stale.status == Status.EFFECTIVE and stale.reason == "测试理由"


def test_an_item_is_flagged_when_nobody_confirmed_it_for_a_year(client):
    _, (item, *_) = published_domain(1)
    leap = dt.date(2028, 2, 29)
    assert not Item.objects.unconfirmed(on=DAY.replace(year=2027) - dt.timedelta(days=1)).exists()
    assert Item.objects.unconfirmed(on=DAY.replace(year=2027)).get() == item
    assert Item.objects.unconfirmed(on=leap).get().is_overdue_for_confirmation(on=leap)
    Item.objects.filter(pk=item.pk).update(confirmed_on=dt.date(2020, 1, 1))
    assert "满一年没有确认" in client.get(item.get_absolute_url()).content.decode()


def test_the_past_cannot_be_changed():
    _, (item, *_) = published_domain()
    officer = make_user("officer")
    draft = propose_retirement([item], by=officer)
    draft.revise(by=officer, reason="理由", basis="依据")
    draft.submit(by=officer)
    with pytest.raises(InvalidMove, match="不能早于今天"):
        approve(draft, by=make_user("head"), effective_on=days(1), today=days(2))


DEEDS = st.lists(
    st.tuples(
        st.integers(0, 3),  # days since the one before
        st.lists(
            st.tuples(st.sampled_from(["add", "change", "retire", "restore"]), st.integers(0, 50)),
            min_size=1,
            max_size=4,
        ),
    ),
    max_size=8,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS)
def test_any_legal_sequence_agrees_with_a_naive_replay(db, history):
    with transaction.atomic():
        domain, items = published_domain(3)
        officer, head = make_user("officer"), make_user("head")
        state = {item.code: item.level2 for item in items}
        replay, day, n = {DAY: dict(state)}, DAY, 0
        for gap, deeds in history:
            day += dt.timedelta(days=gap)
            draft, n = None, n + 1
            touched = set()
            for place, (deed, pick) in enumerate(deeds):
                draft = propose(deed, pick, domain, officer, f"名称{n}-{place}", touched, state) or draft
            if draft is None:
                continue
            put_through(draft, by=officer, head=head, on=day)
            state = {**state}
            for line in draft.lines.select_related("item"):
                if line.action == "retire":
                    del state[line.item.code]
                else:
                    state[line.item.code] = line.after["level2"]
            replay[day] = dict(state)
        check_against(domain, replay)
        transaction.set_rollback(True)


def propose(deed, pick, domain, officer, name, touched, state):
    rows = Item.objects.in_domain(domain).exclude(pk__in=touched).order_by("pk")
    rows = list(rows.filter(retired_on__isnull=deed != "restore"))
    if deed == "add":
        sample = Item.objects.in_domain(domain).first()
        return propose_addition(Item(domain=domain, **elements_of(sample) | {"level2": name}), by=officer)
    if not rows:
        return None
    item = rows[pick % len(rows)]
    touched.add(item.pk)
    if deed == "change":
        return propose_change(renamed(item, name), by=officer)
    if deed == "retire":
        return propose_retirement([item], by=officer)
    return propose_restoration(item, by=officer)


def check_against(domain, replay):
    current = Item.objects.current().in_domain(domain)
    positions = list(current.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))
    assert set(ItemRevision.objects.in_domain(domain).current().values_list("item", flat=True)) == set(
        current.values_list("pk", flat=True)
    )
    for item in current:
        assert elements_of(item.revisions.get(valid_to=None)) == elements_of(item)
    last = max(replay)
    for offset in range(-1, (last - DAY).days + 2):
        day = DAY + dt.timedelta(days=offset)
        known = [each for each in replay if each <= day]
        expected = replay[max(known)] if known else {}
        found = ItemRevision.objects.in_domain(domain).as_of(day).values_list("item__code", "level2")
        assert dict(found) == expected and len(found) == len(expected)
