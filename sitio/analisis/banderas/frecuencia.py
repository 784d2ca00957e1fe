"""Flags on what a unit, or a supplier, does far more often than the others."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import cercas, comunes, concurrencia
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

UNIDAD = ("publicador", "comprador", "anio")
CON_PUNTOS = ("ratedCriteria", "bestValueToGovernment")


def puntos_dominantes(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P41: a unit decides its tenders by points or best value far more often than the other units.

    Fields: tender.awardCriteria, tender.procurementMethod open. Share of the tenders of a unit and year. Threshold:
    over the upper fence of the units of the publisher in that year, with `pares` (8) units or more. Minimum: `minimo`
    (5) tenders, all with their criterion; with less, or with few units, insufficient.
    Source: OCP R021.
    """
    f = t.procesos.filter((t.procesos.metodo == "open") & t.procesos.anio.notnull())
    f = f.filter(~f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False))
    f = f.mutate(quien=ibis.coalesce(f.unidad_id, f.comprador_id), nombre=ibis.coalesce(f.unidad, f.comprador))
    f = f.filter(f.quien.notnull())
    con_puntos = f.criterio.isin(CON_PUNTOS).fill_null(False)
    g = f.group_by(publicador=f.publicador, comprador=f.quien, anio=f.anio).agg(
        numero=f.count(),
        casos=comunes.cuantas(con_puntos),
        faltan=comunes.cuantas(f.criterio.isnull()),
        nombre=f.nombre.min(),
        procesos=comunes.muestra(f.ocid, con_puntos),
    )
    return _contra_unidades(g, p)


