"""The words of a reply, asked by its letter: what that letter needs is required, what it has no use for is not asked."""

from django import forms

from catalog.models import NegativeListEntry
from disclosure_requests.letter_fields import field_of, plain
from disclosure_requests.letters.compose import LETTER_OF_DECISION, editable_facts
from disclosure_requests.letters.facts import Opinion
from disclosure_requests.listed_grounds import cited, says_why
from disclosure_requests.outcomes import GIVING


class DecisionForm(forms.Form):
    """`facts` are those of the letter that the case itself knows; `offered` the entries of the negative list that may fit."""

    def __init__(self, *args, outcome, facts, offered=(), **options):
        super().__init__(*args, **options)
        for each in editable_facts(LETTER_OF_DECISION[outcome], facts):
            self.fields[each.name] = field_of(each.name, required=each.is_required)
        if outcome in GIVING:
            self.fields["materials"] = field_of("materials", required=False)
        if outcome in GIVING and facts.third_party_opinion is Opinion.OBJECTED:
            self.fields["public_interest"] = field_of("public_interest", required=False)
        self.letter_names = list(self.fields)
        self.outcome, self.offered = outcome, offered
        self.fields["entries"] = forms.ModelMultipleChoiceField(
            NegativeListEntry.objects.filter(pk__in=[entry.pk for entry in offered]),
            label="参考的负面清单条目",
            required=False,
            error_messages={"invalid_choice": "这一条已经没有效力，或者不适用于这件申请，请去掉。"},
        )
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
        if outcome in GIVING and not facts.is_own_records:
            self.fields["suggest_proactive"] = forms.BooleanField(
                label="建议把这项信息主动公开（条例第四十四条）",
                required=False,
                initial=True,
                help_text="发出以后，请本单位的填报员起草；只和申请人自己有关的，取消勾选",
            )

    def clean(self):
        told = super().clean()
        name = "withheld" if self.outcome == "P" else "reason"
        if name in self.letter_names and name not in self.errors:
            self._check_words(name, told.get("entries") or [], told)
        return told

    def _check_words(self, name, entries, told):
        """An entry is no reason by itself, and none is named that is not used: it would not be counted, or stand no more."""
        rows = told["withheld"] if self.outcome == "P" else [("", self.outcome, told["reason"])]
        unused = [entry for entry in entries if entry.ground not in {ground for _, ground, _ in rows}]
        named = {number for _, _, reason in rows for number in cited(reason)}
        if foreign := sorted(named - {entry.number for entry in entries}):
            words = f"理由里写着负面清单 {foreign[0]}，但没有用这一条，或者它已经没有效力。"
            self.add_error(name, f"{words}请改写理由，或者在下面重新选用。")
        elif unused:
            self.add_error(name, f"没有一部分以 {unused[0].ground} 为由。请写明，或者去掉{unused[0]}。")
        elif not all(says_why(reason, entries) for _, _, reason in rows):
            self.add_error(
                name, "负面清单只作参考，每件都要个别审查：请在“本件：”后面写明这件申请的信息为什么不能公开。"
            )

    def word_fields(self):
        """All but the entries, which stand with what they say."""
        return [field for field in self if field.name != "entries"]

    def offers(self):
        """Each entry that may fit, and whether it is used."""
        used = [str(each) for each in self["entries"].value() or []]
        return [(entry, str(entry.pk) in used) for entry in self.offered]

    @property
    def told(self):
        return {name: plain(name, self.cleaned_data[name]) for name in self.letter_names}
