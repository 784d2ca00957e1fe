"""Many releases into one compiled release, as OCDS 1.1 merges them (reference implementation: ocdsmerge), offline.

What ocdsmerge would do in silence or with a warning (order dates as text, merge two members with one id, repeat the
lists of an extension it does not know) is refused here, or done right, before it runs.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from ocdsmerge.exceptions import InconsistentTypeError
from ocdsmerge.merge import CompiledRelease
from ocdsmerge.rules import get_merge_rules

from sitio.ocds import esquema, rutas
from sitio.ocds.identificadores import leer_fecha
from sitio.ocds.mensajes import redactar

Ruta = tuple[str | int, ...]
Reglas = dict[tuple[str, ...], str]


class FusionImposible(ValueError):
    """These releases cannot be merged; the message, in Spanish, says why and where."""


@cache
def reglas() -> Reglas:
    """The merge rules of our schema: field path -> `omitWhenMerged` or `wholeListMerge`. Shared: do not change it."""
    return dict(get_merge_rules(esquema.entrega()))


def compilar(entregas: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Merge the releases of one process into its compiled release: id `{ocid}-{date}`, tag `compiled`, last date.

    They are ordered by the moment of `date`, not by its text; equal moments keep the order given. Raises
    FusionImposible for an empty list, several ocids, an unreadable date, an id repeated in a list, or a field whose
    type changed.
    """
    if not entregas:
        raise FusionImposible("No hay entregas que compilar.")
    compilada: dict[str, Any] | None = None
    for entrega in sorted(entregas, key=_momento):
        compilada = agregar(compilada, entrega)
    return compilada or {}


def agregar(compilada: dict[str, Any] | None, entrega: dict[str, Any]) -> dict[str, Any]:
    """Merge one later release into a compiled release (None: there is none yet). Neither argument is changed.

    Raises FusionImposible as `compilar` does, and when `entrega` is of another process or dated before `compilada`.
    """
    _exigir_sucesion(compilada, entrega)
    for ruta, clave, regla in ids_malos(entrega):
        raise FusionImposible(f"{rutas.texto(ruta)}: {redactar(regla, campo='id', valor=clave)}")
    fusion = CompiledRelease(compilada, merge_rules=reglas() | _listas_sin_id(compilada or {}, entrega))
    fusion.append(entrega)
    try:
        return _sin_restos(dict(fusion.asdict()))
    except InconsistentTypeError as error:
        raise FusionImposible(
            f"Un campo de la entrega {entrega.get('id')} cambió de tipo respecto de las anteriores ({error}). "
            "Publíquelo con el tipo de antes."
        ) from error


def _sin_restos(dato: Any) -> Any:
    """A copy without the empty objects that ocdsmerge leaves where each value was taken back by a null.

    They would go away with the next release, and would be an empty field until then.
    """
    if isinstance(dato, dict):
        limpio = {clave: _sin_restos(valor) for clave, valor in dato.items()}
        return {clave: valor for clave, valor in limpio.items() if valor != {}}
    return [_sin_restos(miembro) for miembro in dato] if isinstance(dato, list) else dato


def ids_malos(entrega: dict[str, Any]) -> Iterator[tuple[Ruta, Any, str]]:
    """The ids that would spoil a merge by id: where, the id, and the rule it breaks.

    The rules are `id_repetido` and `id_tipo` (neither text nor integer; null is as good as none, but only once).
    `1` and `"1"` count as the same: people and half of the tools read them so. Lists that OCDS replaces whole are free.
    """
    for ruta, _, lista in _listas_por_id(entrega):
        vistos: set[str] = set()
        for indice, miembro in enumerate(lista):
            if "id" not in miembro:
                continue
            clave = miembro["id"]
            if isinstance(clave, bool) or not isinstance(clave, str | int | None):
                yield (*ruta, indice, "id"), clave, "id_tipo"
            elif str(clave) in vistos:
                yield (*ruta, indice, "id"), clave, "id_repetido"
            else:
                vistos.add(str(clave))


def _listas_por_id(dato: Any, ruta: Ruta = (), campos: tuple[str, ...] = ()) -> Iterator[tuple[Ruta, Any, list[Any]]]:
    """Every list of objects that is merged by id: where it is, its path of field names, and itself."""
    if isinstance(dato, dict):
        for clave, valor in dato.items():
            if isinstance(valor, (dict, list)):
                yield from _listas_por_id(valor, (*ruta, clave), (*campos, clave))
    elif dato and campos not in reglas() and all(isinstance(miembro, dict) for miembro in dato):
        yield ruta, campos, dato
        for indice, miembro in enumerate(dato):
            yield from _listas_por_id(miembro, (*ruta, indice), campos)


def _listas_sin_id(*datos: dict[str, Any]) -> Reglas:
    """Lists of extensions whose members carry no id are replaced whole, as OCDS says of types without one.

    Without the extension's schema ocdsmerge would append them again with every release.
    """
    return {
        campos: "wholeListMerge"
        for dato in datos
        for _, campos, lista in _listas_por_id(dato)
        if not any("id" in miembro for miembro in lista) and not esquema.conoce(campos)
    }


def _exigir_sucesion(compilada: dict[str, Any] | None, entrega: dict[str, Any]) -> None:
    momento = _momento(entrega)
    if compilada is None:
        return
    if compilada["ocid"] != entrega.get("ocid"):
        raise FusionImposible(
            f"La entrega {entrega.get('id')} es de otro proceso ({entrega.get('ocid')}, no {compilada['ocid']})."
        )
    if momento < _momento(compilada):
        raise FusionImposible(
            f"La entrega {entrega.get('id')} tiene fecha {entrega['date']}, anterior a la última ({compilada['date']})."
        )


def _momento(entrega: dict[str, Any]) -> datetime:
    try:
        return leer_fecha(entrega["date"])
    except (KeyError, TypeError, ValueError) as error:
        raise FusionImposible(f"La entrega {entrega.get('id')} no trae una fecha legible («date»).") from error
