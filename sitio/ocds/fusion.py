"""Many releases into one compiled release, as OCDS 1.1 merges them (reference implementation: ocdsmerge), offline.

What ocdsmerge would do in silence or with a warning (order dates as text, merge two members with one id, repeat the
lists of an extension it does not know, drop a value where there was an object) is refused here, or done right, before
it runs. What it would leave as it came (a section nobody published before, or the same one again) does not go through
it: releases repeat themselves a lot, and taking them apart into paths is what a merge costs.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from ocdsmerge.merge import CompiledRelease, VersionedRelease
from ocdsmerge.rules import get_merge_rules

from sitio.ocds import esquema, rutas
from sitio.ocds.canonico import es_el_mismo
from sitio.ocds.identificadores import leer_fecha
from sitio.ocds.mensajes import redactar
from sitio.ocds.rasgos import HUECOS, IDS_DUDOSOS, SIN_ID, Arbol, plantar, rasgos

Ruta = tuple[str | int, ...]
Reglas = dict[tuple[str, ...], str]
Objeto = dict[str, Any]

# What OCDS gives each release and the compiled one anew (omitWhenMerged).
_DE_CADA_ENTREGA = frozenset({"id", "date", "tag"})
_OBJETO, _LISTA, _VALOR = "un objeto", "una lista de objetos", "un valor"


class FusionImposible(ValueError):
    """These releases cannot be merged; the message, in Spanish, says why and where."""


@cache
def reglas() -> Reglas:
    """The merge rules of our schema: field path -> `omitWhenMerged` or `wholeListMerge`. Shared: do not change it."""
    return dict(get_merge_rules(esquema.entrega()))


@cache
def _arbol() -> Arbol:
    return plantar(reglas())


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


def versionar(entregas: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Merge the releases of one process into its versioned release: each field with every value it has had.

    A value is a list of `{releaseID, releaseDate, releaseTag, value}`, oldest first. The releases are those that
    `compilar` accepts. Raises FusionImposible for an empty list or an unreadable date.
    """
    if not entregas:
        raise FusionImposible("No hay entregas que reunir.")
    fusion = VersionedRelease(merge_rules=reglas() | _listas_sin_id(*entregas))
    for entrega in sorted(entregas, key=_momento):
        fusion.append(entrega)
    return dict(fusion.asdict())


def agregar(
    compilada: dict[str, Any] | None, entrega: dict[str, Any], rasgos_suyos: int | None = None
) -> dict[str, Any]:
    """Merge one later release into a compiled release (None: there is none yet). Neither argument is changed.

    The result shares with them what stays the same, so nobody may change it either. `rasgos_suyos` are those of
    `rasgos_de(entrega)`, for who has them. Raises FusionImposible as `compilar` does, and when `entrega` is of another
    process or dated before `compilada`.
    """
    _exigir_sucesion(compilada, entrega)
    por_seccion = _rasgos_por_seccion(entrega, rasgos_suyos)
    nueva = dict(compilada or {})
    por_fundir = {}
    for campo, suyos in por_seccion.items():
        valor = entrega[campo]
        if campo not in nueva and not suyos & HUECOS:
            nueva[campo] = valor
        elif campo in nueva and not suyos:
            nueva[campo] = _sobre(nueva[campo], valor, campo)
        else:
            por_fundir[campo] = valor
    if por_fundir:
        _fundir(nueva, por_fundir)
    date = entrega["date"]
    return {**nueva, "id": f"{entrega.get('ocid')}-{date}", "date": date, "tag": ["compiled"]}


def ids_malos(entrega: dict[str, Any]) -> Iterator[tuple[Ruta, Any, str]]:
    """The ids that would spoil a merge by id: where, the id, and the rule it breaks.

    The rules are `id_repetido` and `id_tipo` (neither text nor integer; null is as good as none, but only once).
    `1` and `"1"` count as the same: people and half of the tools read them so. Lists that OCDS replaces whole are free.
    """
    if rasgos_de(entrega) & IDS_DUDOSOS:
        yield from _ids_malos(entrega)


def rasgos_de(entrega: dict[str, Any]) -> int:
    """What a merge will have to mind in a whole release (see `rasgos`)."""
    return rasgos(entrega, _arbol())


def _rasgos_por_seccion(entrega: dict[str, Any], de_todas: int | None) -> dict[str, int]:
    """The traits of each section to be merged; FusionImposible for the first id that may not be."""
    secciones = {campo: valor for campo, valor in entrega.items() if campo not in _DE_CADA_ENTREGA}
    if de_todas == 0:
        return dict.fromkeys(secciones, 0)
    hallados = {campo: rasgos({campo: valor}, _arbol()) for campo, valor in secciones.items()}
    if any(suyos & IDS_DUDOSOS for suyos in hallados.values()):
        for ruta, clave, regla in _ids_malos(entrega):
            raise FusionImposible(f"{rutas.texto(ruta)}: {redactar(regla, campo='id', valor=clave)}")
    return hallados


def _ids_malos(entrega: dict[str, Any]) -> Iterator[tuple[Ruta, Any, str]]:
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


