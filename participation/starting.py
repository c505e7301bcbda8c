"""What people can take part in now; each kind of participation gives a section of the public start page."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.timezone import localtime

from participation.models import (
    Consultation,
    DecisionMatter,
    Event,
    Hearing,
    Inquiry,
    Interpretation,
    Questionnaire,
    TopicResponse,
)

_LISTED = 5


@dataclass(frozen=True)
class Chance:
    """One thing that is open: where it leads, and until when or from when, in words."""

    words: str
    address: str
    when: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with the chances under it, at most a handful, and the page that lists all of the kind."""

    heading: str
    nothing: str
    all_words: str
    all_address: str
    chances: list[Chance] = field(default_factory=list)


def open_consultations(on):
    rows = Consultation.objects.open(on=on).select_related("publication").order_by("closes_on", "pk")
    return Section(
        "正在征求意见",
        "现在没有正在征求意见的事。",
        "全部意见征集和采纳情况",
        reverse("participation:consultations"),
        [
            Chance(each.short_title, each.get_absolute_url(), f"{each.closes_on:%-m月%-d日}截止")
            for each in rows[:_LISTED]
        ],
    )


def newest_answers(on):
    rows = (
        Inquiry.objects.public()
        .order_by("-published_at", "-pk")
        .only("number", "public_title", "answered_on")
    )
    return Section(
        "问一问",
        "还没有公开的问答。办事不明白的、有建议的，写下来问。",
        "我要提问，看全部问答",
        reverse("participation:inquiries"),
        [
            Chance(each.public_title, each.get_absolute_url(), f"{each.answered_on:%-m月%-d日}答复")
            for each in rows[:_LISTED]
        ],
    )


def newest_interpretations(on):
    rows = Interpretation.objects.listed(on=on).select_related("publication")
    rows = rows.order_by("-publication__published_at", "-pk")
    return Section(
        "政策解读",
        "还没有政策解读。",
        "全部政策解读",
        reverse("participation:interpretations"),
        [Chance(str(each), each.get_absolute_url(), each.get_form_display()) for each in rows[:_LISTED]],
    )


def decisions_under_way(on):
    rows = DecisionMatter.objects.listed(on=on).filter(left_on=None)
    return Section(
        "重大行政决策",
        "今年的决策事项目录还没有公布。",
        "全部决策事项和进展",
        reverse("participation:decisions"),
        [Chance(each.name, each.get_absolute_url(), each.planned) for each in rows[:_LISTED]],
    )


def coming_events(on):
    rows = Event.objects.coming(on=on).select_related("publication").order_by("starts_at", "pk")
    return Section(
        "访谈、发布会和开放日",
        "近期没有安排。",
        "全部活动和文字实录",
        reverse("participation:events"),
        [
            Chance(
                f"{each.get_kind_display()}：{each.short_title}",
                each.get_absolute_url(),
                "已取消" if each.called_off_at else f"{localtime(each.starts_at):%-m月%-d日 %H:%M}",
            )
            for each in rows[:_LISTED]
        ],
    )


def newest_responses(on):
    rows = TopicResponse.objects.listed(on=on).select_related("publication", "topic")
    return Section(
        "热点回应",
        "还没有回应过热点。",
        "全部回应",
        reverse("participation:responses"),
        [
            Chance(
                each.publication.title,
                each.get_absolute_url(),
                f"{localtime(each.publication.published_at):%-m月%-d日}",
            )
            for each in rows.order_by("-publication__published_at", "-pk")[:_LISTED]
        ],
    )


def open_questionnaires(on):
    rows = Questionnaire.objects.open(on=on).select_related("publication").order_by("closes_on", "pk")
    return Section(
        "正在进行的问卷",
        "现在没有正在进行的问卷。",
        "全部问卷和结果",
        reverse("participation:questionnaires"),
        [
            Chance(each.short_title, each.get_absolute_url(), f"{each.closes_on:%-m月%-d日}截止")
            for each in rows[:_LISTED]
        ],
    )


def open_hearings(on):
    rows = Hearing.objects.registering(on=on).select_related("publication")
    return Section(
        "可以报名的听证会",
        "现在没有可以报名的听证会。",
        "全部听证会",
        reverse("participation:hearings"),
        [
            Chance(each.short_title, each.get_absolute_url(), f"报名到{each.registers_until:%-m月%-d日}")
            for each in rows.order_by("registers_until", "pk")[:_LISTED]
        ],
    )


# Functions of the day that give a Section, in the order of the page.
SECTIONS = [
    open_consultations,
    newest_answers,
    decisions_under_way,
    newest_interpretations,
    coming_events,
    newest_responses,
    open_questionnaires,
    open_hearings,
]


def sections(*, on):
    return [section(on) for section in SECTIONS]
