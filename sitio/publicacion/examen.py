"""Is a proposal fit for the ledger, whatever its process already published? Pure: done before the lock is taken."""

import re
from collections.abc import Iterable
from typing import Any

import orjson
from django.utils.translation import gettext as _

from sitio.ocds import esquema, perfil
from sitio.ocds.perfil import ErrorDePerfil
from sitio.publicacion.models import Origen, Publicador
from sitio.publicacion.propuestas import EntregaEnConflicto, EntregaInvalida, Propuesta

# The ledger gives what a captured release cannot know; these stand in for the check only.
_PROVISIONALES = {"id": "1", "date": "1970-01-01T00:00:00Z", "tag": ["planning"]}
_PROVISIONALES_DE_CAPTURA = {**_PROVISIONALES, "initiationType": "tender"}
# The deepest path of OCDS has about ten; past this, whoever reads the release back could run out of stack.
NIVELES = 64
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# What is inside of NIVELES objects, as orjson indents it.
_SANGRIA = b"\n" + b"  " * NIVELES


def examinar(
    propuesta: Propuesta, publicador: Publicador, origen: Origen, previa: dict[str, Any] | None = None
) -> None:
    """Raise EntregaInvalida when `propuesta` breaks the profile (sitio.ocds.perfil) or the ledger's rules for names.

    What is captured here is held to the strict profile and, when its process is new, to its publisher's prefix;
    `previa`, the compiled release so far, is where its references may lead. Imports keep the ocids they came with.
    """
    captura = origen == Origen.CAPTURA
    entrega = propuesta.entrega
    provisionales = _PROVISIONALES_DE_CAPTURA if captura else _PROVISIONALES
    completa = {**provisionales, **entrega} if isinstance(entrega, dict) else entrega
    errores = _niveles(completa) or _de_perfil(propuesta, completa, estricto=captura, previa=previa)
    # A process that began elsewhere goes on here under the ocid it has.
    nace_aqui = captura and previa is None
    errores = errores or [*_nombres(completa), *(_prefijo(completa, publicador) if nace_aqui else [])]
    if errores:
        raise EntregaInvalida(errores)


def _de_perfil(propuesta: Propuesta, completa: Any, **opciones: Any) -> list[ErrorDePerfil]:
    # What stands in for the ledger has no traits, so those of the proposal are the whole's.
    rasgos = propuesta.rasgos if isinstance(propuesta.entrega, dict) else None
    return perfil.errores(completa, rasgos=rasgos, **opciones)


def _niveles(entrega: Any) -> list[ErrorDePerfil]:
    if not _puede_ser_honda(entrega):
        return []
    nivel = [entrega]
    for _profundidad in range(NIVELES):
        nivel = [hijo for padre in nivel for hijo in _hijos(padre)]
        if not nivel:
            return []
    mensaje = _("Trae más de %(niveles)d niveles de objetos, uno dentro de otro. Simplifíquela.") % {"niveles": NIVELES}
    return [ErrorDePerfil([], "", mensaje, "niveles")]


def _puede_ser_honda(entrega: Any) -> bool:
    """False when it is not, told by its indentation: in JSON a line break is never part of a text."""
    try:
        return _SANGRIA in orjson.dumps(entrega, str, orjson.OPT_INDENT_2)
    except orjson.JSONEncodeError:
        return True


def _hijos(dato: Any) -> Iterable[Any]:
    return dato.values() if isinstance(dato, dict) else dato if isinstance(dato, list) else ()


def _nombres(entrega: dict[str, Any]) -> list[ErrorDePerfil]:
    return [_con_control(clave) for clave in ("ocid", "id") if _CONTROL.search(entrega[clave])]


def _con_control(clave: str) -> ErrorDePerfil:
    mensaje = _("Trae un carácter de control (salto de línea, tabulador…), que no cabe en una dirección web. Quítelo.")
    return _error(clave, mensaje, "control")


def _prefijo(entrega: dict[str, Any], publicador: Publicador) -> list[ErrorDePerfil]:
    if entrega["ocid"].startswith(f"{publicador.prefijo_ocid}-"):
        return []
    mensaje = _("El ocid «%(ocid)s» no empieza con el prefijo de %(publicador)s, que es «%(prefijo)s-».") % {
        "ocid": entrega["ocid"],
        "publicador": publicador.nombre,
        "prefijo": publicador.prefijo_ocid,
    }
    return [_error("ocid", mensaje, "prefijo")]


def de_otro_publicador(ocid: str, nombre: str) -> EntregaEnConflicto:
    """The process belongs to the publisher who published it first: nobody else may change what it says."""
    mensaje = _(
        "El proceso %(ocid)s ya lo publica %(publicador)s. Publíquelo con esa institución, o revise el ocid."
    ) % {"ocid": ocid, "publicador": nombre}
    return EntregaEnConflicto([_error("ocid", mensaje, "otro_publicador")])


def id_ocupado(ocid: str, clave: str) -> EntregaEnConflicto:
    """Releases are immutable (OCDS 1.1 release reference): the same id never names two contents."""
    mensaje = _(
        "El proceso %(ocid)s ya publicó la entrega %(id)s con otro contenido, y lo publicado no se cambia. "
        "Una corrección es una entrega nueva: póngale otro id y una fecha posterior."
    ) % {"ocid": ocid, "id": clave}
    return EntregaEnConflicto([_error("id", mensaje, "id_ocupado")])


def retirada(ocid: str) -> EntregaEnConflicto:
    """What was withdrawn does not come back, under its own name or under another."""
    mensaje = _(
        "Lo que dice esta entrega se retiró del proceso %(ocid)s, y no se vuelve a publicar. "
        "Quite lo que se ordenó retirar y publique el resto con otro id."
    ) % {"ocid": ocid}
    return EntregaEnConflicto([_error("id", mensaje, "retirada")])


def fecha_no_posterior(ocid: str, fecha: str, ultima: str) -> EntregaEnConflicto:
    """The date orders the merge (OCDS 1.1 merging), so it only grows within a process."""
    mensaje = _(
        "La fecha %(fecha)s no es posterior a la de la última entrega del proceso %(ocid)s, que es %(ultima)s. "
        "Ordene las entregas por fecha, o ponga la fecha en que se hizo esta corrección."
    ) % {"fecha": fecha, "ocid": ocid, "ultima": ultima}
    return EntregaEnConflicto([_error("date", mensaje, "fecha_no_posterior")])


def imposible(motivo: ValueError) -> EntregaInvalida:
    """A release that cannot be merged with the earlier ones, or that would say nothing new (sitio.ocds says why)."""
    return EntregaInvalida([ErrorDePerfil([], "", str(motivo), "fusion")])


def _error(campo: str, mensaje: str, regla: str) -> ErrorDePerfil:
    return ErrorDePerfil([campo], esquema.titulos([campo])[0], mensaje, regla)
