import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from linhai_portal.accounts.roles import Role
from linhai_portal.calendar import work_calendar
from linhai_portal.data_version import current
from linhai_portal.models import SpecialDay
from tests.make import make_user

pytestmark = pytest.mark.django_db

ROWS = "date,kind,name,source\n2027-01-01,holiday,元旦,国办发明电〔2026〕1号\n2027-01-02,workday,元旦调休,国办发明电〔2026〕1号\n"


@pytest.fixture(autouse=True)
def officer(client):
    client.force_login(make_user(Role.OFFICER))


def look_at(client, text):
    file = SimpleUploadedFile("2027.csv", text.encode("utf-8-sig"))
    return client.post(reverse("admin:portal_specialday_import"), {"import_file": file, "format": "0"})


def test_a_year_of_special_days_is_shown_first_and_stored_on_confirmation(client):
    page = look_at(client, ROWS)
    assert "元旦调休" in page.content.decode()
    assert not SpecialDay.objects.exists()
    facts = page.context["confirm_form"].initial
    client.post(reverse("admin:portal_specialday_process_import"), facts)
    assert list(SpecialDay.objects.order_by("date").values_list("kind", "edited_by_staff")) == [
        ("holiday", True),
        ("workday", True),
    ]
    day = SpecialDay.objects.earliest("date").date
    assert not work_calendar().is_workday(day)


def test_a_wrong_row_is_named_and_nothing_is_stored(client):
    page = look_at(client, ROWS.replace("workday", "调休"))
    assert page.context["result"].has_validation_errors()
    assert not SpecialDay.objects.exists()


def test_the_export_has_the_columns_that_the_import_reads(client):
    SpecialDay.objects.create(
        date="2026-10-01", kind="holiday", name="国庆节", source="国办发明电〔2025〕7号"
    )
    text = client.get(reverse("admin:portal_specialday_export")).content.decode()
    assert text.splitlines() == ["date,kind,name,source", "2026-10-01,holiday,国庆节,国办发明电〔2025〕7号"]


def test_a_day_changed_by_hand_is_marked_so_that_reference_data_leaves_it(client):
    day = SpecialDay.objects.create(date="2026-10-01", kind="holiday", name="国庆节")
    facts = {"date": "2026-10-01", "kind": "holiday", "name": "国庆节、中秋节", "source": "市里通知"}
    before = current()
    client.post(reverse("admin:portal_specialday_change", args=[day.pk]), facts)
    day.refresh_from_db()
    assert (day.name, day.edited_by_staff) == ("国庆节、中秋节", True)
    assert current() > before  # pages that count by the calendar are made anew


def test_confirming_twice_says_so_and_doubles_nothing(client):
    facts = look_at(client, ROWS).context["confirm_form"].initial
    client.post(reverse("admin:portal_specialday_process_import"), facts)
    answer = client.post(reverse("admin:portal_specialday_process_import"), facts, follow=True)
    assert answer.status_code == 200 and "这次读取的内容已经导入过" in answer.content.decode()
    assert SpecialDay.objects.count() == 2


def test_an_export_runs_no_formula_and_is_read_back_as_it_was(client):
    days = [("2026-10-01", "=1+1"), ("2026-10-02", "@SUM(A1)"), ("2026-10-03", "国庆节")]
    for date, name in days:
        SpecialDay.objects.create(date=date, kind="holiday", name=name, source="-2")
    text = client.get(reverse("admin:portal_specialday_export")).content.decode()
    assert text.splitlines()[1:] == [
        "2026-10-03,holiday,国庆节,'-2",
        "2026-10-02,holiday,'@SUM(A1),'-2",
        "2026-10-01,holiday,'=1+1,'-2",
    ]
    SpecialDay.objects.all().delete()
    facts = look_at(client, text).context["confirm_form"].initial
    client.post(reverse("admin:portal_specialday_process_import"), facts)
    assert list(SpecialDay.objects.order_by("date").values_list("name", "source")) == [
        (name, "-2") for _, name in days
    ]


def test_what_is_counted_is_reckoned_anew_after_every_change(client, django_capture_on_commit_callbacks):
    day = SpecialDay.objects.create(date="2026-10-01", kind="holiday", name="国庆节")
    facts = {"date": "2026-10-01", "kind": "holiday", "name": "国庆节", "source": "市里通知"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("admin:portal_specialday_change", args=[day.pk]), facts)
        client.post(reverse("admin:portal_specialday_delete", args=[day.pk]), {"post": "yes"})
        client.post(
            reverse("admin:portal_specialday_process_import"),
            look_at(client, ROWS).context["confirm_form"].initial,
        )
    assert DBTaskResult.objects.filter(task_path="linhai_portal.catching_up.catch_up_task").count() == 3
