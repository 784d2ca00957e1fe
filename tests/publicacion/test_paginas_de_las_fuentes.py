"""Walking the feeds: forwards and backwards, in both orders, by every filter, and always through an index."""

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client

from sitio.ocds import listas
from sitio.publicacion import paginacion
from sitio.publicacion.models import Entrega, Publicador, Registro
from sitio.publicacion.parametros import Consulta
from tests.publicacion.quitar import quitar
from tests.publicacion.vida import COMPRADOR, PREFIJO, capturar, crear_publicador, etapas, importable, importar, vivir

OCID = f"{PREFIJO}-1"
INICIO = datetime(2026, 5, 4, 12, tzinfo=UTC)
solo_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="el plan de ejecución es de PostgreSQL")


def pagina(client: Client, url: str, **parametros: Any) -> dict[str, Any]:
    partes = urlsplit(url)
    respuesta = client.get(f"{partes.path}{'?' if partes.query else ''}{partes.query}", parametros or None)
    assert respuesta.status_code == 200, respuesta.content
    return json.loads(respuesta.content)


def rechazo(client: Client, url: str, **parametros: Any) -> dict[str, Any]:
    respuesta = client.get(url, parametros or None)
    assert respuesta.status_code == 400, respuesta.content
    return json.loads(respuesta.content)


def locales(paquete: dict[str, Any]) -> list[str]:
    elementos = paquete.get("releases", paquete.get("records"))
    return [elemento["ocid"].removeprefix(f"{PREFIJO}-") for elemento in elementos]


def seguir(client: Client, url: str, enlace: str, **parametros: Any) -> list[list[str]]:
    """The local ids of each page, following `next` or `prev` from the first one on."""
    paquete = pagina(client, url, **parametros)
    paginas = [locales(paquete)]
    while enlace in paquete.get("links", {}):
        paquete = pagina(client, paquete["links"][enlace])
        paginas.append(locales(paquete))
    return paginas


@pytest.fixture
def siete(publicador: Publicador) -> Publicador:
    importar(publicador, *(importable(f"{PREFIJO}-{n}") for n in range(1, 8)))
    return publicador


@pytest.fixture
def reloj(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The machine's clock, at `INICIO` until it is put somewhere else."""

    class Reloj:
        ahora = INICIO

    monkeypatch.setattr("django.utils.timezone.now", lambda: Reloj.ahora)
    return Reloj


@pytest.mark.parametrize("lista", ["releases", "records"])
@pytest.mark.parametrize(
    ("orden", "esperadas"),
    [
        ("asc", [["1", "2", "3"], ["4", "5", "6"], ["7"]]),
        ("desc", [["7", "6", "5"], ["4", "3", "2"], ["1"]]),
    ],
)
def test_cada_orden_se_recorre_de_ida_y_de_vuelta(
    siete: Publicador, client: Client, lista: str, orden: str, esperadas: list[list[str]]
) -> None:
    ida = seguir(client, f"/api/ocds/{lista}", "next", limit=3, order=orden)
    assert ida == esperadas

    paquete = pagina(client, f"/api/ocds/{lista}", limit=3, order=orden)
    for _vez in range(2):
        paquete = pagina(client, paquete["links"]["next"])
    vuelta = [locales(paquete)]
    while "prev" in paquete.get("links", {}):
        paquete = pagina(client, paquete["links"]["prev"])
        vuelta.append(locales(paquete))

    # Backwards, from the last page on: the same rows, page after page, each in the order of the list.
    assert vuelta == esperadas[::-1]
    assert "next" in paquete["links"]


def test_la_primera_pagina_no_tiene_anterior_y_la_ultima_no_tiene_siguiente(siete: Publicador, client: Client) -> None:
    primera = pagina(client, "/api/ocds/releases", limit=4)
    ultima = pagina(client, primera["links"]["next"])

    assert primera["links"].keys() == {"next"}
    assert ultima["links"].keys() == {"prev"}


def test_una_pagina_que_se_llena_justo_no_anuncia_otra(siete: Publicador, client: Client) -> None:
    assert "links" not in pagina(client, "/api/ocds/releases", limit=7)


def test_una_pagina_que_quedo_vacia_vuelve_a_donde_estaba(siete: Publicador, client: Client) -> None:
    siguiente = pagina(client, "/api/ocds/releases", limit=6)["links"]["next"]
    quitar(f"{PREFIJO}-7", f"{PREFIJO}-7-d1")

    vacia = pagina(client, siguiente)

    assert (locales(vacia), vacia["links"].keys()) == ([], {"prev"})
    assert locales(pagina(client, vacia["links"]["prev"])) == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    "otra",
    [
        {"order": "desc"},
        {"ocid": OCID},
        {"publisher": "finanzas"},
        {"buyer": "x"},
        {"year": "2020"},
        {"tag": "tender"},
        {"since": "2020-01-01"},
        {"until": "2030-01-01"},
    ],
)
def test_un_cursor_no_sirve_con_otros_filtros_ni_con_otro_orden(
    siete: Publicador, client: Client, otra: dict[str, str]
) -> None:
    siguiente = pagina(client, "/api/ocds/releases", limit=2)["links"]["next"]

    documento = rechazo(client, "/api/ocds/releases", **{**_parametros(siguiente), **otra})

    assert "otros filtros u otro orden" in documento["detail"]
    assert documento["parametros"] == ["cursor"]


