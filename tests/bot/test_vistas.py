"""The page of the admin where a person links their own account."""

import re

import pytest
from django.test import Client

from bot import vinculos
from bot.models import TokenVinculo, VinculoTelegram
from bot.ordenes import Mensaje, atender
from tests.avisos.mundo import Mundo
from tests.bot.chats import vincular
from tests.servidor_telegram import Falla, ServidorTelegram

PAGINA = "/admin/telegram/"
QUIENES = ["capturista", "revisor", "aprobador", "oic"]


def entrar(client: Client, mundo: Mundo, papel: str = "revisor", clave: str = "norte") -> None:
    client.force_login(mundo.personas[clave][papel])


@pytest.mark.parametrize("papel", QUIENES)
def test_quien_entra_al_portal_pide_su_enlace_y_el_bot_lo_vincula(
    client: Client, mundo: Mundo, servidor: ServidorTelegram, papel: str
) -> None:
    entrar(client, mundo, papel)
    assert "Vincular mi Telegram" in client.get(PAGINA).content.decode()

    respuesta = client.post(f"{PAGINA}vincular/")

    enlace = re.search(r'href="https://t\.me/claraboya_pruebas_bot\?start=([\w-]{43})"', respuesta.content.decode())
    assert enlace is not None
    assert "Sirve una sola vez y vence el" in respuesta.content.decode()
    assert "no-store" in respuesta.headers["Cache-Control"]
    atender(Mensaje(1001, "private", "start", [enlace[1]], "Ana Pérez"))
    assert VinculoTelegram.objects.get().usuario == mundo.personas["norte"][papel]
    assert "Ana Pérez" in client.get(PAGINA).content.decode()


@pytest.mark.parametrize("ruta", ["", "vincular/", "desvincular/"])
@pytest.mark.parametrize("quien", ["nadie", "sin_papel"])
def test_quien_no_entra_al_portal_no_llega(client: Client, mundo: Mundo, ruta: str, quien: str) -> None:
    if quien == "sin_papel":
        entrar(client, mundo, "sin_papel", "fuera")

    respuesta = client.post(f"{PAGINA}{ruta}") if ruta else client.get(PAGINA)

    assert respuesta.status_code == 302
    assert "/telegram/" not in respuesta.url.partition("?")[0]
    assert TokenVinculo.objects.count() == 0


@pytest.mark.parametrize("ruta", ["vincular/", "desvincular/"])
def test_los_botones_piden_post_y_csrf(mundo: Mundo, servidor: ServidorTelegram, ruta: str) -> None:
    estricto = Client(enforce_csrf_checks=True)
    entrar(estricto, mundo)
    vincular(mundo.personas["norte"]["revisor"])

    assert estricto.get(f"{PAGINA}{ruta}").status_code == 405
    assert estricto.post(f"{PAGINA}{ruta}").status_code == 403
    assert TokenVinculo.objects.count() == 0
    assert VinculoTelegram.objects.count() == 1


def test_cada_quien_ve_y_desvincula_solo_lo_suyo(client: Client, mundo: Mundo, servidor: ServidorTelegram) -> None:
    vincular(mundo.personas["norte"]["revisor"], 1)
    vincular(mundo.personas["norte"]["oic"], 2)
    entrar(client, mundo, "revisor")
    pagina = client.get(PAGINA).content.decode()
    assert "<strong>Revisor</strong>" in pagina
    assert "Oic" not in pagina

    respuesta = client.post(f"{PAGINA}desvincular/", follow=True)

    assert "ya no está vinculada con Telegram" in respuesta.content.decode()
    assert [v.usuario for v in VinculoTelegram.objects.all()] == [mundo.personas["norte"]["oic"]]


def test_un_vinculo_inactivo_explica_que_hacer(client: Client, mundo: Mundo, servidor: ServidorTelegram) -> None:
    vincular(mundo.personas["norte"]["revisor"])
    VinculoTelegram.objects.update(activo=False)
    entrar(client, mundo)

    assert "usted lo bloqueó" in client.get(PAGINA).content.decode()


def test_sin_bot_no_hay_boton_ni_menu_y_se_dice_por_que(client: Client, mundo: Mundo) -> None:
    entrar(client, mundo)

    pagina = client.get(PAGINA).content.decode()
    assert "no tiene bot de Telegram" in pagina
    assert "vincular/" not in pagina
    assert client.post(f"{PAGINA}vincular/").status_code == 503


def test_si_telegram_no_contesta_se_dice_y_no_se_cae(client: Client, mundo: Mundo, servidor: ServidorTelegram) -> None:
    servidor.fallar(Falla(), metodo="getMe")
    entrar(client, mundo)

    respuesta = client.post(f"{PAGINA}vincular/")

    assert respuesta.status_code == 503
    assert "Inténtelo de nuevo en unos minutos" in respuesta.content.decode()


def test_se_llega_desde_el_menu_y_desde_la_cuenta(client: Client, mundo: Mundo, servidor: ServidorTelegram) -> None:
    entrar(client, mundo)

    assert PAGINA in client.get("/admin/").content.decode()
    assert f'href="{PAGINA}"' in client.get("/admin/account/").content.decode()


def test_la_pagina_no_muestra_dos_veces_el_mismo_enlace(
    client: Client, mundo: Mundo, servidor: ServidorTelegram
) -> None:
    persona = mundo.personas["norte"]["revisor"]
    secreto = vinculos.crear_enlace(persona).url
    entrar(client, mundo)

    assert secreto not in client.get(PAGINA).content.decode()
