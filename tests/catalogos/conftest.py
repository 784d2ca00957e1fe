"""An institution with its people, and organizations as the register keeps them."""

from typing import Any

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from sitio.catalogos import permisos
from sitio.catalogos.models import Organizacion
from tests import fabricas

QUIENES = ("capturista", "revisor", "aprobador", "oic", "sin_papel", "de_otra_casa")


@pytest.fixture
def casa(db: None) -> fabricas.Casa:
    return fabricas.casa()


@pytest.fixture
def del_padron(db: None) -> Any:
    """Somebody who keeps the register."""
    permisos.asegurar_grupo()
    persona = fabricas.persona("padron", first_name="Rosa", last_name="Padrón")
    persona.groups.add(permisos.Group.objects.get(name=permisos.GRUPO))
    return persona


def proveedor(identificador: str = "ABC010101AA3", nombre: str = "Muebles del Centro", **datos: Any) -> Organizacion:
    """Make an organization as the register's form would."""
    organizacion = Organizacion(**{"esquema": "MX-RFC", "identificador": identificador, "nombre": nombre, **datos})
    organizacion.full_clean()
    organizacion.save()
    return organizacion


def formulario(**datos: Any) -> dict[str, Any]:
    """What the register's form sends: `datos`, and its nested lists, empty unless given."""
    listas = {
        lista: inline_formset(datos.pop(lista, []))
        for lista in ("contactos", "beneficiarios", "membresias", "identificadores_adicionales")
    }
    return nested_form_data({"esquema": "MX-RFC", "pais": "MX", **datos, **listas})