def _parametros(url: str) -> dict[str, str]:
    return dict(par.split("=", 1) for par in urlsplit(url).query.split("&"))


def test_un_cursor_si_sirve_con_otro_limite(siete: Publicador, client: Client) -> None:
    parametros = _parametros(pagina(client, "/api/ocds/releases", limit=2)["links"]["next"])

    assert locales(pagina(client, "/api/ocds/releases", **{**parametros, "limit": "4"})) == ["3", "4", "5", "6"]


@pytest.mark.parametrize("lista", ["releases", "records"])
def test_se_pregunta_por_el_comprador_y_por_el_anio(publicador: Publicador, client: Client, lista: str) -> None:
    ajena = {"id": "MX-RFC-OTR010101AA1", "name": "Otra", "roles": ["buyer"]}
    importar(publicador, importable(f"{PREFIJO}-a"))
    de_la_ajena = {"parties": [ajena], "buyer": {"id": ajena["id"], "name": "Otra"}}
    importar(publicador, {**importable(f"{PREFIJO}-b"), **de_la_ajena})
    importar(publicador, {**importable(f"{PREFIJO}-c"), "date": "2021-06-01T00:00:00Z"})
    capturar(publicador, next(etapas(f"{PREFIJO}-d")))

    assert locales(pagina(client, f"/api/ocds/{lista}", buyer=COMPRADOR["id"])) == ["d"]
    assert locales(pagina(client, f"/api/ocds/{lista}", buyer=ajena["id"])) == ["b"]
    assert locales(pagina(client, f"/api/ocds/{lista}", buyer="nadie")) == []
    assert locales(pagina(client, f"/api/ocds/{lista}", year="2020")) == ["a", "b"]
    assert locales(pagina(client, f"/api/ocds/{lista}", year="2021")) == ["c"]
    assert locales(pagina(client, f"/api/ocds/{lista}", year="2020", buyer=ajena["id"])) == ["b"]


def test_el_anio_de_una_entrega_es_el_del_archivo_de_su_proceso(publicador: Publicador, client: Client) -> None:
    importar(publicador, importable(f"{PREFIJO}-a"))
    importar(publicador, {**importable(f"{PREFIJO}-a", 2), "date": "2022-06-01T00:00:00Z"})

    assert Registro.objects.get().anio == 2020
    assert len(pagina(client, "/api/ocds/releases", year="2020")["releases"]) == 2
    assert pagina(client, "/api/ocds/releases", year="2022")["releases"] == []


