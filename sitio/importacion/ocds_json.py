"""OCDS as others publish it: release and record packages, bare releases and records, compiled releases.

Releases go on exactly as published: every field, known to us or not. Two things only are decided here:

* A record with embedded releases gives each of them. One with linked releases gives, instead, one release with the
  content of its compiledRelease, because the linked files are elsewhere; the same for a compiled release that comes
  alone. A compiled release is not a release (OCDS releaseTag `compiled`), so this one has its own id,
  `{ocid}-compilada-{date}`, and no tag: the ledger gives it those of the sections it brings, which are the base tags
  when the process is new.
* The publisher is the package's. Without a package: the one the caller named, the one in `packageInfo`, or else one
  called as the prefix of the ocid.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeGuard

from django.utils.text import slugify
from django.utils.translation import gettext as _

from sitio.importacion.archivos import Archivo
from sitio.importacion.documentos import documentos
from sitio.importacion.tipos import DatosPublicador, Falla, Opciones, Referencia, RenglonRechazado
from sitio.importacion.valores import legible
from sitio.ocds.identificadores import PATRON_PREFIJO, formato_fecha, leer_fecha
from sitio.publicacion.propuestas import Propuesta

_PISTA = re.compile(rb'"(?:ocid|releases|records|compiledRelease|initiationType|tender|awards|contracts)"\s*:')
_ENLACE = re.compile(r"https?://[!-~]+")
_LISTAS_ANIDADAS = 2
_NIVELES = 60

Objeto = dict[str, Any]
Lectura = Iterator[Propuesta | RenglonRechazado]


def reconoce(muestra: bytes) -> bool:
    """JSON (one document, or one a line) that speaks of releases, of records, or of a process and its stages."""
    inicio = muestra.removeprefix(b"\xef\xbb\xbf").lstrip()
    return inicio[:1] in (b"{", b"[") and bool(_PISTA.search(muestra))


def leer(archivos: Sequence[Archivo], opciones: Opciones) -> Lectura:
    """Every release of the files, in their order; what is not one is refused with its line."""
    for archivo in archivos:
        for leido in documentos(archivo):
            if isinstance(leido, RenglonRechazado):
                yield leido
            else:
                renglon, documento = leido
                yield from _Lector(archivo.nombre, renglon, opciones).de_documento(documento)


class _Lector:
    """Takes one JSON document apart. Keeps the place of each piece, for the report, and what its package declares."""

    def __init__(self, archivo: str, renglon: int, opciones: Opciones) -> None:
        self._archivo, self._renglon, self._opciones = archivo, renglon, opciones
        self._paquete: Objeto = {}

    def de_documento(self, documento: Any, lugar: str = "") -> Lectura:
        match documento:
            case list() if lugar.count("[") < _LISTAS_ANIDADAS:
                for indice, miembro in enumerate(documento):
                    yield from self.de_documento(miembro, f"{lugar}[{indice}]")
            case {"records": list() as registros}:
                self._paquete = documento
                yield from self._de_cada(registros, f"{lugar}.records", self._de_registro)
            case {"compiledRelease": dict()} | {"ocid": _, "releases": _}:
                self._paquete = _paquete_anotado(documento.get("compiledRelease"))
                yield from self._de_registro(documento, lugar)
            case {"releases": list() as entregas}:
                self._paquete = documento
                yield from self._de_cada(entregas, f"{lugar}.releases", self._de_entrega)
            case {"ocid": _}:
                self._paquete = _paquete_anotado(documento)
                yield from self._de_entrega(documento, lugar)
            case _:
                yield self._rechazo(lugar, "", _("No es un paquete, una entrega ni un registro OCDS."))

    def _de_cada(self, miembros: list[Any], lugar: str, leer_uno: Any) -> Lectura:
        if not miembros:
            yield self._rechazo(lugar, "[]", _("La lista está vacía: el paquete no publica nada."))
        for indice, miembro in enumerate(miembros):
            if isinstance(miembro, dict):
                yield from leer_uno(miembro, f"{lugar}[{indice}]")
            else:
                yield self._rechazo(f"{lugar}[{indice}]", miembro, _("Debe ser un objeto JSON."))

    def _de_registro(self, registro: Objeto, lugar: str) -> Lectura:
        entregas = registro.get("releases")
        embebidas = isinstance(entregas, list) and any(isinstance(e, dict) and "ocid" in e for e in entregas)
        compilada = registro.get("compiledRelease")
        if embebidas:
            yield from self._de_cada(entregas or [], f"{lugar}.releases", self._de_entrega)
        elif isinstance(compilada, dict):
            yield from self._de_entrega({"tag": ["compiled"], **compilada}, f"{lugar}.compiledRelease")
        else:
            motivo = _("El registro solo enlaza sus entregas y no trae entrega compilada.")
            yield self._rechazo(
                lugar, registro.get("ocid", ""), motivo, _("Importe los paquetes de entregas que enlaza.")
            )

    def _de_entrega(self, entrega: Objeto, lugar: str) -> Lectura:
        ocid = entrega.get("ocid")
        if not isinstance(ocid, str) or not ocid.strip():
            yield self._rechazo(f"{lugar}.ocid", ocid, _("Falta el ocid, o no es un texto."))
            return
        publicador = self._publicador(ocid)
        if publicador is None:
            motivo = _("No se sabe quién lo publica: no viene en un paquete y su ocid no empieza con un prefijo OCID.")
            yield self._rechazo(f"{lugar}.ocid", ocid, motivo, _("Diga quién con --publicador."))
            return
        try:
            entrega = _de_compilada(entrega) if "compiled" in _lista(entrega.get("tag")) else entrega
            _exigir_poca_profundidad(entrega)
        except ValueError as error:
            yield self._rechazo(lugar, ocid, str(error))
            return
        extensiones = tuple(e for e in _lista(self._paquete.get("extensions")) if _es_enlace(e, 500))
        yield Propuesta(entrega, extensiones, Referencia(((self._archivo, self._renglon),), publicador, _lugar(lugar)))

    def _publicador(self, ocid: str) -> DatosPublicador | None:
        declarado = self._paquete.get("publisher")
        prefijo = prefijo_de(ocid)
        if isinstance(declarado, dict) and declarado.get("name"):
            return _publicador_declarado(declarado, self._paquete, prefijo)
        if self._opciones.publicador_explicito:
            return self._opciones.publicador
        return DatosPublicador(clave=prefijo, nombre=prefijo, prefijo=prefijo) if prefijo else None

    def _rechazo(self, lugar: str, valor: object, motivo: str, remedio: str = "") -> RenglonRechazado:
        remedio = remedio or _("Corríjalo en el archivo de origen, o pida a quien publica que lo haga.")
        falla = Falla(_lugar(lugar), "" if valor is None else str(valor), motivo, remedio)
        return RenglonRechazado(self._archivo, self._renglon, (falla,))


def prefijo_de(ocid: str) -> str:
    """The prefix of an ocid as OCP registers it, in lower case (some write it in capitals); empty if it has none."""
    hallado = PATRON_PREFIJO.match(ocid.lower())
    return hallado[0] if hallado else ""


def _lista(valor: Any) -> list[Any]:
    return valor if isinstance(valor, list) else []


def _lugar(lugar: str) -> str:
    return lugar.removeprefix(".")


def _paquete_anotado(entrega: Any) -> Objeto:
    """Some publishers give releases alone and note their package inside (`packageInfo` of the federal API)."""
    anotado = entrega.get("packageInfo") if isinstance(entrega, dict) else None
    return anotado if isinstance(anotado, dict) else {}


def _publicador_declarado(declarado: Objeto, paquete: Objeto, prefijo: str) -> DatosPublicador:
    nombre = legible(str(declarado["name"])).strip()[:300] or prefijo or "—"
    textos = {"esquema": (declarado.get("scheme"), 40), "identificador": (declarado.get("uid"), 60)}
    enlaces = {
        "uri": declarado.get("uri"),
        "licencia": paquete.get("license"),
        "politica": paquete.get("publicationPolicy"),
    }
    datos = {campo: legible(t) for campo, (t, largo) in textos.items() if isinstance(t, str) and len(t) <= largo}
    datos |= {campo: enlace for campo, enlace in enlaces.items() if _es_enlace(enlace, 200)}
    return DatosPublicador(
        clave=slugify(nombre)[:60].strip("-") or prefijo or "sin-nombre", nombre=nombre, prefijo=prefijo, **datos
    )


def _es_enlace(valor: object, largo: int) -> TypeGuard[str]:
    """A web address that is safe to keep and to link to; anything else a package may say there is left out."""
    return isinstance(valor, str) and len(valor) <= largo and bool(_ENLACE.fullmatch(valor))


def _de_compilada(compilada: Objeto) -> Objeto:
    """A release with the content of a compiled one, for the ledger to tag. Raises ValueError without a legible date."""
    fecha = formato_fecha(leer_fecha(str(compilada.get("date", ""))))
    marca = re.sub(r"[-:]", "", fecha)
    contenido = {campo: valor for campo, valor in compilada.items() if campo != "tag"}
    return {**contenido, "id": f"{compilada['ocid']}-compilada-{marca}", "date": fecha}


def _exigir_poca_profundidad(dato: Any) -> None:
    """Refuse, with ValueError, an object nested deeper than any real release: the readers after us are recursive."""
    nivel = [dato]
    for _vuelta in range(_NIVELES):
        nivel = [hijo for padre in nivel for hijo in _hijos(padre)]
        if not nivel:
            return
    raise ValueError(_("Tiene más de %(niveles)s niveles anidados.") % {"niveles": _NIVELES})


def _hijos(dato: Any) -> Iterable[Any]:
    if isinstance(dato, dict):
        return dato.values()
    return dato if isinstance(dato, list) else ()
