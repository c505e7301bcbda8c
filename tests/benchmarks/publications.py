"""The lists of 50,000 publications, no page kept: newest first, and the policies with those in force first."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.utils import timezone

from catalog.models import Domain
from catalog.reference import load_reference
from catalog.timeliness_kept import keep_summary
from linhai_portal.accounts.models import User
from tests.benchmarks.report import at_least
from tests.benchmarks.server import median_ms, rates, running_server

PUBLICATIONS = 50_000
FILE = "publications/benchmark"
_BUSY_UNIT = 5  # of the unit with most items every fifth; the rest evenly over all
_MAKE = """
INSERT INTO catalog_publication (organization_id, drafted_by_id, reviewed_by_id, approved_by_id, drafted_at, reviewed_at,
    approved_at, index_number, title, issuer, document_number, formed_on, topic, subtopic, form, attribute, attribute_reason,
    summary, keywords, source, body, "column", is_policy, registration_number, stage, effective_on, expires_on, ended_on,
    ending, ending_basis, display_until, is_urgent, urgent_reason, imported_from, status, published_at, due_on,
    taken_down_reason, text_stays, correction_reason, shown_at, kept_at)
SELECT u.ids[CASE WHEN g.n %% %(busy)s = 0 THEN 1 ELSE 1 + g.n %% array_length(u.ids, 1) END], %(drafter)s, %(reviewer)s,
    %(examiner)s, now(), now(), now(), CASE WHEN g.n %% 50 <> 1 THEN 'S/' || g.n END,
    '关于第' || g.n || '号事项的通知', '临海市测试局', '临测〔2026〕' || g.n || '号', date '2020-01-01' + (g.n / 25), '', '',
    '', 'proactive', '', '本件说明第' || g.n || '号事项的依据、条件和程序。', '', '', '<p>' || repeat('测试正文。', 200) || '</p>',
    (1 + g.n %% 15)::text, g.n %% 10 = 0, '', '', NULL, NULL, CASE WHEN g.n %% 40 = 0 THEN date '2024-01-01' END,
    CASE WHEN g.n %% 40 = 0 THEN 'repealed' ELSE '' END, '', CASE WHEN g.n %% 30 = 0 THEN date '2024-01-01' END, false, '', '',
    CASE WHEN g.n %% 50 = 1 THEN 'reviewed' ELSE 'published' END,
    CASE WHEN g.n %% 50 <> 1 THEN timestamptz '2020-01-01' + g.n * interval '1 hour' END,
    date '2020-01-01' + g.n / 24 + CASE WHEN g.n %% 20 = 0 THEN -5 ELSE 10 END, '', false, '', '', ''
FROM generate_series(1, %(total)s) AS g(n),
    (SELECT array_agg(id ORDER BY slug <> 'zonghexingzhengzhifaju', id) AS ids FROM accounts_organization) u
"""
_UNDER_ITEMS = """
INSERT INTO catalog_publication_items (publication_id, item_id)
SELECT p.id, i.ids[1 + p.id % array_length(i.ids, 1)] FROM catalog_publication p,
    (SELECT array_agg(id) AS ids FROM (SELECT id FROM catalog_item ORDER BY id % 199, id LIMIT 5000) few) i
"""
_PLACE = """
INSERT INTO catalog_placement (publication_id, item_id, domain_id, organization_id, due_on, is_late, listed_until,
    is_first_in_domain)
SELECT p.id, i.id, i.domain_id, p.organization_id, p.due_on, (p.published_at AT TIME ZONE 'Asia/Shanghai')::date > p.due_on,
    coalesce(p.display_until, '9999-12-31'), true
FROM catalog_publication_items l JOIN catalog_publication p ON p.id = l.publication_id JOIN catalog_item i ON i.id = l.item_id
WHERE p.status = 'published'
"""
_COUNT = """
UPDATE catalog_item i SET publication_count = c.n
FROM (SELECT item_id, count(*) AS n FROM catalog_placement WHERE listed_until >= current_date GROUP BY 1) c
WHERE c.item_id = i.id
"""
_OWE = """
INSERT INTO catalog_obligation (item_id, domain_id, organization_id, starts_on, ends_on, due_on)
SELECT p.item_id, p.domain_id, min(p.organization_id), m.day, m.day + 27, m.day + 55
FROM catalog_placement p,
    (SELECT (date '2025-01-01' + g.n * interval '1 month')::date AS day FROM generate_series(0, 11) AS g(n)) m
GROUP BY p.item_id, p.domain_id, m.day
"""
_ATTACH = """
INSERT INTO catalog_attachment (publication_id, position, kind, name, file, content_type, size, digest, alternative, text,
    is_masked_copy)
SELECT id, 1, 'file', '附件.txt', %(file)s, 'text/plain', 4, '', '', '附件的文字', false FROM catalog_publication
"""


def measure(database_url):
    load_reference()
    seed_publications()
    connections.close_all()
    paths = {"/publications/": "newest first", "/policies/": "policies, those in force first"}
    with running_server(database_url) as (port, *_):
        found = rates(port, "/bare/", *paths)
        for path, words in paths.items():
            work = f"list of {PUBLICATIONS:,} publications, {words} ({found[path]:.0f}/s, {median_ms(port, path):.1f} ms)"
            floor = f"bare view {found['/bare/']:.0f}/s"
            yield at_least("P1", work, found[path] / found["/bare/"], 0.20, floor)


def seed_publications():
    """Under the items there are; some are drafts, some repealed, and of some the time of display is over."""
    people = {
        part: User.objects.get_or_create(username=part)[0].pk for part in ("drafter", "reviewer", "examiner")
    }
    if not default_storage.exists(FILE):
        default_storage.save(FILE, ContentFile(b"text"))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE catalog_publication CASCADE")
        cursor.execute(_MAKE, {"busy": _BUSY_UNIT, "total": PUBLICATIONS} | people)
        cursor.execute(_UNDER_ITEMS)
        cursor.execute(_ATTACH, {"file": FILE})
        cursor.execute(_PLACE)
        cursor.execute(_COUNT)
        cursor.execute(_OWE)
        cursor.execute(
            "VACUUM ANALYZE catalog_publication, catalog_publication_items, catalog_placement, catalog_attachment,"
            " catalog_obligation, catalog_item"
        )
    for domain in Domain.objects.all():
        keep_summary(domain, today=timezone.localdate())
