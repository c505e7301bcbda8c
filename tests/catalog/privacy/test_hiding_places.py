"""One number in every place a file can hide it, and not twice where a program stores a copy."""

import base64
import io
import zipfile
from datetime import date

import pytest
import xlwt
from pypdf.annotations import FreeText, Link
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from catalog.privacy.reading import Reading
from tests.catalog.privacy import files
from tests.catalog.privacy.files import letter, package, paragraph, pdf, shown, slides, workbook
from tests.catalog.privacy.numbers import CARD, MAIL, OTHER_PHONE, PHONE

DAY = date(2026, 11, 25)
AS_TEXT = f'"{PHONE}"'


def report_of(content, name="文件"):
    reading = Reading(DAY)
    reading.read(content, name)
    return reading.report


def places(content, name="文件"):
    report = report_of(content, name)
    assert not report.unreadable, report.hints
    return [finding.where for finding in report.findings]


def cell(fill):
    return workbook(lambda book, sheet: fill(sheet))


def chart(book, sheet):
    drawn = book.add_chart({"type": "line"})
    drawn.add_series({"name": f"联系{PHONE}", "values": "='名单'!$A$1:$A$2"})
    sheet.insert_chart("C1", drawn)


def hidden_sheet(book, sheet):
    extra = book.add_worksheet("底稿")
    extra.very_hidden()
    extra.write("C7", PHONE)


def amounts(book, sheet):
    for row, code in enumerate(
        ["#,##0", "#,##0.00", "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ", "0.00", '#,##0"元"']
    ):
        sheet.write_number(row, 0, 13845678901, book.add_format({"num_format": code}))


def sheet_with(rows):
    return files.with_parts(
        workbook(lambda book, sheet: None),
        **{
            "xl/worksheets/sheet1.xml": lambda xml: xml.replace(
                "<sheetData/>", f"<sheetData>{rows}</sheetData>"
            )
        },
    )


def book_with(name, xml):
    return files.with_parts(workbook(lambda book, sheet: None), **{name: xml})


