"""The forms of a questionnaire: its facts, one question, and the page that somebody answers."""

from django import forms
from django.core.exceptions import ValidationError

from linhai_portal.bot_trap import BotTrap
from linhai_portal.forms import DayInput, LinesField
from participation import questionnaire_course
from participation.models import Question, Questionnaire, TextAnswer
from participation.questionnaire_answering import ALREADY, may_use

_LONGEST_LINE = 100
LONGEST_TEXT = 1000
Kind = Question.Kind


class QuestionnaireForm(forms.ModelForm):
    class Meta:
        model = Questionnaire
        fields = ["consultation", "opens_on", "closes_on", "once", "telephone"]
        widgets = {"opens_on": DayInput, "closes_on": DayInput, "once": forms.RadioSelect}
        error_messages = {
            "consultation": {"invalid_choice": "请从列出的征求意见里选。"},
            "opens_on": {"required": "请写开始日期。"},
            "closes_on": {"required": "请写截止日期。"},
            "telephone": {"required": "请写一个能问到人的电话。"},
        }

    def __init__(self, *args, consultations, **options):
        super().__init__(*args, **options)
        self.fields["consultation"].queryset = consultations
        self.fields["consultation"].empty_label = "不属于征求意见"


class ShortLinesField(LinesField):
    def clean(self, value):
        lines = super().clean(value)
        if too_long := next((line for line in lines if len(line) > _LONGEST_LINE), None):
            raise ValidationError(f"“{too_long[:12]}…”太长，一行最多 {_LONGEST_LINE} 个字。")
        if len(set(lines)) != len(lines):
            raise ValidationError("有两行是一样的。")
        return lines


class QuestionForm(forms.ModelForm):
    """The condition is chosen by places: 第 2 题 and the numbers of its options."""

    options = ShortLinesField(label="选项", required=False, help_text="一行一个；单选、多选、每行选一项的填")
    rows = ShortLinesField(label="表格的行", required=False, help_text="一行一个；每行选一项的填")
    asked_for = forms.CharField(
        label="选了哪几项的人",
        required=False,
        max_length=100,
        help_text="写选项的序号，从 1 数起，用逗号隔开，例如 1,3；打分题写分数",
    )

    class Meta:
        model = Question
        fields = ["kind", "words", "options", "rows", "points", "is_required", "asked_after", "asked_for"]
        error_messages = {
            "kind": {"required": "请选题型。"},
            "words": {"required": "请写题目。"},
            "points": {"invalid": "最高几分写一个整数。"},
        }

    def __init__(self, *args, questionnaire, **options):
        super().__init__(*args, **options)
        earlier = questionnaire.questions.filter(kind__in=[Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE])
        if self.instance.pk:
            earlier = earlier.filter(position__lt=self.instance.position)
        self.initial["asked_for"] = ",".join(map(str, self.instance.asked_for))
        field = self.fields["asked_after"]
        field.queryset, field.empty_label = earlier, "问所有人"
        field.label_from_instance = lambda question: f"第 {question.position} 题：{question.words}"
        field.error_messages["invalid_choice"] = "只能选前面的单选、多选、打分题。"

    def clean_asked_for(self):
        parts = self.cleaned_data["asked_for"].replace("，", ",").replace("、", ",").split(",")
        places = [part.strip() for part in parts if part.strip()]
        if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in places):
            raise ValidationError("写选项的序号，用逗号隔开，例如 1,3。")
        return sorted({int(part) for part in places})

    def clean(self):
        facts = super().clean()
        after, places = facts.get("asked_after"), facts.get("asked_for", [])
        if after is None:
            facts["asked_for"] = []
        elif not places or not {place for place, _ in after.choices()}.issuperset(places):
            last = after.choices()[-1][0]
            self.add_error("asked_for", f"写第 {after.position} 题选项的序号，1 到 {last}，至少一个。")
        kind = facts.get("kind")
        if kind not in Question.WITH_OPTIONS:
            facts["options"] = []
        if kind != Kind.MATRIX:
            facts["rows"] = []
        if kind != Kind.SCALE:
            facts["points"] = None
        return facts


