"""What every workflow screen needs: who may open it, the frame around it, one page of a long list."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render

from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number
from linhai_portal.workflow import InvalidMove


def for_staff(*permissions):
    """Signed in (else the login page), with a role and these permissions (else 403)."""

    def may(user):
        if user.is_staff and user.has_perms(permissions):
            return True
        raise PermissionDenied

    return lambda view: login_required(user_passes_test(may)(view))


def office_page(request, template, **facts):
    return render(request, template, admin.site.each_context(request) | facts)


def part_of(request, queryset, total=None):
    """The rows of the page asked for, the links to the other pages, and how many rows there are in all.

    Who has counted them already says how many there are.
    """
    number = page_number(request.GET)
    total = queryset.count() if total is None else total
    last = last_page(total)
    check_page(number, last)
    rows = queryset[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return rows, page_links(request.GET, number, last), total


def carry_out(request, deed, done, *, back, **facts):
    """One verb, then `back`; a refusal is said where the person stands, and nothing is half done."""
    try:
        deed(**facts)
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)


def decide_on(request, proposal, deed, done, /, **facts):
    """A second person's word: it holds for what the page showed, not for what was handed in anew meanwhile."""

    @transaction.atomic
    def careful(**facts):
        proposal.lock()
        if request.POST.get("step", str(proposal.step())) != str(proposal.step()):
            raise InvalidMove(f"“{proposal}”在您打开这一页以后有了变化。请看过现在的内容，再决定。")
        deed(**facts)

    return carry_out(request, careful, done, back=proposal.get_office_url(), by=request.user, **facts)


def save_or_submit(request, proposal, form, *, waits_for="负责人审批"):
    """Keep what a valid form says of a draft; hand it in when that button was pressed."""

    def deed():
        proposal.revise(by=request.user, **form.cleaned_data)
        if submits:
            proposal.submit(by=request.user)

    submits = "submit" in request.POST
    done = f"已提交，等{waits_for}。" if submits else "已保存，还没有提交。"
    return carry_out(request, deed, done, back=proposal.get_office_url())