def test_una_entrega_se_encuentra_por_el_comprador_que_tenia_su_proceso(publicador: Publicador, client: Client) -> None:
    vivir(publicador)

    # The contract's release says its buyer; whatever a release leaves out, its process had said before.
    assert len(pagina(client, "/api/ocds/releases", buyer=COMPRADOR["id"])["releases"]) == 5


@pytest.mark.parametrize("etiqueta", ["planning", "tender", "award", "contract", "implementation"])
def test_se_pregunta_por_la_etiqueta(publicador: Publicador, client: Client, etiqueta: str) -> None:
    vivir(publicador)
    vivir(publicador, f"{PREFIJO}-2")

    entregas = pagina(client, "/api/ocds/releases", tag=etiqueta)["releases"]

    assert [(e["ocid"], e["tag"]) for e in entregas] == [(OCID, [etiqueta]), (f"{PREFIJO}-2", [etiqueta])]


def test_una_etiqueta_no_se_confunde_con_la_que_empieza_igual(publicador: Publicador, client: Client) -> None:
    importar(publicador, importable(f"{PREFIJO}-a"))
    importar(publicador, {**importable(f"{PREFIJO}-a", 2), "tag": ["tenderUpdate", "award"]})

    assert len(pagina(client, "/api/ocds/releases", tag="tender")["releases"]) == 1
    assert len(pagina(client, "/api/ocds/releases", tag="award")["releases"]) == 1


@pytest.mark.parametrize("lista", ["releases", "records"])
def test_se_pregunta_por_el_momento_en_que_se_publico(
    publicador: Publicador, client: Client, reloj: Any, lista: str
) -> None:
    for n in range(4):
        reloj.ahora = INICIO + timedelta(hours=6 * n)
        importar(publicador, importable(f"{PREFIJO}-{n}"))

    def entre(**momentos: str) -> list[str]:
        return locales(pagina(client, f"/api/ocds/{lista}", **momentos))

    assert entre(since="2026-05-04T18:00:00Z") == ["1", "2", "3"]
    assert entre(since="2026-05-04T12:00:01-06:00") == ["2", "3"]
    assert entre(until="2026-05-04T18:00:00Z") == ["0"]
    assert entre(since="2026-05-04T18:00:00Z", until="2026-05-05T00:00:00.5Z") == ["1", "2"]
    # A day of Mexico City, from 06:00 UTC to 06:00 UTC of the next one; `until` takes the whole day in.
    assert entre(until="2026-05-03") == []
    assert entre(since="2026-05-04", until="2026-05-04") == ["0", "1", "2"]
    assert entre(since="2026-05-05") == ["3"]
    assert entre(since="2027-01-01") == []


