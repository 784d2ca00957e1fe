"""A deadline whose clock stopped: it waits, nobody is told it is overdue, and it comes back with its new date."""

from datetime import date
from typing import Any

from django.test import Client

from sitio.alertas import presentacion, servicios, urls_admin
from sitio.alertas.models import Plazo
from tests import fabricas

OCID = "ocds-213czf-1"


def suspendida(*marcas: tuple[str, str]) -> dict[str, Any]:
    hitos = [{"id": codigo, "code": codigo, "dateMet": f"{dia}T12:00:00Z"} for codigo, dia in marcas]
    return {"tender": {"milestones": hitos}}


def revisar(hoy: date) -> servicios.Novedades:
    return servicios.revisar([OCID], hoy=hoy)


def fallo() -> Plazo:
    return Plazo.objects.get(plazo="D12")


def test_it_waits_and_comes_back_with_its_new_date(emitir: Any, oidas: list[dict[str, Any]]) -> None:
    """The award is due on 10 December 2026; stopped from 1 to 11 December, on Sunday 20, so Monday 21."""
    emitir(**suspendida(("suspension", "2026-12-01")))
    revisar(date(2026, 12, 2))
    assert (fallo().estado, fallo().vence, fallo().por_anunciar) == ("suspendido", date(2026, 12, 10), False)
    assert servicios.vencer_plazos(date(2026, 12, 15)) == 0
    assert not Plazo.objects.abiertos().filter(plazo="D12").exists()
    assert presentacion.cuanto_falta(fallo()) == "suspendido desde el 1 dic 2026"
    emitir(**suspendida(("suspension", "2026-12-01"), ("reanudacion", "2026-12-11")))
    revisar(date(2026, 12, 12))
    assert (fallo().estado, fallo().vence, fallo().por_anunciar) == ("pendiente", date(2026, 12, 21), True)
    assert fallo().evidencia["suspensiones"] == ["2026-12-01/2026-12-11"]


def test_its_page_tells_since_when_and_until_when(emitir: Any, casa: fabricas.Casa, client: Client) -> None:
    client.force_login(casa.capturista)
    emitir(**suspendida(("suspension", "2026-12-01")))
    revisar(date(2026, 12, 2))
    ficha = urls_admin.url_de_plazo(fallo().pk)
    assert "Desde el 1 dic 2026, sin reanudarse" in client.get(ficha).content.decode()
    emitir(**suspendida(("suspension", "2026-12-01"), ("reanudacion", "2026-12-11")))
    revisar(date(2026, 12, 12))
    assert "Del 1 dic 2026 al 11 dic 2026" in client.get(ficha).content.decode()


def test_the_award_issued_meanwhile_meets_it(emitir: Any) -> None:
    emitir(**suspendida(("suspension", "2026-12-01")))
    revisar(date(2026, 12, 2))
    emitir(
        **suspendida(("suspension", "2026-12-01")),
        awards=[{"id": "A1", "status": "active", "date": "2026-12-05T06:00:00Z"}],
    )
    revisar(date(2026, 12, 6))
    assert (fallo().estado, fallo().cumplido_en) == ("cumplido", date(2026, 12, 5))
