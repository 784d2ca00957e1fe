"""What each person and the public may see."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from sitio.alertas import servicios
from sitio.alertas.models import Alerta, EstadoDeAlerta, Plazo
from sitio.analisis import BANDERAS
from tests import fabricas

OCID = "ocds-213czf-1"


@pytest.fixture
def dos_casas(casa: fabricas.Casa, emitir: Any) -> tuple[fabricas.Casa, fabricas.Casa]:
    """Two institutions, each with one process that raises the same."""
    otra = fabricas.casa("otra")
    emitir(OCID)
    emitir("ocds-213czf-2", publicador=otra.publicador)
    servicios.revisar([OCID, "ocds-213czf-2"])
    return casa, otra


@pytest.mark.parametrize("papel", ["capturista", "revisor", "aprobador", "oic"])
def test_every_role_sees_its_own_institution_and_no_other(dos_casas: Any, papel: str) -> None:
    una, otra = dos_casas
    for casa, ocid in ((una, OCID), (otra, "ocds-213czf-2")):
        persona = casa.personas[papel]
        assert {a.ocid for a in Alerta.objects.visibles_para(persona)} == {ocid}
        assert {p.ocid for p in Plazo.objects.visibles_para(persona)} == {ocid}


def test_without_a_role_nothing_is_seen_and_superusers_see_all(dos_casas: Any) -> None:
    for nadie in (fabricas.persona("nadie"), AnonymousUser()):
        assert not Alerta.objects.visibles_para(nadie).exists()
        assert not Plazo.objects.visibles_para(nadie).exists()
    inactivo = fabricas.persona("jefe", is_superuser=True, is_active=False)
    assert not Alerta.objects.visibles_para(inactivo).exists()
    assert Alerta.objects.visibles_para(fabricas.persona("raiz", is_superuser=True)).count() == 2


@pytest.mark.parametrize("estado", EstadoDeAlerta.values)
def test_open_means_that_it_asks_for_something(alerta: Alerta, estado: str) -> None:
    Alerta.objects.filter(pk=alerta.pk).update(estado=estado)
    abierta = estado in ("nueva", "reconocida", "en_revision", "confirmada", "remitida")
    assert Alerta.objects.abiertas().exists() == abierta


@pytest.mark.parametrize("estado", EstadoDeAlerta.values)
def test_the_public_sees_only_what_a_person_reviewed(alerta: Alerta, estado: str) -> None:
    Alerta.objects.filter(pk=alerta.pk).update(estado=estado)
    assert Alerta.objects.publicas().exists() == (estado in ("justificada", "confirmada"))


def test_a_setting_says_which_flags_are_public(alerta: Alerta, settings: Any) -> None:
    Alerta.objects.filter(pk=alerta.pk).update(estado="confirmada")
    assert Alerta.objects.publicas().exists()
    settings.ALERTAS_PUBLICAS = {"P20": False}
    assert not Alerta.objects.publicas().exists()


def test_flags_that_name_someone_stay_inside_by_default(alerta: Alerta, settings: Any, monkeypatch: Any) -> None:
    import dataclasses

    Alerta.objects.filter(pk=alerta.pk).update(estado="confirmada")
    monkeypatch.setitem(BANDERAS, "P20", dataclasses.replace(BANDERAS["P20"], nombra_personas=True))
    assert not Alerta.objects.publicas().exists()
    settings.ALERTAS_PUBLICAS = {"P20": True}
    assert Alerta.objects.publicas().exists()
