"""What has grown around a large catalog: published, revised by many adjustments, partly withheld, and searchable."""

from django.contrib.auth import get_user_model
from django.db import connection

from catalog.places import ROOM
from linhai_portal.accounts.models import Organization

_SHEETS = 20_000  # of two items each
_PUBLISH = """
UPDATE catalog_domain SET published_on = '2024-01-01';
INSERT INTO catalog_adjustment (kind, number, reason, basis, drafted_at, status, approved_at, effective_on, drafted_by_id,
    approved_by_id, organization_id)
SELECT CASE WHEN g.n = 0 THEN 'publication' ELSE 'items' END, 'S-' || g.n,
    '上级文件调整了公开时限和公开渠道，本单位对照标准指引逐项核对目录，修改与文件不一致的事项',
    '《临海市人民政府办公室关于调整基层政务公开标准目录的通知》（临政办发〔2025〕' || g.n || '号）', now(), 'effective', now(),
    date '2024-01-01' + (g.n / 25), %(drafter)s, %(head)s, u.ids[1 + g.n %% array_length(u.ids, 1)]
FROM generate_series(0, %(sheets)s) AS g(n), (SELECT array_agg(id) AS ids FROM accounts_organization) u;
UPDATE catalog_item SET confirmed_on = '2024-01-01', attribute = CASE WHEN id %% 50 = 0 THEN 'withheld' ELSE attribute END;
"""
_REVISE = """
CREATE TEMP TABLE seed_lines AS
SELECT i.id AS item_id, i.domain_id, a.id AS adjustment_id, a.effective_on, (i.n / 20) %% 2 + 1 AS position
FROM (SELECT id, domain_id, row_number() OVER (ORDER BY id) AS n FROM catalog_item) i
JOIN catalog_adjustment a ON a.number = 'S-' || (i.n / 40 + 1)
WHERE i.n %% 20 = 0;
INSERT INTO catalog_itemrevision ({elements}, item_id, domain_id, place, number, valid_from, valid_to, publisher_slugs, adjustment_id)
SELECT {elements}, i.id, i.domain_id, i.position * {room}, 1, '2024-01-01', l.effective_on, coalesce(s.slugs, ''),
    (SELECT id FROM catalog_adjustment WHERE number = 'S-0')
FROM catalog_item i LEFT JOIN seed_lines l ON l.item_id = i.id
LEFT JOIN (SELECT p.item_id, string_agg(' ' || o.slug || ' ', '') AS slugs FROM catalog_itempublisher p
    JOIN accounts_organization o ON o.id = p.organization_id GROUP BY 1) s ON s.item_id = i.id;
INSERT INTO catalog_itemrevision ({elements}, item_id, domain_id, place, number, valid_from, publisher_slugs, adjustment_id)
SELECT {elements}, r.item_id, r.domain_id, r.place, 2, l.effective_on, r.publisher_slugs, l.adjustment_id
FROM catalog_itemrevision r JOIN seed_lines l ON l.item_id = r.item_id;
INSERT INTO catalog_adjustmentline (position, action, title, before, after, adjustment_id, domain_id, item_id, base_id)
SELECT l.position, 'change', r.level2, s.state, s.state || '{{"limit_number": 10}}', l.adjustment_id, l.domain_id, l.item_id, r.id
FROM seed_lines l JOIN catalog_itemrevision r ON r.item_id = l.item_id AND r.number = 1,
    LATERAL (SELECT to_jsonb(e) AS state FROM (SELECT {elements}) e) s;
INSERT INTO catalog_adjustmentevent (from_status, to_status, at, note, subject_id)
SELECT 'approved', 'effective', now(), '', id FROM catalog_adjustment;
DROP TABLE seed_lines;
"""
_FORGET = """
TRUNCATE catalog_itemrevision, catalog_adjustment, catalog_adjustmentline, catalog_adjustmentevent, catalog_negativelistentry CASCADE
"""
_LIST = """
INSERT INTO catalog_negativelistentry (number, title, ground, legal_basis, condition, words, drafted_at, status, approved_at,
    in_force_from, review_on, proposal, proposal_reason, approved_by_id, drafted_by_id, organization_id, domain_id)
SELECT 'F-' || g.n, '条目' || g.n, 'N4', '《条例》第十五条', '长期', CASE WHEN g.n %% 2 = 0 THEN '名单' || g.n ELSE '' END, now(),
    'in_force', now(), current_date, current_date + 365, '', '', %(head)s, %(drafter)s, %(unit)s,
    CASE WHEN g.n %% 2 = 1 THEN d.ids[1 + g.n %% array_length(d.ids, 1)] END
FROM generate_series(1, 300) AS g(n), (SELECT array_agg(id) AS ids FROM catalog_domain WHERE number <> '3') d;
"""
_INDEX = """
CREATE TEMP TABLE seed_index AS SELECT e.*, c.day, c.terms FROM search_entry e JOIN search_chunk c ON c.entry_id = e.id
    WHERE e.kind = 'item';
INSERT INTO search_entry (kind, key, title, address, facts, text, date, visibility, digest)
SELECT kind, key || '-' || g.n, title, address, facts, text, date, visibility, '' FROM seed_index, generate_series(1, 50) AS g(n);
INSERT INTO search_chunk (entry_id, day, visibility, terms)
SELECT e.id, s.day - g.n * 10, s.visibility, s.terms
FROM seed_index s, generate_series(1, 50) AS g(n), search_entry e WHERE e.kind = s.kind AND e.key = s.key || '-' || g.n;
DROP TABLE seed_index;
"""
# A transaction older than the last row, as one in which autovacuum analyses, keeps VACUUM from marking rows as visible to all.
_COME_TO_REST = """
DO $$ BEGIN
    WHILE EXISTS (SELECT FROM pg_stat_activity WHERE xact_start < now()) LOOP
        PERFORM pg_sleep(0.1), pg_stat_clear_snapshot();
    END LOOP;
END $$
"""


def seed_history(elements):
    """After `seed_catalog`: one revision an item and a second of every twentieth, 20,000 sheets, 300 entries, 60,000 hits."""
    users = [get_user_model().objects.get_or_create(username=f"seed-{n}")[0].pk for n in (1, 2)]
    facts = {"drafter": users[0], "head": users[1], "sheets": _SHEETS}
    facts["unit"] = Organization.objects.earliest("pk").pk
    revise = _REVISE.format(elements=", ".join(elements), room=ROOM)
    with connection.cursor() as cursor:
        for script in (_FORGET, _PUBLISH, revise, _LIST, _INDEX):
            for statement in filter(str.strip, script.split(";\n")):
                cursor.execute(statement, facts)
    come_to_rest()


def come_to_rest():
    """As a database that has run for a day: every row is visible to all, and the planner knows what there is."""
    with connection.cursor() as cursor:
        cursor.execute(_COME_TO_REST)
        cursor.execute("VACUUM ANALYZE")
