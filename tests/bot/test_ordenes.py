"""What each person may ask the bot, and what nobody else may: every command, every role, both institutions."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from bot.models import VinculoTelegram
from bot.ordenes import ORDENES, Mensaje, atender
from sitio.alertas.urls_admin import url_de_alertas, url_de_plazos
from sitio.procesos.aprobacion import pasos, tramite
from tests.avisos.mundo import Mundo
from tests.bot.chats import vincular

CHAT = 1001
SIN_VINCULO = "Este chat no está vinculado"
VACIOS = {
    "pendientes": "Ninguna etapa espera su decisión.",
    "plazos": "No hay plazos abiertos en sus instituciones.",
    "alertas": "No hay alertas abiertas en sus instituciones.",
}
PERSONAS = [
    *[(clave, papel) for clave in ("norte", "sur") for papel in ("capturista", "revisor", "aprobador", "oic")],
    ("fuera", "superusuario"),
    ("fuera", "sin_papel"),
]
# Who sees something in each list: everything in the world of these tests happens in norte.
VEN = {
    "pendientes": {("norte", "revisor")},
    "plazos": {("norte", p) for p in ("capturista", "revisor", "aprobador", "oic")} | {("fuera", "superusuario")},
    "alertas": {("norte", p) for p in ("capturista", "revisor", "aprobador", "oic")} | {("fuera", "superusuario")},
}


@pytest.fixture
def ocid(mundo: Mundo) -> str:
    """A process of norte with a stage to be reviewed, an alert and a deadline."""
    proceso = mundo.abrir_proceso("norte")
    mundo.enviar_planeacion(proceso)
    mundo.levantar_alerta(proceso.ocid)
    mundo.fijar_plazo(proceso.ocid)
    return proceso.ocid


def preguntar(orden: str, chat_id: int = CHAT, tipo: str = "private") -> str:
    return atender(Mensaje(chat_id, tipo, orden))


@pytest.mark.parametrize("orden", ["pendientes", "plazos", "alertas"])
@pytest.mark.parametrize("quien", PERSONAS, ids="-".join)
def test_cada_quien_ve_solo_lo_de_sus_instituciones(
    mundo: Mundo, ocid: str, orden: str, quien: tuple[str, str]
) -> None:
    clave, papel = quien
    vincular(mundo.personas[clave][papel], CHAT)

    respuesta = preguntar(orden)

    if quien in VEN[orden]:
        assert ocid in respuesta
        assert "https://contrataciones.example.mx/admin/procesos/" in respuesta
    else:
        assert respuesta == VACIOS[orden]


@pytest.mark.parametrize("orden", [*ORDENES, "start", "help", "aprobar", ""])
@pytest.mark.parametrize("caso", ["sin vínculo", "vínculo inactivo", "cuenta inactiva", "otro chat"])
def test_quien_no_esta_vinculado_solo_recibe_como_vincularse(mundo: Mundo, ocid: str, orden: str, caso: str) -> None:
    persona = mundo.personas["norte"]["revisor"]
    chat_id = CHAT
    if caso != "sin vínculo":
        vincular(persona, CHAT)
    if caso == "vínculo inactivo":
        VinculoTelegram.objects.update(activo=False)
    elif caso == "cuenta inactiva":
        User.objects.filter(pk=persona.pk).update(is_active=False)
    elif caso == "otro chat":
        chat_id = CHAT + 1

    respuesta = preguntar(orden, chat_id)

    assert respuesta.startswith(SIN_VINCULO)
    assert "https://contrataciones.example.mx/admin/telegram/" in respuesta
    assert ocid not in respuesta
    assert persona.get_full_name() not in respuesta
    assert VinculoTelegram.objects.count() == (0 if caso == "sin vínculo" else 1)


@pytest.mark.parametrize("orden", [*ORDENES, "start"])
@pytest.mark.parametrize("tipo", ["group", "supergroup", "channel"])
def test_fuera_de_una_conversacion_privada_no_se_dice_nada(mundo: Mundo, ocid: str, orden: str, tipo: str) -> None:
    vincular(mundo.personas["norte"]["revisor"], CHAT)

    assert preguntar(orden, tipo=tipo) == "Este bot atiende solo en conversaciones privadas."
    assert VinculoTelegram.objects.count() == 1


def test_quien_pierde_su_papel_deja_de_ver_al_momento(mundo: Mundo, ocid: str) -> None:
    persona = mundo.personas["norte"]["revisor"]
    vincular(persona, CHAT)
    assert ocid in preguntar("alertas")

    persona.groups.clear()

    assert [preguntar(orden) for orden in VACIOS] == list(VACIOS.values())


@pytest.mark.parametrize("orden", ["ayuda", "start", "help", "no_existe", ""])
def test_lo_que_no_es_una_orden_recibe_la_ayuda_con_el_nombre_de_la_cuenta(mundo: Mundo, orden: str) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)

    respuesta = preguntar(orden)

    assert "Oic del norte" in respuesta
    assert [f"/{clave} " in respuesta for clave in ORDENES] == [True] * len(ORDENES)


def test_pendientes_dice_etapa_limite_y_enlace_y_no_lo_que_se_contrata(mundo: Mundo, ocid: str) -> None:
    persona = mundo.personas["norte"]["revisor"]
    vincular(persona, CHAT)
    tarea = pasos.tareas_pendientes(persona)[0]

    respuesta = preguntar("pendientes")

    assert "1 etapa espera su decisión" in respuesta
    assert "Planeación: límite" in respuesta
    assert f'<a href="https://contrataciones.example.mx{tarea.url}">{ocid}</a>' in respuesta
    assert "Equipo médico" not in respuesta


def test_pendientes_pasa_a_quien_aprueba_cuando_alguien_reviso(mundo: Mundo, ocid: str) -> None:
    revisor, aprobador = mundo.personas["norte"]["revisor"], mundo.personas["norte"]["aprobador"]
    vincular(revisor, CHAT)
    vincular(aprobador, CHAT + 1)

    tramite.resolver(pasos.tareas_pendientes(revisor)[0].estado_pk, revisor, "aprobar")

    assert preguntar("pendientes") == VACIOS["pendientes"]
    assert ocid in preguntar("pendientes", CHAT + 1)


def test_los_plazos_van_por_fecha_con_los_vencidos_y_sin_los_cumplidos(mundo: Mundo) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)
    mundo.fijar_plazo("ocds-lejos", dias=40)
    mundo.fijar_plazo("ocds-vencido", dias=-2, estado="vencido")
    mundo.fijar_plazo("ocds-pronto", dias=1)
    mundo.fijar_plazo("ocds-cumplido", estado="cumplido")
    mundo.fijar_plazo("ocds-historico", dias=-900, estado="vencido", historico=True)

    respuesta = preguntar("plazos")

    lugares = [respuesta.index(f"ocds-{nombre}</a>") for nombre in ("vencido", "pronto", "lejos")]
    assert lugares == sorted(lugares)
    assert "venció hace 2 días" in respuesta
    assert "falta 1 día" in respuesta
    assert "ocds-cumplido" not in respuesta
    assert "ocds-historico" not in respuesta


def test_las_alertas_van_por_gravedad_sin_las_resueltas_y_no_acusan(mundo: Mundo) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)
    mundo.levantar_alerta("ocds-leve", severidad=2)
    mundo.levantar_alerta("ocds-grave", severidad=5, sujeto="Proveedora del Valle")
    mundo.levantar_alerta("ocds-cerrada", estado="cerrada")

    respuesta = preguntar("alertas")

    assert "2 alertas abiertas" in respuesta
    assert respuesta.index("ocds-grave</a>") < respuesta.index("ocds-leve</a>")
    assert "ocds-cerrada" not in respuesta
    assert "indicio para revisar, no una acusación" in respuesta
    assert "Proveedora" not in respuesta


@pytest.mark.parametrize(("orden", "ruta"), [("alertas", url_de_alertas), ("plazos", url_de_plazos)])
def test_una_lista_larga_muestra_diez_y_enlaza_el_resto(mundo: Mundo, orden: str, ruta: Callable[[], str]) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)
    for n in range(13):
        mundo.levantar_alerta(f"ocds-{n}")
        mundo.fijar_plazo(f"ocds-{n}")

    respuesta = preguntar(orden)

    assert respuesta.count("• ") == 10
    assert f'<a href="https://contrataciones.example.mx{ruta()}">y 3 más en el portal</a>' in respuesta
    assert len(respuesta) <= 4096


def test_un_proceso_importado_se_enlaza_a_su_pagina_publica(mundo: Mundo) -> None:
    vincular(mundo.personas["fuera"]["superusuario"], CHAT)
    mundo.levantar_alerta("ocds-imp001-7")

    assert 'href="https://contrataciones.example.mx/contrataciones/ocds-imp001-7/"' in preguntar("alertas")


def test_lo_que_viene_de_los_datos_va_escapado(mundo: Mundo) -> None:
    persona = mundo.personas["norte"]["oic"]
    persona.first_name = "<i>Ana</i> & Co"
    persona.save()
    vincular(persona, CHAT)
    mundo.levantar_alerta("ocds-<b>", bandera="<script>")

    assert "&lt;i&gt;Ana&lt;/i&gt; &amp; Co" in preguntar("ayuda")
    assert "&lt;script&gt;" in preguntar("alertas")
    assert "<b>ocds" not in preguntar("alertas")


def test_desvincular_olvida_el_chat_y_lo_dice(mundo: Mundo) -> None:
    vincular(mundo.personas["norte"]["oic"], CHAT)

    assert "ya no está vinculado con la cuenta de <b>Oic del norte</b>" in preguntar("desvincular")
    assert VinculoTelegram.objects.count() == 0
    assert preguntar("alertas").startswith(SIN_VINCULO)
