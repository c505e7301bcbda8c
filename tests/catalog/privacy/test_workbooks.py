import io
import zipfile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from catalog.privacy.reading import masked_copy_here, scan_here
from tests.catalog.privacy.documents import part, row, xlsx

PHONE = "13800005086"
ONE = [("mobile_phone", "138****5086")]
AMOUNT = '<numFmts><numFmt numFmtId="170" formatCode="&quot;共&quot;#,##0.00_ "/><numFmt numFmtId="171" formatCode="0&quot;,&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="4"/><xf numFmtId="170"/><xf numFmtId="1"/><xf numFmtId="171"/></cellXfs>'


def found(content):
    return [(finding.kind, finding.masked) for finding in scan_here(content, "表.xlsx").findings]


def cell(value, kind="n", style=0, formula="", reference="B3"):
    formula = f"<f>{formula}</f>" if formula else ""
    return f'<c r="{reference}" s="{style}" t="{kind}">{formula}<v>{value}</v></c>'


def inline(text, reference="B3"):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_part(kind, target, name, content):
    return {"sheet_relations": [("rId1", kind, target)], name: content}


def chart(cache):
    return part(
        "c:chartSpace", f"<c:ser><c:val><c:numRef><c:f>名单!$B$3</c:f>{cache}</c:numRef></c:val></c:ser>"
    )


