"""Who decides while somebody is away: both names are recorded, and four eyes count both."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sitio.procesos.aprobacion import actas, facultades, pasos, tramite
from sitio.procesos.aprobacion.integridad import verificar_aprobaciones
from sitio.procesos.models import Aprobacion, Delegacion
from sitio.procesos.papeles import delegaciones
from sitio.procesos.rechazos import AccionRechazada, NoSePuede
from sitio.publicacion import disparadores
from sitio.publicacion.models import Entrega
from tests import fabricas

pytestmark = pytest.mark.django_db
HOY = timezone.localdate
UN_DIA = timedelta(days=1)


def delegar(casa: fabricas.Casa, titular: Any, delegado: Any, desde: Any = None, hasta: Any = None) -> Delegacion:
    dia = HOY()
    return delegaciones.delegar(titular, delegado, casa.institucion, desde or dia, hasta or dia, titular)


def test_the_delegate_decides_and_the_record_names_both(casa: fabricas.Casa, enviada: Any) -> None:
    delegar(casa, casa.revisor, casa.oic)
    paso = fabricas.paso_actual(enviada)
    assert set(facultades.quienes_pueden(paso)) == {casa.revisor, casa.oic}
    assert [t.etapa for t in pasos.tareas_pendientes(casa.oic)] == ["planeacion"]
    acta = tramite.resolver(paso.pk, casa.oic, "aprobar")
    assert (acta.persona, acta.en_nombre_de, acta.papel, acta.version) == (casa.oic, casa.revisor, "revisor", 2)
    tramite.resolver(fabricas.paso_actual(enviada).pk, casa.aprobador, "aprobar")
    assert Entrega.objects.count() == 1
    assert list(verificar_aprobaciones()) == []


def test_who_holds_the_role_decides_in_their_own_name_even_if_somebody_delegated_in_them(
    casa: fabricas.Casa, enviada: Any
) -> None:
    otra = fabricas.con_papel("otra.revisora", casa, "revisor")
    delegar(casa, casa.revisor, otra)
    assert tramite.resolver(fabricas.paso_actual(enviada).pk, otra, "aprobar").en_nombre_de is None


@pytest.mark.parametrize(("desde", "hasta", "puede"), [(-1, 0, True), (0, 0, True), (1, 2, False)])
def test_a_delegation_holds_between_its_two_dates_both_included(
    casa: fabricas.Casa, enviada: Any, desde: int, hasta: int, puede: bool
) -> None:
    delegar(casa, casa.revisor, casa.oic, HOY() + desde * UN_DIA, HOY() + hasta * UN_DIA)
    motivo = facultades.motivo_para_no_resolver(fabricas.paso_actual(enviada), casa.oic)
    assert (motivo is None) == puede


@pytest.mark.parametrize("fin", ["revocada", "titular sin papel", "titular inactivo", "delegado sin papel"])
def test_a_delegation_stops_with_what_it_stands_on(casa: fabricas.Casa, enviada: Any, fin: str) -> None:
    fila = delegar(casa, casa.revisor, casa.oic)
    if fin == "revocada":
        delegaciones.revocar(fila, casa.revisor)
    elif fin == "titular sin papel":
        casa.revisor.groups.clear()
    elif fin == "titular inactivo":
        type(casa.revisor).objects.filter(pk=casa.revisor.pk).update(is_active=False)
    else:
        casa.oic.groups.clear()
    paso = fabricas.paso_actual(enviada)
    with pytest.raises(AccionRechazada, match="se necesita el papel"):
        tramite.resolver(paso.pk, type(casa.oic).objects.get(pk=casa.oic.pk), "aprobar")
    assert not Aprobacion.objects.exists()
    assert fabricas.paso_actual(enviada).status == "in_progress"


def test_delegating_in_who_wrote_the_stage_does_not_let_them_approve(casa: fabricas.Casa, enviada: Any) -> None:
    delegar(casa, casa.revisor, casa.capturista)
    with pytest.raises(AccionRechazada, match="Usted escribió o envió"):
        tramite.resolver(fabricas.paso_actual(enviada).pk, casa.capturista, "aprobar")
    assert not Aprobacion.objects.exists()


def test_who_wrote_it_does_not_approve_through_a_delegate(casa: fabricas.Casa, enviada: Any) -> None:
    autora = casa.capturista
    autora.groups.add(casa.institucion.papeles.get(papel="revisor", unidad=None).grupo)
    delegar(casa, autora, casa.oic)
    with pytest.raises(AccionRechazada, match="Quien delegó en usted escribió"):
        tramite.resolver(fabricas.paso_actual(enviada).pk, casa.oic, "aprobar")
    assert not Aprobacion.objects.exists()


def test_the_same_person_never_stands_in_both_steps_by_delegation(casa: fabricas.Casa, enviada: Any) -> None:
    delegar(casa, casa.aprobador, casa.revisor)
    tramite.resolver(fabricas.paso_actual(enviada).pk, casa.revisor, "aprobar")
    with pytest.raises(AccionRechazada, match="Usted ya aprobó"):
        tramite.resolver(fabricas.paso_actual(enviada).pk, casa.revisor, "aprobar")
    assert not Entrega.objects.exists()


@pytest.mark.parametrize("quien", ["titular", "otro delegado"])
def test_who_was_represented_in_the_first_step_is_not_in_the_second(
    casa: fabricas.Casa, enviada: Any, quien: str
) -> None:
    titular = fabricas.con_papel("con.dos.papeles", casa, "revisor", "aprobador")
    delegar(casa, titular, casa.oic)
    segundo = fabricas.con_papel("segundo", casa, "capturista")
    tramite.resolver(fabricas.paso_actual(enviada).pk, casa.oic, "aprobar")
    delegar(casa, titular, segundo)
    decide = titular if quien == "titular" else segundo
    with pytest.raises(AccionRechazada, match="ya aprobó un paso"):
        tramite.resolver(fabricas.paso_actual(enviada).pk, decide, "aprobar")
    assert Aprobacion.objects.count() == 1
    assert not Entrega.objects.exists()


def test_a_delegation_is_not_handed_on(casa: fabricas.Casa, enviada: Any) -> None:
    delegar(casa, casa.revisor, casa.aprobador)
    delegar(casa, casa.aprobador, casa.oic)
    assert facultades.motivo_para_no_resolver(fabricas.paso_actual(enviada), casa.oic)


def test_who_is_of_another_institution_or_unit_is_never_a_delegate(casa: fabricas.Casa) -> None:
    ajena = fabricas.casa("otra").revisor
    revisora = fabricas.con_papel("revisora.norte", casa, "revisor", unidad=casa.unidad)
    del_sur = fabricas.con_papel("sur", casa, "revisor", unidad=fabricas.otra_unidad(casa))
    for delegado in (ajena, del_sur, fabricas.persona("nadie")):
        with pytest.raises(NoSePuede, match="debe tener un papel"):
            delegar(casa, revisora, delegado)
    assert not Delegacion.objects.exists()


@pytest.mark.parametrize("quien", ["capturista", "oic", "aprobador", "administracion"])
def test_only_oneself_or_administracion_delegates(casa: fabricas.Casa, quien: str) -> None:
    dia = HOY()
    argumentos = (casa.revisor, casa.oic, casa.institucion, dia, dia, casa.personas[quien])
    if quien == "administracion":
        assert delegaciones.delegar(*argumentos).creada_por == casa.administracion
        return
    with pytest.raises(NoSePuede):
        delegaciones.delegar(*argumentos)
    assert not Delegacion.objects.exists()


def test_one_names_ones_own_delegate_in_the_admin_and_administracion_sees_all(
    client: Client, casa: fabricas.Casa
) -> None:
    client.force_login(casa.revisor)
    url, dia = reverse("procesos:delegaciones"), HOY().isoformat()
    respuesta = client.post(url, {"delegado": casa.oic.pk, "desde": dia, "hasta": dia})
    assert respuesta.status_code == 302
    fila = Delegacion.objects.get()
    assert (fila.titular, fila.delegado, fila.creada_por) == (casa.revisor, casa.oic, casa.revisor)
    client.force_login(casa.administracion)
    html = client.get(url).content.decode()
    assert "oic.sefin" in html
    assert "Delegar mientras me ausento" not in html
    client.force_login(casa.aprobador)
    assert "oic.sefin" not in client.get(url).content.decode().split("Delegaciones registradas")[1]
    assert client.post(reverse("procesos:revocar_delegacion", args=[fila.pk])).status_code == 404
    client.force_login(casa.administracion)
    client.post(reverse("procesos:revocar_delegacion", args=[fila.pk]))
    fila.refresh_from_db()
    assert fila.revocada_en is not None


def test_a_delegation_that_ends_before_it_begins_keeps_what_was_typed(client: Client, casa: fabricas.Casa) -> None:
    client.force_login(casa.revisor)
    ayer = (HOY() - UN_DIA).isoformat()
    datos = {"delegado": casa.oic.pk, "desde": HOY().isoformat(), "hasta": ayer}
    respuesta = client.post(reverse("procesos:delegaciones"), datos)
    assert respuesta.status_code == 422
    assert ayer in respuesta.content.decode()
    assert not Delegacion.objects.exists()


def test_rows_written_before_delegations_still_verify_and_none_can_be_passed_off_as_old(
    casa: fabricas.Casa, enviada: Any
) -> None:
    delegar(casa, casa.revisor, casa.oic)
    acta = tramite.resolver(fabricas.paso_actual(enviada).pk, casa.oic, "aprobar")
    disparadores.quitar(connection)
    try:
        # As it was written before: without the new facts in its digest.
        Aprobacion.objects.filter(pk=acta.pk).update(version=1, en_nombre_de=None)
        vieja = Aprobacion.objects.get(pk=acta.pk)
        Aprobacion.objects.filter(pk=acta.pk).update(cadena=actas.eslabon(vieja))
        assert list(verificar_aprobaciones()) == []
        # A delegation hidden in, or taken out of, a row is seen.
        Aprobacion.objects.filter(pk=acta.pk).update(en_nombre_de=casa.revisor)
        assert [f.motivo for f in verificar_aprobaciones()] == [
            "Dice haberse decidido en nombre de otra persona, y su eslabón no lo cubre."
        ]
        Aprobacion.objects.filter(pk=acta.pk).update(version=2, en_nombre_de=None, cadena=acta.cadena)
        assert [f.motivo for f in verificar_aprobaciones()] == [
            "Lo que dice no es lo que se firmó: su eslabón de la cadena no coincide."
        ]
    finally:
        disparadores.instalar(connection)


def test_the_account_in_whose_name_it_was_decided_is_not_deleted(
    client: Client, casa: fabricas.Casa, enviada: Any
) -> None:
    delegar(casa, casa.revisor, casa.oic)
    tramite.resolver(fabricas.paso_actual(enviada).pk, casa.oic, "aprobar")
    client.force_login(fabricas.persona("super", is_superuser=True))
    client.post(reverse("wagtailusers_users:delete", args=[casa.revisor.pk]))
    assert type(casa.revisor).objects.filter(pk=casa.revisor.pk).exists()
