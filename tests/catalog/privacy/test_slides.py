import pytest

from catalog.privacy.reading import masked_copy_here, scan_here
from tests.catalog.privacy.documents import part, pptx, relations, shape, xlsx

PHONE = "13800005086"


def found(content):
    return [(finding.kind, finding.masked) for finding in scan_here(content, "稿.pptx").findings]


CACHE = part("c:chartSpace", f"<c:strCache><c:pt><c:v>{PHONE}</c:v></c:pt></c:strCache>")
HIDING_PLACES = {
    "runs": pptx(shape("电话138", "00005086")),
    "table": pptx(
        f"<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>{PHONE}</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
    ),
    "description": pptx(f'<p:pic><p:nvPicPr><p:cNvPr id="1" name="图" descr="{PHONE}"/></p:nvPicPr></p:pic>'),
    "hidden slide": pptx(ppt__slides__slide2_DOT_xml=part("p:sld", shape(PHONE), 'show="0"')),
    "notes": pptx(ppt__notesSlides__notesSlide1_DOT_xml=part("p:notes", shape(PHONE))),
    "master": pptx(ppt__slideMasters__slideMaster1_DOT_xml=part("p:sldMaster", shape(PHONE))),
    "layout": pptx(ppt__slideLayouts__slideLayout1_DOT_xml=part("p:sldLayout", shape(PHONE))),
    "comment": pptx(
        ppt__comments__comment1_DOT_xml=part("p:cmLst", f"<p:cm><p:text>{PHONE}</p:text></p:cm>")
    ),
    "new comment": pptx(ppt__comments__modern_DOT_xml=part("p:cmLst", f"<p:cm>{shape(PHONE)}</p:cm>")),
    "link": pptx(
        '<p:sp><p:txBody><a:p><a:r><a:rPr><a:hlinkClick r:id="rId5"/></a:rPr><a:t>见</a:t></a:r></a:p></p:txBody></p:sp>',
        ppt__slides___rels__slide1_DOT_xml_DOT_rels=relations(
            ("rId5", "hyperlink", f"tel:{PHONE}", "External")
        ),
    ),
    "embedded workbook and chart": pptx(
        ppt__embeddings__book_DOT_xlsx=xlsx(f'<row r="1"><c r="A1" t="str"><v>{PHONE}</v></c></row>'),
        ppt__charts__chart1_DOT_xml=CACHE,
    ),
    "diagram": pptx(ppt__diagrams__data1_DOT_xml=part("dgm", f"<a:p><a:r><a:t>{PHONE}</a:t></a:r></a:p>")),
    "tag": pptx(ppt__tags__tag1_DOT_xml=part("p:tagLst", f'<p:tag name="x" val="{PHONE}"/>')),
    "title among the properties": pptx(
        shape(PHONE),
        docProps__app_DOT_xml=f"<Properties><TitlesOfParts><vector><lpstr>{PHONE}</lpstr></vector></TitlesOfParts></Properties>",
    ),
}


@pytest.mark.parametrize("content", HIDING_PLACES.values(), ids=HIDING_PLACES)
def test_a_number_hidden_in_slides_is_found_once(content):
    assert found(content) == [("mobile_phone", "138****5086")]


@pytest.mark.parametrize("content", HIDING_PLACES.values(), ids=HIDING_PLACES)
def test_a_masked_copy_of_slides_passes_the_gate(content):
    assert found(masked_copy_here(content, "稿.pptx")) == []
