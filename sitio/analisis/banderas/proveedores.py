"""Flags on what one unit buys from one supplier: how often, how varied, and how it grows."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas
from sitio.analisis.tramos import con_topes

_ = gettext_noop

PAREJA = ("publicador", "comprador", "proveedor")
_COLUMNAS = ("publicador", "procesos", "desde", "hasta")


def adjudicaciones_recurrentes(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C06: one unit awards directly to one supplier more and more times within a year.

    Fields: awards[].suppliers, dates of contracts or awards, tender.procurementMethod direct. Threshold: more than
    `maximo` (4) direct awards within `dias` (365) days in a row; the window with most is told.
    Source: devgateway i077 and i180; OICP. Threshold proposed, no law fixes one.
    """
    f = operaciones.directas(t)
    f = operaciones.en_su_mejor_ventana(f.filter(f.proveedor.notnull()), PAREJA, ibis.literal(1), int(p["dias"]))
    g = f.group_by(*PAREJA).agg(**_resumen(f))
    return g.select(
        *_COLUMNAS,
        "operaciones",
        "monto",
        sujeto=comunes.sujeto(g.comprador, g.proveedor),
        resultado=comunes.segun(g.operaciones > p["maximo"]),
        valor=g.operaciones,
        unidad_compradora=g.nombre_comprador,
        proveedor=g.nombre_proveedor,
    )


