"""The public pages of participation stand at the addresses of their kinds: what is kept of them follows."""

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat, Substr

MOVED = (
    ("/participation/consultations/", "/consultations/"),
    ("/participation/interpretations/", "/interpretations/"),
    ("/participation/hearings/", "/hearings/"),
    ("/participation/questionnaires/", "/questionnaires/"),
    ("/participation/responses/", "/hot-topics/"),
    ("/participation/events/", "/events/"),
    ("/participation/decisions/", "/decision-matters/"),
)


def move(apps, schema_editor):
    publications = apps.get_model("catalog", "Publication").objects
    for old, new in MOVED:
        publications.filter(shown_at__startswith=old).update(
            shown_at=Concat(Value(new), Substr("shown_at", len(old) + 1))
        )


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0022_publication_has_places"),
        ("participation", "0005_hearings_and_questionnaires"),
    ]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
