"""What the feeds are asked by: the year and the buyer on each release, and an index for each filter, in feed order."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from sitio.publicacion import disparadores
from sitio.publicacion.models import VACIAR_LO_RETIRADO

ENTREGA = "publicacion_entrega"
# OCDS releaseTag, but for `compiled`, which no release carries.
ETIQUETAS = (
    "planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate", "tenderCancellation", "award",
    "awardUpdate", "awardCancellation", "contract", "contractUpdate", "contractAmendment", "implementation",
    "implementationUpdate", "contractTermination",
)  # fmt: skip
poner, quitar = disparadores.en_migracion(ENTREGA, VACIAR_LO_RETIRADO)


def llenar(apps, editor):
    """Of old releases, what their records say now. A process that was withdrawn whole has no record."""
    registros = apps.get_model("publicacion", "Registro").objects.filter(ocid=OuterRef("ocid"))
    apps.get_model("publicacion", "Entrega").objects.filter(clase="entrega").update(
        anio=Subquery(registros.values("anio")[:1]),
        comprador_id=Coalesce(Subquery(registros.values("comprador_id")[:1]), Value("")),
    )


def indices_por_etiqueta(apps, editor):
    """An index a tag, of the releases that carry it in feed order. Only PostgreSQL can ask a JSON array."""
    if editor.connection.vendor == "postgresql":
        for etiqueta in ETIQUETAS:
            editor.execute(
                f"CREATE INDEX entrega_con_{etiqueta.lower()} ON {ENTREGA} (posicion)"
                f" WHERE etiquetas @> '[\"{etiqueta}\"]'::jsonb"
            )


def sin_indices_por_etiqueta(apps, editor):
    if editor.connection.vendor == "postgresql":
        for etiqueta in ETIQUETAS:
            editor.execute(f"DROP INDEX IF EXISTS entrega_con_{etiqueta.lower()}")


class Migration(migrations.Migration):
    dependencies = [("publicacion", "0006_comprimir_con_lz4")]

    operations = [
        # SQLite makes the table again to add a column to it, and its triggers go with the old one.
        migrations.RunPython(quitar, poner),
        migrations.AddField(
            model_name="entrega",
            name="anio",
            field=models.PositiveSmallIntegerField(
                null=True, verbose_name="año de la primera entrega del proceso (UTC)"
            ),
        ),
        migrations.AddField(
            model_name="entrega",
            name="comprador_id",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.RunPython(llenar, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="registro", name="comprador_id", field=models.CharField(blank=True, max_length=200)
        ),
        migrations.AddIndex(
            model_name="entrega",
            index=models.Index(fields=["comprador_id", "posicion"], name="entrega_por_comprador"),
        ),
        migrations.AddIndex(
            model_name="entrega", index=models.Index(fields=["anio", "posicion"], name="entrega_por_anio")
        ),
        migrations.AddIndex(
            model_name="registro",
            index=models.Index(fields=["comprador_id", "posicion"], name="registro_por_comprador"),
        ),
        migrations.AddIndex(
            model_name="registro", index=models.Index(fields=["anio", "posicion"], name="registro_de_anio_en_orden")
        ),
        migrations.RunPython(indices_por_etiqueta, sin_indices_por_etiqueta),
        migrations.RunPython(poner, quitar),
    ]
