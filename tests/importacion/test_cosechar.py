"""Other publishers' feeds: all that is good in them enters, once, and nothing that they do wrong does harm."""

import gzip
import io
import json
import socket
import ssl
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from sitio.importacion.cosecha import red
from sitio.importacion.models import Cosecha
from sitio.ocds.canonico import canonizar, sha256
from sitio.publicacion import disparadores
from sitio.publicacion.models import Entrega, Publicador, Registro
from tests import fabricas
from tests.servidor_ajeno import Contestacion, ServidorAjeno

pytestmark = pytest.mark.django_db
Hacer = Callable[..., dict[str, Any]]
PACIENCIA = {"pausa": 0.0, "espera": 0.0, "espera_maxima": 2.0, "silencio": 5.0, "redes_permitidas": ("127.0.0.0/8",)}


@pytest.fixture
def ajeno(settings: Any) -> Iterator[ServidorAjeno]:
    settings.COSECHA = PACIENCIA
    with ServidorAjeno() as servidor:
        yield servidor


def cosechar(ajeno: ServidorAjeno, ruta: str, **opciones: Any) -> str:
    salida = io.StringIO()
    call_command("cosechar", f"{ajeno.url}{ruta}", stdout=salida, **opciones)
    return salida.getvalue()


def error_al_cosechar(ajeno: ServidorAjeno, ruta: str, **opciones: Any) -> str:
    with pytest.raises(CommandError) as fin:
        cosechar(ajeno, ruta, **opciones)
    assert fin.value.returncode == 1
    return str(fin.value)


def ocids() -> list[str]:
    return [ocid.rpartition("-")[2] for ocid in Entrega.objects.order_by("posicion").values_list("ocid", flat=True)]


def poner_paginas(ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer, cuantas: int = 3) -> None:
    """/p1, /p2… of one release each, joined by `links.next`; the last one has none, and an ETag."""
    for n in range(1, cuantas + 1):
        enlaces = {"links": {"next": f"{ajeno.url}/p{n + 1}"}} if n < cuantas else {}
        fecha = f"2020-01-0{n}T00:00:00Z"
        ajeno.poner(f"/p{n}", hacer_paquete(hacer_entrega(str(n), date=fecha), **enlaces), ETag=f'"p{n}-{cuantas}"')


