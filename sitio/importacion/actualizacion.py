"""OCDS 1.0 into 1.1, with the function of those who keep the standard (ocdskit), and what it leaves undone.

1.0 wrote each organization where it took part; 1.1 lists it once in `parties`. 1.0 had one `amendment`, and named
transactions' fields otherwise. Ids and dates stay. Source: OCDS 1.1 changelog; `ocdskit upgrade 1.0:1.1`.
"""

import logging
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from ocdskit.upgrade import upgrade_release_10_11  # type: ignore[import-untyped]  # ocdskit ships no stubs

Objeto = dict[str, Any]
_DE_ORGANIZACION = ("identifier", "address", "contactPoint", "additionalIdentifiers")
_DE_TRANSACCION = {"providerOrganization": "payer", "receiverOrganization": "payee"}
# What ocdskit raises over shapes that are of no version: text where an object goes, lists with nulls.
_MALFORMADA = (AttributeError, KeyError, TypeError, ValueError, RecursionError)


def es_1_0(entrega: Objeto, version: Any) -> bool:
    """Whether a release is of OCDS 1.0: its package says so, or nobody says and it has what 1.1 took away."""
    if version is not None:
        return str(version).split(".")[:2] == ["1", "0"]
    try:
        return "parties" not in entrega and any(_huellas(entrega))
    except _MALFORMADA:
        return False


def actualizar(entrega: Objeto) -> tuple[Objeto, bool]:
    """The release in OCDS 1.1, and whether it described one organization in two ways (the first one stays).

    `entrega` is not changed. One that is malformed comes back as it was, for the profile to say what is wrong.
    """
    oyente = _Oyente()
    registro = logging.getLogger("ocdskit")
    registro.addFilter(oyente)
    try:
        nueva = _copiar(entrega)
        pendientes = [*_preparar(nueva)]
        upgrade_release_10_11(nueva, reorder=False)
        _completar(nueva, pendientes)
        return _restaurar(nueva), oyente.hubo_diferencias
    except _MALFORMADA:
        return entrega, False
    finally:
        registro.removeFilter(oyente)


class _Oyente(logging.Filter):
    """ocdskit tells what it loses in its log, whole organizations with their contact: count it, and keep it quiet."""

    hubo_diferencias = False

    def filter(self, record: logging.LogRecord) -> bool:
        self.hubo_diferencias = True
        return False


class _Cifra(float):
    """A Decimal that ocdskit can write in its log: json.dumps knows no Decimal."""

    exacta: Decimal

    def __deepcopy__(self, _memoria: object) -> "_Cifra":
        return self


def _copiar(dato: Any) -> Any:
    if isinstance(dato, dict):
        return {clave: _copiar(valor) for clave, valor in dato.items()}
    if isinstance(dato, list):
        return [_copiar(miembro) for miembro in dato]
    if not isinstance(dato, Decimal):
        return dato
    cifra = _Cifra(dato)
    cifra.exacta = dato
    return cifra


def _restaurar(dato: Any) -> Any:
    if isinstance(dato, dict):
        return {clave: _restaurar(valor) for clave, valor in dato.items()}
    if isinstance(dato, list):
        return [_restaurar(miembro) for miembro in dato]
    return dato.exacta if isinstance(dato, _Cifra) else dato


def _huellas(entrega: Objeto) -> Iterator[bool]:
    """Signs of 1.0, one by one."""
    for organizacion in _organizaciones(entrega):
        yield any(campo in organizacion for campo in _DE_ORGANIZACION)
    for bloque in _bloques(entrega):
        yield "amendment" in bloque
    for transaccion in _transacciones(entrega):
        yield any(campo in transaccion for campo in ("amount", *_DE_TRANSACCION))


def _organizaciones(entrega: Objeto) -> Iterator[Objeto]:
    licitacion = entrega.get("tender") or {}
    candidatas = [entrega.get("buyer"), licitacion.get("procuringEntity"), *(licitacion.get("tenderers") or [])]
    for adjudicacion in entrega.get("awards") or []:
        candidatas += adjudicacion.get("suppliers") or []
    yield from (candidata for candidata in candidatas if candidata)


def _bloques(entrega: Objeto) -> Iterator[Objeto]:
    """What may be amended."""
    for bloque in (entrega.get("tender"), *(entrega.get("awards") or []), *(entrega.get("contracts") or [])):
        if bloque:
            yield bloque


def _transacciones(entrega: Objeto) -> Iterator[Objeto]:
    for contrato in entrega.get("contracts") or []:
        yield from (contrato.get("implementation") or {}).get("transactions") or []


def _preparar(entrega: Objeto) -> Iterator[tuple[Objeto, str, Objeto | None]]:
    """Take away the nulls that ocdskit trips on, and yield each payment with what has to be seen to afterwards."""
    for organizacion in _organizaciones(entrega):
        _sin_nulos(organizacion, _DE_ORGANIZACION)
    for bloque in _bloques(entrega):
        _sin_nulos(bloque, ("amendment",))
    for transaccion in _transacciones(entrega):
        _sin_nulos(transaccion, _DE_TRANSACCION)
        if "amount" not in transaccion and "value" not in transaccion:
            transaccion["amount"] = None
            yield transaccion, "value", None
        for antes, ahora in _DE_TRANSACCION.items():
            if antes in transaccion and ahora not in transaccion:
                yield transaccion, ahora, transaccion[antes]


def _sin_nulos(objeto: Objeto, campos: Iterable[str]) -> None:
    for campo in campos:
        if objeto.get(campo, "") is None:
            del objeto[campo]


def _completar(entrega: Objeto, pendientes: list[tuple[Objeto, str, Objeto | None]]) -> None:
    """Put into `parties` who pays and is paid, which ocdskit 1.7 only refers to; drop the amounts nobody gave."""
    for transaccion, campo, identificador in pendientes:
        if identificador is None:
            del transaccion[campo]
            continue
        partes = entrega.setdefault("parties", [])
        if not any(parte.get("id") == transaccion[campo]["id"] for parte in partes):
            partes.append({**transaccion[campo], "identifier": identificador, "roles": []})
        parte = next(parte for parte in partes if parte.get("id") == transaccion[campo]["id"])
        if campo not in parte["roles"]:
            parte["roles"].append(campo)
