"""The columns of the flat tables (name, type, where in OCDS each value stands) and the lists their rows come from."""

from dataclasses import dataclass

import pyarrow as pa

TEXTO = pa.string()
TEXTOS = pa.list_(pa.string())
ENTERO = pa.int64()
NUMERO = pa.float64()
MONTO = pa.decimal128(20, 2)
# Unit prices go below the cent (a tablet, a kilowatt-hour), and rounding them would make prices look equal.
PRECIO = pa.decimal128(26, 6)
MOMENTO = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True)
class Columna:
    """One column. `ruta`: the OCDS path inside the object a row is made of; empty when the row's place gives it."""

    nombre: str
    tipo: pa.DataType
    ruta: str = ""


@dataclass(frozen=True)
class Fuente:
    """A list whose objects are the rows of a table. `ruta`: the lists on the way, each a dotted path, split by `/`."""

    ruta: str
    seccion: str | None = None


def _texto(nombre: str, ruta: str = "") -> Columna:
    return Columna(nombre, TEXTO, ruta)


def _momento(nombre: str, ruta: str) -> Columna:
    return Columna(nombre, MOMENTO, ruta)


def _valor(ruta: str, monto: str = "monto", moneda: str = "moneda") -> tuple[Columna, Columna]:
    return Columna(monto, MONTO, f"{ruta}.amount"), _texto(moneda, f"{ruta}.currency")


def _con_neto(ruta: str, monto: str = "monto", moneda: str = "moneda") -> tuple[Columna, ...]:
    """An amount, and what of it is without taxes (extension taxes): what Mexican limits are compared with."""
    return *_valor(ruta, monto, moneda), Columna(f"{monto}_neto", MONTO, f"{ruta}.netAmount")


_OCID = _texto("ocid")
# Where in the process: `seccion` is the stage (or the bids), `padre_id` the award, contract or bid; null in planning
# and tender.
_LUGAR = (_OCID, _texto("seccion"), _texto("padre_id"))
_ORGANIZACION = (_texto("id", "id"), _texto("nombre", "name"))

