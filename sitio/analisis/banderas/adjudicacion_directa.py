"""Flags on how much, how often and on what grounds a unit awards directly."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import cercas, comunes, operaciones
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

UNIDAD = ("publicador", "comprador", "anio")
URGENCIA = ("54-II", "54-V")


def urgencias(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P11: a unit awards directly again and again for urgency or force majeure.

    Fields: tender.legalBasis.id (54-II, 54-V), tender.procurementMethod direct, values and dates of awards or
    contracts.
    Threshold: `minimo` (3) operations in a year, or more than `parte` (10) per cent of the amount the unit bought
    under the law of 2025. Insufficient: neither, and articles or amounts missing that could change it. Only the
    LAASSP of 2025 (the fractions of other laws are not verified); the requesting area is not told apart.
    Source: art. 54-II and 54-V LAASSP 2025: lack of planning is no urgency.
    """
    f = operaciones.operaciones(t)
    f = f.filter(f.regimen == Regimen.LAASSP_2025.value)
    directa = (f.metodo == "direct").fill_null(False)
    urgente = directa & f.fundamento.isin(URGENCIA).fill_null(False)
    duda = directa & f.fundamento.isnull()
    g = f.group_by(*UNIDAD).agg(
        operaciones=f.count(),
        urgentes=comunes.cuantas(urgente),
        sin_fundamento=comunes.cuantas(duda),
        sin_monto=comunes.cuantas(f.monto.isnull()),
        monto_urgente=f.monto.sum(where=urgente).fill_null(0),
        monto_dudoso=f.monto.sum(where=duda).fill_null(0),
        monto_total=f.monto.sum().fill_null(0),
        nombre_comprador=f.nombre_comprador.min(),
        procesos=comunes.muestra(f.ocid, urgente),
    )
    parte = comunes.por_ciento(g.monto_urgente, g.monto_total)
    completos = g.sin_monto == 0
    bandera = (g.urgentes >= p["minimo"]) | (completos & (parte > float(p["parte"]))).fill_null(False)
    posible = comunes.por_ciento(g.monto_urgente + g.monto_dudoso, g.monto_total)
    limpia = (
        (g.urgentes + g.sin_fundamento < p["minimo"]) & completos & (posible <= float(p["parte"])).fill_null(True)
    ) | (g.urgentes + g.sin_fundamento == 0)
    return g.select(
        "publicador",
        "procesos",
        "operaciones",
        "urgentes",
        "sin_fundamento",
        "monto_urgente",
        "monto_total",
        sujeto=comunes.sujeto(g.comprador, g.anio),
        resultado=comunes.segun(bandera, ~bandera & ~limpia),
        valor=g.urgentes,
        parte=parte,
        unidad_compradora=g.nombre_comprador,
    )


