"""Flags on whom prices were asked, or who watched, before buying: amounts counted in UMA."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, fundamentos
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

TESTIGO = "socialWitness"


def _con_uma(t: Tablas, f: ir.Table) -> ir.Table:
    """Add the UMA of the process: that of a year is in force from 1 February, so January has the one before."""
    f = f.mutate(anio_uma=f.anio - (f.fecha_publicacion_dia.month() == 1).fill_null(False).cast("int64"))
    return comunes.unir(f, t.umas.group_by(anio_uma="anio").agg(uma=t.umas.diaria.max()), "anio_uma")


def pocas_cotizaciones(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P16: a direct award by its amount, of some size, after asking fewer than three for their price.

    Fields: tender.procurementMethod direct, tender.legalBasis.id of art. 55 LAASSP 2025, planning.requestsForQuotes[]
    (who was invited, or else who quoted), awards[].value without IVA in MXN. One row per award in force. Threshold:
    fewer than `minimo` 3 suppliers from `umas` 300 daily UMA of the year on. Not applicable: other methods and
    articles; cancelled or withdrawn; other laws; LAASSP 2000 (its amount was in minimum wages: not verified).
    Insufficient: amount, currency, UMA of the year, legal basis or planning missing.
    Source: art. 58 LAASSP 2025.
    """
    f = comunes.unir(_con_uma(t, comunes.fallos(t)), _pedidas(t), "ocid")
    f = comunes.unir(f, t.procesos.select("ocid", "etapas"), "ocid")
    neto = comunes.neto(f.monto, f.monto_neto)
    chica = (neto < f.uma * p["umas"]).fill_null(False)
    pedidas = f.pedidas.fill_null(0)
    por_monto = fundamentos.es(f, fundamentos.POR_MONTO)
    sin_datos = f.uma.isnull() | por_monto.isnull() | (f.pedidas.isnull() & ~comunes.tiene(f.etapas, "planeacion"))
    return comunes.hallar(
        f,
        f.adjudicacion,
        pedidas,
        no_aplica=comunes.fuera(f, "direct") | comunes.otra_ley(f, Regimen.LAASSP_2025) | ~por_monto | chica,
        insuficiente=comunes.metodo_desconocido(f)
        | neto.isnull()
        | (f.moneda != comunes.MXN).fill_null(True)
        | sin_datos,
        bandera=pedidas < p["minimo"],
        pedidas=pedidas,
        neto=neto,
        base=comunes.base_del_monto(f.monto_neto),
        uma=f.uma,
        adjudicacion=f.adjudicacion,
    )


def _pedidas(t: Tablas) -> ir.Table:
    """Return to how many suppliers each process asked for a price: those invited and those that answered."""
    invitados = t.invitados_a_cotizar
    invitados = invitados.select("ocid", quien=ibis.coalesce(invitados.id, invitados.nombre))
    cotizaron = t.cotizaciones
    cotizaron = cotizaron.select("ocid", quien=ibis.coalesce(cotizaron.proveedor_id, cotizaron.proveedor))
    todos = invitados.union(cotizaron).filter(lambda f: f.quien.notnull())
    return todos.group_by("ocid").agg(pedidas=todos.quien.nunique())


