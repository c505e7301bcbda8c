"""The screen where the names behind opinions, questions and seats are destroyed when their time is over."""

from functools import partial

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.office import carry_out, for_staff, office_page, part_of
from participation.identity_retention import destroy_identities, due_for_destruction
from participation.inquiry_deeds import DESTROY
from participation.models import Consultation, Event

_LISTS = {
    "opinions": (Consultation, False, "意见，待销毁"),
    "events": (Event, False, "活动，待销毁"),
    "opinions-destroyed": (Consultation, True, "意见，已销毁"),
    "events-destroyed": (Event, True, "活动，已销毁"),
}


@for_staff(DESTROY)
@require_safe
def identities(request):
    """What is due, or was destroyed by whom, of consultations or of events."""
    of = request.GET.get("of")
    of = of if of in _LISTS else "opinions"
    model, is_destroyed, _ = _LISTS[of]
    rows = model.objects.visible_to(request.user)
    if is_destroyed:
        rows = rows.filter(identities_destroyed_at__isnull=False).order_by("-identities_destroyed_at", "pk")
    else:
        rows = due_for_destruction(rows, on=localdate()).order_by("pk")
    parts = ("publication__organization", "identities_destroyed_by")
    rows, links, _ = part_of(request, rows.select_related(*parts))
    return office_page(
        request,
        "participation/office/identities.html",
        title="身份信息到期销毁",
        rows=rows,
        links=links,
        of=of,
        lists=[(key, words) for key, (_, _, words) in _LISTS.items()],
        deed=f"participation_office:{model._meta.model_name}_identities",
        days=settings.PARTICIPATION_IDENTITY_DAYS,
    )


@for_staff(DESTROY)
@require_POST
def destroyed(request, pk, *, model, of):
    found = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    deed = partial(destroy_identities, found, by=request.user)
    done = f"“{found}”的姓名和联系方式已经销毁。"
    return carry_out(request, deed, done, back=f"{reverse('participation_office:identities')}?of={of}")
