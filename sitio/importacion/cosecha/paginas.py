"""What a page of a feed holds: releases, or the list of where they are; and which page comes next."""

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sitio.importacion.archivos import Archivo
from sitio.importacion.documentos import documentos
from sitio.importacion.ocds_json import Lectura, leer_documento
from sitio.importacion.tipos import Opciones, RenglonRechazado
from sitio.publicacion.propuestas import Propuesta

_LISTAS = ("releases", "records", "arrayReleasePackage", "data", "results")


@dataclass
class Pagina:
    """A page that was fetched. Its links are known once `leer` has been read to its end, or from the beginning when it
    is an index: `anios` of the legacy tool, or `cambios` of a change feed like ours.

    `vacia`: it says that there is nothing (more). `primera` and `ultima` are the dates of its releases, in its order.
    """

    archivo: Archivo
    opciones: Opciones
    siguiente: str = ""
    vacia: bool = False
    primera: str = ""
    ultima: str = ""
    anios: list[str] = field(default_factory=list)
    cambios: list[dict[str, Any]] | None = None

    def __post_init__(self) -> None:
        leidos = documentos(self.archivo)
        primero = next(leidos, None)
        self._documentos = chain([] if primero is None else [primero], leidos)
        if isinstance(primero, tuple):
            self._mirar(primero[1])

    def leer(self) -> Lectura:
        """The releases of the page. Raises ArchivoIlegible."""
        for leido in self._documentos:
            if isinstance(leido, RenglonRechazado):
                yield leido
                continue
            self._mirar(leido[1])
            if not _sin_nada(leido[1]):
                yield from self._con_fechas(leer_documento(self.archivo.nombre, *leido, self.opciones))

    def _mirar(self, documento: Any) -> None:
        if not isinstance(documento, dict):
            return
        self.siguiente = _enlace(documento) or self.siguiente
        self.vacia = _sin_nada(documento)
        self.anios = anios_de(documento)
        if isinstance(cambios := documento.get("changes"), list):
            self.cambios = [cambio for cambio in cambios if isinstance(cambio, dict)]

    def _con_fechas(self, lecturas: Lectura) -> Lectura:
        for lectura in lecturas:
            if isinstance(lectura, Propuesta) and isinstance(fecha := lectura.entrega.get("date"), str):
                self.primera, self.ultima = self.primera or fecha, fecha
            yield lectura


def _sin_nada(documento: Any) -> bool:
    return documento == [] or (
        isinstance(documento, dict) and any(documento.get(lista) == [] for lista in (*_LISTAS, "changes"))
    )


def _enlace(documento: dict[str, Any]) -> str:
    """The next page: `links.next` of the pagination extension, or `next` of a change feed."""
    enlaces = documento.get("links")
    siguiente = enlaces.get("next") if isinstance(enlaces, dict) else documento.get("next")
    return siguiente if isinstance(siguiente, str) else ""


def anios_de(documento: Any) -> list[str]:
    """The years that `fiscalYears` of the legacy INAI tool lists, in order: `{"year": 2019}`, or just the year."""
    lista = documento.get("fiscalYears") if isinstance(documento, dict) else None
    anios = (
        anio.get("year") if isinstance(anio, dict) else anio for anio in (lista if isinstance(lista, list) else [])
    )
    return sorted({str(anio) for anio in anios if str(anio).isdigit()})
