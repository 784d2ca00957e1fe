"""The page that tells what every rule said of a process: four outcomes, and what is missing by its name."""

from typing import Any

import pytest
from django.urls import reverse

from sitio.alertas import resultados as desenlaces
from sitio.alertas.models import Alerta
from sitio.alertas.presentacion import titulo_de_campo
from sitio.alertas.urls_admin import url_de_alerta
from sitio.analisis.registro import BANDERAS
from sitio.publicacion.models import Registro
from tests import fabricas
from tests.alertas.test_admin import texto

OCID = "ocds-213czf-1"


def resultados() -> dict[str, dict[str, list[str]]]:
    grupos = desenlaces.de_registro(Registro.objects.get(ocid=OCID))
    return {grupo.clave: {r.regla.id: r.faltan for r in grupo.renglones} for grupo in grupos}


def test_every_flag_is_in_one_outcome_and_nothing_is_kept(emitir: Any) -> None:
    emitir()
    dichos = resultados()
    assert sorted(bandera for grupo in dichos.values() for bandera in grupo) == sorted(BANDERAS)
    assert "P20" in dichos["bandera"]
    assert not Alerta.objects.exists()


def test_missing_data_is_named_and_never_looks_clean(emitir: Any) -> None:
    emitir(parties=[], tender={"tenderers": [], "numberOfTenderers": None, "procurementMethod": None})
    dichos = resultados()
    assert "tender.numberOfTenderers" in dichos["datos_insuficientes"]["P20"]
    assert "tender.procurementMethod" in dichos["datos_insuficientes"]["P20"]
    assert "tender.status" not in dichos["datos_insuficientes"]["P20"]
    assert "P20" not in dichos["sin_bandera"]


def test_two_bidders_are_no_flag_and_a_cancelled_tender_is_none_of_its_business(emitir: Any) -> None:
    emitir(licitantes=2)
    assert "P20" in resultados()["sin_bandera"]
    emitir(tender={"status": "cancelled"})
    assert "P20" in resultados()["no_aplica"]


@pytest.mark.parametrize("papel", ["capturista", "oic"])
def test_the_page_says_it_in_words(como: Any, emitir: Any, papel: str) -> None:
    emitir()
    dicho = texto(como(papel).get(reverse("alertas:reglas", args=[OCID])))
    assert "P20 Se recibió una sola propuesta" in dicho.split("Levantada (")[1].split("Datos insuficientes (")[0]
    for titulo in ("Datos insuficientes (", "Sin bandera (", "No aplica (", "Se evalúan junto con otros procesos ("):
        assert titulo in dicho
    assert "Que falten datos no quiere decir que esté en orden." in dicho
    assert "limpi" not in dicho.lower()


def test_what_is_raised_leads_to_its_alert_and_what_is_missing_is_told_in_spanish(como: Any, alerta: Alerta) -> None:
    cuerpo = como("oic").get(reverse("alertas:reglas", args=[OCID])).content.decode()
    assert f'href="{url_de_alerta(alerta.pk)}"' in cuerpo
    assert (
        titulo_de_campo("awards.items.unit.value") == "Adjudicaciones › Artículos › Unidad de medida › Precio unitario"
    )


@pytest.mark.parametrize("quien", ["de_otra_casa", "sin_papel", "anonimo"])
def test_outsiders_do_not_reach_it(como: Any, emitir: Any, quien: str) -> None:
    emitir()
    respuesta = como(quien).get(reverse("alertas:reglas", args=[OCID]))
    assert respuesta.status_code in (302, 404)
    assert "P20" not in respuesta.content.decode()


def test_the_board_and_the_alert_lead_to_it(como: Any, casa: fabricas.Casa) -> None:
    proceso = fabricas.proceso(casa)
    url = reverse("alertas:reglas", args=[proceso.ocid])
    tablero = reverse("procesos:tablero", args=[proceso.pk])
    assert url not in como("oic").get(tablero).content.decode()  # nothing is published yet
    fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
    assert url in como("oic").get(tablero).content.decode()
    assert como("oic").get(url).status_code == 200
