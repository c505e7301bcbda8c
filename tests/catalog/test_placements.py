"""Whatever is published, corrected and taken down: figures and rows of domains and units are those of a recount by hand."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from catalog.correcting import draft_correction
from catalog.ending import take_down
from catalog.judged_rows import RESULTS, JudgedRows
from catalog.models import Domain, Item, Obligation, Placement, Publication
from catalog.placements import misplaced
from catalog.timeliness_kept import (
    keep_all,
    scope_of_domain,
    scope_of_unit,
    summary_of,
    summary_of_domain,
)
from tests.make import make_domain, make_item, make_organization, make_user, put_out

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def days(number):
    return dt.timedelta(days=number)


class Town:
    """Two domains and two units; an item of its own for each unit in each domain, one for both, one due every month."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.domains = [make_domain(), make_domain()]
        self.editors = [make_user("editor", make_organization()) for _ in range(2)]
        self.units = [each.organizations().get() for each in self.editors]
        self.items = [make_item(domain, publisher=unit) for domain in self.domains for unit in self.units]
        monthly = {"limit_unit": "periodic", "limit_number": None, "limit_period": "monthly"}
        since = TODAY() - days(100)
        self.items.append(make_item(self.domains[0], publisher=self.units[0], created_on=since, **monthly))
        self.items[0].publisher_links.create(organization=self.units[1])
        keep_all(today=TODAY())

    def facts(self):
        number = self.chance.randint(1, 3)
        return {
            "items": self.chance.sample(self.items, number),
            "display_until": self.chance.choice([None, None, TODAY(), TODAY() + days(3)]),
        }

    def publish(self):
        formed_on = TODAY() - days(self.chance.choice([0, 90]))
        put_out(drafted_by=self.chance.choice(self.editors), formed_on=formed_on, **self.facts())

    def correct(self):
        if original := self.any_published():
            by = original.drafted_by
            correction = draft_correction(
                original, by=by, organization=original.organization, reason="写错了"
            )
            correction.revise(by=by, **self.facts())
            put_out(correction)

    def take_down(self):
        if publication := self.any_published():
            facts = {"reason": "有误", "text_stays": False, "now": timezone.now()}
            take_down(publication, by=make_user("officer"), **facts)

    def any_published(self):
        published = list(Publication.objects.listed(on=TODAY()).order_by("pk"))
        return self.chance.choice(published) if published else None

    def do_something(self):
        self.chance.choice([self.publish, self.publish, self.publish, self.correct, self.take_down])()


def recount(on, *, domain=None, unit=None):
    """The keys of the rows of each result, found one by one."""
    items = [each for each in Item.objects.all() if each.domain == domain or unit in each.publishers.all()]
    listed = [each for each in Publication.objects.all() if each.is_listed(on=on)]
    mine = [
        each
        for each in listed
        if each.organization == unit or any(item.domain == domain for item in each.items.all())
    ]
    covered = {item.pk for each in (listed if domain else mine) for item in each.items.all()}
    owed = [
        each for each in Obligation.objects.all() if each.item.domain == domain or each.organization == unit
    ]
    missing = [each for each in owed if (each.met_on or on) > each.due_on]
    return {
        "met": sorted(each.index_number for each in mine if each.late_days() == 0),
        "late": sorted(each.index_number for each in mine if each.late_days()),
        "missing": sorted(f"{each.item.code} {each.period}" for each in missing),
        "uncovered": sorted(each.code for each in items if each.pk not in covered),
    }


def rows(scope, on):
    found = {result: list(JudgedRows(scope, on=on, result=result)) for result in RESULTS}
    return {result: sorted(f"{row.key} {row.period}".strip() for row in found[result]) for result in RESULTS}


def figures(summary):
    return {
        "met": summary.in_time,
        "late": summary.late,
        "missing": summary.missing,
        "uncovered": summary.uncovered,
    }


@pytest.mark.parametrize("seed", range(4))
def test_figures_and_rows_are_those_of_a_recount_after_every_deed_and_on_the_days_to_come(seed):
    town = Town(seed)
    for _ in range(8):
        town.do_something()
        for on in (TODAY(), TODAY() + days(1), TODAY() + days(4)):
            for domain in Domain.objects.all():
                counted, scope = recount(on, domain=domain), scope_of_domain(domain, on=on)
                assert rows(scope, on) == counted
                of_each = {result: len(keys) for result, keys in counted.items()}
                assert figures(summary_of_domain(domain, on=on)) == of_each
                assert figures(summary_of(scope, on=on)) == of_each
            for unit in town.units:
                counted, scope = recount(on, unit=unit), scope_of_unit(unit, on=on)
                assert rows(scope, on) == counted
                of_each = {result: len(keys) for result, keys in counted.items()}
                assert figures(summary_of(scope, on=on)) == of_each


def test_the_daily_work_places_anew_what_stands_wrong_and_nothing_else():
    right, wrong, taken = put_out(), put_out(), put_out()
    untouched = right.placements.get().pk
    wrong.placements.all().delete()
    Publication.objects.filter(pk=taken.pk).update(
        status="taken_down", taken_down_at=timezone.now(), taken_down_reason="有误"
    )
    keys = [right.pk, wrong.pk, taken.pk]
    assert misplaced(keys) == [wrong.pk, taken.pk]
    keep_all(today=TODAY())
    assert misplaced(keys) == []
    assert right.placements.get().pk == untouched
    assert set(Placement.objects.values_list("publication", flat=True)) == {right.pk, wrong.pk}


def test_a_list_of_all_results_has_one_order_and_its_parts_meet_without_gap_or_double():
    town = Town(7)
    for _ in range(6):
        town.publish()
    for scope in (scope_of_domain(town.domains[0], on=TODAY()), scope_of_unit(town.units[0], on=TODAY())):
        listed = JudgedRows(scope, on=TODAY())
        whole = list(listed)
        assert len(listed) == len(whole) > 4
        assert [row.due_on for row in whole] == sorted((row.due_on for row in whole), reverse=True)
        assert listed[:2] + listed[2:4] + listed[4:] == whole


def test_what_is_not_listed_is_in_no_row_though_a_placement_says_so():
    published = put_out(display_until=TODAY())
    domain = published.items.get().domain
    Publication.objects.filter(pk=published.pk).update(display_until=TODAY() - days(1))
    assert list(JudgedRows(scope_of_domain(domain, on=TODAY()), on=TODAY())) == []
