"""The process page tells what the ledger says of a process, all of it, and nothing that was not published."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sitio.alertas.models import Alerta, Corrida
from sitio.ocds.canonico import canonizar, sha256
from sitio.publicacion.columnas import columnas
from sitio.publicacion.models import Entrega, Origen, Publicador, Registro
from tests.portal.conftest import Emitir, Leer, ficha, texto

LICITACION: dict[str, Any] = {
    "id": "LPN-003",
    "title": "Insulina glargina",
    "status": "active",
    "procurementMethod": "open",
    "value": {"amount": 39915555.1, "currency": "MXN"},
    "tenderPeriod": {"startDate": "2026-03-01T15:00:00Z", "endDate": "2026-03-20T16:00:00Z"},
    "tenderers": [{"id": "MX-RFC-AAA010101AAA", "name": "Aceros del Norte SA de CV"}],
    "items": [
        {
            "id": "1",
            "description": "Frasco de 10 ml",
            "quantity": 1200,
            "unit": {"name": "Frasco", "value": {"amount": 289.5, "currency": "MXN"}},
            "classification": {"scheme": "CUCOP", "id": "25301001", "description": "Medicamentos"},
        }
    ],
}
LICITANTE = {
    "id": "MX-RFC-AAA010101AAA",
    "name": "Aceros del Norte SA de CV",
    "identifier": {"scheme": "MX-RFC", "id": "AAA010101AAA"},
    "roles": ["tenderer", "supplier"],
}


def direccion(entrega: Entrega | str) -> str:
    return reverse("portal:proceso", args=[entrega if isinstance(entrega, str) else entrega.ocid])


@pytest.fixture
def completo(emitir: Emitir) -> Entrega:
    """A process with its five stages published in three releases."""
    comprador = {"id": "MX-X-salud", "name": "Instituto de Salud", "roles": ["buyer"]}
    emitir("LPN-003", planning={"rationale": "Quedan existencias\npara 45 días."})
    emitir("LPN-003", parties=[comprador, LICITANTE], tender=LICITACION)
    return emitir(
        "LPN-003",
        parties=[comprador, LICITANTE],
        tender={**LICITACION, "status": "complete"},
        awards=[
            {
                "id": "A1",
                "title": "Fallo de insulina",
                "status": "active",
                "date": "2026-04-01T06:00:00Z",
                "value": {"amount": 39000000, "currency": "MXN"},
                "suppliers": [{"id": "MX-RFC-AAA010101AAA", "name": "Aceros del Norte SA de CV"}],
            }
        ],
        contracts=[
            {
                "id": "C1",
                "awardID": "A1",
                "title": "Contrato de insulina",
                "status": "active",
                "dateSigned": "2026-04-15T06:00:00Z",
                "value": {"amount": 39000000, "currency": "MXN"},
                "period": {"startDate": "2026-04-15T06:00:00Z", "endDate": "2026-12-13T05:59:59Z"},
                "documents": [
                    {
                        "id": "1",
                        "documentType": "contractSigned",
                        "title": "Contrato firmado",
                        "url": "https://salud.example.mx/c1.pdf",
                        "format": "application/pdf",
                        "datePublished": "2026-04-16T06:00:00Z",
                    }
                ],
                "implementation": {
                    "transactions": [
                        {
                            "id": "T1",
                            "date": "2026-05-02T06:00:00Z",
                            "value": {"amount": 1250000.5, "currency": "MXN"},
                            "payee": {"id": "MX-RFC-AAA010101AAA", "name": "Aceros del Norte SA de CV"},
                        }
                    ]
                },
            }
        ],
    )


def test_arriba_se_dice_que_es_que_paso_y_como_llevarselo(completo: Entrega, leer: Leer):
    pagina = leer(direccion(completo))
    assert texto(pagina.h1) == "Insulina glargina"
    assert texto(pagina.select_one(".proceso__comprador")) == "Instituto de Salud"
    assert texto(pagina.select_one(".resumen")) == (
        "Monto $39,000,000.00 MXN Método Licitación pública Identificador (OCID) ocds-213czf-LPN-003"
    )
    ultimo = texto(pagina.find(id="ultimo").parent)
    assert "Actualización de la licitación, Adjudicación, Contrato, Ejecución" in ultimo
    enlaces = [a["href"] for a in pagina.find(id="obtener").parent.find_all("a")]
    assert enlaces[:2] == [
        reverse("publicacion:registro", args=[completo.ocid]),
        reverse("publicacion:entrega", args=[completo.ocid, completo.id_entrega]),
    ]


def test_las_cinco_etapas_se_cuentan_con_sus_datos(completo: Entrega, leer: Leer):
    pagina = leer(direccion(completo))
    assert ficha(pagina, "planeacion") == {
        "Justificación": "Quedan existencias para 45 días.",
        "Presupuesto": "No publicado",
    }
    licitacion = ficha(pagina, "licitacion")
    assert licitacion["Monto estimado"] == "$39,915,555.10 MXN"
    assert licitacion["Recepción de proposiciones"] == (
        "del 1 mar 2026, 09:00 h (Ciudad de México) al 20 mar 2026, 10:00 h (Ciudad de México)"
    )
    assert licitacion["Entidad contratante"] == "No publicado"
    assert ficha(pagina, "adjudicacion-1") == {
        "Monto adjudicado": "$39,000,000.00 MXN",
        "Fecha del fallo": "1 abr 2026",
        "Estado": "Vigente",
        "Identificador": "A1",
    }
    assert ficha(pagina, "contrato-1")["Vigencia"] == "del 15 abr 2026 al 12 dic 2026"


def test_las_tablas_llevan_articulos_licitantes_proveedores_y_pagos(completo: Entrega, leer: Leer):
    pagina = leer(direccion(completo))

    def filas(ancla: str, titulo: str) -> list[list[str]]:
        [tabla] = [t for t in pagina.find(id=ancla).find_all("table") if texto(t.caption).startswith(titulo)]
        return [[texto(celda) for celda in fila.find_all("td")] for fila in tabla.tbody.find_all("tr")]

    assert filas("licitacion", "Artículos") == [
        ["Frasco de 10 ml", "25301001 Medicamentos", "1,200 Frasco", "$289.50 MXN"]
    ]
    assert filas("licitacion", "Licitantes") == [["Aceros del Norte SA de CV", "AAA010101AAA RFC"]]
    assert filas("adjudicacion-1", "Proveedores") == [["Aceros del Norte SA de CV", "AAA010101AAA RFC"]]
    assert filas("ejecucion-1", "Pagos") == [
        ["2 may 2026", "No publicado", "Aceros del Norte SA de CV", "$1,250,000.50 MXN"]
    ]


def test_un_documento_se_enlaza_sin_prestarle_confianza(completo: Entrega, leer: Leer):
    [enlace] = leer(direccion(completo)).select("#contrato-1 .documentos a")
    assert (enlace["href"], enlace["rel"]) == ("https://salud.example.mx/c1.pdf", ["nofollow", "noopener"])
    assert texto(enlace.parent) == "Contrato firmado Contrato firmado · PDF · 16 abr 2026"


def test_la_historia_lista_cada_entrega_con_su_huella_y_su_direccion(completo: Entrega, leer: Leer):
    movimientos = leer(direccion(completo)).select(".historia li")
    entregas = list(Entrega.objects.filter(ocid=completo.ocid).order_by("-posicion"))
    assert [m.a["href"] for m in movimientos] == [
        reverse("publicacion:entrega", args=[e.ocid, e.id_entrega]) for e in entregas
    ]
    assert [m.select_one("code[title]")["title"] for m in movimientos] == [e.sha256 for e in entregas]
    assert texto(movimientos[-1].a) == "Planeación"


def test_la_cadena_que_se_muestra_se_puede_comprobar(completo: Entrega, leer: Leer, client: Client):
    mostrada = ficha(leer(direccion(completo)), "verifique")
    [entrega] = client.get(reverse("publicacion:entrega", args=[completo.ocid, completo.id_entrega])).json()["releases"]
    assert mostrada["Huella SHA-256"] == sha256(canonizar(entrega))
    assert mostrada["Cadena"] == sha256((mostrada["Cadena previa"] + mostrada["Huella SHA-256"]).encode())
    assert mostrada["Número en la cadena de la institución"] == "3"


def test_la_pagina_no_lee_ninguna_tabla_de_borradores(completo: Entrega, client: Client):
    with CaptureQueriesContext(connection) as leidas:
        client.get(direccion(completo))
    tablas = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(c["sql"] for c in leidas)))
    del_sitio = {"wagtailcore_site", "wagtailcore_page"}  # the name of the portal, and the root page it comes with
    assert tablas - del_sitio == {
        "publicacion_registro", "publicacion_publicador", "publicacion_entrega", "alertas_alerta",
    }  # fmt: skip


def _alerta(entrega: Entrega, bandera: str, estado: str) -> None:
    momento = datetime(2026, 5, 1, tzinfo=UTC)
    corrida = Corrida.objects.create(motivo="manual", iniciada_en=momento, terminada_en=momento)
    Alerta.objects.create(
        corrida=corrida,
        huella=f"{bandera}{estado}", ocid=entrega.ocid, publicador=entrega.publicador, bandera=bandera, version="1",
        sujeto="proceso", severidad=3, estado=estado, evidencia_sha256="", posicion=entrega.posicion, entrega_sha256="",
    )  # fmt: skip


def test_una_alerta_revisada_y_publica_se_cuenta_sin_acusar(completo: Entrega, leer: Leer):
    _alerta(completo, "P20", "confirmada")
    [indicio] = leer(direccion(completo)).select(".indicio")
    assert texto(indicio.h2) == "Se recibió una sola propuesta"
    assert "Es un indicio, no una acusación. Estado: confirmada." in texto(indicio)
    assert [texto(h3) for h3 in indicio.find_all("h3")] == ["Por qué importa", "Qué puede explicarlo"]


@pytest.mark.parametrize("estado", ["nueva", "reconocida", "en_revision", "desestimada", "cerrada"])
def test_una_alerta_sin_revisar_no_es_publica(completo: Entrega, leer: Leer, estado: str):
    _alerta(completo, "P20", estado)
    assert leer(direccion(completo)).select(".indicio") == []


def test_una_alerta_de_una_bandera_retirada_o_interna_no_sale(completo: Entrega, leer: Leer, settings: Any):
    settings.ALERTAS_PUBLICAS = {"P01": False}
    _alerta(completo, "X99", "confirmada")
    _alerta(completo, "P01", "confirmada")
    assert leer(direccion(completo)).select(".indicio") == []


@pytest.mark.parametrize(
    ("bloques", "sin_publicar"),
    [
        ({"planning": {"rationale": "x"}}, ["licitacion", "adjudicacion", "contrato", "ejecucion"]),
        ({"tender": LICITACION}, ["planeacion", "adjudicacion", "contrato", "ejecucion"]),
    ],
)
def test_lo_que_no_se_publico_se_dice(emitir: Emitir, leer: Leer, bloques: dict[str, Any], sin_publicar: list[str]):
    pagina = leer(direccion(emitir("1", **bloques)))
    assert [s["id"] for s in pagina.select("section.etapa") if "no se ha publicado nada" in texto(s)] == sin_publicar


def test_lo_que_falta_nunca_es_cero(emitir: Emitir, leer: Leer):
    pagina = leer(direccion(emitir("1", planning={"rationale": "x"})))
    assert texto(pagina.select_one(".resumen dd")) == "No publicado"
    assert texto(pagina.h1) == "x"


def test_un_cero_publicado_es_un_cero(emitir: Emitir, leer: Leer):
    pagina = leer(direccion(emitir("1", tender={**LICITACION, "value": {"amount": 0, "currency": "MXN"}})))
    assert ficha(pagina, "licitacion")["Monto estimado"] == "$0.00 MXN"


def test_lo_que_se_retiro_de_una_lista_no_deja_un_renglon_en_blanco(emitir: Emitir, leer: Leer):
    articulos = [{"id": "1", "description": "Mesa"}, {"id": "2", "description": "Silla"}]
    documento = {"id": "d", "title": "Bases", "url": "https://ejemplo.gob.mx/bases.pdf"}
    primera = emitir("1", tender={**LICITACION, "items": articulos, "documents": [documento]})
    quitados = {"items": [{"id": "2", "description": None}], "documents": [{"id": "d", "title": None, "url": None}]}
    emitir("1", tender={**LICITACION, **quitados})
    seccion = leer(direccion(primera)).select_one("#licitacion")
    assert [texto(c) for c in seccion.select("tbody td") if texto(c) in ("Mesa", "Silla")] == ["Mesa"]
    assert "Bases" not in texto(seccion)
    assert "sin título" not in texto(seccion)


def test_lo_planeado_no_se_presenta_como_convocado(emitir: Emitir, leer: Leer):
    seccion = leer(direccion(emitir("1", tender={**LICITACION, "status": "planned"}))).find(id="licitacion")
    assert "Todavía no se publica la convocatoria" in texto(seccion)
    assert "sin publicar" in texto(seccion.h2)


@pytest.mark.parametrize("estado", ["cancelled", "unsuccessful", "withdrawn"])
def test_lo_cancelado_o_desierto_se_cruza_y_no_promete_nada(emitir: Emitir, leer: Leer, estado: str):
    pagina = leer(direccion(emitir("1", tender={**LICITACION, "status": estado})))
    etapas = [texto(li) for li in pagina.select(".etapas li")]
    assert etapas[1].endswith("Licitación publicada, cancelada o desierta")
    assert pagina.select_one(".etapas .vitral__cruz")
    assert "Falta publicar" not in texto(pagina)


def test_lo_que_sigue_sale_de_las_fechas_de_los_datos(emitir: Emitir, leer: Leer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 3, 17, 18, tzinfo=UTC))
    sigue = texto(leer(direccion(emitir("1", tender=LICITACION))).find(id="sigue").parent)
    assert sigue == (
        "Qué sigue Cierra la recepción de propuestas faltan 3 días 20 mar 2026, 10:00 h (Ciudad de México) "
        "Falta publicar: Adjudicación"
    )


def test_las_fechas_pasadas_no_son_lo_que_sigue(emitir: Emitir, leer: Leer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 3, 21, 18, tzinfo=UTC))
    sigue = texto(leer(direccion(emitir("1", tender=LICITACION))).find(id="sigue").parent)
    assert sigue == "Qué sigue Los datos publicados no dicen de ninguna fecha próxima. Falta publicar: Adjudicación"


HOSTIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_el_contenido_hostil_se_muestra_como_texto(emitir: Emitir, leer: Leer):
    comprador = {"id": "MX-1", "name": HOSTIL, "roles": ["buyer"]}
    entrega = emitir(
        "1",
        parties=[comprador],
        buyer={"id": "MX-1", "name": HOSTIL},
        planning={"rationale": HOSTIL},
        tender={**LICITACION, "title": HOSTIL, "description": HOSTIL, "tenderers": []},
        awards=[{"id": "1", "title": HOSTIL, "status": "active"}],
    )
    for pagina in (
        leer(direccion(entrega)),
        leer(reverse("portal:lista")),
        leer(reverse("portal:lista"), {"q": HOSTIL}),
    ):
        assert pagina.find_all(["script", "img"]) == []
        assert [e for e in pagina.find_all(True) if any(a.startswith("on") for a in e.attrs)] == []
    assert texto(leer(direccion(entrega)).h1) == " ".join(HOSTIL.split())


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example.mx/a.pdf",
        "/relativo.pdf",
        "https://",
        "ftp://ejemplo.mx/a.pdf",
    ],
)
def test_una_direccion_que_no_es_http_no_se_enlaza(publicador: Publicador, leer: Leer, url: str):
    documento = {"id": "1", "title": "Acta", "documentType": "clarifications", "url": url}
    compilada = {"ocid": "ocds-213czf-1", "tender": {**LICITACION, "documents": [documento]}}
    _registro_sin_pasar_por_el_perfil(publicador, compilada)
    [li] = leer(direccion("ocds-213czf-1")).select("#licitacion .documentos li")
    assert li.find_all("a") == []
    assert "(sin dirección publicada)" in texto(li)


@pytest.mark.parametrize(
    "compilada",
    [
        {"tender": "texto", "awards": {"id": 1}, "contracts": None, "planning": []},
        {"tender": {"items": [None, 3, {"quantity": "muchas", "unit": []}], "tenderers": "x", "value": 5, "id": True}},
        {"awards": [{"suppliers": [{}], "documents": [{"url": ["x"], "title": {"a": 1}}], "date": 20260101}]},
        {"contracts": [{"period": "hoy", "implementation": {"transactions": [{"value": {"amount": "NaN"}}]}}]},
        {
            "parties": [{"roles": "buyer", "id": 7, "name": None}],
            "tender": {"tenderPeriod": {"endDate": "9999-99-99T"}},
        },
    ],
)
def test_un_registro_de_otras_manos_no_rompe_la_pagina(publicador: Publicador, leer: Leer, compilada: dict[str, Any]):
    _registro_sin_pasar_por_el_perfil(publicador, {"ocid": "ocds-213czf-1", **compilada})
    assert leer(direccion("ocds-213czf-1")).h1


def _registro_sin_pasar_por_el_perfil(publicador: Publicador, compilada: dict[str, Any]) -> None:
    """A record whose release the ledger would refuse today: the page must not depend on yesterday's checks."""
    momento, n = datetime(2026, 1, 1, tzinfo=UTC), Entrega.objects.count() + 1
    comun = {"ocid": compilada["ocid"], "publicador": publicador, "posicion": n, "publicada_en": momento}
    contenido = {"sha256": "a" * 64, "cadena": "b" * 64, "cadena_previa": "", "contenido": b"{}"}
    Entrega.objects.create(
        **comun,
        **contenido,
        secuencia=n,
        id_entrega=str(n),
        fecha=momento,
        etiquetas=["tender"],
        origen=Origen.IMPORTACION,
    )
    Registro.objects.create(
        **comun,
        compilada=json.dumps(compilada).encode(),
        sha256="a" * 64,
        anio=2026,
        titulo="Proceso",
        etapas=["licitacion"],
    )


