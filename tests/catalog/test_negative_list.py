"""The negative list: two persons, a ground, a scope and a date after which an entry hides nothing."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.timezone import localdate

from catalog.filters import ItemFilter
from catalog.models import Ground, Item, ItemRevision, NegativeListEntry
from catalog.models.negative_list import covered, uncovered
from catalog.negative_list import approve, decide, usual_review
from linhai_portal.accounts.models import OrganizationGroup
from linhai_portal.search.query import Question, finds_something, search
from linhai_portal.search.sources import refresh_source
from linhai_portal.workflow import InvalidMove
from tests.make import (
    make_domain,
    make_entry,
    make_item,
    make_organization,
    make_user,
    publish,
    put_on_list,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)
ENTRIES = NegativeListEntry.objects


def days(n):
    return DAY + dt.timedelta(days=n)


def withheld(domain=None, **facts):
    return make_item(domain, attribute="withheld", **facts)


def is_covered(item, on=DAY):
    """Asked from both sides: of the items, and of the entries."""
    from_items = covered(Item.objects.filter(pk=item.pk), on=on).exists()
    assert from_items == ENTRIES.in_force(on=on).covering(item).exists()
    assert from_items != uncovered(Item.objects.filter(pk=item.pk), on=on).exists()
    return from_items


def test_an_entry_is_in_force_from_its_approval_to_the_end_of_its_review_date():
    entry = put_on_list(on=DAY)
    assert (entry.number, entry.in_force_from, entry.review_on) == ("F-2026-001", DAY, usual_review(DAY))
    assert entry.review_on == dt.date(2027, 3, 2)
    assert [each.to_status for each in entry.events.all()] == ["submitted", "in_force"]
    for day, holds in [(entry.review_on, True), (entry.review_on + dt.timedelta(days=1), False)]:
        assert ENTRIES.in_force(on=day).exists() is holds
        assert ENTRIES.expired(on=day).exists() is not holds
        assert entry.is_in_force(on=day) is holds and entry.is_expired(on=day) is not holds


def test_the_period_until_the_review_is_a_setting(settings):
    settings.NEGATIVE_LIST_REVIEW_DAYS = 90
    assert put_on_list(on=DAY).review_on == days(90)


def test_numbers_have_no_gap_over_drafts_that_were_withdrawn():
    first = put_on_list(on=DAY)
    dropped = make_entry()
    dropped.withdraw(by=dropped.drafted_by)
    with pytest.raises(InvalidMove):
        approve(dropped, by=make_user("head"), today=DAY)
    assert (first.number, put_on_list(on=DAY).number) == ("F-2026-001", "F-2026-002")


def test_nobody_approves_the_own_draft():
    both = make_user("officer")
    both.memberships.create(organization=make_organization(), role="head")
    entry = make_entry(drafted_by=both)
    entry.submit(by=both)
    with pytest.raises(InvalidMove, match="另一个人"):
        approve(entry, by=both, today=DAY)
    facts = {"number": "F-1", "approved_at": "2026-03-03T08:00Z", "in_force_from": DAY, "review_on": days(9)}
    with pytest.raises(IntegrityError), transaction.atomic():
        ENTRIES.filter(pk=entry.pk).update(status="in_force", approved_by=both, **facts)


def test_nobody_decides_the_own_reassessment():
    entry, both = put_on_list(on=DAY), make_user("head")
    entry.propose("lift", by=both, reason="已经公开", today=days(1))
    with pytest.raises(InvalidMove, match="另一个人"):
        decide(entry, by=both, today=days(1), agrees=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ENTRIES.filter(pk=entry.pk).update(
            status="lifted", lifted_on=DAY, decided_by=both, decided_at="2026-03-03T08:00Z"
        )


def test_only_the_drafter_hands_in_and_withdraws():
    entry, other = make_entry(), make_user("officer")
    for deed in (entry.submit, entry.withdraw):
        with pytest.raises(InvalidMove, match="只有起草人"):
            deed(by=other)


def test_a_returned_entry_comes_back_with_the_reason():
    entry, head = make_entry(), make_user("head")
    entry.submit(by=entry.drafted_by)
    with pytest.raises(InvalidMove, match="退回要写明理由"):
        entry.send_back(by=head, reason=" ")
    entry.send_back(by=head, reason="依据写到条、款")
    assert entry.events.last().note == "依据写到条、款"
    assert list(ENTRIES.returned_to(entry.drafted_by)) == [entry]
    entry.submit(by=entry.drafted_by)
    assert list(ENTRIES.to_be_decided_by(head)) == [entry]
    assert not ENTRIES.to_be_decided_by(entry.drafted_by).exists()


def test_a_reassessment_keeps_lifts_or_is_refused():
    officer, head = make_user("officer"), make_user("head")
    kept, lifted, refused = (put_on_list(on=DAY) for _ in range(3))
    kept.propose("keep", by=officer, reason="情况没有变化", today=days(400), review_on=days(700))
    assert not kept.is_in_force(on=days(400))
    decide(kept, by=head, today=days(400), agrees=True)
    assert (kept.status, kept.review_on, kept.is_in_force(on=days(700))) == ("in_force", days(700), True)
    lifted.propose("lift", by=officer, reason="已经公开", today=days(1))
    assert lifted.is_in_force(on=days(1))
    decide(lifted, by=head, today=days(2), agrees=True)
    assert (lifted.status, lifted.lifted_on, lifted.is_in_force(on=days(2))) == ("lifted", days(2), False)
    refused.propose("lift", by=officer, reason="已经公开", today=days(1))
    with pytest.raises(InvalidMove, match="不同意要写明理由"):
        decide(refused, by=head, today=days(1), agrees=False)
    decide(refused, by=head, today=days(1), agrees=False, note="第三方仍不同意")
    assert (refused.status, refused.review_on) == ("in_force", usual_review(DAY))
    refused.propose("keep", by=officer, reason="情况没有变化", today=days(2), review_on=days(5))
    with pytest.raises(InvalidMove, match="已经过了"):
        decide(refused, by=head, today=days(5), agrees=True)


@pytest.mark.parametrize("facts", [{"reason": " "}, {"review_on": None}, {"review_on": DAY}])
def test_a_reassessment_says_why_and_until_when(facts):
    entry = put_on_list(on=DAY)
    facts = {"reason": "情况没有变化", "review_on": days(9)} | facts
    with pytest.raises(InvalidMove):
        entry.propose("keep", by=make_user("officer"), today=DAY, **facts)


def test_of_two_persons_deciding_at_once_the_second_is_told():
    entry, head = put_on_list(on=DAY), make_user("head")
    entry.propose("lift", by=make_user("officer"), reason="已经公开", today=DAY)
    late = ENTRIES.get(pk=entry.pk)
    decide(entry, by=head, today=DAY, agrees=True)
    with pytest.raises(InvalidMove, match="他人处理"):
        decide(late, by=make_user("head"), today=DAY, agrees=True)


@pytest.mark.parametrize(
    "facts",
    [
        {"words": ""},
        {"title": ""},
        {"legal_basis": ""},
        {"condition": ""},
        {"ground": "N8"},
        {"ground": "N2", "legal_basis": "有关规定"},
        {"status": "gone"},
        {"status": "in_force"},
    ],
)
def test_the_database_refuses_an_entry_without_its_facts(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(**{"words": "名册"} | facts)


def test_a_single_item_is_named_alone():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(item=withheld(), words="名册")


def test_each_ground_has_its_article_and_says_whether_disclosing_is_left_open():
    assert [(ground.value, ground.article, ground.force) for ground in Ground] == [
        ("N1", "第十四条", "不予公开"),
        ("N2", "第十四条", "不予公开"),
        ("N3", "第十四条", "不予公开"),
        ("N4", "第十五条", "不予公开"),
        ("N5", "第十六条第一款", "可以不予公开"),
        ("N6", "第十六条第二款", "可以不予公开"),
        ("N7", "第十六条第二款", "可以不予公开"),
    ]


def test_a_scope_reaches_the_item_it_names_and_no_other():
    item, other = withheld(), withheld()
    put_on_list(on=DAY, item=item)
    assert (is_covered(item), is_covered(other)) == (True, False)


def test_of_a_scope_all_that_is_named_must_fit():
    domain, unit = make_domain(), make_organization()
    inside = withheld(domain, publisher=unit, level2="救助对象名册")
    put_on_list(on=DAY, domain=domain, publisher=unit, words="名册")
    assert is_covered(inside)
    assert not is_covered(withheld(domain, publisher=unit, level2="救助标准"))
    assert not is_covered(withheld(domain, publisher=make_organization(), level2="救助对象名册"))
    assert not is_covered(withheld(publisher=unit, level2="救助对象名册"))


@pytest.mark.parametrize(
    ("words", "name", "fits"),
    [
        ("名册", {"level1": "对象名册"}, True),
        ("名册", {"level3": "名册（乡级）"}, True),
        ("文件对象", {"level1": "文件", "level2": "对象"}, False),
        ("100%", {"level2": "覆盖100%的对象"}, True),
        ("100%", {"level2": "覆盖1000的对象"}, False),
        ("a_b", {"level2": "axb"}, False),
        ("' OR 1=1 --", {"level2": "名册"}, False),
        ("<b>", {"level2": "名<b>册"}, True),
    ],
)
def test_words_are_looked_for_as_they_are_written_within_one_name(words, name, fits):
    put_on_list(on=DAY, words=words)
    assert is_covered(withheld(**name)) is fits


def test_a_unit_stands_for_what_its_group_publishes():
    group = OrganizationGroup.objects.create(slug="towns", name="各镇", kind="town")
    town = make_organization(kind="town", level="乡级")
    item = withheld(publisher=group)
    put_on_list(on=DAY, publisher=make_organization())
    assert not is_covered(item)
    put_on_list(on=DAY, publisher=town)
    assert is_covered(item)


def test_only_withheld_items_are_covered_and_an_expired_entry_covers_none():
    domain = make_domain()
    public, hidden = make_item(domain), withheld(domain)
    entry = put_on_list(on=DAY, domain=domain, review_on=days(10))
    assert list(covered(Item.objects.current(), on=days(10))) == [hidden]
    assert not covered(Item.objects.current(), on=days(11)).exists()
    assert list(uncovered(Item.objects.current(), on=days(11))) == [hidden]
    entry.propose("lift", by=make_user("officer"), reason="已经公开", today=days(1))
    assert is_covered(hidden, days(1))
    assert public not in uncovered(Item.objects.current(), on=days(11))


def test_of_a_past_day_only_what_was_in_force_then_covers_anything():
    item, officer = withheld(), make_user("officer")
    entry = put_on_list(on=days(5), item=item)
    entry.propose("lift", by=officer, reason="已经公开", today=days(10))
    decide(entry, by=make_user("head"), today=days(10), agrees=True)
    assert [is_covered(item, days(n)) for n in (4, 5, 9, 10)] == [False, True, True, False]


def test_revisions_are_covered_as_their_items_are():
    item = withheld(level2="名册")
    publish(item.domain, on=DAY)
    put_on_list(on=DAY, item=item)
    assert covered(ItemRevision.objects.all(), on=DAY).get().item == item
    assert not uncovered(ItemRevision.objects.all(), on=DAY).exists()


def test_every_item_is_exactly_one_of_four():
    domain = make_domain()
    make_item(domain)
    make_item(domain, attribute="on_request")
    put_on_list(on=localdate(), item=withheld(domain))
    withheld(domain)
    found = [
        ItemFilter({"disclosure": each}, Item.objects.all()).qs.values_list("pk", flat=True)
        for each in ("proactive", "on_request", "negative", "none")
    ]
    assert [len(rows) for rows in found] == [1, 1, 1, 1]
    assert set().union(*found) == set(Item.objects.values_list("pk", flat=True))


def test_a_domain_keeps_its_counts_by_attribute():
    domain = make_domain()
    make_item(domain)
    item = withheld(domain)
    domain.refresh_from_db()
    assert domain.attribute_counts == {"proactive": 1, "withheld": 1} and domain.item_count == 2
    Item.objects.filter(pk=item.pk).update(retired_on=DAY)
    domain.items_changed()
    assert domain.attribute_counts == {"proactive": 1} and domain.item_count == 1


def test_a_unit_sees_its_own_entries_and_the_office_sees_all():
    unit = make_organization()
    mine, other = make_entry(drafted_by=make_user("editor", unit)), make_entry()
    assert set(ENTRIES.visible_to(make_user("reviewer", unit))) == {mine}
    assert set(ENTRIES.visible_to(make_user("head"))) == {mine, other}


def test_an_item_with_an_entry_is_not_deleted():
    item = withheld()
    make_entry(item=item)
    with pytest.raises(ProtectedError):
        item.delete()


def found(words):
    return [hit.key for hit in search(Question(words), visitor=AnonymousUser()).hits]


def test_what_is_in_force_is_found_and_leaves_with_the_deed_that_lifts_it():
    today, officer = localdate(), make_user("officer")
    draft = make_entry(title="鼋鼍名册")
    assert found("鼋鼍") == []
    entry = put_on_list(on=today, title="鼋鼍名册")
    assert found("鼋鼍") == found(entry.number) == [entry.number]
    refresh_source("negative")
    assert found("鼋鼍") == [entry.number] and draft.number is None
    entry.propose("lift", by=officer, reason="已经公开", today=today)
    assert found("鼋鼍") == [entry.number]
    decide(entry, by=make_user("head"), today=today, agrees=True)
    assert found("鼋鼍") == []


def test_what_a_date_ended_is_neither_found_nor_suggested():
    long_ago = localdate() - dt.timedelta(days=400)
    entry = put_on_list(on=long_ago, title="鼋鼍名册")
    assert found("鼋鼍") == found(entry.number) == []
    assert not finds_something(Question("鼋鼍"), visitor=AnonymousUser())
    entry.propose("keep", by=make_user("officer"), reason="没有变化", today=long_ago, review_on=dt.date.max)
    decide(entry, by=make_user("head"), today=long_ago, agrees=True)
    assert found("鼋鼍") == [entry.number]
