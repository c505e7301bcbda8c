"""The demonstration: catalogs, sheets, entries and publications in every state, made once, and gone without a trace."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from catalog.adjusting import propose_retirement
from catalog.demonstration import load_demonstration
from catalog.models import (
    Adjustment,
    AdjustmentLine,
    Domain,
    Item,
    ItemRevision,
    LogEntry,
    NegativeListEntry,
    Publication,
)
from catalog.publication_log import verify
from catalog.reference import load_reference
from catalog.sample_adjustments import MARK, remove_sample_adjustments
from catalog.sample_publications import load_sample_publications, remove_sample_publications
from catalog.taking_effect import put_due_in_force
from linhai_portal.accounts.models import Notice, User
from linhai_portal.models import Counter
from linhai_portal.search.models import Entry
from tests.make import make_user, put_out, put_through

pytestmark = pytest.mark.django_db
Status = Adjustment.Status


def state():
    """Everything of the catalog and its index that a reader may see."""
    domains = Domain.objects.values_list("number", "published_on", "item_count", "outline")
    items = Item.objects.order_by("code").values_list("code", "position", "level2", "confirmed_on")
    index = Entry.objects.filter(kind="item").order_by("key").values_list("key", "title", "digest")
    return list(domains), list(items), list(index)


@pytest.fixture(scope="module", autouse=True)
def state_before(reference):
    """Loads it once for all tests, and tells what there was before."""
    before = state()
    load_demonstration()
    return before


def test_several_catalogs_are_published_months_ago_and_others_are_on_trial():
    published = Domain.objects.exclude(published_on=None)
    assert published.count() >= 3 and Domain.objects.of_the_plan().filter(published_on=None).count() > 10
    assert all(
        day <= localdate() - dt.timedelta(days=90) for day in published.values_list("published_on", flat=True)
    )


def test_sheets_are_in_every_state_and_marked():
    sheets = Adjustment.objects.all()
    assert set(sheets.values_list("status", flat=True)) == set(Status) - {Status.WITHDRAWN}
    assert all("演示" in sheet.reason for sheet in sheets)
    lines = AdjustmentLine.objects.exclude(action="publish")
    assert all(line.title.endswith(MARK) for line in lines)
    in_force = lines.filter(adjustment__status=Status.EFFECTIVE)
    assert {"add", "change", "retire"} <= set(in_force.values_list("action", flat=True))
    assert sheets.get(status=Status.APPROVED).effective_on > localdate()


def test_history_has_something_to_show_on_an_earlier_day():
    item = Item.objects.get(level2=f"校车线路和时刻{MARK}")
    days_ago = [localdate() - dt.timedelta(days=days) for days in (100, 60, 0)]
    limits = [
        ItemRevision.objects.as_of(day).filter(item=item).values_list("limit_number", flat=True).first()
        for day in days_ago
    ]
    assert limits == [None, 20, 10]


def test_no_step_was_taken_after_the_date_it_led_to():
    for sheet in Adjustment.objects.filter(status=Status.EFFECTIVE):
        assert localdate(sheet.drafted_at) <= localdate(sheet.approved_at) <= sheet.effective_on
        assert all(localdate(event.at) == sheet.effective_on for event in sheet.events.all())


def test_a_later_start_moves_nothing_and_what_is_due_takes_effect():
    before = list(Adjustment.objects.order_by("pk").values()), state()
    load_reference()
    load_demonstration()
    assert (list(Adjustment.objects.order_by("pk").values()), state()) == before
    coming = Adjustment.objects.get(status=Status.APPROVED)
    put_due_in_force(today=coming.effective_on)
    coming.refresh_from_db()
    assert coming.status == Status.EFFECTIVE


def test_removing_it_leaves_the_catalog_as_it_was(state_before):
    remove_sample_adjustments()
    assert state() == state_before
    assert not Adjustment.objects.exists() and not ItemRevision.objects.exists()
    assert set(Counter.objects.filter(series__startswith="adjustment").values_list("last", flat=True)) <= {0}


def test_made_anew_it_is_the_same_again():
    numbers = set(Adjustment.objects.values_list("number", flat=True))
    first = state()
    load_demonstration(reset=True)
    assert set(Adjustment.objects.values_list("number", flat=True)) == numbers
    assert [row[1:] for row in state()[0]] == [row[1:] for row in first[0]]
    assert state()[1] == first[1]


def test_made_anew_no_notice_leads_to_what_is_gone():
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
    officer = make_user("officer")
    item = Item.objects.current().filter(domain__number="5").first()
    put_through(propose_retirement([item], by=officer), by=officer, on=localdate())
    load_demonstration(reset=True)
    assert Domain.objects.get(number="5").published_on
    assert ItemRevision.objects.filter(item=item).get().valid_to == localdate()
    assert Domain.objects.get(number="3").published_on


def test_negative_list_entries_are_in_every_state_and_made_once():
    today = localdate()
    assert set(NegativeListEntry.objects.values_list("status", flat=True)) == set(
        NegativeListEntry.Status
    ) - {"withdrawn"}
    assert (
        NegativeListEntry.objects.in_force(on=today).exists()
        and NegativeListEntry.objects.expired(on=today).exists()
    )
    assert all("示例" in entry.title for entry in NegativeListEntry.objects.all())
    count = NegativeListEntry.objects.count()
    load_demonstration()
    assert NegativeListEntry.objects.count() == count
    load_demonstration(reset=True)
    assert NegativeListEntry.objects.count() == count
    in_index = Entry.objects.filter(kind="negative").values_list("key", flat=True)
    assert set(in_index) == set(NegativeListEntry.objects.approved().values_list("number", flat=True))


def test_only_publications_that_wait_for_somebody_are_told():
    places = set(Notice.objects.filter(kind="政府信息").values_list("place", flat=True))
    waiting = Publication.objects.filter(status__in=["submitted", "reviewed", "returned"])
    assert places == {each.get_office_url() for each in waiting}


def test_beside_real_publications_the_log_is_never_shortened():
    real, numbers = put_out(drafted_by=make_user("editor")), LogEntry.objects.count()
    remove_sample_publications()
    assert LogEntry.objects.count() == numbers == verify()
    assert not Publication.objects.filter(drafted_by__is_sample=True, status="draft").exists()
    real.refresh_from_db()
    load_sample_publications(today=localdate())
    assert verify() == numbers
    assert User.objects.filter(is_sample=True).exists()
