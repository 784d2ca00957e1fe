"""A review keeps what analysis finds, once; and nothing it kept disappears without a trace."""

import json
from datetime import date
from typing import Any

import pytest

from sitio.alertas import servicios
from sitio.alertas.guardado import huella
from sitio.alertas.models import Alerta, Corrida, MovimientoAlerta, Plazo, Revisado
from sitio.analisis import BANDERAS, PLAZOS
from sitio.publicacion.models import Registro
from tests import fabricas

OCID = "ocds-213czf-1"
HOY = date(2026, 11, 21)


def foto() -> list[list[dict[str, Any]]]:
    """Everything kept, but for the runs."""
    return [list(modelo.objects.order_by("pk").values()) for modelo in (Alerta, MovimientoAlerta, Plazo)]


def revisar(*ocids: str, hoy: date = HOY) -> servicios.Novedades:
    return servicios.revisar(ocids or [OCID], hoy=hoy)


def test_a_flag_becomes_an_alert_with_its_numbers(casa: Any, emitir: Any) -> None:
    entrega = emitir()
    novedades = revisar()
    alerta = Alerta.objects.get()
    assert (alerta.bandera, alerta.version, alerta.sujeto, alerta.estado) == ("P20", "1.0", OCID, "nueva")
    assert (alerta.severidad, alerta.valor, alerta.publicador) == (BANDERAS["P20"].severidad, 1, casa.publicador)
    assert alerta.evidencia == {
        "oferentes": 1,
        "metodo": "open",
        "licitantes_listados": 1,
        "numero_publicado": 1,
        "apertura": "2026-11-20",
    }
    registro = Registro.objects.get()
    assert (alerta.posicion, alerta.entrega_sha256) == (entrega.posicion, registro.sha256)
    assert alerta.huella == huella(OCID, "P20", OCID)
    (movimiento,) = alerta.movimientos.all()
    assert (movimiento.de, movimiento.a, movimiento.usuario, movimiento.evidencia) == (
        "",
        "nueva",
        None,
        alerta.evidencia,
    )
    assert novedades.alertas == {OCID: [alerta.pk]}


def test_an_opening_date_becomes_deadlines_with_their_article(emitir: Any) -> None:
    emitir(licitantes=3)
    novedades = revisar()
    plazos = {p.plazo: p for p in Plazo.objects.all()}
    assert sorted(plazos) == ["D03", "D10", "D12"]
    assert (plazos["D03"].vence, plazos["D03"].estado) == (date(2026, 11, 5), "cumplido")
    assert (plazos["D12"].base, plazos["D12"].vence) == (date(2026, 11, 20), date(2026, 12, 10))
    assert (plazos["D12"].estado, plazos["D12"].fundamento) == ("pendiente", "Artículo 46 de la LAASSP de 2025")
    assert (plazos["D10"].vence, plazos["D10"].estado) == (date(2026, 11, 14), "vencido")
    assert novedades.plazos == {OCID: sorted((plazos["D10"].pk, plazos["D12"].pk))}


def test_a_second_run_changes_nothing_and_says_nothing(
    emitir: Any, oidas: Any, django_capture_on_commit_callbacks: Any
) -> None:
    emitir()
    with django_capture_on_commit_callbacks(execute=True):
        revisar()
    antes = foto()
    assert len(oidas) == 1
    with django_capture_on_commit_callbacks(execute=True):
        novedades = revisar()
    assert foto() == antes
    assert len(oidas) == 1
    assert novedades.conteo.como_columnas() == dict.fromkeys(novedades.conteo.como_columnas(), 0)
    assert Corrida.objects.count() == 2


def test_a_run_is_recorded_with_versions_and_counts(emitir: Any) -> None:
    emitir()
    revisar()
    corrida = Corrida.objects.get()
    assert corrida.versiones == {regla.id: regla.version for regla in (*BANDERAS.values(), *PLAZOS.values())}
    assert (corrida.motivo, corrida.procesos) == ("publicacion", 1)
    assert (corrida.alertas_nuevas, corrida.plazos_nuevos) == (1, 3)
    assert corrida.iniciada_en <= corrida.terminada_en


def test_unknown_processes_leave_no_trace(casa: Any) -> None:
    assert revisar("ocds-213czf-nada").procesos == 0
    assert not Corrida.objects.exists()


