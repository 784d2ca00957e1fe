"""The board of a process: what is missing and where it goes, whose turn it is, and what each version changed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sitio.calendario import contar_habiles
from sitio.procesos.aprobacion import tramite
from sitio.procesos.aprobacion.turno import cuanto_falta
from sitio.procesos.lectura.comparacion import Cambio, cambios
from sitio.procesos.papeles import grupos
from sitio.procesos.tablero.avance import avance_de
from sitio.procesos.tablero.tarjetas import tarjetas
from tests import fabricas

pytestmark = pytest.mark.django_db
QUIENES = ["capturista", "revisor", "aprobador", "oic", "de_otra_casa", "sin_papel", "anonimo"]
DE_LA_CASA = ("capturista", "revisor", "aprobador", "oic")


@pytest.fixture
def planeacion(casa: fabricas.Casa) -> Any:
    """The draft of the first stage of a new process."""
    return fabricas.etapa_de(fabricas.proceso(casa), "planeacion")


def html_de(cliente: Any, pagina: Any) -> str:
    """Return the board as it is sent to the browser."""
    return str(cliente.get(reverse("procesos:tablero", args=[pagina.proceso.pk])).content.decode())


def test_the_meter_counts_what_the_template_asks_and_links_to_each_missing_field(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    # The template asks for title, justification and budget; a new draft has its title.
    html = html_de(como("capturista"), planeacion)
    editar = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    assert "1 de 3" in html, avance_de(planeacion)
    assert f'<a href="{editar}#id_justificacion">Falta justificación' in html
    assert f'<a href="{editar}#id_presupuesto">' in html
    planeacion.justificacion = "Hace falta"
    planeacion.save_revision(user=casa.capturista)
    html = html_de(como("capturista"), planeacion)
    assert "2 de 3" in html
    assert "#id_justificacion" not in html


def test_who_only_reads_is_told_what_is_missing_without_a_door_to_the_form(como: Any, planeacion: Any) -> None:
    html = html_de(como("oic"), planeacion)
    assert "Falta justificación" in html
    assert "#id_justificacion" not in html


def test_the_meter_also_counts_what_would_keep_the_stage_from_being_sent(casa: fabricas.Casa, planeacion: Any) -> None:
    planeacion.justificacion, planeacion.presupuesto = "Hace falta", Decimal("1000.00")
    planeacion.solicitudes = [
        planeacion.solicitudes.model(clave="1", titulo="Primera"),
        planeacion.solicitudes.model(clave="1", titulo="Segunda"),
    ]
    avance = avance_de(planeacion)
    assert (avance.hechos, avance.total) == (3, 4)
    assert [falta.url.partition("#")[2] for falta in avance.faltas] == ["id_solicitudes-FORMS"]


def test_a_missing_document_opens_the_list_of_documents(casa: fabricas.Casa, planeacion: Any) -> None:
    planeacion.regla["documentos_obligatorios"] = ["marketStudies"]
    faltas = {falta.url.partition("#")[2] for falta in avance_de(planeacion).faltas}
    assert "id_documentos-FORMS" in faltas


def test_the_board_names_who_may_decide_and_until_when(como: Any, casa: fabricas.Casa, planeacion: Any) -> None:
    fabricas.llenar(planeacion, casa.capturista)
    fabricas.enviar(planeacion, casa.capturista)
    otra = fabricas.persona("otra.revisora", first_name="Rosa", last_name="Peña")
    grupos.dar_papel(otra, casa.institucion, "revisor")
    grupos.dar_papel(casa.capturista, casa.institucion, "revisor")
    turno = next(t.turno for t in tarjetas(planeacion.proceso, casa.capturista) if t.turno)
    # Whoever wrote it holds the role too, and yet may not decide.
    assert sorted(turno.nombres) == ["Rosa Peña", "revisor.sefin"]
    html = html_de(como("capturista"), planeacion)
    assert "Le toca a: Revisión" in html
    assert "Rosa Peña" in html
    assert "faltan 3 días hábiles" in html
    assert "3 de 3" in html


@pytest.mark.parametrize(
    ("limite", "dicho"),
    [
        (date(2026, 3, 6), "vence hoy"),
        (date(2026, 3, 9), "falta 1 día hábil"),
        (date(2026, 3, 10), "faltan 2 días hábiles"),
        (date(2026, 3, 5), "venció hace 1 día hábil"),
        (date(2026, 2, 27), "venció hace 5 días hábiles"),
    ],
)
def test_what_is_left_is_told_in_working_days(limite: date, dicho: str) -> None:
    assert cuanto_falta(limite, date(2026, 3, 6)) == dicho


def test_days_that_do_not_count_are_not_counted() -> None:
    assert contar_habiles(date(2026, 3, 13), date(2026, 3, 17), {date(2026, 3, 16)}) == 1
    assert contar_habiles(date(2026, 3, 17), date(2026, 3, 13), set()) == 0


def test_the_comparison_tells_fields_words_and_rows(casa: fabricas.Casa, planeacion: Any) -> None:
    modelo = planeacion.documentos.model
    planeacion.justificacion = "Las escuelas del norte necesitan mesas nuevas para este año"
    queda, se_va = (modelo(tipo="marketStudies", titulo=t, url=f"https://e.mx/{t}.pdf") for t in ("Uno", "Dos"))
    planeacion.documentos = [queda, se_va]
    planeacion.save_revision(user=casa.capturista)
    antes = planeacion.get_latest_revision_as_object()
    despues = planeacion.get_latest_revision_as_object()
    despues.justificacion = "Las escuelas del sur necesitan mesas nuevas para este año"
    despues.documentos = [
        modelo(tipo="marketStudies", titulo="Uno bis", url=queda.url, identificador=queda.identificador),
        modelo(tipo="marketStudies", titulo="Tres", url="https://e.mx/3.pdf"),
    ]
    resultado = cambios(antes, despues)
    (campo,) = resultado.campos
    assert campo.titulo == "Justificación"
    assert ("del", "norte") in campo.valor.trozos
    assert ("ins", "sur") in campo.valor.trozos
    (tabla,) = resultado.tablas
    assert [fila.cambio for fila in tabla.filas] == [Cambio.CAMBIADA, Cambio.AGREGADA, Cambio.QUITADA]
    cambiadas = [c for c, celda in zip(tabla.columnas, tabla.filas[0].celdas, strict=True) if celda.cambio]
    assert cambiadas == ["Título"]
    assert not cambios(antes, antes)


def test_a_row_that_only_got_another_id_did_not_change(casa: fabricas.Casa, planeacion: Any) -> None:
    # Wagtail gives a row that is in no table yet a new one, with a new id, at every saving.
    modelo = planeacion.documentos.model

    def version(**campos: Any) -> Any:
        etapa = planeacion.get_latest_revision_as_object()
        fila = {"tipo": "marketStudies", "titulo": "Estudio", "url": "https://e.mx/e.pdf", **campos}
        etapa.documentos = [modelo(**fila)]
        return etapa

    assert not cambios(version(), version())
    (tabla,) = cambios(version(), version(titulo="Estudio de mercado")).tablas
    assert [fila.cambio for fila in tabla.filas] == [Cambio.CAMBIADA]


@pytest.mark.parametrize("quien", QUIENES)
def test_only_people_of_the_institution_read_what_changed(
    como: Any, casa: fabricas.Casa, planeacion: Any, quien: str
) -> None:
    fabricas.llenar(planeacion, casa.capturista, justificacion="Un texto que no es público")
    cliente = como(quien)
    for url in (
        reverse("procesos:cambios", args=[planeacion.pk, planeacion.latest_revision_id]),
        reverse("procesos:historia", args=[planeacion.pk]),
    ):
        respuesta = cliente.get(url)
        assert (respuesta.status_code == 200) == (quien in DE_LA_CASA)
        assert "Un texto que no es público" not in respuesta.content.decode() or quien in DE_LA_CASA


def test_a_version_of_another_stage_is_not_found(como: Any, casa: fabricas.Casa, planeacion: Any) -> None:
    otra = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    url = reverse("procesos:cambios", args=[planeacion.pk, otra.latest_revision_id])
    assert como("capturista").get(url).status_code == 404


def test_the_history_tells_every_act_and_compares_with_what_is_published(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    fabricas.llenar(planeacion, casa.capturista)
    fabricas.enviar(planeacion, casa.capturista)
    tramite.resolver(fabricas.paso_actual(planeacion).pk, casa.revisor, "devolver", "Falta la partida.")
    devuelta = fabricas.llenar(fabricas.etapa_de(planeacion.proceso, "planeacion"), casa.capturista)
    devuelta.current_workflow_state.resume(casa.capturista)
    fabricas.aprobar(devuelta, casa)
    publicada = fabricas.etapa_de(planeacion.proceso, "planeacion")
    publicada.justificacion = "Se corrigió"
    publicada.save_revision(user=casa.capturista)
    cliente = como("oic")
    html = html_de(cliente, planeacion)
    for dicho in ("Guardó el borrador", "Envió a aprobación", "Devolvió como Revisión", "Falta la partida.",
                  "Aprobó como Aprobación", "Se publicó"):  # fmt: skip
        assert dicho in html
    url = reverse("procesos:cambios", args=[publicada.pk, publicada.latest_revision_id])
    contra = cliente.get(url, {"contra": "publicada"}).content.decode()
    assert "Comparada con lo que está publicado." in contra
    assert "Las escuelas lo necesitan." in contra
    assert "Se corrigió" in contra


def test_who_decides_reads_what_changes_row_by_row(como: Any, casa: fabricas.Casa, planeacion: Any) -> None:
    publicada = fabricas.publicar(casa, planeacion)
    publicada.documentos = [
        publicada.documentos.model(tipo="marketStudies", titulo="Estudio", url="https://e.mx/estudio.pdf")
    ]
    fabricas.llenar(publicada, casa.capturista, justificacion="Otra razón")
    fabricas.enviar(publicada, casa.capturista)
    html = como("revisor").get(reverse("procesos:revisar", args=[fabricas.paso_actual(publicada).pk]))
    texto = html.content.decode()
    assert "Qué cambia de lo publicado" in texto
    assert "Agregado" in texto


def consultas_del_tablero(cliente: Any, pagina: Any) -> int:
    """Return how many queries a board takes, once what is cached for every request is warm."""
    html_de(cliente, pagina)
    with CaptureQueriesContext(connection) as consultas:
        html_de(cliente, pagina)
    return len(consultas)


def test_the_board_costs_the_same_whatever_its_history(como: Any, casa: fabricas.Casa, planeacion: Any) -> None:
    cliente = como("capturista")
    fabricas.llenar(planeacion, casa.capturista)
    antes = consultas_del_tablero(cliente, planeacion)
    for numero in range(6):
        fabricas.llenar(planeacion, casa.capturista, justificacion=f"Versión {numero}")
    assert consultas_del_tablero(cliente, planeacion) <= antes
    assert antes < 90
