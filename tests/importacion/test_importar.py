"""`manage.py importar`: what it prints, what it writes, what it answers to the shell."""

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sitio.importacion.informe import Resumen, inofensivo
from sitio.importacion.servicios import importar
from sitio.publicacion.bitacora import emitir
from sitio.publicacion.models import Bitacora, Entrega, Origen, Publicador, Registro

Escribir = Callable[..., Path]
pytestmark = pytest.mark.django_db
CAPTURADA = {
    "ocid": "ocds-zzz999-1",
    "id": "1",
    "date": "2020-01-01T00:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
    "tender": {"id": "1", "title": "De otro"},
}


def correr(*argumentos: Any, **opciones: Any) -> tuple[str, str]:
    salida, errores = io.StringIO(), io.StringIO()
    call_command("importar", *map(str, argumentos), stdout=salida, stderr=errores, **opciones)
    return salida.getvalue(), errores.getvalue()


def fallar(*argumentos: Any, errores: io.StringIO | None = None, **opciones: Any) -> tuple[str, str]:
    """What it printed before leaving with code 1, and why it left."""
    salida = io.StringIO()
    with pytest.raises(CommandError) as fin:
        call_command("importar", *map(str, argumentos), stdout=salida, stderr=errores or io.StringIO(), **opciones)
    assert fin.value.returncode == 1
    return salida.getvalue(), str(fin.value)


def test_cuenta_por_archivo_lo_leido_emitido_repetido_y_rechazado(escribir: Escribir, hacer_entrega: Any) -> None:
    a = escribir("a.jsonl", [hacer_entrega("1"), hacer_entrega("1"), hacer_entrega("2", tag=["x"])])
    salida, motivo = fallar(a, escribir("b.jsonl", [hacer_entrega("3")]), parcial=True)
    assert "a.jsonl: 3 leídas; 1 emitidas (1 entregas), 1 repetidas, 1 rechazadas, 0 en espera" in salida
    assert "a.jsonl, renglón 3, " in salida
    assert "b.jsonl: 1 leídas; 1 emitidas (1 entregas), 0 repetidas, 0 rechazadas, 0 en espera" in salida
    assert "Total: 4 leídas; 2 emitidas (2 entregas), 1 repetidas, 1 rechazadas, 0 en espera" in salida
    assert motivo == "Se rechazaron 1 unidades; lo demás entró. Corríjalas y vuelva a importar."


def test_de_un_archivo_con_algo_mal_no_entra_nada_y_de_los_demas_si(escribir: Escribir, hacer_entrega: Any) -> None:
    a = escribir("a.jsonl", [hacer_entrega("1"), hacer_entrega("2", tag=["x"]), hacer_entrega("4")])
    salida, motivo = fallar(a, escribir("b.jsonl", [hacer_entrega("3")]))
    assert "a.jsonl: 3 leídas; 0 emitidas (0 entregas), 0 repetidas, 1 rechazadas, 2 en espera" in salida
    assert "No entró nada de este archivo: 2 unidades sanas esperan" in salida
    assert "use --parcial" in motivo
    assert list(Entrega.objects.values_list("ocid", flat=True)) == ["ocds-abc123-3"]
    assert Publicador.objects.count() == Registro.objects.count() == 1


def test_un_archivo_rechazado_no_deja_ni_a_su_publicador(
    importa: Any, escribir: Escribir, hacer_entrega: Any, hacer_paquete: Any, django_capture_on_commit_callbacks: Any
) -> None:
    paquetes = [
        hacer_paquete(hacer_entrega("1")),
        hacer_paquete(hacer_entrega("2"), publisher={"name": "Otro"}),
        hacer_paquete(hacer_entrega("1", tender={"id": "1", "title": "Cambiada"})),
    ]
    with django_capture_on_commit_callbacks() as anuncios:
        hecho = importa(escribir("p.jsonl", paquetes))
    assert (hecho.cuentas, hecho.importacion.resumenes[0].retenidas) == ((0, 0, 1), 2)
    assert "ya publicó la entrega 1-a con otro contenido" in hecho.informe[0]["motivo"]
    assert [m.objects.count() for m in (Entrega, Registro, Publicador)] == [0, 0, 0]
    assert not Bitacora.objects.filter(posicion__gt=0).exists()
    assert anuncios == []
    # And what failed does not spoil what comes after it in the same run.
    bueno = importa(escribir("p.jsonl", paquetes), escribir("q.jsonl", paquetes[:2]))
    assert (bueno.cuentas, Publicador.objects.count()) == ((2, 0, 1), 2)


