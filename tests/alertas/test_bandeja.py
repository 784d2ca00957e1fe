"""The inbox of internal control: asked, counted, acted on and taken away, always within what each one may see."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from sitio.alertas.models import Alerta
from sitio.alertas.urls_admin import url_de_alerta, url_de_alertas
from tests import fabricas
from tests.alertas.filas import fila
from tests.alertas.test_admin import principal, texto

UNO, DOS = "ocds-213czf-1", "ocds-213czf-2"


@pytest.fixture
def varias(casa: fabricas.Casa, emitir: Any) -> dict[str, Alerta]:
    """Alerts of two processes, one of them captured here, and one of the whole institution."""
    emitir(UNO, tender={"id": "LA-77", "title": "Mesas de diseño"})
    proceso = fabricas.proceso(casa, titulo="Servicio de limpieza")
    fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
    grupo = {"procesos": [UNO, proceso.ocid], "parte": "0.75"}
    return {
        "importada": fila(casa.publicador, "P20", UNO, severidad=5),
        "capturada": fila(casa.publicador, "P01", proceso.ocid, responsable=casa.oic),
        "de_todos": fila(casa.publicador, "P99", "", "=PRO010101AAA", evidencia=grupo, valor="0.75"),
    }


def halladas(cliente: Any, varias: dict[str, Alerta], **pregunta: str) -> set[str]:
    cuerpo = principal(cliente.get(url_de_alertas(), pregunta))
    return {nombre for nombre, alerta in varias.items() if f'"{url_de_alerta(alerta.pk)}"' in cuerpo}


TODAS = {"importada", "capturada", "de_todos"}


PREGUNTAS: list[tuple[dict[str, str], set[str]]] = [
    ({}, TODAS),
    ({"severidad__exact": "5"}, {"importada"}),
    ({"bandera": "P01"}, {"capturada"}),
    ({"etapa": "adjudicacion"}, {"importada"}),
    ({"alcance": "institucion"}, {"de_todos"}),
    ({"alcance": "proceso"}, {"importada", "capturada"}),
    ({"responsable": "yo"}, {"capturada"}),
    ({"responsable": "nadie"}, {"importada", "de_todos"}),
    ({"antiguedad": "7"}, {"importada", "capturada"}),
    ({"antiguedad": "mas-30"}, {"de_todos"}),
    ({"anio": "1999"}, set()),
    ({"situacion": "silenciadas"}, set()),
    ({"situacion": "inhibidas"}, set()),
    ({"situacion": "abiertas"}, TODAS),
    ({"estado__exact": "cerrada"}, set()),
    ({"q": "LA-77"}, {"importada"}),
    ({"q": "diseno mesas"}, {"importada"}),
    ({"q": UNO}, {"importada"}),
    ({"q": "PRO010101AAA"}, {"de_todos"}),
    ({"q": "limpieza", "bandera": "P20"}, set()),
    ({"q": "limpieza"}, {"capturada"}),
]


def test_the_list_answers_what_it_is_asked(como: Any, varias: dict[str, Alerta]) -> None:
    Alerta.objects.filter(pk=varias["de_todos"].pk).update(creada_en=timezone.now() - timedelta(days=40))
    cliente = como("oic")
    dichas = [(pregunta, halladas(cliente, varias, **pregunta)) for pregunta, _esperadas in PREGUNTAS]
    assert dichas == PREGUNTAS


def test_it_answers_by_unit_and_year(como: Any, casa: fabricas.Casa, varias: dict[str, Alerta], emitir: Any) -> None:
    cliente, anio = como("oic"), str(timezone.now().year)
    assert halladas(cliente, varias, unidad=str(casa.unidad.pk)) == {"capturada"}
    assert halladas(cliente, varias, unidad=str(fabricas.casa("otra").unidad.pk)) == set()
    assert "importada" in halladas(cliente, varias, anio=anio)
    assert "de_todos" not in halladas(cliente, varias, anio=anio)


def test_an_alert_of_the_whole_institution_is_for_who_works_for_it_all(
    client: Any, casa: fabricas.Casa, varias: dict[str, Alerta]
) -> None:
    pagina = url_de_alerta(varias["de_todos"].pk)
    client.force_login(fabricas.con_papel("solo.unidad", casa, "aprobador", "capturista", unidad=casa.unidad))
    assert halladas(client, varias) == {"capturada"}
    assert client.get(pagina).status_code == 302
    client.force_login(casa.administracion)
    dicho = texto(client.get(pagina))
    assert "De =PRO010101AAA, en los procesos de Secretaría sefin." in dicho
    assert f"Procesos detrás Mesas de diseño {UNO}" in dicho
    assert "Ver lo publicado" not in dicho


def test_it_counts_by_state(como: Any, casa: fabricas.Casa, varias: dict[str, Alerta]) -> None:
    Alerta.objects.filter(pk=varias["importada"].pk).update(estado="en_revision")
    dicho = texto(como("oic").get(url_de_alertas()))
    assert "Nueva: 2 En revisión: 1" in dicho


def descargar(cliente: Any, formato: str, **pregunta: str) -> bytes:
    respuesta = cliente.get(url_de_alertas(), {**pregunta, "export": formato})
    return b"".join(respuesta.streaming_content)


def test_the_files_hold_exactly_what_is_filtered_with_codes(como: Any, casa: Any, varias: dict[str, Alerta]) -> None:
    cliente = como("oic")
    filas = json.loads(descargar(cliente, "json", alcance="proceso"))
    assert [(f["bandera"], f["ocid"], f["estado"], f["severidad"], f["unidad"]) for f in filas] == [
        ("P20", UNO, "nueva", 5, ""),
        ("P01", varias["capturada"].ocid, "nueva", 3, casa.unidad.title),
    ]
    assert (filas[1]["responsable"], filas[0]["titulo_de_proceso"]) == ("oic.sefin", "Mesas de diseño")
    assert (filas[0]["silenciada"], filas[0]["etapa"], filas[0]["publicador"]) == (False, "adjudicacion", "sefin")
    de_csv = list(csv.DictReader(io.StringIO(descargar(cliente, "csv", alcance="institucion").decode())))
    assert [(f["bandera"], f["sujeto"], f["valor"]) for f in de_csv] == [("P99", "'=PRO010101AAA", "0.750000")]
    hoja = load_workbook(io.BytesIO(descargar(cliente, "xlsx"))).active
    assert [celda.value for celda in next(hoja.rows)][:4] == ["id", "bandera", "version", "titulo"]
    assert hoja.max_row == 4


def test_the_files_of_others_are_empty_or_refused(como: Any, varias: dict[str, Alerta]) -> None:
    assert json.loads(descargar(como("de_otra_casa"), "json", situacion="todas")) == []
    assert como("sin_papel").get(url_de_alertas(), {"export": "json"}).status_code == 302


def test_the_same_is_done_to_several_one_by_one(como: Any, casa: fabricas.Casa, varias: dict[str, Alerta]) -> None:
    cliente, lote = como("oic"), reverse("alertas:lote")
    elegidas = [alerta.pk for alerta in varias.values()]
    siguiente = f"{url_de_alertas()}?alcance=proceso"
    respuesta = cliente.post(lote, {"accion": "reconocer", "alerta": elegidas, "siguiente": siguiente}, follow=True)
    assert "Cambiaron 3 alertas." in texto(respuesta)
    assert respuesta.redirect_chain[-1][0] == siguiente
    cliente.post(lote, {"accion": "iniciar_revision", "alerta": elegidas[:2]})
    respuesta = cliente.post(
        lote, {"accion": "desestimar", "alerta": elegidas, "motivo": "Dato mal capturado."}, follow=True
    )
    dicho = texto(respuesta)
    assert "Cambiaron 2 alertas." in dicho
    assert "No se puede «Desestimar» una alerta que está vista. No cambió: P99 =PRO010101AAA" in dicho
    estados = [Alerta.objects.get(pk=pk).estado for pk in elegidas]
    assert estados == ["desestimada", "desestimada", "reconocida"]
    ultimo = varias["importada"].movimientos.last()
    assert (ultimo.motivo, ultimo.usuario) == ("Dato mal capturado.", casa.oic)


def test_a_reason_that_is_missing_changes_none(como: Any, varias: dict[str, Alerta]) -> None:
    cliente, elegidas = como("oic"), [alerta.pk for alerta in varias.values()]
    Alerta.objects.update(estado="en_revision")
    cliente.post(reverse("alertas:lote"), {"accion": "justificar", "alerta": elegidas})
    assert set(Alerta.objects.values_list("estado", flat=True)) == {"en_revision"}


def test_all_of_the_page_are_chosen_at_once_and_put_in_charge(
    como: Any, casa: fabricas.Casa, varias: dict[str, Alerta]
) -> None:
    cliente = como("oic")
    assert principal(cliente.get(url_de_alertas())).count('name="pagina"') == 3
    pagina = [alerta.pk for alerta in varias.values()]
    datos = {"accion": "asignar", "todas": "on", "pagina": pagina, "responsable": casa.aprobador.pk}
    cliente.post(reverse("alertas:lote"), datos)
    assert set(Alerta.objects.values_list("responsable", flat=True)) == {casa.aprobador.pk}


def test_a_lot_goes_back_to_our_own_list_only(como: Any, varias: dict[str, Alerta]) -> None:
    respuesta = como("oic").post(reverse("alertas:lote"), {"accion": "reconocer", "siguiente": "https://otro.mx/"})
    assert respuesta.headers["Location"] == url_de_alertas()


def test_who_may_not_attend_changes_none_of_a_lot(como: Any, client: Any, varias: dict[str, Alerta]) -> None:
    elegidas = [alerta.pk for alerta in varias.values()]
    for quien in ("capturista", "administracion", "de_otra_casa", "sin_papel", "anonimo"):
        client.logout()
        cliente = como(quien)
        for accion in ("reconocer", "asignar"):
            cliente.post(reverse("alertas:lote"), {"accion": accion, "alerta": elegidas})
        assert set(Alerta.objects.values_list("estado", flat=True)) == {"nueva"}
        assert not Alerta.objects.filter(movimientos__isnull=False).exists()
        if quien in ("capturista", "administracion"):
            assert 'name="alerta"' not in principal(cliente.get(url_de_alertas()))


def test_the_summary_is_a_map_of_flags_and_units(como: Any, casa: fabricas.Casa, varias: dict[str, Alerta]) -> None:
    pagina = como("oic").get(reverse("alertas:resumen"))
    dicho = texto(pagina)
    assert f"Bandera {casa.unidad.title} Sin unidad Total" in dicho
    assert "P20 Se recibió una sola propuesta 0 1 1" in dicho
    assert f"bandera=P01&amp;unidad={casa.unidad.pk}" in pagina.content.decode()
    assert "Todavía nadie ha decidido sobre una alerta." in dicho


def test_it_tells_which_flags_cry_wolf(como: Any, casa: fabricas.Casa, varias: dict[str, Alerta]) -> None:
    for n, estado in enumerate(["justificada", "justificada", "desestimada", "confirmada", "remitida"]):
        fila(casa.publicador, "P20", f"ocds-213czf-d{n}", estado=estado)
    fila(casa.publicador, "P01", "ocds-213czf-d9", estado="justificada")
    dicho = texto(como("oic").get(reverse("alertas:resumen")))
    assert "P20 Se recibió una sola propuesta 5 3 60.0 %" in dicho
    assert "1 1 Datos insuficientes" in dicho


def test_the_summary_of_others_tells_nothing(como: Any, varias: dict[str, Alerta]) -> None:
    assert "P20" not in principal(como("de_otra_casa").get(reverse("alertas:resumen")))
    assert como("sin_papel").get(reverse("alertas:resumen")).status_code == 302


def test_more_alerts_cost_no_more_queries(como: Any, casa: fabricas.Casa, varias: dict[str, Alerta]) -> None:
    cliente = como("oic")
    paginas = (url_de_alertas(), reverse("alertas:resumen"), f"{url_de_alertas()}?export=json")

    def pedir(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as consultas:
            respuesta = cliente.get(url)
            b"".join(respuesta.streaming_content) if respuesta.streaming else respuesta.content
        return len(consultas)

    for url in paginas:
        cliente.get(url)
    antes = [pedir(url) for url in paginas]
    for n in range(30):
        fila(casa.publicador, "P20", f"ocds-213czf-m{n}", responsable=casa.oic)
    assert [pedir(url) for url in paginas] == antes
    assert antes[0] <= 45
