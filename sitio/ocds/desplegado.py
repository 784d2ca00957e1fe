# ruff: noqa: S608 - the SQL is made of our own table of columns; data only ever travels as rows
"""The SQL that turns compiled releases into flat tables, made from `columnas`: what to read, unfold and type."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sitio.ocds import columnas
from sitio.ocds.columnas import COLUMNAS, FUENTES, Columna, Fuente
from sitio.ocds.listas import ESTADOS_DE_PLANEACION, ETAPAS

_RFC3339 = r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"
# What each type takes of a leaf `h`, the JSON text as it came: the only place that deals with dirty data.
_MACROS = (
    # A string that begins with a printable ASCII sign, neither a quote (it is empty) nor an escape, is not blank.
    r"""texto(h) AS CASE
        WHEN h >= '"#' AND h < '"\' OR h >= '"]' AND h < '"~' THEN json_extract_string(h, '$')
        WHEN starts_with(h, '"') THEN
            nullif(regexp_replace(json_extract_string(h, '$'), '^[\s\v\x1c-\x1f\x{85}\p{Z}]+$', ''), '')
        WHEN regexp_full_match(h, '-?\d+') THEN h END""",
    "textos(l) AS list_filter(list_transform(l, lambda h: texto(h::VARCHAR)), lambda t: t IS NOT NULL)",
    r"cifra(h) AS CASE WHEN regexp_matches(h, '^-?\d') THEN h END",
    "finito(d) AS CASE WHEN isfinite(d) THEN d END",
    "numero(h) AS finito(try_cast(cifra(h) AS DOUBLE))",
    r"""entero(h) AS CASE WHEN regexp_full_match(h, '-?\d+') THEN try_cast(h AS BIGINT)
        WHEN abs(numero(h)) < 1e18 AND trunc(numero(h)) = numero(h) THEN numero(h)::BIGINT END""",
    "monto(h) AS try_cast(cifra(h) AS DECIMAL(20, 2))",
    "precio(h) AS try_cast(cifra(h) AS DECIMAL(26, 6))",
    # The first and the last day of the calendar have no other side of the world.
    f"""momento(h) AS CASE WHEN regexp_full_match(h, '"{_RFC3339}"') AND h > '"0001-01-02'
        AND (h < '"9999-12-31' OR ends_with(h, 'Z"')) THEN try_cast(trim(h, '"') AS TIMESTAMPTZ) END""",
    "es_objeto(h) AS coalesce(starts_with(h, '{') AND h <> '{}', false)",
    # An organization that is not there, or that says neither its id nor its name, is looked for by its role.
    """quien(o, parties, papel) AS CASE WHEN coalesce(texto(o.id::VARCHAR), texto(o.name::VARCHAR)) IS NOT NULL THEN o
        ELSE list_transform(list_filter(
            json_transform(parties, '[{"id": "JSON", "name": "JSON", "roles": ["JSON"]}]'),
            lambda p: list_contains(textos(p.roles), papel)), lambda p: {'id': p.id, 'name': p.name})[1] END""",
)
_MACRO = {
    columnas.TEXTO: "texto",
    columnas.TEXTOS: "textos",
    columnas.ENTERO: "entero",
    columnas.NUMERO: "numero",
    columnas.MONTO: "monto",
    columnas.PRECIO: "precio",
    columnas.MOMENTO: "momento",
}


def _pasos(ruta: str) -> list[str]:
    """The steps of a source: `contracts/implementation.transactions` -> contracts[], implementation, transactions[]."""
    return f"{ruta}[]".replace("/", "[].").split(".")


def _con_listas() -> list[str]:
    """The lists whose objects hold lists, each one after the one that holds it."""
    rutas = {fuente.ruta for fuentes in FUENTES.values() for fuente in fuentes}
    return sorted({padre for ruta in rutas for padre in _padres(ruta)})


def _padres(ruta: str) -> list[str]:
    partes = ruta.split("/")
    return ["/".join(partes[:n]) for n in range(1, len(partes))]


def _nodo(arbol: dict[str, Any], pasos: list[str]) -> dict[str, Any]:
    """The object at the end of `pasos`, made if it is not there; a list has one member, which stands for all."""
    for paso in pasos:
        hijo = arbol.setdefault(paso.removesuffix("[]"), [{}] if paso.endswith("[]") else {})
        arbol = hijo[0] if isinstance(hijo, list) else hijo
    return arbol


def _arbol() -> dict[str, Any]:
    """The shape of all that is read, with the JSON text of each value at its leaves."""
    arbol: dict[str, Any] = {"ocid": "JSON"}
    for organizacion in (["buyer"], ["tender", "procuringEntity"]):
        _nodo(arbol, organizacion).update(id="JSON", name="JSON")
    for nombre, de_la_tabla in COLUMNAS.items():
        for pasos in [_pasos(fuente.ruta) for fuente in FUENTES[nombre]] if nombre in FUENTES else [[]]:
            for columna in filter(lambda columna: columna.ruta, de_la_tabla):
                *camino, hoja = columna.ruta.split(".")
                _nodo(arbol, [*pasos, *camino])[hoja] = ["JSON"] if columna.tipo == columnas.TEXTOS else "JSON"
    for ruta in _con_listas():
        _nodo(arbol, _pasos(ruta))["id"] = "JSON"
    return arbol


def _leido(dato: str, forma: Any) -> str:
    return f"json_transform({dato}, '{json.dumps(forma)}')"


def _sin_desplegar(nodo: Any) -> Any:
    """The shape of an object whose lists of objects stay as text."""
    if isinstance(nodo, dict):
        return {clave: _sin_desplegar(valor) for clave, valor in nodo.items()}
    return "JSON" if nodo != ["JSON"] else nodo


_ARBOL = _arbol()
_PLANEACION = _sin_desplegar(_ARBOL["planning"])
# Planning says something by being there (`listas.etapas_publicadas`): it is kept as text first, and then read.
_RAIZ = _sin_desplegar(_ARBOL) | {"planning": "JSON"}

_CRUDAS = f"""SELECT coalesce(texto(r.ocid::VARCHAR), '') AS ocid, r.* EXCLUDE (ocid),
    {_leido("r.planning", _PLANEACION)} AS planeacion FROM (SELECT {_leido("linea", _RAIZ)} AS r FROM lote)"""


def _dice_algo(dato: str, forma: dict[str, Any]) -> str:
    """Whether what was read with a shape is an object with anything of it: what is no object was read as all nulls."""
    nada = _leido("'{}'", forma)
    return f"CASE WHEN {dato}.id IS NOT NULL THEN true ELSE coalesce({dato} <> {nada}, false) END"


def _lista(ruta: str) -> tuple[str, str]:
    """The table that has a list as text, and the expression that reads it there."""
    padre, _diagonal, lista = ruta.rpartition("/")
    return (_vista(padre), f"o.{lista}") if padre else ("crudas", lista.replace("planning.", "planeacion."))


def _miembros(ruta: str) -> str:
    """Query the objects `o` of a list, with the ocid and the `padre_id` of the object that has the list."""
    origen, lista = _lista(ruta)
    padre_id = "NULL::VARCHAR" if origen == "crudas" else "texto(o.id::VARCHAR)"
    forma = _sin_desplegar(_nodo(_ARBOL, _pasos(ruta)))
    todos = f"SELECT ocid, {padre_id} AS padre_id, unnest({_leido(lista, [forma])}) AS o"
    return f"SELECT * FROM ({todos} FROM {origen}) WHERE {_dice_algo('o', forma)}"


def _vista(ruta: str) -> str:
    """The name of the table where the members of a list that hold lists are kept."""
    return f'"{ruta}"'


def _desplegar(ruta: str) -> str:
    return f"CREATE TABLE {_vista(ruta)} AS {_miembros(ruta)}"


def _hoja(columna: Columna) -> str:
    """What a column is made of, before it has its type: the text of a value, or the list of texts of several."""
    if columna.ruta:
        return f"o.{columna.ruta}" + ("" if columna.tipo == columnas.TEXTOS else "::VARCHAR")
    if columna.nombre == "modificaciones":
        forma = _sin_desplegar(_nodo(_ARBOL, _pasos("contracts/amendments")))
        cambios = f"list_filter({_leido('o.amendments', [forma])}, lambda m: {_dice_algo('m', forma)})"
        return f"coalesce(len({cambios}), 0)"
    return columna.nombre if columna.nombre in ("ocid", "seccion") else "padre_id"


def _consulta(nombre: str, fuentes: Iterable[Fuente]) -> str:
    listas = []
    for fuente in fuentes:
        origen = _vista(fuente.ruta) if fuente.ruta in _con_listas() else f"({_miembros(fuente.ruta)})"
        seccion = f"'{fuente.seccion}'" if fuente.seccion else "NULL::VARCHAR"
        listas.append(f"SELECT ocid, padre_id, {seccion} AS seccion, o FROM {origen}")
    de_la_tabla = COLUMNAS[nombre]
    hojas = ", ".join(f"{_hoja(columna)} AS {columna.nombre}" for columna in de_la_tabla)
    return f"SELECT {_con_tipo(de_la_tabla)} FROM (SELECT {hojas} FROM ({' UNION ALL '.join(listas)}))"


def _con_tipo(de_la_tabla: Iterable[Columna]) -> str:
    return ", ".join(
        f"{_MACRO[columna.tipo]}({columna.nombre}) AS {columna.nombre}" if columna.ruta else columna.nombre
        for columna in de_la_tabla
    )


def _hay_objetos(lista: str) -> str:
    """Whether a list, kept as text, has an object: nearly always its first member."""
    objetos = f"list_filter(json_transform({lista}, '[\"JSON\"]'), lambda o: starts_with(o::VARCHAR, '{{'))"
    return f"CASE WHEN starts_with({lista}::VARCHAR, '[{{') THEN true ELSE len({objetos}) > 0 END"


def _de_procesos() -> str:
    planeada = f"coalesce(texto(tender.status::VARCHAR) IN {ESTADOS_DE_PLANEACION}, false)"
    hay = {
        "planeacion": f"es_objeto(planning::VARCHAR) OR {planeada}",
        "licitacion": f"{_dice_algo('tender', _RAIZ['tender'])} AND NOT {planeada}",
        "adjudicacion": _hay_objetos("awards"),
        "contrato": _hay_objetos("contracts"),
        "ejecucion": """len(list_filter(json_transform(contracts, '[{"implementation": "JSON"}]'),
            lambda o: es_objeto(o.implementation::VARCHAR))) > 0""",
    }
    etapas = ", ".join(f"CASE WHEN {hay[etapa]} THEN '{etapa}' END" for etapa in ETAPAS)
    dadas = {
        "ocid": "ocid",
        "comprador_id": "texto(comprador_.id::VARCHAR)",
        "comprador": "texto(comprador_.name::VARCHAR)",
        "unidad_id": "texto(unidad_.id::VARCHAR)",
        "unidad": "texto(unidad_.name::VARCHAR)",
        "etapas": f"list_filter([{etapas}], lambda e: e IS NOT NULL)",
    }
    hojas = ", ".join(
        f"{c.ruta.replace('planning.', 'planeacion.') + '::VARCHAR' if c.ruta else dadas[c.nombre]} AS {c.nombre}"
        for c in COLUMNAS["procesos"]
    )
    con_quienes = """SELECT *, quien(buyer, parties, 'buyer') AS comprador_,
        quien(tender.procuringEntity, parties, 'procuringEntity') AS unidad_ FROM crudas"""
    return f"SELECT {_con_tipo(COLUMNAS['procesos'])} FROM (SELECT {hojas} FROM ({con_quienes}))"


def consultas(presentes: Collection[str]) -> dict[str, str]:
    """Return the query of each table that has something to read in the lists `presentes`."""
    vivas = {nombre: [fuente for fuente in fuentes if fuente.ruta in presentes] for nombre, fuentes in FUENTES.items()}
    de_listas = {nombre: _consulta(nombre, fuentes) for nombre, fuentes in vivas.items() if fuentes}
    return {"procesos": _DE_PROCESOS, **de_listas}


def _cuentas() -> list[tuple[list[str], str]]:
    por_origen: dict[str, dict[str, str]] = {}
    for fuente in (fuente for fuentes in FUENTES.values() for fuente in fuentes):
        origen, lista = _lista(fuente.ruta)
        por_origen.setdefault(origen, {})[fuente.ruta] = f"count({lista})"
    return [(list(rutas), f"SELECT {', '.join(rutas.values())} FROM {origen}") for origen, rutas in por_origen.items()]


# Run in this order over one connection: PREPARAR once, LEER for each batch of lines in a view `lote(linea)`, each level
# of DESPLEGAR (its orders in any order), CUENTAS (which lists some release has), and then the `consultas` of those.
PREPARAR = ";".join(
    [
        "SET GLOBAL TimeZone = 'UTC'",
        *(f"CREATE MACRO {macro}" for macro in _MACROS),
        "CREATE TEMP VIEW lote AS SELECT NULL::VARCHAR AS linea",
        f"CREATE TABLE crudas AS {_CRUDAS} WHERE false",
        "DROP VIEW lote",
    ]
)
LEER = f"INSERT INTO crudas {_CRUDAS}"
DESPLEGAR = [
    [_desplegar(ruta) for ruta in _con_listas() if ruta.count("/") == nivel]
    for nivel in range(1 + max(ruta.count("/") for ruta in _con_listas()))
]
CUENTAS = _cuentas()
_DE_PROCESOS = _de_procesos()
