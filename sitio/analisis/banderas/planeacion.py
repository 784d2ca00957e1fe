"""Flags on what should be ready before a purchase begins."""

from collections.abc import Mapping

import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.regimen import MARCO_FEDERAL
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

PLANEACION = "planeacion"
ESTUDIO = ("marketStudies",)


def sin_investigacion(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P17: planning shows no market research.

    Fields: planning.documents of type marketStudies (any stage counts), planning.requestsForQuotes[].quotes. Threshold:
    fewer than `minimo` 1 of them. Not applicable: works (the articles are of the LAASSP); other laws; cancelled
    or withdrawn. Insufficient: planning was not published, or what is bought is not told.
    Source: art. 26 LAASSP 2000, 35 LAASSP 2025.
    """
    cotizaciones = t.cotizaciones.group_by("ocid").agg(cotizaciones=t.cotizaciones.count())
    f = comunes.unir(comunes.documentos(t, t.procesos, estudios=ESTUDIO), cotizaciones, "ocid")
    dichas = f.cotizaciones.fill_null(0) + f.estudios
    return comunes.hallar(
        f,
        f.ocid,
        dichas,
        no_aplica=_sin_efecto(f) | (f.categoria == "works").fill_null(False),
        insuficiente=~comunes.tiene(f.etapas, PLANEACION) | f.categoria.isnull(),
        bandera=dichas < p["minimo"],
        cotizaciones=f.cotizaciones.fill_null(0),
        estudios=f.estudios,
    )


def fuera_de_programa(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P38: planning names neither a line of the annual programme nor an investment project.

    Fields: relatedProcesses[] of relationship planning with its identifier, planning.budget.projectID. Threshold: fewer
    than `minimo` 1. Not applicable: other laws; cancelled or withdrawn. Insufficient: planning was not published.
    Source: art. 21 LAASSP 2000, 29 LAASSP 2025, 22 LOPSRM.
    """
    del_plan = t.procesos_relacionados.filter(
        comunes.tiene(t.procesos_relacionados.relacion, "planning") & t.procesos_relacionados.identificador.notnull()
    )
    lineas = del_plan.group_by("ocid").agg(lineas=del_plan.count(), linea=del_plan.identificador.min())
    f = comunes.unir(t.procesos, lineas, "ocid")
    dichas = f.lineas.fill_null(0) + f.proyecto_id.notnull().cast("int64")
    return comunes.hallar(
        f,
        f.ocid,
        dichas,
        no_aplica=_sin_efecto(f),
        insuficiente=~comunes.tiene(f.etapas, PLANEACION),
        bandera=dichas < p["minimo"],
        linea=f.linea,
        proyecto=f.proyecto_id,
    )


def sin_suficiencia(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P39: the procedure was published and planning tells no authorized amount.

    Fields: planning.budget.amount, tender.tenderPeriod.startDate. Threshold: an amount not over `minimo` 0. Not
    applicable: works; other laws; cancelled or withdrawn; procedures not yet published. Insufficient: planning was not
    published.
    Source: art. 25 LAASSP 2000, 33 LAASSP 2025.
    """
    f = t.procesos
    planeada = f.estado_licitacion.isin(comunes.EN_PLANEACION).fill_null(False)
    sin_publicar = f.fecha_publicacion.isnull() & ~comunes.tiene(f.etapas, "adjudicacion")
    return comunes.hallar(
        f,
        f.ocid,
        f.presupuesto,
        no_aplica=_sin_efecto(f) | planeada | sin_publicar | (f.categoria == "works").fill_null(False),
        insuficiente=~comunes.tiene(f.etapas, PLANEACION),
        bandera=f.presupuesto.fill_null(0) <= p["minimo"],
        presupuesto=f.presupuesto,
        publicacion=f.fecha_publicacion_dia,
    )


def _sin_efecto(f: ir.Table) -> ir.BooleanValue:
    return (f.marco != MARCO_FEDERAL) | f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False)


registrar_bandera(
    Bandera(
        id="P17",
        titulo=_("No hay investigación de mercado publicada"),
        version="1.0",
        etapa="planeacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 26 de la LAASSP de 2000 y 35 de la LAASSP de 2025"),
        campos=("planning.documents", "planning.requestsForQuotes", "tender.mainProcurementCategory"),
        parametros=(Parametro("minimo", 1, _("cotizaciones o estudios"), _("Se esperan, al menos")),),
        por_que_importa=_("Sin saber qué hay en el mercado y a qué precio no se puede elegir bien cómo comprar."),
        falsos_positivos=(_("La investigación está en el expediente y no se ha publicado."),),
        que_hacer=_("Publique la investigación de mercado o capture las cotizaciones recibidas."),
        expresion=sin_investigacion,
        evidencias={
            "cotizaciones": _("Cotizaciones publicadas"),
            "estudios": _("Investigaciones de mercado publicadas"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="P38",
        titulo=_("La compra no dice qué línea del programa anual cumple"),
        version="1.0",
        etapa="planeacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Artículos 21 de la LAASSP de 2000, 29 de la LAASSP de 2025 y 22 de la LOPSRM"),
        campos=("relatedProcesses", "planning.budget.projectID"),
        parametros=(Parametro("minimo", 1, _("líneas o proyectos"), _("Se esperan, al menos")),),
        por_que_importa=_("Lo que no se programa se compra de prisa: más caro y con menos competencia."),
        falsos_positivos=(_("La compra surgió de una urgencia, o la línea no se capturó."),),
        que_hacer=_("Capture la línea del programa anual, o actualice el programa."),
        expresion=fuera_de_programa,
        evidencias={"linea": _("Línea del programa anual"), "proyecto": _("Proyecto de inversión")},
    )
)

registrar_bandera(
    Bandera(
        id="P39",
        titulo=_("No hay suficiencia presupuestal registrada"),
        version="1.0",
        etapa="planeacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        fuente=_("Artículos 25 de la LAASSP de 2000 y 33 de la LAASSP de 2025"),
        campos=("planning.budget.amount", "tender.tenderPeriod.startDate"),
        parametros=(Parametro("minimo", 0, _("pesos"), _("El presupuesto debe pasar de")),),
        por_que_importa=_("Convocar sin dinero autorizado deja al proveedor sin pago y a la institución con adeudos."),
        falsos_positivos=(_("La suficiencia existe y su monto no se ha capturado."),),
        que_hacer=_("Capture el presupuesto autorizado en la etapa de planeación."),
        expresion=sin_suficiencia,
        evidencias={
            "presupuesto": _("Presupuesto publicado"),
            "publicacion": _("Publicación de la convocatoria"),
        },
    )
)
