"""The pages of the catalog as a visitor gets them, without a browser."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from linhai_portal.accounts.models import OrganizationGroup
from linhai_portal.accounts.roles import Role
from tests.make import make_domain, make_item, make_organization, make_user, put_out

pytestmark = pytest.mark.django_db


def page(client, address, **params):
    answer = client.get(f"{address}?{urlencode(params)}" if params else address)
    assert answer.status_code == 200
    return answer.content.decode()


def titles_in(html):
    """The names in the table of a page."""
    return re.findall(r'<th class="t" scope="row">.*?<a [^>]*>(.*?)</a>', html)


def title_of(html):
    return re.search(r"<title>(.*?)</title>", html)[1]


def test_domain_list_names_lead_and_count(client):
    unit = make_organization("市教育局")
    domain = make_domain("义务教育", lead=unit)
    make_item(domain)
    html = page(client, "/domains/")
    assert "市教育局" in html
    assert "1 项" in html


def test_domain_page_says_who_when_and_that_the_table_is_on_trial(client):
    unit = make_organization("市教育局")
    domain = make_domain("义务教育", lead=unit)
    make_item(domain, publisher=unit, level2="入学报名指南")
    html = page(client, domain.get_absolute_url())
    assert "义务教育领域基层政务公开标准目录" in title_of(html)
    assert titles_in(html) == ["入学报名指南"]
    assert "试行" in html
    assert "正在由各单位核定" in html


def test_domain_page_asks_the_database_equally_often_for_any_number_of_items(
    client, django_assert_max_num_queries
):
    domain = make_domain(lead=make_organization())
    make_item(domain)
    with django_assert_max_num_queries(3) as few:
        page(client, domain.get_absolute_url())
    for _ in range(60):
        make_item(domain, publisher=domain.lead)
    with django_assert_max_num_queries(3) as many:
        page(client, domain.get_absolute_url())
    assert len(few) == len(many)


def test_item_page_asks_for_the_item_its_guides_and_the_version(client, django_assert_num_queries):
    domain = make_domain(lead=make_organization())
    item = make_item(domain, publisher=make_organization())
    with django_assert_num_queries(3):
        page(client, item.get_absolute_url())


def test_item_page_asks_once_more_for_what_is_public_under_it(client, django_assert_num_queries):
    item = make_item(publisher=make_organization())
    for _ in range(12):
        put_out(items=[item])
    with django_assert_num_queries(4):
        page(client, item.get_absolute_url())


def test_item_page_names_each_publisher_once_and_links_the_items_beside_it(client):
    domain, unit = make_domain(), make_organization()
    before, item, after = (
        make_item(domain),
        make_item(domain, publisher=unit),
        make_item(domain, level3="细项"),
    )
    other = make_organization()
    item.publisher_links.create(organization=other)
    html = page(client, item.get_absolute_url())
    assert [html.count(each.get_absolute_url()) for each in (unit, other, before, after)] == [1, 1, 1, 1]
    assert html.index(unit.full_name) < html.index(other.full_name)
    assert f"上一项：{before.level2}" in html
    assert "下一项：细项" in html


def test_a_list_is_cut_into_pages_of_fifty(client):
    domain = make_domain()
    for number in range(1, 53):
        make_item(domain, level2=f"事项{number:02d}")
    first, second = page(client, domain.get_absolute_url()), page(client, domain.get_absolute_url(), page=2)
    assert len(titles_in(first)) == 50
    assert titles_in(second) == ["事项51", "事项52"]
    assert title_of(first) != title_of(second)


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "１", "99999999999999999999"])
def test_a_page_that_is_not_there_is_not_found(client, number):
    domain = make_domain()
    make_item(domain)
    assert client.get(domain.get_absolute_url(), {"page": number}).status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("audience", "group", ["村务"]),
        ("audience", "everyone", ["学校"]),
        ("mode", "on_request", ["村务"]),
        ("level", "乡级", ["村务"]),
        ("channel", "公开查阅点", ["学校"]),
        ("q", "学", ["学校"]),
        ("unit", "jiaoyu", ["学校"]),
        ("level", "nonsense", ["学校", "村务"]),
    ],
)
def test_a_filter_keeps_what_fits(client, name, value, expected):
    domain, unit = make_domain(), make_organization("市教育局", slug="jiaoyu")
    make_item(domain, level2="学校", channels=["公开查阅点"], publisher=unit)
    make_item(
        domain,
        level2="村务",
        levels=["乡级"],
        to_everyone=False,
        audience_group="村民",
        proactive=False,
        on_request=True,
    )
    assert titles_in(page(client, domain.get_absolute_url(), **{name: value})) == expected


def test_filters_stay_in_the_address_of_the_next_page(client):
    domain = make_domain()
    for _ in range(52):
        make_item(domain, levels=["乡级"])
    html = page(client, domain.get_absolute_url(), level="乡级")
    following = re.search(r'href="(\?level=[^"]+page=2)"', html)[1].replace("&amp;", "&")
    assert len(titles_in(page(client, domain.get_absolute_url() + following))) == 2


def test_nothing_found_says_what_to_try(client):
    domain = make_domain()
    make_item(domain)
    assert "在全部领域里找“学驱”" in page(client, domain.get_absolute_url(), q="学驱")


def test_a_chip_leads_to_the_first_row_of_its_group_on_the_right_page(client):
    domain = make_domain()
    for _ in range(50):
        make_item(domain, level1="前")
    make_item(domain, level1="后")
    html = page(client, domain.get_absolute_url())
    assert 'href="?page=2#p51"' in html
    assert 'id="p51"' in page(client, domain.get_absolute_url(), page=2)


def test_national_layout_has_the_fourteen_columns(client):
    domain = make_domain()
    make_item(domain, channels=["政府网站"], legal_basis=["《测试法》"])
    html = page(client, domain.get_absolute_url(), layout="national")
    assert "国家版式" in html
    assert "《测试法》" in html
    assert "■政府网站<br>□政府公报" in html
    assert '<td class="n k">√</td>' in html


def test_item_page_shows_every_element_of_the_rule(client):
    unit = make_organization("市教育局", full_name="临海市教育局", phone="0576-85000000")
    domain = make_domain("义务教育", lead=unit)
    item = make_item(
        domain, publisher=unit, level1="招生管理", level2="入学报名指南", content="入学条件、报名时间"
    )
    html = page(client, item.get_absolute_url())
    for words in [
        "入学报名指南",
        "招生管理",
        "入学条件",
        "报名时间",
        "共 2 项要素",
        item.code,
        "临海市教育局",
    ]:
        assert words in html
    assert "由市教育局主动公开。信息形成或者变更之日起20个工作日内，全社会可查。" in html
    assert '<li class="yes">政府网站<span class="vh">，是</span></li>' in html
    assert "《中华人民共和国政府信息公开条例》（国务院令第711号）" in html


def test_an_item_retired_before_it_was_published_is_not_found(client):
    item = make_item(retired_on="2026-01-01")
    assert client.get(item.get_absolute_url()).status_code == 404
    assert client.get(f"{item.get_absolute_url()}history/").status_code == 404


def test_only_staff_see_that_an_item_waits_for_confirmation(client):
    item = make_item(evidence="compiled")
    addresses = [item.get_absolute_url(), item.domain.get_absolute_url()]
    assert not any("待责任单位核定" in page(client, address) for address in addresses)
    client.force_login(make_user(Role.OFFICER))
    assert all("待责任单位核定" in page(client, address) for address in addresses)


def test_a_village_shows_the_table_that_holds_for_every_village(client):
    group = OrganizationGroup.objects.create(slug="villages", name="村民委员会", kind="village")
    table = make_domain("村民委员会", number="V01", kind="village", group=group)
    make_item(table, publisher=group, level2="村级财务", levels=["村级"])
    town = make_organization("古城街道", kind="subdistrict", level="乡级")
    village = make_organization("望江村", kind="village", level="村级", parent=town)
    assert titles_in(page(client, village.get_absolute_url())) == ["村级财务"]
    assert "望江村" in page(client, "/villages/", town=town.slug)


def test_public_bodies_stand_under_their_service(client):
    water = OrganizationGroup.objects.create(slug="water", name="供水企业")
    make_organization("示例水厂", kind="public_body", service=water)
    html = page(client, "/public-bodies/", service="water")
    assert "供水企业" in html
    assert "示例水厂" in html


def test_an_empty_list_of_villages_says_so(client):
    assert "还没有录入" in page(client, "/villages/")


def test_a_unit_page_names_its_domains_and_items(client):
    unit = make_organization("市民政局")
    led, shared = make_domain("养老服务", lead=unit), make_domain("扶贫")
    shared.domainunit_set.create(organization=unit)
    make_item(led, publisher=unit, level2="老年人补贴")
    html = page(client, unit.get_absolute_url())
    assert titles_in(html) == ["老年人补贴"]
    assert "牵头的领域" in html
    assert "参与的领域" in html


def test_responsibilities_are_said_in_words_too(client):
    lead, other = make_organization("市发改局"), make_organization("市水利局")
    make_domain("重大建设项目", lead=lead).domainunit_set.create(organization=other)
    html = page(client, "/responsibilities/")
    assert '<span aria-hidden="true">●</span><span class="vh">牵头</span>' in html
    assert '<span aria-hidden="true">○</span><span class="vh">责任</span>' in html


def test_names_are_escaped_wherever_they_stand(client):
    domain = make_domain()
    hostile = "<script>x</script>"
    item = make_item(
        domain, level1=hostile, level2=hostile, level3=hostile, content=hostile, time_limit=hostile,
        publisher_text=hostile, other_channel=hostile, audience_group=hostile, legal_basis=[hostile],
    )  # fmt: skip
    for address in [domain.get_absolute_url(), item.get_absolute_url(), "/search/?q=script"]:
        assert "<script" not in page(client, address)


def test_list_and_content_pages_carry_their_meta_tags(client):
    item = make_item(publisher=make_organization("市教育局"))
    column = dict(
        re.findall(r'<meta name="(\w+)" content="([^"]*)">', page(client, item.domain.get_absolute_url()))
    )
    article = dict(
        re.findall(r'<meta name="(\w+)" content="([^"]*)">', page(client, item.get_absolute_url()))
    )
    site = {"SiteName", "SiteDomain", "SiteIDCode"}
    assert site | {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"} <= set(column)
    assert site | {"ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource"} <= set(article)
    assert article["ArticleTitle"] == item.title
    assert article["ContentSource"] == "市教育局"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", article["PubDate"])


def test_every_page_has_a_title_of_its_own(client):
    item = make_item(publisher=make_organization())
    names = ["home", "sitemap", "help", "accessibility"]
    names += [f"catalog:{name}" for name in ("domains", "organizations", "villages", "public_bodies")]
    names += [
        "catalog:life_events",
        "catalog:checklists",
        "catalog:responsibilities",
        "catalog:open_data",
        "catalog:search",
    ]
    addresses = [reverse(name) for name in names] + [item.get_absolute_url(), item.domain.get_absolute_url()]
    titles = [title_of(page(client, address)) for address in addresses]
    assert len(set(titles)) == len(titles)
