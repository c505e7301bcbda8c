"""The forms of a hearing: its facts, its seats, registration, and what is done until the report."""

import secrets

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from linhai_portal.bot_trap import BotTrap
from linhai_portal.forms import DayInput, MomentInput
from participation.drawing import digits_of
from participation.models import (
    Category,
    FromPerson,
    Hearing,
    HearingRegistration,
    MaterialsSent,
)

FEWEST_DIGITS, _MOST_DIGITS = 6, 60


class HearingForm(forms.ModelForm):
    held_at = forms.DateTimeField(
        label="举行时间",
        widget=MomentInput,
        error_messages={
            "required": "请写举行的日期和时间。",
            "invalid": "没有这个时间。写成 2026-10-01 09:00 这样。",
        },
    )

    class Meta:
        model = Hearing
        fields = [
            "consultation",
            "held_at",
            "place",
            "chair",
            "telephone",
            "registers_from",
            "registers_until",
            "method",
            "selection",
            "draw_on",
            "seed_source",
            "seed_digits",
        ]
        widgets = {
            "registers_from": DayInput,
            "registers_until": DayInput,
            "draw_on": DayInput,
            "method": forms.RadioSelect,
            "selection": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {
            "consultation": {"invalid_choice": "请从列出的征求意见里选。"},
            "place": {"required": "请写地点。"},
            "chair": {"required": "请写主持人。"},
            "telephone": {"required": "请写一个能问到人的电话。"},
            "registers_from": {"required": "请写报名从哪一天开始。"},
            "registers_until": {"required": "请写报名到哪一天截止。"},
            "selection": {"required": "请写遴选办法，和公告一起公布。"},
            "seed_digits": {"required": "请写一共几位。", "invalid": "写一个整数。"},
        }

    def __init__(self, *args, consultations, **options):
        super().__init__(*args, **options)
        self.fields["consultation"].queryset = consultations
        self.fields["consultation"].empty_label = "不属于征求意见"

    def clean_seed_digits(self):
        digits = self.cleaned_data["seed_digits"]
        if not FEWEST_DIGITS <= digits <= _MOST_DIGITS:
            raise ValidationError(f"写 {FEWEST_DIGITS} 到 {_MOST_DIGITS} 位：位数太少的数容易猜中。")
        return digits

    def clean(self):
        facts = super().clean()
        if facts.get("method") == Hearing.Method.DRAW:
            if not facts.get("draw_on"):
                self.add_error("draw_on", "公开抽签的，写公共数字公布的那一天。")
            if not facts.get("seed_source", "").strip():
                self.add_error("seed_source", "公开抽签的，写明用哪个公共数字。")
        until, draw_on = facts.get("registers_until"), facts.get("draw_on")
        if until and draw_on and draw_on <= until:
            self.add_error("draw_on", "抽签日期要在报名截止以后：报名时谁都还不能知道这个数。")
        return facts


class CategoryForm(forms.ModelForm):
    class Meta:
        model = Category
        fields = ["kind", "name", "seats"]
        error_messages = {
            "name": {"required": "请写类别。"},
            "seats": {"required": "请写名额。", "invalid": "名额写一个整数。"},
        }

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.instance.hearing.categories.filter(name=name).exists():
            raise ValidationError(f"“{name}”这一类已经有了。")
        return name

    def clean_seats(self):
        seats = self.cleaned_data["seats"]
        if not 1 <= seats <= settings.MOST_HEARING_SEATS:
            raise ValidationError(f"名额写 1 到 {settings.MOST_HEARING_SEATS}。")
        return seats


_MAY_BE_NAMED = "同意在参加人名单里公布我的姓名"


def _person_fields():
    return {
        "person_name": forms.CharField(
            label="姓名或者单位名称",
            max_length=100,
            help_text="加密保存。选上以后，名单里只写姓氏，除非您同意公布姓名。",
            error_messages={"required": "请写姓名或者单位名称。"},
        ),
        "contact": forms.CharField(
            label="联系电话",
            max_length=100,
            help_text="不公开，只用来通知您。",
            error_messages={"required": "请写一个能找到您的电话。"},
        ),
        "identity": forms.ChoiceField(
            label="您是", choices=[("", "不说明"), *FromPerson.Identity.choices], required=False
        ),
        "reason": forms.CharField(
            label="为什么想参加",
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"max_length": "最多写 1000 个字。"},
        ),
        "may_be_named": forms.BooleanField(label=_MAY_BE_NAMED, required=False),
    }


