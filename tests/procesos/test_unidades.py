"""A role in one buying unit reaches that unit and nothing beside it; imports belong to the whole institution."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sitio.alertas.models import Alerta, Plazo
from sitio.alertas.transiciones import TransicionNoPermitida
from sitio.alertas.vida.decisiones import mover_alerta
from sitio.procesos import consultas, servicios
from sitio.procesos.aprobacion import facultades, pasos, tramite
from sitio.procesos.models import Aprobacion, EtapaPage, ProcesoPage
from sitio.procesos.papeles import grupos, permisos
from sitio.procesos.papeles.permisos import SOLO_DE_INSTITUCION, Papel
from sitio.procesos.rechazos import AccionRechazada, NoSePuede
from tests import fabricas
from tests.procesos.mundo_de_la_matriz import alerta_de

pytestmark = pytest.mark.django_db
DE_UNIDAD = [papel.value for papel in Papel if papel not in SOLO_DE_INSTITUCION]


@pytest.fixture
def sur(casa: fabricas.Casa) -> Any:
    return fabricas.otra_unidad(casa)


@pytest.fixture
def gente(casa: fabricas.Casa, sur: Any) -> dict[str, Any]:
    """Somebody of each role, only in the first unit; `sur` has all of them in the second."""
    personas: dict[str, Any] = {
        papel: fabricas.con_papel(f"{papel}.norte", casa, papel, unidad=casa.unidad) for papel in DE_UNIDAD
    }
    return {**personas, "sur": fabricas.con_papel("sur", casa, *DE_UNIDAD, unidad=sur)}


def test_a_unit_approves_its_own_stages_and_no_other(casa: fabricas.Casa, sur: Any, gente: dict[str, Any]) -> None:
    ajena = fabricas.etapa_de(fabricas.proceso(casa, unidad=sur), "planeacion")
    propia = fabricas.etapa_de(
        servicios.crear_proceso(casa.unidad, fabricas.plantilla(), "Sillas", 2026, gente["capturista"]), "planeacion"
    )
    for pagina, autora in ((ajena, casa.capturista), (propia, gente["capturista"])):
        fabricas.llenar(pagina, autora)
        fabricas.enviar(pagina, autora)
    with pytest.raises(AccionRechazada, match="se necesita el papel"):
        tramite.resolver(fabricas.paso_actual(ajena).pk, gente["revisor"], "aprobar")
    assert not Aprobacion.objects.exists()
    assert [t.ocid for t in pasos.tareas_pendientes(gente["revisor"])] == [propia.proceso.ocid]
    assert set(facultades.quienes_pueden(fabricas.paso_actual(propia))) == {casa.revisor, gente["revisor"]}
    assert set(facultades.quienes_pueden(fabricas.paso_actual(ajena))) == {casa.revisor, gente["sur"]}
    tramite.resolver(fabricas.paso_actual(propia).pk, gente["revisor"], "aprobar")
    tramite.resolver(fabricas.paso_actual(propia).pk, gente["aprobador"], "aprobar")
    assert type(propia).objects.get(pk=propia.pk).live


def test_a_capturista_of_a_unit_opens_and_edits_only_there(
    client: Client, casa: fabricas.Casa, sur: Any, gente: dict[str, Any]
) -> None:
    ajeno = fabricas.proceso(casa, unidad=sur)
    assert list(consultas.unidades_para_capturar(gente["capturista"])) == [casa.unidad]
    with pytest.raises(NoSePuede):
        servicios.crear_proceso(sur, fabricas.plantilla(), "Mesas", 2026, gente["capturista"])
    client.force_login(gente["capturista"])
    datos = {"unidad": sur.pk, "plantilla": fabricas.plantilla().pk, "titulo": "Mesas", "ejercicio": 2026}
    assert client.post(reverse("procesos:nuevo"), datos).status_code == 422
    assert ProcesoPage.objects.count() == 1
    planeacion = fabricas.etapa_de(ajeno, "planeacion")
    revisiones = planeacion.revisions.count()
    client.post(reverse("wagtailadmin_pages:edit", args=[planeacion.pk]), {"title": "Cambiada", "slug": "x"})
    client.post(reverse("wagtailadmin_pages:delete", args=[ajeno.pk]))
    assert EtapaPage.objects.get(pk=planeacion.pk).title == "Mobiliario escolar"
    assert planeacion.revisions.count() == revisiones


@pytest.mark.parametrize("papel", DE_UNIDAD)
def test_lists_searches_and_alerts_stay_in_the_unit_and_imports_are_of_the_institution(
    client: Client, casa: fabricas.Casa, sur: Any, gente: dict[str, Any], papel: str
) -> None:
    propio, ajeno = fabricas.proceso(casa, titulo="Propio"), fabricas.proceso(casa, titulo="Ajeno", unidad=sur)
    for ocid in (propio.ocid, ajeno.ocid, "ocds-213czf-importado"):
        alerta_de(casa, ocid, "sujeto")
    client.force_login(gente[papel])
    for url in (reverse("procesos:lista"), reverse("procesos:lista") + "?q=jeno"):
        assert "Ajeno" not in client.get(url).content.decode()
    assert [p.ocid for p in consultas.procesos_visibles(gente[papel])] == [propio.ocid]
    assert [a.ocid for a in Alerta.objects.visibles_para(gente[papel])] == [propio.ocid]
    assert [p.ocid for p in Plazo.objects.visibles_para(gente[papel])] == [propio.ocid]
    assert Alerta.objects.visibles_para(casa.personas[papel]).count() == 3
    for nombre in ("alertas_modeladmin_index", "plazos_modeladmin_index", "wagtailadmin_home"):
        html = client.get(reverse(nombre)).content.decode()
        assert ajeno.ocid not in html
        assert "importado" not in html
    fila = Alerta.objects.get(ocid=ajeno.ocid)
    assert client.get(reverse("alertas_modeladmin_inspect", args=[fila.pk])).status_code == 302


@pytest.mark.parametrize("ocid", ["ajeno", "importado"])
def test_an_approver_of_a_unit_moves_only_its_alerts(
    casa: fabricas.Casa, sur: Any, gente: dict[str, Any], ocid: str
) -> None:
    ajeno = fabricas.proceso(casa, unidad=sur)
    fila = alerta_de(casa, ajeno.ocid if ocid == "ajeno" else "ocds-213czf-importado", "sujeto")
    with pytest.raises(TransicionNoPermitida):
        mover_alerta(fila, gente["aprobador"], "reconocer")
    assert Alerta.objects.get(pk=fila.pk).estado == "nueva"
    propia = alerta_de(casa, fabricas.proceso(casa).ocid, "sujeto")
    mover_alerta(propia, gente["aprobador"], "reconocer")
    assert Alerta.objects.get(pk=propia.pk).estado == "reconocida"


def test_nobody_of_another_unit_is_put_in_charge_or_told(casa: fabricas.Casa, sur: Any, gente: dict[str, Any]) -> None:
    proceso = fabricas.proceso(casa)
    with pytest.raises(NoSePuede):
        servicios.cambiar_responsable(proceso, gente["sur"], casa.capturista)
    ProcesoPage.objects.filter(pk=proceso.pk).update(responsable=gente["sur"])
    # Whoever lost their role there hears no more of it: those who capture there do.
    assert set(consultas.responsables_de(proceso.ocid)) == {casa.capturista, gente["capturista"]}
    assert gente["sur"] not in consultas.personas_de(proceso)


def test_a_role_of_a_unit_is_not_a_role_of_the_institution(casa: fabricas.Casa, gente: dict[str, Any]) -> None:
    assert not permisos.tiene_papel(gente["aprobador"], casa.publicador)
    assert not permisos.publicadores_visibles(gente["aprobador"]).exists()
    with pytest.raises(NoSePuede):
        grupos.dar_papel(gente["aprobador"], casa.institucion, "oic", casa.unidad)
    with pytest.raises(NoSePuede):
        grupos.dar_papel(gente["aprobador"], fabricas.casa("otra").institucion, "revisor", casa.unidad)
