import datetime as dt

from django.db import migrations
from django.utils import timezone


def place(apps, schema_editor):
    """As catalog/placements.py does from now on with what is published."""
    Publication, Placement = (apps.get_model("catalog", name) for name in ("Publication", "Placement"))
    public = Publication.objects.filter(status="published", items__isnull=False)
    facts = public.order_by("pk", "items__domain", "items").values_list(
        "pk", "items", "items__domain", "organization", "due_on", "published_at", "display_until"
    )
    rows, before = [], None
    for key, item, domain, unit, due_on, published_at, display_until in facts:
        rows.append(
            Placement(
                publication_id=key,
                item_id=item,
                domain_id=domain,
                organization_id=unit,
                due_on=due_on,
                is_late=due_on is not None and timezone.localdate(published_at) > due_on,
                listed_until=display_until or dt.date.max,
                is_first_in_domain=(key, domain) != before,
            )
        )
        before = (key, domain)
    Placement.objects.bulk_create(rows, batch_size=500)


def name_domains(apps, schema_editor):
    """Every period is of the domain of its item."""
    Obligation, Domain = (apps.get_model("catalog", name) for name in ("Obligation", "Domain"))
    for domain in Domain.objects.order_by("pk"):
        Obligation.objects.filter(item__domain=domain).update(domain=domain)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0019_placements")]

    operations = [
        migrations.RunPython(place, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(name_domains, migrations.RunPython.noop, elidable=True),
    ]
