"""The days there are so far are those of the federal law: they get the calendar they always were."""

from django.db import migrations


def crear(apps, schema_editor):
    apps.get_model("catalogos", "Calendario").objects.using(schema_editor.connection.alias).get_or_create(
        clave="federal",
        defaults={"titulo": "Federal (LFPA y LFT)"},
    )


class Migration(migrations.Migration):
    dependencies = [("catalogos", "0004_calendario")]

    operations = [migrations.RunPython(crear, migrations.RunPython.noop)]
