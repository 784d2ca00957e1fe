"""The tables of our own layout: their columns, what each one means (for the manual), and where it goes in OCDS.

`docs/manual/importar.md` explains them to the people who fill them; a test holds both together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sitio.importacion import valores
from sitio.importacion.valores import clave_de
from sitio.ocds import listas


def _opciones(lista: str, atajos: Mapping[str, str] | None = None) -> Callable[[str, str], str | None]:
    """A reader of the Spanish titles of a code list, of its codes, and of the short names people use."""
    titulos = {clave_de(titulo): codigo for codigo, titulo in listas.opciones(lista)}
    codigos = {clave_de(codigo): codigo for codigo in listas.codigos(lista)}
    return valores.codigo(titulos, otros={**codigos, **(atajos or {})})


_METODOS = {"LP": "open", "I3P": "selective", "AD": "direct"}
_CATEGORIAS = {"ADQUISICIONES": "goods", "ARRENDAMIENTOS": "goods", "OBRA": "works"}
_MEDIOS = {
    "ELECTRONICA": "electronicSubmission",
    "PRESENCIAL": "inPerson",
    "MIXTA": "electronicSubmission inPerson",
    "POR ESCRITO": "written",
}
ETAPAS = {
    "PLANEACION": "planning",
    "LICITACION": "tender",
    "ADJUDICACION": "awards",
    "CONTRATO": "contracts",
    "EJECUCION": "implementation",
}


def _medios(campo: str, valor: str) -> list[str] | None:
    """How proposals are handed in; the standard takes a list, because «mixta» is two ways."""
    codigos = valores.codigo(_MEDIOS)(campo, valor)
    return codigos.split() if codigos else None


@dataclass(frozen=True)
class Columna:
    """A column. `ruta`: where its value goes in the object its row becomes; `moneda`: the column with its currency."""

    nombre: str
    lector: Callable[[str, str], Any] = valores.texto
    ruta: str = ""
    obligatoria: bool = False
    moneda: str = ""


@dataclass(frozen=True)
class TablaPropia:
    """A table: recognized by the `distintivas` of its header, whatever its file is called."""

    nombre: str
    distintivas: frozenset[str]
    columnas: tuple[Columna, ...]

    @property
    def archivo(self) -> str:
        """The name the manual gives its file."""
        return f"{self.nombre}.csv"


def _tabla(nombre: str, distintivas: str, *columnas: Columna) -> TablaPropia:
    return TablaPropia(nombre, frozenset(distintivas.split()), columnas)


_clave = partial(Columna, obligatoria=True)

TABLAS = (
    _tabla(
        "procesos",
        "proceso metodo",
        _clave("proceso"),
        _clave("institucion"),
        Columna("unidad"),
        _clave("titulo", ruta="tender.title"),
        Columna("descripcion", ruta="tender.description"),
        Columna("estado", _opciones("tenderStatus"), "tender.status"),
        _clave("metodo", _opciones("method", _METODOS), "tender.procurementMethod"),
        Columna("metodo_detalle", ruta="tender.procurementMethodDetails"),
        Columna("fundamento", ruta="tender.procurementMethodRationale"),
        Columna("categoria", _opciones("procurementCategory", _CATEGORIAS), "tender.mainProcurementCategory"),
        Columna("medio", _medios, "tender.submissionMethod"),
        Columna("fecha_publicacion", valores.al_inicio, "tender.tenderPeriod.startDate"),
        Columna("fecha_apertura", valores.al_fin, "tender.tenderPeriod.endDate"),
        Columna("fecha_aclaraciones", valores.al_fin, "tender.enquiryPeriod.endDate"),
        Columna("numero_licitantes", valores.entero, "tender.numberOfTenderers"),
        Columna("monto_estimado", valores.monto, "tender.value.amount", moneda="moneda"),
        Columna("presupuesto", valores.monto, "planning.budget.amount.amount", moneda="moneda"),
        Columna("moneda", valores.moneda),
        Columna("programa", ruta="planning.budget.project"),
        Columna("justificacion", ruta="planning.rationale"),
    ),
    _tabla(
        "articulos",
        "proceso articulo",
        _clave("proceso"),
        Columna("adjudicacion"),
        _clave("articulo", ruta="id"),
        _clave("descripcion", ruta="description"),
        Columna("cucop", ruta="classification.id"),
        Columna("unidad", ruta="unit.name"),
        Columna("cantidad", valores.cantidad, "quantity"),
        Columna("precio_unitario", valores.monto, "unit.value.amount", moneda="moneda"),
        Columna("moneda", valores.moneda),
    ),
    _tabla(
        "licitantes",
        "proceso licitante",
        _clave("proceso"),
        _clave("licitante"),
        Columna("esquema"),
        Columna("identificador"),
    ),
    _tabla(
        "adjudicaciones",
        "proceso adjudicacion proveedor",
        _clave("proceso"),
        _clave("adjudicacion", ruta="id"),
        Columna("titulo", ruta="title"),
        Columna("estado", _opciones("awardStatus"), "status"),
        Columna("fecha", valores.al_inicio, "date"),
        Columna("monto", valores.monto, "value.amount", moneda="moneda"),
        Columna("moneda", valores.moneda),
        _clave("proveedor"),
        Columna("esquema"),
        Columna("identificador"),
    ),
    _tabla(
        "pagos",
        "proceso contrato pago",
        _clave("proceso"),
        _clave("contrato"),
        _clave("pago", ruta="id"),
        Columna("fecha", valores.al_inicio, "date"),
        _clave("monto", valores.monto, "value.amount", moneda="moneda"),
        Columna("moneda", valores.moneda),
    ),
    _tabla(
        "contratos",
        "proceso contrato adjudicacion",
        _clave("proceso"),
        _clave("contrato", ruta="id"),
        _clave("adjudicacion", ruta="awardID"),
        Columna("titulo", ruta="title"),
        Columna("estado", _opciones("contractStatus"), "status"),
        Columna("fecha_firma", valores.al_inicio, "dateSigned"),
        Columna("fecha_inicio", valores.al_inicio, "period.startDate"),
        Columna("fecha_fin", valores.al_fin, "period.endDate"),
        Columna("monto", valores.monto, "value.amount", moneda="moneda"),
        Columna("moneda", valores.moneda),
    ),
    _tabla(
        "documentos",
        "proceso etapa documento",
        _clave("proceso"),
        _clave("etapa", valores.codigo(ETAPAS)),
        Columna("de"),
        _clave("documento", ruta="id"),
        Columna("tipo", _opciones("documentType"), "documentType"),
        Columna("titulo", ruta="title"),
        _clave("direccion", valores.enlace, "url"),
        Columna("fecha_publicacion", valores.al_inicio, "datePublished"),
    ),
    _tabla(
        "instituciones",
        "institucion prefijo_ocid",
        _clave("institucion"),
        _clave("nombre"),
        Columna("siglas"),
        _clave("esquema"),
        _clave("identificador"),
        _clave("prefijo_ocid"),
        Columna("uri", valores.enlace),
        Columna("licencia", valores.enlace),
        Columna("politica", valores.enlace),
    ),
    _tabla(
        "unidades",
        "institucion unidad nombre",
        _clave("institucion"),
        _clave("unidad"),
        _clave("nombre"),
    ),
)

FECHAS_DE_HECHOS = frozenset(
    {"tender.tenderPeriod.startDate", "tender.tenderPeriod.endDate", "date", "dateSigned", "datePublished"}
)
"""Paths whose dates are facts: the release takes the date of the latest (see `armado.fecha_de_los_hechos`)."""


def tabla_de(encabezado: list[str]) -> TablaPropia | None:
    """Which of our tables a header belongs to."""
    hay = {celda.strip().lower() for celda in encabezado}
    return next((tabla for tabla in TABLAS if tabla.distintivas <= hay), None)
