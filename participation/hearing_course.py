"""The course of a hearing in the words of its public page: what was done, what is next, and by when."""

from dataclasses import dataclass

from django.utils import timezone

from participation.holding import confirmations


@dataclass(frozen=True)
class Step:
    """`words` say what happened or by when it will; `address` leads to what was published of it."""

    title: str
    words: str
    is_done: bool
    address: str = ""


def course(hearing, *, on):
    """The steps in their order; the first that is not done is what happens now."""
    steps = [
        Step("公告", f"{_day(timezone.localdate(hearing.publication.published_at))}公布", True),
        _registration(hearing, on),
        *([_draw(hearing)] if hearing.is_by_draw else []),
        _list(hearing),
        *_materials(hearing),
        _held(hearing),
        _minutes(hearing),
        _report(hearing),
    ]
    done = [step for step in steps if step.is_done]
    return {"done": done, "ahead": [step for step in steps if not step.is_done]}


def _day(day):
    return f"{day:%Y 年 %-m 月 %-d 日}"


def _registration(hearing, on):
    words = f"{_day(hearing.registers_from)}至 {_day(hearing.registers_until)} 24:00"
    return Step("报名", words, on > hearing.registers_until)


def _draw(hearing):
    if hearing.drawn_at:
        return Step(
            "公开抽签",
            f"{_day(timezone.localdate(hearing.drawn_at))}抽签，种子和次序在下面，谁都可以验算",
            True,
        )
    return Step("公开抽签", f"{_day(hearing.draw_on)}，公共数字用{hearing.seed_source}", False)


def _published(publication):
    return publication is not None and publication.is_listed(on=timezone.localdate())


def _list(hearing):
    if _published(hearing.participants):
        day = timezone.localdate(hearing.participants.published_at)
        return Step("公布参加人名单", f"{_day(day)}公布", True, hearing.participants.get_absolute_url())
    return Step("公布参加人名单", "听证会以前公布", False)


def _materials(hearing):
    """Each sending with its day, late ones called so."""
    rows = list(hearing.materials.select_related("hearing"))
    if not rows:
        return [Step("材料送达参加人", f"最迟 {_day(hearing.materials_due)}，举行 7 日以前", False)]
    return [Step(f"材料送达参加人：{each}", _reached(each, hearing), True) for each in rows]


def _reached(materials, hearing):
    words = f"{_day(materials.reached_on)}全部送达"
    if not materials.is_late:
        return f"{words}，在举行 7 日以前"
    return f"{words}，晚于 {_day(hearing.materials_due)}。{hearing.late_reason and '理由：' + hearing.late_reason}"


def _held(hearing):
    at = timezone.localtime(hearing.held_at)
    words = f"{_day(at.date())} {at:%H:%M}，{hearing.place}，主持人{hearing.chair}"
    return Step("听证会", words, bool(hearing.held_marked_at))


def _minutes(hearing):
    signed = confirmations(hearing)
    if not hearing.minutes:
        return Step("笔录由参加人确认", "听证会以后，由参加人核对、确认", False)
    words = f"{signed['all']} 位参加人，{signed['confirmed']} 位确认"
    if signed["declined"]:
        words += f"，{signed['declined']} 位没有确认"
    return Step("笔录由参加人确认", words, not signed["open"])


def _report(hearing):
    if _published(hearing.report):
        day = timezone.localdate(hearing.report.published_at)
        return Step("听证报告", f"{_day(day)}公布", True, hearing.report.get_absolute_url())
    return Step("听证报告", "主要意见和采纳情况写在报告里公布", False)
