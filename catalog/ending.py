"""What comes to an end after publication: validity (失效、废止、修改), a 公示期, or the page itself, which is taken down.

Each is one transaction with its log entry and the index.
"""

from django.db import transaction
from django.utils import timezone

from catalog import publication_log
from catalog.models import LogEntry, Publication
from catalog.privacy.numbers import masked_text
from catalog.publication_search import publication_changed
from catalog.timeliness_kept import items_published
from linhai_portal.workflow import InvalidMove

Status, Action = Publication.Status, LogEntry.Action


def end_replaced(publication, now, *, by):
    """The documents this one names as replaced lapse on the day it comes into force (失效：被新文件代替).

    The basis names it by its numbers: the title is said by its own page as long as that is public. All are locked
    before the first entry of the log, in one order, so that nobody who takes one of them down waits in a circle.
    """
    facts = {
        "ending": Publication.Validity.LAPSED,
        "on": publication.effective_on or timezone.localdate(now),
        "basis": f"由{publication.document_number or '新的文件'}（索引号 {publication.index_number}）代替",
    }
    replaced = publication.replaces.filter(status=Status.PUBLISHED, ending="").exclude(pk=publication.pk)
    for old in replaced.select_for_update(of=("self",)).order_by("pk"):
        end(old, by=by, now=now, **facts)


@transaction.atomic
def end(publication, *, ending, on, basis, by, now=None):
    """Write down that a policy document lapsed, was repealed or amended, from a day on, and by what."""
    if not basis.strip():
        raise InvalidMove("请写明失效、废止或者修改的依据。")
    check_reason(basis)
    open_ones = Publication.objects.filter(pk=publication.pk, status=Status.PUBLISHED, ending="")
    if not open_ones.update(ending=ending, ended_on=on, ending_basis=basis):
        raise InvalidMove(f"“{publication}”没有发布，或者效力已经变更过。")
    publication.refresh_from_db()
    label = Publication.Validity(ending).label
    publication_log.write(publication, Action.ENDED, by=by, note=f"{label}，{on:%Y-%m-%d}起：{basis}", at=now)
    publication_changed(publication)


@transaction.atomic
def take_down(publication, *, by, reason, text_stays, now):
    """At once and by one person, for hiding harms nobody's right to be asked; the page says when and why."""
    if not reason.strip():
        raise InvalidMove("撤下要写明理由，页面上会向社会说明。")
    check_reason(reason)
    publication.move(
        Status.TAKEN_DOWN,
        by=by,
        note=reason,
        taken_down_at=now,
        taken_down_reason=reason,
        text_stays=text_stays,
    )
    publication_log.write(publication, Action.TAKEN_DOWN, by=by, note=reason, at=now)
    items_published(publication.items.all(), [publication], today=timezone.localdate(now))
    publication_changed(publication)


def check_reason(words):
    """What stands in the log is public and stays, so nobody's number may get into it."""
    if masked_text(words) != words:
        raise InvalidMove("这段话会向社会公布，里面有身份证号、手机号一类的个人信息。请删去号码再办。")


@transaction.atomic
def end_display(publication, *, now=None):
    """公示期 over: written down once; what is shown follows from the date, not from this."""
    publication.lock()
    publication.refresh_from_db()
    if publication.status != Status.PUBLISHED or publication.log.filter(action=Action.DISPLAY_ENDED).exists():
        return
    publication_log.write(
        publication,
        Action.DISPLAY_ENDED,
        by=None,
        note=f"公示至{publication.display_until:%Y-%m-%d}",
        at=now,
    )
    items_published(publication.items.all(), [publication], today=timezone.localdate())
    publication_changed(publication)
