"""Entries of the negative list as an aid to a refusal: which are offered, what they fill in, how they are counted."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from disclosure_requests import deciding
from disclosure_requests.letters.grounds import GROUNDS
from disclosure_requests.listed_grounds import THIS_CASE, grounds_of, matching, opening, says_why, uses_of
from disclosure_requests.models import Decision
from linhai_portal.workflow import InvalidMove
from tests.make import make_domain, make_item, make_organization, make_user, put_on_list
from tests.make_requests import in_handling, make_case, replied, write_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]

REFUSED = "?again=yes&clear=yes&information=yes&owner=yes&exists=yes&disclose="


@pytest.fixture
def unit():
    return make_organization()


def make_listed(**facts):
    return put_on_list(on=localdate() - dt.timedelta(days=30), ground="N5", **facts)


@pytest.mark.parametrize(
    ("outcome", "grounds"), [("N4", ["N4"]), ("P", list(GROUNDS)), ("N8", []), ("G2", []), ("", [])]
)
def test_only_a_refusal_rests_on_the_list(outcome, grounds):
    assert grounds_of(outcome) == grounds


def test_an_entry_is_offered_where_its_whole_scope_meets_the_case(unit):
    domain = make_domain("社会救助")
    item = make_item(domain, publisher=unit)
    foreign = make_item(publisher=make_organization())
    met = [
        make_listed(words="名册"),
        make_listed(publisher=unit),
        make_listed(publisher=unit, words="名册"),
        make_listed(domain=domain),
        make_listed(item=item),
    ]
    make_listed(words="值班表")
    make_listed(publisher=unit, words="值班表")
    make_listed(publisher=make_organization())
    make_listed(domain=make_domain())
    make_listed(item=foreign)
    put_on_list(on=localdate(), ground="N4", words="名册")
    case = make_case(unit, on=localdate(), title="2025 年救助对象名册")
    assert {*matching(case, ["N5"], on=localdate())} == {*met}


def test_an_expired_entry_is_neither_offered_nor_kept(unit):
    entry = put_on_list(
        on=localdate() - dt.timedelta(days=30),
        review_on=localdate() - dt.timedelta(days=1),
        ground="N5",
        words="名册",
    )
    case = in_handling(make_case(unit, on=localdate(), title="名册"), on=localdate())
    assert matching(case, ["N5"], on=localdate()) == []
    with pytest.raises(InvalidMove, match="现在没有效力"):
        write_decision(case, on=localdate(), outcome="N5", entries=[entry])


def test_the_words_of_the_list_alone_are_no_reason(unit):
    entry = make_listed(words="名册")
    assert opening(entry).endswith(THIS_CASE)
    assert not says_why(opening(entry), [entry]) and not says_why(f"甲。{opening(entry)}", [entry])
    assert not says_why(f"名册。{THIS_CASE}", []) and says_why(f"{opening(entry)}是排班。", [entry])


@pytest.fixture
def at_work(client, unit):
    client.force_login(make_user("handler", unit))
    case = in_handling(make_case(on=localdate(), title="值班名册"), on=localdate(), unit=unit)
    return case, reverse("cases:decision", args=[case.pk])


def test_the_question_offers_entries_and_choosing_one_fills_ground_article_and_reason(client, at_work):
    _case, address = at_work
    entry = make_listed(words="名册", condition="在用期间。", legal_basis="条例第十六条")
    page = client.get(address + REFUSED).content.decode()
    assert "在用期间" in page and "条例第十六条第一款" in page and f"disclose=N5&amp;entry={entry.pk}" in page
    answer = client.get(f"{address}{REFUSED}N5&entry={entry.pk}")
    page = answer.content.decode()
    assert (
        answer.context["path"].outcome == "N5"
        and f"负面清单 {entry.number} 所列“{entry.title}”（在用期间）" in page
    )
    assert f'value="{entry.pk}" id="entry-{entry.pk}" form="reply" checked' in page


def test_the_officer_still_says_why_in_this_case(client, at_work):
    case, address = at_work
    entry = make_listed(words="名册")
    words = {"request_text": "值班名册", "entries": [entry.pk]}
    page = client.post(f"{address}{REFUSED}N5", words | {"reason": opening(entry)}).content.decode()
    assert "每件都要个别审查" in page and not Decision.objects.exists()
    client.post(f"{address}{REFUSED}N5", words | {"reason": f"{opening(entry)}是本科室的排班。"})
    decision = Decision.objects.get()
    assert list(decision.entries.all()) == [entry] and decision.told["reason"].endswith("排班。")
    assert f"{entry.number} {entry.title}" in client.get(case.get_office_url()).content.decode()


def test_using_an_entry_keeps_what_was_typed_and_a_partial_reply_may_use_several(client, at_work):
    _case, address = at_work
    entry, other = make_listed(words="名册", title="甲｜乙"), put_on_list(
        on=localdate(), ground="N2", words="名册", legal_basis="《统计法》第九条"
    )  # fmt: skip
    typed = {"request_text": "值班名册", "provided_part": "其余各页", "withheld": "附页｜N7｜是案卷"}
    answer = client.post(f"{address}{REFUSED}part", typed | {"use": entry.pk})
    again = {name: answer.context["form"][name].value() for name in ("withheld", "provided_part")}
    assert again["provided_part"] == "其余各页" and again["withheld"].startswith(
        "附页｜N7｜是案卷\n甲、乙｜N5｜"
    )
    answer = client.post(f"{address}{REFUSED}part", typed | again | {"entries": entry.pk, "use": other.pk})
    form = answer.context["form"]
    assert form["prohibiting_law"].value() == "《统计法》第九条" and not Decision.objects.exists()
    rows = form["withheld"].value().replace(THIS_CASE, f"{THIS_CASE}查过了。")
    whole = typed | {"withheld": rows, "prohibiting_law": "《统计法》第九条", "materials": "名册｜3"}
    client.post(f"{address}{REFUSED}part", whole | {"entries": [entry.pk, other.pk]})
    decision = Decision.objects.get()
    assert {*decision.entries.all()} == {entry, other}
    page = client.get(address).content.decode()
    assert page.count("已用：") == 2


def test_what_another_wrote_meanwhile_is_not_written_over_unseen(client, at_work):
    case, address = at_work
    entry = make_listed(words="名册")
    page = client.get(f"{address}{REFUSED}N5")
    other = make_user("officer")
    write_decision(case, by=other, on=localdate(), outcome="N5", told={"reason": "别人写的"})
    mine = {"request_text": "值班名册", "reason": "我写的", "seen": page.context["seen"]}
    pressed = client.post(f"{address}{REFUSED}N5", mine | {"use": entry.pk})
    assert pressed.context["seen"] == mine["seen"]
    answer = client.post(f"{address}{REFUSED}N5", mine)
    assert f"{other}改过这份答复" in answer.content.decode()
    assert deciding.current(case).told["reason"] == "别人写的"
    client.post(f"{address}{REFUSED}N5", mine | {"seen": answer.context["seen"]})
    assert deciding.current(case).told["reason"] == "我写的"


def test_an_entry_without_a_part_that_rests_on_it_is_taken_out(client, at_work):
    _case, address = at_work
    entry = make_listed(words="名册")
    words = {"request_text": "值班名册", "provided_part": "其余", "materials": "名册｜3", "entries": entry.pk}
    page = client.post(f"{address}{REFUSED}part", words | {"withheld": "附页｜N7｜是案卷"}).content.decode()
    assert "没有一部分以 N5 为由" in page and not Decision.objects.exists()


def test_an_entry_that_is_named_has_to_be_used(client, at_work):
    """Taken out or expired, it would still stand in the letter, and nobody would count it."""
    _case, address = at_work
    entry = make_listed(words="名册")
    words = {"request_text": "值班名册", "reason": f"{opening(entry)}是本科室的排班。"}
    page = client.post(f"{address}{REFUSED}N5", words).content.decode()
    assert f"理由里写着负面清单 {entry.number}" in page and not Decision.objects.exists()
    rows = {"provided_part": "其余", "materials": "名册｜3", "withheld": f"附页｜N5｜{opening(entry)}是排班"}
    page = client.post(f"{address}{REFUSED}part", words | rows).content.decode()
    assert f"理由里写着负面清单 {entry.number}" in page and not Decision.objects.exists()


def test_an_entry_chosen_again_fills_nothing_in_twice(client, at_work):
    _case, address = at_work
    entry = make_listed(words="名册")
    words = {"request_text": "值班名册", "entries": [entry.pk], "reason": f"{opening(entry)}是排班。"}
    client.post(f"{address}{REFUSED}N5", words)
    form = client.get(f"{address}{REFUSED}N5&entry={entry.pk}").context["form"]
    assert form["reason"].value() == words["reason"] and form["entries"].value() == [str(entry.pk)]


def refused(entry, unit=None, number="甲"):
    case = make_case(unit, on=localdate(), title="名册", applicant_document_number=number)
    return replied(case, on=localdate(), outcome="N5", told={"reason": "是排班"}, entries=[entry])


def test_each_use_is_counted_once_signed_and_opens_to_the_cases_the_viewer_may_see(client, unit):
    entry, unused = make_listed(words="名册"), make_listed()
    mine, other = refused(entry, unit), refused(entry)
    write_decision(
        in_handling(make_case(unit, on=localdate()), on=localdate()),
        on=localdate(),
        outcome="N5",
        entries=[entry],
    )  # only drafted
    address = f"{reverse('cases:queue')}?entry={entry.number}"
    for role, cases in (("officer", {mine, other}), ("reviewer", {mine})):
        user = make_user(role, unit)
        client.force_login(user)
        assert uses_of(user, [entry, unused]) == {
            entry.pk: (len(cases), address),
            unused.pk: (0, f"{reverse('cases:queue')}?entry={unused.number}"),
        }
        assert {row["case"] for row in client.get(address).context["rows"]} == cases
    client.force_login(make_user("officer"))
    page = client.get(reverse("office:negative_list")).content.decode()
    assert f'<a href="{address}">2 件' in page
    assert f'<a href="{address}">2 件' in client.get(entry.get_office_url()).content.decode()


@pytest.mark.parametrize("number", ["F-0000-000", "\0", "９" * 300, "\u202e"])
def test_a_number_of_no_entry_lists_nothing(client, number):
    client.force_login(make_user("officer"))
    page = client.get(reverse("cases:queue"), {"entry": number}).content.decode()
    assert "没有这样的申请" in page


def test_who_sees_no_cases_sees_no_counts(client, unit):
    entry = make_listed(words="名册", drafted_by=make_user("editor", unit))
    refused(entry, unit)
    client.force_login(make_user("editor", unit))
    for address in (reverse("office:negative_list"), entry.get_office_url()):
        assert "作依据" not in client.get(address).content.decode()


def test_the_list_asks_the_same_number_of_questions_for_one_entry_and_for_many(client):
    client.force_login(make_user("officer"))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("office:negative_list"))
        return len(queries)

    refused(make_listed(words="名册"))
    few = asked()
    for _ in range(5):
        refused(make_listed(words="名册"))
    assert asked() == few


def test_a_reply_written_anew_keeps_only_what_it_uses_now(unit):
    entry = make_listed(words="名册")
    case = in_handling(make_case(unit, on=localdate(), title="名册"), on=localdate())
    handler = make_user("handler")
    write_decision(case, by=handler, on=localdate(), outcome="N5", entries=[entry])
    write_decision(case, by=handler, on=localdate())
    assert not deciding.current(case).entries.exists()


def test_an_entry_that_ran_out_since_the_draft_has_to_be_taken_out_before_it_is_handed_in(unit):
    entry = make_listed(words="名册", review_on=localdate() + dt.timedelta(days=3))
    case = in_handling(make_case(unit, on=localdate(), title="名册"), on=localdate())
    handler, later = make_user("handler"), localdate() + dt.timedelta(days=4)
    words = {"by": handler, "outcome": "N5", "told": {"reason": "是排班"}}
    write_decision(case, on=localdate(), entries=[entry], **words)
    with pytest.raises(InvalidMove, match="现在没有效力"):
        deciding.hand_in(case, by=handler, today=later)
    write_decision(case, on=later, **words)
    deciding.hand_in(case, by=handler, today=later)
    assert case.status == "check"
