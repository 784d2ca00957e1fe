"""Flags on who comes to a tender, against those like it and the usual tenderers."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import cercas, comunes, concurrencia, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

MERCADO = ("publicador", "comprador", "clase", "anio")


def ventana_anormal(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P04: the time to submit proposals is much shorter than in the processes like it.

    Fields: tender.tenderPeriod, tender.procurementMethod open or selective, items[].classification.id. Peers: processes
    of the publisher with the same method and class (first 2 figures). Threshold: fewer natural days than their
    percentile `percentil` (5, linear interpolation). Minimum: `pares` (30) processes; with fewer, or without dates,
    method or one class, insufficient. Not applicable: direct awards; cancelled or withdrawn.
    Source: GTI and Opentender.
    """
    f = operaciones.con_clase(t.procesos, t.articulos, concurrencia.CIFRAS_DE_MERCADO)
    f = f.mutate(dias=comunes.dias_entre(f.fecha_publicacion_dia, f.fecha_apertura_dia))
    viva = ~f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False)
    con_dias = f.filter(f.dias.notnull() & f.clase.notnull() & viva)
    pares = con_dias.group_by(pub=con_dias.publicador, met=con_dias.metodo, cla=con_dias.clase).agg(
        n_pares=con_dias.count(),
        percentil=con_dias.dias.cast("float64").quantile(float(p["percentil"]) / 100).round(4),
        mediana=con_dias.dias.cast("float64").quantile(0.5).round(4),
    )
    f = f.left_join(pares, [f.publicador == pares.pub, f.metodo == pares.met, f.clase == pares.cla])
    return f.select(
        "ocid",
        "dias",
        "clase",
        "n_pares",
        "percentil",
        "mediana",
        sujeto=f.ocid,
        resultado=comunes.resultado(
            no_aplica=comunes.otro_metodo(f, ("open", "selective"))
            | f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False),
            insuficiente=comunes.metodo_desconocido(f) | f.dias.isnull() | (f.n_pares.fill_null(0) < p["pares"]),
            bandera=f.dias < f.percentil,
        ),
        valor=f.dias,
        publicacion=f.fecha_publicacion_dia,
        apertura=f.fecha_apertura_dia,
    )


