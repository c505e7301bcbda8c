"""What the office enters for who came, wrote or called: the day of receipt follows from the way it came."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure_requests.models import DisclosureRequest
from disclosure_requests.workflow import Status
from tests.make import make_organization, make_user
from tests.make_requests import official_calendar

pytestmark = pytest.mark.django_db
ADDRESS = "/office/requests/new/"


@pytest.fixture(autouse=True)
def officer(db, client):
    official_calendar()
    user = make_user("officer")
    client.force_login(user)
    return user


def told(**changed):
    facts = {
        "channel": "ems",
        "arrived_on": localdate().isoformat(),
        "applicant_kind": "citizen",
        "person_name": "示例王五",
        "kind": "information",
        "organization": make_organization().pk,
        "title": "示例信息",
        "carrier": "paper",
        "way": "post",
    }
    return facts | changed


def test_a_letter_signed_for_is_received_and_numbered_at_once(client, officer):
    answer = client.post(ADDRESS, told(tracking_number="示例 EMS 1"), follow=True)
    case = DisclosureRequest.objects.get()
    assert (case.status, case.received_on, case.entered_by) == (Status.RECEIVED, localdate(), officer)
    assert f"编号 {case.number}，查询码 {case.code}" in answer.content.decode()
    assert (case.applicant.name, case.tracking_number) == ("示例王五", "示例 EMS 1")


def test_an_ordinary_letter_waits_until_both_have_confirmed(client):
    answer = client.post(ADDRESS, told(channel="ordinary_mail"), follow=True)
    case = DisclosureRequest.objects.get()
    assert (case.status, case.number) == (Status.AWAIT_CONFIRM, None)
    assert "等双方确认" in answer.content.decode()
    client.post(reverse("cases:confirm", args=[case.pk]), {"confirmed_on": localdate().isoformat()})
    case.refresh_from_db()
    assert (case.status, case.received_on) == (Status.RECEIVED, localdate())


def test_an_oral_application_confirmed_the_same_day_is_received(client):
    today = localdate().isoformat()
    client.post(ADDRESS, told(channel="oral", confirmed_on=today))
    assert DisclosureRequest.objects.get().received_on == localdate()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"channel": ""}, "收到申请之日按它确定"),
        ({"arrived_on": (localdate() + dt.timedelta(days=1)).isoformat()}, "不能晚于今天"),
        ({"confirmed_on": (localdate() - dt.timedelta(days=1)).isoformat()}, "不需要确认"),
        ({"person_name": ""}, "请写姓名或者单位名称"),
        ({"way": ""}, "请选一项"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_entered(client, changed, words):
    answer = client.post(ADDRESS, told(**changed, title="灵江示例合同"))
    page = answer.content.decode()
    assert words in page and "灵江示例合同" in page
    assert not DisclosureRequest.objects.exists()


@pytest.mark.parametrize(
    "number",
    [
        {"person_document": "identity_card", "person_document_number": "110101199003070010"},
        {"person_credit_code": "91330000MA00000000"},
    ],
)
def test_a_number_copied_wrongly_is_doubted_and_one_that_stands_so_on_the_paper_is_entered(client, number):
    answer = client.post(ADDRESS, told(**number))
    assert answer.status_code == 200 and "校验位不对" in answer.content.decode()
    assert not DisclosureRequest.objects.exists()
    client.post(ADDRESS, told(**number, numbers_as_written="on"))
    applicant = DisclosureRequest.objects.get().applicant
    assert (applicant.document_number or applicant.credit_code) in number.values()


def test_what_is_missing_on_paper_is_asked_for_later_and_keeps_nothing_from_being_registered(client):
    client.post(ADDRESS, told(title=""))
    assert DisclosureRequest.objects.get().status == Status.RECEIVED


def test_scans_are_kept_sealed_with_the_case(client):
    scan = SimpleUploadedFile("信封.txt", "信封".encode(), content_type="text/plain")
    client.post(ADDRESS, told(envelope=scan))
    material = DisclosureRequest.objects.get().materials.get()
    assert (material.kind, material.name, material.read()) == ("envelope", "信封.txt", "信封".encode())


def test_who_does_not_register_enters_nothing(client):
    client.force_login(make_user("handler"))
    assert client.post(ADDRESS, told()).status_code == 403
