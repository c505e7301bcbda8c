"""Pictures as they go out: no EXIF, no place, no thumbnail, upright, not larger than a page needs."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 2000  # pixels
MOST_PIXELS = 60_000_000
_FORMATS = {
    "PNG": {"optimize": True},
    "JPEG": {"quality": 85, "optimize": True},
    "WEBP": {"quality": 85},
    "GIF": {},
}
_FORMAT_OF = {"MPO": "JPEG"}  # what phones write: a JPEG with a second picture behind it
# A text in a PNG that unpacks to too much is a ValueError.
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError)


class BadPicture(ValueError):
    """The picture can't be read or is far too large; the message says so in Chinese."""


def stripped(content: bytes) -> bytes:
    """The same picture in the same format from its pixels alone; an animation keeps its first frame."""
    try:
        with Image.open(io.BytesIO(content), formats=list(_FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture("图片太大，请缩小到 6000 万像素以内再上传。")
            form = _FORMAT_OF.get(picture.format, picture.format)
            kept = ImageOps.exif_transpose(picture)
            kept.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(kept, form)
    except BadPicture:
        raise
    except _BROKEN as error:
        raise BadPicture("图片打不开，可能已经损坏。请重新保存后再上传。") from error


def _written(picture, form):
    """From the pixels: whatever else the file carried has no way into the copy."""
    if form == "JPEG" and picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    bare = Image.new(picture.mode, picture.size)
    if picture.mode == "P":
        bare.putpalette(picture.getpalette())
    bare.paste(picture)
    options = dict(_FORMATS[form])
    if "transparency" in picture.info and form in ("PNG", "GIF"):
        options["transparency"] = picture.info["transparency"]
    target = io.BytesIO()
    bare.save(target, form, **options)
    return target.getvalue()
