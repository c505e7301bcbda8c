"""What people can take part in now; each kind of participation gives a section of the public start page."""

from dataclasses import dataclass, field

from django.urls import reverse

from participation.models import Consultation, Hearing, Questionnaire

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
SECTIONS = [open_consultations, open_questionnaires, open_hearings]


def sections(*, on):
    return [section(on) for section in SECTIONS]
