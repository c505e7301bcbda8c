import json
from collections import Counter

import pytest
from django.conf import settings

from catalog.privacy import masked_copy, scan, texts

SAMPLES = settings.BASE_DIR / "tests/data/privacy"
EXPECTED = sorted(SAMPLES.glob("*.expected.json"))


def document(expected):
    stem = expected.name.removesuffix(".expected.json")
    return next(path for path in SAMPLES.glob(f"{stem}.*") if path.suffix != ".json")


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name)
def test_a_sample_document_gives_exactly_its_findings(expected):
    path = document(expected)
    right = json.loads(expected.read_text(encoding="utf-8"))
    report = scan(path.read_bytes(), path.name).as_json()
    assert report["unreadable"] == right["unreadable"]
    assert kinds_and_masks(report) == kinds_and_masks(right)


def kinds_and_masks(report):
    return Counter((finding["kind"], finding["masked"]) for finding in report["findings"])


@pytest.mark.parametrize(
    "name",
    [
        "allowance-notice.txt",
        "village-bulletin.html",
        "relief-list.xlsx",
        "housing-review.xlsx",
        "appointment-letter.docx",
        "tracked-draft.docx",
    ],
)
def test_a_masked_sample_passes_the_gate_and_says_the_same(name):
    content = (SAMPLES / name).read_bytes()
    copy = masked_copy(content, name)
    assert scan(copy, name).as_json() == {"findings": [], "unreadable": False}
    assert texts(copy, name) == texts(content, name)


@pytest.mark.parametrize(
    ("name", "shown", "hidden"),
    [
        ("village-bulletin.html", "村务监督委员会主任", "var rows"),
        ("housing-review.xlsx", "公示", "_tmp"),
        ("tracked-draft.docx", "请拨打镇民政办", "附：原户主"),
        ("land-compensation.pdf", "青苗补偿另行公示", "Producer"),
        ("clean-budget-ledger.xlsx", "清湾县财政资金拨付台账", "docProps"),
    ],
)
def test_the_index_reads_what_a_reader_sees_and_no_number(name, shown, hidden):
    text = texts((SAMPLES / name).read_bytes(), name)
    assert shown in text
    assert hidden not in text
    assert "13500008453" not in text
