"""Deadlines of the execution of works: estimates, agreements, reception and settlement (LOPSRM)."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.plazos.filas import CIERRE, de_codigo, de_estimacion, del_contrato, documentos, entre
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas
from sitio.ocds import hitos

_ = gettext_noop


def periodo_de_estimacion(t: Tablas) -> ir.Table:
    """O10: the cut-offs of the estimates are at most one month apart.

    Base: each milestone with code `estimacion-N-corte`, dateMet. Met by the next cut-off of the contract, or by the
    notice that the works ended (code `terminacion`) or their reception. Source: art. 54 LOPSRM.
    """
    cortes = de_estimacion(t, hitos.CORTE).mutate(grupo=ibis.literal(""))
    f = cortes.select("ocid", "contrato", "hito", "titulo", "dia")
    siguientes = cortes.union(de_codigo(t, hitos.TERMINACION, hitos.RECEPCION)).select("ocid", "contrato", otro="dia")
    pares = f.join(siguientes, ["ocid", "contrato"]).filter(lambda p: p.otro > p.dia)
    primeros = pares.group_by("ocid", "contrato", "hito").agg(cumplimiento=lambda p: p.otro.min())
    f = comunes.unir(f, primeros, "ocid", "contrato", "hito")
    f = f.join(t.procesos.select("ocid", "regimen"), "ocid")
    return del_contrato(
        t,
        f,
        sujeto=f.contrato + "/" + f.hito,
        base=f.dia,
        cumplido_en=f.cumplimiento,
        hito=f.titulo,
        cumplimiento=f.cumplimiento,
    )


def presentacion_de_estimacion(t: Tablas) -> ir.Table:
    """O11: the contractor presents the estimate within six natural days of its cut-off.

    Base: a milestone with code `estimacion-N-corte`, dateMet. Met by the one with code `estimacion-N-presentacion`.
    Source: art. 54 LOPSRM.
    """
    return entre(t, de_estimacion(t, hitos.CORTE), de_estimacion(t, hitos.PRESENTACION))


def revision_de_estimacion(t: Tablas) -> ir.Table:
    """O12: the site residence reviews and authorizes the estimate within fifteen natural days of its presentation.

    Base: a milestone with code `estimacion-N-presentacion`, dateMet. Met by the one with code
    `estimacion-N-autorizacion`. Source: art. 54 LOPSRM.
    """
    return entre(t, de_estimacion(t, hitos.PRESENTACION), de_estimacion(t, hitos.AUTORIZACION))


def convenio(t: Tablas) -> ir.Table:
    """O15: the modifying agreement is signed within 45 natural days of determining that it is needed.

    Base: a milestone of the contract with code `convenio-dictamen`, dateMet. Met by the first contracts[].amendments of
    that day or later. Source: art. 59 LOPSRM.
    """
    m = t.modificaciones.filter((t.modificaciones.seccion == "contrato") & t.modificaciones.fecha_dia.notnull())
    firmados = m.select("ocid", grupo=ibis.literal(""), contrato="padre_id", dia="fecha_dia")
    return entre(t, de_codigo(t, hitos.DICTAMEN_DE_CONVENIO), firmados)


def recepcion(t: Tablas) -> ir.Table:
    """O18: the works are received within fifteen natural days of verifying that they ended.

    Base: a milestone of the contract with code `verificacion`, dateMet. Met by one with code `recepcion`, or by a
    dated closing document. Source: art. 64 LOPSRM.
    """
    return entre(t, de_codigo(t, hitos.VERIFICACION), de_codigo(t, hitos.RECEPCION), documentos(t, *CIERRE))


def finiquito_de_obra(t: Tablas) -> ir.Table:
    """O19: the settlement is made within sixty natural days of the reception.

    Base: a milestone of the contract with code `recepcion`, dateMet. Met by one with code `finiquito`, or by a dated
    document of type settlement. Source: art. 64 LOPSRM.
    """
    return entre(t, de_codigo(t, hitos.RECEPCION), de_codigo(t, hitos.FINIQUITO), documentos(t, "settlement"))


def vicios_ocultos(t: Tablas) -> ir.Table:
    """O20: the guarantee against hidden defects lasts twelve months from the reception: they are looked for before.

    Base: a milestone of the contract with code `recepcion`, dateMet. Met by one with code `vicios-ocultos`.
    Source: art. 66 LOPSRM.
    """
    return entre(t, de_codigo(t, hitos.RECEPCION), de_codigo(t, hitos.VICIOS_OCULTOS))


def _termino(dias: int, articulo: str, unidad: Unidad = Unidad.NATURALES) -> dict[Regimen | None, Termino]:
    return {Regimen.LOPSRM_2025: Termino(dias, unidad, articulo)}


_HITOS = ("contracts.implementation.milestones.code", "contracts.implementation.milestones.dateMet")
_DOCUMENTOS = "contracts.implementation.documents"
_RESIDENCIA = _("Residencia de obra")
_ADMINISTRADOR = _("Administrador del contrato")
_CONTRATO = _("Contrato")
_CORTE = _("Corte de la estimación")
_ARTICULO_54 = _("Artículo 54 de la LOPSRM")
_ARTICULO_64 = _("Artículo 64 de la LOPSRM")

registrar_plazo(
    DefinicionDePlazo(
        id="O10",
        titulo=_("Hacer el siguiente corte de estimación"),
        version="1.0",
        etapa="ejecucion",
        responsable=_RESIDENCIA,
        terminos=_termino(1, _ARTICULO_54, Unidad.MESES),
        campos=_HITOS,
        evidencia_que_cumple=_("El hito «corte» de la estimación siguiente, o el aviso de terminación, y su fecha"),
        que_hacer=_(
            "Haga el corte de la estimación y agregue su hito, por ejemplo «estimacion-2-corte», con su fecha."
        ),
        expresion=periodo_de_estimacion,
        evidencias={"contrato": _CONTRATO, "hito": _CORTE, "cumplimiento": _("Siguiente corte o terminación")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="O11",
        titulo=_("Presentar la estimación"),
        version="1.0",
        etapa="ejecucion",
        responsable=_("Contratista"),
        terminos=_termino(6, _ARTICULO_54),
        campos=_HITOS,
        evidencia_que_cumple=_("El hito «presentacion» de la misma estimación y su fecha"),
        que_hacer=_("Pida la estimación y agregue su hito, por ejemplo «estimacion-1-presentacion», con su fecha."),
        expresion=presentacion_de_estimacion,
        evidencias={"contrato": _CONTRATO, "hito": _CORTE, "cumplimiento": _("Presentación de la estimación")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="O12",
        titulo=_("Revisar y autorizar la estimación"),
        version="1.0",
        etapa="ejecucion",
        responsable=_RESIDENCIA,
        terminos=_termino(15, _ARTICULO_54),
        campos=_HITOS,
        evidencia_que_cumple=_("El hito «autorizacion» de la misma estimación y su fecha"),
        que_hacer=_("Revise la estimación y agregue su hito, por ejemplo «estimacion-1-autorizacion», con su fecha."),
        expresion=revision_de_estimacion,
        evidencias={
            "contrato": _CONTRATO,
            "hito": _("Presentación de la estimación"),
            "cumplimiento": _("Autorización de la estimación"),
        },
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="O15",
        titulo=_("Firmar el convenio modificatorio"),
        version="1.0",
        etapa="contrato",
        responsable=_("Área contratante y administrador del contrato"),
        terminos=_termino(45, _("Artículo 59 de la LOPSRM")),
        campos=("contracts.milestones.code", "contracts.milestones.dateMet", "contracts.amendments.date"),
        evidencia_que_cumple=_("Un convenio modificatorio del contrato y su fecha"),
        que_hacer=_("Firme el convenio y publíquelo entre los convenios modificatorios del contrato."),
        expresion=convenio,
        evidencias={
            "contrato": _CONTRATO,
            "hito": _("Determinación de que hace falta"),
            "cumplimiento": _("Firma del convenio"),
        },
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="O18",
        titulo=_("Recibir los trabajos"),
        version="1.0",
        etapa="ejecucion",
        responsable=_ADMINISTRADOR,
        terminos=_termino(15, _ARTICULO_64),
        campos=(*_HITOS, _DOCUMENTOS),
        evidencia_que_cumple=_("Un hito con el código «recepcion» y su fecha, o el acta de recepción publicada"),
        que_hacer=_("Reciba los trabajos y agregue a la ejecución el hito «recepcion» con su fecha."),
        expresion=recepcion,
        evidencias={
            "contrato": _CONTRATO,
            "hito": _("Verificación de los trabajos"),
            "cumplimiento": _("Recepción"),
        },
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="O19",
        titulo=_("Hacer el finiquito de la obra"),
        version="1.0",
        etapa="ejecucion",
        responsable=_("Administrador del contrato y jurídico"),
        terminos=_termino(60, _ARTICULO_64),
        campos=(*_HITOS, _DOCUMENTOS),
        evidencia_que_cumple=_("Un hito con el código «finiquito» y su fecha, o el finiquito publicado"),
        que_hacer=_("Haga el finiquito y agregue a la ejecución el hito «finiquito» con su fecha."),
        expresion=finiquito_de_obra,
        evidencias={"contrato": _CONTRATO, "hito": _("Recepción de los trabajos"), "cumplimiento": _("Finiquito")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="O20",
        titulo=_("Comprobar que no hay vicios ocultos"),
        version="1.0",
        etapa="ejecucion",
        responsable=_ADMINISTRADOR,
        terminos=_termino(12, _("Artículo 66 de la LOPSRM"), Unidad.MESES),
        campos=_HITOS,
        evidencia_que_cumple=_("Un hito con el código «vicios-ocultos» y su fecha"),
        que_hacer=_("Revise la obra antes de que venza la garantía y agregue el hito «vicios-ocultos» con su fecha."),
        expresion=vicios_ocultos,
        evidencias={"contrato": _CONTRATO, "hito": _("Recepción de los trabajos"), "cumplimiento": _("Revisión")},
    )
)
