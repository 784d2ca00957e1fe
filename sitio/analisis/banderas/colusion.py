"""Flags on closed groups of tenderers: who wins among them, and in which order their prices come."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, concurrencia
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

# A group of more is not a group that agrees: and its name would not fit anywhere.
GRUPO_MINIMO, GRUPO_MAXIMO = 3, 6


def rotacion(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X05: the same group of tenderers, and nobody else, bids again and again, and each one wins in turn.

    Fields: those of X03; buyer or tender.procuringEntity, items[].classification.id. A group: three to six suppliers
    that are exactly those who bid in `minimo` (5) awarded processes of one unit and class (first 2 figures), each with
    one winner. Threshold: the one that wins most wins at most `reparto` (15) tenths of an even share, and two or
    more of them win. Groups seen in fewer processes are no flag.
    Source: OCP R057; RUBLI.
    """
    s = _grupos(concurrencia.participantes(t))
    s = s.filter((s.ganadores == 1) & s.comprador.notnull() & s.clase.notnull())
    llaves = ("publicador", "comprador", "clase", "grupo")
    por_ganador = s.group_by(*llaves, "ganador").agg(ganados=s.count())
    mayores = por_ganador.group_by(*llaves).agg(mayor=por_ganador.ganados.max(), ganan=por_ganador.count())
    g = s.group_by(*llaves).agg(
        compartidos=s.count(),
        integrantes=s.integrantes.max(),
        nombres=s.nombres.max(),
        nombre_comprador=s.nombre_comprador.min(),
        procesos=comunes.muestra(s.ocid),
    )
    g = g.join(mayores, list(llaves))
    parejo = g.mayor * g.integrantes * 10 <= g.compartidos * int(p["reparto"])
    return g.select(
        "publicador",
        "procesos",
        "compartidos",
        "integrantes",
        "nombres",
        "clase",
        "ganan",
        "mayor",
        sujeto=comunes.sujeto(g.comprador, g.clase, g.grupo),
        resultado=comunes.segun((g.compartidos >= p["minimo"]) & parejo & (g.ganan > 1)),
        valor=g.compartidos,
        unidad_compradora=g.nombre_comprador,
    )


def _grupos(f: ir.Table) -> ir.Table:
    """Return of each process the group of those who bid, as one key, and its winner."""
    f = f.filter((f.licitantes >= GRUPO_MINIMO) & (f.licitantes <= GRUPO_MAXIMO))
    g = f.group_by("publicador", "ocid", "comprador", "nombre_comprador", "clase").agg(
        quienes=f.proveedor.collect(distinct=True).sort(),
        nombrados=f.nombre_proveedor.collect(distinct=True).sort(),
        integrantes=f.count(),
        ganadores=comunes.cuantas(f.gano),
        ganador=f.proveedor.min(where=f.gano),
    )
    return g.mutate(grupo=ibis.literal(" + ").join(g.quienes), nombres=ibis.literal(" + ").join(g.nombrados))


def mismo_orden(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X08: the bids of the same tenderers come in the same order of price again and again.

    Fields: bids.details[].value in MXN, without IVA, bids.details[].status and tenderers. Processes where three to six
    suppliers, each alone and once, submitted bids with different amounts. Threshold: the same suppliers in the
    same order in `minimo` (3) processes. Joint and repeated bids, ties and missing amounts leave the process out.
    Source: OCP R034; devgateway i083.
    """
    o = concurrencia.ofertas(t)
    medidas = o.group_by("ocid").agg(
        filas=o.count(),
        distintos=o.proveedor.nunique(),
        ofertas=o.oferta.nunique(),
        montos=o.monto.nunique(),
    )
    limpios = medidas.filter(
        medidas.distintos.between(GRUPO_MINIMO, GRUPO_MAXIMO)
        & (medidas.filas == medidas.distintos)
        & (medidas.ofertas == medidas.distintos)
        & (medidas.montos == medidas.distintos)
    )
    o = o.semi_join(limpios, "ocid")
    lugar = (ibis.row_number().over(group_by="ocid", order_by="monto") + 1).cast("string")
    o = o.mutate(puesto=lugar + " " + o.proveedor, puesto_con_nombre=lugar + " " + o.nombre_proveedor)
    s = o.group_by("ocid").agg(
        puestos=o.puesto.collect().sort(), nombres=o.puesto_con_nombre.collect().sort(), integrantes=o.count()
    )
    s = s.mutate(orden=ibis.literal(" < ").join(s.puestos), nombres=ibis.literal(" < ").join(s.nombres))
    s = s.join(concurrencia.procesos(t).select("ocid", "publicador"), "ocid")
    g = s.group_by("publicador", "orden").agg(
        compartidos=s.count(),
        integrantes=s.integrantes.max(),
        nombres=s.nombres.max(),
        procesos=comunes.muestra(s.ocid),
    )
    return g.select(
        "publicador",
        "procesos",
        "compartidos",
        "integrantes",
        "nombres",
        sujeto=g.orden,
        resultado=comunes.segun(g.compartidos >= p["minimo"]),
        valor=g.compartidos,
    )


_CAMPOS = ("bids.details.status", "bids.details.tenderers", "awards.status", "awards.suppliers")
_EVIDENCIA_DE_GRUPO = {
    "compartidos": _("Procesos del mismo grupo"),
    "integrantes": _("Integrantes del grupo"),
    "nombres": _("Licitantes"),
}

_colusion = partial(
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
    _colusion(
        id="X05",
        titulo=_("Un grupo cerrado de licitantes se turna para ganar"),
        alcance=Alcance.PAREJA,
        severidad=Severidad.ALTA,
        codigo_ocp="R057",
        fuente=_("Bandera R057 de Open Contracting Partnership; ninguna ley fija un máximo"),
        campos=("items.classification.id", *_CAMPOS),
        parametros=(
            Parametro("minimo", 5, _("procesos"), _("Procesos del mismo grupo, al menos")),
            Parametro("reparto", 15, _("décimas"), _("Veces el reparto parejo que gana el que más, a lo más")),
        ),
        expresion=rotacion,
        evidencias=_EVIDENCIA_DE_GRUPO
        | {
            "clase": _("Clave común de los artículos"),
            "ganan": _("Integrantes que ganaron alguno"),
            "mayor": _("Procesos que ganó el que más"),
            "unidad_compradora": _("Unidad compradora"),
        },
    )
)

registrar_bandera(
    _colusion(
        id="X08",
        titulo=_("Las propuestas de los mismos licitantes quedan siempre en el mismo orden"),
        alcance=Alcance.PAREJA,
        codigo_ocp="R034",
        fuente=_("Bandera R034 de Open Contracting Partnership; ninguna ley fija un máximo"),
        campos=("bids.details.value", *_CAMPOS[:2]),
        parametros=(Parametro("minimo", 3, _("procesos"), _("Procesos con el mismo orden, al menos")),),
        expresion=mismo_orden,
        evidencias=_EVIDENCIA_DE_GRUPO,
    )
)
