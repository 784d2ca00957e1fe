"""Does a release agree with itself? The checks on compiled releases that a JSON Schema cannot say, as a table.

Source: Pelican's field and compiled-release checks (open-contracting/pelican-backend, docs/checks), re-stated. Those
on references, roles and names of organizations are in `sitio.ocds.referencias`. What may really have happened,
however irregular, is only warned about: a portal that refuses irregular facts hides them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sitio.ocds import fusion
from sitio.ocds.coherencia import campos, documentos, estados, fechas, montos, partes
from sitio.ocds.coherencia.registro import REGLAS, Nivel, Objeto, Regla, Ruta, Vista

__all__ = ["REGLAS", "Nivel", "Regla", "campos", "documentos", "estados", "fallas", "fechas", "montos", "partes"]

Falla = tuple[list[str | int], str, dict[str, Any]]


def fallas(entrega: Objeto, previa: Objeto | None, nivel: Nivel, ahora: datetime | None = None) -> Iterator[Falla]:
    """What does not agree in the process once `entrega` is merged over `previa`, the compiled release so far.

    Only what `entrega` brings: what was already so is not told again at every stage. Paths are those of `entrega` where
    it has the object, and else those of the compiled release. A release that cannot be merged yields nothing: that
    is told elsewhere. `ahora` is the present, which facts may not pass.
    """
    ahora = ahora or datetime.now(UTC)
    completa = _fundir(previa, entrega) if previa else entrega
    if completa is None:
        return
    antes = {(ruta, clave) for ruta, clave, _ in _de(previa, nivel, ahora)} if previa else set()
    for ruta, clave, datos in _de(completa, nivel, ahora):
        if (ruta, clave) not in antes:
            yield _en_la_entrega(ruta, completa, entrega), clave, datos


def _de(completa: Objeto, nivel: Nivel, ahora: datetime) -> Iterator[tuple[Ruta, str, dict[str, Any]]]:
    vista = Vista.de(completa, ahora)
    for regla in REGLAS.values():
        if regla.nivel == nivel:
            yield from ((ruta, regla.clave, datos) for ruta, datos in regla.revisar(vista))


def _fundir(previa: Objeto, entrega: Objeto) -> Objeto | None:
    # A captured release has no date of its own yet: for the comparison it happens when the last one did.
    try:
        return {**fusion.agregar(previa, {**entrega, "date": previa["date"]}), "date": entrega.get("date")}
    except (fusion.FusionImposible, KeyError):
        return None


def _en_la_entrega(ruta: Ruta, completa: Any, entrega: Any) -> list[str | int]:
    """The path in the release of what stands at `ruta` in the compiled one: members of a list move, their ids do not.

    Where the release does not have it, the rest of the path is that of the compiled one.
    """
    lugar: list[str | int] = []
    for posicion, parte in enumerate(ruta):
        if isinstance(parte, int):
            completa = completa[parte]
            hallado = _indice(entrega, completa)
            if hallado is None:
                return [*lugar, *ruta[posicion:]]
            lugar.append(hallado)
            entrega = entrega[hallado]
        else:
            lugar.append(parte)
            completa = completa.get(parte) if isinstance(completa, dict) else None
            entrega = entrega.get(parte) if isinstance(entrega, dict) else None
    return lugar


def _indice(lista: Any, miembro: Any) -> int | None:
    if not isinstance(lista, list):
        return None
    if not isinstance(miembro, dict) or "id" not in miembro:
        return lista.index(miembro) if miembro in lista else None
    iguales = (i for i, m in enumerate(lista) if isinstance(m, dict) and str(m.get("id")) == str(miembro["id"]))
    return next(iguales, None)