def predominante(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S11: almost all that a unit buys in a year is by direct award or invitation.

    Fields: tender.procurementMethod, values and dates of awards or contracts. Threshold: `parte` (90) per cent of the
    amount or of the number (high), or a share of the number over the upper fence of the units of the publisher in
    that year, `veces` (15) tenths of the interquartile range over the third quartile, with `pares` (8) units or more
    (medium). Minimum: `minimo` (5) operations; with fewer, or with unknown methods that could change the number, the
    data is insufficient. The share of the amount is told only when every operation has one.
    Source: RUBLI; IMCO; OCP R013.
    """
    f = operaciones.operaciones(t)
    restringida = f.metodo.isin(["direct", "selective"]).fill_null(False)
    f = f.mutate(duda=comunes.metodo_desconocido(f), restringida=restringida)
    g = f.group_by(*UNIDAD).agg(
        operaciones=f.count(),
        restringidas=comunes.cuantas(f.restringida),
        sin_metodo=comunes.cuantas(f.duda),
        sin_monto=comunes.cuantas(f.monto.isnull()),
        monto_restringido=f.monto.sum(where=f.restringida).fill_null(0),
        monto_total=f.monto.sum(),
        nombre_comprador=f.nombre_comprador.min(),
        procesos=comunes.muestra(f.ocid, f.restringida),
    )
    g = g.mutate(
        parte_del_numero=comunes.por_ciento(g.restringidas, g.operaciones),
        parte_del_monto=ibis.ifelse(g.sin_monto == 0, comunes.por_ciento(g.monto_restringido, g.monto_total), None),
        comparable=ibis.ifelse(
            (g.operaciones >= p["minimo"]) & (g.sin_metodo == 0),
            comunes.por_ciento(g.restringidas, g.operaciones),
            None,
        ),
    )
    g = cercas.con_cercas(g, "comparable", ("publicador", "anio"), p["veces"])
    mucho = float(p["parte"])
    alta = (g.parte_del_numero >= mucho) | ((g.sin_metodo == 0) & (g.parte_del_monto >= mucho)).fill_null(False)
    fuera = ((g.n_pares >= p["pares"]) & (g.comparable > g.cerca_superior)).fill_null(False)
    bandera = alta | fuera
    return g.select(
        "publicador",
        "procesos",
        "operaciones",
        "restringidas",
        "sin_metodo",
        "parte_del_numero",
        "parte_del_monto",
        "n_pares",
        "cerca_superior",
        sujeto=comunes.sujeto(g.comprador, g.anio),
        resultado=comunes.segun(bandera, (g.operaciones < p["minimo"]) | ((g.sin_metodo > 0) & ~bandera)),
        valor=g.parte_del_numero,
        severidad=ibis.ifelse(alta, Severidad.ALTA, Severidad.MEDIA),
        unidad_compradora=g.nombre_comprador,
    )


_CAMPOS = ("tender.procurementMethod", "awards.value", "awards.date", "contracts.value", "contracts.dateSigned")
_UNIDAD = {"unidad_compradora": _("Unidad compradora"), "operaciones": _("Operaciones")}

_directa = partial(
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
    _directa(
        id="P11",
        titulo=_("Uso repetido de la urgencia o del caso fortuito para adjudicar directamente"),
        codigo_ocp="R013",
        fuente=_("Artículo 54, fracciones II y V, de la LAASSP de 2025"),
        regimenes=(Regimen.LAASSP_2025,),
        campos=("tender.legalBasis.id", *_CAMPOS),
        parametros=(
            Parametro("minimo", 3, _("operaciones"), _("Operaciones por urgencia en el año, al menos")),
            Parametro("parte", 10, _("por ciento"), _("Parte del monto del año que se admite por urgencia")),
        ),
        falsos_positivos=(
            _("Una emergencia declarada obligó a varias compras en el año."),
            _("La fracción publicada está mal capturada."),
        ),
        que_hacer=_(
            "Revise que cada dictamen explique el hecho imprevisto. Si la necesidad era previsible, inclúyala en el "
            "programa anual."
        ),
        expresion=urgencias,
        evidencias=_UNIDAD
        | {
            "urgentes": _("Operaciones por urgencia o caso fortuito"),
            "sin_fundamento": _("Adjudicaciones directas sin fundamento publicado"),
            "monto_urgente": _("Monto por urgencia, sin IVA (pesos)"),
            "monto_total": _("Monto del año, sin IVA (pesos)"),
            "parte": _("Por ciento del monto del año"),
        },
    )
)

registrar_bandera(
    _directa(
        id="S11",
        titulo=_("Casi todo se compró sin licitación pública"),
        codigo_ocp="R013",
        fuente=_("Artículo 134 constitucional: la licitación pública es la regla"),
        campos=_CAMPOS,
        parametros=(
            Parametro("minimo", 5, _("operaciones"), _("Operaciones del año, al menos")),
            Parametro("parte", 90, _("por ciento"), _("Parte del monto o del número que se señala")),
            cercas.VECES,
            cercas.pares_minimos(8),
        ),
        falsos_positivos=(
            _("La unidad solo compra montos menores y las compras grandes se consolidan en otra."),
            _("Las licitaciones de la unidad no se han publicado todavía."),
        ),
        que_hacer=_("Revise el programa anual: qué compras podían agruparse en una licitación."),
        expresion=predominante,
        evidencias=_UNIDAD
        | {
            "restringidas": _("Adjudicaciones directas e invitaciones"),
            "sin_metodo": _("Operaciones sin método conocido"),
            "parte_del_numero": _("Por ciento del número"),
            "parte_del_monto": _("Por ciento del monto"),
            "n_pares": _("Unidades comparadas"),
            "cerca_superior": _("Cerca superior de las unidades comparadas (por ciento)"),
        },
    )
)