def test_un_proceso_desconocido_responde_404_y_ofrece_salidas(publicador: Publicador, leer: Leer):
    pagina = leer(direccion("ocds-213czf-<b>nada</b>"), estado=404)
    assert texto(pagina.code) == "ocds-213czf-<b>nada</b>"
    assert pagina.main.find("form")["action"] == reverse("portal:lista")


@pytest.mark.parametrize("camino", ["%00", "a%00b", "..", "a/b/c", "x" * 2000, "%25", "ñandú", "'; DROP TABLE"])
def test_ninguna_direccion_rara_rompe_el_portal(publicador: Publicador, client: Client, camino: str):
    assert client.get(f"/contrataciones/{camino}/").status_code == 404


@pytest.mark.parametrize("local", ["SO/L-1 2017", "a%b", "x..y", "ñ?#&", "a//b"])
def test_un_ocid_raro_tiene_su_pagina(publicador: Publicador, leer: Leer, local: str):
    _registro_sin_pasar_por_el_perfil(publicador, {"ocid": f"ocds-213czf-{local}", "tender": LICITACION})
    [enlace] = leer(reverse("portal:lista")).select(".renglon a")
    assert texto(leer(enlace["href"]).select_one(".resumen code")) == f"ocds-213czf-{local}"


def test_sin_la_diagonal_final_se_llega_igual(completo: Entrega, client: Client):
    assert client.get(direccion(completo).removesuffix("/"), follow=True).status_code == 200


