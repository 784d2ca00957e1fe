"""A CompraNet file becomes processes, field by field, without inventing anything."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sitio.importacion.partes import id_por_nombre
from sitio.ocds.lectura import leer_json
from sitio.publicacion.consultas import entrega_compilada
from sitio.publicacion.models import Entrega, Publicador

Compranet = Callable[..., Path]


def unica() -> dict[str, Any]:
    return dict(leer_json(bytes(Entrega.objects.get().contenido)))


def test_un_renglon_se_traduce_campo_por_campo(importa: Any, compranet: Compranet) -> None:
    assert importa(compranet({})).cuentas == (1, 0, 0)
    entrega = unica()
    proveedor, comprador = id_por_nombre("PAPELES DE PRUEBA SA DE CV"), id_por_nombre("Instituto de Prueba")
    assert entrega.pop("id").startswith("ocds-213czf-IA-099XXX001-E1-2018-imp-")
    assert entrega == {
        "ocid": "ocds-213czf-IA-099XXX001-E1-2018",
        "date": "2018-01-24T06:00:00Z",
        "tag": ["tender", "award", "contract"],
        "initiationType": "tender",
        "language": "es",
        "parties": [
            {
                "id": f"X-NOMBRE-{comprador}",
                "name": "Instituto de Prueba",
                "identifier": {"scheme": "X-NOMBRE", "id": comprador, "legalName": "Instituto de Prueba"},
                "roles": ["buyer"],
            },
            {
                "id": "X-UC-099XXX001",
                "name": "Oficina de Compras",
                "identifier": {"scheme": "X-UC", "id": "099XXX001", "legalName": "Oficina de Compras"},
                "roles": ["procuringEntity"],
            },
            {
                "id": f"X-NOMBRE-{proveedor}",
                "name": "PAPELES DE PRUEBA SA DE CV",
                "identifier": {"scheme": "X-NOMBRE", "id": proveedor, "legalName": "PAPELES DE PRUEBA SA DE CV"},
                "roles": ["supplier"],
            },
        ],
        "buyer": {"id": f"X-NOMBRE-{comprador}", "name": "Instituto de Prueba"},
        "tender": {
            "id": "IA-099XXX001-E1-2018",
            "title": "Compra de papel",
            "status": "complete",
            "procuringEntity": {"id": "X-UC-099XXX001", "name": "Oficina de Compras"},
            "procurementMethod": "selective",
            "procurementMethodDetails": "Invitación a Cuando Menos 3 Personas",
            "procurementMethodRationale": "03. Invitación a Cuando Menos Tres Personas LAASSP",
            "mainProcurementCategory": "goods",
            "submissionMethod": ["electronicSubmission", "inPerson"],
            "tenderPeriod": {"startDate": "2018-01-11T18:03:00Z", "endDate": "2018-01-16T15:00:00Z"},
            "documents": [
                {
                    "id": "anuncio",
                    "documentType": "tenderNotice",
                    "title": "Anuncio en CompraNet",
                    "url": "https://compranet.example.mx/anuncio?id=1",
                }
            ],
        },
        "awards": [
            {
                "id": "1703388",
                "title": "Papel bond",
                "status": "active",
                "date": "2018-01-22T06:00:00Z",
                "value": {"amount": Decimal("35507.34"), "currency": "MXN"},
                "suppliers": [{"id": f"X-NOMBRE-{proveedor}", "name": "PAPELES DE PRUEBA SA DE CV"}],
            }
        ],
        "contracts": [
            {
                "id": "1703388",
                "awardID": "1703388",
                "title": "Papel bond",
                "status": "terminated",
                "period": {"startDate": "2018-01-24T06:00:00Z", "endDate": "2018-02-03T05:59:59Z"},
                "value": {"amount": Decimal("35507.34"), "currency": "MXN"},
                "dateSigned": "2018-01-24T06:00:00Z",
            }
        ],
    }
    assert "PERSONA QUE NO SE PUBLICA" not in json.dumps(entrega, default=str)


@pytest.mark.parametrize(
    ("columna", "escrito", "ruta", "valor"),
    [
        ("TIPO_PROCEDIMIENTO", "Licitación Pública", "procurementMethod", "open"),
        ("TIPO_PROCEDIMIENTO", "Adjudicación Directa Federal", "procurementMethod", "direct"),
        ("TIPO_PROCEDIMIENTO", "Convenio entre entes públicos", "procurementMethod", None),
        ("TIPO_CONTRATACION", "Arrendamientos", "mainProcurementCategory", "goods"),
        ("TIPO_CONTRATACION", "Servicios", "mainProcurementCategory", "services"),
        ("TIPO_CONTRATACION", "Obra Pública", "mainProcurementCategory", "works"),
        ("TIPO_CONTRATACION", "Servicios Relacionados con la OP", "mainProcurementCategory", "works"),
        ("TIPO_CONTRATACION", "Servicios Relacionados con la OP", "additionalProcurementCategories", ["services"]),
        ("FORMA_PROCEDIMIENTO", "Presencial", "submissionMethod", ["inPerson"]),
        ("FORMA_PROCEDIMIENTO", "", "submissionMethod", None),
    ],
)
def test_los_tipos_se_traducen_a_codigos_o_quedan_en_texto(
    importa: Any, compranet: Compranet, columna: str, escrito: str, ruta: str, valor: Any
) -> None:
    importa(compranet({columna: escrito}))
    assert unica()["tender"].get(ruta) == valor


@pytest.mark.parametrize(
    ("estatus", "codigo"),
    [
        ("Activo", "active"),
        ("Expirado", "terminated"),
        ("Terminado", "terminated"),
        ("Cancelado", "cancelled"),
        ("", None),
    ],
)
def test_el_estatus_del_contrato_se_traduce(
    importa: Any, compranet: Compranet, estatus: str, codigo: str | None
) -> None:
    importa(compranet({"ESTATUS_CONTRATO": estatus}))
    assert unica()["contracts"][0].get("status") == codigo


def test_un_importe_de_cero_no_se_publica(importa: Any, compranet: Compranet) -> None:
    assert importa(compranet({"IMPORTE_CONTRATO": "0"})).cuentas == (1, 0, 0)
    assert "value" not in unica()["contracts"][0]
    assert "value" not in unica()["awards"][0]


def test_los_renglones_de_un_procedimiento_son_un_proceso_aunque_esten_lejos(
    importa: Any, compranet: Compranet
) -> None:
    otro = {"NUMERO_PROCEDIMIENTO": "LA-1", "CODIGO_CONTRATO": "9"}
    hecho = importa(compranet({}, otro, {"CODIGO_CONTRATO": "2", "PROVEEDOR_CONTRATISTA": "OTRA SA DE CV"}))
    assert hecho.cuentas == (3, 0, 0)
    assert hecho.importacion.resumenes[0].entregas == 2
    entrega = leer_json(bytes(Entrega.objects.order_by("posicion")[0].contenido))
    assert [a["id"] for a in entrega["awards"]] == [c["awardID"] for c in entrega["contracts"]] == ["1703388", "2"]


def test_un_contrato_con_dos_proveedores_es_una_adjudicacion_conjunta(importa: Any, compranet: Compranet) -> None:
    importa(compranet({}, {"PROVEEDOR_CONTRATISTA": "SOCIA SA DE CV"}, {}))
    entrega = unica()
    assert [s["name"] for s in entrega["awards"][0]["suppliers"]] == ["PAPELES DE PRUEBA SA DE CV", "SOCIA SA DE CV"]
    assert len(entrega["contracts"]) == 1


def test_un_contrato_que_se_contradice_rechaza_el_segundo_renglon(importa: Any, compranet: Compranet) -> None:
    hecho = importa(compranet({}, {"IMPORTE_CONTRATO": "99"}), parcial=True)
    assert hecho.cuentas == (1, 0, 1)
    assert hecho.informe == [
        {
            "archivo": "c.csv",
            "renglon": "3",
            "campo": "CODIGO_CONTRATO",
            "valor": "1703388",
            "motivo": "El contrato ya apareció en el renglón 2 con otro título, importe, fecha o estatus.",
            "remedio": "Deje los mismos datos en todos los renglones de un contrato, o corrija su código.",
            "tipo": "rechazo",
        }
    ]


@pytest.mark.parametrize(
    ("columna", "escrito"),
    [
        ("NUMERO_PROCEDIMIENTO", ""),
        ("NUMERO_PROCEDIMIENTO", "¿?"),
        ("NUMERO_PROCEDIMIENTO", "x" * 151),
        ("CODIGO_CONTRATO", " "),
        ("PROVEEDOR_CONTRATISTA", ""),
        ("DEPENDENCIA", ""),
        ("MONEDA", "TEST"),
        ("MONEDA", ""),
        ("IMPORTE_CONTRATO", "mil"),
        ("FECHA_INICIO", "31-12-2018"),
        ("EXP_F_FALLO", "2018-13-01"),
        ("ESTATUS_CONTRATO", "Quién sabe"),
        ("ANUNCIO", "javascript:alert(1)"),
    ],
)
def test_un_renglon_malo_se_rechaza_diciendo_su_columna_y_no_detiene_a_otros(
    importa: Any, compranet: Compranet, columna: str, escrito: str
) -> None:
    bueno = {"NUMERO_PROCEDIMIENTO": "LA-2", "CODIGO_CONTRATO": "2"}
    hecho = importa(compranet({columna: escrito}, bueno), parcial=True)
    assert hecho.cuentas == (1, 0, 1)
    [linea] = hecho.informe
    assert (linea["renglon"], linea["campo"], linea["valor"]) == ("2", columna, escrito)
    assert linea["motivo"]
    assert linea["remedio"]


def test_de_un_renglon_se_dice_todo_lo_que_esta_mal(importa: Any, compranet: Compranet) -> None:
    hecho = importa(compranet({"MONEDA": "X", "FECHA_FIN": "nunca", "PROVEEDOR_CONTRATISTA": ""}))
    assert hecho.cuentas == (0, 0, 1)
    assert {linea["campo"] for linea in hecho.informe} == {"MONEDA", "FECHA_FIN", "PROVEEDOR_CONTRATISTA"}


SIN_HECHOS = {"EXP_F_FALLO": "", "PROC_F_PUBLICACION": "", "FECHA_APERTURA_PROPOSICIONES": "", "FECHA_CELEBRACION": ""}


def test_sin_hechos_fechados_la_entrega_lleva_la_fecha_de_inicio(importa: Any, compranet: Compranet) -> None:
    importa(compranet(SIN_HECHOS))
    assert unica()["date"] == "2018-01-24T06:00:00Z"


def test_sin_ninguna_fecha_no_se_inventa_una(importa: Any, compranet: Compranet) -> None:
    hecho = importa(compranet({**SIN_HECHOS, "FECHA_INICIO": ""}))
    assert hecho.cuentas == (0, 0, 1)
    assert "Ninguna fecha" in hecho.informe[0]["motivo"]
    assert hecho.informe[0]["campo"] == "FECHA_CELEBRACION"


def test_un_hecho_del_futuro_no_fecha_la_entrega(importa: Any, compranet: Compranet) -> None:
    importa(compranet({"FECHA_CELEBRACION": "2999-01-01"}))
    assert unica()["date"] == "2018-01-22T06:00:00Z"


def test_el_numero_de_procedimiento_se_limpia_para_el_ocid(importa: Any, compranet: Compranet) -> None:
    importa(compranet({"NUMERO_PROCEDIMIENTO": "Licitación 5/2018 (2ª)"}))
    assert unica()["ocid"] == "ocds-213czf-Licitacion-5-2018-2a"


def test_dos_procedimientos_nunca_se_vuelven_uno(importa: Any, compranet: Compranet) -> None:
    hecho = importa(
        compranet({"NUMERO_PROCEDIMIENTO": "A/1"}, {"NUMERO_PROCEDIMIENTO": "A 1", "CODIGO_CONTRATO": "2"}),
        parcial=True,
    )
    assert hecho.cuentas == (1, 0, 1)
    assert "son dos procedimientos" in hecho.informe[0]["motivo"]


def test_con_rfc_el_proveedor_se_identifica_por_el(importa: Any, tmp_path: Path) -> None:
    ruta = tmp_path / "2019.csv"
    encabezado = (
        "Institución,Número del procedimiento,Código del contrato,Proveedor o contratista,Importe del contrato,"
        "Moneda del contrato,Fecha de fallo,RFC"
    )
    renglon = "Secretaría,LA-1,C1,ÑANDÚ SA DE CV,10,MXN,31/01/2019,nan-010203-aa1"
    ruta.write_text(f"{encabezado}\n{renglon}\n", encoding="cp1252")
    assert importa(ruta).cuentas == (1, 0, 0)
    entrega = unica()
    assert entrega["awards"][0]["suppliers"] == [{"id": "MX-RFC-NAN010203AA1", "name": "ÑANDÚ SA DE CV"}]
    assert entrega["awards"][0]["date"] == "2019-01-31T06:00:00Z"


def test_un_renglon_con_columnas_de_mas_se_rechaza(importa: Any, compranet: Compranet) -> None:
    ruta = compranet({})
    ruta.write_text(ruta.read_text() + "a,b,c\n")
    hecho = importa(ruta, parcial=True)
    assert hecho.cuentas == (1, 0, 1)
    assert hecho.informe[0]["motivo"] == "Trae 3 columnas y el encabezado 30."


def test_el_publicador_y_el_prefijo_se_pueden_elegir(importa: Any, compranet: Compranet) -> None:
    importa(compranet({}), publicador="mi-municipio", prefijo="ocds-abc123")
    assert Publicador.objects.get().clave == "mi-municipio"
    assert unica()["ocid"].startswith("ocds-abc123-")


def test_un_proceso_repartido_en_dos_archivos_junta_sus_contratos(importa: Any, compranet: Compranet) -> None:
    primero = compranet({}, nombre="1.csv")
    segundo = compranet({"CODIGO_CONTRATO": "2", "TITULO_CONTRATO": "Segundo"}, nombre="2.csv")
    assert importa(primero, segundo).cuentas == (2, 0, 0)
    etiquetas = list(Entrega.objects.order_by("posicion").values_list("etiquetas", flat=True))
    assert etiquetas == [["tender", "award", "contract"], ["award", "contract"]]
    compilada = entrega_compilada("ocds-213czf-IA-099XXX001-E1-2018") or {}
    assert [c["id"] for c in compilada["contracts"]] == ["1703388", "2"]
    assert importa(primero, segundo).cuentas == (0, 2, 0)


def test_una_correccion_se_publica_como_actualizacion(importa: Any, compranet: Compranet) -> None:
    importa(compranet({}))
    assert importa(compranet({"ESTATUS_CONTRATO": "Cancelado"})).cuentas == (1, 0, 0)
    ultima = Entrega.objects.order_by("posicion").last()
    assert ultima is not None
    assert ultima.etiquetas == ["contractUpdate"]
    assert ultima.fecha.isoformat() == "2018-01-24T06:00:01+00:00"