def test_an_alert_closes_by_itself_and_leaves_its_history(emitir: Any, oidas: Any) -> None:
    emitir()
    revisar()
    emitir(licitantes=2)
    novedades = revisar()
    alerta = Alerta.objects.get(bandera="P20")
    assert alerta.estado == "cerrada"
    assert novedades.conteo.alertas_cerradas == 1
    assert novedades.alertas == {}
    ultimo = alerta.movimientos.last()
    assert (ultimo.de, ultimo.a, ultimo.usuario) == ("nueva", "cerrada", None)
    assert ultimo.motivo == "Los datos publicados ya no lo muestran."
    assert ultimo.posicion == Registro.objects.get().posicion


def test_it_also_closes_when_the_rule_no_longer_applies(emitir: Any) -> None:
    emitir()
    revisar()
    emitir(tender={"status": "cancelled"})
    revisar()
    alerta = Alerta.objects.get(bandera="P20")
    assert (alerta.estado, alerta.movimientos.last().motivo) == (
        "cerrada",
        "Con los datos publicados, la regla ya no se aplica a este caso.",
    )


def test_taking_facts_away_closes_nothing(emitir: Any) -> None:
    """Data that became insufficient is no answer: here the method stopped saying what kind of procedure it was."""
    emitir()
    revisar()
    emitir(tender={"procurementMethod": "limited"})
    revisar()
    assert Alerta.objects.get(bandera="P20").estado == "nueva"


def test_a_closed_alert_reopens_when_the_data_shows_it_again(emitir: Any) -> None:
    emitir()
    revisar()
    emitir(tender={"status": "cancelled"})
    revisar()
    emitir(tender={"status": "complete"})
    novedades = revisar()
    alerta = Alerta.objects.get(bandera="P20")
    assert (alerta.estado, novedades.alertas) == ("nueva", {OCID: [alerta.pk]})
    assert [m.a for m in alerta.movimientos.all()] == ["nueva", "cerrada", "nueva"]


@pytest.mark.parametrize("decision", ["justificar", "desestimar"])
def test_a_decision_stands_until_its_evidence_changes(casa: Any, emitir: Any, alerta: Any, decision: str) -> None:
    alerta.por_persona("iniciar_revision", casa.oic)
    alerta.por_persona(decision, casa.oic, "Proveedor único por patente.")
    decidida = alerta.estado
    emitir(planning={"rationale": "Algo que no toca la evidencia"})
    assert revisar().conteo.alertas_reabiertas == 0
    alerta.refresh_from_db()
    assert (alerta.estado, alerta.posicion) == (decidida, Registro.objects.get().posicion)
    emitir(tender={"tenderPeriod": {"startDate": "2026-10-01T16:00:00Z", "endDate": "2026-11-10T16:00:00Z"}})
    assert revisar().alertas == {OCID: [alerta.pk]}
    alerta.refresh_from_db()
    ultimo = alerta.movimientos.last()
    assert (alerta.estado, ultimo.de, ultimo.motivo) == (
        "nueva",
        decidida,
        "Cambió la evidencia en que se basó la decisión.",
    )
    assert alerta.evidencia["apertura"] == "2026-11-10"
    assert alerta.movimientos.first().evidencia["apertura"] == "2026-11-20"


@pytest.mark.parametrize("estado", ["nueva", "confirmada"])
def test_new_evidence_on_an_open_alert_is_kept_without_starting_over(
    casa: Any, emitir: Any, alerta: Any, estado: str
) -> None:
    if estado == "confirmada":
        alerta.por_persona("iniciar_revision", casa.oic)
        alerta.por_persona("confirmar", casa.oic, "Se dará vista.")
    emitir(tender={"tenderPeriod": {"startDate": "2026-10-01T16:00:00Z", "endDate": "2026-11-10T16:00:00Z"}})
    novedades = revisar()
    alerta.refresh_from_db()
    assert (alerta.estado, novedades.conteo.alertas_actualizadas, novedades.alertas) == (estado, 1, {})
    ultimo = alerta.movimientos.last()
    assert (ultimo.de, ultimo.a, ultimo.motivo) == (estado, estado, "Cambió la evidencia.")


def test_a_flag_that_was_retired_leaves_its_alerts_alone(alerta: Any) -> None:
    Alerta.objects.filter(pk=alerta.pk).update(bandera="P99")
    revisar()
    alerta.refresh_from_db()
    assert (alerta.estado, alerta.titulo) == ("nueva", "P99")


