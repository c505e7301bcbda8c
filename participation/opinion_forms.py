"""The forms of an opinion: on the public page, for staff who enter what came otherwise, and for putting many together."""

import secrets

from django import forms

from linhai_portal.bot_trap import BotTrap
from linhai_portal.forms import DayField
from participation.models import Cluster, FromPerson, Opinion

LONGEST_WORDS = 5000
_WORDS = {
    "required": "请写您的意见。",
    "max_length": f"意见最多写 {LONGEST_WORDS} 个字，长的请寄信或者发邮件。",
}
MOST_AT_ONCE = 20_000
_MISSING_CLAUSE = "征求意见稿里没有这一条，请重新选。"


def _clause_field(labels, **options):
    choices = [("", "全文"), *((label, label) for label in labels)]
    return forms.ChoiceField(
        label="对哪一条",
        choices=choices,
        required=False,
        error_messages={"invalid_choice": _MISSING_CLAUSE},
        **options,
    )


class OpinionForm(BotTrap):
    """What the public page asks: the words; everything else may stay empty."""

    words = forms.CharField(
        label="您的意见",
        help_text="怎么改、为什么，写一两句就可以。",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=_WORDS,
    )
    contact = forms.CharField(
        label="联系方式",
        help_text="只用来告诉您是否采纳，不公开。写邮箱，采纳情况公布时发给您。",
        max_length=100,
        required=False,
    )
    person_name = forms.CharField(label="姓名或者单位", help_text="不公开。", max_length=100, required=False)
    identity = forms.ChoiceField(
        label="您是", choices=[("", "不说明"), *FromPerson.Identity.choices], required=False
    )
    keep_back = forms.BooleanField(label="不要公布我的原话，只统计、研究", required=False)

    ASKED = ("words", "contact", "person_name", "identity", "keep_back")

    def __init__(self, *args, labels, **options):
        super().__init__(*args, **options)
        self.fields["clause"] = _clause_field(labels)
        self.order_fields(["clause", *self.ASKED])

    def told(self):
        """What the verb is told; `sent` is the same however often one page is sent."""
        facts = {name: self.cleaned_data[name] for name in ("clause", *self.ASKED)}
        return facts | {
            "sent": self.cleaned_data["opened"],
            "may_be_shown": not facts.pop("keep_back"),
        }

    def shown_fields(self):
        return [self[name] for name in ("clause", *self.ASKED)]


class EnteredOpinionForm(forms.Form):
    """What came by letter or call, or was said at a meeting."""

    sent = forms.CharField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[each for each in FromPerson.Channel.choices if each[0] != FromPerson.Channel.ONLINE],
        error_messages={"required": "请选择。"},
    )
    received_on = DayField("哪一天收到")
    words = forms.CharField(
        label="意见",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=_WORDS,
    )
    person_name = forms.CharField(
        label="姓名或者单位", help_text="加密保存，不公开", max_length=100, required=False
    )
    contact = forms.CharField(label="联系方式", help_text="加密保存，不公开", max_length=100, required=False)
    identity = forms.ChoiceField(
        label="身份", choices=[("", "不清楚"), *FromPerson.Identity.choices], required=False
    )
    may_be_shown = forms.BooleanField(label="同意公布原话", required=False)

    def __init__(self, *args, labels, **options):
        super().__init__(*args, **options)
        self.fields["clause"] = _clause_field(labels)
        self.order_fields(["channel", "received_on", "clause"])
        self.fields["sent"].initial = secrets.token_urlsafe(12)


class SortingForm(forms.Form):
    """What is done with the opinions that were ticked, or with all that the filter finds."""

    DEEDS = (
        ("take", "收下"),
        ("put", "归到主要意见"),
        ("begin", "新建主要意见"),
        ("refuse", "不作为意见"),
    )

    deed = forms.ChoiceField(choices=DEEDS)
    opinions = forms.ModelMultipleChoiceField(
        Opinion.objects.none(), required=False, error_messages={"invalid_choice": "有的意见已经不在这里了。"}
    )
    all_found = forms.BooleanField(label="筛选出来的全部", required=False)
    # The newest opinion there was when the page was shown: what came since then nobody has read.
    upto = forms.IntegerField(required=False)
    cluster = forms.ModelChoiceField(Cluster.objects.none(), required=False, label="主要意见")
    summary = forms.CharField(max_length=500, required=False, label="主要意见")
    reason = forms.CharField(max_length=500, required=False, label="理由")

    def __init__(self, *args, consultation, found, **options):
        super().__init__(*args, **options)
        self.found = found
        self.fields["opinions"].queryset = Opinion.objects.filter(consultation=consultation)
        self.fields["cluster"].queryset = consultation.clusters.all()

    def clean(self):
        facts = super().clean()
        if not facts.get("all_found") and not facts.get("opinions"):
            self.add_error(None, "请先勾选意见，或者选“筛选出来的全部”。")
        if facts.get("all_found"):
            self._check_all_found(facts.get("upto"))
        deed = facts.get("deed")
        if deed == "put" and not facts.get("cluster"):
            self.add_error("cluster", "请选一条主要意见。")
        if deed == "begin" and not facts.get("summary", "").strip():
            self.add_error("summary", "请用一句话写出主要意见。")
        if deed == "refuse" and not facts.get("reason", "").strip():
            self.add_error("reason", "请写明为什么不作为意见。")
        return facts

    def _check_all_found(self, upto):
        if upto is None:
            self.add_error(None, "页面不完整。请刷新页面再办一次。")
        elif self.found.filter(pk__lte=upto).count() > MOST_AT_ONCE:
            self.add_error(None, f"一次最多办 {MOST_AT_ONCE} 条。请先按条款或者词语筛选。")

    @property
    def chosen(self):
        if self.cleaned_data["all_found"]:
            shown = self.found.filter(pk__lte=self.cleaned_data["upto"])
            return Opinion.objects.filter(pk__in=shown.values("pk"))
        return Opinion.objects.filter(pk__in=[each.pk for each in self.cleaned_data["opinions"]])


class DecisionForm(forms.ModelForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Cluster
        fields = ["summary", "decision", "reason"]
        widgets = {
            "decision": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 3}),
            "summary": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {"summary": {"required": "请用一句话写出主要意见。"}}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["seen"].initial = self.instance.version()
        decision = self.fields["decision"]
        decision.choices, decision.required = Cluster.Decision.choices, True
        decision.error_messages["required"] = "请选采纳、部分采纳还是不采纳。"
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = "采纳或者不采纳都要写理由。"


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Cluster.objects.none(),
        label="并入另一条主要意见",
        error_messages={"required": "请选一条主要意见。", "invalid_choice": "这一条已经不在了，请重新选。"},
    )

    def __init__(self, *args, cluster, **options):
        super().__init__(*args, **options)
        self.fields["into"].queryset = cluster.consultation.clusters.exclude(pk=cluster.pk)


class KeepBackForm(forms.Form):
    reason = forms.CharField(
        label="为什么不再公布原话",
        max_length=200,
        error_messages={"required": "请写明为什么不再公布原话。"},
    )


class LookForm(forms.Form):
    why = forms.CharField(
        label="查看联系方式的用途",
        max_length=200,
        error_messages={"required": "请写明查看的用途。"},
    )
