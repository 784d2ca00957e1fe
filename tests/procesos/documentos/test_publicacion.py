"""Uploaded documents: public for ever from the release that names them."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sitio.publicacion import consultas, retiros
from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.procesos.documentos.comun import PDF, TESTADO, borrador, codigo, enviar_form, pdf, publicar, ruta

pytestmark = pytest.mark.django_db


def test_a_file_is_private_until_the_release_that_names_it_and_public_for_ever_after(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    assert enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}]).status_code == 302
    archivo = borrador(planeacion).documentos.get().archivo
    huella = hashlib.sha256(PDF).hexdigest()
    assert (archivo.sha256, archivo.formato, archivo.bytes) == (huella, "application/pdf", len(PDF))
    assert (archivo.subido_por, archivo.publicado) == (casa.capturista, None)
    anonimo = Client()
    afuera = ruta(archivo.url_publica)
    assert afuera == f"/contrataciones/documentos/sefin/{huella}/bases-2026-n.pdf"
    for puerta in (afuera, f"/media/{archivo.ruta}", f"/documentos/{archivo.ruta}", f"/{archivo.ruta}"):
        assert codigo(puerta) == 404
    assert anonimo.get(reverse("procesos:documento", args=[archivo.pk])).status_code == 302

    # While it is being approved it is still private.
    fabricas.enviar(borrador(planeacion), casa.capturista)
    assert codigo(afuera) == 404
    fabricas.aprobar(planeacion, casa)

    documento = json.loads(bytes(Entrega.objects.get().contenido))["planning"]["documents"][0]
    archivo.refresh_from_db()
    assert documento["url"] == archivo.url_publica
    assert documento["format"] == "application/pdf"
    assert documento["datePublished"] == f"{archivo.publicado:%Y-%m-%dT%H:%M:%SZ}"
    assert documento["dateModified"] == documento["datePublished"]
    respuesta = anonimo.get(afuera)
    assert b"".join(respuesta.streaming_content) == PDF
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta["Content-Disposition"] == 'attachment; filename="bases-2026-n.pdf"'
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in respuesta["Content-Security-Policy"]
    assert respuesta["ETag"] == f'"{huella}"'
    assert respuesta["Cache-Control"] == "public, max-age=31536000, immutable"
    assert anonimo.get(afuera, headers={"if-none-match": f'"{huella}"'}).status_code == 304
    assert anonimo.head(afuera).status_code == 200
    assert anonimo.post(afuera).status_code == 405
    assert anonimo.get(afuera.replace("bases", "otras")).status_code == 404


def test_a_replaced_file_has_another_address_and_the_old_one_stays(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    cliente = como("capturista")
    enviar_form(cliente, planeacion, [{"archivo-nuevo": pdf()}])
    primera = ruta(publicar(casa, planeacion)["url"])
    enviar_form(cliente, planeacion, [{"archivo-nuevo": pdf(b"%PDF-1.7\notra version")}])
    nueva = borrador(planeacion).documentos.get().archivo
    assert codigo(ruta(nueva.url_publica)) == 404
    publicar(casa, planeacion)
    assert ruta(nueva.url_publica) != primera
    for afuera in (primera, ruta(nueva.url_publica)):
        assert codigo(afuera) == 200


def test_a_withdrawn_release_takes_its_file_with_it(como: Any, casa: fabricas.Casa, planeacion: Any) -> None:
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}])
    afuera = ruta(publicar(casa, planeacion)["url"])
    una, otra = (fabricas.persona(nombre, is_superuser=True) for nombre in ("una", "otra"))
    entrega = Entrega.objects.get()
    retiro = retiros.solicitar(
        entrega.ocid,
        entrega.id_entrega,
        motivo="datos_personales",
        fundamento="LGPDPPSO art. 4",
        explicacion="Traía un domicilio.",
        persona=una,
    )
    assert codigo(afuera) == 200
    retiros.autorizar(retiro.pk, otra)
    assert codigo(afuera) == 404


def test_the_reserved_original_never_goes_out(como: Any, casa: fabricas.Casa, planeacion: Any) -> None:
    fila = {"archivo-nuevo": pdf(TESTADO, "publica.pdf"), "original-nuevo": pdf(PDF, "original.pdf")}
    enviar_form(como("capturista"), planeacion, [fila])
    documento = borrador(planeacion).documentos.get()
    publica, original = documento.archivo, documento.original
    publicar(casa, planeacion)
    assert codigo(ruta(publica.url_publica)) == 200
    assert codigo(ruta(original.url_publica)) == 404
    original.refresh_from_db()
    assert original.publicado is None
    registro = json.dumps(consultas.entrega_compilada(planeacion.proceso.ocid))
    assert publica.sha256 in registro
    assert original.sha256 not in registro
    assert "original.pdf" not in registro
