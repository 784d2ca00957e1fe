"""What the harvesters of the legacy INAI tool read: the years there are, and whole years of packages."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Max, QuerySet

from sitio.ocds.identificadores import formato_fecha
from sitio.publicacion import fuentes, paquetes
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.models import Registro
from sitio.publicacion.paquetes import Sobre

_TRAMO = 200


def ejercicios() -> list[dict[str, Any]]:
    """Return the fiscal years with published processes, as `/edca/fiscalYears` lists them: `year` is a number."""
    por_anio = Registro.objects.filter(ejercicio__isnull=False).values("ejercicio").order_by("ejercicio")
    return [
        {"id": str(anio["ejercicio"]), "year": anio["ejercicio"], "updatedAt": formato_fecha(anio["ultima"])}
        for anio in por_anio.annotate(ultima=Max("publicada_en"))
    ]


def registros(anios: Sequence[int] | None) -> QuerySet[Registro]:
    """Return the records of those fiscal years; None for all, dated or not."""
    todos = Registro.objects.select_related("publicador")
    return todos if anios is None else todos.filter(ejercicio__in=anios)


def paquetes_por_proceso(filas: QuerySet[Registro]) -> Iterator[bytes]:
    """Yield one release package for each process, a few in memory at a time.

    The legacy tool published one release for each process with its whole latest state, and its readers look no further
    than `releases[0]`; so each package holds the compiled release. Ordered by ocid: a process that publishes in the
    meantime is neither skipped nor repeated.
    """
    ultimo = ""
    while tramo := list(filas.filter(ocid__gt=ultimo).order_by("ocid")[:_TRAMO]):
        entregas = fuentes.entregas_de(tramo)
        for registro in tramo:
            sobre = Sobre(
                absoluta("interconexion:proceso", registro.ocid),
                [registro.publicador],
                registro.publicada_en,
                paquetes.extensiones_de(entregas[registro.ocid]),
            )
            yield paquetes.paquete(sobre, "releases", [bytes(registro.compilada)])
        ultimo = tramo[-1].ocid


def envoltura(piezas: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the legacy wrapper, `{"arrayReleasePackage": [package, …]}`, as a stream."""
    yield b'{"arrayReleasePackage":['
    for indice, pieza in enumerate(piezas):
        yield b"," * bool(indice) + pieza
    yield b"]}"
