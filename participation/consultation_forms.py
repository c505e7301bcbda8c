from django import forms
from django.utils.timezone import localdate

from catalog.models import Publication
from linhai_portal.forms import DayInput
from participation.final_documents import offered_finals
from participation.models import Consultation, DecisionMatter, Session
from participation.models.consultations import SHORTEST_DAYS


class ConsultationForm(forms.ModelForm):
    class Meta:
        model = Consultation
        fields = [
            "kind",
            "matter",
            "ground",
            "opens_on",
            "closes_on",
            "short_reason",
            "telephone",
            "email",
            "postal_address",
        ]
        widgets = {
            "opens_on": DayInput,
            "closes_on": DayInput,
            "ground": forms.Textarea(attrs={"rows": 2}),
            "short_reason": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "kind": {"required": "请选择类型。"},
            "opens_on": {"required": "请写开始日期。"},
            "closes_on": {"required": "请写截止日期。"},
            "telephone": {"required": "请写一个能问到人的电话。"},
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["matter"].queryset = DecisionMatter.objects.listed(on=localdate())

    def clean(self):
        facts = super().clean()
        opens, closes = facts.get("opens_on"), facts.get("closes_on")
        if opens and closes and opens < closes:
            short = (closes - opens).days < SHORTEST_DAYS
            if short and not facts.get("short_reason", "").strip():
                self.add_error(
                    "short_reason",
                    f"只有 {(closes - opens).days} 日。请写明期限少于 {SHORTEST_DAYS} 日的理由，或者把截止日期改晚。",
                )
        return facts


class SessionForm(forms.ModelForm):
    class Meta:
        model = Session
        fields = ["kind", "held_on", "place", "people", "summary"]
        widgets = {"held_on": DayInput, "summary": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "kind": {"invalid_choice": "这里只登记座谈会和实地走访。听证会另外起草公告，民意调查用问卷。"}
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        offered = [(each.value, each.label) for each in Session.OFFERED]
        self.fields["kind"].choices = [("", "请选择"), *offered]


class FinalForm(forms.Form):
    publication = forms.ModelChoiceField(
        Publication.objects.none(),
        label="正式文件",
        help_text="从本单位最近起草的政府信息里选；采纳情况公布以前，它不能发布",
        error_messages={"required": "请选正式文件。", "invalid_choice": "请从列出的里面选。"},
    )

    def __init__(self, *args, consultation, **options):
        super().__init__(*args, **options)
        field, chosen = self.fields["publication"], consultation.final_id
        field.queryset, field.initial = offered_finals(consultation.organization, chosen=chosen), chosen
