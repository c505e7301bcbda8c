"""参加人名单: who takes part in a hearing, made public beforehand; a name only where its bearer agreed to it."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from catalog.correcting import draft_correction
from catalog.models import Publication
from linhai_portal.bulk import insert_rows
from linhai_portal.rich_text import plain_text
from linhai_portal.workflow import InvalidMove
from participation.announcing import follow_up, may_draft
from participation.models import Hearing, PersonLook

_NUMBER = re.compile(r"\t(\d+) 号\t")


def lacking(hearing, *, on):
    """Why the list can't be drafted yet, in a sentence, or None."""
    if hearing.publication.status != Publication.Status.PUBLISHED:
        return "听证会的公告没有公布，或者已经撤下。"
    if hearing.seats_are_given(on=on):
        return None
    if hearing.is_by_draw:
        return "还没有抽签。"
    return f"报名到 {hearing.registers_until:%Y-%m-%d} 24 时才截止。"


@transaction.atomic
def draft_list(hearing, *, by):
    """A draft with the table, a correction where it is public; each name opened for it is written down as a look."""
    locked = Hearing.objects.select_for_update().get(pk=hearing.pk)
    is_old = is_outdated(locked)
    if not (is_old or may_draft(locked.participants)):
        raise InvalidMove("参加人名单已经起草过了。")
    if refusal := lacking(locked, on=timezone.localdate()):
        raise InvalidMove(f"现在还不能起草名单：{refusal}")
    rows = list(_seated(locked))
    insert_rows(PersonLook, [_look(each, by) for each in rows])
    if is_old:
        return _correct(locked, by, list_text(locked, rows))
    title = f"关于{locked.subject}参加人名单的公告"
    locked.participants = follow_up(locked, by=by, title=title, body=list_text(locked, rows))
    locked.save(update_fields=["participants"])
    return locked.participants


def _correct(hearing, by, body):
    unit, reason = hearing.organization, "有参加人退出，名额依次递补。"
    draft = draft_correction(hearing.participants, by=by, organization=unit, reason=reason)
    draft.revise(by=by, body=body)
    return draft


def is_outdated(hearing):
    """Whether others take part than the public list says; told by their numbers, so that no name is opened for it."""
    listed = hearing.participants
    if not (listed and listed.status == Publication.Status.PUBLISHED):
        return False
    numbers = {int(number) for number in _NUMBER.findall(plain_text(listed.body))}
    return numbers != set(hearing.registrations.seated().values_list("number", flat=True))


def _look(registration, by):
    return PersonLook(key=registration.key, by=by, at=timezone.now(), why="编制参加人名单")


def _seated(hearing):
    rows = hearing.registrations.seated().select_related("category")
    return rows.order_by("category_id", "number")


def list_text(hearing, rows=None):
    rows = list(_seated(hearing)) if rows is None else rows
    cells = format_html_join(
        "",
        "<tr><td>{}</td><td>{} 号</td><td>{}</td></tr>",
        ((each.category.name, each.number, each.public_name) for each in rows),
    )
    return format_html(
        "<p>{}在{}举行听证会，以下 {} 人参加。没有同意公布姓名的，只写姓氏或者单位性质。</p>"
        "<table><thead><tr><th>类别</th><th>报名编号</th><th>姓名</th></tr></thead><tbody>{}</tbody></table>",
        f"{timezone.localtime(hearing.held_at):%Y年%-m月%-d日 %H:%M}",
        hearing.place,
        len(rows),
        cells,
    )
