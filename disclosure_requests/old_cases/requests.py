"""Requests of an older system: each row checked, compared with what is here, then all stored or none."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from disclosure_requests.clock import Clock, NoRulesInForce, deadline_of
from disclosure_requests.facts import Replied
from disclosure_requests.filing import NUMBER_OF_OURS, series_of
from disclosure_requests.kept_dates import keep_dates
from disclosure_requests.models import Applicant, ApplicantClass, CaseWords, DisclosureRequest, RequestEvent
from disclosure_requests.old_cases.table import (
    IMPORTED,
    BadCell,
    Problem,
    checked,
    day,
    filled,
    needed_day,
    one_of,
    short_enough,
)
from disclosure_requests.outcomes import OF_INFORMATION
from disclosure_requests.receipt import Channel
from disclosure_requests.workflow import Status
from linhai_portal.accounts.models import Organization
from linhai_portal.bulk import batches, insert_rows
from linhai_portal.calendar import work_calendar
from linhai_portal.counters import go_on_after
from linhai_portal.lookup_codes import code_index, new_code
from linhai_portal.workdays import OutOfCalendar

COLUMNS = [
    "number",
    "organization",
    "channel",
    "applicant_type",
    "applicant_class",
    "applicant_name",
    "description",
    "received_on",
    "outcome",
    "replied_on",
    "closed_on",
]
_CHANNELS = {each.value: each.value for each in Channel}
_TYPES = {each.label: each.value for each in Applicant.Kind}
_CLASSES = {each.label: each.value for each in ApplicantClass}
_OUTCOMES = {code: code for code in OF_INFORMATION}
_ENDED = {"O1": Status.ABANDON_CORR, "O2": Status.ABANDON_FEE}


@dataclass(slots=True)
class Told:
    """What a row tells; `standing` is the case of that number already here, or None."""

    row: int
    organization: Organization
    number: str
    case: dict
    applicant: dict
    standing: DisclosureRequest | None = None

    @property
    def key(self):
        return self.organization.pk, self.number

    @property
    def is_unchanged(self):
        return self.standing is not None and not self._news()

    def _news(self):
        return _changed(self.standing, self.case) | _changed(self.standing.applicant, self.applicant)


def _changed(row, facts):
    return {name: value for name, value in facts.items() if getattr(row, name) != value}


def check(rows, *, today):
    """The rows that can be stored, and the problems of the others."""
    units = {each.slug: each for each in Organization.objects.all()}
    calendar = work_calendar()
    good, problems = checked(rows, lambda row: _told(row, units, calendar, today))
    problems += _twice(good)
    _find_standing(good)
    problems += [
        Problem(each.row, "number", "这件申请已在本系统办理，和表里的不一样，不能再由旧系统的表改。")
        for each in good
        if each.standing and not each.is_unchanged and each.standing.goes_on_here
    ]
    return good, sorted(problems, key=lambda each: each.row)


def _told(row, units, calendar, today):
    filled(row, "number")
    organization = one_of(row, "organization", units) if row.texts["organization"] in units else None
    if organization is None:
        raise BadCell(
            "organization", f"没有地址名为“{row.texts['organization'][:40]}”的单位。请写单位的地址名。"
        )
    received_on = needed_day(row, "received_on", today=today)
    case = {
        "channel": one_of(row, "channel", _CHANNELS),
        "description": short_enough(row, "description", 500),
        "received_on": received_on,
        **_ending(row, received_on, today),
    }
    if not case["outcome"]:
        _deadline(case, calendar)
    return Told(row.number, organization, short_enough(row, "number", 40), case, _applicant(row))


def _applicant(row):
    kind = one_of(row, "applicant_type", _TYPES)
    is_citizen = kind == Applicant.Kind.CITIZEN
    if is_citizen and not row.texts["applicant_class"]:
        clazz = ApplicantClass.NATURAL.value
    else:
        clazz = one_of(row, "applicant_class", _CLASSES)
    if is_citizen != (clazz == ApplicantClass.NATURAL):
        raise BadCell(
            "applicant_class", "公民的类别是“自然人”，法人或其他组织的是五类组织之一，请改其中一列。"
        )
    filled(row, "applicant_name")
    return {"kind": kind, "applicant_class": clazz, "name": short_enough(row, "applicant_name", 100)}


def _ending(row, received_on, today):
    replied_on = day(row, "replied_on", today=today, since=received_on)
    closed_on = day(row, "closed_on", today=today, since=received_on)
    if not row.texts["outcome"]:
        wrong = next((name for name in ("closed_on", "replied_on") if row.texts[name]), None)
        if wrong:
            raise BadCell(wrong, "没有答复类型（outcome）的是在办申请，这一列要空着。")
        return {"outcome": "", "replied_on": None, "closed_on": None}
    outcome = one_of(row, "outcome", _OUTCOMES)
    if closed_on is None:
        raise BadCell("closed_on", "有答复类型的要写办结日期，它决定计入哪一年。")
    return {"outcome": outcome, "replied_on": replied_on, "closed_on": closed_on}


def _deadline(case, calendar):
    facts = [Replied(case["replied_on"])] if case["replied_on"] else []
    try:
        return deadline_of(case["received_on"], facts, calendar)
    except (NoRulesInForce, OutOfCalendar) as unknown:
        raise BadCell("received_on", str(unknown)) from unknown


def _twice(good):
    first = {}
    for each in good:
        if (row := first.setdefault(each.key, each.row)) != each.row:
            yield Problem(each.row, "number", f"和第 {row} 行是同一个单位的同一个编号，请只留一行。")


def _find_standing(good):
    elsewhere = RequestEvent.objects.filter(subject=OuterRef("pk")).exclude(deed=IMPORTED)
    cases = DisclosureRequest.objects.select_related("applicant").annotate(goes_on_here=Exists(elsewhere))
    for batch in batches(good, 500):
        numbers = Q(number__in={each.number for each in batch})
        found = cases.filter(numbers, organization__in={each.organization for each in batch})
        standing = {(case.organization_id, case.number): case for case in found}
        for each in batch:
            each.standing = standing.get(each.key)


def counts_of(good):
    kinds = ["unchanged" if each.is_unchanged else "updated" if each.standing else "added" for each in good]
    return {name: kinds.count(name) for name in ("added", "updated", "unchanged")}


@transaction.atomic
def store(good, *, today):
    counts, calendar = counts_of(good), work_calendar()
    for batch in batches(each for each in good if each.standing is None):
        _add(batch, calendar, today)
    for each in good:
        if each.standing and not each.is_unchanged:
            _update(each, calendar, today)
    _keep_own_numbers_apart(good)
    return counts


def _add(batch, calendar, today):
    cases = [_new_case(each, calendar) for each in batch]
    insert_rows(DisclosureRequest, cases)
    applicants = [Applicant(case=case, **each.applicant) for case, each in zip(cases, batch, strict=True)]
    for applicant in applicants:
        applicant.index()
    insert_rows(Applicant, applicants)
    insert_rows(RequestEvent, [_event(case, "", today) for case in cases])
    CaseWords.objects.keep(cases)
    for case in cases:
        if case.is_open:
            keep_dates(case, today=today)


def _new_case(told, calendar):
    code = new_code()
    case = DisclosureRequest(
        organization=told.organization,
        number=told.number,
        status=_status(told.case),
        arrived_on=told.case["received_on"],
        code=code,
        code_index=code_index(code),
        **told.case,
    )
    for name, value in _dates_of_ended(told.case, calendar).items():
        setattr(case, name, value)
    return case


def _status(facts):
    """Under review as long as it is open; what was replied to is taken as delivered, so that a remedy can follow."""
    if not facts["outcome"]:
        return Status.REVIEW
    if facts["outcome"] == "O3" and not facts["replied_on"]:
        return Status.WITHDRAWN
    return _ENDED.get(facts["outcome"], Status.DELIVERED)


def _dates_of_ended(facts, calendar):
    """As `kept_dates` keeps them; under the regulation of 2008 there is no due date to compare with."""
    if not facts["outcome"]:
        return {}
    try:
        deadline = _deadline(facts, calendar)
    except BadCell:
        return {"clock": Clock.ENDED.value, "reply_due_on": None, "limit_on": None, "limit_kind": ""}
    return {
        "clock": Clock.ENDED.value,
        "reply_due_on": deadline.reply_due,
        "is_provisional": deadline.provisional,
        "limit_on": None,
        "limit_kind": "",
    }


def _update(told, calendar, today):
    case, before = told.standing, told.standing.status
    facts = dict(told.case)
    if case.outcome != facts["outcome"]:
        facts["status"] = _status(facts)
    facts |= {"arrived_on": facts["received_on"], **_dates_of_ended(told.case, calendar)}
    DisclosureRequest.objects.filter(pk=case.pk).update(**facts)
    applicant = case.applicant
    for name, value in told.applicant.items():
        setattr(applicant, name, value)
    applicant.save()
    case.refresh_from_db()
    _event(case, before, today, note="按旧系统的表更新").save()
    CaseWords.objects.keep([case])
    if case.is_open:
        keep_dates(case, today=today)


def _event(case, before, today, note=""):
    return RequestEvent(
        subject=case,
        from_status=before,
        to_status=case.status,
        deed=IMPORTED,
        note=note,
        happened_on=today,
    )


def _keep_own_numbers_apart(good):
    """Numbers written as the portal writes its own are used up: the next one given goes on after them."""
    last = {}
    for each in good:
        if found := NUMBER_OF_OURS.fullmatch(each.number):
            series = series_of(int(found["year"]))
            last[series] = max(last.get(series, 0), int(found["serial"]))
    for series, serial in last.items():
        go_on_after(series, serial)
