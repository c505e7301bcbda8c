from django import forms

from catalog.models import Domain, Ground, Item, NegativeListEntry
from linhai_portal.accounts.models import Organization
from linhai_portal.forms import DayInput, NameField

# A date further away is a slip of the pen; the law asks for a periodic look (条例第十八条).
LONGEST_YEARS = 5
_BAD_DAY = {"required": "请选择复核日期。", "invalid": "请按 2027-05-01 的样子写日期。"}


def _lines(rows=3):
    return forms.Textarea(attrs={"rows": rows})


def _check_review(day, today):
    if day <= today:
        raise forms.ValidationError("复核日期要晚于今天。")
    if day.year > today.year + LONGEST_YEARS:
        raise forms.ValidationError(f"复核日期最晚到 {today.year + LONGEST_YEARS} 年。请核对年份。")
    return day


class EntryForm(forms.ModelForm):
    ground = forms.ChoiceField(
        label="理由",
        choices=[("", "请选择"), *((each.value, f"{each.label}（条例{each.article}）") for each in Ground)],
        error_messages={"required": "请选择不公开的理由。"},
    )
    item = NameField(
        Item.objects.current(),
        name_field="code",
        missing="没有编码是“%(value)s”的事项，请照目录核对。",
        widget=forms.TextInput,
        label="只限一个事项",
        required=False,
        help_text="写事项编码，例如 03-05-05；写了这一项，下面三项空着",
    )
    publisher = NameField(
        Organization.objects.all(), label="公开主体", required=False, help_text="只限这个单位公开的事项"
    )

    class Meta:
        model = NegativeListEntry
        fields = [
            "title",
            "ground",
            "legal_basis",
            "condition",
            "item",
            "domain",
            "publisher",
            "words",
        ]
        widgets = {"legal_basis": _lines(), "condition": _lines()}
        help_texts = {
            "title": "群众看得到。写信息的名称，不写信息的内容，例如：社会救助对象名册",
            "legal_basis": "写到条、款；“法律、行政法规禁止公开”的，写那部法律或行政法规的名称",
            "condition": "什么情况下、到什么时候为止不公开，例如：救助期间及结束后 3 年",
            "words": "事项名称里有这几个字的，例如：名册。和领域、公开主体一起写时，要同时符合",
        }
        error_messages = {
            "title": {"required": "请写明是什么信息。"},
            "legal_basis": {"required": "请写明法律依据。"},
            "condition": {"required": "请写明条件和期限。"},
        }

    def __init__(self, *args, drafter, **kwargs):
        self.drafter = drafter
        super().__init__(*args, **kwargs)
        self.fields["domain"].queryset = Domain.objects.order_by("position", "pk")
        self.fields["domain"].empty_label = "不限"

    def clean(self):
        facts = super().clean()
        if not self.errors and not self.drafter.is_city_wide:
            self._check_own_unit(facts)
        return facts

    def _check_own_unit(self, facts):
        """A unit withholds its own information, never another's."""
        item, publisher = facts.get("item"), facts.get("publisher")
        if item and not item.is_administered_by(self.drafter):
            self.add_error("item", "这个事项不是本单位公开的。请由公开它的单位或市政务公开办提出。")
        own = Organization.objects.administered_by(self.drafter)
        if not item and (publisher is None or not own.filter(pk=publisher.pk).exists()):
            self.add_error("publisher", "请写本单位的名称：本单位只能提出自己公开的事项。")


class EntryApprovalForm(forms.Form):
    review_on = forms.DateField(
        label="下次复核日期",
        widget=DayInput,
        error_messages=_BAD_DAY,
        help_text="过了这一天没有重新评估，这一条就不再作为不公开的理由",
    )
    note = forms.CharField(label="审批意见", required=False, max_length=500, widget=_lines(2))

    def __init__(self, *args, today, usual=None, **kwargs):
        self.today = today
        super().__init__(*args, initial={"review_on": usual}, **kwargs)

    def clean_review_on(self):
        return _check_review(self.cleaned_data["review_on"], self.today)


class ReassessmentForm(forms.Form):
    proposal = forms.ChoiceField(
        label="评估意见",
        choices=NegativeListEntry.Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择继续不公开还是解除。"},
    )
    review_on = forms.DateField(
        label="下一次复核日期",
        widget=DayInput,
        required=False,
        error_messages=_BAD_DAY,
        help_text="继续不公开的要写，解除的不用写",
    )
    reason = forms.CharField(
        label="评估理由",
        max_length=2000,
        widget=_lines(),
        help_text="情况有没有变化，为什么继续或者解除",
        error_messages={"required": "请写明评估理由。"},
    )

    def __init__(self, *args, today, usual=None, **kwargs):
        self.today = today
        super().__init__(*args, initial={"review_on": usual}, **kwargs)

    def clean(self):
        facts = super().clean()
        if facts.get("proposal") == NegativeListEntry.Conclusion.LIFT:
            return facts | {"review_on": None}
        if not self.errors.get("review_on"):
            self._check_date(facts.get("review_on"))
        return facts

    def _check_date(self, day):
        if day is None:
            self.add_error("review_on", _BAD_DAY["required"])
            return
        try:
            _check_review(day, self.today)
        except forms.ValidationError as error:
            self.add_error("review_on", error)


class DecisionForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label="决定",
        choices=[("yes", "同意"), ("no", "不同意，保持原样")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意还是不同意。"},
    )
    note = forms.CharField(
        label="意见", required=False, max_length=500, widget=_lines(2), help_text="不同意的要写明理由"
    )

    def clean(self):
        facts = super().clean()
        if facts.get("agrees") is False and not facts.get("note"):
            self.add_error("note", "不同意要写明理由，提请人才知道怎么办。")
        return facts
