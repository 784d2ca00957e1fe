"""Import ten thousand processes into the ledger, against `ocdskit compile` over the same file.

Ours reads, validates, tags, chains, stores in PostgreSQL and compiles; ocdskit only reads, compiles and writes. Its
start, measured over one line, is taken off its time: ours is measured inside a process that already runs.
"""

import logging
import os
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from tests.banco import comun


class Gasto(NamedTuple):
    """Seconds by the clock, and of processor: on a busy machine only the second can be compared."""

    reloj: float
    procesador: float


ESQUEMA = comun.COMPARTIDO / "ocds" / "1.1.5" / "release-schema.json"
_FECHA_SUELTA = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\.\d+")
# What each release of a cut process brings, and which parties it needs to speak of it.
_CORTES = {
    "planning": (("planning",), {"buyer", "procuringEntity", "funder", "payer"}),
    "tender": (("tender", "bids"), {"buyer", "procuringEntity", "tenderer"}),
    "award": (("awards",), {"buyer", "procuringEntity", "supplier"}),
    "contract": (("contracts",), {"buyer", "procuringEntity", "supplier", "payee"}),
}


def compuestas() -> Iterator[dict[str, Any]]:
    """Yield the compiled releases as they should be: 86 of 100 carry dates out of form, and one an item without id."""
    for linea in comun.compiladas():
        compilada = orjson.loads(_FECHA_SUELTA.sub(r"\1T\2Z", linea.decode()))
        for adjudicacion in compilada.get("awards", ()):
            for numero, articulo in enumerate(adjudicacion.get("items", ())):
                articulo.setdefault("id", str(numero))
        yield compilada


def cortadas() -> Iterator[dict[str, Any]]:
    """Yield the releases that build each process up, from its planning to its contracts, a day apart."""
    for compilada in compuestas():
        yield from _cortar(compilada)


def _cortar(compilada: dict[str, Any]) -> Iterator[dict[str, Any]]:
    comunes = {
        campo: compilada[campo] for campo in ("ocid", "initiationType", "language", "buyer") if campo in compilada
    }
    primera = datetime.fromisoformat(compilada["date"])
    for dia, (etiqueta, (secciones, papeles)) in enumerate(_CORTES.items()):
        traidas = {seccion: compilada[seccion] for seccion in secciones if compilada.get(seccion)}
        if traidas:
            fecha = (primera + timedelta(days=dia)).strftime("%Y-%m-%dT%H:%M:%SZ")
            partes = [parte for parte in compilada.get("parties", ()) if papeles & {*parte.get("roles", ())}]
            yield {
                **comunes,
                "id": f"{compilada['ocid']}-{etiqueta}",
                "date": fecha,
                "tag": [etiqueta],
                "parties": partes,
                **traidas,
            }


def escribir(ruta: Path, entregas: Iterable[dict[str, Any]]) -> int:
    """Write one release a line; return how many."""
    with ruta.open("wb") as archivo:
        return sum(bool(archivo.write(orjson.dumps(e, option=orjson.OPT_APPEND_NEWLINE))) for e in entregas)


def ocdskit(ruta: Path) -> Gasto:
    """Return what `ocdskit compile` spends on a file, process included."""
    antes = resource.getrusage(resource.RUSAGE_CHILDREN)
    orden = [comun.VALIDADORES / "ocdskit", "compile", "--schema", ESQUEMA]
    with ruta.open("rb") as entrada:
        inicio = time.perf_counter()
        subprocess.run(orden, stdin=entrada, stdout=subprocess.DEVNULL, check=True)
        segundos = time.perf_counter() - inicio
    despues = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Gasto(segundos, despues.ru_utime + despues.ru_stime - antes.ru_utime - antes.ru_stime)


