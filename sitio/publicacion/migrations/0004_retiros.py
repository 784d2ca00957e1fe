"""Withdrawals: their requests, the class of each row of the ledger, and triggers that let an authorized one through."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from sitio.publicacion import disparadores
from sitio.publicacion.models import RESOLVER_UNA_VEZ, VACIAR_LO_RETIRADO

ENTREGA, RETIRO = "publicacion_entrega", "publicacion_retiro"
poner_sin_excepcion, quitar = disparadores.en_migracion(ENTREGA)


def persona(verbo, **opciones):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name=verbo,
        **opciones,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("publicacion", "0003_anio_del_registro"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite makes the table again to add a column to it, and its triggers go with the old one.
        migrations.RunPython(quitar, poner_sin_excepcion),
        migrations.AddField(
            model_name="entrega",
            name="clase",
            field=models.CharField(
                choices=[("entrega", "Entrega"), ("retiro", "Retiro")],
                default="entrega",
                max_length=10,
                verbose_name="clase",
            ),
        ),
        migrations.CreateModel(
            name="Retiro",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "motivo",
                    models.CharField(
                        choices=[
                            ("orden_legal", "Orden de una autoridad"),
                            ("datos_personales", "Datos personales"),
                            ("informacion_reservada", "Información reservada o confidencial"),
                        ],
                        max_length=30,
                        verbose_name="motivo",
                    ),
                ),
                (
                    "fundamento",
                    models.CharField(
                        help_text="El artículo o el número de la orden. Se publica.",
                        max_length=300,
                        verbose_name="fundamento",
                    ),
                ),
                (
                    "explicacion",
                    models.TextField(
                        help_text="Se publica: no repita aquí lo que se quiere retirar.",
                        verbose_name="explicación pública",
                    ),
                ),
                ("huella", models.CharField(db_index=True, max_length=64)),
                ("solicitada_en", models.DateTimeField(verbose_name="solicitada en")),
                ("autorizada_en", models.DateTimeField(null=True, verbose_name="autorizada en")),
                ("descartada_en", models.DateTimeField(null=True, verbose_name="descartada en")),
                (
                    "acta",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retiro_asentado",
                        to="publicacion.entrega",
                    ),
                ),
                (
                    "entrega",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retiros",
                        to="publicacion.entrega",
                        verbose_name="entrega",
                    ),
                ),
                ("solicitada_por", persona("solicitó")),
                ("autorizada_por", persona("autorizó", null=True)),
                ("descartada_por", persona("descartó", null=True)),
            ],
            options={
                "verbose_name": "retiro",
                "verbose_name_plural": "retiros",
                "ordering": ["-pk"],
                "permissions": [("retirar_entrega", "Puede solicitar y autorizar el retiro de una entrega publicada")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("descartada_en__isnull", True)),
                        fields=("entrega",),
                        name="retiro_uno_por_entrega",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("autorizada_por__isnull", True), ~Q(autorizada_por=F("solicitada_por")), _connector="OR"
                        ),
                        name="retiro_de_dos_personas",
                    ),
                    models.CheckConstraint(
                        condition=(
                            Q(autorizada_por__isnull=True, autorizada_en__isnull=True, acta__isnull=True)
                            | Q(autorizada_por__isnull=False, autorizada_en__isnull=False, acta__isnull=False)
                            & Q(descartada_por__isnull=True, descartada_en__isnull=True)
                        )
                        & (
                            Q(descartada_por__isnull=True, descartada_en__isnull=True)
                            | Q(descartada_por__isnull=False, descartada_en__isnull=False)
                        ),
                        name="retiro_resuelto_entero",
                    ),
                ],
            },
        ),
        migrations.RunPython(*disparadores.en_migracion(ENTREGA, VACIAR_LO_RETIRADO)),
        migrations.RunPython(*disparadores.en_migracion(RETIRO, RESOLVER_UNA_VEZ)),
    ]
