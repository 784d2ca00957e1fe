"""The run over everything: it keeps what a run over one process keeps, and stops, fails and goes on without harm."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sitio.alertas import general, servicios, tareas
from sitio.alertas.general import pasos, turnos
from sitio.alertas.models import Alerta, Corrida, MovimientoAlerta, Plazo, Revisado
from sitio.analisis.registro import BANDERAS, PLAZOS, Alcance, Bandera, Numero, Severidad
from sitio.analisis.tablas import Tablas
from tests import fabricas

UNO, DOS = "ocds-213czf-1", "ocds-213czf-2"


@pytest.fixture(autouse=True)
def _almacen(tmp_path: Path, settings: Any) -> None:
    settings.CARPETA_DE_ANALISIS = tmp_path / "analisis"


def una_bandera(**datos: Any) -> Bandera:
    textos = {"titulo": "Prueba", "fuente": "", "por_que_importa": "", "que_hacer": "", "etapa": "licitacion"}
    return Bandera(version="1.0", severidad=Severidad.MEDIA, campos=(), falsos_positivos=(), **textos, **datos)


def procesos_del_comprador(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    grupos = t.procesos.group_by(publicador=t.procesos.publicador, sujeto=t.procesos.comprador_id)
    cuentas = grupos.agg(valor=t.procesos.count(), procesos=t.procesos.ocid.collect(), maximo=t.procesos.ocid.max())
    return cuentas.mutate(resultado=ibis.cases((cuentas.valor >= 2, "bandera"), else_="sin_bandera"), severidad=4)


def mas_que_los_demas(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    f = t.procesos.mutate(tope=t.procesos.numero_licitantes.max().over())
    bandera = (f.numero_licitantes == f.tope) & (f.tope > 1)
    resultado = ibis.cases((bandera, "bandera"), else_="sin_bandera")
    return f.select("ocid", sujeto=f.ocid, valor=f.numero_licitantes, resultado=resultado, tope=f.tope)


@pytest.fixture
def _de_grupo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two flags that look beyond one process: of a buyer, and of a process beside the others."""
    comprador = una_bandera(id="Z01", alcance=Alcance.COMPRADOR, expresion=procesos_del_comprador)
    pares = una_bandera(id="Z02", alcance=Alcance.PROCESO, general=True, expresion=mas_que_los_demas)
    monkeypatch.setitem(BANDERAS, "Z01", comprador)
    monkeypatch.setitem(BANDERAS, "Z02", pares)


def correr(**mas: Any) -> Corrida:
    return general.correr("manual", **mas)


def cambios(corrida: Corrida) -> dict[str, int]:
    nombres = ("nuevas", "reabiertas", "actualizadas", "cerradas")
    return {n: cuantas for n in nombres if (cuantas := getattr(corrida, f"alertas_{n}"))}


COMPRADOR = {"buyer": {"id": "UC-1", "name": "Unidad"}}


def comprada_por(partes: list[dict[str, Any]]) -> dict[str, Any]:
    return {**COMPRADOR, "parties": [*partes, {**COMPRADOR["buyer"], "roles": ["buyer"]}]}


def test_it_keeps_what_the_run_of_each_process_keeps(emitir: Any) -> None:
    emitir(UNO)
    emitir(DOS, licitantes=3)
    servicios.revisar([UNO, DOS])
    alertas, plazos = Alerta.objects.count(), Plazo.objects.count()

    corrida = correr()

    assert cambios(corrida) == {}
    assert (corrida.plazos_nuevos, corrida.plazos_actualizados) == (0, 0)
    assert (Alerta.objects.count(), Plazo.objects.count()) == (alertas, plazos)
    assert (corrida.estado, corrida.general, corrida.procesos, corrida.motivo) == ("terminada", True, 2, "manual")


def test_alone_it_finds_the_same_and_a_second_one_changes_nothing(emitir: Any) -> None:
    emitir(UNO)
    emitir(DOS, licitantes=3)

    corrida = correr()

    assert [(a.ocid, a.bandera) for a in Alerta.objects.all()] == [(UNO, "P20")]
    assert cambios(corrida) == {"nuevas": 1}
    assert corrida.plazos_nuevos == Plazo.objects.count() > 0
    assert corrida.resultados["P20"] == {"bandera": 1, "sin_bandera": 1, "datos_insuficientes": 0, "no_aplica": 0}
    assert corrida.versiones == servicios.versiones()
    assert corrida.referencias["renglones"]["corte"] == 1
    assert corrida.segundos > 0
    assert corrida.terminada_en is not None
    assert set(Revisado.objects.values_list("ocid", flat=True)) == {UNO, DOS}
    assert not servicios.sin_revisar(timezone.now() + timedelta(days=1)).exists()

    movimientos = MovimientoAlerta.objects.count()
    otra = correr()
    assert cambios(otra) == {}
    assert (otra.plazos_nuevos, otra.plazos_actualizados) == (0, 0)
    assert MovimientoAlerta.objects.count() == movimientos

    por_uno = servicios.revisar([UNO, DOS]).conteo
    assert not any(por_uno.como_columnas().values())


