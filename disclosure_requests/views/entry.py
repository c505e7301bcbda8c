"""登记新申请: the counter, the post room and the telephone."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from disclosure_requests.deeds import REGISTER
from disclosure_requests.entering import enter_for
from disclosure_requests.entry_form import EntryForm
from disclosure_requests.views.deeds import VIEW
from linhai_portal.office import for_staff, office_page
from linhai_portal.workflow import InvalidMove


@for_staff(VIEW, REGISTER)
@require_http_methods(["GET", "POST"])
def entry(request):
    today = localdate()
    posted = request.method == "POST"
    form = EntryForm(request.POST, request.FILES, today=today) if posted else EntryForm(today=today)
    if posted and form.is_valid():
        try:
            case = enter_for(
                by=request.user,
                today=today,
                asked=form.asked,
                person=form.person,
                receipt=form.receipt,
                files=form.scans,
            )
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _words(case))
            return redirect(case.get_office_url())
    return office_page(request, "disclosure_requests/office/entry.html", title="登记新申请", form=form)


def _words(case):
    if case.received_on is None:
        return "已记下，等双方确认。确认那天才是收到申请之日，请尽快联系申请人。"
    day = case.received_on
    return f"已登记，编号 {case.number}，查询码 {case.code}。收到申请之日是 {day.year} 年 {day.month} 月 {day.day} 日。"
