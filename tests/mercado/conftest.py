"""Published processes that bought chairs, each at its price."""

from collections.abc import Callable
from typing import Any

import pytest

from sitio.mercado import servicios
from sitio.publicacion import bitacora
from sitio.publicacion.models import Origen, Publicador
from tests import fabricas

SILLA = "51101-0001"
Vender = Callable[..., str]


@pytest.fixture
def casa(db: None) -> fabricas.Casa:
    return fabricas.casa()


@pytest.fixture
def vender(casa: fabricas.Casa) -> Vender:
    """Publish a process whose contract bought one chair at `precio` (net), and read its prices; returns its ocid."""

    def publicar(numero: int, precio: float, *, publicador: Publicador | None = None, **cambios: Any) -> str:
        entrega = proceso(numero, precio, **cambios)
        bitacora.emitir(publicador or casa.publicador, entrega, origen=Origen.IMPORTACION)
        servicios.leer_precios([entrega["ocid"]])
        return str(entrega["ocid"])

    return publicar


def proceso(
    numero: int,
    precio: float,
    *,
    clave: str = SILLA,
    unidad: str = "Pza",
    fecha: str = "2026-03-02",
    proveedor: tuple[str, str] = ("MUE010101AB1", "Muebles del Norte"),
    moneda: str = "MXN",
    neto: bool = True,
    region: str = "Jalisco",
    titulo: str = "",
) -> dict[str, Any]:
    """A release with its award and contract."""
    rfc, nombre = proveedor
    quien, comprador = {"id": f"MX-RFC-{rfc}", "name": nombre}, {"id": "MX-X-C1", "name": "Secretaría de Muebles"}
    articulo = {
        "id": "1",
        "description": "Silla de paleta",
        "classification": {"scheme": "CUCOP", "id": clave},
        "quantity": 1,
        "unit": {"name": unidad, "value": {"amount": precio, "currency": moneda}},
    }
    if neto:
        articulo["unit"]["value"]["netAmount"] = precio  # type: ignore[index]
    return {
        "ocid": f"ocds-213czf-{numero}",
        "initiationType": "tender",
        "language": "es",
        "parties": [
            {**comprador, "roles": ["buyer"], "address": {"region": region}},
            {**quien, "roles": ["supplier"], "identifier": {"scheme": "MX-RFC", "id": rfc}},
        ],
        "buyer": comprador,
        "tender": {"id": f"LA-{numero}", "title": titulo or f"Sillas {numero}", "status": "complete"},
        "awards": [{"id": "A1", "status": "active", "date": f"{fecha}T18:00:00Z", "suppliers": [quien]}],
        "contracts": [
            {
                "id": "K1",
                "awardID": "A1",
                "status": "active",
                "dateSigned": f"{fecha}T18:00:00Z",
                "items": [articulo],
            }
        ],
    }
