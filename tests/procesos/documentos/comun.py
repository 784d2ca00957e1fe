"""What the tests of uploaded documents share: files, the form that carries them, and the doors to them."""

import json
from typing import Any

from django.conf import settings as ajustes
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sitio.procesos.models import EtapaPage
from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.procesos.test_admin import formulario

PDF = b"%PDF-1.7\nbases de la licitacion\n%%EOF"
TESTADO = b"%PDF-1.7\nbases sin datos personales\n%%EOF"
DE_LA_CASA = ("capturista", "revisor", "aprobador", "publicador", "oic", "administracion")


def pdf(contenido: bytes = PDF, nombre: str = "Bases 2026 ñ.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, contenido, "application/pdf")


def enviar_form(cliente: Client, pagina: EtapaPage, documentos: list[dict[str, Any]], **otros: Any) -> Any:
    """Send the stage's own form with these document rows in the place of those it had."""
    url = reverse("wagtailadmin_pages:edit", args=[pagina.pk])
    abierto = cliente.get(url)
    campos: dict[str, Any] = {k: v for k, v in formulario(abierto).items() if not k.startswith("documentos-")}
    previos = [f.instance.pk or "" for f in abierto.context["form"].formsets["documentos"].initial_forms]
    campos |= {"documentos-TOTAL_FORMS": len(documentos), "documentos-INITIAL_FORMS": len(previos)}
    for n, documento in enumerate(documentos):
        lleno = {
            "tipo": "marketStudies",
            "titulo": f"Documento {n}",
            "formato": "application/pdf",
            "url": "",
            **documento,
        }
        campos |= {
            f"documentos-{n}-{nombre}": valor
            for nombre, valor in {**lleno, "ORDER": n + 1, "id": dict(enumerate(previos)).get(n, "")}.items()
        }
    return cliente.post(url, {**campos, **otros})


def borrador(pagina: EtapaPage) -> Any:
    return type(pagina).objects.get(pk=pagina.pk).get_latest_revision_as_object()


def publicar(casa: fabricas.Casa, pagina: EtapaPage) -> dict[str, Any]:
    """Send and approve the latest draft; return the only document of the release."""
    fabricas.enviar(borrador(pagina), casa.capturista)
    fabricas.aprobar(pagina, casa)
    ultima = Entrega.objects.order_by("-posicion").first()
    documentos: list[dict[str, Any]] = json.loads(bytes(ultima.contenido))["planning"]["documents"]
    return documentos[0]


def ruta(url: str) -> str:
    assert url.startswith(ajustes.URL_PUBLICA)
    return url.removeprefix(ajustes.URL_PUBLICA)


def codigo(puerta: str, cliente: Client | None = None) -> int:
    """The status that an address answers at last to anybody; a file is read to its end, which closes it."""
    respuesta = (cliente or Client()).get(puerta, follow=True)
    if respuesta.streaming:
        list(respuesta.streaming_content)
    return respuesta.status_code
