from django import forms
from django.utils import timezone

from catalog.models import Publication
from catalog.publication_forms import CodesField
from linhai_portal.forms import MomentInput
from participation.models import HotTopic, TopicResponse

_OFFERED = 50
_LATER = "不能晚于现在。"


def _behind():
    return CodesField(
        Publication.objects.with_page(),
        code="index_number",
        missing="没有索引号是 %s 的政府信息。",
        label="起因的政府信息",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写索引号，一行一个：因为哪些文件、公告引起的；回应公开以后，列在回应的页面上",
    )


class TopicFactsForm(forms.ModelForm):
    """What stays open to change while the topic is: its hours are none of it."""

    publications = _behind()

    class Meta:
        model = HotTopic
        fields = ["title", "source", "source_note", "summary"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "title": {"required": "请用一句话写是什么事。"},
            "source": {"required": "请选来源。"},
            "summary": {"required": "请写情况。"},
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["publications"] = list(self.instance.publications.all())


class TopicForm(TopicFactsForm):
    """`units` are those the person may name as the responsible one."""

    class Meta(TopicFactsForm.Meta):
        fields = ["title", "source", "source_note", "level", "organization", "detected_at", "summary"]
        widgets = TopicFactsForm.Meta.widgets | {"detected_at": MomentInput}
        error_messages = TopicFactsForm.Meta.error_messages | {
            "level": {"required": "请选级别；拿不准的，先选高的一级。"},
            "organization": {"required": "请选责任单位。", "invalid_choice": "请从列出的单位里选。"},
            "detected_at": {"required": "请写什么时候发现的。", "invalid": "没有这个时间。"},
        }

    def __init__(self, *args, units, **options):
        super().__init__(*args, **options)
        self.fields["organization"].queryset = units
        self.initial.setdefault("detected_at", timezone.localtime())

    def clean_detected_at(self):
        at = self.cleaned_data["detected_at"]
        if at > timezone.now():
            raise forms.ValidationError(f"发现时间{_LATER}")
        return at


class ConfirmForm(forms.Form):
    level = forms.ChoiceField(
        label="级别", choices=HotTopic.Level.choices, error_messages={"required": "请选级别。"}
    )
    confirmed_at = forms.DateTimeField(
        label="核实时间",
        widget=MomentInput,
        help_text="突发事件从核实的时候起算 5 小时、24 小时",
        error_messages={"required": "请写核实的时间。", "invalid": "没有这个时间。"},
    )
    note = forms.CharField(
        label="研判意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="改级别、改核实时间的，写明原因",
    )

    def __init__(self, *args, topic, **options):
        initial = {"level": topic.level, "confirmed_at": topic.confirmed_at or timezone.localtime()}
        super().__init__(*args, initial=initial, **options)

    def clean_confirmed_at(self):
        at = self.cleaned_data["confirmed_at"]
        if at > timezone.now():
            raise forms.ValidationError(f"核实时间{_LATER}")
        return at


class DropForm(forms.Form):
    reason = forms.CharField(
        label="为什么不需要回应",
        max_length=1000,
        error_messages={"required": "请写明为什么不需要回应。"},
    )


class CloseForm(forms.Form):
    evaluation = forms.CharField(
        label="评估",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="回应是不是及时、有没有说清、以后怎么改",
        error_messages={"required": "请先写评估。"},
    )


class LinkForm(forms.Form):
    publication = forms.ModelChoiceField(
        Publication.objects.none(),
        label="回应的政府信息",
        help_text="从责任单位最近的政府信息里选；发现以前发布的不算",
        error_messages={"required": "请选一件。", "invalid_choice": "请从列出的里面选。"},
    )

    def __init__(self, *args, topic, **options):
        super().__init__(*args, **options)
        own = Publication.objects.filter(organization=topic.organization, corrects=None, kept_at="")
        alive = own.filter(status__in=[*Publication.ON_THE_WAY, Publication.Status.PUBLISHED])
        newest = list(alive.order_by("-pk").values_list("pk", flat=True)[:_OFFERED])
        self.fields["publication"].queryset = Publication.objects.filter(pk__in=newest).order_by("-pk")


class ResponseForm(forms.ModelForm):
    """The facts of a response: none but its topic."""

    class Meta:
        model = TopicResponse
        fields = []

    def __init__(self, *args, topic, **options):
        super().__init__(*args, **options)
        self.instance.topic = topic


class TraceForm(forms.Form):
    """Which topic something that was asked led to."""

    topic = forms.ModelChoiceField(
        HotTopic.objects.none(),
        label="热点",
        required=False,
        empty_label="没有引起热点",
        error_messages={"invalid_choice": "请从列出的里面选。"},
    )

    def __init__(self, *args, topics, **options):
        super().__init__(*args, **options)
        self.fields["topic"].queryset = topics
