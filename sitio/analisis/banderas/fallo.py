"""Flags on the time taken to decide."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.regimen import MARCO_FEDERAL
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

SABADO, DOMINGO = 5, 6


def fallo_inmediato(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P27: a public tender decided in fewer than `minimo` natural days after its opening.

    Fields: tender.procurementMethod open, tender.tenderPeriod.endDate, awards[].date, awards[].status. One row per
    award in force. Threshold: 1 (the same day, or before). Not applicable: other methods; cancelled or withdrawn.
    Source: OCP R061; GTI. The threshold is proposed, no law fixes one.
    """
    f = _fallos(t)
    return _de_fallo(f, f.dias < p["minimo"], ("open",))


def fallo_tardio(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P28: the award came later than the law allows after the opening.

    Fields: tender.procurementMethod open or selective, tender.tenderPeriod.endDate, awards[].date, awards[].status. One
    row per award in force. Threshold: more than `maximo` 20 natural days; a 20th day on Saturday or Sunday
    runs to Monday (LFPA art. 29). Not applicable: direct awards; cancelled or withdrawn; law other than the federal.
    A deferral with reasons (up to 20 more days) and a 20th day on a holiday are known false positives.
    Source: art. 35 LAASSP 2000, 46 LAASSP 2025, 37 LOPSRM.
    """
    f = _fallos(t)
    limite = f.fecha_apertura_dia + ibis.interval(days=int(p["maximo"]))
    semana = limite.cast("date").day_of_week.index()
    recorrido = semana.cases((SABADO, 2), (DOMINGO, 1), else_=0)
    return _de_fallo(f, f.dias > p["maximo"] + recorrido, ("open", "selective"), solo_federal=True)


def _fallos(t: Tablas) -> ir.Table:
    fallos = comunes.vigentes(t.adjudicaciones).select("ocid", adjudicacion="id", fallo_dia="fecha_dia")
    procesos = t.procesos.select("ocid", "metodo", "marco", "estado_licitacion", "fecha_apertura_dia")
    f = fallos.join(procesos, "ocid")
    return f.mutate(dias=comunes.dias_entre(f.fecha_apertura_dia, f.fallo_dia))


def _de_fallo(
    f: ir.Table, bandera: ir.BooleanValue, metodos: tuple[str, ...], *, solo_federal: bool = False
) -> ir.Table:
    no_aplica = comunes.otro_metodo(f, metodos) | f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False)
    if solo_federal:
        no_aplica = no_aplica | (f.marco != MARCO_FEDERAL)
    return f.select(
        "ocid",
        sujeto=f.adjudicacion,
        resultado=comunes.resultado(
            no_aplica=no_aplica,
            insuficiente=comunes.metodo_desconocido(f) | f.dias.isnull(),
            bandera=bandera,
        ),
        valor=f.dias,
        dias=f.dias,
        adjudicacion=f.adjudicacion,
        apertura=f.fecha_apertura_dia,
        fallo=f.fallo_dia,
    )


_FECHAS_DE_FALLO = ("tender.procurementMethod", "tender.tenderPeriod.endDate", "awards.status", "awards.date")
_EVIDENCIA_DE_FALLO = {
    "dias": _("Días naturales de la apertura al fallo"),
    "adjudicacion": _("Adjudicación"),
    "apertura": _("Presentación y apertura de proposiciones"),
    "fallo": _("Fecha del fallo"),
}
_NATURALES = _("días naturales")

registrar_bandera(
    Bandera(
        id="P27",
        titulo=_("El fallo se emitió el mismo día de la apertura, o antes"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R061",
        fuente=_("Buena práctica de evaluación; ninguna ley fija un mínimo"),
        campos=_FECHAS_DE_FALLO,
        parametros=(
            Parametro("minimo", 1, _NATURALES, _("Días que se esperan entre la apertura y el fallo, al menos")),
        ),
        por_que_importa=_(
            "Evaluar propuestas técnicas y económicas suele tomar más de un día. Una decisión tan rápida conviene "
            "revisarla."
        ),
        falsos_positivos=(
            _("Se evaluó solo el precio, de bienes estandarizados y con pocas propuestas."),
            _("La fecha de apertura o la del fallo se capturó mal."),
        ),
        que_hacer=_(
            "Revise el acta de apertura y el dictamen de evaluación. Corrija las fechas que no coincidan con las actas."
        ),
        expresion=fallo_inmediato,
        evidencias=_EVIDENCIA_DE_FALLO,
    )
)

registrar_bandera(
    Bandera(
        id="P28",
        titulo=_("El fallo llegó después del plazo de ley"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R062",
        fuente=_("Artículos 35 de la LAASSP de 2000, 46 de la LAASSP de 2025 y 37 de la LOPSRM"),
        campos=_FECHAS_DE_FALLO,
        parametros=(Parametro("maximo", 20, _NATURALES, _("Máximo entre la apertura y el fallo")),),
        por_que_importa=_(
            "Una evaluación que se alarga encarece las propuestas y abre espacio a decisiones fuera de las bases."
        ),
        falsos_positivos=(
            _("El fallo se difirió por escrito, una sola vez y hasta 20 días naturales más."),
            _("El último día del plazo fue inhábil y se recorrió al siguiente día hábil."),
            _("El procedimiento estuvo suspendido por una inconformidad."),
        ),
        que_hacer=_(
            "Busque en el expediente el acta de diferimiento o la suspensión y publíquela con la adjudicación."
        ),
        expresion=fallo_tardio,
        evidencias=_EVIDENCIA_DE_FALLO,
    )
)
