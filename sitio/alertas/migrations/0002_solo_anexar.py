"""The database itself keeps the history of alerts append-only."""

from django.db import migrations

from sitio.publicacion import disparadores


class Migration(migrations.Migration):
    dependencies = [("alertas", "0001_initial"), ("publicacion", "0002_solo_anexar")]

    operations = [migrations.RunPython(*disparadores.en_migracion("alertas_movimientoalerta"))]
