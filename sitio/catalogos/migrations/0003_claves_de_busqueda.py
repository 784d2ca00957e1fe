"""The columns that searches and duplicates read, for the rows that were there before them."""

from django.db import migrations
from stdnum.mx import rfc

from sitio.catalogos.texto import clave_de_nombre, compacto, para_buscar

LOTE = 1000


def llenar(apps, editor):
    for nombre, textos in (
        ("Organizacion", lambda o: (o.nombre, o.identificador, rfc.format(compacto(o.identificador)))),
        ("ClaveCucop", lambda c: (c.clave, c.clave.replace("-", ""), c.descripcion)),
        ("Partida", lambda p: (p.clave, p.descripcion)),
    ):
        modelo = apps.get_model("catalogos", nombre)
        filas = list(modelo.objects.all())
        for fila in filas:
            fila.busqueda = para_buscar(*textos(fila))
        modelo.objects.bulk_update(filas, ["busqueda"], batch_size=LOTE)
    Organizacion = apps.get_model("catalogos", "Organizacion")
    filas = list(Organizacion.objects.all())
    for fila in filas:
        fila.clave_identificador = compacto(fila.identificador)
        fila.clave_nombre = clave_de_nombre(fila.nombre)[:500]
    Organizacion.objects.bulk_update(filas, ["clave_identificador", "clave_nombre"], batch_size=LOTE)


class Migration(migrations.Migration):

    dependencies = [("catalogos", "0002_padron")]

    operations = [migrations.RunPython(llenar, migrations.RunPython.noop)]
