"""Tables and JSON lines are read to their end whatever one of their lines does."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sitio.importacion import archivos, documentos, texto
from sitio.importacion.archivos import Archivo, de_ruta
from sitio.importacion.registro import reconocer
from sitio.importacion.tipos import ArchivoIlegible, RenglonRechazado

Escribir = Callable[..., Path]
ENCABEZADO_2019 = (
    "Institución;Número del procedimiento;Código del contrato;Proveedor o contratista;Importe del contrato"
)


def unico(ruta: Path) -> Archivo:
    [[archivo]] = de_ruta(ruta)
    return archivo


def leer(ruta: Path) -> tuple[list[str], list[object]]:
    tabla = texto.abrir_tabla(unico(ruta))
    return tabla.encabezado, [r.renglon if isinstance(r, RenglonRechazado) else r for r in tabla.renglones]


def test_un_renglon_de_varias_lineas_cuenta_como_en_la_hoja_de_calculo(escribir: Escribir) -> None:
    ruta = escribir("t.csv", 'a,b\n"uno\ndos",1\n\ntres,2\n')
    assert leer(ruta) == (["a", "b"], [(2, ["uno\ndos", "1"]), (4, ["tres", "2"])])


def test_una_comilla_sin_cerrar_cuesta_su_linea_y_no_el_resto(escribir: Escribir) -> None:
    renglones = ["a,b"] + [f"{n},x" for n in range(2000)]
    renglones[1001] = '"abierta,x'
    leidos = leer(escribir("t.csv", "\n".join(renglones)))[1]
    assert leidos.count(1002) == 1
    assert [r for r in leidos if r != 1002] == [(n + 2, [str(n), "x"]) for n in range(2000) if n != 1000]


def test_una_comilla_sin_cerrar_al_final_tambien_se_dice(escribir: Escribir) -> None:
    assert leer(escribir("t.csv", 'a,b\n1,2\n"abierta,3\n4,5'))[1] == [(2, ["1", "2"]), 3, (4, ["4", "5"])]


def test_una_linea_enorme_se_rechaza_sin_guardarla(escribir: Escribir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texto, "RENGLON_CSV_MAXIMO", 100)
    assert leer(escribir("t.csv", "a,b\n" + "x" * 5000 + "\n1,2\n"))[1] == [2, (3, ["1", "2"])]


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separador", [",", ";", "\t"])
def test_una_tabla_se_lee_como_la_gente_la_guarda(escribir: Escribir, codificacion: str, separador: str) -> None:
    contenido = separador.join(["año", "título"]) + "\r\n" + separador.join(["2018", "Señalización"]) + "\r\n"
    assert leer(escribir("t.csv", contenido.encode(codificacion))) == (
        ["año", "título"],
        [(2, ["2018", "Señalización"])],
    )


@pytest.mark.parametrize("contenido", ["año,b\n1,2".encode("utf-16"), b"a,b\n\x00\x01,2\n", b"a\x81,b\n\x8d,2\n"])
def test_lo_que_no_es_texto_se_dice(escribir: Escribir, contenido: bytes) -> None:
    with pytest.raises(ArchivoIlegible, match="CSV UTF-8"):
        texto.abrir_tabla(unico(escribir("t.csv", contenido)))


def numeros(ruta: Path) -> list[object]:
    return [d.renglon * -1 if isinstance(d, RenglonRechazado) else d[0] for d in documentos.documentos(unico(ruta))]


def test_una_linea_rota_entre_diez_mil_se_dice_y_las_demas_se_leen(escribir: Escribir) -> None:
    lineas = [f'{{"ocid": "{n}"}}' for n in range(10_000)]
    lineas[4_999] = '{"ocid": "4999", "tender": {"title": "se cort'
    leidos = list(documentos.documentos(unico(escribir("d.jsonl", "\n".join(lineas)))))
    [rota] = [d for d in leidos if isinstance(d, RenglonRechazado)]
    assert (len(leidos), rota.renglon) == (10_000, 5_000)
    assert "renglón 5000, columna 46" in rota.fallas[0].motivo


def test_la_primera_linea_rota_no_esconde_que_es_json_por_lineas(escribir: Escribir) -> None:
    assert numeros(escribir("d.jsonl", '{"ocid": \n{"ocid": "2"}\n{"ocid": "3"}\n')) == [-1, 2, 3]


def test_un_documento_de_varias_lineas_es_uno(escribir: Escribir) -> None:
    assert numeros(escribir("d.json", '{"releases": [\n{"ocid": "1"}\n]}\n')) == [1]
    assert numeros(escribir("d.json", '[\n  {"ocid": "1"},\n  {"ocid": "2"}\n]')) == [1]


def test_un_documento_roto_es_un_solo_error_con_su_lugar(escribir: Escribir) -> None:
    with pytest.raises(ArchivoIlegible, match="renglón 3, columna 1"):
        numeros(escribir("d.json", '{\n  "releases": [\n'))


@pytest.mark.parametrize("linea", ['{"a": NaN}', '{"a": 1' + "0" * 5000 + "}", "[" * 100_000 + "]" * 100_000, "hola"])
def test_lo_que_no_es_json_se_rechaza_sin_caer(escribir: Escribir, linea: str) -> None:
    assert numeros(escribir("d.jsonl", f'{{"ocid": "1"}}\n{linea}\n{{"ocid": "3"}}')) == [1, -2, 3]


def test_una_linea_json_enorme_se_rechaza(escribir: Escribir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitio.importacion.texto.lineas.__defaults__", (100,))
    assert numeros(escribir("d.jsonl", '{"a": 1}\n{"a": "' + "x" * 300 + '"}\n{"a": 3}\n')) == [1, -2, 3]


def test_un_paquete_en_windows_1252_dice_su_codificacion_y_como_guardarlo(escribir: Escribir) -> None:
    ruta = escribir("p.json", '{"releases": [{"ocid": "1", "tender": {"title": "Señalización"}}]}'.encode("cp1252"))
    with pytest.raises(ArchivoIlegible, match=r"parece Windows-1252 \(cp1252\).*UTF-8"):
        numeros(ruta)


def test_una_linea_en_windows_1252_no_detiene_a_las_demas(escribir: Escribir) -> None:
    ruta = escribir("d.jsonl", b'{"ocid": "1"}\n' + '{"ocid": "ñ"}\n'.encode("cp1252") + '{"ocid": "ñ"}\n'.encode())
    assert numeros(ruta) == [1, -2, 3]


def test_la_marca_de_orden_de_bytes_no_estorba(escribir: Escribir) -> None:
    assert numeros(escribir("d.jsonl", '{"ocid": "1"}\n{"ocid": "2"}\n'.encode("utf-8-sig"))) == [1, 2]


def test_el_gzip_se_reconoce_por_su_contenido(escribir: Escribir) -> None:
    assert numeros(escribir("sin-extension", gzip.compress(b'{"ocid": "1"}\n{"ocid": "2"}\n'))) == [1, 2]


def test_un_gzip_cortado_se_dice(escribir: Escribir) -> None:
    with pytest.raises(ArchivoIlegible, match="dañado o incompleto"):
        unico(escribir("d.gz", gzip.compress(b'{"ocid": "1"}\n' * 1000)[:-20])).muestra()


def test_una_bomba_comprimida_no_se_desenvuelve(escribir: Escribir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archivos, "_SIN_SOSPECHA", 1024)
    ruta = escribir("d.jsonl.gz", gzip.compress(b'{"ocid": "1"}\n' + b" " * 5_000_000))
    with pytest.raises(ArchivoIlegible, match="crece más de 200 veces"):
        numeros(ruta)


def test_un_zip_que_sube_de_carpeta_no_se_lee(tmp_path: Path) -> None:
    ruta = tmp_path / "z.zip"
    with zipfile.ZipFile(ruta, "w") as paquete:
        paquete.writestr("../fuera.csv", "a,b\n")
    with pytest.raises(ArchivoIlegible, match="apunta fuera del zip"):
        de_ruta(ruta)
    assert not (tmp_path.parent / "fuera.csv").exists()


def test_un_zip_con_demasiados_archivos_no_se_lee(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archivos, "ENTRADAS_MAXIMAS", 2)
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as paquete:
        for n in range(3):
            paquete.writestr(f"{n}.csv", "a,b\n")
    with pytest.raises(ArchivoIlegible, match="trae 3 archivos y se admiten 2"):
        de_ruta(tmp_path / "z.zip")


def test_de_una_carpeta_se_toma_lo_que_puede_ser_datos(escribir: Escribir, tmp_path: Path) -> None:
    for nombre in ("c/a.csv", "c/notas.md", "c/.oculto.csv", "c/sub/b.jsonl", "c/__MACOSX/x.csv", "c/foto.jpg"):
        escribir(nombre, "x")
    assert [a.nombre for grupo in de_ruta(tmp_path / "c") for a in grupo] == ["c/a.csv", "sub/b.jsonl"]


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (b"", "está vacío"),
        (b"\xef\xbb\xbf \n", "está vacío"),
        (b"%PDF-1.7 ...", "es un PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel 97-2003"),
        ("a,b".encode("utf-16"), "UTF-16"),
        (bytes(range(256)) * 20, "No se reconoce"),
        (b"nombre,edad\nx,1\n", "No se reconoce"),
        (b'{"clave": 1}', "No se reconoce"),
    ],
)
def test_lo_que_no_se_conoce_se_dice_con_lo_que_se_acepta(escribir: Escribir, contenido: bytes, dice: str) -> None:
    with pytest.raises(ArchivoIlegible, match=dice) as error:
        reconocer(unico(escribir("datos.json", contenido)))
    assert "vacío" in str(error.value) or "Se aceptan: paquetes, entregas y registros OCDS" in str(error.value)


def test_un_libro_de_excel_se_nombra(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "contratos.csv", "w") as paquete:
        paquete.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(ArchivoIlegible, match="libro de Excel"):
        reconocer(unico(tmp_path / "contratos.csv"))


@pytest.mark.parametrize(
    ("nombre", "contenido", "tipo"),
    [
        ("a.csv", b'{"releases": []}', "ocds"),
        ("a.txt", b'\xef\xbb\xbf\n[{"ocid": "1"}]', "ocds"),
        (
            "a.json",
            b"NUMERO_PROCEDIMIENTO,CODIGO_CONTRATO,PROVEEDOR_CONTRATISTA,IMPORTE_CONTRATO,DEPENDENCIA\n",
            "compranet",
        ),
        (
            "a.json",
            ENCABEZADO_2019.encode("cp1252"),
            "compranet",
        ),
        ("contratos.json", b"Proceso,Metodo,titulo,institucion\n", "claraboya"),
        ("x", b'[{"clave": "a", "prefijo_ocid": "ocds-213czf"}]', "claraboya"),
    ],
)
def test_el_tipo_se_reconoce_por_el_contenido_y_no_por_el_nombre(
    escribir: Escribir, nombre: str, contenido: bytes, tipo: str
) -> None:
    assert reconocer(unico(escribir(nombre, contenido))).id == tipo


def test_un_zip_malo_en_una_carpeta_no_esconde_a_los_demas(escribir: Escribir, tmp_path: Path) -> None:
    escribir("c/malo.zip", b"PK\x03\x04" + b"x" * 100)
    escribir("c/bueno.jsonl", '{"ocid": "1"}')
    [malo], [bueno] = de_ruta(tmp_path / "c")
    assert reconocer(bueno).id == "ocds"
    with pytest.raises(ArchivoIlegible, match=r"c/malo\.zip|malo\.zip está dañado"):
        reconocer(malo)


def test_lo_que_no_es_archivo_ni_carpeta_no_se_abre() -> None:
    with pytest.raises(ArchivoIlegible, match="no es un archivo ni una carpeta"):
        de_ruta(Path("/dev/zero"))
