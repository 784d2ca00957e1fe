import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogos", "0005_calendario_federal")]

    operations = [
        migrations.AddField(
            model_name="diainhabil",
            name="calendario",
            field=models.ForeignKey(
                default="federal",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dias",
                to="catalogos.calendario",
                verbose_name="calendario",
            ),
        ),
        migrations.AlterField(
            model_name="diainhabil",
            name="fecha",
            field=models.DateField(verbose_name="fecha"),
        ),
        migrations.AddConstraint(
            model_name="diainhabil",
            constraint=models.UniqueConstraint(
                fields=("calendario", "fecha"),
                name="dia_inhabil_uno_por_calendario",
                violation_error_message="Ese día ya está en el calendario.",
            ),
        ),
    ]
