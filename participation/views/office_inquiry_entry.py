"""What came by letter, call or visit, or from 12345: entered by the office."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from linhai_portal.office import for_staff, office_page
from linhai_portal.workflow import InvalidMove
from participation import asking
from participation.inquiry_deeds import ACCEPT
from participation.inquiry_forms import EnteredInquiryForm
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
