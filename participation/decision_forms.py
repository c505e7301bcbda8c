from django import forms
from django.utils.timezone import localdate

from catalog.models import Publication
from catalog.publication_forms import CodesField
from linhai_portal.forms import DayInput
from participation.final_documents import offered_finals
from participation.models import DecisionDirectory, DossierStep

_FIRST_YEAR = 2019  # 713号自2019年9月1日起施行
_ANSWERS = [("", "还没有定"), ("True", "要履行"), ("False", "不履行")]


class DirectoryForm(forms.ModelForm):
    class Meta:
        model = DecisionDirectory
        fields = ["year"]
        error_messages = {"year": {"required": "请写年度。", "invalid": "年度写成 2026 这样。"}}

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not _FIRST_YEAR <= year <= localdate().year + 1:
            raise forms.ValidationError(f"年度在 {_FIRST_YEAR} 到 {localdate().year + 1} 之间。")
        return year


class StepForm(forms.ModelForm):
    required = forms.TypedChoiceField(
        label="要不要履行",
        choices=_ANSWERS,
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )
    documents = CodesField(
        Publication.objects.with_page(),
        code="index_number",
        missing="没有索引号是 %s 的政府信息。",
        label="公开的材料",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写索引号，一行一个；附件在那一件的页面上",
    )

    class Meta:
        model = DossierStep
        fields = ["required", "why_not", "done_on", "documents"]
        widgets = {"done_on": DayInput}
        help_texts = {"why_not": "向社会公布，不写个人信息"}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["documents"] = list(self.instance.documents.with_page())

    def clean(self):
        facts = super().clean()
        required, why_not, done_on = (facts.get(name) for name in ("required", "why_not", "done_on"))
        if required is False and not (why_not or "").strip():
            self.add_error("why_not", "不履行的，写明理由。")
        if required is not False and why_not:
            self.add_error("why_not", "只有不履行的才写理由。")
        if done_on and required is not True:
            self.add_error("done_on", "要履行的才有完成日期。请先选“要履行”。")
        if done_on and done_on > localdate():
            self.add_error("done_on", "完成日期不能晚于今天。")
        return facts


class DecisionForm(forms.Form):
    """The document that is the decision."""

    publication = forms.ModelChoiceField(
        Publication.objects.none(),
        label="正式文件",
        help_text="从牵头单位最近起草的政府信息里选；前面的环节没有办完，它不能发布",
        error_messages={"required": "请选正式文件。", "invalid_choice": "请从列出的里面选。"},
    )

    def __init__(self, *args, matter, **options):
        super().__init__(*args, **options)
        field, chosen = self.fields["publication"], matter.final_id
        field.queryset, field.initial = offered_finals(matter.organization, chosen=chosen), chosen
