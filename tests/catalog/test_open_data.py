"""What the portal says about its open data, checked against what it answers."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.utils.timezone import localdate

from linhai_portal.accounts.models import OrganizationGroup
from participation.models import Consultation
from tests.make import (
    make_checklist,
    make_domain,
    make_item,
    make_life_event,
    make_organization,
    make_user,
    publish,
    put_on_list,
    put_out,
    put_up,
)
from tests.make_hearings import make_registering
from tests.make_participation import (
    answered,
    confirmed,
    interpreted,
    make_answered,
    make_matter,
    make_public_event,
    make_response,
)
from tests.make_questionnaires import make_open as make_open_questionnaire

pytestmark = pytest.mark.django_db
_KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


@pytest.fixture
def world():
    """A row in every list."""
    unit = make_organization("市教育局", slug="jiaoyuju")
    domain = make_domain("义务教育", number="3", lead=unit, aliases=["教育"])
    domain.domainunit_set.create(organization=make_organization())
    item = make_item(domain, publisher=unit, level2="低保", code="03-05-05")
    put_out(items=[item], drafted_by=make_user("editor", unit), is_policy=True, column="1")
    make_item(domain, level2="没有时限", limit_unit="unknown", limit_number=None)
    make_organization(kind="village", level="村级", parent=unit)
    service = OrganizationGroup.objects.create(slug="schools", name="学校")
    make_organization(kind="public_body", service=service)
    put_on_list(on=localdate())
    publish(domain)
    put_up(make_checklist())
    put_up(make_life_event())
    answered()
    make_registering()
    make_open_questionnaire()
    make_public_event()
    interpreted()
    make_response(confirmed())
    make_matter()
    make_answered()


def complaints(value, schema, where="$"):
    """Where a value does not fit its schema, in the words of JSON schema that our description uses."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(type(value) is _KINDS[kind] for kind in kinds):
        return [f"{where} is no {kinds}: {value!r}"]
    if isinstance(value, list):
        pairs = [(each, schema["items"], f"{where}[{place}]") for place, each in enumerate(value)]
    elif isinstance(value, dict):
        odd = set(value) ^ set(schema["properties"])
        if odd:
            return [f"{where}: {sorted(odd)}"]
        pairs = [(value[name], schema["properties"][name], f"{where}.{name}") for name in value]
    else:
        pairs = []
    return [found for each in pairs for found in complaints(*each)]


def test_the_checker_finds_what_is_wrong():
    schema = {"type": "object", "properties": {"n": {"type": ["integer", "null"]}}}
    assert complaints({"n": 1}, schema) == complaints({"n": None}, schema) == []
    assert complaints({"n": "1"}, schema) and complaints({}, schema) and complaints({"n": 1, "m": 1}, schema)
    assert complaints(["x"], {"type": "array", "items": {"type": "integer"}})


def operations(document):
    for place, operation in document["paths"].items():
        yield (
            place.format(
                number="3",
                slug="jiaoyuju",
                code="03-05-05",
                column="1",
                pk=Consultation.objects.earliest("pk").pk,
            ),
            operation["get"],
        )