def test_una_pagina_que_no_cambio_no_se_manda_otra_vez(completo: Entrega, emitir: Emitir, client: Client):
    primera = client.get(direccion(completo))
    condicion = {"headers": {"if-none-match": primera["ETag"]}}
    assert client.get(direccion(completo), **condicion).status_code == 304
    emitir("LPN-003", planning={"rationale": "Otra justificación"})
    assert client.get(direccion(completo), **condicion).status_code == 200


def test_solo_se_lee(completo: Entrega, client: Client):
    assert client.post(direccion(completo)).status_code == 405


def test_una_pagina_cuesta_pocas_consultas_por_mas_que_haya(
    emitir: Emitir, client: Client, django_assert_max_num_queries: Any
):
    for n in range(35):
        entrega = emitir("1", planning={"rationale": f"versión {n}"})
    with django_assert_max_num_queries(6):
        pagina = client.get(direccion(entrega)).content.decode()
    assert "35 entregas publicadas" in pagina
    assert pagina.count('class="historia__que"') == 30
    assert "Las anteriores están en el registro completo" in pagina


def test_varias_adjudicaciones_con_el_mismo_titulo_se_distinguen(emitir: Emitir, leer: Leer):
    fallos = [{"id": str(n), "title": "Papelería", "status": "active"} for n in range(45)]
    seccion = leer(direccion(emitir("1", awards=fallos))).find(id="adjudicacion")
    assert [texto(h3) for h3 in seccion.find_all("h3")] == [f"{n}. Papelería" for n in range(1, 41)]
    assert "Hay 5 más en el registro completo (JSON)." in texto(seccion)


