"""Flags on suppliers that meet again and again in pairs, and on those that take part and never win."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, concurrencia
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

PAR = ("publicador", "uno", "otro")
_DE_PAR = ("publicador", "procesos", "compartidos", "nombre_de_uno", "nombre_de_otro")


def perdedor_habitual(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X03: a supplier takes part again and again and almost never wins.

    Fields: bids.details[].status and tenderers, awards[].suppliers, awards[].status. Threshold: wins at most `ganados`
    (5) per cent of the awarded processes it bid in, and these are not fewer than the third quartile of the suppliers
    of the publisher. Minimum: `minimo` (10) processes; with fewer, insufficient.
    Source: OCP R025 (own variant: a fixed share, because the lower fence of R025 is almost always negative).
    """
    f = concurrencia.participantes(t)
    g = f.group_by("publicador", "proveedor").agg(
        participaciones=f.count(),
        ganados=comunes.cuantas(f.gano),
        nombre=f.nombre_proveedor.min(),
        procesos=comunes.muestra(f.ocid),
    )
    habitual = g.group_by(pub=g.publicador).agg(cuartil=g.participaciones.cast("float64").quantile(0.75))
    g = g.join(habitual, g.publicador == habitual.pub).drop("pub")
    parte = comunes.por_ciento(g.ganados, g.participaciones)
    return g.select(
        "publicador",
        "procesos",
        "participaciones",
        "ganados",
        "cuartil",
        "nombre",
        sujeto=g.proveedor,
        resultado=comunes.segun(
            (parte <= float(p["ganados"])) & (g.participaciones >= g.cuartil), g.participaciones < p["minimo"]
        ),
        valor=parte,
    )


