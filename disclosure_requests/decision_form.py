"""The words of a reply, asked by its kind: what this kind must say is required, what it has no use for is not asked."""

from django import forms

from disclosure_requests.models import Decision
from disclosure_requests.outcomes import OUTCOMES, WITHHELD

_ASKED_BY_OUTCOME = {
    "G1": ["place"],
    "G2": ["provided"],
    "P": ["provided", "grounds", "redaction_reasons", "public_interest"],
    "U1a": ["search_record"],
    "U1b": ["other_agency"],
    "X2": ["earlier_reply"],
}
_MAY_STAY_EMPTY = ["public_interest", "other_agency"]
_ALWAYS = ["article", "finding", "note", "suggest_proactive"]
GROUNDS = [(code, OUTCOMES[code].label) for code in WITHHELD]


class DecisionForm(forms.ModelForm):
    grounds = forms.MultipleChoiceField(
        label="不公开部分的理由",
        choices=GROUNDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选至少一项理由。"},
    )

    class Meta:
        model = Decision
        fields = [
            "article",
            "finding",
            "search_record",
            "grounds",
            "redaction_reasons",
            "provided",
            "place",
            "other_agency",
            "earlier_reply",
            "public_interest",
            "note",
            "suggest_proactive",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in [
                "finding",
                "search_record",
                "redaction_reasons",
                "provided",
                "public_interest",
                "note",
            ]
        }
        help_texts = {
            "article": "写到条、款、项",
            "finding": "告知书里的事实和理由，申请人会看到",
            "search_record": "检索的系统、关键词、经手人和日期",
            "provided": "逐件写名称和页数",
            "place": "网址，或者在哪里、什么时间可以看到",
            "earlier_reply": "以前答复的文号和日期",
            "public_interest": "第三方不同意而决定公开的，写明不公开会对公共利益造成怎样的重大影响",
            "note": "加密保存，只有工作人员看得到",
        }

    def __init__(self, *args, outcome, **options):
        super().__init__(*args, **options)
        asked = [*_ASKED_BY_OUTCOME.get(outcome, []), *_ALWAYS]
        if outcome == "G2":
            asked.append("public_interest")
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        for name in asked:
            is_free = name in _MAY_STAY_EMPTY or name in ("note", "suggest_proactive")
            self.fields[name].required = not is_free
        if not self.instance.article:
            article = OUTCOMES[outcome].article
            self.initial["article"] = f"《中华人民共和国政府信息公开条例》{article}" if article else ""
