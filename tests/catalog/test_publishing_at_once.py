"""Two people, or two workers, on the same publication at the same moment: one wins, and nothing is done twice."""

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone

from catalog.correcting import draft_correction
from catalog.ending import end_display, take_down
from catalog.models import Domain, Examination, Item, Publication
from catalog.publication_log import verify
from catalog.publishing import publish_due, review, submit
from catalog.timeliness_kept import scope_of_domain, scope_of_unit, summary_of, summary_of_domain
from linhai_portal.models import Counter
from linhai_portal.workflow import InvalidMove
from tests.at_once import at_once
from tests.make import examine, make_item, make_publication, make_user, put_out

pytestmark = pytest.mark.django_db(transaction=True)
Status = Publication.Status


def reviewed(**facts):
    publication = make_publication(**facts)
    submit(publication, by=publication.drafted_by)
    review(publication, by=make_user("reviewer", organization=publication.organization))
    return publication


def copies(publication, count=2):
    return [Publication.objects.get(pk=publication.pk) for _ in range(count)]


def row(publication):
    return Publication.objects.filter(pk=publication.pk)


def refused(answers):
    return [each for each in answers if isinstance(each, Exception)]


def test_of_two_examiners_one_wins_and_leaves_one_record():
    publication = reviewed()
    answers = at_once(
        *[partial(examine, mine, by=make_user("officer")) for mine in copies(publication)],
        held=[row(publication)],
    )
    assert [type(each) for each in refused(answers)] == [InvalidMove]
    assert Examination.objects.count() == 1
    assert row(publication).get().index_number.endswith("-00001")
    assert verify() == 1


def test_what_one_unit_publishes_at_once_has_numbers_without_a_gap_or_a_double():
    drafter, item = make_user("editor"), make_item()
    waiting = [reviewed(drafted_by=drafter, items=[item]) for _ in range(4)]
    deeds = [partial(examine, each, by=make_user("officer")) for each in waiting]
    assert not refused(at_once(*deeds, held=[Counter.objects.all()]))
    numbers = Publication.objects.order_by("index_number").values_list("index_number", flat=True)
    assert [each[-5:] for each in numbers] == ["00001", "00002", "00003", "00004"]
    assert verify() == 4


def test_two_workers_put_out_a_scheduled_one_once_and_go_on_with_the_rest():
    waiting = [reviewed(publish_at=timezone.now() + dt.timedelta(hours=2)) for _ in range(2)]
    for each in waiting:
        examine(each)
    Publication.objects.update(publish_at=timezone.now())
    today = timezone.localdate()
    answers = at_once(
        *[partial(publish_due, today=today)] * 2, held=[Publication.objects.filter(status=Status.APPROVED)]
    )
    assert not refused(answers)
    assert set(Publication.objects.values_list("status", flat=True)) == {"published"}
    assert verify() == 2


def test_of_two_corrections_started_at_once_one_stands():
    original = put_out()
    facts = {"by": original.drafted_by, "organization": original.organization, "reason": "写错了"}
    answers = at_once(
        *[partial(draft_correction, mine, **facts) for mine in copies(original)],
        held=[row(original)],
    )
    assert [type(each) for each in refused(answers)] == [InvalidMove]
    assert original.corrections.count() == 1


def test_two_workers_write_the_end_of_a_display_once():
    published = put_out(display_until=timezone.localdate())
    answers = at_once(*[partial(end_display, mine) for mine in copies(published)], held=[row(published)])
    assert not refused(answers)
    assert [entry.action for entry in published.log.all()] == ["published", "display_ended"]
    assert verify() == 2


def test_what_is_taken_down_while_its_replacement_goes_out_leaves_a_whole_log():
    olds = [put_out(is_policy=True) for _ in range(2)]
    new = reviewed(is_policy=True)
    new.replaces.set(olds)
    facts = {"reason": "有误", "text_stays": True, "now": timezone.now()}
    answers = at_once(
        partial(examine, new, by=make_user("officer")),
        partial(take_down, olds[1], by=make_user("officer"), **facts),
        held=[Counter.objects.all()],
    )
    assert not refused(answers)
    assert verify() in (5, 6)  # taken down first, nothing of it is ended


def test_two_units_that_publish_under_the_same_items_at_once_are_both_counted_in_every_domain():
    items = [make_item(), make_item()]
    waiting = [reviewed(items=mine) for mine in (items, items[::-1])]
    deeds = [partial(examine, each, by=make_user("officer")) for each in waiting]
    assert not refused(at_once(*deeds, held=[Domain.objects.order_by("-pk")]))
    today = timezone.localdate()
    assert [each.publication_count for each in Item.objects.filter(pk__in=[item.pk for item in items])] == [
        2,
        2,
    ]
    for item in items:
        scope, kept = scope_of_domain(item.domain, on=today), Domain.objects.get(pk=item.domain_id)
        assert summary_of_domain(kept, on=today) == summary_of(scope, on=today, must=1)
        assert kept.timeliness["late"] == 2
    for each in waiting:
        scope = scope_of_unit(each.organization, on=today)
        assert summary_of(scope, on=today).late == 1
