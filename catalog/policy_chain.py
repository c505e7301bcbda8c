"""五公开: what was published of one policy, from the decision to the result (中办发〔2016〕8号)."""

from dataclasses import dataclass

from django.db.models import Q

from catalog.models import Publication, Stage


@dataclass(frozen=True)
class Step:
    """A stage with its pieces, the oldest first; one without pieces is a gap that the page tells of."""

    label: str
    pieces: list
    is_here: bool


def chain(publication, *, on):
    """The five stages of the policy a publication belongs to; empty while there is only one piece.

    The policy itself is the decision when nobody said otherwise; a piece without a stage stands last, as 其他.
    """
    policy = publication.policy_id or publication.pk
    listed = Publication.objects.listed(on=on).filter(Q(policy=policy) | Q(pk=policy))
    pieces = list(listed.order_by("formed_on", "pk"))
    if len(pieces) < 2:
        return []
    by_stage = {stage: [] for stage in [*Stage, ""]}
    for piece in pieces:
        by_stage[piece.stage or (Stage.DECISION if piece.pk == policy else "")].append(piece)
    return [
        Step(stage.label if stage else "其他", found, publication in found)
        for stage, found in by_stage.items()
        if stage or found
    ]
