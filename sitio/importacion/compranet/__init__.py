"""CompraNet's contract files, 2010 to 2018: a row is a supplier of a contract; the rows of one procedure are one
process.

What is not published and why: responsible officers' names (personal data); amounts of 0 (CompraNet's mark for "not
captured"); sizes of companies and other columns without a place in OCDS 1.1. A process split over several files gives
a release a file.
"""

import re
import unicodedata
from collections.abc import Generator, Iterator, Sequence

from django.utils.translation import gettext as _

from sitio.importacion.almacen import Agrupador, Fila
from sitio.importacion.archivos import Archivo
from sitio.importacion.celdas import Celdas
from sitio.importacion.compranet import proceso
from sitio.importacion.compranet.columnas import DISTINTIVAS, Renglon, columnas_de, leer_renglon
from sitio.importacion.texto import abrir_tabla, encabezado_de
from sitio.importacion.tipos import Falla, Opciones, Referencia, RenglonRechazado
from sitio.ocds.identificadores import formar_ocid
from sitio.publicacion.propuestas import Propuesta

_LARGO_LOCAL = 150
Lectura = Iterator[Propuesta | RenglonRechazado]


def reconoce(muestra: bytes) -> bool:
    """A table whose header has procedure, contract, supplier, amount and institution, by any name they have had."""
    return columnas_de(encabezado_de(muestra)).keys() >= DISTINTIVAS


def leer(archivos: Sequence[Archivo], opciones: Opciones) -> Lectura:
    """A proposal a procedure, in order of appearance; the rows that cannot be published, refused."""
    for archivo in archivos:
        with Agrupador() as agrupador:
            nombres = yield from _guardar(archivo, agrupador)
            for local, filas in agrupador.grupos():
                yield from _Procedimiento(local, nombres, opciones).proponer(filas)


def parte_local(procedimiento: str) -> str:
    """A procedure number as the local part of an ocid: signs other than letters, digits, `.`, `_`, `-` become `-`."""
    sin_acentos = unicodedata.normalize("NFKD", procedimiento).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", sin_acentos).strip("-")


def _guardar(archivo: Archivo, agrupador: Agrupador) -> Generator[RenglonRechazado, None, dict[str, str]]:
    """Put every row under its procedure; returns how the file calls each column."""
    tabla = abrir_tabla(archivo)
    columnas = columnas_de(tabla.encabezado)
    nombres = {columna: tabla.encabezado[lugar] for columna, lugar in columnas.items()}
    for renglon in tabla.renglones:
        if isinstance(renglon, RenglonRechazado):
            yield renglon
            continue
        numero, crudas = renglon
        if len(crudas) != len(tabla.encabezado):
            yield RenglonRechazado(archivo.nombre, numero, (_de_columnas(len(crudas), len(tabla.encabezado)),))
            continue
        valores = {columna: crudas[lugar] for columna, lugar in columnas.items()}
        local = parte_local(valores["procedimiento"])
        if 0 < len(local) <= _LARGO_LOCAL:
            agrupador.guardar(local, Fila("", archivo.nombre, numero, valores))
        else:
            yield _sin_numero(archivo, numero, nombres["procedimiento"], valores["procedimiento"])
    return nombres


def _de_columnas(hay: int, debe: int) -> Falla:
    return Falla(
        "",
        "",
        _("Trae %(hay)s columnas y el encabezado %(debe)s.") % {"hay": hay, "debe": debe},
        _("Revise que las comas dentro de un texto vayan entre comillas."),
    )


def _sin_numero(archivo: Archivo, numero: int, campo: str, valor: str) -> RenglonRechazado:
    falla = Falla(
        campo,
        valor,
        _("Falta el número del procedimiento, o no tiene letras ni cifras con que formar el ocid."),
        _("Búsquelo en el anuncio del procedimiento y escríbalo en esa columna."),
    )
    return RenglonRechazado(archivo.nombre, numero, (falla,))


class _Procedimiento:
    """The rows of one procedure, on their way to be one proposal."""

    def __init__(self, local: str, nombres: dict[str, str], opciones: Opciones) -> None:
        self._local, self._nombres, self._opciones = local, nombres, opciones
        self._buenos: list[Renglon] = []
        self._de_cada_contrato: dict[str, Renglon] = {}

    def proponer(self, filas: Sequence[Fila]) -> Lectura:
        """Its release, with the rows that are right; each of the others, refused."""
        archivo = filas[0].archivo
        for fila in filas:
            celdas = Celdas(fila.celdas, self._nombres)
            renglon = leer_renglon(fila.renglon, celdas)
            if renglon is not None:
                self._contradice(renglon, celdas)
            if renglon is None or celdas.fallas:
                yield RenglonRechazado(archivo, fila.renglon, tuple(celdas.fallas))
            else:
                self._buenos.append(renglon)
                self._de_cada_contrato.setdefault(renglon.contrato, renglon)
        fecha = proceso.fecha_de(self._buenos, self._opciones.ahora)
        if fecha is None:
            yield from (self._sin_fecha(archivo, renglon) for renglon in self._buenos)
            return
        publicador = self._opciones.publicador
        entrega = proceso.armar(formar_ocid(publicador.prefijo, self._local), self._buenos, fecha)
        referencia = Referencia(tuple((archivo, r.numero) for r in self._buenos), publicador)
        yield Propuesta(entrega, (), referencia, redatar=True)

    def _contradice(self, renglon: Renglon, celdas: Celdas) -> None:
        """Note when a row says otherwise than an earlier one of the same process or contract."""
        if self._buenos and self._buenos[0].procedimiento != renglon.procedimiento:
            celdas.fallar(
                "procedimiento",
                _("Da el mismo ocid que «%(otro)s», del renglón %(renglon)s, y son dos procedimientos.")
                % {"otro": self._buenos[0].procedimiento, "renglon": self._buenos[0].numero},
                _("Distíngalos con letras o cifras, no solo con signos."),
            )
        previo = self._de_cada_contrato.get(renglon.contrato)
        if previo and previo.datos_del_contrato != renglon.datos_del_contrato:
            celdas.fallar(
                "contrato",
                _("El contrato ya apareció en el renglón %(renglon)s con otro título, importe, fecha o estatus.")
                % {"renglon": previo.numero},
                _("Deje los mismos datos en todos los renglones de un contrato, o corrija su código."),
            )

    def _sin_fecha(self, archivo: str, renglon: Renglon) -> RenglonRechazado:
        falla = Falla(
            self._nombres.get("celebracion", "FECHA_CELEBRACION"),
            "",
            _("Ninguna fecha del procedimiento ha ocurrido ya: ni publicación, apertura, fallo o firma, ni inicio."),
            _("Escriba al menos una de ellas: una entrega lleva la fecha de los hechos que cuenta."),
        )
        return RenglonRechazado(archivo, renglon.numero, (falla,))
