"""Every place is told in the words under which a clerk finds it."""

import io
import re

import pytest
from xlwt.CompoundDoc import XlsDoc

from catalog.privacy.reading import scan_here
from tests.catalog.privacy import test_old_workbooks, test_pdf, test_slides, test_word, test_workbooks
from tests.catalog.privacy.documents import docx, packed, paragraph, part, pptx, relations, shape, xlsx

PHONE = "13800005086"
ALL = {
    f"{name} {ending}": (content, ending)
    for module, ending in (
        (test_workbooks, "xlsx"),
        (test_word, "docx"),
        (test_slides, "pptx"),
        (test_pdf, "pdf"),
    )
    for name, content in module.HIDING_PLACES.items()
}
QUOTED = re.compile(r"「[^」]*」|“[^”]*”|\b[A-Z]{1,2}[0-9]+\b|SmartArt|x\.txt")


def places(content, ending):
    return [finding.where for finding in scan_here(content, f"件.{ending}").findings]


@pytest.mark.parametrize(("content", "ending"), ALL.values(), ids=ALL)
def test_no_place_is_told_by_a_name_inside_the_file(content, ending):
    for where in places(content, ending):
        assert not re.search("[A-Za-z]{2}", QUOTED.sub("", where)), where


def core(**properties):
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in properties.items())
    return {"docProps__core_DOT_xml": f"<coreProperties>{inner}</coreProperties>"}


TWO_SLIDES = relations(("rId1", "slide", "slides/slide9.xml"), ("rId2", "slide", "slides/slide1.xml"))
NAMED = {
    "docx": [
        (docx(**core(description=PHONE)), "文档属性“备注”"),
        (docx(**core(creator=PHONE)), "文档属性“作者”"),
        (docx(paragraph(test_word.deleted(PHONE))), "正文第1段（修订中删除的文字）"),
        (docx(paragraph(test_word.inserted(PHONE))), "正文第1段（修订中插入的文字）"),
        (docx(word__header1_DOT_xml=part("w:hdr", paragraph(PHONE))), "页眉1第1段"),
        (
            docx(
                docProps__custom_DOT_xml=f'<P><property name="联系人"><lpwstr>{PHONE}</lpwstr></property></P>'
            ),
            "文档属性“联系人”",
        ),
    ],
    "xlsx": [
        (xlsx(rest=f"<headerFooter><oddHeader>{PHONE}</oddHeader></headerFooter>"), "工作表「名单」 页眉"),
        (
            xlsx(workbook=f'<definedNames><definedName name="联系人">"{PHONE}"</definedName></definedNames>'),
            "工作簿 定义的名称“联系人”",
        ),
        (
            xlsx(
                state="hidden",
                sheet_relations=[("rId1", "drawing", "../drawings/drawing1.xml")],
                xl__drawings__drawing1_DOT_xml=part("xdr", f"<a:p><a:r><a:t>{PHONE}</a:t></a:r></a:p>"),
            ),
            "工作表「名单」（隐藏工作表） 图形1第1段",
        ),
    ],
    "pptx": [
        (
            pptx(
                shape("无"),
                ppt__presentation_DOT_xml=part(
                    "p:presentation", '<p:sldId r:id="rId1"/><p:sldId r:id="rId2"/>'
                ),
                ppt___rels__presentation_DOT_xml_DOT_rels=TWO_SLIDES,
                ppt__slides__slide9_DOT_xml=part("p:sld", shape(PHONE), 'show="0"'),
            ),
            "幻灯片1（隐藏幻灯片）第1段",
        ),
    ],
}


@pytest.mark.parametrize(
    ("content", "ending", "where"),
    [(*pair[:1], ending, pair[1]) for ending, pairs in NAMED.items() for pair in pairs],
)
def test_a_place_is_called_what_the_program_shows(content, ending, where):
    assert places(content, ending) == [where]


def test_a_number_deleted_and_written_anew_in_a_paragraph_is_at_one_place():
    content = docx(paragraph(test_word.deleted(PHONE), "改", test_word.inserted(PHONE)))
    assert len(places(content, "docx")) == 1


def test_the_comments_of_two_slides_are_two_places():
    comment = part("p:cmLst", f"<p:cm><p:text>{PHONE}</p:text></p:cm>")
    content = pptx(ppt__comments__comment1_DOT_xml=comment, ppt__comments__comment2_DOT_xml=comment)
    assert places(content, "pptx") == ["批注1第1条", "批注2第1条"]


def test_what_is_hidden_beside_a_picture_is_found():
    photo = b"\xff\xd8\xff\xe1\x00\x20Exif\x00\x00" + PHONE.encode() + b"\xff\xda"
    assert places(docx(word__media__a_DOT_jpeg=photo), "docx") == ["图片「a.jpeg」的照片信息"]
    assert places(xlsx(xl__media__a_DOT_emf=PHONE.encode("utf-16-le")), "xlsx")


def test_a_document_of_a_kind_that_is_read_in_part_needs_a_person():
    report = scan_here(docx(word__embeddings__a_DOT_rtf=b"{\\rtf1 138}"), "件.docx")
    assert report.hints == ["嵌入的文件「a.rtf」：是 RTF 文件，只能读到一部分，请人工查看。"]


def test_a_file_wrapped_in_an_object_is_read():
    written = io.BytesIO()
    XlsDoc().save(written, b"\x00" * 20 + packed({"x.txt": PHONE}))
    wrapped = written.getvalue().replace("Workbook".encode("utf-16-le"), "Contents".encode("utf-16-le"))
    content = docx(word__embeddings__oleObject1_DOT_bin=wrapped)
    assert places(content, "docx") == ["嵌入的文件「oleObject1.bin」 x.txt： 第1行"]


def test_the_numbers_of_an_embedded_old_workbook_are_read():
    content = docx(word__embeddings__a_DOT_xls=test_old_workbooks.book(int(PHONE)))
    assert places(content, "docx") == ["嵌入的文件「a.xls」 工作表「名单」B1"]
