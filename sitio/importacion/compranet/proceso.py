"""The rows of one procedure into one release: the process with its awards and contracts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sitio.importacion.armado import fecha_de_los_hechos, sellar
from sitio.importacion.compranet.columnas import Renglon
from sitio.importacion.partes import ESQUEMA_UC, Partes
from sitio.importacion.valores import Momento, clave_de
from sitio.ocds.identificadores import formato_fecha

METODOS = (("LICITACION PUBLICA", "open"), ("INVITACION", "selective"), ("ADJUDICACION DIRECTA", "direct"))
CATEGORIAS = {
    "ADQUISICIONES": ("goods", []),
    "ARRENDAMIENTOS": ("goods", []),
    "SERVICIOS": ("services", []),
    "OBRA PUBLICA": ("works", []),
    "SERVICIOS RELACIONADOS CON LA OP": ("works", ["services"]),
    "SERVICIOS RELACIONADOS CON LA OBRA": ("works", ["services"]),
    "SERVICIOS RELACIONADOS CON LA OBRA PUBLICA": ("works", ["services"]),
}
FORMAS = {
    "ELECTRONICA": ["electronicSubmission"],
    "PRESENCIAL": ["inPerson"],
    "MIXTA": ["electronicSubmission", "inPerson"],
}


def fecha_de(renglones: Sequence[Renglon], ahora: datetime) -> datetime | None:
    """The date of the release: the latest stated fact, else the latest start; None when no row is dated."""
    hechos = [hecho for renglon in renglones for hecho in renglon.hechos]
    return fecha_de_los_hechos(hechos, [r.inicio.inicio for r in renglones if r.inicio], ahora)


def armar(ocid: str, renglones: Sequence[Renglon], fecha: datetime) -> dict[str, Any]:
    """The release of a procedure.

    What the rows repeat (title, unit, dates of the procedure) is taken from the first that says it. The amount is
    that of the contract, without VAT; the award carries it too, as the federal publisher does with these same data.
    """
    partes = Partes()
    primero = renglones[0]
    comprador = partes.agregar("buyer", primero.institucion)
    contenido = {
        "buyer": comprador,
        "planning": {"budget": {"project": _dicho(renglones, "programa"), "projectID": _dicho(renglones, "cartera")}},
        "tender": _licitacion(partes, renglones),
        "awards": [_adjudicacion(partes, grupo) for grupo in _por_contrato(renglones)],
        "contracts": [_contrato(grupo[0]) for grupo in _por_contrato(renglones)],
    }
    return sellar(ocid, {"parties": partes.lista(), **contenido}, fecha)


def _dicho(renglones: Sequence[Renglon], campo: str) -> Any:
    return next((valor for r in renglones if (valor := getattr(r, campo)) is not None), None)


def _por_contrato(renglones: Sequence[Renglon]) -> list[list[Renglon]]:
    grupos: dict[str, list[Renglon]] = {}
    for renglon in renglones:
        grupos.setdefault(renglon.contrato, []).append(renglon)
    return list(grupos.values())


def _licitacion(partes: Partes, renglones: Sequence[Renglon]) -> dict[str, Any]:
    primero = renglones[0]
    tipo = _dicho(renglones, "tipo_procedimiento")
    metodo = metodo_de(tipo)
    categoria, adicionales = CATEGORIAS.get(clave_de(_dicho(renglones, "tipo_contratacion") or ""), (None, []))
    anuncio = _dicho(renglones, "anuncio")
    return {
        "id": primero.procedimiento,
        "title": primero.titulo or primero.titulo_contrato,
        # There is a contract, so the procedure came to its end.
        "status": "complete",
        "procuringEntity": _unidad(partes, primero),
        "procurementMethod": metodo,
        "procurementMethodDetails": tipo,
        "procurementMethodRationale": primero.plantilla if metodo in ("direct", "selective") else None,
        "mainProcurementCategory": categoria,
        "additionalProcurementCategories": adicionales,
        "submissionMethod": FORMAS.get(clave_de(_dicho(renglones, "forma") or "")),
        "tenderPeriod": {
            "startDate": _inicio(_dicho(renglones, "publicacion")),
            "endDate": _fin(_dicho(renglones, "apertura")),
        },
        "documents": anuncio
        and [{"id": "anuncio", "documentType": "tenderNotice", "title": "Anuncio en CompraNet", "url": anuncio}],
    }


def metodo_de(tipo: str | None) -> str | None:
    """The method of the standard for CompraNet's kind of procedure; None for kinds that have no code."""
    clave = clave_de(tipo or "")
    return next((metodo for comienzo, metodo in METODOS if clave.startswith(comienzo)), None)


def _unidad(partes: Partes, renglon: Renglon) -> dict[str, str] | None:
    if renglon.clave_uc is None:
        return None
    return partes.agregar("procuringEntity", renglon.nombre_uc or renglon.clave_uc, ESQUEMA_UC, renglon.clave_uc)


def _adjudicacion(partes: Partes, renglones: Sequence[Renglon]) -> dict[str, Any]:
    primero = renglones[0]
    proveedores = {ref["id"]: ref for ref in (_proveedor(partes, r) for r in renglones)}
    return {
        "id": primero.contrato,
        "title": primero.titulo_contrato,
        "status": "active",
        "date": _inicio(primero.fallo),
        "value": _valor(primero),
        "suppliers": list(proveedores.values()),
    }


def _proveedor(partes: Partes, renglon: Renglon) -> dict[str, str]:
    registro = {"additionalIdentifiers": [{"scheme": "X-RUPC", "id": renglon.rupc}]} if renglon.rupc else {}
    return partes.agregar("supplier", renglon.proveedor, "MX-RFC", renglon.rfc or "", registro)


def _contrato(renglon: Renglon) -> dict[str, Any]:
    return {
        "id": renglon.contrato,
        "awardID": renglon.contrato,
        "title": renglon.titulo_contrato,
        "status": renglon.estatus,
        "period": {"startDate": _inicio(renglon.inicio), "endDate": _fin(renglon.fin)},
        "value": _valor(renglon),
        "dateSigned": _inicio(renglon.celebracion),
    }


def _valor(renglon: Renglon) -> dict[str, Any] | None:
    return {"amount": renglon.importe, "currency": renglon.moneda} if renglon.importe else None


def _inicio(momento: Momento | None) -> str | None:
    return formato_fecha(momento.inicio) if momento else None


def _fin(momento: Momento | None) -> str | None:
    return formato_fecha(momento.fin) if momento else None