SAME = row(inline(PHONE), 3)
HIDING_PLACES = {
    "text": xlsx(row(inline("电话138 0000 5086"), 3)),
    "number": xlsx(row(cell(PHONE), 3)),
    "number in format 0": xlsx(row(cell(PHONE, style=3), 3), styles=AMOUNT),
    "format with a quoted comma": xlsx(row(cell(PHONE, style=4), 3), styles=AMOUNT),
    "float": xlsx(row(cell("1.3800005086E10"), 3)),
    "float with zero": xlsx(row(cell("13800005086.0"), 3)),
    "shared string": xlsx(row(cell(0, "s"), 3), strings=f"<si><t>{PHONE}</t></si>"),
    "rich shared string": xlsx(
        row(cell(0, "s"), 3), strings="<si><r><t>138</t></r><r><t>00005086</t></r></si>"
    ),
    "escaped shared string": xlsx(row(cell(0, "s"), 3), strings="<si><t>_x0031_3800005086</t></si>"),
    "shared string no cell uses": xlsx(strings=f"<si><t>无</t></si><si><t>{PHONE}</t></si>"),
    "reading of a word": xlsx(row(cell(0, "s"), 3), strings=f"<si><t>王</t><rPh><t>{PHONE}</t></rPh></si>"),
    "formula": xlsx(row(cell("0", formula=f"{PHONE}+0"), 3)),
    "formula result": xlsx(row(cell(PHONE, "str", formula="A1&amp;A2"), 3)),
    "formula and result": xlsx(row(cell(PHONE, "str", formula=f'"{PHONE}"'), 3)),
    "formula of pieces": xlsx(row(cell("x", "str", formula='"138"&amp;"00005086"'), 3)),
    "hidden row": xlsx(row(inline(PHONE), 3, 'hidden="1"')),
    "hidden column": xlsx(SAME, rest='<cols><col min="2" max="2" hidden="1"/></cols>'),
    "hidden sheet": xlsx(SAME, state="hidden"),
    "very hidden sheet": xlsx(SAME, state="veryHidden"),
    "other spelling of the XML": xlsx(f"<row r='3'><c t='str' r='B3'><v  >{PHONE}</v></c></row>"),
    "CDATA": xlsx(row("<c r='B3' t='str'><v><![CDATA[138]]>00005086</v></c>", 3)),
    "comment": xlsx(
        **sheet_part(
            "comments",
            "../comments1.xml",
            "xl__comments1_DOT_xml",
            '<comments><commentList><comment ref="B3"><text><r><t>138</t></r><r><t>00005086</t></r></text></comment></commentList></comments>',
        )
    ),
    "threaded comment and its old copy": xlsx(
        sheet_relations=[
            ("rId1", "comments", "../comments1.xml"),
            ("rId2", "threadedComment", "../threadedComments/t1.xml"),
        ],
        xl__comments1_DOT_xml=f'<comments><commentList><comment ref="B3"><text><t>[线程] {PHONE}</t></text></comment></commentList></comments>',
        xl__threadedComments__t1_DOT_xml=f'<ThreadedComments><threadedComment ref="B3"><text>{PHONE}</text></threadedComment></ThreadedComments>',
    ),
    "person": xlsx(xl__persons__person_DOT_xml=f'<personList><person displayName="{PHONE}"/></personList>'),
    "defined name": xlsx(
        workbook=f'<definedNames><definedName name="x">"{PHONE}"</definedName></definedNames>'
    ),
    "header": xlsx(rest=f"<headerFooter><oddHeader>&amp;C{PHONE}</oddHeader></headerFooter>"),
    "header in bold pieces": xlsx(
        rest="<headerFooter><oddFooter>&amp;C138&amp;B0000&amp;B5086</oddFooter></headerFooter>"
    ),
    "link target": xlsx(
        rest='<hyperlinks><hyperlink ref="B3" r:id="rId1"/></hyperlinks>',
        sheet_relations=[("rId1", "hyperlink", f"tel:{PHONE}", "External")],
    ),
    "link text, target and tip": xlsx(
        SAME,
        rest=f'<hyperlinks><hyperlink ref="B3" r:id="rId1" tooltip="{PHONE}"/></hyperlinks>',
        sheet_relations=[("rId1", "hyperlink", f"tel:{PHONE}", "External")],
    ),
    "validation": xlsx(
        rest=f'<dataValidations><dataValidation><formula1>"{PHONE},无"</formula1></dataValidation></dataValidations>'
    ),
    "prompt of a validation": xlsx(
        rest=f'<dataValidations><dataValidation prompt="{PHONE}"/></dataValidations>'
    ),
    "filter": xlsx(
        rest=f'<autoFilter><filterColumn><filters><filter val="{PHONE}"/></filters></filterColumn></autoFilter>'
    ),
    "text box": xlsx(
        xl__drawings__drawing1_DOT_xml=part(
            "xdr", "<a:p><a:r><a:t>138</a:t></a:r><a:r><a:t>00005086</a:t></a:r></a:p>"
        )
    ),
    "legacy drawing": xlsx(xl__drawings__v_DOT_vml=f"<xml><div>{PHONE}<br></div></xml>"),
    "chart cache": xlsx(
        xl__charts__chart1_DOT_xml=chart(
            f"<c:numCache><c:formatCode>General</c:formatCode><c:pt><c:v>{PHONE}</c:v></c:pt></c:numCache>"
        )
    ),
    "cell and its chart cache": xlsx(
        SAME, xl__charts__chart1_DOT_xml=chart(f"<c:strCache><c:pt><c:v>{PHONE}</c:v></c:pt></c:strCache>")
    ),
    "chart title": xlsx(
        xl__charts__chart1_DOT_xml=part(
            "c:chartSpace", f"<c:title><a:p><a:r><a:t>{PHONE}</a:t></a:r></a:p></c:title>"
        )
    ),
    "pivot items": xlsx(
        xl__pivotCache__pivotCacheDefinition1_DOT_xml=f'<pivotCacheDefinition><cacheFields><cacheField numFmtId="0"><sharedItems><s v="{PHONE}"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
    ),
    "pivot records": xlsx(
        xl__pivotCache__pivotCacheRecords1_DOT_xml=f'<pivotCacheRecords><r><n v="{PHONE}"/></r></pivotCacheRecords>'
    ),
    "cell and its pivot cache": xlsx(
        SAME,
        xl__pivotCache__pivotCacheRecords1_DOT_xml=f'<pivotCacheRecords><r><s v="{PHONE}"/></r></pivotCacheRecords>',
    ),
    "cache of another workbook": xlsx(
        xl__externalLinks__externalLink1_DOT_xml=f"<externalLink><cell><v>{PHONE}</v></cell></externalLink>"
    ),
    "property": xlsx(
        docProps__custom_DOT_xml=f"<Properties><property><lpwstr>{PHONE}</lpwstr></property></Properties>"
    ),
    "sheet nobody lists": xlsx(
        xl__worksheets__sheet9_DOT_xml=f"<worksheet><sheetData>{SAME}</sheetData></worksheet>"
    ),
    "embedded workbook": xlsx(xl__embeddings__a_DOT_xlsx=xlsx(SAME)),
    "connection": xlsx(xl__connections_DOT_xml=f'<connections><connection name="{PHONE}"/></connections>'),
}


