"""Flags on how a supplier delivers, and on how much it has to deliver at once."""

from collections.abc import Mapping
from functools import partial

import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

PROVEEDOR = ("publicador", "proveedor")


def mal_historial(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C10: a supplier missed the milestones of several of its contracts.

    Fields: contracts[].milestones and contracts[].implementation.milestones (dueDate, dateMet, status), awards[].
    suppliers. A contract fails with one milestone due in the last `dias` (730) days that is `notMet`, or met after its
    date. Threshold: `minimo` (3) contracts fail, and they are `parte` (50) per cent or more of those whose milestones
    say how they ended. Insufficient: fewer than `minimo` contracts say so, or the day of the analysis is not given.
    Rescissions have no code in OCDS: the impediments of the law for them (three in two years) are not computed.
    Source: SFP, historial de cumplimiento; art. 71-IV LAASSP 2025 for what is not computed.
    """
    h = t.hitos.filter(t.hitos.seccion.isin(["contrato", "ejecucion"]) & t.hitos.padre_id.notnull())
    h = h.cross_join(t.corte.agg(corte=t.corte.dia.max()))
    antiguedad = comunes.dias_entre(h.fecha_programada_dia, h.corte)
    h = h.filter((antiguedad > 0) & (antiguedad <= p["dias"]))
    tarde = (h.fecha_cumplida_dia > h.fecha_programada_dia).fill_null(False)
    fallo = tarde | (h.estado == "notMet").fill_null(False)
    dice = fallo | h.fecha_cumplida_dia.notnull() | (h.estado == "met").fill_null(False)
    c = h.group_by(ocid=h.ocid, operacion=h.padre_id).agg(fallo=fallo.any(), dice=dice.any())
    f = operaciones.operaciones(t)
    f = f.filter(f.proveedor.notnull()).left_join(c, ["ocid", "operacion"])
    fallidos = f.fallo.fill_null(False)
    g = f.group_by(*PROVEEDOR).agg(
        contratos=f.count(),
        con_datos=comunes.cuantas(f.dice),
        incumplidos=comunes.cuantas(fallidos),
        nombre=f.nombre_proveedor.min(),
        procesos=comunes.muestra(f.ocid, fallidos),
    )
    parte = comunes.por_ciento(g.incumplidos, g.con_datos)
    return g.select(
        "publicador",
        "procesos",
        "contratos",
        "con_datos",
        "incumplidos",
        "nombre",
        sujeto=g.proveedor,
        resultado=comunes.segun(
            (g.incumplidos >= p["minimo"]) & (parte >= float(p["parte"])), g.con_datos < p["minimo"]
        ),
        valor=parte,
    )


def contratos_y_capacidad(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C11: what a supplier has under contract today is many times the largest contract it ever finished.

    Fields: contracts[].period, contracts[].status, contracts[].value in MXN, without IVA, awards[].suppliers. Active:
    not terminated, and the analysis is made within its period. Finished: terminated, or its period is over. Threshold:
    the sum of the active ones over `veces` (10) times the largest finished. Not applicable: suppliers with nothing
    active. Insufficient: nothing finished, amounts missing in the active ones, or contracts without period that are not
    terminated, when they could change the outcome.
    Source: SESNA (own variant: staff and assets are not public by RFC). Threshold proposed, no law fixes one.
    """
    c = t.contratos.select("ocid", "estado", "inicio_dia", "fin_dia", operacion="id")
    f = operaciones.operaciones(t)
    f = f.filter(f.proveedor.notnull()).join(c, ["ocid", "operacion"])
    f = f.cross_join(t.corte.agg(corte=t.corte.dia.max()))
    cerrado = (f.estado == "terminated").fill_null(False)
    terminado = (cerrado | (f.fin_dia < f.corte)).fill_null(False)
    activo = (~cerrado & (f.inicio_dia <= f.corte) & (f.fin_dia >= f.corte)).fill_null(False)
    duda = ~cerrado & (f.fin_dia.isnull() | (f.inicio_dia.isnull() & (f.fin_dia >= f.corte)))
    g = f.group_by(*PROVEEDOR).agg(
        activos=comunes.cuantas(activo),
        terminados=comunes.cuantas(terminado & f.monto.notnull()),
        faltan=comunes.cuantas((activo & f.monto.isnull()) | duda),
        monto_activo=f.monto.sum(where=activo),
        mayor_terminado=f.monto.max(where=terminado),
        nombre=f.nombre_proveedor.min(),
        procesos=comunes.muestra(f.ocid, activo),
    )
    bandera = (g.monto_activo > g.mayor_terminado * p["veces"]).fill_null(False)
    return g.select(
        "publicador",
        "procesos",
        "activos",
        "terminados",
        "monto_activo",
        "mayor_terminado",
        "nombre",
        sujeto=g.proveedor,
        resultado=comunes.resultado(
            no_aplica=(g.activos == 0) & (g.faltan == 0),
            insuficiente=(g.terminados == 0) | (~bandera & (g.faltan > 0)),
            bandera=bandera,
        ),
        valor=(g.monto_activo.cast("float64") / g.mayor_terminado.cast("float64").nullif(0)).round(4),
    )


_cumplimiento = partial(
    Bandera,
    version="1.0",
    etapa="ejecucion",
    alcance=Alcance.PROVEEDOR,
    general=True,
    nombra_personas=True,
)

registrar_bandera(
    _cumplimiento(
        id="C10",
        titulo=_("Un proveedor incumplió fechas de varios de sus contratos"),
        severidad=Severidad.MEDIA,
        fuente=_("Historial de cumplimiento de los proveedores (SFP); ninguna ley fija este máximo"),
        campos=("contracts.milestones", "contracts.implementation.milestones", "awards.suppliers"),
        parametros=(
            Parametro("dias", 730, _("días naturales"), _("Días hacia atrás que se revisan")),
            Parametro("minimo", 3, _("contratos"), _("Contratos con incumplimientos, al menos")),
            Parametro("parte", 50, _("por ciento"), _("Parte de sus contratos que se señala")),
        ),
        por_que_importa=_("Quien ya incumplió varias entregas puede volver a hacerlo, y la institución lo paga."),
        falsos_positivos=(
            _("La institución pidió o autorizó la prórroga y no se publicó el convenio."),
            _("La fecha en que se cumplió se capturó después."),
        ),
        que_hacer=_("Revise las penas aplicadas y los convenios de plazo antes de volver a contratar."),
        expresion=mal_historial,
        evidencias={
            "contratos": _("Contratos del proveedor"),
            "con_datos": _("Contratos cuyos hitos dicen cómo terminaron"),
            "incumplidos": _("Contratos con hitos incumplidos o tardíos"),
            "nombre": _("Proveedor"),
        },
    )
)

registrar_bandera(
    _cumplimiento(
        id="C11",
        titulo=_("Los contratos vigentes de un proveedor superan por mucho lo que ha terminado"),
        severidad=Severidad.BAJA,
        fuente=_("Metodología de la SESNA, variante propia; ninguna ley fija un máximo"),
        campos=("contracts.period", "contracts.status", "contracts.value", "awards.suppliers"),
        parametros=(Parametro("veces", 10, _("veces"), _("Veces el mayor contrato terminado que debe rebasar")),),
        por_que_importa=_("Una empresa con más trabajo del que ha demostrado poder hacer puede no terminarlo."),
        falsos_positivos=(
            _("Sus contratos mayores son con instituciones que no publican aquí."),
            _("Los contratos vigentes son de varios años."),
        ),
        que_hacer=_("Revise cómo acreditó el proveedor su capacidad y dé seguimiento cercano a las entregas."),
        expresion=contratos_y_capacidad,
        evidencias={
            "activos": _("Contratos vigentes"),
            "terminados": _("Contratos terminados con monto"),
            "monto_activo": _("Monto de los vigentes, sin IVA (pesos)"),
            "mayor_terminado": _("Mayor contrato terminado, sin IVA (pesos)"),
            "nombre": _("Proveedor"),
        },
    )
)
