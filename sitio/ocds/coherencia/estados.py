"""Statuses against what the process already has."""

from collections.abc import Iterator

from sitio.ocds import listas
from sitio.ocds.coherencia.registro import Hallazgo, Nivel, Vista, miembros, momento, regla
from sitio.ocds.rutas import objeto, objetos, vaciado

_SIN_CONCLUIR = frozenset({"planning", "planned", "active", "cancelled", "unsuccessful", "withdrawn"})
_SIN_EFECTO = frozenset({"pending", "cancelled", "unsuccessful"})
_SIN_CUMPLIR = frozenset({"scheduled", "notMet"})


@regla("licitacion_sin_concluir", Nivel.AVISO, "coherent.tender_status")
def licitacion_sin_concluir(vista: Vista) -> Iterator[Hallazgo]:
    estado = objeto(vista.entrega, "tender").get("status")
    if estado in _SIN_CONCLUIR and any(
        map(_vive, objetos(vista.entrega, "awards") + objetos(vista.entrega, "contracts"))
    ):
        yield ("tender", "status"), {"valor": listas.titulo("tenderStatus", estado)}


def _vive(miembro: dict[str, object]) -> bool:
    return not vaciado(miembro)


@regla("contrato_de_adjudicacion_sin_efecto", Nivel.AVISO, "coherent.awards_status")
def contrato_de_adjudicacion_sin_efecto(vista: Vista) -> Iterator[Hallazgo]:
    estados = {str(a.get("id")): a.get("status") for _, a in miembros(vista.entrega, "awards")}
    for ruta, contrato in miembros(vista.entrega, "contracts"):
        estado = estados.get(str(contrato.get("awardID")))
        if estado in _SIN_EFECTO and contrato.get("status") != "cancelled":
            yield (*ruta, "awardID"), {"valor": listas.titulo("awardStatus", str(estado))}


@regla("pagos_de_contrato_sin_efecto", Nivel.AVISO, "coherent.contracts_status")
def pagos_de_contrato_sin_efecto(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, contrato in miembros(vista.entrega, "contracts"):
        pagos = objetos(objeto(contrato, "implementation"), "transactions")
        if contrato.get("status") in ("pending", "cancelled") and any(map(_vive, pagos)):
            yield (*ruta, "status"), {"valor": listas.titulo("contractStatus", contrato["status"])}


@regla("hito_sin_cumplir_con_fecha", Nivel.ERROR, "coherent.milestone_status")
def hito_sin_cumplir_con_fecha(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, hito in vista.objetos:
        if momento(hito, "dateMet") and hito.get("status") in _SIN_CUMPLIR:
            yield (*ruta, "dateMet"), {"valor": listas.titulo("milestoneStatus", hito["status"])}


@regla("directa_con_varios", Nivel.AVISO, "coherent.procurement_method_vs_number_of_tenderers")
def directa_con_varios(vista: Vista) -> Iterator[Hallazgo]:
    licitacion = objeto(vista.entrega, "tender")
    numero = licitacion.get("numberOfTenderers")
    if licitacion.get("procurementMethod") == "direct" and isinstance(numero, int) and numero > 1:
        yield ("tender", "numberOfTenderers"), {"valor": numero}
