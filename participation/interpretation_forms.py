from django import forms
from django.utils.timezone import localdate

from participation.models import Interpretation, InterpretationPlan
from participation.newest import newest_of


class InterpretationForm(forms.ModelForm):
    class Meta:
        model = Interpretation
        fields = ["of", "form"]
        help_texts = {
            "of": "从本单位最近起草的和还没有解读的政府信息里选；两边的页面互相链接，不能单独断开",
            "form": "问答：正文里每个问题另起一行写“问：”，回答写“答：”，读到的问答进全站搜索",
        }
        error_messages = {
            "of": {"required": "请选解读的文件。", "invalid_choice": "请从列出的里面选。"},
            "form": {"required": "请选形式。"},
        }

    def __init__(self, *args, organization, **options):
        super().__init__(*args, **options)
        own = self.instance.publication_id if self.instance.pk else None
        waiting = InterpretationPlan.objects.waiting(on=localdate()).filter(
            publication__organization=organization
        )
        also = [self.instance.of_id, *waiting.values_list("publication", flat=True)]
        self.fields["of"].queryset = newest_of(organization, but=[own], also=also)


class PlanForm(forms.ModelForm):
    forms = forms.MultipleChoiceField(
        label="形式",
        choices=Interpretation.Form.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = InterpretationPlan
        fields = ["needed", "why_not", "outline", "forms", "channels", "planned", "who"]
        widgets = {"outline": forms.Textarea(attrs={"rows": 5})}

    def clean(self):
        facts = super().clean()
        if not facts.get("needed") and not facts.get("why_not", "").strip():
            self.add_error("why_not", "不解读的，写明理由。")
        return facts
