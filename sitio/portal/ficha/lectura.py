"""Reading a compiled release of anybody's making: what is missing or of another type reads as not published."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext

from sitio.componentes import formatos
from sitio.ocds import listas, rutas
from sitio.portal.ficha.piezas import Dato

Objeto = dict[str, Any]


def objeto(dato: Any, ruta: str) -> Objeto:
    """Return the object at `ruta`, or an empty one."""
    valor = rutas.leer(dato, ruta)
    return valor if isinstance(valor, dict) else {}


def objetos(dato: Any, ruta: str) -> list[Objeto]:
    """Return the objects of the list at `ruta`."""
    valor = rutas.leer(dato, ruta)
    return [elemento for elemento in valor if isinstance(elemento, dict)] if isinstance(valor, list) else []


def renglones(dato: Any, ruta: str) -> list[Objeto]:
    """Return the rows (items, documents, payments…) of the list at `ruta`, without those that were taken back."""
    return [objeto for objeto in objetos(dato, ruta) if not rutas.vaciado(objeto)]


def texto(dato: Any, ruta: str) -> str:
    """Return the text (or number) at `ruta` with its spaces put in order; empty when there is none."""
    valor = rutas.leer(dato, ruta)
    if isinstance(valor, bool) or not isinstance(valor, str | int | float | Decimal):
        return ""
    return " ".join(str(valor).split())


def parrafo(dato: Any, ruta: str) -> str:
    """Return the text at `ruta` with the line breaks its author gave it."""
    valor = rutas.leer(dato, ruta)
    return "\n".join(" ".join(linea.split()) for linea in valor.strip().splitlines()) if isinstance(valor, str) else ""


def codigo(lista: str, dato: Any, ruta: str) -> str:
    """Return the Spanish title of the code at `ruta`; a code that the list does not know is shown as it is."""
    valor = texto(dato, ruta)
    return listas.titulo(lista, valor) if valor else ""


def codigos(lista: str, dato: Any, ruta: str) -> str:
    """Return the titles of the codes of a list at `ruta`, separated by commas."""
    valores = rutas.leer(dato, ruta)
    elegidos = [v for v in valores if isinstance(v, str) and v.strip()] if isinstance(valores, list) else []
    return ", ".join(listas.titulo(lista, valor.strip()) for valor in elegidos)


def monto(dato: Any, ruta: str) -> str:
    """Return the exact amount of the OCDS `Value` at `ruta`; empty when it states none."""
    valor = objeto(dato, ruta)
    cantidad = formatos.leer_decimal(valor.get("amount"))
    return "" if cantidad is None else formatos.dinero(cantidad, texto(valor, "currency"))


def numero(dato: Any, ruta: str) -> str:
    """Return the number at `ruta`; empty when there is none."""
    cantidad = formatos.leer_decimal(rutas.leer(dato, ruta))
    return "" if cantidad is None else formatos.numero(cantidad)


def si_o_no(dato: Any, ruta: str) -> str:
    """Return the boolean at `ruta` in words; empty when there is none."""
    valor = rutas.leer(dato, ruta)
    return (gettext("Sí") if valor else gettext("No")) if isinstance(valor, bool) else ""


def dia(dato: Any, ruta: str) -> str:
    """Return the calendar day at `ruta`; empty when there is none."""
    valor = texto(dato, ruta)
    return formatos.fecha(valor) if formatos.leer_dia(valor) else ""


def momento(dato: Any, ruta: str) -> str:
    """Return the exact moment at `ruta`; empty when there is none."""
    valor = texto(dato, ruta)
    return formatos.fecha_hora(valor) if formatos.leer_dia(valor) else ""


def periodo(dato: Any, ruta: str, *, con_hora: bool = False) -> str:
    """Return the OCDS `Period` at `ruta` in words; empty when it states neither end."""
    leer = momento if con_hora else dia
    desde, hasta = leer(dato, f"{ruta}.startDate"), leer(dato, f"{ruta}.endDate")
    if desde and hasta:
        return gettext("del %(desde)s al %(hasta)s") % {"desde": desde, "hasta": hasta}
    if desde:
        return gettext("desde el %(desde)s") % {"desde": desde}
    return gettext("hasta el %(hasta)s") % {"hasta": hasta} if hasta else ""


def url_segura(valor: Any) -> str:
    """Return an address that may be linked (http or https, with a host and no blanks), or an empty string."""
    if not isinstance(valor, str) or any(c.isspace() or not c.isprintable() for c in valor.strip()):
        return ""
    try:
        partes = urlsplit(valor.strip())
    except ValueError:
        return ""
    return valor.strip() if partes.scheme in ("http", "https") and partes.hostname else ""


def datos(esperados: Iterable[tuple[str, str]], otros: Iterable[tuple[str, str]] = ()) -> list[Dato]:
    """Return the facts: the expected ones always, even to say that they are missing; the others only when published."""
    return [
        *(Dato(nombre, valor or formatos.no_publicado(), publicado=bool(valor)) for nombre, valor in esperados),
        *(Dato(nombre, valor) for nombre, valor in otros if valor),
    ]
