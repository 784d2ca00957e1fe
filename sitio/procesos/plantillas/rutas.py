"""Where an extra field may be published: inside its stage, on no field of ours, and of the type the standard says."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from sitio.ocds import esquema
from sitio.procesos.adicionales import RAIZ
from sitio.procesos.plantillas.campos import campos_de
from sitio.procesos.servicios import TIPOS_DE_ETAPA

# The stage's object in the schema of a release.
OBJETO = {
    "planeacion": ("planning",),
    "licitacion": ("tender",),
    "adjudicacion": ("awards",),
    "contrato": ("contracts",),
    "ejecucion": ("contracts", "implementation"),
}
# What no template may write: who and what a release is, and what the stage works out by itself.
PROTEGIDOS = frozenset(
    {"id", "ocid", "tag", "date", "language", "initiationType", "buyer", "parties", "relatedProcesses", "awardID"}
    | {"procurementMethod", "procurementMethodDetails", "procuringEntity", "numberOfTenderers"}
)
DOCUMENTOS = "documents"


def fallas(etapa: str, extra: dict[str, Any]) -> Iterator[str]:
    """Yield why an extra field cannot be published at its path, in Spanish; nothing when it can."""
    ruta = extra["ruta"]
    if extra["tipo"] == "documento":
        if ruta != DOCUMENTOS:
            yield _("un documento se publica en «documents»: escriba esa ruta")
        return
    if ruta.split(".")[0] in PROTEGIDOS:
        yield _("«%(miembro)s» lo escribe el portal y no se puede usar") % {"miembro": ruta.split(".")[0]}
    elif ocupado := _campo_en(etapa, ruta):
        yield _("esa ruta ya la ocupa el campo «%(campo)s» de la etapa") % {"campo": ocupado}
    else:
        yield from _de_tipo(etapa, extra)


def conocida(etapa: str, ruta: str) -> bool:
    """Tell whether the standard, or one of our extensions, has a member at that path of the stage."""
    return bool(_nodo(etapa, ruta))


def se_estorban(una: str, otra: str) -> bool:
    """Tell whether two paths cannot both be written: they are the same, or one runs through the other."""
    return una == otra or una.startswith(otra + ".") or otra.startswith(una + ".")


def _campo_en(etapa: str, ruta: str) -> str | None:
    raiz = RAIZ.get(etapa, "")
    for entrada in TIPOS_DE_ETAPA[etapa].MAPA:
        if entrada.ruta.startswith(raiz) and se_estorban(ruta, entrada.ruta.removeprefix(raiz)):
            campo = campos_de(etapa).get(entrada.nombre)
            return campo.titulo if campo else entrada.nombre
    return None


def _de_tipo(etapa: str, extra: dict[str, Any]) -> Iterator[str]:
    partes = extra["ruta"].split(".")
    for largo in range(1, len(partes)):
        medio = _nodo(etapa, ".".join(partes[:largo]))
        if medio and "object" not in _tipos(medio):
            yield _("«%(miembro)s» no es un objeto en el estándar: la ruta no puede pasar por ahí") % {
                "miembro": ".".join(partes[:largo])
            }
            return
    nodo = _nodo(etapa, extra["ruta"])
    if nodo and (motivo := _desacuerdo(nodo, extra)):
        yield motivo


def _desacuerdo(nodo: dict[str, Any], extra: dict[str, Any]) -> str | None:
    """Return why the type of an extra field is not that of a node of the schema; None when it is."""
    esperado = _tipo_de(nodo)
    if esperado != extra["tipo"] and not (esperado == "texto" and extra["tipo"] == "opcion"):
        if esperado is None:
            return _("el estándar espera ahí una lista o un objeto, que un campo adicional no puede llenar")
        return _("el estándar espera ahí un campo de tipo «%(tipo)s»") % {"tipo": esperado}
    ajenos = {opcion["valor"] for opcion in extra.get("opciones", ())} - set(nodo.get("enum", ()))
    if "enum" in nodo and ajenos:
        return _("el estándar no admite ahí: %(valores)s") % {"valores": ", ".join(sorted(ajenos))}
    return None


def _tipo_de(nodo: dict[str, Any]) -> str | None:
    """Return the type of extra field that a node of the schema takes; None when none does."""
    tipos = _tipos(nodo)
    if "object" in tipos:
        return "dinero" if esquema.bajar(nodo, "amount") and esquema.bajar(nodo, "currency") else None
    if {"number", "integer"} & tipos:
        return "numero"
    if "string" not in tipos:
        return None
    if nodo.get("format") == "date-time":
        return "fecha"
    return "opcion" if "enum" in nodo else "texto"


def _tipos(nodo: dict[str, Any]) -> set[str]:
    tipo = nodo.get("type", "object" if "properties" in nodo else [])
    return {tipo} if isinstance(tipo, str) else set(tipo)


def _nodo(etapa: str, ruta: str) -> dict[str, Any]:
    nodo: dict[str, Any] = esquema.entrega()
    for parte in (*OBJETO[etapa], *ruta.split(".")):
        nodo = esquema.bajar(esquema.bajar(nodo, 0) or nodo, parte)
    return nodo
