"""What a stage's rows must hold among themselves before it is sent; a draft may break all of it."""

from typing import Any

import pytest

from sitio.procesos import rechazos, servicios
from sitio.procesos.aprobacion import tramite
from sitio.procesos.entregas import requisitos
from sitio.procesos.models import EtapaPage
from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.procesos.lleno import llenar_todo

pytestmark = pytest.mark.django_db


def licitacion() -> EtapaPage:
    casa = fabricas.casa()
    proceso = fabricas.proceso(casa)
    fabricas.publicar_hasta(casa, proceso, "planeacion")
    return llenar_todo(servicios.crear_etapa(proceso, "licitacion", casa.capturista))


def problemas(etapa: EtapaPage) -> list[tuple[str | None, str]]:
    return [*requisitos.faltantes(etapa)]


def test_rows_that_agree_have_no_problem() -> None:
    assert problemas(licitacion()) == []


@pytest.mark.parametrize(
    ("lista", "campo", "dicho"),
    [
        ("asistentes", "junta", "Asistentes a las juntas, renglón 1: no hay «9» entre juntas de aclaraciones."),
        ("integrantes", "oferta", "renglón 1: no hay «9» entre proposiciones."),
        ("articulos", "lote", "Renglón 1: no hay un lote «9» en esta licitación."),
        ("ofertas", "lotes", "Renglón 1: no hay un lote «9» en esta licitación."),
    ],
)
def test_a_key_that_leads_nowhere_names_its_list_its_row_and_the_remedy(lista: str, campo: str, dicho: str) -> None:
    etapa = licitacion()
    setattr(getattr(etapa, lista).first(), campo, "9")
    [(donde, mensaje)] = problemas(etapa)
    assert donde == lista
    assert dicho in mensaje


def test_a_repeated_key_is_told_once() -> None:
    etapa = licitacion()
    otro = type(etapa.lotes.first())(clave=" 1 ", titulo="Otro")
    etapa.lotes = [etapa.lotes.first(), otro]
    [(donde, mensaje)] = problemas(etapa)
    assert (donde, "la clave «1» está en varios renglones" in mensaje) == ("lotes", True)


def test_a_draft_may_break_every_rule(client: Any) -> None:
    etapa = licitacion()
    etapa.articulos.first().lote = "9"
    etapa.save_revision()
    assert etapa.get_latest_revision_as_object().articulos.first().lote == "9"


@pytest.mark.parametrize(
    ("campo", "dicho"), [("lotes", "no tiene un lote «7»"), ("oferta", "no tiene una proposición «7»")]
)
def test_an_award_finds_its_lots_and_bid_in_the_published_tender(campo: str, dicho: str) -> None:
    casa = fabricas.casa()
    proceso = fabricas.proceso(casa)
    fabricas.publicar_hasta(casa, proceso, "licitacion")
    adjudicacion = servicios.crear_etapa(proceso, "adjudicacion", casa.capturista)
    fabricas.llenar(adjudicacion, casa.capturista, **{campo: "7"})
    assert [(donde, dicho in mensaje) for donde, mensaje in problemas(adjudicacion)] == [(campo, True)]


def test_a_stage_waits_for_the_drafts_before_it(client: Any) -> None:
    casa = fabricas.casa()
    proceso = fabricas.proceso(casa)
    adelantada = servicios.crear_etapa(proceso, "licitacion", casa.capturista)
    fabricas.llenar(adelantada, casa.capturista)
    with pytest.raises(rechazos.AccionRechazada, match="Antes se publica la etapa «planeación»"):
        tramite.enviar(adelantada, casa.capturista)
    assert not Entrega.objects.exists()
