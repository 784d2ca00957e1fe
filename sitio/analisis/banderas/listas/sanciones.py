"""Flags on debarment: of suppliers, of who owns them, and of the public servants who take part."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis.banderas.listas import cruce
from sitio.analisis.registro import Alcance, Bandera, Expresion, Numero, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

DE_EMPRESAS, DE_PERSONAS, PROPIA = "inhabilitados", "servidores_sancionados", "propia"
INHABILITADO, SUSPENDIDO = "inhabilitado", "suspendido"
_CAMPOS = ("awards.suppliers", "awards.date", "contracts.dateSigned", "parties.identifier", "parties.name")
_HOMONIMO = _("Coincide solo el nombre y es otra persona o empresa: dígalo en «Coincidencias por confirmar».")


def _nivel(f: ir.Table) -> ir.IntegerValue:
    """How grave a sanction is on the day of reference: both its first and its last day count."""
    propia = f.tipo == PROPIA
    # An own list without dates holds always: its institution wrote them so. Of a sanction, they have to be known.
    desde = ibis.ifelse(propia, ibis.coalesce(f.desde, f.referencia), f.desde)
    hasta = ibis.ifelse(propia, ibis.coalesce(f.hasta, f.referencia), f.hasta)
    corre = (desde <= f.referencia) & (f.referencia <= hasta)
    return ibis.cases(
        (~corre.fill_null(False), 0),
        (f.situacion == INHABILITADO, int(Severidad.CRITICA)),
        (f.situacion.isin([SUSPENDIDO, "en_lista"]), int(Severidad.ALTA)),
        else_=0,
    )


def _dudosa(f: ir.Table) -> ir.BooleanValue:
    """Tell the debarments of which it cannot be said that they were running, nor that they were not."""
    inhabilita = f.situacion.isin([INHABILITADO, SUSPENDIDO])
    ya_no = (f.hasta < f.referencia).fill_null(False) | (f.desde > f.referencia).fill_null(False)
    return inhabilita & ~ya_no & (f.desde.isnull() | f.hasta.isnull() | f.referencia.isnull())


def proveedor_inhabilitado(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L01: a supplier was debarred, or on the institution's own list, on the day of reference.

    Fields: awards[].suppliers, awards[].date, contracts[].dateSigned, parties[].identifier, parties[].name. One row per
    supplier. The day is that of the award in tenders and invitations, and of the signature in direct awards. Threshold:
    none; the first and last day of the debarment count. Fines without debarment are nothing; a debarment that a court
    suspended, or an own list, is Alta. Insufficient: the list gives no dates for the debarment, or no list is loaded.
    Source: OCP R046; arts. 50 LAASSP 2000, 71 LAASSP 2025 and 51 LOPSRM.
    """
    return cruce.senalar(t, cruce.proveedores(t), (DE_EMPRESAS, PROPIA), _nivel, _dudosa)


def dueno_inhabilitado(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L02: who owns or controls a supplier was debarred on the day of reference.

    Fields: parties[].beneficialOwners, and those of L01. One row per beneficial owner of each awarded supplier.
    Threshold: none. Insufficient: as in L01. Suppliers without published owners give no row.
    Source: OCP R046; art. 71-V LAASSP 2025.
    """
    return cruce.senalar(t, cruce.duenos(t), (DE_EMPRESAS, DE_PERSONAS), _nivel, _dudosa)


def servidor_inhabilitado(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L13: a natural person who takes part for the institution was debarred from public service.

    Fields: parties[] with legalPersonality naturalPerson and no role of supplier or tenderer; awards[].date. One row
    per person. The day is that of the first award. Threshold: none. Insufficient: no award yet, or as in L01.
    Source: Sistema 3 of the Plataforma Digital Nacional; arts. 75 and 78 LGRA.
    """
    return cruce.senalar(t, cruce.servidores(t), (DE_PERSONAS,), _nivel, _dudosa)


def _registrar(
    clave: str, titulo: str, fuente: str, campos: tuple[str, ...], importa: str, expresion: Expresion
) -> None:
    registrar_bandera(
        Bandera(
            id=clave,
            titulo=titulo,
            version="1.0",
            etapa="adjudicacion",
            alcance=Alcance.PROCESO,
            severidad=Severidad.CRITICA,
            fuente=fuente,
            campos=campos,
            por_que_importa=importa,
            falsos_positivos=(
                _HOMONIMO,
                _("Un tribunal dejó sin efecto la sanción y la lista todavía no lo dice."),
            ),
            que_hacer=_(
                "Compruebe la sanción y sus fechas en la fuente de la lista. Si corría ese día, consulte al órgano "
                "interno de control antes de firmar o de continuar."
            ),
            expresion=expresion,
            codigo_ocp="R046" if clave != "L13" else "",
            nombra_personas=True,
            evidencias=cruce.EVIDENCIAS,
        )
    )


_registrar(
    "L01",
    _("El proveedor aparece inhabilitado en esa fecha"),
    _("Artículos 50 de la LAASSP de 2000, 71 de la LAASSP de 2025 y 51 de la LOPSRM"),
    _CAMPOS,
    _("La ley prohíbe adjudicar a quien está inhabilitado, y el contrato que se firme así puede anularse."),
    proveedor_inhabilitado,
)
_registrar(
    "L02",
    _("Quien es dueño o controla al proveedor aparece inhabilitado en esa fecha"),
    _("Artículo 71, fracción V, de la LAASSP de 2025"),
    (*_CAMPOS, "parties.beneficialOwners"),
    _("Una persona inhabilitada no puede contratar a través de otra empresa que sea suya."),
    dueno_inhabilitado,
)
_registrar(
    "L13",
    _("Una persona que participa por la institución aparece inhabilitada"),
    _("Sistema 3 de la Plataforma Digital Nacional; artículos 75 y 78 de la LGRA"),
    ("parties", "parties.identifier.legalPersonality", "awards.date"),
    _("Quien está inhabilitado no puede desempeñar un cargo público: sus actos en el procedimiento pueden anularse."),
    servidor_inhabilitado,
)
