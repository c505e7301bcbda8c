"""What a case knows of itself, as the letters take it: nothing that is known is typed a second time."""

from dataclasses import replace

from django.conf import settings

from disclosure_requests.clock import opinion_due, payment_due, rules_on
from disclosure_requests.letter_fields import told
from disclosure_requests.letters.facts import FeeBasis, LetterFacts, Material, Opinion
from disclosure_requests.letters.masking import masked_name
from disclosure_requests.models import Consultation
from disclosure_requests.receipt import Channel
from disclosure_requests.workflow import Status
from linhai_portal.accounts.models.organizations import Kind
from linhai_portal.calendar import work_calendar

_OPINIONS = {
    Consultation.Opinion.AGREES: Opinion.AGREED,
    Consultation.Opinion.OBJECTS: Opinion.OBJECTED,
    Consultation.Opinion.PARTLY: Opinion.OBJECTED,
}
_WEIGHTS = [None, Opinion.AGREED, Opinion.SILENT, Opinion.OBJECTED]
_HIDDEN, _SHORTEST_HIDDEN = "******", 4  # a shorter value stands in other words too
_NOT_TOLD = "（申请书没有写明）"
_ONLINE = ("portal", "email")


def facts_of(case, *, today):
    """Of everything that has happened up to this day; what is yet to be written is empty."""
    applicant, unit = case.applicant, case.organization
    facts = LetterFacts(
        agency=unit.full_name,
        dated=today,
        contact_phone=unit.phone or settings.SITE["office_phone"],
        contact_address=unit.address,
        is_sent_online=case.way in _ONLINE,
        applicant=applicant.name,
        is_natural_person=applicant.is_citizen,
        request_number=case.number or "",
        lookup_code=case.code,
        channel=Channel(case.channel),
        received_on=case.received_on,
        request_text=request_text(case),
        is_own_records=case.is_own_records,
        reply_workdays=case.reply_workdays,
        due_on=case.reply_due_on,
        is_due_provisional=case.is_provisional,
        carrier=case.get_carrier_display(),
        delivery=case.get_way_display(),
        materials=tuple(
            Material(each.name, each.pages or 1) for each in case.materials.all() if each.kind == "provided"
        ),
        reconsideration_organ=_reconsideration_organ(unit),
        internet_channel=settings.RECONSIDERATION_CHANNEL,
    )
    parts = [_correction, _extension, _reasons, _consultation, _fee, _verification, _withdrawal]
    return replace(facts, **{name: value for part in parts for name, value in part(case).items()})


def request_text(case):
    """What came on paper may not say it, which is what a 补正 asks for; no letter may fail for that."""
    parts = [case.title, case.document_number, case.description]
    return "；".join(part.strip() for part in parts if part.strip()) or _NOT_TOLD


def _reconsideration_organ(unit):
    """复议法第二十四条: of a department or town the city's government, of that the next higher one; else as the unit says."""
    if unit.reconsideration_organ:
        return unit.reconsideration_organ
    is_government = unit.kind == Kind.GOVERNMENT
    return settings.RECONSIDERATION_ABOVE if is_government else settings.RECONSIDERATION_ORGAN


def _last(rows):
    return next((row for row in reversed(list(rows.all())) if row.sent_on), None)


def _number_of(case, code):
    return next((each.number for each in reversed(list(case.letters.all())) if each.code == code), "")


def _correction(case):
    row = _last(case.corrections)
    if row is None:
        return {}
    return {
        "correction_number": _number_of(case, "D02"),
        "correction_noticed_on": row.sent_on,
        "correction_delivered_on": row.delivered_on,
        "correction_due_on": row.answer_due(work_calendar()),
        "correction_days": row.answer_workdays,
        "corrected_on": row.answered_on,
    }


def _extension(case):
    row = _last(case.extensions)
    return {"extended_on": row.sent_on, "new_due": case.reply_due_on} if row else {}


def _reasons(case):
    row = _last(case.reasons_requests)
    if row is None:
        return {}
    return {
        "request_count": row.request_count,
        "counted_since": row.counted_since,
        "reasons_asked_on": row.sent_on,
        "reasons_given": row.answer or "未说明理由",
        "promised_on": row.promised_on,
    }


