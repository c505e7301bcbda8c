"""五公开: what was published of one policy, from the decision to the result (中办发〔2016〕8号)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from catalog.models import Publication, Stage


@dataclass(frozen=True)
class Piece:
    """One thing in the chain; `key` is that of its publication, None for what is a page of a higher app."""

    title: str
    address: str
    on: dt.date
    key: int | None = None


def piece_of(publication):
    return Piece(publication.title, publication.get_absolute_url(), publication.formed_on, key=publication.pk)


@dataclass(frozen=True)
class Step:
    """A stage with its pieces, the oldest first; one without pieces is a gap that the page tells of."""

    label: str
    pieces: list
    is_here: bool


def chain(publication, *, on, more=()):
    """The five stages of the policy a publication belongs to; empty while there is only one piece.

    The policy itself is the decision when nobody said otherwise; a piece without a stage stands last, as 其他. `more` are
    pairs of stage and piece that higher apps know of.
    """
    policy = publication.policy_id or publication.pk
    listed = Publication.objects.listed(on=on).filter(Q(policy=policy) | Q(pk=policy))
    pieces = [
        (each.stage or (Stage.DECISION if each.pk == policy else ""), piece_of(each))
        for each in listed.order_by("formed_on", "pk")
    ]
    here = {piece.key for _, piece in pieces}
    pieces += [each for each in more if each[1].key not in here]
    return _steps(pieces, publication.pk) if len(pieces) > 1 else []


def _steps(pieces, here):
    by_stage = {stage: [] for stage in [*Stage, ""]}
    for stage, piece in sorted(pieces, key=lambda each: each[1].on):
        by_stage[stage].append(piece)
    return [
        Step(stage.label if stage else "其他", found, here in [piece.key for piece in found])
        for stage, found in by_stage.items()
        if stage or found
    ]
