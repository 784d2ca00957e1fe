"""Releases that a page does not bring, only says where they are: linked records, and change feeds."""

from collections.abc import Iterable, Iterator
from typing import Any

import httpx
from django.utils.translation import gettext as _

from sitio.importacion.archivos import de_ruta
from sitio.importacion.cosecha.direcciones import DireccionProhibida, leer_url, mismo_sitio
from sitio.importacion.cosecha.red import Cliente, NoEsta
from sitio.importacion.documentos import entero
from sitio.importacion.ocds_json import Lectura, leer_documento
from sitio.importacion.tipos import Falla, Opciones, RenglonRechazado
from sitio.ocds.canonico import NoCanonizable, canonizar, sha256

_RECORDADOS = 8
"""Packages kept in memory: the releases of a record are often in the same one."""


class Enlaces:
    """Follows addresses of one site, through the client of the harvest."""

    def __init__(self, cliente: Cliente, sitio: httpx.URL) -> None:
        self._cliente, self._sitio = cliente, sitio
        self._recordados: dict[str, Any] = {}

    def entrega(self, direccion: str) -> dict[str, Any] | None:
        """The release at `package#id`; None when it is of another site, or is not there any more.

        Raises CosechaImposible when the site does not answer: what may be there later is not done without.
        """
        base, _signo, clave = direccion.partition("#")
        try:
            url = leer_url(base)
            documento = self.documento(url) if mismo_sitio(url, self._sitio) else None
        except (DireccionProhibida, NoEsta):
            return None
        return next((e for e in _entregas(documento) if e.get("id") == clave or not clave), None)

    def documento(self, url: httpx.URL) -> Any:
        """The JSON at an address. Raises CosechaImposible, NoEsta or ArchivoIlegible."""
        clave = str(url)
        if clave not in self._recordados:
            respuesta = self._cliente.traer(clave)
            if respuesta is None:
                return None
            try:
                [[archivo]] = de_ruta(respuesta.archivo)
                if len(self._recordados) >= _RECORDADOS:
                    self._recordados.pop(next(iter(self._recordados)))
                self._recordados[clave] = entero(archivo)
            finally:
                respuesta.archivo.unlink()
        return self._recordados[clave]

    def cambios(self, cambios: Iterable[dict[str, Any]], nombre: str, opciones: Opciones) -> Lectura:
        """The releases that a change feed lists, in its order. What was withdrawn is not there to be read."""
        for numero, cambio in enumerate(cambios, 1):
            if cambio.get("withdrawn") or cambio.get("type") == "withdrawal":
                continue
            try:
                url = leer_url(str(cambio.get("url")))
                if not mismo_sitio(url, self._sitio):
                    raise DireccionProhibida(_("La entrega está en otro sitio, que no se cosecha."))
                documento = self.documento(url)
            except (DireccionProhibida, NoEsta) as error:
                yield _rechazo(nombre, numero, cambio, str(error))
                continue
            if _es_la_prometida(documento, cambio):
                yield from leer_documento(str(url), numero, documento, opciones)
            else:
                yield _rechazo(
                    nombre, numero, cambio, _("La entrega no es la que anuncia la lista de cambios (sha256).")
                )


def _entregas(documento: Any) -> Iterator[dict[str, Any]]:
    if isinstance(documento, dict):
        candidatas = documento.get("releases") if isinstance(documento.get("releases"), list) else [documento]
        yield from (candidata for candidata in candidatas or [] if isinstance(candidata, dict) and "ocid" in candidata)


def _es_la_prometida(documento: Any, cambio: dict[str, Any]) -> bool:
    """Whether the content has the digest that the feed tells, when it tells one."""
    if not isinstance(cambio.get("sha256"), str):
        return True
    try:
        return any(sha256(canonizar(entrega)) == cambio["sha256"] for entrega in _entregas(documento))
    except NoCanonizable:
        return False


def _rechazo(nombre: str, numero: int, cambio: dict[str, Any], motivo: str) -> RenglonRechazado:
    remedio = _("Avise a quien publica la lista de cambios.")
    return RenglonRechazado(nombre, numero, (Falla("url", str(cambio.get("url", "")), motivo, remedio),))
