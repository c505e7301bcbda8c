"""What is asked of whoever asks, of whoever looks the answer up, and of staff for each step."""

import secrets

from django import forms
from django.db.models import Exists, OuterRef

from linhai_portal.accounts.models import Membership, Organization
from linhai_portal.accounts.roles import roles_granting
from linhai_portal.bot_trap import BotTrap
from linhai_portal.forms import DayField
from linhai_portal.lookup_codes import code_field
from participation.models import Inquiry

# What this page does not take: the citizen is told where to go, and nothing is stored (rules: participation §8).
ELSEWHERE = (("complaint", "投诉"), ("report", "举报"), ("petition", "信访"))
_ANSWER = "participation.answer_inquiry"
_LONG = "最多写 5000 个字，长的请分几次写。"


class InquiryForm(BotTrap):
    """One page: what it is about, in which words; who asks may stay unsaid."""

    kind = forms.ChoiceField(
        label="您要",
        choices=[*Inquiry.Kind.choices, *ELSEWHERE],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一样。", "invalid_choice": "请从列出的里面选。"},
    )
    asked_unit = forms.ModelChoiceField(
        Organization.objects.none(),
        label="问哪个单位",
        required=False,
        empty_label="不知道找谁，请你们转给管这件事的单位",
        error_messages={"invalid_choice": "没有这个单位，请重新选，或者选“不知道找谁”。"},
    )
    page_address = forms.CharField(
        label="哪一页有错",
        help_text="给网站找错的才写。从网页最下面点“我为政府网站找错”进来，已经填好。",
        max_length=500,
        required=False,
        error_messages={"max_length": "网址太长，写前面一段就可以。"},
    )
    title = forms.CharField(
        label="一句话说是什么事",
        max_length=100,
        error_messages={
            "required": "请用一句话写是什么事。",
            "max_length": "标题最多 100 个字，细节写在下面。",
        },
    )
    words = forms.CharField(
        label="具体内容",
        help_text="时间、地点、想办什么，写清楚答得就快。不用写身份证号、银行卡号。",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请写具体内容。", "max_length": _LONG},
    )
    contact = forms.CharField(
        label="联系方式",
        help_text="不公开。写邮箱，有了答复发信告诉您；写电话，打给您。",
        max_length=100,
        required=False,
    )
    person_name = forms.CharField(label="姓名或者单位", help_text="不公开。", max_length=100, required=False)
    keep_private = forms.BooleanField(label="不要公开我的问题和答复", required=False)

    ASKED = ("kind", "title", "words", "asked_unit", "page_address", "contact", "person_name", "keep_private")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["asked_unit"].queryset = Organization.objects.addressees().order_by("position", "pk")

    def clean(self):
        facts = super().clean()
        is_error = facts.get("kind") == Inquiry.Kind.ERROR
        if is_error and not facts.get("page_address", "").strip():
            self.add_error("page_address", "请写哪一页有错：网页的地址，或者网页的名称。")
        return facts

    def told(self):
        """What the verb is told; `sent` is the same however often one page is sent."""
        facts = {name: self.cleaned_data[name] for name in self.ASKED}
        return facts | {"sent": self.cleaned_data["opened"]}

    def shown_fields(self):
        return [self[name] for name in self.ASKED]