def test_sigue_las_paginas_hasta_el_final_y_despues_trae_solo_lo_nuevo(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    poner_paginas(ajeno, hacer_paquete, hacer_entrega, 3)
    assert "Se llegó al final" in cosechar(ajeno, "/p1")
    assert (ajeno.pedidas(), ocids()) == (["/p1", "/p2", "/p3"], ["1", "2", "3"])
    cosechar(ajeno, "/p1")
    assert ajeno.peticiones[0].cabeceras["if-none-match"] == '"p3-3"'
    assert ajeno.pedidas() == ["/p3"]
    poner_paginas(ajeno, hacer_paquete, hacer_entrega, 5)
    cosechar(ajeno, "/p1")
    assert (ajeno.pedidas(), ocids()) == (["/p3", "/p4", "/p5"], ["1", "2", "3", "4", "5"])
    fila = Cosecha.objects.get()
    assert (fila.estado, fila.emitidas, fila.repetidas, fila.rechazadas) == ("al_dia", 5, 1, 0)
    cosechar(ajeno, "/p1", desde_cero=True)
    assert ajeno.pedidas() == ["/p1", "/p2", "/p3", "/p4", "/p5"]


def test_se_presenta_y_no_acepta_mas_que_gzip(ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer) -> None:
    ajeno.poner("/p", hacer_paquete(hacer_entrega()))
    cosechar(ajeno, "/p")
    cabeceras = ajeno.peticiones[0].cabeceras
    assert cabeceras["user-agent"] == "Claraboya (+https://contrataciones.example.mx)"
    assert (cabeceras["accept-encoding"], cabeceras["host"]) == ("gzip", ajeno.sitio)


def test_continua_despues_de_la_ultima_pagina_que_entro(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    poner_paginas(ajeno, hacer_paquete, hacer_entrega, 4)
    assert "Quedan páginas" in cosechar(ajeno, "/p1", max_paginas=2)
    assert ajeno.pedidas() == ["/p1", "/p2"]
    buena, ajeno.paginas["/p3"] = ajeno.paginas["/p3"], Contestacion(b"{", 200)
    assert "No es JSON válido" in error_al_cosechar(ajeno, "/p1")
    assert Cosecha.objects.get().estado == "detenida"
    ajeno.paginas["/p3"] = buena
    ajeno.pedidas()
    cosechar(ajeno, "/p1")
    assert (ajeno.pedidas(), ocids()) == (["/p3", "/p4"], ["1", "2", "3", "4"])


def test_lo_nuevo_primero_se_lee_hasta_lo_ya_conocido(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    def poner(ultima: int) -> None:
        for pagina, n in enumerate(range(ultima, 0, -2), 1):
            entregas = [hacer_entrega(str(m), date=f"2020-01-0{m}T00:00:00Z") for m in (n, n - 1)]
            enlaces = {"links": {"next": f"/d?pagina={pagina + 1}"}} if n > 2 else {}
            ajeno.poner("/d" if pagina == 1 else f"/d?pagina={pagina}", hacer_paquete(*entregas, **enlaces))

    poner(6)
    cosechar(ajeno, "/d")
    assert (ajeno.pedidas(), sorted(ocids())) == (["/d", "/d?pagina=2", "/d?pagina=3"], list("123456"))
    poner(8)
    cosechar(ajeno, "/d")
    assert (ajeno.pedidas(), sorted(ocids())) == (["/d", "/d?pagina=2"], list("12345678"))


def test_la_pagina_siguiente_tambien_viene_en_la_cabecera(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    ajeno.poner("/a", hacer_paquete(hacer_entrega("1")), Link='</b>; rel="next"')
    ajeno.poner("/b", hacer_paquete(hacer_entrega("2")))
    cosechar(ajeno, "/a")
    assert ocids() == ["1", "2"]


def test_una_ultima_pagina_vacia_es_el_final(ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer) -> None:
    ajeno.poner("/a", hacer_paquete(hacer_entrega("1"), links={"next": f"{ajeno.url}/b"}))
    ajeno.poner("/b", hacer_paquete(links={"next": f"{ajeno.url}/c"}))
    assert "Se llegó al final" in cosechar(ajeno, "/a")
    assert (ajeno.pedidas(), ocids()) == (["/a", "/b"], ["1"])


@pytest.mark.parametrize("forma", ["jsonl", "jsonl.gz", "zip", "gzip en tránsito", "un paquete"])
def test_toma_archivos_completos(ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer, forma: str) -> None:
    entregas = [hacer_entrega(str(n)) for n in range(3)]
    lineas = "\n".join(json.dumps(entrega) for entrega in entregas).encode()
    comprimido = io.BytesIO()
    with zipfile.ZipFile(comprimido, "w") as archivo:
        archivo.writestr("datos/2020.jsonl", lineas)
    cuerpo, cabeceras = {
        "jsonl": (lineas, {}),
        "jsonl.gz": (gzip.compress(lineas), {"Content-Type": "application/gzip"}),
        "zip": (comprimido.getvalue(), {}),
        "gzip en tránsito": (gzip.compress(lineas), {"Content-Encoding": "gzip"}),
        "un paquete": (json.dumps(hacer_paquete(*entregas)).encode(), {}),
    }[forma]
    ajeno.paginas["/datos"] = Contestacion(cuerpo, cabeceras={**cabeceras, "ETag": '"1"'})
    cosechar(ajeno, "/datos")
    assert ocids() == ["0", "1", "2"]
    cosechar(ajeno, "/datos")
    assert (len(ajeno.pedidas()), Cosecha.objects.get().repetidas) == (2, 0)


def test_toma_la_herramienta_de_inai_por_ejercicio_y_sigue_si_se_interrumpe(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    ajeno.poner("/edca/fiscalYears", {"fiscalYears": [{"year": 2020}, {"year": "2019"}, {"year": None}]})
    for anio in (2019, 2020):
        ajeno.poner(
            f"/edca/contractingprocess/{anio}", {"arrayReleasePackage": [hacer_paquete(hacer_entrega(str(anio)))]}
        )
    cosechar(ajeno, "/edca/fiscalYears", max_paginas=2)
    assert ocids() == ["2019"]
    cosechar(ajeno, "/edca/fiscalYears")
    assert ocids() == ["2019", "2020"]
    assert Publicador.objects.get().nombre == "Municipio de Prueba"
    ajeno.pedidas()
    cosechar(ajeno, "/edca/fiscalYears")
    assert ajeno.pedidas() == ["/edca/fiscalYears", "/edca/contractingprocess/2019", "/edca/contractingprocess/2020"]


def poner_cambios(ajeno: ServidorAjeno, hacer_paquete: Hacer, entregas: list[dict[str, Any]]) -> None:
    cambios = []
    for n, entrega in enumerate(entregas, 1):
        ajeno.poner(f"/e/{n}", hacer_paquete(entrega))
        cambios.append({"seq": n, "url": f"{ajeno.url}/e/{n}", "sha256": sha256(canonizar(entrega))})
    ajeno.poner("/cambios", {"changes": cambios, "next": f"{ajeno.url}/cambios?desde={len(entregas)}"})
    ajeno.poner(
        f"/cambios?desde={len(entregas)}", {"changes": [], "next": f"{ajeno.url}/cambios?desde={len(entregas)}"}
    )


def test_una_lista_de_cambios_se_sigue_siempre(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    poner_cambios(ajeno, hacer_paquete, [hacer_entrega("1"), hacer_entrega("2")])
    cosechar(ajeno, "/cambios")
    assert ajeno.pedidas() == ["/cambios", "/e/1", "/e/2", "/cambios?desde=2"]
    ajeno.poner("/e/3", hacer_paquete(hacer_entrega("3")))
    nuevos = [{"seq": 3, "url": f"{ajeno.url}/e/3"}, {"seq": 4, "url": f"{ajeno.url}/e/9", "withdrawn": True}]
    ajeno.poner("/cambios?desde=2", {"changes": nuevos, "next": f"{ajeno.url}/cambios?desde=4"})
    ajeno.poner("/cambios?desde=4", {"changes": [], "next": f"{ajeno.url}/cambios?desde=4"})
    cosechar(ajeno, "/cambios")
    assert ajeno.pedidas() == ["/cambios?desde=2", "/e/3", "/cambios?desde=4"]
    assert ocids() == ["1", "2", "3"]


@pytest.mark.parametrize(
    "fuente", ["/api/ocds/changes?limit=2", "/api/ocds/releases?limit=2", "/api/ocds/records?limit=2"]
)
def test_otra_claraboya_se_cosecha_entera_y_queda_igual(
    ajeno: ServidorAjeno, settings: Any, client: Client, importa: Any, escribir: Any, hacer_entrega: Hacer, fuente: str
) -> None:
    lineas = [hacer_entrega(str(n % 3), id=f"{n}-a", date=f"2020-01-{n + 1:02}T00:00:00Z") for n in range(7)]
    importa(escribir("d.jsonl", lineas))
    settings.URL_PUBLICA = ajeno.url
    antes = {(e.ocid, e.id_entrega): bytes(e.contenido) for e in Entrega.objects.all()}
    copiar(client, ajeno, fuente)
    disparadores.quitar(connection)
    for modelo in (Registro, Entrega, Publicador):
        modelo.objects.all().delete()
    disparadores.instalar(connection)
    assert "Se llegó al final" in cosechar(ajeno, fuente)
    assert {(e.ocid, e.id_entrega): bytes(e.contenido) for e in Entrega.objects.all()} == antes
    assert Cosecha.objects.get().repetidas == 0


def copiar(client: Client, ajeno: ServidorAjeno, ruta: str) -> None:
    """What our own site answers at a path, and everywhere it leads to, into the other one."""
    if ruta in ajeno.paginas:
        return
    respuesta = client.get(ruta)
    ajeno.poner(ruta, respuesta.content)
    cuerpo = json.loads(respuesta.content)
    direcciones = [cambio["url"] for cambio in cuerpo.get("changes", ())]
    for direccion in [*direcciones, *cuerpo.get("links", {}).values()]:
        copiar(client, ajeno, direccion.removeprefix(ajeno.url))


def test_una_entrega_que_no_es_la_anunciada_no_entra(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    poner_cambios(ajeno, hacer_paquete, [hacer_entrega("1"), hacer_entrega("2")])
    ajeno.poner("/e/2", hacer_paquete(hacer_entrega("2", tender={"id": "2", "title": "Otra cosa"})))
    assert "1 rechazos" in error_al_cosechar(ajeno, "/cambios")
    assert ocids() == []


def test_un_registro_que_enlaza_se_lee_de_donde_enlaza(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    segunda = hacer_entrega(id="1-b", date="2020-02-01T00:00:00Z", tag=["tenderUpdate"])
    ajeno.poner("/paquete", hacer_paquete(hacer_entrega(), segunda))
    enlaces = [{"url": f"{ajeno.url}/paquete#{e['id']}", "date": e["date"]} for e in (hacer_entrega(), segunda)]
    registro = {"ocid": "ocds-abc123-1", "releases": enlaces, "compiledRelease": {**segunda, "tag": ["compiled"]}}
    ajeno.poner("/r", {**hacer_paquete(), "releases": None, "records": [registro]})
    assert "2 entregas se descargaron de donde las enlaza su registro" in cosechar(ajeno, "/r")
    assert [json.loads(bytes(e.contenido)) for e in Entrega.objects.order_by("posicion")] == [hacer_entrega(), segunda]
    assert ajeno.pedidas() == ["/r", "/paquete"]


@pytest.mark.parametrize("enlace", ["http://169.254.169.254/latest#1-a", "{url}/no-esta#1-a", "{url}/otro#1-z", "nada"])
def test_un_enlace_que_no_lleva_a_nada_cede_a_la_compilada(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer, enlace: str
) -> None:
    ajeno.poner("/otro", hacer_paquete(hacer_entrega()))
    enlaces = [{"url": enlace.format(url=ajeno.url), "date": "2020-01-01T00:00:00Z"}]
    registro = {"ocid": "ocds-abc123-1", "releases": enlaces, "compiledRelease": hacer_entrega(tag=["compiled"])}
    ajeno.poner("/r", {**hacer_paquete(), "releases": None, "records": [registro]})
    cosechar(ajeno, "/r")
    assert Entrega.objects.get().id_entrega == "ocds-abc123-1-compilada-20200101T100000Z"


def test_una_pagina_con_algo_mal_no_entra_y_la_detiene_salvo_que_se_pida(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    mala = hacer_paquete(hacer_entrega("2"), hacer_entrega("3", tag=["x"]), links={"next": f"{ajeno.url}/c"})
    ajeno.poner("/a", hacer_paquete(hacer_entrega("1"), links={"next": f"{ajeno.url}/b"}))
    ajeno.poner("/b", mala)
    ajeno.poner("/c", hacer_paquete(hacer_entrega("4")))
    assert "trae 1 rechazos y no entró" in error_al_cosechar(ajeno, "/a")
    assert ocids() == ["1"]
    ajeno.pedidas()
    assert "Se llegó al final" in cosechar(ajeno, "/a", parcial=True)
    assert (ajeno.pedidas(), ocids()) == (["/b", "/c"], ["1", "2", "4"])
    assert not Cosecha.objects.get().parcial


@pytest.mark.parametrize(
    ("cuerpo", "dice"),
    [
        (b'{"status": 500, "message": "Error interno"}', "1 rechazos"),
        (b'{"releases": [{"ocid": "ocds-abc123-1"', "No es JSON v\xe1lido"),
        ('{"releases": [{"ocid": "ocds-abc123-1", "title": "Ñandú"}]}'.encode("latin-1"), "No está en UTF-8"),
        (b"<!doctype html><title>Just a moment...</title>", "No es JSON v\xe1lido"),
        (b"", "No es JSON v\xe1lido"),
        (b"[" * 100_000, "demasiada profundidad"),
    ],
)
def test_una_respuesta_que_no_son_datos_se_dice(ajeno: ServidorAjeno, cuerpo: bytes, dice: str) -> None:
    ajeno.poner("/x", cuerpo)
    assert dice in error_al_cosechar(ajeno, "/x")
    assert Cosecha.objects.get().ultimo_error


@pytest.mark.parametrize("veneno", ['"nulo \\u0000"', "1e9999", "1" + "0" * 400, '"\\ud800"'])
def test_un_valor_que_no_se_puede_guardar_no_entra(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer, veneno: str
) -> None:
    paquete = json.dumps(hacer_paquete(hacer_entrega("1"), hacer_entrega("2", x_dato="VENENO")))
    ajeno.poner("/x", paquete.replace('"VENENO"', veneno).encode())
    assert "1 rechazos" in error_al_cosechar(ajeno, "/x")
    assert ocids() == []


def test_un_sitio_que_da_vueltas_se_deja(ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer) -> None:
    ajeno.poner("/a", hacer_paquete(hacer_entrega("1"), links={"next": f"{ajeno.url}/b"}))
    ajeno.poner("/b", hacer_paquete(hacer_entrega("2"), links={"next": f"{ajeno.url}/a"}))
    assert "da vueltas" in error_al_cosechar(ajeno, "/a")
    assert ajeno.pedidas() == ["/a", "/b"]


def test_con_429_y_503_espera_lo_que_le_piden(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    esperas: list[float] = []
    monkeypatch.setattr(red.time, "sleep", esperas.append)
    ajeno.poner("/p", hacer_paquete(hacer_entrega()))
    ajeno.antes("/p", Contestacion(codigo=429, cabeceras={"Retry-After": "2"}), Contestacion(codigo=503))
    cosechar(ajeno, "/p")
    assert (len(ajeno.pedidas()), ocids()) == (3, ["1"])
    assert esperas == [2.0, 0.0]


def test_entre_una_pagina_y_otra_descansa(
    ajeno: ServidorAjeno, settings: Any, hacer_paquete: Hacer, hacer_entrega: Hacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COSECHA = {**PACIENCIA, "pausa": 5.0}
    descansos: list[float] = []
    monkeypatch.setattr(red.time, "sleep", descansos.append)
    poner_paginas(ajeno, hacer_paquete, hacer_entrega, 3)
    cosechar(ajeno, "/p1")
    assert [4 < descanso <= 5 for descanso in descansos] == [True, True]


def test_una_espera_demasiado_larga_se_deja_para_despues(ajeno: ServidorAjeno) -> None:
    ajeno.antes("/p", Contestacion(codigo=429, cabeceras={"Retry-After": "3600"}))
    assert "pide esperar 3,600 segundos" in error_al_cosechar(ajeno, "/p")
    assert ajeno.pedidas() == ["/p"]


@pytest.mark.parametrize("codigo", [408, 500, 502, 504])
def test_un_tropiezo_del_servidor_se_reintenta_con_medida(ajeno: ServidorAjeno, codigo: int) -> None:
    ajeno.paginas["/p"] = Contestacion(codigo=codigo)
    assert f"tras 5 intentos: HTTP {codigo}" in error_al_cosechar(ajeno, "/p")
    assert len(ajeno.pedidas()) == 5


def test_una_respuesta_cortada_se_reintenta(ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer) -> None:
    ajeno.poner("/p", hacer_paquete(hacer_entrega()))
    ajeno.antes("/p", Contestacion(b'{"releases"', de_menos=50))
    cosechar(ajeno, "/p")
    assert (len(ajeno.pedidas()), ocids()) == (2, ["1"])


def test_un_404_no_se_reintenta(ajeno: ServidorAjeno) -> None:
    assert "contestó HTTP 404" in error_al_cosechar(ajeno, "/nada")
    assert len(ajeno.pedidas()) == 1


def test_un_goteo_se_corta(ajeno: ServidorAjeno, settings: Any) -> None:
    settings.COSECHA = {**PACIENCIA, "plazo": 0.3}
    ajeno.paginas["/p"] = Contestacion(b"x" * 1000, goteo=0.05)
    assert "en una sola respuesta" in error_al_cosechar(ajeno, "/p")


@pytest.mark.parametrize("limite", ["respuesta_maxima", "total_maximo"])
def test_lo_que_pesa_de_mas_se_corta(ajeno: ServidorAjeno, settings: Any, limite: str) -> None:
    settings.COSECHA = {**PACIENCIA, limite: 1000}
    ajeno.poner("/p", b"x" * 200_000)
    assert "más datos de los que se admiten" in error_al_cosechar(ajeno, "/p")


def test_una_bomba_no_se_desenvuelve(ajeno: ServidorAjeno, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitio.importacion.archivos._SIN_SOSPECHA", 1024)
    ajeno.poner("/p", gzip.compress(b'{"releases": [' + b" " * 5_000_000), Content_Encoding="gzip")
    assert "crece más de 200 veces" in error_al_cosechar(ajeno, "/p")


def test_una_compresion_que_no_se_pidio_se_rechaza(ajeno: ServidorAjeno) -> None:
    ajeno.poner("/p", b"...", Content_Encoding="br")
    assert "comprime de un modo que no se pidió" in error_al_cosechar(ajeno, "/p")


@pytest.mark.parametrize(
    "enlace", ["http://otro.example.mx/b", "http://127.0.0.1:1/b", "ftp://127.0.0.1/b", "http://["]
)
def test_la_pagina_siguiente_no_lleva_a_otro_sitio(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer, enlace: str
) -> None:
    ajeno.poner("/a", hacer_paquete(hacer_entrega("1"), links={"next": enlace}))
    assert error_al_cosechar(ajeno, "/a")
    assert ajeno.pedidas() == ["/a"]


@pytest.mark.parametrize(
    "destino",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]:80/",
        "file:///etc/passwd",
        "//[::ffff:10.1.1.1]/",
    ],
)
def test_una_redireccion_a_la_red_interna_no_se_sigue(ajeno: ServidorAjeno, destino: str) -> None:
    ajeno.paginas["/a"] = Contestacion(codigo=302, cabeceras={"Location": destino})
    assert error_al_cosechar(ajeno, "/a")
    assert ajeno.pedidas() == ["/a"]


def test_una_redireccion_buena_se_sigue_y_una_sin_fin_no(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    ajeno.paginas["/a"] = Contestacion(codigo=301, cabeceras={"Location": "/b"})
    ajeno.poner("/b", hacer_paquete(hacer_entrega("1")))
    cosechar(ajeno, "/a")
    assert ocids() == ["1"]
    ajeno.paginas["/c"] = Contestacion(codigo=302, cabeceras={"Location": "/c"})
    assert "sin fin" in error_al_cosechar(ajeno, "/c")


@pytest.mark.parametrize(
    ("direccion", "dice"),
    [
        ("http://127.0.0.1/", "privada o reservada"),
        ("http://localhost/", "privada o reservada"),
        ("http://[::1]/", "privada o reservada"),
        ("http://10.1.2.3/", "privada o reservada"),
        ("http://169.254.169.254/", "privada o reservada"),
        ("http://[fe80::1]/", "privada o reservada"),
        ("http://[::ffff:127.0.0.1]/", "privada o reservada"),
        ("http://[64:ff9b::7f00:1]/", "privada o reservada"),
        ("http://[2002:7f00:1::]/", "privada o reservada"),
        ("http://100.64.0.1/", "privada o reservada"),
        ("http://0.0.0.0/", "privada o reservada"),
        ("http://2130706433/", "privada o reservada"),
        ("file:///etc/passwd", "http://"),
        ("ftp://datos.gob.mx/x", "http://"),
        ("datos", "http://"),
    ],
)
def test_la_red_interna_no_se_cosecha(settings: Any, direccion: str, dice: str) -> None:
    settings.COSECHA = {**PACIENCIA, "redes_permitidas": ()}
    with pytest.raises(CommandError, match=dice):
        call_command("cosechar", direccion, stdout=io.StringIO())


def test_un_nombre_que_cambia_de_direccion_no_engana(ajeno: ServidorAjeno, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the name is resolved once for each connection, and that answer is what is checked and used."""
    respuestas = iter(["127.0.0.1", "169.254.169.254"])
    resolver = socket.getaddrinfo

    def cambiante(nombre: str, *args: Any, **kwargs: Any) -> Any:
        return resolver(next(respuestas) if nombre == "datos.example.mx" else nombre, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", cambiante)
    puerto = ajeno.sitio.rpartition(":")[2]
    ajeno.antes("/p", Contestacion(codigo=503))
    with pytest.raises(CommandError, match=r"169\.254\.169\.254"):
        call_command("cosechar", f"http://datos.example.mx:{puerto}/p", stdout=io.StringIO())
    assert [p.cabeceras["host"] for p in ajeno.peticiones] == [f"datos.example.mx:{puerto}"]


def certificado(carpeta: Path, nombre: str) -> Path:
    """A certificate of `nombre` that vouches for itself, with its key in the same file."""
    llave = ec.generate_private_key(ec.SECP256R1())
    de = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nombre)])
    hoy = timezone.now()
    firmado = (
        x509.CertificateBuilder(de, de, llave.public_key(), x509.random_serial_number(), hoy, hoy + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(nombre)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(llave, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    privada = llave.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    ruta = carpeta / f"{nombre}.pem"
    ruta.write_bytes(privada + firmado.public_bytes(pem))
    return ruta


@pytest.mark.parametrize(("presenta", "entra"), [("datos.example.mx", True), ("otro.example.mx", False)])
def test_el_certificado_tiene_que_ser_del_nombre_aunque_se_conecte_a_la_direccion(
    settings: Any,
    tmp_path: Path,
    hacer_paquete: Hacer,
    hacer_entrega: Hacer,
    monkeypatch: pytest.MonkeyPatch,
    presenta: str,
    entra: bool,
) -> None:
    settings.COSECHA = {**PACIENCIA, "reintentos": 0}
    ruta = certificado(tmp_path, presenta)
    monkeypatch.setattr(certifi, "where", lambda: str(ruta))
    resolver = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _nombre, *a, **k: resolver("127.0.0.1", *a, **k))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(ruta)
    with ServidorAjeno(tls) as ajeno:
        ajeno.poner("/p", hacer_paquete(hacer_entrega()))
        ajeno.url = ajeno.url.replace("127.0.0.1", "datos.example.mx")
        if entra:
            cosechar(ajeno, "/p")
        else:
            assert "certificate" in error_al_cosechar(ajeno, "/p").lower()
        # And a secure site does not send to an insecure one.
        ajeno.paginas["/q"] = Contestacion(codigo=302, cabeceras={"Location": ajeno.url.replace("https", "http")})
        if entra:
            assert "de https a http" in error_al_cosechar(ajeno, "/q")
    assert Entrega.objects.exists() is entra


def test_una_contrasena_en_la_direccion_ni_se_usa_ni_se_repite() -> None:
    with pytest.raises(CommandError) as fin:
        call_command("cosechar", "https://ana:secreta@datos.example.mx/", stdout=io.StringIO())
    assert "secreta" not in str(fin.value)
    assert not Cosecha.objects.exists()


def test_nadie_publica_en_nombre_de_quien_captura_aqui(
    ajeno: ServidorAjeno, hacer_paquete: Hacer, hacer_entrega: Hacer
) -> None:
    propio = fabricas.casa("propia").institucion.publicador
    Publicador.objects.filter(pk=propio.pk).update(clave="municipio-de-prueba")
    ajeno.poner("/p", hacer_paquete(hacer_entrega()))
    assert "1 rechazos" in error_al_cosechar(ajeno, "/p")
    assert not propio.entregas.exists()


def test_dos_cosechas_de_lo_mismo_no_corren_a_la_vez(ajeno: ServidorAjeno) -> None:
    otra = Cosecha.objects.create(url=f"{ajeno.url}/p")
    assert otra.apartar()
    assert "está en curso" in error_al_cosechar(ajeno, "/p")
    assert ajeno.pedidas() == []
    otra.soltar()
    assert "HTTP 404" in error_al_cosechar(ajeno, "/p")
    assert Cosecha.objects.get().apartada_hasta is None
