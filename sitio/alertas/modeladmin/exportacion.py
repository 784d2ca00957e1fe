"""The inbox in a file: exactly what is filtered, with the codes that other programs read."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import StreamingHttpResponse

from sitio.alertas.consultas import ConsultaDeAlertas
from sitio.procesos.cargas.lectura import con_apostrofo
from sitio.procesos.lista.filtros import PASO
from sitio.procesos.models import ProcesoPage, UnidadCompradoraPage

LOTE = 2000
COLUMNAS = (
    "id",
    "bandera",
    "version",
    "titulo",
    "etapa",
    "severidad",
    "estado",
    "publicador",
    "unidad",
    "ocid",
    "titulo_de_proceso",
    "sujeto",
    "valor",
    "responsable",
    "inhibida_por",
    "silenciada",
    "vigente_hasta",
    "creada_en",
    "actualizada_en",
    "posicion",
    "entrega_sha256",
)


class Renglones:
    """The rows of a query, read in parts so that a file of any length takes the same memory."""

    def __init__(self, alertas: ConsultaDeAlertas) -> None:
        camino = ProcesoPage.objects.filter(ocid=OuterRef("ocid")).values("path")[:1]
        self._alertas = (
            alertas.select_related("publicador", "responsable").con_silencio().annotate(camino=Subquery(camino))
        )
        self._unidades = dict(UnidadCompradoraPage.objects.values_list("path", "title"))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for alerta in self._alertas.iterator(chunk_size=LOTE):
            yield self._fila(alerta)

    def _fila(self, alerta: Any) -> dict[str, Any]:
        propias = {
            "publicador": alerta.publicador.clave,
            "unidad": self._unidades.get((alerta.camino or "")[: -2 * PASO], ""),
            "responsable": alerta.responsable.get_username() if alerta.responsable else "",
        }
        return {nombre: propias.get(nombre, getattr(alerta, nombre, "")) for nombre in COLUMNAS}


def en_celdas(fila: dict[str, Any]) -> dict[str, Any]:
    """Return a row for a spreadsheet: what came from published data may not act as a formula there."""
    return {nombre: con_apostrofo(valor) if isinstance(valor, str) else valor for nombre, valor in fila.items()}


def en_json(filas: Iterable[dict[str, Any]], nombre: str) -> StreamingHttpResponse:
    """Answer with a JSON list of `filas`, one a line, as a file called `nombre`."""
    respuesta = StreamingHttpResponse(_lineas(filas), content_type="application/json")
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}.json"'
    return respuesta


def _lineas(filas: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "["
    for n, fila in enumerate(filas):
        yield ("," if n else "") + "\n" + json.dumps(fila, ensure_ascii=False, default=_texto)
    yield "\n]\n"


def _texto(valor: Any) -> str:
    return valor.isoformat() if hasattr(valor, "isoformat") else str(valor)
