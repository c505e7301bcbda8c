"""Life events and checklists on their way to the public: two persons, one edition at a time under an address."""

from itertools import combinations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.guide_search import CHECKLIST, LIFE_EVENT
from catalog.guides import approve, close
from catalog.models import Checklist, LifeEvent
from linhai_portal.data_version import current
from linhai_portal.search.models import Entry
from linhai_portal.workflow import InvalidMove
from tests.make import (
    make_checklist,
    make_item,
    make_life_event,
    make_organization,
    make_publication,
    make_user,
    put_up,
)

pytestmark = pytest.mark.django_db
MAKERS = pytest.mark.parametrize("make", [make_checklist, make_life_event])


def found(guide):
    kind = CHECKLIST if isinstance(guide, Checklist) else LIFE_EVENT
    return list(Entry.objects.filter(kind=kind, key=guide.slug).values_list("title", flat=True))


@MAKERS
def test_a_draft_is_public_once_another_person_approved_it(make):
    guide, head = make(), make_user("head")
    before = current().number
    with pytest.raises(InvalidMove):
        approve(guide, by=head)
    guide.submit(by=guide.drafted_by)
    assert (found(guide), type(guide).objects.published().count()) == ([], 0)
    approve(guide, by=head, note="可以")
    assert (guide.status, guide.approved_by, found(guide)) == ("published", head, [guide.title])
    assert current().number > before
    assert [event.to_status for event in guide.events.all()] == ["submitted", "published"]


