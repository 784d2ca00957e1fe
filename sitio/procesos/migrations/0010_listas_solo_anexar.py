"""The database itself keeps the versions of external lists, and what people said of them, append-only."""

from django.db import migrations

from sitio.publicacion.disparadores import en_migracion

TABLAS = (
    "catalogos_versiondelista",
    "catalogos_renglondelista",
    "catalogos_bajaderenglon",
    "catalogos_coincidenciaconfirmada",
)


class Migration(migrations.Migration):
    dependencies = [("procesos", "0009_indices_de_la_lista"), ("catalogos", "0007_listas_externas")]

    operations = [migrations.RunPython(*en_migracion(tabla)) for tabla in TABLAS]
