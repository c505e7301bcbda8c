from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("disclosure_requests", "0006_versions_of_annual_reports"),
    ]

    operations = [
        migrations.RemoveField(model_name="correction", name="answer_due_on"),
    ]
