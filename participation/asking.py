"""What the person who asks does: ask once, look with number and code, rate the answer once."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import tell
from linhai_portal.calendar import work_calendar
from linhai_portal.counters import next_number
from linhai_portal.crypto import blind_index
from linhai_portal.data_version import bump
from linhai_portal.lookup_codes import code_index, new_code
from linhai_portal.workflow import InvalidMove
from participation.inquiry_dates import limits
from participation.models import Inquiry

NUMBER = "W{year}-{serial:05d}"


_OLDEST_DAYS = 366  # older ones belong to the paper file


def series_of(year):
    return f"inquiry {year}"


def ask(*, sent, now=None, **facts):
    """Store what was asked; the same page sent twice is one inquiry (`sent` tells them apart), mended meanwhile it is another."""
    digest = _digest(sent, facts)
    if found := Inquiry.objects.filter(digest=digest).first():
        return found
    try:
        return _keep(digest, now or timezone.now(), facts)
    except IntegrityError:
        return Inquiry.objects.get(digest=digest)


def enter(*, sent, by, received_on, channel, **facts):
    """What came by letter, call or visit, or was handed over by 12345: the clock runs from the day it came, not from today."""
    today = timezone.localdate()
    if channel == Inquiry.Channel.ONLINE:
        raise InvalidMove("网上的提问由本人在网页上提交。")
    if received_on > today:
        raise InvalidMove("收到的日期不能晚于今天。")
    if received_on < today - dt.timedelta(days=_OLDEST_DAYS):
        raise InvalidMove("收到的日期早于一年以前，请核对。")
    at = timezone.make_aware(dt.datetime.combine(received_on, dt.time(12)))
    return ask(sent=sent, now=at, entered_by=by, channel=channel, **facts)


def _digest(sent, facts):
    """Of all that was said, and by a key: a telephone number could be guessed from a plain one."""
    told = [f"{name}={getattr(value, 'pk', value)}" for name, value in sorted(facts.items())]
    return blind_index("\0".join([sent, *told]), purpose="inquiry sent once")


@transaction.atomic
def _keep(digest, now, facts):
    on, code = timezone.localdate(now), new_code()
    number = NUMBER.format(year=on.year, serial=next_number(series_of(on.year)))
    inquiry = Inquiry(
        **facts,
        number=number,
        code=code,
        code_index=code_index(code),
        digest=digest,
        received_at=now,
        received_on=on,
    )
    for name, day in limits(inquiry, work_calendar()).items():
        setattr(inquiry, name, day)
    inquiry.save(force_insert=True)
    bump()  # the public figures count it
    note = f"{inquiry.get_channel_display()}，录入。" if inquiry.entered_by_id else ""
    inquiry.events.create(to_status=inquiry.status, by=inquiry.entered_by, note=note)
    tell(
        User.objects.who_may("participation.accept_inquiry", organization=None),
        kind="提问",
        subject=f"收到新的{inquiry.get_kind_display()} {number}",
        text=f"最迟 {inquiry.accept_due_on:%Y-%m-%d} 受理。" if inquiry.accept_due_on else "",
        place=inquiry.get_office_url(),
    )
    return inquiry


@transaction.atomic
def rate(inquiry, *, rating):
    """Five steps, once; a second press changes nothing."""
    unrated = Inquiry.objects.filter(pk=inquiry.pk, rating=None, answered_on__isnull=False)
    if not unrated.update(rating=Inquiry.Rating(rating), rated_on=timezone.localdate()):
        raise InvalidMove("已经评价过了，或者还没有答复。")
    if inquiry.published_at:
        bump()
