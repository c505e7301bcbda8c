"""What may be attached: told from its bytes, of bounded size, pictures bare and described, nothing that could run."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from catalog.attaching import add_file, drop, mask
from catalog.correcting import draft_correction
from catalog.publishing import submit
from linhai_portal.pictures import LONGEST_SIDE
from linhai_portal.workflow import InvalidMove
from tests.make import make_publication, make_user, put_out

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
IDENTITY = "331082199001019962"  # 示例号码


def picture(form="PNG", mode="RGB", size=(40, 30), **options):
    target = io.BytesIO()
    Image.new(mode, size).save(target, form, **options)
    return target.getvalue()


def package(*names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


def upload(draft, name, content, **facts):
    return add_file(draft, SimpleUploadedFile(name, content), by=draft.drafted_by, **facts)


def stored(attachment):
    with attachment.file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("图.svg", SVG, "只收"),
        ("页.html", HTML, "只收"),
        ("没有后缀", b"text", "只收"),
        ("图.png", SVG, "后缀和内容不一致"),
        ("图.png", HTML, "后缀和内容不一致"),
        ("图.gif", b"\x00GIF89a" + HTML, "后缀和内容不一致"),
        ("图.gif", b"GIF89a/*" + HTML, "打不开"),
        ("图.jpg", b"\xff\xd8\xff" + HTML, "打不开"),
        ("图.png", picture()[:60], "打不开"),
        ("表.xlsx", package("word/document.xml"), "其实是 docx"),
        ("包.zip", package("xl/workbook.xml"), "其实是 xlsx"),
        ("表.xlsx", package("xl/workbook.xml", "xl/vbaProject.bin"), "宏程序"),
        ("表.xlsx", b"PK\x03\x04broken", "损坏"),
        ("文.pdf", HTML + b"%PDF-1.7", "后缀和内容不一致"),
        ("文.txt", b"\x7fELF\0\0\0", "后缀和内容不一致"),
        ("空.txt", b"", "空的"),
    ],
)
def test_what_it_is_not_taken_for_is_said(name, content, words):
    draft = make_publication()
    with pytest.raises(InvalidMove, match=words):
        upload(draft, name, content)
    assert not draft.attachments.exists()


def test_a_file_too_large_or_one_too_many_is_refused(settings, monkeypatch):
    draft = make_publication()
    settings.MAX_ATTACHMENT_BYTES = 10
    with pytest.raises(InvalidMove, match="文件太大"):
        upload(draft, "文.txt", b"x" * 11)
    monkeypatch.setattr("catalog.attaching.MOST_FILES", 1)
    upload(draft, "一.txt", b"x")
    with pytest.raises(InvalidMove, match="最多 1 个附件"):
        upload(draft, "二.txt", b"x")


def test_markup_in_a_text_file_never_runs(client):
    draft = make_publication()
    file = upload(draft, "说明.txt", HTML)
    put_out(draft)
    answer = client.get(file.get_absolute_url())
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_picture_goes_out_from_its_pixels_alone(client):
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "SECRET place", 6
    words = PngInfo()
    words.add_text("Comment", "SECRET place")
    draft = make_publication()
    hidden = picture("PNG", pnginfo=words, exif=exif) + HTML + SVG
    for name, content in (
        ("图.png", hidden),
        ("图.jpg", picture("JPEG", exif=exif, comment=b"SECRET") + HTML),
        ("图.webp", picture("WEBP", exif=exif)),
        ("图.gif", picture("GIF", "P", comment=b"SECRET") + HTML),
    ):
        attachment = upload(draft, name, content, alternative="海塘施工现场")
        bare = stored(attachment)
        assert b"SECRET" not in bare and b"<script" not in bare and b"<svg" not in bare
        with Image.open(io.BytesIO(bare)) as read:
            assert not read.getexif()
    answer = client.get(attachment.get_absolute_url())
    assert answer.status_code == 404  # a draft's


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", each) for each in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")]
    + [("JPEG", each) for each in ("L", "RGB", "CMYK")]
    + [("WEBP", "RGBA"), ("GIF", "P")],
)
def test_every_kind_of_picture_is_kept_and_made_smaller(form, mode):
    extension = {"JPEG": "jpg"}.get(form, form.lower())
    content = picture(form, mode, size=(LONGEST_SIDE + 10, 20))
    attachment = upload(make_publication(), f"图.{extension}", content, alternative="海塘")
    with Image.open(io.BytesIO(stored(attachment))) as read:
        assert (read.format, max(read.size)) == (form, LONGEST_SIDE)


def test_only_a_picture_takes_words_and_a_picture_without_stays_out_of_the_text(client):
    draft = make_publication()
    with pytest.raises(InvalidMove, match="不是图片"):
        upload(draft, "文.txt", b"x", alternative="一句话")
    upload(draft, "图.png", picture(), alternative="")
    assert not draft.attachments.pictures().exists()


def test_files_change_by_their_drafter_alone_and_only_while_it_is_a_draft():
    draft = make_publication()
    file = upload(draft, "文.txt", b"x")
    other = make_user("editor", organization=draft.organization)
    with pytest.raises(InvalidMove, match="只有起草人"):
        drop(file, by=other)
    submit(draft, by=draft.drafted_by)
    for deed in (
        lambda: upload(draft, "二.txt", b"y"),
        lambda: drop(file, by=draft.drafted_by),
        lambda: mask(file, by=draft.drafted_by),
    ):
        with pytest.raises(InvalidMove, match="已经提交"):
            deed()


@pytest.mark.django_db(transaction=True)
def test_of_a_masked_file_the_original_is_gone_and_a_corrections_files_are_not():
    draft = make_publication()
    file = upload(draft, "名单.txt", IDENTITY.encode())
    original, storage = file.file.name, file.file.storage
    mask(file, by=draft.drafted_by)
    assert not storage.exists(original)
    assert IDENTITY.encode() not in stored(file)
    published = put_out(draft)
    correction = draft_correction(
        published, by=draft.drafted_by, organization=draft.organization, reason="写错了"
    )
    drop(correction.attachments.get(), by=draft.drafted_by)
    assert storage.exists(published.attachments.get().file.name)
