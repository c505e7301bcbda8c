"""Coverage and on-time rate as the public reads them: every number opens to exactly its rows."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from catalog.ending import take_down
from catalog.models import Domain, Item, Obligation, Publication
from catalog.timeliness_kept import keep_all, scope_of_domain, summary_of, summary_of_domain
from tests.make import (
    make_domain,
    make_item,
    make_organization,
    make_publication,
    make_user,
    put_out,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def world():
    """A domain with one item in time, one late, one without anything, and one due every quarter for a year past."""
    domain, unit = make_domain(), make_organization()
    prompt, slow, empty = (make_item(domain, publisher=unit) for _ in range(3))
    regular = make_item(
        domain,
        publisher=unit,
        limit_unit="periodic",
        limit_number=None,
        limit_period="quarterly",
        created_on=TODAY() - dt.timedelta(days=365),
    )
    editor = make_user("editor", unit)
    in_time = put_out(title="按时的通知", items=[prompt], drafted_by=editor, formed_on=TODAY())
    late_day = TODAY() - dt.timedelta(days=90)
    late = put_out(title="迟到的通知", items=[slow, prompt], drafted_by=editor, formed_on=late_day)
    keep_all(today=TODAY())
    domain.refresh_from_db()
    return SimpleNamespace(**locals())


def html_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def places(world):
    return f"/domains/{world.domain.number}/", f"/organizations/{world.unit.slug}/"


def test_the_sentence_of_domain_and_unit_counts_what_there_is(client, world):
    missed = Obligation.objects.overdue(on=TODAY()).count()
    assert missed >= 3
    for place in places(world):
        html = html_of(client, place)
        assert "应主动公开<b>4 项</b>，已有信息<b>2 项</b>" in html
        assert "2 项还没有</a>" in html
        assert "1 条迟了</a>" in html
        assert f"{missed} 期没有按时</a>" in html
        assert f"{1000 // (2 + missed) / 10:g}%" in html


@pytest.mark.parametrize(
    ("result", "there", "absent"),
    [
        ("met", "按时的通知", "迟到的通知"),
        ("late", "迟到的通知", "按时的通知"),
        ("missing", "季度", "的通知"),
        ("uncovered", "测试事项3", "的通知"),
        ("", "迟到的通知", "测试事项3"),
    ],
)
def test_each_number_opens_to_its_rows_on_the_page_and_in_json(client, world, result, there, absent):
    summary = summary_of_domain(world.domain, on=TODAY())
    counts = {
        "met": summary.in_time,
        "late": summary.late,
        "missing": summary.missing,
        "uncovered": summary.uncovered,
        "": summary.due,
    }
    for place in places(world):
        html = html_of(client, f"{place}timeliness/?result={result}")
        assert there in html
        assert absent not in html
        rows = client.get(f"{place}timeliness.json?result={result}").json()
        assert rows["total"] == counts[result]
        assert not result or {row["result"] for row in rows["rows"]} == {result}
        assert len({row["id"] for row in rows["rows"]}) == rows["total"]


def test_the_other_formats_hold_the_same_rows(client, world):
    for place in places(world):
        csv = b"".join(client.get(f"{place}timeliness.csv")).decode()
        assert "迟到的通知" in csv
        assert "季度" in csv
        atom = html_of(client, f"{place}timeliness.atom")
        assert "按时的通知" in atom
        assert client.get(f"{place}timeliness.xlsx").status_code == 200


def test_an_unknown_result_narrows_nothing_and_an_unknown_page_does_not_exist(client, world):
    for place in places(world):
        assert "迟到的通知" in html_of(client, f"{place}timeliness/?result=x")
        html_of(client, f"{place}timeliness/?page=99", status=404)


def test_what_is_kept_is_what_would_be_counted_after_every_deed(world):
    def kept_and_counted():
        domain = Domain.objects.get(pk=world.domain.pk)
        return summary_of_domain(domain, on=TODAY()), summary_of(
            scope_of_domain(domain, on=TODAY()), on=TODAY()
        )

    assert kept_and_counted()[0] == kept_and_counted()[1]
    put_out(items=[world.empty], drafted_by=world.editor)
    kept, counted = kept_and_counted()
    assert kept == counted
    assert kept.covered == 3
    take_down(world.late, by=world.editor, reason="有误", text_stays=False, now=timezone.now())
    kept, counted = kept_and_counted()
    assert kept == counted
    assert kept.covered == 2


def test_a_period_that_becomes_overdue_overnight_is_counted_though_nothing_ran(world):
    through = dt.date.fromisoformat(world.domain.timeliness["through"])
    before = summary_of_domain(world.domain, on=through)
    after = summary_of_domain(world.domain, on=through + dt.timedelta(days=1))
    assert after.missing == before.missing + 1


def test_what_is_not_listed_any_more_is_in_no_row_and_no_count(client, world):
    Publication.objects.filter(pk=world.late.pk).update(display_until=TODAY() - dt.timedelta(days=1))
    keep_all(today=TODAY())
    for place in places(world):
        assert "条迟了" not in html_of(client, place)
        assert "迟到的通知" not in html_of(client, f"{place}timeliness/")
    assert "迟到的通知" not in html_of(client, f"/items/{world.slow.code}/")


def test_a_time_of_display_that_ended_at_midnight_covers_nothing_though_nothing_ran(client, world):
    Publication.objects.filter(pk=world.late.pk).update(display_until=TODAY())
    keep_all(today=TODAY())
    tomorrow = TODAY() + dt.timedelta(days=1)
    world.domain.refresh_from_db()
    for day, covered in ((TODAY(), {world.prompt, world.slow}), (tomorrow, {world.prompt})):
        scope = scope_of_domain(world.domain, on=day)
        assert set(scope.covered) == covered
        assert set(scope.uncovered) == {world.prompt, world.slow, world.empty, world.regular} - covered
        assert summary_of_domain(world.domain, on=day).covered == len(covered)


def test_midnight_after_the_last_day_parts_in_time_from_late(client, world):
    """The last second of the last day here is in time, the first of the next is late by a day; rows say the same."""
    last = make_publication(items=[world.prompt], drafted_by=world.editor)
    last.keep_due_day()
    midnight = timezone.make_aware(dt.datetime.combine(last.due_on + dt.timedelta(days=1), dt.time()))
    put_out(last, at=midnight - dt.timedelta(seconds=1))
    late = put_out(items=[world.prompt], drafted_by=world.editor, formed_on=last.formed_on, at=midnight)
    assert (last.late_days(), late.late_days(), late.due_on) == (0, 1, last.due_on)
    for place in places(world):
        rows = {row["number"]: row for row in client.get(f"{place}timeliness.json").json()["rows"]}
        results = [
            (rows[each.index_number]["result"], rows[each.index_number]["late_days"]) for each in (last, late)
        ]
        assert results == [("met", 0), ("late", 1)]


def test_a_domain_or_unit_without_anything_says_so(client):
    domain, unit = make_domain(), make_organization()
    assert "还没有到期的信息" in html_of(client, f"/domains/{domain.number}/timeliness/")
    assert "还没有到期的信息" in html_of(client, f"/organizations/{unit.slug}/timeliness/")
    assert "按时率" not in html_of(client, f"/domains/{domain.number}/")


def test_the_item_lists_its_newest_and_links_to_all(client, world):
    html = html_of(client, f"/items/{world.prompt.code}/")
    assert "共 2 条，新的在前" in html
    assert "迟了 " in html
    assert '<span class="tag">按时</span>' in html
    for _ in range(9):
        put_out(items=[world.prompt], drafted_by=world.editor)
    html = html_of(client, f"/items/{world.prompt.code}/")
    assert "看全部 11 条" in html
    html = html_of(client, f"/items/{world.prompt.code}/publications/")
    assert "按时的通知" in html
    assert client.get(f"/items/{world.prompt.code}/publications.json").json()["total"] == 11


def test_an_item_with_very_many_shows_the_same_newest(client, world):
    few = html_of(client, f"/items/{world.prompt.code}/")
    Item.objects.filter(pk=world.prompt.pk).update(publication_count=1000)
    assert html_of(client, f"/items/{world.prompt.code}/") == few


def test_an_item_due_every_quarter_says_what_is_missing_and_what_is_not_formed_yet(client, world):
    html = html_of(client, f"/items/{world.regular.code}/")
    assert "尚未形成，最迟应于" in html
    assert '<span class="tag warn">超期</span>' in html
    assert "还没有公开的信息。" in html


def test_the_lists_cost_the_same_number_of_queries_however_long(client, world, django_assert_max_num_queries):
    addresses = [f"{place}timeliness/" for place in places(world)] + [
        f"/items/{world.prompt.code}/publications/"
    ]
    for address in addresses:
        with django_assert_max_num_queries(10) as few:
            html_of(client, address)
        for _ in range(3):
            put_out(items=[world.prompt], drafted_by=world.editor)
        with django_assert_max_num_queries(10) as many:
            html_of(client, address)
        assert len(few) == len(many)


def test_the_page_of_a_publication_opens_how_its_last_day_was_counted(client, world):
    html = html_of(client, world.in_time.get_absolute_url())
    assert "最迟公开日期怎么算的" in html
    assert "第 20 个工作日</b>" in html
    assert "不是工作日，不计入（条例第二十六条）" in html


def test_a_day_judged_by_another_calendar_is_not_explained_by_this_one(client, world):
    Publication.objects.filter(pk=world.in_time.pk).update(due_on=TODAY())
    assert "怎么算的" not in html_of(client, world.in_time.get_absolute_url())
