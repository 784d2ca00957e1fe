"""Flags on prices against those of the same market, and on calls that are cancelled and made again."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import cercas, comunes, concurrencia, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

CIFRAS_DEL_BIEN = 6
CIFRAS_DE_LA_REPETIDA = 4
FALLIDAS = ("cancelled", "unsuccessful")


def dispersion(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P34: the valid bids of a process differ among themselves far more than in the processes like it.

    Fields: bids.details[].value in MXN, without IVA, bids.details[].status valid, items[].classification.id. Measure:
    (highest − lowest) ÷ lowest, in per cent. Threshold: over the upper fence of the processes of the publisher with the
    same class (first 2 figures). Minimum: two valid bids with amount, and `pares` (20) processes; with less, or valid
    bids without amount, insufficient. Not applicable: direct awards; no valid bids published.
    Source: OCP R022.
    """
    o = concurrencia.ofertas(t)
    o = o.filter(o.estado == "valid").select("ocid", "oferta", "monto").distinct()
    m = o.group_by(ocid_oferta=o.ocid).agg(
        ofertas=o.count(),
        sin_monto=comunes.cuantas(o.monto.isnull()),
        oferta_menor=o.monto.min(),
        oferta_mayor=o.monto.max(),
    )
    f = concurrencia.procesos(t)
    f = f.left_join(m, f.ocid == m.ocid_oferta)
    distancia = comunes.por_ciento(f.oferta_mayor - f.oferta_menor, f.oferta_menor)
    f = f.mutate(dispersion=ibis.ifelse((f.ofertas > 1) & (f.sin_monto == 0) & f.clase.notnull(), distancia, None))
    f = cercas.con_cercas(f, "dispersion", ("publicador", "clase"), p["veces"])
    return f.select(
        "ocid",
        "ofertas",
        "oferta_menor",
        "oferta_mayor",
        "clase",
        "n_pares",
        "mediana",
        "cerca_superior",
        sujeto=f.ocid,
        resultado=comunes.resultado(
            no_aplica=comunes.otro_metodo(f, ("open", "selective")) | f.ofertas.isnull(),
            insuficiente=f.dispersion.isnull() | (f.n_pares.fill_null(0) < p["pares"]),
            bandera=f.dispersion > f.cerca_superior,
        ),
        valor=f.dispersion,
    )


