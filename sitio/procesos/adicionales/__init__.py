"""The extra fields that a procedure template adds to a stage: read, told, required and published.

Their values live in `EtapaPage.adicionales`, so that a revision carries them; the template says what each one is.
"""

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sitio.ocds import rutas
from sitio.procesos.adicionales.tipos import TIPOS
from sitio.procesos.mapeo import Campo, Volcado

if TYPE_CHECKING:
    from sitio.procesos.models import EtapaPage

# Where a stage's own object is, from where its `MAPA` begins.
RAIZ = {"planeacion": "planning.", "licitacion": "tender.", "ejecucion": "implementation."}
PREFIJO = "adicional_"
# The types that belong to one purchase and not to the next one like it.
DE_UNA_COMPRA = ("documento", "fecha")


def campos(etapa: "EtapaPage") -> list[dict[str, Any]]:
    """Return the extra fields that the process's template adds to this stage."""
    return list(etapa.regla.get("campos_adicionales", ()))


def mapa(etapa: "EtapaPage") -> list[Campo]:
    """Return the OCDS table of the extra fields of `etapa`. Documents are rows of a list that is mapped already."""
    return [Campo(nombre_de(extra), _ruta(etapa, extra)) for extra in campos(etapa) if extra["tipo"] != "documento"]


def nombre_de(extra: dict[str, Any], control: str = "") -> str:
    """Return the name in the form of an extra field, or of one of its controls."""
    return f"{PREFIJO}{extra['clave']}" + (f"__{control}" if control else "")


def agregar(etapa: "EtapaPage", volcado: Volcado) -> Volcado:
    """Write the extra fields of a stage into its block, each one at its OCDS path; returns the block."""
    for extra, valor in _llenos(etapa):
        dato, ruta = TIPOS[extra["tipo"]].publicar(extra, valor), _ruta(etapa, extra)
        if extra["tipo"] == "documento":
            dato = [*rutas.leer(volcado.bloque, ruta, ()), dato]
        rutas.poner(volcado.bloque, ruta, dato)
    return volcado


def recoger(etapa: "EtapaPage", bloque: dict[str, Any]) -> None:
    """Read the extra fields of a stage from a block that somebody published, as far as their types can hold it."""
    for extra in campos(etapa):
        publicado = None if extra["tipo"] == "documento" else rutas.leer(bloque, _ruta(etapa, extra))
        if publicado is not None and (valor := TIPOS[extra["tipo"]].recoger(publicado)) is not None:
            etapa.adicionales[extra["clave"]] = valor


def copiar(fuente: "EtapaPage", destino: "EtapaPage") -> list[str]:
    """Bring to a new stage the extra fields that its own template asks for too; return the titles of those brought.

    Documents and dates stay behind, as everywhere in a copy: they are of the other purchase. So does a choice that the
    new template no longer offers, and a field that it keeps as another type.
    """
    propios = {extra["clave"]: extra for extra in campos(destino)}
    traidos = []
    for extra, valor in _llenos(fuente):
        propio = propios.get(extra["clave"], {})
        if propio.get("tipo") == extra["tipo"] and extra["tipo"] not in DE_UNA_COMPRA and _se_ofrece(propio, valor):
            destino.adicionales[extra["clave"]] = copy.deepcopy(valor)
            traidos.append(propio["titulo"])
    return traidos


def legibles(etapa: "EtapaPage", publicada: "EtapaPage | None") -> Iterator[tuple[str, str, str | None]]:
    """Yield (title, value, published value when it differs) of each extra field, as people read them."""
    for extra in campos(etapa):
        valor = _legible(etapa, extra)
        antes = _legible(publicada, extra) if publicada else None
        yield extra["titulo"], valor, antes if antes != valor else None


def faltantes(etapa: "EtapaPage") -> Iterator[tuple[str, str]]:
    """Yield (field of the form, message) for each extra field that is required and empty, or is left half filled."""
    llenos = {extra["clave"] for extra, _valor in _llenos(etapa)}
    for extra in campos(etapa):
        if extra["clave"] in llenos:
            continue
        if etapa.adicionales.get(extra["clave"]):
            yield nombre_de(extra), _("Escriba la dirección pública de %(campo)s.") % {"campo": extra["titulo"]}
        elif extra.get("obligatorio"):
            mensaje = _("Falta %(campo)s: este procedimiento lo pide en esta etapa.")
            yield nombre_de(extra), mensaje % {"campo": extra["titulo"]}


def lo_que_pide(etapa: "EtapaPage") -> list[str]:
    """Return the titles of the extra fields that are required at this stage."""
    return [extra["titulo"] for extra in campos(etapa) if extra.get("obligatorio")]


def _llenos(etapa: "EtapaPage") -> Iterator[tuple[dict[str, Any], Any]]:
    for extra in campos(etapa):
        valor = etapa.adicionales.get(extra["clave"])
        if TIPOS[extra["tipo"]].completo(valor):
            yield extra, valor


def _se_ofrece(extra: dict[str, Any], valor: Any) -> bool:
    return extra["tipo"] != "opcion" or valor in [opcion["valor"] for opcion in extra["opciones"]]


def _legible(etapa: "EtapaPage", extra: dict[str, Any]) -> str:
    valor = etapa.adicionales.get(extra["clave"])
    return TIPOS[extra["tipo"]].legible(extra, valor) if valor else ""


def _ruta(etapa: "EtapaPage", extra: dict[str, Any]) -> str:
    return RAIZ.get(etapa.etapa, "") + str(extra["ruta"])
