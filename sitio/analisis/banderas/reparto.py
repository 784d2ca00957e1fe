"""Flags on how the direct awards of a unit are spread: over amounts near the limit, over the weeks of a year."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas
from sitio.analisis.tramos import con_topes

_ = gettext_noop

UNIDAD = ("publicador", "comprador", "anio")
# z of a one-sided probability of 0.01.
Z_DE_UNO_POR_CIENTO = 2.326


def bajo_el_tope(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P15: far more direct awards just under the limit than a little lower: they bunch.

    Fields: values without IVA in MXN, tender.procurementMethod direct, limits and budget of the year. Threshold:
    operations between 90 and 100 per cent of the limit (the limit itself not included) are at least `veces` (2) times
    those between 80 and 90, and it is not by chance: one-sided binomial test with p = 1/2 by the normal approximation
    with continuity correction, z ≥ 2.326 (probability under 0.01). Minimum: `minimo` (20) operations in both bands.
    Insufficient: fewer than that. Operations whose limit is only bounded are not counted. All years together.
    Source: bunching tests; OCP R049. Threshold proposed, no law fixes one.
    """
    f = con_topes(operaciones.directas(t), t)
    f = f.filter(f.directa_minima == f.directa_maxima)
    alta = (f.monto * 10 >= f.directa_minima * 9) & (f.monto < f.directa_minima)
    baja = (f.monto * 10 >= f.directa_minima * 8) & (f.monto * 10 < f.directa_minima * 9)
    g = f.group_by("publicador", "comprador").agg(
        justo_debajo=comunes.cuantas(alta),
        mas_abajo=comunes.cuantas(baja),
        comparadas=f.monto.count(),
        desde=f.dia.min(),
        hasta=f.dia.max(),
        nombre_comprador=f.nombre_comprador.min(),
        procesos=comunes.muestra(f.ocid, alta.fill_null(False)),
    )
    n = (g.justo_debajo + g.mas_abajo).cast("float64")
    z = ((g.justo_debajo - 0.5 - n / 2) * 2 / n.nullif(0).sqrt()).round(4)
    return g.select(
        "publicador",
        "procesos",
        "justo_debajo",
        "mas_abajo",
        "comparadas",
        "desde",
        "hasta",
        sujeto=g.comprador,
        resultado=comunes.segun(
            (g.justo_debajo >= g.mas_abajo * p["veces"]) & (z >= Z_DE_UNO_POR_CIENTO), n < p["minimo"]
        ),
        valor=g.justo_debajo,
        z=z,
        unidad_compradora=g.nombre_comprador,
    )


