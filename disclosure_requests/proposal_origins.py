"""The way back from a draft to the reply it came of; who asked is told only by the case, to those who may see it."""

from disclosure_requests.models import DisclosureRequest, ProactiveProposal


def origins_of(user, draft):
    """Words and address; without an address for who may open neither the proposal nor the case."""
    found = ProactiveProposal.objects.filter(**{draft._meta.model_name: draft}).select_related("case")
    return [(f"申请 {each.case.number} 的答复：{each.title}", _address(user, each)) for each in found]


def _address(user, proposal):
    if user.has_perm("catalog.draft_publication"):
        return proposal.get_office_url()
    sees = user.has_perm("disclosure_requests.view_disclosurerequest")
    cases = DisclosureRequest.objects.visible_to(user)
    return proposal.case.get_office_url() if sees and cases.filter(pk=proposal.case_id).exists() else ""
