"""What replies gave and may be published for all, as those who draft see it: never who asked."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from disclosure_requests import going_public
from disclosure_requests.models import ProactiveProposal
from disclosure_requests.proposal_forms import NEW, DecliningForm, DraftingForm
from disclosure_requests.proposal_origins import with_draft_addresses
from disclosure_requests.views.deeds import VIEW
from linhai_portal.office import carry_out, for_staff, office_page, part_of
from linhai_portal.workflow import InvalidMove

DRAFT = "catalog.draft_publication"
TABS = {"": "等处理", "drafted": "已起草", "declined": "不采纳"}
_PARTS = ("case__organization", "publication", "adjustment", "decided_by")


@for_staff(DRAFT)
@require_safe
def proposals(request):
    tab = request.GET.get("tab", "")
    mine = ProactiveProposal.objects.visible_to(request.user).select_related(*_PARTS)
    rows = {"drafted": mine.drafted, "declined": mine.declined}.get(tab, mine.open)()
    rows, links, total = part_of(request, rows)
    return office_page(
        request,
        "disclosure_requests/office/proposals.html",
        title="建议主动公开",
        rows=with_draft_addresses(request.user, rows),
        links=links,
        total=total,
        tabs=TABS.items(),
        tab=tab,
    )


@for_staff(DRAFT)
@require_safe
def proposal(request, pk):
    found = _proposal(request, pk)
    return _show(request, found)


def _proposal(request, pk):
    proposals = ProactiveProposal.objects.visible_to(request.user).select_related(*_PARTS)
    (found,) = with_draft_addresses(request.user, [get_object_or_404(proposals, pk=pk)])
    return found


def _show(request, found, drafting=None, declining=None):
    return office_page(
        request,
        "disclosure_requests/office/proposal.html",
        title=found.title,
        proposal=found,
        drafting=found.is_open and (drafting or DraftingForm(proposal=found, user=request.user)),
        declining=found.is_open and (declining or DecliningForm()),
        may_see_case=request.user.has_perm(VIEW),
    )


@for_staff(DRAFT)
@require_POST
def proposal_draft(request, pk):
    """From here, or by one press from the case and the list, where the best choice is made."""
    found = _proposal(request, pk)
    if found.draft:
        return redirect(found.draft_address or found.get_office_url())
    form = DraftingForm(request.POST, proposal=found, user=request.user)
    if not form.is_valid():
        return _show(request, found, drafting=form)
    try:
        draft = _draft(request, found, form)
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_office_url())
    return redirect(draft.get_office_url())


def _draft(request, found, form):
    facts = {"by": request.user, "today": localdate()}
    if form.cleaned_data["choice"] == NEW:
        sheet = going_public.draft_item(found, domain=form.cleaned_data["domain"], **facts)
        messages.success(request, "新增事项已写进您的目录调整草稿，请核对后提交。")
        return sheet
    publication = going_public.draft_publication(found, items=form.chosen_items, **facts)
    messages.success(request, "已起草。请核对标题、成文日期和正文，个人信息查验通过以后提交审核。")
    found.refresh_from_db()
    if found.left_out:
        messages.warning(
            request,
            f"有 {found.left_out} 份材料没有带入：里面有个人信息、写着申请人，读不出来，或者不能作为附件。处理后再上传。",
        )
    return publication


@for_staff(DRAFT)
@require_POST
def proposal_decline(request, pk):
    found, form = _proposal(request, pk), DecliningForm(request.POST)
    if not form.is_valid():
        return _show(request, found, declining=form)
    deed = partial(going_public.decline, found, by=request.user, today=localdate(), **form.cleaned_data)
    return carry_out(request, deed, "已记下不采纳的理由。", back=found.get_office_url())