COLUMNAS: dict[str, tuple[Columna, ...]] = {
    "procesos": (
        _OCID,
        _texto("comprador_id"),
        _texto("comprador"),
        _texto("unidad_id"),
        _texto("unidad"),
        Columna("etapas", TEXTOS),
        _texto("titulo", "tender.title"),
        _texto("descripcion", "tender.description"),
        _texto("numero_procedimiento", "tender.id"),
        _texto("metodo", "tender.procurementMethod"),
        _texto("metodo_detalle", "tender.procurementMethodDetails"),
        _texto("metodo_justificacion", "tender.procurementMethodRationale"),
        _texto("fundamento", "tender.legalBasis.id"),
        _texto("fundamento_detalle", "tender.legalBasis.description"),
        _texto("categoria", "tender.mainProcurementCategory"),
        _texto("criterio", "tender.awardCriteria"),
        _texto("estado_licitacion", "tender.status"),
        _texto("partida_presupuestal", "planning.budget.id"),
        _texto("proyecto_id", "planning.budget.projectID"),
        *_valor("planning.budget.amount", "presupuesto", "moneda_presupuesto"),
        *_con_neto("tender.value", "monto_licitacion"),
        _momento("fecha_publicacion", "tender.tenderPeriod.startDate"),
        _momento("fecha_apertura", "tender.tenderPeriod.endDate"),
        _momento("aclaraciones_inicio", "tender.enquiryPeriod.startDate"),
        _momento("aclaraciones_fin", "tender.enquiryPeriod.endDate"),
        _momento("evaluacion_inicio", "tender.awardPeriod.startDate"),
        _momento("evaluacion_fin", "tender.awardPeriod.endDate"),
        Columna("numero_licitantes", ENTERO, "tender.numberOfTenderers"),
        _momento("fecha_entrega", "date"),
    ),
    "partes": (
        _OCID,
        *_ORGANIZACION,
        Columna("papeles", TEXTOS, "roles"),
        _texto("esquema", "identifier.scheme"),
        _texto("identificador", "identifier.id"),
        _texto("razon_social", "identifier.legalName"),
        _texto("personalidad", "identifier.legalPersonality"),
        _texto("calle", "address.streetAddress"),
        _texto("localidad", "address.locality"),
        _texto("codigo_postal", "address.postalCode"),
        _texto("entidad_federativa", "address.region"),
        _texto("pais", "address.countryName"),
        _texto("contacto", "contactPoint.name"),
        _texto("correo", "contactPoint.email"),
        _texto("telefono", "contactPoint.telephone"),
    ),
    "beneficiarios": (
        _OCID,
        _texto("parte_id"),
        *_ORGANIZACION,
        _texto("esquema", "identifier.scheme"),
        _texto("identificador", "identifier.id"),
    ),
    "areas_requirentes": (_OCID, *_ORGANIZACION),
    "procesos_relacionados": (
        *_LUGAR,
        _texto("id", "id"),
        Columna("relacion", TEXTOS, "relationship"),
        _texto("titulo", "title"),
        _texto("esquema", "scheme"),
        _texto("identificador", "identifier"),
    ),
    "solicitudes_cotizacion": (
        _OCID,
        _texto("id", "id"),
        _texto("titulo", "title"),
        _texto("descripcion", "description"),
        _momento("inicio", "period.startDate"),
        _momento("fin", "period.endDate"),
    ),
    "invitados_a_cotizar": (_OCID, _texto("solicitud_id"), *_ORGANIZACION),
    "cotizaciones": (
        _OCID,
        _texto("solicitud_id"),
        _texto("id", "id"),
        _texto("descripcion", "description"),
        _momento("fecha", "date"),
        _momento("inicio", "period.startDate"),
        _momento("fin", "period.endDate"),
        *_con_neto("value"),
        _texto("proveedor_id", "issuingSupplier.id"),
        _texto("proveedor", "issuingSupplier.name"),
    ),
    "lotes": (
        _OCID,
        _texto("id", "id"),
        _texto("titulo", "title"),
        _texto("descripcion", "description"),
        _texto("estado", "status"),
        *_valor("value"),
    ),
    "juntas": (_OCID, _texto("id", "id"), _momento("fecha", "date")),
    "preguntas": (
        _OCID,
        _texto("id", "id"),
        _momento("fecha", "date"),
        _texto("respuesta", "answer"),
        _momento("respondida", "dateAnswered"),
    ),
    "cuotas": (_OCID, _texto("id", "id"), Columna("tipo", TEXTOS, "type"), *_valor("value")),
    "licitantes": (_OCID, *_ORGANIZACION),
    "ofertas": (
        _OCID,
        _texto("id", "id"),
        _texto("estado", "status"),
        _momento("fecha", "date"),
        *_con_neto("value"),
        Columna("lotes", TEXTOS, "relatedLots"),
    ),
    "ofertantes": (_OCID, _texto("oferta_id"), *_ORGANIZACION),
    "adjudicaciones": (
        _OCID,
        _texto("id", "id"),
        _texto("titulo", "title"),
        _texto("estado", "status"),
        _momento("fecha", "date"),
        *_con_neto("value"),
        _momento("inicio", "contractPeriod.startDate"),
        _momento("fin", "contractPeriod.endDate"),
        _texto("oferta_id", "relatedBid"),
        Columna("lotes", TEXTOS, "relatedLots"),
        Columna("subcontratacion_maxima", NUMERO, "subcontracting.maximumPercentage"),
    ),
    "proveedores_adjudicados": (_OCID, _texto("adjudicacion_id"), *_ORGANIZACION),
    "subcontratos": (
        _OCID,
        _texto("adjudicacion_id"),
        _texto("id", "id"),
        _texto("subcontratista_id", "subcontractor.id"),
        _texto("subcontratista", "subcontractor.name"),
    ),
    "contratos": (
        _OCID,
        Columna("modificaciones", ENTERO),
        _texto("id", "id"),
        _texto("adjudicacion_id", "awardID"),
        _texto("titulo", "title"),
        _texto("estado", "status"),
        _momento("fecha_firma", "dateSigned"),
        _momento("inicio", "period.startDate"),
        _momento("fin", "period.endDate"),
        _momento("fin_maximo", "period.maxExtentDate"),
        *_con_neto("value"),
        Columna("vigilancia", TEXTOS, "surveillanceMechanisms"),
        _texto("estado_ejecucion", "implementation.status"),
        _momento("termino", "implementation.endDate"),
        *_valor("implementation.finalValue", "monto_final", "moneda_final"),
    ),
    "garantias": (
        _OCID,
        _texto("contrato_id"),
        _texto("id", "id"),
        _texto("tipo", "type"),
        _texto("obligaciones", "obligations"),
        _momento("fecha", "date"),
        _momento("inicio", "period.startDate"),
        _momento("fin", "period.endDate"),
        *_valor("value"),
        _texto("garante_id", "guarantor.id"),
        _texto("garante", "guarantor.name"),
    ),
    "modificaciones": (
        *_LUGAR,
        _texto("id", "id"),
        _momento("fecha", "date"),
        _texto("motivo", "rationale"),
        _texto("descripcion", "description"),
        _texto("entrega_anterior", "amendsReleaseID"),
        _texto("entrega_posterior", "releaseID"),
    ),
    "articulos": (
        *_LUGAR,
        _texto("id", "id"),
        _texto("descripcion", "description"),
        _texto("clasificacion_esquema", "classification.scheme"),
        _texto("clasificacion", "classification.id"),
        _texto("clasificacion_descripcion", "classification.description"),
        Columna("cantidad", NUMERO, "quantity"),
        _texto("unidad", "unit.name"),
        Columna("precio_unitario", PRECIO, "unit.value.amount"),
        Columna("precio_unitario_neto", PRECIO, "unit.value.netAmount"),
        _texto("moneda", "unit.value.currency"),
        _texto("lote_id", "relatedLot"),
    ),
    "transacciones": (
        _OCID,
        _texto("contrato_id"),
        _texto("id", "id"),
        _momento("fecha", "date"),
        *_con_neto("value"),
        _texto("metodo", "paymentMethod"),
        _texto("hito_id", "relatedImplementationMilestone.id"),
        _texto("emisor_id", "payer.id"),
        _texto("emisor", "payer.name"),
        _texto("receptor_id", "payee.id"),
        _texto("receptor", "payee.name"),
    ),
    "hitos": (
        *_LUGAR,
        _texto("id", "id"),
        _texto("titulo", "title"),
        _texto("tipo", "type"),
        _texto("codigo", "code"),
        _texto("estado", "status"),
        _momento("fecha_programada", "dueDate"),
        _momento("fecha_cumplida", "dateMet"),
    ),
    "avances": (
        _OCID,
        _texto("metrica_id"),
        _texto("id", "id"),
        _momento("fecha", "period.endDate"),
        Columna("medida", NUMERO, "measure"),
    ),
    "documentos": (
        *_LUGAR,
        _texto("id", "id"),
        _texto("tipo", "documentType"),
        _texto("titulo", "title"),
        _texto("url", "url"),
        _texto("formato", "format"),
        _texto("idioma", "language"),
        _momento("fecha_publicacion", "datePublished"),
        _momento("fecha_modificacion", "dateModified"),
    ),
}


