from django.db import migrations, models


def keep_one_of_each(apps, schema_editor):
    """Of units that share a prefix the one that the reference data named keeps it, else the oldest.

    The others number their letters by their name, as every unit without a prefix, until somebody gives them their own.
    """
    units = apps.get_model("accounts", "Organization").objects.exclude(document_prefix="")
    used = set()
    for unit in units.order_by("edited_by_staff", "pk"):
        if unit.document_prefix in used:
            units.filter(pk=unit.pk).update(document_prefix="")
        used.add(unit.document_prefix)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_reconsideration_organ'),
    ]

    operations = [
        migrations.AlterField(
            model_name='organization',
            name='document_prefix',
            field=models.CharField(blank=True, help_text='机关代字，例如“临教”；空着用简称', max_length=30, verbose_name='发文字号前缀'),
        ),
        migrations.RunPython(keep_one_of_each, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(condition=models.Q(('document_prefix', ''), _negated=True), fields=('document_prefix',), name='organization_document_prefix_once', violation_error_message='另一个单位已经用了这个发文字号前缀，两家的文号会相同。请填本单位自己的机关代字。'),
        ),
    ]
