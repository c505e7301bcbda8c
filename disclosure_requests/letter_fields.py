"""Fields of a form for what an officer writes into a letter: made from the letter's own list, kept as plain JSON."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from disclosure_requests.letters.facts import FACTS, EarlierReply, Material, Withheld
from disclosure_requests.letters.grounds import GROUNDS
from linhai_portal.forms import DayField, LinesField

_BAR = "｜"
_SHORT = {
    "responsible_agency",
    "responsible_contact",
    "special_law",
    "prohibiting_law",
    "query_subject",
    "window",
}
_DAYS = {"searched_on", "counted_since", "promised_on", "rectified_on"}


class RowsField(LinesField):
    """A row a line, its parts divided by ｜ or |; `make` makes a row of the parts, and raises ValueError in Chinese."""

    def __init__(self, *, parts, make, **options):
        super().__init__(**options)
        self.parts, self.make = parts, make

    def prepare_value(self, value):
        if isinstance(value, list | tuple):
            return "\n".join(_BAR.join(str(part) for part in row) for row in value)
        return value

    def to_python(self, value):
        return [self._row(n, line) for n, line in enumerate(super().to_python(value), start=1)]

    def run_validators(self, value):
        if not value and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def _row(self, n, line):
        parts = [part.strip() for part in line.replace("|", _BAR).split(_BAR)]
        if len(parts) != self.parts or not all(parts):
            raise ValidationError(f"第 {n} 行应有 {self.parts} 项，用“｜”分开。")
        try:
            self.make(*parts)
        except ValueError as wrong:
            raise ValidationError(f"第 {n} 行：{wrong}") from wrong
        return parts


def _material(name, pages):
    if not pages.isdecimal() or not 1 <= int(pages) <= 100_000:
        raise ValueError("页数应为整数。")
    return Material(name, int(pages))


def _withheld(part, ground, reason):
    if ground not in GROUNDS:
        raise ValueError(f"依据写 N1 至 N7 之一，不能是“{ground}”。")
    return Withheld(part, ground, reason)


def _earlier(number, on):
    try:
        return EarlierReply(number, date.fromisoformat(on))
    except ValueError as wrong:
        raise ValueError("日期写成 2026-03-05 这样。") from wrong


_ROWS = {
    "materials": (2, _material, "一行一件：名称｜页数"),
    "withheld": (3, _withheld, "一行一部分：不公开的内容｜N1 至 N7｜理由"),
    "earlier_replies": (2, _earlier, "一行一件：文号｜日期，例如 临教公开〔2026〕3号｜2026-03-05"),
}


def field_of(name, *, required):
    told = FACTS[name]
    facts = {"label": told.label, "required": required, "help_text": told.help}
    errors = {"error_messages": {"required": f"请填写“{told.label}”。"}}
    if name in _ROWS:
        parts, make, words = _ROWS[name]
        return RowsField(
            parts=parts, make=make, **facts | errors | {"help_text": f"{told.help} {words}".strip()}
        )
    if name in _DAYS:
        return DayField(told.label, required=required, help_text=told.help)
    box = forms.TextInput() if name in _SHORT else forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=5000, widget=box, **facts | errors)


def plain(name, value):
    """As JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def told(name, value):
    """As the letter takes it; the opposite of `plain`."""
    if name in _ROWS:
        return tuple(_ROWS[name][1](*map(str, row)) for row in value)
    if name in _DAYS:
        return date.fromisoformat(value) if value else None
    return value
