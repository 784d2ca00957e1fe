"""The columns of CompraNet's contract files, under all the names they have had, and a row of them as typed facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sitio.importacion import valores
from sitio.importacion.celdas import Celdas
from sitio.importacion.valores import Momento, clave_de

SINONIMOS: dict[str, tuple[str, ...]] = {
    "institucion": ("DEPENDENCIA", "INSTITUCION"),
    "clave_uc": ("CLAVEUC", "CLAVE DE LA UC"),
    "nombre_uc": ("NOMBRE DE LA UC",),
    "titulo": ("TITULO EXPEDIENTE", "TITULO DEL EXPEDIENTE"),
    "plantilla": ("PLANTILLA EXPEDIENTE", "PLANTILLA DEL EXPEDIENTE"),
    "procedimiento": ("NUMERO PROCEDIMIENTO", "NUMERO DEL PROCEDIMIENTO"),
    "fallo": ("EXP F FALLO", "FECHA DE FALLO"),
    "publicacion": ("PROC F PUBLICACION", "FECHA DE PUBLICACION"),
    "apertura": ("FECHA APERTURA PROPOSICIONES", "FECHA DE APERTURA"),
    "tipo_contratacion": ("TIPO CONTRATACION", "TIPO DE CONTRATACION"),
    "tipo_procedimiento": ("TIPO PROCEDIMIENTO", "TIPO DE PROCEDIMIENTO"),
    "forma": ("FORMA PROCEDIMIENTO", "FORMA DE PARTICIPACION"),
    "contrato": ("CODIGO CONTRATO", "CODIGO DEL CONTRATO"),
    "titulo_contrato": ("TITULO CONTRATO", "TITULO DEL CONTRATO"),
    "inicio": ("FECHA INICIO", "FECHA DE INICIO DEL CONTRATO"),
    "fin": ("FECHA FIN", "FECHA DE FIN DEL CONTRATO"),
    "importe": ("IMPORTE CONTRATO", "IMPORTE DEL CONTRATO"),
    "moneda": ("MONEDA", "MONEDA DEL CONTRATO"),
    "estatus": ("ESTATUS CONTRATO", "ESTATUS DEL CONTRATO"),
    "programa": ("CLAVE PROGRAMA", "CLAVE DEL PROGRAMA FEDERAL"),
    "cartera": ("CLAVE CARTERA SHCP", "CLAVE DE CARTERA PUBLICA"),
    "celebracion": ("FECHA CELEBRACION", "FECHA DE FIRMA DEL CONTRATO"),
    "rupc": ("FOLIO RUPC", "FOLIO EN EL RUPC"),
    "rfc": ("RFC",),
    "proveedor": ("PROVEEDOR CONTRATISTA", "PROVEEDOR O CONTRATISTA"),
    "anuncio": ("ANUNCIO", "DIRECCION DEL ANUNCIO"),
}
"""Our name of each column -> its headers, as `clave_de` writes them. Columns that are not here are not published."""

DISTINTIVAS = frozenset({"procedimiento", "contrato", "proveedor", "importe", "institucion"})
"""A table with all of these is CompraNet's."""

ESTATUS = {
    "ACTIVO": "active",
    "VIGENTE": "active",
    "EXPIRADO": "terminated",
    "TERMINADO": "terminated",
    "CONCLUIDO": "terminated",
    "RESCINDIDO": "terminated",
    "CANCELADO": "cancelled",
    "PENDIENTE": "pending",
    "BORRADOR": "pending",
    "EN CAPTURA": "pending",
}
"""contractStatus. CompraNet marks as `Expirado` what ran to its end date: for OCDS, terminated."""


def columnas_de(encabezado: Sequence[str]) -> dict[str, int]:
    """Our name of each column -> its place. Headers we do not know (the first of 2015 is empty) are passed over."""
    claves = [clave_de(celda) for celda in encabezado]
    return {
        columna: claves.index(sinonimo)
        for columna, sinonimos in SINONIMOS.items()
        for sinonimo in sinonimos
        if sinonimo in claves
    }


@dataclass(frozen=True)
class Renglon:
    """A row of the file: one supplier of one contract of one procedure."""

    numero: int
    procedimiento: str
    titulo: str | None
    plantilla: str | None
    tipo_procedimiento: str | None
    tipo_contratacion: str | None
    forma: str | None
    institucion: str
    clave_uc: str | None
    nombre_uc: str | None
    publicacion: Momento | None
    apertura: Momento | None
    fallo: Momento | None
    celebracion: Momento | None
    inicio: Momento | None
    fin: Momento | None
    contrato: str
    titulo_contrato: str | None
    importe: Decimal | None
    moneda: str | None
    estatus: str | None
    programa: str | None
    cartera: str | None
    anuncio: str | None
    proveedor: str
    rfc: str | None
    rupc: str | None

    @property
    def hechos(self) -> list[datetime | None]:
        """When what the row tells of happened: publication, opening, award, signature."""
        apertura = self.apertura.fin if self.apertura else None
        comienzos = [m.inicio if m else None for m in (self.publicacion, self.fallo, self.celebracion)]
        return [*comienzos, apertura]

    @property
    def datos_del_contrato(self) -> tuple[Any, ...]:
        """What two rows of one contract, which differ in their supplier, must say alike."""
        return (self.titulo_contrato, self.importe, self.moneda, self.inicio, self.fin, self.celebracion, self.estatus)


_LECTORES: dict[str, Any] = {
    "publicacion": valores.leer_momento,
    "apertura": valores.leer_momento,
    "fallo": valores.leer_momento,
    "celebracion": valores.leer_momento,
    "inicio": valores.leer_momento,
    "fin": valores.leer_momento,
    "importe": valores.monto,
    "moneda": valores.moneda,
    "estatus": valores.codigo(ESTATUS),
    "rfc": valores.rfc,
    "anuncio": valores.enlace,
}
_REQUERIDAS = frozenset({"procedimiento", "contrato", "proveedor", "institucion"})


def leer_renglon(numero: int, celdas: Celdas) -> Renglon | None:
    """The row, or None when something in it is wrong (`celdas.fallas` says what)."""
    leidos: dict[str, Any] = {}
    for columna in SINONIMOS:
        lector = _LECTORES.get(columna, valores.texto)
        leidos[columna] = (celdas.requerir if columna in _REQUERIDAS else celdas.leer)(columna, lector)
    if leidos["importe"] and not leidos["moneda"] and not celdas.fallas:
        celdas.requerir("moneda", valores.moneda)
    return None if celdas.fallas else Renglon(numero=numero, **leidos)