class EnteredInquiryForm(forms.Form):
    """What came by letter, call or visit, or from 12345: asked and answered like what came over the page."""

    sent = forms.CharField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[each for each in Inquiry.Channel.choices if each[0] != Inquiry.Channel.ONLINE],
        error_messages={"required": "请选择。", "invalid_choice": "请从列出的里面选。"},
    )
    received_on = DayField("哪一天收到", help_text="期限从这一天起算；12345 转来的，写转到的那一天")
    kind = forms.ChoiceField(
        label="种类",
        choices=Inquiry.Kind.choices,
        error_messages={"required": "请选择。", "invalid_choice": "请从列出的里面选。"},
    )
    title = forms.CharField(
        label="标题",
        max_length=100,
        error_messages={"required": "请用一句话写是什么事。", "max_length": "标题最多 100 个字。"},
    )
    words = forms.CharField(
        label="内容",
        help_text="照原话写，写得下的都写",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请写具体内容。", "max_length": "最多 5000 个字。"},
    )
    page_address = forms.CharField(label="出错的网页", max_length=500, required=False)
    person_name = forms.CharField(
        label="姓名或者单位", help_text="加密保存，不公开", max_length=100, required=False
    )
    contact = forms.CharField(
        label="联系方式",
        help_text="加密保存，不公开。写邮箱的，答复以后系统发信",
        max_length=100,
        required=False,
    )
    keep_private = forms.BooleanField(label="本人不要公开", required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["sent"].initial = secrets.token_urlsafe(12)


class LookupForm(forms.Form):
    number = forms.CharField(
        label="编号",
        max_length=20,
        help_text="例如 W2026-00087。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请写编号。", "max_length": "编号没有这么长。"},
    )
    code = code_field("查询码", found_on="提交以后的那一页")


class RatingForm(forms.Form):
    rating = forms.TypedChoiceField(
        label="您对这个答复满意吗",
        choices=Inquiry.Rating.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一样。", "invalid_choice": "请从列出的里面选。"},
    )


class PlainForm(forms.Form):
    """Nothing is asked: the button answers."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由。"},
    )


class UnitField(forms.ModelChoiceField):
    """Says beside its name that nobody in a unit could answer."""

    def __init__(self, **options):
        working = Membership.objects.filter(
            organization=OuterRef("pk"), user__is_active=True, role__in=roles_granting(_ANSWER)
        )
        rows = Organization.objects.governmental().annotate(has_people=Exists(working))
        super().__init__(rows.order_by("position", "pk"), **options)

    def label_from_instance(self, unit):
        return str(unit) if unit.has_people else f"{unit}（还没有填报员）"


def _unit_field(label, **options):
    return UnitField(
        label=label,
        error_messages={"required": "请选单位。", "invalid_choice": "没有这个单位，请重新选。"},
        **options,
    )


class HandOnForm(forms.Form):
    organization = _unit_field("转给哪个单位")


class AcceptForm(forms.Form):
    organization = _unit_field("转给哪个单位", required=False, empty_label="先受理，以后再转")


class MergeForm(forms.Form):
    number = forms.CharField(
        label="并入哪一件",
        max_length=20,
        help_text="写编号",
        error_messages={"required": "请写编号。"},
    )

    def clean_number(self):
        number = self.cleaned_data["number"].strip().upper()
        self.into = Inquiry.objects.filter(number=number).first()
        if self.into is None:
            raise forms.ValidationError(f"没有编号是 {number} 的提问，请核对。")
        return number

    def clean(self):
        facts = super().clean()
        return {"into": self.into} if facts.get("number") else facts


class ApproveForm(forms.Form):
    is_published = forms.TypedChoiceField(
        label="公开吗",
        choices=[("yes", "公开：谁都能看到、搜到"), ("no", "不公开：只给提问人")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选公开还是不公开。"},
    )


class AnswerForm(forms.Form):
    """The answer, and the question as it will be public: without names and what tells who asked.

    `seen` marks the draft it began from, so that nobody writes over what another wrote meanwhile.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    answer = forms.CharField(
        label="答复",
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "请写答复。", "max_length": "答复最多 10000 个字。"},
    )
    public_title = forms.CharField(
        label="公开的标题", max_length=100, error_messages={"required": "请写公开的标题。"}
    )
    public_words = forms.CharField(
        label="公开的问题",
        help_text="删去姓名、住址和别的能看出是谁的话；号码已经打码",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写公开的问题。"},
    )


class CorrectionForm(AnswerForm):
    """The words as they should stand, and what was wrong with them."""

    reason = forms.CharField(
        label="更正了什么",
        help_text="和更正的日期一起公开，例如“办理时间写错了”",
        max_length=200,
        error_messages={"required": "请写明更正了什么。", "max_length": "最多 200 个字。"},
    )

    seen = None
