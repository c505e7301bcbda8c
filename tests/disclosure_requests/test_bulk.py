"""Many cases at once: each by the verb of the single deed, what cannot be done is said before, nothing is half done."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from disclosure_requests import bulk, registering
from disclosure_requests.issuing import receipt_letter
from disclosure_requests.models import Assignment, IdentityLook
from disclosure_requests.views import bulk as views
from disclosure_requests.workflow import Status
from tests.make import make_organization, make_user
from tests.make_requests import in_handling, make_case, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


@pytest.fixture
def officer(client):
    user = make_user("officer")
    client.force_login(user)
    return user


def ready(officer):
    return registered(make_case(on=localdate()), on=localdate(), by=officer)


def confirmed(*cases, **facts):
    return {f"step-{case.pk}": case.step() for case in cases} | {
        "case": [case.pk for case in cases],
        "confirmed": "yes",
        **facts,
    }


def assign(client, facts):
    return client.post(reverse("cases:bulk-assign"), facts).content.decode()


def test_what_will_happen_to_each_is_shown_before_and_nothing_happens(client, officer):
    unit = make_organization()
    case, other = ready(officer), make_case(on=localdate())
    page = client.get(reverse("cases:bulk-assign"), {"case": [case.pk, other.pk]}).content.decode()
    assert "将要转交办理（1 件）" in page and "不能办，会跳过（1 件）" in page
    assert "现在是“接收”" in page or "环节才能办理" in page
    page = assign(client, {"case": [case.pk, other.pk], "unit": unit.name})
    assert "确认批量转交办理" in page and unit.name in page and "确认，转交办理 1 件" in page
    assert not Assignment.objects.exists()


def test_confirmed_each_goes_the_way_of_the_single_deed(client, officer):
    unit, cases = make_organization(), [ready(officer) for _ in range(3)]
    assert "办了 3 件" in assign(client, confirmed(*cases, unit=unit.name))
    for case in cases:
        case.refresh_from_db()
        assert case.status == Status.HANDLING and case.assignments.get().organization == unit
        assert case.events.filter(move="T13", by=officer).exists()


def test_a_case_that_changed_meanwhile_is_refused_and_the_others_are_done(client, officer):
    unit, elsewhere = make_organization(), make_organization()
    case, changed = ready(officer), ready(officer)
    facts = confirmed(case, changed, unit=unit.name)
    registering.assign(changed, by=officer, today=localdate(), units=[elsewhere])
    page = assign(client, facts)
    assert "办了 1 件，1 件没有办" in page and "有了变化" in page
    assert changed.assignments.get().organization == elsewhere and case.assignments.get().organization == unit


def test_sent_twice_it_is_done_once(client, officer):
    facts = confirmed(ready(officer), unit=make_organization().name)
    assign(client, facts)
    assert "办了 0 件，1 件没有办" in assign(client, facts)
    assert Assignment.objects.count() == 1


def test_a_step_nobody_was_shown_is_not_taken(client, officer):
    case = ready(officer)
    facts = confirmed(case, unit=make_organization().name)
    del facts[f"step-{case.pk}"]
    assert "办了 0 件" in assign(client, facts)


def test_a_bad_form_says_what_is_wrong_and_does_nothing(client, officer):
    case = ready(officer)
    for unit in ("没有的单位", "没有\0的单位"):
        page = assign(client, confirmed(case, unit=unit))
        assert f"没有“{unit.replace(chr(0), ' ')}”这个单位" in page and not Assignment.objects.exists()


def test_cases_of_another_unit_do_not_exist(client):
    mine, unit = in_handling(on=localdate()), make_organization()
    client.force_login(make_user("handler", unit))
    answer = client.post(reverse("cases:bulk-accept"), confirmed(mine), follow=True)
    assert "没有这样的申请" in answer.content.decode()
    assert mine.assignments.get().handler is None


def test_what_went_elsewhere_since_it_was_ticked_is_not_passed_over_in_silence(client):
    unit = make_organization()
    client.force_login(make_user("handler", unit))
    mine, gone = (in_handling(make_case(on=localdate()), on=localdate(), unit=unit) for _ in range(2))
    facts = confirmed(mine, gone)
    registering.give_back(gone.assignments.get(), by=gone.officer, today=localdate(), reason="不归我们管")
    page = client.post(reverse("cases:bulk-accept"), facts).content.decode()
    assert "办了 1 件" in page and "另有 1 件找不到" in page and gone.number not in page


def test_a_handler_accepts_all_ticked_and_hands_them_over(client):
    unit = make_organization()
    handler, colleague = make_user("handler", unit), make_user("handler", unit)
    client.force_login(handler)
    cases = [in_handling(make_case(on=localdate()), on=localdate(), unit=unit) for _ in range(2)]
    assert "办了 2 件" in client.post(reverse("cases:bulk-accept"), confirmed(*cases)).content.decode()
    facts = confirmed(*cases, to=colleague.pk)
    assert "办了 2 件" in client.post(reverse("cases:bulk-hand-over"), facts).content.decode()
    assert {case.assignments.get().handler for case in cases} == {colleague}


@pytest.mark.parametrize("keys", [[], ["x"], ["-1"], ["9" * 30], ["１"]])
def test_nothing_ticked_says_so(client, officer, keys):
    answer = client.get(reverse("cases:bulk-assign"), {"case": keys}, follow=True)
    assert "请先在表里勾选申请" in answer.content.decode()


def test_more_than_a_page_is_refused(client, officer):
    answer = client.get(reverse("cases:bulk-assign"), {"case": range(1, bulk.MOST + 2)}, follow=True)
    assert f"一次最多 {bulk.MOST} 件" in answer.content.decode()


def test_the_letters_of_all_ticked_are_one_pdf_and_each_is_a_look(client, officer):
    cases = [make_case(on=localdate(), title=title) for title in ("甲", "乙")]
    letters = [receipt_letter(case, today=localdate()) for case in cases]
    answer = client.get(reverse("cases:bulk-letters"), {"case": [case.pk for case in cases]})
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert text.index(cases[0].number) < text.index(cases[1].number)
    looks = IdentityLook.objects.order_by("pk").values_list("case", "why", "by")
    assert list(looks) == [(each.case_id, f"批量打印：{each}", officer.pk) for each in letters]


@pytest.mark.parametrize(
    ("role", "may"), [("officer", True), ("head", True), ("archivist", True), ("reviewer", False)]
)
def test_whoever_may_print_letters_can_tick_cases(client, role, may):
    unit = make_organization()
    case = make_case(unit, on=localdate())
    receipt_letter(case, today=localdate())
    client.force_login(make_user(role, unit))
    page = client.get(reverse("cases:queue")).content.decode()
    assert (f'value="{case.pk}" form="bulk"' in page) is may and ("打印全部文书" in page) is may
    printed = client.get(reverse("cases:bulk-letters"), {"case": case.pk})
    assert printed.status_code == (200 if may else 403)


def test_only_replies_that_wait_to_be_posted_can_be_asked_for(client, officer):
    case = make_case(on=localdate())
    receipt_letter(case, today=localdate())
    answer = client.get(reverse("cases:bulk-letters"), {"case": case.pk, "to_post": "yes"}, follow=True)
    assert "没有可以打印的文书" in answer.content.decode() and not IdentityLook.objects.exists()


def test_over_the_limit_nothing_is_printed_and_no_look_is_written(client, officer, monkeypatch):
    monkeypatch.setattr(views, "MOST_LETTERS", 1)
    cases = [make_case(on=localdate()) for _ in range(2)]
    for case in cases:
        receipt_letter(case, today=localdate())
    answer = client.get(reverse("cases:bulk-letters"), {"case": [case.pk for case in cases]}, follow=True)
    assert "共 2 份文书，一次最多打印 1 份" in answer.content.decode() and not IdentityLook.objects.exists()
