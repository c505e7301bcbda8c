"""100,000 open cases as a very large office might have them, made inside PostgreSQL: most in handling, some overdue."""

from django.db import connection

from catalog.reference import load_reference
from disclosure_requests.models import Applicant, CaseWords, Consultation, DisclosureRequest
from disclosure_requests.models.applicants import name_index
from linhai_portal.accounts.models import Membership, Organization, User

CASES = 100_000
OFFICERS, HANDLERS = 40, 400
_NAME = "示例"
# Of twenty: what stands at which step. One of a hundred came long ago, the others within four weeks.
_STEPS = "{received,registered,review,review,correction,handling,handling,handling,handling,handling,handling,handling,handling,third_party,drafting,drafting,drafting,check,signed,fee}"
_CASES = """
INSERT INTO disclosure_requests_disclosurerequest (kind, number, organization_id, status, title, document_number, description,
    carrier, way, accepts_other, answers_shown, started_at, channel, arrived_on, confirmed_on, received_on, tracking_number, code,
    code_index, officer_id, outcome, limit_kind, clock, is_provisional, is_sample, lacks_unit)
SELECT 'information', 'S-' || g.n, (%(units)s::bigint[])[1 + (power(g.n %% 1000 / 1000.0, 3) * (array_length(%(units)s::bigint[], 1) - 1))::int],
    (%(steps)s::varchar[])[1 + g.n %% 20], '第' || g.n || '号地块的征收补偿方案及批准文件', '', repeat('位于古城街道，二〇二五年作出。', 5), 'paper', 'post',
    true, 0, now(), 'internet', d.day, d.day, d.day, '', '', md5(g.n::text), (%(officers)s::bigint[])[1 + g.n / 20 %% 40], '', '', '', false,
    false, false
FROM generate_series(1, %(cases)s) AS g(n),
    LATERAL (SELECT %(today)s::date - CASE WHEN g.n %% 100 = 7 THEN 30 + g.n / 100 %% 60 ELSE g.n / 20 %% 28 END AS day) d
"""
_APPLICANTS = """
INSERT INTO disclosure_requests_applicant (case_id, kind, applicant_class, document, name, document_number, credit_code, workplace,
    representative, contact, phone, address, postcode, fax, email, agent_name, agent_document_number, agent_phone, identity_index, name_index)
SELECT id, 'citizen', 'natural', 'identity_card', %(name)s, %(document_number)s, '', '', '', '', %(phone)s, %(address)s, '', '', '', '', '',
    '', md5(id::text), CASE WHEN id %% 500 = 0 THEN %(name_index)s ELSE md5('n' || id) END
FROM disclosure_requests_disclosurerequest
"""
# What each table of measures adds to the columns they share. Of ten handled one was corrected before, one was extended,
# one asked others and has their answer.
_MEASURES = [
    (
        "correction",
        3,
        {
            "guidance": "'示例'",
            "answer_workdays": "15",
            "answered_on": "CASE WHEN status <> 'correction' THEN received_on + 9 END",
            "late_because": "''",
        },
        "status = 'correction' OR status = 'handling' AND id %% 10 = 1",
    ),
    (
        "consultation",
        5,
        {
            "party": "'third_party'",
            "name": "%(third_party)s",
            "address": "''",
            "question": "'示例'",
            "is_person": "false",
            "opinion": "CASE WHEN status = 'handling' THEN 'agrees' ELSE '' END",
            "opinion_reason": "''",
            "answered_on": "CASE WHEN status = 'handling' THEN received_on + 12 END",
            "ended_at": "CASE WHEN status = 'handling' THEN now() END",
        },
        "status = 'third_party' OR status = 'handling' AND id %% 10 = 2",
    ),
    ("extension", 20, {"workdays": "10"}, "status IN ('drafting', 'check') AND id %% 10 < 3"),
    (
        "feenotice",
        10,
        {
            "basis": "'items'",
            "quantity": "12",
            "amount": "200",
            "receipt_number": "''",
            "payment_way": "'示例'",
        },
        "status = 'fee'",
    ),
]
_ASSIGNMENTS = """
INSERT INTO disclosure_requests_assignment (case_id, organization_id, is_lead, given_by_id, given_at, handler_id, accepted_at,
    return_reason, opinion)
SELECT id, organization_id, true, officer_id, now(), CASE WHEN id %% 50 > 0 THEN (%(handlers)s::bigint[])[1 + id %% 400] END,
    CASE WHEN id %% 50 > 0 THEN now() END, '', ''
FROM disclosure_requests_disclosurerequest WHERE status NOT IN ('received', 'registered', 'review', 'correction')
"""


def _measures(table, sent, columns, where):
    """All of a kind, drafted by the clerk, approved by the head, sent some days after the receipt and delivered the next."""
    return f"""
    INSERT INTO disclosure_requests_{table} (case_id, reason, drafted_by_id, drafted_at, approved_by_id, approved_at, return_reason,
        sent_on, delivered_on, {", ".join(columns)})
    SELECT id, '示例', officer_id, now(), %(head)s, now(), '', received_on + {sent}, received_on + {sent + 1},
        {", ".join(columns.values())}
    FROM disclosure_requests_disclosurerequest WHERE {where}
    """  # noqa: S608


def seed_cases(*, today):
    """Facts only: the dates are kept by whoever is measured."""
    load_reference()
    units = list(Organization.objects.filter(kind="department").order_by("pk").values_list("pk", flat=True))
    people = {
        "officers": _people("officer", OFFICERS, units),
        "handlers": _people("handler", HANDLERS, units),
        "head": _people("head", 1, units)[0],
    }
    facts = {"cases": CASES, "today": today, "steps": _STEPS, "units": units} | people | _sealed()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE disclosure_requests_disclosurerequest CASCADE")
        for statement in [_CASES, _APPLICANTS, *(_measures(*each) for each in _MEASURES), _ASSIGNMENTS]:
            cursor.execute(statement, facts)
    CaseWords.objects.keep(DisclosureRequest.objects.defer("code"))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _people(role, count, units):
    """With a role in one unit each, and no address for mail."""
    people = [
        User.objects.get_or_create(username=f"{role}{n}", defaults={"name": f"示例{role}{n}"})[0]
        for n in range(count)
    ]
    Membership.objects.bulk_create(
        [
            Membership(user=person, role=role, organization_id=units[n % len(units)])
            for n, person in enumerate(people)
        ],
        ignore_conflicts=True,
    )
    return [person.pk for person in people]


def _sealed():
    """Each name as it lies in the database; what a page opens costs the same whether or not the names differ."""
    words = {
        "name": _NAME,
        "document_number": "11010519491231002X",
        "phone": "13800000000",
        "address": "示例路 1 号",
    }
    sealed = {name: Applicant._meta.get_field(name).get_prep_value(text) for name, text in words.items()}
    third_party = Consultation._meta.get_field("name").get_prep_value("示例公司")
    return sealed | {"third_party": third_party, "name_index": name_index(_NAME)}
