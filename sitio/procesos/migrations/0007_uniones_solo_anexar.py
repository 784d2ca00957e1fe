"""The log of merges of the register is append-only too; catalogos stands below the ledger and cannot ask for it."""

from django.db import migrations

from sitio.publicacion.disparadores import en_migracion


class Migration(migrations.Migration):
    dependencies = [("procesos", "0006_documentos_subidos"), ("catalogos", "0002_padron")]

    operations = [migrations.RunPython(*en_migracion("catalogos_union"))]
