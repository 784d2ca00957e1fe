"""The few columns that lists and searches need, from a compiled release. What the data does not say stays empty."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from sitio.ocds.identificadores import leer_fecha
from sitio.ocds.listas import etapas_publicadas

# Legal dates are days of the calendar of the capital (house rule).
_ZONA = ZoneInfo("America/Mexico_City")
# OCDS contractStatus and awardStatus: these never became an obligation to pay.
_SIN_EFECTO = frozenset({"cancelled", "unsuccessful"})
_MAXIMO = Decimal(10) ** 18
_CENTAVO = Decimal("0.01")

Pasos = tuple[str, ...]


def _rutas(*rutas: str) -> tuple[Pasos, ...]:
    return tuple(tuple(ruta.split(".")) for ruta in rutas)


_TITULOS = _rutas(
    *("tender.title", "contracts.title", "awards.title", "tender.description"),
    # `title` at the root is the process_title extension.
    *("title", "planning.rationale", "planning.budget.project", "planning.budget.description"),
)
_TEXTOS = _rutas(
    *("title", "tender.title", "tender.description", "planning.rationale", "awards.title", "contracts.title"),
    *("ocid", "tender.id"),
)
_FECHAS = _rutas(
    "planning.budget.budgetBreakdown.period.startDate",
    "contracts.dateSigned",
    "awards.date",
    "tender.tenderPeriod.startDate",
    "tender.tenderPeriod.endDate",
    "contracts.period.startDate",
)


def columnas(compilada: dict[str, Any]) -> dict[str, Any]:
    """Return the derived columns of `Registro` for a compiled release. Pure, and safe on any imported release."""
    titulo = _titulo(compilada)
    comprador_id, comprador = _comprador(compilada)
    proveedores = _proveedores(compilada)
    monto, moneda = _monto(compilada)
    return {
        "titulo": titulo[:1000],
        "comprador_id": comprador_id[:200],
        "comprador": comprador[:500],
        "proveedores": proveedores,
        "metodo": _primero(compilada, ("tender", "procurementMethod"))[:20],
        "categoria": _primero(compilada, ("tender", "mainProcurementCategory"))[:20],
        "etapas": etapas_publicadas(compilada),
        "estado_licitacion": _primero(compilada, ("tender", "status"))[:20],
        "ejercicio": _ejercicio(compilada),
        "monto": monto,
        "moneda": moneda,
        "busqueda": _busqueda(compilada, titulo, comprador, proveedores),
    }


def normalizar(texto: str) -> str:
    """Return `texto` as the search column keeps it: no accents, lower case, single spaces. For queries too."""
    if not texto.isascii():
        texto = unicodedata.normalize("NFKD", texto)
        for marca in filter(unicodedata.combining, {*texto}):
            texto = texto.replace(marca, "")
    return " ".join(texto.casefold().split())


def _valores(dato: Any, pasos: Pasos) -> list[Any]:
    """Return what a path leads to, going through every element of the arrays on the way."""
    for indice, paso in enumerate(pasos):
        if isinstance(dato, list):
            return [valor for elemento in dato for valor in _valores(elemento, pasos[indice:])]
        if not isinstance(dato, dict):
            return []
        dato = dato.get(paso)
    if isinstance(dato, list):
        return [valor for elemento in dato for valor in _valores(elemento, ())]
    return [] if dato is None else [dato]


def _textos(compilada: dict[str, Any], *rutas: Pasos) -> Iterator[str]:
    for pasos in rutas:
        for valor in _valores(compilada, pasos):
            if isinstance(valor, str) and (palabras := valor.split()):
                yield " ".join(palabras)


def _primero(compilada: dict[str, Any], *rutas: Pasos) -> str:
    return next(_textos(compilada, *rutas), "")


def _titulo(compilada: dict[str, Any]) -> str:
    return _primero(compilada, *_TITULOS)


def id_del_comprador(compilada: dict[str, Any]) -> str:
    """The party id of the buyer of a compiled release, as its column holds it; "" when it does not say."""
    return _comprador(compilada)[0][:200]


def _comprador(compilada: dict[str, Any]) -> tuple[str, str]:
    """The buyer; without one, the procuring entity; without both, the party that plays the buyer's role."""
    partes = (p for p in _objetos(compilada.get("parties")) if "buyer" in (p.get("roles") or ()))
    licitacion = compilada.get("tender")
    convocante = licitacion.get("procuringEntity") if isinstance(licitacion, dict) else None
    for organizacion in chain((compilada.get("buyer"), convocante), partes):
        nombrada = {"o": organizacion}
        clave, nombre = _primero(nombrada, ("o", "id")), _primero(nombrada, ("o", "name"))
        if clave or nombre:
            return clave, nombre
    return "", ""


