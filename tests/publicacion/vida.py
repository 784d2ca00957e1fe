"""The life of a contracting process, release by release, as pages and imports hand it to the ledger."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sitio.publicacion import bitacora
from sitio.publicacion.models import Entrega, Origen, Publicador

PREFIJO = "ocds-213czf"
EXTENSION = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
COMPRADOR = {"id": "MX-RFC-SEF010101AA1", "name": "Secretaría de Finanzas"}
PROVEEDOR = {"id": "MX-RFC-MUE010101AAA", "name": "Muebles del Centro, S.A. de C.V."}


def crear_publicador(clave: str = "finanzas", **campos: Any) -> Publicador:
    datos = {
        "nombre": f"Secretaría {clave}",
        "prefijo_ocid": PREFIJO,
        "esquema": "MX-RFC",
        "identificador": "SEF010101AA1",
        "uri": f"https://{clave}.example.mx",
        "licencia": "https://creativecommons.org/licenses/by/4.0/",
        "politica": f"https://{clave}.example.mx/politica",
    }
    return Publicador.objects.create(clave=clave, **{**datos, **campos})


def etapas(ocid: str = f"{PREFIJO}-1") -> Iterator[dict[str, Any]]:
    """What five approvals hand over, in order, without id, date or tag."""
    dinero = {"amount": 1200000, "currency": "MXN"}
    comprador = {**COMPRADOR, "roles": ["buyer"]}
    proveedor = {**PROVEEDOR, "roles": ["tenderer", "supplier"]}
    base = {"ocid": ocid, "initiationType": "tender", "language": "es", "buyer": COMPRADOR, "parties": [comprador]}
    con_proveedor = {**base, "parties": [comprador, proveedor]}
    contrato = {"id": "C-1", "awardID": "A-1", "title": "Contrato de mobiliario", "value": dinero, "status": "active"}
    pagos = {"transactions": [{"id": "P-1", "date": "2026-05-30T18:00:00Z", "value": dinero}]}
    yield {**base, "planning": {"rationale": "Las escuelas lo necesitan."}}
    yield {
        **base,
        "tender": {
            "id": "LA-1",
            "title": "Mobiliario escolar",
            "description": "Mesas y sillas",
            "status": "active",
            "procurementMethod": "open",
            "mainProcurementCategory": "goods",
            "value": {"amount": 1500000.55, "currency": "MXN"},
            "tenderPeriod": {"startDate": "2026-03-02T16:00:00Z", "endDate": "2026-03-20T16:00:00Z"},
        },
    }
    adjudicacion = {"id": "A-1", "status": "active", "date": "2026-04-01T06:00:00Z", "value": dinero}
    yield {**con_proveedor, "awards": [{**adjudicacion, "suppliers": [PROVEEDOR]}]}
    yield {**base, "contracts": [{**contrato, "dateSigned": "2026-04-10T06:00:00Z"}]}
    yield {**base, "contracts": [{**contrato, "dateSigned": "2026-04-10T06:00:00Z", "implementation": pagos}]}


def capturar(publicador: Publicador, entrega: dict[str, Any], **opciones: Any) -> Entrega:
    return bitacora.emitir(publicador, entrega, origen=Origen.CAPTURA, **opciones)


def vivir(publicador: Publicador, ocid: str = f"{PREFIJO}-1") -> list[Entrega]:
    """Publish the five stages of a process."""
    return [capturar(publicador, entrega) for entrega in etapas(ocid)]


def importable(ocid: str, dia: int = 1, *, id_entrega: str | None = None, titulo: str = "Servicio") -> dict[str, Any]:
    """A complete release as another system published it."""
    return {
        "ocid": ocid,
        "id": id_entrega or f"{ocid}-d{dia}",
        "date": f"2020-01-{dia:02}T12:00:00Z",
        "tag": ["tender"],
        "initiationType": "tender",
        "tender": {"id": "T-1", "title": titulo},
    }


def importar(publicador: Publicador, *entregas: dict[str, Any], **opciones: Any) -> list[bitacora.Resultado]:
    propuestas = (bitacora.Propuesta(entrega, **opciones) for entrega in entregas)
    return list(bitacora.emitir_lote(publicador, propuestas, origen=Origen.IMPORTACION))


def contenido(entrega: Entrega) -> dict[str, Any]:
    return json.loads(bytes(entrega.contenido))


def sha256(texto: bytes) -> str:
    return hashlib.sha256(texto).hexdigest()


def utc(*partes: int) -> datetime:
    return datetime(*partes, tzinfo=UTC)