def test_una_lista_larga_se_recorta_y_dice_donde_esta_completa(emitir: Emitir, leer: Leer):
    articulos = [{"id": str(n), "description": f"Artículo {n}"} for n in range(200)]
    pagina = leer(direccion(emitir("1", tender={**LICITACION, "items": articulos})))
    plegada = pagina.select_one("#licitacion details")
    assert texto(plegada.summary) == "Artículos (200)"
    assert len(plegada.tbody.find_all("tr")) == 150
    assert "Se muestran 150 de 200" in texto(plegada)


@pytest.mark.datos_reales
@pytest.mark.parametrize("archivo", ["jalisco-compiled.jsonl", "federal-compiled.jsonl"])
def test_los_procesos_reales_tienen_pagina(publicador: Publicador, leer: Leer, compartido: Path, archivo: str):
    lineas = (compartido / "data/ocds" / archivo).read_text(encoding="utf-8").splitlines()
    for compilada in map(json.loads, lineas):
        _registro_sin_pasar_por_el_perfil(publicador, compilada)
        Registro.objects.filter(ocid=compilada["ocid"]).update(**columnas(compilada))
        pagina = leer(direccion(compilada["ocid"]))
        assert texto(pagina.h1) == texto_plano(compilada["tender"].get("title") or compilada["contracts"][0]["title"])
        assert len(pagina.select("[id^=contrato-].bloque")) == len(compilada["contracts"])
    assert len(lineas) == 10


def texto_plano(valor: str) -> str:
    return " ".join(valor.split())