_SECCIONES = {
    "planeacion": "planning.",
    "licitacion": "tender.",
    "oferta": "bids.details/",
    "adjudicacion": "awards/",
    "contrato": "contracts/",
    "ejecucion": "contracts/implementation.",
}


def _en(lista: str, *secciones: str) -> tuple[Fuente, ...]:
    """The lists called `lista` of the stages whose objects have one."""
    return tuple(Fuente(_SECCIONES[seccion] + lista, seccion) for seccion in secciones)


# Of every table but `procesos`, whose rows are the releases themselves.
FUENTES: dict[str, tuple[Fuente, ...]] = {
    "partes": (Fuente("parties"),),
    "beneficiarios": (Fuente("parties/beneficialOwners"),),
    "areas_requirentes": (Fuente("planning.requestingUnits"),),
    "procesos_relacionados": (Fuente("relatedProcesses"), Fuente("contracts/relatedProcesses", "contrato")),
    "solicitudes_cotizacion": (Fuente("planning.requestsForQuotes"),),
    "invitados_a_cotizar": (Fuente("planning.requestsForQuotes/invitedSuppliers"),),
    "cotizaciones": (Fuente("planning.requestsForQuotes/quotes"),),
    "lotes": (Fuente("tender.lots"),),
    "juntas": (Fuente("tender.clarificationMeetings"),),
    "preguntas": (Fuente("tender.enquiries"),),
    "cuotas": (Fuente("tender.participationFees"),),
    "licitantes": (Fuente("tender.tenderers"),),
    "ofertas": (Fuente("bids.details"),),
    "ofertantes": (Fuente("bids.details/tenderers"),),
    "adjudicaciones": (Fuente("awards"),),
    "proveedores_adjudicados": (Fuente("awards/suppliers"),),
    "subcontratos": (Fuente("awards/subcontracting.subcontracts"),),
    "contratos": (Fuente("contracts"),),
    "garantias": (Fuente("contracts/guarantees"),),
    "modificaciones": _en("amendments", "licitacion", "adjudicacion", "contrato"),
    "articulos": _en("items", "licitacion", "adjudicacion", "contrato"),
    "transacciones": (Fuente("contracts/implementation.transactions"),),
    "hitos": _en("milestones", "planeacion", "licitacion", "contrato", "ejecucion"),
    "avances": (Fuente("contracts/implementation.metrics/observations"),),
    "documentos": _en("documents", *_SECCIONES),
}

ESQUEMAS = {
    tabla: pa.schema(
        [pa.field(columna.nombre, columna.tipo, nullable=columna.nombre != "ocid") for columna in columnas]
    )
    for tabla, columnas in COLUMNAS.items()
}
