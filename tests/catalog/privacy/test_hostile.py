import contextlib
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.privacy import masked_copy, scan, texts
from catalog.privacy.reading import scan_here
from catalog.privacy.report import Unreadable
from tests.catalog.privacy.documents import docx, packed, paragraph, xlsx

PHONE = "13800005086"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def entity_bomb():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else PHONE}">' for n in range(10))
    return f"<!DOCTYPE d [{lines}]><w:document xmlns:w='w'><w:t>&a9;</w:t></w:document>"


def with_flag(content, flag):
    """The same ZIP with its members marked, such as encrypted."""
    at = content.index(b"PK\x01\x02")
    return content[:6] + bytes([flag]) + content[7 : at + 8] + bytes([flag]) + content[at + 9 :]


def nested(depth):
    content = PHONE.encode()
    for _ in range(depth):
        content = packed({"a.zip" if content[:2] == b"PK" else "a.txt": content})
    return content


UNREADABLE = {
    "cut document": docx(paragraph(PHONE))[:-30],
    "zeros": b"\x00" * 5000,
    "noise": bytes(range(256)) * 20,
    "OLE without content": OLE + b"\x00" * 600,
    "OLE of ones": OLE + b"\xff" * 5000,
    "PDF without content": b"%PDF-1.7\n%%EOF",
    "picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
    "rich text": b"{\\rtf1 " + PHONE.encode() + b"}",
    "OFD": packed({"OFD.xml": "<a/>"}),
    "OpenDocument": packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
    "entities": packed({"word/document.xml": entity_bomb()}),
    "entities in UTF-16": packed({"word/document.xml": entity_bomb().encode("utf-16")}),
    "deep XML": docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000),
    "malformed XML": docx("<w:p>"),
    "encrypted member": with_flag(packed({"a.txt": PHONE}), 1),
    "damaged member": packed({"a.txt": PHONE, "b.docx": b"PK\x03\x04 no"}),
    "archive of archives of archives": nested(12),
    "unpacks to too much": packed({"a.txt": b"\x00" * (320 << 20)}),
    "binary workbook": packed({"[Content_Types].xml": "<a/>", "xl/workbook.bin": b"1"}),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_said_to_be_unreadable(content):
    report = scan(content, "文件.docx")
    assert report.as_json() == {"findings": [], "unreadable": True}
    assert PHONE not in texts(content, "文件.docx")


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a", "a.xls", "138\x00.doc"])
def test_the_content_tells_what_a_file_is_not_its_name(name):
    assert len(scan(docx(paragraph(PHONE)), name).findings) == 1


def test_members_are_named_and_archives_inside_are_read():
    report = scan(
        packed({"名单/一.txt": PHONE, "二.zip": packed({"三.docx": docx(paragraph(PHONE))})}), "a.zip"
    )
    assert [finding.where for finding in report.findings] == [
        "名单/一.txt： 第1行",
        "二.zip： 三.docx： 正文第1段",
    ]


def test_what_nobody_can_read_in_an_archive_is_named_and_the_rest_read_for_the_reviewer():
    content = packed({"照片.jpg": b"\xff\xd8\xff", "旧.doc": OLE + b"\x00" * 600, "名单.csv": PHONE})
    report = scan(content, "a.zip")
    assert report.as_json() == {"findings": [], "unreadable": True}
    assert [each.where for each in report.findings] == ["名单.csv： 第1行第1列"]
    assert [hint.partition("：")[0] for hint in report.hints] == ["照片.jpg", "旧.doc"]


def test_an_archive_is_masked_member_by_member():
    inner = packed({f"{PHONE}.docx": docx(paragraph(PHONE)), "空.txt": "无\r\n"})
    copy = masked_copy(packed({"名单.csv": f"王,{PHONE}\n".encode("gbk"), "内.zip": inner}), "a.zip")
    assert scan(copy, "a.zip").as_json() == {"findings": [], "unreadable": False}
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert archive.read("名单.csv").decode("gbk") == "王,138****5086\n"
        with zipfile.ZipFile(io.BytesIO(archive.read("内.zip"))) as inside:
            assert inside.namelist() == ["138****5086.docx", "空.txt"]
            assert inside.read("空.txt").decode() == "无\r\n"


