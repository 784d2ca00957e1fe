"""What a reader may ask of a feed, read from the query string: nothing unknown is ignored in silence."""

import base64
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from sitio.publicacion.models import Publicador
from sitio.publicacion.problemas import no_se_entiende

LIMITE_OMITIDO = 100
LIMITE_MAXIMO = 1000
_POSICION = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Consulta:
    """A validated query to a feed: of what (`ocid`, `publicador`), after which position, and how much."""

    cursor: str | None = None
    desde: int = 0
    limite: int = LIMITE_OMITIDO
    ocid: str | None = None
    publicador: Publicador | None = None

    @classmethod
    def leer(cls, parametros: QueryDict, lista: str) -> Self:
        """Read `cursor`, `limit`, `ocid` and `publisher`; raise a 400 that names what is wrong.

        `lista` is the feed: a cursor of another one is refused.
        """
        revisar(parametros, {"cursor", "limit", "ocid", "publisher"})
        return cls(
            cursor=parametros.get("cursor"),
            desde=_desde(parametros.get("cursor"), lista),
            limite=_limite(parametros.get("limit")),
            ocid=parametros.get("ocid"),
            publicador=_publicador(parametros.get("publisher")),
        )

    @property
    def parametros(self) -> dict[str, str | int | None]:
        """The query parameters that ask for the same again."""
        return {
            "cursor": self.cursor,
            "limit": self.limite,
            "ocid": self.ocid,
            "publisher": self.publicador.clave if self.publicador else None,
        }


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


def cursor(lista: str, posicion: int) -> str:
    """Return the opaque cursor that goes on after `posicion` in a feed."""
    return base64.urlsafe_b64encode(f"{lista}:{posicion}".encode()).decode().rstrip("=")


def _desde(texto: str | None, lista: str) -> int:
    if texto is None:
        return 0
    try:
        de, _dos_puntos, posicion = base64.urlsafe_b64decode(texto + "=" * (-len(texto) % 4)).decode().rpartition(":")
    except ValueError:
        de, posicion = "", ""
    # The same text back: a cursor that was cut or touched is refused, not guessed.
    if de != lista or not _POSICION.fullmatch(posicion) or cursor(lista, int(posicion)) != texto:
        raise no_se_entiende(
            _("El cursor no es de esta lista o está incompleto. Use la dirección de «links.next» tal como viene."),
            "cursor",
        )
    return int(posicion)


def _limite(texto: str | None) -> int:
    if texto is None:
        return LIMITE_OMITIDO
    if not re.fullmatch(r"[0-9]{1,9}", texto) or not 1 <= int(texto) <= LIMITE_MAXIMO:
        detalle = _("«limit» es un número entero de 1 a %(maximo)d.") % {"maximo": LIMITE_MAXIMO}
        raise no_se_entiende(detalle, "limit")
    return int(texto)


def _publicador(clave: str | None) -> Publicador | None:
    if clave is None:
        return None
    publicador = Publicador.objects.filter(clave=clave).first()
    if publicador is None:
        detalle = _("No hay un publicador con la clave «%(clave)s». Revise «publisher».") % {"clave": clave}
        raise no_se_entiende(detalle, "publisher")
    return publicador
