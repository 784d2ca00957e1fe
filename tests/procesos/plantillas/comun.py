"""What the tests of the template editor share: what a browser would send back, and the draft it changes."""

import re
from typing import Any

from django import forms
from django.test import Client
from django.urls import reverse

from sitio.procesos.models import BorradorDePlantilla
from sitio.procesos.plantillas import borradores

CLAVE = "licitacion-publica"


def escrito(respuesta: Any) -> dict[str, Any]:
    """Return what a browser would send back of the forms on an editor's page."""
    html = respuesta.content.decode()
    datos: dict[str, Any] = dict(re.findall(r'<input type="hidden" name="(huella)" value="([^"]*)"', html))
    editor = respuesta.context.get("editor")
    partes = [editor.form, editor.adicionales, editor.pasos] if editor else [respuesta.context["form"]]
    for parte in partes:
        sueltas = [parte.management_form, *parte.forms] if isinstance(parte, forms.BaseFormSet) else [parte]
        for form in sueltas:
            for campo in form:
                valor = campo.value()
                if valor is not None and valor is not False:
                    datos[campo.html_name] = "on" if valor is True else valor
    return datos


def cambiar(client: Client, ruta: str, *args: Any, **campos: Any) -> Any:
    url = reverse(f"procesos:{ruta}", args=args)
    return client.post(url, {**escrito(client.get(url)), **campos}, follow=True)


def etapa(borrador: BorradorDePlantilla, nombre: str) -> dict[str, Any]:
    borrador.refresh_from_db()
    return borradores.etapa(borrador.contenido, nombre) or {}


def huella_del_orden(borrador: BorradorDePlantilla) -> str:
    return borradores.huella([e["etapa"] for e in borrador.contenido["etapas"]])
