from django import forms

from disclosure_requests.models import YearFigures

_FIGURES = ["permits", "penalties", "compulsions", "fees"]


class FiguresForm(forms.ModelForm):
    """Of the roll-up only the words: its figures are those of the units."""

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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.organization_id is None:
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
