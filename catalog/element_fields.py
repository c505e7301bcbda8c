"""Form fields for the elements of an item: what a person types is kept as the reader keeps what a table prints.

So an item typed by hand, exported and imported again is the same item (the law stated in layouts/writer.py).
"""

from django import forms
from django.core.exceptions import ValidationError

from catalog.exchange.rows import LONGEST
from catalog.layouts.channels import normalize_other
from catalog.layouts.choices import normalize_group
from catalog.layouts.citations import legal_basis_of
from catalog.layouts.texts import normalize_name, normalize_text
from linhai_portal.forms import LinesField


class _Element(forms.CharField):
    default_error_messages = {
        "max_length": "最多能写 %(limit_value)d 个字，现在有 %(show_value)d 个，请缩短。"
    }

    def to_python(self, value):
        return self.normalize(super().to_python(value))


class NameOfItem(_Element):
    normalize = staticmethod(normalize_name)


class PrintedText(_Element):
    normalize = staticmethod(normalize_text)


class OtherChannel(_Element):
    normalize = staticmethod(normalize_other)


class AudienceGroup(_Element):
    normalize = staticmethod(normalize_group)


class LegalBasis(LinesField):
    def to_python(self, value):
        return legal_basis_of("\n".join(super().to_python(value)))

    def validate(self, value):
        super().validate(value)
        length, longest = len("\n".join(value)), LONGEST["legal_basis"]
        if length > longest:
            raise ValidationError(f"公开依据一共有 {length} 个字，最多能写 {longest} 个字，请缩短。")


# Field of Item → the class of its form field.
FIELD_CLASSES = {
    "level1": NameOfItem,
    "level2": NameOfItem,
    "level3": NameOfItem,
    "content": PrintedText,
    "time_limit": PrintedText,
    "publisher_text": PrintedText,
    "other_channel": OtherChannel,
    "audience_group": AudienceGroup,
}
