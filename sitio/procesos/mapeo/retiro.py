"""Taking back: how a release says that what was public is no longer so."""

from collections.abc import Iterable
from typing import Any

from sitio.ocds import rutas
from sitio.procesos.mapeo.entradas import Entrada, Lista, Parte


def retirar(bloque: dict[str, Any], previo: dict[str, Any], mapa: Iterable[Entrada], pagina: Any) -> None:
    """Write a null on each value of `previo` (what is public) that the form now leaves empty.

    Leaving it out would leave it public: OCDS merge keeps what a release does not mention, and a null on an
    object leaves its members, so each leaf gets its own. A row that was taken away is left with its id alone, because
    a merge cannot delete a member of an array (OCDS 1.1 merging). Organizations are not taken back so: what a
    reference says is its id, and the party plays its role as long as it is published.
    """
    mapa = tuple(mapa)
    # Two lists may fill one array: what neither of them has any more was taken away.
    de_listas = {e.ruta for e in mapa if isinstance(e, Lista) and e.ruta}
    for ruta in sorted(de_listas):
        _retirar_renglones(bloque, previo, [e for e in mapa if isinstance(e, Lista) and e.ruta == ruta], pagina)
    for entrada in mapa:
        if entrada.ruta and entrada.ruta not in de_listas:
            _retirar_campo(bloque, previo, entrada.ruta)


def _retirar_campo(bloque: dict[str, Any], previo: dict[str, Any], ruta: str) -> None:
    publicado, actual = rutas.leer(previo, ruta), rutas.leer(bloque, ruta)
    if publicado is not None:
        rutas.poner(bloque, ruta, _con_nulos(actual, publicado))


def _retirar_renglones(bloque: dict[str, Any], previo: dict[str, Any], listas: list[Lista], pagina: Any) -> None:
    ruta, campos = listas[0].ruta, listas[0].campos(pagina)
    publicados = rutas.leer(previo, ruta)
    if not publicados or any(isinstance(e, Parte) and not e.ruta for e in campos):
        return
    actuales = rutas.leer(bloque, ruta) or []
    if not all(isinstance(fila, dict) and "id" in fila for fila in [*publicados, *actuales]):
        # Without ids the merge replaces the array whole.
        if not actuales:
            rutas.poner(bloque, ruta, nulos(publicados))
        return
    por_id = {str(fila["id"]): fila for fila in actuales}
    for fila in publicados:
        actual = por_id.get(str(fila["id"]))
        if actual is not None:
            # The merge tells 1 from "1": what was published keeps the id it was published with.
            actual["id"] = fila["id"]
            retirar(actual, fila, campos, pagina)
        elif not rutas.vaciado(fila):
            actuales = [*actuales, {**nulos(fila), "id": fila["id"]}]
    if actuales:
        rutas.poner(bloque, ruta, actuales)


def _con_nulos(actual: Any, publicado: Any) -> Any:
    """Return `actual` with a null in the place of each value of `publicado` that it no longer has."""
    if actual is None:
        return nulos(publicado)
    if isinstance(actual, dict) and isinstance(publicado, dict):
        faltan = {clave: nulos(valor) for clave, valor in publicado.items() if clave not in actual}
        return {**faltan, **{clave: _con_nulos(valor, publicado.get(clave)) for clave, valor in actual.items()}}
    if _con_ids(actual) and _con_ids(publicado):
        previos = {str(fila["id"]): fila for fila in publicado}
        presentes = {str(fila["id"]) for fila in actual}
        quitados = [{**nulos(f), "id": f["id"]} for i, f in previos.items() if i not in presentes]
        return [*(_con_nulos(fila, previos.get(str(fila["id"]))) for fila in actual), *quitados]
    return actual


def nulos(publicado: Any) -> Any:
    """Return `publicado` with a null in the place of each of its values, but for ids that the merge needs.

    Those are the id of a reference to an organization or a milestone, which the standard lets nobody null (OCDS 1.1
    release-schema, OrganizationReference), and those of the members of an array, which cannot be deleted.
    """
    if isinstance(publicado, dict):
        es_referencia = publicado.keys() <= {"id", "name"} or publicado.keys() <= {"id", "title"}
        return {c: valor if es_referencia and c == "id" else nulos(valor) for c, valor in publicado.items()}
    if _con_ids(publicado):
        return [{**nulos(fila), "id": fila["id"]} for fila in publicado]
    if isinstance(publicado, list) and publicado and isinstance(publicado[0], dict):
        # Replaced whole, and never by a null nor by nothing (OCDS 1.1 release-schema): by one that says nothing.
        return [nulos(publicado[0])]
    return None


def _con_ids(valor: Any) -> bool:
    return isinstance(valor, list) and bool(valor) and all(isinstance(f, dict) and "id" in f for f in valor)
