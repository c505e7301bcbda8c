"""The form field of a rich text: a text box that takes plain lines or simple markup, and an editor where scripts run."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import Script
from django.templatetags.static import static

from linhai_portal import rich_text
from linhai_portal.rich_text.cleaning import no_picture

MAX_LENGTH = 500_000
HELP = (
    "可以从 Word 或 WPS 里粘贴，格式会自动整理。没有编辑器时直接写字，一行一段；"
    "也可以写标记，例如 <h2>一、总则</h2>、<strong>重点</strong>。"
)


class RichTextWidget(forms.Textarea):
    """`cleaner` is the address of `pasting.clean_pasted`; without one, what is pasted is cleaned when it is saved."""

    def __init__(self, attrs=None, *, cleaner=""):
        super().__init__({"rows": 20} | (attrs or {}))
        self.cleaner = cleaner
        self.is_own_picture = no_picture

    @property
    def media(self):
        return forms.Media(css={"all": ["css/rich_text.css"]}, js=[Script("js/rich_text.js", type="module")])

    def get_context(self, name, value, attrs):
        # The script imports the editor from this address: no import map, so no inline script.
        editor = {
            "data-rich-text": static("django_prose_editor/editor.js"),
            "data-cleaner": str(self.cleaner),
        }
        return super().get_context(name, value, (attrs or {}) | editor)

    def format_value(self, value):
        """What was sent comes back cleaned, one block a line, so that it can be read and mended by hand."""
        if not value or not rich_text.has_markup(value):
            return value
        try:
            return rich_text.clean(value, is_own_picture=self.is_own_picture)
        except rich_text.Refused:
            return value

    def use_required_attribute(self, initial):
        return False  # the box is hidden behind the editor: the browser could not show what it misses


class RichTextField(forms.CharField):
    """`cleaned_data` is the cleaned text. Pictures must be ours and described."""

    widget = RichTextWidget
    default_error_messages = {
        "required": "请写正文。",
        "too_long": f"正文连同标记超过 {MAX_LENGTH} 字。请把长的部分作为附件上传。",
        "foreign_picture": "有 %(count)d 张图片不在本站，不能随正文保存，已经去掉。请先上传图片再插入；不需要的，再保存一次。",
        "missing_alt": "有 %(count)d 张图片没有文字说明：%(pictures)s。请写明图上有什么，看不见图的人靠它了解内容。",
    }

    def __init__(self, *, is_own_picture=no_picture, **kwargs):
        super().__init__(**{"help_text": HELP} | kwargs)
        self.is_own_picture = is_own_picture

    @property
    def is_own_picture(self):
        return self.widget.is_own_picture

    @is_own_picture.setter
    def is_own_picture(self, predicate):
        self.widget.is_own_picture = predicate

    def to_python(self, value):
        value = super().to_python(value)
        html = value if rich_text.has_markup(value) else rich_text.from_plain(value)
        try:
            return rich_text.clean(html, is_own_picture=self.is_own_picture)
        except rich_text.Refused as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal

    def clean(self, value):
        cleaned = super().clean(value)
        if lost := rich_text.lost_pictures(value or "", is_own_picture=self.is_own_picture):
            self._refuse("foreign_picture", count=lost)
        if len(cleaned) > MAX_LENGTH:
            self._refuse("too_long")
        if missing := rich_text.missing_alt(cleaned):
            self._refuse("missing_alt", count=len(missing), pictures="、".join(missing[:5]))
        return cleaned

    def _refuse(self, code, **facts):
        raise ValidationError(self.error_messages[code], code=code, params=facts)

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial or "") != self.to_python(data or "")
        except ValidationError:
            return True
