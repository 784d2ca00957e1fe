from django.db import migrations

from sitio.publicacion.disparadores import en_migracion


class Migration(migrations.Migration):
    dependencies = [("procesos", "0001_initial")]

    operations = [migrations.RunPython(*en_migracion("procesos_aprobacion"))]
