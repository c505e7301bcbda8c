"""The words of a reply, asked by its letter: what that letter needs is required, what it has no use for is not asked."""

from django import forms

from disclosure_requests.letter_fields import field_of, plain
from disclosure_requests.letters.compose import LETTER_OF_DECISION, editable_facts
from disclosure_requests.letters.facts import Opinion

_GIVES = ("G2", "P")


class DecisionForm(forms.Form):
    """`facts` are those of the letter that the case itself knows."""

    def __init__(self, *args, outcome, facts, **options):
        super().__init__(*args, **options)
        for each in editable_facts(LETTER_OF_DECISION[outcome], facts):
            self.fields[each.name] = field_of(each.name, required=each.is_required)
        if outcome in _GIVES:
            self.fields["materials"] = field_of("materials", required=False)
        if outcome in _GIVES and facts.third_party_opinion is Opinion.OBJECTED:
            self.fields["public_interest"] = field_of("public_interest", required=False)
        self.letter_names = list(self.fields)
        for name in self.letter_names:
            if isinstance(known := getattr(facts, name), str):
                self.initial.setdefault(name, known)
        self.fields["note"] = forms.CharField(
            label="内部说明",
            required=False,
            max_length=3000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="加密保存，只有工作人员看得到",
        )
        if not facts.is_own_records:
            self.fields["suggest_proactive"] = forms.BooleanField(
                label="建议把这项信息主动公开（条例第四十四条）", required=False
            )

    @property
    def told(self):
        return {name: plain(name, self.cleaned_data[name]) for name in self.letter_names}