@MAKERS
def test_nobody_approves_the_own_draft(make):
    guide = make()
    guide.submit(by=guide.drafted_by)
    with pytest.raises(InvalidMove, match="另一个人"):
        approve(guide, by=guide.drafted_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(guide).objects.filter(pk=guide.pk).update(
            status="published", approved_by=guide.drafted_by, approved_at=timezone.now()
        )


@MAKERS
def test_nothing_is_public_without_an_approval_but_what_the_fixtures_hold(make):
    guide = make()
    rows = type(guide).objects.filter(pk=guide.pk)
    for facts in (
        {"status": "published"},
        {"is_sample": True},
        {"drafted_by": None},
        {"drafted_by": None, "is_sample": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**facts)
    rows.update(status="published", is_sample=True, drafted_by=None)


@MAKERS
def test_what_is_public_stays_until_its_change_is_approved(make):
    first = put_up(make(title="旧名"))
    editor = make_user("editor", first.organization)
    change = first.draft_change(by=editor)
    change.revise(by=editor, title="新名")
    assert [each.title for each in type(first).objects.published()] == ["旧名"]
    assert found(first) == ["旧名"]
    put_up(change)
    assert [each.title for each in type(first).objects.published()] == ["新名"]
    assert found(first) == ["新名"]
    first.refresh_from_db()
    assert first.status == "replaced"


@MAKERS
def test_one_change_at_a_time(make):
    guide = put_up(make())
    change = guide.draft_change(by=make_user("officer"))
    with pytest.raises(InvalidMove, match="没有办完的修改"):
        guide.draft_change(by=make_user("officer"))
    change.withdraw(by=change.drafted_by)
    guide.draft_change(by=make_user("officer"))


@MAKERS
def test_a_closed_guide_is_found_no_more_and_a_new_edition_opens_it(make):
    guide, reviewer = put_up(make()), make_user("reviewer")
    with pytest.raises(InvalidMove, match="写明理由"):
        close(guide, by=reviewer, reason=" ")
    close(guide, by=reviewer, reason="政策已经废止")
    assert (found(guide), type(guide).objects.standing().count()) == ([], 1)
    put_up(guide.draft_change(by=make_user("officer")))
    assert found(guide) == [guide.title]


def test_a_change_takes_over_every_fact_of_a_checklist():
    checklist = put_up(make_checklist(items=[make_item(), make_item()]))
    change = checklist.draft_change(by=make_user("officer"))
    names = {field.name for field in Checklist._meta.concrete_fields}
    own = {"id", "number", "status", "drafted_by", "drafted_at", "approved_by", "approved_at", "is_sample"}
    assert names - own == {*Checklist.FACTS, "slug"}
    assert all(getattr(change, name) == getattr(checklist, name) for name in Checklist.FACTS)
    assert set(change.items.all()) == set(checklist.items.all())


def test_a_change_takes_over_the_stages_in_their_order():
    item, checklist = make_item(), put_up(make_checklist())
    stages = [
        {"title": "先", "explanation": "说明", "entries": [checklist, item]},
        {"title": "后", "explanation": "", "entries": [item]},
    ]
    event = put_up(make_life_event(stages=stages))
    assert event.draft_change(by=make_user("officer")).gathered() == stages
    names = {field.name for field in LifeEvent._meta.concrete_fields}
    own = {"id", "number", "status", "drafted_by", "drafted_at", "approved_by", "approved_at", "is_sample"}
    assert names - own == {*LifeEvent.FACTS, "slug"}


def test_a_life_event_names_the_edition_of_a_checklist_that_is_public():
    checklist = put_up(make_checklist())
    event = put_up(make_life_event(stages=[{"title": "办", "explanation": "", "entries": [checklist]}]))
    change = put_up(checklist.draft_change(by=make_user("officer")))
    assert event.stages.get().entries.get().checklist == change


def test_a_draft_handed_in_is_not_written_any_more():
    checklist = make_checklist(items=[make_item()])
    checklist.submit(by=checklist.drafted_by)
    with pytest.raises(InvalidMove):
        checklist.revise(by=checklist.drafted_by, title="别的", gathered=[])
    assert checklist.items.count() == 1


def test_missing_elements_are_named_those_of_the_inspectors_first():
    checklist = make_checklist(basis=[], places=[], fee="", complaint_phone="")
    assert checklist.missing_elements() == [
        "设定依据",
        "办理地点",
        "办理时间",
        "联系电话",
        "收费",
        "监督电话",
    ]
    assert make_checklist().missing_elements() == []


def test_a_guide_that_lacks_four_key_elements_cannot_be_handed_in():
    checklist = make_checklist(basis=[], places=[])
    with pytest.raises(InvalidMove, match="还缺 4 项：设定依据、办理地点、办理时间、联系电话"):
        checklist.submit(by=checklist.drafted_by)
    checklist.revise(by=checklist.drafted_by, basis=["《测试法》"])
    checklist.submit(by=checklist.drafted_by)


def test_the_units_own_row_fills_its_place():
    unit = make_organization("市公安局", address="测试路 1 号", phone="0576-85000000", office_hours="工作日")
    own = {"name": "市公安局", "address": "测试路 1 号", "hours": "工作日", "phone": "0576-85000000"}
    assert make_checklist(organization=unit, places=[]).where() == [own]
    elsewhere = {"name": "派出所", "address": "", "hours": "", "phone": "110"}
    named = {"name": "临海市市公安局", "address": "", "hours": "周一", "phone": ""}
    assert make_checklist(organization=unit, places=[elsewhere, named]).where() == [
        elsewhere,
        own | {"name": "临海市市公安局", "hours": "周一"},
    ]


def test_an_entry_is_of_exactly_one_kind():
    stage = make_life_event().stages.get()
    each = {"item": make_item(), "checklist": make_checklist(), "publication": make_publication()}
    two = [dict(pair) for pair in combinations(each.items(), 2)]
    for target in ({}, *two, each):
        with pytest.raises(IntegrityError), transaction.atomic():
            stage.entries.create(position=1, **target)


def test_a_guide_exists_for_its_unit_and_for_the_office():
    checklist = make_checklist(drafted_by=make_user("editor"))
    seen = Checklist.objects.visible_to
    assert checklist in seen(make_user("head")) and checklist in seen(checklist.drafted_by)
    assert checklist not in seen(make_user("editor"))
