"""The catalog of a past day: what the portal gives of it is what was there on that day."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings

from catalog.adjusting import propose_addition, propose_restoration, propose_retirement
from catalog.exchange.export import export_catalog
from catalog.models import Item, ItemRevision
from catalog.models.revisions import elements_of
from tests.catalog.test_adjustments import DEEDS, propose
from tests.make import make_domain, make_item, make_organization, make_user, publish, put_through

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


def days(n):
    return DAY + dt.timedelta(days=n)


def published_domain(size=3, on=DAY, **facts):
    domain = make_domain()
    items = [make_item(domain, publisher=make_organization(), **facts) for _ in range(size)]
    publish(domain, on=on)
    domain.refresh_from_db()
    return domain, items


def exported(domain, format="json", on=None):
    target = io.BytesIO()
    export_catalog(target, [domain], format=format, on=on)
    return target.getvalue()


def names_on(domain, day):
    return list(
        ItemRevision.objects.in_domain(domain).as_of(day).in_table_order().values_list("level2", flat=True)
    )


def added(domain, name, *, on, above=None):
    officer = make_user("officer")
    sample = elements_of(Item.objects.in_domain(domain).first())
    draft = propose_addition(Item(domain=domain, **sample | {"level2": name}), by=officer)
    draft.lines.update(above=above)
    return put_through(draft, by=officer, on=on)


def file_of(tmp_path, format, **options):
    path = tmp_path / f"out.{format}"
    call_command("export_catalog", str(path), format=format, **options)
    return path.read_bytes()


def test_the_table_of_a_past_day_keeps_the_order_it_had():
    domain, (one, two, three) = published_domain()
    officer = make_user("officer")
    put_through(propose_retirement([three], by=officer), by=officer, on=days(1))
    added(domain, "乙", on=days(2), above=one)
    added(domain, "甲", on=days(3), above=one)
    added(domain, "首", on=days(4))
    assert names_on(domain, DAY) == [one.level2, two.level2, three.level2]
    assert names_on(domain, days(3)) == [one.level2, "甲", "乙", two.level2]
    assert names_on(domain, days(4)) == ["首", one.level2, "甲", "乙", two.level2]


def test_a_gap_that_is_full_is_widened_without_changing_any_day():
    domain, (one, two, three) = published_domain()
    ItemRevision.objects.filter(item=two).update(place=one.revisions.get().place + 1)
    added(domain, "中间", on=days(1), above=one)
    assert names_on(domain, DAY) == [one.level2, two.level2, three.level2]
    assert names_on(domain, days(1)) == [one.level2, "中间", two.level2, three.level2]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS)
def test_the_export_of_a_past_day_is_the_export_taken_on_that_day(db, history):
    with transaction.atomic():
        domain, _ = published_domain(3)
        officer, head = make_user("officer"), make_user("head")
        taken, day = {DAY: exported(domain)}, DAY
        for n, (gap, deeds) in enumerate(history):
            day += dt.timedelta(days=gap)
            draft, touched = None, set()
            for place, (deed, pick) in enumerate(deeds):
                draft = propose(deed, pick, domain, officer, f"名称{n}-{place}", touched, {}) or draft
            if draft:
                put_through(draft, by=officer, head=head, on=day)
                taken[day] = exported(domain)
        for each, export in taken.items():
            assert exported(domain, on=each) == export
        transaction.set_rollback(True)


def test_a_restored_item_stands_in_each_period_where_it_stood_then():
    domain, (one, two, three) = published_domain()
    officer = make_user("officer")
    put_through(propose_retirement([one], by=officer), by=officer, on=days(1))
    draft = propose_restoration(Item.objects.get(pk=one.pk), by=officer)
    draft.lines.update(above=three)
    put_through(draft, by=officer, on=days(2))
    assert names_on(domain, DAY) == [one.level2, two.level2, three.level2]
    assert names_on(domain, days(2)) == [two.level2, three.level2, one.level2]


@pytest.mark.parametrize("format", ["json", "csv"])
def test_the_export_as_of_today_is_the_plain_export(tmp_path, format):
    _, (one, *_) = published_domain()
    officer = make_user("officer")
    put_through(propose_retirement([one], by=officer), by=officer, on=days(1))
    assert file_of(tmp_path, format, as_of=localdate()) == file_of(tmp_path, format)


def test_a_workbook_of_a_past_day_reads_back_as_the_table_of_that_day(tmp_path, capsys):
    domain, (one, *_) = published_domain()
    before = file_of(tmp_path, "csv", domain=domain.number)
    officer = make_user("officer")
    put_through(propose_retirement([one], by=officer), by=officer, on=days(1))
    assert file_of(tmp_path, "csv", as_of=DAY, domain=domain.number) == before
    assert file_of(tmp_path, "xlsx", as_of=DAY, domain=domain.number)[:2] == b"PK"
    assert "已导出 3 项" in capsys.readouterr().err


def test_only_catalogs_published_by_that_day_are_exported(tmp_path):
    early, _ = published_domain(on=DAY)
    late, _ = published_domain(on=days(5))
    make_item(make_domain())
    export = file_of(tmp_path, "json", as_of=days(4)).decode()
    assert f'"{early.number}"' in export and f'"{late.number}"' not in export


@pytest.mark.parametrize(
    ("as_of", "words"),
    [(DAY - dt.timedelta(days=1), "首次发布，那以前没有"), (dt.date(2999, 1, 1), "还没有到")],
)
def test_a_day_without_a_catalog_is_refused_and_nothing_is_written(tmp_path, as_of, words):
    domain, _ = published_domain()
    with pytest.raises(CommandError, match=words):
        file_of(tmp_path, "json", as_of=as_of, domain=domain.number)
    with pytest.raises(CommandError, match="还没有"):
        file_of(tmp_path, "json", as_of=as_of)
    assert list(tmp_path.iterdir()) == []


def test_a_catalog_on_trial_has_no_earlier_version(tmp_path):
    item = make_item()
    with pytest.raises(CommandError, match="还在试行"):
        file_of(tmp_path, "json", as_of=localdate(), domain=item.domain.number)


@pytest.mark.parametrize("written", ["2026-02-30", "昨天", "20260302"])
def test_a_day_that_is_none_is_a_wrong_usage(tmp_path, written):
    with pytest.raises(CommandError, match="日期写成 2026-10-01 这样"):
        call_command("export_catalog", str(tmp_path / "a"), "--format", "json", "--as-of", written)
