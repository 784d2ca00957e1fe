"""The ledger as anybody may check it: the links of each chain, their bytes, the checkpoints and the public keys."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from sitio.ocds.identificadores import formato_fecha
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.models import Clase, Entrega, LlavePublica, Publicador, Retiro, Sello
from sitio.publicacion.tramo import GENESIS

# Releases held in memory while their bytes are sent.
_A_LA_VEZ = 50


@dataclass(frozen=True)
class Pagina:
    """A page of one list, and the URL of the one after it."""

    datos: dict[str, Any]
    siguiente: str | None


def portada() -> dict[str, Any]:
    """Return what the ledger is, how it is checked, and how far the chain of each publisher goes."""
    publicadores = [_publicador(publicador) for publicador in _publicadores()]
    return {
        "about": _(
            "Cada publicador tiene una cadena. Cada eslabón guarda la huella de lo publicado y la del anterior: "
            "quitar, cambiar o intercalar una entrega rompe la cadena. Los sellos firmados dicen hasta dónde llegaba."
        ),
        "algorithm": algoritmo(),
        "position": max((publicador["position"] for publicador in publicadores), default=0),
        "publishers": publicadores,
        "keys": _llaves(),
        "verifier": absoluta("publicacion:verificador"),
    }


def algoritmo() -> dict[str, str]:
    """Return, in words, all that is needed to write another verifier."""
    return {
        "bytes": _(
            "Cada eslabón es un JSON canónico (RFC 8785) en UTF-8. «url» entrega sus bytes; «contents», los de "
            "muchos, uno por línea, con los mismos «after» y «limit» que «entries»."
        ),
        "sha256": _("SHA-256 de esos bytes, en hexadecimal y minúsculas."),
        "chain": _("SHA-256 del texto ASCII que forman «previous» y «sha256», en hexadecimal, uno tras otro."),
        "genesis": GENESIS,
        "withdrawal": _(
            "Lo retirado por orden legal conserva su eslabón y no sus bytes. «withdrawnBy» es el número del eslabón "
            "de clase «retiro» que dice qué se retiró (con la misma huella), por qué y con qué fundamento."
        ),
        "checkpoint": _(
            "«checkpoint» es el texto firmado, un JSON canónico; «signature», su firma Ed25519 (RFC 8032). «previous» "
            "es el SHA-256 del sello anterior, y «chain», la cadena en el número «sequence»."
        ),
        "key": _(
            "«keyId» son las 16 primeras cifras del SHA-256 de la llave pública. Al cambiarla, la anterior firma el "
            "JSON canónico {keyId, previous, publicKey, since}."
        ),
    }


def eslabones(publicador: Publicador, despues: int, limite: int) -> Pagina:
    """Return the links of a chain after number `despues`, `limite` at most."""
    filas = list(
        publicador.entregas.filter(secuencia__gt=despues).order_by("secuencia").defer("contenido")[: limite + 1]
    )
    hay_mas, filas = len(filas) > limite, filas[:limite]
    retiros = _retiros(filas)
    siguiente = filas[-1].secuencia if hay_mas else None
    datos = {"publisher": publicador.clave, "entries": [_eslabon(publicador, fila, retiros) for fila in filas]}
    return _pagina(datos, "publicacion:cadena", publicador, siguiente, limite)


def contenidos(publicador: Publicador, despues: int, limite: int) -> Iterator[bytes]:
    """Yield the bytes of the same links as `eslabones`, a line each; an empty one where they were withdrawn.

    Canonical JSON has no line breaks of its own, so that each line is what its SHA-256 was taken of.
    """
    filas = publicador.entregas.filter(secuencia__gt=despues).order_by("secuencia").values_list("contenido", flat=True)
    for contenido in filas[:limite].iterator(chunk_size=_A_LA_VEZ):
        yield bytes(contenido) + b"\n"


def sellos(publicador: Publicador, despues: int, limite: int) -> Pagina:
    """Return the checkpoints of a publisher after number `despues`, `limite` at most."""
    filas = list(publicador.sellos.filter(numero__gt=despues).order_by("numero")[: limite + 1])
    hay_mas, filas = len(filas) > limite, filas[:limite]
    siguiente = filas[-1].numero if hay_mas else None
    datos = {"publisher": publicador.clave, "checkpoints": [_sello(fila) for fila in filas]}
    return _pagina(datos, "publicacion:sellos", publicador, siguiente, limite)


def fila(publicador: Publicador, secuencia: int) -> Entrega | None:
    """Return one row of a chain, with its bytes."""
    return publicador.entregas.filter(secuencia=secuencia).first()


def _publicadores() -> Iterable[Publicador]:
    """Every publisher with the end of its chain, in one statement: the numbers add up whoever publishes meanwhile."""
    ultima = Entrega.objects.filter(publicador=OuterRef("pk")).order_by("-secuencia")
    fin = {f"ultima_{campo}": Subquery(ultima.values(campo)[:1]) for campo in ("secuencia", "posicion", "cadena")}
    return Publicador.objects.annotate(**fin).order_by("pk")


def _publicador(publicador: Any) -> dict[str, Any]:
    return {
        "publisher": publicador.clave,
        "name": publicador.nombre,
        "sequence": publicador.ultima_secuencia or 0,
        "position": publicador.ultima_posicion or 0,
        "chain": publicador.ultima_cadena or GENESIS,
        "entries": absoluta("publicacion:cadena", publicador.clave),
        "contents": absoluta("publicacion:contenidos", publicador.clave),
        "checkpoints": absoluta("publicacion:sellos", publicador.clave),
    }


def _llaves() -> list[dict[str, str]]:
    llaves = list(LlavePublica.objects.select_related("anterior").order_by("pk"))
    return [_llave(llave, siguiente) for llave, siguiente in zip_longest(llaves, llaves[1:])]


def _llave(llave: LlavePublica, siguiente: LlavePublica | None) -> dict[str, str]:
    datos = {
        "keyId": llave.clave,
        "algorithm": "Ed25519",
        "publicKey": llave.publica,
        "since": formato_fecha(llave.desde),
        "until": formato_fecha(siguiente.desde) if siguiente else "",
        "previous": llave.anterior.clave if llave.anterior else "",
        "signature": llave.firma,
    }
    return {clave: valor for clave, valor in datos.items() if valor}


def _retiros(filas: Sequence[Entrega]) -> dict[int, tuple[str, int]]:
    """Of each row that a withdrawal touches, by position: what to say of it, and of which number."""
    # Tombstones tell of themselves; whether a release was emptied, only the requests know.
    posiciones = [fila.posicion for fila in filas]
    autorizados = Retiro.objects.filter(autorizada_en__isnull=False)
    retiradas = autorizados.filter(entrega__in=posiciones).values_list("entrega_id", "acta__secuencia")
    actas = [fila.posicion for fila in filas if fila.clase == Clase.RETIRO]
    dichas = autorizados.filter(acta__in=actas).values_list("acta_id", "entrega__secuencia")
    return {
        **{posicion: ("withdrawnBy", numero) for posicion, numero in retiradas},
        **{posicion: ("withdraws", numero) for posicion, numero in dichas},
    }


def _eslabon(publicador: Publicador, fila: Entrega, retiros: dict[int, tuple[str, int]]) -> dict[str, Any]:
    return {
        "sequence": fila.secuencia,
        "position": fila.posicion,
        "class": fila.clase,
        "ocid": fila.ocid,
        "releaseId": fila.id_entrega,
        "date": formato_fecha(fila.fecha),
        "sha256": fila.sha256,
        "previous": fila.cadena_previa,
        "chain": fila.cadena,
        "url": absoluta("publicacion:eslabon", publicador.clave, str(fila.secuencia)),
        **dict([retiros[fila.posicion]] if fila.posicion in retiros else []),
    }


def _sello(sello: Sello) -> dict[str, Any]:
    return {
        "checkpoint": bytes(sello.contenido).decode(errors="replace"),
        "sha256": sello.sha256,
        "signature": sello.firma,
    }


def _pagina(datos: dict[str, Any], vista: str, publicador: Publicador, siguiente: int | None, limite: int) -> Pagina:
    if siguiente is None:
        return Pagina(datos, None)
    url = absoluta(vista, publicador.clave, after=siguiente, limit=limite)
    return Pagina({**datos, "next": url}, url)
