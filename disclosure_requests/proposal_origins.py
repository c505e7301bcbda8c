"""Between a draft and the reply it came of, as far as each exists for who looks; who asked is told only by the case."""

from catalog.models import Adjustment
from disclosure_requests.models import DisclosureRequest, ProactiveProposal


def origins_of(user, draft):
    """Words and address; without an address for who may open neither the proposal nor the case."""
    found = ProactiveProposal.objects.filter(**{draft._meta.model_name: draft}).select_related("case")
    return [(f"申请 {each.case.number} 的答复：{each.title}", _address(user, each)) for each in found]


def with_draft_addresses(user, proposals):
    """The proposals, each with the address of its draft; empty where a sheet is of the office and not of the unit."""
    proposals = list(proposals)
    keys = [each.adjustment_id for each in proposals if each.adjustment_id]
    seen = {*Adjustment.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)}
    for each in proposals:
        is_seen = each.publication_id or each.adjustment_id in seen
        each.draft_address = each.draft.get_office_url() if is_seen else ""
    return proposals


def _address(user, proposal):
    if user.has_perm("catalog.draft_publication"):
        return proposal.get_office_url()
    sees = user.has_perm("disclosure_requests.view_disclosurerequest")
    cases = DisclosureRequest.objects.visible_to(user)
    return proposal.case.get_office_url() if sees and cases.filter(pk=proposal.case_id).exists() else ""
