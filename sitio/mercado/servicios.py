"""Keeping the prices of what was published: read from the records, whole process by whole process."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from itertools import islice

from django.db import transaction
from django.db.models import CharField

from sitio.analisis.mercado import PrecioUnitario, precios_publicados
from sitio.catalogos.texto import compacto
from sitio.mercado.models import PrecioPublicado
from sitio.ocds.tablas import aplanar
from sitio.publicacion.models import Registro

# Records flattened at once: what fits well in the memory of a worker.
LOTE = 200
LARGOS = {c.name: c.max_length for c in PrecioPublicado._meta.fields if isinstance(c, CharField)}


def leer_precios(ocids: Collection[str]) -> int:
    """Replace the prices of some processes by those their records have now; returns how many. Repeatable.

    Only `Registro` is read: a draft has no price here. A process without a record loses its prices.
    """
    with transaction.atomic():
        # The records stay as they are until the prices are written: two workers never mix two readings.
        registros = {r.ocid: r for r in Registro.objects.select_for_update(no_key=True).filter(ocid__in=ocids)}
        leidos = precios_publicados(aplanar(bytes(r.compilada) for r in registros.values())) if registros else []
        PrecioPublicado.objects.filter(ocid__in=ocids).delete()
        filas = [_fila(precio, registros[precio.ocid]) for precio in leidos]
        PrecioPublicado.objects.bulk_create(filas, batch_size=500)
    return len(filas)


def lotes(ocids: Iterable[str]) -> Iterator[list[str]]:
    """Yield the ocids in lists of at most LOTE."""
    restantes = iter(ocids)
    while lote := list(islice(restantes, LOTE)):
        yield lote


def _fila(precio: PrecioUnitario, registro: Registro) -> PrecioPublicado:
    datos = asdict(precio)
    # Imported texts may be longer than their column: the record has them whole.
    for nombre, largo in LARGOS.items():
        datos[nombre] = (datos.get(nombre) or "")[:largo]
    fila = PrecioPublicado(
        **datos | {"llave": compacto(precio.clave)[: LARGOS["llave"]]},
        publicador_id=registro.publicador_id,
        anio=precio.fecha.year if precio.fecha else None,
    )
    fila.preparar()
    return fila
