"""What a fresh installation holds, that loading twice is loading once, and that staff's work is never overwritten."""

import datetime as dt
import json

import pytest
from django.conf import settings
from django.core.management import call_command

from catalog.guides import approve, close
from catalog.models import Checklist, Domain, Item, LifeEvent
from catalog.reference import fixture_rows, load_reference
from catalog.sample_adjustments import MARK
from linhai_portal.accounts.models import Membership, Organization, User
from linhai_portal.accounts.roles import Role
from linhai_portal.models import SpecialDay
from tests.make import make_user, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_everything_of_the_plan_is_loaded():
    plan = Domain.objects.of_the_plan()
    assert plan.count() == 26 and sum(plan.values_list("item_count", flat=True)) == 1114
    assert Item.objects.count() == 1114 + 163
    assert SpecialDay.objects.count() == 175 and not SpecialDay.objects.filter(source="").exists()
    assert [unit.name for unit in Domain.objects.get(number="19").units()] == [
        "市农业农村局",
        "市自然资源规划局",
    ]


def test_every_publisher_of_the_reference_catalog_is_known():
    assert list(Item.objects.filter(publisher_links=None)) == []


def test_towns_share_what_all_towns_must_publish():
    towns = Organization.objects.filter(level="乡级")
    assert {Item.objects.published_by(town).count() for town in towns} == {34}


def test_every_item_keeps_its_row_of_the_file():
    row = fixture_rows("catalog/12-rural-land-expropriation.csv")[0]
    item = Item.objects.get(code=row["code"])
    assert [item.level1, item.level2, item.content, item.time_limit] == [
        row[name] for name in ("level1", "level2", "content", "time_limit")
    ]
    assert "；".join(item.legal_basis) == row["legal_basis"]
    assert "|".join(item.channels) == row["channels"]
    assert str(item.time_limit_workdays or "") == row["time_limit_workdays"]


def test_loading_twice_writes_nothing():
    before = list(Item.objects.values_list("pk", "updated_at"))
    assert set(load_reference().values()) == {0}
    assert list(Item.objects.values_list("pk", "updated_at")) == before


def test_a_row_that_staff_changed_stays_as_it_is():
    Item.objects.filter(code="03-01-01").update(content="本单位改过", edited_by_staff=True)
    Organization.objects.filter(slug="jiaoyuju").update(
        phone="0576-1", name="市教育局（新）", edited_by_staff=True
    )
    load_reference()
    assert Item.objects.get(code="03-01-01").content == "本单位改过"
    assert Organization.objects.get(slug="jiaoyuju").name == "市教育局（新）"


def test_demonstration_has_one_account_a_role_with_random_passwords(capsys):
    call_command("load_reference", "--demo")
    printed = capsys.readouterr().out
    assert sorted(Membership.objects.values_list("role", flat=True)) == sorted(Role.values)
    words = {line.split("\t")[1]: line.split("\t")[2] for line in printed.splitlines() if "\t" in line}
    assert len(set(words.values())) == len(Role.values)
    assert all(User.objects.get(username=name).check_password(password) for name, password in words.items())
    call_command("load_reference", "--demo")
    assert "\t" not in capsys.readouterr().out
    call_command("load_reference", "--demo", "--reset")
    assert User.objects.count() == len(Role.values)
    assert not User.objects.get(username="editor").check_password(words["editor"])


def test_sample_villages_and_bodies_are_marked_and_served_by_the_templates():
    call_command("load_reference", "--demo")
    samples = Organization.objects.filter(is_sample=True)
    assert samples.exists() and all("示例" in each.name for each in samples)
    assert all(Item.objects.published_by(each).exists() for each in samples)


def test_where_people_already_work_the_demonstration_publishes_nothing():
    publish(Domain.objects.get(number="3"))
    call_command("load_reference", "--demo", verbosity=0)
    assert Domain.objects.get(number="3").published_on == dt.date(2026, 1, 5)
    assert not Item.objects.filter(domain__number="3", level2__endswith=MARK).exists()


def fixture_guides(name):
    return json.loads((settings.BASE_DIR / f"fixtures/{name}.json").read_text(encoding="utf-8"))


def test_life_events_and_checklists_are_public_samples_that_gather_what_their_file_names():
    for model, name in ((Checklist, "checklists"), (LifeEvent, "life-events")):
        rows = fixture_guides(name)
        assert len(rows) >= 10
        assert {each.slug for each in model.objects.unconfirmed()} == {row["slug"] for row in rows}
    for row in fixture_guides("checklists"):
        assert sorted(Checklist.objects.get(slug=row["slug"]).items.values_list("code", flat=True)) == sorted(
            row["items"]
        )
    for row in fixture_guides("life-events"):
        gathered = LifeEvent.objects.get(slug=row["slug"]).gathered()
        named = [
            [each.code if isinstance(each, Item) else each.slug for each in stage["entries"]]
            for stage in gathered
        ]
        assert named == [stage["entries"] for stage in row["stages"]]


def test_no_checklist_of_the_fixtures_is_void_for_an_inspector():
    invented = {"办理地点", "办理时间", "联系电话"}
    for checklist in Checklist.objects.published():
        assert set(checklist.missing_key_elements()) <= invented, checklist


def test_a_guide_that_staff_took_over_is_left_alone():
    officer, head = make_user("officer"), make_user("head")
    changed, closed = Checklist.objects.published().order_by("slug")[:2]
    draft = changed.draft_change(by=officer)
    assert set(load_reference().values()) == {0}
    draft.revise(by=officer, title="本单位改过")
    draft.submit(by=officer)
    approve(draft, by=head)
    close(closed, by=head, reason="停办")
    assert set(load_reference().values()) == {0}
    assert Checklist.objects.published().get(slug=changed.slug).title == "本单位改过"
    assert not Checklist.objects.published().filter(slug=closed.slug).exists()


def test_a_sample_guide_follows_a_new_version_of_the_file():
    Checklist.objects.filter(slug="birth-registration").update(title="旧的")
    LifeEvent.objects.get(slug="newborn").stages.first().delete()
    written = load_reference()
    assert (written["办事指南"], written["一件事"]) == (1, 1)
    assert Checklist.objects.get(slug="birth-registration").title == "新生儿报户口"
