"""How long a unit has to answer a 政务舆情. Pure: hours of the real clock, through nights and holidays.

A moment is an aware datetime; hours are counted between instants, so an hour the clocks are put on or back neither
shortens nor lengthens a limit. A naive datetime raises ValueError.
"""

import datetime as dt
from dataclasses import dataclass

AUTHORITATIVE, CONFERENCE, RESPONSE = "authoritative", "conference", "response"
OVER, LATE, DONE, SOON, RUNNING = "over", "late", "done", "soon", "running"

# What is due, within how many hours, and where that is written.
_EMERGENCY = [
    (AUTHORITATIVE, "发布权威信息", 5, "国办发〔2016〕80号：最迟要在5小时内发布权威信息"),
    (CONFERENCE, "举行新闻发布会", 24, "国办发〔2016〕61号、80号：在24小时内举行新闻发布会"),
]
_OTHER = [(RESPONSE, "予以回应", 48, "国办发〔2016〕61号：其他政务舆情应在48小时内予以回应")]
_AMBER_SHARE = 5  # the last fifth of the hours is shown in amber


@dataclass(frozen=True)
class Timer:
    """One limit; `done_at` is when it was met, or is planned to be, None while nothing is known of it."""

    kind: str
    words: str
    hours: int
    ground: str
    due_at: dt.datetime
    done_at: dt.datetime | None = None

    def is_done(self, *, now: dt.datetime) -> bool:
        return self.done_at is not None and self.done_at <= now

    def left(self, *, now: dt.datetime) -> dt.timedelta:
        """Until it is due, negative afterwards; of one that is met, what was left then."""
        return _instant(self.due_at) - _instant(self.done_at if self.is_done(now=now) else now)

    def state(self, *, now: dt.datetime) -> str:
        left = self.left(now=now)
        if self.is_done(now=now):
            return DONE if left >= dt.timedelta(0) else LATE
        if left < dt.timedelta(0):
            return OVER
        return SOON if left * _AMBER_SHARE <= dt.timedelta(hours=self.hours) else RUNNING


def timers(
    *,
    is_emergency: bool,
    detected_at: dt.datetime,
    confirmed_at: dt.datetime | None = None,
    first_response_at: dt.datetime | None = None,
    conference_at: dt.datetime | None = None,
) -> list[Timer]:
    """The limits of one topic, the shortest first.

    An emergency counts from when it was confirmed; until somebody confirms it, from when it was heard of.
    """
    begun = (confirmed_at or detected_at) if is_emergency else detected_at
    done = {AUTHORITATIVE: first_response_at, RESPONSE: first_response_at, CONFERENCE: conference_at}
    return [
        Timer(kind, words, hours, ground, after(begun, hours), done[kind])
        for kind, words, hours, ground in (_EMERGENCY if is_emergency else _OTHER)
    ]


def after(begun: dt.datetime, hours: int) -> dt.datetime:
    """So many hours later, told in the zone of the beginning."""
    return (_instant(begun) + dt.timedelta(hours=hours)).astimezone(begun.tzinfo)


def nearest(limits: list[Timer], *, now: dt.datetime) -> Timer | None:
    """The limit not yet met that is due first; None when all are met."""
    waiting = [each for each in limits if not each.is_done(now=now)]
    return min(waiting, key=lambda each: _instant(each.due_at), default=None)


def in_words(left: dt.timedelta) -> str:
    """还剩 3 小时 20 分, 超过 1 小时 5 分; a minute that has begun is not given away."""
    minutes = abs(left) // dt.timedelta(minutes=1)
    hours, rest = divmod(minutes, 60)
    length = " ".join([f"{hours} 小时"] * bool(hours) + [f"{rest} 分"] * bool(rest or not hours))
    return f"超过 {length}" if left < dt.timedelta(0) else f"还剩 {length}"


def _instant(moment: dt.datetime) -> dt.datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment without its zone is no instant")
    return moment.astimezone(dt.UTC)
