import io
import zipfile

import pytest

from catalog.privacy.reading import masked_copy_here, scan_here
from tests.catalog.privacy.documents import docx, packed, paragraph, part, relations

PHONE, OTHER = "13800005086", "13900005773"


def found(content, name="件.docx"):
    return [(finding.kind, finding.masked) for finding in scan_here(content, name).findings]


def phones(*numbers):
    return [("mobile_phone", f"{number[:3]}****{number[-4:]}") for number in numbers]


def box(text):
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


def drawing(text, description=""):
    return f'<w:drawing><wp:inline><wp:docPr id="1" name="框" descr="{description}"/><wps:txbx>{box(text)}</wps:txbx></wp:inline></w:drawing>'


def alternative(text, fallback, description=""):
    choice = f'<mc:Choice Requires="wps">{drawing(text, description)}</mc:Choice>'
    shown = f'<w:pict><v:shape alt="{description}"><v:textbox>{box(fallback)}</v:textbox></v:shape></w:pict>'
    return f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{shown}</mc:Fallback></mc:AlternateContent></w:r>"


def deleted(text):
    return f'<w:del w:id="1"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def inserted(text):
    return f'<w:ins w:id="2"><w:r><w:t>{text}</w:t></w:r></w:ins>'


def field(code, shown):
    code = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
    return f'{code}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