@pytest.mark.parametrize("member", [b"\xff\xd8\xff", b"{\\rtf1 "])
def test_an_archive_with_a_member_that_cannot_be_masked_is_refused_by_its_name(member):
    with pytest.raises(ValueError, match="压缩包里的“公示/图.x”不能制作脱敏副本。请解压后单独处理"):
        masked_copy(packed({"名单.csv": PHONE, "公示/图.x": member}), "a.zip")


def with_note_on_a_member():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        member = zipfile.ZipInfo("a.txt")
        member.comment = PHONE.encode()
        archive.writestr(member, "无")
    return written.getvalue()


def with_member_the_directory_does_not_list():
    first = packed({"a.txt": PHONE})
    written = io.BytesIO(first[: first.index(b"PK\x01\x02")])
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("b.txt", "无")
    return written.getvalue()


def test_what_an_archive_carries_besides_its_members_is_read():
    assert len(scan(with_note_on_a_member(), "a.zip").findings) == 1
    assert len(scan(packed({"a.txt": "无"}) + PHONE.encode(), "a.zip").findings) == 1
    assert len(scan(packed({f"{PHONE}/": "", "a.txt": "无"}), "a.zip").findings) == 1
    assert "没有列入目录的文件" in scan(with_member_the_directory_does_not_list(), "a.zip").hints[0]


def test_a_member_named_after_a_number_is_found_and_shown_masked():
    report = scan(packed({f"{PHONE}.txt": "无"}), "a.zip")
    assert len(report.findings) == 1
    assert PHONE not in str(report)


def test_a_member_name_in_gbk_is_read():
    content = packed({"ABCD.txt": PHONE}).replace(b"ABCD.txt", "名单".encode("gbk") + b".txt")
    assert scan(content, "a.zip").findings[0].where == "名单.txt： 第1行"


def test_the_same_member_stored_twice_is_read_twice():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("word/document.xml", docx_part(PHONE))
        archive.writestr("word/document.xml", docx_part("无"))
    assert len(scan(written.getvalue(), "a.docx").findings) == 1


def docx_part(text):
    return f"<w:document xmlns:w='w'>{paragraph(text)}</w:document>"


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE, b"%PDF-1.4\n", b"<html>", b"\xff\xfe"])
)
@settings(max_examples=150, deadline=None)
def test_noise_is_either_read_or_unreadable(noise, start):
    with contextlib.suppress(Unreadable):
        scan_here(start + noise, "a")


@given(st.integers(0, 100_000), st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_a_changed_byte_does_no_harm(at, value):
    content = bytearray(xlsx(f'<row r="1"><c r="A1" t="str"><v>{PHONE}</v></c></row>'))
    content[at % len(content)] = value
    with contextlib.suppress(Unreadable):
        scan_here(bytes(content), "a.xlsx")


@pytest.mark.parametrize("content", [b"%PDF-1.4", OLE, packed({"a.pdf": b"%PDF-1.4"})])
def test_a_copy_that_cannot_be_made_is_refused_in_words(content):
    with pytest.raises(ValueError, match="不能制作脱敏副本。请.*。"):
        masked_copy(content, "a")


def test_the_texts_of_a_file_are_read_for_the_index():
    assert "办事指南" in texts(docx(paragraph("办事", "指南")), "a.docx")


def test_the_command_prints_one_object_or_a_list_and_no_number(tmp_path, capsys):
    good, bad = tmp_path / "a.txt", tmp_path / "b.docx"
    good.write_text(f"电话{PHONE}", encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04")
    call_command("scan_personal_information", str(good), "--json")
    finding = {"kind": "mobile_phone", "masked": "138****5086", "where": "第1行"}
    assert json.loads(capsys.readouterr().out) == {"findings": [finding], "unreadable": False}
    call_command("scan_personal_information", str(good), str(bad))
    answers = json.loads(capsys.readouterr().out)
    assert [answer["unreadable"] for answer in answers] == [False, True]


def test_the_command_refuses_a_missing_file_without_repeating_a_number(tmp_path):
    with pytest.raises(CommandError, match="不能读文件") as error:
        call_command("scan_personal_information", str(tmp_path / f"{PHONE}.txt"))
    assert PHONE not in str(error.value)