def pareja_con_ganador(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X04: two suppliers meet again and again, and it is almost always the same one that wins.

    Fields: those of X03. Threshold: one of the two wins `parte` (90) per cent or more of the awarded processes both bid
    in. Minimum: `minimo` (4) shared processes: a pair with fewer is no subject. Processes with more than `licitantes`
    (30) tenderers, where everybody meets everybody, are left out.
    Source: OCP R053. Threshold proposed, no law fixes one.
    """
    g = _parejas(concurrencia.participantes(t), p)
    mayor = ibis.greatest(g.gana_uno, g.gana_otro)
    parte = comunes.por_ciento(mayor, g.compartidos)
    return g.select(
        *_DE_PAR,
        "gana_uno",
        "gana_otro",
        sujeto=comunes.sujeto(g.uno, g.otro),
        resultado=comunes.segun(parte >= float(p["parte"])),
        valor=parte,
    )


def participan_juntos(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X06: two suppliers bid in almost the same processes.

    Fields: those of X03. Threshold: shared processes over those where either of them bid (Jaccard index), `media` (50)
    per cent or more, medium; `alta` (80), high. Minimum: `minimo` (5) shared processes: a pair with fewer is
    no subject. Processes with more than `licitantes` (30) tenderers are left out of what is shared.
    Source: RUBLI; OCP R053.
    """
    f = concurrencia.participantes(t)
    totales = f.group_by(pub=f.publicador, quien=f.proveedor).agg(participaciones=f.count())
    g = _parejas(f, p)
    de_uno, de_otro = totales.rename(de_uno="participaciones"), totales.view().rename(de_otro="participaciones")
    g = g.join(de_uno, [g.publicador == de_uno.pub, g.uno == de_uno.quien]).drop("pub", "quien")
    g = g.join(de_otro, [g.publicador == de_otro.pub, g.otro == de_otro.quien]).drop("pub", "quien")
    parte = comunes.por_ciento(g.compartidos, g.de_uno + g.de_otro - g.compartidos)
    return g.select(
        *_DE_PAR,
        "de_uno",
        "de_otro",
        sujeto=comunes.sujeto(g.uno, g.otro),
        resultado=comunes.segun(parte >= float(p["media"])),
        valor=parte,
        severidad=ibis.ifelse(parte >= float(p["alta"]), Severidad.ALTA, Severidad.MEDIA),
    )


def _parejas(f: ir.Table, p: Mapping[str, Numero]) -> ir.Table:
    f = f.filter(f.licitantes <= p["licitantes"])
    f = f.select("publicador", "ocid", "gano", uno="proveedor", nombre="nombre_proveedor")
    otros = f.view().select(ocid_otro="ocid", gano_otro="gano", otro="uno", nombre_otro="nombre")
    j = f.join(otros, [f.ocid == otros.ocid_otro, f.uno < otros.otro])
    j = j.mutate(compartidos=j.count().over(group_by=list(PAR)))
    j = j.filter(j.compartidos >= p["minimo"])
    return j.group_by(*PAR).agg(
        compartidos=j.count(),
        gana_uno=comunes.cuantas(j.gano),
        gana_otro=comunes.cuantas(j.gano_otro),
        nombre_de_uno=j.nombre.min(),
        nombre_de_otro=j.nombre_otro.min(),
        procesos=comunes.muestra(j.ocid),
    )


_CAMPOS = ("bids.details.status", "bids.details.tenderers", "awards.status", "awards.suppliers")
_LICITANTES = Parametro("licitantes", 30, _("licitantes"), _("Licitantes de un proceso que se compara, a lo más"))
_EVIDENCIA_DE_PAR = {
    "compartidos": _("Procesos en que participaron los dos"),
    "nombre_de_uno": _("Un licitante"),
    "nombre_de_otro": _("El otro licitante"),
}
_parejas_de = partial(
    Bandera,
    version="1.0",
    etapa="licitacion",
    severidad=Severidad.MEDIA,
    general=True,
    nombra_personas=True,
    por_que_importa=_(
        "En un mercado con competencia los licitantes cambian y cualquiera puede ganar. Cuando los mismos se "
        "encuentran siempre con el mismo resultado, conviene revisar si compiten entre sí."
    ),
    falsos_positivos=(
        _("Es un mercado pequeño, con pocas empresas que pueden participar."),
        _("Una empresa ofrece siempre mejor precio por su escala o su cercanía."),
    ),
    que_hacer=_(
        "Compare las propuestas de esos procesos: formatos, fechas, domicilios y precios. Si hay indicios, dé vista al "
        "órgano interno de control."
    ),
)

registrar_bandera(
    _parejas_de(
        id="X03",
        titulo=_("Un licitante participa mucho y casi nunca gana"),
        alcance=Alcance.PROVEEDOR,
        severidad=Severidad.BAJA,
        fuente=_("Bandera R025 de Open Contracting Partnership, variante propia"),
        campos=_CAMPOS,
        parametros=(
            Parametro("minimo", 10, _("procesos"), _("Procesos en que participó, al menos")),
            Parametro("ganados", 5, _("por ciento"), _("Parte que gana, a lo más")),
        ),
        expresion=perdedor_habitual,
        evidencias={
            "participaciones": _("Procesos adjudicados en que participó"),
            "ganados": _("Procesos que ganó"),
            "cuartil": _("Tercer cuartil de participaciones de los licitantes"),
            "nombre": _("Licitante"),
        },
    )
)

registrar_bandera(
    _parejas_de(
        id="X04",
        titulo=_("Dos licitantes coinciden y casi siempre gana el mismo"),
        alcance=Alcance.PAREJA,
        codigo_ocp="R053",
        fuente=_("Bandera R053 de Open Contracting Partnership; ninguna ley fija un máximo"),
        campos=_CAMPOS,
        parametros=(
            Parametro("minimo", 4, _("procesos"), _("Procesos compartidos, al menos")),
            Parametro("parte", 90, _("por ciento"), _("Parte que gana el mismo, al menos")),
            _LICITANTES,
        ),
        expresion=pareja_con_ganador,
        evidencias=_EVIDENCIA_DE_PAR
        | {"gana_uno": _("Procesos que ganó el primero"), "gana_otro": _("Procesos que ganó el segundo")},
    )
)

registrar_bandera(
    _parejas_de(
        id="X06",
        titulo=_("Dos licitantes participan casi en los mismos procesos"),
        alcance=Alcance.PAREJA,
        fuente=_("Metodología de RUBLI; ninguna ley fija un máximo"),
        campos=_CAMPOS,
        parametros=(
            Parametro("minimo", 5, _("procesos"), _("Procesos compartidos, al menos")),
            Parametro("media", 50, _("por ciento"), _("Procesos en común, severidad media")),
            Parametro("alta", 80, _("por ciento"), _("Procesos en común, severidad alta")),
            _LICITANTES,
        ),
        expresion=participan_juntos,
        evidencias=_EVIDENCIA_DE_PAR
        | {"de_uno": _("Procesos en que participó el primero"), "de_otro": _("Procesos en que participó el segundo")},
    )
)
