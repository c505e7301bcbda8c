"""What the office tells of a reconsideration or suit."""

from django import forms

from disclosure_requests.deed_forms import DeedForm, choice, words
from disclosure_requests.models import Remedy
from linhai_portal.forms import DayField


class Reconsidered(DeedForm):
    organ = forms.CharField(
        label="复议机关", max_length=100, error_messages={"required": "请写复议机关的全称。"}
    )
    filed_on = DayField("申请复议的日期")
    noticed_on = DayField("收到申请书副本的日期", initial="today")
    accepted_on = DayField("受理日期", required=False, help_text="通知书上有就填；不填从申请的日期算")
    procedure = choice(
        "程序",
        Remedy.Procedure.choices,
        help_text="简易程序 5 个工作日内答复，普通程序 10 个工作日内答复（行政复议法第五十四条、第四十八条）",
    )


class Sued(Reconsidered):
    path = choice("途径", [each for each in Remedy.Path.choices if each[0] != "reconsideration"])

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        labels = {
            "organ": "法院",
            "filed_on": "起诉日期",
            "noticed_on": "收到起诉状副本的日期",
            "accepted_on": "立案日期",
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["procedure"].help_text = "收到副本之日起 15 日内提出答辩状和证据（行政诉讼法第六十七条）"


class Answered(DeedForm):
    on = DayField(
        "提出答复和证据的日期", initial="today", help_text="答复书或答辩状、证据、依据一并交出的那天"
    )


class Decided(DeedForm):
    result = choice(
        "结果",
        Remedy.Result.choices,
        help_text="维持、驳回请求选维持；撤销、变更、确认违法、责令履行选纠正；撤回、终止、不予受理、驳回申请或起诉、调解选其他",
    )
    on = DayField("决定或判决的日期", initial="today")
    text = words("决定或判决的内容", required=False, longest=5000)


class Redone(DeedForm):
    on = DayField("收到决定或判决的日期", initial="today")
    number = forms.IntegerField(
        label="责令在多长时间内重新答复",
        required=False,
        min_value=1,
        max_value=366,
        help_text="没有写明的不填，按 20 个工作日",
    )
    unit = choice("单位", Remedy.Unit.choices, initial=Remedy.Unit.WORKDAYS)
