"""Copying a process: what comes with it, what does not, and who may."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from sitio.procesos import copias, plantillas, servicios
from sitio.procesos.models import LicitacionPage, PlaneacionPage, ProcesoPage
from sitio.procesos.servicios import TIPOS_DE_ETAPA
from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.procesos.lleno import llenar_todo
from tests.procesos.plantillas.test_adicionales import EXTRAS, con

pytestmark = pytest.mark.django_db
LLENOS = {
    "area": "Bibliotecas",
    "avance": "12.5",
    "reserva": {"amount": "1500.50", "currency": "USD"},
    "limite": "2026-03-31",
    "origen": "est",
    "oficio": {"url": "https://ejemplo.gob.mx/oficio.pdf", "title": "Oficio de suficiencia"},
}
QUIENES = ["capturista", "revisor", "aprobador", "oic", "de_otra_casa", "sin_papel", "anonimo"]


@pytest.fixture
def original(casa: fabricas.Casa) -> ProcesoPage:
    """A process whose first two stages are full to the brim."""
    proceso = fabricas.proceso(casa)
    for pagina in (
        fabricas.etapa_de(proceso, "planeacion"),
        servicios.crear_etapa(proceso, "licitacion", casa.capturista),
    ):
        llenar_todo(pagina).save_revision(user=casa.capturista)
    return proceso


def copiado(original: ProcesoPage, casa: fabricas.Casa) -> copias.Copia:
    return copias.copiar(original, casa.unidad, original.plantilla, "Otra vez", 2027, casa.capturista)


def borrador(proceso: ProcesoPage, tipo: Any) -> Any:
    return tipo.objects.descendant_of(proceso).get().get_latest_revision_as_object()


def test_texts_and_amounts_come_and_nothing_of_the_other_purchase_does(
    casa: fabricas.Casa, original: ProcesoPage
) -> None:
    copia = copiado(original, casa)
    planeacion, licitacion = borrador(copia.proceso, PlaneacionPage), borrador(copia.proceso, LicitacionPage)
    de_antes = borrador(original, LicitacionPage)
    assert copia.proceso.ocid not in ("", original.ocid)
    assert (planeacion.title, planeacion.presupuesto) == ("Otra vez", Decimal(1160))
    assert licitacion.descripcion == de_antes.descripcion
    (articulo,) = licitacion.articulos.all()
    assert articulo.identificador != de_antes.articulos.get().identificador
    assert (articulo.precio_unitario, articulo.lote) == (Decimal(1160), "1")
    assert (licitacion.numero, licitacion.estado, licitacion.publicacion, licitacion.apertura) == (
        "",
        "active",
        None,
        None,
    )
    for lista in ("documentos", "ofertas", "licitantes", "invitados", "juntas", "preguntas", "hitos", "modificaciones"):
        assert not getattr(licitacion, lista).exists()
    for lista in ("documentos", "cotizaciones", "solicitudes", "hitos", "relacionados"):
        assert not getattr(planeacion, lista).exists()
    fechas = [f.name for f in licitacion._meta.concrete_fields if "Date" in f.get_internal_type()]
    propias = [n for n in fechas if isinstance(getattr(licitacion, n), date) and n in vars(LicitacionPage)]
    assert propias == []
    assert not Entrega.objects.exists()


def test_what_is_said_to_be_copied_exists_in_the_forms() -> None:
    for etapa, nombres in [*copias.CAMPOS.items(), *copias.LISTAS.items()]:
        for nombre in nombres:
            campo = TIPOS_DE_ETAPA[etapa]._meta.get_field(nombre)
            assert campo.one_to_many or campo.editable


def test_a_procedure_without_tender_copies_its_planning_alone(casa: fabricas.Casa, original: ProcesoPage) -> None:
    directa = fabricas.plantilla("adjudicacion-directa")
    copia = copias.copiar(original, casa.unidad, directa, "Directa", 2026, casa.capturista)
    assert copia.proceso.plantilla == directa
    assert any("plantilla" in frase for frase in copia.no_copiado)


def con_adicionales(casa: fabricas.Casa, **cambios: Any) -> ProcesoPage:
    """A process whose planning asks for the six types of extra field, and has them all."""
    plantilla, _nueva = plantillas.cargar(con([{**extra, **cambios.get(extra["clave"], {})} for extra in EXTRAS]))
    proceso = servicios.crear_proceso(casa.unidad, plantilla, "Estantería", 2026, casa.capturista)
    planeacion = fabricas.etapa_de(proceso, "planeacion")
    planeacion.adicionales = dict(LLENOS)
    planeacion.save_revision(user=casa.capturista)
    return proceso


def test_extra_fields_come_but_for_documents_and_dates(casa: fabricas.Casa) -> None:
    copia = copiado(con_adicionales(casa), casa)
    nuevos = borrador(copia.proceso, PlaneacionPage).adicionales
    assert nuevos == {clave: LLENOS[clave] for clave in ("area", "avance", "reserva", "origen")}
    assert "Planeación: Área requirente" in copia.copiado
    assert not any("Oficio" in frase or "Fecha límite" in frase for frase in copia.copiado)


def test_an_extra_field_that_the_new_template_does_not_ask_for_or_offer_stays_behind(casa: fabricas.Casa) -> None:
    original = con_adicionales(casa)
    otra = con_adicionales(
        casa,
        avance={"clave": "otro-avance"},
        reserva={"tipo": "texto", "ruta": "reserveText"},
        origen={"opciones": [{"valor": "fed", "titulo": "Federal"}]},
    ).plantilla
    copia = copias.copiar(original, casa.unidad, otra, "Otra vez", 2027, casa.capturista)
    assert borrador(copia.proceso, PlaneacionPage).adicionales == {"area": "Bibliotecas"}


@pytest.mark.parametrize("quien", QUIENES)
def test_only_who_captures_in_the_house_copies(
    como: Any, casa: fabricas.Casa, original: ProcesoPage, quien: str
) -> None:
    datos = {"unidad": casa.unidad.pk, "plantilla": original.plantilla.pk, "titulo": "Copia", "ejercicio": 2026}
    respuesta = como(quien).post(reverse("procesos:copiar", args=[original.pk]), datos, follow=True)
    nuevos = ProcesoPage.objects.exclude(pk=original.pk)
    assert nuevos.count() == (1 if quien == "capturista" else 0)
    if quien == "capturista":
        html = respuesta.content.decode()
        assert "Licitación: objeto de la contratación" in html
        assert "Documentos: pertenecen al proceso original." in html


def test_who_captures_elsewhere_copies_nothing_from_a_house_they_cannot_see(
    como: Any, casa: fabricas.Casa, original: ProcesoPage
) -> None:
    cliente = como("de_otra_casa")
    assert cliente.get(reverse("procesos:copiar", args=[original.pk])).status_code in (302, 403)
    assert ProcesoPage.objects.count() == 1
