import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join

_DAY = "%Y-%m-%d"


class DayInput(forms.DateInput):
    """A browser shows nothing but days in it, and HTML allows nothing else."""

    input_type = "date"

    def format_value(self, value):
        try:
            day = dt.datetime.strptime(value, _DAY).date() if isinstance(value, str) else value
        except ValueError:
            return ""
        return day.isoformat() if day else ""


class DayField(forms.DateField):
    widget = DayInput
    default_error_messages = {
        "required": "请选一个日期。",
        "invalid": "没有这一天。日期写成 2026-10-01 这样。",
    }

    def __init__(self, label, **options):
        super().__init__(label=label, input_formats=[_DAY], **options)


class MomentInput(forms.DateTimeInput):
    """A day and a time to the minute, as browsers show and send it."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class LinesField(forms.CharField):
    """A list of short texts, edited as one entry a line; blank lines are dropped."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def run_validators(self, value):
        """On the text: a list hides a NUL from them, and its length is that of no text."""
        super().run_validators("\n".join(value))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class NameInput(forms.TextInput):
    """A text box that offers the known names while typing; the browser's own list, so it needs no script."""

    choices = ()

    def render(self, name, value, attrs=None, renderer=None):
        attrs = (attrs or {}) | {"list": f"{name}-names", "autocomplete": "off"}
        options = format_html_join("", '<option value="{}">{}</option>', self._options())
        box = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}-names">{}</datalist>', box, name, options)

    def _options(self):
        return ((value, "" if label == value else label) for value, label in self.choices if value)


class NameField(forms.ModelChoiceField):
    """A row of another table, chosen by typing its name; for tables too long for a list to choose from."""

    widget = NameInput

    def __init__(
        self, queryset, *, name_field="name", missing="没有找到“%(value)s”，请从提示里选。", **kwargs
    ):
        super().__init__(queryset, to_field_name=name_field, **kwargs)
        self.missing = missing

    def prepare_value(self, value):
        """A form of a model starts with the key; what was typed comes back as it was typed."""
        if isinstance(value, int):
            return (
                self.queryset.model.objects.values_list(self.to_field_name, flat=True)
                .filter(pk=value)
                .first()
            )
        return super().prepare_value(value)

    def to_python(self, value):
        typed = value.replace("\0", " ").strip() if isinstance(value, str) else value
        if (
            isinstance(typed, str)
            and typed
            and not self.queryset.filter(**{self.to_field_name: typed}).exists()
        ):
            raise ValidationError(self.missing, code="invalid_choice", params={"value": typed})
        return super().to_python(typed)

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != str(data or "")
