import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linhai_portal.letters.page import Cell, Head, Page, Paragraph, Row, Table, characters, day, printable

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("on", "text"),
    [(DAY, "2026年3月5日"), (date(2026, 12, 31), "2026年12月31日"), (date(2027, 1, 1), "2027年1月1日")],
)
def test_a_day_has_no_padding_zero(on, text):
    assert day(on) == text


@given(st.text(st.characters(), max_size=200))
def test_nothing_unprintable_is_left_and_cleaning_twice_changes_nothing(text):
    kept = printable(text)
    assert not [sign for sign in kept if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Cs")]
    assert "\ufffe" not in kept and "\uffff" not in kept
    assert printable(kept) == kept


@pytest.mark.parametrize("name", ["欧阳㛃", "𠮷田", "𬭚", "\ue001某", "𱍐", "张·艾山", "葛\U000e0100"])
def test_rare_characters_of_names_stay(name):
    assert printable(name) == name


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("一\x00二\x1b[31m", "一二[31m"),
        ("合同\u202egpj.exe", "合同gpj.exe"),
        ("  首尾 \r\n\r\n 第二行\t末 ", "首尾\n第二行 末"),
        ("半\ud83d个", "半个"),
        ("赞👍🏻①☑", "赞□□①☑"),
    ],
)
def test_signs_that_no_printer_prints_go(told, kept):
    assert printable(told) == kept


def test_every_part_of_a_page_is_cleaned():
    page = Page(
        title="标\x00题",
        dated=DAY,
        addressee="张\u202e三",
        attachments=["附\x07件"],
        blocks=[Paragraph("正\x08文"), Table((1,), (Row((Cell("格\x0c子"),)),))],
    )
    assert (page.title, page.addressee, page.attachments) == ("标题", "张三", ("附件",))
    assert page.blocks[0].text == "正文"
    assert page.blocks[1].rows[0].cells[0].text == "格\n子"


@given(st.text("临海市人民政府办公室局", min_size=1, max_size=22), st.integers(0, 400), st.booleans())
def test_signature_and_date_stand_as_the_standard_says(signer, days, is_sealed):
    page = Page(title="告知书", dated=DAY + timedelta(days), signer=signer, is_sealed=is_sealed)
    right_of_signer, right_of_date = page.signature_indents
    wide, date_wide = characters(signer), characters(page.date_text)
    assert min(right_of_signer, right_of_date) >= 2
    if is_sealed:
        assert right_of_date >= 4
        assert right_of_signer + wide / 2 == right_of_date + date_wide / 2
        assert right_of_date == 4 or right_of_signer == 2
    else:
        assert right_of_signer + wide == right_of_date + date_wide + 2
        assert 2 in (right_of_signer, right_of_date)


@pytest.mark.parametrize(
    ("names", "lines"),
    [((), []), (("甲",), ["甲"]), (("甲", "乙"), ["1.甲", "2.乙"])],
)
def test_only_several_attachments_are_numbered(names, lines):
    assert Page(title="答复书", dated=DAY, attachments=names).attachment_lines == lines


@given(st.integers(1, 60))
def test_the_red_name_fits_on_one_line(length):
    page = Page(title="答复书", dated=DAY, signer="局" * length, head=Head.RED)
    assert page.name_pt * length <= 442.2
