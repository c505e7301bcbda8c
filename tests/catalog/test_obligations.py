"""What is due regularly is due although nobody writes anything; a passed day is not moved any more."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from catalog import publishing
from catalog.adjusting import propose_retirement
from catalog.ending import take_down
from catalog.item_editing import save_item
from catalog.models import Domain, Obligation, Publication
from catalog.obligations import keep_obligations
from catalog.timeliness_kept import keep_all
from linhai_portal.accounts.models import OrganizationGroup
from tests.make import (
    examine,
    make_item,
    make_organization,
    make_publication,
    make_user,
    publish,
    put_out,
    put_through,
)

pytestmark = pytest.mark.django_db
day = dt.date.fromisoformat


def quarterly(publisher=None, **facts):
    facts = {"created_on": day("2026-01-10"), "limit_period": "quarterly", "time_limit": "每季度公布"} | facts
    return make_item(
        publisher=publisher or make_organization(), limit_unit="periodic", limit_number=None, **facts
    )


def held(item, today="2026-11-10"):
    keep_obligations([item], today=day(today))
    return [
        (str(each.period), str(each.due_on), str(each.met_on))
        for each in item.obligations.order_by("starts_on")
    ]


def publish_on(item, on, *, formed=None, unit=None):
    """Published at noon of a day by the unit, or by the item's only publisher."""
    unit = unit or item.publisher_links.get().organization
    return put_out(
        items=[item],
        drafted_by=make_user("editor", unit),
        formed_on=day(formed or on),
        at=timezone.make_aware(dt.datetime.combine(day(on), dt.time(12))),
    )


def test_every_period_since_the_item_stands_in_the_catalog_is_due_by_itself():
    item = quarterly(created_on=day("2026-05-20"))
    assert held(item, "2026-05-20") == [
        ("2026 年第二季度", "2026-07-28", "None"),
        ("2026 年第三季度", "2026-10-28", "None"),
    ]
    assert held(item, "2026-05-20") == held(item, "2026-05-20")


def test_a_publication_meets_its_period_and_a_missing_one_is_overdue():
    item = quarterly()
    publish_on(item, "2026-04-10")
    keep_obligations([item], today=day("2026-10-27"))
    met = {str(each.period): each.met_on for each in item.obligations.all()}
    assert met["2026 年第一季度"] == day("2026-04-10")
    assert [str(each.period) for each in Obligation.objects.overdue(on=day("2026-08-01"))] == [
        "2026 年第二季度"
    ]
    assert [str(each.period) for each in Obligation.objects.due_soon(on=day("2026-10-23"))] == [
        "2026 年第三季度"
    ]
    assert not Obligation.objects.due_soon(on=day("2026-10-20")).exists()


def test_taking_down_leaves_the_period_unmet():
    item = quarterly()
    publication = publish_on(item, "2026-04-10")
    assert item.obligations.filter(publication=publication).count() == 1
    take_down(publication, by=make_user("officer"), reason="有误", text_stays=False, now=timezone.now())
    assert not item.obligations.exclude(publication=None).exists()


def test_one_made_up_later_stays_among_those_not_in_time():
    item = quarterly()
    publish_on(item, "2026-04-10")
    publish_on(item, "2026-07-10")
    publish_on(item, "2026-08-10")
    publish_on(item, "2026-10-10")
    assert not Obligation.objects.not_in_time(on=day("2026-11-01")).exists()


def test_a_draft_meets_nothing_and_another_unit_neither():
    item = quarterly()
    publish_on(item, "2026-04-10", unit=make_organization())
    assert not item.obligations.exclude(publication=None).exists()


def test_every_unit_of_a_group_owes_it_and_a_new_one_from_now_on():
    group = OrganizationGroup.objects.create(slug="villages", name="各村民委员会", kind="village")
    units = [make_organization(kind="village", level="村级") for _ in range(2)]
    item = quarterly(group)
    held(item)
    assert set(item.obligations.values_list("organization", flat=True)) == {unit.pk for unit in units}
    new = make_organization(kind="village", level="村级")
    held(item)
    mine = item.obligations.filter(organization=new).order_by("starts_on")
    assert [each.period for each in mine] == ["2026 年第四季度", "2027 年第一季度"]


@pytest.mark.parametrize("change", [{"retired_on": day("2026-11-01")}, {"attribute": "on_request"}])
def test_what_need_not_be_published_any_more_is_not_due(change):
    item = quarterly()
    held(item)
    for name, value in change.items():
        setattr(item, name, value)
    held(item)
    assert not item.obligations.filter(due_on__gte=day("2026-11-10")).exists()
    assert item.obligations.exists() is ("attribute" in change)


def test_another_period_or_calendar_moves_only_what_is_not_due_yet():
    item = quarterly()
    held(item, "2026-08-01")
    item.limit_period = "monthly"
    assert [period for period, *_ in held(item, "2026-08-01")][:4] == [
        "2026 年第一季度",
        "2026 年第二季度",
        "2026 年 7 月",
        "2026 年 8 月",
    ]


def test_drafts_are_due_and_follow_the_calendar_while_published_ones_keep_their_day():
    draft, published = make_publication(), put_out()
    Publication.objects.update(due_on=day("2020-01-01"))
    keep_all(today=timezone.localdate())
    draft.refresh_from_db()
    published.refresh_from_db()
    assert draft.due_on == day("2026-03-30")
    assert published.due_on == day("2020-01-01")


def test_the_daily_work_costs_the_same_number_of_queries_for_any_number_of_units(
    django_assert_max_num_queries,
):
    group = OrganizationGroup.objects.create(slug="villages", name="各村民委员会", kind="village")
    item = quarterly(group)
    make_organization(kind="village", level="村级")
    with django_assert_max_num_queries(12) as few:
        keep_obligations([item], today=day("2026-11-10"))
    for _ in range(30):
        make_organization(kind="village", level="村级")
    with django_assert_max_num_queries(12) as many:
        keep_obligations([item], today=day("2026-11-10"))
    assert len(many) <= len(few)


def test_an_adjustment_that_retires_an_item_ends_its_periods_at_once():
    item = quarterly()
    publish(item.domain, on=timezone.localdate())
    held(item)
    assert item.obligations.exists()
    sheet = propose_retirement([item], by=make_user("officer"))
    put_through(sheet, by=sheet.drafted_by, on=timezone.localdate())
    assert not item.obligations.exists()


def test_a_rule_set_by_hand_makes_the_periods_at_once():
    item = make_item(publisher=make_organization())
    item.limit_unit, item.limit_number, item.limit_period = "periodic", None, "monthly"
    save_item(item)
    assert item.obligations.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_published_at_once_each_is_counted():
    item, together, drafts = make_item(), threading.Barrier(2), []
    for _ in range(2):
        draft = make_publication(items=[item])
        publishing.submit(draft, by=draft.drafted_by)
        publishing.review(draft, by=make_user("reviewer", draft.organization))
        drafts.append((draft, make_user("officer")))

    def publish_together(draft, officer):
        together.wait()
        examine(draft, by=officer)
        connection.close()

    people = [threading.Thread(target=publish_together, args=each) for each in drafts]
    for each in people:
        each.start()
    for each in people:
        each.join()
    item.refresh_from_db()
    assert item.publication_count == 2
    assert Domain.objects.get(pk=item.domain_id).timeliness["late"] == 2
