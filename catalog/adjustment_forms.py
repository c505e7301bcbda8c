from django import forms

from catalog.models import Adjustment
from linhai_portal.forms import DayInput


class AdjustmentForm(forms.ModelForm):
    class Meta:
        model = Adjustment
        fields = ["reason", "basis"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in fields}
        help_texts = {
            "reason": "群众看得到。一两句话说清为什么要改，例如：办理时限由 20 个工作日缩短为 10 个"
        }


class ApprovalForm(forms.Form):
    effective_on = forms.DateField(
        label="生效日期",
        widget=DayInput,
        help_text="今天或者以后的日期；今天的，批准后马上生效",
        error_messages={"required": "请选择生效日期。", "invalid": "请按 2026-05-01 的样子写日期。"},
    )
    note = forms.CharField(
        label="审批意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, initial={"effective_on": today}, **kwargs)

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        if day < self.today:
            raise forms.ValidationError("生效日期不能早于今天：目录的变化不能倒签。")
        if day.year > self.today.year + 1:
            raise forms.ValidationError("生效日期最晚到明年年底。请核对年份。")
        return day


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="退回理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="起草人照这个来改",
        error_messages={"required": "请写明退回理由，起草人才知道改什么。"},
    )
