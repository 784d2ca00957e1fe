"""The page that tries another threshold: what would enter and leave, and nothing is stored."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from sitio.alertas.models import Alerta, Corrida
from sitio.alertas.vistas.umbrales import TURNO
from tests import fabricas
from tests.alertas.test_admin import texto
from tests.alertas.test_ordenes import correr


@pytest.fixture(autouse=True)
def _almacen(tmp_path: Path, settings: Any) -> None:
    settings.CARPETA_DE_ANALISIS = tmp_path / "analisis"


@pytest.fixture
def cliente(client: Any, casa: Any) -> Any:
    client.force_login(fabricas.persona("jefa", is_superuser=True))
    return client


def direccion() -> str:
    return reverse("alertas:probar_umbral")


def test_it_tells_what_would_enter_and_leave_and_keeps_nothing(cliente: Any, emitir: Any) -> None:
    for n, licitantes in ((1, 1), (2, 2)):
        emitir(f"ocds-213czf-{n}", licitantes=licitantes)
    correr("analizar", "--todo")
    antes = Alerta.objects.count(), Corrida.objects.count()

    pagina = texto(cliente.get(direccion(), {"bandera": "P20"}))
    assert "Se señala cuando participa, como máximo" in pagina
    assert "Las cifras son de la última vez que se revisó todo lo publicado" in pagina
    for valor, dice in (("2", "Entraría 1 caso · Saldrían 0 casos"), ("0", "Entrarían 0 casos · Saldría 1 caso")):
        respuesta = cliente.post(direccion(), {"bandera": "P20", "maximo": valor})
        assert dice in texto(respuesta)
    cuerpo = cliente.post(direccion(), {"bandera": "P20", "maximo": "2"}).content.decode()
    assert f'href="{reverse("alertas:reglas", args=["ocds-213czf-2"])}"' in cuerpo

    for valor in ("uno", "1.5", "-1", ""):
        respuesta = cliente.post(direccion(), {"bandera": "P20", "maximo": valor})
        assert respuesta.status_code == 422
        assert list(respuesta.context["form"].errors) == ["maximo"]
    igual = cliente.post(direccion(), {"bandera": "P20", "maximo": "1"})
    assert "cambie al menos uno" in texto(igual)

    assert (Alerta.objects.count(), Corrida.objects.count()) == antes


def test_one_trial_at_a_time(cliente: Any) -> None:
    cache.set(TURNO, value=True)
    respuesta = cliente.post(direccion(), {"bandera": "P20", "maximo": "2"})
    assert respuesta.status_code == 503
    assert "Se está haciendo otra prueba" in texto(respuesta)
    cache.delete(TURNO)


def test_without_a_store_it_says_so_and_an_unknown_flag_asks_for_one(cliente: Any) -> None:
    assert "Todavía no se revisa todo lo publicado" in texto(cliente.get(direccion()))
    assert cliente.post(direccion(), {"bandera": "P99"}).status_code == 422


def test_who_may_not_set_thresholds_does_not_try_them(como: Any) -> None:
    assert como("oic").get(direccion()).status_code in (302, 403)
