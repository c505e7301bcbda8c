"""An application that came on paper, by mail, by fax or spoken, as the office enters it: one page."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from disclosure_requests.document_numbers import fits_a_body, fits_a_card, without_blanks
from disclosure_requests.models import Applicant, DisclosureRequest
from disclosure_requests.receipt import Channel, NotConfirmed, received_on
from linhai_portal.accounts.models import Organization
from linhai_portal.checked_file import CheckedFile
from linhai_portal.forms import DayField

CASE = ["kind", "organization", "title", "document_number", "description", "carrier", "way", "accepts_other"]
PERSON = [
    "name",
    "document",
    "document_number",
    "credit_code",
    "representative",
    "contact",
    "phone",
    "address",
    "postcode",
    "email",
    "agent_name",
    "agent_document_number",
    "agent_phone",
]
_CHANNELS = [(each.value, f"{each.label}：{each.rule}") for each in Channel if each is not Channel.INTERNET]


class EntryForm(forms.Form):
    """`received_on` in its cleaned data is None while both sides have not confirmed it yet."""

    channel = forms.ChoiceField(
        label="怎么来的",
        choices=_CHANNELS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项：收到申请之日按它确定。"},
    )
    arrived_on = DayField("提交、签收、寄到或者说的那天", initial="today")
    confirmed_on = DayField(
        "双方确认的日期",
        required=False,
        help_text="平常信函、传真、口头才填；还没有联系上的，先空着，确认以后再登记",
    )
    tracking_number = forms.CharField(label="邮件号码", required=False, max_length=40)
    applicant_kind = forms.ChoiceField(
        label="申请人类型",
        choices=Applicant.Kind.choices,
        widget=forms.RadioSelect,
        initial=Applicant.Kind.CITIZEN,
    )

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)
        self.today = today
        self.fields["arrived_on"].initial = today
        case, person = (
            modelform_factory(model, fields=names)()
            for model, names in ((DisclosureRequest, CASE), (Applicant, PERSON))
        )
        self.fields |= {f"person_{name}": person.fields[name] for name in PERSON}
        self.fields["numbers_as_written"] = forms.BooleanField(
            label="号码和原件核对过", required=False, help_text="校验位不对、原件又确实这样写的，才勾选"
        )
        self.fields |= {name: case.fields[name] for name in CASE}
        self.fields["organization"].queryset = Organization.objects.addressees().order_by("position", "pk")
        for name in ("organization", "carrier", "way"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = "请选一项。"
        self.fields["person_name"].required = True
        self.fields["person_name"].error_messages["required"] = "请写姓名或者单位名称。"
        self.fields |= {
            "identity": CheckedFile("身份证明的扫描件"),
            "application": CheckedFile("申请表、信件的扫描件"),
            "envelope": CheckedFile("信封、邮件凭证的扫描件"),
        }

    def clean(self):
        told = super().clean()
        self._check_numbers(told)
        if told.get("channel") and told.get("arrived_on"):
            told["received_on"] = self._received_on(told)
        return told

    def _check_numbers(self, told):
        """What was copied wrongly from the paper; what the paper says so itself is entered as it stands."""
        checks = [("person_document_number", fits_a_card)] * (told.get("person_document") == "identity_card")
        checks += [("person_credit_code", fits_a_body)]
        for name, fits in checks:
            told[name] = without_blanks(told.get(name, ""))
            if told[name] and not fits(told[name]) and not told["numbers_as_written"]:
                words = "这个号码的校验位不对，请对照原件。原件就是这样写的，勾选“号码和原件核对过”。"
                self.add_error(name, words)

    def _received_on(self, told):
        for name in ("arrived_on", "confirmed_on"):
            if told.get(name) and told[name] > self.today:
                self.add_error(name, "不能晚于今天。")
                return None
        try:
            return received_on(Channel(told["channel"]), told["arrived_on"], told.get("confirmed_on"))
        except NotConfirmed as wrong:
            if told.get("confirmed_on"):
                self.add_error("confirmed_on", ValidationError(str(wrong)))
            return None

    @property
    def asked(self):
        return {name: self.cleaned_data[name] for name in CASE}

    @property
    def person(self):
        facts = {name: self.cleaned_data[f"person_{name}"] for name in PERSON}
        return facts | {"kind": self.cleaned_data["applicant_kind"]}

    @property
    def receipt(self):
        names = ("arrived_on", "confirmed_on", "tracking_number")
        return {name: self.cleaned_data[name] for name in names} | {
            "channel": Channel(self.cleaned_data["channel"])
        }

    @property
    def scans(self):
        kinds = ("identity", "application", "envelope")
        return [(kind, self.cleaned_data[kind]) for kind in kinds if self.cleaned_data.get(kind)]
