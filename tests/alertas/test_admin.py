"""The inbox in the admin: who sees it, what it explains, and the only thing that can be done there."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from sitio.alertas import presentacion, servicios
from sitio.alertas.models import Alerta, MovimientoAlerta, Plazo
from sitio.alertas.urls_admin import url_de_alerta, url_de_alertas, url_de_plazos
from tests import fabricas

OCID = "ocds-213czf-1"
PAPELES = ["capturista", "revisor", "aprobador", "oic"]


def texto(respuesta: Any) -> str:
    """Return the visible words of a page, without tags and extra space."""
    cuerpo = re.sub(r"<(script|style|template)\b.*?</\1>", " ", respuesta.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", cuerpo).split())


def principal(respuesta: Any) -> str:
    """Return the main part of the page, where our templates write."""
    return respuesta.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("papel", PAPELES)
def test_every_role_sees_the_alerts_and_deadlines_of_its_institution(como: Any, alerta: Alerta, papel: str) -> None:
    lista = texto(como(papel).get(url_de_alertas()))
    assert "Se recibió una sola propuesta" in lista
    assert "Mobiliario escolar" in lista
    assert OCID in lista
    plazos = texto(como(papel).get(url_de_plazos()))
    assert "Emitir el fallo" in plazos
    assert "Artículo 46 de la LAASSP de 2025" in plazos
    assert como(papel).get(url_de_alerta(alerta.pk)).status_code == 200


@pytest.mark.parametrize("quien", ["de_otra_casa", "sin_papel", "anonimo"])
def test_outsiders_see_nothing_of_it(como: Any, alerta: Alerta, quien: str) -> None:
    cliente = como(quien)
    for url in (url_de_alertas(), url_de_plazos(), url_de_alerta(alerta.pk)):
        respuesta = cliente.get(url)
        assert OCID not in respuesta.content.decode()
        assert "Se recibió una sola propuesta" not in respuesta.content.decode()
    assert cliente.get(url_de_alerta(alerta.pk)).status_code == 302


@pytest.mark.parametrize("tabla", ["alertas", "plazos"])
@pytest.mark.parametrize("accion", ["create", "edit", "delete", "history"])
def test_there_is_no_address_to_make_change_or_erase_a_row(tabla: str, accion: str) -> None:
    for argumentos in ([], [1]):
        with pytest.raises(NoReverseMatch):
            reverse(f"{tabla}_modeladmin_{accion}", args=argumentos)


def test_superusers_have_no_buttons_either(client: Client, alerta: Alerta) -> None:
    client.force_login(fabricas.persona("raiz", is_superuser=True))
    for url in (url_de_alertas(), url_de_plazos()):
        cuerpo = principal(client.get(url))
        assert OCID in cuerpo
        assert "/create/" not in cuerpo
        assert "/delete/" not in cuerpo


def test_the_inbox_shows_what_is_open_and_the_filter_shows_all(como: Any, casa: Any, alerta: Alerta) -> None:
    alerta.por_persona("iniciar_revision", casa.oic)
    alerta.por_persona("desestimar", casa.oic, "Lista de licitantes incompleta.")
    cliente = como("oic")
    assert "No hay alertas por atender" in texto(cliente.get(url_de_alertas()))
    assert "Se recibió una sola propuesta" in texto(cliente.get(url_de_alertas(), {"situacion": "todas"}))
    assert "Se recibió una sola propuesta" in texto(cliente.get(url_de_alertas(), {"estado__exact": "desestimada"}))
    assert "No hay alertas por atender" in texto(cliente.get(url_de_alertas(), {"estado__exact": "nueva"}))


def test_the_lists_can_be_narrowed_to_one_rule(como: Any, alerta: Alerta) -> None:
    cliente = como("oic")
    assert OCID in principal(cliente.get(url_de_alertas(), {"bandera": "P20"}))
    assert OCID not in principal(cliente.get(url_de_alertas(), {"bandera": "P01"}))
    plazos = {"situacion": "todas", "plazo": "D12"}
    lista = principal(cliente.get(url_de_plazos(), plazos))
    filas = re.findall(r'class="field-titulo title">(?:\s*<[^>]+>)*\s*([^<]+?)\s*<', lista)
    assert filas == ["Emitir el fallo"]


def test_the_list_of_deadlines_is_ordered_by_date_and_says_how_far(como: Any, emitir: Any) -> None:
    emitir()
    servicios.revisar([OCID])
    hoy = date(2026, 12, 1)
    fallo = Plazo.objects.get(plazo="D12")
    assert presentacion.cuanto_falta(fallo, hoy) == "faltan 9 días"
    assert presentacion.cuanto_falta(fallo, date(2026, 12, 9)) == "falta 1 día"
    assert presentacion.cuanto_falta(fallo, date(2026, 12, 10)) == "vence hoy"
    assert presentacion.cuanto_falta(fallo, date(2026, 12, 12)) == "venció hace 2 días"
    lista = texto(como("oic").get(url_de_plazos(), {"situacion": "todas"}))
    assert lista.index("Celebrar la última junta") < lista.index("Emitir el fallo")


@pytest.mark.parametrize(("estado", "cumplido", "dice"), [("cumplido", 9, "a tiempo"), ("cumplido", 11, "con retraso")])
def test_a_finished_deadline_says_how_it_ended(estado: str, cumplido: int, dice: str) -> None:
    plazo = Plazo(estado=estado, vence=date(2026, 12, 10), cumplido_en=date(2026, 12, cumplido))
    assert dice in presentacion.cuanto_falta(plazo)
    assert presentacion.cuanto_falta(Plazo(estado="cancelado", vence=date(2026, 12, 10))) == "ya no aplica"


def test_the_page_of_an_alert_explains_it(como: Any, alerta: Alerta) -> None:
    pagina = texto(como("oic").get(url_de_alerta(alerta.pk)))
    for parte in (
        "Se recibió una sola propuesta",
        "Severidad: Media",
        "Nueva",
        "Mobiliario escolar",
        OCID,
        "una razón para revisar, no una acusación",
        "Por qué importa Cuando solo participa una empresa",
        "Fundamento Principio de competencia del artículo 134 constitucional; bandera R018",
        "Oferentes distintos 1",
        "Método publicado Licitación pública",
        "Presentación y apertura de proposiciones 20 nov 2026",
        "Se señala cuando participa, como máximo 1 oferente",
        "Regla y versión P20 · 1.0",
        "Qué puede explicarlo El bien o servicio tiene un único proveedor",
        "Qué hacer Revise en el expediente",
        "El análisis",
        "La regla la levantó con los datos publicados.",
    ):
        assert parte in pagina, parte


def test_our_pages_carry_no_inline_script_or_style(como: Any, alerta: Alerta) -> None:
    cliente = como("oic")
    for url in (url_de_alerta(alerta.pk), url_de_alertas() + "?estado__exact=cerrada", url_de_alertas()):
        cuerpo = principal(cliente.get(url))
        assert "<script" not in cuerpo
        assert " style=" not in cuerpo
        assert " onclick=" not in cuerpo


def test_missing_evidence_says_so() -> None:
    assert [presentacion.legible(v) for v in (None, "", [], 0, "2026-03-02", 1234567, "12.50", True, "C-1")] == [
        "No publicado",
        "No publicado",
        "No publicado",
        "0",
        "2 mar 2026",
        "1,234,567",
        "12.5",
        "Sí",
        "C-1",
    ]


def test_evidence_reads_as_people_write_it() -> None:
    piezas = [
        ("contrato", "1682791", "Contrato", "1682791"),
        ("anio", 2017, "Año de los montos máximos", "2017"),
        ("monto", "4000000.00", "Monto del contrato", "$4,000,000.00 MXN"),
        ("suma", 21912.5, "Suma sin IVA (pesos)", "$21,912.50 MXN"),
        ("operaciones", 1200, "Operaciones", "1,200"),
        ("regimen", "LAASSP-2000", "Ley aplicable", "LAASSP de 2000"),
        ("situacion", "sentencia_favorable", "Situación en la lista", "Sentencia favorable"),
        ("coincidencia", "nombre_exacto", "Cómo coincide", "Solo por el nombre, igual"),
        ("metodo", "open", "Método publicado", "Licitación pública"),
        ("metodo", None, "Método publicado", "No publicado"),
    ]
    for nombre, valor, titulo, dice in piezas:
        assert presentacion.pieza(nombre, valor, titulo) == dice


@pytest.mark.parametrize("papel", ["oic", "aprobador"])
def test_a_decision_is_taken_by_a_form(como: Any, casa: Any, alerta: Alerta, papel: str) -> None:
    cliente, url = como(papel), reverse("alertas:mover", args=[alerta.pk])
    assert "Marcar como vista" in texto(cliente.get(url_de_alerta(alerta.pk)))
    respuesta = cliente.post(url, {"accion": "iniciar_revision"}, follow=True)
    assert "La alerta ahora está: en revisión." in texto(respuesta)
    assert "Marcar como vista" not in texto(respuesta)
    respuesta = cliente.post(url, {"accion": "justificar", "motivo": ""}, follow=True)
    assert "escriba el motivo" in texto(respuesta)
    cliente.post(url, {"accion": "justificar", "motivo": "Patente <vigente>."})
    alerta.refresh_from_db()
    assert (alerta.estado, alerta.movimientos.last().usuario) == ("justificada", casa.personas[papel])
    pagina = cliente.get(url_de_alerta(alerta.pk)).content.decode()
    assert "Patente &lt;vigente&gt;." in pagina


@pytest.mark.parametrize("quien", ["capturista", "revisor", "de_otra_casa", "sin_papel", "anonimo"])
def test_whoever_may_not_decide_changes_nothing(como: Any, alerta: Alerta, quien: str) -> None:
    cliente = como(quien)
    cliente.post(reverse("alertas:mover", args=[alerta.pk]), {"accion": "reconocer"})
    alerta.refresh_from_db()
    assert (alerta.estado, MovimientoAlerta.objects.count()) == ("nueva", 1)
    if quien in ("capturista", "revisor"):
        assert "Marcar como vista" not in texto(cliente.get(url_de_alerta(alerta.pk)))


def test_looking_at_the_address_of_the_form_moves_nothing(como: Any, alerta: Alerta) -> None:
    assert como("oic").get(reverse("alertas:mover", args=[alerta.pk]), {"accion": "reconocer"}).status_code == 405
    alerta.refresh_from_db()
    assert alerta.estado == "nueva"


def test_the_form_is_protected_against_other_sites(casa: Any, alerta: Alerta) -> None:
    cliente = Client(enforce_csrf_checks=True)
    cliente.force_login(casa.oic)
    respuesta = cliente.post(reverse("alertas:mover", args=[alerta.pk]), {"accion": "reconocer"})
    assert respuesta.status_code == 403
    alerta.refresh_from_db()
    assert alerta.estado == "nueva"


@pytest.mark.parametrize("papel", PAPELES)
def test_the_dashboard_has_the_inbox_of_my_institution(como: Any, alerta: Alerta, papel: str) -> None:
    inicio = texto(como(papel).get(reverse("wagtailadmin_home")))
    assert "Bandeja: alertas y plazos" in inicio
    assert "1 alerta por atender" in inicio
    assert "Se recibió una sola propuesta" in inicio


def test_an_empty_inbox_says_so_and_outsiders_have_none(como: Any, casa: Any, emitir: Any) -> None:
    inicio = texto(como("oic").get(reverse("wagtailadmin_home")))
    assert "No hay alertas por atender." in inicio
    assert "No hay plazos que corran." in inicio
    assert "Bandeja" not in texto(como("sin_papel").get(reverse("wagtailadmin_home")))


def test_the_board_of_a_process_shows_its_alerts_and_deadlines(como: Any, casa: Any) -> None:
    proceso = fabricas.proceso(casa)
    fabricas.publicar_hasta(casa, proceso, "adjudicacion")
    servicios.revisar([proceso.ocid])
    tablero = texto(como("capturista").get(reverse("procesos:tablero", args=[proceso.pk])))
    assert "Alertas y plazos" in tablero
    assert "Se recibió una sola propuesta" in tablero
    assert "Firmar el contrato" in tablero
    ficha = texto(como("capturista").get(url_de_alerta(Alerta.objects.get(bandera="P20").pk)))
    assert "Abrir el tablero del proceso" in ficha


def test_the_lists_do_not_ask_more_for_more_rows(como: Any, emitir: Any, django_assert_max_num_queries: Any) -> None:
    for n in range(8):
        emitir(f"ocds-213czf-{n}")
    servicios.revisar([f"ocds-213czf-{n}" for n in range(8)])
    cliente = como("oic")
    cliente.get(url_de_alertas())
    for url in (url_de_alertas(), url_de_plazos()):
        with django_assert_max_num_queries(45):
            cliente.get(url)
