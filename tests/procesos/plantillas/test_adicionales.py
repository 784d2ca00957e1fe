"""Extra fields: asked for in the stage's form, required, read by who reviews, published at their path, taken back."""

import copy
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sitio.procesos import plantillas
from sitio.procesos.aprobacion import tramite
from sitio.procesos.entregas.armado import entrega_de
from sitio.procesos.entregas.requisitos import faltantes, lo_que_pide
from sitio.procesos.lectura import legible
from sitio.procesos.models import EtapaPage
from sitio.procesos.plantillas import comprobacion
from sitio.publicacion import consultas
from sitio.rutas import PLANTILLAS
from tests import fabricas

pytestmark = pytest.mark.django_db

EXTRAS: list[dict[str, Any]] = [
    {"clave": "area", "titulo": "Área requirente", "tipo": "texto", "ruta": "requestingArea", "obligatorio": True},
    {"clave": "avance", "titulo": "Avance", "tipo": "numero", "ruta": "progress"},
    {"clave": "reserva", "titulo": "Reserva", "tipo": "dinero", "ruta": "reserve.value"},
    {"clave": "limite", "titulo": "Fecha límite", "tipo": "fecha", "ruta": "window.endDate"},
    {
        "clave": "origen",
        "titulo": "Origen",
        "tipo": "opcion",
        "ruta": "origin",
        "opciones": [{"valor": "fed", "titulo": "Federal"}, {"valor": "est", "titulo": "Estatal"}],
    },
    {
        "clave": "oficio",
        "titulo": "Oficio de suficiencia",
        "tipo": "documento",
        "ruta": "documents",
        "tipo_documento": "needsAssessment",
        "obligatorio": True,
    },
]
ESCRITO = {
    "adicional_area": "Bibliotecas",
    "adicional_avance": "12.5",
    "adicional_reserva": "1500.50",
    "adicional_reserva__moneda": "USD",
    "adicional_limite": "2026-03-31",
    "adicional_origen": "est",
    "adicional_oficio": "https://ejemplo.gob.mx/oficio.pdf",
    "adicional_oficio__titulo": "",
}
PUBLICADO = {
    "requestingArea": "Bibliotecas",
    "progress": 12.5,
    "reserve": {"value": {"amount": 1500.5, "currency": "USD"}},
    "window": {"endDate": "2026-04-01T05:59:59Z"},
    "origin": "est",
}
OFICIO = {
    "id": "adicional-oficio",
    "title": "Oficio de suficiencia",
    "url": "https://ejemplo.gob.mx/oficio.pdf",
    "documentType": "needsAssessment",
}


def con(extras: list[dict[str, Any]], etapa: str = "planeacion") -> dict[str, Any]:
    """Return the template of a public tender whose stage adds these fields."""
    datos: dict[str, Any] = json.loads((PLANTILLAS / "procedimientos" / "licitacion-publica.json").read_text("utf-8"))
    datos["clave"] = "con-adicionales"
    next(e for e in datos["etapas"] if e["etapa"] == etapa)["campos_adicionales"] = copy.deepcopy(extras)
    return datos


@pytest.fixture
def planeacion(casa: fabricas.Casa) -> EtapaPage:
    """The draft of a planning stage that asks for the six types of extra field."""
    from sitio.procesos import servicios

    plantilla, _nueva = plantillas.cargar(con(EXTRAS))
    proceso = servicios.crear_proceso(casa.unidad, plantilla, "Estantería", 2026, casa.capturista)
    return fabricas.etapa_de(proceso, "planeacion")


def guardar(client: Client, etapa: EtapaPage, **campos: str) -> Any:
    """Save the stage's form as the browser would, with these fields changed; returns the response."""
    url = reverse("wagtailadmin_pages:edit", args=[etapa.pk])
    pagina = client.get(url)
    datos = dict(re.findall(r'<input type="hidden" name="([^"]+)"[^>]* value="([^"]*)"', pagina.content.decode()))
    form = pagina.context["form"]
    for nombre in form.fields:
        valor = form[nombre].value()
        datos.setdefault(nombre, "" if valor is None else str(valor))
    llenos = {"justificacion": "Hace falta", "presupuesto": "1000.00"}
    return client.post(url, {**datos, **llenos, **campos}, follow=True)


def revision(etapa: EtapaPage) -> EtapaPage:
    return EtapaPage.objects.get(pk=etapa.pk).specific.get_latest_revision_as_object()


def test_the_form_asks_for_them_and_the_revision_carries_exact_json(
    client: Client, casa: fabricas.Casa, planeacion: EtapaPage
) -> None:
    client.force_login(casa.capturista)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[planeacion.pk])).content.decode()
    assert "Datos adicionales de este procedimiento" in html
    # Once each: a second control of the same name would be what the browser sends.
    assert {nombre: html.count(f'name="{nombre}"') for nombre in ESCRITO} == dict.fromkeys(ESCRITO, 1)
    guardar(client, planeacion, **ESCRITO)
    assert revision(planeacion).adicionales == {
        "area": "Bibliotecas",
        "avance": "12.5",
        "reserva": {"amount": "1500.50", "currency": "USD"},
        "limite": "2026-03-31",
        "origen": "est",
        "oficio": {"url": "https://ejemplo.gob.mx/oficio.pdf", "title": "Oficio de suficiencia"},
    }