HIDING_PLACES = {
    "runs": docx(paragraph("电话138", "0000", "5086")),
    "no-break hyphen": docx(paragraph("138", "<w:r><w:noBreakHyphen/><w:t>0000-5086</w:t></w:r>")),
    "hidden run": docx(paragraph("见", f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{PHONE}</w:t></w:r>", "77")),
    "note sign behind it": docx(
        paragraph(PHONE, '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>')
    ),
    "text box": docx(paragraph("见", f"<w:r>{drawing(PHONE)}</w:r>")),
    "text box and its fallback": docx(paragraph("见", alternative(PHONE, PHONE))),
    "only the fallback": docx(paragraph("见", alternative("空", PHONE))),
    "description of a picture": docx(paragraph("见", alternative("空", "空", PHONE))),
    "field code": docx(paragraph(field(f' HYPERLINK "tel:{PHONE}" ', "联系"))),
    "field code and result": docx(paragraph(field(f' HYPERLINK "tel:{PHONE}" ', PHONE))),
    "field code in pieces": docx(
        paragraph(
            "<w:r><w:instrText>tel:1380</w:instrText></w:r>", "<w:r><w:instrText>0005086</w:instrText></w:r>"
        )
    ),
    "simple field": docx(
        paragraph(f'<w:fldSimple w:instr="QUOTE {PHONE}"><w:r><w:t>无</w:t></w:r></w:fldSimple>')
    ),
    "link target": docx(
        paragraph('<w:hyperlink r:id="rId9"><w:r><w:t>联系</w:t></w:r></w:hyperlink>'),
        word___rels__document_DOT_xml_DOT_rels=relations(("rId9", "hyperlink", f"tel:{PHONE}", "External")),
    ),
    "link text and target": docx(
        paragraph(f'<w:hyperlink r:id="rId9"><w:r><w:t>{PHONE}</w:t></w:r></w:hyperlink>'),
        word___rels__document_DOT_xml_DOT_rels=relations(("rId9", "hyperlink", f"tel:{PHONE}", "External")),
    ),
    "link nobody uses": docx(
        word___rels__document_DOT_xml_DOT_rels=relations(("rId9", "hyperlink", f"tel:{PHONE}", "External")),
    ),
    "deleted text": docx(paragraph("电话", deleted(PHONE))),
    "deleted middle": docx(paragraph("电话138", deleted("0000"), inserted("****"), "5086")),
    "inserted middle": docx(paragraph("电话138", deleted("****"), inserted("0000"), "5086")),
    "inserted and deleted again": docx(paragraph("电话", f'<w:ins w:id="1">{deleted(PHONE)}</w:ins>', "12")),
    "deleted paragraph mark": docx(
        "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>电话138</w:t></w:r></w:p>"
        + paragraph("00005086")
    ),
    "moved text": docx(paragraph(f'<w:moveFrom w:id="1"><w:r><w:t>{PHONE}</w:t></w:r></w:moveFrom>')),
    "content control": docx(f"<w:sdt><w:sdtContent>{paragraph(PHONE)}</w:sdtContent></w:sdt>"),
    "choice of a content control": docx(
        f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:value="{PHONE}"/></w:dropDownList></w:sdtPr></w:sdt>'
    ),
    "table cell in two paragraphs": docx(
        f"<w:tbl><w:tr><w:tc>{paragraph(PHONE)}{paragraph(PHONE)}</w:tc></w:tr></w:tbl>"
    ),
    "header": docx(word__header1_DOT_xml=part("w:hdr", paragraph(PHONE))),
    "footer": docx(word__footer2_DOT_xml=part("w:ftr", paragraph(PHONE))),
    "footnote": docx(
        word__footnotes_DOT_xml=part("w:footnotes", f"<w:footnote>{paragraph(PHONE)}</w:footnote>")
    ),
    "endnote": docx(word__endnotes_DOT_xml=part("w:endnotes", f"<w:endnote>{paragraph(PHONE)}</w:endnote>")),
    "comment": docx(
        word__comments_DOT_xml=part(
            "w:comments",
            f"<w:comment>{paragraph('138')[:-6]}<w:r><w:t>00005086</w:t></w:r></w:p></w:comment>",
        )
    ),
    "author of a comment": docx(
        word__comments_DOT_xml=part("w:comments", f'<w:comment w:author="{PHONE}"/>')
    ),
    "glossary": docx(word__glossary__document_DOT_xml=part("w:glossaryDocument", paragraph(PHONE))),
    "variable of the document": docx(
        word__settings_DOT_xml=part(
            "w:settings", f'<w:docVars><w:docVar w:name="x" w:val="{PHONE}"/></w:docVars>'
        )
    ),
    "core property": docx(docProps__core_DOT_xml=part("cp", f"<dc>{PHONE}</dc>")),
    "custom property": docx(
        docProps__custom_DOT_xml=part(
            "Properties", f'<property name="x"><vt:lpwstr>{PHONE}</vt:lpwstr></property>'
        )
    ),
    "custom XML": docx(customXml__item1_DOT_xml=f"<root><t:dh xmlns:t='u'>{PHONE}</t:dh></root>"),
    "attribute of custom XML": docx(customXml__item1_DOT_xml=f"<root dh='{PHONE}'/>"),
    "comment in the XML": docx(customXml__item1_DOT_xml=f"<root><!-- {PHONE} --></root>"),
    "binary part": docx(word__vbaProject_DOT_bin=b"\x00\x01" + PHONE.encode() + b"\x00"),
    "wide binary part": docx(word__vbaProject_DOT_bin=b"\x00\x00\x01\x00" + PHONE.encode("utf-16-le")),
    "chunk in another format": docx(word__afchunk_DOT_html="<p><b>138</b>00005086</p>"),
    "embedded document": docx(word__embeddings__a_DOT_docx=docx(paragraph(PHONE))),
    "embedded twice over": docx(
        word__embeddings__a_DOT_docx=docx(word__embeddings__b_DOT_zip=packed({"x.txt": PHONE}))
    ),
    "UTF-16": packed(
        {
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-16"?>{part("w:document", paragraph(PHONE))}'.encode(
                "utf-16"
            )
        }
    ),
}


@pytest.mark.parametrize("content", HIDING_PLACES.values(), ids=HIDING_PLACES)
def test_a_number_hidden_in_a_document_is_found_once(content):
    assert found(content) == phones(PHONE)


MASKABLE = {
    name: each
    for name, each in HIDING_PLACES.items()
    if "binary" not in name and "XML" not in name and "zip" not in name and name != "embedded twice over"
}


@pytest.mark.parametrize("content", MASKABLE.values(), ids=MASKABLE)
def test_a_masked_copy_of_a_document_passes_the_gate(content):
    copy = masked_copy_here(content, "件.docx")
    assert found(copy) == []
    assert PHONE.encode() not in copy


def test_two_places_are_two_findings():
    assert found(docx(paragraph(PHONE, "、", OTHER) + paragraph(PHONE))) == phones(PHONE, OTHER, PHONE)


def test_the_prefixes_of_a_masked_copy_stay():
    content = docx(paragraph(PHONE), word__settings_DOT_xml=part("w:settings", "", 'mc:Ignorable="wps"'))
    copy = zipfile.ZipFile(io.BytesIO(masked_copy_here(content, "件.docx")))
    assert b'xmlns:wps="urn:wps"' in copy.read("word/settings.xml")