def _sobre(previo: Any, valor: Any, campo: str) -> Any:
    """A section without traits merged over what there was of it: only what differs goes through ocdsmerge."""
    if es_el_mismo(previo, valor):
        return previo
    if _figura(previo) == _figura(valor) == _LISTA and isinstance(_arbol().get(campo, {}), dict):
        return _miembros_sobre(previo, valor, campo)
    seccion = {campo: previo}
    _fundir(seccion, {campo: valor})
    return seccion.get(campo)


def _miembros_sobre(previos: list[Objeto], nuevos: list[Objeto], campo: str) -> list[Objeto]:
    """Members merged by id (all of `nuevos` have one): each stays in its place, and those nobody had go to the end."""
    lugares = {str(previo["id"]): lugar for lugar, previo in enumerate(previos) if previo.get("id") is not None}
    miembros, cambios = [*previos], []
    for nuevo in nuevos:
        lugar = lugares.get(str(nuevo["id"]))
        if lugar is None:
            miembros.append(nuevo)
        elif not es_el_mismo(previos[lugar], nuevo):
            cambios.append((lugar, nuevo))
    if cambios:
        seccion = {campo: [previos[lugar] for lugar, _ in cambios]}
        _fundir(seccion, {campo: [nuevo for _, nuevo in cambios]})
        for (lugar, _), fundido in zip(cambios, seccion[campo], strict=True):
            miembros[lugar] = fundido
    return miembros


def _fundir(compilada: dict[str, Any], secciones: dict[str, Any]) -> None:
    """Merge some sections into `compilada`, in place. Sections do not touch each other: the rest stays as it is."""
    previas = {campo: compilada[campo] for campo in secciones if campo in compilada}
    _exigir_los_mismos_tipos(previas, secciones, _arbol())
    reglas_de_hoy = reglas()
    de_lo_nuevo = rasgos(secciones, _arbol())
    if (rasgos(previas, _arbol()) | de_lo_nuevo) & SIN_ID:
        reglas_de_hoy = reglas_de_hoy | _listas_sin_id(previas, secciones)
    fusion = CompiledRelease(previas, merge_rules=reglas_de_hoy)
    fusion.append(secciones)
    fundidas = fusion.asdict()
    for campo in secciones:
        compilada.pop(campo, None)
        if campo in fundidas:
            compilada[campo] = fundidas[campo]
    if de_lo_nuevo & HUECOS:
        limpia = _sin_restos(compilada, _arbol())
        compilada.clear()
        compilada.update(limpia)


def _sin_restos(dato: Any, arbol: Any) -> Any:
    """A copy without the empty objects that ocdsmerge leaves where each value was taken back by a null.

    They would go away with the next release, and would be an empty field until then. What is replaced whole stays.
    """
    if isinstance(arbol, str):
        return dato
    ramas = arbol or {}
    if isinstance(dato, dict):
        limpio = {clave: _sin_restos(valor, ramas.get(clave)) for clave, valor in dato.items()}
        return {clave: valor for clave, valor in limpio.items() if valor != {} or isinstance(ramas.get(clave), str)}
    return [_sin_restos(miembro, ramas) for miembro in dato] if _figura(dato) == _LISTA else dato


def _exigir_los_mismos_tipos(previo: Objeto, nuevo: Objeto, arbol: Arbol, ruta: Ruta = ()) -> None:
    """Refuse what ocdsmerge would drop in silence, mix up or stop at: an object where there was text, and so on.

    A null or an empty value changes nothing, and a list that is replaced whole may bring whatever it likes.
    """
    for campo, valor in nuevo.items():
        rama = arbol.get(campo, {})
        antes, ahora = _figura(previo.get(campo)), _figura(valor)
        if not antes or not ahora or not isinstance(rama, dict):
            continue
        if antes != ahora:
            raise FusionImposible(
                f"{rutas.texto((*ruta, campo))} cambió de tipo: las entregas anteriores traen {antes} y esta, {ahora}. "
                "Publíquelo con el tipo de antes."
            )
        if antes == _OBJETO:
            _exigir_los_mismos_tipos(previo[campo], valor, rama, (*ruta, campo))
        elif antes == _LISTA:
            _exigir_los_mismos_miembros(previo[campo], valor, rama, (*ruta, campo))


def _exigir_los_mismos_miembros(previos: list[Objeto], nuevos: list[Objeto], arbol: Arbol, ruta: Ruta) -> None:
    por_id = {str(previo["id"]): previo for previo in previos if previo.get("id") is not None}
    for indice, nuevo in enumerate(nuevos):
        previo = por_id.get(str(nuevo.get("id")))
        if previo is None:
            continue
        lugar = (*ruta, indice)
        if type(previo["id"]) is not type(nuevo["id"]):
            raise FusionImposible(
                f"{rutas.texto((*lugar, 'id'))} cambió de tipo: {nuevo['id']!r} no es {previo['id']!r}, y OCDS los "
                "tomaría por dos. Publíquelo como antes, de preferencia como texto."
            )
        _exigir_los_mismos_tipos(previo, nuevo, arbol, lugar)


def _figura(valor: Any) -> str:
    """How ocdsmerge takes a value: object, list of objects, or a value in one piece; "" for what it leaves out."""
    if valor is None or valor in ({}, []):
        return ""
    if isinstance(valor, dict):
        return _OBJETO
    return _LISTA if isinstance(valor, list) and all(isinstance(miembro, dict) for miembro in valor) else _VALOR


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
