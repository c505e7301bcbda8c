import re

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone

from catalog.models import Examination, Item, Publication
from linhai_portal.forms import DayInput, LinesField, MomentInput, NameField
from linhai_portal.rich_text_field import RichTextField, RichTextWidget


def _lines(rows=3):
    return forms.Textarea(attrs={"rows": rows})


def check_formed_on(day):
    if day > timezone.localdate():
        raise forms.ValidationError("成文日期不能晚于今天。")


def check_display_until(day):
    if day and day < timezone.localdate():
        raise forms.ValidationError("公示截止日期不能早于今天。")


class CodesField(LinesField):
    """Rows of a table, named by one code a line; every unknown code is named in the error."""

    def __init__(self, queryset, *, code, missing, **options):
        super().__init__(**options)
        self.queryset, self.code, self.missing = queryset, code, missing

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(each if isinstance(each, str) else getattr(each, self.code) for each in value)
        return value

    def clean(self, value):
        codes = list(dict.fromkeys(super().clean(value)))
        found = {getattr(row, self.code): row for row in self.queryset.filter(**{f"{self.code}__in": codes})}
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise forms.ValidationError(self.missing % "、".join(unknown))
        return [found[code] for code in codes]


class PublicationForm(forms.ModelForm):
    items = CodesField(
        Item.objects.current(),
        code="code",
        missing="没有编码是 %s 的事项，请照目录核对。",
        label="公开事项",
        widget=_lines(2),
        help_text="写事项编码，一行一个，例如 03-05-05。最迟公开日期按事项的时限算",
        error_messages={"required": "请写这条信息属于目录里的哪一项。"},
    )
    body = RichTextField(
        label="正文",
        required=False,
        widget=RichTextWidget(cleaner=reverse_lazy("office:clean_pasted")),
    )
    policy = NameField(
        Publication.objects.policies().with_page(),
        name_field="index_number",
        missing="没有索引号是“%(value)s”的政策文件。",
        widget=forms.TextInput,
        label="所属政策",
        required=False,
        help_text="写政策文件的索引号，它的决策、执行、管理、服务、结果连成一条线",
    )
    replaces = CodesField(
        Publication.objects.policies().with_page(),
        code="index_number",
        missing="没有索引号是 %s 的政策文件。",
        label="代替的文件",
        required=False,
        widget=_lines(2),
        help_text="写索引号，一行一个；这一件施行时，它们失效",
    )

    class Meta:
        model = Publication
        fields = [
            "title",
            "issuer",
            "document_number",
            "formed_on",
            "body",
            "column",
            "topic",
            "subtopic",
            "form",
            "summary",
            "keywords",
            "source",
            "attribute",
            "attribute_reason",
            "is_policy",
            "effective_on",
            "expires_on",
            "registration_number",
            "policy",
            "stage",
            "display_until",
            "publish_at",
            "is_urgent",
            "urgent_reason",
        ]
        widgets = {
            "formed_on": DayInput,
            "effective_on": DayInput,
            "expires_on": DayInput,
            "display_until": DayInput,
            "publish_at": MomentInput,
            "summary": _lines(),
            "attribute_reason": _lines(),
        }
        error_messages = {
            "title": {"required": "请写标题。"},
            "issuer": {"required": "请写发文机关。"},
            "formed_on": {"required": "请写成文日期。", "invalid": "请按 2026-05-01 的样子写日期。"},
        }

    # What most drafts need stands open; the rest is folded by subject.
    OPEN = ["items", "title", "issuer", "document_number", "formed_on", "body"]
    FOLDED = [
        ("分类和来源", ["column", "topic", "subtopic", "form", "summary", "keywords", "source"]),
        (
            "政策文件：效力和五公开",
            ["is_policy", "effective_on", "expires_on", "registration_number", "replaces", "policy", "stage"],
        ),
        ("公示和发布时间", ["display_until", "publish_at", "is_urgent", "urgent_reason"]),
        ("不主动公开", ["attribute", "attribute_reason"]),
    ]

    def __init__(self, *args, drafter, **options):
        super().__init__(*args, **options)
        self.drafter = drafter
        self.fields["body"].is_own_picture = self._is_own_picture
        if self.instance.pk:
            self.initial["items"] = list(self.instance.items.all())
            self.initial["replaces"] = list(self.instance.replaces.all())

    def open_fields(self):
        return [self[name] for name in self.OPEN]

    def folded_fields(self):
        """Groups with their fields; a group with an error or with something filled in stands open."""
        for heading, names in self.FOLDED:
            fields = [self[name] for name in names]
            yield heading, fields, any(field.errors or self._says_something(field) for field in fields)

    def _says_something(self, field):
        return bool(field.value()) and field.value() != self._meta.model._meta.get_field(field.name).default

    def clean_items(self):
        items = self.cleaned_data["items"]
        foreign = [item.code for item in items if not item.is_administered_by(self.drafter)]
        if foreign:
            raise forms.ValidationError(f"{'、'.join(foreign)} 不是本单位公开的事项。")
        return items

    def clean_formed_on(self):
        check_formed_on(self.cleaned_data["formed_on"])
        return self.cleaned_data["formed_on"]

    def clean_replaces(self):
        replaces = self.cleaned_data["replaces"]
        if self.instance.corrects in replaces:
            raise forms.ValidationError("不能代替它自己。")
        return replaces

    def clean_display_until(self):
        check_display_until(self.cleaned_data["display_until"])
        return self.cleaned_data["display_until"]

    def _is_own_picture(self, src):
        """A picture that was uploaded to this very publication."""
        found = re.fullmatch(r"/attachments/(\d{1,18})/", src)
        return bool(
            found and self.instance.pk and self.instance.attachments.pictures().filter(pk=found[1]).exists()
        )

    def clean(self):
        facts = super().clean()
        if facts.get("is_urgent") and not facts.get("urgent_reason"):
            self.add_error("urgent_reason", "加急要写明理由。")
        if (
            facts.get("expires_on")
            and facts.get("effective_on")
            and facts["expires_on"] < facts["effective_on"]
        ):
            self.add_error("expires_on", "有效期要晚于施行日期。")
        at, until = facts.get("publish_at"), facts.get("display_until")
        if at and until and until < timezone.localdate(at):
            self.add_error("display_until", "公示截止日期早于定时发布的日期，发布了也不会显示。")
        return facts


