"""Dates: in range, facts in the past, and in the order in which a process happens."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from sitio.ocds import esquema
from sitio.ocds.coherencia.registro import Hallazgo, Nivel, Ruta, Vista, miembros, momento, regla

PRIMERA = datetime(1990, 1, 1, tzinfo=UTC)
ULTIMA = datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)
# What happened, and so cannot be of tomorrow: where, and its field.
HECHOS = (
    (("awards",), "date"),
    (("contracts",), "dateSigned"),
    (("contracts", "implementation", "transactions"), "date"),
    *((camino, "date") for camino in (("tender", "amendments"), ("awards", "amendments"), ("contracts", "amendments"))),
    *(
        (camino, "dateMet")
        for camino in (
            ("planning", "milestones"),
            ("tender", "milestones"),
            ("contracts", "milestones"),
            ("contracts", "implementation", "milestones"),
        )
    ),
)


@cache
def _campos() -> frozenset[str]:
    """The names of every field of our profile that holds a date."""
    nodos = (esquema.entrega(), *esquema.entrega()["$defs"].values())
    propiedades = [par for nodo in nodos for par in nodo["properties"].items()]
    return frozenset(nombre for nombre, campo in propiedades if campo.get("format") == "date-time")


@regla("fecha_fuera_de_rango", Nivel.ERROR, "date_time")
def fuera_de_rango(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, objeto in vista.objetos:
        for campo in objeto.keys() & _campos():
            fecha = momento(objeto, campo)
            # The date a release has before the ledger gives it one is nobody's statement.
            if fecha and not PRIMERA <= fecha <= ULTIMA and (*ruta, campo) != ("date",):
                yield (*ruta, campo), {"valor": objeto[campo]}


@regla("fecha_futura", Nivel.ERROR, "date_time, coherent.release_date")
def futura(vista: Vista) -> Iterator[Hallazgo]:
    for camino, campo in HECHOS:
        for ruta, objeto in miembros(vista.entrega, *camino):
            fecha = momento(objeto, campo)
            if fecha and fecha > vista.ahora:
                yield (*ruta, campo), {"valor": objeto[campo]}


@regla("fecha_de_papel_futura", Nivel.AVISO, "date_time")
def de_papel_futura(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, objeto in vista.objetos:
        for campo in ("datePublished", "dateModified"):
            fecha = momento(objeto, campo)
            if fecha and fecha > vista.ahora:
                yield (*ruta, campo), {"valor": objeto[campo]}


@regla("fecha_posterior_a_la_entrega", Nivel.AVISO, "coherent.release_date, coherent.dates, coherent.*_dates")
def posterior_a_la_entrega(vista: Vista) -> Iterator[Hallazgo]:
    publicada = momento(vista.entrega, "date")
    if publicada is None:
        return
    for camino, campo in HECHOS:
        for ruta, objeto in miembros(vista.entrega, *camino):
            fecha = momento(objeto, campo)
            if fecha and fecha > publicada:
                yield (*ruta, campo), {"valor": objeto[campo], "publicada": vista.entrega["date"]}


@regla("periodo_invertido", Nivel.ERROR, "coherent.period")
def periodo_invertido(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, objeto in vista.objetos:
        inicio, fin = momento(objeto, "startDate"), momento(objeto, "endDate")
        if inicio and fin and fin < inicio:
            yield (*ruta, "endDate"), {"valor": objeto["endDate"], "inicio": objeto["startDate"]}


@regla("duracion_distinta", Nivel.AVISO, "consistent.period_duration_in_days")
def duracion_distinta(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, objeto in vista.objetos:
        inicio = momento(objeto, "startDate")
        fin = momento(objeto, "endDate") or momento(objeto, "maxExtentDate")
        dias = objeto.get("durationInDays")
        if inicio and fin and isinstance(dias, int) and dias != _dias(inicio, fin):
            yield (*ruta, "durationInDays"), {"valor": dias, "dias": _dias(inicio, fin)}


def _dias(inicio: datetime, fin: datetime) -> int:
    """Days between two moments as people count them: a period that ends in the last second of a day has that day."""
    return round((fin - inicio).total_seconds() / 86400)


@regla("orden_de_las_fechas", Nivel.AVISO, "coherent.dates")
def orden(vista: Vista) -> Iterator[Hallazgo]:
    apertura = momento(vista.entrega, "tender.tenderPeriod.endDate")
    posteriores = (
        (("tender", "contractPeriod"), "startDate"),
        (("awards",), "date"),
        (("contracts",), "dateSigned"),
    )
    for camino, campo in posteriores:
        for ruta, objeto in miembros(vista.entrega, *camino):
            yield from _despues(objeto, campo, ruta, apertura, "tender.tenderPeriod.endDate")


@regla("firma_antes_del_fallo", Nivel.AVISO, "coherent.dates")
def firma_antes_del_fallo(vista: Vista) -> Iterator[Hallazgo]:
    fallos = {str(a.get("id")): momento(a, "date") for _, a in miembros(vista.entrega, "awards")}
    for ruta, contrato in miembros(vista.entrega, "contracts"):
        yield from _despues(contrato, "dateSigned", ruta, fallos.get(str(contrato.get("awardID"))), "awards.date")


@regla("pago_antes_de_la_firma", Nivel.AVISO, "coherent.dates")
def pago_antes_de_la_firma(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, contrato in miembros(vista.entrega, "contracts"):
        firma = momento(contrato, "dateSigned")
        for lugar, pago in miembros(contrato, "implementation", "transactions"):
            yield from _despues(pago, "date", (*ruta, *lugar), firma, "contracts.dateSigned")


@regla("modificacion_antes_de_tiempo", Nivel.AVISO, "coherent.amendments_dates")
def modificacion_antes_de_tiempo(vista: Vista) -> Iterator[Hallazgo]:
    for seccion, fecha in (("tender", "tenderPeriod.startDate"), ("awards", "date"), ("contracts", "dateSigned")):
        for ruta, dueno in miembros(vista.entrega, seccion):
            for lugar, modificacion in miembros(dueno, "amendments"):
                nace = momento(dueno, fecha)
                yield from _despues(modificacion, "date", (*ruta, *lugar), nace, f"{seccion}.{fecha}")


@regla("modificado_antes_de_publicado", Nivel.AVISO, "coherent.documents_dates")
def modificado_antes_de_publicado(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, objeto in vista.objetos:
        publicado = momento(objeto, "datePublished")
        yield from _despues(objeto, "dateModified", ruta, publicado, "tender.documents.datePublished")


def _despues(objeto: dict[str, object], campo: str, ruta: Ruta, base: datetime | None, de: str) -> Iterator[Hallazgo]:
    """A failure when the date in `campo` comes before `base`, the date of the field called `de`."""
    fecha = momento(objeto, campo)
    if fecha and base and fecha < base:
        yield (*ruta, campo), {"valor": objeto[campo], "otro": _titulo(de)}


def _titulo(campo: str) -> str:
    partes: list[str | int] = []
    for parte in campo.split("."):
        partes += [parte, 0] if parte in ("awards", "contracts", "documents") else [parte]
    dueno, titulo = esquema.titulos(partes)[-2:]
    return f"{titulo} ({dueno})" if campo.endswith(("startDate", "endDate")) else titulo
