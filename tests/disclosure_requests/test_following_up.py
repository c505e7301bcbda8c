"""随访 after the reply: by the office, by the applicant, in the dossier, and counted for each unit and year."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from pypdf import PdfReader

from disclosure_requests import archiving, deciding, ending, following_up
from disclosure_requests.models import FollowUp
from disclosure_requests.workflow import Status
from linhai_portal.accounts.models import Notice
from linhai_portal.workflow import InvalidMove
from tests.make import make_organization, make_user
from tests.make_requests import in_handling, make_case, replied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]
STATUS = "/requests/status/"
YEAR = localdate().year


def answered(unit=None, **facts):
    case = replied(make_case(unit, on=localdate(), **facts), on=localdate())
    deciding.delivered(case, by=case.officer, today=localdate(), on=localdate())
    case.refresh_from_db()
    return case


def asked(case, satisfaction=4, **facts):
    told = {"by": case.officer, "on": localdate(), "way": "phone", "satisfaction": satisfaction} | facts
    return following_up.follow_up(case, today=localdate(), **told)


def holding(case):
    client = Client()
    client.post(STATUS, {"number": case.number, "code": case.code})
    return client


def signed_in(role, unit=None):
    client = Client()
    client.force_login(make_user(role, unit), backend="linhai_portal.accounts.backends.RoleBackend")
    return client


def archived(case):
    return archiving.archive(case, by=make_user("archivist"), today=localdate())


# --- The office asks ---


def test_a_follow_up_is_entered_from_the_case_and_stands_on_it_and_in_its_course():
    case, client = replied(make_case(on=localdate()), on=localdate()), signed_in("officer")
    told = {"on": localdate(), "way": "visit", "satisfaction": "2", "said": "字太小", "done": "寄了大字本"}
    html = client.post(f"{case.get_office_url()}follow-up/", told, follow=True).content.decode()
    assert "登记随访：已办理" in html and "字太小" in html and "寄了大字本" in html
    event = case.events.get(move="T32")
    assert (event.note, event.happened_on) == ("上门或来访，不满意", localdate())


def test_what_was_said_is_sealed_in_the_database():
    asked(answered(), said="字太小", done="寄了大字本")
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, done FROM disclosure_requests_followup")
        assert not {"字太小", "寄了大字本"} & set(cursor.fetchone())
    assert FollowUp.objects.get().said == "字太小"


@pytest.mark.parametrize("make", [in_handling, lambda: make_case(on=localdate())])
def test_before_the_reply_there_is_nothing_to_follow_up(make):
    case = make()
    with pytest.raises(InvalidMove, match="环节才能办理"):
        following_up.follow_up(
            case, by=make_user("officer"), today=localdate(), on=localdate(), way="phone", satisfaction=4
        )
    assert not FollowUp.objects.exists()


def test_what_was_withdrawn_and_archived_has_no_reply_to_follow_up():
    case = make_case(on=localdate())
    ending.withdraw(case, by=None, today=localdate())
    archived(case)
    with pytest.raises(InvalidMove, match="没有答复过"):
        asked(case, by=make_user("officer"))
    assert "登记随访</a>" not in signed_in("officer").get(case.get_office_url()).content.decode()


def test_a_follow_up_before_the_reply_went_out_or_in_the_future_is_refused():
    case = answered()
    for on in (localdate() - dt.timedelta(1), localdate() + dt.timedelta(1)):
        with pytest.raises(InvalidMove, match="随访日期不能"):
            asked(case, on=on)


def test_what_was_asked_before_archiving_is_in_the_dossier_and_what_is_asked_later_is_not():
    case = answered()
    asked(case, said="很清楚")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(archived(case).read())).pages)
    assert "随访记录1" in "".join(text.split()) and "很清楚" in "".join(text.split())
    asked(case, satisfaction=5, said="归档以后")
    assert case.status == Status.ARCHIVED and case.follow_ups.count() == 2
    assert case.events.last().deed == "登记随访"


# --- The applicant says ---


def test_the_applicant_rates_the_reply_once_it_was_opened_with_a_scale_and_no_script():
    case = replied(make_case(on=localdate()), on=localdate())
    client = holding(case)
    assert "满意吗" not in client.get(STATUS).content.decode()
    assert client.get(f"{STATUS}rate/")["Location"] == STATUS
    client.post(f"{STATUS}open/")
    assert f'href="{STATUS}rate/"' in client.get(STATUS).content.decode()
    form = client.get(f"{STATUS}rate/").content.decode()
    assert form.count('type="radio"') == 5
    assert "请选一项" in client.post(f"{STATUS}rate/", {}).content.decode()
    assert client.post(f"{STATUS}rate/", {"satisfaction": "5", "said": "谢谢"})["Location"] == STATUS
    html = client.get(STATUS).content.decode()
    assert "您的评价：<b>很满意</b>" in html and "您评价了答复" in html and "谢谢" not in html


def test_a_rating_is_changed_until_the_dossier_is_sealed_and_stays_one():
    case = answered()
    client = holding(case)
    for step in ("1", "4"):
        client.post(f"{STATUS}rate/", {"satisfaction": step})
    assert [each.satisfaction for each in case.follow_ups.all()] == [4]
    assert [each.note for each in case.events.filter(move="T33")] == ["很不满意", "满意"]
    archived(case)
    client.post(f"{STATUS}rate/", {"satisfaction": "5"})
    assert case.follow_ups.get().satisfaction == 4
    assert "改评价" not in client.get(STATUS).content.decode()


def test_after_archiving_a_first_rating_is_still_heard():
    case = answered()
    archived(case)
    client = holding(case)
    client.post(f"{STATUS}rate/", {"satisfaction": "3"})
    client.post(f"{STATUS}rate/", {"satisfaction": "5"})
    assert case.follow_ups.get().satisfaction == 3


def test_the_office_is_told_of_who_is_not_satisfied():
    case = answered()
    following_up.rate(case, today=localdate(), satisfaction=5)
    assert not Notice.objects.filter(subject__contains="请随访").exists()
    following_up.rate(case, today=localdate(), satisfaction=1)
    assert Notice.objects.get(subject__contains="请随访").recipient == case.officer


def test_deeds_of_the_status_page_end_for_an_address_that_does_too_much(settings):
    settings.MOST_STATUS_DEEDS_AN_HOUR = 2
    client = holding(answered())
    for _ in range(2):
        assert client.post(f"{STATUS}rate/", {"satisfaction": "5"}).status_code == 302
    assert "过一小时再试" in client.post(f"{STATUS}rate/", {"satisfaction": "1"}).content.decode()


# --- Counted ---


def test_each_figure_opens_to_exactly_its_rows():
    unit, other = make_organization(slug="jsj", name="示例局"), make_organization()
    cases = [answered(unit), answered(unit), answered(other)]
    for case, step in zip(cases, (5, 2, 2), strict=True):
        asked(case, satisfaction=step)
    following_up.rate(cases[0], today=localdate(), satisfaction=4)
    client = signed_in("officer")
    page = client.get("/office/reports/", {"year": YEAR})
    found = {line.slug: line for line in page.context["satisfaction"]}
    assert {slug: (line.total, line.share) for slug, line in found.items()} == {
        "all": (4, 50),
        "jsj": (3, 67),
        other.slug: (1, 0),
    }
    for line in found.values():
        address = f"/office/reports/{YEAR}/{line.slug}/follow-ups/"
        assert f'href="{address}"' in page.content.decode()
        assert client.get(address).context["total"] == line.total
        for step, count in line.counts:
            assert client.get(address, {"step": step.value}).context["total"] == count
    assert client.get(f"/office/reports/{YEAR}/jsj/follow-ups/", {"step": "9"}).status_code == 404


def test_answers_of_the_demonstration_are_not_counted():
    case = answered()
    asked(case)
    type(case).objects.update(is_sample=True)
    client = signed_in("officer")
    assert not client.get("/office/reports/", {"year": YEAR}).context["satisfaction"]
    assert client.get(f"/office/reports/{YEAR}/all/follow-ups/").context["total"] == 0


def test_a_unit_sees_its_own_figures_alone():
    unit, other = make_organization(slug="jsj"), make_organization()
    asked(answered(unit))
    asked(answered(other))
    client = signed_in("handler", unit)
    page = client.get("/office/reports/", {"year": YEAR})
    assert [line.slug for line in page.context["satisfaction"]] == ["jsj"]
    for slug in ("all", other.slug):
        assert client.get(f"/office/reports/{YEAR}/{slug}/follow-ups/").status_code == 404


def test_the_figures_cost_the_same_for_many_answers():
    def statements():
        with CaptureQueriesContext(connection) as queries:
            client.get("/office/reports/", {"year": YEAR})
        return len(queries)

    client = signed_in("officer")
    asked(answered())
    few = statements()
    for _ in range(3):
        asked(answered())
    assert statements() == few
