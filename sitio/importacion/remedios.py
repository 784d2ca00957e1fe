"""What to write instead: the remedy of each thing refused, with the very value when what was given tells it."""

import difflib
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.importacion.tipos import ValorInvalido
from sitio.importacion.valores import ZONA, cantidad, clave_de, leer_momento, rfc
from sitio.ocds import listas
from sitio.ocds.mensajes import TIPOS
from sitio.ocds.perfil import ErrorDePerfil

# What is not of one value, by rule (those of sitio.ocds.perfil and sitio.publicacion.examen).
_DE_LA_REGLA = {
    "id_ocupado": gettext_lazy("Si es una corrección, póngale otro id y una fecha posterior; si no, quítela."),
    "fecha_no_posterior": gettext_lazy("Ordene las entregas de este proceso por fecha, cada una con la suya."),
    "otro_publicador": gettext_lazy("Impórtela con --publicador y la clave de esa institución, o revise el ocid."),
    "niveles": gettext_lazy("Revise que sea un archivo de datos; ninguna entrega real necesita tantos niveles."),
}
_VERDADERO, _FALSO = frozenset({"SI", "S", "TRUE", "VERDADERO", "1"}), frozenset({"NO", "N", "FALSE", "FALSO", "0"})
_OPCION = re.compile(r"(\w+) \(([^)]+)\)")
_DOMINIO = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?", re.ASCII)


def remedio(error: ErrorDePerfil, valor: Any) -> str:
    """What to do about something refused, whose field holds `valor`."""
    if propio := _DE_LA_REGLA.get(error.regla):
        return str(propio)
    propuesta = _propuesta(error, valor)
    if propuesta:
        return _("%(propuesta)s Después vuelva a importarlo.") % {"propuesta": propuesta}
    return _("Corríjalo en el archivo de origen y vuelva a importarlo: lo que ya entró no se repite.")


def _propuesta(error: ErrorDePerfil, valor: Any) -> str:
    if valor is None and error.regla.startswith("type"):
        return _("Si no se conoce, quite el campo entero.")
    if isinstance(valor, dict) and f"debe ser {TIPOS['array']} y" in error.mensaje:
        return _("Póngalo entre corchetes: [{…}].")
    regla = error.regla.partition(":")[0] if error.regla.startswith("type") else error.regla
    proponer = _DEL_VALOR.get(regla)
    return proponer(error, valor) if proponer and isinstance(valor, str) else ""


def _de_tipo(error: ErrorDePerfil, valor: str) -> str:
    esperado = next((tipo for tipo in _DEL_TIPO if f"debe ser {TIPOS[tipo]} y" in error.mensaje), "")
    return _DEL_TIPO[esperado](error, valor) if esperado else ""


def _de_lista(_error: ErrorDePerfil, valor: str) -> str:
    return _("Póngalo entre corchetes: %(valor)s.") % {"valor": json.dumps([valor], ensure_ascii=False)}


def _de_numero(_error: ErrorDePerfil, valor: str) -> str:
    try:
        cifra = cantidad("", valor)
    except ValorInvalido:
        return ""
    return "" if cifra is None else _("Escríbalo sin comillas ni signos: %(valor)s.") % {"valor": f"{cifra:f}"}


def _de_logico(_error: ErrorDePerfil, valor: str) -> str:
    clave = clave_de(valor)
    dice = "true" if clave in _VERDADERO else "false" if clave in _FALSO else ""
    return dice and _("Escriba %(valor)s, sin comillas.") % {"valor": dice}


def _de_objeto(error: ErrorDePerfil, valor: str) -> str:
    campo = error.ruta[-1] if error.ruta else ""
    ejemplo = {"identifier": _identificador(valor), "unit": {"name": valor}, "value": {"amount": 0, "currency": "MXN"}}
    if campo not in ejemplo:
        return ""
    return _("Escriba sus datos entre llaves, por ejemplo %(valor)s.") % {
        "valor": json.dumps(ejemplo[str(campo)], ensure_ascii=False)
    }


def _identificador(valor: str) -> dict[str, str]:
    """An RFC is known by its form; of anything else, whoever gave the number has to say in what register it is."""
    try:
        return {"scheme": "MX-RFC", "id": rfc("", valor) or ""}
    except ValorInvalido:
        return {"scheme": _("registro del que es"), "id": valor}


def _de_fecha(_error: ErrorDePerfil, valor: str) -> str:
    try:
        momento = leer_momento("", valor)
    except ValorInvalido:
        return ""
    if momento is None:
        return _("Si no se conoce, quite el campo entero.")
    datos = {"valor": momento.inicio.astimezone(ZONA).isoformat()}
    if "/" in valor:
        return _("Si el día va primero, escriba %(valor)s.") % datos
    return _("Escriba %(valor)s, o la hora en que fue si se conoce.") % datos


def _de_moneda(_error: ErrorDePerfil, valor: str) -> str:
    codigo = valor.strip().upper()
    return _("Escriba %(valor)s.") % {"valor": codigo} if codigo in listas.codigos("currency") else ""


def _de_opcion(error: ErrorDePerfil, valor: str) -> str:
    """The option whose code or title is most like what was written."""
    opciones = {clave_de(nombre): par[0] for par in _OPCION.findall(error.mensaje) for nombre in par}
    dicho = clave_de(valor)
    parecidas = difflib.get_close_matches(dicho, opciones, 1, 0.7)
    parecidas = parecidas or [nombre for nombre in opciones if len(dicho) > 3 and nombre.startswith(dicho)]
    return _("¿Quiso decir %(valor)s?") % {"valor": opciones[parecidas[0]]} if parecidas else ""


def _de_direccion(_error: ErrorDePerfil, valor: str) -> str:
    limpia = valor.strip()
    if not limpia:
        return _("Si no hay, quite el campo entero.")
    if urlsplit(limpia).scheme in ("http", "https"):
        return _("Escriba %(valor)s.") % {"valor": quote(limpia, safe="%/:?#[]@!$&'()*+,;=~")}
    if _DOMINIO.fullmatch(limpia):
        return _("Escriba http://%(valor)s.") % {"valor": limpia}
    return _("Escríbala completa o, si no hay, quite el campo entero.")


_Proponer = Callable[[ErrorDePerfil, str], str]
_DEL_TIPO: dict[str, _Proponer] = {
    "array": _de_lista,
    "integer": _de_numero,
    "number": _de_numero,
    "boolean": _de_logico,
    "object": _de_objeto,
}
_DEL_VALOR: dict[str, _Proponer] = {
    "type": _de_tipo,
    "format:date-time": _de_fecha,
    "format:uri": _de_direccion,
    "enum:currency": _de_moneda,
    "enum": _de_opcion,
}
