"""Flags on guarantees and advances."""

from collections.abc import Mapping
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, fundamentos
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

VERIFICADOS = (Regimen.LAASSP_2000, Regimen.LAASSP_2025, Regimen.LOPSRM_2025)
ANTICIPO, CUMPLIMIENTO = "prepaid", "fulfillment"
DOCUMENTO = "contractGuarantees"
# Art. 69 LAASSP 2025: these exceptions, and what is bought by its amount, may go without a guarantee.
SIN_GARANTIA = ("II", "IV", "V", "XI", "XIV")


def anticipo_excesivo(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E08: the advance, as its guarantee tells it, is a larger part of the contract than the law lets.

    Fields: contracts[].guarantees of obligations prepaid (its amount is the whole advance), contracts[].value in MXN,
    both with taxes. One row per contract in force or ended. Threshold: more than `maximo` 50 % (LAASSP), `maximo_obra`
    30 % (LOPSRM, of the year's allocation: the contract stands for it). Not applicable: other laws; LOPSRM before 2025.
    Insufficient: no guarantee published; its amount or that of the contract missing or not in pesos; law unknown.
    Source: art. 45-IX LAASSP 2000, 66 LAASSP 2025, 50 LOPSRM.
    """
    g = t.garantias
    es_anticipo = (g.obligaciones == ANTICIPO).fill_null(False)
    en_pesos = g.monto.notnull() & (g.moneda == comunes.MXN).fill_null(False)
    resumen = g.group_by("ocid", contrato="contrato_id").agg(
        garantias=g.count(),
        incompletas=(es_anticipo & ~en_pesos).cast("int64").sum(),
        anticipo=g.monto.sum(where=es_anticipo),
    )
    f = comunes.unir(comunes.celebrados(t), resumen, "ocid", "contrato")
    f = f.mutate(anticipo=f.anticipo.fill_null(0))
    maximo = ibis.ifelse(f.categoria == "works", p["maximo_obra"], p["maximo"])
    sin_monto = (f.anticipo > 0) & (f.monto.isnull() | (f.moneda != comunes.MXN).fill_null(True))
    return comunes.hallar(
        f,
        f.contrato,
        (f.anticipo * 100 / f.monto.nullif(0)).round(4),
        no_aplica=comunes.otra_ley(f, *VERIFICADOS),
        insuficiente=f.regimen.isnull() | f.garantias.isnull() | (f.incompletas > 0) | sin_monto,
        bandera=f.anticipo * 100 > f.monto * maximo,
        anticipo=f.anticipo,
        monto=f.monto,
        maximo=maximo.cast("decimal(20, 2)"),
        contrato=f.contrato,
        regimen=f.regimen,
    )


def sin_garantia(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E09: the term to give the guarantee of fulfilment is over, and none is published.

    Fields: contracts[].dateSigned, contracts[].guarantees of obligations fulfillment, documents of type
    contractGuarantees, tender.legalBasis.id, awards[].date. One row per contract in force or ended. Threshold: more
    than `dias` 10 natural days from the signature (LAASSP), `dias_obra` 15 from the first award (LOPSRM). Not
    applicable: the term still runs; other laws; LOPSRM before 2025; under the LAASSP 2025, art. 55 and 54 fractions
    II, IV, V, XI and XIV; under that of 2000, anything but public tenders (its exceptions are not verified).
    Insufficient: date, law, method or the day of the analysis missing; outside public tenders, also the legal basis.
    Source: art. 48 LAASSP 2000, 69 LAASSP 2025, 47 and 48 LOPSRM.
    """
    f = comunes.unir(comunes.celebrados(t), t.procesos.select("ocid", "fallo"), "ocid")
    for tabla in (_garantias(t), _documentos(t)):
        f = comunes.unir(f, tabla, "ocid", "contrato")
    obra = f.regimen == Regimen.LOPSRM_2025.value
    dias = comunes.dias_entre(ibis.ifelse(obra, f.fallo, f.firma), comunes.hoy(t))
    dadas = f.dadas.fill_null(0) + f.publicadas.fill_null(0)
    sin_fundamento = (f.metodo != "open") & ~obra & f.fundamento.isnull()
    plazo = ibis.ifelse(obra, p["dias_obra"], p["dias"])
    return comunes.hallar(
        f,
        f.contrato,
        dias,
        no_aplica=comunes.otra_ley(f, *VERIFICADOS) | _exceptuado(f) | (dias <= plazo).fill_null(False),
        insuficiente=f.regimen.isnull() | (dadas == 0) & (dias.isnull() | f.metodo.isnull() | sin_fundamento),
        bandera=dadas == 0,
        dias=dias,
        plazo=plazo.cast("int64"),
        contrato=f.contrato,
        firma=f.firma,
        fallo=f.fallo,
        regimen=f.regimen,
    )


def _garantias(t: Tablas) -> ir.Table:
    g = t.garantias.filter((t.garantias.obligaciones == CUMPLIMIENTO) | t.garantias.obligaciones.isnull())
    return g.group_by("ocid", contrato="contrato_id").agg(dadas=g.count())


def _documentos(t: Tablas) -> ir.Table:
    d = t.documentos.filter((t.documentos.tipo == DOCUMENTO) & t.documentos.seccion.isin(["contrato", "ejecucion"]))
    return d.group_by("ocid", contrato="padre_id").agg(publicadas=d.count())


def _exceptuado(f: ir.Table) -> ir.BooleanValue:
    """Tell what the law lets go without a guarantee, as far as it is verified."""
    vieja = (f.regimen == Regimen.LAASSP_2000.value) & (f.metodo != "open")
    por_fraccion = fundamentos.es(f, fundamentos.EXCEPCION) & fundamentos.fraccion(f).isin(SIN_GARANTIA)
    nueva = (f.regimen == Regimen.LAASSP_2025.value) & (fundamentos.es(f, fundamentos.POR_MONTO) | por_fraccion)
    return vieja.fill_null(False) | nueva.fill_null(False)


registrar_bandera(
    Bandera(
        id="E08",
        titulo=_("El anticipo es mayor que el permitido"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 45, fracción IX, de la LAASSP de 2000, 66 de la LAASSP de 2025 y 50 de la LOPSRM"),
        regimenes=VERIFICADOS,
        campos=("contracts.guarantees", "contracts.value"),
        parametros=(
            Parametro("maximo", Decimal(50), _("% del contrato"), _("Anticipo máximo (LAASSP)")),
            Parametro("maximo_obra", Decimal(30), _("% del contrato"), _("Anticipo máximo sin autorización (LOPSRM)")),
        ),
        por_que_importa=_(
            "Con un anticipo grande la institución financia al proveedor y arriesga lo que aún no recibe."
        ),
        falsos_positivos=(
            _("En obra, la autoridad autorizó por escrito un anticipo mayor, o el contrato es de varios ejercicios."),
            _("La garantía cubre más que el anticipo."),
        ),
        que_hacer=_("Compare el anticipo pactado con el contrato y publique la autorización, si la hubo."),
        expresion=anticipo_excesivo,
        evidencias={
            "anticipo": _("Monto garantizado del anticipo"),
            "monto": _("Monto del contrato con impuestos"),
            "maximo": _("Máximo que se comparó (%)"),
            "contrato": _("Contrato"),
            "regimen": _("Ley aplicable"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="E09",
        titulo=_("No hay garantía de cumplimiento publicada"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 48 de la LAASSP de 2000, 69 de la LAASSP de 2025 y 47 y 48 de la LOPSRM"),
        regimenes=VERIFICADOS,
        campos=("contracts.dateSigned", "contracts.guarantees", "contracts.documents", "tender.legalBasis"),
        parametros=(
            Parametro("dias", 10, _("días naturales"), _("Desde la firma (LAASSP)")),
            Parametro("dias_obra", 15, _("días naturales"), _("Desde el fallo (LOPSRM)")),
        ),
        por_que_importa=_("Sin garantía no hay de dónde cobrar si el proveedor incumple."),
        falsos_positivos=(
            _("Los bienes se entregaron dentro del plazo de la garantía, o la convocatoria fijó otra fecha."),
            _("La garantía se recibió y no se ha capturado."),
        ),
        que_hacer=_("Reciba la garantía y captúrela en el contrato, o documente la excepción."),
        expresion=sin_garantia,
        evidencias={
            "dias": _("Días naturales transcurridos"),
            "plazo": _("Días que da la ley"),
            "contrato": _("Contrato"),
            "firma": _("Firma del contrato"),
            "fallo": _("Fecha del fallo"),
            "regimen": _("Ley aplicable"),
        },
    )
)
