"""The second person's word on the negative list; the search index changes in the same transaction."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog.models import NegativeListEntry
from catalog.searchable import negative_list_changed
from catalog.telling import day_in_words
from linhai_portal.counters import next_number
from linhai_portal.workflow import InvalidMove

Status, Conclusion = NegativeListEntry.Status, NegativeListEntry.Conclusion


def usual_review(today):
    """A year on unless the settings say otherwise: 条例第十八条 asks for it periodically and names no period."""
    return today + dt.timedelta(days=settings.NEGATIVE_LIST_REVIEW_DAYS)


@transaction.atomic
def approve(entry, *, by, today, review_on=None, note=""):
    """Put it in force from today to its review date, under a number of its own."""
    if by == entry.drafted_by:
        raise InvalidMove("自己起草的条目要由另一个人批准。")
    review_on = review_on or usual_review(today)
    if review_on <= today:
        raise InvalidMove("复核日期要晚于今天。")
    number = next_number(f"negative-list:{today.year}")
    entry.move(
        Status.IN_FORCE,
        by=by,
        note=note,
        number=f"F-{today.year}-{number:03d}",
        approved_by=by,
        approved_at=timezone.now(),
        in_force_from=today,
        review_on=review_on,
    )
    negative_list_changed(entry)
    words = f"{entry} 已批准，今天起有效，下次复核日期 {day_in_words(review_on)}"
    entry.tell(entry.if_still_here(entry.drafted_by), words, "\n".join(filter(None, [entry.title, note])))


@transaction.atomic
def decide(entry, *, by, today, agrees, note=""):
    """On a reassessment: do as proposed, or leave the entry as it was."""
    if by == entry.proposed_by:
        raise InvalidMove("自己提请的评估要由另一个人决定。")
    decided = {"decided_by": by, "decided_at": timezone.now()}
    if not agrees:
        if not note.strip():
            raise InvalidMove("不同意要写明理由，提请人才知道怎么办。")
        entry.move(Status.IN_FORCE, by=by, note=f"不同意：{note}", **decided)
    elif entry.proposal == Conclusion.LIFT:
        entry.move(Status.LIFTED, by=by, note=note, lifted_on=today, **decided)
    elif entry.proposed_review_on <= today:
        raise InvalidMove("建议的复核日期已经过了。请选“不同意”，让提请人重新提。")
    else:
        entry.move(Status.IN_FORCE, by=by, note=note, review_on=entry.proposed_review_on, **decided)
    negative_list_changed(entry)
    words = "同意您的评估意见" if agrees else "不同意您的评估意见"
    entry.tell(entry.if_still_here(entry.proposed_by), f"{entry}：{words}", note)
