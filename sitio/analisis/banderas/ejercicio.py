"""Flags on a whole fiscal year: the cap of what may go without a tender, the rush of December, and the figures."""

import math
from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.regimen import MARCO_FEDERAL, Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

UNIDAD = ("publicador", "comprador", "anio")
# From November 15 to December 31, both included.
DIAS_DE_CIERRE = 47
DIAS_DEL_ANIO = 365
# Expected frequency of each first figure (Benford's law).
BENFORD = {cifra: math.log10(1 + 1 / cifra) for cifra in range(1, 10)}


def limite_anual(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S10: what was awarded for its amount without a public tender, against its share of the authorized budget.

    Fields: tender.legalBasis.id, tender.procurementMethod direct or selective, values without IVA in MXN, dates;
    authorized budget of the unit or of the buyer under each law. Threshold: over `laassp` (30) or `lopsrm` (20) per
    cent of the budget (high); over `aviso` (80) per cent of that cap (medium). Awards by exception do not count; those
    whose article is unknown count only against a clean outcome. Not applicable: works before 17-04-2025 (cap not
    verified). Insufficient: no budget loaded, or amounts or articles missing that could change the outcome.
    Source: art. 42 LAASSP 2000, 55 LAASSP 2025, 43 LOPSRM.
    """
    f = operaciones.operaciones(t)
    restringida = f.metodo.isin(["direct", "selective"]) & f.por_monto.fill_null(True)
    f = f.filter((f.marco == MARCO_FEDERAL) & f.ley.notnull() & restringida)
    g = _con_ejercido(f, t.presupuestos)
    tope = ibis.ifelse(g.ley == "LOPSRM", float(p["lopsrm"]), float(p["laassp"]))
    aviso = tope * float(p["aviso"]) / 100
    parte, posible = comunes.por_ciento(g.suma, g.presupuesto), comunes.por_ciento(g.suma_posible, g.presupuesto)
    bandera = (parte > aviso).fill_null(False)
    limpia = ((g.sin_monto == 0) & (posible <= aviso)).fill_null(False)
    return g.select(
        "publicador",
        "procesos",
        "ley",
        "operaciones",
        "suma",
        "suma_posible",
        "sin_monto",
        "presupuesto",
        sujeto=comunes.sujeto(g.titular, g.ley, g.anio),
        resultado=comunes.resultado(no_aplica=g.obra_anterior > 0, insuficiente=~bandera & ~limpia, bandera=bandera),
        valor=parte,
        severidad=ibis.ifelse(parte > tope, Severidad.ALTA, Severidad.MEDIA),
        tope=tope,
        unidad_compradora=g.nombre_comprador,
    )


def _con_ejercido(f: ir.Table, presupuestos: ir.Table) -> ir.Table:
    """Return what each holder of a budget spent: the unit where it has its own, else the buyer, else the unit alone."""
    b = presupuestos.group_by(c="comprador_id", u="unidad_id", b_anio="anio", b_ley="ley").agg(
        presupuesto=presupuestos.monto.max()
    )
    propio, del_comprador = b.filter(b.u.notnull()), b.filter(b.u.isnull())
    f = f.left_join(
        propio.select("u", "b_anio", "b_ley", de_unidad="presupuesto"),
        [f.unidad_id == propio.u, f.anio == propio.b_anio, f.ley == propio.b_ley],
    ).drop("u", "b_anio", "b_ley")
    f = f.left_join(
        del_comprador.select("c", "b_anio", "b_ley", de_comprador="presupuesto"),
        [f.comprador_id == del_comprador.c, f.anio == del_comprador.b_anio, f.ley == del_comprador.b_ley],
    ).drop("c", "b_anio", "b_ley")
    del_todo = f.de_unidad.isnull() & f.de_comprador.notnull()
    f = f.mutate(
        titular=ibis.ifelse(del_todo, f.comprador_id, f.comprador),
        presupuesto=ibis.coalesce(f.de_unidad, f.de_comprador),
    )
    por_monto = f.por_monto.fill_null(False)
    return f.group_by("publicador", "titular", "ley", "anio").agg(
        operaciones=f.count(),
        suma=f.monto.sum(where=por_monto).fill_null(0),
        suma_posible=f.monto.sum().fill_null(0),
        sin_monto=comunes.cuantas(f.monto.isnull()),
        presupuesto=f.presupuesto.max(),
        obra_anterior=comunes.cuantas(f.regimen == Regimen.LOPSRM_2000.value),
        nombre_comprador=f.nombre_comprador.min(),
        procesos=comunes.muestra(f.ocid),
    )


def cierre_de_anio(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S12: from November 15 to December 31 a unit committed money much faster than in the rest of the year.

    Fields: dates and values without IVA in MXN of contracts or awards. Threshold: the daily mean of those 47 days is at
    least `medio` (15) tenths of the daily mean of the year (365 days), which is medium, or `alto` (20) tenths, high.
    Minimum: `minimo` (5) operations, all with amount, and the year over; with less, insufficient. RUBLI divides the
    amount of those weeks by the mean month: a year spent evenly gives 1.5 there, so days are compared instead.
    Source: RUBLI (own variant). Threshold proposed, no law fixes one.
    """
    f = operaciones.operaciones(t)
    cierre = ((f.dia.month() == 11) & (f.dia.day() >= 15)) | (f.dia.month() == 12)
    g = f.group_by(*UNIDAD).agg(
        operaciones=f.count(),
        sin_monto=comunes.cuantas(f.monto.isnull()),
        monto_del_cierre=f.monto.sum(where=cierre).fill_null(0),
        monto_del_anio=f.monto.sum(),
        nombre_comprador=f.nombre_comprador.min(),
        procesos=comunes.muestra(f.ocid, cierre),
    )
    ritmo = (
        g.monto_del_cierre.cast("float64")
        / DIAS_DE_CIERRE
        / (g.monto_del_anio.cast("float64") / DIAS_DEL_ANIO).nullif(0)
    ).round(4)
    corte = t.corte.agg(anio_del_corte=t.corte.dia.year().max())
    g = g.mutate(ritmo=ritmo).cross_join(corte)
    terminado = (g.anio < g.anio_del_corte).fill_null(False)
    return g.select(
        "publicador",
        "procesos",
        "operaciones",
        "monto_del_cierre",
        "monto_del_anio",
        sujeto=comunes.sujeto(g.comprador, g.anio),
        resultado=comunes.segun(
            g.ritmo * 10 >= float(p["medio"]),
            ~terminado | (g.operaciones < p["minimo"]) | (g.sin_monto > 0) | g.ritmo.isnull(),
        ),
        valor=g.ritmo,
        severidad=ibis.ifelse(g.ritmo * 10 >= float(p["alto"]), Severidad.ALTA, Severidad.MEDIA),
        unidad_compradora=g.nombre_comprador,
    )


def primeras_cifras(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S16B: the first figures of the amounts of a unit do not follow Benford's law.

    Fields: values without IVA in MXN of contracts or awards, of one peso or more, all years together. Threshold: mean
    absolute deviation of the nine frequencies over `desviacion` (15) thousandths. Minimum: `minimo` (300) amounts; with
    fewer, insufficient. Net amounts worked out from the gross ones follow the law as those do.
    Source: Nigrini's limit for nonconformity, not verified in a primary source; PODER traz-ir is its process part
    (S16).
    """
    f = operaciones.operaciones(t)
    f = f.filter(f.monto >= 1)
    cifra = f.monto.cast("float64").floor().cast("int64").cast("string").substr(0, 1)
    g = f.group_by("publicador", "comprador").agg(
        montos=f.count(),
        nombre_comprador=f.nombre_comprador.min(),
        procesos=comunes.muestra(f.ocid),
        **{f"cifra_{c}": comunes.cuantas(cifra == str(c)) for c in BENFORD},
    )
    n = g.montos.cast("float64")
    total = sum(((g[f"cifra_{c}"] / n - esperada).abs() for c, esperada in BENFORD.items()), ibis.literal(0.0))
    g = g.mutate(desviacion=(total / len(BENFORD)).round(6))
    return g.select(
        "publicador",
        "procesos",
        "montos",
        *(f"cifra_{c}" for c in BENFORD),
        sujeto=g.comprador,
        resultado=comunes.segun(g.desviacion * 1000 > float(p["desviacion"]), g.montos < p["minimo"]),
        valor=g.desviacion,
        unidad_compradora=g.nombre_comprador,
    )


_CAMPOS = ("awards.value", "awards.date", "contracts.value", "contracts.dateSigned")
_UNIDAD = {"unidad_compradora": _("Unidad compradora")}

_ejercicio = partial(Bandera, version="1.0", etapa="adjudicacion", alcance=Alcance.COMPRADOR, general=True)

registrar_bandera(
    _ejercicio(
        id="S10",
        titulo=_("Lo adjudicado sin licitación rebasa, o está por rebasar, su parte del presupuesto"),
        severidad=Severidad.ALTA,
        codigo_ocp="R013",
        fuente=_("Artículos 42 de la LAASSP de 2000, 55 de la LAASSP de 2025 y 43 de la LOPSRM"),
        regimenes=(Regimen.LAASSP_2000, Regimen.LAASSP_2025, Regimen.LOPSRM_2025),
        campos=("tender.procurementMethod", "tender.legalBasis.id", *_CAMPOS),
        parametros=(
            Parametro("laassp", 30, _("por ciento"), _("Parte del presupuesto de adquisiciones que se permite")),
            Parametro("lopsrm", 20, _("por ciento"), _("Parte del presupuesto de obra que se permite")),
            Parametro("aviso", 80, _("por ciento"), _("Parte de ese límite desde la que se avisa")),
        ),
        por_que_importa=_(
            "La ley limita qué parte del presupuesto puede contratarse por su monto, sin licitación pública. Pasar de "
            "ahí requiere autorización."
        ),
        falsos_positivos=(
            _("La persona titular autorizó rebasar el límite: el oficio debe estar en el expediente."),
            _("El presupuesto se amplió y el cargado es el original."),
        ),
        que_hacer=_(
            "Confirme el presupuesto autorizado del año. Programe las compras que faltan por licitación pública, o "
            "tramite la autorización."
        ),
        expresion=limite_anual,
        evidencias=_UNIDAD
        | {
            "ley": _("Ley"),
            "operaciones": _("Operaciones que se sumaron"),
            "suma": _("Suma sin IVA de las fundadas en su monto (pesos)"),
            "suma_posible": _("Suma con las de fundamento desconocido (pesos)"),
            "sin_monto": _("Operaciones sin monto en pesos"),
            "presupuesto": _("Presupuesto autorizado (pesos)"),
            "tope": _("Límite de ley (por ciento del presupuesto)"),
        },
    )
)

registrar_bandera(
    _ejercicio(
        id="S12",
        titulo=_("El gasto se concentró en las últimas semanas del año"),
        severidad=Severidad.MEDIA,
        fuente=_("Metodología de RUBLI, variante propia; ninguna ley fija un máximo"),
        campos=_CAMPOS,
        parametros=(
            Parametro("medio", 15, _("décimas"), _("Veces el ritmo diario del año, severidad media")),
            Parametro("alto", 20, _("décimas"), _("Veces el ritmo diario del año, severidad alta")),
            Parametro("minimo", 5, _("operaciones"), _("Operaciones del año, al menos")),
        ),
        por_que_importa=_(
            "Comprar de prisa para no perder el presupuesto deja menos tiempo para investigar el mercado y concursar."
        ),
        falsos_positivos=(
            _("Los recursos se ministraron o ampliaron al final del año."),
            _("La necesidad es de temporada."),
        ),
        que_hacer=_("Revise qué compras del cierre estaban en el programa anual y por qué se retrasaron."),
        expresion=cierre_de_anio,
        evidencias=_UNIDAD
        | {
            "operaciones": _("Operaciones del año"),
            "monto_del_cierre": _("Monto del 15 de noviembre al 31 de diciembre, sin IVA (pesos)"),
            "monto_del_anio": _("Monto del año, sin IVA (pesos)"),
        },
    )
)

registrar_bandera(
    _ejercicio(
        id="S16B",
        titulo=_("Las primeras cifras de los montos se apartan de lo esperado"),
        severidad=Severidad.INFO,
        fuente=_("Ley de Benford; límite de Nigrini"),
        campos=_CAMPOS,
        parametros=(
            Parametro("minimo", 300, _("montos"), _("Montos que se comparan, al menos")),
            Parametro("desviacion", 15, _("milésimas"), _("Desviación media absoluta que se admite")),
        ),
        por_que_importa=_(
            "Los montos que nacen de muchos precios siguen una distribución conocida. Si se apartan, conviene revisar "
            "cómo se fijan."
        ),
        falsos_positivos=(
            _("La unidad compra casi siempre lo mismo, a precio fijo."),
            _("Los montos se topan en los límites de la ley (vea la bandera de apilamiento)."),
        ),
        que_hacer=_("Tome la cifra que más se aparta y revise una muestra de sus operaciones."),
        expresion=primeras_cifras,
        evidencias=_UNIDAD
        | {"montos": _("Montos comparados")}
        | {
            f"cifra_{c}": texto
            for c, texto in enumerate(
                (
                    _("Montos que empiezan con 1"),
                    _("Montos que empiezan con 2"),
                    _("Montos que empiezan con 3"),
                    _("Montos que empiezan con 4"),
                    _("Montos que empiezan con 5"),
                    _("Montos que empiezan con 6"),
                    _("Montos que empiezan con 7"),
                    _("Montos que empiezan con 8"),
                    _("Montos que empiezan con 9"),
                ),
                start=1,
            )
        },
    )
)
