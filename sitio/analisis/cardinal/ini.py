"""The settings file of Cardinal: an INI whose sections switch codes on and whose keys change their thresholds.

Read as Cardinal reads it: upper and lower case differ, `=` or `:` sets a key apart, a whole line after `;` or `#` is a
comment, and an unknown section or key is an error, because a misspelt threshold would silently not apply.
"""

import configparser
import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from sitio.analisis.cardinal import valores
from sitio.analisis.cardinal.ajustes import Ajustes
from sitio.analisis.cardinal.codigos import CODIGOS
from sitio.analisis.cardinal.valores import Lector, ValorInvalido
from sitio.analisis.registro import gettext_noop

_ = gettext_noop
# The keys before any section.
_CABEZA = "\0"
_PLAZOS = "R003.procurement_method_details"

_GENERALES: Mapping[str, Lector] = {
    "currency": valores.cadena,
    "price_comparison_procurement_methods": valores.lista,
    "no_price_comparison_procurement_methods": valores.lista,
}
# What the other commands of Cardinal read from the same file: checked, and of no effect here.
_DE_OTROS: Mapping[str, Mapping[str, Lector]] = {
    "defaults": {
        "currency": valores.cadena,
        "item_classification_scheme": valores.cadena,
        "bid_status": valores.cadena,
        "award_status": valores.cadena,
        "party_roles": valores.afirmacion,
    },
    "redactions": {"amount": valores.cadena, "organization_id": valores.cadena},
    "corrections": {"award_status_by_contract_status": valores.afirmacion},
    "modifications": {
        "move_auctions": valores.afirmacion,
        "prefix_buyer_or_procuring_entity_id": valores.cadena,
        "prefix_tenderer_or_supplier_id": valores.cadena,
        "split_procurement_method_details": valores.cadena,
    },
}
_SECCIONES: Mapping[str, Mapping[str, Lector]] = {
    _CABEZA: _GENERALES,
    **{codigo.CLAVE: codigo.OPCIONES for codigo in CODIGOS},
    "exclusions": {"procurement_method_details": valores.lista},
    "output": {"info_currency_mismatches": valores.afirmacion},
    **_DE_OTROS,
}
# Sections whose keys the institution chooses.
_LIBRES: Mapping[str, Lector] = {
    _PLAZOS: valores.entero,
    "codelists.bid_status": valores.cadena,
    "codelists.award_status": valores.cadena,
}


class AjustesInvalidos(ValueError):
    """The settings cannot be used: where, why, and what to write instead."""

    def __init__(self, mensaje: str, **datos: Any) -> None:
        super().__init__(mensaje % datos)
        self.mensaje = mensaje
        self.datos = datos

    def decir(self, traducir: Callable[[str], str]) -> str:
        """Return the message in the language of `traducir`, with what the person wrote untouched."""
        traducidos = {clave: traducir(self.datos[clave]) for clave in ("lugar", "espera") if clave in self.datos}
        return traducir(self.mensaje) % (self.datos | traducidos)


def leer_ajustes(texto: str) -> Ajustes:
    """Read the text of a settings file. Raises AjustesInvalidos, which says the section, the key and the remedy."""
    leidas = {seccion: _leer_seccion(seccion, claves) for seccion, claves in _secciones(texto).items()}
    generales = leidas.get(_CABEZA, {})
    codigos = {codigo.CLAVE: leidas[codigo.CLAVE] for codigo in CODIGOS if codigo.CLAVE in leidas}
    if _PLAZOS in leidas:
        # A part of the section R003, which switches it on by itself.
        codigos["R003"] = {**codigos.get("R003", {}), "procurement_method_details": leidas[_PLAZOS]}
    return Ajustes(
        moneda=generales.get("currency"),
        comparables=generales.get("price_comparison_procurement_methods", frozenset()),
        incomparables=generales.get("no_price_comparison_procurement_methods", frozenset()),
        excluidos=leidas.get("exclusions", {}).get("procurement_method_details", frozenset()),
        calla_monedas=leidas.get("output", {}).get("info_currency_mismatches", False),
        codigos=codigos,
    )


