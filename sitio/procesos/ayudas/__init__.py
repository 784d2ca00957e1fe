"""What each field of capture means, which path of the open data it fills, and the law that asks for it.

The meaning is data (`textos`), by model and field; the path is read from the stage's own table, `MAPA`.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sitio.procesos.ayudas.fundamentos import FUNDAMENTOS
from sitio.procesos.ayudas.textos import TEXTOS
from sitio.procesos.mapeo import Dinero, Entrada, Lista

# Where the block of each stage hangs in a release; the tables of these stages are relative to it.
BASES = {"adjudicacion": "awards", "contrato": "contracts", "ejecucion": "contracts"}


def ayuda(modelo: Any, campo: str) -> str:
    """Return what a field of a stage, or of a row, asks for in plain words; "" if nobody has written it."""
    propia = _de(TEXTOS, modelo, campo)
    declarada = getattr(modelo._meta.get_field(campo), "help_text", "") if campo != "title" else ""
    return str(propia or declarada or "")


def fundamento(modelo: type[models.Model], campo: str) -> str:
    """Return the legal basis of a field; "" where none is known."""
    return str(_de(FUNDAMENTOS, modelo, campo) or "")


@cache
def ruta(etapa: Any, modelo: Any, campo: str) -> str:
    """Return the OCDS path that a field fills, such as `tender.tenderPeriod.endDate`; "" if it has none of its own."""
    base = BASES.get(etapa.etapa, "")
    return next((_unir(base, hallada) for hallada in _rutas(etapa, etapa.MAPA, etapa, modelo, campo)), "")


def texto(etapa: Any, modelo: Any, campo: str) -> SafeString:
    """Return the whole help of a field as HTML: meaning, path of the open data and legal basis."""
    camino, ley = ruta(etapa, modelo, campo), fundamento(modelo, campo)
    partes = [format_html("{}", ayuda(modelo, campo))]
    if camino:
        en_los_datos = _("En los datos abiertos:")
        partes.append(format_html('<span class="claraboya-ruta">{} <code>{}</code></span>', en_los_datos, camino))
    if ley:
        partes.append(format_html('<span class="claraboya-ruta">{} {}</span>', _("Fundamento:"), ley))
    return SafeString(" ".join(partes))


@cache
def _texto_en(idioma: str, etapa: Any, modelo: Any, campo: str) -> SafeString:
    # A form asks for five hundred of them each time it is drawn, and nothing in them changes.
    return texto(etapa, modelo, campo)


def _texto_de_quien_lee(etapa: Any, modelo: Any, campo: str) -> SafeString:
    return _texto_en(get_language(), etapa, modelo, campo)


texto_en_su_idioma = lazy(_texto_de_quien_lee, SafeString)


def explicar(formulario: type[Any], etapa: type[Any]) -> None:
    """Give every field of a stage's form, and of the rows in it, its help; each reader gets it in their language."""
    for nombre, campo in formulario.base_fields.items():
        if _existe(etapa, nombre):
            campo.help_text = texto_en_su_idioma(etapa, etapa, nombre)
    for conjunto in formulario.formsets.values():
        for nombre, campo in conjunto.form.base_fields.items():
            if _existe(conjunto.model, nombre):
                campo.help_text = texto_en_su_idioma(etapa, conjunto.model, nombre)


def _existe(modelo: type[models.Model], nombre: str) -> bool:
    return any(campo.name == nombre for campo in modelo._meta.concrete_fields) and nombre != "id"


def _de(datos: dict[str, Any], modelo: type[models.Model], campo: str) -> Any:
    """Look a field up by the model, then by what it inherits from, then by its name alone."""
    for clase in [*(c.__name__ for c in modelo.__mro__), "*"]:
        if (clave := f"{clase}.{campo}") in datos:
            return datos[clave]
    return ""


def _rutas(etapa: type[Any], mapa: Iterable[Entrada], de: Any, modelo: type[models.Model], campo: str) -> Iterable[str]:
    for entrada in mapa:
        if de is modelo and not isinstance(entrada, Lista):
            yield from _ruta_de(entrada, campo)
        elif isinstance(entrada, Lista):
            renglon = entrada.modelo(etapa)
            for interna in _rutas(etapa, entrada.campos(etapa), renglon, modelo, campo):
                yield _unir(entrada.ruta, interna)


def _ruta_de(entrada: Any, campo: str) -> Iterable[str]:
    if isinstance(entrada, Dinero):
        montos = {entrada.nombre: "amount", entrada.moneda: "currency", entrada.neto: "netAmount"}
        if campo and campo in montos:
            yield f"{entrada.ruta}.{montos[campo]}"
    elif entrada.nombre == campo:
        yield entrada.ruta


def _unir(*partes: str) -> str:
    return ".".join(parte for parte in partes if parte)
