"""The feeds: whole, in order, byte for byte as published, and nothing but what was published."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from sitio.publicacion import consultas
from sitio.publicacion.models import Entrega, Publicador, Registro
from sitio.publicacion.paquetes import PAGINACION
from tests.publicacion.vida import EXTENSION, PREFIJO, capturar, crear_publicador, etapas, importable, importar, vivir

BASE = "https://contrataciones.example.mx"
OCID = f"{PREFIJO}-1"


def traer(client: Client, url: str) -> dict[str, Any]:
    """GET a path or an absolute URL of the portal."""
    partes = urlsplit(url)
    respuesta = client.get(f"{partes.path}{'?' if partes.query else ''}{partes.query}")
    assert respuesta.status_code == 200, respuesta.content
    return json.loads(respuesta.content)


def recorrer(client: Client, url: str) -> list[dict[str, Any]]:
    """Follow links.next to the end, as a harvester does."""
    paquetes = [traer(client, url)]
    while siguiente := paquetes[-1].get("links", {}).get("next"):
        assert siguiente.startswith(f"{BASE}/")
        paquetes.append(traer(client, siguiente))
    return paquetes


def test_las_entregas_se_sirven_con_los_bytes_que_se_publicaron(publicador: Publicador, client: Client) -> None:
    vivir(publicador)

    cuerpo = client.get("/api/ocds/releases").content

    guardadas = [bytes(c) for c in Entrega.objects.order_by("posicion").values_list("contenido", flat=True)]
    assert len(guardadas) == 5
    assert b",".join(guardadas) in cuerpo


def test_el_paquete_dice_de_quien_es_con_que_licencia_y_cuando_cambio(publicador: Publicador, client: Client) -> None:
    ultima = vivir(publicador)[-1]

    paquete = traer(client, "/api/ocds/releases")

    del paquete["releases"]
    assert paquete == {
        "uri": f"{BASE}/api/ocds/releases?limit=100",
        "version": "1.1",
        "publisher": {
            "name": "Secretaría finanzas",
            "scheme": "MX-RFC",
            "uid": "SEF010101AA1",
            "uri": "https://finanzas.example.mx",
        },
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "publicationPolicy": "https://finanzas.example.mx/politica",
        "publishedDate": f"{ultima.publicada_en:%Y-%m-%dT%H:%M:%SZ}",
    }


def test_las_extensiones_del_paquete_son_las_de_todas_sus_entregas(publicador: Publicador, client: Client) -> None:
    otra = EXTENSION.replace("bid", "lots")
    primera, segunda, *_resto = etapas()
    capturar(publicador, primera, extensiones=[EXTENSION])
    capturar(publicador, segunda, extensiones=[otra, EXTENSION])

    assert traer(client, "/api/ocds/releases")["extensions"] == [EXTENSION, otra]
    assert traer(client, f"/api/ocds/records/{OCID}")["extensions"] == [EXTENSION, otra]
    assert traer(client, f"/api/ocds/releases/{OCID}/{OCID}-1")["extensions"] == [EXTENSION]
    assert traer(client, "/api/ocds/releases?limit=1")["extensions"] == [EXTENSION, PAGINACION]


def test_un_paquete_de_varios_publicadores_es_del_portal(publicador: Publicador, client: Client) -> None:
    otro = crear_publicador("obras", politica="https://otra.example.mx")
    importar(publicador, importable(OCID))
    importar(otro, importable(f"{PREFIJO}-2"))

    mezcla = traer(client, "/api/ocds/records")

    assert mezcla["publisher"] == {"name": "Claraboya", "uri": BASE}
    assert mezcla["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "publicationPolicy" not in mezcla
    assert traer(client, "/api/ocds/records?publisher=obras")["publisher"]["name"] == "Secretaría obras"


def test_el_registro_trae_todas_sus_entregas_y_la_compilada(publicador: Publicador, client: Client) -> None:
    vivir(publicador)

    [registro] = traer(client, f"/api/ocds/records/{OCID}")["records"]

    assert registro["ocid"] == OCID
    assert [e["tag"][0] for e in registro["releases"]] == ["planning", "tender", "award", "contract", "implementation"]
    assert bytes(Registro.objects.get().compilada) in client.get(f"/api/ocds/records/{OCID}").content
    assert registro["compiledRelease"]["date"] == registro["releases"][-1]["date"]


@pytest.mark.parametrize("limite", [1, 2, 3, 7, 8])
def test_el_recorrido_es_completo_sin_repetidos_y_en_orden(publicador: Publicador, client: Client, limite: int) -> None:
    vivir(publicador)
    importar(publicador, *(importable(f"{PREFIJO}-i{n}") for n in range(2)))

    paquetes = recorrer(client, f"/api/ocds/releases?limit={limite}")

    vistas = [e["id"] for paquete in paquetes for e in paquete["releases"]]
    assert vistas == list(Entrega.objects.order_by("posicion").values_list("id_entrega", flat=True))
    assert all(len(paquete["releases"]) == limite for paquete in paquetes[:-1])
    assert "next" not in paquetes[-1].get("links", {})
    assert len({paquete["uri"] for paquete in paquetes}) == len(paquetes)


def test_lo_que_llega_entre_dos_paginas_no_se_pierde_ni_se_repite(publicador: Publicador, client: Client) -> None:
    importar(publicador, *(importable(f"{PREFIJO}-{n}") for n in range(3)))
    vistas: list[str] = []
    url: str | None = "/api/ocds/releases?limit=2"
    llegadas = 0
    while url:
        paquete = traer(client, url)
        vistas += [e["id"] for e in paquete["releases"]]
        if llegadas < 3:
            importar(publicador, importable(f"{PREFIJO}-0", dia=5 + llegadas), importable(f"{PREFIJO}-n{llegadas}"))
            llegadas += 1
        url = paquete.get("links", {}).get("next")

    assert vistas == list(Entrega.objects.order_by("posicion").values_list("id_entrega", flat=True))
    assert len(vistas) == 9


def test_un_registro_que_cambia_durante_el_recorrido_se_ve_al_final_con_su_novedad(
    publicador: Publicador, client: Client
) -> None:
    importar(publicador, *(importable(f"{PREFIJO}-{n}") for n in range(3)))
    primera = traer(client, "/api/ocds/records?limit=2")
    importar(publicador, importable(f"{PREFIJO}-0", dia=9, titulo="Con novedad"))

    resto = recorrer(client, primera["links"]["next"])

    ocids = [r["ocid"] for paquete in (primera, *resto) for r in paquete["records"]]
    assert ocids == [f"{PREFIJO}-0", f"{PREFIJO}-1", f"{PREFIJO}-2", f"{PREFIJO}-0"]
    assert resto[-1]["records"][-1]["compiledRelease"]["tender"]["title"] == "Con novedad"


def test_el_enlace_siguiente_va_tambien_en_la_cabecera(publicador: Publicador, client: Client) -> None:
    vivir(publicador)

    primera = client.get("/api/ocds/releases?limit=2")
    enlaces = json.loads(primera.content)["links"]
    segunda = client.get(enlaces["next"].removeprefix(BASE))

    inicio = f'<{BASE}/api/ocds/releases?limit=2>; rel="first"'
    assert primera["Link"] == f'<{enlaces["next"]}>; rel="next", {inicio}'
    suyos = json.loads(segunda.content)["links"]
    assert segunda["Link"] == f'<{suyos["next"]}>; rel="next", <{suyos["prev"]}>; rel="prev", {inicio}'
    assert client.get("/api/ocds/releases")["Link"] == f'<{BASE}/api/ocds/releases?limit=100>; rel="first"'


@pytest.mark.parametrize("lista", ["releases", "records"])
def test_los_filtros_se_conservan_de_pagina_en_pagina(publicador: Publicador, client: Client, lista: str) -> None:
    importar(crear_publicador("obras"), *(importable(f"{PREFIJO}-o{n}") for n in range(3)))
    importar(publicador, *(importable(f"{PREFIJO}-{n}") for n in range(3)))

    paquetes = recorrer(client, f"/api/ocds/{lista}?publisher=obras&limit=2")

    assert [e["ocid"] for p in paquetes for e in p[lista]] == [f"{PREFIJO}-o{n}" for n in range(3)]
    assert [e["ocid"] for e in traer(client, f"/api/ocds/{lista}?ocid={PREFIJO}-1")[lista]] == [f"{PREFIJO}-1"]
    assert traer(client, f"/api/ocds/{lista}?ocid={PREFIJO}-1&publisher=obras")[lista] == []


@pytest.mark.parametrize("lista", ["releases", "records"])
def test_una_busqueda_sin_resultados_es_una_lista_vacia(publicador: Publicador, client: Client, lista: str) -> None:
    assert "publishedDate" not in traer(client, f"/api/ocds/{lista}")
    ultima = vivir(publicador)[-1]

    vacio = traer(client, f"/api/ocds/{lista}?ocid=ninguno")

    assert (vacio[lista], "links" in vacio) == ([], False)
    assert vacio["publishedDate"] == f"{ultima.publicada_en:%Y-%m-%dT%H:%M:%SZ}"


RAROS = ["con espacio", "uno/dos", "50%25", "100%", "..", ".", "¿qué?&x=1", "a+b", "ocds-6550wx-OISOE B&S/7", "%2F"]


@pytest.mark.parametrize("raro", RAROS)
def test_cualquier_id_tiene_su_direccion_y_el_paquete_la_dice(
    publicador: Publicador, client: Client, raro: str
) -> None:
    importar(publicador, importable(raro, id_entrega=raro), importable(f"otro {raro}", id_entrega=f"{raro}/{raro}"))

    registros = traer(client, "/api/ocds/records")["records"]

    assert [r["ocid"] for r in registros] == [raro, f"otro {raro}"]
    for registro in registros:
        [entrega] = registro["releases"]
        paquete = traer(client, _direccion("entrega", entrega["ocid"], entrega["id"]))
        assert paquete["releases"] == [entrega]
        assert traer(client, paquete["uri"]) == paquete
        assert traer(client, _direccion("registro", entrega["ocid"]))["records"] == [registro]


def _direccion(nombre: str, *partes: str) -> str:
    return reverse(f"publicacion:{nombre}", args=partes)


def test_dos_ids_distintos_nunca_comparten_direccion(publicador: Publicador, client: Client) -> None:
    importar(publicador, importable("a", id_entrega="b/c"), importable("a/b", id_entrega="c"))

    for ocid, clave in (("a", "b/c"), ("a/b", "c")):
        [entrega] = traer(client, _direccion("entrega", ocid, clave))["releases"]
        assert (entrega["ocid"], entrega["id"]) == (ocid, clave)


def test_un_ocid_comun_se_escribe_tal_cual_en_la_direccion() -> None:
    assert _direccion("entrega", "ocds-213czf-LA_1.2", "ocds-213czf-LA_1.2-3") == (
        "/api/ocds/releases/ocds-213czf-LA_1.2/ocds-213czf-LA_1.2-3"
    )


@pytest.mark.parametrize(
    ("url", "consultas_permitidas"),
    [
        ("/api/ocds/releases?limit=20", 1),
        ("/api/ocds/records?limit=20", 2),
        (f"/api/ocds/releases/{PREFIJO}-0/{PREFIJO}-0-d1", 1),
        (f"/api/ocds/records/{PREFIJO}-0", 2),
        ("/api/ocds/releases?publisher=finanzas&ocid=ninguno", 3),
    ],
)
def test_cada_respuesta_cuesta_un_numero_fijo_de_consultas(
    publicador: Publicador, client: Client, django_assert_num_queries: Any, url: str, consultas_permitidas: int
) -> None:
    importar(publicador, *(importable(f"{PREFIJO}-{n}", dia=dia) for n in range(15) for dia in (1, 2)))

    with django_assert_num_queries(consultas_permitidas):
        assert client.get(url).status_code == 200


def test_las_fuentes_solo_leen_la_bitacora_y_los_registros(
    publicador: Publicador, client: Client, django_assert_max_num_queries: Any
) -> None:
    vivir(publicador)

    todas = (
        "releases?since=2020-01-01&buyer=x",
        "releases",
        "records",
        f"records/{OCID}?versioned=true&releases=linked",
    )
    with django_assert_max_num_queries(30) as hechas:
        for url in (*todas, f"releases/{OCID}/{OCID}-1", "changes", "feed.atom?stage=tender"):
            assert client.get(f"/api/ocds/{url}").status_code == 200

    tablas = {
        palabra for c in hechas.captured_queries for palabra in c["sql"].replace('"', " ").split() if "_" in palabra
    }
    assert {t for t in tablas if t.startswith(("procesos_", "wagtail", "django_", "auth_"))} == set()
    assert {"publicacion_entrega", "publicacion_registro", "publicacion_publicador"} <= tablas


def test_el_registro_no_cuenta_lo_que_llega_mientras_se_lee(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    Registro.objects.update(posicion=3, compilada=b'{"tag":["compiled"]}')

    [registro] = traer(client, f"/api/ocds/records/{OCID}")["records"]

    assert len(registro["releases"]) == 3
    assert consultas.entregas_de(OCID).count() == 5
