"""An institution, its people, and releases that enter through the ledger's own door."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sitio.alertas.general import corrida
from sitio.alertas.models import Alerta
from sitio.alertas.senales import novedades
from sitio.publicacion import bitacora
from sitio.publicacion.models import Entrega, Origen, Publicador
from tests import fabricas

OCID = "ocds-213czf-1"
Emitir = Callable[..., Entrega]


@pytest.fixture
def casa(db: None) -> fabricas.Casa:
    return fabricas.casa()


@pytest.fixture
def emitir(casa: fabricas.Casa) -> Emitir:
    """Import a release of a closed tender with `licitantes` tenderers; `cambios` change its sections or add others.

    It says enough for one flag alone, that of a single tenderer, to be raised.

    Imported, because what is captured may not tell of days to come, and deadlines live in them.
    """

    def publicar(
        ocid: str = OCID, *, licitantes: int = 1, publicador: Publicador | None = None, **cambios: Any
    ) -> Entrega:
        partes = [{"id": f"X-{n}", "name": f"Empresa {n}", "roles": ["tenderer"]} for n in range(1, licitantes + 1)]
        entrega: dict[str, Any] = {
            "ocid": ocid,
            "initiationType": "tender",
            "language": "es",
            "parties": partes,
            "tender": {
                "id": "LA-1",
                "title": "Mobiliario escolar",
                "description": "Pupitres y sillas para las escuelas primarias",
                "awardCriteria": "priceOnly",
                "value": {"amount": 100000, "currency": "MXN"},
                "status": "complete",
                "procurementMethod": "open",
                "procurementMethodDetails": "Licitación pública nacional",
                "mainProcurementCategory": "goods",
                "tenderPeriod": {"startDate": "2026-10-01T16:00:00Z", "endDate": "2026-11-20T16:00:00Z"},
                "tenderers": [{"id": p["id"], "name": p["name"]} for p in partes],
                "numberOfTenderers": licitantes,
            },
        }
        for seccion, valor in cambios.items():
            base = entrega.get(seccion)
            entrega[seccion] = {**base, **valor} if isinstance(base, dict) else valor
        return bitacora.emitir(publicador or casa.publicador, entrega, origen=Origen.IMPORTACION)

    return publicar


@pytest.fixture
def oidas() -> Iterator[list[dict[str, Any]]]:
    """What `novedades` announced, in order."""
    lista: list[dict[str, Any]] = []

    def oir(sender: object, signal: object, **kwargs: Any) -> None:
        lista.append(kwargs)

    novedades.connect(oir)
    yield lista
    novedades.disconnect(oir)


@pytest.fixture
def alerta(casa: fabricas.Casa, emitir: Emitir) -> Alerta:
    """An open alert of the institution: one tenderer."""
    from sitio.alertas import servicios

    emitir()
    servicios.revisar([OCID])
    return Alerta.objects.get(bandera="P20")


@pytest.fixture
def pocas_reglas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let general runs take two flags, a deadline and what the test adds (Z…): how they go, not what rules say."""
    todos, elegidos = corrida._pasos, {"P01", "P20", "D18", corrida._REVISADOS}
    monkeypatch.setattr(corrida, "_pasos", lambda mio: [p for p in todos(mio) if p in elegidos or p.startswith("Z")])
