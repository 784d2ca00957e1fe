"""Our own layout: a few simple tables that a person fills in a spreadsheet, explained in docs/manual/importar.md.

The files of a folder or zip are read together. What a file holds is told by its header, never by its name. A process
is published whole or not at all, because whoever filled the tables can mend them; every row of a refused one is
accounted for.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sitio.importacion.almacen import Agrupador, Fila
from sitio.importacion.archivos import Archivo
from sitio.importacion.propio.instituciones import Instituciones
from sitio.importacion.propio.proceso import Armador, leer_fila
from sitio.importacion.propio.tablas import TablaPropia, tabla_de
from sitio.importacion.texto import abrir_tabla, encabezado_de
from sitio.importacion.tipos import ArchivoIlegible, Falla, Opciones, Referencia, RenglonRechazado
from sitio.ocds.extensiones import declaradas
from sitio.ocds.lectura import leer_json
from sitio.publicacion.propuestas import Propuesta

_DE_INSTITUCIONES = ("instituciones", "unidades")
_JSON_MAXIMO = 5 * 1024 * 1024
Lectura = Iterator[Propuesta | RenglonRechazado]


def reconoce(muestra: bytes) -> bool:
    """One of our tables, by its header, or the JSON list of institutions (which does the work of two of them)."""
    return _es_json(muestra) or tabla_de(encabezado_de(muestra)) is not None


def _es_json(muestra: bytes) -> bool:
    inicio = muestra.removeprefix(b"\xef\xbb\xbf").lstrip()
    return inicio.startswith(b"[") and bool(re.search(rb'"prefijo_ocid"\s*:', muestra))


def leer(archivos: Sequence[Archivo], opciones: Opciones) -> Lectura:
    """A proposal a process; then, the rows of those that cannot be published."""
    instituciones = Instituciones(opciones.de_la_clave)
    with Agrupador() as agrupador:
        for archivo in archivos:
            for leida in _filas(archivo):
                if isinstance(leida, RenglonRechazado):
                    yield leida
                elif leida.tabla in _DE_INSTITUCIONES:
                    yield from _institucion(leida, instituciones)
                else:
                    agrupador.guardar(leida.celdas["proceso"].strip(), leida)
        for _clave, filas in agrupador.grupos():
            yield from _proponer(Armador(filas, instituciones, opciones.ahora))


def _filas(archivo: Archivo) -> Iterator[Fila | RenglonRechazado]:
    if _es_json(archivo.muestra()):
        yield from _de_json(archivo)
        return
    abierta = abrir_tabla(archivo)
    encabezado = [celda.lower() for celda in abierta.encabezado]
    tabla = tabla_de(encabezado)
    if tabla is None:
        raise ArchivoIlegible(_("%(archivo)s no es una tabla de Claraboya.") % {"archivo": archivo.nombre})
    _revisar_encabezado(archivo, tabla, encabezado)
    for renglon in abierta.renglones:
        if isinstance(renglon, RenglonRechazado):
            yield renglon
        elif len(renglon[1]) > len(encabezado) and any(celda.strip() for celda in renglon[1][len(encabezado) :]):
            falla = Falla(
                "",
                "",
                _("Trae más columnas que el encabezado."),
                _("Revise que las comas dentro de un texto vayan entre comillas."),
            )
            yield RenglonRechazado(archivo.nombre, renglon[0], (falla,))
        else:
            celdas = dict(zip(encabezado, [*renglon[1], *[""] * len(encabezado)], strict=False))
            yield Fila(tabla.nombre, archivo.nombre, renglon[0], celdas)


def _revisar_encabezado(archivo: Archivo, tabla: TablaPropia, encabezado: Sequence[str]) -> None:
    """A column nobody knows is a column nobody would read: better to stop than to lose it. `_notes` are free."""
    conocidas = [columna.nombre for columna in tabla.columnas]
    datos = {"archivo": archivo.nombre, "tabla": tabla.nombre, "columnas": ", ".join(conocidas)}
    for columna, veces in Counter(encabezado).items():
        if veces > 1 and columna:
            raise ArchivoIlegible(
                _("%(archivo)s: la columna «%(columna)s» está dos veces. Deje una.") % {**datos, "columna": columna}
            )
        if columna and columna not in conocidas and not columna.startswith("_"):
            parecida = next(iter(difflib.get_close_matches(columna, conocidas, 1)), "")
            raise ArchivoIlegible(
                (
                    _("%(archivo)s: la columna «%(columna)s» no existe; ¿quiso escribir «%(parecida)s»?")
                    if parecida
                    else _("%(archivo)s: la columna «%(columna)s» no existe. Las de %(tabla)s son: %(columnas)s.")
                )
                % {**datos, "columna": columna, "parecida": parecida}
            )
    for columna_obligatoria in (c.nombre for c in tabla.columnas if c.obligatoria and c.nombre not in encabezado):
        raise ArchivoIlegible(
            _("%(archivo)s: falta la columna «%(columna)s», que %(tabla)s necesita.")
            % {**datos, "columna": columna_obligatoria}
        )


def _de_json(archivo: Archivo) -> Iterator[Fila | RenglonRechazado]:
    """`instituciones.json`: the institutions with their units inside, as rows of the two tables."""
    with archivo.abrir() as flujo:
        contenido = flujo.read(_JSON_MAXIMO)
    try:
        lista = leer_json(contenido)
    except (ValueError, RecursionError) as error:
        raise ArchivoIlegible(
            _("%(archivo)s no es JSON válido: %(detalle)s") % {"archivo": archivo.nombre, "detalle": error}
        ) from None
    for numero, institucion in enumerate(lista, 1):
        unidades = institucion.get("unidades") or [] if isinstance(institucion, dict) else None
        if not isinstance(unidades, list) or not all(isinstance(unidad, dict) for unidad in unidades):
            falla = Falla(
                "", "", _("No describe una institución."), _("Compárelo con fixtures/demo/instituciones.json.")
            )
            yield RenglonRechazado(archivo.nombre, numero, (falla,))
            continue
        clave = institucion.get("clave")
        yield Fila("instituciones", archivo.nombre, numero, _como_celdas({**institucion, "institucion": clave}))
        for unidad in unidades:
            de_la_unidad = {**unidad, "institucion": clave, "unidad": unidad.get("clave")}
            yield Fila("unidades", archivo.nombre, numero, _como_celdas(de_la_unidad))


def _como_celdas(datos: dict[str, Any]) -> dict[str, str]:
    return {clave: "" if valor is None else str(valor) for clave, valor in datos.items()}


def _institucion(fila: Fila, instituciones: Instituciones) -> Iterator[RenglonRechazado]:
    leido = leer_fila(fila)
    if not leido.celdas.fallas and fila.tabla == "instituciones":
        instituciones.agregar(leido.celdas, leido.valores)
    elif not leido.celdas.fallas:
        instituciones.agregar_unidad(leido.valores)
    if leido.celdas.fallas:
        yield RenglonRechazado(fila.archivo, fila.renglon, tuple(leido.celdas.fallas))


def _proponer(armador: Armador) -> Lectura:
    entrega = armador.armar()
    if entrega is not None and armador.publicador is not None:
        unidades = tuple((leido.fila.archivo, leido.fila.renglon) for leido in armador.leidos)
        referencia = Referencia(unidades, armador.publicador)
        yield Propuesta(entrega, tuple(declaradas(entrega)), referencia, redatar=True)
        return
    culpable = next(leido for leido in armador.leidos if leido.celdas.fallas)
    for leido in armador.leidos:
        fallas = tuple(leido.celdas.fallas) or (_por_otro(leido.celdas.nombre("proceso"), culpable.fila),)
        yield RenglonRechazado(leido.fila.archivo, leido.fila.renglon, fallas)


def _por_otro(campo: str, culpable: Fila) -> Falla:
    return Falla(
        campo,
        culpable.celdas["proceso"],
        _("El proceso no se publicó por lo que dice el renglón %(renglon)s de %(archivo)s.")
        % {"renglon": culpable.renglon, "archivo": culpable.archivo},
        _("Corrija ese renglón; este no necesita cambios."),
    )
