"""The year that decides in which bulk file a process lives: that of its first release."""

from django.db import migrations, models
from django.db.models import Min


def llenar(apps, editor):
    entregas, registros = (apps.get_model("publicacion", modelo).objects for modelo in ("Entrega", "Registro"))
    for ocid, primera in entregas.values_list("ocid").annotate(Min("fecha")).order_by().iterator():
        registros.filter(ocid=ocid).update(anio=primera.year)


class Migration(migrations.Migration):
    dependencies = [("publicacion", "0002_solo_anexar")]

    operations = [
        migrations.AddField(
            model_name="registro",
            name="anio",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="año de la primera entrega (UTC)"),
            preserve_default=False,
        ),
        migrations.RunPython(llenar, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="registro",
            index=models.Index(fields=["publicador", "anio", "ocid"], name="registro_por_anio"),
        ),
    ]
