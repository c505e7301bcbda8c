"""The queue of what must be public by when: of the own unit, the overdue on top, drafts and regular periods together."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from catalog.models import Obligation, Publication
from catalog.start_page import waiting_in_catalog
from catalog.timeliness_kept import keep_all
from tests.make import make_item, make_organization, make_publication, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
BACKEND = "linhai_portal.accounts.backends.RoleBackend"


@pytest.fixture
def world():
    unit, other = make_organization("甲单位", slug="jia"), make_organization("乙单位", slug="yi")
    editor, officer = make_user("editor", unit), make_user("officer")
    old, new = TODAY() - dt.timedelta(days=90), TODAY()
    overdue = make_publication(title="过期的草稿", drafted_by=editor, formed_on=old)
    fresh = make_publication(title="新的草稿", drafted_by=editor, formed_on=new)
    foreign = make_publication(title="别家的草稿", drafted_by=make_user("editor", other), formed_on=old)
    regular = make_item(
        publisher=unit,
        level2="每季度的事项",
        limit_unit="periodic",
        limit_number=None,
        limit_period="quarterly",
        created_on=TODAY() - dt.timedelta(days=365),
    )
    keep_all(today=TODAY())
    return SimpleNamespace(**locals())


def queue(client, user, query=""):
    client.force_login(user, backend=BACKEND)
    answer = client.get(f"/office/due/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_unit_sees_its_own_and_the_office_all_and_may_ask_for_one_unit(client, world):
    html = queue(client, world.editor)
    assert "过期的草稿" in html
    assert "别家的草稿" not in html
    assert "每季度的事项" in html
    assert "别家的草稿" in queue(client, world.officer)
    html = queue(client, world.officer, "?unit=yi")
    assert "别家的草稿" in html
    assert "过期的草稿" not in html


def test_a_unit_cannot_ask_for_another(client, world):
    assert "别家的草稿" not in queue(client, world.editor, "?unit=yi")


def test_the_overdue_stand_on_top_and_then_the_soonest(client, world):
    html = queue(client, world.editor)
    assert html.index("超期") < html.index("过期的草稿") < html.index("新的草稿")
    html = queue(client, world.editor, "?when=overdue")
    assert "过期的草稿" in html
    assert "新的草稿" not in html


def test_each_row_leads_to_its_draft_or_to_drafting_it(client, world):
    html = queue(client, world.editor)
    assert f'href="/office/publications/{world.overdue.pk}/"' in html
    assert f'href="/office/publications/new/?item={world.regular.code}"' in html
    reviewer = make_user("reviewer", world.unit)
    assert "起草</a>" not in queue(client, reviewer)


def test_the_start_page_counts_exactly_the_rows_it_opens_to(client, world):
    Publication.objects.filter(pk=world.fresh.pk).update(due_on=TODAY())
    Obligation.objects.filter(due_on__gt=TODAY()).update(due_on=TODAY() + dt.timedelta(days=1))
    for user in (world.editor, world.officer):
        counts = {each.words: each for each in waiting_in_catalog(user) if "/office/due/" in each.address}
        assert len(counts) == 4
        for each in counts.values():
            assert each.count > 0
            html = queue(client, user, each.address.partition("/office/due/")[2])
            assert f"共 {each.count} 条" in html


def test_a_day_counted_in_a_year_without_a_calendar_is_said_to_be_provisional(client, world):
    assert "暂定" in queue(client, world.editor)


def test_what_is_kept_back_or_withdrawn_is_not_due(client, world):
    world.overdue.withdraw(by=world.editor)
    assert "过期的草稿" not in queue(client, world.editor)


def test_the_queue_costs_the_same_number_of_queries_however_long(
    client, world, django_assert_max_num_queries
):
    client.force_login(world.editor, backend=BACKEND)
    with django_assert_max_num_queries(15) as few:
        client.get("/office/due/")
    for _ in range(60):
        make_publication(drafted_by=world.editor, items=[], due_on=TODAY())
    with django_assert_max_num_queries(15) as many:
        client.get("/office/due/")
        assert len(many) == len(few)
    assert client.get("/office/due/?page=2").status_code == 200
    assert client.get("/office/due/?page=3").status_code == 404