WORKBOOKS = {
    "number as text": (cell(lambda sheet: sheet.write("C7", PHONE)), ["工作表“名单” C7"]),
    "number": (cell(lambda sheet: sheet.write("C7", int(PHONE))), ["工作表“名单” C7"]),
    "float": (sheet_with('<row r="9"><c r="B9"><v>1.3800001111E+10</v></c></row>'), ["工作表“名单” B9"]),
    "cell without reference": (sheet_with(f"<row><c/><c><v>{PHONE}</v></c></row>"), ["工作表“名单” B1"]),
    "formula and result": (
        cell(lambda sheet: sheet.write_formula("A1", f'={AS_TEXT}&""', None, PHONE)),
        ["工作表“名单” A1"],
    ),
    "rich text": (
        cell(lambda sheet: sheet.write_rich_string("A1", "138", sheet.default_url_format, "00001111", "号")),
        ["工作表“名单” A1"],
    ),
    "link and text": (
        cell(lambda sheet: sheet.write_url("A1", f"http://a.example.com/{PHONE}", None, PHONE)),
        ["工作表“名单” A1"],
    ),
    "link only": (
        cell(lambda sheet: sheet.write_url("A1", "mailto:zhang%40mail.example.com", None, "写信")),
        ["工作表“名单” A1"],
    ),
    "comment": (cell(lambda sheet: sheet.write_comment("B2", f"本人{PHONE}")), ["工作表“名单” B2 批注"]),
    "allowed values": (
        cell(lambda sheet: sheet.data_validation("A1", {"validate": "list", "source": [PHONE]})),
        ["工作表“名单” 数据有效性"],
    ),
    "condition": (
        cell(
            lambda sheet: sheet.conditional_format(
                "A1", {"type": "cell", "criteria": "==", "value": AS_TEXT, "format": None}
            )
        ),
        ["工作表“名单” 条件格式"],
    ),
    "header": (cell(lambda sheet: sheet.set_header(f"&C值班{PHONE}")), ["工作表“名单” 页眉页脚"]),
    "text box": (cell(lambda sheet: sheet.insert_textbox("A1", PHONE)), ["工作表“名单” 图形第1段"]),
    "very hidden sheet": (workbook(hidden_sheet), ["工作表“底稿”（深度隐藏） C7"]),
    "defined name": (
        workbook(lambda book, sheet: book.define_name("电话", f"={AS_TEXT}")),
        ["定义的名称“电话”"],
    ),
    "property": (workbook(lambda book, sheet: None, comments=PHONE), ["文档属性“备注”"]),
    "company": (workbook(lambda book, sheet: None, company=PHONE), ["文档属性（docProps/app.xml）"]),
    "own property": (
        workbook(lambda book, sheet: book.set_custom_property("电话", PHONE)),
        ["文档属性“电话”"],
    ),
    "chart": (workbook(chart), ["图表（xl/charts/chart1.xml）"]),
    "sheet name": (workbook(lambda book, sheet: book.add_worksheet(PHONE)), ["工作表名“138****1111”"]),
    "unused text": (
        files.with_parts(
            cell(lambda sheet: sheet.write("A1", "无")),
            **{"xl/sharedStrings.xml": lambda xml: xml.replace("</sst>", f"<si><t>{PHONE}</t></si></sst>")},
        ),
        ["未被单元格使用的文字（第2条）"],
    ),
    "pivot cache": (
        book_with(
            "xl/pivotCache/pivotCacheDefinition1.xml", f'<d><sharedItems><s v="{PHONE}"/></sharedItems></d>'
        ),
        ["数据透视表缓存（xl/pivotCache/pivotCacheDefinition1.xml）"],
    ),
    "external cache": (
        book_with("xl/externalLinks/externalLink1.xml", f'<d><cell r="A1"><v>{PHONE}</v></cell></d>'),
        ["外部链接缓存（xl/externalLinks/externalLink1.xml）"],
    ),
    "custom data": (
        book_with("customXml/item1.xml", f'<d a="{PHONE}"/>'),
        ["自定义数据（customXml/item1.xml）"],
    ),
    "part nobody knows": (book_with("xl/old.bin", f"\0\1\2{PHONE}\3"), ["内嵌文件 old.bin"]),
    "amounts": (workbook(amounts), []),
    "decimals": (sheet_with("<row><c><v>13845678901.35</v></c><c><v>-13845678901</v></c></row>"), []),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_hides_nothing(name):
    content, expected = WORKBOOKS[name]
    assert places(content, "名单.xlsx") == expected


BOX = f"<w:txbxContent>{paragraph(PHONE)}</w:txbxContent>"
SHAPE = (
    f'<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr id="1" name="" descr="{OTHER_PHONE}"/>'
    f"<wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    f'<v:shape alt="{OTHER_PHONE}"><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>'
)
FIELD = (
    '<w:p><w:r><w:instrText>HYPERLINK "tel:138000</w:instrText></w:r><w:r><w:instrText>01111"</w:instrText></w:r>'
    "<w:r><w:t>138 0000 1111</w:t></w:r></w:p>"
)
LINKED = f'<w:p><w:hyperlink r:id="r7"><w:r><w:t>{PHONE}</w:t></w:r></w:hyperlink></w:p>'
LINK = ("r7", "hyperlink", f"tel:{PHONE}", True)
NOTES = f'<w:{{0}}s xmlns:w="{files.WORD}"><w:{{0}} w:id="2">{paragraph(PHONE)}</w:{{0}}></w:{{0}}s>'
SPLIT_MARK = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>电话138000</w:t></w:r></w:p>" + paragraph(
    "01111止"
)
CONTROL = (
    f'<w:sdt><w:sdtPr><w:alias w:val="无"/></w:sdtPr><w:sdtContent>{paragraph(PHONE)}</w:sdtContent></w:sdt>'
)
LIST = f'<w:p><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:value="{PHONE}"/></w:dropDownList></w:sdtPr></w:sdt></w:p>'
NESTED = f"<w:tbl><w:tr><w:tc>{paragraph('甲')}<w:tbl><w:tr><w:tc>{paragraph(PHONE)}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
LETTERS = {
    "split over runs": (
        letter("<w:p><w:r><w:t>138</w:t></w:r><w:proofErr/><w:r><w:t>00001111</w:t></w:r></w:p>"),
        ["正文第1段"],
    ),
    "kept apart": (
        letter("<w:p><w:r><w:t>138</w:t><w:tab/><w:t>00001111</w:t><w:br/><w:t>2</w:t></w:r></w:p>"),
        [],
    ),
    "hyphens of Word": (
        letter("<w:p><w:r><w:t>138</w:t><w:noBreakHyphen/><w:t>00001111</w:t></w:r></w:p>"),
        ["正文第1段"],
    ),
    "hidden text": (
        letter(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{PHONE}</w:t></w:r></w:p>"),
        ["正文第1段"],
    ),
    "shape and fallback": (letter(SHAPE), ["正文文本框1第1段", "正文第1段"]),
    "code of a field": (letter(FIELD), ["正文第1段"]),
    "field in short": (letter(f'<w:p><w:fldSimple w:instr="QUOTE {PHONE}"/></w:p>'), ["正文第1段"]),
    "link and text": (letter(LINKED, [LINK]), ["正文第1段"]),
    "link nobody uses": (letter("", [LINK]), ["链接地址"]),
    "moved": (letter(f"<w:p><w:moveFrom><w:r><w:t>{PHONE}</w:t></w:r></w:moveFrom></w:p>"), ["正文第1段"]),
    "deleted paragraph mark": (letter(SPLIT_MARK), ["正文第1段和下一段"]),
    "content control": (letter(CONTROL), ["正文第1段"]),
    "list of a control": (letter(LIST), ["正文第1段"]),
    "table in a table": (letter(NESTED), ["表格2第1行第1列"]),
    "author of a change": (
        letter(f'<w:p><w:ins w:author="{PHONE}"><w:r><w:t>甲</w:t></w:r></w:ins></w:p>'),
        ["正文"],
    ),
    "formula": (letter(f"<w:p><m:oMath><m:r><m:t>{PHONE}</m:t></m:r></m:oMath></w:p>"), ["正文第1段"]),
    "footnote": (
        letter(
            "",
            [("r2", "footnotes", "footnotes.xml", False)],
            **{"word/footnotes.xml": NOTES.format("footnote")},
        ),
        ["脚注2"],
    ),
    "part without relation": (
        letter("", **{"word/header9.xml": NOTES.format("hdr")}),
        ["部件 word/header9.xml第1段"],
    ),
    "variable": (
        letter("", **{"word/settings.xml": f'<w:s xmlns:w="w"><w:docVar w:val="{PHONE}"/></w:s>'}),
        ["部件 word/settings.xml"],
    ),
    "comment of the XML": (letter(f"<!-- {PHONE} -->"), ["部件 word/document.xml 的注释"]),
    "packed workbook": (
        letter("", **{"word/embeddings/a.xlsx": cell(lambda sheet: sheet.write("C7", PHONE))}),
        ["内嵌文件 a.xlsx 工作表“名单” C7"],
    ),
    "page put in": (letter("", **{"word/chunk.htm": f"<html><p>{PHONE}</p>"}), ["内嵌文件 chunk.htm 第1行"]),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_hides_nothing(name):
    content, expected = LETTERS[name]
    assert places(content, "函.docx") == expected


def text_shape(*texts, name="标题"):
    inner = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
    return f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{name}"/></p:nvSpPr><p:txBody>{inner}</p:txBody></p:sp>'


SLIDES = {
    "slide": (slides(text_shape("甲", PHONE)), ["第1张幻灯片第2段"]),
    "hidden slide": (slides(text_shape("甲"), "!" + text_shape(PHONE)), ["第2张幻灯片（隐藏）第1段"]),
    "alternative text": (slides(text_shape("甲", name=PHONE)), ["第1张幻灯片 替代文字"]),
    "two cells": (
        slides(f"<a:tc>{text_shape(PHONE)}</a:tc><a:tc>{text_shape(PHONE)}</a:tc>"),
        ["第1张幻灯片 表格第1格", "第1张幻灯片 表格第2格"],
    ),
    "notes": (
        slides(
            text_shape("甲"),
            **{
                "ppt/slides/_rels/slide1.xml.rels": files.relations(
                    ("r1", "notesSlide", "../notesSlides/n.xml", False)
                ),
                "ppt/notesSlides/n.xml": f'<p:n xmlns:p="p" xmlns:a="a">{text_shape(PHONE)}</p:n>',
            },
        ),
        ["第1张幻灯片 备注第1段"],
    ),
    "slide taken out": (
        slides(text_shape("甲"), **{"ppt/slides/slide9.xml": f"<a>{PHONE}</a>"}),
        ["部件 ppt/slides/slide9.xml"],
    ),
}


@pytest.mark.parametrize("name", SLIDES)
def test_a_presentation_hides_nothing(name):
    content, expected = SLIDES[name]
    assert places(content, "讲稿.pptx") == expected


def script(writer):
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(f"app.alert('{PHONE}')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(a): b for a, b in action.items()}
    )


def metadata(writer):
    stream = DecodedStreamObject()
    stream.set_data(f"<x><dc:title><rdf:li>{PHONE}</rdf:li></dc:title></x>".encode())
    stream[NameObject("/Type")] = NameObject("/Metadata")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    writer.add_metadata({"/Title": PHONE})


def field(writer):
    look = files.drawing(shown(PHONE))
    look[NameObject("/Subtype")] = NameObject("/Form")
    widget = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Tx"}
    widget = DictionaryObject({NameObject(a): NameObject(b) for a, b in widget.items()})
    widget[NameObject("/T")], widget[NameObject("/V")] = TextStringObject("phone"), TextStringObject(PHONE)
    widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    writer.add_annotation(0, widget)


def redrawn(text):
    def change(writer):
        writer.pages[0][NameObject("/Contents")] = writer._add_object(files.drawing(shown(text)))

    return change


HELLO = shown("hello")
PDFS = {
    "text": (pdf(shown(PHONE)), ["第1页"]),
    "split over operators": (pdf("[(138) -50 (0000) 20 (1111)] TJ"), ["第1页"]),
    "invisible": (pdf(HELLO, f"3 Tr {shown(PHONE)}"), ["第1页"]),
    "wrapped in a cell": (pdf(shown(CARD[:12]), shown(CARD[12:])), ["第1页"]),
    "two numbers in two lines": (pdf(shown("138"), shown("00001111")), []),
    "link and text": (
        pdf(shown(PHONE), change=lambda w: w.add_annotation(0, Link(rect=(1, 1, 9, 9), url=f"tel:{PHONE}"))),
        ["第1页"],
    ),
    "note": (
        pdf(HELLO, change=lambda w: w.add_annotation(0, FreeText(text=PHONE, rect=(1, 1, 90, 90)))),
        ["第1页 批注1"],
    ),
    "property": (pdf(HELLO, change=lambda w: w.add_metadata({"/Subject": PHONE})), ["文档属性“主题”"]),
    "property stored twice": (pdf(HELLO, change=metadata), ["文档属性“标题”"]),
    "bookmark": (pdf(HELLO, change=lambda w: w.add_outline_item(title=PHONE, page_number=0)), ["书签1"]),
    "attachment": (pdf(HELLO, change=lambda w: w.add_attachment("a.txt", PHONE.encode())), ["附件 第1行"]),
    "script": (pdf(HELLO, change=script), [None]),
    "form field and its look": (pdf(HELLO, change=field), ["第1页 表单项“phone”"]),
    "drawing no page shows": (
        pdf(HELLO, change=lambda w: w._add_object(files.drawing(shown(PHONE)))),
        [None],
    ),
    "older revision": (files.saved_again(pdf(shown(PHONE)), redrawn("***")), ["旧版本1 第1页"]),
    "saved twice": (files.saved_again(pdf(shown(PHONE)), redrawn(PHONE)), ["第1页"]),
}


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_hides_nothing(name):
    content, expected = PDFS[name]
    found = places(content, "公示.pdf")
    assert [words and place for words, place in zip(expected, found, strict=True)] == expected


def old_book(fill):
    book, target = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    fill(book, book.add_sheet("名单"))
    book.save(target)
    return target.getvalue()


def old_hidden(book, sheet):
    extra = book.add_sheet("底稿")
    extra.visibility = 2
    extra.write(6, 2, PHONE)


def old_column(book, sheet):
    sheet.col(2).hidden = True
    sheet.write(6, 2, PHONE)


def old_long(book, sheet):
    for row in range(3000):
        sheet.write(row, 0, f"很长的一段文字，编号{row}，使文字表跨过许多条记录")
    sheet.write(3000, 0, PHONE)


OLD_BOOKS = {
    "text": (lambda book, sheet: sheet.write(6, 2, f"电话{PHONE}"), ["工作表“名单” C7"]),
    "number": (lambda book, sheet: sheet.write(6, 2, int(PHONE)), ["工作表“名单” C7"]),
    "formula": (lambda book, sheet: sheet.write(6, 2, xlwt.Formula(AS_TEXT)), ["工作表“名单” C7"]),
    "header": (
        lambda book, sheet: setattr(sheet, "header_str", f"&C{PHONE}".encode()),
        ["工作表“名单” 页眉"],
    ),
    "very hidden sheet": (old_hidden, ["工作表“底稿”（深度隐藏） C7"]),
    "hidden column": (old_column, ["工作表“名单” C7（隐藏列）"]),
    "texts over many records": (old_long, ["工作表“名单” A3001"]),
    "amount": (
        lambda book, sheet: sheet.write(0, 0, 13845678901, xlwt.easyxf(num_format_str="#,##0.00")),
        [],
    ),
}


@pytest.mark.parametrize("name", OLD_BOOKS)
def test_an_old_workbook_hides_nothing(name):
    fill, expected = OLD_BOOKS[name]
    assert places(old_book(fill), "名单.xls") == expected


PACKED = base64.b64encode(PHONE.encode()).decode()
TEXTS = {
    "line": ("名单.txt", f"甲\n电话{PHONE}，{PHONE}\n", ["第2行"]),
    "field": ("名单.csv", f"姓名,电话\n甲,{PHONE}\n", ["第2行第2列"]),
    "fields stay apart": ("名单.csv", "甲,138,00001111\n", []),
    "field of two lines": ("名单.csv", f'甲,"{PHONE}\n{PHONE}"\n乙,{PHONE}\n', ["第1行第2列", "第2行第2列"]),
    "scientific field": ("名单.csv", "甲,1.3800001111E+10\n", ["第1行第2列"]),
    "link, its text a line below": ("a.html", f'<a href="tel:{PHONE}">\n{PHONE}</a>', ["第2行"]),
    "encoded address": ("a.html", '<a href="mailto:zhang%40mail.example.com">', ["第1行"]),
    "cells stay apart": ("a.html", "<td>138</td><td>00001111</td>", []),
    "soft hyphens": ("a.html", "<p>138<wbr>0000&shy;1111</p>", ["第1行"]),
    "lines of the source are blanks": ("a.html", "<p>138\n  0000\n  1111</p>", ["第1行"]),
    "comment with tags": ("a.html", "\n<!-- <b>138</b>00001111 -->", ["第2行"]),
    "escapes of a script": ("a.html", r"<script>x='\u0031\x33800001111'</script>", ["第1行"]),
    "style": ("a.html", f"<style>a:after{{content:'{PHONE}'}}</style>", ["第1行"]),
    "attribute with entities": ("a.html", "<p title='&#49;38&#x30;0001111'>", ["第1行"]),
    "tag without end": ("a.html", f'<p title="{PHONE}', ["第1行"]),
    "file in an address": (
        "a.html",
        f'<a href="data:text/plain;base64,{PACKED}">',
        ["第1行内嵌的文件 第1行"],
    ),
    "page without its ending": ("a.dat", "<!DOCTYPE html><p>138<b>0000</b>1111", ["第1行"]),
    "text that only looks like tags": ("a.txt", f"联系<{MAIL}>", ["第1行"]),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_hides_nothing(name, encoding):
    file, text, expected = TEXTS[name]
    assert places(text.encode(encoding), file) == expected


def test_an_archive_names_its_members_and_is_read_with_their_names():
    inner = package({"丁.txt": CARD})
    content = package(
        {"甲.txt": PHONE, "乙.docx": letter(paragraph(PHONE)), "丙.zip": inner, f"{OTHER_PHONE}.txt": "无"}
    )
    assert places(content, "材料.zip") == [
        "甲.txt 第1行",
        "乙.docx 正文第1段",
        "丙.zip 丁.txt 第1行",
        "文件名“139****2222.txt”",
    ]


def test_an_archive_with_a_member_nobody_reads_is_flagged_and_still_read():
    report = report_of(package({"甲.txt": PHONE, "乙.ofd": package({"OFD.xml": "<a/>"})}))
    assert report.unreadable and [finding.where for finding in report.findings] == ["甲.txt 第1行"]
    assert "乙.ofd OFD文件请人工查看。" in report.hints


def test_a_file_is_told_by_its_content():
    assert places(letter(paragraph(PHONE)), "函.txt") == ["正文第1段"]
    assert places(PHONE.encode(), "函.docx") == ["第1行"]


def test_names_in_gbk_are_read_as_they_were_meant():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("AAAA.txt", PHONE)
    content = target.getvalue().replace(b"AAAA.txt", "名单".encode("gbk") + b".txt")
    assert places(content) == ["名单.txt 第1行"]