def importado(ruta: Path, *, parcial: bool = True) -> tuple[Gasto, Any]:
    """Import a file into an empty ledger; return what it spent, and the account."""
    from sitio.importacion.servicios import importar

    _vaciar()
    inicio, procesador, servidor = time.perf_counter(), time.process_time(), _procesador_del_servidor()
    [resumen] = importar([ruta], publicador="banco", prefijo="ocds-6550wx", parcial=parcial).resumenes
    procesador = time.process_time() - procesador + _procesador_del_servidor() - servidor
    return Gasto(time.perf_counter() - inicio, procesador), resumen


def _procesador_del_servidor() -> float:
    """Return the seconds of processor of the database's process that serves us; 0 when it is on another machine."""
    from django.db import connection

    connection.ensure_connection()
    estado = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not estado.exists():
        return 0
    usuario, sistema = estado.read_text().rpartition(")")[2].split()[11:13]
    return (int(usuario) + int(sistema)) / os.sysconf("SC_CLK_TCK")


def _vaciar() -> None:
    from django.db import connection

    from sitio.publicacion import disparadores
    from sitio.publicacion.models import Bitacora, Entrega, Publicador, Registro

    tablas = ", ".join(modelo._meta.db_table for modelo in (Entrega, Registro, Publicador, Bitacora))
    disparadores.quitar(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tablas} CASCADE")
    disparadores.instalar(connection)


def comprobar() -> None:
    """Stop unless the ledger just filled holds together and every record is what its releases compile to."""
    from sitio.publicacion.verificacion import verificar_bitacora, verificar_registros

    fallas = [*verificar_bitacora(), *verificar_registros()]
    assert not fallas, fallas[0]


def comparar(ruta: Path, cuantas: int, arranque: Gasto) -> None:
    """Print how many lines a second we import and how many ocdskit compiles, measured in turns."""
    for modo, parcial in (("--parcial", True), ("todo o nada", False)):
        pares, entraron = [], 0
        for _vez in range(int(os.environ.get("VECES", "3"))):
            ajeno = ocdskit(ruta)
            nuestro, resumen = importado(ruta, parcial=parcial)
            pares.append((nuestro, Gasto(*(uno - otro for uno, otro in zip(ajeno, arranque, strict=True)))))
            entraron = resumen.entregas
        print(f"  {modo}: entran {entraron:,} entregas")
        for que, lugar in (("de reloj", 0), ("de procesador, con el de PostgreSQL", 1)):
            nuestro, ajeno = (cuantas / min(gasto[lugar] for gasto in lado) for lado in zip(*pares, strict=True))
            comun.razon(f"    líneas por segundo {que}, importar entre ocdskit compile", nuestro, ajeno, 1)
        comprobar()


def main() -> None:
    comun.exigir(comun.COMPILADAS, ESQUEMA, comun.VALIDADORES / "ocdskit")
    if not os.environ.get("DATABASE_URL", "").startswith("postgresql:"):
        print("no se mide: falta DATABASE_URL=postgresql:///nombre, de una base que se pueda vaciar")
        return
    comun.preparar_django()
    from django.core.management import call_command
    from django.db import connection

    logging.disable(logging.INFO)
    # One connection for the whole run: the processor time of its server process is part of the account.
    connection.settings_dict["CONN_MAX_AGE"] = None
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as carpeta:
        una, ruta = Path(carpeta) / "una.jsonl", Path(carpeta) / "entregas.jsonl"
        escribir(una, [next(compuestas())])
        arranque = min(ocdskit(una) for _vez in range(3))
        for nombre, entregas in (
            ("compiladas, como se publicaron", map(orjson.loads, comun.compiladas())),
            ("compiladas, con sus fechas en forma", compuestas()),
            ("cortadas en entregas", cortadas()),
        ):
            cuantas = escribir(ruta, entregas)
            print(f"{nombre}: {cuantas:,} líneas, {ruta.stat().st_size / 1e6:.1f} MB", flush=True)
            comparar(ruta, cuantas, arranque)


if __name__ == "__main__":
    main()
