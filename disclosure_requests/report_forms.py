import tempfile

from django import forms

from catalog.layouts.records import Refused
from disclosure_requests.annual_report.grids import grids
from disclosure_requests.annual_report.layout import words_of
from disclosure_requests.annual_report.tables import FEES, empty, figures
from disclosure_requests.annual_report.taken_over import nested, read_tables
from disclosure_requests.models import YearFigures
from linhai_portal.forms import DayField

_MOST_BYTES = 2_000_000
_FIGURES = ["permits", "penalties", "compulsions", "fees"]


class FiguresForm(forms.ModelForm):
    """Of the roll-up only the words: its figures are those of the units; and of what an older system counted."""

    class Meta:
        model = YearFigures
        fields = [*_FIGURES, "processing_fees", *YearFigures.TEXTS]
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in YearFigures.TEXTS}
        help_texts = {
            "permits": "本年处理决定数量",
            "penalties": "本年处理决定数量",
            "compulsions": "本年处理决定数量",
            "fees": "按元填，报告里换算成万元，保留两位小数",
            "overview": "主动公开、依申请公开、政府信息管理、平台建设、监督保障；写到的件数要和表格一致",
            "problems": "不要照抄上年的",
            "measures": "上年的问题改得怎样，今年怎么改",
            "other": "信息处理费的金额自动写上，这里写其他事项",
        }

    def __init__(self, *args, taken_over=False, **kwargs):
        super().__init__(*args, **kwargs)
        if taken_over or self.instance.organization_id is None:
            for name in _FIGURES:
                del self.fields[name]


class CheckForm(forms.Form):
    carried_reason = forms.CharField(
        label="与上年结转数不一致的理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如单位合并、拆分；一致的不填",
    )


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="退回理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明退回的理由，起草人才知道改什么。"},
    )


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label="更正理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明哪里错了、为什么，公布时和报告一起公开",
        error_messages={"required": "请写明更正的理由。"},
    )


class HandingInForm(forms.Form):
    on = DayField("报送日期", help_text="报送市政府信息公开工作主管部门的那一天")


class WorkbookForm(forms.Form):
    """A workbook like the one that the portal gives away; `cleaned_data["tables"]` is what was read."""

    file = forms.FileField(label="表格文件", help_text="格式和“下载表格”得到的一样：表2、表3、表4")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > _MOST_BYTES:
            raise forms.ValidationError("文件超过 2 MB，不像年度报告的表格，请核对。")
        with tempfile.NamedTemporaryFile() as copy:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            try:
                self.cleaned_data["tables"] = read_tables(copy.name)
            except Refused as refused:
                raise forms.ValidationError(str(refused)) from refused
        return file


class TakenOverForm(forms.Form):
    """The figures of the three tables as an older system published them, one field each; an empty one is a zero."""

    original_on = DayField("原公布日期")

    def __init__(self, *args, tables=None, **kwargs):
        super().__init__(*args, **kwargs)
        for place, value in figures(tables or empty()):
            self.fields["-".join(place)] = _figure_field(place, value)

    def tables(self):
        """Of a valid form."""
        told = {place: self.cleaned_data["-".join(place)] for place, _ in figures(empty())}
        return nested(
            {place: f"{value or 0:.2f}" if place[-1] == FEES else value or 0 for place, value in told.items()}
        )

    def grids(self):
        """The official tables with a box for each figure."""
        return grids(nested({place: self["-".join(place)] for place, _ in figures(empty())}))

    @property
    def wrong(self):
        return [field for field in self.visible_fields() if field.errors]


def _figure_field(place, value):
    label, looks = words_of(place), {"size": 4, "inputmode": "numeric", "aria-label": words_of(place)}
    facts = {"label": label, "required": False, "min_value": 0, "initial": value or None}
    if place[-1] == FEES:
        widget = forms.TextInput(attrs=looks | {"inputmode": "decimal"})
        return forms.DecimalField(max_digits=12, decimal_places=2, widget=widget, **facts)
    widget = forms.TextInput(attrs=looks)
    return forms.IntegerField(max_value=9_999_999, widget=widget, **facts)