@pytest.mark.parametrize("content", HIDING_PLACES.values(), ids=HIDING_PLACES)
def test_a_number_hidden_in_a_workbook_is_found_once(content):
    assert found(content) == ONE


NOT_MASKED = {"legacy drawing", "escaped shared string", "formula of pieces", "header in bold pieces"}
MASKABLE = {name: each for name, each in HIDING_PLACES.items() if name not in NOT_MASKED}


@pytest.mark.parametrize("content", MASKABLE.values(), ids=MASKABLE)
def test_a_masked_copy_of_a_workbook_passes_the_gate(content):
    assert found(masked_copy_here(content, "表.xlsx")) == []


@pytest.mark.parametrize(
    "content",
    [
        xlsx(row(cell(PHONE, style=1), 3), styles=AMOUNT),
        xlsx(row(cell(PHONE, style=2), 3), styles=AMOUNT),
        xlsx(row(cell("13845678901.35"), 3)),
        xlsx(row(cell("-13845678901"), 3)),
        xlsx(row(cell("1380000") + cell("5086", reference="C3"), 3)),
        xlsx(
            xl__charts__chart1_DOT_xml=chart(
                f"<c:numCache><c:formatCode>#,##0</c:formatCode><c:pt><c:v>{PHONE}</c:v></c:pt></c:numCache>"
            )
        ),
        xlsx(
            xl__pivotCache__pivotCacheDefinition1_DOT_xml=f'<d><cacheField numFmtId="4"><sharedItems><n v="{PHONE}"/></sharedItems></cacheField></d>',
            xl__pivotCache__pivotCacheRecords1_DOT_xml=f'<d><r><n v="{PHONE}"/></r></d>',
        ),
        xlsx(rest='<extLst><ext uri="{13800005-0867-4123-8901-139000057731}"/></extLst>'),
    ],
)
def test_amounts_and_identifiers_of_a_workbook_are_no_numbers(content):
    assert found(content) == []


def test_a_sheet_named_after_a_number_is_one_place_and_shown_masked():
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet(PHONE).write(0, 0, "wu@qq.example.com")
    report = scan_here(written.getvalue(), "表.xlsx")
    assert sorted(finding.kind for finding in report.findings) == ["email", "mobile_phone"]
    assert PHONE not in str(report)


def test_the_place_of_a_cell_says_that_it_is_hidden():
    content = xlsx(row(inline(PHONE), 3, 'hidden="1"'), state="veryHidden")
    assert scan_here(content, "表.xlsx").findings[0].where == "工作表「名单」B3（隐藏行）（深度隐藏工作表）"


@pytest.mark.parametrize(("value", "needs"), [("3.3108219941120998E17", True), ("331082982026112500", False)])
def test_an_identity_card_rounded_by_the_program_is_left_to_a_person(value, needs):
    report = scan_here(xlsx(row(cell(value), 3)), "表.xlsx")
    assert report.findings == []
    assert [hint.partition("像")[0] for hint in report.hints] == ["工作表「名单」B3"] * needs


def test_a_masked_cache_stays_one_a_program_can_open():
    cache = f"<c:numCache><c:formatCode>General</c:formatCode><c:pt><c:v>{PHONE}</c:v></c:pt></c:numCache>"
    content = xlsx(
        xl__charts__chart1_DOT_xml=chart(cache),
        xl__pivotCache__pivotCacheRecords1_DOT_xml=f'<pivotCacheRecords><r><n v="{PHONE}"/></r></pivotCacheRecords>',
    )
    copy = zipfile.ZipFile(io.BytesIO(masked_copy_here(content, "表.xlsx")))
    assert b"<c:v>0</c:v>" in copy.read("xl/charts/chart1.xml")
    assert b'<s v="138****5086" />' in copy.read("xl/pivotCache/pivotCacheRecords1.xml")


def test_a_masked_workbook_keeps_its_other_cells_and_opens():
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, ["姓名", "电话", 1035.5])
        sheet.write_row(1, 0, ["王某", int(PHONE)])
        sheet.write_formula(2, 1, '="138"&"00005086"', None, PHONE)
        sheet.write_comment("A1", f"批注{PHONE}")
    copy = io.BytesIO(masked_copy_here(written.getvalue(), "表.xlsx"))
    cells = CalamineWorkbook.from_filelike(copy).get_sheet_by_index(0).to_python()
    assert cells == [["姓名", "电话", 1035.5], ["王某", "138****5086", ""], ["", "138****5086", ""]]