def _consultation(case):
    """The third party whose word weighs most for the reply: who objects, then who is silent; of equals the last."""
    asked = [each for each in case.consultations.all() if each.is_third_party and each.sent_on]
    return about_third_party(max(reversed(asked), key=_weight)) if asked else {}


def _weight(row):
    return _WEIGHTS.index(_opinion(row))


def _opinion(row):
    """Silence is an answer too."""
    return _OPINIONS.get(row.opinion) or (Opinion.SILENT if row.ended_at else None)


def about_third_party(row):
    return {
        "third_party": row.name,
        "is_third_party_natural": row.is_person,
        "information_summary": row.reason,
        "harm_summary": row.question,
        "consulted_on": row.sent_on,
        "third_party_opinion": _opinion(row),
        "third_party_reason": row.opinion_reason,
    }


def known_of_people(case):
    """What names the applicant, an agent or a third party besides the name of the one who asks, and what hides it."""
    applicant = case.applicant
    values = {name: getattr(applicant, name).strip() for name in applicant.IDENTITY if name != "name"}
    known = {value: _HIDDEN for value in values.values() if len(value) >= _SHORTEST_HIDDEN}
    people = [values[name] for name in ("representative", "contact", "agent_name")]
    known |= {name: masked_name(name, is_person=True) for name in people if len(name) > 1}
    others = [each for each in case.consultations.all() if each.is_third_party and len(each.name) > 1]
    return known | {each.name: masked_name(each.name, is_person=each.is_person) for each in others}


def _fee(case):
    row = _last(case.fee_notices)
    if row is None:
        return {}
    due = (
        payment_due(row.delivered_on, rules_on(case.received_on), work_calendar())
        if row.delivered_on
        else None
    )
    return {
        "fee_number": _number_of(case, "D08"),
        "fee_delivered_on": row.delivered_on,
        "fee_due_on": due,
        "fee_paid_on": row.paid_on,
    }


def _verification(case):
    row = case.verifications.last()
    return {"verified_on": row.on, "verified": row.what} if row else {}


def _withdrawal(case):
    if case.status != Status.WITHDRAWN:
        return {}
    return {"withdrawn_on": case.events.filter(move="T23").last().happened_on}


def with_decision(facts, decision):
    """What was left empty stays as the case knows it."""
    words = {name: told(name, value) for name, value in decision.told.items() if value}
    if "materials" in words:
        words["materials"] = (*facts.materials, *words["materials"])
    return replace(facts, decision=decision.outcome, **words)


def of_correction(row, facts):
    points = tuple(line.strip() for line in row.reason.splitlines() if line.strip())
    return replace(
        facts, correction_points=points, correction_guidance=row.guidance, correction_days=row.answer_workdays
    )


def of_extension(row, facts, *, new_due):
    return replace(
        facts,
        extension_reason=row.reason,
        extension_workdays=row.workdays,
        original_due=facts.due_on,
        new_due=new_due,
        is_due_provisional=row.case.is_provisional,
    )


def of_reasons(row, facts):
    calendar = work_calendar()
    due = calendar.nth_workday_after(facts.dated, row.answer_workdays)
    return replace(
        facts,
        counted_since=row.counted_since,
        request_count=row.request_count,
        reasons_due_on=due,
        is_reasons_due_provisional=calendar.is_provisional(facts.dated, due),
    )


def of_delay(row, facts, *, why):
    return replace(facts, delay_reason=why, promised_on=row.promised_on)


def of_fee(row, facts, *, counted_before):
    return replace(
        facts,
        fee_basis=FeeBasis(row.basis),
        fee_count=row.quantity,
        fee_counted_before=counted_before,
        payment_way=row.payment_way,
    )


def of_consultation(row, facts):
    calendar = work_calendar()
    due = opinion_due(facts.dated, rules_on(facts.received_on), calendar)
    if row.is_third_party:
        who = {
            "third_party": row.name,
            "is_third_party_natural": row.is_person,
            "harm_summary": row.question,
            "consulted_on": facts.dated,
        }
    else:
        who = {
            "consulted_agency": row.name,
            "question": row.question,
            "is_jointly_made": row.party == Consultation.Party.CO_PRODUCER,
            "is_opinion_due_provisional": row.party != Consultation.Party.CO_PRODUCER
            and calendar.is_provisional(facts.dated, due),
        }
    return replace(facts, information_summary=row.reason, opinion_due_on=due, **who)
