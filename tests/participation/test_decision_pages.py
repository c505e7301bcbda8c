import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from catalog.ending import take_down
from participation import deciding
from participation.models import DecisionDirectory
from tests.make import make_item, make_publication, make_user, put_out
from tests.make_participation import (
    BUSES,
    PARKING,
    directory_body,
    interpreted,
    make_consultation,
    make_directory,
    make_matter,
    make_open,
    settle,
)

pytestmark = pytest.mark.django_db
LIST = "/decision-matters/"


def office(name, *args):
    return reverse(f"participation_office:{name}", args=args)


def test_the_matters_of_a_year_are_public_with_their_directory(client):
    matter = settle(make_matter(BUSES, PARKING), "start")
    page = client.get(LIST).text
    assert BUSES[0] in page and PARKING[0] in page and "启动" in page
    assert matter.directory.publication.get_absolute_url() in page
    assert LIST in client.get(matter.directory.publication.get_absolute_url()).text
    assert BUSES[0] in client.get(reverse("participation:start")).text
    assert "还没有公布决策事项目录" in client.get(LIST, {"year": "2020"}).text
    for odd in ("x", "99999", "²026"):
        assert client.get(LIST, {"year": odd}).status_code == 200


def test_a_directory_that_is_no_longer_public_takes_its_matters_away(client):
    make_directory(("没有公布的事项", *BUSES[1:]))
    matter = make_matter()
    publication = matter.directory.publication
    publication.refresh_from_db()
    assert "没有公布的事项" not in client.get(LIST).text
    facts = {"reason": "有误", "text_stays": False, "now": publication.published_at}
    take_down(publication, by=make_user("head"), **facts)
    assert client.get(matter.get_absolute_url()).status_code == 404
    assert matter.name not in client.get(LIST).text


def test_the_timeline_tells_what_is_public_and_nothing_else(client):
    matter = make_matter(PARKING)
    notice = make_open(matter=matter, publication={"title": "停车规划意见征集"})
    make_consultation(matter=matter, publication={"title": "没有公布的征集"})
    report, clerk = put_out(title="风险评估报告"), make_user("editor")
    facts = {"required": True, "why_not": "", "done_on": localdate(), "documents": [report]}
    deciding.record(matter.steps.get(code="risk"), by=clerk, **facts)
    facts = {"required": False, "why_not": "不属于专业事项。", "done_on": None, "documents": []}
    deciding.record(matter.steps.get(code="experts"), by=clerk, **facts)
    final = make_publication(title="没有公布的规划", drafted_by=make_user("editor", matter.organization))
    deciding.name_final(matter, publication=final, by=clerk)
    page = client.get(matter.get_absolute_url()).text
    assert page.count("<h3>") == 13
    for words in ("风险评估报告", "不属于专业事项。", notice.get_absolute_url(), "第二十五条"):
        assert words in page
    assert "没有公布的" not in page
    settle(matter)
    put_out(final)
    interpretation = interpreted(final, title="规划的解读")
    page = client.get(matter.get_absolute_url()).text
    assert final.title in page and str(interpretation) in page
    publication = report
    facts = {"reason": "有误", "text_stays": False, "now": publication.published_at}
    take_down(publication, by=make_user("head"), **facts)
    assert "风险评估报告" not in client.get(matter.get_absolute_url()).text


def test_the_pages_cost_as_many_queries_for_many_as_for_one(client):
    matter = make_matter(BUSES, PARKING)
    make_open(matter=matter)
    before = queries(client, matter.get_absolute_url()), queries(client, LIST)
    more = [(f"事项{n}", *BUSES[1:]) for n in range(4)]
    put_out(make_directory(BUSES, PARKING, *more).publication)
    for code in ("start", "draft"):
        facts = {"required": True, "why_not": "", "done_on": localdate(), "documents": [put_out(), put_out()]}
        deciding.record(matter.steps.get(code=code), by=make_user("editor"), **facts)
    make_open(matter=matter)
    assert (queries(client, matter.get_absolute_url()), queries(client, LIST)) == before


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{address}?again")
    return len(asked)


def test_a_directory_is_drafted_with_a_table_and_adjusted_from_the_last_one(client):
    editor = make_user("editor")
    client.force_login(editor)
    item = make_item()
    item.publisher_links.create(organization=editor.organizations().get())
    assert "事项名称" in client.get(office("directory_new")).text
    facts = {
        "items": item.code,
        "title": "目录",
        "issuer": "市政府",
        "formed_on": localdate().isoformat(),
        "body": directory_body(BUSES),
        "year": "1999",
    }
    assert "年度在" in client.post(office("directory_new"), facts).text
    right = client.post(office("directory_new"), facts | {"year": str(localdate().year)})
    assert BUSES[0] in client.get(right["Location"]).text
    directory = DecisionDirectory.objects.get()
    put_out(directory.publication)
    page = client.get(office("directory_new"), {"of": directory.pk}).text
    assert BUSES[0] in page and "调整" in page
    assert client.get(office("matters")).status_code == 200


def test_a_step_is_written_down_and_what_is_wrong_is_said_beside_it(client):
    matter = make_matter(PARKING)
    document = put_out()
    client.force_login(make_user("editor", matter.organization))
    address = office("matter_step", matter.pk, "draft")
    assert client.get(address).status_code == 200
    for told, words in (
        ({"required": "False"}, "写明理由"),
        ({"required": "", "done_on": "2026-01-01"}, "要履行的才有完成日期"),
        ({"required": "True", "done_on": "2099-01-01"}, "不能晚于今天"),
        ({"required": "True", "why_not": "不用"}, "只有不履行的才写理由"),
        ({"required": "True", "documents": "没有的号"}, "没有索引号"),
    ):
        assert words in client.post(address, told).text
    told = {"required": "True", "done_on": "2026-01-05", "documents": document.index_number}
    assert client.post(address, told)["Location"] == matter.get_office_url()
    page = client.get(matter.get_office_url()).text
    assert document.title in page and "现在还不能公布" in page
    refused = client.post(
        office("matter_step", matter.pk, "published"),
        {"required": "True", "done_on": "2026-01-05"},
        follow=True,
    )
    assert "现在还不能登记" in refused.text
    assert client.get(office("matter_step", matter.pk, "nope")).status_code == 404


def test_the_document_is_named_in_the_office(client):
    matter = make_matter()
    final = make_publication(drafted_by=make_user("editor", matter.organization))
    client.force_login(make_user("editor", matter.organization))
    assert "请选正式文件" in client.post(office("matter_final", matter.pk), {}).text
    client.post(office("matter_final", matter.pk), {"publication": final.pk})
    matter.refresh_from_db()
    assert matter.final == final


def test_another_unit_sees_no_dossier(client):
    matter = make_matter()
    client.force_login(make_user("editor"))
    pages = [
        office("matter", matter.pk),
        office("matter_step", matter.pk, "draft"),
        office("directory", matter.directory.pk),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
