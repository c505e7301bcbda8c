"""Notices by mail, over a real connection on loopback: whole, joined, retried, and no notice ever twice."""

import os
import re
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from linhai_portal.accounts.roles import Role
from tests.accounts.test_notices import notify
from tests.make import make_user
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "zhang@example.gov.cn"


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.NOTICE_MAIL_DELAY = 0
    settings.SITE_ADDRESS = "https://zwgk.example.gov.cn"


@pytest.fixture
def person():
    return make_user(Role.EDITOR, email=ADDRESS)


def work(*, later=False):
    """One worker until nothing is due; `later` makes due what was put off."""
    if later:
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    call_command("worker", "--batch")


def is_mailed(person):
    return [each.mailed_at is not None for each in person.notices.order_by("pk")]


def test_a_letter_arrives_whole_and_its_link_works(settings, client, person):
    with mail_server(settings) as server:
        notify(person, subject="市教育局的目录调整 2026-001 已退回，𠮷", text="内部的理由")
        work()
    ((recipients, letter),) = server.letters
    assert recipients == [ADDRESS] and letter["To"] == ADDRESS
    assert letter["Subject"].strip() == "临海市政务公开：市教育局的目录调整 2026-001 已退回，𠮷"
    body = letter.get_content()
    assert letter.get_content_charset() == "utf-8" and "市教育局的目录调整 2026-001 已退回，𠮷" in body
    assert "内部的理由" not in body, "the words of people stay in the portal"
    client.force_login(person, backend="linhai_portal.accounts.backends.RoleBackend")
    link = re.search(r"https://zwgk\.example\.gov\.cn(/office/notices/\d+/)", body)[1]
    assert client.get(link).headers["Location"] == "/office/adjustments/"
    assert is_mailed(person) == [True] and not person.notices.unread().exists()


def test_several_within_a_short_time_come_in_one_letter(settings, person):
    other = make_user(Role.HEAD, email="wu@example.gov.cn")
    with mail_server(settings) as server:
        for n in range(1, 36):
            notify(person, *([other] if n == 1 else []), subject=f"第 {n:02d} 件")
        work()
    letters = {recipients[0]: letter for recipients, letter in server.letters}
    assert len(server.letters) == 2
    assert letters[ADDRESS]["Subject"].strip() == "临海市政务公开：第 01 件，等 35 条通知"
    body = letters[ADDRESS].get_content()
    assert "第 30 件" in body and "第 31 件" not in body and "另有 5 条" in body
    assert letters["wu@example.gov.cn"]["Subject"].strip() == "临海市政务公开：第 01 件"


def test_mail_waits_for_the_delay(settings, person):
    settings.NOTICE_MAIL_DELAY = 300
    with mail_server(settings) as server:
        notify(person)
        work()
        assert server.letters == []
        work(later=True)
        assert len(server.letters) == 1


def test_what_was_read_meanwhile_is_not_mailed(settings, person):
    with mail_server(settings) as server:
        notify(person)
        person.notices.mark_read()
        work()
    assert server.letters == []


@pytest.mark.parametrize("change", ["deactivated", "without a role", "switched off", "no address"])
def test_who_left_or_wants_none_gets_no_mail_and_keeps_the_notice(settings, client, person, change):
    client.force_login(person, backend="linhai_portal.accounts.backends.RoleBackend")
    with mail_server(settings) as server:
        notify(person)
        if change == "deactivated":
            person.is_active = False
        elif change == "no address":
            person.email = ""
        elif change == "without a role":
            person.memberships.all().delete()
        else:
            client.post(reverse("notices:mail"))
            person.refresh_from_db()
        person.save()
        notify(person, subject="后来的")
        work()
    assert server.letters == [] and person.notices.count() == 2


def test_mail_switched_on_again_comes_again(settings, client, person):
    client.force_login(person, backend="linhai_portal.accounts.backends.RoleBackend")
    client.post(reverse("notices:mail"))
    assert "也寄到邮箱" in client.get(reverse("notices:list")).content.decode()
    client.post(reverse("notices:mail"), {"on": "yes"})
    with mail_server(settings) as server:
        notify(person)
        work()
    assert len(server.letters) == 1


@pytest.mark.parametrize("refusal", ["550 no such person", "451 try later"])
def test_a_server_that_refuses_is_asked_again_later_and_not_for_ever(settings, person, refusal):
    with mail_server(settings, refusal=refusal) as server:
        notify(person)
        notify(person, subject="第二件")
        work()
        assert is_mailed(person) == [False, False] and server.letters == []
        assert DBTaskResult.objects.filter(status="READY").count() == 1, "two tasks failed, one tries again"
        for _ in range(10):
            work(later=True)
    assert not DBTaskResult.objects.filter(status="READY").exists()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_a_server_that_was_down_gets_the_letter_once_when_it_is_up_again(settings, person):
    with mail_server(settings) as server:
        port = server.port
    notify(person)
    work()
    assert is_mailed(person) == [False]
    with mail_server(settings, port=port) as server:
        work()
        assert server.letters == [], "it is not time yet"
        work(later=True)
        work(later=True)
    assert len(server.letters) == 1 and is_mailed(person) == [True]


def test_a_server_that_took_the_letter_and_hung_up_gets_no_second_one(settings, person):
    with mail_server(settings) as server:
        server.hangs_up = True
        notify(person)
        work()
        work(later=True)
    assert len(server.letters) == 1 and is_mailed(person) == [True]


KILLED = """
import os, django
django.setup()
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connections
connections["default"].settings_dict["NAME"] = {name!r}
send = EmailMessage.send
def stop(letter):
    {before} and os.kill(os.getpid(), 9)
    send(letter)
    os.kill(os.getpid(), 9)
EmailMessage.send = stop
call_command("worker", "--batch")
"""


@pytest.mark.parametrize("before", [True, False])
def test_a_worker_killed_before_or_after_sending_leaves_no_notice_mailed_twice(settings, person, before):
    with mail_server(settings) as server:
        notify(person)
        script = KILLED.format(name=str(connection.settings_dict["NAME"]), before=before)
        environment = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        killed = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
        assert killed.returncode == -9 and len(server.letters) == (0 if before else 1)
        notify(person, subject="后来的")
        work()
    letters = [letter.get_content() for _, letter in server.letters]
    assert sum("已退回" in each for each in letters) == (0 if before else 1)
    assert sum("后来的" in each for each in letters) == 1
    assert person.notices.unread().count() == 2, "the portal has both"