def pico_semanal(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S09: a week with far more direct awards than the other weeks of the unit in the year.

    Fields: dates of awards or contracts, tender.procurementMethod direct. Threshold: the week (Monday to Sunday) with
    most has `minimo` (10) operations and stands `desviaciones` (25) tenths of a standard deviation over the mean of
    the weeks from the first to the last with any, empty ones included. Minimum: `semanas` (8) weeks; with fewer, and
    a week of `minimo`, the data is insufficient.
    Source: IMSS.
    """
    f = operaciones.directas(t)
    # Truncated, some engines give a moment.
    f = f.mutate(semana=f.dia.truncate("W").cast("timestamp").date())
    s = f.group_by(*UNIDAD, "semana").agg(
        cuantas=f.count(), nombre_comprador=f.nombre_comprador.min(), ocids=comunes.muestra(f.ocid)
    )
    pico = s.mutate(
        lugar=ibis.row_number().over(group_by=list(UNIDAD), order_by=[s.cuantas.desc(), s.semana]),
        total=s.cuantas.sum().over(group_by=list(UNIDAD)).cast("float64"),
        cuadrados=(s.cuantas * s.cuantas).sum().over(group_by=list(UNIDAD)).cast("float64"),
        primera=s.semana.min().over(group_by=list(UNIDAD)),
        ultima=s.semana.max().over(group_by=list(UNIDAD)),
    )
    g = pico.filter(pico.lugar == 0)
    g = g.mutate(semanas=(comunes.dias_entre(g.primera, g.ultima) / 7).round(0).cast("int64") + 1)
    g = g.mutate(media=(g.total / g.semanas).round(6))
    varianza = ibis.greatest(g.cuadrados / g.semanas - g.media * g.media, 0.0)
    g = g.mutate(desviacion=varianza.sqrt().round(6))
    z = ((g.cuantas - g.media) / g.desviacion.nullif(0)).round(4)
    muchas = g.cuantas >= p["minimo"]
    return g.select(
        "publicador",
        "semana",
        "semanas",
        "media",
        "desviacion",
        procesos=g.ocids,
        sujeto=comunes.sujeto(g.comprador, g.anio),
        resultado=comunes.segun(muchas & (z * 10 >= float(p["desviaciones"])), muchas & (g.semanas < p["semanas"])),
        valor=g.cuantas,
        operaciones=g.cuantas,
        z=z,
        unidad_compradora=g.nombre_comprador,
    )


_CAMPOS = ("tender.procurementMethod", "awards.value", "awards.date", "contracts.value", "contracts.dateSigned")
_UNIDAD = {"unidad_compradora": _("Unidad compradora"), "operaciones": _("Operaciones")}
_PERIODO = {"desde": _("Primera operación"), "hasta": _("Última operación")}

_reparto = partial(
    Bandera,
    version="1.0",
    etapa="adjudicacion",
    alcance=Alcance.COMPRADOR,
    severidad=Severidad.MEDIA,
    general=True,
    por_que_importa=_(
        "La licitación pública es la regla; la adjudicación directa, la excepción. Cuando se vuelve costumbre se "
        "pierden oferentes y precios con qué comparar."
    ),
)

registrar_bandera(
    _reparto(
        id="P15",
        titulo=_("Las compras directas se amontonan justo debajo del tope"),
        codigo_ocp="R049",
        fuente=_("Prueba estadística de apilamiento; ninguna ley fija un máximo"),
        campos=_CAMPOS,
        parametros=(
            Parametro("minimo", 20, _("operaciones"), _("Operaciones en las dos franjas, al menos")),
            Parametro("veces", 2, _("veces"), _("Veces que la franja alta es la baja, al menos")),
        ),
        falsos_positivos=(
            _("Un bien de precio fijo, comprado muchas veces, cae en esa franja."),
            _("El presupuesto autorizado cargado no es el de la unidad, y el tope que le toca es otro."),
        ),
        que_hacer=_("Revise cómo se estimaron los montos de las compras que quedaron justo debajo del tope."),
        expresion=bajo_el_tope,
        evidencias=_PERIODO
        | {
            "unidad_compradora": _("Unidad compradora"),
            "justo_debajo": _("Compras entre 90 y 100 por ciento del tope"),
            "mas_abajo": _("Compras entre 80 y 90 por ciento del tope"),
            "comparadas": _("Compras directas con tope conocido"),
            "z": _("Estadístico z de la prueba binomial"),
        },
    )
)

registrar_bandera(
    _reparto(
        id="S09",
        titulo=_("Una semana tuvo muchas más compras directas que las demás"),
        fuente=_("Metodología del IMSS; ninguna ley fija un máximo"),
        severidad=Severidad.BAJA,
        campos=_CAMPOS,
        parametros=(
            Parametro("minimo", 10, _("operaciones"), _("Operaciones de la semana, al menos")),
            Parametro("desviaciones", 25, _("décimas de desviación"), _("Distancia de la semana al promedio")),
            Parametro("semanas", 8, _("semanas"), _("Semanas con que se compara, al menos")),
        ),
        falsos_positivos=(
            _("Se capturaron juntas, con la misma fecha, operaciones de varias semanas."),
            _("La institución abre o cierra su ejercicio en esa semana."),
        ),
        que_hacer=_("Revise qué se compró en esa semana y si pudo programarse o consolidarse."),
        expresion=pico_semanal,
        evidencias=_UNIDAD
        | {
            "semana": _("Lunes de la semana"),
            "semanas": _("Semanas comparadas"),
            "media": _("Operaciones por semana, en promedio"),
            "desviacion": _("Desviación estándar"),
            "z": _("Desviaciones sobre el promedio"),
        },
    )
)
