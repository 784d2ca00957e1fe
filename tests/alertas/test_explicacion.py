"""The pages of an alert and of a deadline tell which term or threshold was used, and whose it is."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from sitio.alertas import explicacion
from sitio.alertas.models import Alerta, Plazo
from sitio.alertas.urls_admin import url_de_alerta, url_de_plazo, url_de_plazos
from sitio.catalogos.models import Calendario, DiaInhabil
from tests import fabricas
from tests.alertas.con_plantilla import publicar
from tests.alertas.test_admin import PAPELES, texto

TERMINO = {"dias": 10, "unidad": "habiles", "calendario": "estado", "fundamento": "Artículo 70 de la ley estatal"}
ORIGEN = "Plantilla «Compras del estado», versión 2"


@pytest.fixture
def plazo(casa: fabricas.Casa) -> Plazo:
    """The award's deadline under a template with its own term and calendar."""
    estado = Calendario.objects.create(clave="estado", titulo="Calendario del estado")
    DiaInhabil.objects.create(fecha=date(2026, 4, 1), motivo="Estatal", calendario=estado)
    proceso = publicar(casa, plazos=[{"clave": "D12", "activo": True, **TERMINO}])
    return Plazo.objects.get(ocid=proceso.ocid, plazo="D12")


@pytest.mark.parametrize("papel", PAPELES)
def test_the_page_of_a_deadline_tells_its_term_and_whose_it_is(como: Any, plazo: Plazo, papel: str) -> None:
    cliente = como(papel)
    dicho = texto(cliente.get(url_de_plazo(plazo.pk)))
    for frase in (
        "Término 10 días hábiles después",
        "Calendario Calendario del estado",
        "Fundamento Artículo 70 de la ley estatal",
        f"Quién fijó el término {ORIGEN}",
        "Corre desde 20 mar 2026",
        "Presentación y apertura de proposiciones 20 mar 2026",
        "Lo cumple La fecha del fallo publicada en la adjudicación",
        "Le toca a: Área contratante.",
    ):
        assert frase in dicho
    assert url_de_plazo(plazo.pk) in cliente.get(url_de_plazos(), {"situacion": "todas"}).content.decode()


@pytest.mark.parametrize("quien", ["de_otra_casa", "sin_papel", "anonimo"])
def test_outsiders_do_not_reach_the_page_of_a_deadline(como: Any, plazo: Plazo, quien: str) -> None:
    respuesta = como(quien).get(url_de_plazo(plazo.pk))
    assert respuesta.status_code == 302
    assert plazo.ocid not in respuesta.content.decode()


def test_a_deadline_of_the_law_names_no_template(como: Any, casa: fabricas.Casa) -> None:
    proceso = publicar(casa)
    (fallo,) = Plazo.objects.filter(ocid=proceso.ocid, plazo="D12")
    dicho = texto(como("capturista").get(url_de_plazo(fallo.pk)))
    assert "Término 20 días naturales después" in dicho
    assert "Quién fijó el término" not in dicho


def test_the_board_and_the_inbox_lead_to_the_page_and_name_the_template(como: Any, plazo: Plazo) -> None:
    cliente = como("capturista")
    inicio = cliente.get(reverse("wagtailadmin_home"))
    assert url_de_plazo(plazo.pk) not in inicio.content.decode()  # long past when first seen: history, not work
    Plazo.objects.filter(pk=plazo.pk).update(historico=False)
    inicio = cliente.get(reverse("wagtailadmin_home"))
    assert url_de_plazo(plazo.pk) in inicio.content.decode()
    assert f"Artículo 70 de la ley estatal {ORIGEN}" in texto(inicio)


def test_the_page_of_an_alert_tells_the_template_s_threshold(como: Any, casa: fabricas.Casa) -> None:
    proceso = publicar(casa, banderas=[{"clave": "P01", "activa": True, "parametros": {"nacional": 25}}])
    alerta = Alerta.objects.get(ocid=proceso.ocid, bandera="P01")
    dicho = texto(como("oic").get(url_de_alerta(alerta.pk)))
    assert "Mínimo en licitación nacional (LAASSP) 25 días naturales" in dicho
    assert "Mínimo en licitación internacional (LAASSP) 20 días naturales" in dicho
    assert f"Quién fijó los umbrales {ORIGEN}" in dicho
    assert "ajuste" not in dicho


def test_an_alert_of_the_rule_s_own_threshold_names_no_template(como: Any, alerta: Alerta) -> None:
    assert "Quién fijó los umbrales" not in texto(como("oic").get(url_de_alerta(alerta.pk)))


@pytest.mark.parametrize(
    ("plazo", "evidencia", "dicho"),
    [
        ("D10", {"dias": -6, "unidad": "días naturales"}, "6 días naturales antes"),
        ("D18", {"dias": 15, "unidad": "días hábiles"}, "15 días hábiles después"),
        ("O20", {"dias": 12, "unidad": "meses"}, "12 meses después"),
        ("D27", {"dias": 0, "unidad": "días naturales"}, "La fecha pactada"),
        ("D13", {"dias": 0, "unidad": "días naturales"}, "El mismo día"),
        ("D99", {}, "La fecha pactada"),
    ],
)
def test_a_term_in_words(plazo: str, evidencia: dict[str, Any], dicho: str) -> None:
    assert explicacion.termino(Plazo(plazo=plazo, evidencia=evidencia)) == dicho


def test_what_makes_a_date_uncertain_is_said(como: Any, plazo: Plazo) -> None:
    Plazo.objects.filter(pk=plazo.pk).update(
        evidencia={**plazo.evidencia, "calendario_ausente": "estado", "calendario_incompleto": 2026}
    )
    dicho = texto(como("capturista").get(url_de_plazo(plazo.pk)))
    assert "El calendario «estado» ya no existe: se contó con el federal." in dicho
    assert "El calendario no tiene los días inhábiles de 2026" in dicho
    assert "Calendario Federal" in dicho
