"""Cases of the queue are found by number, name and words, each looked up in an index, and only by who may see them."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure_requests import kept_searches, queue_search
from disclosure_requests.models import Applicant, CaseWords, DisclosureRequest
from disclosure_requests.receipt import Channel
from linhai_portal.paging import PAGE_SIZE
from tests.make import make_organization, make_user
from tests.make_requests import in_handling, make_case, make_draft, make_entered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]


def found(client, words, tab=""):
    return [row["case"] for row in looked_for(client, words, tab).context["rows"]]


def looked_for(client, words, tab=""):
    return client.post(reverse("cases:search"), {"q": words, "tab": tab}, follow=True)


@pytest.fixture
def officer(client):
    client.force_login(make_user("officer"))
    return client


def test_a_number_is_found_whole_by_its_beginning_and_by_its_serial(officer):
    case = make_case(on=localdate())
    year, serial = case.number.split("-")
    for words in (case.number, serial, serial.lstrip("0"), case.number[:-1], f" {case.number} "):
        assert case in found(officer, words), words
    assert found(officer, f"{year}-9999") == []


@pytest.mark.parametrize("words", ["堤防", "灵江 合同", "灵", "〔2024〕", "DIfang"])
def test_words_are_found_inside_the_name_of_the_information(officer, words):
    case = make_case(on=localdate(), title="灵江堤防合同difang", document_number="临政发〔2024〕12号")
    make_case(on=localdate())
    assert found(officer, words) == [case]


def test_what_has_no_title_is_found_by_what_the_queue_shows_instead(officer):
    case = make_case(on=localdate(), title="", description="古城街道的拆迁协议")
    assert found(officer, "拆迁协议") == [case]


def test_a_paper_that_is_not_confirmed_yet_is_found_too(officer):
    case = make_entered(on=localdate(), title="传真来的申请", channel=Channel.FAX)
    assert case.number is None and found(officer, "传真") == [case]


@pytest.mark.parametrize(
    "words", ["'", '"', "%", "' OR 1=1 --", "\\", "*", ":", "＊", "\x00", "9" * 3000, "x" * 3000]
)
def test_signs_in_the_words_find_nothing_and_break_nothing(officer, words):
    make_case(on=localdate())
    assert found(officer, words) == []


def test_nobody_finds_a_case_of_another_unit_or_a_draft(client):
    unit = make_organization()
    mine = in_handling(make_case(on=localdate(), title="堤防合同"), on=localdate(), unit=unit)
    in_handling(make_case(on=localdate(), title="堤防合同"), on=localdate())
    make_draft(title="堤防合同")
    client.force_login(make_user("handler", unit))
    assert found(client, "堤防") == [mine]


def test_the_index_never_holds_who_asks():
    case = make_case(on=localdate(), applicant_name="欧阳示例")
    assert "欧阳" not in str(CaseWords.objects.get(case=case).terms)


def test_of_a_word_that_stands_nearly_everywhere_the_nearest_limits_come_first(officer, monkeypatch):
    monkeypatch.setattr(queue_search, "MOST_FOUND", 2)
    cases = [make_case(on=localdate(), title="征地") for _ in range(4)]
    DisclosureRequest.objects.filter(pk=cases[2].pk).update(limit_on="2026-01-05")
    answer = looked_for(officer, "征地")
    assert answer.context["rows"][0]["case"] == cases[2] and answer.context["total"] == 2
    assert "只列出最先到期的" in answer.content.decode()


def test_all_of_one_who_asks_very_often_are_found_too(officer, monkeypatch):
    monkeypatch.setattr(queue_search, "MOST_FOUND", 2)
    cases = [make_case(on=localdate(), applicant_name="示例常客") for _ in range(3)]
    make_case(on=localdate())
    assert set(found(officer, "示例常客")) <= set(cases) and found(officer, "示例常客") != []


def test_signs_do_not_find_applicants_whose_identity_was_destroyed(officer):
    case = make_case(on=localdate())
    Applicant.objects.filter(case=case).update(name_index="")
    assert found(officer, "％") == []


def test_a_name_that_was_looked_for_stands_in_no_address_and_sealed_in_the_session(officer):
    case, other = make_case(on=localdate(), applicant_name="欧阳示例"), make_case(on=localdate())
    answer = officer.post(reverse("cases:search"), {"q": "欧阳示例", "tab": "new"})
    assert answer["Location"] == f"{reverse('cases:queue')}?tab=new&found=1"
    page = officer.get(answer["Location"])
    assert [row["case"] for row in page.context["rows"]] == [case] != [other]
    assert page.context["tab"] == "new" and 'value="欧阳示例"' in page.content.decode()
    assert "欧阳" not in str(dict(officer.session)) and "found=1" not in str(dict(officer.session))


def test_words_in_the_address_are_not_looked_for(officer):
    make_case(on=localdate(), title="堤防合同")
    other = make_case(on=localdate(), title="别的")
    rows = officer.get(reverse("cases:queue"), {"q": "堤防"}).context["rows"]
    assert other in [row["case"] for row in rows]


def test_each_search_keeps_its_address_and_the_pages_of_it_lead_on(officer):
    unit = make_organization()
    cases = [make_case(unit, on=localdate(), title="堤防") for _ in range(PAGE_SIZE + 1)]
    looked_for(officer, "堤防")
    looked_for(officer, "别的")
    first = officer.get(reverse("cases:queue"), {"tab": "", "found": "1"})
    assert first.context["total"] == PAGE_SIZE + 1
    second = next(address for words, address, _ in first.context["links"] if words == "2")
    assert [row["case"] for row in officer.get(reverse("cases:queue") + second).context["rows"]] == cases[-1:]


def test_only_the_last_searches_are_kept_and_what_is_kept_no_more_is_said(officer):
    make_case(on=localdate())
    for _ in range(kept_searches.MOST + 1):
        officer.post(reverse("cases:search"), {"q": "堤防"})
    assert len(officer.session["queue_searches"]) == kept_searches.MOST
    for key in ("1", "x", "", "9" * 30):
        answer = officer.get(reverse("cases:queue"), {"found": key, "tab": "new"}, follow=True)
        assert "请再查找一次" in answer.content.decode() and answer.context["tab"] == "new"


def test_looking_for_nothing_shows_the_tab(officer):
    case = make_case(on=localdate())
    answer = officer.post(reverse("cases:search"), {"q": " ", "tab": "nope"})
    assert answer["Location"] == f"{reverse('cases:queue')}?tab="
    assert found(officer, "", "new") == [case]


def test_nobody_looks_for_anything_by_an_address(officer):
    assert officer.get(reverse("cases:search"), {"q": "欧阳"}).status_code == 405
