"""The days a visitor asks for: of one table, and of two to compare. What is asked for stands in the address."""

from django import forms

from catalog.as_of import NotThere, check_day
from linhai_portal.forms import DayField


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
    on = DayField("看哪一天的目录")


class TwoDaysForm(_DaysForm):
    """`from` is no name in Python, so the fields are declared by their names in the address."""

    def __init__(self, params, domain, *, today):
        super().__init__(params, domain, today=today)
        self.fields |= {"from": DayField("从哪一天"), "to": DayField("到哪一天")}

    def days(self):
        """The earlier day first, whichever way round they were asked for."""
        return sorted([self.cleaned_data["from"], self.cleaned_data["to"]])

    def is_reversed(self):
        return self.cleaned_data["from"] > self.cleaned_data["to"]