@pytest.mark.usefixtures("_de_grupo", "pocas_reglas")
def test_an_alert_of_a_buyer_lives_with_the_processes_behind_it(emitir: Any, casa: fabricas.Casa) -> None:
    partes = [{"id": "X-1", "name": "Empresa 1", "roles": ["tenderer"]}]
    emitir(UNO, **comprada_por(partes))
    emitir(DOS, **comprada_por(partes))
    assert cambios(correr())["nuevas"] >= 3

    alerta = Alerta.objects.get(bandera="Z01")
    assert (alerta.ocid, alerta.publicador, alerta.sujeto) == ("", casa.publicador, "UC-1")
    assert alerta.evidencia == {"maximo": DOS, "procesos": [UNO, DOS]}
    assert alerta.severidad == 4
    assert alerta.get_estado_display() == "Nueva"

    ultima = emitir("ocds-213czf-3", **comprada_por(partes))
    assert cambios(correr())["actualizadas"] == 1
    alerta.refresh_from_db()
    assert alerta.evidencia["procesos"] == [UNO, DOS, "ocds-213czf-3"]
    assert alerta.posicion == ultima.posicion
    assert cambios(correr()) == {}


@pytest.mark.usefixtures("_de_grupo", "pocas_reglas")
def test_the_run_of_one_process_leaves_alone_what_looks_beyond_it(emitir: Any) -> None:
    emitir(UNO, licitantes=3)
    emitir(DOS, licitantes=2)
    correr()
    assert [a.ocid for a in Alerta.objects.filter(bandera="Z02")] == [UNO]

    servicios.revisar([UNO, DOS])
    assert Alerta.objects.get(bandera="Z02").estado == "nueva"

    emitir(DOS, licitantes=5)
    servicios.revisar([DOS])
    assert cambios(correr()) == {"nuevas": 1, "cerradas": 1}
    assert dict(Alerta.objects.filter(bandera="Z02").values_list("ocid", "estado")) == {UNO: "cerrada", DOS: "nueva"}

    emitir(UNO, licitantes=6)
    assert cambios(correr()) == {"reabiertas": 1, "cerradas": 1}


def test_what_was_published_while_it_ran_is_left_to_its_own_run(emitir: Any, monkeypatch: Any) -> None:
    emitir(UNO)
    al_dia = general.corrida._al_dia

    def y_se_publica(mio: Any) -> bool:
        listo = al_dia(mio)
        emitir(UNO, licitantes=3)
        return listo

    monkeypatch.setattr(general.corrida, "_al_dia", y_se_publica)
    correr()
    assert not Alerta.objects.exists()
    assert servicios.sin_revisar(timezone.now() + timedelta(days=1)).count() == 1


