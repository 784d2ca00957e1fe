"""The bot as a process: updates in, messages out, over a real wire."""

import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.management import CommandError, call_command
from django.db import connection
from telegram import Update
from telegram.ext import ApplicationBuilder

from bot import aplicacion, vinculos
from bot.models import VinculoTelegram
from tests.avisos.mundo import Mundo
from tests.bot.chats import vincular
from tests.servidor_telegram import Falla, ServidorTelegram

RAIZ = Path(__file__).resolve().parents[2]
CHAT = 1001


def procesar(*updates: dict[str, Any]) -> None:
    """Run updates through the application, in this thread and its database."""

    async def correr() -> None:
        app = aplicacion.construir(ApplicationBuilder().updater(None))
        async with app:
            for update in updates:
                await app.process_update(Update.de_json(update, app.bot))

    async_to_sync(correr)()


def test_las_ordenes_llegan_a_quien_las_envia_con_o_sin_el_nombre_del_bot(
    mundo: Mundo, servidor: ServidorTelegram
) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)
    textos = ["/plazos", "/Plazos@claraboya_pruebas_bot", "/plazos de hoy"]

    procesar(*[servidor.encolar_update(texto, CHAT) for texto in textos])

    assert [(m.chat_id, m.texto, m.formato) for m in servidor.mensajes] == [
        (CHAT, "No hay plazos abiertos en sus instituciones.", "HTML")
    ] * 3


@pytest.mark.parametrize("texto", ["hola", "/no_existe", "¿qué plazos tengo?"])
def test_lo_que_no_se_entiende_recibe_ayuda(mundo: Mundo, servidor: ServidorTelegram, texto: str) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)

    procesar(servidor.encolar_update(texto, CHAT))

    assert "/pendientes" in servidor.mensajes[0].texto


def test_el_enlace_del_portal_vincula_al_abrirlo(mundo: Mundo, servidor: ServidorTelegram) -> None:
    persona = mundo.personas["norte"]["aprobador"]
    token = vinculos.crear_enlace(persona).url.partition("?start=")[2]

    procesar(servidor.encolar_update(f"/start {token}", CHAT, nombre="Ana"))

    vinculo = VinculoTelegram.objects.get()
    assert (vinculo.usuario, vinculo.chat_id, vinculo.nombre) == (persona, CHAT, "Ana")
    assert "Aprobador del norte" in servidor.mensajes[0].texto


def test_en_un_grupo_solo_se_responde_a_ordenes_y_sin_decir_nada(mundo: Mundo, servidor: ServidorTelegram) -> None:
    persona = mundo.personas["norte"]["oic"]
    vincular(persona, CHAT)
    mundo.levantar_alerta("ocds-nor001-1")
    orden, charla = (servidor.encolar_update(t, -CHAT, tipo="group") for t in ("/alertas", "hola a todos"))

    procesar(orden, charla)

    assert [m.texto for m in servidor.mensajes] == ["Este bot atiende solo en conversaciones privadas."]


def test_un_mensaje_editado_no_es_una_orden(mundo: Mundo, servidor: ServidorTelegram) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)
    update = servidor.encolar_update("/desvincular", CHAT)
    update["edited_message"] = update.pop("message")

    procesar(update)

    assert VinculoTelegram.objects.count() == 1
    assert servidor.mensajes == []


def test_una_respuesta_larga_va_en_varios_mensajes(mundo: Mundo, servidor: ServidorTelegram) -> None:
    persona = mundo.personas["norte"]["oic"]
    vincular(persona, CHAT)
    for n in range(10):
        mundo.levantar_alerta(f"ocds-{'a' * 190}{n}")

    procesar(servidor.encolar_update("/alertas", CHAT))

    assert len(servidor.mensajes) == 2
    assert all(len(m.texto) <= 4096 for m in servidor.mensajes)


