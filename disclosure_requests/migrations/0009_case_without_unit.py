from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def look(apps, schema_editor):
    given = apps.get_model("disclosure_requests", "Assignment").objects.filter(
        case=OuterRef("pk"), returned_at=None
    )
    cases = apps.get_model("disclosure_requests", "DisclosureRequest").objects.filter(status="handling")
    cases.exclude(Exists(given)).update(lacks_unit=True)


class Migration(migrations.Migration):
    dependencies = [("disclosure_requests", "0008_titles_service_and_authors")]

    operations = [
        migrations.AddField(
            model_name="disclosurerequest",
            name="lacks_unit",
            field=models.BooleanField("没有承办单位", default=False, editable=False),
        ),
        migrations.RunPython(look, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="disclosurerequest",
            index=models.Index(condition=Q(lacks_unit=True), fields=["id"], name="case_lacks_unit"),
        ),
    ]
