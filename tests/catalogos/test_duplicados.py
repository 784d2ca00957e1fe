"""Duplicates are found, merged by who may, logged for ever, and can be undone; nothing that names them breaks."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from sitio.catalogos import duplicados
from sitio.catalogos.models import Organizacion, Union
from tests import fabricas
from tests.catalogos.conftest import QUIENES, proveedor

pytestmark = pytest.mark.django_db


@pytest.fixture
def par(db: None) -> tuple[Organizacion, Organizacion]:
    """The same company twice: as an old load wrote it, and as the SAT does."""
    return fabricas.organizacion("ABC-010101-AA3", "Muebles SA", esquema="MX-RFC"), proveedor_suelto()


def proveedor_suelto() -> Organizacion:
    return fabricas.organizacion("ABC010101AA3", "Muebles del Centro, S.A. de C.V.", esquema="MX-RFC")


def direccion(vista: str, pk: int) -> str:
    return reverse(f"catalogos_duplicados:{vista}", args=[pk])


def test_se_hallan_por_rfc_escrito_de_otro_modo_y_por_nombre_sin_su_forma(par: Any) -> None:
    uno = fabricas.organizacion("A", "Papelería López S.A. de C.V.")
    otro = fabricas.organizacion("B", "PAPELERIA LOPEZ SA DE CV")
    fabricas.organizacion("C", "Papelería Pérez")
    for clave in ("019GYR009", "019GYR023"):
        fabricas.organizacion(clave, "Coordinación de Abastecimiento", esquema="X-UC")
    grupos = [[o.pk for o in grupo.organizaciones] for grupo in duplicados.probables()]
    repetida, bien_escrita = par
    assert grupos == [[bien_escrita.pk, repetida.pk], [uno.pk, otro.pk]]


def test_lo_que_ya_se_unio_no_vuelve_a_aparecer(par: Any, del_padron: Any) -> None:
    repetida, permanece = par
    duplicados.unir(repetida.pk, permanece.pk, "Misma constancia", del_padron)
    assert [*duplicados.probables()] == []


def test_unir_no_borra_nada_y_queda_anotado(par: Any, del_padron: Any) -> None:
    repetida, permanece = par
    duplicados.unir(repetida.pk, permanece.pk, " Misma constancia ", del_padron)
    repetida.refresh_from_db()
    assert repetida.vigente == permanece
    union = Union.objects.get()
    assert (union.organizacion, union.permanece, union.accion, union.motivo, union.persona) == (
        repetida,
        permanece,
        "unir",
        "Misma constancia",
        del_padron,
    )
    anotado = ModelLogEntry.objects.get(action="catalogos.unir")
    assert (anotado.user, anotado.data["otra"]) == (del_padron, str(permanece))


def test_deshacer_deja_las_dos_como_estaban_y_las_dos_anotaciones(par: Any, del_padron: Any) -> None:
    repetida, permanece = par
    duplicados.unir(repetida.pk, permanece.pk, "Misma constancia", del_padron)
    duplicados.separar(repetida.pk, "Eran dos sucursales", del_padron)
    repetida.refresh_from_db()
    assert (repetida.vigente, repetida.id_ocds) == (repetida, "MX-RFC-ABC-010101-AA3")
    assert [*Union.objects.values_list("accion", flat=True)] == ["separar", "unir"]


def test_una_cadena_de_uniones_lleva_a_la_ultima(par: Any, del_padron: Any) -> None:
    repetida, permanece = par
    ultima = proveedor("GEO990101AA8", "Geo")
    duplicados.unir(repetida.pk, permanece.pk, "Misma", del_padron)
    duplicados.unir(permanece.pk, ultima.pk, "Misma", del_padron)
    assert Organizacion.objects.get(pk=repetida.pk).vigente == ultima


@pytest.mark.parametrize("caso", ["a_si_misma", "a_una_unida", "ya_unida", "que_no_existe", "sin_motivo", "larguisimo"])
def test_una_union_imposible_se_rechaza_y_nada_cambia(par: Any, del_padron: Any, caso: str) -> None:
    repetida, permanece = par
    otra = proveedor("GEO990101AA8", "Geo")
    unidas = 0
    if caso in ("a_una_unida", "ya_unida"):
        duplicados.unir(repetida.pk, permanece.pk, "Misma", del_padron)
        unidas = 1
    quien, con, motivo = {
        "a_si_misma": (otra.pk, otra.pk, "x"),
        "a_una_unida": (otra.pk, repetida.pk, "x"),
        "ya_unida": (repetida.pk, otra.pk, "x"),
        "que_no_existe": (otra.pk, 10**9, "x"),
        "sin_motivo": (otra.pk, permanece.pk, "  "),
        "larguisimo": (otra.pk, permanece.pk, "x" * 501),
    }[caso]
    with pytest.raises(duplicados.UnionRechazada):
        duplicados.unir(quien, con, motivo, del_padron)
    assert Organizacion.objects.exclude(unida_a=None).count() == Union.objects.count() == unidas


@pytest.mark.parametrize("cambio", ["update", "delete"])
def test_la_base_de_datos_no_deja_cambiar_ni_borrar_el_historial(par: Any, del_padron: Any, cambio: str) -> None:
    union = duplicados.unir(par[0].pk, par[1].pk, "Misma", del_padron)
    filas = Union.objects.filter(pk=union.pk)
    with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
        filas.update(motivo="Otro") if cambio == "update" else filas._raw_delete(filas.db)
    assert filas.get().motivo == "Misma"


@pytest.mark.parametrize("quien", [*QUIENES, "del_padron"])
def test_solo_la_administracion_del_padron_une_y_separa(
    como: Any, client: Client, par: Any, del_padron: Any, quien: str
) -> None:
    repetida, permanece = par
    client.force_login(del_padron) if quien == "del_padron" else como(quien)
    assert (client.get(reverse("catalogos_duplicados:lista")).status_code == 200) == (quien == "del_padron")
    client.post(direccion("unir", repetida.pk), {"permanece": permanece.pk, "motivo": "Misma constancia"})
    repetida.refresh_from_db()
    assert (repetida.unida_a == permanece) == (quien == "del_padron")
    if quien != "del_padron":
        duplicados.unir(repetida.pk, permanece.pk, "Misma constancia", del_padron)
    client.post(direccion("separar", repetida.pk), {"motivo": "No eran"})
    repetida.refresh_from_db()
    assert (repetida.unida_a is None) == (quien == "del_padron")


def test_el_servicio_mismo_rechaza_a_quien_no_tiene_el_permiso(par: Any) -> None:
    with pytest.raises(duplicados.UnionRechazada, match="necesita el permiso"):
        duplicados.unir(par[0].pk, par[1].pk, "Misma", fabricas.persona("nadie"))
    assert not Union.objects.exists()


def test_el_formulario_rechazado_dice_por_que_y_conserva_lo_escrito(client: Client, par: Any, del_padron: Any) -> None:
    client.force_login(del_padron)
    respuesta = client.post(direccion("unir", par[0].pk), {"permanece": par[0].pk, "motivo": "Las dos dicen lo mismo"})
    contenido = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "no se une a sí misma" in contenido
    assert "Las dos dicen lo mismo" in contenido


def test_las_paginas_muestran_los_posibles_y_el_historial(client: Client, par: Any, del_padron: Any) -> None:
    repetida, permanece = par
    client.force_login(del_padron)
    lista = client.get(reverse("catalogos_duplicados:lista")).content.decode()
    assert "Mismo identificador, escrito de otro modo" in lista
    assert f"{direccion('unir', repetida.pk)}?con={permanece.pk}" in lista
    comparar = client.get(direccion("unir", repetida.pk), {"con": permanece.pk}).content.decode()
    assert "ABC-010101-AA3" in comparar
    assert "Muebles del Centro" in comparar
    duplicados.unir(repetida.pk, permanece.pk, "Misma constancia", del_padron)
    historial = client.get(reverse("catalogos_duplicados:historial")).content.decode()
    assert "Misma constancia" in historial
    assert "Rosa Padrón" in historial
    assert direccion("separar", repetida.pk) in historial


def test_la_cuenta_de_quien_unio_no_se_borra(client: Client, par: Any, del_padron: Any) -> None:
    duplicados.unir(par[0].pk, par[1].pk, "Misma", del_padron)
    client.force_login(fabricas.persona("super", is_superuser=True))
    client.post(reverse("wagtailusers_users:delete", args=[del_padron.pk]))
    en_bloque = reverse("wagtail_bulk_action", args=["auth", "user", "delete"])
    client.post(f"{en_bloque}?id={del_padron.pk}", {"next": "/admin/"})
    assert get_user_model().objects.filter(pk=del_padron.pk).exists()
