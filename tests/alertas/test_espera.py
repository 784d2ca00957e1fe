"""What waits for another alert, or is silenced, is kept, said so, and told nobody until its time comes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from sitio.alertas import servicios, tareas
from sitio.alertas.models import Alerta, Silencio
from sitio.alertas.transiciones import TransicionNoPermitida
from sitio.alertas.urls_admin import url_de_alerta, url_de_alertas
from sitio.alertas.vida import decisiones, inhibiciones, silencios
from tests import fabricas
from tests.alertas.filas import fila
from tests.alertas.test_admin import texto

OCID = "ocds-213czf-1"
MOTIVO = "Se está sustituyendo el sistema."


def manana() -> Any:
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def pareja(casa: fabricas.Casa, emitir: Any) -> tuple[Alerta, Alerta]:
    """P12 inhibits P14: the same award, above the limit and just under it."""
    emitir(licitantes=2)
    madre, hija = (fila(casa.publicador, bandera, OCID, por_anunciar=True) for bandera in ("P12", "P14"))
    inhibiciones.aplicar([OCID])
    madre.refresh_from_db()
    hija.refresh_from_db()
    return madre, hija


def test_the_lesser_one_waits_while_the_greater_one_is_open(pareja: tuple[Alerta, Alerta], oidas: Any) -> None:
    madre, hija = pareja
    assert (madre.inhibida_por, hija.inhibida_por, hija.estado) == ("", "P12", "nueva")
    assert [m.motivo for m in hija.movimientos.all()] == ["Espera: mientras esté abierta P12, dice lo mismo."]
    assert list(Alerta.objects.por_atender()) == [madre]
    tareas.anunciar_pendientes()
    assert [aviso["alertas"] for aviso in oidas] == [[madre.pk]]
    inhibiciones.aplicar([OCID])
    assert hija.movimientos.count() == 1


def test_it_comes_back_and_is_told_when_the_greater_one_is_decided(
    casa: fabricas.Casa, pareja: tuple[Alerta, Alerta], oidas: Any
) -> None:
    madre, hija = pareja
    tareas.anunciar_pendientes()
    decisiones.mover_alerta(madre, casa.oic, "iniciar_revision")
    decisiones.mover_alerta(madre, casa.oic, "desestimar", "El límite era otro.")
    hija.refresh_from_db()
    assert (hija.inhibida_por, hija.movimientos.last().motivo) == ("", "Deja de esperar: lo que la inhibía se cerró.")
    tareas.anunciar_pendientes()
    assert [aviso["alertas"] for aviso in oidas] == [[madre.pk], [hija.pk]]


def test_only_of_the_same_supplier_where_it_is_of_one(casa: fabricas.Casa) -> None:
    fila(casa.publicador, "L03", OCID, "X-1")
    de_otro, del_mismo = fila(casa.publicador, "L04", OCID, "X-2"), fila(casa.publicador, "L04", OCID, "X-1")
    de_otro_proceso = fila(casa.publicador, "L04", "ocds-213czf-2", "X-1")
    inhibiciones.aplicar([OCID, "ocds-213czf-2"])
    esperan = dict(Alerta.objects.filter(bandera="L04").values_list("pk", "inhibida_por"))
    assert esperan == {de_otro.pk: "", del_mismo.pk: "L03", de_otro_proceso.pk: ""}


def test_a_procedure_that_is_called_off_makes_all_its_alerts_wait(casa: fabricas.Casa, emitir: Any) -> None:
    emitir(licitantes=2)
    espera, sobre_lo_cancelado = fila(casa.publicador, "P99", OCID), fila(casa.publicador, "P36", OCID)
    emitir(tender={"status": "cancelled"})
    servicios.revisar([OCID])
    espera.refresh_from_db()
    sobre_lo_cancelado.refresh_from_db()
    assert (espera.inhibida_por, sobre_lo_cancelado.inhibida_por) == ("cancelado", "")
    emitir(tender={"status": "complete"})
    servicios.revisar([OCID])
    espera.refresh_from_db()
    assert (espera.inhibida_por, espera.por_anunciar) == ("", True)


def test_the_inbox_and_the_page_say_what_waits(como: Any, pareja: tuple[Alerta, Alerta]) -> None:
    madre, hija = pareja
    cliente = como("oic")
    por_atender = cliente.get(url_de_alertas()).content.decode()
    assert url_de_alerta(madre.pk) in por_atender
    assert url_de_alerta(hija.pk) not in por_atender
    en_espera = cliente.get(url_de_alertas(), {"situacion": "inhibidas"})
    assert url_de_alerta(madre.pk) not in en_espera.content.decode()
    assert "Nueva · espera a P12" in texto(en_espera)
    assert "Espera y no se avisa mientras esté abierta P12" in texto(cliente.get(url_de_alerta(hija.pk)))


@pytest.mark.parametrize("alcance", ["bandera", "unidad", "proceso"])
def test_what_is_silenced_is_not_told_and_is_listed_as_such(
    como: Any, casa: fabricas.Casa, emitir: Any, oidas: Any, alcance: str
) -> None:
    proceso = fabricas.proceso(casa)
    fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
    callada = fila(casa.publicador, "P20", proceso.ocid, por_anunciar=True)
    otra = fila(casa.publicador, "P01", OCID, por_anunciar=True)
    que = {"bandera": {"bandera": "P20"}, "unidad": {"unidad": casa.unidad}, "proceso": {"ocid": proceso.ocid}}[alcance]
    silencio = silencios.silenciar(casa.oic, casa.publicador, hasta=manana(), motivo=MOTIVO, **que)
    tareas.anunciar_pendientes()
    assert [aviso["alertas"] for aviso in oidas] == [[otra.pk]]
    assert list(Alerta.objects.por_atender()) == [otra]
    cliente = como("oic")
    assert "Nueva · silenciada" in texto(cliente.get(url_de_alertas(), {"situacion": "silenciadas"}))
    assert url_de_alerta(callada.pk) not in cliente.get(url_de_alertas()).content.decode()
    assert f"por oic.sefin: {MOTIVO}" in texto(cliente.get(url_de_alerta(callada.pk)))

    Silencio.objects.filter(pk=silencio.pk).update(hasta=timezone.localdate() - timedelta(days=1))
    tareas.anunciar_pendientes()
    assert [aviso["alertas"] for aviso in oidas] == [[otra.pk], [callada.pk]]


def test_a_silence_of_another_institution_silences_nothing_here(casa: fabricas.Casa) -> None:
    otra = fabricas.casa("otra")
    silencios.silenciar(otra.oic, otra.publicador, bandera="P20", hasta=manana(), motivo=MOTIVO)
    aqui = fila(casa.publicador, "P20", OCID)
    assert list(Alerta.objects.sin_silenciar()) == [aqui]


SIN_LIMITE: list[tuple[dict[str, Any], str]] = [
    ({}, "Diga qué se silencia"),
    ({"bandera": "P20", "motivo": " "}, "Escriba el motivo"),
    ({"bandera": "P20", "hasta": timezone.localdate() - timedelta(days=1)}, "dura de hoy a 180 días"),
    ({"bandera": "P20", "hasta": timezone.localdate() + timedelta(days=181)}, "dura de hoy a 180 días"),
    ({"ocid": "ocds-213czf-nada"}, "no es de esta institución"),
]


def test_a_silence_without_bounds_is_refused(casa: fabricas.Casa) -> None:
    for que, dice in SIN_LIMITE:
        with pytest.raises(TransicionNoPermitida, match=dice):
            silencios.silenciar(casa.oic, casa.publicador, **{"hasta": manana(), "motivo": MOTIVO, **que})
    assert not Silencio.objects.exists()


def test_the_database_itself_refuses_a_silence_over_everything(casa: fabricas.Casa) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Silencio.objects.create(publicador=casa.publicador, hasta=manana(), motivo=MOTIVO, creado_por=casa.oic)


def test_only_internal_control_silences(como: Any, casa: fabricas.Casa) -> None:
    datos = {"publicador": casa.publicador.pk, "bandera": "P20", "hasta": manana().isoformat(), "motivo": MOTIVO}
    for quien in ("capturista", "revisor", "aprobador", "administracion"):
        cliente = como(quien)
        assert "Silenciar alertas" not in texto(cliente.get(reverse("alertas:silencios")))
        assert cliente.post(reverse("alertas:silencios"), datos).status_code == 302
        assert not Silencio.objects.exists()


def test_the_page_of_silences_makes_and_ends_one(como: Any, casa: fabricas.Casa) -> None:
    cliente, url = como("oic"), reverse("alertas:silencios")
    assert "No hay silencios: todo se avisa." in texto(cliente.get(url))
    datos = {"publicador": casa.publicador.pk, "bandera": "P20", "hasta": manana().isoformat()}
    assert cliente.post(url, {**datos, "motivo": ""}).status_code == 422
    cliente.post(url, {**datos, "motivo": "Por <revisar>"})
    silencio = Silencio.objects.get()
    pagina = cliente.get(url)
    assert "Por &lt;revisar&gt;" in pagina.content.decode()
    assert "P20 Se recibió una sola propuesta Cualquiera Cualquiera" in texto(pagina)
    levantar = reverse("alertas:levantar_silencio", args=[silencio.pk])
    assert cliente.get(levantar).status_code == 405
    cliente.post(levantar)
    silencio.refresh_from_db()
    assert (silencio.levantado_por, silencio.levantado_en is not None) == (casa.oic, True)
    assert "Terminado" in texto(cliente.get(url))


@pytest.mark.parametrize("quien", ["de_otra_casa", "sin_papel", "anonimo"])
def test_others_neither_see_nor_end_it(como: Any, casa: fabricas.Casa, quien: str) -> None:
    silencio = silencios.silenciar(casa.oic, casa.publicador, bandera="P20", hasta=manana(), motivo=MOTIVO)
    cliente = como(quien)
    assert MOTIVO not in cliente.get(reverse("alertas:silencios")).content.decode()
    cliente.post(reverse("alertas:levantar_silencio", args=[silencio.pk]))
    silencio.refresh_from_db()
    assert silencio.levantado_en is None


def test_a_form_that_names_somebody_else_s_unit_is_refused(como: Any, casa: fabricas.Casa) -> None:
    otra = fabricas.casa("otra")
    datos = {"publicador": casa.publicador.pk, "unidad": otra.unidad.pk, "hasta": manana().isoformat(), "motivo": "x"}
    assert como("oic").post(reverse("alertas:silencios"), datos).status_code == 422
    with pytest.raises(TransicionNoPermitida, match="no es de esta institución"):
        silencios.silenciar(casa.oic, casa.publicador, unidad=otra.unidad, hasta=manana(), motivo=MOTIVO)
    assert not Silencio.objects.exists()
