"""Flags on what was changed in a contract after it was signed."""

from collections.abc import Mapping
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, fundamentos, topes
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

LAASSP = (Regimen.LAASSP_2000, Regimen.LAASSP_2025)
TODAS = tuple(regimen for regimen, _ley in topes.LEYES)


def _con_adjudicado(t: Tablas) -> ir.Table:
    """Return the contracts with their value and that of their award, both without IVA, null unless in pesos.

    An award with several contracts does not tell how much of it was for each: its amount is then not known.
    """
    a = comunes.vigentes(t.adjudicaciones)
    en_pesos = a.moneda == comunes.MXN
    adjudicado = ibis.ifelse(en_pesos, comunes.neto(a.monto, a.monto_neto), ibis.null("decimal(20, 2)"))
    originales = a.group_by("ocid", adjudicacion="id").agg(adjudicado=adjudicado.max())
    c = comunes.celebrados(t)
    contratado = ibis.ifelse(c.moneda == comunes.MXN, comunes.neto(c.monto, c.monto_neto), ibis.null("decimal(20, 2)"))
    c = c.mutate(contratado=contratado)
    hermanos = c.group_by("ocid", "adjudicacion").agg(hermanos=c.count())
    f = comunes.unir(comunes.unir(c, originales, "ocid", "adjudicacion"), hermanos, "ocid", "adjudicacion")
    return f.mutate(adjudicado=ibis.ifelse(f.hermanos == 1, f.adjudicado, ibis.null("decimal(20, 2)")))


