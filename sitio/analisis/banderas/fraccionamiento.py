"""Flags on direct awards that, added up, go over the limit that each one respects."""

from collections.abc import Mapping, Sequence
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.regimen import MARCO_FEDERAL
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas
from sitio.analisis.tramos import con_topes

_ = gettext_noop

POR_CLASE = ("publicador", "comprador", "clase", "anio")
POR_PROVEEDOR = ("publicador", "comprador", "proveedor", "categoria", "anio")


def por_ventana(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S01: direct awards of the same kind of goods, in a few days, that together go over the limit of one.

    Fields: contracts[].dateSigned or awards[].date, their value, items[].classification.id, tender.legalBasis.id and
    tender.procurementMethod direct; limits of the year and authorized budget. Threshold: `minimo` operations (2) of
    one unit, `cifras` (4) first figures of the classification and one fiscal year, all within `dias` (30) natural
    days, each not over the limit and their sum, without IVA, over it. Awards by exception do not count; those whose
    article is unknown count only against a clean outcome. Insufficient: limits or amounts missing when they could
    change the outcome. Processes with several classes, and laws other than the federal, are left out.
    Source: art. 42 LAASSP 2000, 55 LAASSP 2025, 43 LOPSRM; OCP R011 and R055.
    """
    f = _con_faltantes(_de_clase(t, p), POR_CLASE)
    g = _sumas(operaciones.en_su_mejor_ventana(f, POR_CLASE, f.monto.fill_null(0), int(p["dias"])), POR_CLASE)
    return _contra(g, p, comunes.sujeto(g.comprador, g.clase, g.anio))


def por_anio(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S02: direct awards of the same kind of goods in a fiscal year that together go over the limit of one.

    Fields: those of S01. Threshold: `minimo` operations (2) of one unit, `cifras` (4) and year whose sum, without
    IVA, is over the limit of a direct award; severity is high when it is over that of an invitation.
    Insufficient and left out: as in S01.
    Source: art. 42 LAASSP 2000, 55 LAASSP 2025, 43 LOPSRM; OCP R011 and R055; Prozorro 3-14.
    """
    g = _sumas(_con_faltantes(_de_clase(t, p), POR_CLASE), POR_CLASE)
    f = _contra(g, p, comunes.sujeto(g.comprador, g.clase, g.anio))
    return f.mutate(severidad=ibis.ifelse(f.suma > f.tope_de_invitacion, Severidad.ALTA, Severidad.MEDIA))


def por_semana(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S03: direct awards of one unit to one supplier in the same week that together go over the limit of one.

    Fields: those of S01 but the classification; awards[].suppliers, tender.mainProcurementCategory. Threshold: `minimo`
    operations (2) of one unit, supplier and category in an ISO week (Monday to Sunday) whose sum, without IVA,
    is over the limit. The week of the year that adds up to most is told. Insufficient and left out: as in S01.
    Source: IMCO's index of risks in public procurement; OCP R011 and R055.
    """
    f = _menores(con_topes(operaciones.directas(t), t))
    f = _con_faltantes(f.filter(f.proveedor.notnull() & f.categoria.notnull()), POR_PROVEEDOR)
    semana = f.dia.truncate("W")
    g = _sumas(operaciones.en_su_mejor_tramo(f, POR_PROVEEDOR, semana, f.monto.fill_null(0)), POR_PROVEEDOR)
    return _contra(g, p, comunes.sujeto(g.comprador, g.proveedor, g.categoria, g.anio))


def _de_clase(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    f = operaciones.con_clase(_menores(con_topes(operaciones.directas(t), t)), t.articulos, int(p["cifras"]))
    return f.filter(f.clase.notnull())


def _menores(f: ir.Table) -> ir.Table:
    """Leave what may have been awarded for its amount: not known to be an exception, nor over the limit by itself."""
    sola = (f.monto > f.directa_maxima).fill_null(False)
    return f.filter((f.marco == MARCO_FEDERAL) & f.por_monto.fill_null(True) & ~sola)


def _con_faltantes(f: ir.Table, llaves: Sequence[str]) -> ir.Table:
    """Add how many are in the whole group, and how many with no amount: any of them could have gone over the limit."""
    todas = ibis.window(group_by=list(llaves))
    return f.mutate(del_grupo=f.count().over(todas), sin_monto=comunes.cuantas(f.monto.isnull()).over(todas))


def _sumas(f: ir.Table, llaves: Sequence[str]) -> ir.Table:
    por_monto = f.por_monto.fill_null(False)
    return f.group_by(*llaves).agg(
        operaciones=f.count(),
        fundadas=comunes.cuantas(por_monto & f.monto.notnull()),
        suma=f.monto.sum(where=por_monto).fill_null(0),
        suma_posible=f.monto.sum().fill_null(0),
        del_grupo=f.del_grupo.max(),
        sin_monto=f.sin_monto.max(),
        directa_minima=f.directa_minima.min(),
        directa_maxima=f.directa_maxima.max(),
        invitacion_maxima=f.invitacion_maxima.max(),
        desde=f.dia.min(),
        hasta=f.dia.max(),
        nombre_comprador=f.nombre_comprador.min(),
        nombre_proveedor=f.nombre_proveedor.min(),
        procesos=comunes.muestra(f.ocid),
    )


def _contra(g: ir.Table, p: Mapping[str, Numero], sujeto: ir.StringValue) -> ir.Table:
    """Compare the sums with the limit: over the greatest it may be is a flag, not over the least is none."""
    bandera = ((g.fundadas >= p["minimo"]) & (g.suma > g.directa_maxima)).fill_null(False)
    limpia = (g.del_grupo < p["minimo"]) | ((g.sin_monto == 0) & (g.suma_posible <= g.directa_minima)).fill_null(False)
    con_proveedor = {"proveedor": g.nombre_proveedor} if "proveedor" in g.columns else {"clase": g.clase}
    return g.select(
        "publicador",
        "procesos",
        "operaciones",
        "suma",
        "suma_posible",
        "sin_monto",
        "desde",
        "hasta",
        sujeto=sujeto,
        resultado=comunes.segun(bandera, ~bandera & ~limpia),
        valor=g.suma,
        unidad_compradora=g.nombre_comprador,
        tope=g.directa_maxima,
        tope_de_invitacion=g.invitacion_maxima,
        **con_proveedor,
    )


_CAMPOS = (
    "tender.procurementMethod",
    "tender.legalBasis.id",
    "tender.mainProcurementCategory",
    "awards.value",
    "awards.date",
    "contracts.value",
    "contracts.dateSigned",
    "items.classification.id",
)
_EVIDENCIA = {
    "operaciones": _("Adjudicaciones directas que se sumaron"),
    "suma": _("Suma sin IVA de las fundadas en su monto (pesos)"),
    "suma_posible": _("Suma con las de fundamento desconocido (pesos)"),
    "sin_monto": _("Operaciones sin monto en pesos"),
    "desde": _("Primera operación"),
    "hasta": _("Última operación"),
    "unidad_compradora": _("Unidad compradora"),
    "tope": _("Tope de la adjudicación directa, sin IVA (pesos)"),
    "tope_de_invitacion": _("Tope de la invitación, sin IVA (pesos)"),
}
_EVIDENCIA_DE_CLASE = _EVIDENCIA | {"clase": _("Clave común de los artículos")}
_MINIMO = Parametro("minimo", 2, _("operaciones"), _("Operaciones que se suman, al menos"))
_CIFRAS = Parametro("cifras", 4, _("cifras"), _("Cifras de la clave que deben coincidir"))
_FALSOS = (
    _("Las necesidades surgieron de áreas requirentes distintas o no podían preverse juntas."),
    _("Los bienes comparten clave y son distintos entre sí."),
    _("El presupuesto autorizado cargado no es el de la unidad, y el tope que le toca es otro."),
)
_IMPORTA = _(
    "Una necesidad que se divide en compras pequeñas evita el concurso que le tocaba por su monto, y la institución "
    "pierde precio y oferentes."
)
_HACER = _(
    "Revise si las compras atendían la misma necesidad y podían planearse juntas. Documente por qué se separaron o "
    "consolide las siguientes en un solo procedimiento."
)

_fraccionamiento = partial(
    Bandera,
    version="1.0",
    etapa="adjudicacion",
    general=True,
    campos=_CAMPOS,
    por_que_importa=_IMPORTA,
    falsos_positivos=_FALSOS,
    que_hacer=_HACER,
)

registrar_bandera(
    _fraccionamiento(
        id="S01",
        titulo=_("Compras directas de lo mismo, en pocos días, suman más que el tope"),
        alcance=Alcance.COMPRADOR,
        severidad=Severidad.ALTA,
        codigo_ocp="R055",
        fuente=_("Artículos 42 de la LAASSP de 2000, 55 de la LAASSP de 2025 y 43 de la LOPSRM"),
        parametros=(_MINIMO, _CIFRAS, Parametro("dias", 30, _("días naturales"), _("Días que abarca la ventana"))),
        expresion=por_ventana,
        evidencias=_EVIDENCIA_DE_CLASE,
    )
)

registrar_bandera(
    _fraccionamiento(
        id="S02",
        titulo=_("Compras directas de lo mismo suman en el año más que el tope"),
        alcance=Alcance.COMPRADOR,
        severidad=Severidad.MEDIA,
        codigo_ocp="R055",
        fuente=_("Artículos 42 de la LAASSP de 2000, 55 de la LAASSP de 2025 y 43 de la LOPSRM"),
        parametros=(_MINIMO, _CIFRAS),
        expresion=por_anio,
        evidencias=_EVIDENCIA_DE_CLASE,
    )
)

registrar_bandera(
    _fraccionamiento(
        id="S03",
        titulo=_("Compras directas al mismo proveedor, en una semana, suman más que el tope"),
        alcance=Alcance.PAREJA,
        severidad=Severidad.ALTA,
        fuente=_("Metodología de riesgos del IMCO; artículos 42 y 55 de la LAASSP y 43 de la LOPSRM"),
        parametros=(_MINIMO,),
        expresion=por_semana,
        evidencias=_EVIDENCIA | {"proveedor": _("Proveedor")},
        nombra_personas=True,
    )
)
