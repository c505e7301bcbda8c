"""The forms of events: announcing one, asking and booking on the public page, and what staff enter."""

import secrets

from django import forms

from catalog.leaving import host_of
from catalog.models import Publication
from linhai_portal.bot_trap import BotTrap
from linhai_portal.forms import MomentInput, NameField
from participation.models import Event, EventQuestion, FromPerson, Registration

_MISSING_CODE = "请写报名时给您的取消码。"


class EventForm(forms.ModelForm):
    policy = NameField(
        Publication.objects.with_page(),
        name_field="index_number",
        missing="没有索引号是“%(value)s”的政府信息。",
        widget=forms.TextInput,
        label="有关文件",
        required=False,
        help_text="写索引号，例如要解读的政策文件",
    )

    class Meta:
        model = Event
        fields = [
            "kind",
            "starts_at",
            "ends_at",
            "place",
            "speakers",
            "seats",
            "registration_until",
            "questions_until",
            "policy",
            "topic",
        ]
        widgets = {
            "starts_at": MomentInput,
            "ends_at": MomentInput,
            "registration_until": MomentInput,
            "questions_until": MomentInput,
            "speakers": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "kind": {"required": "请选形式。"},
            "starts_at": {"required": "请写开始的日期和时间。"},
            "ends_at": {"required": "请写结束的日期和时间。"},
            "place": {"required": "请写地点；线上举行的写在哪里看。"},
            "seats": {"min_value": "名额至少 1 个；不要报名的请留空。"},
        }

    def __init__(self, *args, topics, **options):
        super().__init__(*args, **options)
        self.fields["topic"].queryset = topics

    def clean(self):
        facts = super().clean()
        seats, until = facts.get("seats"), facts.get("registration_until")
        if seats is not None and seats < 1:
            self.add_error("seats", "名额至少 1 个；不要报名的请留空。")
        elif seats and not until and "registration_until" not in self.errors:
            self.add_error("registration_until", "要报名的，请写报名截止时间。")
        elif until and seats is None and "seats" not in self.errors:
            self.add_error("seats", "要报名的，请写名额。")
        return facts


class QuestionForm(BotTrap):
    words = forms.CharField(
        label="您想问什么",
        help_text="一次问一件事，写几句就可以。",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写您想问什么。", "max_length": "最多写 2000 个字。"},
    )
    person_name = forms.CharField(label="姓名或者单位", help_text="不公开。", max_length=100, required=False)
    contact = forms.CharField(
        label="联系方式", help_text="只用来问清您的问题，不公开。", max_length=100, required=False
    )

    ASKED = ("words", "person_name", "contact")

    def told(self):
        """`sent` is the same however often one page is sent."""
        return {name: self.cleaned_data[name] for name in self.ASKED} | {"sent": self.cleaned_data["opened"]}

    def shown_fields(self):
        return [self[name] for name in self.ASKED]


def _name_field():
    return forms.CharField(
        label="姓名",
        help_text="签到时核对，不公开。",
        max_length=100,
        error_messages={"required": "请写姓名，签到时要核对。"},
    )


def _contact_field():
    return forms.CharField(
        label="电话",
        help_text="改期、取消的时候告诉您，不公开。写邮箱也可以。",
        max_length=100,
        error_messages={"required": "请写电话，有变动时好告诉您。"},
    )


def _people_field():
    return forms.TypedChoiceField(
        label="一共几个人",
        coerce=int,
        choices=[(number, f"{number} 个人") for number in range(1, Registration.MOST_PEOPLE + 1)],
        error_messages={
            "required": "请选几个人来。",
            "invalid_choice": f"一次最多 {Registration.MOST_PEOPLE} 个人。",
        },
    )


class RegistrationForm(BotTrap):
    person_name, contact, people = _name_field(), _contact_field(), _people_field()

    ASKED = ("person_name", "contact", "people")

    def told(self):
        return {name: self.cleaned_data[name] for name in self.ASKED} | {"sent": self.cleaned_data["opened"]}

    def shown_fields(self):
        return [self[name] for name in self.ASKED]


class EnteredRegistrationForm(forms.Form):
    """Booked by telephone or at the counter."""

    sent = forms.CharField(widget=forms.HiddenInput)
    person_name, contact, people = _name_field(), _contact_field(), _people_field()
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[(each.value, each.label) for each in (FromPerson.Channel.PHONE, FromPerson.Channel.COUNTER)],
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["sent"].initial = secrets.token_urlsafe(12)


class CancelForm(forms.Form):
    code = forms.CharField(
        label="取消码",
        help_text="报名成功时给您的 8 位字母和数字。",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _MISSING_CODE, "max_length": _MISSING_CODE},
    )


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="为什么不提问", max_length=500, error_messages={"required": "请写明为什么不提问。"}
    )


def _change_reason_field():
    return forms.CharField(
        label="原因",
        max_length=200,
        help_text="马上公布，报了名的人也会收到；不写个人的号码",
        error_messages={"required": "请写明原因，向社会公布。"},
    )


class MoveForm(forms.Form):
    starts_at = forms.DateTimeField(
        label="新的开始时间",
        widget=MomentInput,
        error_messages={"required": "请写新的开始时间。", "invalid": "没有这个时间。"},
    )
    ends_at = forms.DateTimeField(
        label="新的结束时间",
        widget=MomentInput,
        error_messages={"required": "请写新的结束时间。", "invalid": "没有这个时间。"},
    )
    reason = _change_reason_field()


class CallOffForm(forms.Form):
    reason = _change_reason_field()


class CancelledForm(forms.Form):
    reason = forms.CharField(
        label="为什么取消", max_length=500, error_messages={"required": "请写明为什么取消。"}
    )


class RowForm(forms.Form):
    question = forms.ModelChoiceField(
        EventQuestion.objects.none(),
        label="提征集来的问题",
        required=False,
        empty_label="没有",
        help_text="选了的，下面只写是谁提的；问题照原话，号码打码",
    )
    speaker = forms.CharField(
        label="谁",
        max_length=60,
        help_text="写职务，例如 主持人、市民政局副局长；提问的写 网友",
        error_messages={"required": "请写是谁说的。"},
    )
    words = forms.CharField(
        label="说了什么", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, event, **options):
        super().__init__(*args, **options)
        questions = event.questions.filter(status=EventQuestion.Status.TAKEN, rows=None)
        self.fields["question"].queryset = questions

    def clean(self):
        facts = super().clean()
        if facts.get("question"):
            facts["words"] = facts["question"].words
        elif not facts.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", "请写说了什么，或者选一个征集来的问题。")
        return facts


class TranscriptForm(forms.Form):
    recording = forms.URLField(
        label="录像地址",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="放在政府网站以外的，要先在“外部链接”里批准",
        error_messages={"invalid": "请写完整的网址，例如 https://www.example.gov.cn/video/1"},
    )

    def clean_recording(self):
        address = self.cleaned_data["recording"]
        if address and not host_of(address):
            raise forms.ValidationError("这个网址不能用。请写网站的域名，不要带账号和密码。")
        return address
