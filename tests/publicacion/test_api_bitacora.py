"""The ledger by HTTP: chains, bytes, checkpoints and keys, in pages, and what was withdrawn told by its true status."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sitio.publicacion import llaves, retiros
from sitio.publicacion.models import Entrega, Publicador, Sello
from sitio.publicacion.sellos import sellar
from sitio.publicacion.tramo import GENESIS
from tests import fabricas
from tests.publicacion.vida import PREFIJO, crear_publicador, importable, importar, vivir

API = "/api/ocds/bitacora"
SITIO = "https://contrataciones.example.mx"
OCID = f"{PREFIJO}-1"


@pytest.fixture
def pem(settings: Any, tmp_path: Path) -> Path:
    settings.LLAVE_DE_SELLOS = str(tmp_path / "sellos.pem")
    return tmp_path / "sellos.pem"


@pytest.fixture
def bitacora(publicador: Publicador, pem: Path) -> Publicador:
    llaves.crear(pem)
    vivir(publicador)
    importar(crear_publicador("obras"), importable("ocds-bbbbbb-1"))
    crear_publicador("sin-nada")
    return publicador


@pytest.fixture
def retirada(bitacora: Publicador) -> Entrega:
    """Number 2 of the chain, withdrawn; its tombstone is number 6."""
    ana, beto = (fabricas.persona(nombre, is_superuser=True) for nombre in ("ana", "beto"))
    razones = {"motivo": "orden_legal", "fundamento": "Oficio 1", "explicacion": "Orden de un juzgado."}
    retiros.autorizar(retiros.solicitar(OCID, f"{OCID}-2", persona=ana, **razones).pk, beto)
    return Entrega.objects.get(posicion=2)


def leer(client: Client, ruta: str, estado: int = 200) -> Any:
    respuesta = client.get(f"{API}{ruta}")
    assert respuesta.status_code == estado, respuesta.content
    return json.loads(respuesta.content)


def test_la_portada_dice_hasta_donde_llega_cada_cadena_y_con_que_se_comprueba(
    bitacora: Publicador, client: Client
) -> None:
    portada = leer(client, "")

    ultima = Entrega.objects.get(posicion=5)
    assert portada["position"] == 6
    assert portada["publishers"][0] == {
        "publisher": "finanzas",
        "name": "Secretaría finanzas",
        "sequence": 5,
        "position": 5,
        "chain": ultima.cadena,
        "entries": f"{SITIO}{API}/finanzas",
        "contents": f"{SITIO}{API}/finanzas/contenidos",
        "checkpoints": f"{SITIO}{API}/finanzas/sellos",
    }
    assert [(p["publisher"], p["sequence"], p["chain"] == GENESIS) for p in portada["publishers"][1:]] == [
        ("obras", 1, False),
        ("sin-nada", 0, True),
    ]
    assert portada["verifier"] == f"{SITIO}{API}/claraboya_verificar.py"
    assert set(portada["algorithm"]) == {"bytes", "sha256", "chain", "genesis", "withdrawal", "checkpoint", "key"}


def test_las_llaves_se_publican_con_su_plazo_y_su_relevo(bitacora: Publicador, client: Client, pem: Path) -> None:
    vieja = pem.rename(pem.with_suffix(".vieja"))
    nueva = llaves.crear(pem, vieja)

    primera, segunda = leer(client, "")["keys"]

    assert primera["until"] == segunda["since"]
    assert "previous" not in primera
    assert (segunda["keyId"], segunda["previous"], segunda["signature"]) == (
        nueva.clave,
        primera["keyId"],
        nueva.firma,
    )
    assert "until" not in segunda


def test_los_eslabones_se_recorren_por_paginas(bitacora: Publicador, client: Client) -> None:
    vistos, siguiente = [], f"{API}/finanzas?limit=2"
    paginas = 0
    while siguiente:
        respuesta = client.get(siguiente)
        pagina = respuesta.json()
        vistos += pagina["entries"]
        siguiente = pagina.get("next", "").removeprefix(SITIO)
        assert respuesta.headers.get("Link", "") == (f'<{pagina["next"]}>; rel="next"' if siguiente else "")
        paginas += 1

    assert paginas == 3
    assert [e["sequence"] for e in vistos] == [1, 2, 3, 4, 5]
    fila = Entrega.objects.get(posicion=2)
    assert vistos[1] == {
        "sequence": 2,
        "position": 2,
        "class": "entrega",
        "ocid": OCID,
        "releaseId": f"{OCID}-2",
        "date": fila.fecha.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sha256": fila.sha256,
        "previous": fila.cadena_previa,
        "chain": fila.cadena,
        "url": f"{SITIO}{API}/finanzas/2",
    }


def test_los_bytes_son_los_guardados(bitacora: Publicador, client: Client) -> None:
    filas = list(bitacora.entregas.order_by("secuencia"))

    uno = client.get(f"{API}/finanzas/3")
    muchos = b"".join(client.get(f"{API}/finanzas/contenidos?after=1&limit=3"))

    assert uno.content == bytes(filas[2].contenido)
    assert uno.headers["ETag"] == f'"{filas[2].sha256}"'
    assert muchos.split(b"\n") == [bytes(fila.contenido) for fila in filas[1:4]] + [b""]
    assert client.get(f"{API}/finanzas/3", headers={"If-None-Match": uno.headers["ETag"]}).status_code == 304


def test_lo_retirado_tiene_su_lugar_su_acta_y_ningun_byte(retirada: Entrega, client: Client) -> None:
    eslabones = leer(client, "/finanzas")["entries"]
    problema = leer(client, "/finanzas/2", 410)

    assert [e.get("withdrawnBy") for e in eslabones] == [None, 6, None, None, None, None]
    assert (eslabones[5]["class"], eslabones[5]["withdraws"]) == ("retiro", 2)
    assert {clave: problema[clave] for clave in ("sha256", "reason", "legalBasis", "explanation", "reasonTitle")} == {
        "sha256": retirada.sha256,
        "reason": "orden_legal",
        "legalBasis": "Oficio 1",
        "explanation": "Orden de un juzgado.",
        "reasonTitle": "Orden de una autoridad",
    }
    assert b"".join(client.get(f"{API}/finanzas/contenidos?limit=2")).split(b"\n")[1] == b""
    assert leer(client, "/finanzas/6")["releaseId"] == f"{OCID}-2"


def test_los_demas_canales_tampoco_dan_lo_retirado(retirada: Entrega, client: Client) -> None:
    for direccion in (
        "/api/ocds/releases",
        "/api/ocds/records",
        f"/api/ocds/records/{OCID}",
        f"/contrataciones/{OCID}/",
    ):
        respuesta = client.get(direccion)
        assert respuesta.status_code == 200
        assert "Mobiliario escolar" not in respuesta.content.decode()
    assert client.get(f"/api/ocds/releases/{OCID}/{OCID}-2").status_code == 410


def test_los_sellos_traen_el_texto_firmado(bitacora: Publicador, client: Client) -> None:
    sellar()
    importar(bitacora, importable(f"{PREFIJO}-2"))
    sellar()

    primera = leer(client, "/finanzas/sellos?limit=1")
    [segundo] = leer(client, primera["next"].removeprefix(f"{SITIO}{API}"))["checkpoints"]

    sello = Sello.objects.get(publicador=bitacora, numero=2)
    assert segundo == {
        "checkpoint": bytes(sello.contenido).decode(),
        "sha256": sello.sha256,
        "signature": sello.firma,
    }
    assert json.loads(primera["checkpoints"][0]["checkpoint"])["sequence"] == 5


@pytest.mark.parametrize(
    ("ruta", "estado", "dicho"),
    [
        ("/nadie", 404, "No hay un publicador"),
        ("/nadie/1", 404, "No hay un publicador"),
        ("/finanzas/9", 404, "no tiene el número 9"),
        ("/finanzas/99999999999999999999999", 404, "no tiene el número"),
        ("/finanzas?after=-1", 400, "«after»"),
        ("/finanzas?limit=0", 400, "«limit»"),
        ("/finanzas?cursor=x", 400, "no tiene los parámetros: cursor"),
        ("/finanzas/sellos?after=uno", 400, "«after»"),
        ("/finanzas/contenidos?limit=5000", 400, "«limit»"),
        ("?x=1", 400, "no tiene los parámetros"),
    ],
)
def test_lo_que_no_existe_o_no_se_entiende_se_dice(
    bitacora: Publicador, client: Client, ruta: str, estado: int, dicho: str
) -> None:
    assert dicho in leer(client, ruta, estado)["detail"]


def test_una_pagina_cuesta_las_mismas_consultas_con_y_sin_retiros(
    retirada: Entrega, client: Client, django_assert_num_queries: Any
) -> None:
    for ruta in ("/finanzas", "/obras"):
        # The publisher, the rows, and of the withdrawals, who withdrew and who was withdrawn.
        with django_assert_num_queries(4 if ruta == "/finanzas" else 3):
            client.get(f"{API}{ruta}")
    with django_assert_num_queries(2):
        client.get(API)


def test_un_cuerpo_de_head_va_vacio(bitacora: Publicador, client: Client) -> None:
    for ruta in ("", "/finanzas", "/finanzas/1", "/finanzas/sellos", "/finanzas/contenidos"):
        respuesta = client.head(f"{API}{ruta}")
        assert respuesta.status_code == 200
        assert b"".join(respuesta) == b""
        assert respuesta.headers["Access-Control-Allow-Origin"] == "*"
