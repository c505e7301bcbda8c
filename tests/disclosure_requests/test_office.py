"""The screens of the office: queue, case, deeds, the guided reply, and who sees whose identity."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure_requests import archiving, deciding, extending, registering
from disclosure_requests.decision_guide import QUESTIONS, walk
from disclosure_requests.deeds import DEEDS
from disclosure_requests.models import Dossier, IdentityLook, Material
from disclosure_requests.outcomes import OUTCOMES
from disclosure_requests.workflow import MOVES_BY_KEY, Status
from tests.make import make_organization, make_user
from tests.make_requests import (
    in_handling,
    make_case,
    registered,
    replied,
    with_correction,
    write_decision,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


@pytest.fixture
def signed_in(client):
    def sign_in(role, unit=None):
        user = make_user(role, unit)
        client.force_login(user)
        return user

    return sign_in


def text_of(response):
    return response.content.decode()


def test_every_deed_with_a_key_is_a_move():
    assert all(deed.key in MOVES_BY_KEY for deed in DEEDS if deed.key)


def test_the_queue_shows_what_ends_first_on_top(client, signed_in):
    signed_in("officer")
    today = localdate()
    later, sooner = make_case(on=today), make_case(on=today - dt.timedelta(days=40))
    page = text_of(client.get(reverse("cases:queue")))
    assert page.index(sooner.number) < page.index(later.number)
    assert "逾期" in page


def test_the_queue_asks_the_same_number_of_questions_for_one_case_and_for_many(client, signed_in):
    signed_in("officer")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("cases:queue"))
        return len(queries)

    today = localdate()
    in_handling(make_case(on=today), on=today)
    few = asked()
    for _ in range(6):
        in_handling(make_case(on=today), on=today)
    assert asked() == few <= 15


@pytest.mark.parametrize("look_for", ["number", "name", "title"])
def test_a_case_is_found_by_number_whole_name_or_words(client, signed_in, look_for):
    signed_in("officer")
    case = make_case(on=localdate(), applicant_name="示例欧阳", title="灵江堤防合同")
    make_case(on=localdate())
    words = {"number": case.number, "name": "示例欧阳", "title": "堤防"}[look_for]
    rows = client.post(reverse("cases:search"), {"q": words}, follow=True).context["rows"]
    assert [row["case"] for row in rows] == [case]


def test_a_name_is_masked_in_queue_and_case(client, signed_in):
    signed_in("officer")
    case = make_case(on=localdate(), applicant_name="欧阳示例", applicant_phone="13912345678")
    for address in (reverse("cases:queue"), case.get_office_url()):
        page = text_of(client.get(address))
        assert "欧阳示例" not in page and "13912345678" not in page and "11010519491231002X" not in page
        assert "欧阳**" in page


def test_a_look_at_the_identity_is_written_down_before_it_is_shown(client, signed_in):
    officer = signed_in("officer")
    case = make_case(on=localdate(), applicant_name="欧阳示例")
    address = reverse("cases:identity", args=[case.pk])
    assert "欧阳示例" not in text_of(client.get(address))
    assert "请" in text_of(client.post(address, {"why": ""})) and not IdentityLook.objects.exists()
    answer = client.post(address, {"why": "电话联系补正"})
    assert "欧阳示例" in text_of(answer) and "no-store" in answer["Cache-Control"]
    look = IdentityLook.objects.get()
    assert (look.by, look.why, look.case) == (officer, "电话联系补正", case)


def test_opening_a_file_of_the_case_is_a_look_too(client, signed_in):
    signed_in("officer")
    case = make_case(on=localdate())
    file = Material.keep(
        case, "扫描件".encode(), kind="identity", name="身份证.txt", content_type="text/plain"
    )
    assert "扫描件".encode() not in file.file.open().read()
    answer = client.get(reverse("cases:material", args=[case.pk, file.pk]))
    assert answer.content == "扫描件".encode() and answer["Content-Disposition"].startswith("attachment")
    assert IdentityLook.objects.get().why == "打开材料：身份证明"


def test_a_case_of_another_unit_does_not_exist(client, signed_in):
    signed_in("handler", make_organization())
    case = in_handling(make_case(on=localdate()), on=localdate())
    for name in ("case", "note", "extend", "identity", "decision"):
        assert client.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 404
    assert case.number not in text_of(client.get(reverse("cases:queue")))


def test_the_next_step_leads_to_its_page_and_what_is_not_possible_says_why(client, signed_in):
    signed_in("officer")
    case = registered(
        make_case(on=localdate() - dt.timedelta(days=20)), on=localdate() - dt.timedelta(days=20)
    )
    page = text_of(client.get(case.get_office_url()))
    assert 'href="assign/">转交办理' in page
    assert "已超过 7 个工作日" in page and 'href="correct/"' not in page


def test_a_deed_is_done_and_the_case_shows_it(client, signed_in):
    signed_in("officer")
    case = make_case(on=localdate())
    address = reverse("cases:register", args=[case.pk])
    page = text_of(client.get(address))
    assert "自然人" in page and "商业企业" not in page
    answer = client.post(address, {"applicant_class": "natural"}, follow=True)
    assert "登记并审核：已办理。" in text_of(answer)
    case.refresh_from_db()
    assert case.status == Status.REVIEW


def test_a_refusal_stands_on_the_form_and_nothing_typed_is_lost(client, signed_in):
    signed_in("officer")
    case = registered(make_case(on=localdate()), on=localdate())
    address = reverse("cases:charge", args=[case.pk])
    page = text_of(
        client.post(
            address, {"basis": "pages", "pages": "12", "reason": "资料很多很多", "payment_way": "示例"}
        )
    )
    assert "没有超过免费的数量" in page and "资料很多很多" in page


def test_what_changed_since_the_page_was_opened_is_looked_at_first(client, signed_in):
    signed_in("officer")
    case = make_case(on=localdate())
    step = case.step()
    registering.register(case, by=make_user("officer"), today=localdate(), applicant_class="natural")
    answer = client.post(reverse("cases:note", args=[case.pk]), {"note": "示例", "step": step})
    assert "有了变化" in text_of(answer)


def test_the_head_approves_and_the_clerk_sends(client, signed_in):
    officer = signed_in("officer")
    case = registered(make_case(on=localdate()), on=localdate(), by=officer)
    client.post(
        reverse("cases:correct", args=[case.pk]),
        {"reason": "请写明年份", "guidance": "示例", "answer_workdays": "15"},
    )
    draft = case.corrections.get()
    assert client.post(reverse("cases:corrections-approve", args=[case.pk, draft.pk])).status_code == 403
    signed_in("head")
    client.post(reverse("cases:corrections-approve", args=[case.pk, draft.pk]))
    client.force_login(officer)
    client.post(reverse("cases:corrections-send", args=[case.pk, draft.pk]))
    case.refresh_from_db()
    assert case.status == Status.CORRECTION


def test_a_step_of_a_measure_is_done_once_whatever_is_posted(client, signed_in):
    officer = signed_in("officer")
    case = with_correction(make_case(on=localdate()), on=localdate())
    row = case.corrections.get()
    address = reverse("cases:corrections-delivered", args=[case.pk, row.pk])
    assert client.post(address, {"on": localdate()}).status_code == 302
    steps = case.step()
    assert "已经办过" in text_of(client.post(address, {"on": localdate()}))
    draft = extending.propose_extension(
        in_handling(make_case(on=localdate()), on=localdate()),
        by=officer,
        today=localdate(),
        workdays=5,
        reason="示例",
    )
    address = reverse("cases:extensions-send", args=[draft.case.pk, draft.pk])
    assert "还不能办" in text_of(client.post(address))
    assert case.step() == steps


@pytest.mark.parametrize("number", ["2000000", "9" * 20, "9" * 5000], ids=["much", "more", "most"])
def test_a_number_beyond_all_reason_is_refused_on_the_form(client, signed_in, number):
    officer, today = signed_in("officer"), localdate()
    handled = in_handling(make_case(on=today), on=today, by=officer)
    told = {"basis": "pages", "pages": number, "reason": "示例", "payment_way": "示例"}
    assert client.post(reverse("cases:charge", args=[handled.pk]), told).status_code == 200
    reviewed = registered(make_case(on=today), on=today, by=officer)
    told = {"request_count": number, "counted_since": today, "reason": "示例"}
    assert client.post(reverse("cases:ask-reasons", args=[reviewed.pk]), told).status_code == 200


def test_a_measure_of_another_case_cannot_be_reached_through_this_one(client, signed_in):
    signed_in("officer")
    case, other = make_case(on=localdate()), with_correction(make_case(on=localdate()), on=localdate())
    row = other.corrections.get()
    address = reverse("cases:corrections-delivered", args=[case.pk, row.pk])
    assert client.post(address, {"on": localdate()}).status_code == 404


def test_a_deed_of_a_unit_that_has_nothing_to_do_with_it_is_refused_in_words(client, signed_in):
    signed_in("officer")
    case = in_handling(make_case(on=localdate()), on=localdate())
    answer = client.post(reverse("cases:opinion", args=[case.pk]), {"opinion": "可以"})
    assert "不由您办理" in text_of(answer)


def test_the_questions_lead_to_every_reply_that_a_handler_may_choose():
    reached = {option.then for question in QUESTIONS.values() for option in question.options} - set(QUESTIONS)
    assert reached == set(OUTCOMES) - {"O1", "O2"}


def test_answers_after_a_changed_one_are_left_aside():
    path = walk({"clear": "yes", "information": "petition", "owner": "yes", "exists": "none"})
    assert path.outcome == "X1" and [question.name for question, _ in path.answered] == [
        "clear",
        "information",
    ]


def test_the_reply_is_written_question_by_question(client, signed_in):
    unit = make_organization()
    handler = signed_in("handler", unit)
    case = in_handling(make_case(on=localdate()), on=localdate(), unit=unit)
    address = reverse("cases:decision", args=[case.pk])
    assert "补不补：申请内容明确吗？" in text_of(client.get(address))
    query = "?again=yes&clear=yes&information=yes&owner=yes&exists=no"
    assert "检索范围" in text_of(client.get(address + query))
    words = {"request_text": "示例信息", "search_scope": "公文系统、档案库", "search_words": ""}
    page = text_of(client.post(address + query, words))
    assert "公文系统、档案库" in page and not case.decisions.exists()
    client.post(address + query, words | {"search_words": "堤防", "searched_on": "2026-01-05"})
    decision = case.decisions.get()
    assert (decision.outcome, decision.drafted_by, decision.answers["exists"]) == ("U1a", handler, "no")


def test_a_replied_case_leaves_the_queue(client, signed_in):
    signed_in("officer")
    case = replied(make_case(on=localdate()), on=localdate())
    assert case.number not in text_of(client.get(reverse("cases:queue")))
    assert client.get(case.get_office_url()).status_code == 200


def test_the_dossier_is_read_before_and_after_archiving_and_each_time_written_down(client, signed_in):
    signed_in("archivist", make_organization())
    case = replied(make_case(on=localdate()), on=localdate())
    deciding.delivered(case, by=case.officer, today=localdate(), on=localdate())
    address = reverse("cases:dossier", args=[case.pk])
    client.force_login(make_user("officer"))
    assert client.get(address).content[:4] == b"%PDF"
    archiving.archive(case, by=make_user("archivist"), today=localdate())
    assert client.get(address).content == case.dossier.read()
    assert [look.why for look in case.looks.all()] == ["打开卷宗", "打开卷宗"]


def test_closed_cases_and_dossiers_to_be_destroyed_have_tabs_of_their_own(client, signed_in):
    signed_in("officer")
    case = replied(make_case(on=localdate()), on=localdate())
    deciding.delivered(case, by=case.officer, today=localdate(), on=localdate())
    archiving.archive(case, by=make_user("archivist"), today=localdate())
    assert case.number in text_of(client.get(reverse("cases:queue"), {"tab": "closed"}))
    assert case.number not in text_of(client.get(reverse("cases:queue"), {"tab": "destruction"}))
    Dossier.objects.update(keep_until=localdate() - dt.timedelta(days=1))
    assert case.number in text_of(client.get(reverse("cases:queue"), {"tab": "destruction"}))


def test_a_written_reply_is_handed_in_from_the_page_of_the_case(client, signed_in):
    unit = make_organization()
    handler = signed_in("handler", unit)
    case = in_handling(make_case(on=localdate()), on=localdate(), unit=unit)
    address = reverse("cases:hand-in", args=[case.pk])
    assert 'href="hand-in/"' not in text_of(client.get(case.get_office_url()))
    write_decision(case, by=handler, on=localdate(), told={"materials": []})
    assert "提供的材料" in text_of(client.get(case.get_office_url()))
    write_decision(case, by=handler, on=localdate())
    assert 'href="hand-in/">提交审核' in text_of(client.get(case.get_office_url()))
    client.post(address)
    case.refresh_from_db()
    assert case.status == Status.CHECK
