"""The life of a deadline: pending, met by evidence, overdue by date, cancelled when its reason is gone."""

from datetime import date
from typing import Any

from sitio.alertas import servicios
from sitio.alertas.models import Plazo
from sitio.catalogos.models import DiaInhabil

OCID = "ocds-213czf-1"
FALLO = date(2026, 12, 10)


def revisar(hoy: date = date(2026, 11, 21)) -> servicios.Novedades:
    return servicios.revisar([OCID], hoy=hoy)


def fallo() -> Plazo:
    return Plazo.objects.get(plazo="D12")


def por_cumplir() -> list[int]:
    """The last meeting and the award: the call was published in time."""
    return sorted(Plazo.objects.exclude(plazo="D03").values_list("pk", flat=True))


def adjudicar(dia: str) -> dict[str, Any]:
    return {"awards": [{"id": "A1", "status": "active", "date": f"{dia}T06:00:00Z"}]}


def test_it_falls_overdue_the_day_after_its_date(emitir: Any) -> None:
    emitir()
    revisar()
    assert servicios.vencer_plazos(FALLO) == 0
    assert fallo().estado == "pendiente"
    assert servicios.vencer_plazos(date(2026, 12, 11)) == 1
    assert fallo().estado == "vencido"
    assert servicios.vencer_plazos(date(2026, 12, 11)) == 0


def test_evidence_meets_it_in_time_or_late(emitir: Any) -> None:
    emitir()
    revisar()
    emitir(**adjudicar("2026-12-10"))
    revisar(date(2026, 12, 10))
    assert (fallo().estado, fallo().cumplido_en, fallo().con_retraso) == ("cumplido", FALLO, False)
    emitir(**adjudicar("2026-12-11"))
    revisar(date(2026, 12, 12))
    assert (fallo().estado, fallo().con_retraso) == ("cumplido", True)


def test_an_overdue_one_is_met_when_the_evidence_comes(emitir: Any) -> None:
    emitir()
    revisar()
    servicios.vencer_plazos(date(2026, 12, 20))
    emitir(**adjudicar("2026-12-19"))
    revisar(date(2026, 12, 20))
    assert (fallo().estado, fallo().con_retraso) == ("cumplido", True)


def test_it_is_cancelled_with_its_process_and_comes_back_with_it(emitir: Any) -> None:
    emitir()
    revisar()
    emitir(tender={"status": "cancelled"})
    assert revisar().conteo.plazos_actualizados == 3
    assert set(Plazo.objects.values_list("estado", flat=True)) == {"cancelado"}
    assert revisar().conteo.plazos_actualizados == 0
    emitir(tender={"status": "active"})
    assert revisar().plazos == {OCID: por_cumplir()}
    assert fallo().estado == "pendiente"


def test_a_date_that_moved_is_news_and_the_rest_is_not(emitir: Any) -> None:
    emitir()
    Plazo.objects.filter(pk__in=revisar().plazos[OCID]).update(por_anunciar=False)
    emitir(tender={"title": "Mobiliario escolar y pupitres"})
    assert revisar().plazos == {}
    emitir(tender={"tenderPeriod": {"startDate": "2026-10-01T16:00:00Z", "endDate": "2026-11-30T16:00:00Z"}})
    novedades = revisar()
    assert novedades.plazos == {OCID: por_cumplir()}
    assert fallo().vence == date(2026, 12, 21)  # the twentieth day, the 20th, is a Sunday


def test_what_was_long_past_when_first_seen_is_history(emitir: Any, oidas: Any) -> None:
    emitir()
    novedades = revisar(date(2027, 1, 10))
    assert (fallo().estado, fallo().historico) == ("vencido", True)
    assert novedades.plazos == {}
    assert not Plazo.objects.abiertos().exists()
    assert not Plazo.objects.vencidos().exists()


def test_thirty_days_past_is_still_news(emitir: Any) -> None:
    emitir()
    novedades = revisar(date(2027, 1, 9))
    assert (fallo().estado, fallo().historico) == ("vencido", False)
    assert fallo().pk in novedades.plazos[OCID]


def test_what_was_met_before_it_was_seen_is_no_news(emitir: Any) -> None:
    emitir(**adjudicar("2026-11-25"))
    novedades = revisar(date(2026, 11, 26))
    assert fallo().estado == "cumplido"
    assert fallo().pk not in novedades.plazos[OCID]


def test_the_calendar_of_working_days_is_the_catalogue_s(emitir: Any) -> None:
    DiaInhabil.objects.create(fecha=FALLO, motivo="Acuerdo de la entidad")
    emitir()
    revisar()
    assert fallo().vence == date(2026, 12, 11)


def test_lists_by_due_date(casa: Any, emitir: Any) -> None:
    emitir()
    revisar()
    assert [p.plazo for p in Plazo.objects.proximos()] == ["D12"]
    assert [p.plazo for p in Plazo.objects.vencidos()] == ["D10"]
    assert [p.plazo for p in Plazo.objects.abiertos()] == ["D10", "D12"]


def test_proximos_looks_as_many_days_ahead_as_asked(emitir: Any, monkeypatch: Any) -> None:
    emitir()
    revisar()
    monkeypatch.setattr("sitio.alertas.consultas.hoy", lambda: date(2026, 12, 5))
    assert [p.plazo for p in Plazo.objects.proximos(5)] == ["D12"]
    assert list(Plazo.objects.proximos(4)) == []
