"""Our own tables: what a person fills in a spreadsheet becomes processes, or a list of what to mend."""

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sitio.importacion.propio.tablas import TABLAS
from sitio.ocds.lectura import leer_json
from sitio.publicacion.models import Entrega, Publicador

Tablas = Callable[..., Path]

BUENAS = {
    "instituciones": "institucion,nombre,esquema,identificador,prefijo_ocid,licencia\n"
    "pueblo,Municipio de Prueba,MX-RFC,MPR010101AA1,ocds-abc123,https://example.mx/libre\n",
    "unidades": "institucion,unidad,nombre\npueblo,U1,Oficialía Mayor\n",
    "procesos": "proceso,institucion,unidad,titulo,metodo,estado,categoria,medio,fecha_publicacion,fecha_apertura,"
    "monto_estimado,presupuesto,moneda,justificacion,_notas\n"
    "LP-1,pueblo,U1,Bacheo,LP,concluida,Obra pública,mixta,15/01/2024 10:00,2024-01-31,"
    "900,1000,MXN,Hay baches,revisar\n",
    "articulos": "proceso,adjudicacion,articulo,descripcion,cucop,unidad,cantidad,precio_unitario,moneda\n"
    "LP-1,,1,Asfalto,24101-0001,tonelada,10,,\nLP-1,A1,1,Asfalto,24101-0001,tonelada,10,85.5,MXN\n",
    "licitantes": "proceso,licitante,esquema,identificador\n"
    "LP-1,Asfaltos SA de CV,MX-RFC,ASF010101AA1\nLP-1,Otra SA de CV,,\n",
    "adjudicaciones": "proceso,adjudicacion,titulo,estado,fecha,monto,moneda,proveedor,esquema,identificador\n"
    "LP-1,A1,Bacheo,vigente,05/02/2024,855,MXN,Asfaltos SA de CV,MX-RFC,ASF010101AA1\n"
    "LP-1,A1,,,,,,Socia SA de CV,,\n",
    "contratos": "proceso,contrato,adjudicacion,estado,fecha_firma,fecha_inicio,fecha_fin,monto,moneda\n"
    "LP-1,C1,A1,Vigente,2024-02-10,2024-02-11,2024-03-11,855,MXN\n",
    "pagos": "proceso,contrato,pago,fecha,monto,moneda\nLP-1,C1,P1,2024-02-20,400.25,MXN\n",
    "documentos": "proceso,etapa,de,documento,tipo,titulo,direccion,fecha_publicacion\n"
    "LP-1,licitación,,1,Convocatoria o invitación,Bases,https://example.mx/bases.pdf,2024-01-15\n"
    "LP-1,contrato,C1,1,contractSigned,Contrato,https://example.mx/c1.pdf,\n",
}


@pytest.fixture
def tablas(tmp_path: Path) -> Tablas:
    """Write a folder with BUENAS but for the tables given (None leaves one out)."""

    def escribir(**cambios: str | None) -> Path:
        carpeta = tmp_path / "tablas"
        carpeta.mkdir(exist_ok=True)
        for nombre, contenido in {**BUENAS, **cambios}.items():
            if contenido is None:
                (carpeta / f"{nombre}.csv").unlink(missing_ok=True)
            else:
                (carpeta / f"{nombre}.csv").write_text(contenido, encoding="utf-8")
        return carpeta

    return escribir


def unica() -> dict[str, Any]:
    return dict(leer_json(bytes(Entrega.objects.get().contenido)))


def test_las_tablas_se_vuelven_un_proceso_de_cinco_etapas(importa: Any, tablas: Tablas) -> None:
    assert importa(tablas()).cuentas == (11, 0, 0)
    entrega = unica()
    assert entrega["ocid"] == "ocds-abc123-LP-1"
    assert entrega["tag"] == ["planning", "tender", "award", "contract", "implementation"]
    assert entrega["date"] == "2024-02-20T06:00:00Z"
    assert entrega["buyer"] == {"id": "MX-RFC-MPR010101AA1", "name": "Municipio de Prueba"}
    assert entrega["planning"] == {
        "rationale": "Hay baches",
        "budget": {"amount": {"amount": Decimal(1000), "currency": "MXN"}},
    }
    licitacion = entrega["tender"]
    assert licitacion["id"] == "LP-1"
    assert (licitacion["procurementMethod"], licitacion["mainProcurementCategory"], licitacion["status"]) == (
        "open",
        "works",
        "complete",
    )
    assert licitacion["submissionMethod"] == ["electronicSubmission", "inPerson"]
    assert licitacion["tenderPeriod"] == {"startDate": "2024-01-15T16:00:00Z", "endDate": "2024-02-01T05:59:59Z"}
    assert licitacion["procuringEntity"] == {"id": "X-UC-U1", "name": "Oficialía Mayor"}
    assert [t["name"] for t in licitacion["tenderers"]] == ["Asfaltos SA de CV", "Otra SA de CV"]
    assert licitacion["items"] == [
        {
            "id": "1",
            "description": "Asfalto",
            "classification": {"scheme": "CUCOP", "id": "24101-0001"},
            "unit": {"name": "tonelada"},
            "quantity": 10,
        }
    ]
    [adjudicacion] = entrega["awards"]
    assert adjudicacion["date"] == "2024-02-05T06:00:00Z"
    assert [s["name"] for s in adjudicacion["suppliers"]] == ["Asfaltos SA de CV", "Socia SA de CV"]
    assert adjudicacion["items"][0]["unit"]["value"] == {"amount": Decimal("85.5"), "currency": "MXN"}
    [contrato] = entrega["contracts"]
    assert contrato["period"] == {"startDate": "2024-02-11T06:00:00Z", "endDate": "2024-03-12T05:59:59Z"}
    assert contrato["implementation"]["transactions"] == [
        {"id": "P1", "date": "2024-02-20T06:00:00Z", "value": {"amount": Decimal("400.25"), "currency": "MXN"}}
    ]
    assert contrato["documents"][0]["documentType"] == "contractSigned"
    papeles = {p["name"]: p["roles"] for p in entrega["parties"]}
    assert papeles["Asfaltos SA de CV"] == ["tenderer", "supplier"]


