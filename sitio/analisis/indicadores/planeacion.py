"""Indicators of planning: the annual programme, the market research, the project of a work."""

from functools import partial

import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.indicadores import base
from sitio.analisis.indicadores.registro import (
    Clase,
    Indicador,
    Ley,
    Medida,
    Sentido,
    UnidadDeMedida,
    registrar_indicador,
)
from sitio.analisis.registro import gettext_noop
from sitio.analisis.tablas import Tablas

_ = gettext_noop

PLANEACION = "planeacion"
# Two sources at least: so many quotes, or a study besides any of them (art. 35 LAASSP 2025).
COTIZACIONES = 3
FUENTES = 2


def programadas(t: Tablas, ley: Ley) -> ir.Table:
    """A01: awards of processes that name a line of the annual programme, one by one."""
    f = _con_linea(t, base.adjudicaciones(t, ley))
    return base.observar(f, base.si(f.linea.notnull()))


def monto_no_programado(t: Tablas, ley: Ley) -> ir.Table:
    """A02: what was awarded, in pesos without IVA, by processes that name no line of the annual programme."""
    f = base.con_monto(_con_linea(t, base.adjudicaciones(t, ley)))
    return base.observar(f, f.neto * base.si(f.linea.isnull()), f.neto)


def _con_linea(t: Tablas, f: ir.Table) -> ir.Table:
    """Add `linea` and leave out what published no planning: it does not say that it was outside the programme."""
    del_plan = t.procesos_relacionados.filter(comunes.tiene(t.procesos_relacionados.relacion, "planning"))
    lineas = del_plan.group_by("ocid").agg(linea=del_plan.identificador.min())
    f = comunes.unir(f, lineas, "ocid")
    return base.excluir(f, sin_planeacion=~comunes.tiene(f.etapas, PLANEACION))


def investigadas(t: Tablas, ley: Ley) -> ir.Table:
    """A07: processes whose planning shows three quotes, or two sources counting the quotes as one."""
    cotizaciones = t.cotizaciones.group_by("ocid").agg(cotizaciones=t.cotizaciones.count())
    f = comunes.unir(comunes.documentos(t, base.procesos(t, ley), estudios=["marketStudies"]), cotizaciones, "ocid")
    f = base.excluir(f, sin_planeacion=~comunes.tiene(f.etapas, PLANEACION))
    pedidas = f.cotizaciones.fill_null(0)
    fuentes = f.estudios + base.si(pedidas > 0)
    return base.observar(f, base.si((pedidas >= COTIZACIONES) | (fuentes >= FUENTES)))


def lineas_adjudicadas(t: Tablas, ley: Ley) -> ir.Table:
    """B01: processes that name a line of the programme of works, and whether they reached an award."""
    f = _con_linea(t, base.procesos(t, ley))
    f = base.excluir(f, sin_linea=f.linea.isnull())
    con_fallo = comunes.vigentes(t.adjudicaciones)
    con_fallo = con_fallo.group_by("ocid").agg(fallos=con_fallo.count())
    f = comunes.unir(f, con_fallo, "ocid")
    return base.observar(f, base.si(f.fallos > 0))


def con_proyecto_ejecutivo(t: Tablas) -> ir.Table:
    """B04: no document type of what is published is the executive project of a work."""
    return base.no_se_publica(base.procesos(t, Ley.LOPSRM))


_PLAN = ("relatedProcesses.relationship", "relatedProcesses.identifier")

registrar_indicador(
    Indicador(
        id="A01",
        titulo=_("Adjudicaciones dentro del programa anual"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente=_("Artículos 21 de la LAASSP de 2000 y 29 de la LAASSP de 2025; OCP U045"),
        campos=(*_PLAN, "awards.status"),
        que_dice=_("Cuánto de lo que se adjudica estaba previsto en el programa anual de adquisiciones."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Adjudicaciones vigentes con línea del programa anual ÷ adjudicaciones vigentes"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(programadas, ley=Ley.LAASSP),
            ),
        ),
        advertencias=(_("Mide si el proceso nombra una línea; no comprueba que la línea exista en el programa."),),
    )
)
registrar_indicador(
    Indicador(
        id="A02",
        titulo=_("Compras fuera del programa anual"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente=_("Artículos 21 de la LAASSP de 2000 y 29 de la LAASSP de 2025; OCP U045"),
        campos=(*_PLAN, "awards.value"),
        que_dice=_("Qué parte de lo adjudicado no estaba prevista en el programa anual."),
        sentido=Sentido.MENOR,
        medidas=(
            Medida(
                formula=_("Monto adjudicado sin línea del programa anual ÷ monto adjudicado, sin IVA"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(monto_no_programado, ley=Ley.LAASSP),
            ),
        ),
        advertencias=(_("Un imprevisto también se compra fuera del programa."),),
    )
)
registrar_indicador(
    Indicador(
        id="A07",
        titulo=_("Procesos con investigación de mercado"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente=_("Artículos 26 de la LAASSP de 2000 y 35 de la LAASSP de 2025"),
        campos=("planning.requestsForQuotes.quotes", "planning.documents.documentType"),
        que_dice=_("En cuántos procesos se publica con qué se conoció el mercado antes de comprar."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Procesos con tres cotizaciones, o con dos fuentes ÷ procesos con planeación publicada"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(investigadas, ley=Ley.LAASSP),
            ),
        ),
        advertencias=(_("Todas las cotizaciones cuentan como una fuente; cada estudio de mercado, como otra."),),
    )
)
registrar_indicador(
    Indicador(
        id="B01",
        titulo=_("Cumplimiento del programa anual de obra"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente=_("Artículo 22 de la LOPSRM; OCP U045"),
        campos=(*_PLAN, "awards.status"),
        que_dice=_("Cuántas líneas del programa de obra con proceso publicado llegaron a adjudicarse."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Procesos de obra con línea del programa y adjudicación ÷ procesos de obra con línea"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(lineas_adjudicadas, ley=Ley.LOPSRM),
            ),
        ),
        advertencias=(_("No cuenta las líneas del programa de las que no se ha publicado ningún proceso."),),
    )
)
registrar_indicador(
    Indicador(
        id="B04",
        titulo=_("Proyecto ejecutivo antes de licitar"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente=_("Artículo 24 de la LOPSRM"),
        campos=("planning.documents.documentType", "tender.tenderPeriod.startDate"),
        que_dice=_("En cuántas obras había proyecto ejecutivo antes de convocar."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Procesos de obra con proyecto ejecutivo antes de la convocatoria ÷ procesos de obra"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=con_proyecto_ejecutivo,
            ),
        ),
        advertencias=(_("Los tipos de documento que se publican no distinguen todavía el proyecto ejecutivo."),),
    )
)