def test_dos_ventanas_seguidas_no_pierden_ni_repiten_nada(publicador: Publicador, client: Client, reloj: Any) -> None:
    for n in range(6):
        reloj.ahora = INICIO + timedelta(hours=n // 2)
        importar(publicador, importable(f"{PREFIJO}-{n}"))
    cortes = [f"2026-05-04T{hora}:00:00Z" for hora in (12, 13, 14, 15)]

    vistas = [
        local
        for desde, hasta in pairwise(cortes)
        for local in locales(pagina(client, "/api/ocds/releases", since=desde, until=hasta))
    ]

    assert vistas == [str(n) for n in range(6)]


def test_un_reloj_que_se_atrasa_no_esconde_lo_que_llega_despues(
    publicador: Publicador, client: Client, reloj: Any
) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"))
    reloj.ahora = INICIO - timedelta(days=3)
    importar(publicador, importable(f"{PREFIJO}-2"))
    reloj.ahora = INICIO + timedelta(days=1)
    quitar(f"{PREFIJO}-1", f"{PREFIJO}-1-d1")

    momentos = list(Entrega.objects.order_by("posicion").values_list("publicada_en", flat=True))
    assert momentos == [INICIO, INICIO, INICIO + timedelta(days=1)]
    assert locales(pagina(client, "/api/ocds/releases", since="2026-05-04T12:00:00Z")) == ["2"]


@pytest.mark.parametrize(
    ("parametro", "valor", "dicho"),
    [
        ("since", "ayer", "«since» es un día"),
        ("since", "2026-13-01", "«since» es un día"),
        ("until", "2026-05-04T12:00:00", "«until» es un día"),
        ("until", "9999-12-31", "«until» es un día"),
        ("year", "26", "cuatro cifras"),
        ("year", "٢٠٢٦", "cuatro cifras"),
        ("tag", "compiled", "releaseTag"),
        ("tag", "licitacion", "releaseTag"),
        ("order", "up", "«order» admite: asc, desc."),
    ],
)
def test_un_filtro_que_no_se_entiende_dice_que_admite(
    siete: Publicador, client: Client, parametro: str, valor: str, dicho: str
) -> None:
    documento = rechazo(client, "/api/ocds/releases", **{parametro: valor})

    assert dicho in documento["detail"]
    assert documento["parametros"] == [parametro]


@pytest.mark.parametrize(
    ("parametro", "valor", "dicho"),
    [("releases", "all", "embedded, linked"), ("versioned", "1", "false, true"), ("tag", "tender", "no tiene")],
)
def test_los_registros_dicen_que_formas_tienen(
    siete: Publicador, client: Client, parametro: str, valor: str, dicho: str
) -> None:
    assert dicho in rechazo(client, "/api/ocds/records", **{parametro: valor})["detail"]


def test_las_etiquetas_con_indice_son_todas_las_de_ocds() -> None:
    migracion = import_module("sitio.publicacion.migrations.0007_claves_de_las_fuentes")

    assert set(migracion.ETIQUETAS) == listas.codigos("releaseTag") - {"compiled"}


@solo_postgresql
@pytest.mark.parametrize(
    ("modelo", "filtros", "indice"),
    [
        (Entrega, {}, "publicacion_entrega_pkey"),
        (Entrega, {"comprador": "MX-RFC-1"}, "entrega_por_comprador"),
        (Entrega, {"anio": 2026}, "entrega_por_anio"),
        (Entrega, {"publicador": 1}, "entrega_por_publicador"),
        (Entrega, {"etiqueta": "tenderCancellation"}, "entrega_con_tendercancellation"),
        (Registro, {}, "publicacion_registro_posicion"),
        (Registro, {"comprador": "MX-RFC-1"}, "registro_por_comprador"),
        (Registro, {"anio": 2026}, "registro_de_anio_en_orden"),
        (Registro, {"publicador": 1}, "registro_por_publicador"),
    ],
)
@pytest.mark.parametrize("descendente", [False, True])
def test_cada_filtro_se_lee_de_un_indice_en_el_orden_de_la_lista(
    publicador: Publicador, modelo: Any, filtros: dict[str, Any], indice: str, descendente: bool
) -> None:
    if "publicador" in filtros:
        filtros = {"publicador": publicador}
    consulta = Consulta("publicacion:entregas", limite=100, descendente=descendente, **filtros)
    todas = modelo.objects.publicas() if modelo is Entrega else modelo.objects.all()
    if consulta.etiqueta:
        todas = paginacion.con_etiqueta(todas, consulta.etiqueta)

    planes: list[str] = []

    def leer(tramo: Any) -> list[Any]:
        with connection.cursor() as cursor:
            # Small tables are scanned whole: what matters is whether there is an index to walk in order.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        planes.append(tramo.explain())
        return []

    paginacion.pagina(todas, consulta, leer, inmutable=True)

    assert f"using {indice}" in planes[0], planes[0]
    assert "Sort" not in planes[0], planes[0]


def test_un_publicador_no_ve_en_su_lista_lo_de_otro(siete: Publicador, client: Client) -> None:
    importar(crear_publicador("obras"), importable(f"{PREFIJO}-o"))

    assert locales(pagina(client, "/api/ocds/releases", publisher="obras", order="desc")) == ["o"]
