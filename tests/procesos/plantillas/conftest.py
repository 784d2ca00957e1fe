"""A template in force, who may change it, and the draft of its next version."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from sitio.procesos.models import BorradorDePlantilla, PlantillaProcedimiento
from tests import fabricas
from tests.procesos.plantillas.comun import CLAVE


@pytest.fixture
def version() -> PlantillaProcedimiento:
    return fabricas.plantilla(CLAVE)


@pytest.fixture
def editora(client: Client) -> Client:
    """Someone from communications: enters the admin and changes templates, and nothing else."""
    persona = fabricas.persona("comunicacion")
    for app, codigo in (("wagtailadmin", "access_admin"), ("procesos", "change_plantillaprocedimiento")):
        persona.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codigo))
    client.force_login(persona)
    return client


@pytest.fixture
def borrador(editora: Client, version: PlantillaProcedimiento) -> BorradorDePlantilla:
    editora.post(reverse("procesos:plantilla_editar", args=[version.pk]))
    return BorradorDePlantilla.objects.get(clave=CLAVE)
