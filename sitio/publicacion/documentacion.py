"""The documentation of the API, generated from its views (drf-spectacular): OpenAPI 3.1 for programs and for a page."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.settings import patched_settings

from sitio.publicacion.vista_publica import VistaPublica

_ESTANDAR = "https://standard.open-contracting.org/schema/1__1__5"
_TEXTO = {"type": "string"}
_MOMENTO = {"type": "string", "format": "date-time"}
_COMPONENTES = {
    "PaqueteDeEntregas": {
        "type": "object",
        "externalDocs": {"url": f"{_ESTANDAR}/release-package-schema.json"},
        "required": ["uri", "version", "publisher", "releases"],
        "properties": {
            "uri": _TEXTO,
            "publishedDate": _MOMENTO,
            "releases": {"type": "array", "items": {"type": "object"}},
            "links": {"$ref": "#/components/schemas/Enlaces"},
        },
    },
    "PaqueteDeRegistros": {
        "type": "object",
        "externalDocs": {"url": f"{_ESTANDAR}/record-package-schema.json"},
        "required": ["uri", "version", "publisher", "records"],
        "properties": {
            "uri": _TEXTO,
            "publishedDate": _MOMENTO,
            "records": {"type": "array", "items": {"type": "object"}},
            "links": {"$ref": "#/components/schemas/Enlaces"},
        },
    },
    "Enlaces": {
        "type": "object",
        "properties": {"next": {"type": "string", "format": "uri"}, "prev": {"type": "string", "format": "uri"}},
    },
    "Cambios": {
        "type": "object",
        "required": ["changes", "links"],
        "properties": {
            "changes": {"type": "array", "items": {"$ref": "#/components/schemas/Cambio"}},
            "links": {"$ref": "#/components/schemas/Enlaces"},
        },
    },
    "Cambio": {
        "type": "object",
        "required": ["seq", "type", "ocid", "releaseId", "date", "publishedDate", "publisher", "url", "sha256"],
        "properties": {
            "seq": {"type": "integer"},
            "type": {"enum": ["release", "withdrawal"]},
            "ocid": _TEXTO,
            "releaseId": _TEXTO,
            "tag": {"type": "array", "items": _TEXTO},
            "date": _MOMENTO,
            "publishedDate": _MOMENTO,
            "publisher": _TEXTO,
            "url": {"type": "string", "format": "uri"},
            "sha256": _TEXTO,
            "withdrawn": {"type": "boolean"},
            "withdraws": {"type": "object"},
        },
    },
    "Problema": {
        "type": "object",
        "externalDocs": {"url": "https://www.rfc-editor.org/rfc/rfc9457"},
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": _TEXTO,
            "title": _TEXTO,
            "status": {"type": "integer"},
            "detail": _TEXTO,
            "instance": _TEXTO,
            "parametros": {"type": "array", "items": _TEXTO},
        },
    },
}


class Parametro(NamedTuple):
    """A parameter as a page tells of it."""

    nombre: str
    que: str
    valores: str


@dataclass(frozen=True)
class Direccion:
    """An address of the API as a page tells of it. `ancla` names it within the page."""

    ancla: str
    ruta: str
    titulo: str
    que: str
    parametros: list[Parametro]
    respuestas: list[tuple[str, str]]


def en_json() -> bytes:
    """Return the OpenAPI document."""
    return _en_json(get_language())


def esquema() -> dict[str, Any]:
    """Return the OpenAPI document as Python data."""
    documento: dict[str, Any] = json.loads(en_json())
    return documento


def direcciones() -> list[str]:
    """Return the paths of the API, without its prefix."""
    return [ruta.removeprefix(_prefijo().rstrip("/")) for ruta in esquema()["paths"]]


def para_personas() -> Iterator[Direccion]:
    """Yield each address with what a person wants to know of it."""
    for ruta, metodos in esquema()["paths"].items():
        operacion = metodos["get"]
        yield Direccion(
            f"api-{operacion['operationId']}",
            ruta,
            operacion["summary"],
            operacion["description"],
            [
                Parametro(p["name"], p["description"], _valores(p["schema"]))
                for p in operacion.get("parameters", ())
                if p["in"] in ("path", "query")
            ],
            [(estado, respuesta["description"]) for estado, respuesta in operacion["responses"].items()],
        )


def _valores(forma: dict[str, Any]) -> str:
    """What a parameter takes, in words: its codes, or its range; and what it is when it is not said."""
    valores = ", ".join(map(str, forma.get("enum", ())))
    if "maximum" in forma:
        valores = _("de %(minimo)s a %(maximo)s") % {"minimo": forma["minimum"], "maximo": forma["maximum"]}
    omitido = _("si falta: %(valor)s") % {"valor": forma["default"]} if "default" in forma else ""
    return "; ".join(filter(None, (valores, omitido)))


@cache
def _en_json(_idioma: str | None) -> bytes:
    with patched_settings(_ajustes()):
        documento = SchemaGenerator().get_schema(request=None, public=True)
    return bytes(OpenApiJsonRenderer().render(documento))


def _ajustes() -> dict[str, Any]:
    """drf-spectacular's settings for this API alone: the rest of the site may use it too, in its own way."""
    return {
        "OAS_VERSION": "3.1.1",
        "TITLE": _("API de contrataciones abiertas"),
        "DESCRIPTION": _(
            "Lo publicado en OCDS 1.1, sin registro ni clave. Las respuestas son los bytes que se publicaron."
        ),
        "VERSION": "1",
        "SERVERS": [{"url": settings.URL_PUBLICA}],
        "PREPROCESSING_HOOKS": ["sitio.publicacion.documentacion.solo_esta_api"],
        "POSTPROCESSING_HOOKS": [],
        "APPEND_COMPONENTS": {"schemas": _COMPONENTES},
        "SORT_OPERATION_PARAMETERS": False,
        "SORT_OPERATIONS": False,
    }


def solo_esta_api(endpoints: Iterable[tuple[Any, ...]], **_opciones: Any) -> list[tuple[Any, ...]]:
    """Keep the public views under the API's prefix; every other view of the site documents itself elsewhere."""
    return [
        endpoint
        for endpoint in endpoints
        if endpoint[0].startswith(_prefijo()) and issubclass(getattr(endpoint[3], "cls", object), VistaPublica)
    ]


def _prefijo() -> str:
    return reverse("publicacion:entregas").removesuffix("releases")
