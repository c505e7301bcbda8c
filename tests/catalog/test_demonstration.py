"""The demonstration: published catalogs and sheets in every state, made once, and gone without a trace."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from catalog.adjusting import propose_retirement
from catalog.demonstration import load_demonstration
from catalog.models import (
    Adjustment,
    AdjustmentLine,
    Domain,
    Item,
    ItemRevision,
    NegativeListEntry,
    Publication,
)
from catalog.reference import load_reference
from catalog.sample_adjustments import MARK, remove_sample_adjustments
from catalog.taking_effect import effect_task, put_due_in_force
from linhai_portal.accounts.models import Notice, User
from linhai_portal.models import Counter
from linhai_portal.search.models import Entry
from tests.make import make_user, publish, put_through

pytestmark = pytest.mark.django_db
Status = Adjustment.Status


@pytest.fixture(autouse=True)
def loaded(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_reference()


def state():
    """Everything of the catalog and its index that a reader may see."""
    domains = Domain.objects.values_list("number", "published_on", "item_count", "outline")
    items = Item.objects.order_by("code").values_list("code", "position", "level2", "confirmed_on")
    index = Entry.objects.filter(kind="item").order_by("key").values_list("key", "title", "digest")
    return list(domains), list(items), list(index)


def test_several_catalogs_are_published_months_ago_and_others_are_on_trial():
    load_demonstration()
    published = Domain.objects.exclude(published_on=None)
    assert published.count() >= 3 and Domain.objects.of_the_plan().filter(published_on=None).count() > 10
    assert all(
        day <= localdate() - dt.timedelta(days=90) for day in published.values_list("published_on", flat=True)
    )


def test_sheets_are_in_every_state_and_marked():
    load_demonstration()
    sheets = Adjustment.objects.all()
    assert set(sheets.values_list("status", flat=True)) == set(Status) - {Status.WITHDRAWN}
    assert all("演示" in sheet.reason for sheet in sheets)
    lines = AdjustmentLine.objects.exclude(action="publish")
    assert all(line.title.endswith(MARK) for line in lines)
    in_force = lines.filter(adjustment__status=Status.EFFECTIVE)
    assert {"add", "change", "retire"} <= set(in_force.values_list("action", flat=True))
    assert sheets.get(status=Status.APPROVED).effective_on > localdate()


def test_history_has_something_to_show_on_an_earlier_day():
    load_demonstration()
    item = Item.objects.get(level2=f"校车线路和时刻{MARK}")
    days_ago = [localdate() - dt.timedelta(days=days) for days in (100, 60, 0)]
    limits = [
        ItemRevision.objects.as_of(day).filter(item=item).values_list("limit_number", flat=True).first()
        for day in days_ago
    ]
    assert limits == [None, 20, 10]


def test_no_step_was_taken_after_the_date_it_led_to():
    load_demonstration()
    for sheet in Adjustment.objects.filter(status=Status.EFFECTIVE):
        assert localdate(sheet.drafted_at) <= localdate(sheet.approved_at) <= sheet.effective_on
        assert all(localdate(event.at) == sheet.effective_on for event in sheet.events.all())


def test_a_later_start_moves_nothing_and_what_is_due_takes_effect():
    load_demonstration()
    before = list(Adjustment.objects.order_by("pk").values()), state()
    load_reference()
    load_demonstration()
    assert (list(Adjustment.objects.order_by("pk").values()), state()) == before
    coming = Adjustment.objects.get(status=Status.APPROVED)
    put_due_in_force(today=coming.effective_on)
    coming.refresh_from_db()
    assert coming.status == Status.EFFECTIVE


def test_removing_it_leaves_the_catalog_as_it_was():
    before = state()
    load_demonstration()
    remove_sample_adjustments()
    assert state() == before
    assert not Adjustment.objects.exists() and not ItemRevision.objects.exists()
    assert set(Counter.objects.filter(series__startswith="adjustment").values_list("last", flat=True)) <= {0}


def test_made_anew_it_is_the_same_again():
    load_demonstration()
    numbers = set(Adjustment.objects.values_list("number", flat=True))
    first = state()
    load_demonstration(reset=True)
    assert set(Adjustment.objects.values_list("number", flat=True)) == numbers
    assert [row[1:] for row in state()[0]] == [row[1:] for row in first[0]]
    assert state()[1] == first[1]


def test_made_anew_no_notice_leads_to_what_is_gone():
    load_demonstration()
    before = Notice.objects.count()
    load_demonstration(reset=True)
    assert Notice.objects.count() == before
    kinds = (Adjustment, NegativeListEntry, Publication)
    pages = {each.get_office_url() for kind in kinds for each in kind.objects.all()}
    assert set(Notice.objects.values_list("place", flat=True)) <= {
        *pages,
        *(each.get_absolute_url() for each in Adjustment.objects.public()),
    }


def test_a_catalog_that_a_real_person_changed_keeps_its_history():
    load_demonstration()
    officer = make_user("officer")
    item = Item.objects.current().filter(domain__number="5").first()
    put_through(propose_retirement([item], by=officer), by=officer, on=localdate())
    load_demonstration(reset=True)
    assert Domain.objects.get(number="5").published_on
    assert ItemRevision.objects.filter(item=item).get().valid_to == localdate()
    assert Domain.objects.get(number="3").published_on


def test_where_people_already_work_it_publishes_nothing():
    publish(Domain.objects.get(number="3"))
    call_command("load_reference", "--demo", verbosity=0)
    assert Domain.objects.get(number="3").published_on == dt.date(2026, 1, 5)
    assert not Item.objects.filter(domain__number="3", level2__endswith=MARK).exists()


@pytest.mark.django_db(transaction=True)
def test_the_effect_that_was_planned_is_forgotten_too():
    load_demonstration()
    planned = DBTaskResult.objects.filter(task_path=effect_task.module_path)
    assert planned.count() == 1
    remove_sample_adjustments()
    assert not planned.all().exists()
    assert User.objects.filter(is_sample=True).exists()
