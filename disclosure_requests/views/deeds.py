"""One page for a deed: what it does and by which law, its form, its refusal beside what was typed."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from disclosure_requests.deeds import BY_SLUG
from disclosure_requests.models import DisclosureRequest
from linhai_portal.office import for_staff, office_page
from linhai_portal.workflow import InvalidMove

VIEW = "disclosure_requests.view_disclosurerequest"
SEE = "disclosure_requests.see_identity_disclosurerequest"


@for_staff(VIEW)
@require_http_methods(["GET", "POST"])
def case_deed(request, pk, slug):
    case, deed = case_of(request, pk), BY_SLUG[slug]
    may(request, deed)
    reason = deed.why_not(case, request.user, localdate())
    return deed_page(request, case, deed, partial(deed.verb, case), why_not=reason)


@for_staff(VIEW)
@require_http_methods(["GET", "POST"])
def measure_deed(request, pk, kind, row, deed):
    case = case_of(request, pk)
    may(request, deed)
    measure = get_object_or_404(getattr(case, kind.related), pk=row)
    reason = "" if deed.when(measure) else "这一步已经办过，或者还不能办。请回到申请看现在的情况。"
    if request.method == "GET" and reason:
        raise Http404(reason)
    return deed_page(request, case, deed, partial(deed.verb, measure), why_not=reason, about=measure)


def case_of(request, pk):
    return get_object_or_404(DisclosureRequest.objects.visible_to(request.user), pk=pk)


def may(request, deed):
    if not request.user.has_perm(deed.permission):
        raise PermissionDenied


def deed_page(request, case, deed, verb, *, why_not="", about=None):
    today = localdate()
    form = deed.form(None, case=case, user=request.user, today=today)
    if request.method == "POST":
        form = deed.form(request.POST, request.FILES, case=case, user=request.user, today=today)
        if form.is_valid() and _carry_out(request, case, verb, form, today, why_not):
            messages.success(request, f"{deed.name}：已办理。")
            return redirect(case.get_office_url())
    return office_page(
        request,
        "disclosure_requests/office/deed.html",
        title=deed.name,
        case=case,
        deed=deed,
        form=form,
        why_not=why_not,
        about=about,
    )


def _carry_out(request, case, verb, form, today, why_not):
    """Whether it was done; a refusal stands on the form, and nothing typed is lost."""
    try:
        with transaction.atomic():
            case.lock()
            if request.POST.get("step", str(case.step())) != str(case.step()):
                raise InvalidMove("打开这一页以后，这件申请有了变化。请回到申请看过现在的情况，再决定。")
            if why_not:
                raise InvalidMove(why_not)
            verb(by=request.user, today=today, **form.cleaned_data)
    except InvalidMove as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
