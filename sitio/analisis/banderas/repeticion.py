"""Flags on purchases that repeat: the same day, within a month, among a few suppliers, at even intervals."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

PAREJA = ("publicador", "comprador", "proveedor", "anio")
COMPRADOR = ("publicador", "comprador", "anio")


def mismo_dia(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S04: several contracts of one unit with one supplier signed on the same day.

    Fields: contracts[].dateSigned, contracts[].status, awards[].suppliers, buyer or tender.procuringEntity; an award
    with no contract counts by its date. Threshold: `minimo` operations (3) on one local day; the day of the year with
    most is told. Operations of an award with several suppliers are left out.
    Source: PODER, IMSS and RUBLI; OCP R011.
    """
    f = _con_proveedor(operaciones.operaciones(t))
    return _repetidas(operaciones.en_su_mejor_tramo(f, PAREJA, f.dia, ibis.literal(1)), p)


def en_treinta_dias(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S05: several direct awards of one unit to one supplier within a few days.

    Fields: those of S04; tender.procurementMethod direct. Threshold: `minimo` operations (3) within `dias` (30) natural
    days of the same year. The window of the year with most is told.
    Source: IMSS; OCP R011.
    """
    f = _con_proveedor(operaciones.directas(t))
    return _repetidas(operaciones.en_su_mejor_ventana(f, PAREJA, ibis.literal(1), int(p["dias"])), p)


def entre_varios(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S06: direct awards of alike amounts given by one unit to several suppliers in a few days.

    Fields: those of S05; contracts[].value or awards[].value in MXN, without IVA. Threshold: `minimo` (3) operations
    and as many different suppliers within `dias` (3) natural days, the largest amount at most `veces` (3) times the
    least. Insufficient: no such window, and amounts or suppliers missing in one that has enough operations.
    Source: IMSS; OCP R011.
    """
    f = operaciones.directas(t)
    # Each operation counts in every window it falls in: the one that ends on its day, and the next ones.
    numero = comunes.dias_entre(ibis.date(2000, 1, 1), f.dia)
    v = f.mutate(numero=numero, despues=ibis.array(list(range(int(p["dias"])))).unnest())
    v = v.mutate(fin=v.numero + v.despues)
    v = v.group_by(*COMPRADOR, "fin").agg(
        operaciones=v.count(),
        completas=comunes.cuantas(v.monto.notnull() & v.proveedor.notnull()),
        proveedores=v.proveedor.nunique(),
        monto_menor=v.monto.min(),
        monto_mayor=v.monto.max(),
        desde=v.dia.min(),
        hasta=v.dia.max(),
        nombre_comprador=v.nombre_comprador.min(),
        procesos=comunes.muestra(v.ocid),
    )
    muchas = v.operaciones >= p["minimo"]
    parejas = (v.monto_mayor <= v.monto_menor * p["veces"]) & (v.monto_menor > 0)
    cumple = (muchas & (v.completas == v.operaciones) & (v.proveedores >= p["minimo"]) & parejas).fill_null(False)
    v = v.mutate(cumple=cumple, falta=muchas & (v.completas < v.operaciones))
    g = _la_primera(v)
    return g.select(
        "publicador",
        "procesos",
        "operaciones",
        "proveedores",
        "monto_menor",
        "monto_mayor",
        "desde",
        "hasta",
        sujeto=comunes.sujeto(g.comprador, g.anio),
        resultado=comunes.segun(g.cumple, g.falta & ~g.cumple),
        valor=g.proveedores,
        unidad_compradora=g.nombre_comprador,
    )


def _la_primera(v: ir.Table) -> ir.Table:
    """Leave one window of each unit and year: one that is a flag before one that lacks data, then the fullest."""
    orden = [v.cumple.desc(), v.falta.desc(), v.operaciones.desc(), v.fin]
    f = v.mutate(lugar=ibis.row_number().over(group_by=list(COMPRADOR), order_by=orden))
    return f.filter(f.lugar == 0)


def servicio_continuo(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S08: direct awards to one supplier of alike amounts at even intervals: a continuous service in small contracts.

    Fields: those of S06. Threshold: `minimo` (3) operations of one unit and supplier in a year, every amount
    within `tolerancia` (20) per cent of their median, and a coefficient of variation of the days between them
    (sample standard deviation over mean) under `variacion` (40) hundredths. Insufficient: enough operations, and some
    without amount in MXN.
    Source: IMSS; OCP R011.
    """
    f = _con_proveedor(operaciones.directas(t))
    anterior = f.dia.lag().over(group_by=list(PAREJA), order_by=[f.dia, f.ocid, f.operacion])
    f = f.mutate(espera=comunes.dias_entre(anterior, f.dia).cast("float64"))
    g = f.group_by(*PAREJA).agg(
        **_de_pareja(f),
        mediana=f.monto.cast("float64").quantile(0.5).round(2),
        monto_menor=f.monto.min(),
        monto_mayor=f.monto.max(),
        dias_entre=f.espera.mean().round(4),
        desviacion=f.espera.std(how="sample").round(4),
        sin_monto=comunes.cuantas(f.monto.isnull()),
    )
    holgura = g.mediana * float(p["tolerancia"]) / 100
    parejos = (g.monto_menor >= g.mediana - holgura) & (g.monto_mayor <= g.mediana + holgura)
    ritmo = (g.desviacion * 100 < g.dias_entre * float(p["variacion"])) & (g.dias_entre > 0)
    muchas = g.operaciones >= p["minimo"]
    return g.select(
        "publicador",
        "procesos",
        "operaciones",
        "desde",
        "hasta",
        "mediana",
        "monto_menor",
        "monto_mayor",
        "dias_entre",
        "desviacion",
        sujeto=comunes.sujeto(g.comprador, g.proveedor, g.anio),
        resultado=comunes.segun(muchas & parejos & ritmo, muchas & (g.sin_monto > 0)),
        valor=g.operaciones,
        unidad_compradora=g.nombre_comprador,
        proveedor=g.nombre_proveedor,
    )


def _con_proveedor(f: ir.Table) -> ir.Table:
    return f.filter(f.proveedor.notnull())


def _de_pareja(f: ir.Table) -> dict[str, ir.Value]:
    return {
        "operaciones": f.count(),
        "desde": f.dia.min(),
        "hasta": f.dia.max(),
        "nombre_comprador": f.nombre_comprador.min(),
        "nombre_proveedor": f.nombre_proveedor.min(),
        "procesos": comunes.muestra(f.ocid),
    }


def _repetidas(f: ir.Table, p: Mapping[str, Numero]) -> ir.Table:
    g = f.group_by(*PAREJA).agg(**_de_pareja(f), suma=f.monto.sum())
    return g.select(
        "publicador",
        "procesos",
        "operaciones",
        "suma",
        "desde",
        "hasta",
        sujeto=comunes.sujeto(g.comprador, g.proveedor, g.anio),
        resultado=comunes.segun(g.operaciones >= p["minimo"]),
        valor=g.operaciones,
        unidad_compradora=g.nombre_comprador,
        proveedor=g.nombre_proveedor,
    )


_CAMPOS = (
    "tender.procurementMethod",
    "awards.suppliers",
    "awards.date",
    "contracts.dateSigned",
    "contracts.status",
    "contracts.value",
)
_MINIMO = Parametro("minimo", 3, _("operaciones"), _("Operaciones que se señalan, al menos"))
_EVIDENCIA = {
    "operaciones": _("Operaciones"),
    "desde": _("Primera operación"),
    "hasta": _("Última operación"),
    "unidad_compradora": _("Unidad compradora"),
}
_EVIDENCIA_DE_PAREJA = _EVIDENCIA | {
    "suma": _("Suma sin IVA de las que tienen monto (pesos)"),
    "proveedor": _("Proveedor"),
}
_MONTOS = {"monto_menor": _("Monto menor, sin IVA (pesos)"), "monto_mayor": _("Monto mayor, sin IVA (pesos)")}

_repeticion = partial(
    Bandera,
    version="1.0",
    etapa="contrato",
    severidad=Severidad.MEDIA,
    general=True,
    campos=_CAMPOS,
    nombra_personas=True,
    por_que_importa=_(
        "Compras pequeñas que se repiten pueden ser una sola necesidad dividida, que planeada junta habría obtenido "
        "mejor precio."
    ),
    falsos_positivos=(
        _("Son contratos específicos de un contrato marco, o partidas de un mismo procedimiento."),
        _("Las fechas publicadas son las de captura y no las de firma."),
    ),
    que_hacer=_("Revise si las operaciones atienden la misma necesidad y si pueden consolidarse en las siguientes."),
)

registrar_bandera(
    _repeticion(
        id="S04",
        titulo=_("Varios contratos con el mismo proveedor se firmaron el mismo día"),
        alcance=Alcance.PAREJA,
        fuente=_("Metodologías de PODER, IMSS y RUBLI; ninguna ley fija un máximo"),
        parametros=(_MINIMO,),
        expresion=mismo_dia,
        evidencias=_EVIDENCIA_DE_PAREJA,
    )
)

registrar_bandera(
    _repeticion(
        id="S05",
        titulo=_("Varias compras directas al mismo proveedor en pocos días"),
        alcance=Alcance.PAREJA,
        fuente=_("Metodología del IMSS; ninguna ley fija un máximo"),
        parametros=(_MINIMO, Parametro("dias", 30, _("días naturales"), _("Días que abarca la ventana"))),
        expresion=en_treinta_dias,
        evidencias=_EVIDENCIA_DE_PAREJA,
    )
)

registrar_bandera(
    _repeticion(
        id="S06",
        titulo=_("Compras directas parecidas se repartieron entre varios proveedores en pocos días"),
        alcance=Alcance.COMPRADOR,
        nombra_personas=False,
        fuente=_("Metodología del IMSS; ninguna ley fija un máximo"),
        parametros=(
            _MINIMO,
            Parametro("dias", 3, _("días naturales"), _("Días que abarca la ventana")),
            Parametro("veces", 3, _("veces"), _("Veces que el monto mayor puede ser el menor")),
        ),
        expresion=entre_varios,
        evidencias=_EVIDENCIA | _MONTOS | {"proveedores": _("Proveedores distintos")},
    )
)

registrar_bandera(
    _repeticion(
        id="S08",
        titulo=_("Un servicio continuo parece contratarse en compras directas pequeñas"),
        alcance=Alcance.PAREJA,
        fuente=_("Metodología del IMSS; ninguna ley fija un máximo"),
        parametros=(
            _MINIMO,
            Parametro("tolerancia", 20, _("por ciento"), _("Distancia máxima de los montos a su mediana")),
            Parametro("variacion", 40, _("centésimas"), _("Coeficiente de variación de los días entre compras")),
        ),
        expresion=servicio_continuo,
        evidencias=_EVIDENCIA
        | _MONTOS
        | {
            "proveedor": _("Proveedor"),
            "mediana": _("Mediana de los montos, sin IVA (pesos)"),
            "dias_entre": _("Días entre compras, en promedio"),
            "desviacion": _("Desviación estándar de los días entre compras"),
        },
    )
)
