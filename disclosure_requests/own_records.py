"""更正本人信息（条例第四十一条）: what must be there before it is worked on, and before an outcome is chosen."""

from disclosure_requests.models import Material, Verification

_EVIDENCE = [Material.Kind.APPLICATION, Material.Kind.SUPPLEMENT]
_OUTCOMES = {
    Verification.Finding.WRONG: ("C1",),
    Verification.Finding.RIGHT: ("C2",),
    Verification.Finding.NOT_OURS: ("C3", "C4"),
}


def has_evidence(case):
    """A paper that says why the record is wrong, handed in with the request or later."""
    return case.materials.filter(kind__in=_EVIDENCE).exists()


def evidence_lacking(case):
    if not case.is_own_records or has_evidence(case):
        return ""
    if any(each.answered_on for each in case.corrections.all()):
        return ""
    return "还没有证明记录不准确的材料（条例第四十一条）。先补正告知，收到以后再转交。"


def verification_lacking(case, outcome):
    """The outcome follows from what was verified last."""
    if not case.is_own_records:
        return ""
    row = case.verifications.last()
    if row is None:
        return "还没有核查记录：先登记核查了什么、谁核查、哪一天（条例第四十一条）。"
    if outcome not in _OUTCOMES[Verification.Finding(row.finding)]:
        return f"核查的结果是“{row.get_finding_display()}”，和选的答复类型不一致，请重新判断或者再核查。"
    return ""
