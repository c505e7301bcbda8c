"""Reconsiderations and suits of an older system, for cases that are here."""

from dataclasses import dataclass

from django.db import transaction

from disclosure_requests.models import DisclosureRequest, Remedy, RequestEvent
from disclosure_requests.old_cases.table import (
    IMPORTED,
    BadCell,
    Problem,
    checked,
    day,
    filled,
    needed_day,
    one_of,
)
from disclosure_requests.workflow import Status
from linhai_portal.bulk import batches

COLUMNS = ["number", "organization", "path", "filed_on", "result", "decided_on"]
_PATHS = {each.label: each.value for each in Remedy.Path}
_RESULTS = {each.label: each.value for each in Remedy.Result}
_PENDING = {
    Remedy.Path.RECONSIDERATION: Status.RECONSIDER,
    Remedy.Path.DIRECT_SUIT: Status.LITIGATION,
    Remedy.Path.SUIT_AFTER_RECONSIDERATION: Status.LITIGATION,
}


@dataclass(slots=True)
class Told:
    """What a row tells; one remedy of each path belongs to a case, `standing` is the one already here or None."""

    row: int
    slug: str
    number: str
    path: str
    facts: dict
    case: DisclosureRequest | None = None
    standing: Remedy | None = None

    @property
    def key(self):
        return self.slug, self.number

    @property
    def is_unchanged(self):
        return self.standing is not None and all(
            getattr(self.standing, name) == value for name, value in self.facts.items()
        )


def check(rows, *, today):
    """The rows that can be stored, and the problems of the others."""
    good, problems = checked(rows, lambda row: _told(row, today))
    _find_cases(good)
    problems += [problem for each in good for problem in _problems(each)]
    return good, sorted([*problems, *_twice(good)], key=lambda each: each.row)


def _told(row, today):
    path = one_of(row, "path", _PATHS)
    filed_on = needed_day(row, "filed_on", today=today)
    decided_on = day(row, "decided_on", today=today, since=filed_on)
    result = one_of(row, "result", _RESULTS) if row.texts["result"] else ""
    if result and decided_on is None:
        raise BadCell("decided_on", "有结果的要写决定或者判决的日期。")
    if decided_on and not result:
        raise BadCell("result", "有决定日期的要写结果：维持、纠正或者其他。")
    facts = {"filed_on": filed_on, "result": result, "decided_on": decided_on}
    return Told(row.number, filled(row, "organization"), filled(row, "number"), path, facts)


def _find_cases(good):
    cases = DisclosureRequest.objects.select_related("organization").prefetch_related("remedies")
    for batch in batches(good, 500):
        found = cases.filter(
            number__in={each.number for each in batch}, organization__slug__in={each.slug for each in batch}
        )
        known = {(case.organization.slug, case.number): case for case in found}
        for each in batch:
            each.case = known.get(each.key)
            same = [row for row in each.case.remedies.all() if row.path == each.path] if each.case else []
            each.standing = same[-1] if same else None


def _problems(told):
    if told.case is None:
        yield Problem(told.row, "number", f"单位“{told.slug}”没有编号为“{told.number}”的申请。请先导入申请。")
    elif told.facts["filed_on"] < told.case.received_on:
        yield Problem(told.row, "filed_on", f"早于收到申请的 {told.case.received_on}，请核对。")
    elif told.standing and not told.is_unchanged and told.standing.noticed_on:
        yield Problem(told.row, "number", "这件复议、诉讼已在本系统办理，不能再由旧系统的表改。")


def _twice(good):
    first = {}
    for each in good:
        if (row := first.setdefault((*each.key, each.path), each.row)) != each.row:
            yield Problem(each.row, "path", f"和第 {row} 行是同一件，请只留一行。")


def counts_of(good):
    kinds = ["unchanged" if each.is_unchanged else "updated" if each.standing else "added" for each in good]
    return {name: kinds.count(name) for name in ("added", "updated", "unchanged")}


@transaction.atomic
def store(good, *, today):
    counts = counts_of(good)
    for each in sorted(good, key=lambda each: each.facts["filed_on"]):
        if not each.is_unchanged:
            _store(each, today)
    return counts


def _store(told, today):
    case = told.case
    if told.standing:
        Remedy.objects.filter(pk=told.standing.pk).update(**told.facts)
    else:
        Remedy.objects.create(case=case, path=told.path, **told.facts)
    before, after = case.status, _status(told)
    if after != before:
        case.swap(after)
    label = Remedy.Path(told.path).label
    RequestEvent.objects.create(
        subject=case,
        from_status=before,
        to_status=after,
        deed=IMPORTED,
        note=label,
        happened_on=today,
    )


def _status(told):
    """A pending one is where the case is now, so that it goes on from there by the table."""
    after = _PENDING[told.path]
    is_on = told.facts["result"] == "" and after in told.case.MOVES[Status(told.case.status)]
    return after if is_on else told.case.status
