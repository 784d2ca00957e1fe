"""Flags on the lists of the SAT: arts. 69, 69-B and 69-B Bis of the CFF."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis.banderas.listas import cruce
from sitio.analisis.registro import Alcance, Bandera, Expresion, Numero, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

EFOS, FISCALES = ("efos",), ("fiscales",)
DEFINITIVO, PRESUNTO = "definitivo", "presunto"
LIBRES = ("desvirtuado", "sentencia_favorable")


def _por_fecha(f: ir.Table, si: ir.BooleanValue, antes: Severidad, despues: Severidad) -> ir.IntegerValue:
    """Weigh what was published in the DOF by the day of reference above what came later, or nobody knows when."""
    a_tiempo = (f.publicado <= f.referencia).fill_null(False)
    return ibis.cases((~si.fill_null(False), 0), (a_tiempo, int(antes)), else_=int(despues))


def efos_definitivo(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L03: a supplier is on the definitive list of art. 69-B CFF.

    Fields: awards[].suppliers, awards[].date, contracts[].dateSigned, parties[].identifier. One row per supplier.
    Threshold: Crítica when the DOF published it by the day of reference (award; in direct awards, signature); Alta when
    it came later, or the list does not say when. Who cleared itself, or won in court, is not flagged: L05 tells it.
    Insufficient: no list of art. 69-B is loaded. Source: arts. 69-B and 32-D-VII CFF; OCP R045 is near.
    """
    return cruce.senalar(
        t,
        cruce.proveedores(t),
        EFOS,
        lambda f: _por_fecha(f, f.situacion == DEFINITIVO, Severidad.CRITICA, Severidad.ALTA),
    )


def efos_presunto(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L04: a supplier is presumed under art. 69-B CFF.

    Fields: those of L03. One row per supplier. Threshold: Alta when the DOF published it by the day of reference; Media
    when it came later, or the list does not say when. Insufficient: no list of art. 69-B is loaded.
    Source: art. 69-B CFF.
    """
    return cruce.senalar(
        t,
        cruce.proveedores(t),
        EFOS,
        lambda f: _por_fecha(f, f.situacion == PRESUNTO, Severidad.ALTA, Severidad.MEDIA),
    )


def efos_libre(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L05: a supplier was on the list of art. 69-B CFF and cleared itself, or won in court. It never flags.

    Fields: those of L03. One row per such supplier, always without flag: its evidence is information, and with it L03
    and L04 have nothing to say. Threshold: none. Source: art. 69-B CFF.
    """
    todas = cruce.senalar(t, cruce.proveedores(t), EFOS, lambda f: ibis.literal(0))
    return todas.filter(todas.situacion.isin(LIBRES))


def participante_efos(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L06: somebody who took part without winning is on the list of art. 69-B CFF, definitive or presumed.

    Fields: tender.tenderers, bids.details[].tenderers, tender.tenderPeriod.endDate, parties[].identifier. One row per
    tenderer that was awarded nothing. Threshold: none. Insufficient: no list of art. 69-B is loaded.
    Source: art. 69-B CFF; OCP R027 is near.
    """
    return cruce.senalar(
        t,
        cruce.participantes(t),
        EFOS,
        lambda f: ibis.ifelse(f.situacion.isin([DEFINITIVO, PRESUNTO]), int(Severidad.ALTA), 0),
    )


def incumplido(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L07: a supplier is on a list of art. 69 or 69-B Bis CFF.

    Fields: those of L03. One row per supplier. Threshold: Alta when it was published by the day of reference; Media
    when it came later, or the list does not say when. Insufficient: no such list is loaded.
    Source: arts. 69, 69-B Bis and 32-D-I to VI CFF.
    """
    return cruce.senalar(
        t,
        cruce.proveedores(t),
        FISCALES,
        lambda f: _por_fecha(f, f.coincidencia.notnull(), Severidad.ALTA, Severidad.MEDIA),
    )


_ATENUANTES = (
    _("Coincide solo el nombre y es otra empresa: dígalo en «Coincidencias por confirmar»."),
    _("El SAT ya la retiró y falta cargar la versión nueva de la lista."),
)
_IMPORTA = _(
    "Las instituciones no deben contratar con quienes el SAT publicó en estas listas, y las facturas de quien está en "
    "definitiva no producen efectos fiscales."
)
_HACER = _(
    "Consulte el RFC en la página del SAT y pida la opinión de cumplimiento vigente. Si sigue en la lista, no firme ni "
    "pague sin consultar al área jurídica y al órgano interno de control."
)


def _registrar(clave: str, titulo: str, fuente: str, severidad: Severidad, expresion: Expresion) -> None:
    registrar_bandera(
        Bandera(
            id=clave,
            titulo=titulo,
            version="1.0",
            etapa="licitacion" if clave == "L06" else "adjudicacion",
            alcance=Alcance.PROCESO,
            severidad=severidad,
            fuente=fuente,
            campos=(
                "awards.suppliers",
                "tender.tenderers",
                "awards.date",
                "contracts.dateSigned",
                "parties.identifier",
            ),
            por_que_importa=_IMPORTA,
            falsos_positivos=_ATENUANTES,
            que_hacer=_HACER,
            expresion=expresion,
            nombra_personas=True,
            evidencias=cruce.EVIDENCIAS,
        )
    )


_CAMPOS = ("awards.suppliers", "tender.tenderers", "awards.date", "contracts.dateSigned", "parties.identifier")
_69B = _("Artículos 69-B y 32-D, fracción VII, del Código Fiscal de la Federación")
_registrar("L03", _("El proveedor está en la lista definitiva del 69-B"), _69B, Severidad.CRITICA, efos_definitivo)
_registrar("L04", _("El proveedor está como presunto en la lista del 69-B"), _69B, Severidad.ALTA, efos_presunto)
_registrar("L05", _("El proveedor aclaró su situación en la lista del 69-B"), _69B, Severidad.INFO, efos_libre)
_registrar("L06", _("Un participante está en la lista del 69-B"), _69B, Severidad.ALTA, participante_efos)
_registrar(
    "L07",
    _("El proveedor está en las listas del 69 o del 69-B Bis"),
    _("Artículos 69, 69-B Bis y 32-D, fracciones I a VI, del Código Fiscal de la Federación"),
    Severidad.ALTA,
    incumplido,
)
