import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from linhai_portal.letters.page import Head, Paragraph, printable
from linhai_portal.letters.pdf import pdf_of
from tests.ground.letters.sample_page import HOSTILE, SENTENCE, make_page

MM = 72 / 25.4


def read(page):
    return PdfReader(io.BytesIO(pdf_of(page)))


def text_of(pages):
    return "".join("".join(page.extract_text() for page in pages).split())


def lines_of(page):
    """Baseline in millimetres from the upper edge → the text on it and where it begins from the left."""
    found = {}

    def note(text, current, matrix, font, size):
        if text.strip():
            x, y = (matrix[4] * current[0] + current[4], matrix[5] * current[3] + current[5])
            line = found.setdefault(round(297 - y / MM, 1), ["", round(x / MM, 1)])
            line[0] += text.strip("\n")

    page.extract_text(visitor_text=note)
    return found


def fonts_of(reader):
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()["/DescendantFonts"][0].get_object()


def test_every_page_is_a4():
    reader = read(make_page())
    assert len(reader.pages) >= 2
    for page in reader.pages:
        assert [round(float(side) / MM) for side in page.mediabox[2:]] == [210, 297]


def test_text_keeps_to_the_type_area_and_22_lines():
    first = lines_of(read(make_page(blocks=[Paragraph(SENTENCE)] * 40)).pages[1])
    number = max(first)
    body = [place for place in first if place != number]
    assert len(body) == 22
    assert min(body) > 37 and max(body) < 297 - 35
    assert {first[place][1] for place in body} <= {28.0, round(28 + 32 / MM, 1)}
    pitches = {
        round(after - before, 1) for before, after in zip(sorted(body), sorted(body)[1:], strict=False)
    }
    assert pitches <= {10.1, 10.2, 10.3}  # 28.9 pt
    assert 297 - 35 + 6 < number < 297 - 35 + 10


def test_a_line_holds_28_characters():
    page = make_page(blocks=[Paragraph("字" * 26 + "行" * 28 + "末")])
    lines = [line[0] for line in lines_of(read(page).pages[0]).values()]
    assert {"字" * 26, "行" * 28, "末"} <= set(lines)


def test_page_numbers_stand_at_the_outer_edge_between_dashes():
    odd, even = (lines_of(page) for page in read(make_page()).pages[:2])
    assert [line[0].strip() for line in (odd[max(odd)], even[max(even)])] == ["— 1 —", "— 2 —"]
    assert odd[max(odd)][1] > 150
    assert even[max(even)][1] == round(28 + 14 / MM, 1)


def test_a_letter_has_no_number_on_page_one():
    first, second = read(make_page(head=Head.LETTER)).pages[:2]
    assert "— 1 —" not in first.extract_text()
    assert "— 2 —" in second.extract_text()


@pytest.mark.parametrize("head", Head)
def test_page_one_holds_text_of_the_body(head):
    assert SENTENCE[:20] in text_of(read(make_page(head=head)).pages[:1])


def test_all_fonts_are_embedded_and_text_can_be_selected():
    reader = read(make_page())
    fonts = list(fonts_of(reader))
    assert fonts
    for font in fonts:
        assert any(f"/FontFile{kind}" in font["/FontDescriptor"] for kind in ("", "2", "3"))
    text = text_of(reader.pages)
    for part in (
        "临政公开〔2026〕5号",
        "政府信息公开告知书",
        "2026年3月5日",
        "附件：1.第一份",
        "（此件公开发布）",
    ):
        assert part in text


@pytest.mark.parametrize("name", ["镕堃喆犇", "㛃䶮鿍", "𠮷𬭚𬱖"])
def test_rare_characters_of_names_are_in_the_fonts(name):
    assert name in text_of(read(make_page(addressee=name)).pages)


def test_it_is_an_archive_file_with_tags():
    reader = read(make_page())
    metadata = reader.xmp_metadata
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "B")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.metadata.title == "临海市人民政府办公室政府信息公开告知书"
    assert reader.metadata.creation_date.date() == make_page().dated


def test_the_same_page_is_the_same_file():
    page = make_page()
    assert pdf_of(page) == pdf_of(replace(page))
    assert pdf_of(page) != pdf_of(replace(page, number="临政公开〔2026〕6号"))


def test_the_signature_is_never_alone_on_a_page():
    for sentences in range(1, 14):
        page = make_page(blocks=[Paragraph(SENTENCE)] * sentences, attachments=(), contact="", remark="")
        last = text_of(read(page).pages[-1:])
        assert "事项告知如下。临海市人民政府办公室2026年3月5日" in last


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_what_people_write_stays_text(hostile):
    page = make_page(
        title=f"标题{hostile}",
        addressee=hostile,
        blocks=(Paragraph(hostile),),
        attachments=(hostile[:200],),
        signer=hostile[:30],
    )
    reader = read(page)
    assert "".join(printable(hostile)[:20].split())[:8] in text_of(reader.pages)
    catalog = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & catalog.keys()
    assert not any("/Annots" in each for each in reader.pages)


def test_nothing_is_fetched_for_a_letter(tmp_path, caplog):
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密")
    page = make_page(
        blocks=(Paragraph(f'<link rel="attachment" href="file://{secret}"><img src="file://{secret}">'),)
    )
    reader = read(page)
    assert not reader.attachments
    assert "秘密" not in text_of(reader.pages)