def test_a_turn_that_is_over_leaves_the_run_for_the_next_one(emitir: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(pasos, "LOTE", 1)
    monkeypatch.setattr(general.corrida, "BANDERAS", {"P20": BANDERAS["P20"], "P01": BANDERAS["P01"]})
    monkeypatch.setattr(general.corrida, "PLAZOS", {"D12": PLAZOS["D12"]})
    emitir(UNO)
    emitir(DOS)

    turnos_dados = 1
    corrida = correr(segundos=0)
    assert corrida.estado == "en_curso"
    assert not Alerta.objects.exists()  # there was time for nothing yet
    while (siguiente := correr(segundos=0)).estado == "en_curso":
        turnos_dados += 1
        assert siguiente.pk == corrida.pk
        assert turnos_dados < 100
    assert Alerta.objects.filter(bandera="P20").count() == 2
    assert siguiente.alertas_nuevas == 2
    assert siguiente.plazos_nuevos == Plazo.objects.count()
    assert Corrida.objects.filter(general=True).count() == 1


def test_a_worker_killed_half_way_loses_nothing_and_repeats_nothing(emitir: Any, monkeypatch: Any) -> None:
    emitir(UNO)
    emitir(DOS)
    monkeypatch.setattr(pasos, "LOTE", 1)
    guardar = pasos._guardar

    def hasta_el_segundo(mio: Any, bandera: Bandera, lote: Any) -> Any:
        if lote[0].clave[0] == DOS:
            raise KeyboardInterrupt
        return guardar(mio, bandera, lote)

    monkeypatch.setattr(pasos, "_guardar", hasta_el_segundo)
    with pytest.raises(KeyboardInterrupt):
        correr()
    assert [a.ocid for a in Alerta.objects.all()] == [UNO]

    monkeypatch.setattr(pasos, "_guardar", guardar)
    corrida = correr()
    assert sorted(Alerta.objects.values_list("ocid", flat=True)) == [UNO, DOS]
    assert (corrida.estado, corrida.alertas_nuevas) == ("terminada", 2)


@pytest.mark.usefixtures("pocas_reglas")
def test_a_run_that_breaks_says_why_and_lets_the_next_one_begin(emitir: Any, monkeypatch: Any) -> None:
    emitir(UNO)

    def romper(*_args: Any) -> None:
        raise RuntimeError("disco lleno")

    with monkeypatch.context() as parche:
        parche.setattr(pasos, "_guardar", romper)
        with pytest.raises(RuntimeError):
            correr()
    fallida = Corrida.objects.get(general=True)
    assert (fallida.estado, fallida.error) == ("fallida", "RuntimeError('disco lleno')")
    assert not Alerta.objects.exists()
    assert correr().estado == "terminada"


@pytest.mark.usefixtures("pocas_reglas")
def test_two_general_runs_never_overlap(emitir: Any) -> None:
    emitir(UNO)
    with turnos.turno("manual", None), pytest.raises(general.CorridaEnCurso):
        correr()
    assert correr().estado == "terminada"
    assert Corrida.objects.filter(general=True).count() == 1


def test_the_database_itself_lets_one_general_run_be_under_way(db: None) -> None:
    datos = {"motivo": "manual", "general": True, "estado": "en_curso", "iniciada_en": timezone.now()}
    Corrida.objects.create(**datos)
    with pytest.raises(IntegrityError), transaction.atomic():
        Corrida.objects.create(**datos)


@pytest.mark.usefixtures("pocas_reglas")
def test_a_worker_taken_for_dead_writes_nothing_more(emitir: Any, monkeypatch: Any) -> None:
    emitir(UNO)
    monkeypatch.setattr(turnos, "SIN_LATIDO", timedelta(seconds=-1))
    guardar = pasos._guardar

    def y_otro_sigue(mio: Any, bandera: Bandera, lote: Any) -> Any:
        Corrida.objects.filter(pk=mio.corrida.pk).update(turno="otro")
        return guardar(mio, bandera, lote)

    monkeypatch.setattr(pasos, "_guardar", y_otro_sigue)
    with pytest.raises(general.TurnoPerdido):
        correr()
    assert not Alerta.objects.exists()
    monkeypatch.setattr(pasos, "_guardar", guardar)
    assert correr().estado == "terminada"
    assert Alerta.objects.count() == 1


@pytest.mark.usefixtures("pocas_reglas")
def test_a_run_begun_with_other_rules_is_given_up(emitir: Any) -> None:
    emitir(UNO)
    assert correr(segundos=0).estado == "en_curso"
    Corrida.objects.update(versiones={"P20": "0.1"})
    corrida = correr()
    assert corrida.estado == "terminada"
    assert list(Corrida.objects.filter(general=True).order_by("pk").values_list("estado", "error")) == [
        ("fallida", "Las reglas cambiaron antes de que terminara."),
        ("terminada", ""),
    ]


@pytest.mark.usefixtures("_de_grupo", "pocas_reglas")
def test_news_of_a_buyer_are_told_by_publisher(
    emitir: Any, oidas: Any, casa: fabricas.Casa, django_capture_on_commit_callbacks: Any
) -> None:
    partes = [{"id": f"X-{n}", "name": f"Empresa {n}", "roles": ["tenderer"]} for n in (1, 2)]
    for ocid in (UNO, DOS):
        emitir(ocid, licitantes=2, **comprada_por(partes))
    with django_capture_on_commit_callbacks(execute=True):
        correr()
    pk = Alerta.objects.get(bandera="Z01").pk
    assert [(o["publicador"], o["alertas"]) for o in oidas if not o["ocid"]] == [(casa.publicador.clave, [pk])]
    assert tareas.anunciar_pendientes() == 0

    Alerta.objects.filter(pk=pk).update(por_anunciar=True)
    assert tareas.anunciar_pendientes() == 1
