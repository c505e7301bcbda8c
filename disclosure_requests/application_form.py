"""The steps of the public form (rules: requests §11). Only what 条例第二十九条 asks for may stop anybody.

A step knows which of its values belong to the case and which to the applicant; `drafts.keep` stores them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms

from disclosure_requests.document_numbers import fits_a_body, fits_a_card, without_blanks
from disclosure_requests.models import Applicant, ApplicantClass, DisclosureRequest, Material
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.models.organizations import ADDRESSEES
from linhai_portal.bot_trap import BotTrap
from linhai_portal.checked_file import CheckedFile

CITIZEN, BODY = Applicant.Kind.CITIZEN, Applicant.Kind.ORGANIZATION
FILES = Material.Kind


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; `side` names those that concern only one kind of applicant, `folds` what may stay shut."""

    title: str
    fields: Iterable
    hint: str = ""
    side: str = ""
    folds: bool = False
    is_open: bool = False


def _text(model, name, label=None, *, rows=0, required=False, hint="", missing="", most=0, **attrs):
    field = model._meta.get_field(name)
    most = most or field.max_length
    widget = forms.Textarea(attrs={"rows": rows} | attrs) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label or str(field.verbose_name),
        max_length=most,
        required=required,
        help_text=hint,
        widget=widget,
        error_messages={"required": missing, "max_length": f"最多 {most} 个字，请写短一些。"},
    )


def _choice(choices, label, *, missing="", required=True, widget=forms.RadioSelect, **options):
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        widget=widget,
        error_messages={"required": missing, "invalid_choice": "没有这一项，请重新选。"},
        **options,
    )


class Step(forms.Form):
    """Bound to the draft, None before the first step is kept.

    `ONE_OF`: fields of which one has to be filled in, so that it is not said of each that it may stay empty.
    """

    ASKED, PERSON, FILES, ONE_OF = (), (), {}, ()

    def __init__(self, data=None, files=None, *, case=None, initial=None):
        stored = {}
        if case:
            stored = {name: getattr(case, name) for name in self.ASKED}
            stored |= {name: getattr(case.applicant, self.of_person(name)) for name in self.PERSON}
            stored = {name: value for name, value in stored.items() if value not in ("", None)}
        self.case = case
        super().__init__(
            data, files, initial=(initial or {}) | stored, auto_id="f-%s", use_required_attribute=False
        )

    @staticmethod
    def of_person(name):
        return "kind" if name == "applicant_kind" else name

    def may_be_put_aside(self):
        """A draft is kept with what is right so far; a file that can't be taken is said at once."""
        return not {*self.FILES, *BotTrap.TRAPS, "__all__"}.intersection(self.errors)

    def told(self):
        """For `drafts.keep`: what is right of it."""
        values = self.cleaned_data
        return {
            "asked": {name: values[name] for name in self.ASKED if name in values},
            "person": {self.of_person(name): values[name] for name in self.PERSON if name in values},
            "files": [(kind, values[name]) for name, kind in self.FILES.items() if values.get(name)],
        }

    def groups(self):
        return [Group("", self._of(*self.fields))]

    def materials(self):
        """What was handed over at this step before."""
        kinds = {*self.FILES.values()}
        return [each for each in self.case.materials.all() if each.kind in kinds] if self.case else []

    def _of(self, *names):
        """Pairs of a field and whether it is one of several."""
        return [(self[name], name in self.ONE_OF) for name in names]

    def _is_filled(self, *names):
        return any(self[name].value() or self[name].errors for name in names)


