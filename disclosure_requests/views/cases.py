"""One case: its clock, what is asked, what happened, and what can be done now (design 08)."""

from django.http import Http404
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from disclosure_requests import deciding
from disclosure_requests.case_dates import OF_REMEDIES, dates_of_case
from disclosure_requests.clock import Clock, NoRulesInForce
from disclosure_requests.deed_forms import Looking
from disclosure_requests.deeds import next_deeds
from disclosure_requests.letters.facts import FACTS
from disclosure_requests.looking import look
from disclosure_requests.measure_deeds import measures_of
from disclosure_requests.models import ProactiveProposal
from disclosure_requests.outcomes import OUTCOMES
from disclosure_requests.proposal_origins import with_draft_addresses
from disclosure_requests.queue_tabs import queued_cases
from disclosure_requests.remedy_dates import remedies_of
from disclosure_requests.similar_cases import advice_on
from disclosure_requests.views.deeds import SEE, VIEW, case_of
from disclosure_requests.workflow import QUEUED
from linhai_portal.calendar import soon, work_calendar
from linhai_portal.office import for_staff, office_page
from linhai_portal.workflow import InvalidMove


@for_staff(VIEW)
@require_safe
def case(request, pk):
    found, today = case_of(request, pk), localdate()
    decision = deciding.current(found)
    before, after = _neighbours(request.user, found)
    return office_page(
        request,
        "disclosure_requests/office/case.html",
        title=f"{found.number or '未编号'}　{found.name_of_information}",
        case=found,
        clock=_clock(found, today) if found.received_on else None,
        deeds=next_deeds(found, request.user, today=today),
        measures=measures_of(found, request.user),
        assignments=found.assignments.select_related("organization", "handler", "given_by"),
        decision=decision,
        advice=_advice(request.user, found),
        remedies=remedies_of(found, work_calendar(), today=today, near=soon(today)),
        verifications=found.verifications.all(),
        outcome=OUTCOMES.get(decision.outcome) if decision else None,
        entries=decision.entries.order_by("number") if decision else [],
        may_write=found.status in deciding.WRITABLE
        and request.user.has_perm("disclosure_requests.handle_disclosurerequest"),
        words=[(FACTS[name].label, value) for name, value in decision.told.items() if value]
        if decision
        else [],
        letters=found.letters.select_related("issued_by"),
        proposal=_proposal(request.user, found),
        may_draft=_may_draft(request.user, found),
        follow_ups=found.follow_ups.select_related("by"),
        materials=found.materials.select_related("by"),
        events=found.events.select_related("by").order_by("-pk"),
        may_see=request.user.has_perm(SEE),
        before=before,
        after=after,
        today=today,
    )


def _proposal(user, case):
    found = with_draft_addresses(user, ProactiveProposal.objects.filter(case=case))
    return found[0] if found else None


def _may_draft(user, case):
    """A unit that only works on the case drafts nothing for the one that replied."""
    proposals = ProactiveProposal.objects.visible_to(user)
    return user.has_perm("catalog.draft_publication") and proposals.filter(case=case).exists()


def _advice(user, case):
    is_asked = case.is_open and case.received_on and not case.is_own_records
    return advice_on(case).visible_to(user) if is_asked else None


def _clock(case, today):
    """The head of the page: how many workdays are used, and the strip of the date now due."""
    calendar = work_calendar()
    try:
        dates, others = dates_of_case(case, calendar)
    except NoRulesInForce:  # taken over from the years of the old regulation
        return None
    deadline, reply = dates.deadline, dates.reply
    is_ended = deadline.clock is Clock.ENDED  # in a redo too: its new reply has a period of its own
    is_due = bool(reply) and case.is_open and not is_ended
    used = sum(day.counts and day.date <= (case.replied_on or today) for day in reply.days) if reply else None
    return {
        "dates": dates,
        "others": [due for due in others if due.due_on >= today and _is_awaited(case, due)],
        "used": used,
        "period": deadline.workdays,
        "is_ended": is_ended,
        "is_due": is_due,
        "is_held": bool(reply) and any(each.after < today <= each.through for each in deadline.exclusions),
        "left": calendar.workdays_between(today, reply.due_on) if is_due and reply.due_on >= today else None,
        "over": (today - reply.due_on).days if is_due and reply.due_on < today else 0,
    }


def _is_awaited(case, due):
    """After the reply only what reconsideration and suits ask."""
    return case.is_open or due.name in OF_REMEDIES


@for_staff(VIEW)
@require_safe
def dates(request, pk):
    """期限计算说明: every date of the case day by day, to be printed and put into the file."""
    found = case_of(request, pk)
    if not found.received_on:
        raise Http404("还没有收到，没有期限")
    try:
        told, others = dates_of_case(found, work_calendar())
    except NoRulesInForce as unknown:
        raise Http404(str(unknown)) from unknown
    return office_page(
        request,
        "disclosure_requests/office/dates.html",
        title=f"期限计算说明　{found.number or '未编号'}",
        case=found,
        deadline=told.deadline,
        reply=told.reply,
        others=others,
        today=localdate(),
    )


def _neighbours(user, case):
    """The cases before and after it in the queue."""
    if case.status not in QUEUED or case.limit_on is None:
        return None, None
    queue = queued_cases(user).filter(limit_on__isnull=False)
    here = {"limit_on": case.limit_on}
    before = queue.filter(limit_on__lt=case.limit_on) | queue.filter(**here, pk__lt=case.pk)
    after = queue.filter(limit_on__gt=case.limit_on) | queue.filter(**here, pk__gt=case.pk)
    return before.order_by("-limit_on", "-pk").first(), after.order_by("limit_on", "pk").first()


@never_cache
@for_staff(VIEW, SEE)
@require_http_methods(["GET", "POST"])
def identity(request, pk):
    """Shown in the answer to the form only, after the look was written down; it has no address of its own."""
    found = case_of(request, pk)
    form = Looking(request.POST or None, case=found, user=request.user, today=localdate())
    lines = []
    if form.is_valid():
        try:
            lines = look(found, by=request.user, **form.cleaned_data)
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
    return office_page(
        request,
        "disclosure_requests/office/identity.html",
        title="申请人身份",
        case=found,
        form=form,
        lines=lines,
        looks=found.looks.select_related("by")[:50],
    )