def test_el_informe_dice_todo_lo_rechazado_lo_de_la_entrega_y_lo_de_la_bitacora(
    importa: Any, escribir: Escribir, hacer_entrega: Any
) -> None:
    importa(escribir("antes.jsonl", [hacer_entrega("7")]))
    lineas = [hacer_entrega(str(n), tag=["x"]) if n % 3 == 0 else hacer_entrega(str(n)) for n in range(1200)]
    lineas[7] = hacer_entrega("7", tender={"id": "7", "title": "Cambiada"})
    lineas[8] = hacer_entrega("8", date="1999-01-01T00:00:00Z")
    lineas += [hacer_entrega("8", id="8-b", date="1998-01-01T00:00:00Z")]
    hecho = importa(escribir("d.jsonl", lineas))
    assert hecho.cuentas == (0, 0, 402)
    assert {int(linea["renglon"]) for linea in hecho.informe} == {n + 1 for n in range(0, 1200, 3)} | {8, 1201}
    assert all(linea["motivo"] and linea["remedio"] for linea in hecho.informe)
    assert Entrega.objects.count() == 1


def test_lo_que_no_cabe_en_memoria_espera_en_disco_y_entra_en_su_orden(
    importa: Any, escribir: Escribir, hacer_entrega: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitio.importacion.espera.EN_MEMORIA", 50_000)
    lineas = [hacer_entrega(str(n), cifra=n / 8) for n in range(1300)]
    assert importa(escribir("d.jsonl", lineas)).cuentas == (1300, 0, 0)
    assert [json.loads(bytes(e.contenido)) for e in Entrega.objects.order_by("posicion")] == lineas


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_mientras_se_examina_un_archivo_otros_publican(escribir: Escribir, hacer_entrega: Any) -> None:
    """The lock is asked for when everything was examined: from another connection, the ledger is free until then."""
    publicador = Publicador.objects.create(clave="otro", nombre="Otro", prefijo_ocid="ocds-zzz999")
    publicadas: list[str] = []

    def publicar(resumen: Resumen) -> None:
        if resumen.leidas == 2 and resumen.retenidas == 2 and not publicadas:
            # A connection that is already in a transaction would not let this one begin its own.
            assert not connection.in_atomic_block
            publicadas.append(emitir(publicador, CAPTURADA, origen=Origen.IMPORTACION).ocid)

    importar([escribir("a.jsonl", [hacer_entrega("1"), hacer_entrega("2")])], avance=publicar)
    assert list(Entrega.objects.order_by("posicion").values_list("ocid", flat=True)) == [
        *publicadas,
        "ocds-abc123-1",
        "ocds-abc123-2",
    ]


def test_los_avisos_se_anotan_aparte_y_no_detienen(importa: Any, escribir: Escribir, hacer_entrega: Any) -> None:
    rara = hacer_entrega(parties=[{"id": "X-1", "name": "Nadie la menciona SA de CV", "roles": ["supplier"]}])
    ruta = escribir("a.jsonl", [rara])
    assert importa(ruta, simular=True).informe == []
    hecho = importa(ruta, avisos=True)
    assert hecho.cuentas == (1, 0, 0)
    assert {linea["tipo"] for linea in hecho.informe} == {"aviso"}
    assert "parties[0].roles" in hecho.informe[0]["campo"]
    assert hecho.importacion.resumenes[0].avisos == len(hecho.informe) > 0


def test_importar_dos_veces_no_agrega_nada(escribir: Escribir, hacer_entrega: Any) -> None:
    ruta = escribir("a.jsonl", [hacer_entrega(str(n)) for n in range(5)])
    correr(ruta)
    antes = list(Entrega.objects.values_list("posicion", "cadena"))
    assert "5 leídas; 0 emitidas (0 entregas), 5 repetidas, 0 rechazadas" in correr(ruta)[0]
    assert list(Entrega.objects.values_list("posicion", "cadena")) == antes


def test_simular_cuenta_lo_mismo_y_no_escribe_nada(
    importa: Any, escribir: Escribir, compranet: Any, hacer_entrega: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ocds = escribir("a.jsonl", [hacer_entrega("1"), hacer_entrega("1"), hacer_entrega("2", tag=["x"])])
    tabla = compranet({}, {"MONEDA": "TEST"}, {"CODIGO_CONTRATO": "2"})
    with django_capture_on_commit_callbacks() as pendientes:
        simulada = importa(ocds, tabla, simular=True, parcial=True)
    assert pendientes == []
    assert [m.objects.count() for m in (Entrega, Registro, Publicador)] == [0, 0, 0]
    assert not Bitacora.objects.filter(posicion__gt=0).exists()
    real = importa(ocds, tabla, parcial=True)
    assert simulada.cuentas == real.cuentas == (3, 1, 2)
    assert simulada.informe == real.informe
    assert Entrega.objects.count() == 2


def test_simular_se_dice(escribir: Escribir, hacer_entrega: Any) -> None:
    assert "Fue una simulación: no se escribió nada." in correr(escribir("a.jsonl", [hacer_entrega()]), simular=True)[0]


def test_el_informe_tiene_las_columnas_prometidas_y_acentos(
    escribir: Escribir, hacer_entrega: Any, tmp_path: Path
) -> None:
    informe = tmp_path / "informe.csv"
    mala = hacer_entrega(tender={"id": "1", "value": {"amount": "ñ"}})
    fallar(escribir("a.jsonl", [mala]), informe=informe)
    contenido = informe.read_bytes()
    assert contenido.startswith(b"\xef\xbb\xbfarchivo,renglon,campo,valor,motivo,remedio,tipo\r\n")
    assert "a.jsonl,1,Licitación".encode() in contenido


@pytest.mark.parametrize(
    ("celda", "escrita"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("  =1", "'  =1"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("normal = 1", "normal = 1"),
        ("a\x1b[31m\ud800", "a [31m "),
    ],
)
def test_ninguna_celda_del_informe_es_una_formula(celda: str, escrita: str) -> None:
    assert inofensivo(celda) == escrita


def test_una_formula_en_los_datos_llega_desarmada_al_informe(importa: Any, compranet: Any) -> None:
    hecho = importa(compranet({"MONEDA": '=cmd|"/C calc"!A0', "FECHA_FIN": "-1+1"}, nombre="=malo.csv"))
    assert {linea["valor"] for linea in hecho.informe} == {'\'=cmd|"/C calc"!A0', "'-1+1"}
    assert {linea["archivo"] for linea in hecho.informe} == {"'=malo.csv"}


def test_un_valor_muy_largo_se_recorta_en_el_informe(importa: Any, compranet: Any) -> None:
    [linea] = importa(compranet({"MONEDA": "X" * 5000})).informe
    assert linea["valor"] == "X" * 199 + "…"


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (b"", "está vacío"),
        (b"a,b\n1,2\n", "No se reconoce"),
        (bytes(range(256)), "No se reconoce"),
        ('{"releases": [{"ocid": "ñ"}]}'.encode("cp1252"), "parece Windows-1252"),
        (b'{"releases": [{"ocid"', "No es JSON válido"),
    ],
)
def test_sin_nada_que_leer_termina_con_codigo_1_y_dice_por_que(escribir: Escribir, contenido: bytes, dice: str) -> None:
    errores = io.StringIO()
    with pytest.raises(CommandError, match="No se pudo leer nada") as fin:
        call_command("importar", str(escribir("x.json", contenido)), stdout=io.StringIO(), stderr=errores)
    assert fin.value.returncode == 1
    assert dice in errores.getvalue()
    assert "x.json" in errores.getvalue()


def test_una_ruta_que_no_existe_se_dice(tmp_path: Path) -> None:
    errores = io.StringIO()
    with pytest.raises(CommandError):
        call_command("importar", str(tmp_path / "nada.csv"), stdout=io.StringIO(), stderr=errores)
    assert "No se pudo leer nada.csv" in errores.getvalue()


def test_una_carpeta_sin_datos_se_dice(tmp_path: Path) -> None:
    errores = io.StringIO()
    with pytest.raises(CommandError):
        call_command("importar", str(tmp_path), stdout=io.StringIO(), stderr=errores)
    assert "No hay ahí archivos que importar" in errores.getvalue()


def test_un_archivo_ilegible_no_detiene_a_los_demas(escribir: Escribir, hacer_entrega: Any) -> None:
    errores = io.StringIO()
    salida, _motivo = fallar(escribir("1.pdf", b"%PDF-1.4"), escribir("2.jsonl", [hacer_entrega()]), errores=errores)
    assert "es un PDF" in errores.getvalue()
    assert "2.jsonl: 1 leídas; 1 emitidas" in salida


def test_de_un_archivo_que_se_rompe_a_la_mitad_no_entra_nada_salvo_que_se_pida(
    importa: Any, escribir: Escribir, hacer_entrega: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitio.importacion.archivos._SIN_SOSPECHA", 200_000)
    lineas = [json.dumps(hacer_entrega(str(n))) for n in range(3)]
    hecho = importa(escribir("d.jsonl", "\n".join(lineas)))
    assert hecho.cuentas == (3, 0, 0)
    cortado = gzip.compress("\n".join([*lineas, json.dumps(hacer_entrega("9")), " " * 50_000_000]).encode())
    hecho = importa(escribir("d.gz", cortado))
    assert (hecho.cuentas, hecho.importacion.resumenes[0].retenidas) == ((0, 3, 0), 1)
    assert "crece más de 200 veces" in hecho.errores
    assert importa(escribir("d.gz", cortado), parcial=True).cuentas == (1, 3, 0)


@pytest.mark.parametrize("parcial", [False, True])
def test_leido_pero_todo_rechazado_termina_con_codigo_1(escribir: Escribir, hacer_entrega: Any, parcial: bool) -> None:
    assert "1 rechazadas" in fallar(escribir("a.jsonl", [hacer_entrega(tag=["x"])]), parcial=parcial)[0]


@pytest.mark.parametrize(
    ("opciones", "dice"),
    [
        ({"publicador": "nadie"}, "No existe el publicador «nadie»"),
        ({"prefijo": "OCDS-X"}, "no es un prefijo OCID"),
        ({"publicador": "con espacio", "prefijo": "ocds-abc123"}, "no sirve como clave"),
        ({"publicador": "estado", "prefijo": "ocds-abc123"}, "usa el prefijo ocds-zzz999"),
    ],
)
def test_un_publicador_que_no_puede_ser_se_dice_antes_de_leer(
    compranet: Any, opciones: dict[str, str], dice: str
) -> None:
    Publicador.objects.create(clave="estado", nombre="Estado", prefijo_ocid="ocds-zzz999")
    with pytest.raises(CommandError, match=dice):
        correr(compranet({}), **opciones)
    assert Entrega.objects.count() == 0


def test_un_publicador_que_existe_presta_su_prefijo(compranet: Any) -> None:
    Publicador.objects.create(clave="estado", nombre="Estado", prefijo_ocid="ocds-zzz999")
    correr(compranet({}), publicador="estado")
    assert Entrega.objects.get().ocid == "ocds-zzz999-IA-099XXX001-E1-2018"
    assert Publicador.objects.count() == 1


def test_un_informe_que_no_se_puede_escribir_se_dice(compranet: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No se pudo escribir el informe"):
        correr(compranet({}), informe=tmp_path / "no" / "existe.csv")


def test_con_verbosidad_0_calla_salvo_los_errores(escribir: Escribir, hacer_entrega: Any) -> None:
    errores = io.StringIO()
    rutas = escribir("a.jsonl", [hacer_entrega()]), escribir("b.pdf", b"%PDF")
    assert fallar(*rutas, errores=errores, verbosity=0)[0] == ""
    assert "es un PDF" in errores.getvalue()


def test_el_nombre_de_un_archivo_no_manda_en_la_terminal(tmp_path: Path, hacer_entrega: Any) -> None:
    ruta = tmp_path / "\x1b[2Jmalo.jsonl"
    ruta.write_text(json.dumps(hacer_entrega()))
    assert "\x1b" not in correr(ruta)[0]


def test_el_avance_se_cuenta_mientras_se_importa(db: None, escribir: Escribir, hacer_entrega: Any) -> None:
    vistos: list[int] = []
    importar([escribir("a.jsonl", [hacer_entrega(str(n)) for n in range(3)])], avance=lambda r: vistos.append(r.leidas))
    # One by one while it is examined, and once more as each enters.
    assert vistos == [1, 2, 3, 3, 3, 3, 3]