def test_el_publicador_es_la_institucion_del_renglon(importa: Any, tablas: Tablas) -> None:
    importa(tablas())
    publicador = Publicador.objects.get()
    assert (publicador.clave, publicador.prefijo_ocid, publicador.licencia) == (
        "pueblo",
        "ocds-abc123",
        "https://example.mx/libre",
    )


def test_una_institucion_que_ya_publica_no_necesita_tabla(importa: Any, tablas: Tablas) -> None:
    Publicador.objects.create(
        clave="pueblo", nombre="El de la base", prefijo_ocid="ocds-zzz999", esquema="MX-RFC", identificador="X"
    )
    sin_unidad = BUENAS["procesos"].replace(",U1,", ",,")
    assert importa(tablas(instituciones=None, unidades=None, procesos=sin_unidad)).cuentas == (11, 0, 0)
    assert unica()["ocid"] == "ocds-zzz999-LP-1"
    assert unica()["buyer"] == {"id": "MX-RFC-X", "name": "El de la base"}


def test_las_tablas_valen_igual_en_un_zip_y_con_otro_nombre(importa: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as paquete:
        for numero, contenido in enumerate(BUENAS.values()):
            paquete.writestr(f"carpeta/hoja {numero}.csv", contenido.replace(",", ";").encode("cp1252"))
    assert importa(tmp_path / "t.zip").cuentas == (11, 0, 0)


def test_importar_dos_veces_no_agrega_y_corregir_agrega_lo_que_cambio(importa: Any, tablas: Tablas) -> None:
    importa(tablas())
    assert importa(tablas()).cuentas == (0, 11, 0)
    corregidos = BUENAS["contratos"].replace("Vigente", "Terminado")
    assert importa(tablas(contratos=corregidos)).cuentas == (11, 0, 0)
    assert list(Entrega.objects.order_by("posicion").values_list("etiquetas", flat=True))[1] == ["contractTermination"]


@pytest.mark.parametrize(
    ("tabla", "antes", "despues", "campo"),
    [
        ("procesos", ",LP,", ",subasta,", "metodo"),
        ("procesos", ",Bacheo,", ",,", "titulo"),
        ("procesos", ",pueblo,", ",otro,", "institucion"),
        ("procesos", ",U1,", ",U9,", "unidad"),
        ("procesos", "LP-1,", "LP 1/ñ,", "proceso"),
        ("procesos", ",1000,MXN,", ",1000,,", "moneda"),
        ("procesos", "15/01/2024 10:00", "hoy", "fecha_publicacion"),
        ("articulos", "LP-1,A1,", "LP-1,A9,", "adjudicacion"),
        ("articulos", ",10,85.5,", ",diez,85.5,", "cantidad"),
        ("licitantes", "MX-RFC,ASF010101AA1", "MX-RFC,", "identificador"),
        ("adjudicaciones", "LP-1,A1,,,,,,Socia", "LP-1,A1,Otro título,,,,,Socia", "adjudicacion"),
        ("contratos", "C1,A1,", "C1,A9,", "adjudicacion"),
        ("pagos", "C1,P1", "C9,P1", "contrato"),
        ("documentos", "contrato,C1,", "contrato,,", "de"),
        ("documentos", "https://example.mx/c1.pdf", "c1.pdf", "direccion"),
        ("documentos", "licitación", "posdata", "etapa"),
    ],
)
def test_un_renglon_malo_detiene_su_proceso_y_se_dice_cual_es(
    importa: Any, tablas: Tablas, tabla: str, antes: str, despues: str, campo: str
) -> None:
    assert antes in BUENAS[tabla]
    hecho = importa(tablas(**{tabla: BUENAS[tabla].replace(antes, despues)}))
    assert Entrega.objects.count() == 0
    culpables = [(r["archivo"], r["campo"]) for r in hecho.informe if "no se publicó por" not in r["motivo"]]
    assert (f"tablas/{tabla}.csv", campo) in culpables
    assert hecho.cuentas == (0, 0, 11)
    assert all(linea["motivo"] and linea["remedio"] for linea in hecho.informe)


def test_otro_proceso_del_mismo_archivo_si_se_publica(importa: Any, tablas: Tablas) -> None:
    procesos = BUENAS["procesos"] + "LP-2,pueblo,U1,Otro,AD,,,,2024-05-01,,,,,,\n"
    assert importa(tablas(procesos=procesos, pagos=BUENAS["pagos"].replace("C1", "C9")), parcial=True).cuentas == (
        1,
        0,
        11,
    )
    assert unica()["ocid"] == "ocds-abc123-LP-2"


def test_un_renglon_sin_su_proceso_se_dice(importa: Any, tablas: Tablas) -> None:
    hecho = importa(tablas(articulos=BUENAS["articulos"] + "LP-9,,1,Suelto,,,,,\n"), parcial=True)
    assert hecho.cuentas == (11, 0, 1)
    assert hecho.informe[0]["motivo"] == "Este proceso no está en procesos.csv."
    assert (hecho.informe[0]["archivo"], hecho.informe[0]["renglon"]) == ("tablas/articulos.csv", "4")


def test_un_proceso_repetido_se_dice(importa: Any, tablas: Tablas) -> None:
    repetido = BUENAS["procesos"] + BUENAS["procesos"].splitlines()[1] + "\n"
    hecho = importa(tablas(procesos=repetido))
    assert [r["renglon"] for r in hecho.informe if "ya apareció en el renglón 2" in r["motivo"]] == ["3"]


def test_sin_fechas_ocurridas_no_se_inventa_una(importa: Any, tablas: Tablas) -> None:
    vacias: dict[str, str | None] = dict.fromkeys(BUENAS)
    procesos = "proceso,institucion,titulo,metodo,fecha_apertura\nLP-1,pueblo,Bacheo,LP,2999-01-01\n"
    hecho = importa(tablas(**{**vacias, "instituciones": BUENAS["instituciones"], "procesos": procesos}))
    assert hecho.cuentas == (0, 0, 1)
    assert "Ninguna fecha del proceso" in hecho.informe[0]["motivo"]


@pytest.mark.parametrize(
    ("encabezado", "dice"),
    [
        ("proceso,contrato,adjudicacion,fecha_firmma\n", "«fecha_firmma» no existe; ¿quiso escribir «fecha_firma»"),
        ("proceso,contrato,adjudicacion,color\n", "«color» no existe. Las de contratos son: proceso, contrato"),
        ("proceso,contrato,adjudicacion,monto,monto\n", "«monto» está dos veces"),
    ],
)
def test_una_columna_desconocida_detiene_las_tablas(importa: Any, tablas: Tablas, encabezado: str, dice: str) -> None:
    hecho = importa(tablas(contratos=encabezado))
    assert dice in hecho.errores
    assert Entrega.objects.count() == 0


def test_una_columna_obligatoria_que_falta_se_dice(importa: Any, tablas: Tablas) -> None:
    assert (
        "falta la columna «titulo»" in importa(tablas(procesos="proceso,metodo,institucion\nLP-1,LP,pueblo\n")).errores
    )


@pytest.mark.parametrize(
    "instituciones",
    [
        '[{"clave": "pueblo", "prefijo_ocid": "ocds-abc123", "unidades": "x"}]',
        '[5, {"prefijo_ocid": "ocds-abc123"}]',
        '[{"clave": "a b", "nombre": "n", "esquema": "e", "identificador": "i", "prefijo_ocid": "ocds-abc123"}]',
        '[{"clave": "p", "nombre": "n", "esquema": "e", "identificador": "i", "prefijo_ocid": "OCDS-ABC123"}]',
        r'[{"clave": "p", "nombre": "\ud800", "esquema": "e", "identificador": "i", "prefijo_ocid": "ocds-abc123"}]',
    ],
)
def test_una_institucion_mal_descrita_se_rechaza(importa: Any, escribir: Any, instituciones: str) -> None:
    hecho = importa(escribir("i.json", instituciones))
    assert hecho.cuentas[0] == 0
    assert hecho.cuentas[2] > 0
    assert hecho.informe[0]["remedio"]


def test_el_manual_explica_todas_las_columnas_y_ninguna_de_mas() -> None:
    manual = (Path(__file__).parents[2] / "docs/manual/importar.md").read_text(encoding="utf-8")
    secciones = dict(zip(*[iter(re.split(r"^### (\w+)$", manual, flags=re.MULTILINE)[1:])] * 2, strict=True))
    assert set(secciones) == {tabla.nombre for tabla in TABLAS}
    for tabla in TABLAS:
        explicadas = re.findall(r"^\| `(\w+)`( \*)? \|", secciones[tabla.nombre], flags=re.MULTILINE)
        assert [(n, bool(o)) for n, o in explicadas] == [(c.nombre, c.obligatoria) for c in tabla.columnas], (
            tabla.nombre
        )
