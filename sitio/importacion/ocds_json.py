"""OCDS as others publish it: release and record packages, bare releases and records, compiled releases, and the
wrappers around them (`arrayReleasePackage` of the INAI tool, `data` of the PDN, `releasePackage` of Honduras).

Releases go on as published, every field, known to us or not. Only this is decided here:

* What is of OCDS 1.0 is brought up to 1.1 (sitio.importacion.actualizacion).
* A record with embedded releases gives each of them. One that only links them gives those that can be fetched
  (harvests), or those that its versioned release tells (sitio.importacion.versionadas), or else one release with the
  content of its compiledRelease; the same for a compiled release that comes alone. A compiled release is not a release
  (OCDS releaseTag `compiled`), so this one has its own id, `{ocid}-compilada-{date}`, and no tag: the ledger gives it
  those of the sections it brings, which are the base tags when the process is new.
* The publisher is the package's. Without a package: the one the caller named, the one in `packageInfo`, or else one
  called as the prefix of the ocid.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeGuard

from django.utils.text import slugify
from django.utils.translation import gettext as _

from sitio.importacion import actualizacion, versionadas
from sitio.importacion.archivos import Archivo
from sitio.importacion.documentos import documentos
from sitio.importacion.tipos import DatosPublicador, Falla, Nota, Opciones, Referencia, RenglonRechazado
from sitio.importacion.valores import legible
from sitio.ocds.identificadores import PATRON_PREFIJO, formato_fecha, leer_fecha
from sitio.publicacion.propuestas import Propuesta

_PISTA = re.compile(
    rb'"(?:ocid|releases|records|compiledRelease|initiationType|tender|awards|contracts|(?:array)?[rR]eleasePackage)"\s*:'
)
_ENLACE = re.compile(r"https?://[!-~]+")
_ENVOLTURAS = ("arrayReleasePackage", "releasePackage", "data", "results")
_CAPAS = 4
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
                yield from leer_documento(archivo.nombre, leido[0], leido[1], opciones)


def leer_documento(nombre: str, renglon: int, documento: Any, opciones: Opciones) -> Lectura:
    """Every release of one JSON document, which begins at `renglon` of what people know as `nombre`."""
    return _Lector(nombre, renglon, opciones).de_documento(documento)


class _Lector:
    """Takes one JSON document apart. Keeps the place of each piece, for the report, and what its package declares."""

    def __init__(self, archivo: str, renglon: int, opciones: Opciones) -> None:
        self._archivo, self._renglon, self._opciones = archivo, renglon, opciones
        self._paquete: Objeto = {}

    def de_documento(self, documento: Any, lugar: str = "", capas: int = 0) -> Lectura:
        match documento:
            case list() | dict() if capas > _CAPAS:
                yield self._rechazo(lugar, "", _("No es un paquete, una entrega ni un registro OCDS."))
            case list():
                for indice, miembro in enumerate(documento):
                    yield from self.de_documento(miembro, f"{lugar}[{indice}]", capas + 1)
            case {"records": list() as registros}:
                self._paquete = documento
                yield from self._de_cada(registros, f"{lugar}.records", self._de_registro)
            case {"compiledRelease": dict()} | {"versionedRelease": dict()} | {"ocid": _, "releases": _}:
                self._paquete = _paquete_anotado(documento.get("compiledRelease"))
                yield from self._de_registro(documento, lugar)
            case {"releases": list() as entregas}:
                self._paquete = documento
                yield from self._de_cada(entregas, f"{lugar}.releases", self._de_entrega)
            case {"ocid": _}:
                self._paquete = _paquete_anotado(documento)
                yield from self._de_entrega(documento, lugar)
            case dict():
                yield from self._de_envoltura(documento, lugar, capas)
            case _:
                yield self._rechazo(lugar, "", _("No es un paquete, una entrega ni un registro OCDS."))

    def _de_envoltura(self, documento: Objeto, lugar: str, capas: int) -> Lectura:
        """What a wrapper holds: packages or releases in a list, or one package."""
        campo = next((campo for campo in _ENVOLTURAS if isinstance(documento.get(campo), (dict, list))), None)
        if campo is None:
            yield self._rechazo(lugar, "", _("No es un paquete, una entrega ni un registro OCDS."))
        elif not documento[campo]:
            yield self._rechazo(f"{lugar}.{campo}", "[]", _("La lista está vacía: el paquete no publica nada."))
        else:
            yield from self.de_documento(documento[campo], f"{lugar}.{campo}", capas + 1)

    def _de_cada(self, miembros: list[Any], lugar: str, leer_uno: Callable[[Objeto, str], Lectura]) -> Lectura:
        if not miembros:
            yield self._rechazo(lugar, "[]", _("La lista está vacía: el paquete no publica nada."))
        for indice, miembro in enumerate(miembros):
            if isinstance(miembro, dict):
                yield from leer_uno(miembro, f"{lugar}[{indice}]")
            else:
                yield self._rechazo(f"{lugar}[{indice}]", miembro, _("Debe ser un objeto JSON."))

    def _de_registro(self, registro: Objeto, lugar: str) -> Lectura:
        entregas, compilada = _lista(registro.get("releases")), registro.get("compiledRelease")
        if any(isinstance(entrega, dict) and "ocid" in entrega for entrega in entregas):
            yield from self._de_cada(entregas, f"{lugar}.releases", self._de_entrega)
        elif enlazadas := self._enlazadas(entregas):
            for indice, entrega in enumerate(enlazadas):
                yield from self._de_entrega(entrega, f"{lugar}.releases[{indice}]", (Nota.ENLAZADA,))
        elif historia := self._de_versionada(registro.get("versionedRelease"), compilada):
            for entrega in historia:
                yield from self._de_entrega(entrega, f"{lugar}.versionedRelease", (Nota.DE_VERSIONADA,))
        elif isinstance(compilada, dict):
            yield from self._de_entrega({"tag": ["compiled"], **compilada}, f"{lugar}.compiledRelease")
        else:
            motivo = _("El registro solo enlaza sus entregas y no trae entrega compilada.")
            yield self._rechazo(
                lugar, registro.get("ocid", ""), motivo, _("Importe los paquetes de entregas que enlaza.")
            )

    def _enlazadas(self, enlaces: list[Any]) -> list[Objeto]:
        """The linked releases, when every one of them can be had."""
        halladas = []
        for enlace in enlaces:
            direccion = enlace.get("url") if isinstance(enlace, dict) else None
            entrega = self._opciones.enlazada(direccion) if isinstance(direccion, str) else None
            if entrega is None:
                return []
            halladas.append(entrega)
        return halladas

    def _de_versionada(self, versionada: Any, compilada: Any) -> list[Objeto]:
        if not isinstance(versionada, dict):
            return []
        try:
            _exigir_poca_profundidad(versionada)
            return versionadas.reconstruir(versionada, compilada if isinstance(compilada, dict) else None)
        except ValueError:
            return []

    def _de_entrega(self, entrega: Objeto, lugar: str, notas: tuple[Nota, ...] = ()) -> Lectura:
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
            entrega, notas = self._al_dia(entrega, notas)
        except ValueError as error:
            yield self._rechazo(lugar, ocid, str(error))
            return
        extensiones = tuple(e for e in _lista(self._paquete.get("extensions")) if _es_enlace(e, 500))
        unidad = (self._archivo, self._renglon)
        yield Propuesta(entrega, extensiones, Referencia((unidad,), publicador, _lugar(lugar), notas))

    def _al_dia(self, entrega: Objeto, notas: tuple[Nota, ...]) -> tuple[Objeto, tuple[Nota, ...]]:
        """The release as the ledger takes it, and why it is not just as it came. Raises ValueError when it cannot."""
        if "compiled" in _lista(entrega.get("tag")):
            entrega, notas = _de_compilada(entrega), (*notas, Nota.DE_COMPILADA)
        if not actualizacion.es_1_0(entrega, self._paquete.get("version")):
            return entrega, notas
        _exigir_poca_profundidad(entrega)
        nueva, hubo_diferencias = actualizacion.actualizar(entrega)
        if nueva is entrega:
            return entrega, notas
        return nueva, (*notas, Nota.ACTUALIZADA, *([Nota.PARTES_DISTINTAS] if hubo_diferencias else []))

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
