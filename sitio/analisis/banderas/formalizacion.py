"""Flags on how the award becomes a contract."""

from collections.abc import Mapping
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, habiles
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

VERIFICADOS = (Regimen.LAASSP_2000, Regimen.LAASSP_2025, Regimen.LOPSRM_2025)


def firma_tardia(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E01: the contract was signed after the legal term that runs from the award.

    Fields: awards[].date, contracts[].awardID, contracts[].dateSigned. One row per contract in force or ended; a
    contract that names no award runs from the first one. Threshold: more than `dias` 15, working under the LAASSP
    2025, natural under the LAASSP 2000 and the LOPSRM; a last day that is not worked runs to the next one. Not
    applicable: other laws; LOPSRM before 2025; direct awards under the LAASSP 2000 (the article is of tenders).
    Insufficient: a date, the method or the law missing; no calendar of those years.
    Source: art. 46 LAASSP 2000, 57 and 67 LAASSP 2025, 47 LOPSRM.
    """
    c = comunes.celebrados(t)
    primeros = t.procesos.select("ocid", primero="fallo")
    de_cada_una = (
        comunes.vigentes(t.adjudicaciones).group_by("ocid", adjudicacion="id").agg(fallo=ibis._.fecha_dia.min())
    )
    f = comunes.unir(comunes.unir(c, primeros, "ocid"), de_cada_una, "ocid", "adjudicacion")
    f = f.mutate(fallo=f.fallo.coalesce(ibis.ifelse(f.adjudicacion.isnull(), f.primero, ibis.null("date"))))
    naturales = f.regimen != Regimen.LAASSP_2025.value
    f = habiles.con_retraso(t, f, "fallo", "firma", dias=ibis.literal(p["dias"], "int64"), naturales=naturales)
    directa_vieja = (f.regimen == Regimen.LAASSP_2000.value) & (f.metodo == "direct")
    return comunes.hallar(
        f,
        f.contrato,
        f.transcurridos,
        no_aplica=comunes.otra_ley(f, *VERIFICADOS) | directa_vieja.fill_null(False),
        insuficiente=f.metodo.isnull()
        | f.regimen.isnull()
        | f.transcurridos.isnull()
        | habiles.sin_calendario(t, f.fallo, f.firma),
        bandera=f.tarde,
        dias=f.transcurridos,
        unidad=ibis.ifelse(naturales, "días naturales", "días hábiles"),
        contrato=f.contrato,
        fallo=f.fallo,
        firma=f.firma,
        regimen=f.regimen,
    )


def contrato_distinto(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E02: what was contracted is not what was awarded.

    Fields: awards[].value and contracts[].value without IVA in MXN, contracts[].awardID, contracts[].amendments. One
    row per award in force that has contracts; several contracts of it are added. Threshold: a difference, up or down,
    of more than `maximo` 1 %. Not applicable: a contract already amended, whose value is no longer the signed one.
    Insufficient: an amount or a currency missing, an award of nothing.
    Source: OCP R059.
    """
    c = comunes.celebrados(t)
    neto, en_pesos = comunes.neto(c.monto, c.monto_neto), (c.moneda == comunes.MXN).fill_null(False)
    sumas = c.group_by("ocid", "adjudicacion").agg(
        contratado=neto.sum(), convenios=c.convenios.sum(), completos=(en_pesos & neto.notnull()).all()
    )
    f = comunes.fallos(t).join(sumas, ["ocid", "adjudicacion"])
    adjudicado = comunes.neto(f.monto, f.monto_neto)
    diferencia = f.contratado - adjudicado
    por_ciento = (diferencia * 100 / adjudicado.nullif(0)).round(4)
    return comunes.hallar(
        f,
        f.adjudicacion,
        por_ciento,
        no_aplica=f.convenios > 0,
        insuficiente=(f.moneda != comunes.MXN).fill_null(True) | ~f.completos | por_ciento.isnull(),
        bandera=diferencia.abs() * 100 > adjudicado * p["maximo"],
        por_ciento=por_ciento,
        adjudicado=adjudicado,
        contratado=f.contratado,
        base=comunes.base_del_monto(f.monto_neto),
        adjudicacion=f.adjudicacion,
    )


def duracion_anormal(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E24: the contract lasts very long, or ends before it begins.

    Fields: contracts[].period. One row per contract in force or ended. Threshold: more than `maximo` 1000 natural days,
    or an end before the start. Insufficient: a date missing.
    Source: PODER temp-dl.
    """
    f = comunes.celebrados(t)
    dias = comunes.dias_entre(f.inicio, f.fin)
    return comunes.hallar(
        f,
        f.contrato,
        dias,
        no_aplica=ibis.literal(False),
        insuficiente=dias.isnull(),
        bandera=(dias > p["maximo"]) | (dias < 0),
        dias=dias,
        contrato=f.contrato,
        inicio=f.inicio,
        fin=f.fin,
    )


def contrato_sin_publicar(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E17: long after the award no contract is published.

    Fields: awards[].date and status active, contracts[].awardID. One row per award in force; a contract that names no
    award counts for all. Threshold: more than `dias` 30 natural days from the award to the day of the analysis. Not
    applicable: cancelled or withdrawn. Insufficient: no date of the award, or the day of the analysis is not told.
    Source: OCP R063 and U050.
    """
    c = t.contratos.filter(t.contratos.id.notnull())
    propios = c.group_by("ocid", adjudicacion="adjudicacion_id").agg(propios=c.count())
    sueltos = c.filter(c.adjudicacion_id.isnull()).group_by("ocid").agg(sueltos=ibis._.count())
    f = comunes.unir(comunes.unir(comunes.fallos(t), propios, "ocid", "adjudicacion"), sueltos, "ocid")
    hay = f.propios.notnull() | f.sueltos.notnull()
    dias = comunes.dias_entre(f.fallo, comunes.hoy(t))
    return comunes.hallar(
        f,
        f.adjudicacion,
        dias,
        no_aplica=f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False),
        insuficiente=~hay & dias.isnull(),
        bandera=~hay & (dias > p["dias"]),
        dias=dias,
        adjudicacion=f.adjudicacion,
        fallo=f.fallo,
    )


_CONTRATO, _ADJUDICACION = _("Contrato"), _("Adjudicación")

registrar_bandera(
    Bandera(
        id="E01",
        titulo=_("El contrato se firmó después del plazo de ley"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R060",
        fuente=_("Artículos 46 de la LAASSP de 2000, 57 y 67 de la LAASSP de 2025 y 47 de la LOPSRM"),
        regimenes=VERIFICADOS,
        campos=("awards.date", "contracts.awardID", "contracts.dateSigned"),
        parametros=(Parametro("dias", 15, _("días"), _("Plazo desde el fallo (hábiles en la LAASSP de 2025)")),),
        por_que_importa=_(
            "Mientras no se firma, el proveedor trabaja sin contrato o la necesidad sigue sin atenderse."
        ),
        falsos_positivos=(
            _("Es un contrato consolidado, que tiene 20 días hábiles."),
            _("El fallo se notificó después de su fecha, o hubo una suspensión."),
        ),
        que_hacer=_("Compare las fechas con la notificación del fallo y documente la causa del retraso."),
        expresion=firma_tardia,
        evidencias={
            "dias": _("Días del fallo a la firma"),
            "unidad": _("Cómo se cuentan los días"),
            "contrato": _CONTRATO,
            "fallo": _("Fecha del fallo"),
            "firma": _("Firma del contrato"),
            "regimen": _("Ley aplicable"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="E02",
        titulo=_("El monto contratado no es el adjudicado"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R059",
        fuente=_("El contrato se firma en los términos del fallo"),
        campos=("awards.value", "contracts.value", "contracts.awardID", "contracts.amendments"),
        parametros=(Parametro("maximo", Decimal(1), _("% del monto adjudicado"), _("Diferencia que se tolera")),),
        por_que_importa=_(
            "Lo que se firma debe ser lo que ganó: una diferencia cambia el resultado del procedimiento."
        ),
        falsos_positivos=(
            _("Es un contrato abierto, y un monto es el mínimo y el otro el máximo."),
            _("Falta publicar otro contrato de la misma adjudicación."),
        ),
        que_hacer=_("Compare ambos montos, sin IVA, con el fallo y el contrato firmado."),
        expresion=contrato_distinto,
        evidencias={
            "por_ciento": _("Diferencia (%)"),
            "adjudicado": _("Monto adjudicado sin IVA"),
            "contratado": _("Monto contratado sin IVA"),
            "base": _("De dónde sale el monto sin IVA"),
            "adjudicacion": _ADJUDICACION,
        },
    )
)

registrar_bandera(
    Bandera(
        id="E24",
        titulo=_("La duración del contrato no es la usual"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Buena práctica de calidad de los datos"),
        campos=("contracts.period.startDate", "contracts.period.endDate"),
        parametros=(Parametro("maximo", 1000, _("días naturales"), _("Se señala lo que pase de")),),
        por_que_importa=_(
            "Un contrato muy largo cierra el mercado por años; uno que termina antes de empezar es un error."
        ),
        falsos_positivos=(_("Es plurianual y está autorizado, como una obra o un arrendamiento."),),
        que_hacer=_("Revise las fechas con el contrato firmado y, si es plurianual, publique su autorización."),
        expresion=duracion_anormal,
        evidencias={
            "dias": _("Días naturales del inicio al fin"),
            "contrato": _CONTRATO,
            "inicio": _("Inicio de la vigencia"),
            "fin": _("Fin de la vigencia"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="E17",
        titulo=_("La adjudicación no tiene contrato publicado"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R063",
        fuente=_("Obligaciones de transparencia de los contratos: LGTAIP"),
        campos=("awards.date", "awards.status", "contracts.awardID"),
        parametros=(Parametro("dias", 30, _("días naturales"), _("Se espera el contrato a los")),),
        por_que_importa=_("Sin contrato publicado nadie puede saber qué se comprometió ni vigilar que se cumpla."),
        falsos_positivos=(_("El contrato se firmó y su etapa no se ha aprobado, o nombra otra adjudicación."),),
        que_hacer=_("Publique la etapa de contrato, o cancele la adjudicación si no se va a firmar."),
        expresion=contrato_sin_publicar,
        evidencias={
            "dias": _("Días naturales desde el fallo"),
            "adjudicacion": _ADJUDICACION,
            "fallo": _("Fecha del fallo"),
        },
    )
)
