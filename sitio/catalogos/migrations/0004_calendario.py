import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogos", "0003_claves_de_busqueda")]

    operations = [
        migrations.CreateModel(
            name="Calendario",
            fields=[
                (
                    "clave",
                    models.SlugField(
                        help_text="Nombre corto para las plantillas, en minúsculas y con guiones. No se cambia después.",
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="clave",
                    ),
                ),
                ("titulo", models.CharField(max_length=200, verbose_name="título")),
                (
                    "base",
                    models.ForeignKey(
                        blank=True,
                        help_text="Sus días también cuentan en este calendario. Vacío, este calendario vale por sí solo.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derivados",
                        to="catalogos.calendario",
                        verbose_name="además de los días de",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendario",
                "verbose_name_plural": "calendarios",
                "ordering": ["titulo"],
            },
        ),
    ]
