"""OCDS of others enters as it was published, or is refused saying where."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitio.ocds.canonico import canonizar
from sitio.publicacion.models import Entrega, Publicador

Escribir = Callable[..., Path]
Hacer = Callable[..., dict[str, Any]]


def contenidos() -> list[dict[str, Any]]:
    return [json.loads(bytes(e.contenido)) for e in Entrega.objects.order_by("posicion")]


def test_una_entrega_queda_como_la_publicaron(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer, hacer_paquete: Hacer
) -> None:
    publicada = hacer_entrega(cycle=2020, tender={"id": "1", "title": "Ñandú", "items": [], "x_propio": {"a": 1.10}})
    hecho = importa(escribir("p.json", hacer_paquete(publicada)))
    assert hecho.cuentas == (1, 0, 0)
    fila = Entrega.objects.get()
    assert bytes(fila.contenido) == canonizar(publicada)
    assert (fila.origen, fila.extensiones) == ("importacion", ["https://example.mx/extension.json"])


def test_el_publicador_es_el_del_paquete(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer, hacer_paquete: Hacer
) -> None:
    importa(escribir("p.json", hacer_paquete(hacer_entrega())))
    publicador = Publicador.objects.get()
    assert (publicador.clave, publicador.nombre, publicador.prefijo_ocid) == (
        "municipio-de-prueba",
        "Municipio de Prueba",
        "ocds-abc123",
    )
    assert (publicador.esquema, publicador.identificador) == ("MX-RFC", "MPR010101AA1")
    assert (publicador.uri, publicador.licencia, publicador.politica) == (
        "https://example.mx",
        "https://example.mx/licencia",
        "",
    )


def test_un_paquete_hostil_no_deja_nada_suyo_en_el_publicador(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer, hacer_paquete: Hacer
) -> None:
    malo = {"name": "Muni\x00cipio\x1b[31m " + "x" * 400, "uid": "y" * 500, "uri": "javascript:alert(1)", "scheme": 5}
    paquete = hacer_paquete(
        hacer_entrega(), publisher=malo, extensions=["https://e.mx/e\x00.json", 5, "https://e.mx/e.json"]
    )
    assert importa(escribir("p.json", paquete)).cuentas == (1, 0, 0)
    publicador = Publicador.objects.get()
    assert (publicador.uri, publicador.esquema, publicador.identificador) == ("", "", "")
    assert publicador.nombre.startswith("Muni cipio [31m x")
    assert Entrega.objects.get().extensiones == ["https://e.mx/e.json"]


def test_lo_suelto_es_del_publicador_indicado_o_del_prefijo(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer
) -> None:
    importa(escribir("a.jsonl", [hacer_entrega("1")]))
    importa(escribir("b.jsonl", [hacer_entrega("2")]), publicador="mi-municipio", prefijo="ocds-abc123")
    assert list(Entrega.objects.order_by("ocid").values_list("ocid", "publicador__clave")) == [
        ("ocds-abc123-1", "ocds-abc123"),
        ("ocds-abc123-2", "mi-municipio"),
    ]


@pytest.mark.parametrize(
    "forma",
    [
        "paquete",
        "lista",
        "lineas",
        "paquetes por línea",
        "gz",
        "indentado",
        "lista de paquetes",
        "herramienta de INAI",
        "PDN",
        "PDN antigua",
        "Honduras",
        "páginas de Honduras por línea",
    ],
)
def test_las_mismas_entregas_entran_en_cualquier_envoltura(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer, hacer_paquete: Hacer, forma: str
) -> None:
    entregas = [hacer_entrega(str(n)) for n in range(3)]
    contenido: Any = {
        "paquete": hacer_paquete(*entregas),
        "lista": json.dumps(entregas),
        "lineas": entregas,
        "paquetes por línea": [hacer_paquete(e) for e in entregas],
        "gz": gzip.compress("\n".join(json.dumps(e) for e in entregas).encode()),
        "indentado": json.dumps(hacer_paquete(*entregas), indent=2),
        "lista de paquetes": json.dumps([hacer_paquete(e) for e in entregas], indent=2),
        "herramienta de INAI": {"arrayReleasePackage": [hacer_paquete(e) for e in entregas]},
        "PDN": {"pagination": {"page": 0, "pageSize": 10, "total": 3}, "data": entregas},
        "PDN antigua": {"pagination": {"page": 0}, "results": [{"cycle": 2020, **e} for e in entregas]},
        "Honduras": {"pages": 1, "releasePackage": hacer_paquete(*entregas)},
        "páginas de Honduras por línea": [{"releasePackage": hacer_paquete(e)} for e in entregas],
    }[forma]
    assert importa(escribir("datos", contenido)).cuentas == (3, 0, 0)
    assert [{campo: valor for campo, valor in c.items() if campo != "cycle"} for c in contenidos()] == entregas


def registro(**campos: Any) -> dict[str, Any]:
    return {
        "uri": "https://example.mx/r.json",
        "version": "1.1",
        "publishedDate": "2020-01-02T00:00:00Z",
        "publisher": {"name": "Municipio de Prueba"},
        "records": [{"ocid": "ocds-abc123-1", **campos}],
    }


def test_un_registro_con_entregas_embebidas_da_cada_una(importa: Any, escribir: Escribir, hacer_entrega: Hacer) -> None:
    segunda = hacer_entrega(
        id="1-b", date="2020-02-01T10:00:00Z", tag=["tenderUpdate"], tender={"id": "1", "title": "Otra"}
    )
    compilada = {**segunda, "tag": ["compiled"]}
    hecho = importa(escribir("r.json", registro(releases=[hacer_entrega(), segunda], compiledRelease=compilada)))
    assert hecho.cuentas == (2, 0, 0)
    assert contenidos() == [hacer_entrega(), segunda]


def test_un_registro_con_entregas_enlazadas_da_una_con_etiquetas_base(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer
) -> None:
    compilada = hacer_entrega(
        id="ocds-abc123-1-2020",
        date="2020-01-20T16:48:52.730Z",
        tag=["compiled"],
        planning={"rationale": "Hace falta"},
        awards=[{"id": "a", "title": "A"}],
        contracts=[{"id": "c", "awardID": "a", "implementation": {"transactions": [{"id": "t"}]}}],
    )
    enlazadas = [{"url": "https://example.mx/1#a", "date": "2020-01-01T00:00:00Z", "tag": ["compiled"]}]
    assert importa(escribir("r.json", registro(releases=enlazadas, compiledRelease=compilada))).cuentas == (1, 0, 0)
    [guardada] = contenidos()
    assert guardada["tag"] == ["planning", "tender", "award", "contract", "implementation"]
    assert (guardada["id"], guardada["date"]) == ("ocds-abc123-1-compilada-20200120T164852Z", "2020-01-20T16:48:52Z")
    propios = {"id", "date", "tag"}
    assert {k: v for k, v in guardada.items() if k not in propios} == {
        k: v for k, v in compilada.items() if k not in propios
    }


def test_una_entrega_compilada_suelta_entra_como_la_de_un_registro(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer
) -> None:
    compilada = hacer_entrega(
        tag=["implementation", "compiled"], packageInfo={"publisher": {"name": "Secretaría de Prueba"}}
    )
    assert importa(escribir("c.jsonl", [compilada])).cuentas == (1, 0, 0)
    assert contenidos()[0]["tag"] == ["tender"]
    assert Publicador.objects.get().clave == "secretaria-de-prueba"


def test_un_registro_sin_entregas_ni_compilada_dice_que_falta(importa: Any, escribir: Escribir) -> None:
    hecho = importa(
        escribir("r.json", registro(releases=[{"url": "https://example.mx/1#a", "date": "2020-01-01T00:00:00Z"}]))
    )
    assert hecho.cuentas == (0, 0, 1)
    assert hecho.informe[0]["campo"] == "records[0]"
    assert "solo enlaza sus entregas" in hecho.informe[0]["motivo"]


@pytest.mark.parametrize(
    ("documento", "campo"),
    [
        ({"releases": []}, "releases"),
        ({"releases": [5]}, "releases[0]"),
        ({"records": ["x"]}, "records[0]"),
        ({"tender": {"ocid": 1}}, ""),
        ({"ocid": "108", "tender": {}}, "ocid"),
        ({"ocid": "  ", "tender": {}}, "ocid"),
        ({"ocid": None}, "ocid"),
        ({"ocid": ["ocds-abc123-1"], "x": "\ud800"}, "ocid"),
        ({"ocid": "ocds-abc123-1", "tag": ["compiled"], "date": "ayer"}, ""),
        ({"arrayReleasePackage": [], "x": {"ocid": 1}}, "arrayReleasePackage"),
        ({"arrayReleasePackage": [{"releases": [{"ocid": 5}]}]}, "arrayReleasePackage[0].releases[0].ocid"),
        (
            {"releasePackage": {"releasePackage": {"releasePackage": [[[{"ocid": "x"}]]]}}},
            ".".join(["releasePackage"] * 3) + "[0][0]",
        ),
    ],
)
def test_lo_que_no_es_una_entrega_se_rechaza_con_su_lugar(
    importa: Any, escribir: Escribir, documento: Any, campo: str
) -> None:
    hecho = importa(escribir("d.json", json.dumps(documento)))
    assert hecho.cuentas == (0, 0, 1)
    [linea] = hecho.informe
    assert (linea["archivo"], linea["renglon"], linea["campo"]) == ("d.json", "1", campo)
    assert linea["motivo"]
    assert linea["remedio"]


def test_lo_que_la_bitacora_rechaza_dice_campo_valor_y_renglon(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer
) -> None:
    mala = hacer_entrega("2", tender={"id": "2", "value": {"amount": "diez", "currency": "PESOS"}})
    hecho = importa(escribir("d.jsonl", [hacer_entrega("1"), mala, hacer_entrega("3")]), parcial=True)
    assert hecho.cuentas == (2, 0, 1)
    assert {(r["renglon"], r["campo"].partition(" (")[2].rstrip(")"), r["valor"]) for r in hecho.informe} == {
        ("2", "tender.value.amount", "diez"),
        ("2", "tender.value.currency", "PESOS"),
    }


@pytest.mark.parametrize(
    "veneno",
    [
        {"tender": {"id": "1", "title": "nulo \x00"}},
        {"tender": {"id": "1", "title": "\ud800"}},
        {"tender": {"id": "1", "value": {"amount": 10**400}}},
        {"id": "1#a"},
        {"id": ["x"]},
        {"awards": "no es lista"},
        {"awards": [{"id": "a"}, {"id": "a"}]},
        {"date": "2020-01-01"},
        {"tag": ["inventada"]},
        {"tender": {"id": "1", "numberOfTenderers": 1.5}},
    ],
)
def test_un_dato_venenoso_no_detiene_la_importacion(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer, veneno: dict[str, Any]
) -> None:
    lineas = "\n".join(json.dumps(e) for e in (hacer_entrega("0"), hacer_entrega("1", **veneno), hacer_entrega("2")))
    hecho = importa(escribir("d.jsonl", lineas), parcial=True)
    assert hecho.cuentas == (2, 0, 1)
    assert hecho.informe


def test_una_entrega_demasiado_anidada_se_rechaza(importa: Any, escribir: Escribir, hacer_entrega: Hacer) -> None:
    hondo = json.dumps(hacer_entrega("1"))[:-1] + ', "x": ' + "[" * 500 + "]" * 500 + "}"
    hecho = importa(escribir("d.jsonl", f"{json.dumps(hacer_entrega('0'))}\n{hondo}\n"), parcial=True)
    assert hecho.cuentas == (1, 0, 1)
    assert "64 niveles" in hecho.informe[0]["motivo"]


def test_el_mismo_id_con_otro_contenido_es_conflicto_y_no_reemplaza(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer
) -> None:
    importa(escribir("a.jsonl", [hacer_entrega()]))
    hecho = importa(escribir("b.jsonl", [hacer_entrega(tender={"id": "1", "title": "Cambiada"})]))
    assert hecho.cuentas == (0, 0, 1)
    assert contenidos() == [hacer_entrega()]


def test_dos_publicadores_en_un_archivo_escriben_cada_uno_su_cadena(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer, hacer_paquete: Hacer
) -> None:
    otro = {"name": "Estado de Prueba"}
    paquetes = [
        hacer_paquete(hacer_entrega("1")),
        hacer_paquete(hacer_entrega("2"), publisher=otro),
        hacer_paquete(hacer_entrega("3")),
    ]
    assert importa(escribir("p.jsonl", paquetes)).cuentas == (3, 0, 0)
    assert list(Entrega.objects.order_by("posicion").values_list("publicador__clave", "secuencia")) == [
        ("municipio-de-prueba", 1),
        ("estado-de-prueba", 1),
        ("municipio-de-prueba", 2),
    ]


@pytest.mark.parametrize("ocid", ["OCDS-ABC123-1", "ocds-abc123-OISOE B&S/2021", "ocds-abc123-ñ"])
def test_un_ocid_ajeno_entra_como_lo_escribieron(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer, ocid: str
) -> None:
    assert importa(escribir("d.jsonl", [hacer_entrega(ocid=ocid)])).cuentas == (1, 0, 0)
    assert Entrega.objects.get().ocid == ocid
    assert Publicador.objects.get().prefijo_ocid == "ocds-abc123"


def test_un_ocid_sin_prefijo_entra_si_se_dice_quien_publica(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer
) -> None:
    ruta = escribir("d.jsonl", [hacer_entrega(ocid="PC-0018")])
    assert "--publicador" in importa(ruta).informe[0]["remedio"]
    assert importa(ruta, publicador="instituto", prefijo="ocds-abc123").cuentas == (1, 0, 0)