def sin_testigo(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P37: a public tender large enough to need a social witness names none.

    Fields: tender.procurementMethod open, tender.value (else planning.budget.amount) without IVA in MXN,
    contracts[].surveillanceMechanisms socialWitness. Threshold: over `umas` 5,000,000 daily UMA of the year (LAASSP
    2025), `umas_obra` 23,000,000 (LOPSRM). Not applicable: other methods; cancelled or withdrawn; other laws; texts
    before 2025 (LAASSP in minimum wages, LOPSRM not verified). Insufficient: amount, UMA or law missing; over the
    amount and no contract yet, the only place that tells of it.
    Source: art. 38 LAASSP 2025, 27 Bis LOPSRM.
    """
    contratos = t.contratos
    testigos = contratos.group_by("ocid").agg(
        contratos=contratos.count(), testigos=comunes.tiene(contratos.vigilancia, TESTIGO).cast("int64").sum()
    )
    f = comunes.unir(_con_uma(t, t.procesos), testigos, "ocid")
    de_licitacion = f.monto_licitacion.notnull() | f.monto_licitacion_neto.notnull()
    neto = comunes.neto(
        ibis.ifelse(de_licitacion, f.monto_licitacion, f.presupuesto),
        ibis.ifelse(de_licitacion, f.monto_licitacion_neto, ibis.null("decimal(20, 2)")),
    )
    moneda = ibis.ifelse(de_licitacion, f.moneda, f.moneda_presupuesto)
    umas = ibis.ifelse(f.regimen == Regimen.LOPSRM_2025.value, p["umas_obra"], p["umas"])
    grande = neto > f.uma * umas
    sin_datos = neto.isnull() | (moneda != comunes.MXN).fill_null(True) | f.uma.isnull() | f.regimen.isnull()
    return comunes.hallar(
        f,
        f.ocid,
        neto,
        no_aplica=comunes.fuera(f, "open") | comunes.otra_ley(f, Regimen.LAASSP_2025, Regimen.LOPSRM_2025),
        insuficiente=comunes.metodo_desconocido(f) | sin_datos | (grande & f.contratos.isnull()),
        bandera=grande & (f.testigos == 0),
        neto=neto,
        umas=umas.cast("int64"),
        uma=f.uma,
        testigos=f.testigos,
        regimen=f.regimen,
    )


registrar_bandera(
    Bandera(
        id="P16",
        titulo=_("Se pidieron menos de tres cotizaciones"),
        version="1.0",
        etapa="planeacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículo 58 de la LAASSP de 2025"),
        regimenes=(Regimen.LAASSP_2025,),
        campos=("tender.procurementMethod", "tender.legalBasis", "planning.requestsForQuotes", "awards.value"),
        parametros=(
            Parametro("minimo", 3, _("cotizaciones"), _("Se esperan, al menos")),
            Parametro("umas", 300, _("UMA diarias"), _("Desde este monto sin IVA")),
        ),
        por_que_importa=_("Con menos de tres precios no se sabe si el que se pagó era bueno."),
        falsos_positivos=(
            _("Se pidieron y no se capturaron, o no hay tres proveedores del bien."),
            _("El fundamento es otro y se capturó el de los montos máximos."),
        ),
        que_hacer=_("Capture las solicitudes de cotización y a quién se hicieron."),
        expresion=pocas_cotizaciones,
        evidencias={
            "pedidas": _("Proveedores a quienes se pidió cotizar"),
            "neto": _("Monto adjudicado sin IVA"),
            "base": _("De dónde sale el monto sin IVA"),
            "uma": _("Valor diario de la UMA"),
            "adjudicacion": _("Adjudicación"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="P37",
        titulo=_("Una licitación de gran monto no tuvo testigo social"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 38 de la LAASSP de 2025 y 27 Bis de la LOPSRM"),
        regimenes=(Regimen.LAASSP_2025, Regimen.LOPSRM_2025),
        campos=("tender.procurementMethod", "tender.value", "planning.budget", "contracts.surveillanceMechanisms"),
        parametros=(
            Parametro("umas", 5_000_000, _("UMA diarias"), _("Obligatorio arriba de este monto (LAASSP)")),
            Parametro("umas_obra", 23_000_000, _("UMA diarias"), _("Obligatorio arriba de este monto (LOPSRM)")),
        ),
        por_que_importa=_("El testigo social da cuenta a la ciudadanía de cómo se llevó la licitación."),
        falsos_positivos=(_("Hubo testigo y no se capturó en el contrato, o la autoridad lo dispensó."),),
        que_hacer=_("Capture los mecanismos de vigilancia en el contrato y publique el testimonio."),
        expresion=sin_testigo,
        evidencias={
            "neto": _("Monto estimado sin IVA"),
            "umas": _("UMA que se compararon"),
            "uma": _("Valor diario de la UMA"),
            "testigos": _("Contratos con testigo social"),
            "regimen": _("Ley aplicable"),
        },
    )
)
