"""Flags on conflicts of interest: who sells to the State and also works for it, and who declared nothing."""

from collections.abc import Mapping
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.banderas.listas import cruce
from sitio.analisis.registro import (
    Alcance,
    Bandera,
    Expresion,
    Numero,
    Parametro,
    Severidad,
    gettext_noop,
    registrar_bandera,
)
from sitio.analisis.tablas import Tablas

_ = gettext_noop

SERVIDORES = ("servidores",)
# The general rate (LIVA art. 1): what is taken off an amount whose net is not published.
IVA = Decimal("1.16")
MONTO = "decimal(20, 2)"
MANIFIESTO = "conflictOfInterest"
_CAMPOS = ("awards.suppliers", "parties.identifier", "parties.name", "parties.beneficialOwners", "buyer")


def servidor_que_vende_a_su_institucion(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L11: a supplier, or who owns it, works in contracting for the institution that buys.

    Fields: awards[].suppliers, parties[].beneficialOwners, parties[].identifier, buyer. One row per supplier and per
    beneficial owner. Threshold: none; the institution that S2 tells must be called as the buyer. Crítica by RFC or
    CURP, Media by name alone until a person confirms it. Insufficient: no list of S2 is loaded.
    Source: OCP R043; arts. 71-I and III LAASSP 2025, 50 LAASSP 2000, 51 LOPSRM, 58 and 59 LGRA.
    """
    columnas = ["ocid", "parte_id", "referencia", "publicador", "comprador", "nombre", "rfc", "nombre_normalizado"]
    filas = cruce.proveedores(t).select(columnas).union(cruce.duenos(t).select(columnas))
    return cruce.senalar(t, filas, SERVIDORES, lambda f: _critica_si(f.institucion == f.comprador))


def servidor_que_vende(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L15: a supplier is a natural person who works in contracting for some institution.

    Fields: awards[].suppliers, parties[].identifier. One row per supplier whose RFC is not a company's. Threshold:
    none; Crítica by RFC or CURP, Media by name alone until a person confirms it. Insufficient: no list of S2 is loaded.
    Source: art. 71-III LAASSP 2025.
    """
    filas = cruce.proveedores(t)
    personas = filas.filter(filas.rfc.isnull() | (filas.rfc.length() == 13))
    return cruce.senalar(t, personas, SERVIDORES, lambda f: _critica_si(f.coincidencia.notnull()))


def _critica_si(condicion: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(condicion.fill_null(False), int(Severidad.CRITICA), 0)


def sin_manifiesto(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L14: an award over the limit has no published statement of ties or conflicts of interest.

    Fields: awards[].value, awards[].documents and the documents of any other stage (documentType conflictOfInterest).
    One row per award. Threshold: more than `umas` times the daily UMA of the year, without IVA (300, PROPOSED: the
    protocol's own figure is not confirmed). Insufficient: no amount in pesos, or no UMA of the year.
    Source: art. 44 LGRA and the Protocolo de actuación en materia de contrataciones públicas.
    """
    adjudicaciones = comunes.vigentes(t.adjudicaciones)
    neto = ibis.coalesce(adjudicaciones.monto_neto, (adjudicaciones.monto / IVA).cast(MONTO))
    en_pesos = adjudicaciones.moneda.fill_null("MXN") == "MXN"
    filas = adjudicaciones.select(
        "ocid", "id", monto=ibis.ifelse(en_pesos, neto, None), anio=adjudicaciones.fecha_dia.year().cast("int64")
    )
    umas = t.umas.select(a="anio", diaria="diaria")
    filas = filas.left_join(umas, filas.anio == umas.a).drop("a")
    manifiestos = t.documentos.filter(t.documentos.tipo == MANIFIESTO)
    manifiestos = manifiestos.group_by(o=manifiestos.ocid).agg(n=manifiestos.count())
    f = filas.left_join(manifiestos, filas.ocid == manifiestos.o)
    limite = f.diaria * p["umas"]
    return f.select(
        "ocid",
        sujeto=f.id,
        resultado=comunes.resultado(
            no_aplica=f.monto <= limite, insuficiente=f.monto.isnull() | limite.isnull(), bandera=f.n.isnull()
        ),
        valor=f.monto,
        monto=f.monto,
        limite=limite,
        manifiestos=f.n.fill_null(0),
    )


def _registrar(clave: str, titulo: str, fuente: str, ocp: str, expresion: Expresion) -> None:
    registrar_bandera(
        Bandera(
            id=clave,
            titulo=titulo,
            version="1.0",
            etapa="adjudicacion",
            alcance=Alcance.PROCESO,
            severidad=Severidad.CRITICA,
            fuente=fuente,
            campos=_CAMPOS,
            por_que_importa=_(
                "La ley prohíbe contratar con quien interviene en las contrataciones, y con empresas de las que sea "
                "dueño, salvo con la autorización que la misma ley prevé."
            ),
            falsos_positivos=(
                _("Coincide solo el nombre y es otra persona: dígalo en «Coincidencias por confirmar»."),
                _("La persona dejó el cargo antes, o tiene la autorización que pide la ley."),
            ),
            que_hacer=_(
                "Compruebe la identidad con el RFC o la CURP. Si es la misma persona, avise al órgano interno de "
                "control antes de continuar, y documente la excusa o la autorización."
            ),
            expresion=expresion,
            codigo_ocp=ocp,
            nombra_personas=True,
            evidencias=cruce.EVIDENCIAS,
        )
    )


_registrar(
    "L11",
    _("El proveedor, o su dueño, trabaja en contrataciones de la misma institución"),
    _("Artículos 71, fracciones I y III, de la LAASSP de 2025, 50 de la de 2000, 51 de la LOPSRM, 58 y 59 de la LGRA"),
    "R043",
    servidor_que_vende_a_su_institucion,
)
_registrar(
    "L15",
    _("El proveedor es una persona que trabaja en contrataciones públicas"),
    _("Artículo 71, fracción III, de la LAASSP de 2025"),
    "",
    servidor_que_vende,
)

registrar_bandera(
    Bandera(
        id="L14",
        titulo=_("No está publicado el manifiesto de vínculos y posibles conflictos de interés"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículo 44 de la LGRA y Protocolo de actuación en materia de contrataciones públicas"),
        campos=("awards.value", "awards.documents", "tender.documents", "planning.documents"),
        parametros=(Parametro("umas", 300, _("veces la UMA diaria"), _("Se pide en adjudicaciones de más de")),),
        por_que_importa=_("El manifiesto permite saber a tiempo si quien decide tiene vínculos con quien vende."),
        falsos_positivos=(_("El manifiesto está en el expediente y no se publica porque tiene datos personales."),),
        que_hacer=_("Agregue el manifiesto, en versión pública, a los documentos de la adjudicación."),
        expresion=sin_manifiesto,
        evidencias={
            "monto": _("Monto sin IVA"),
            "limite": _("Monto desde el que se pide"),
            "manifiestos": _("Manifiestos publicados"),
        },
    )
)
