"""The small language of editable messages: plain text with `{placeholders}` from a closed list, and nothing else.

What people write is never code: a placeholder is looked up by its name, and neither attributes nor formats are read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext as _

LARGO_MAXIMO = 1500
Formato = Literal["html", "txt"]


class TextoInvalido(ValueError):
    """A text that cannot be a message; its words, in Spanish, say what to mend."""


@dataclass(frozen=True)
class Marcador:
    """A placeholder: its name, what it stands for, and its value.

    `valor` takes what the subject presents and the format. The value is escaped for that format, unless `marcado` says
    that it comes from a message template of ours, already escaped. `obligatorio`: without it the message says nothing.
    """

    nombre: str
    que: Promise
    valor: Callable[[Mapping[str, Any], Formato], object]
    obligatorio: bool = False
    marcado: bool = False

    def escrito(self, presentado: Mapping[str, Any], formato: Formato) -> str:
        """Return the value as it goes into a message of that format."""
        valor = str(self.valor(presentado, formato))
        return valor if self.marcado else _escapar(valor, formato)


def fallas(texto: str, marcadores: Mapping[str, Marcador]) -> list[str]:
    """Return everything that keeps `texto` from being a message, in Spanish; empty when it can be one."""
    if not texto.strip():
        return [_("el texto está vacío: quítelo para que se use el del portal")]
    if len(texto) > LARGO_MAXIMO:
        largos = {"hay": len(texto), "caben": LARGO_MAXIMO}
        return [_("el texto tiene %(hay)d caracteres y caben %(caben)d: acórtelo") % largos]
    try:
        usados = [nombre for _literal, nombre in _trozos(texto) if nombre is not None]
    except TextoInvalido as error:
        return [str(error)]
    lista = ", ".join(f"{{{nombre}}}" for nombre in marcadores)
    ajenos = [nombre for nombre in dict.fromkeys(usados) if nombre not in marcadores]
    faltan = [m.nombre for m in marcadores.values() if m.obligatorio and m.nombre not in usados]
    return [
        *(_("no existe el dato {%(nombre)s}; puede usar: %(lista)s") % {"nombre": n, "lista": lista} for n in ajenos),
        *(_("falta el dato {%(nombre)s}: sin él, la persona no sabe qué atender") % {"nombre": n} for n in faltan),
    ]


def escribir(texto: str, marcadores: Mapping[str, Marcador], presentado: Mapping[str, Any], formato: Formato) -> str:
    """Return the message; TextoInvalido if `texto` could not be one (it was stored by other rules than today's)."""
    if razones := fallas(texto, marcadores):
        raise TextoInvalido("; ".join(razones))
    return "".join(
        _escapar(literal, formato) + (marcadores[nombre].escrito(presentado, formato) if nombre else "")
        for literal, nombre in _trozos(texto)
    )


def _trozos(texto: str) -> Iterator[tuple[str, str | None]]:
    """Yield each literal with the placeholder after it. `{{` and `}}` write a brace, as in Python."""
    try:
        for literal, nombre, formato, conversion in Formatter().parse(texto):
            if nombre == "" or formato or conversion:
                raise TextoInvalido(_("entre las llaves va solo el nombre del dato, como en {ocid}"))
            yield literal, nombre
    except ValueError as error:
        if isinstance(error, TextoInvalido):
            raise
        raise TextoInvalido(_("hay una llave «{» o «}» sin su pareja; escriba el dato así: {ocid}")) from error


def _escapar(texto: str, formato: Formato) -> str:
    return str(escape(texto)) if formato == "html" else texto
