"""How inquiries stand, in numbers; each number is counted by the question that lists its rows."""

from collections import defaultdict

from django.conf import settings
from django.db.models import Count, F, Q

from linhai_portal.calendar import soon, work_calendar
from participation.inquiry_dates import first_in_time
from participation.inquiry_retention import due_for_destruction
from participation.models import Inquiry
from participation.models.inquiries import REFUSED

Status = Inquiry.Status
_SATISFIED = [Inquiry.Rating.VERY_SATISFIED, Inquiry.Rating.SATISFIED]


def _test_questions(rows, today):
    days = settings.INQUIRY_TEST_WORKDAYS
    return rows.late_questions(received_before=first_in_time(work_calendar(), workdays=days, today=today))


# What waits, in the order of the tabs: words, and the question over rows and the day.
WAITING = {
    "waiting": ("全部在办", lambda rows, today: rows.waiting()),
    "new": ("待受理", lambda rows, today: rows.filter(status=Status.RECEIVED)),
    "accepted": ("待转办", lambda rows, today: rows.filter(status=Status.ACCEPTED)),
    "handling": ("待答复", lambda rows, today: rows.filter(status=Status.HANDLING)),
    "extension": ("待批延期", lambda rows, today: rows.asking_for_extension()),
    "review": ("待审核", lambda rows, today: rows.filter(status=Status.REVIEW)),
    "correction": ("更正待审核", lambda rows, today: rows.being_corrected()),
    "call": ("待打电话告知", lambda rows, today: rows.untold(Inquiry.ContactKind.OTHER)),
    "soon": ("快到期限", lambda rows, today: rows.due_by(soon(today)).exclude(pk__in=rows.overdue(on=today))),
    "overdue": ("逾期", lambda rows, today: rows.overdue(on=today)),
    "test": ("咨询超过 {days} 个工作日没有答复", _test_questions),
    "veto": ("超过 3 个月没有答复（单项否决）", lambda rows, today: rows.near_veto(on=today)),
    "destruction": ("身份信息到期", lambda rows, today: due_for_destruction(rows, on=today)),
}
# What came within a year: words and condition.
OF_YEAR = {
    "received": ("收到", Q()),
    "effective": ("应当答复", ~REFUSED),
    "answered": ("已答复", Q(answered_on__isnull=False)),
    "in_time": ("按时答复", Q(answered_on__lte=F("answer_due_on"))),
    "public": ("公开", Q(published_at__isnull=False)),
    "rated": ("评价", Q(rating__isnull=False)),
    "satisfied": ("满意", Q(rating__in=_SATISFIED)),
}
# What of it the public is told, month by month (rules: participation §8).
PUBLIC_COLUMNS = ("received", "effective", "answered", "in_time", "public")


def words_of(key):
    return WAITING[key][0].format(days=settings.INQUIRY_TEST_WORKDAYS)


def tabs(rows, *, today):
    """Triples (key, words, how many) of what waits."""
    return [(key, words_of(key), question(rows, today).count()) for key, (_, question) in WAITING.items()]


def narrowed(rows, key, *, today, year=None):
    """The rows behind a number; a key nobody offers is passed over."""
    if year and key in OF_YEAR:
        return rows.of_year(year).filter(OF_YEAR[key][1])
    return WAITING[key][1](rows, today) if key in WAITING else rows


def of_units(rows, *, year):
    """One line a unit, and one for what no unit has yet: all numbers of a year in one statement."""
    counts = {key: _count(key) for key in OF_YEAR}
    found = (
        rows.of_year(year)
        .order_by("organization__position", "organization")
        .values("organization__slug", "organization__name")
    )
    lines = [_line(each) for each in found.annotate(**counts)]
    total = defaultdict(int)
    for line in lines:
        for key, number in line["counts"]:
            total[key] += number
    return lines, [(key, OF_YEAR[key][0], total[key]) for key in OF_YEAR]


def _line(row):
    return {
        "slug": row["organization__slug"] or "none",
        "name": row["organization__name"] or "还没有转办",
        "counts": [(key, row[key]) for key in OF_YEAR],
    }


def of_public(*, year):
    """For the public page: how many came, were answered, and in time."""
    rows = Inquiry.objects.of_year(year)
    return rows.aggregate(**{key: _count(key) for key in ("effective", "answered", "in_time")})


def by_month(*, year):
    """For the public: of every month, the newest on top, pairs (words, number) of `PUBLIC_COLUMNS`; and the same of the year."""
    rows, counts = Inquiry.objects.of_year(year), {key: _count(key) for key in PUBLIC_COLUMNS}
    months = rows.order_by("-received_on__month").values("received_on__month").annotate(**counts)
    lines = [(each["received_on__month"], _named(each)) for each in months]
    return lines, _named(rows.aggregate(**counts))


def _named(counts):
    return [(OF_YEAR[key][0], counts[key]) for key in PUBLIC_COLUMNS]


def years():
    """In which something came, the newest first."""
    return [day.year for day in Inquiry.objects.order_by().dates("received_on", "year", order="DESC")]


def _count(key):
    return Count("pk", filter=OF_YEAR[key][1])
