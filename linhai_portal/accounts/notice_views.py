"""A person's own notices: the list, opening one, marking as read, and whether they come by mail too."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.accounts.models import Notice
from linhai_portal.office import for_staff, office_page, part_of


@for_staff()
@require_safe
def notices(request):
    unread = "unread" in request.GET
    own = Notice.objects.visible_to(request.user).unread_first()
    rows, links, total = part_of(request, own.unread() if unread else own)
    return office_page(
        request, "accounts/notices.html", title="通知", rows=rows, links=links, total=total, unread=unread
    )


@for_staff()
@require_safe
def open_notice(request, pk):
    """To the page it is about; the link of the mail leads here too, so that what was seen counts as read."""
    notice = _own(request, pk)
    if request.method == "GET":
        notice.mark_read()
    return redirect(notice.place)


@for_staff()
@require_POST
def read(request, pk):
    _own(request, pk).mark_read()
    return redirect("notices:list")


@for_staff()
@require_POST
def read_all(request):
    count = Notice.objects.visible_to(request.user).mark_read()
    messages.success(request, f"{count} 条通知已标为已读。" if count else "通知都读过了。")
    return redirect("notices:list")


@for_staff()
@require_POST
def switch_mail(request):
    """The person's own choice, for the own account only; the notices in the portal stay."""
    request.user.choose_mail("on" in request.POST)
    messages.success(request, "以后的通知也寄到邮箱。" if request.user.wants_mail else "以后只在网站上通知。")
    return redirect("notices:list")


def _own(request, pk):
    return get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
