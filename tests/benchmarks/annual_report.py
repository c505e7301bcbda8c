"""P13: the annual report of all units over a million requests of its year, against one GROUP BY over the same rows."""

from django.db import connection

from catalog.reference import load_reference
from disclosure_requests.annual_report.checking import checks_of, live
from disclosure_requests.annual_report.identities import broken_hard
from tests.benchmarks.report import at_most, seconds

REQUESTS = 1_000_000
YEAR = 2025
# Of ten one was carried over, one is still open; a few busy units; three of four applicants are citizens.
_MAKE = """
INSERT INTO disclosure_requests_disclosurerequest (kind, number, organization_id, status, title, document_number, description,
    carrier, way, accepts_other, answers_shown, started_at, channel, arrived_on, received_on, tracking_number, code,
    code_index, replied_on, delivered_on, closed_on, outcome, reply_due_on, limit_kind, clock, is_provisional, is_sample,
    lacks_unit)
SELECT 'information', 'S-' || g.n, u.ids[CASE WHEN g.n %% 4 = 0 THEN 1 ELSE 1 + g.n %% array_length(u.ids, 1) END],
    CASE WHEN g.n %% 10 = 3 THEN 'handling' ELSE 'archived' END, '第' || g.n || '号地块的征收补偿方案和批准文件', '',
    repeat('某年某月某地的征收批文。', 10), 'paper', 'post', true, 0, now(), 'internet', d.day, d.day, '', repeat('x', 80),
    md5(g.n::text), d.closed, d.closed, d.closed, CASE WHEN g.n %% 10 = 3 THEN ''
        ELSE (%(codes)s::text[])[1 + g.n * 7 %% array_length(%(codes)s::text[], 1)] END,
    d.day + 28, '', 'ended', false, false, false
FROM generate_series(1, %(total)s) AS g(n),
    LATERAL (SELECT CASE WHEN g.n %% 10 = 7 THEN date '2024-12-20' + (g.n %% 12) ELSE date '2025-01-01' + (g.n %% 335) END AS day) r,
    LATERAL (SELECT r.day, CASE WHEN g.n %% 10 <> 3 THEN r.day + 20 END AS closed) d,
    (SELECT array_agg(id ORDER BY id) AS ids FROM (SELECT id FROM accounts_organization WHERE service_id IS NULL
        AND kind NOT IN ('village', 'residents_committee') ORDER BY id) few) u
"""
_APPLY = """
INSERT INTO disclosure_requests_applicant (case_id, kind, applicant_class, document, name, document_number, credit_code,
    workplace, representative, contact, phone, address, postcode, fax, email, agent_name, agent_document_number, agent_phone,
    identity_index, name_index)
SELECT id, CASE WHEN id % 4 = 0 THEN 'organization' ELSE 'citizen' END, CASE WHEN id % 4 = 0
    THEN (ARRAY['business', 'research', 'welfare', 'legal', 'other'])[1 + id % 5] ELSE 'natural' END, '', repeat('n', 70),
    repeat('d', 80), '', '', '', '', repeat('p', 70), repeat('a', 100), '', '', '', '', '', '', md5(id::text), md5((id + 1)::text)
FROM disclosure_requests_disclosurerequest
"""
_ONE_GROUP_BY = """
SELECT c.organization_id, a.applicant_class, c.outcome, count(*)
FROM disclosure_requests_disclosurerequest c JOIN disclosure_requests_applicant a ON a.case_id = c.id GROUP BY 1, 2, 3
"""


def measure(database_url):
    load_reference()
    seed_requests()
    floor = seconds(_group_by)
    tables = live(YEAR, None).tables["table3"]
    counted = tables["R1"]["total"] + tables["R2"]["total"]
    if counted != REQUESTS:
        raise AssertionError(f"the report counts {counted:,} of {REQUESTS:,} requests")
    taken = seconds(_report)
    yield at_most(
        "P13",
        f"annual report of all units over {REQUESTS:,} requests, identities checked ({taken:.2f} s)",
        taken / floor,
        2,
        f"one GROUP BY {floor:.2f} s",
    )


def _report():
    if broken_hard(checks_of(live(YEAR, None))):
        raise AssertionError("a hard identity is broken")


def _group_by():
    with connection.cursor() as cursor:
        cursor.execute(_ONE_GROUP_BY)
        cursor.fetchall()


def seed_requests():
    codes = ["G1", "G2", "G2", "P", "N3", "N4", "N6", "N8", "U1a", "U1a", "U1b", "U2", "X1", "X2", "O1", "O3"]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE disclosure_requests_disclosurerequest CASCADE")
        cursor.execute(_MAKE, {"total": REQUESTS, "codes": codes})
        cursor.execute(_APPLY)
        cursor.execute("VACUUM ANALYZE")