def pocos_licitantes(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P21: far fewer take part in the tenders of a unit for a class of goods than in those of the other units.

    Fields: tender.tenderers, tender.numberOfTenderers, tender.procurementMethod open or selective,
    items[].classification.id, awards. Median of distinct tenderers of the processes of one unit, class (first 2
    figures) and year. Threshold: not over `mediana` (15) tenths, or under the lower fence of the units of the publisher
    for that class and year, with `pares` (8) units or more. Minimum: `minimo` (5) processes; with fewer, insufficient.
    Processes where nobody is known to have taken part, or nobody came, are left out.
    Source: OCP R019.
    """
    f = operaciones.con_clase(concurrencia.con_oferentes(t), t.articulos, concurrencia.CIFRAS_DE_MERCADO)
    f = f.mutate(comprador=ibis.coalesce(f.unidad_id, f.comprador_id), nombre=ibis.coalesce(f.unidad, f.comprador))
    f = f.filter(f.metodo.isin(["open", "selective"]) & (f.oferentes > 0) & f.comprador.notnull() & f.anio.notnull())
    f = f.filter(f.clase.notnull() & ~f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False))
    g = f.group_by(*MERCADO).agg(
        numero=f.count(),
        licitantes=f.oferentes.cast("float64").quantile(0.5).round(4),
        nombre=f.nombre.min(),
        procesos=comunes.muestra(f.ocid),
    )
    g = g.mutate(comparable=ibis.ifelse(g.numero >= p["minimo"], g.licitantes, None))
    g = cercas.con_cercas(g, "comparable", ("publicador", "clase", "anio"), p["veces"])
    fuera = ((g.n_pares >= p["pares"]) & (g.licitantes < g.cerca_inferior)).fill_null(False)
    return g.select(
        "publicador",
        "procesos",
        "numero",
        "licitantes",
        "clase",
        "n_pares",
        "cerca_inferior",
        sujeto=comunes.sujeto(g.comprador, g.clase, g.anio),
        resultado=comunes.segun((g.licitantes * 10 <= float(p["mediana"])) | fuera, g.numero < p["minimo"]),
        valor=g.licitantes,
        unidad_compradora=g.nombre,
    )


def ausencia_de_habituales(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X14: one who bids in almost all the processes of a unit for a class of goods did not come to this one.

    Fields: bids.details[].tenderers and status, buyer or tender.procuringEntity, items[].classification.id. Usual: bid
    in `parte` (80) per cent or more of the awarded processes of one unit, class (first 2 figures) and year.
    Minimum: `minimo` (5) such processes; with fewer, or without unit or class, insufficient. Threshold: one
    absent. Not applicable: processes with no bids published, or not awarded.
    Source: OCP R027.
    """
    f = concurrencia.participantes(t)
    procesos = f.group_by("ocid", *MERCADO).agg(licitantes=f.licitantes.max())
    procesos = procesos.mutate(numero=procesos.count().over(group_by=list(MERCADO)))
    q = f.group_by(*MERCADO, "proveedor").agg(veces=f.count(), nombre=f.nombre_proveedor.min())
    q = q.join(procesos.select(*MERCADO, "numero").distinct(), list(MERCADO))
    usuales = q.filter((q.veces * 100 >= q.numero * p["parte"]) & (q.veces < q.numero) & (q.numero >= p["minimo"]))
    usuales = usuales.select(*MERCADO, "proveedor", "nombre", "veces")
    esperados = procesos.join(usuales, list(MERCADO))
    faltan = esperados.anti_join(f, ["ocid", "proveedor"])
    faltan = faltan.group_by(ocid_falta=faltan.ocid).agg(
        ausentes=faltan.count(), ausente=faltan.nombre.min(), sus_procesos=faltan.veces.max()
    )
    todos = concurrencia.procesos(t).left_join(procesos.select("ocid", "licitantes", "numero"), "ocid")
    todos = todos.drop("ocid_right").left_join(faltan, todos.ocid == faltan.ocid_falta)
    return todos.select(
        "ocid",
        "licitantes",
        "numero",
        "ausente",
        "sus_procesos",
        sujeto=todos.ocid,
        resultado=comunes.resultado(
            no_aplica=todos.licitantes.isnull(),
            insuficiente=todos.comprador.isnull() | todos.clase.isnull() | (todos.numero < p["minimo"]),
            bandera=todos.ausentes > 0,
        ),
        valor=todos.ausentes,
        ausentes=todos.ausentes,
        clase=todos.clase,
    )


_MERCADO = _("Clave común de los artículos")

_participacion = partial(
    Bandera,
    version="1.0",
    etapa="licitacion",
    general=True,
    por_que_importa=_(
        "Cuando llegan menos empresas que en compras parecidas, puede deberse a la difusión, a los plazos o a los "
        "requisitos."
    ),
    que_hacer=_("Compare la convocatoria con las de procesos parecidos: difusión, plazos, requisitos y visitas."),
)

registrar_bandera(
    _participacion(
        id="P04",
        titulo=_("El plazo para presentar propuestas fue mucho menor que en procesos parecidos"),
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Metodologías de GTI y de Opentender; ninguna ley fija este mínimo"),
        campos=("tender.tenderPeriod", "tender.procurementMethod", "items.classification.id"),
        parametros=(
            Parametro("percentil", 5, _("percentil"), _("Percentil de los días de los procesos parecidos")),
            cercas.pares_minimos(30),
        ),
        falsos_positivos=(
            _("Fue una segunda convocatoria, de lo mismo y ya conocida."),
            _("La fecha de publicación o la de apertura se capturó mal."),
        ),
        expresion=ventana_anormal,
        evidencias={
            "dias": _("Días naturales de la publicación a la apertura"),
            "clase": _MERCADO,
            "n_pares": _("Procesos comparados"),
            "percentil": _("Días del percentil"),
            "mediana": _("Mediana de los días"),
            "publicacion": _("Publicación de la convocatoria"),
            "apertura": _("Presentación y apertura de proposiciones"),
        },
    )
)

registrar_bandera(
    _participacion(
        id="P21",
        titulo=_("A los procedimientos de la unidad llegan pocos licitantes"),
        alcance=Alcance.COMPRADOR,
        severidad=Severidad.MEDIA,
        codigo_ocp="R019",
        fuente=_("Principio de competencia del artículo 134 constitucional"),
        campos=("tender.tenderers", "tender.numberOfTenderers", "tender.procurementMethod", "items.classification.id"),
        parametros=(
            Parametro("minimo", 5, _("procesos"), _("Procesos que se comparan, al menos")),
            Parametro("mediana", 15, _("décimas de licitante"), _("Mediana que se señala, a lo más")),
            cercas.VECES,
            cercas.pares_minimos(8),
        ),
        falsos_positivos=(
            _("El mercado local es pequeño o la compra es muy especializada."),
            _("La lista de licitantes publicada está incompleta."),
        ),
        expresion=pocos_licitantes,
        evidencias={
            "numero": _("Procesos comparados"),
            "licitantes": _("Mediana de licitantes distintos"),
            "clase": _MERCADO,
            "n_pares": _("Unidades comparadas"),
            "cerca_inferior": _("Cerca inferior de las unidades comparadas"),
            "unidad_compradora": _("Unidad compradora"),
        },
    )
)

registrar_bandera(
    _participacion(
        id="X14",
        titulo=_("Faltó un licitante que casi siempre participa"),
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        codigo_ocp="R027",
        nombra_personas=True,
        fuente=_("Bandera R027 de Open Contracting Partnership; ninguna ley lo fija"),
        campos=("bids.details.tenderers", "bids.details.status", "awards.suppliers", "items.classification.id"),
        parametros=(
            Parametro("parte", 80, _("por ciento"), _("Procesos en que participa quien es habitual, al menos")),
            Parametro("minimo", 5, _("procesos"), _("Procesos que se comparan, al menos")),
        ),
        falsos_positivos=(
            _("El licitante no vende ese bien, aunque la clave sea la misma."),
            _("Estaba al límite de su capacidad, o impedido para participar."),
        ),
        expresion=ausencia_de_habituales,
        evidencias={
            "licitantes": _("Licitantes que participaron"),
            "numero": _("Procesos comparados"),
            "ausentes": _("Habituales que faltaron"),
            "ausente": _("Uno de los que faltaron"),
            "sus_procesos": _("Procesos en que participó el más habitual de ellos"),
            "clase": _MERCADO,
        },
    )
)