def giro_diverso(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C07: one supplier sells a unit goods of very different classes in a year.

    Fields: awards[].suppliers, awards[].items[].classification.id. Threshold: `minimo` (4)
    different classes (first `cifras`, 2, figures). Insufficient: fewer, and operations whose items have no class.
    Source: Prozorro 3-3 (own variant of OCP R048, which looks at the most varied suppliers instead).
    """
    f = operaciones.operaciones(t)
    f = f.filter(f.proveedor.notnull())
    a = t.articulos.filter(t.articulos.clasificacion.length() >= int(p["cifras"]))
    a = a.select("ocid", "padre_id", "seccion", clase=a.clasificacion.substr(0, int(p["cifras"]))).distinct()
    de_fallo = a.filter(a.seccion == "adjudicacion").select("ocid", "clase", adjudicacion="padre_id")
    f = f.left_join(de_fallo, ["ocid", "adjudicacion"]).drop("ocid_right", "adjudicacion_right")
    g = f.group_by(*PAREJA, "anio").agg(
        **_resumen(f),
        clases=f.clase.nunique(),
        sin_clase=comunes.cuantas(f.clase.isnull()),
    )
    bandera = g.clases >= p["minimo"]
    return g.select(
        *_COLUMNAS,
        "clases",
        "sin_clase",
        sujeto=comunes.sujeto(g.comprador, g.proveedor, g.anio),
        resultado=comunes.segun(bandera, ~bandera & (g.sin_clase > 0)),
        valor=g.clases,
        unidad_compradora=g.nombre_comprador,
        proveedor=g.nombre_proveedor,
    )


def pequena_y_luego_grande(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S13: the first purchase of a unit from a supplier was a small one, and a far larger one came soon after.

    Fields: awards[].suppliers, values without IVA in MXN, dates; limits of the year and budget. Threshold: the first
    operation is not over the limit of a direct award and another within `dias` (365) natural days is at least `veces`
    (5) times it. Insufficient: the first has no amount or no known limit, or a later one in those days has no amount.
    Source: OCP R052. Threshold proposed, no law fixes one.
    """
    f = con_topes(operaciones.operaciones(t), t)
    f = f.filter(f.proveedor.notnull())
    orden = ibis.window(group_by=list(PAREJA), order_by=[f.dia, f.ocid, f.operacion])
    f = f.mutate(lugar=ibis.row_number().over(orden), primer_dia=f.dia.min().over(group_by=list(PAREJA)))
    pronto = (f.lugar > 0) & (comunes.dias_entre(f.primer_dia, f.dia) <= int(p["dias"]))
    primera = f.lugar == 0
    g = f.group_by(*PAREJA).agg(
        **_resumen(f),
        primer_monto=f.monto.max(where=primera),
        directa_minima=f.directa_minima.max(where=primera),
        directa_maxima=f.directa_maxima.max(where=primera),
        mayor_despues=f.monto.max(where=pronto),
        despues=comunes.cuantas(pronto),
        despues_sin_monto=comunes.cuantas(pronto & f.monto.isnull()),
    )
    crecio = (g.mayor_despues >= g.primer_monto * p["veces"]) & (g.primer_monto > 0)
    bandera = (crecio & (g.primer_monto <= g.directa_minima)).fill_null(False)
    no_crecio = (g.primer_monto.notnull() & ~crecio & (g.despues_sin_monto == 0)).fill_null(False)
    limpia = (g.despues == 0) | no_crecio | (g.primer_monto > g.directa_maxima).fill_null(False)
    return g.select(
        *_COLUMNAS,
        "primer_monto",
        "mayor_despues",
        sujeto=comunes.sujeto(g.comprador, g.proveedor),
        resultado=comunes.segun(bandera, ~bandera & ~limpia),
        valor=(g.mayor_despues.cast("float64") / g.primer_monto.cast("float64").nullif(0)).round(4),
        tope=g.directa_maxima,
        unidad_compradora=g.nombre_comprador,
        proveedor=g.nombre_proveedor,
    )


def _resumen(f: ir.Table) -> dict[str, ir.Value]:
    return {
        "operaciones": f.count(),
        "monto": f.monto.sum(),
        "desde": f.dia.min(),
        "hasta": f.dia.max(),
        "nombre_comprador": f.nombre_comprador.min(),
        "nombre_proveedor": f.nombre_proveedor.min(),
        "procesos": comunes.muestra(f.ocid),
    }


_FUENTES_DE_DATOS = ("awards.suppliers", "awards.value", "awards.date", "contracts.value", "contracts.dateSigned")
_DIAS = Parametro("dias", 365, _("días naturales"), _("Días que abarca la ventana"))
_EVIDENCIA = {
    "desde": _("Primera operación"),
    "hasta": _("Última operación"),
    "unidad_compradora": _("Unidad compradora"),
    "proveedor": _("Proveedor"),
}
_proveedores = partial(
    Bandera,
    version="1.0",
    etapa="contrato",
    general=True,
    severidad=Severidad.BAJA,
    nombra_personas=True,
    por_que_importa=_(
        "La historia de un proveedor ayuda a saber si puede cumplir y si llegó al contrato por competencia."
    ),
    que_hacer=_("Revise en el expediente cómo se eligió al proveedor y cómo acreditó su experiencia y capacidad."),
)

registrar_bandera(
    _proveedores(
        id="C06",
        titulo=_("La unidad adjudica directamente al mismo proveedor una y otra vez"),
        alcance=Alcance.PAREJA,
        fuente=_("Metodologías de devgateway y de OICP; ninguna ley fija un máximo"),
        campos=("tender.procurementMethod", *_FUENTES_DE_DATOS),
        parametros=(_DIAS, Parametro("maximo", 4, _("operaciones"), _("Operaciones que se admiten"))),
        falsos_positivos=(
            _("El proveedor es el único de la localidad o tiene derechos exclusivos."),
            _("Son contratos específicos de un contrato marco."),
        ),
        expresion=adjudicaciones_recurrentes,
        evidencias=_EVIDENCIA
        | {
            "operaciones": _("Adjudicaciones directas en la ventana"),
            "monto": _("Suma sin IVA de las que tienen monto (pesos)"),
        },
    )
)

registrar_bandera(
    _proveedores(
        id="C07",
        titulo=_("Un mismo proveedor vende a la unidad bienes muy distintos entre sí"),
        alcance=Alcance.PAREJA,
        fuente=_("Regla 3-3 de Prozorro; ninguna ley fija un máximo"),
        campos=("awards.items.classification.id", *_FUENTES_DE_DATOS),
        parametros=(
            Parametro("minimo", 4, _("clases"), _("Clases distintas que se señalan, al menos")),
            Parametro("cifras", 2, _("cifras"), _("Cifras de la clave que hacen una clase")),
        ),
        falsos_positivos=(
            _("Es una tienda de autoservicio, una ferretería o un distribuidor general."),
            _("Las claves de los artículos se capturaron mal."),
        ),
        expresion=giro_diverso,
        evidencias=_EVIDENCIA
        | {"clases": _("Clases distintas"), "sin_clase": _("Operaciones con artículos sin clave")},
    )
)

registrar_bandera(
    _proveedores(
        id="S13",
        titulo=_("Tras una primera compra pequeña, el proveedor recibió una mucho mayor"),
        alcance=Alcance.PAREJA,
        codigo_ocp="R052",
        fuente=_("Guía de banderas de Open Contracting Partnership; ninguna ley fija un máximo"),
        campos=_FUENTES_DE_DATOS,
        parametros=(_DIAS, Parametro("veces", 5, _("veces"), _("Veces que la segunda es la primera, al menos"))),
        falsos_positivos=(
            _("La primera fue una prueba o un arrendamiento corto, y la segunda se licitó con varias propuestas."),
            _("Las necesidades de la unidad crecieron en el año."),
        ),
        expresion=pequena_y_luego_grande,
        evidencias=_EVIDENCIA
        | {
            "primer_monto": _("Monto de la primera operación, sin IVA (pesos)"),
            "mayor_despues": _("Monto mayor en la ventana, sin IVA (pesos)"),
            "tope": _("Tope de la adjudicación directa, sin IVA (pesos)"),
        },
    )
)
