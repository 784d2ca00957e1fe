"""The permission matrix of the chat: each command, by role and tenant, tells only what is theirs."""

from typing import Any

import pytest
from django.db import connection

from bot import ordenes
from bot.models import VinculoTelegram
from bot.ordenes import Mensaje, atender
from sitio.procesos.papeles.permisos import SOLO_DE_INSTITUCION, VEN_PROCESOS, Papel
from tests import fabricas
from tests.procesos.mundo_de_la_matriz import alerta_de

pytestmark = pytest.mark.django_db
LUGARES = ("norte", "sur", "otra", "importado")
DE_UNIDAD = [papel.value for papel in Papel if papel not in SOLO_DE_INSTITUCION]
# Whose step waits in every process: who revises is asked first.
DECIDE = {"revisor"}
COLUMNAS = [*Papel.values, *(f"{papel}@norte" for papel in DE_UNIDAD), "todo@sur", "todo@otra", "sin_papel"]


def ve(quien: str) -> set[str]:
    """Which processes this column may hear of."""
    papel, _arroba, donde = quien.partition("@")
    if donde:
        return {donde}
    return {"norte", "sur", "importado"} if papel in VEN_PROCESOS else set()


def decide(quien: str) -> set[str]:
    """In which processes a step waits for this column."""
    return ve(quien) - {"importado"} if quien.partition("@")[0] in {*DECIDE, "todo"} else set()


# Columns by command. A new command fails the test until it says here of what it may tell.
TABLA = {
    "pendientes": decide,
    "plazos": ve,
    "alertas": ve,
    "ayuda": lambda quien: set(),
    "desvincular": lambda quien: set(),
}
ESCRIBEN = {"desvincular"}


@pytest.fixture
def ocids() -> dict[str, str]:
    return {}


@pytest.fixture
def gente(ocids: dict[str, str]) -> dict[str, Any]:
    """Two institutions, two units in one; in each place a stage waits, an alert is open and a deadline runs."""
    casa, otra = fabricas.casa("casa"), fabricas.casa("otra")
    sur = fabricas.otra_unidad(casa)
    for lugar, duena, unidad in (("norte", casa, casa.unidad), ("sur", casa, sur), ("otra", otra, otra.unidad)):
        proceso = fabricas.proceso(duena, titulo=f"zz{lugar}", unidad=unidad)
        planeacion = fabricas.etapa_de(proceso, "planeacion")
        fabricas.llenar(planeacion, duena.capturista)
        fabricas.enviar(planeacion, duena.capturista)
        ocids[lugar] = proceso.ocid
        alerta_de(duena, proceso.ocid, lugar)
    ocids["importado"] = "ocds-213czf-importado"
    alerta_de(casa, ocids["importado"], "importado")
    norte = {
        f"{papel}@norte": fabricas.con_papel(f"{papel}.norte", casa, papel, unidad=casa.unidad) for papel in DE_UNIDAD
    }
    return {
        **casa.personas,
        **norte,
        "todo@sur": fabricas.con_papel("todo.sur", casa, *DE_UNIDAD, unidad=sur),
        "todo@otra": fabricas.con_papel("todo.otra", otra, *Papel.values),
        "sin_papel": fabricas.persona("sin.papel"),
    }


def test_every_command_is_in_the_table() -> None:
    assert set(TABLA) == set(ordenes.ORDENES)


def test_each_command_tells_each_one_only_of_theirs_and_writes_nothing(
    gente: dict[str, Any], ocids: dict[str, str]
) -> None:
    dicho, debido, escrito = {}, {}, set()
    for numero, quien in enumerate(COLUMNAS):
        for orden, permitido in TABLA.items():
            VinculoTelegram.objects.update_or_create(
                usuario=gente[quien], defaults={"chat_id": numero + 1, "activo": True}
            )
            sentencias: list[str] = []

            def anotar(ejecutar: Any, sql: str, *resto: Any, lista: list[str] = sentencias) -> Any:
                lista.append(sql)
                return ejecutar(sql, *resto)

            with connection.execute_wrapper(anotar):
                texto = atender(Mensaje(chat_id=numero + 1, tipo_de_chat="private", orden=orden))
            dicho[quien, orden] = {lugar for lugar, ocid in ocids.items() if ocid in texto}
            debido[quien, orden] = permitido(quien)
            if any(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in sentencias):
                escrito.add(orden)
    assert {celda: dicho[celda] for celda in debido if dicho[celda] != debido[celda]} == {}
    assert escrito == ESCRIBEN


@pytest.mark.parametrize("orden", sorted(TABLA))
@pytest.mark.parametrize("quien", ["sin vínculo", "vínculo inactivo", "cuenta desactivada", "en un grupo"])
def test_a_stranger_a_closed_account_and_a_group_hear_nothing(
    gente: dict[str, Any], ocids: dict[str, str], orden: str, quien: str
) -> None:
    persona = gente["oic"]
    if quien != "sin vínculo":
        VinculoTelegram.objects.create(usuario=persona, chat_id=7, activo=quien != "vínculo inactivo")
    if quien == "cuenta desactivada":
        type(persona).objects.filter(pk=persona.pk).update(is_active=False)
    tipo = "group" if quien == "en un grupo" else "private"
    texto = atender(Mensaje(chat_id=7, tipo_de_chat=tipo, orden=orden))
    assert not any(ocid in texto for ocid in ocids.values())
    assert persona.username not in texto
    assert VinculoTelegram.objects.count() == (quien != "sin vínculo")
    assert "fundamento" not in texto
