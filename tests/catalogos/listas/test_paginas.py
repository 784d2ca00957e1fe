"""The pages of the lists: who enters, what is loaded, what is shown, and how a match is decided."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sitio.catalogos.listas.carga import cargar
from sitio.catalogos.models import CoincidenciaConfirmada, ListaExterna, RenglonDeLista, VersionDeLista
from tests import fabricas
from tests.catalogos.conftest import proveedor
from tests.catalogos.listas.conftest import ALFA, BETA, archivo_69b, lista

NUEVA = {"titulo": "Lista 69-B", "clave": "efos", "tipo": "efos", "formato": "sat_69b", "institucion": ""}


def subir(client: Client, lista: ListaExterna, contenido: bytes, **datos: str) -> Any:
    archivo = SimpleUploadedFile("69b.csv", contenido)
    return client.post(reverse("catalogos_listas:versiones", args=[lista.pk]), {"archivo": archivo, **datos})


def test_se_describe_una_lista_y_se_cargan_sus_versiones(client: Client, del_padron: Any) -> None:
    client.force_login(del_padron)
    client.post(reverse("wagtailsnippets_catalogos_listaexterna:add"), NUEVA)
    efos = ListaExterna.objects.get()
    hecha = subir(client, efos, archivo_69b(ALFA, BETA.replace("25/06/2018", "ayer")))
    version = VersionDeLista.objects.get()
    assert (hecha.status_code, hecha.url) == (302, reverse("catalogos_listas:version", args=[version.pk]))
    assert (version.cargada_por, version.renglones) == (del_padron, 1)
    pagina = client.get(hecha.url).content.decode()
    assert "COMERCIALIZADORA ALFA DEL NORTE" in pagina
    assert "No es una fecha que exista." in pagina
    assert "Nadie con ese RFC o nombre." in client.get(hecha.url, {"q": "beta"}).content.decode()
    subir(client, efos, archivo_69b(ALFA, BETA, fecha="20 de enero de 2022"))
    segunda = client.get(reverse("catalogos_listas:version", args=[VersionDeLista.objects.first().pk]))
    assert "Nuevas: 1" in segunda.content.decode()
    lista_de_versiones = client.get(reverse("catalogos_listas:versiones", args=[efos.pk])).content.decode()
    assert lista_de_versiones.count("69b.csv (Windows-1252)") == 2


def test_un_archivo_rechazado_dice_por_que_en_su_campo(client: Client, del_padron: Any, efos: ListaExterna) -> None:
    client.force_login(del_padron)
    respuesta = subir(client, efos, b"a,b\n1,2\n")
    assert respuesta.status_code == 422
    assert "debe traer las columnas rfc" in respuesta.content.decode()
    assert subir(client, efos, archivo_69b(ALFA)).status_code == 302
    repetida = subir(client, efos, archivo_69b(ALFA))
    assert repetida.url == reverse("catalogos_listas:versiones", args=[efos.pk])
    assert VersionDeLista.objects.count() == 1


def test_una_lista_no_toma_un_formato_de_otro_tipo(client: Client, del_padron: Any) -> None:
    client.force_login(del_padron)
    respuesta = client.post(reverse("wagtailsnippets_catalogos_listaexterna:add"), {**NUEVA, "formato": "s2"})
    assert "no vienen en el formato «PDN S2 (JSON)»" in respuesta.content.decode()
    assert not ListaExterna.objects.exists()


@pytest.mark.parametrize("quien", ["anonimo", "capturista", "aprobador", "oic", "sin_papel", "de_otra_casa"])
def test_solo_entra_y_carga_quien_tiene_el_permiso(client: Client, como: Any, efos: ListaExterna, quien: str) -> None:
    version = cargar(efos, "a.csv", archivo_69b(ALFA)).version
    renglon = RenglonDeLista.objects.get()
    como(quien)
    for nombre, args in (("versiones", [efos.pk]), ("version", [version.pk]), ("pendientes", [])):
        assert client.get(reverse(f"catalogos_listas:{nombre}", args=args)).status_code == 302
    subir(client, efos, archivo_69b(BETA, fecha="20 de enero de 2022"))
    assert VersionDeLista.objects.count() == 1
    decidir = f"{reverse('catalogos_listas:decidir', args=[renglon.pk])}?rfc=&nombre=Alfa"
    assert client.get(decidir).status_code == 302
    client.post(decidir, {"decision": "confirmada", "motivo": "Porque sí"})
    assert not CoincidenciaConfirmada.objects.exists()


def test_se_decide_una_coincidencia_y_deja_de_estar_pendiente(client: Client, del_padron: Any) -> None:
    sancionados = lista("inhabilitados", "directorio_sancionados")
    contenido = b"nombre,expediente,inicio,fin\nMuebles del Centro SA de CV,<b>1</b>,2026-01-01,2026-06-30\n"
    cargar(sancionados, "s.csv", contenido, fecha=date(2026, 2, 1))
    organizacion = proveedor(nombre="Muebles del Centro, S.A. de C.V.")
    client.force_login(del_padron)
    pendientes = reverse("catalogos_listas:pendientes")
    decidir = f"{reverse('catalogos_listas:decidir', args=[RenglonDeLista.objects.get().pk])}"
    assert f"{decidir}?rfc={organizacion.identificador}" in client.get(pendientes).content.decode()
    datos = {"rfc": organizacion.identificador, "nombre": organizacion.nombre}
    comparar = client.get(decidir, datos).content.decode()
    assert "&lt;b&gt;1&lt;/b&gt;" in comparar
    direccion = f"{decidir}?rfc={organizacion.identificador}&nombre={organizacion.nombre}"
    assert client.post(direccion, {"decision": "confirmada", "motivo": ""}).status_code == 422
    client.post(direccion, {"decision": "rechazada", "motivo": "Otro domicilio fiscal"})
    assert "No hay coincidencias por confirmar." in client.get(pendientes).content.decode()
    assert "Otro domicilio fiscal" in client.get(decidir, datos).content.decode()
    assert client.get(decidir).status_code == 404


def test_quien_administra_ve_el_camino_a_las_versiones(client: Client, efos: ListaExterna) -> None:
    client.force_login(fabricas.persona("super", is_superuser=True))
    listado = client.get(reverse("wagtailsnippets_catalogos_listaexterna:list")).content.decode()
    assert reverse("catalogos_listas:versiones", args=[efos.pk]) in listado