class PageForm(BotTrap):
    """One page of questions as they are asked of somebody; `opened` is when the first page was made."""

    def __init__(self, *args, questions, questionnaire, opened="", asks_code=False, **options):
        super().__init__(*args, **options)
        self.questionnaire, self.questions, self._opened = questionnaire, questions, opened
        if asks_code:
            self.fields["code"] = _code_field()
        for question in questions:
            self.fields |= _fields(question)

    @property
    def opened_at(self):
        return self._opened or super().opened_at

    def clean_code(self):
        if not may_use(self.questionnaire, self.cleaned_data["code"]):
            raise ValidationError(ALREADY[Questionnaire.Once.CODE])
        return self.cleaned_data["code"]

    def shown_fields(self):
        return [self[name] for name in self.fields if name not in self.TRAPS]

    def told(self):
        """Question id → its answer; nothing for what was left open."""
        found = {question.pk: _told(question, self.cleaned_data) for question in self.questions}
        return {pk: answer for pk, answer in found.items() if answer and any(answer)}


def initial_of(questions, answers):
    """What was told before, as the fields of the page want it."""
    found = {}
    for question in questions:
        told = answers.get(question.pk)
        if told is None:
            continue
        if question.kind == Kind.MATRIX:
            found |= {_name(question, row): at for (row, _), at in zip(question.lines(), told, strict=True)}
        else:
            found[_name(question)] = told if question.kind in (Kind.MULTIPLE, Kind.TEXT) else told[0]
    return found


def _code_field():
    return forms.CharField(
        label="邀请码",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请写邀请码。", "max_length": "邀请码是 10 位。"},
    )


def _name(question, row=None):
    return f"q{question.pk}" if row is None else f"q{question.pk}-{row}"


def _fields(question):
    if question.kind == Kind.MATRIX:
        return {
            _name(question, row): _one_of(question, f"{question.position}. {question.words}：{words}")
            for row, words in question.lines()
        }
    label = f"{question.position}. {question.words}"
    if question.kind == Kind.TEXT:
        return {_name(question): _text(question, label)}
    if question.kind == Kind.MULTIPLE:
        return {_name(question): _some_of(question, label)}
    return {_name(question): _one_of(question, label)}


def _one_of(question, label):
    return forms.TypedChoiceField(
        label=label,
        choices=question.choices(),
        coerce=int,
        empty_value=0,
        widget=forms.RadioSelect,
        required=question.is_required,
        error_messages={"required": "请选一项。", "invalid_choice": "没有这一项，请重新选。"},
    )


def _some_of(question, label):
    return forms.TypedMultipleChoiceField(
        label=label,
        help_text="可以选几项。",
        choices=question.choices(),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=question.is_required,
        error_messages={"required": "请至少选一项。", "invalid_choice": "没有这一项，请重新选。"},
    )


def _text(question, label):
    return forms.CharField(
        label=label,
        help_text="请不要写姓名、电话、身份证号。",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=question.is_required,
        error_messages={"required": "请写几句。", "max_length": f"最多写 {LONGEST_TEXT} 个字。"},
    )


def _told(question, cleaned):
    if question.kind == Kind.MATRIX:
        return [cleaned.get(_name(question, row)) or 0 for row, _ in question.lines()]
    told = cleaned.get(_name(question))
    if question.kind in (Kind.TEXT, Kind.MULTIPLE):
        return told
    return [told] if told else None


def asked(question):
    """The question as far as the way through the questionnaire depends on it."""
    return questionnaire_course.Asked(question.pk, question.asked_after_id, frozenset(question.asked_for))


class CodesForm(forms.Form):
    count = forms.IntegerField(
        label="发多少个邀请码",
        min_value=1,
        max_value=2000,
        error_messages={
            "required": "请写个数。",
            "invalid": "写一个整数。",
            "max_value": "一次最多 2000 个。",
            "min_value": "至少 1 个。",
        },
    )


class JudgingForm(forms.Form):
    """What is done with the texts that were ticked."""

    DEEDS = (("shown", "可以公布"), ("kept", "不公布"))

    deed = forms.ChoiceField(choices=DEEDS)
    texts = forms.ModelMultipleChoiceField(
        TextAnswer.objects.none(),
        error_messages={"required": "请先勾选。", "invalid_choice": "有的回答已经不在这里了。"},
    )

    def __init__(self, *args, questionnaire, **options):
        super().__init__(*args, **options)
        self.fields["texts"].queryset = TextAnswer.objects.filter(response__questionnaire=questionnaire)
