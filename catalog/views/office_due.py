"""What must be public by when: drafts and regular periods in one queue, overdue ones on top, then the soonest."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import Obligation, Publication
from catalog.periods import is_provisional
from linhai_portal.accounts.models import Organization
from linhai_portal.calendar import soon, work_calendar
from linhai_portal.office import for_staff, office_page, part_of

DRAFT, PERIOD = "draft", "period"
WHEN = {"": "全部", "overdue": "超期", "soon": "快到期"}
KIND = {"": "全部", DRAFT: "在办的信息", PERIOD: "定期公开"}


@for_staff("catalog.view_publication")
@require_safe
def due(request):
    """Of the own units, or of all for the office, which may ask for one unit."""
    today, chosen = timezone.localdate(), _chosen(request)
    units = Organization.objects.governmental() if request.user.is_city_wide else request.user.organizations()
    unit = units.filter(slug=request.GET.get("unit", "")).first()
    rows, links, total = part_of(request, queue(request.user, on=today, unit=unit, **chosen))
    return office_page(
        request,
        "catalog/office/due.html",
        title="最迟公开日期",
        rows=_lines(rows, today),
        links=links,
        total=total,
        filters=[
            ("when", "日期", _options(request, "when", WHEN, chosen["when"])),
            ("kind", "种类", _options(request, "kind", KIND, chosen["kind"])),
        ],
        units=units.order_by("position", "pk").distinct() if request.user.is_city_wide else [],
        unit=unit,
        **chosen,
    )


def _chosen(request):
    asked = {"when": (request.GET.get("when", ""), WHEN), "kind": (request.GET.get("kind", ""), KIND)}
    return {name: value if value in known else "" for name, (value, known) in asked.items()}


def _options(request, name, words, chosen):
    """Pairs of words and the address that changes this choice and keeps the others."""
    options = []
    for value, label in words.items():
        params = request.GET.copy()
        params.pop("page", None)
        params[name] = value
        options.append((label, f"?{params.urlencode()}", value == chosen))
    return options


def queue(user, *, on, when="", kind="", unit=None):
    """The rows as (due day, kind, key), by the day: what is overdue comes first by itself."""
    parts = {
        DRAFT: Publication.objects.visible_to(user).unpublished(),
        PERIOD: Obligation.objects.visible_to(user).unmet(),
    }
    parts = [_narrowed(rows, each, on, when, unit) for each, rows in parts.items() if kind in ("", each)]
    first, *others = parts
    rows = first.union(*others, all=True) if others else first
    return rows.order_by("row_due_on", "row_id", "row_kind")


def _narrowed(rows, kind, on, when, unit):
    if unit:
        rows = rows.filter(organization=unit)
    if when == "overdue":
        rows = rows.overdue(on=on)
    elif when == "soon":
        rows = rows.due_soon(on=on)
    elif kind == PERIOD:
        rows = rows.filter(starts_on__lte=on)
    columns = {
        "row_due_on": F("due_on"),
        "row_kind": Cast(Value(kind), CharField()),
        "row_id": F("pk"),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)


def _lines(rows, today):
    """The rows of one page as what they stand for, each with its days left or over."""
    rows = list(rows)
    drafts = Publication.objects.select_related("organization", "drafted_by").prefetch_related("items")
    drafts = drafts.in_bulk(_keys(rows, DRAFT))
    periods = Obligation.objects.select_related("organization", "item__domain").in_bulk(_keys(rows, PERIOD))
    near, calendar = soon(today), work_calendar()
    return [
        {
            "due_on": due_on,
            "over": (today - due_on).days,
            "left": calendar.workdays_between(today, due_on),
            "is_soon": due_on <= near,
        }
        | (_draft(drafts[pk], calendar) if kind == DRAFT else _period(periods[pk], calendar))
        for due_on, kind, pk in rows
    ]


def _draft(publication, calendar):
    address = f"/office/publications/{publication.pk}/"
    return {
        "draft": publication,
        "address": address,
        "explained_at": f"{address}#due",
        "is_provisional": publication.due_is_provisional(calendar),
    }


def _period(obligation, calendar):
    return {
        "period": obligation,
        "address": f"/office/publications/new/?item={obligation.item.code}",
        "explained_at": obligation.explained_at,
        "is_provisional": is_provisional(obligation.ends_on, obligation.due_on, calendar),
    }


def _keys(rows, kind):
    return [pk for _, of_kind, pk in rows if of_kind == kind]
