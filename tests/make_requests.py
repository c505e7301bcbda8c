"""Plain functions that make disclosure requests and bring them along their way; every person is invented."""

import datetime as dt
from io import BytesIO
from itertools import count

from pypdf import PdfReader

from disclosure_requests import approving, correcting, deciding, filing, registering
from disclosure_requests.annual_report import publishing
from disclosure_requests.models import Applicant, DisclosureRequest
from disclosure_requests.receipt import Channel
from linhai_portal.models import SpecialDay
from tests.make import make_organization, make_user, official_special_days

_next = count(1).__next__
MONDAY = dt.date(2026, 1, 26)


def official_calendar():
    """The special days of 2020 to 2026, as a loaded portal has them."""
    SpecialDay.objects.bulk_create(
        SpecialDay(date=day.date, kind=day.kind, name=day.name, source="示例")
        for day in official_special_days()
    )


def make_draft(organization=None, **facts):
    """Filled in, not handed in; keys of the applicant begin with `applicant_`."""
    case = filing.start_draft()
    person = {
        "kind": "citizen",
        "name": f"示例{_next()}",
        "document": "identity_card",
        "document_number": "11010519491231002X",  # the example of GB 11643, nobody's
        "phone": "13800000000",
    }
    person |= {
        key.removeprefix("applicant_"): facts.pop(key) for key in list(facts) if key.startswith("applicant_")
    }
    defaults = {"title": "示例信息", "carrier": "paper", "way": "post"} | facts
    DisclosureRequest.objects.filter(pk=case.pk).update(
        organization=organization or make_organization(), **defaults
    )
    Applicant.objects.create(case=case, **person)
    case.refresh_from_db()
    return case


def make_case(organization=None, *, on=MONDAY, **facts):
    """Handed in through the portal on a day."""
    return filing.submit(make_draft(organization, **facts), today=on)


def make_entered(organization=None, *, on=MONDAY, by=None, channel=Channel.EMS, **facts):
    return filing.enter(
        make_draft(organization, **facts),
        by=by or make_user("officer"),
        today=on,
        channel=channel,
        arrived_on=on,
    )


def registered(case, *, on=MONDAY, by=None):
    clazz = "natural" if case.applicant.is_citizen else "business"
    registering.register(case, by=by or make_user("officer"), today=on, applicant_class=clazz)
    return case


def in_handling(case=None, *, on=MONDAY, unit=None, by=None):
    case = registered(case or make_case(on=on), on=on, by=by)
    unit = unit or make_organization()
    registering.assign(case, by=case.officer, today=on, units=[unit])
    return case


def with_correction(case=None, *, on=MONDAY, sent_on=None):
    """Registered, with a correction notice approved and sent."""
    case = registered(case or make_case(on=on), on=on)
    draft = correcting.propose_correction(
        case, by=case.officer, today=on, reason="请写明年份", guidance="例如 2025 年"
    )
    approving.approve(draft, by=make_user("head"), today=on)
    correcting.send_correction(draft, by=case.officer, today=sent_on or on)
    case.refresh_from_db()
    return case


def write_decision(case, *, by=None, on=MONDAY, **words):
    told = {"request_text": "示例信息", "materials": [["示例材料", "3"]]} | words.pop("told", {})
    facts = {"outcome": "G2", "told": told}
    return deciding.write(case, by=by or make_user("handler"), today=on, **facts | words)


def replied(case=None, *, on=MONDAY, sent_on=None, **words):
    case = in_handling(case, on=on)
    drafter, head = make_user("handler"), make_user("head")
    write_decision(case, by=drafter, on=on, **words)
    deciding.hand_in(case, by=drafter, today=on)
    deciding.check(case, by=make_user("reviewer"), today=on, words="依据合法，不涉密")
    deciding.sign(case, by=head, today=on)
    deciding.send(case, by=case.officer, today=sent_on or on)
    case.refresh_from_db()
    return case


def make_past_case(organization, *, received_on, closed_on=None, outcome="", applicant_class="natural"):
    """A case as it stands in the books, without its way there; not closed, it is under review."""
    n = _next()
    case = DisclosureRequest.objects.create(
        organization=organization,
        number=f"旧-{n}",
        status="delivered" if outcome else "review",
        title="示例信息",
        channel="ems",
        received_on=received_on,
        closed_on=closed_on,
        replied_on=closed_on,
        outcome=outcome,
    )
    kind = "citizen" if applicant_class == "natural" else "organization"
    Applicant.objects.create(case=case, name=f"示例{n}", kind=kind, applicant_class=applicant_class)
    return case


def make_published_report(year, organization=None, *, on=None):
    """Checked by one person, signed by another; without a unit that of the city."""
    on, officer = on or dt.date(year + 1, 1, 20), make_user("officer")
    report = publishing.begin(year, organization)
    publishing.check(report, by=officer, today=on)
    publishing.sign(report, by=make_user("head"), today=on)
    publishing.publish(report, by=officer, today=on)
    return report


def pdf_text(letter):
    """The words of an issued letter, without blanks and line ends."""
    pages = PdfReader(BytesIO(letter.read("pdf"))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def make_measure(case, kind):
    """A row of a kind of measure, drafted and waiting for the head."""
    facts = {
        "corrections": {"guidance": "示例", "answer_workdays": 15},
        "extensions": {"workdays": 20},
        "fees": {"basis": "pages", "quantity": 31, "amount": 10, "payment_way": "示例"},
        "reasons": {"request_count": 60, "counted_since": MONDAY, "answer_workdays": 10},
        "consultations": {"party": "third_party", "name": "示例公司", "question": "示例"},
    }[kind.slug]
    return kind.model.objects.create(case=case, reason="示例", drafted_by=make_user("officer"), **facts)
