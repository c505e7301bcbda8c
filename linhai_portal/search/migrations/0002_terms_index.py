from django.db import migrations

from linhai_portal.search.engines import engine_of


def install(apps, schema_editor):
    engine_of(schema_editor.connection).install(schema_editor.execute)


def uninstall(apps, schema_editor):
    engine_of(schema_editor.connection).uninstall(schema_editor.execute)


class Migration(migrations.Migration):

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(install, uninstall)]
