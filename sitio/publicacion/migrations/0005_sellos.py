"""Signed checkpoints and the public keys that verify them; both append-only."""

import django.db.models.deletion
from django.db import migrations, models

from sitio.publicacion import disparadores


class Migration(migrations.Migration):
    dependencies = [("publicacion", "0004_retiros")]

    operations = [
        migrations.CreateModel(
            name="LlavePublica",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clave", models.CharField(max_length=16, unique=True, verbose_name="identificador")),
                ("publica", models.CharField(max_length=64, verbose_name="llave pública, en hexadecimal")),
                ("desde", models.DateTimeField(verbose_name="desde (UTC)")),
                (
                    "firma",
                    models.CharField(blank=True, max_length=128, verbose_name="firma de la anterior, en hexadecimal"),
                ),
                (
                    "anterior",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicacion.llavepublica",
                    ),
                ),
            ],
            options={"verbose_name": "llave pública", "verbose_name_plural": "llaves públicas", "ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="Sello",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("numero", models.PositiveIntegerField(verbose_name="número")),
                ("secuencia", models.BigIntegerField(verbose_name="hasta qué número de la cadena")),
                ("fecha", models.DateTimeField(verbose_name="fecha (UTC)")),
                ("contenido", models.BinaryField(verbose_name="contenido canónico")),
                ("sha256", models.CharField(max_length=64)),
                ("firma", models.CharField(max_length=128, verbose_name="firma, en hexadecimal")),
                (
                    "llave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicacion.llavepublica",
                    ),
                ),
                (
                    "publicador",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sellos",
                        to="publicacion.publicador",
                    ),
                ),
            ],
            options={
                "verbose_name": "sello",
                "verbose_name_plural": "sellos",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("publicador", "numero"), name="sello_numero_unico"),
                    models.UniqueConstraint(fields=("publicador", "secuencia"), name="sello_secuencia_unica"),
                ],
            },
        ),
        migrations.RunPython(*disparadores.en_migracion("publicacion_llavepublica")),
        migrations.RunPython(*disparadores.en_migracion("publicacion_sello")),
    ]
