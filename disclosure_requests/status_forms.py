"""What the status page asks: number and code to open a case, and what each deed of the applicant needs."""

from django import forms
from django.core.exceptions import ValidationError

from disclosure_requests.deed_forms import scale
from disclosure_requests.models import Applicant
from linhai_portal.checked_file import CheckedFile
from linhai_portal.lookup_codes import code_field

_FOUND_ON = "登记回执或者存草稿的页面"


class PlainForm(forms.Form):
    def __init__(self, data=None, files=None, *, initial=None):
        super().__init__(data, files, initial=initial, auto_id="f-%s", use_required_attribute=False)


class ResumeForm(PlainForm):
    code = code_field("草稿的查询码", found_on=_FOUND_ON)


class LookupForm(PlainForm):
    number = forms.CharField(
        label="申请编号",
        max_length=40,
        help_text="例如 2026-0087。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请写申请编号。", "max_length": "申请编号没有这么长。"},
    )
    code = code_field("查询码", found_on=_FOUND_ON)


def _words(label, **options):
    return forms.CharField(
        label=label,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": "最多 2000 字。写不下的，放在文件里上传。"} | options.pop("says", {}),
        **options,
    )


class WithdrawForm(PlainForm):
    """Nothing is asked: the page asks once more, and the button answers."""


class ContactForm(PlainForm):
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    address = forms.CharField(label="通信地址", max_length=200, required=False)
    postcode = forms.CharField(label="邮政编码", max_length=10, required=False)
    email = forms.EmailField(
        label="电子邮箱",
        max_length=200,
        required=False,
        error_messages={"invalid": "邮箱写成 name@example.com 这样。"},
    )

    def clean(self):
        values = self.cleaned_data
        if not any(values.get(name) for name in ("phone", "address", "email")) and not self.errors:
            raise ValidationError("电话、地址、邮箱至少留一项，不然我们没法答复您。")
        return values

    @staticmethod
    def of(case):
        applicant = Applicant.objects.get(case=case)
        return {name: getattr(applicant, name) for name in ContactForm.base_fields}


class SupplementForm(PlainForm):
    text = _words("补充什么", required=False)
    file = CheckedFile("文件")

    def clean(self):
        if not self.errors and not (self.cleaned_data["text"].strip() or self.cleaned_data["file"]):
            self.add_error("text", "请写要补充的内容，或者上传文件。")
        return self.cleaned_data


class CorrectForm(SupplementForm):
    text = _words("补正的内容", required=False, help_text="按补正告知书说的写。逾期的，同时写明理由。")


class ReasonsForm(PlainForm):
    text = _words("理由", says={"required": "请写明理由。"})


class RateForm(PlainForm):
    satisfaction = scale("满意吗")
    said = _words("想说的话", required=False, help_text="哪里好，哪里不好。加密保存，不会公开。")
