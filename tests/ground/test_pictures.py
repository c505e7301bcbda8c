import io

import pytest
from PIL import Image, PngImagePlugin

from linhai_portal.pictures import BadPicture, stripped

PHONE = "13800005086"
RED = Image.new("RGB", (60, 40), "red")


def saved(form, picture=RED, **options):
    written = io.BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()


def with_exif():
    exif = RED.getexif()
    exif[0x010E], exif[0x0112] = PHONE, 6
    return exif


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_was_stored_beside_the_pixels_goes_out(form):
    content = saved(form, exif=with_exif()) + PHONE.encode()
    copy = stripped(content)
    assert PHONE.encode() not in copy
    with Image.open(io.BytesIO(copy)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == (form, (40, 60), {})


def test_a_picture_of_a_phone_with_a_second_one_behind_it_is_a_jpeg():
    content = saved("MPO", save_all=True, append_images=[RED])
    with Image.open(io.BytesIO(stripped(content))) as picture:
        assert picture.format == "JPEG"


def test_a_text_that_unpacks_to_too_much_is_refused_in_words():
    text = PngImagePlugin.PngInfo()
    text.add_text("x", "a" * 3_000_000, zip=True)
    with pytest.raises(BadPicture, match="请重新保存后再上传"):
        stripped(saved("PNG", pnginfo=text))
