"""Evaluate one flag over everything the store has, bringing home only what was raised and how much was not.

The rows stay in a table of DuckDB, which goes to disk when they do not fit; what is asked of it comes in order, so that
whoever keeps it can stop anywhere and go on later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from sitio.analisis.ajustes import Ajustes, Valores
from sitio.analisis.motor.banderas import Hallazgo, hallazgo_de
from sitio.analisis.motor.conexion import Base, Fila, unicas
from sitio.analisis.motor.general.lecturas import (
    COLUMNAS_DE_LECTURA,
    RENGLONES,
    Lectura,
    lectura_de,
    lecturas,
    por_clave,
    sin_llave,
)
from sitio.analisis.registro import Alcance, Bandera, Resultado
from sitio.ocds.canonico import canonizar, sha256

# Whose a subject is (ocid of its process, or key of its publisher), and which one.
Clave = tuple[str, str]
_INICIO: Clave = ("", "")
_CLAVES = pa.schema([("quien", pa.string()), ("sujeto", pa.string())])


@dataclass(frozen=True)
class Caso:
    """A subject that somebody has to look at: what the flag says of it now, None if it is no longer in the data.

    `lectura` is None when nothing of what it was about is in the store.
    """

    clave: Clave
    hallazgo: Hallazgo | None
    lectura: Lectura | None


def evaluar_todo(base: Base, bandera: Bandera, ajustes: Mapping[str, Ajustes] | None = None) -> dict[Resultado, int]:
    """Evaluate `bandera` over the store; return how many subjects had each outcome. `casos` then tells which."""
    quien = quien_de(bandera)
    sentencia = _sentencia(base, bandera, ajustes or {})
    base.conexion.execute(f"CREATE OR REPLACE TABLE hallados AS {sentencia}")
    cuentas = base.conexion.execute(
        "SELECT resultado, count(*) FROM ("  # noqa: S608 - `quien` is one of two words of ours
        f"SELECT {quien}, sujeto, min(resultado) AS resultado FROM hallados GROUP BY ALL) GROUP BY ALL"
    ).fetchall()
    return dict.fromkeys(Resultado, 0) | {Resultado(resultado): cuantos for resultado, cuantos in cuentas}


def casos(
    base: Base,
    bandera: Bandera,
    abiertas: Iterable[Clave] = (),
    *,
    desde: Clave = _INICIO,
    ajustes: Mapping[str, Ajustes] | None = None,
) -> Iterator[Caso]:
    """Yield, after `evaluar_todo`, what is raised and what is said now of `abiertas`, in order, past `desde`."""
    lector = base.conexion.cursor()
    base.conexion.register("abiertas", _tabla_de_claves(abiertas))
    sentencia = _SENTENCIA_DE_CASOS.format(quien=quien_de(bandera), lectura=COLUMNAS_DE_LECTURA)
    filas = base.conexion.sql(sentencia, params=list(desde)).to_arrow_reader(RENGLONES)
    for lote in por_clave(filas, ("quien_", "sujeto_")):
        yield from _leidos(lector, bandera, lote, ajustes or {})


# A row for each finding of each key that was raised or was open: none, with nulls, for what is gone.
_SENTENCIA_DE_CASOS = """
WITH claves AS (
    SELECT {quien} AS quien, sujeto FROM hallados WHERE resultado = 'bandera'
    UNION SELECT quien, sujeto FROM abiertas
)
SELECT c.quien AS quien_, c.sujeto AS sujeto_, {lectura}, h.*
FROM claves c LEFT JOIN hallados h ON h.{quien} = c.quien AND h.sujeto = c.sujeto
LEFT JOIN registros r ON r.ocid = c.quien
WHERE (c.quien, c.sujeto) > (?, ?)
ORDER BY c.quien, c.sujeto
"""


def quien_de(bandera: Bandera) -> str:
    """Return the column that says whose a subject of this flag is."""
    return "ocid" if bandera.alcance is Alcance.PROCESO else "publicador"


def _tabla_de_claves(claves: Iterable[Clave]) -> pa.Table:
    quienes, sujetos = [], []
    for quien, sujeto in claves:
        quienes.append(quien)
        sujetos.append(sujeto)
    return pa.table({"quien": quienes, "sujeto": sujetos}, schema=_CLAVES)


def _sentencia(base: Base, bandera: Bandera, ajustes: Mapping[str, Ajustes]) -> str:
    """Return the query of a flag: once for each set of thresholds, of each the processes that have that set."""
    normal = base.consulta(bandera.expresion, tuple(bandera.valores().items()))
    propios = {ocid: a for ocid, a in ajustes.items() if bandera.id in a.banderas}
    if bandera.alcance is not Alcance.PROCESO or not propios:
        return normal
    variantes = sorted({a.valores(bandera) for a in propios.values()})
    base.conexion.register("ajustados", _tabla_de_ajustes(bandera, propios, variantes))
    partes = [f"SELECT * FROM ({normal}) WHERE ocid NOT IN (SELECT ocid FROM ajustados)"]  # noqa: S608 - compiled
    partes += [_variante(base.consulta(bandera.expresion, valores), n) for n, valores in enumerate(variantes)]
    return " UNION ALL BY NAME ".join(partes)


def _tabla_de_ajustes(bandera: Bandera, propios: Mapping[str, Ajustes], variantes: list[Valores]) -> pa.Table:
    return pa.table(
        {
            "ocid": list(propios),
            "variante": [variantes.index(a.valores(bandera)) for a in propios.values()],
            "activa": [a.banderas[bandera.id].activa for a in propios.values()],
        }
    )


def _variante(sentencia: str, numero: int) -> str:
    """Return what a set of thresholds says of its processes; a flag that a template switches off does not apply."""
    resultado = f"CASE WHEN a.activa THEN v.resultado ELSE '{Resultado.NO_APLICA.value}' END AS resultado"
    return (
        f"SELECT v.* REPLACE ({resultado}) FROM ({sentencia}) v "  # noqa: S608 - compiled by Ibis, and a number
        f"JOIN ajustados a ON a.ocid = v.ocid AND a.variante = {numero}"
    )


def _leidos(
    lector: duckdb.DuckDBPyConnection,
    bandera: Bandera,
    lote: list[tuple[tuple[str, ...], list[Fila]]],
    ajustes: Mapping[str, Ajustes],
) -> Iterator[Caso]:
    """Yield the cases of some keys, with what each one was read from."""
    de_uno = bandera.alcance is Alcance.PROCESO
    dichas = {(quien, sujeto): (_la_que_vale(filas), filas[0]) for (quien, sujeto), filas in lote}
    detras = set() if de_uno else {o for fila, _primera in dichas.values() if fila for o in fila["procesos"] or ()}
    leidas = lecturas(lector, detras) if detras else {}
    for clave, (fila, primera) in dichas.items():
        lectura = lectura_de(primera) if de_uno else _de_varios(clave[0], fila, leidas)
        de_quien = lectura.publicador if lectura else ""
        hallazgo = hallazgo_de(bandera, {"publicador": de_quien, **fila}, ajustes) if fila else None
        yield Caso(clave, hallazgo, lectura)


def _la_que_vale(filas: list[Fila]) -> Fila | None:
    return next(unicas((sin_llave(f) for f in filas if f["sujeto"] is not None), ("sujeto",)), None)


def _de_varios(publicador: str, fila: Fila | None, leidas: Mapping[str, Lectura]) -> Lectura | None:
    if fila is None:
        return None
    detras = [(ocid, leidas[ocid]) for ocid in sorted(fila["procesos"] or ()) if ocid in leidas]
    huella = sha256(canonizar([[ocid, lectura.sha256] for ocid, lectura in detras]))
    return Lectura(publicador, max((lectura.posicion for _ocid, lectura in detras), default=0), huella)
