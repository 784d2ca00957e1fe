"""Each shipped procedure can be gone through to its end, and asks for nothing that is not known yet at a stage."""

import json
from pathlib import Path
from typing import Any

import pytest

from sitio.procesos import servicios
from sitio.procesos.entregas.requisitos import faltantes
from sitio.procesos.models import EtapaPage
from sitio.publicacion.models import Entrega
from sitio.rutas import PLANTILLAS
from tests import fabricas

pytestmark = pytest.mark.django_db
ENVIADAS = sorted((PLANTILLAS / "procedimientos").glob("*.json"))
ETIQUETAS = {
    "planeacion": "planning",
    "licitacion": "tender",
    "adjudicacion": "award",
    "contrato": "contract",
    "ejecucion": "implementation",
}


def requisitos(pagina: EtapaPage) -> dict[str, Any]:
    """Return the documents and extra fields that the template asks for at a stage, besides its plain fields."""
    tipos = pagina.regla["documentos_obligatorios"]
    documentos = [pagina.documentos.model(tipo=t, titulo=t, url="https://ejemplo.gob.mx/a.pdf") for t in tipos]
    extras = pagina.regla.get("campos_adicionales", ())
    pedidos = {
        e["clave"]: {"url": "https://ejemplo.gob.mx/b.pdf", "title": e["titulo"]} for e in extras if "obligatorio" in e
    }
    return {"documentos": documentos, "adicionales": pedidos, **({"elegibilidad": "Ninguna"} if tipos else {})}


@pytest.mark.parametrize("archivo", ENVIADAS, ids=lambda archivo: archivo.stem)
def test_a_process_goes_through_every_stage_of_each_shipped_procedure(archivo: Path) -> None:
    casa = fabricas.casa()
    proceso = fabricas.proceso(casa, archivo.stem)
    publicadas: dict[str, EtapaPage] = {}
    for nombre in proceso.plantilla.etapas:
        base = {"contrato": "adjudicacion", "ejecucion": "contrato"}.get(nombre)
        if nombre == "planeacion":
            pagina = fabricas.etapa_de(proceso, nombre)
        else:
            datos = {base: publicadas[base]} if base else {}
            pagina = servicios.crear_etapa(proceso, nombre, casa.capturista, **datos)
        # The tender is published before anybody bids.
        propios = {"licitacion": {"licitantes": []}, "adjudicacion": {"descripcion": "Cumple lo que se pidió."}}
        publicadas[nombre] = fabricas.publicar(casa, pagina, **requisitos(pagina), **propios.get(nombre, {}))
    etiquetas = [entrega.etiquetas for entrega in Entrega.objects.filter(ocid=proceso.ocid).order_by("pk")]
    assert etiquetas == [[ETIQUETAS[nombre]] for nombre in proceso.plantilla.etapas]


@pytest.mark.parametrize("metodo", ["licitacion-publica", "invitacion-tres-personas", "adjudicacion-directa"])
def test_the_law_in_force_asks_for_the_documents_that_the_one_before_asked_for(metodo: str) -> None:
    vigente, anterior = (
        {
            etapa["etapa"]: etapa["documentos_obligatorios"]
            for etapa in json.loads((PLANTILLAS / "procedimientos" / f"{clave}.json").read_text("utf-8"))["etapas"]
        }
        for clave in (metodo, f"{metodo}-laassp-2000")
    )
    assert vigente == anterior
    assert vigente["contrato"] == ["contractSigned"]


@pytest.mark.parametrize("archivo", ENVIADAS, ids=lambda archivo: archivo.stem)
def test_an_empty_planning_is_told_all_it_lacks(archivo: Path) -> None:
    etapa = fabricas.etapa_de(fabricas.proceso(fabricas.casa(), archivo.stem), "planeacion")
    regla = json.loads(archivo.read_text("utf-8"))["etapas"][0]
    pedidos = {campo for campo in regla["campos_obligatorios"] if campo != "title"}
    assert pedidos <= {campo for campo, _mensaje in faltantes(etapa)}
    documentos = [
        mensaje for campo, mensaje in faltantes(etapa) if campo == "documentos" and "Falta un documento" in mensaje
    ]
    assert len(documentos) == len(regla["documentos_obligatorios"])
