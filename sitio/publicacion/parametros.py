"""What a reader may ask of a feed, read from the query string: nothing unknown is ignored in silence."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.ocds import listas
from sitio.ocds.canonico import sha256
from sitio.ocds.identificadores import leer_fecha
from sitio.publicacion.cursores import Cursor
from sitio.publicacion.models import Publicador
from sitio.publicacion.problemas import Problema, no_se_entiende

LIMITE_OMITIDO = 100
LIMITE_MAXIMO = 1000
COMUNES = frozenset({"cursor", "limit", "order", "ocid", "publisher", "buyer", "year", "since", "until"})
_ENTERO = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Consulta:
    """A validated query to a feed: of what, in which order, from which place, and how much.

    `desde` (included) and `hasta` (excluded) are moments of publication. `embebidas` and `versionada` are of the
    records: their releases whole or as links, and the history of each field.
    """

    lista: str
    cursor: Cursor | None = None
    limite: int = LIMITE_OMITIDO
    descendente: bool = False
    ocid: str | None = None
    publicador: Publicador | None = None
    comprador: str | None = None
    anio: int | None = None
    etiqueta: str | None = None
    desde: datetime | None = None
    hasta: datetime | None = None
    embebidas: bool = True
    versionada: bool = False
    # The query as it was written, without the cursor: what the next page is asked with again.
    pedidos: tuple[tuple[str, str], ...] = ()

    @classmethod
    def leer(cls, parametros: QueryDict, lista: str, propios: Collection[str]) -> Self:
        """Read the common parameters and the list's own ones; raise a 400 that names what is wrong.

        `lista` is the feed: a cursor of another one, or of other filters, is refused.
        """
        revisar(parametros, COMUNES | set(propios))
        pedidos = tuple(sorted((c, str(v)) for c, v in parametros.items() if c not in ("cursor", "limit")))
        return cls(
            lista=lista,
            cursor=_cursor(parametros.get("cursor"), lista, huella_de(pedidos)),
            limite=limite_de(parametros.get("limit")),
            descendente=_uno_de(parametros, "order", ("asc", "desc")) == "desc",
            ocid=parametros.get("ocid"),
            publicador=publicador(parametros),
            comprador=parametros.get("buyer"),
            anio=_anio(parametros.get("year")),
            etiqueta=_etiqueta(parametros.get("tag")),
            desde=_momento(parametros, "since"),
            hasta=_momento(parametros, "until"),
            pedidos=pedidos,
            **forma_del_registro(parametros),
        )

    @cached_property
    def huella(self) -> str:
        """What a cursor of this query carries, so that it serves for no other."""
        return huella_de(self.pedidos)

    def parametros(self, cursor: Cursor | None) -> dict[str, str | int | None]:
        """The query parameters that ask for the same from `cursor` on (None: from the beginning)."""
        return {"cursor": str(cursor) if cursor else None, "limit": self.limite, **dict(self.pedidos)}


def revisar(parametros: QueryDict, conocidos: Collection[str]) -> None:
    """Raise a 400 for parameters that do not exist here, that come twice, or that no database could hold (NUL)."""
    if ajenos := sorted(set(parametros) - set(conocidos)):
        admitidos = ", ".join(sorted(conocidos)) or _("ninguno")
        detalle = _("Esta dirección no tiene los parámetros: %(ajenos)s. Admite: %(admitidos)s.")
        raise no_se_entiende(detalle % {"ajenos": ", ".join(ajenos), "admitidos": admitidos}, *ajenos)
    if repetidos := sorted(clave for clave in parametros if len(parametros.getlist(clave)) > 1):
        detalle = _("Hay parámetros repetidos: %(repetidos)s. Escriba cada uno una sola vez.")
        raise no_se_entiende(detalle % {"repetidos": ", ".join(repetidos)}, *repetidos)
    if nulos := sorted(clave for clave, valor in parametros.items() if "\0" in str(valor)):
        detalle = _("Hay parámetros con un carácter nulo: %(nulos)s. Quítelo.")
        raise no_se_entiende(detalle % {"nulos": ", ".join(nulos)}, *nulos)


def forma_del_registro(parametros: QueryDict) -> dict[str, bool]:
    """Read `releases` (embedded, linked) and `versioned` (true, false)."""
    return {
        "embebidas": _uno_de(parametros, "releases", ("embedded", "linked")) == "embedded",
        "versionada": _uno_de(parametros, "versioned", ("false", "true")) == "true",
    }


def limite_de(texto: str | None) -> int:
    """Read `limit`: how many elements a page may have at most."""
    if texto is None:
        return LIMITE_OMITIDO
    if not _ENTERO.fullmatch(texto) or not 1 <= int(texto) <= LIMITE_MAXIMO:
        detalle = _("«limit» es un número entero de 1 a %(maximo)d.") % {"maximo": LIMITE_MAXIMO}
        raise no_se_entiende(detalle, "limit")
    return int(texto)


def numero_de(texto: str | None, nombre: str) -> int:
    """Read a count that starts at zero, 0 when it is not said: `nombre` is the parameter."""
    if texto is None:
        return 0
    if not _ENTERO.fullmatch(texto):
        raise no_se_entiende(_("«%(nombre)s» es un número entero, de 0 en adelante.") % {"nombre": nombre}, nombre)
    return int(texto)


def publicador(parametros: QueryDict) -> Publicador | None:
    """Read `publisher`, the key of a publisher; None when it is not said (one query when it is)."""
    clave = parametros.get("publisher")
    if clave is None:
        return None
    hallado = Publicador.objects.filter(clave=clave).first()
    if hallado is None:
        detalle = _("No hay un publicador con la clave «%(clave)s». Revise «publisher».") % {"clave": clave}
        raise no_se_entiende(detalle, "publisher")
    return hallado


def opcion(parametros: QueryDict, nombre: str, opciones: Collection[str]) -> str | None:
    """Read a parameter that takes one of `opciones`; None when it is not said."""
    valor = parametros.get(nombre)
    if valor is None or valor in opciones:
        return valor
    detalle = _("«%(nombre)s» admite: %(opciones)s.") % {"nombre": nombre, "opciones": ", ".join(opciones)}
    raise no_se_entiende(detalle, nombre)


def _uno_de(parametros: QueryDict, nombre: str, opciones: tuple[str, ...]) -> str:
    """One of `opciones`; the first when the parameter is not said."""
    return opcion(parametros, nombre, opciones) or opciones[0]


def _cursor(texto: str | None, lista: str, huella: str) -> Cursor | None:
    if texto is None:
        return None
    try:
        cursor = Cursor.leer(texto)
    except ValueError:
        cursor = None
    if cursor is None or cursor.lista != lista:
        raise _cursor_ajeno(_("El cursor no es de esta lista o está incompleto."))
    if cursor.huella != huella:
        raise _cursor_ajeno(_("El cursor es de una consulta con otros filtros u otro orden."))
    return cursor


def _cursor_ajeno(que: str) -> Problema:
    return no_se_entiende(f"{que} {_('Use la dirección de «links.next» tal como viene.')}", "cursor")


def huella_de(pedidos: tuple[tuple[str, str], ...]) -> str:
    """Return what tells a query (its filters and order, sorted by name) from any other."""
    return sha256(urlencode(pedidos).encode())[:12]


def _etiqueta(texto: str | None) -> str | None:
    if texto is None or texto in listas.codigos("releaseTag") - {"compiled"}:
        return texto
    detalle = _("«%(texto)s» no es una etiqueta de entrega de OCDS (releaseTag), como tender o contractAmendment.")
    raise no_se_entiende(detalle % {"texto": texto}, "tag")


def _anio(texto: str | None) -> int | None:
    if texto is None:
        return None
    if not re.fullmatch(r"[0-9]{4}", texto, re.ASCII):
        raise no_se_entiende(_("«year» es un año de cuatro cifras."), "year")
    return int(texto)


def _momento(parametros: QueryDict, nombre: str) -> datetime | None:
    """A moment, or a day of the portal's own time zone: `since` from its beginning, `until` up to its end."""
    texto = parametros.get(nombre)
    if texto is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", texto, re.ASCII):
            return _del_dia(date.fromisoformat(texto), fin=nombre == "until")
        return leer_fecha(texto)
    except (ValueError, OverflowError) as error:
        detalle = _(
            "«%(nombre)s» es un día (2026-03-15) o un momento con hora y zona (2026-03-15T10:00:00-06:00; en una "
            "dirección, el signo + se escribe %%2B)."
        )
        raise no_se_entiende(detalle % {"nombre": nombre}, nombre) from error


def _del_dia(dia: date, *, fin: bool) -> datetime:
    return timezone.make_aware(datetime.combine(dia + timedelta(days=fin), time.min))