def consorcios_prevalentes(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X13: joint bids are far more frequent in a unit than in the others.

    Fields: bids.details[].tenderers, bids.details[].status. Share of the submitted bids of a unit and year that have
    more than one tenderer. Threshold: over the upper fence of the units of the publisher in that year, with `pares` (8)
    units or more. Minimum: `minimo` (5) bids; with fewer, or with few units, insufficient.
    Source: OCP R026.
    """
    o = concurrencia.ofertas(t).select("ocid", "oferta", caso=lambda f: f.socios > 1).distinct()
    return _contra_unidades(_por_unidad(o, t), p)


def exceso_de_desechadas(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P24: a unit disqualifies far more bids than the others.

    Fields: bids.details[].status. Share of the submitted bids of a unit and year that were disqualified. Threshold:
    over the upper fence of the units of the publisher in that year, with `pares` (8) units or more. Minimum: `minimo`
    (5) bids, all with status; with less, or with few units, insufficient.
    Source: OCP R038, by unit and year.
    """
    return _contra_unidades(_por_unidad(_desechadas(concurrencia.ofertas(t)).distinct(), t), p)


def desechado_habitual(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P24B: the bids of a supplier are disqualified far more often than those of the others.

    Fields: bids.details[].status and tenderers. Share of its submitted bids. Threshold and minimum: those of P24, among
    the suppliers of the publisher, all years together.
    Source: OCP R038.
    """
    o = concurrencia.ofertas(t)
    o = _desechadas(o, "proveedor", "nombre_proveedor")
    o = o.join(concurrencia.procesos(t).select("ocid", "publicador"), "ocid")
    g = o.group_by("publicador", "proveedor").agg(**_cuentas(o), nombre=o.nombre_proveedor.min())
    g = _con_parte(g, p, ("publicador",))
    return _comparada(g, p, g.proveedor, proveedor=g.nombre)


def _desechadas(o: ir.Table, *mas: str) -> ir.Table:
    return o.select("ocid", "oferta", *mas, caso=o.estado == "disqualified")


def _por_unidad(o: ir.Table, t: Tablas) -> ir.Table:
    o = o.join(concurrencia.procesos(t).select("ocid", *UNIDAD, "nombre_comprador"), "ocid")
    o = o.filter(o.comprador.notnull() & o.anio.notnull())
    return o.group_by(*UNIDAD).agg(**_cuentas(o), nombre=o.nombre_comprador.min())


def _cuentas(o: ir.Table) -> dict[str, ir.Value]:
    caso = o.caso.fill_null(False)
    return {
        "numero": o.count(),
        "casos": comunes.cuantas(caso),
        "faltan": comunes.cuantas(o.caso.isnull()),
        "procesos": comunes.muestra(o.ocid, caso),
    }


def _con_parte(g: ir.Table, p: Mapping[str, Numero], llaves: tuple[str, ...]) -> ir.Table:
    g = g.mutate(parte=comunes.por_ciento(g.casos, g.numero))
    g = g.mutate(comparable=ibis.ifelse((g.numero >= p["minimo"]) & (g.faltan == 0), g.parte, None))
    return cercas.con_cercas(g, "comparable", llaves, p["veces"])


def _contra_unidades(g: ir.Table, p: Mapping[str, Numero]) -> ir.Table:
    g = _con_parte(g, p, ("publicador", "anio"))
    return _comparada(g, p, comunes.sujeto(g.comprador, g.anio), unidad_compradora=g.nombre)


def _comparada(g: ir.Table, p: Mapping[str, Numero], sujeto: ir.StringValue, **de_quien: ir.StringValue) -> ir.Table:
    return g.select(
        "publicador",
        "procesos",
        "numero",
        "casos",
        "n_pares",
        "mediana",
        "cerca_superior",
        sujeto=sujeto,
        resultado=comunes.segun(g.comparable > g.cerca_superior, g.comparable.isnull() | (g.n_pares < p["pares"])),
        valor=g.parte,
        **de_quien,
    )


_EVIDENCIA = {
    "n_pares": _("Unidades o proveedores comparados"),
    "mediana": _("Mediana de los comparados (por ciento)"),
    "cerca_superior": _("Cerca superior de los comparados (por ciento)"),
}
_PROPUESTAS = Parametro("minimo", 5, _("propuestas"), _("Propuestas que se comparan, al menos"))

_frecuencia = partial(
    Bandera,
    version="1.0",
    etapa="licitacion",
    alcance=Alcance.COMPRADOR,
    severidad=Severidad.BAJA,
    general=True,
)

registrar_bandera(
    _frecuencia(
        id="P24",
        titulo=_("La unidad desecha muchas más propuestas que las demás"),
        severidad=Severidad.MEDIA,
        codigo_ocp="R038",
        fuente=_("Bandera R038 de Open Contracting Partnership; ninguna ley fija un máximo"),
        campos=("bids.details.status",),
        parametros=(_PROPUESTAS, cercas.VECES, cercas.pares_minimos(8)),
        por_que_importa=_(
            "Desechar muchas propuestas deja la decisión entre pocas. Puede ser señal de requisitos que solo algunas "
            "empresas cumplen."
        ),
        falsos_positivos=(
            _("La unidad compra bienes con requisitos técnicos estrictos, por seguridad o salud."),
            _("Las propuestas que no ganaron se publicaron como desechadas."),
        ),
        que_hacer=_("Revise los motivos de desechamiento y cuáles pudieron aclararse en la junta."),
        expresion=exceso_de_desechadas,
        evidencias=_EVIDENCIA
        | {
            "numero": _("Propuestas presentadas"),
            "casos": _("Propuestas desechadas"),
            "unidad_compradora": _("Unidad compradora"),
        },
    )
)

registrar_bandera(
    _frecuencia(
        id="P24B",
        titulo=_("A un licitante se le desechan muchas más propuestas que a los demás"),
        alcance=Alcance.PROVEEDOR,
        nombra_personas=True,
        codigo_ocp="R038",
        fuente=_("Bandera R038 de Open Contracting Partnership; ninguna ley fija un máximo"),
        campos=("bids.details.status", "bids.details.tenderers"),
        parametros=(_PROPUESTAS, cercas.VECES, cercas.pares_minimos(8)),
        por_que_importa=_(
            "Quien presenta muchas propuestas que no cumplen puede estar solo acompañando a otros, o no entender lo "
            "que se pide."
        ),
        falsos_positivos=(
            _("Es una empresa nueva que está aprendiendo a licitar."),
            _("Las propuestas que no ganaron se publicaron como desechadas."),
        ),
        que_hacer=_("Revise con quién participó en esos procesos y por qué se desecharon sus propuestas."),
        expresion=desechado_habitual,
        evidencias=_EVIDENCIA
        | {
            "numero": _("Propuestas presentadas"),
            "casos": _("Propuestas desechadas"),
            "proveedor": _("Licitante"),
        },
    )
)

registrar_bandera(
    _frecuencia(
        id="P41",
        titulo=_("La unidad decide por puntos mucho más que las demás"),
        codigo_ocp="R021",
        fuente=_("Bandera R021 de Open Contracting Partnership; ninguna ley fija un máximo"),
        campos=("tender.awardCriteria", "tender.procurementMethod"),
        parametros=(
            Parametro("minimo", 5, _("licitaciones"), _("Licitaciones que se comparan, al menos")),
            cercas.VECES,
            cercas.pares_minimos(8),
        ),
        por_que_importa=_(
            "La evaluación por puntos deja más espacio al criterio de quien evalúa que la de precio entre quienes "
            "cumplen."
        ),
        falsos_positivos=(
            _("La unidad contrata sobre todo servicios profesionales o de tecnología."),
            _("El criterio publicado no es el que usó la convocatoria."),
        ),
        que_hacer=_("Revise si los rubros y puntos estaban justificados y si el criterio binario habría bastado."),
        expresion=puntos_dominantes,
        evidencias=_EVIDENCIA
        | {
            "numero": _("Licitaciones públicas"),
            "casos": _("Licitaciones decididas por puntos"),
            "unidad_compradora": _("Unidad compradora"),
        },
    )
)

registrar_bandera(
    _frecuencia(
        id="X13",
        titulo=_("En la unidad abundan las propuestas conjuntas"),
        codigo_ocp="R026",
        fuente=_("Bandera R026 de Open Contracting Partnership; la ley permite las propuestas conjuntas"),
        campos=("bids.details.tenderers", "bids.details.status"),
        parametros=(_PROPUESTAS, cercas.VECES, cercas.pares_minimos(8)),
        por_que_importa=_(
            "Las empresas que podrían competir entre sí dejan de hacerlo cuando se presentan juntas sin necesitarlo."
        ),
        falsos_positivos=(
            _("La unidad contrata obras o servicios grandes, que piden unir capacidades."),
            _("Las convocatorias fomentan que empresas pequeñas se presenten juntas."),
        ),
        que_hacer=_("Revise si quienes se presentaron juntos podían hacerlo por separado."),
        expresion=consorcios_prevalentes,
        evidencias=_EVIDENCIA
        | {
            "numero": _("Propuestas presentadas"),
            "casos": _("Propuestas conjuntas"),
            "unidad_compradora": _("Unidad compradora"),
        },
    )
)
