"""One case: its clock, what is asked, what happened, and what can be done now (design 08)."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from disclosure_requests.models import DisclosureRequest
from linhai_portal.office import for_staff, office_page


@for_staff("disclosure_requests.view_disclosurerequest")
@require_safe
def case(request, pk):
    found = get_object_or_404(DisclosureRequest.objects.visible_to(request.user), pk=pk)
    return office_page(
        request,
        "disclosure_requests/office/case.html",
        title=f"{found.number or '未编号'}　{found.name_of_information}",
        case=found,
        events=found.events.select_related("by"),
    )
