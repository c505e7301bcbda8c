import pytest

from catalog.privacy import mask_text
from catalog.privacy.reading import masked_copy_here, scan_here

PHONE = "13800005086"
HIDING_PLACES = {
    "text": f"<p>{PHONE}</p>",
    "tags inside": "<p><b>138</b><i>0000</i>5086</p>",
    "tags over lines": "<p><b>138\n</b><i>0000</i>\n  5086</p>",
    "comment inside": "<p>138<!-- x -->00005086</p>",
    "entities": "<p>138&#48;&#x30;00&nbsp;5086</p>",
    "full width entity": "<p>&#65297;3800005086</p>",
    "word break": "<p>138<wbr>0000&shy;5086</p>",
    "note sign behind": f"<p>{PHONE}<sup>1</sup></p>",
    "hidden element": f"<p>7<span style='display: none'>{PHONE}</span>7</p>",
    "deleted": f"<p><del>{PHONE}</del><ins>77</ins></p>",
    "link and target": f'<a href="tel:{PHONE}">{PHONE}</a>',
    "link and target over lines": f'<a\nhref="tel:+86{PHONE}">\n<b>{PHONE}</b></a>',
    "encoded target": '<a href="tel:%2B8613800005086">联系</a>',
    "attribute": f'<p data-x=\'{{"dh":"{PHONE}"}}\'>无</p>',
    "attribute without quotes": f"<input value={PHONE}>",
    "attribute with entities": '<input value="&#49;3800005086">',
    "comment": f"<!-- {PHONE} -->",
    "page in a comment": "<!-- <p><b>138</b>00005086</p> -->",
    "script": f"<script>var a = '{PHONE}';</script>",
    "escapes in a script": "<script>var a = '\\u00313800005086';</script>",
    "pieces in a script": '<script>var a = "138" + "00005086";</script>',
    "style": f"<style>p::after {{content: '{PHONE}'}}</style>",
    "text area": f"<textarea>{PHONE}</textarea>",
    "title": f"<title>{PHONE}</title>",
    "template": f"<template><p>{PHONE}</p></template>",
    "inner page": '<iframe srcdoc="&lt;b&gt;138&lt;/b&gt;00005086"></iframe>',
    "data address": '<a href="data:text/plain;base64,MTM4MDAwMDUwODY=">见</a>',
    "quotation mark too many": f'<p title=5">{PHONE}</p><p class="x">',
    "end missing": f"<p><!-- {PHONE}",
    "meta": f'<meta name="x" content="{PHONE}">',
    "twice on a line": f"<p>{PHONE}</p><p>{PHONE}</p>",
}


def found(content, name="页.html"):
    content = content.encode() if isinstance(content, str) else content
    return [(finding.kind, finding.masked) for finding in scan_here(content, name).findings]


@pytest.mark.parametrize("source", HIDING_PLACES.values(), ids=HIDING_PLACES)
def test_a_number_hidden_in_a_page_is_found_once(source):
    assert found(source) == [("mobile_phone", "138****5086")]
    assert found(source, "页.txt") == [("mobile_phone", "138****5086")]


NOT_MASKED = {"inner page"}


@pytest.mark.parametrize("name", sorted(set(HIDING_PLACES) - NOT_MASKED))
def test_a_masked_page_passes_the_gate(name):
    assert found(mask_text(HIDING_PLACES[name])) == []


@pytest.mark.parametrize("name", sorted(NOT_MASKED))
def test_a_page_that_cannot_be_masked_is_refused_in_words(name):
    with pytest.raises(ValueError, match="无法自动遮盖"):
        masked_copy_here(HIDING_PLACES[name].encode(), "页.html")


def test_masking_changes_the_digits_only():
    source = '<p title="3">电话 <b>138</b>-0000-<i>5086</i>&nbsp;。</p>'
    assert mask_text(source) == '<p title="3">电话 <b>138</b>-****-<i>5086</i>&nbsp;。</p>'
    assert mask_text("没有号码 < 3 & 4") == "没有号码 < 3 & 4"


@pytest.mark.parametrize(
    "source",
    [
        "<td>138</td><td>00005086</td>",
        "<p>1380000</p><p>5086</p>",
        "<p>1380000<br>5086</p>",
        '<a href="/art/2026/1/15/art_1229304545_59012345.html">见</a>',
        "<img src='logo@2x.png'>",
        '<a href="mailto:xxgk@qingwan.gov.cn">信箱</a>',
    ],
)
def test_what_a_reader_sees_apart_stays_apart(source):
    assert found(source) == []


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("name", ["文.txt", "表.csv", "页.html"])
def test_every_coding_is_read_and_a_copy_keeps_it(coding, name):
    text = f"姓名,电话\r\n王某,{PHONE}\r\n"
    assert len(found(text.encode(coding), name)) == 1
    copy = masked_copy_here(text.encode(coding), name)
    assert copy.decode(coding) == text.replace("0000", "****")


@pytest.mark.parametrize(
    ("table", "count"),
    [
        (f"{PHONE},{PHONE}\n", 2),
        (f'"{PHONE}、{PHONE}",1\n', 1),
        (f"王\t{PHONE}\t{PHONE}\n", 2),
        (f"王;{PHONE};1\n", 1),
        ("138,00005086\n", 0),
        (f'"{PHONE}\n', 1),
        (f'="{PHONE}",1\n', 1),
    ],
)
def test_a_field_is_a_place(table, count):
    assert len(found(table, "表.csv")) == count


@pytest.mark.parametrize("value", [f"{PHONE}.0", "1.3800005086E+10", "1.3800005086e10"])
def test_a_number_written_by_a_program_is_found_and_masked(value):
    table = f"王,{value},1.5\n"
    assert found(table, "表.csv") == [("mobile_phone", "138****5086")]
    assert masked_copy_here(table.encode(), "表.csv").decode() == "王,138****5086,1.5\n"


@pytest.mark.parametrize("value", ["13800005086.00", "13800005086.35", "1.5E+8", "2.5E+17", "3.31082E+12"])
def test_an_amount_written_by_a_program_is_none_and_needs_nobody(value):
    report = scan_here(f"王,{value}\n".encode(), "表.csv")
    assert (report.findings, report.hints) == ([], [])


@pytest.mark.parametrize("value", ["3.31082E+17", "6.2262E+18", "1.38E+10"])
def test_a_number_whose_digits_are_lost_is_left_to_a_person(value):
    (hint,) = scan_here(f"王,{value}\n李,{value}\n".encode(), "表.csv").hints
    assert hint.startswith("第1行第2列等 2 处")


def test_a_broken_sign_does_not_hide_the_rest():
    assert len(found(("说明" * 100).encode()[:-1] + PHONE.encode(), "文.txt")) == 1
