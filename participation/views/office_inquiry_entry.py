"""What the office does beside the course of one inquiry: enters what came otherwise, and destroys whose time is over."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from linhai_portal.office import for_staff, office_page
from linhai_portal.workflow import InvalidMove
from participation import asking
from participation.inquiry_deeds import ACCEPT, DESTROY
from participation.inquiry_forms import EnteredInquiryForm, ReasonForm
from participation.inquiry_retention import destroy_identities
from participation.models import Inquiry
from participation.views.office_inquiries import SEE, trail


@for_staff(SEE, ACCEPT)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request):
    form = EnteredInquiryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = asking.enter(by=request.user, **form.cleaned_data)
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"已录入，编号 {found.number}，查询码 {found.code}。请告诉提问人，查答复要用。"
            )
            return redirect(found.get_office_url())
    return office_page(
        request,
        "participation/office/deed.html",
        title="录入提问",
        lead="来信、来电、来访和 12345 转来的，录进来一起办，期限一样。投诉、举报、信访不录，请告诉本人到哪里去。",
        trail=trail(),
        form=form,
        button="录入",
    )


@for_staff(SEE, DESTROY)
@require_POST
def destroy(request):
    """All whose time is over, at one press; why is written into the course of each."""
    form, back = ReasonForm(request.POST), reverse("participation_office:inquiries")
    form.full_clean()
    try:
        reason = form.cleaned_data.get("reason", "")
        rows = Inquiry.objects.visible_to(request.user)
        number = destroy_identities(rows, by=request.user, reason=reason, today=localdate())
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已销毁 {number} 件的身份信息。")
    return redirect(f"{back}?only=destruction")