def test_every_address_of_the_api_answers_as_described(client, world):
    document = client.get("/open-data/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "http://testserver"}]
    wrong = []
    for address, operation in operations(document):
        answer = client.get(address, {"q": "低保"} if "search" in address else {})
        [(content_type, media)] = operation["responses"]["200"]["content"].items()
        if (answer.status_code, answer["Content-Type"].partition(";")[0]) != (200, content_type):
            wrong.append(f"{address}: {answer.status_code} {answer['Content-Type']}")
        elif content_type == "application/json":
            wrong += complaints(json.loads(answer.getvalue()), media["schema"], address)
    assert wrong == []


def test_the_api_names_every_operation_once_and_each_part_of_a_path(client):
    document = client.get("/open-data/openapi.json").json()
    names = [each["get"]["operationId"] for each in document["paths"].values()]
    assert len(set(names)) == len(names) >= 34
    for place, operation in document["paths"].items():
        required = {each["name"] for each in operation["get"]["parameters"] if each.get("required")}
        assert required == set(re.findall(r"{(\w+)}", place))
        for each in operation["get"]["parameters"]:
            assert re.search(r"[\u4e00-\u9fff]", each["description"]), each["name"]


def test_the_parameters_of_the_api_narrow_the_rows(client, world):
    for address, operation in operations(client.get("/open-data/openapi.json").json()):
        for parameter in operation["parameters"]:
            if parameter["in"] == "query":
                value = {"page": "1", "on": "2026-01-05"}.get(parameter["name"], "x")
                assert client.get(address, {parameter["name"]: value}).status_code == 200, address


def test_the_catalog_has_a_dataset_a_domain_and_each_distribution_answers_in_its_type(client, world):
    answer = client.get("/open-data/catalog.jsonld")
    document = answer.json()
    assert answer["Content-Type"] == "application/ld+json"
    assert document["@type"] == "dcat:Catalog"
    titles = [each["dct:title"]["@value"] for each in document["dcat:dataset"]]
    assert titles[0] == "义务教育领域基层政务公开标准目录"
    assert {"单位", "政策文件", "意见征集", "听证会", "热点回应", "问答"} < set(titles)
    assert "公众意见" not in titles  # of one consultation
    for dataset in document["dcat:dataset"]:
        assert {"dct:identifier", "dct:description", "dcat:keyword", "dct:publisher"} <= set(dataset)
        assert re.match(r"\d{4}-\d\d-\d\dT", dataset["dct:modified"]["@value"])
        assert client.get(dataset["dcat:landingPage"]["@id"]).status_code == 200
        assert len(dataset["dcat:distribution"]) == 4
        for distribution in dataset["dcat:distribution"]:
            got = client.get(distribution["dcat:downloadURL"]["@id"])
            assert got.status_code == 200
            assert distribution["dcat:mediaType"]["@id"].endswith(got["Content-Type"].partition(";")[0])
            assert distribution["dct:license"]["@id"] == "http://testserver/open-data/#license"
            assert distribution["dct:rights"]["@value"]


def test_the_catalog_costs_the_same_for_any_number_of_domains(client, world, django_assert_max_num_queries):
    for _ in range(5):
        make_item()
    with django_assert_max_num_queries(3):
        client.get("/open-data/catalog.jsonld")


def test_every_example_of_the_page_runs(client, world):
    html = client.get("/open-data/").content.decode()
    examples = re.findall(r"curl '([^']+)'", unescape(html))
    assert len(examples) == 10
    for address in examples:
        assert address.startswith("http://testserver/")
        assert Client().get(address).status_code == 200, address


def test_the_page_of_an_empty_portal_offers_no_example_that_fails(client):
    examples = re.findall(r"curl '([^']+)'", unescape(client.get("/open-data/").content.decode()))
    assert examples and {client.get(address).status_code for address in examples} == {200}


def test_the_terms_can_be_set(client, settings):
    settings.SITE = settings.SITE | {
        "data_license": "测试条款",
        "data_license_address": "https://terms.example/",
    }
    assert "测试条款。<a" in client.get("/open-data/").content.decode()
    assert client.get("/open-data/catalog.jsonld").json()["dct:license"] == {"@id": "https://terms.example/"}
    assert client.get("/open-data/openapi.json").json()["info"]["license"]["url"] == "https://terms.example/"


@pytest.mark.parametrize(
    "address",
    [
        "/domains/",
        "/domains/3/",
        "/organizations/",
        "/organizations/jiaoyuju/",
        "/villages/",
        "/public-bodies/",
        "/life-events/",
        "/checklists/",
    ]
    + ["/responsibilities/", "/search/?q=低保", "/negative-list/", "/adjustments/"],
)
def test_a_list_page_names_its_formats_and_they_answer(client, world, address):
    html = client.get(address).content.decode()
    found = re.findall(r'<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)">', html)
    assert {kind for kind, _ in found} == {"application/json", "application/atom+xml"}
    for kind, place in found:
        assert client.get(unescape(place))["Content-Type"].startswith(kind)
