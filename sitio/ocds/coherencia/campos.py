"""Fields with a form of their own: mail, telephone, language, scheme; and fields that nobody else knows."""

import re
from collections.abc import Iterator
from typing import Any

from sitio.ocds import esquema
from sitio.ocds.coherencia.registro import Hallazgo, Nivel, Vista, regla

_CORREO = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")
# E.164 with the signs people put between its digits: without the country's code no machine can dial it.
_TELEFONO = re.compile(r"\+[1-9](?:[ ().-]{0,2}\d){6,14}", re.ASCII)
_IDIOMA = re.compile(r"[a-z]{2}")
# org-id.guide: country and register (MX-RFC), or X- and a register of one's own.
_ESQUEMA = re.compile(r"(?:[A-Z]{2}|X)-[A-Z0-9][A-Z0-9-]*")
_OTRO_IDIOMA = re.compile(r".+_[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@regla("correo", Nivel.ERROR, "email")
def correo(vista: Vista) -> Iterator[Hallazgo]:
    yield from _sin_forma(vista, ("email",), _CORREO)


@regla("telefono", Nivel.AVISO, "telephone")
def telefono(vista: Vista) -> Iterator[Hallazgo]:
    yield from _sin_forma(vista, ("telephone", "faxNumber"), _TELEFONO)


@regla("idioma", Nivel.ERROR, "language")
def idioma(vista: Vista) -> Iterator[Hallazgo]:
    yield from _sin_forma(vista, ("language",), _IDIOMA)


@regla("esquema_de_identificador", Nivel.AVISO, "identifier_scheme")
def esquema_de_identificador(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, objeto in vista.objetos:
        valor, identifica = objeto.get("scheme"), {"identifier", "additionalIdentifiers"} & {*ruta[-2:]}
        if identifica and isinstance(valor, str) and not _ESQUEMA.fullmatch(valor):
            yield (*ruta, "scheme"), {"valor": valor}


def _sin_forma(vista: Vista, campos: tuple[str, ...], forma: re.Pattern[str]) -> Iterator[Hallazgo]:
    for ruta, objeto in vista.objetos:
        for campo in campos:
            valor = objeto.get(campo)
            if isinstance(valor, str) and not forma.fullmatch(valor):
                yield (*ruta, campo), {"valor": valor}


@regla("campo_ajeno", Nivel.AVISO, "additional_fields (libcoveocds)")
def campo_ajeno(vista: Vista) -> Iterator[Hallazgo]:
    yield from _ajenos(vista.entrega, esquema.entrega(), ())


def _ajenos(dato: Any, nodo: dict[str, Any], ruta: tuple[str | int, ...]) -> Iterator[Hallazgo]:
    if isinstance(dato, list):
        for indice, miembro in enumerate(dato):
            yield from _ajenos(miembro, esquema.bajar(nodo, indice), (*ruta, indice))
    if not isinstance(dato, dict):
        return
    for campo, valor in dato.items():
        hijo = esquema.bajar(nodo, campo)
        if hijo:
            yield from _ajenos(valor, hijo, (*ruta, campo))
        elif not _OTRO_IDIOMA.fullmatch(campo):
            yield (*ruta, campo), {}
