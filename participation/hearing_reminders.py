"""What is due of a hearing, told to its unit in the morning, each once."""

import datetime as dt

from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import tell
from participation import hearing_list, holding
from participation.announcing import may_draft
from participation.models import Hearing

_BEFORE = dt.timedelta(days=3)  # so long before the last day for the materials
_AFTER = dt.timedelta(days=7)  # so long after the hearing its minutes should be confirmed
_WORK, _DESTROY = "participation.work_hearing", "participation.destroy_identities"


def remind_of_hearings(*, today):
    running = Hearing.objects.under_way().select_related(
        "publication__organization", "participants", "report"
    )
    for hearing in running:
        for key, words in due(hearing, on=today):
            _tell(hearing, words, key=key, permission=_WORK)
    over = Hearing.objects.identities_due(on=today).select_related("publication__organization")
    for hearing in over:
        _tell(hearing, "报名人的身份信息保存期满，请销毁", key="identities", permission=_DESTROY)


def due(hearing, *, on):
    """Pairs of a key, which stays the same for one thing that is due, and what is due in words."""
    if hearing.held_marked_at:
        return _after(hearing, on)
    return [*_seats(hearing, on), *_materials(hearing, on), *_held(hearing, on)]


def _seats(hearing, on):
    if hearing.waits_for_draw(on=on):
        yield "draw", f"报名截止了，{hearing.draw_on:%m-%d} 该抽签，还没有抽"
    elif hearing.seats_are_given(on=on) and may_draft(hearing.participants):
        yield "list", "参加人定下来了，还没有起草名单"
    elif hearing_list.is_outdated(hearing):
        corrected = hearing.participants.corrections.count()
        yield f"changed{corrected}", "名单公布以后参加人有了变化，请更正名单"


def _materials(hearing, on):
    last = hearing.materials_due
    if last - _BEFORE <= on and not hearing.materials.exists():
        is_late = on > last
        words = "已经晚了，还没有登记送达" if is_late else "送达参加人，还没有登记"
        yield ("materials late" if is_late else "materials"), f"材料最迟 {last:%m-%d} {words}"


def _held(hearing, on):
    if hearing.held_on < on:
        yield "held", "举行的日子过了，还没有登记举行"


def _after(hearing, on):
    if on < hearing.held_on + _AFTER:
        return
    left = holding.confirmations(hearing)["open"]
    if not hearing.minutes:
        yield "minutes", "开过一个星期了，还没有笔录"
    elif left:
        yield "confirming", f"还有 {left} 位参加人没有确认笔录"
    elif may_draft(hearing.report):
        yield "report", "笔录都确认了，还没有起草听证报告"


def _tell(hearing, words, *, key, permission):
    tell(
        User.objects.who_may(permission, organization=hearing.organization),
        kind="听证会",
        subject=f"“{hearing}”{words}",
        place=hearing.get_office_url(),
        once=f"hearing:{hearing.pk}:{key}",
    )