class _ForSeat(forms.Form):
    """What is asked of whoever wants a seat."""

    ASKED = ("category", "person_name", "contact", "identity", "reason", "may_be_named")

    def __init__(self, *args, hearing, **options):
        super().__init__(*args, **options)
        self.fields["category"] = forms.ModelChoiceField(
            hearing.categories.order_by("pk"),
            label="报哪一类",
            empty_label=None,
            widget=forms.RadioSelect,
            error_messages={"required": "请选一类。", "invalid_choice": "没有这一类，请重新选。"},
        )
        self.fields["category"].label_from_instance = _seats_in_words
        self.fields |= _person_fields()
        self.order_fields(["channel", *self.ASKED])

    def told(self):
        return {name: self.cleaned_data[name] for name in self.ASKED}


def _seats_in_words(category):
    return f"{category.name}（{category.get_kind_display()}），{category.seats} 个名额"


class RegistrationForm(_ForSeat, BotTrap):
    def shown_fields(self):
        return [self[name] for name in self.ASKED]

    def told(self):
        """`sent` is the same however often one page is sent."""
        return super().told() | {"sent": self.cleaned_data["opened"]}


class EnteredRegistrationForm(_ForSeat):
    """What came by letter, call or over the counter."""

    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[each for each in FromPerson.Channel.choices if each[0] != FromPerson.Channel.ONLINE],
        error_messages={"required": "请选择。"},
    )
    sent = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["sent"].initial = secrets.token_urlsafe(12)

    def told(self):
        return super().told() | {name: self.cleaned_data[name] for name in ("channel", "sent")}


class MineForm(forms.Form):
    """Number and code open one's own registration; the deed is what its buttons say."""

    number = forms.IntegerField(
        label="报名编号",
        min_value=1,
        max_value=2_000_000_000,
        error_messages={
            "required": "请写报名编号。",
            "invalid": "编号是一个数。",
            "max_value": "没有这个编号。",
            "min_value": "没有这个编号。",
        },
    )
    code = forms.CharField(
        label="查询码",
        max_length=20,
        help_text="10 位字母和数字，报名以后给您的。大小写都可以。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请写查询码。", "max_length": "查询码是 10 位。"},
    )


class RemarkForm(forms.Form):
    """A participant's word on the minutes; which of two words is what his button says."""

    remark = forms.CharField(
        label="对笔录的意见",
        max_length=2000,
        required=False,
        help_text="哪里记错了、漏了，请写明。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "最多写 2000 个字。"},
    )
    read = forms.CharField(widget=forms.HiddenInput, required=False)


class DrawForm(forms.Form):
    public_number = forms.CharField(
        label="公布出来的公共数字",
        max_length=200,
        help_text="照公告里写明的次序；空格和标点不算。只抽一次，不能重来",
        error_messages={"required": "请填公布出来的公共数字。"},
    )
    again = forms.CharField(
        label="再填一遍",
        max_length=200,
        help_text="两遍一样才抽签",
        error_messages={"required": "请把公共数字再填一遍。"},
    )

    def clean(self):
        told = super().clean()
        first, second = told.get("public_number", ""), told.pop("again", "")
        if first and second and digits_of(first) != digits_of(second):
            self.add_error("again", "两遍填的不一样。请照公布的号码核对。")
        return told


class MaterialsForm(forms.ModelForm):
    class Meta:
        model = MaterialsSent
        fields = ["what", "sent_on", "reached_on", "way"]
        widgets = {"sent_on": DayInput, "reached_on": DayInput}
        error_messages = {
            "what": {"required": "请写送的是什么材料。"},
            "sent_on": {"required": "请写送出日期。"},
            "reached_on": {"required": "请写最后一位参加人收到的日期。"},
            "way": {"required": "请写怎么送的。"},
        }


class HeldForm(forms.Form):
    late_reason = forms.CharField(
        label="材料送达不足 7 日的理由",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="按时送达的不写；写了的向社会公布",
    )


class MinutesForm(forms.Form):
    text = forms.CharField(
        label="笔录",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="只有参加人凭编号和查询码看得到；改了，已经表过态的要重新确认；起草报告以后不能再改",
        error_messages={"required": "请写笔录。", "max_length": "笔录最多 10 万字。"},
    )


class ConfirmedForm(forms.Form):
    way = forms.ChoiceField(
        label="参加人对笔录",
        choices=[
            (each.value, each.label)
            for each in (HearingRegistration.Confirmation.SIGNED, HearingRegistration.Confirmation.DECLINED)
        ],
        error_messages={"required": "请选择。"},
    )
    remark = forms.CharField(
        label="意见或者没有确认的原因",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label="不符合哪个条件",
        max_length=500,
        help_text="和编号一起公布，不写姓名",
        error_messages={"required": "请写明不符合哪个条件。"},
    )
