import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from catalog.ending import end, take_down
from catalog.models import Publication
from participation.models import Interpretation, InterpretationPlan
from tests.make import make_item, make_publication, make_user, put_out
from tests.make_participation import (
    PLAN,
    answered,
    confirmed,
    interpreted,
    make_interpretation,
    make_matter,
    make_open,
    make_public_event,
    make_response,
    plan_for,
)

pytestmark = pytest.mark.django_db
LIST = "/interpretations/"


def office(name, *args):
    return reverse(f"participation_office:{name}", args=args)


def take(publication):
    facts = {"reason": "内容有误", "text_stays": False, "now": publication.published_at}
    take_down(publication, by=make_user("head"), **facts)


def test_a_policy_shows_all_its_interpretations_before_its_text_and_each_leads_back(client):
    policy = put_out(is_policy=True, body="<p>文件的正文。</p>")
    both = [interpreted(policy, title=f"某解读{n}", form=form) for n, form in enumerate(("text", "video"))]
    make_interpretation(policy, title="没有公布的解读")
    page = client.get(policy.get_absolute_url()).text
    for each in both:
        assert page.index(each.publication.title) < page.index("文件的正文。")
        assert policy.title in client.get(each.get_absolute_url()).text
    assert "没有公布的解读" not in page and "到这件事的页面" not in page


def test_a_side_that_is_taken_down_stays_as_a_note_on_the_other(client):
    one, other = interpreted(title="撤下的解读"), interpreted()
    take(one.publication)
    page = client.get(one.of.get_absolute_url()).text
    assert "已经撤下" in page and "撤下的解读" not in page
    assert one.of.title in client.get(one.get_absolute_url()).text
    take(other.of)
    page = client.get(other.get_absolute_url()).text
    assert "已经撤下" in page and other.of.title not in page
    ended = interpreted(put_out(display_until=localdate()))
    Publication.objects.filter(pk=ended.of.pk).update(display_until=localdate() - dt.timedelta(days=1))
    page = client.get(ended.get_absolute_url()).text
    assert "公示已经结束" in page and ended.of.title not in page


def test_the_interpretation_of_a_repealed_document_says_so(client):
    interpretation = interpreted(title="某解读")
    assert "废止" not in client.get(interpretation.get_absolute_url()).text
    end(
        interpretation.of,
        ending="repealed",
        on=localdate(),
        basis="临政发〔2026〕9号",
        by=make_user("officer"),
    )
    for address in (interpretation.get_absolute_url(), LIST):
        assert "这份文件废止" in client.get(address).text


def test_the_address_by_number_leads_to_the_page_and_a_draft_has_none(client):
    out, draft = interpreted(), make_interpretation()
    assert client.get(f"{LIST}{out.pk}/")["Location"] == out.publication.get_absolute_url()
    assert client.get(f"{LIST}{draft.pk}/").status_code == 404
    take(out.publication)
    assert "已经撤下" in client.get(f"{LIST}{out.pk}/", follow=True).text


def test_the_page_costs_as_many_queries_for_many_interpretations_as_for_one(client):
    few, many = put_out(is_policy=True), put_out(is_policy=True)
    for policy in (few, many, many, many):
        interpreted(policy)
    assert queries(client, few.get_absolute_url()) == queries(client, many.get_absolute_url())


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{address}?again")
    return len(asked)


def test_the_list_shows_what_is_public_and_is_narrowed_by_form_and_unit(client):
    case, text = interpreted(form="case", title="案例的解读"), interpreted(title="文字的解读")
    make_interpretation(title="草稿的解读")
    page = client.get(LIST).text
    assert "案例的解读" in page and "文字的解读" in page and "草稿的解读" not in page
    by_form = client.get(LIST, {"form": "case"}).text
    assert "案例的解读" in by_form and "文字的解读" not in by_form
    by_unit = client.get(LIST, {"unit": text.organization.slug}).text
    assert "文字的解读" in by_unit and "案例的解读" not in by_unit
    assert client.get(LIST, {"form": "nope", "unit": "nope"}).context["total"] == 2
    take(case.of)
    assert case.of.title not in client.get(LIST).text
    assert str(text) in client.get(reverse("participation:start")).text


def test_the_list_costs_as_many_queries_for_many_as_for_one(client):
    interpreted()
    one = queries(client, LIST)
    for _ in range(3):
        interpreted()
    assert queries(client, LIST) == one


def test_the_chain_of_a_policy_joins_matter_consultation_feedback_document_and_interpretation(client):
    matter, policy = make_matter(), put_out(is_policy=True, title="最后的文件")
    consultation = answered(make_open(matter=matter, publication={"title": "意见征集的公告"}))
    consultation.final = policy
    consultation.save()
    interpretation = interpreted(policy, title="文件的解读")
    page = client.get(policy.get_absolute_url()).text
    chain = page.partition('<ol class="chain">')[2].partition("</ol>")[0]
    titles = [str(matter), "意见征集的公告", consultation.feedback.title, "最后的文件"]
    assert [each for each in [*titles, str(interpretation)] if each not in chain] == []
    assert chain.count('aria-current="page"') == 1
    take(interpretation.publication)
    assert "文件的解读" not in client.get(policy.get_absolute_url()).text


