"""Who may upload rows, and which organizations those rows may name or register."""

from typing import Any

import pytest
from django.urls import reverse

from sitio.catalogos.models import Organizacion
from tests import fabricas
from tests.procesos.cargas.comun import MESAS, borrador, direccion, fallas, subir
from tests.procesos.test_admin import QUIENES

pytestmark = pytest.mark.django_db


def test_organizations_are_found_by_rfc_and_registered_only_when_asked(
    como: Any, casa: fabricas.Casa, licitacion: Any
) -> None:
    conocida = fabricas.organizacion("SIL010101AAA", "Sillas del Centro", esquema="MX-RFC")
    texto = "Organización\tOrganización: nombre\nsil010101aaa\t\nNUE010101AA3\tCasa Nueva\n"
    cliente = como("capturista")
    [(renglon, columna, mensaje)] = fallas(subir(cliente, licitacion, texto, "licitantes"))
    assert (renglon, columna) == (3, "Organización")
    assert mensaje.startswith("No está en Organizaciones. Agréguela en Catálogos")
    assert not Organizacion.objects.filter(identificador="NUE010101AA3").exists()

    vista = cliente.post(
        direccion(licitacion, "licitantes"), {"texto": texto, "modo": "agregar", "crear": "on", "accion": "revisar"}
    )
    assert "Casa Nueva (NUE010101AA3)" in vista.content.decode()
    assert not Organizacion.objects.filter(identificador="NUE010101AA3").exists()
    assert subir(cliente, licitacion, texto, "licitantes", crear="on").status_code == 302
    nueva = Organizacion.objects.get(identificador="NUE010101AA3")
    assert [r.organizacion_id for r in borrador(licitacion).licitantes.all()] == [conocida.pk, nueva.pk]
    # The same list again adds nobody twice.
    subir(cliente, licitacion, texto, "licitantes")
    assert borrador(licitacion).licitantes.count() == 2


def test_an_identifier_that_two_organizations_share_asks_which(como: Any, licitacion: Any) -> None:
    for esquema in ("MX-RFC", "X-PADRON"):
        fabricas.organizacion("SIL010101AAA", f"Sillas {esquema}", esquema=esquema)
    cliente = como("capturista")
    [(_renglon, _columna, mensaje)] = fallas(subir(cliente, licitacion, "Organización\nSIL010101AAA\n", "licitantes"))
    assert mensaje.endswith("Escriba una de estas: MX-RFC-SIL010101AAA, X-PADRON-SIL010101AAA.")
    subir(cliente, licitacion, "Organización\nX-PADRON-SIL010101AAA\n", "licitantes")
    assert borrador(licitacion).licitantes.get().organizacion.esquema == "X-PADRON"


def test_who_may_not_register_organizations_registers_none(como: Any, casa: fabricas.Casa, licitacion: Any) -> None:
    for grupo in casa.capturista.groups.all():
        grupo.permissions.remove(*grupo.permissions.filter(codename="add_organizacion"))
    texto = "Organización\tOrganización: nombre\nNUE010101AA3\tCasa Nueva\n"
    fallas(subir(como("capturista"), licitacion, texto, "licitantes", crear="on"))
    assert not Organizacion.objects.filter(identificador="NUE010101AA3").exists()


@pytest.mark.parametrize("quien", QUIENES)
def test_only_who_may_edit_the_stage_uploads_rows(como: Any, licitacion: Any, quien: str) -> None:
    cliente, revision = como(quien), licitacion.latest_revision_id
    codigo = subir(cliente, licitacion, MESAS).status_code
    assert borrador(licitacion).articulos.count() == (2 if quien == "capturista" else 0)
    assert (type(licitacion).objects.get(pk=licitacion.pk).latest_revision_id == revision) == (quien != "capturista")
    if quien in ("de_otra_casa", "sin_papel"):
        assert codigo in (302, 404)
        for nombre, resto in [("renglones", ()), ("descargar_lista", ("renglones", "csv"))]:
            assert (
                cliente.get(reverse(f"procesos:{nombre}", args=[licitacion.pk, "articulos", *resto])).status_code != 200
            )


def test_nothing_is_written_while_the_stage_is_in_approval(como: Any, casa: fabricas.Casa, licitacion: Any) -> None:
    fabricas.llenar(licitacion, casa.capturista)
    fabricas.enviar(licitacion, casa.capturista)
    revision = type(licitacion).objects.get(pk=licitacion.pk).latest_revision_id
    respuesta = subir(como("capturista"), licitacion, MESAS)
    assert respuesta.status_code == 422
    assert "Esta etapa está cerrada mientras se aprueba." in respuesta.content.decode()
    assert "Mesa\t12" in respuesta.content.decode()
    assert type(licitacion).objects.get(pk=licitacion.pk).latest_revision_id == revision


@pytest.mark.parametrize("lista", ["comments", "workflow_states", "nada"])
def test_only_lists_of_rows_are_lists(como: Any, licitacion: Any, lista: str) -> None:
    assert como("capturista").get(direccion(licitacion, lista)).status_code == 404
