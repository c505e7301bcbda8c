"""The screens of who comes to an event: the bookings, one of them, booking for who calls, and whom to call."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.office import carry_out, for_staff, office_page, part_of
from linhai_portal.workflow import InvalidMove
from participation import booking, looking, rescheduling
from participation.event_forms import CancelledForm, EnteredRegistrationForm
from participation.models import Event, Registration
from participation.opinion_forms import LookForm
from participation.views.office_events import WORK, trail_of, visible


@for_staff(WORK)
@require_safe
def registrations(request, pk):
    found = visible(request, pk)
    rows, links, total = part_of(request, found.registrations.order_by("status", "-pk"))
    return office_page(
        request,
        "participation/office/registrations.html",
        title="报名",
        trail=trail_of(found),
        event=found,
        rows=rows,
        links=links,
        total=total,
        taken=found.seats_taken(),
    )


@for_staff(WORK)
def registration_new(request, pk):
    """For who calls or comes to the counter."""
    found = visible(request, pk)
    if not (found.publication.published_at and found.seats):
        raise Http404("不用报名，或者还没有公布")
    form = EnteredRegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            booked = booking.book(found, by=request.user, **form.cleaned_data)
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已报名。请告诉本人取消码 {booking.code_of(booked)}。")
            return redirect("participation_office:registrations", pk)
    return office_page(
        request,
        "participation/office/deed.html",
        title="代为报名",
        trail=trail_of(found, ("报名", reverse("participation_office:registrations", args=[pk]))),
        form=form,
        button="报名",
    )


def _registration(request, pk):
    rows = Registration.objects.filter(event__in=Event.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("event__publication", "entered_by"), pk=pk)


@for_staff(WORK)
def registration(request, pk):
    """One booking; name and telephone are shown for a purpose, and the look written down first."""
    found = _registration(request, pk)
    form, person = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid() and not found.destroyed_at:
        person = looking.look(found, by=request.user, **form.cleaned_data)
    back = reverse("participation_office:registrations", args=[found.event_id])
    return office_page(
        request,
        "participation/office/registration.html",
        title=str(found),
        trail=trail_of(found.event, ("报名", back)),
        registration=found,
        is_booked=found.status == Registration.Status.BOOKED,
        cancel_form=CancelledForm(),
        form=form,
        person=person,
        looks=looking.looks_at(found),
        events=found.events.select_related("by", "subject"),
    )


@for_staff(WORK)
@require_POST
def registration_cancelled(request, pk):
    found = _registration(request, pk)
    deed = partial(booking.cancel, found, by=request.user, reason=request.POST.get("reason", ""))
    return carry_out(request, deed, "已取消，名额空出来了。", back=found.get_office_url())


@for_staff(WORK)
@require_POST
def registration_told(request, pk):
    """Whoever left no mail address was called."""
    found = _registration(request, pk)
    deed = partial(rescheduling.told_by_phone, found)
    return carry_out(request, deed, "已记下：电话告诉了。", back=found.event.get_office_url())
