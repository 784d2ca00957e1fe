"""Linking an account with a private chat: one link, one use, fifteen minutes, and nothing learnt by guessing."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot import vinculos
from bot.models import FALLOS_MAXIMOS, VENTANA_DE_FALLOS, FallosDeVinculo, TokenVinculo, VinculoTelegram
from bot.ordenes import Mensaje, atender
from bot.vinculos import BotNoDisponible, VinculoRechazado
from tests.avisos.mundo import Mundo
from tests.bot.chats import vincular
from tests.servidor_telegram import Falla, ServidorTelegram

NO_VALIDO = "El enlace no es válido o ya venció. Pida uno nuevo en su perfil del portal."
CHAT = 77_000_000_001


@pytest.fixture
def persona(mundo: Mundo) -> User:
    return mundo.personas["norte"]["revisor"]


def pedir_token(persona: User) -> str:
    return parse_qs(urlsplit(vinculos.crear_enlace(persona).url).query)["start"][0]


def iniciar(token: str, chat_id: int = CHAT, tipo: str = "private") -> str:
    return atender(Mensaje(chat_id, tipo, "start", [token], "Ana Pérez"))


def test_el_enlace_lleva_al_bot_que_dice_telegram_y_se_le_pregunta_una_vez(
    persona: User, servidor: ServidorTelegram
) -> None:
    enlaces = [vinculos.crear_enlace(persona), vinculos.crear_enlace(persona)]

    assert [e.url.partition("?start=")[0] for e in enlaces] == ["https://t.me/claraboya_pruebas_bot"] * 2
    assert servidor.llamadas == ["getMe"]


def test_el_nombre_del_bot_puede_venir_de_la_configuracion(
    persona: User, servidor: ServidorTelegram, settings: object
) -> None:
    settings.TELEGRAM_BOT = "@otro_bot"

    assert vinculos.crear_enlace(persona).url.startswith("https://t.me/otro_bot?start=")
    assert servidor.llamadas == []


def test_del_enlace_solo_se_guarda_su_huella(persona: User, servidor: ServidorTelegram) -> None:
    token = pedir_token(persona)

    fila = TokenVinculo.objects.values().get()
    assert len(token) == 43
    assert token not in str(fila)
    assert timedelta(minutes=14) < fila["expira"] - timezone.now() <= timedelta(minutes=15)


def test_un_enlace_bueno_vincula_y_dice_con_que_cuenta(persona: User, servidor: ServidorTelegram) -> None:
    respuesta = iniciar(pedir_token(persona))

    vinculo = VinculoTelegram.objects.get()
    assert (vinculo.usuario, vinculo.chat_id, vinculo.nombre, vinculo.activo) == (persona, CHAT, "Ana Pérez", True)
    assert "Revisor del norte" in respuesta
    assert "/pendientes" in respuesta
    assert ModelLogEntry.objects.get(action="bot.vincular").user == persona


def test_un_enlace_se_usa_una_sola_vez(persona: User, servidor: ServidorTelegram) -> None:
    token = pedir_token(persona)
    iniciar(token)

    assert iniciar(token, chat_id=CHAT + 1) == NO_VALIDO
    assert VinculoTelegram.objects.get().chat_id == CHAT


@pytest.mark.parametrize("caso", ["desconocido", "vencido", "usado", "reemplazado", "vacío de sentido"])
def test_un_enlace_que_no_sirve_tiene_siempre_la_misma_respuesta(
    persona: User, servidor: ServidorTelegram, caso: str
) -> None:
    token = pedir_token(persona)
    if caso == "desconocido":
        token = "x" * 43
    elif caso == "vencido":
        TokenVinculo.objects.update(expira=timezone.now() - timedelta(seconds=1))
    elif caso == "usado":
        TokenVinculo.objects.update(consumido_en=timezone.now())
    elif caso == "reemplazado":
        pedir_token(persona)
    else:
        token = "ñ\x00"

    assert iniciar(token) == NO_VALIDO
    assert VinculoTelegram.objects.count() == 0


@pytest.mark.parametrize("caso", ["cuenta inactiva", "sin acceso al portal"])
def test_quien_ya_no_puede_entrar_al_portal_no_se_vincula(persona: User, servidor: ServidorTelegram, caso: str) -> None:
    token = pedir_token(persona)
    if caso == "cuenta inactiva":
        User.objects.filter(pk=persona.pk).update(is_active=False)
    else:
        persona.groups.clear()

    assert iniciar(token) == NO_VALIDO
    assert VinculoTelegram.objects.count() == 0


@pytest.mark.parametrize("tipo", ["group", "supergroup", "channel"])
def test_en_un_grupo_no_se_vincula_ni_se_gasta_el_enlace(persona: User, servidor: ServidorTelegram, tipo: str) -> None:
    token = pedir_token(persona)

    assert "conversaciones privadas" in iniciar(token, tipo=tipo)
    assert VinculoTelegram.objects.count() == 0
    assert TokenVinculo.objects.get().consumido_en is None


def test_el_chat_de_otra_cuenta_no_se_toma_y_el_enlace_sigue_sirviendo(
    persona: User, mundo: Mundo, servidor: ServidorTelegram
) -> None:
    otra = mundo.personas["sur"]["oic"]
    vincular(otra, CHAT)
    token = pedir_token(persona)

    assert "ya está vinculado con otra cuenta" in iniciar(token)
    assert VinculoTelegram.objects.get().usuario == otra

    atender(Mensaje(CHAT, "private", "desvincular"))
    assert "quedó vinculado" in iniciar(token)
    assert VinculoTelegram.objects.get().usuario == persona


@pytest.mark.parametrize("muerto", ["vínculo inactivo", "cuenta inactiva"])
def test_un_vinculo_muerto_no_ocupa_el_chat(
    persona: User, mundo: Mundo, servidor: ServidorTelegram, muerto: str
) -> None:
    otra = mundo.personas["sur"]["oic"]
    vincular(otra, CHAT)
    if muerto == "cuenta inactiva":
        User.objects.filter(pk=otra.pk).update(is_active=False)
    else:
        VinculoTelegram.objects.update(activo=False)

    assert "quedó vinculado" in iniciar(pedir_token(persona))
    assert VinculoTelegram.objects.get().usuario == persona


def test_vincular_otro_chat_deja_solo_el_nuevo(persona: User, servidor: ServidorTelegram) -> None:
    VinculoTelegram.objects.create(usuario=persona, chat_id=5, activo=False)

    iniciar(pedir_token(persona))

    vinculo = VinculoTelegram.objects.get()
    assert (vinculo.chat_id, vinculo.activo) == (CHAT, True)
    assert vinculos.usuario_de(5) is None


def test_tras_varios_fallos_el_chat_espera_una_hora_aunque_traiga_un_enlace_bueno(
    persona: User, mundo: Mundo, servidor: ServidorTelegram
) -> None:
    respuestas = [iniciar(f"malo{n}") for n in range(FALLOS_MAXIMOS + 2)]
    assert respuestas[:FALLOS_MAXIMOS] == [NO_VALIDO] * FALLOS_MAXIMOS
    assert all("Demasiados intentos" in r for r in respuestas[FALLOS_MAXIMOS:])

    token = pedir_token(persona)
    assert "Demasiados intentos" in iniciar(token)
    assert "quedó vinculado" in iniciar(token, chat_id=CHAT + 1), "los demás chats no pagan por ese"

    FallosDeVinculo.objects.update(desde=timezone.now() - VENTANA_DE_FALLOS)
    assert "quedó vinculado" in iniciar(pedir_token(mundo.personas["norte"]["oic"]))


def test_vincularse_bien_borra_la_cuenta_de_fallos(persona: User, servidor: ServidorTelegram) -> None:
    iniciar("malo")
    iniciar(pedir_token(persona))

    assert FallosDeVinculo.objects.count() == 0


def test_sin_bot_no_hay_enlace(persona: User) -> None:
    with pytest.raises(BotNoDisponible, match="no tiene bot"):
        vinculos.crear_enlace(persona)


@pytest.mark.parametrize("falla", [Falla(), Falla(401, "Unauthorized"), Falla(crudo="<html>", codigo=200)])
def test_si_telegram_no_dice_el_nombre_se_explica_y_no_se_recuerda(
    persona: User, servidor: ServidorTelegram, falla: Falla
) -> None:
    servidor.fallar(falla, metodo="getMe")

    with pytest.raises(BotNoDisponible, match="Inténtelo de nuevo"):
        vinculos.crear_enlace(persona)
    assert TokenVinculo.objects.count() == 0
    assert vinculos.crear_enlace(persona).url


def test_desvincular_olvida_el_chat_y_los_enlaces_pedidos(persona: User, servidor: ServidorTelegram) -> None:
    vincular(persona, CHAT)
    token = pedir_token(persona)

    assert vinculos.desvincular(persona)
    assert not vinculos.desvincular(persona)
    assert VinculoTelegram.objects.count() == 0
    assert iniciar(token) == NO_VALIDO
    assert ModelLogEntry.objects.filter(action="bot.desvincular", user=persona).count() == 1


def test_consumir_dice_por_que_no(persona: User) -> None:
    with pytest.raises(VinculoRechazado, match="no es válido"):
        vinculos.consumir("nada", CHAT, "Ana")


def test_un_grupo_sin_papel_con_acceso_al_portal_tambien_se_vincula(db: None, servidor: ServidorTelegram) -> None:
    comunicacion = Group.objects.create(name="Comunicación")
    comunicacion.permissions.add(Permission.objects.get(codename="access_admin"))
    persona = User.objects.create_user("comunica")
    persona.groups.add(comunicacion)

    assert "quedó vinculado" in iniciar(pedir_token(persona))
