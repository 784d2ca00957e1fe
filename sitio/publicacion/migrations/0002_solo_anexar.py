"""The database itself keeps `Entrega` append-only, and the ledger gets its single row."""

from django.db import migrations

from sitio.publicacion import disparadores


def crear_bitacora(apps, editor):
    apps.get_model("publicacion", "Bitacora").objects.using(editor.connection.alias).get_or_create(pk=1)


def quitar_bitacora(apps, editor):
    apps.get_model("publicacion", "Bitacora").objects.using(editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("publicacion", "0001_initial")]

    operations = [
        migrations.RunPython(*disparadores.en_migracion("publicacion_entrega")),
        migrations.RunPython(crear_bitacora, quitar_bitacora),
    ]