def test_a_stage_without_extra_fields_shows_no_panel(client: Client, casa: fabricas.Casa) -> None:
    etapa = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    client.force_login(casa.capturista)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[etapa.pk])).content.decode()
    assert "Datos adicionales de este procedimiento" not in html


@pytest.mark.parametrize(
    ("campo", "valor"),
    [
        ("adicional_avance", "mucho"),
        ("adicional_reserva", "-3"),
        ("adicional_limite", "31 de febrero"),
        ("adicional_origen", "otro"),
        ("adicional_oficio", "javascript:alert(1)"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_beside_its_field_and_kept_on_the_screen(
    client: Client, casa: fabricas.Casa, planeacion: EtapaPage, campo: str, valor: str
) -> None:
    client.force_login(casa.capturista)
    respuesta = guardar(client, planeacion, **{**ESCRITO, campo: valor})
    form = respuesta.context["form"]
    assert set(form.errors) == {campo}
    assert form[campo].value() == valor
    assert revision(planeacion).adicionales == {}


def test_what_is_required_keeps_the_stage_from_being_sent_and_not_from_being_saved(
    client: Client, casa: fabricas.Casa, planeacion: EtapaPage
) -> None:
    client.force_login(casa.capturista)
    guardar(client, planeacion, adicional_oficio__titulo="Oficio 12", justificacion="Guardada sin lo obligatorio")
    assert revision(planeacion).justificacion == "Guardada sin lo obligatorio"
    borrador = revision(planeacion)
    propios = {campo: m for campo, m in faltantes(borrador) if campo and campo.startswith("adicional")}
    assert propios == {
        "adicional_area": "Falta Área requirente: este procedimiento lo pide en esta etapa.",
        "adicional_oficio": "Escriba la dirección pública de Oficio de suficiencia.",
    }
    assert lo_que_pide(borrador)[-2:] == ["Área requirente", "Oficio de suficiencia"]
    respuesta = guardar(client, planeacion, **{"action-submit": "1"})
    assert {"adicional_area", "adicional_oficio"} <= set(respuesta.context["form"].errors)
    assert not EtapaPage.objects.get(pk=planeacion.pk).workflow_in_progress


def test_they_are_read_by_the_reviewer_approved_and_published_at_their_path_and_taken_back(
    client: Client, casa: fabricas.Casa, planeacion: EtapaPage
) -> None:
    client.force_login(casa.capturista)
    guardar(client, planeacion, **ESCRITO)
    tramite.enviar(revision(planeacion), casa.capturista)
    client.force_login(casa.revisor)
    html = client.get(reverse("procesos:revisar", args=[fabricas.paso_actual(planeacion).pk])).content.decode()
    for leido in ("$1,500.50 USD", "31 mar 2026", "Estatal", "https://ejemplo.gob.mx/oficio.pdf", "Área requirente"):
        assert leido in html
    fabricas.aprobar(planeacion, casa)

    compilada = consultas.entrega_compilada(planeacion.proceso.ocid)
    assert {c: compilada["planning"][c] for c in PUBLICADO} == PUBLICADO
    assert compilada["planning"]["documents"] == [OFICIO]

    # Emptied, they are taken back: the document with its id alone, as OCDS merges lists.
    client.force_login(casa.capturista)
    vaciado = dict.fromkeys(ESCRITO, "") | {"adicional_area": "Archivo", "adicional_oficio": OFICIO["url"]}
    guardar(client, planeacion, **vaciado)
    publicada = EtapaPage.objects.get(pk=planeacion.pk).specific
    assert legible.campos(revision(planeacion), publicada)[-2].antes == "Estatal"
    tramite.enviar(revision(planeacion), casa.capturista)
    fabricas.aprobar(planeacion, casa)
    compilada = consultas.entrega_compilada(planeacion.proceso.ocid)
    assert compilada["planning"]["requestingArea"] == "Archivo"
    assert not {"progress", "origin"} & compilada["planning"].keys()
    assert compilada["planning"].get("reserve", {}).get("value", {}) == {}


def test_an_extra_document_that_is_emptied_is_emptied_in_public_too(casa: fabricas.Casa, planeacion: EtapaPage) -> None:
    planeacion.adicionales = {"area": "Bibliotecas", "oficio": {"url": OFICIO["url"], "title": OFICIO["title"]}}
    fabricas.publicar(casa, planeacion)
    publicada = EtapaPage.objects.get(pk=planeacion.pk).specific
    publicada.adicionales = {"area": "Bibliotecas"}
    vacio = dict.fromkeys(OFICIO) | {"id": "adicional-oficio"}
    assert entrega_de(publicada)["planning"]["documents"] == [vacio]


@pytest.mark.parametrize(
    ("etapa", "lugar"),
    [
        ("licitacion", lambda r: r["tender"]),
        ("adjudicacion", lambda r: r["awards"][0]),
        ("contrato", lambda r: r["contracts"][0]),
        ("ejecucion", lambda r: r["contracts"][0]["implementation"]),
    ],
)
def test_each_stage_publishes_them_inside_its_own_object(casa: fabricas.Casa, etapa: str, lugar: Any) -> None:
    from sitio.procesos import servicios

    plantilla, _nueva = plantillas.cargar(con([EXTRAS[0] | {"obligatorio": False}, EXTRAS[5]], etapa))
    proceso = servicios.crear_proceso(casa.unidad, plantilla, "Estantería", 2026, casa.capturista)
    anterior = {"licitacion": "planeacion", "adjudicacion": "licitacion", "contrato": "adjudicacion"}
    publicadas = fabricas.publicar_hasta(casa, proceso, anterior.get(etapa, "contrato"))
    base = {"contrato": "adjudicacion", "ejecucion": "contrato"}.get(etapa)
    pagina = servicios.crear_etapa(proceso, etapa, casa.capturista, **({base: publicadas[base]} if base else {}))
    pagina.adicionales = {"area": "Bibliotecas", "oficio": {"url": OFICIO["url"], "title": OFICIO["title"]}}
    fabricas.publicar(casa, pagina)
    objeto = lugar(consultas.entrega_compilada(proceso.ocid))
    assert objeto["requestingArea"] == "Bibliotecas"
    assert OFICIO in objeto["documents"]


def extra(**cambios: Any) -> dict[str, Any]:
    return {"clave": "uno", "titulo": "Uno", "tipo": "texto", "ruta": "algo", **cambios}


@pytest.mark.parametrize(
    ("etapa", "campo", "parte", "motivo"),
    [
        ("planeacion", extra(ruta="rationale"), "ruta", "esa ruta ya la ocupa el campo «Justificación» de la etapa"),
        ("planeacion", extra(ruta="budget.amount"), "ruta", "ya la ocupa el campo «Presupuesto autorizado»"),
        ("planeacion", extra(ruta="budget"), "ruta", "ya la ocupa el campo"),
        ("licitacion", extra(ruta="id"), "ruta", "«id» lo escribe el portal"),
        ("licitacion", extra(ruta="procurementMethod"), "ruta", "lo escribe el portal"),
        ("licitacion", extra(ruta="algo..mas"), "ruta", "no tiene la forma debida"),
        ("licitacion", extra(ruta="bidOpening"), "ruta", "espera ahí una lista o un objeto"),
        ("licitacion", extra(ruta="bidOpening.date"), "ruta", "espera ahí un campo de tipo «fecha»"),
        ("adjudicacion", extra(ruta="subcontracting.value"), "ruta", "espera ahí un campo de tipo «dinero»"),
        ("licitacion", extra(ruta="crossBorderLaw.nota"), "ruta", "no es un objeto en el estándar"),
        ("contrato", extra(ruta="suppliers.title"), "ruta", "no es un objeto en el estándar"),
        ("contrato", extra(tipo="documento"), "ruta", "un documento se publica en «documents»"),
        ("contrato", extra(tipo="opcion"), "opciones", "al menos una opción"),
        ("contrato", extra(opciones=[{"valor": "a", "titulo": "A"}]), "opciones", "solo un campo de tipo «opcion»"),
        ("contrato", extra(tipo_documento="awardNotice"), "tipo_documento", "solo un campo de tipo «documento»"),
        ("contrato", extra(clave="Con Espacios"), "clave", "no tiene la forma debida"),
        ("contrato", extra(tipo="color"), "tipo", "no es una opción"),
    ],
)
def test_a_field_that_could_not_be_published_is_refused_with_its_place(
    etapa: str, campo: dict[str, Any], parte: str, motivo: str
) -> None:
    contenido = con([campo], etapa)
    indice = [e["etapa"] for e in contenido["etapas"]].index(etapa)
    fallas = comprobacion.fallas(contenido)
    assert [falla.lugar for falla in fallas] == [f"etapas/{indice}/campos_adicionales/0/{parte}"]
    assert motivo in fallas[0].motivo


def test_two_fields_do_not_share_a_key_nor_stand_in_each_others_way() -> None:
    contenido = con([extra(), extra(ruta="algo.mas"), extra(clave="tres", ruta="otra")])
    lugares = [falla.lugar for falla in comprobacion.fallas(contenido)]
    lugar = "etapas/0/campos_adicionales"
    assert lugares == [f"{lugar}/0/clave", f"{lugar}/1/clave", f"{lugar}/1/ruta"]


def test_what_the_standard_knows_is_silent_and_what_it_does_not_know_is_told_and_allowed() -> None:
    contenido = con([extra(ruta="bidOpening.date", tipo="fecha"), extra(clave="dos")], "licitacion")
    assert comprobacion.fallas(contenido) == []
    assert [aviso.lugar for aviso in comprobacion.avisos(contenido)] == ["etapas/1/campos_adicionales/1/ruta"]