def test_the_chain_goes_on_with_press_conference_response_and_evaluation(client):
    matter, policy = make_matter(), put_out(is_policy=True, title="最后的文件")
    matter.final = policy
    matter.save()
    clerk = make_user("editor")
    conference = make_public_event(by=clerk, kind="press", policy=policy)
    topic = confirmed(by=clerk)
    topic.publications.add(policy)
    response, evaluation = make_response(topic), put_out(title="执行情况评估报告")
    matter.steps.get(code="carried_out").documents.add(evaluation)
    page = client.get(policy.get_absolute_url()).text
    steps = page.partition('<ol class="chain">')[2].partition("</ol>")[0].split("<h3>")
    stages = {words.partition("<")[0]: words for words in steps}
    assert str(matter) in stages["决策"] and str(conference) in stages["决策"]
    assert str(response) in stages["执行"] and evaluation.title in stages["结果"]
    assert policy.title in client.get(topic.get_absolute_url()).text
    take(response.publication)
    take(evaluation)
    page = client.get(policy.get_absolute_url()).text
    assert str(response) not in page and evaluation.title not in page


def test_late_interpretations_stand_on_the_start_page_and_open_to_their_rows(client):
    late, fresh = put_out(title="早就公布的文件"), put_out(title="刚刚公布的文件")
    for each in (late, fresh):
        plan_for(each)
    long_ago = timezone.now() - dt.timedelta(days=60)
    Publication.objects.filter(pk=late.pk).update(published_at=long_ago)
    client.force_login(make_user("officer"))
    assert "<b>1</b> 份文件的解读逾期没有公布" in client.get(reverse("admin:index")).text
    rows = client.get(office("interpretations_waiting"), {"only": "late"}).text
    assert late.title in rows and fresh.title not in rows
    both = client.get(office("interpretations_waiting")).text
    assert late.title in both and fresh.title in both
    client.force_login(make_user("editor"))
    assert "逾期没有公布" not in client.get(reverse("admin:index")).text


def test_an_editor_drafts_one_of_an_own_document(client):
    editor = make_user("editor")
    client.force_login(editor)
    policy, item = put_out(drafted_by=editor), make_item()
    item.publisher_links.create(organization=policy.organization)
    assert policy.title in client.get(office("interpretation_new"), {"of": policy.pk}).text
    facts = {
        "items": item.code,
        "title": "某文件解读",
        "issuer": "市民政局",
        "formed_on": localdate().isoformat(),
        "body": "<p>问：何时？</p><p>答：今天。</p>",
        "form": "questions",
    }
    assert "请选解读的文件" in client.post(office("interpretation_new"), facts).text
    foreign = client.post(office("interpretation_new"), facts | {"of": put_out().pk})
    assert "请从列出的里面选" in foreign.text
    right = client.post(office("interpretation_new"), facts | {"of": policy.pk})
    page = client.get(right["Location"])
    assert "读到的问答" in page.text and "何时？" in page.text
    changed = client.post(right["Location"], {"of": policy.pk, "form": "text"})
    assert changed.status_code == 302 and Interpretation.objects.get().form == "text"


def test_the_plan_is_written_beside_the_draft_and_read_by_those_who_review_it(client):
    policy = make_publication(is_policy=True)
    client.force_login(policy.drafted_by)
    assert office("plan", policy.pk) in client.get(policy.get_office_url()).text
    address = office("plan", policy.pk)
    assert "写明理由" in client.post(address, {"why_not": ""}).text
    assert client.post(address, PLAN | {"needed": "on"}).status_code == 302
    assert InterpretationPlan.objects.get().missing() == []
    client.force_login(make_user("reviewer", policy.organization))
    assert PLAN["outline"] in client.get(address).text
    assert client.post(address, PLAN).status_code == 404


def test_another_unit_sees_neither_interpretation_nor_plan(client):
    interpretation = make_interpretation()
    client.force_login(make_user("editor"))
    pages = [office("interpretation", interpretation.pk), office("plan", interpretation.of.pk)]
    assert {client.get(page).status_code for page in pages} == {404}


def test_what_waits_and_the_forms_of_a_year_are_listed_in_the_office(client):
    policy = make_publication(title="等着解读的文件")
    plan_for(policy)
    put_out(policy)
    interpreted(put_out(drafted_by=make_user("editor", policy.organization)), form="press")
    client.force_login(make_user("editor", policy.organization))
    assert "等着解读的文件" in client.get(office("interpretations")).text
    counts = client.get(office("interpretation_forms")).context["counts"]
    assert sum(number for _, number in counts) == 1
    assert client.get(office("interpretation_forms"), {"year": "2001"}).context["total"] == 0
    for odd in ("x", "0000", "²026"):
        page = client.get(office("interpretation_forms"), {"year": odd})
        assert page.context["year"] == localdate().year