class UploadForm(forms.Form):
    file = forms.FileField(label="文件", error_messages={"required": "请选择文件。", "empty": "文件是空的。"})
    alternative = forms.CharField(
        label="替代文字",
        required=False,
        max_length=300,
        help_text="正文里的图片才写：用一句话说图上是什么。附件不用写",
    )


class ReviewForm(forms.Form):
    """The unit's yes, with a legal reason for each thing the gate found."""

    note = forms.CharField(label="审核意见", required=False, max_length=500, widget=_lines(2))

    def __init__(self, *args, checks, **options):
        super().__init__(*args, **options)
        self.checks = [each for each in checks if not each.passes]
        for check in self.checks:
            self.fields[f"reason_{check.pk}"] = forms.CharField(
                label=f"“{check.attachment or '正文'}”准予公开的法律理由",
                max_length=2000,
                widget=_lines(2),
                help_text=f"起草人说：{check.request or '没有说明'}",
                error_messages={"required": "准予公开要写明法律理由，否则请退回起草人。"},
            )

    @property
    def overrides(self):
        return {check.pk: self.cleaned_data[f"reason_{check.pk}"] for check in self.checks}


class ExaminationForm(forms.Form):
    conclusion = forms.ChoiceField(
        label="结论",
        choices=Examination.Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。"},
    )
    ground = forms.CharField(
        label="审查意见和依据",
        max_length=2000,
        widget=_lines(),
        help_text="例如：不涉及国家秘密、商业秘密、个人隐私，可以公开（条例第十四、十五条）",
        error_messages={"required": "请写明审查意见和依据。"},
    )


class TakingDownForm(forms.Form):
    reason = forms.CharField(
        label="撤下理由",
        max_length=2000,
        widget=_lines(),
        help_text="页面上向社会说明",
        error_messages={"required": "请写明撤下理由。"},
    )
    text_stays = forms.BooleanField(label="正文仍可查阅，页面上注明已撤下", required=False)


class EndingForm(forms.Form):
    ending = forms.ChoiceField(
        label="变为",
        choices=[(each.value, each.label) for each in Publication.ENDINGS],
        error_messages={"required": "请选择。"},
    )
    on = forms.DateField(label="从哪一天起", widget=DayInput, error_messages={"required": "请写日期。"})
    basis = forms.CharField(
        label="依据",
        max_length=2000,
        widget=_lines(),
        help_text="例如：临政发〔2026〕9号《关于废止部分行政规范性文件的决定》",
        error_messages={"required": "请写明依据。"},
    )


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label="更正理由",
        max_length=2000,
        widget=_lines(),
        error_messages={"required": "请写明更正理由。"},
    )
