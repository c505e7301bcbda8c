"""The cases on their way, what ends first on top (rules: requests §7; design 07)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from disclosure_requests import bulk, kept_searches, queue_search
from disclosure_requests.listed_grounds import based_on
from disclosure_requests.models import DisclosureRequest
from disclosure_requests.queue_lines import lines_of, near_day
from disclosure_requests.queue_tabs import OVER, TABS, counts_of, narrowed, over, queued_cases
from disclosure_requests.saved_filters import asked_of
from disclosure_requests.views.deeds import SEE
from linhai_portal.calendar import work_calendar
from linhai_portal.office import for_staff, office_page, part_of

_MOST_COUNTED = 500  # of a tab that is not open
_LONGEST = 100


@for_staff("disclosure_requests.view_disclosurerequest")
@require_safe
def queue(request):
    own = list(request.user.saved_filters.all())
    start = next((each for each in own if each.is_start), None)
    if start and not request.GET:
        return redirect(_address(saved=start.pk))
    asked, today = asked_of(request.GET, own, request.session), localdate()
    tab, words = asked.tab, asked.words
    if words is None:
        messages.warning(request, "您查找过的内容已经不再保存，请再查找一次。")
        return redirect(_address(tab=tab))
    calendar = work_calendar()
    tabs, mine = narrowed(on=today, near=near_day(today, calendar)), queued_cases(request.user)
    counts = counts_of(mine, tabs, most=_MOST_COUNTED, whole=tab if tab in tabs else "")
    entry = request.GET.get("entry", "").replace("\0", " ")
    visible = DisclosureRequest.objects.visible_to(request.user)
    if entry:
        found = based_on(visible, entry).order_by("-pk")
    elif tab in OVER:
        found = over(visible, tab, on=today)
    else:
        found = mine.filter(tabs.get(tab, Q())).by_nearest_limit()
    known = None if entry or tab in OVER else counts.get(tab, counts[""])
    if words:
        found, known = queue_search.looked_for(found, words)
    rows, links, total = part_of(request, found, total=known)
    bulk_deeds = [deed for deed in bulk.DEEDS if request.user.has_perm(deed.permission)]
    return office_page(
        request,
        "disclosure_requests/office/queue.html",
        title="在办申请",
        rows=lines_of(rows, calendar, today=today, user=request.user),
        links=links,
        total=total,
        tabs=[(key, label, _told(counts.get(key))) for key, label in TABS.items()],
        tab="" if entry else tab,
        q=words,
        entry=entry,
        saved=own,
        asked=asked,
        bulk_deeds=bulk_deeds,
        may_tick=bool(bulk_deeds) or request.user.has_perm(SEE),  # letters are printed in bulk too
        is_cut=bool(words) and total == queue_search.MOST_FOUND,
    )


def _told(count):
    """Beyond it the number says nothing; the open tab says its own below the table."""
    return f"{_MOST_COUNTED}+" if count and count > _MOST_COUNTED else count


@for_staff("disclosure_requests.view_disclosurerequest")
@sensitive_post_parameters("q")
@require_POST
def search(request):
    """What is looked for may be a name: it is posted, and the address of what is found says nothing of it."""
    tab, words = request.POST.get("tab", ""), request.POST.get("q", "").strip()[:_LONGEST]
    kept = {"found": kept_searches.keep(request.session, words)} if words else {}
    return redirect(_address(tab=tab if tab in TABS else "", **kept))


def _address(**facts):
    return f"{reverse('cases:queue')}?{urlencode(facts)}"
