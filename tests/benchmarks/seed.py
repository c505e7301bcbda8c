"""A large catalog with realistic skew, made inside PostgreSQL: one big domain, a few busy units, texts from the real one."""

from django.db import connection

from catalog.models import Domain
from catalog.reference import load_reference

_MAKE_ITEMS = """
INSERT INTO catalog_item (domain_id, position, code, level1, level2, level3, content, legal_basis, time_limit,
    limit_unit, limit_number, limit_period, limit_anchor, publisher_text, channel_flags, other_channel, to_everyone,
    audience_group, proactive, on_request, level_flags, attribute, evidence, created_on, updated_at, edited_by_staff)
SELECT d.id, g.n, 'S' || d.id || '-' || g.n, t.level1 || (g.n / 40), t.level2 || g.n, '', t.content, t.legal_basis,
    t.time_limit, t.limit_unit, t.limit_number, t.limit_period, t.limit_anchor, t.publisher_text, t.channel_flags,
    t.other_channel, t.to_everyone, t.audience_group, t.proactive, t.on_request, t.level_flags, t.attribute, t.evidence,
    now(), now(), false
FROM (SELECT id, CASE WHEN number = '3' THEN %(big)s ELSE %(small)s END AS size FROM catalog_domain WHERE kind = 'domain') d,
    LATERAL generate_series(1, d.size) AS g(n)
JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM seed_items) t ON t.place = g.n %% (SELECT count(*) FROM seed_items)
"""

_LINK_PUBLISHERS = """
INSERT INTO catalog_itempublisher (item_id, organization_id)
SELECT i.id, o.id FROM catalog_item i JOIN accounts_organization o ON o.name = i.publisher_text
"""


def seed_catalog(total):
    """`total` items, 40 % of them in domain 3, the rest evenly over the other 25."""
    load_reference()
    big = total * 4 // 10
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE seed_items AS SELECT * FROM catalog_item")
        cursor.execute("TRUNCATE catalog_item, catalog_catalogimport CASCADE")
        cursor.execute(_MAKE_ITEMS, {"big": big, "small": (total - big) // 25})
        cursor.execute(_LINK_PUBLISHERS)
        cursor.execute("DROP TABLE seed_items")
    for domain in Domain.objects.all():
        domain.items_changed()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
