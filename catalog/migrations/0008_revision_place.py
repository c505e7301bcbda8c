from itertools import groupby

from django.db import migrations, models

ROOM = 2**32


def place_in_the_order_of_now(apps, schema_editor):
    """Where the rows stood before places were kept: by their present 序号, retired ones where they stood last."""
    revisions = apps.get_model("catalog", "ItemRevision").objects
    rows = revisions.order_by("domain", "item__position", "item__code").only("pk", "domain_id", "item_id")
    for _, of_domain in groupby(rows.iterator(), key=lambda row: row.domain_id):
        placed = []
        for number, (_, of_item) in enumerate(groupby(of_domain, key=lambda row: row.item_id), start=1):
            for revision in of_item:
                revision.place = number * ROOM
                placed.append(revision)
        revisions.bulk_update(placed, ["place"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0007_public_adjustments'),
    ]

    operations = [
        migrations.AddField(
            model_name='itemrevision',
            name='place',
            field=models.BigIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(place_in_the_order_of_now, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='itemrevision',
            index=models.Index(fields=['domain', 'place', 'id'], name='revision_place'),
        ),
    ]