def aumento_mayor(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E03: agreements raised the contract by more than the law lets.

    Fields: contracts[].amendments, contracts[].value, awards[].value (the original amount), without IVA in MXN. One row
    per contract in force or ended. Threshold: more than `maximo` 20 % over the original. Not applicable: works (no
    fixed cap since 2025; the one before is not verified); other laws. Insufficient: an amended contract whose amounts
    or law are not known, or whose award has other contracts. A contract never amended is no flag.
    Source: art. 52 LAASSP 2000, 74 LAASSP 2025.
    """
    f = _con_adjudicado(t)
    aumento = f.contratado - f.adjudicado
    por_ciento = (aumento * 100 / f.adjudicado.nullif(0)).round(4)
    return comunes.hallar(
        f,
        f.contrato,
        por_ciento,
        no_aplica=comunes.otra_ley(f, *LAASSP),
        insuficiente=f.regimen.isnull() | ((f.convenios > 0) & por_ciento.isnull()),
        bandera=(f.convenios > 0) & (aumento * 100 > f.adjudicado * p["maximo"]),
        por_ciento=por_ciento,
        original=f.adjudicado,
        actual=f.contratado,
        convenios=f.convenios,
        contrato=f.contrato,
        regimen=f.regimen,
    )


def muchos_convenios(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E04: the contract was amended many times.

    Fields: contracts[].amendments. One row per contract in force or ended. Threshold: at least `minimo` 3.
    Insufficient: the process publishes an amendment of a contract that does not say of which.
    Source: Prozorro ari-1-1 (3); PODER traz-mc flags any.
    """
    m = t.modificaciones.filter((t.modificaciones.seccion == "contrato") & t.modificaciones.padre_id.isnull())
    f = comunes.unir(comunes.celebrados(t), m.group_by("ocid").agg(huerfanas=m.count()), "ocid")
    return comunes.hallar(
        f,
        f.contrato,
        f.convenios,
        no_aplica=ibis.literal(False),
        insuficiente=f.huerfanas.notnull(),
        bandera=f.convenios >= p["minimo"],
        convenios=f.convenios,
        contrato=f.contrato,
    )


def supera_el_limite_despues(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S14: awarded directly within the limit of the year, the contract ended up over it.

    Fields: tender.procurementMethod direct, tender.legalBasis.id, awards[].value, contracts[].value (with
    what agreements added), without IVA in MXN. One row per contract in force or ended. Threshold: the award not over
    the limit of the year and the contract over it by more than `minimo` 0 pesos (see P12 for the limit of a buyer whose
    budget is not known). Not applicable: other methods and articles; cancelled or withdrawn; other laws.
    Insufficient: an amount, the law, the legal basis or the limit missing where it matters.
    Source: OCP R054; art. 55 LAASSP 2025, 42 LAASSP 2000, 43 LOPSRM.
    """
    f = topes.con_topes(t, _con_adjudicado(t))
    por_monto = fundamentos.es(f, fundamentos.POR_MONTO)
    limite = f.limite.coalesce(f.techo)
    despues = topes.supera(f, f.contratado - int(p["minimo"])) & ~topes.supera(f, f.adjudicado)
    sin_montos = f.contratado.isnull() | f.adjudicado.isnull() | topes.dudoso(f, f.contratado)
    sin_montos = sin_montos | (despues.fill_null(False) & topes.dudoso(f, f.adjudicado))
    return comunes.hallar(
        f,
        f.contrato,
        f.contratado,
        no_aplica=comunes.fuera(f, "direct") | comunes.otra_ley(f, *TODAS) | ~por_monto,
        insuficiente=comunes.metodo_desconocido(f) | sin_montos | (despues.fill_null(False) & por_monto.isnull()),
        bandera=despues,
        actual=f.contratado,
        original=f.adjudicado,
        limite=limite,
        falta=topes.que_falta(f),
        convenios=f.convenios,
        contrato=f.contrato,
    )


_CONTRATO = _("Contrato")
_CONVENIOS = _("Convenios modificatorios publicados")
_ORIGINAL, _ACTUAL = _("Monto original (adjudicado) sin IVA"), _("Monto actual sin IVA")

registrar_bandera(
    Bandera(
        id="E03",
        titulo=_("Los convenios aumentaron el contrato más de lo que permite la ley"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        fuente=_("Artículos 52 de la LAASSP de 2000 y 74 de la LAASSP de 2025"),
        regimenes=LAASSP,
        campos=("contracts.amendments", "contracts.value", "awards.value"),
        parametros=(Parametro("maximo", Decimal(20), _("% del monto original"), _("Aumento máximo")),),
        por_que_importa=_("Un aumento grande es otra compra: quienes no ganaron pudieron ofrecer mejores condiciones."),
        falsos_positivos=(
            _("El monto adjudicado publicado es el mínimo de un contrato abierto."),
            _("El aumento se reparte en partidas que por separado no pasan del máximo."),
        ),
        que_hacer=_("Revise cada convenio por partida y publique su justificación."),
        expresion=aumento_mayor,
        evidencias={
            "por_ciento": _("Aumento sobre el monto original (%)"),
            "original": _ORIGINAL,
            "actual": _ACTUAL,
            "convenios": _CONVENIOS,
            "contrato": _CONTRATO,
            "regimen": _("Ley aplicable"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="E04",
        titulo=_("El contrato se modificó muchas veces"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Buena práctica de planeación; ninguna ley fija un número"),
        campos=("contracts.amendments",),
        parametros=(Parametro("minimo", 3, _("convenios"), _("Se señala desde")),),
        por_que_importa=_(
            "Muchos cambios hablan de una planeación débil, o de condiciones que se mejoran después de ganar."
        ),
        falsos_positivos=(_("Los convenios solo corrigen datos o prorrogan por causas ajenas a las partes."),),
        que_hacer=_("Revise qué cambió en cada convenio y si era previsible."),
        expresion=muchos_convenios,
        evidencias={"convenios": _CONVENIOS, "contrato": _CONTRATO},
    )
)

registrar_bandera(
    Bandera(
        id="S14",
        titulo=_("Con sus convenios, el contrato pasó del monto máximo de su procedimiento"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        codigo_ocp="R054",
        fuente=_("Artículos 42 de la LAASSP de 2000, 55 de la LAASSP de 2025 y 43 de la LOPSRM"),
        campos=("tender.procurementMethod", "tender.legalBasis", "awards.value", "contracts.value"),
        parametros=(Parametro("minimo", 0, _("pesos sin IVA"), _("Se señala si pasa del máximo por más de")),),
        por_que_importa=_(
            "Adjudicar por debajo del máximo y crecer después evita la competencia que el monto final pedía."
        ),
        falsos_positivos=(_("La unidad de administración y finanzas autorizó superar el monto."),),
        que_hacer=_("Revise por qué creció el contrato y publique la autorización, si la hubo."),
        expresion=supera_el_limite_despues,
        evidencias={
            "actual": _ACTUAL,
            "original": _ORIGINAL,
            "limite": _("Monto máximo que se comparó"),
            "falta": _("Qué falta para conocer el monto máximo"),
            "convenios": _CONVENIOS,
            "contrato": _CONTRATO,
        },
    )
)