class AgencyStep(BotTrap, Step):
    ASKED = ("kind", "organization")

    kind = _choice(
        [
            ("information", "要一份政府信息"),
            ("own_records", "更正本人信息：行政机关记录的、与我有关的信息不准确"),
        ],
        "您要办什么",
        initial="information",
        missing="请选一项。",
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label="受理机关",
        to_field_name="slug",
        empty_label="请选择",
        help_text="选制作或者保存这条信息的机关。不知道是哪个，选最可能的一个。",
        error_messages={"required": "请选择受理机关。", "invalid_choice": "没有这个机关，请重新选。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        addressees = Organization.objects.addressees().order_by("position", "pk")
        self.fields["organization"].queryset = addressees
        of_kind = {kind: [] for kind in ADDRESSEES}
        for unit in addressees:
            of_kind[unit.kind].append((unit.slug, unit.name))
        named = [(kind.label, units) for kind, units in of_kind.items() if units]
        self.fields["organization"].widget.choices = [("", "请选择"), *named]

    def groups(self):
        return [Group("", self._of("kind", "organization"))]


class ApplicantStep(Step):
    PERSON = (
        "applicant_kind",
        "name",
        "document",
        "document_number",
        "credit_code",
        "applicant_class",
        "workplace",
        "representative",
        "contact",
        "phone",
        "address",
        "postcode",
        "email",
        "fax",
        "agent_name",
        "agent_document_number",
        "agent_phone",
    )
    FILES = {
        "identity": FILES.IDENTITY,
        "authorization": FILES.AUTHORIZATION,
        "agent_identity": FILES.IDENTITY,
    }
    ONE_OF = ("document", "document_number", "credit_code", "identity", "phone", "address", "email")
    NUMBERS = ("document_number", "credit_code", "agent_document_number")
    # Of the other kind of applicant nothing is kept.
    ONLY = {
        CITIZEN: ("document", "document_number", "workplace"),
        BODY: ("credit_code", "applicant_class", "representative", "contact"),
    }

    applicant_kind = _choice(
        Applicant.Kind.choices, "您以什么身份申请", missing="请选一项。", initial=CITIZEN
    )
    name = _text(Applicant, "name", required=True, missing="请写姓名或者单位名称。", autocomplete="name")
    document = _choice(
        [("", "请选择"), *Applicant.Document.choices],
        "证件类型",
        required=False,
        widget=forms.Select,
        initial=Applicant.Document.IDENTITY_CARD,
    )
    document_number = _text(
        Applicant, "document_number", hint="或者在下面上传证件的照片。", autocomplete="off"
    )
    credit_code = _text(
        Applicant, "credit_code", hint="18 位。或者在下面上传证照的照片。", most=40, autocomplete="off"
    )
    applicant_class = _choice(
        [("", "请选择"), *(each for each in ApplicantClass.choices if each[0] != ApplicantClass.NATURAL)],
        "组织性质",
        required=False,
        widget=forms.Select,
    )
    workplace = _text(Applicant, "workplace")
    representative = _text(Applicant, "representative")
    contact = _text(Applicant, "contact")
    identity = CheckedFile("证件的照片或扫描件")
    phone = _text(Applicant, "phone", autocomplete="tel", inputmode="tel")
    address = _text(Applicant, "address", autocomplete="address-line1")
    postcode = _text(Applicant, "postcode", autocomplete="postal-code", inputmode="numeric")
    email = forms.EmailField(
        label="电子邮箱",
        max_length=200,
        required=False,
        error_messages={"invalid": "邮箱写成 name@example.com 这样。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    fax = _text(Applicant, "fax", inputmode="tel")
    agent_name = _text(Applicant, "agent_name")
    agent_document_number = _text(Applicant, "agent_document_number", autocomplete="off")
    agent_phone = _text(Applicant, "agent_phone", inputmode="tel")
    authorization = CheckedFile("授权委托书", help_text="写明委托谁、办什么，由申请人签名或者盖章。")
    agent_identity = CheckedFile("代理人证件的照片或扫描件")

    def groups(self):
        contact = ("phone", "address", "postcode", "email", "fax")
        agent = ("agent_name", "agent_document_number", "agent_phone", "authorization", "agent_identity")
        return [
            Group("", self._of("applicant_kind", "name")),
            Group("公民的证件", self._of(*self.ONLY[CITIZEN]), side="citizen"),
            Group("单位的证照", self._of(*self.ONLY[BODY]), side="body"),
            Group("", self._of("identity")),
            Group("怎么联系您", self._of(*contact), hint="电话、通信地址、电子邮箱，至少写一项。"),
            Group(
                "请人代办的，写代理人",
                self._of(*agent),
                hint="要有授权委托书，以及您和代理人的身份证明。",
                folds=True,
                is_open=self._is_filled(*agent),
            ),
        ]

    @property
    def is_body(self):
        return self.cleaned_data.get("applicant_kind") == BODY

    def clean(self):
        values = self.cleaned_data
        for name in self.ONLY[CITIZEN if self.is_body else BODY]:
            values[name] = ""
            self.errors.pop(name, None)
        for name in self.NUMBERS:
            values[name] = without_blanks(values.get(name, ""))
        self._check_proof("credit_code" if self.is_body else "document_number")
        self._check_agent()
        if not any(values.get(name) or name in self.errors for name in ("phone", "address", "email")):
            self.add_error("phone", "请写一种联系方式：电话、地址或者邮箱，不然我们没法答复您。")
        return values

    def _check_proof(self, number):
        values = self.cleaned_data
        has_picture = values.get("identity") or any(each.kind == FILES.IDENTITY for each in self.materials())
        if not values[number] and not has_picture and "identity" not in self.errors:
            what = "统一社会信用代码，或者上传证照" if self.is_body else "证件号码，或者上传证件"
            self.add_error(number, f"请写{what}的照片。")
        elif self._looks_wrong(number):
            self._doubt(number, "这个号码的校验位不对，请核对。核对过没有错的")

    def _check_agent(self):
        """What paper it is is not asked of an agent, who may have another one than an identity card."""
        number = self.cleaned_data["agent_document_number"]
        if number and not fits_a_card(number):
            self._doubt(
                "agent_document_number",
                "这不是身份证号码，或者校验位不对，请核对。用其他证件的，核对过没有错的",
            )

    def _doubt(self, name, words):
        """Once; who hands it in again is believed."""
        if self.cleaned_data[name] not in self._seen():
            self.add_error(name, f"{words}，不用改，再点一次“保存并继续”。")

    def _seen(self):
        """Numbers that were doubted on this page before."""
        return self.data.getlist("number_seen")

    def _looks_wrong(self, name):
        """A slip of the pen, most likely; some real numbers are odd, so whoever insists is believed."""
        value = self.cleaned_data[name]
        if not value:
            return False
        if self.is_body:
            return not fits_a_body(value)
        is_card = self.cleaned_data.get("document") == Applicant.Document.IDENTITY_CARD
        return is_card and not fits_a_card(value)

    @property
    def numbers_seen(self):
        """Those that were doubted on this page: handed in again, they are accepted."""
        if not self.is_bound:
            return []
        doubted = [without_blanks(self.data.get(name, "")) for name in self.NUMBERS if name in self.errors]
        return [*self._seen(), *filter(None, doubted)]


class InformationStep(Step):
    ASKED = ONE_OF = ("title", "document_number", "description")
    FILES = {"attachment": FILES.APPLICATION}

    title = _text(DisclosureRequest, "title", hint="文件标题、项目名称或事项名称都可以。")
    document_number = _text(DisclosureRequest, "document_number", hint="知道就填，例如 临政发〔2025〕1号。")
    description = _text(
        DisclosureRequest,
        "description",
        rows=5,
        hint="帮助我们检索，例如哪一年、哪个街道、哪个项目。最多 500 字。",
    )
    attachment = CheckedFile("附件")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_about_own_records:
            self.fields["title"].label = "哪一条记录不准确"
            self.fields["title"].help_text = "写记录的名称，例如 婚姻登记、社保缴费记录。"
            self.fields["description"].label = "哪里不对，应当是什么"
            self.fields["description"].help_text = "最多 500 字。"
            self.fields["attachment"].label = "能证明记录不准确的材料"
            self.fields[
                "attachment"
            ].help_text = "要有证据才能请求更正（条例第四十一条），例如证件、证明的照片。没有电子件的，带到受理机关的窗口交。"

    @property
    def is_about_own_records(self):
        return self.case is not None and self.case.is_own_records

    def clean(self):
        values = self.cleaned_data
        if not any(values.get(name) or name in self.errors for name in self.ASKED):
            what = "请写是哪一条记录" if self.is_about_own_records else "请写信息名称；不知道名称的，写文号"
            self.add_error("title", f"{what}，或者时间、地点和其他特征。")
        self._check_evidence(values)
        return values

    def _check_evidence(self, values):
        if not self.is_about_own_records or "attachment" in self.errors or values.get("attachment"):
            return
        if not any(each.kind == FILES.APPLICATION for each in self.materials()):
            self.add_error("attachment", "请上传能证明记录不准确的材料，例如证件、证明的照片。")


class WayStep(Step):
    ASKED = ("carrier", "way", "accepts_other")
    PERSON = ONE_OF = ("email",)

    carrier = _choice(DisclosureRequest.Carrier.choices, "要什么形式的", missing="请选一种形式。")
    way = _choice(DisclosureRequest.Way.choices, "怎么给您", missing="请选一种方式。")
    email = forms.EmailField(
        label="电子邮箱",
        max_length=200,
        required=False,
        help_text="选电子邮件的要写。",
        error_messages={"invalid": "邮箱写成 name@example.com 这样。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    accepts_other = forms.BooleanField(label="不能按这种方式提供的，可以用其他方式", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.case is not None and self.case.is_own_records:
            self.fields["carrier"].label = "告知书要什么形式的"
            self.fields["way"].label = "怎么把结果告诉您"

    def clean(self):
        values = self.cleaned_data
        if (
            values.get("way") == DisclosureRequest.Way.EMAIL
            and not values.get("email")
            and "email" not in self.errors
        ):
            self.add_error("email", "选了电子邮件，请写邮箱。")
        return values


class CheckStep(BotTrap, Step):
    """Nothing is asked any more: it is looked over and handed in."""
