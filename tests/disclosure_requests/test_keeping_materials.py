import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure_requests import deciding
from disclosure_requests.models import Material
from tests.make import make_organization, make_user
from tests.make_requests import MONDAY, in_handling, make_case, official_calendar, write_decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    official_calendar()
    unit = make_organization("市水利局")
    return in_handling(make_case(unit), unit=unit)


@pytest.fixture
def handler(case):
    return make_user("handler", case.organization)


LIST = "目录".encode()


def put_in(client, case, *, kind="provided", content=LIST, name="目录.txt"):
    address = reverse("cases:put-in", args=[case.pk])
    return client.post(address, {"kind": kind, "upload": SimpleUploadedFile(name, content)}, follow=True)


def test_what_is_given_with_the_reply_is_put_in_and_stands_in_the_course(client, case, handler):
    client.force_login(handler)
    assert "已办理" in put_in(client, case).text
    material = case.materials.get(kind=Material.Kind.PROVIDED)
    assert material.read().decode() == "目录" and material.by == handler
    assert case.events.filter(deed="放入提供给申请人的材料").exists()


def test_personal_data_in_it_are_pointed_out(client, case, handler):
    client.force_login(handler)
    put_in(client, case, content="电话 13800001234".encode())
    assert "1 处个人信息" in case.events.get(deed="放入提供给申请人的材料").note


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"content": b""}, "空"),
        ({"content": b"MZ\x90\0", "name": "a.exe"}, "不"),
        ({"kind": "identity"}, "选择"),
    ],
)
def test_what_can_not_be_kept_is_said_beside_the_field(client, case, handler, facts, words):
    client.force_login(handler)
    assert words in put_in(client, case, **facts).text
    assert not case.materials.filter(kind="provided").exists()


def test_after_the_reply_was_handed_in_nothing_comes_in_or_goes_out(client, case, handler):
    client.force_login(handler)
    put_in(client, case)
    write_decision(case, by=handler)
    deciding.hand_in(case, by=handler, today=MONDAY)
    assert "已经提交审核" in put_in(client, case).text
    assert client.get(reverse("cases:take-out", args=[case.pk])).context["why_not"]
    assert case.materials.filter(kind="provided").count() == 1
    assert "已办理" in put_in(client, case, kind="proof").text


def test_a_wrong_file_is_taken_out_with_a_reason(client, case, handler, django_capture_on_commit_callbacks):
    client.force_login(handler)
    put_in(client, case)
    material = case.materials.get(kind="provided")
    storage, name = material.file.storage, material.file.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("cases:take-out", args=[case.pk]), {"material": material.pk, "note": "放错了"})
    assert not case.materials.filter(kind="provided").exists() and not storage.exists(name)
    assert case.events.get(deed="取出材料").note == "放错了"
