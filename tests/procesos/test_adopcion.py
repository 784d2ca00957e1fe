"""A process that began in another system goes on here, under the same ocid and with the ids it was published with."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sitio.procesos import adopcion, rechazos, servicios
from sitio.procesos.lectura import legible
from sitio.procesos.models import EtapaPage, ProcesoPage
from sitio.publicacion import bitacora, consultas
from sitio.publicacion.models import Entrega, Origen, Registro
from tests import fabricas

pytestmark = pytest.mark.django_db

OCID = "ocds-07smqs-1234567"
COMPRADOR = {"id": "MX-RFC-SFI010101AA1", "name": "Secretaría de Finanzas del Estado"}
PROVEEDOR = {"id": "8A1B", "name": "Muebles del Centro, S.A. de C.V."}


def importada(**otros: Any) -> dict[str, Any]:
    """A process as another system published it: its own ids, some of them numbers, and fields we do not know."""
    dinero = {"amount": 1200000.5, "currency": "MXN"}
    return {
        "ocid": OCID,
        "id": "1",
        "date": "2025-03-01T00:00:00Z",
        "tag": ["tender", "award", "contract"],
        "initiationType": "tender",
        "parties": [
            {**COMPRADOR, "roles": ["buyer"], "identifier": {"scheme": "MX-RFC", "id": "SFI010101AA1"}},
            {**PROVEEDOR, "roles": ["supplier", "tenderer"]},
        ],
        "buyer": COMPRADOR,
        "tender": {
            "id": "LA-E1-2025",
            "title": "Mobiliario escolar",
            "status": "complete",
            "procurementMethod": "open",
            "mainProcurementCategory": "goods",
            "tenderPeriod": {"startDate": "2025-01-10T16:00:00Z", "endDate": "2025-01-30T16:00:00Z"},
            "items": [{"id": 1, "description": "Mesa", "quantity": 12, "unit": {"name": "Pieza"}, "color": "azul"}],
            "tenderers": [PROVEEDOR],
        },
        "awards": [
            {"id": 7, "title": "Mesas", "status": "active", "date": "2025-02-10T06:00:00Z", "value": dinero,
             "suppliers": [PROVEEDOR]},
        ],
        "contracts": [
            {"id": 9, "awardID": 7, "title": "Contrato de mesas", "status": "active", "value": dinero,
             "dateSigned": "2025-02-20T06:00:00Z"},
        ],
        **otros,
    }  # fmt: skip


@pytest.fixture
def casa() -> fabricas.Casa:
    casa = fabricas.casa()
    fabricas.plantilla()
    return casa


@pytest.fixture
def registro(casa: fabricas.Casa) -> Registro:
    bitacora.emitir(casa.publicador, importada(), origen=Origen.IMPORTACION)
    return Registro.objects.get(ocid=OCID)


def adoptar(casa: fabricas.Casa) -> adopcion.Adopcion:
    return adopcion.adoptar(OCID, casa.unidad, fabricas.plantilla(), casa.capturista)


def paginas(proceso: ProcesoPage) -> dict[str, EtapaPage]:
    return {p.specific.etapa: p.specific for p in EtapaPage.objects.descendant_of(proceso)}


def test_one_click_makes_pages_of_what_is_public_and_publishes_nothing(
    client: Client, casa: fabricas.Casa, registro: Registro
) -> None:
    client.force_login(casa.capturista)
    lista = client.get(reverse("procesos:importados")).content.decode()
    assert "Mobiliario escolar" in lista
    url = reverse("procesos:adoptar", args=[OCID])
    # It was called in January 2025: the law of then is already chosen.
    de_entonces = fabricas.plantilla("licitacion-publica-laassp-2000")
    assert client.get(url).context["form"]["plantilla"].value() == de_entonces.pk
    respuesta = client.post(url, {"unidad": casa.unidad.pk, "plantilla": fabricas.plantilla().pk})
    proceso = ProcesoPage.objects.get(ocid=OCID)
    assert respuesta.url == reverse("procesos:tablero", args=[proceso.pk])
    assert Entrega.objects.count() == 1
    assert list(paginas(proceso)) == ["licitacion", "adjudicacion", "contrato"]
    assert all(p.live and not p.has_unpublished_changes for p in paginas(proceso).values())
    tablero = client.get(respuesta.url).content.decode()
    assert tablero.count("Publicada en el portal.") == 3
    assert "Empezar ejecución" in tablero
    assert OCID not in client.get(reverse("procesos:importados")).content.decode()


def test_the_pages_say_what_was_published(casa: fabricas.Casa, registro: Registro) -> None:
    hechas = paginas(adoptar(casa).proceso)
    licitacion, adjudicacion, contrato = hechas["licitacion"], hechas["adjudicacion"], hechas["contrato"]
    assert (licitacion.numero, licitacion.estado, licitacion.categoria) == ("LA-E1-2025", "complete", "goods")
    assert [(a.descripcion, a.cantidad, a.unidad) for a in licitacion.articulos.all()] == [("Mesa", 12, "Pieza")]
    assert adjudicacion.valor == Decimal("1200000.50")
    assert adjudicacion.fecha == date(2025, 2, 10)
    assert contrato.firma == date(2025, 2, 20)
    assert contrato.adjudicacion == adjudicacion
    assert [str(p.organizacion.nombre) for p in adjudicacion.proveedores.all()] == [PROVEEDOR["name"]]


def test_the_next_release_continues_the_same_process_with_the_ids_it_had(
    casa: fabricas.Casa, registro: Registro
) -> None:
    contrato = paginas(adoptar(casa).proceso)["contrato"]
    contrato.fin, contrato.inicio = date(2025, 12, 1), date(2025, 3, 1)
    fabricas.pedir_documentos(contrato)
    contrato.save_revision(user=casa.capturista)
    fabricas.enviar(contrato, casa.capturista)
    fabricas.aprobar(contrato, casa)
    entrega = Entrega.objects.order_by("-pk").first()
    compilada = consultas.entrega_compilada(OCID) or {}
    assert (entrega.ocid, entrega.etiquetas) == (OCID, ["contractUpdate"])
    assert compilada["buyer"] == COMPRADOR
    assert [(c["id"], c["awardID"], c["period"]["endDate"][:10]) for c in compilada["contracts"]] == [
        (9, 7, "2025-12-02")
    ]
    assert {p["id"] for p in compilada["parties"]} == {COMPRADOR["id"], PROVEEDOR["id"]}


def test_a_correction_keeps_what_the_forms_do_not_know(casa: fabricas.Casa, registro: Registro) -> None:
    licitacion = paginas(adoptar(casa).proceso)["licitacion"]
    fabricas.publicar(casa, licitacion, descripcion="Mesas para primarias", licitantes=licitacion.licitantes.all())
    tender = (consultas.entrega_compilada(OCID) or {})["tender"]
    assert tender["description"] == "Mesas para primarias"
    [articulo] = tender["items"]
    assert (articulo["id"], articulo["color"], articulo["quantity"]) == (1, "azul", 12)
    assert tender["tenderers"] == [PROVEEDOR]


def test_the_next_stage_hangs_from_what_was_adopted(casa: fabricas.Casa, registro: Registro) -> None:
    proceso = adoptar(casa).proceso
    ejecucion = servicios.crear_etapa(proceso, "ejecucion", casa.capturista, contrato=paginas(proceso)["contrato"])
    fabricas.publicar(casa, ejecucion)
    [contrato] = (consultas.entrega_compilada(OCID) or {})["contracts"]
    assert contrato["id"] == 9
    assert contrato["implementation"]["transactions"][0]["value"]["amount"] == Decimal("400000")


def test_what_does_not_fit_a_form_is_told_and_stays_public(client: Client, casa: fabricas.Casa) -> None:
    rara = importada()
    rara["tender"]["value"] = {"amount": 5, "currency": "JPY"}
    rara["tender"]["items"] = [{"id": "1"}, {"id": "2", "quantity": 3}]
    bitacora.emitir(casa.publicador, rara, origen=Origen.IMPORTACION)
    hecha = adoptar(casa)
    assert ("licitacion", "tender.value.currency", "JPY") in hecha.sin_lugar
    assert ("licitacion", "tender.items", "2") in hecha.sin_lugar
    assert (consultas.entrega_compilada(OCID) or {})["tender"]["items"][1]["quantity"] == 3


@pytest.mark.parametrize("quien", ["revisor", "aprobador", "oic"])
def test_only_who_captures_for_its_publisher_goes_on_with_a_process(
    client: Client, casa: fabricas.Casa, registro: Registro, quien: str
) -> None:
    datos = {"unidad": casa.unidad.pk, "plantilla": fabricas.plantilla().pk}
    client.force_login(casa.personas[quien])
    assert client.get(reverse("procesos:importados")).status_code == 302
    client.post(reverse("procesos:adoptar", args=[OCID]), datos)
    ajena = fabricas.casa("ajena")
    client.force_login(ajena.capturista)
    assert OCID not in client.get(reverse("procesos:importados")).content.decode()
    assert client.post(reverse("procesos:adoptar", args=[OCID]), datos).status_code == 404
    assert not ProcesoPage.objects.exists()


def test_a_process_is_adopted_once_and_then_never_deleted(
    client: Client, casa: fabricas.Casa, registro: Registro
) -> None:
    proceso = adoptar(casa).proceso
    with pytest.raises(rechazos.NoSePuede, match="ya se captura aquí"):
        adoptar(casa)
    client.force_login(fabricas.persona("raiz", is_superuser=True))
    client.post(reverse("wagtailadmin_pages:delete", args=[proceso.pk]))
    assert ProcesoPage.objects.filter(ocid=OCID).exists()


def test_a_contract_without_its_award_is_refused_and_nothing_is_made(casa: fabricas.Casa) -> None:
    bitacora.emitir(casa.publicador, importada(awards=[]), origen=Origen.IMPORTACION)
    with pytest.raises(rechazos.NoSePuede, match="«9»"):
        adoptar(casa)
    assert not ProcesoPage.objects.exists()


def test_who_decides_reads_the_correction_against_what_was_imported(casa: fabricas.Casa, registro: Registro) -> None:
    contrato = paginas(adoptar(casa).proceso)["contrato"]
    publicado = type(contrato).objects.get(pk=contrato.pk)
    contrato.fin = date(2025, 12, 1)
    cambios = [c for c in legible.campos(contrato, publicado) if c.antes is not None]
    assert [(c.titulo, c.antes, c.valor) for c in cambios] == [("Fin de vigencia", "", "1 dic 2025")]
    assert json.loads(bytes(registro.compilada))["contracts"][0]["id"] == 9
