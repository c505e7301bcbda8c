import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from linhai_portal.letters.docx import docx_of
from linhai_portal.letters.page import Head, Paragraph, printable
from tests.ground.letters.sample_page import HOSTILE, make_page

# The order in which ISO/IEC 29500 wants the elements; Word calls a document broken that has another one.
ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange",
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang",
    "w:sectPr": "headerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
    "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook",
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
}


def parts_of(page):
    """Every part in XML, read."""
    with zipfile.ZipFile(io.BytesIO(docx_of(page))) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield parse_xml(archive.read(name))


def read(page):
    return Document(io.BytesIO(docx_of(page)))


def paragraph_of(document, text):
    return next(each for each in document.paragraphs if each.text == text)


def east_asian_font(paragraph):
    return paragraph.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))


def footer_text(footer):
    return "".join(node.text or "" for node in footer._element.iter(qn("w:t"), qn("w:instrText")))


def test_paper_and_margins_are_those_of_the_standard():
    section = read(make_page()).sections[0]
    measures = (
        (section.page_width, 210),
        (section.page_height, 297),
        (section.top_margin, 37),
        (section.left_margin, 28),
        (section.right_margin, 26),
        (section.bottom_margin, 35),
    )
    assert [round(length.mm, 1) for length, _ in measures] == [told for _, told in measures]


def test_22_lines_of_28_characters_fill_the_type_area():
    document = read(make_page())
    style = document.styles["Normal"]
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    line, size = style.paragraph_format.line_spacing.pt, style.font.size.pt
    tighter = int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 22 * line <= Mm(225).pt < 23 * line
    assert 28 * (size + tighter) <= Mm(156).pt < 29 * (size + tighter)
    assert 22 * int(grid.get(qn("w:linePitch"))) / 20 <= Mm(225).pt


def test_fonts_have_the_names_of_the_standard():
    document = read(make_page())
    fonts = {
        "临海市人民政府办公室": "方正小标宋简体",
        "政府信息公开告知书": "方正小标宋简体",
        "一、申请的内容": "黑体",
        "（一）第一件": "楷体_GB2312",
        "示例申请人：": "仿宋_GB2312",
    }
    assert {text: east_asian_font(paragraph_of(document, text)) for text in fonts} == fonts
    assert paragraph_of(document, "政府信息公开告知书").runs[0].font.size == Pt(22)
    assert not document.styles.element.xpath("w:docDefaults//w:rFonts/@w:eastAsiaTheme")


def test_page_numbers_stand_at_the_outer_edge_between_dashes():
    document = read(make_page())
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert footer_text(section.footer) == footer_text(section.even_page_footer) == "— PAGE —"
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert {run.font.size for run in odd.runs} == {Pt(14)}
    assert not section.different_first_page_header_footer
    # Its middle is 7 mm below the type area.
    assert round(section.bottom_margin.mm - section.footer_distance.mm - 5 / 2, 1) == 7


def test_a_letter_has_its_name_above_the_type_area_and_no_number_on_page_one():
    section = read(make_page(head=Head.LETTER)).sections[0]
    assert section.different_first_page_header_footer
    assert round(section.header_distance.mm) == 30
    assert round(section.footer_distance.mm) == 20
    assert "PAGE" not in footer_text(section.first_page_footer)
    assert section.first_page_header.paragraphs[0].text == "临海市人民政府办公室"
    rule = section.first_page_footer.paragraphs[0].paragraph_format
    assert round(156 - rule.left_indent.mm - rule.right_indent.mm) == 170


@pytest.mark.parametrize("head", Head)
def test_elements_stand_in_the_order_that_word_wants(head):
    for part in parts_of(make_page(head=head)):
        for tag, order in ORDER.items():
            places = [qn(f"w:{name}") for name in order.split()]
            for element in part.iter(qn(tag)):
                found = [places.index(child.tag.replace("footerRef", "headerRef")) for child in element]
                assert found == sorted(found)


def test_everything_stands_in_its_order():
    page = make_page(blocks=(Paragraph("正文。"),))
    texts = [each.text for each in read(page).paragraphs if each.text]
    assert texts == [
        "临政公开〔2026〕5号",
        "临海市人民政府办公室",
        "政府信息公开告知书",
        "示例申请人：",
        "正文。",
        "联系人：示例，电话：0576-80000000（示例）。",
        "附件：1.\t第一份",
        "2.\t第二份",
        "临海市人民政府办公室",
        "2026年3月5日",
        "（此件公开发布）",
    ]


def test_date_stands_four_characters_from_the_right():
    indent = paragraph_of(read(make_page()), "2026年3月5日")._p.pPr.ind
    assert (indent.get(qn("w:rightChars")), indent.right) == ("400", Pt(64))


def test_the_signature_is_never_alone_on_a_page():
    paragraphs = read(make_page(attachments=(), contact="", blocks=(Paragraph("正文。"),))).paragraphs
    end = next(n for n, each in enumerate(paragraphs) if each.text == "2026年3月5日")
    before = paragraphs[end - 4 : end]
    assert before[0].text == "正文。" and all(each.paragraph_format.keep_with_next for each in before)


def test_a_table_is_never_the_last_thing_in_a_document():
    page = make_page(signer="", attachments=(), contact="", remark="")
    last = read(page).paragraphs[-1]
    assert (last.text, last.paragraph_format.line_spacing) == ("", Pt(1))


def test_the_same_page_is_the_same_file():
    page = make_page()
    assert docx_of(page) == docx_of(replace(page))
    with zipfile.ZipFile(io.BytesIO(docx_of(page))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_files_are_dated_by_the_letter():
    core = read(make_page()).core_properties
    assert core.created.date() == core.modified.date() == make_page().dated
    assert (core.author, core.last_modified_by, core.comments) == ("临海市人民政府办公室", "", "")


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_what_people_write_stays_text(hostile):
    page = make_page(
        title=f"标题{hostile}",
        addressee=hostile,
        blocks=(Paragraph(hostile),),
        attachments=(hostile,),
        signer=hostile,
    )
    document = read(page)
    written = "".join(each.text for each in document.paragraphs)
    assert printable(hostile) in written
    assert not list(document.element.iter(qn("w:instrText")))