def _proveedores(compilada: dict[str, Any]) -> list[dict[str, str]]:
    """Each supplier of the awards that stand, once, as {"id", "nombre"}."""
    vigentes = {"awards": _vigentes(compilada.get("awards"))}
    vistos: dict[str, dict[str, str]] = {}
    for proveedor in _valores([_objetos(a.get("suppliers")) for a in vigentes["awards"]], ()):
        par = {"id": _primero(proveedor, ("id",)), "nombre": _primero(proveedor, ("name",))}
        if clave := par["id"] or par["nombre"]:
            vistos.setdefault(clave, par)
    return list(vistos.values())


def _objetos(lista: Any) -> list[dict[str, Any]]:
    return [o for o in lista if isinstance(o, dict)] if isinstance(lista, list) else []


def _vigentes(lista: Any) -> list[dict[str, Any]]:
    return [o for o in _objetos(lista) if o.get("status") not in _SIN_EFECTO]


def _monto(compilada: dict[str, Any]) -> tuple[Decimal | None, str]:
    """The amount of the latest stage that states one: contracts, else awards, else tender, else planned budget.

    Contracts and awards that stand are added up. Amounts in several currencies have no sum: the amount is then
    unknown, because an earlier stage's figure would not be what was contracted.
    """
    etapas = (
        _valores([c.get("value") for c in _vigentes(compilada.get("contracts"))], ()),
        _valores([a.get("value") for a in _vigentes(compilada.get("awards"))], ()),
        _valores(compilada, ("tender", "value")),
        _valores(compilada, ("planning", "budget", "amount")),
    )
    for valores in etapas:
        if sumas := _sumas(valores):
            return _unica(sumas)
    return None, ""


def _sumas(valores: Iterable[Any]) -> dict[str, Decimal]:
    sumas: dict[str, Decimal] = {}
    for valor in valores:
        cantidad = _decimal(valor.get("amount")) if isinstance(valor, dict) else None
        if cantidad is not None:
            moneda = _primero(valor, ("currency",))
            sumas[moneda] = sumas.get(moneda, Decimal(0)) + cantidad
    return sumas


def _unica(sumas: dict[str, Decimal]) -> tuple[Decimal | None, str]:
    if len(sumas) > 1:
        return None, ""
    [(moneda, suma)] = sumas.items()
    # Past this the column could not hold it, and no real amount is that large.
    return (suma.quantize(_CENTAVO), moneda[:3]) if abs(suma) < _MAXIMO else (None, "")


def _decimal(cantidad: Any) -> Decimal | None:
    if isinstance(cantidad, bool) or not isinstance(cantidad, int | float | Decimal):
        return None
    try:
        exacta = Decimal(str(cantidad))
    except InvalidOperation:
        return None
    return exacta if exacta.is_finite() else None


def _ejercicio(compilada: dict[str, Any]) -> int | None:
    """The fiscal year: that of the budget lines; else of the first signature, award, call or start of a contract."""
    for ruta in _FECHAS:
        anios = [anio for texto in _textos(compilada, ruta) if (anio := _anio(texto))]
        if anios:
            return min(anios)
    return None


def _anio(texto: str) -> int | None:
    try:
        momento = leer_fecha(texto)
        escrita = datetime.fromisoformat(texto)
    except ValueError:
        return None
    # Sources that know only the day write it as midnight; moving it to another zone would change the day.
    return escrita.year if escrita.time() == time() else momento.astimezone(_ZONA).year


def _busqueda(compilada: dict[str, Any], titulo: str, comprador: str, proveedores: list[dict[str, str]]) -> str:
    palabras = [
        titulo,
        *_textos(compilada, *_TEXTOS),
        comprador,
        *(p["nombre"] for p in proveedores),
    ]
    return normalizar(" ".join(dict.fromkeys(palabras)))
