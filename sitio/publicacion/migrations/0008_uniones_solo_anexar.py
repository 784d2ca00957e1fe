"""The log of merges of the register is append-only too; catalogos stands below this room and cannot ask for it."""

from django.db import migrations

from sitio.publicacion.disparadores import en_migracion


class Migration(migrations.Migration):

    dependencies = [("publicacion", "0007_claves_de_las_fuentes"), ("catalogos", "0002_padron")]

    operations = [migrations.RunPython(*en_migracion("catalogos_union"))]