def test_the_database_refuses_a_second_alert_of_the_same(alerta: Any) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Alerta.objects.create(
            **{
                campo.attname: getattr(alerta, campo.attname)
                for campo in Alerta._meta.concrete_fields
                if campo.attname != "id"
            }
        )
    assert Alerta.objects.filter(bandera="P20").count() == 1


def test_history_cannot_be_rewritten(alerta: Any) -> None:
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
        MovimientoAlerta.objects.update(motivo="otro")
    with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
        MovimientoAlerta.objects.all().delete()
    assert alerta.movimientos.count() == 1


def test_a_record_published_meanwhile_is_left_to_its_own_run(emitir: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading and keeping, another release came in: what was computed is already old."""
    emitir()
    evaluar = servicios.motor.evaluar

    def con_demora(*args: Any, **kwargs: Any) -> Any:
        emitir(licitantes=2)
        return evaluar(*args, **kwargs)

    monkeypatch.setattr(servicios.motor, "evaluar", con_demora)
    assert revisar().procesos == 0
    assert not Alerta.objects.exists()
    monkeypatch.undo()
    assert revisar().procesos == 1
    assert not Alerta.objects.filter(bandera="P20").exists()


def test_a_slow_run_never_undoes_what_a_later_one_kept(emitir: Any, alerta: Any) -> None:
    """Here the mark says that a run over a later release came first."""
    Revisado.objects.filter(ocid=OCID).update(posicion=99)
    Alerta.objects.filter(pk=alerta.pk).update(estado="cerrada")
    assert revisar().procesos == 0
    alerta.refresh_from_db()
    assert alerta.estado == "cerrada"


def test_a_buyer_under_another_law_gets_no_federal_deadlines(emitir: Any, settings: Any) -> None:
    settings.ALERTAS_MARCOS = {"sefin": "estatal"}
    emitir()
    revisar()
    assert [a.bandera for a in Alerta.objects.all()] == ["P20"]
    assert not Plazo.objects.exists()


def test_a_draft_is_never_analysed(casa: Any) -> None:
    """The tender page holds one tenderer and waits for approval: nothing of it is in a record."""
    from sitio.procesos.servicios import crear_etapa

    proceso = fabricas.proceso(casa)
    fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
    pagina = crear_etapa(proceso, "licitacion", casa.capturista)
    fabricas.llenar(pagina, casa.capturista, estado="complete")
    fabricas.enviar(pagina, casa.capturista)
    novedades = revisar(proceso.ocid)
    assert novedades.procesos == 1
    assert not Plazo.objects.exists()
    # What the published planning lacks, and nothing of the tender.
    assert set(Alerta.objects.values_list("bandera", flat=True)) == {"P38"}
    fabricas.aprobar(pagina, casa)
    revisar(proceso.ocid)
    assert Alerta.objects.filter(bandera="P20").exists()
    assert "tender" in json.loads(bytes(Registro.objects.get().compilada))


def test_an_approved_award_without_a_second_bidder_raises_it(casa: Any) -> None:
    proceso = fabricas.proceso(casa)
    fabricas.publicar_hasta(casa, proceso, "licitacion")
    revisar(proceso.ocid, hoy=date(2026, 3, 3))
    assert {p.plazo: p.vence for p in Plazo.objects.all()} == {
        "D03": date(2026, 3, 5),
        "D10": date(2026, 3, 14),
        "D12": date(2026, 4, 9),
    }
    adjudicacion = servicios_de_captura(proceso, casa)
    fabricas.publicar(casa, adjudicacion)
    revisar(proceso.ocid, hoy=date(2026, 4, 2))
    assert "P20" in Alerta.objects.values_list("bandera", flat=True)
    fallo = Plazo.objects.get(plazo="D12")
    assert (fallo.estado, fallo.cumplido_en) == ("cumplido", date(2026, 4, 1))
    firma = Plazo.objects.get(plazo="D18")
    assert (firma.base, firma.vence, firma.estado) == (date(2026, 4, 1), date(2026, 4, 22), "pendiente")


def servicios_de_captura(proceso: Any, casa: fabricas.Casa) -> Any:
    from sitio.procesos.servicios import crear_etapa

    return crear_etapa(proceso, "adjudicacion", casa.capturista)
