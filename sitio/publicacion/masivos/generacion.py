"""Make the bulk files that what was published or withdrawn has left behind, part by part, and commit them to the index.

Files are written under names that no other file has and the index is replaced last: whoever kills a run leaves the
former files whole and named, and the next run begins where this one was.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from django.conf import settings
from django.utils import timezone, translation

from sitio.ocds.tablas import aplanar
from sitio.publicacion.masivos import diccionario, partes
from sitio.publicacion.masivos.asiento import Hecha, asentar, subir
from sitio.publicacion.masivos.completo import completar, incompleto
from sitio.publicacion.masivos.conjuntos import Conjunto, ultima_posicion
from sitio.publicacion.masivos.excel import escribir_excel
from sitio.publicacion.masivos.formatos import COMPILADAS, CSV, ENTREGAS, EXCEL, PARQUET, REGISTROS, nombre_de
from sitio.publicacion.masivos.indice import SIN_GENERAR, Archivo, Indice, Parte, direccion
from sitio.publicacion.masivos.tablas import escribir_csv, escribir_parquet


def actualizar(
    conjunto: Conjunto, *, anio: int | None = None, todo: bool = False, segundos: float | None = None
) -> Iterator[Parte]:
    """Generate what is behind in `conjunto` (everything with `todo`, one year with `anio`); yield each part done.

    Past `segundos` it stops between two parts, and what is left is still behind.
    """
    limite = None if segundos is None else time.monotonic() + segundos
    posicion = ultima_posicion()
    with translation.override(settings.LANGUAGE_CODE):
        for parte, hasta in list(_atrasadas(conjunto, anio, todo=todo)):
            for hechas in _generar(conjunto, parte, hasta, posicion):
                yield from hechas
                if limite is not None and time.monotonic() > limite:
                    return
        completar(conjunto)


def hay_atraso(conjunto: Conjunto) -> bool:
    """Whether anything of `conjunto` was published or withdrawn since its files were generated."""
    return next(_atrasadas(conjunto, None, todo=False), None) is not None or incompleto(conjunto)


def _atrasadas(conjunto: Conjunto, anio: int | None, *, todo: bool) -> Iterator[tuple[Parte, str | None]]:
    """The parts to generate, each with the ocid where the next one begins."""
    indice = Indice.leer()
    anios = {parte.anio for parte in indice.partes if parte.publicador == conjunto.clave} | set(conjunto.anios())
    for uno in sorted(anios if anio is None else anios & {anio}):
        suyas = indice.partes_de(conjunto.clave, uno) or [Parte(conjunto.clave, uno)]
        for parte, siguiente in zip(suyas, [*suyas[1:], None], strict=True):
            hasta = siguiente.desde if siguiente else None
            if todo or parte.posicion == SIN_GENERAR or conjunto.cambio(parte, hasta):
                yield parte, hasta


def _generar(conjunto: Conjunto, parte: Parte, hasta: str | None, posicion: int) -> Iterator[list[Parte]]:
    """Generate a part; when it does not fit, also the ones it is cut into. Yield the parts that each commit brings."""
    hechas: list[Hecha] = []
    primera, resto = parte, parte
    while True:
        hecha, siguiente = _escribir(conjunto, resto, hasta, posicion)
        hechas.append(hecha)
        if siguiente is not None:
            numero = _libre(conjunto, parte.anio, hechas)
            resto = Parte(conjunto.clave, parte.anio, numero, siguiente)
        # What is public moves from one part to another in one step; what never was comes out little by little.
        if siguiente is None or parte.posicion == SIN_GENERAR:
            pendientes = [] if siguiente is None else [Hecha(resto, [])]
            if not asentar(primera, hasta, [*hechas, *pendientes]):
                return
            yield [hecha.parte for hecha in hechas]
            hechas, primera = [], resto
        if siguiente is None:
            return


def _libre(conjunto: Conjunto, anio: int, hechas: Sequence[Hecha]) -> int:
    numeros = [parte.numero for parte in Indice.leer().partes_de(conjunto.clave, anio)]
    return max([*numeros, *(hecha.parte.numero for hecha in hechas)]) + 1


def _escribir(conjunto: Conjunto, parte: Parte, hasta: str | None, posicion: int) -> tuple[Hecha, str | None]:
    with TemporaryDirectory(prefix="masivos-") as nombre:
        carpeta = Path(nombre)
        uri = direccion(conjunto.clave, nombre_de(REGISTROS, parte.anio, parte.numero))
        escrita = partes.escribir(conjunto, parte, hasta, posicion, carpeta, uri)
        hecha = replace(parte, posicion=posicion)
        if not escrita.cuenta.procesos:
            return Hecha(hecha, []), escrita.resto_desde
        tablas = aplanar(escrita.lineas())
        _escribir_tablas(conjunto, parte, tablas, carpeta)
        return Hecha(hecha, _subir(parte, escrita.cuenta, tablas, carpeta)), escrita.resto_desde


def _escribir_tablas(conjunto: Conjunto, parte: Parte, tablas: dict[str, pa.Table], carpeta: Path) -> None:
    leame = diccionario.leame(conjunto)
    escribir_csv(tablas, leame, carpeta / nombre_de(CSV, parte.anio, parte.numero))
    escribir_excel(tablas, leame, carpeta / nombre_de(EXCEL, parte.anio, parte.numero))
    for nombre, tabla in _con_renglones(tablas):
        escribir_parquet(tabla, carpeta / nombre_de(PARQUET, parte.anio, parte.numero, nombre))


def _con_renglones(tablas: dict[str, pa.Table]) -> Iterator[tuple[str, pa.Table]]:
    return ((nombre, tabla) for nombre, tabla in tablas.items() if tabla.num_rows)


def _subir(parte: Parte, cuenta: partes.Cuenta, tablas: dict[str, pa.Table], carpeta: Path) -> list[Archivo]:
    total = sum(tabla.num_rows for tabla in tablas.values())
    renglones = {
        COMPILADAS: cuenta.procesos,
        ENTREGAS: cuenta.entregas,
        REGISTROS: cuenta.procesos,
        CSV: total,
        EXCEL: total,
    }
    todos = [(formato, "", cuantos) for formato, cuantos in renglones.items()]
    todos += [(PARQUET, nombre, tabla.num_rows) for nombre, tabla in _con_renglones(tablas)]
    antes = {archivo.nombre: archivo for archivo in Indice.leer().de(parte.publicador, parte.anio)}
    return [
        subir(
            Archivo(
                publicador=parte.publicador,
                nombre=nombre_de(formato, parte.anio, parte.numero, tabla),
                formato=formato,
                anio=parte.anio,
                parte=parte.numero,
                renglones=cuantos,
                procesos=cuenta.procesos,
                tabla=tabla,
                modificado=cuenta.modificado or timezone.now(),
            ),
            carpeta,
            antes,
        )
        for formato, tabla, cuantos in todos
    ]
