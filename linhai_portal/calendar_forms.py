from django import forms
from django.core.exceptions import ValidationError

from linhai_portal.calendar_file import COLUMNS, BadCalendar, read_days
from linhai_portal.calendar_loading import check_against_table
from linhai_portal.models import SpecialDay


class CalendarForm(forms.Form):
    """A file, or its lines typed: the days of a notice; `cleaned_data["days"]` are what was read."""

    notice = forms.CharField(
        label="依据",
        max_length=SpecialDay._meta.get_field("source").max_length,
        help_text="通知的名称和文号，例如 国办发明电〔2026〕7号",
    )
    file = forms.FileField(
        label="CSV 文件", required=False, help_text=f"第一行是列名 {','.join(COLUMNS)}，下面一行写一天"
    )
    lines = forms.CharField(
        label="或者在这里写",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="一行一天，例如 2027-01-01,holiday,元旦；放假写 holiday，调休上班写 workday",
    )

    def clean(self):
        facts = super().clean()
        file, lines = facts.get("file"), (facts.get("lines") or "").strip()
        if "file" in self.errors:
            return facts
        if bool(file) == bool(lines):
            raise ValidationError("请选一个文件，或者在框里写，二者选一。")
        if file:
            self._read(facts, "file", file.read())
        else:
            self._read(facts, "lines", lines.encode(), has_names=lines.startswith(COLUMNS[0]))
        return facts

    def _read(self, facts, name, data, **how):
        """Against the table too: what does not fit it is said while the file is at hand."""
        try:
            facts["days"] = read_days(data, **how)
            check_against_table(facts["days"])
        except BadCalendar as bad:
            self.add_error(name, bad.problems)
