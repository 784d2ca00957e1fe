"""Many releases at once: in order, in few queries, and none spoils the others."""

from typing import Any

import pytest
from django.db import transaction

from sitio.publicacion import bitacora
from sitio.publicacion.models import Bitacora, Entrega, Publicador, Registro
from sitio.publicacion.senales import entregas_emitidas
from tests.publicacion.vida import PREFIJO, capturar, crear_publicador, etapas, importable, importar, vivir


@pytest.fixture
def anunciadas() -> Any:
    """What the ledger announced."""
    avisos: list[dict[str, Any]] = []

    def oir(sender: Any, posiciones: list[int], ocids: list[str], **_resto: Any) -> None:
        avisos.append({"posiciones": posiciones, "ocids": ocids})

    entregas_emitidas.connect(oir)
    yield avisos
    entregas_emitidas.disconnect(oir)


def test_una_mala_no_echa_a_perder_a_las_demas(publicador: Publicador) -> None:
    resultados = importar(
        publicador,
        importable(f"{PREFIJO}-1", dia=1),
        importable(f"{PREFIJO}-1", dia=1, titulo="Otro contenido"),
        {"ocid": f"{PREFIJO}-2"},
        importable(f"{PREFIJO}-1", dia=1),
        importable(f"{PREFIJO}-1", dia=2),
        importable(f"{PREFIJO}-1", dia=1, id_entrega="tarde"),
        {**importable(f"{PREFIJO}-1", dia=3), "tender": "texto"},
        importable(f"{PREFIJO}-3", dia=1),
    )

    assert [str(r.estado) for r in resultados] == [
        "emitida",
        "rechazada",
        "rechazada",
        "repetida",
        "emitida",
        "rechazada",
        "rechazada",
        "emitida",
    ]
    assert [r.entrega.posicion for r in resultados if r.estado == "emitida"] == [1, 2, 3]
    assert Bitacora.objects.get().posicion == Entrega.objects.count() == 3
    assert sorted(Registro.objects.values_list("ocid", flat=True)) == [f"{PREFIJO}-1", f"{PREFIJO}-3"]


def test_cada_resultado_trae_su_propuesta_y_la_referencia_de_quien_pregunta(publicador: Publicador) -> None:
    propuestas = [bitacora.Propuesta(importable(f"{PREFIJO}-{n}"), referencia=("archivo.csv", n)) for n in (1, 2)]

    resultados = list(bitacora.emitir_lote(publicador, propuestas, origen="importacion"))

    assert [r.propuesta.referencia for r in resultados] == [("archivo.csv", 1), ("archivo.csv", 2)]


def test_el_lote_se_parte_en_tramos_sin_que_se_note(publicador: Publicador, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bitacora, "TRAMO", 2)

    resultados = importar(publicador, *(importable(f"{PREFIJO}-{n % 2}", dia=n + 1) for n in range(7)))

    assert [r.entrega.posicion for r in resultados] == [1, 2, 3, 4, 5, 6, 7]
    assert list(Entrega.objects.values_list("secuencia", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


def test_un_lote_entero_malo_no_toca_la_base(publicador: Publicador, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        [resultado] = importar(publicador, {"ocid": "x"})

    assert resultado.estado == "rechazada"


def test_quinientas_entregas_cuestan_lo_que_unas_pocas(
    publicador: Publicador, django_assert_max_num_queries: Any
) -> None:
    # SQLite splits an INSERT that has more values than it takes; the other queries do not grow.
    with django_assert_max_num_queries(40):
        resultados = importar(publicador, *(importable(f"{PREFIJO}-{n}") for n in range(500)))

    assert {str(r.estado) for r in resultados} == {"emitida"}


def test_repetir_quinientas_que_redactamos_no_pregunta_una_por_una(
    publicador: Publicador, django_assert_max_num_queries: Any
) -> None:
    filas = [importable(f"{PREFIJO}-1", id_entrega=f"fila-{n}", titulo=f"Fila {n}") for n in range(100)]
    importar(publicador, *filas, redatar=True)

    with django_assert_max_num_queries(10):
        resultados = importar(publicador, *filas, redatar=True)

    assert {str(r.estado) for r in resultados} == {"repetida"}


def test_el_rechazo_por_publicador_ajeno_tampoco_pregunta_una_por_una(
    publicador: Publicador, django_assert_max_num_queries: Any
) -> None:
    entregas = [importable(f"{PREFIJO}-{n}") for n in range(50)]
    importar(publicador, *entregas)

    with django_assert_max_num_queries(10):
        resultados = importar(crear_publicador("obras"), *entregas)

    assert {r.errores[0].regla for r in resultados} == {"otro_publicador"}


def test_se_anuncia_una_vez_tras_confirmar_con_todo_lo_publicado(
    publicador: Publicador, anunciadas: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        importar(publicador, *(importable(f"{PREFIJO}-{n % 2}", dia=n + 1) for n in range(4)))
        assert anunciadas == []

    assert anunciadas == [{"posiciones": [1, 2, 3, 4], "ocids": [f"{PREFIJO}-0", f"{PREFIJO}-1"]}]


def test_lo_repetido_y_lo_deshecho_no_se_anuncian(
    publicador: Publicador, anunciadas: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"))
    with django_capture_on_commit_callbacks(execute=True):
        importar(publicador, importable(f"{PREFIJO}-1"))
        with transaction.atomic():
            importar(publicador, importable(f"{PREFIJO}-2"))
            transaction.set_rollback(True)

    assert anunciadas == []
    assert Bitacora.objects.get().posicion == 1


def test_si_un_oyente_falla_lo_publicado_sigue_y_los_demas_oyen(
    publicador: Publicador, anunciadas: list[Any], django_capture_on_commit_callbacks: Any, caplog: Any
) -> None:
    def estorbo(**_datos: Any) -> None:
        raise RuntimeError("oyente roto")

    entregas_emitidas.connect(estorbo)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            capturar(publicador, next(etapas()))
    finally:
        entregas_emitidas.disconnect(estorbo)

    assert Entrega.objects.count() == len(anunciadas) == 1
    assert "oyente roto" in caplog.text


def test_tras_vaciar_la_base_la_bitacora_sigue_donde_iba(publicador: Publicador) -> None:
    vivir(publicador)
    Bitacora.objects.all().delete()

    [resultado] = importar(publicador, importable(f"{PREFIJO}-2"))

    assert resultado.entrega.posicion == Bitacora.objects.get().posicion == 6
