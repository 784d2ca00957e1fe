"""What the feeds answer is valid for the official OCDS 1.1.5 schemas."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from sitio.publicacion.models import Publicador
from tests.publicacion.vida import EXTENSION, PREFIJO, capturar, etapas, importable, importar

pytestmark = pytest.mark.datos_reales

ESQUEMAS = "https://standard.open-contracting.org/schema/1__1__5/"


@pytest.fixture(scope="module")
def esquemas(compartido: Path) -> dict[str, Draft4Validator]:
    carpeta = compartido / "ocds" / "1.1.5"
    textos = {ruta.name: json.loads(ruta.read_text()) for ruta in carpeta.glob("*schema.json")}
    registro: Registry[Any] = Registry().with_resources(
        (ESQUEMAS + nombre, Resource.from_contents(texto, DRAFT4)) for nombre, texto in textos.items()
    )
    return {
        tipo: Draft4Validator(textos[f"{tipo}-package-schema.json"], registry=registro, format_checker=FormatChecker())
        for tipo in ("release", "record")
    }


def errores(esquema: Draft4Validator, paquete: dict[str, Any]) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in esquema.iter_errors(paquete)]


def test_el_esquema_rechaza_lo_que_debe(esquemas: dict[str, Draft4Validator]) -> None:
    assert errores(esquemas["release"], {"releases": [{"ocid": "x"}]}) != []
    assert errores(esquemas["record"], {"records": [{"ocid": 1}]}) != []


@pytest.mark.parametrize(
    ("url", "tipo"),
    [
        ("releases", "release"),
        ("releases?limit=2", "release"),
        (f"releases/{PREFIJO}-1/{PREFIJO}-1-3", "release"),
        ("records", "record"),
        ("records?limit=1", "record"),
        (f"records/{PREFIJO}-1", "record"),
    ],
)
def test_cada_fuente_es_un_paquete_valido(
    publicador: Publicador, client: Client, esquemas: dict[str, Draft4Validator], url: str, tipo: str
) -> None:
    for entrega in etapas():
        capturar(publicador, entrega, extensiones=[EXTENSION])
    importar(publicador, importable(f"{PREFIJO}-2"))

    paquete = json.loads(client.get(f"/api/ocds/{url}").content)

    assert paquete[f"{tipo}s"]
    assert errores(esquemas[tipo], paquete) == []
