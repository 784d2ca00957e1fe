"""Delivery through Telegram: what each answer of the Bot API makes of a message, and of the promise "once"."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from bot.canal import CanalTelegram
from bot.models import VinculoTelegram
from sitio.avisos import tareas
from sitio.avisos.canales import AvisoRendido, EntregaImposible
from sitio.avisos.models import Aviso, Estado
from sitio.avisos.servicios import avisar
from tests.avisos.mundo import Mundo
from tests.bot.chats import vincular
from tests.servidor_telegram import Falla, ServidorTelegram

CHAT = 1001


@pytest.fixture
def persona(mundo: Mundo) -> User:
    persona = mundo.personas["norte"]["capturista"]
    vincular(persona, CHAT)
    return persona


@pytest.fixture
def aviso(mundo: Mundo, persona: User, canal: CanalTelegram) -> Aviso:
    alerta = mundo.levantar_alerta("ocds-nor001-1", bandera="<script>&")
    contexto = {
        "ruta": "/admin/procesos/1/",
        "etapas": ["planeacion", "licitacion"],
        "alertas": [{"pk": alerta.pk, "regla": alerta.bandera, "marca": "a1"}],
        "plazos": [],
    }
    avisar([persona], "novedades", "novedades:1", contexto, ocid=alerta.ocid)
    return Aviso.objects.get()


def reintentar(aviso: Aviso, tiempo: timedelta = timedelta(hours=3)) -> None:
    Aviso.objects.filter(pk=aviso.pk, estado=Estado.PENDIENTE).update(proximo_intento=aviso.creado_en - tiempo)
    tareas.barrer()
    tareas.entregar(aviso.pk)
    aviso.refresh_from_db()


def test_el_mensaje_llega_al_chat_una_vez_en_una_llamada_y_escapado(aviso: Aviso, servidor: ServidorTelegram) -> None:
    tareas.entregar(aviso.pk)
    tareas.entregar(aviso.pk)

    assert servidor.llamadas == ["sendMessage"]
    (mensaje,) = servidor.mensajes
    assert (mensaje.chat_id, mensaje.formato) == (CHAT, "HTML")
    assert "▮▮▯▯▯ Adjudicación" in mensaje.texto
    assert "&lt;script&gt;&amp;" in mensaje.texto
    assert '"is_disabled": true' in mensaje.parametros["link_preview_options"]


@pytest.mark.parametrize("falla", [Falla(), Falla(502, "Bad Gateway"), Falla(crudo="<h1>Bad Gateway</h1>", codigo=502)])
def test_un_error_del_servidor_se_reintenta(aviso: Aviso, servidor: ServidorTelegram, falla: Falla) -> None:
    servidor.fallar(falla, falla)

    tareas.entregar(aviso.pk)
    reintentar(aviso)
    assert (aviso.estado, aviso.intentos, servidor.mensajes) == (Estado.PENDIENTE, 2, [])

    reintentar(aviso)
    assert (aviso.estado, aviso.intentos, len(servidor.mensajes)) == (Estado.ENTREGADO, 3, 1)


def test_cuando_telegram_pide_ir_despacio_se_espera_lo_que_dice(aviso: Aviso, servidor: ServidorTelegram) -> None:
    servidor.fallar(Falla.despacio(90))

    tareas.entregar(aviso.pk)
    tareas.entregar(aviso.pk)
    aviso.refresh_from_db()
    assert (aviso.estado, servidor.llamadas) == (Estado.PENDIENTE, ["sendMessage"])
    assert timedelta(seconds=90) <= aviso.proximo_intento - aviso.tomado_en < timedelta(seconds=95)

    reintentar(aviso)
    assert (aviso.estado, len(servidor.mensajes)) == (Estado.ENTREGADO, 1)


def test_quien_bloquea_al_bot_pierde_el_vinculo_y_no_se_insiste(
    aviso: Aviso, persona: User, servidor: ServidorTelegram, canal: CanalTelegram
) -> None:
    servidor.fallar(Falla.bloqueado())

    tareas.entregar(aviso.pk)
    reintentar(aviso)

    assert (aviso.estado, servidor.llamadas) == (Estado.FALLIDO, ["sendMessage"])
    assert not VinculoTelegram.objects.get(usuario=persona).activo
    assert not canal.alcanza(persona)


def test_un_mensaje_que_telegram_no_acepta_no_se_repite_y_el_vinculo_queda(
    aviso: Aviso, persona: User, servidor: ServidorTelegram
) -> None:
    servidor.fallar(Falla.malformado())

    tareas.entregar(aviso.pk)
    reintentar(aviso)

    assert (aviso.estado, servidor.llamadas) == (Estado.FALLIDO, ["sendMessage"])
    assert "parse entities" in aviso.ultimo_error
    assert VinculoTelegram.objects.get(usuario=persona).activo


@pytest.mark.parametrize("entrega", [True, False])
def test_sin_respuesta_a_tiempo_no_se_repite(
    aviso: Aviso, canal: CanalTelegram, servidor: ServidorTelegram, entrega: bool
) -> None:
    servidor.fallar(Falla.silencio(60, entrega=entrega))
    canal.segundos = 1

    tareas.entregar(aviso.pk)
    reintentar(aviso)

    assert (aviso.estado, aviso.intentos) == (Estado.SIN_ACUSE, 1)
    assert servidor.llamadas == ["sendMessage"]
    assert len(servidor.mensajes) == int(entrega)


@pytest.mark.parametrize(
    "falla",
    [Falla.silencio(0, entrega=True), Falla(crudo="no es JSON", codigo=200, entrega=True)],
    ids=["corte", "200"],
)
def test_una_respuesta_rota_despues_de_enviar_no_repite(aviso: Aviso, servidor: ServidorTelegram, falla: Falla) -> None:
    servidor.fallar(falla)

    tareas.entregar(aviso.pk)
    reintentar(aviso)

    assert (aviso.estado, len(servidor.mensajes)) == (Estado.SIN_ACUSE, 1)


def test_un_servidor_apagado_se_reintenta_hasta_que_vuelve(
    aviso: Aviso, servidor: ServidorTelegram, settings: object
) -> None:
    servidor.apagar()
    tareas.entregar(aviso.pk)
    reintentar(aviso)
    assert (aviso.estado, aviso.intentos) == (Estado.PENDIENTE, 2)

    with ServidorTelegram() as nuevo:
        settings.TELEGRAM_API_URL = nuevo.url
        reintentar(aviso)
        assert (aviso.estado, len(nuevo.mensajes)) == (Estado.ENTREGADO, 1)


def test_un_token_que_telegram_no_reconoce_espera_a_que_se_corrija(
    aviso: Aviso, servidor: ServidorTelegram, settings: object
) -> None:
    settings.TELEGRAM_TOKEN = "987:equivocado-pero-tambien-secreto"
    tareas.entregar(aviso.pk)
    aviso.refresh_from_db()
    assert (aviso.estado, servidor.mensajes) == (Estado.PENDIENTE, [])

    settings.TELEGRAM_TOKEN = servidor.token
    reintentar(aviso)
    assert aviso.estado == Estado.ENTREGADO


def test_sin_bot_o_sin_vinculo_no_se_alcanza_a_nadie(
    persona: User, canal: CanalTelegram, servidor: ServidorTelegram, settings: object
) -> None:
    assert canal.alcanza(persona)
    User.objects.filter(pk=persona.pk).update(is_active=False)
    assert not canal.alcanza(persona)
    User.objects.filter(pk=persona.pk).update(is_active=True)
    VinculoTelegram.objects.update(activo=False)
    assert not canal.alcanza(persona)
    VinculoTelegram.objects.update(activo=True)
    settings.TELEGRAM_TOKEN = ""
    assert not canal.alcanza(persona)


def test_quien_se_desvincula_entre_tanto_no_recibe_nada(
    persona: User, canal: CanalTelegram, servidor: ServidorTelegram
) -> None:
    VinculoTelegram.objects.all().delete()

    with pytest.raises(EntregaImposible):
        canal.enviar(AvisoRendido(persona, "Asunto", "Texto"))
    assert servidor.llamadas == []


def test_vincularse_despues_no_trae_lo_pasado(mundo: Mundo, canal: CanalTelegram, servidor: ServidorTelegram) -> None:
    persona = mundo.personas["norte"]["revisor"]
    avisar([persona], "novedades", "antes", {"ruta": "/"}, ocid="ocds-nor001-1")

    vincular(persona, CHAT)
    tareas.barrer()

    assert Aviso.objects.count() == 0


FALLAS_QUE_HABLAN = [
    Falla(),
    Falla.bloqueado(),
    Falla.despacio(5),
    Falla.malformado(),
    Falla.silencio(0, entrega=False),
    Falla(401, "Unauthorized"),
    # A proxy in between may answer with the URL it was asked for, token and all.
    Falla(crudo="<h1>Bad gateway: {url}</h1>", codigo=502),
    Falla(crudo="<h1>{url}</h1>", codigo=200),
]


@pytest.mark.parametrize("falla", FALLAS_QUE_HABLAN, ids=lambda f: f"{f.codigo} {f.crudo or f.descripcion}"[:30])
def test_el_token_no_aparece_en_bitacoras_ni_en_errores_guardados(
    aviso: Aviso, servidor: ServidorTelegram, caplog: pytest.LogCaptureFixture, falla: Falla
) -> None:
    servidor.fallar(falla)
    secreto = servidor.token.partition(":")[2]

    with (
        caplog.at_level(logging.DEBUG),
        caplog.at_level(logging.DEBUG, "httpx"),
        caplog.at_level(logging.DEBUG, "httpcore"),
    ):
        tareas.entregar(aviso.pk)
        aviso.refresh_from_db()
        Aviso.objects.update(estado=Estado.PENDIENTE, proximo_intento=aviso.creado_en)
        tareas.entregar(aviso.pk)

    assert any(registro.name.startswith("httpx") for registro in caplog.records), "la prueba debe oír a httpx"
    assert secreto not in caplog.text
    assert secreto not in str(list(Aviso.objects.values()))
    assert aviso.ultimo_error
    assert secreto not in aviso.ultimo_error
