"""Every published layout in tests/data/layouts is read as its expected.json says."""

import json
from pathlib import Path

import pytest

from catalog.layouts.reader import read
from catalog.layouts.records import Refused
from tests.catalog.layouts.workbooks import DOMAIN_NAMES

DATA = Path(__file__).parents[2] / "data" / "layouts"
FILES = sorted(path for path in DATA.iterdir() if path.suffix in (".xlsx", ".csv"))


def expected_of(path):
    expected = json.loads((path.parent / f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    if path.suffix == ".csv":
        for record in expected["records"]:
            record["sheet"] = ""
    return expected


def read_as_json(path):
    try:
        return read(path, domain_names=DOMAIN_NAMES).as_json()
    except Refused as refused:
        assert str(refused)
        return {"domain": None, "refused": True, "problems": [], "records": []}


def places_of(problems):
    return [(each["row"], each["column"], each["severity"]) for each in problems]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_published_layout_is_read_as_expected(path):
    expected, found = expected_of(path), read_as_json(path)
    assert found["records"] == expected["records"]
    assert (found["domain"], found["refused"]) == (expected["domain"], expected["refused"])
    assert set(places_of(expected["problems"])) <= set(places_of(found["problems"]))
    errors = {place for place in places_of(found["problems"]) if place[2] == "error"}
    assert errors <= set(places_of(expected["problems"]))


def test_the_columns_recognised_are_told_for_the_preview():
    reading = read(DATA / "reference.xlsx", domain_names=DOMAIN_NAMES)
    assert [(column.letter, column.leaf) for column in reading.columns][:4] == [
        ("A", "序号"),
        ("B", "一级事项"),
        ("C", "二级事项"),
        ("D", "公开内容"),
    ]
    assert reading.columns[1].header == "公开事项 / 一级事项"


def test_progress_is_told_while_reading():
    told = []
    read(
        DATA / "reference.xlsx",
        domain_names=DOMAIN_NAMES,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (37, 37)