def precio_unitario(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P35: a unit price is far over those paid for the same goods in the year.

    Fields: items[].unit.value in MXN, without IVA, items[].unit.name, items[].classification.id (6 figures or more) of
    awards, else of contracts; year of the process. Peers: items of the publisher with the same class, unit
    and year (a rolling year would compare every item with every other). Threshold: over the upper fence at `veces` (15)
    tenths of the interquartile range, medium; at `alta` (30), high. Minimum: `pares` (8) items; with fewer, or
    without price, currency, class, unit or year, insufficient.
    Source: RUBLI, IMSS; OCP R016 and R017.
    """
    f = _renglones(t)
    f = cercas.con_cercas(f, "precio", ("publicador", "bien", "medida", "anio"), p["veces"])
    alta = f.cuartil_3 + (f.cuartil_3 - f.cuartil_1) * float(p["alta"]) / 10
    precio = f.precio.cast("float64")
    return f.select(
        "ocid",
        "bien",
        "articulo",
        "medida",
        "precio",
        "n_pares",
        "mediana",
        "cerca_superior",
        sujeto=f.lugar,
        resultado=comunes.segun(precio > f.cerca_superior, f.precio.isnull() | (f.n_pares.fill_null(0) < p["pares"])),
        valor=f.precio,
        severidad=ibis.ifelse(precio > alta, Severidad.ALTA, Severidad.MEDIA),
    )


def _renglones(t: Tablas) -> ir.Table:
    """Return the items with a price: those of awards, else those of contracts, which repeat them."""
    a = t.articulos
    a = a.filter(a.seccion.isin(["adjudicacion", "contrato"]) & a.padre_id.notnull() & a.id.notnull())
    # Of the two sections of a process, the first by name has the awarded items.
    a = a.mutate(primera=a.seccion.min().over(group_by="ocid"))
    a = a.filter(a.seccion == a.primera)
    procesos = t.procesos.select("ocid", "publicador", "anio")
    a = a.join(procesos, "ocid")
    neto = ibis.coalesce(a.precio_unitario_neto, (a.precio_unitario * 100 / 116).cast("decimal(26, 6)"))
    completo = (a.moneda == "MXN") & (neto > 0) & (a.clasificacion.length() >= CIFRAS_DEL_BIEN)
    completo = completo & a.unidad.notnull() & a.anio.notnull()
    return a.select(
        "ocid",
        "publicador",
        "anio",
        lugar=comunes.sujeto(a.padre_id, a.id),
        articulo=a.descripcion,
        bien=a.clasificacion,
        medida=a.unidad.lower(),
        precio=ibis.ifelse(completo, neto, None),
    )


def cancelada_y_repetida(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P36: a call that was cancelled or deserted is made again, alike, soon after.

    Fields: tender.status cancelled or unsuccessful, tender.tenderPeriod, tender.value or planning.budget.amount in MXN,
    without IVA, buyer or tender.procuringEntity, items[].classification.id. Threshold: another process of the same unit
    and class (first 4 figures) is published within `dias` (90) natural days of the opening (else the publication)
    of this one, with an estimate within `tolerancia` (10) per cent. Not applicable: processes that were not cancelled.
    Insufficient: without unit, one class, dates or estimate.
    Source: GTI.
    """
    f = operaciones.con_clase(t.procesos, t.articulos, CIFRAS_DE_LA_REPETIDA)
    estimado = ibis.coalesce(
        comunes.pesos(f, "monto_licitacion"),
        ibis.ifelse(f.moneda_presupuesto == "MXN", comunes.neto(f.presupuesto, ibis.null("decimal(20, 2)")), None),
    )
    f = f.select(
        "ocid",
        "publicador",
        "clase",
        "estado_licitacion",
        quien=ibis.coalesce(f.unidad_id, f.comprador_id),
        publicacion=f.fecha_publicacion_dia,
        termino=ibis.coalesce(f.fecha_apertura_dia, f.fecha_publicacion_dia),
        estimado=estimado,
    )
    fallidas = f.filter(f.estado_licitacion.isin(FALLIDAS))
    despues = _repeticiones(fallidas, f, p)
    g = f.left_join(despues, f.ocid == despues.fallida)
    falta = g.quien.isnull() | g.clase.isnull() | g.termino.isnull() | g.estimado.isnull()
    return g.select(
        "ocid",
        "clase",
        "termino",
        "estimado",
        "nuevo",
        "publicado",
        sujeto=g.ocid,
        resultado=comunes.resultado(
            no_aplica=~g.estado_licitacion.isin(FALLIDAS).fill_null(False),
            insuficiente=falta,
            bandera=g.repetidas > 0,
        ),
        valor=comunes.dias_entre(g.termino, g.publicado),
        repetidas=g.repetidas.fill_null(0),
        estimado_nuevo=g.estimado_nuevo,
    )


def _repeticiones(fallidas: ir.Table, todas: ir.Table, p: Mapping[str, Numero]) -> ir.Table:
    """Return, for each failed call, how many alike came after, and the first of them."""
    n = todas.select(
        pub="publicador", q="quien", c="clase", nuevo="ocid", publicado="publicacion", estimado_nuevo="estimado"
    )
    j = fallidas.join(n, [fallidas.publicador == n.pub, fallidas.quien == n.q, fallidas.clase == n.c])
    dias = comunes.dias_entre(j.termino, j.publicado)
    holgura = j.estimado * p["tolerancia"] / 100
    parecida = (j.estimado_nuevo - j.estimado).abs() <= holgura
    despues = (j.publicado > j.publicacion) & (dias >= 0) & (dias <= p["dias"])
    j = j.filter((j.nuevo != j.ocid) & parecida & despues)
    j = j.mutate(lugar=ibis.row_number().over(group_by="ocid", order_by=[j.publicado, j.nuevo]))
    j = j.mutate(repetidas=j.count().over(group_by="ocid"))
    return j.filter(j.lugar == 0).select("nuevo", "publicado", "estimado_nuevo", "repetidas", fallida="ocid")


_precios = partial(
    Bandera,
    version="1.0",
    alcance=Alcance.PROCESO,
    severidad=Severidad.MEDIA,
    general=True,
)

registrar_bandera(
    _precios(
        id="P34",
        titulo=_("Los precios de las propuestas difieren mucho más que en procesos parecidos"),
        etapa="adjudicacion",
        severidad=Severidad.BAJA,
        codigo_ocp="R022",
        fuente=_("Bandera R022 de Open Contracting Partnership; ninguna ley fija un máximo"),
        campos=("bids.details.value", "bids.details.status", "items.classification.id"),
        parametros=(cercas.VECES, cercas.pares_minimos(20)),
        por_que_importa=_(
            "Una propuesta muy alejada de las demás puede haberse presentado solo para acompañar, o deberse a bases "
            "que se entendieron de varias maneras."
        ),
        falsos_positivos=(
            _("Una propuesta cubre solo algunas partidas y otra cubre todas."),
            _("Un monto se capturó con un error de dedo."),
        ),
        que_hacer=_("Compare el alcance de las propuestas y revise los montos capturados."),
        expresion=dispersion,
        evidencias={
            "ofertas": _("Propuestas que cumplieron"),
            "oferta_menor": _("Propuesta menor, sin IVA (pesos)"),
            "oferta_mayor": _("Propuesta mayor, sin IVA (pesos)"),
            "clase": _("Clave común de los artículos"),
            "n_pares": _("Procesos comparados"),
            "mediana": _("Mediana de los comparados (por ciento)"),
            "cerca_superior": _("Cerca superior de los comparados (por ciento)"),
        },
    )
)

registrar_bandera(
    _precios(
        id="P35",
        titulo=_("Un precio unitario rebasa por mucho lo que se paga por el mismo bien"),
        etapa="adjudicacion",
        fuente=_("Metodologías de RUBLI y del IMSS; ninguna ley fija un máximo"),
        campos=("awards.items.unit.value", "awards.items.unit.name", "awards.items.classification.id"),
        parametros=(
            cercas.VECES,
            Parametro("alta", 30, _("décimas de rango intercuartílico"), _("Distancia al cuartil, severidad alta")),
            cercas.pares_minimos(8),
        ),
        por_que_importa=_("Pagar mucho más que otros por lo mismo es el daño que la competencia debe evitar."),
        falsos_positivos=(
            _("La clave agrupa bienes de calidades o presentaciones distintas."),
            _("El precio incluye instalación, entrega o mantenimiento."),
            _("La unidad de medida se capturó mal."),
        ),
        que_hacer=_("Compare la ficha técnica con las de los otros renglones y revise la investigación de mercado."),
        expresion=precio_unitario,
        evidencias={
            "bien": _("Clave del bien"),
            "articulo": _("Artículo"),
            "medida": _("Unidad de medida"),
            "precio": _("Precio unitario, sin IVA (pesos)"),
            "n_pares": _("Renglones comparados"),
            "mediana": _("Mediana de los comparados (pesos)"),
            "cerca_superior": _("Cerca superior de los comparados (pesos)"),
        },
    )
)

registrar_bandera(
    _precios(
        id="P36",
        titulo=_("El procedimiento se canceló o quedó desierto y se repitió igual poco después"),
        etapa="licitacion",
        severidad=Severidad.BAJA,
        fuente=_("Metodología de GTI; ninguna ley lo fija"),
        campos=("tender.status", "tender.tenderPeriod", "tender.value", "items.classification.id"),
        parametros=(
            Parametro("dias", 90, _("días naturales"), _("Días en que se repite, a lo más")),
            Parametro("tolerancia", 10, _("por ciento"), _("Diferencia de los estimados, a lo más")),
        ),
        por_que_importa=_(
            "Cancelar y volver a convocar lo mismo puede servir para cambiar las bases después de conocer a los "
            "licitantes."
        ),
        falsos_positivos=(
            _("Quedó desierto y la ley pide una segunda convocatoria."),
            _("Se canceló por caso fortuito o porque cambió la necesidad."),
        ),
        que_hacer=_("Compare las bases de los dos procedimientos y el motivo de la cancelación."),
        expresion=cancelada_y_repetida,
        evidencias={
            "clase": _("Clave común de los artículos"),
            "termino": _("Apertura del procedimiento cancelado o desierto"),
            "estimado": _("Estimado, sin IVA (pesos)"),
            "repetidas": _("Procedimientos parecidos después"),
            "nuevo": _("Primero de ellos"),
            "publicado": _("Publicación del primero"),
            "estimado_nuevo": _("Estimado del primero, sin IVA (pesos)"),
        },
    )
)
