"""Opening a draft or a case by its code: by POST only, counted, and the same answer whatever is wrong."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from disclosure_requests import drafts
from disclosure_requests.holding import hold_draft
from disclosure_requests.status_forms import ResumeForm
from disclosure_requests.views.application import next_page
from disclosure_requests.views.frame import public_page
from linhai_portal.accounts.addresses import origin
from linhai_portal.attempts import count, tries

TOO_OFTEN = "查得太多了，请过一小时再试。着急的，请打电话给受理机关。"


def is_stopped(request):
    """By address alone: a limit by number would let strangers shut its owner out.

    Codes are ten of 31 signs: thirty an hour from each of a million addresses need three thousand years for all of them.
    """
    return tries("lookup", origin(request)) >= settings.MOST_LOOKUPS_AN_HOUR


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request):
    form = ResumeForm(request.POST or None)
    status = 200
    if form.is_valid() and is_stopped(request):
        form.add_error(None, TOO_OFTEN)
        status = 429
    elif form.is_valid():
        case = drafts.with_code(form.cleaned_data["code"])
        if case:
            request.session.cycle_key()
            hold_draft(request, case)
            page = next_page(case)
            return redirect("requests:new") if page.key == "agency" else redirect("requests:step", page.key)
        count("lookup", origin(request))
        form.add_error(
            "code", f"没有这份草稿。请核对查询码；草稿保留 {settings.DRAFT_DAYS} 天，已经提交的请查办理进度。"
        )
    page = public_page("接着填写") | {"form": form}
    return render(request, "disclosure_requests/resume.html", page, status=status)
