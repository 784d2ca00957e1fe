"""Choosers find among the whole catalogues while one types, and add the supplier that is missing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from sitio.catalogos import duplicados
from sitio.catalogos.models import ClaveCucop, Organizacion, Partida
from tests import fabricas
from tests.catalogos.conftest import QUIENES, proveedor

pytestmark = pytest.mark.django_db


def direccion(modelo: Any, vista: str, *args: Any) -> str:
    return reverse(modelo.snippet_viewset.chooser_viewset.get_url_name(vista), args=args)


def resultados(cliente: Client, modelo: Any, consulta: str) -> str:
    respuesta = cliente.get(direccion(modelo, "choose_results"), {"q": consulta})
    assert respuesta.status_code == 200
    return respuesta.content.decode()


@pytest.fixture
def capturista(client: Client, casa: fabricas.Casa) -> Client:
    client.force_login(casa.capturista)
    return client


def clasificador() -> None:
    Partida(
        clave="21101",
        descripcion="MATERIALES Y ÚTILES DE OFICINA",
        generica="2111 MATERIALES Y ÚTILES",
        concepto="2100 MATERIALES DE ADMINISTRACIÓN",
        capitulo="2000 MATERIALES Y SUMINISTROS",
    ).save()
    ClaveCucop(clave="21101-0121", descripcion="LÁPICES DE COLOR", unidad="PIEZA", partida="21101").save()
    ClaveCucop(clave="33901-0001", descripcion="INTERVALÓMETRO", unidad="SERVICIO", partida="33901").save()


@pytest.mark.parametrize("consulta", ["lapiz", "Lápices", "color lapices", "21101-0121", "211010121", "lap"])
def test_una_clave_cucop_se_halla_por_clave_o_palabras_con_su_partida(capturista: Client, consulta: str) -> None:
    clasificador()
    contenido = resultados(capturista, ClaveCucop, consulta)
    for dicho in ("LÁPICES DE COLOR", "PIEZA", "MATERIALES Y ÚTILES DE OFICINA", "2100 MATER", "2000 MATER"):
        assert dicho in contenido
    assert "INTERVALÓMETRO" not in contenido


def test_una_palabra_entera_va_antes_que_otra_que_empieza_igual() -> None:
    for numero, descripcion in enumerate(["PAPELERA DE ALAMBRE", "PAPEL BOND", "ROLLO DE PAPELES"]):
        ClaveCucop(clave=f"1-{numero}", descripcion=descripcion, partida="21101").save()
    halladas = [fila.descripcion for fila in ClaveCucop.objects.all().buscar("papel")]
    assert halladas == ["PAPEL BOND", "ROLLO DE PAPELES", "PAPELERA DE ALAMBRE"]


def test_una_partida_se_halla_con_su_concepto_y_su_capitulo(capturista: Client) -> None:
    clasificador()
    contenido = resultados(capturista, Partida, "utiles oficinas")
    assert "2100 MATERIALES DE ADMINISTRACIÓN" in contenido
    assert "2000 MATERIALES Y SUMINISTROS" in contenido


def test_lo_que_no_se_halla_se_dice(capturista: Client) -> None:
    clasificador()
    assert "LÁPICES" not in resultados(capturista, ClaveCucop, "zapatos")


def test_no_se_elige_lo_que_ya_se_unio_a_otra(capturista: Client, del_padron: Any) -> None:
    repetida, permanece = fabricas.organizacion("X", "Muebles viejos"), proveedor(nombre="Muebles nuevos")
    duplicados.unir(repetida.pk, permanece.pk, "Misma", del_padron)
    contenido = resultados(capturista, Organizacion, "muebles")
    assert "Muebles nuevos" in contenido
    assert "Muebles viejos" not in contenido


@pytest.mark.parametrize("quien", QUIENES)
def test_quien_captura_agrega_al_elegir_y_queda_elegida(como: Any, quien: str) -> None:
    cliente = como(quien)
    datos = {"esquema": "MX-RFC", "identificador": "abc010101aa3", "nombre": "Nueva", "pais": "MX"}
    respuesta = cliente.post(direccion(Organizacion, "create"), datos)
    nueva = Organizacion.objects.filter(identificador="ABC010101AA3").first()
    assert bool(nueva) == (quien in ("capturista", "de_otra_casa"))
    if nueva:
        elegida = respuesta.json()
        assert (elegida["step"], elegida["result"]["id"]) == ("chosen", str(nueva.pk))


def test_la_ventana_ofrece_agregar_solo_a_quien_puede(capturista: Client, casa: fabricas.Casa) -> None:
    url = direccion(Organizacion, "choose")
    assert "Agregar una que falta" in capturista.get(url).json()["html"]
    capturista.force_login(casa.revisor)
    assert "Agregar una que falta" not in capturista.get(url).json()["html"]


def test_un_rfc_mal_escrito_al_agregar_se_dice_sin_perder_nada(capturista: Client) -> None:
    datos = {"esquema": "MX-RFC", "identificador": "ABC010101AA9", "nombre": "Muebles", "pais": "MX"}
    devuelto = capturista.post(direccion(Organizacion, "create"), datos).json()
    assert devuelto["step"] == "reshow_creation_form"
    assert "casi siempre es un error de dedo" in devuelto["htmlFragment"]
    assert 'value="Muebles"' in devuelto["htmlFragment"]
    assert not Organizacion.objects.filter(nombre="Muebles").exists()


def test_un_rfc_que_ya_esta_ofrece_el_registro_que_hay_y_se_puede_elegir(capturista: Client) -> None:
    existente = proveedor(nombre="Muebles del Centro")
    datos = {"esquema": "MX-RFC", "identificador": "abc-010101-aa3", "nombre": "Muebles Ctro", "pais": "MX"}
    devuelto = capturista.post(direccion(Organizacion, "create"), datos).json()
    assert escape(f"Usar la que ya está: {existente}") in devuelto["htmlFragment"]
    assert 'value="Muebles Ctro"' in devuelto["htmlFragment"]
    elegida = capturista.post(direccion(Organizacion, "create"), {**datos, "usar_existente": "on"}).json()
    assert (elegida["step"], elegida["result"]["id"]) == ("chosen", str(existente.pk))
    assert Organizacion.objects.filter(clave_identificador="ABC010101AA3").get().nombre == "Muebles del Centro"


def test_si_la_que_ya_esta_se_unio_a_otra_se_ofrece_la_que_permanece(capturista: Client, del_padron: Any) -> None:
    repetida, permanece = proveedor(), proveedor("GEO990101AA8", "Geo")
    duplicados.unir(repetida.pk, permanece.pk, "Misma", del_padron)
    datos = {"esquema": "MX-RFC", "identificador": "ABC010101AA3", "nombre": "x", "pais": "MX", "usar_existente": "on"}
    elegida = capturista.post(direccion(Organizacion, "create"), datos).json()
    assert elegida["result"]["id"] == str(permanece.pk)


def test_los_formularios_de_etapa_usan_estos_selectores(capturista: Client, casa: fabricas.Casa) -> None:
    from sitio.procesos import servicios

    proceso = fabricas.proceso(casa)
    fabricas.publicar_hasta(casa, proceso, "planeacion")
    licitacion = servicios.crear_etapa(proceso, "licitacion", casa.capturista)
    contenido = capturista.get(reverse("wagtailadmin_pages:edit", args=[licitacion.pk])).content.decode()
    for modelo in (Organizacion, ClaveCucop):
        assert direccion(modelo, "choose") in contenido
