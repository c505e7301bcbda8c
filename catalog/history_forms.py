"""The days a visitor asks for: of one table, and of two to compare. What is asked for stands in the address."""

import datetime as dt

from django import forms

from catalog.as_of import NotThere, check_day

_FORMAT = "%Y-%m-%d"


class _DayInput(forms.DateInput):
    """A browser shows nothing but days in it, and HTML allows nothing else."""

    input_type = "date"

    def format_value(self, value):
        try:
            day = dt.datetime.strptime(value, _FORMAT).date() if isinstance(value, str) else value
        except ValueError:
            return ""
        return day.isoformat() if day else ""


class _DayField(forms.DateField):
    widget = _DayInput
    default_error_messages = {
        "required": "请选一个日期。",
        "invalid": "没有这一天。日期写成 2026-10-01 这样。",
    }

    def __init__(self, label):
        super().__init__(label=label, input_formats=[_FORMAT])


class _DaysForm(forms.Form):
    def __init__(self, params, domain, *, today):
        super().__init__(params, auto_id="f-%s", use_required_attribute=False)
        self.domain, self.today = domain, today

    def clean(self):
        for name, day in list(self.cleaned_data.items()):
            try:
                check_day(self.domain, day, today=self.today)
            except NotThere as refused:
                self.add_error(name, str(refused))


class DayForm(_DaysForm):
    on = _DayField("看哪一天的目录")


class TwoDaysForm(_DaysForm):
    """`from` is no name in Python, so the fields are declared by their names in the address."""

    def __init__(self, params, domain, *, today):
        super().__init__(params, domain, today=today)
        self.fields |= {"from": _DayField("从哪一天"), "to": _DayField("到哪一天")}

    def days(self):
        """The earlier day first, whichever way round they were asked for."""
        return sorted([self.cleaned_data["from"], self.cleaned_data["to"]])

    def is_reversed(self):
        return self.cleaned_data["from"] > self.cleaned_data["to"]