def test_si_una_respuesta_falla_se_sigue_atendiendo(
    mundo: Mundo, servidor: ServidorTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)
    servidor.fallar(Falla.bloqueado())

    with caplog.at_level(logging.DEBUG):
        procesar(servidor.encolar_update("/plazos", CHAT), servidor.encolar_update("/alertas", CHAT))

    assert [m.texto for m in servidor.mensajes] == ["No hay alertas abiertas en sus instituciones."]
    assert "Telegram no tomó una respuesta: Forbidden" in caplog.text
    assert servidor.token.partition(":")[2] not in caplog.text


def test_sin_token_la_orden_explica_que_falta() -> None:
    with pytest.raises(CommandError, match=r"Falta TELEGRAM_TOKEN.*@BotFather"):
        call_command("bot")


@contextmanager
def bot_en_marcha(servidor: ServidorTelegram, base: str, token: str = "") -> Iterator[subprocess.Popen[str]]:
    """`manage.py bot` in a process of its own; killed at the end if it is still there."""
    entorno = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sitio.ajustes.desarrollo",
        "DATABASE_URL": base,
        "TELEGRAM_API_URL": servidor.url,
        "TELEGRAM_TOKEN": token or servidor.token,
        "NIVEL_DE_BITACORA": "DEBUG",
        "PYTHONUNBUFFERED": "1",
    }
    proceso = subprocess.Popen(
        [sys.executable, "manage.py", "bot"],
        cwd=RAIZ,
        env=entorno,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield proceso
    finally:
        proceso.kill()
        proceso.communicate()


@pytest.fixture
def base(tmp_path: Path) -> str:
    """A URL through which another process reads this test's database, as it is now."""
    if connection.vendor != "sqlite":
        return f"postgresql:///{connection.settings_dict['NAME']}"
    return f"sqlite:///{tmp_path / 'bot.sqlite3'}"


def compartir(base: str) -> None:
    """SQLite in memory is of one process only: leave a copy of it in the file of `base`."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(base.removeprefix("sqlite:///")) as copia:
            connection.connection.backup(copia)
        copia.close()


@pytest.mark.lenta
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("senal", [signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name)
def test_el_proceso_pregunta_responde_y_se_detiene_bien(
    mundo: Mundo, servidor: ServidorTelegram, base: str, senal: signal.Signals
) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)
    mundo.levantar_alerta("ocds-nor001-1")
    compartir(base)
    servidor.fallar(Falla(), Falla(crudo="<h1>Bad gateway: {url}</h1>", codigo=502), metodo="getUpdates")
    servidor.encolar_update("/alertas", CHAT)
    servidor.encolar_update("/alertas", CHAT + 1)

    with bot_en_marcha(servidor, base) as proceso:
        mensajes = servidor.esperar(2, segundos=60)
        servidor.encolar_update("/plazos", CHAT)
        servidor.esperar(3, segundos=60)
        proceso.send_signal(senal)
        salida, _ = proceso.communicate(timeout=30)

    assert proceso.returncode == 0, salida
    assert "ocds-nor001-1" in next(m.texto for m in mensajes if m.chat_id == CHAT)
    assert "no está vinculado" in next(m.texto for m in mensajes if m.chat_id == CHAT + 1)
    assert len(servidor.mensajes) == 3
    assert "@claraboya_pruebas_bot atiende." in salida
    assert "El bot se detuvo." in salida
    assert "Bad gateway" in salida, "la bitácora debe traer lo que el servidor dijo"
    assert servidor.token.partition(":")[2] not in salida


@pytest.mark.lenta
def test_un_token_equivocado_se_explica_y_no_se_imprime(servidor: ServidorTelegram, tmp_path: Path) -> None:
    with bot_en_marcha(servidor, f"sqlite:///{tmp_path / 'nada.sqlite3'}", token="55:no-es-este-secreto") as proceso:
        salida, _ = proceso.communicate(timeout=60)

    assert proceso.returncode == 1
    assert "no reconoce TELEGRAM_TOKEN" in salida
    assert "no-es-este-secreto" not in salida