def _secciones(texto: str) -> dict[str, dict[str, str]]:
    """Cut the file into sections, each with its keys."""
    lector = configparser.RawConfigParser(default_section="\0\0", comment_prefixes=(";", "#"))
    lector.optionxform = str  # type: ignore[method-assign,assignment]  # the documented way to tell case apart
    # An indented line would go on with the value of the line before.
    lineas = "\n".join(linea.strip() for linea in texto.removeprefix("\ufeff").splitlines())
    try:
        lector.read_string(f"[{_CABEZA}]\n{lineas}")
    except configparser.DuplicateSectionError as error:
        raise AjustesInvalidos(_REPETIDA, seccion=error.section) from error
    except configparser.DuplicateOptionError as error:
        raise AjustesInvalidos(_CLAVE_REPETIDA, lugar=_lugar(error.section), clave=error.option) from error
    except configparser.ParsingError as error:
        raise AjustesInvalidos(_ILEGIBLE, linea=error.errors[0][0] - 1) from error
    return {seccion: dict(lector.items(seccion)) for seccion in lector.sections()}


def _leer_seccion(seccion: str, claves: dict[str, str]) -> dict[str, Any]:
    if seccion not in _SECCIONES and seccion not in _LIBRES:
        conocidas = [*_SECCIONES, *_LIBRES]
        conocidas.remove(_CABEZA)
        raise AjustesInvalidos(_SECCION_AJENA, seccion=seccion, remedio=_parecida(seccion, conocidas))
    return {clave: _leer_valor(seccion, clave, valor) for clave, valor in claves.items()}


def _leer_valor(seccion: str, clave: str, valor: str) -> Any:
    lector = _LIBRES.get(seccion) or _SECCIONES[seccion].get(clave)
    if lector is None:
        remedio = _parecida(clave, _SECCIONES[seccion])
        raise AjustesInvalidos(
            _CLAVE_AJENA if remedio else _SIN_CLAVES, lugar=_lugar(seccion), clave=clave, remedio=remedio
        )
    try:
        return lector(_sin_comillas(valor))
    except ValorInvalido as error:
        datos = {"lugar": _lugar(seccion), "clave": clave, "valor": valor, "espera": str(error)}
        raise AjustesInvalidos(_VALOR_AJENO, **datos) from error


def _sin_comillas(valor: str) -> str:
    entre_comillas = re.fullmatch(r"""(["'])(.*)\1""", valor)
    return entre_comillas[2] if entre_comillas else valor


def _parecida(escrita: str, conocidas: Iterable[str]) -> str:
    """Return the known name that was meant, or all of them."""
    conocidas = [*conocidas]
    return ", ".join(get_close_matches(escrita, conocidas, 1) or conocidas)


def _lugar(seccion: str) -> str:
    return _("Antes de la primera sección") if seccion == _CABEZA else f"[{seccion}]"


_REPETIDA = _("La sección [%(seccion)s] está dos veces: júntelas en una.")
_CLAVE_REPETIDA = _("%(lugar)s: la clave «%(clave)s» está dos veces; deje una.")
_ILEGIBLE = _("La línea %(linea)d no es una [sección], una «clave = valor» ni un comentario que empiece con «;».")
_SECCION_AJENA = _("La sección [%(seccion)s] no existe: use %(remedio)s, o quítela.")
_CLAVE_AJENA = _("%(lugar)s: la clave «%(clave)s» no existe; use %(remedio)s, o quítela.")
_SIN_CLAVES = _("%(lugar)s: esta sección no lleva claves; quite «%(clave)s».")
_VALOR_AJENO = _("%(lugar)s: la clave «%(clave)s» vale «%(valor)s»; escriba %(espera)s.")
