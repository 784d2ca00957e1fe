"""Cutting a year, killing a run, withdrawing, and two runs at once: the files are always whole and true."""

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Permission
from django.test import override_settings

from sitio.publicacion import retiros
from sitio.publicacion.masivos import asiento, generacion, tareas
from sitio.publicacion.masivos.conjuntos import Conjunto
from sitio.publicacion.masivos.indice import Indice
from sitio.publicacion.models import Publicador, Registro
from tests import fabricas
from tests.casas import RAIZ, entorno_de, manage
from tests.publicacion.masivos import generar, hojas_csv, indice, lineas, parquet, registros
from tests.publicacion.vida import PREFIJO, importable, importar

# Ten awards, of which a new part takes eight.
DE_DIEZ = override_settings(MASIVOS_LIMITES={"adjudicaciones": 10})


def con_adjudicaciones(n: int, cuantas: int = 1, dia: int = 1) -> dict[str, Any]:
    premios = [{"id": str(m), "status": "active"} for m in range(cuantas)]
    return {**importable(f"{PREFIJO}-{n:03}", dia), "tag": ["award"], "awards": premios}


def partes() -> dict[str, list[str]]:
    """The processes in each file of compiled releases of the only publisher."""
    return {
        ruta.partition("/")[2].removesuffix(".jsonl.gz"): [linea["ocid"][-3:] for linea in lineas(ruta)]
        for ruta in sorted(indice())
        if ruta.startswith("finanzas/2020") and ruta.endswith(".jsonl.gz") and "releases" not in ruta
    }


def locales(*numeros: int) -> list[str]:
    return [f"{n:03}" for n in numeros]


@DE_DIEZ
def test_un_anio_que_no_cabe_se_corta_en_partes_numeradas(publicador: Publicador) -> None:
    importar(publicador, *(con_adjudicaciones(n) for n in range(20)))
    generar()

    assert partes() == {
        "2020": locales(*range(8)), "2020-2": locales(*range(8, 16)), "2020-3": locales(*range(16, 20)),
    }  # fmt: skip
    assert [linea["ocid"][-3:] for linea in lineas("finanzas/full.jsonl.gz")] == locales(*range(20))
    assert [r["ocid"][-3:] for r in registros("finanzas/2020-2.records.zip")["records"]] == locales(*range(8, 16))
    assert (
        len(hojas_csv("finanzas/2020-3.csv.zip")["procesos"])
        == parquet("finanzas/2020-3.procesos.parquet").num_rows
        == 4
    )
    assert "Partes generadas: 0." in generar()


@DE_DIEZ
def test_un_proceso_solo_cambia_de_parte_cuando_la_suya_ya_no_cabe(publicador: Publicador) -> None:
    importar(publicador, *(con_adjudicaciones(n) for n in range(20)))
    generar()

    # Two more fit in the room that was left, and nobody moves.
    importar(publicador, con_adjudicaciones(3, cuantas=3, dia=2))
    assert "Partes generadas: 4." not in generar("--publicador", "finanzas")
    assert partes()["2020"] == locales(*range(8))

    # One more does not: that part is cut, the others stay as they were.
    antes = indice()
    importar(publicador, con_adjudicaciones(2, cuantas=2, dia=2))
    generar("--publicador", "finanzas")
    assert partes() == {
        "2020": locales(*range(5)), "2020-2": locales(*range(8, 16)), "2020-3": locales(*range(16, 20)),
        "2020-4": locales(5, 6, 7),
    }  # fmt: skip
    assert [linea["ocid"][-3:] for linea in lineas("finanzas/full.jsonl.gz")] == locales(*range(20))
    for ruta in ("finanzas/2020-2.xlsx", "finanzas/2020-3.csv.zip"):
        assert indice()[ruta] == antes[ruta]
    generar("--todo")
    assert partes()["2020-4"] == locales(5, 6, 7)


@DE_DIEZ
def test_lo_nuevo_entra_en_la_parte_de_sus_vecinos(publicador: Publicador) -> None:
    importar(publicador, *(con_adjudicaciones(n) for n in range(0, 40, 2)))
    generar()
    importar(publicador, con_adjudicaciones(5), con_adjudicaciones(99))
    generar()

    assert partes() == {
        "2020": locales(0, 2, 4, 5, 6, 8, 10, 12, 14), "2020-2": locales(*range(16, 32, 2)),
        "2020-3": locales(32, 34, 36, 38, 99),
    }  # fmt: skip


@override_settings(MASIVOS_LIMITES={"comprimidos": 1200, "descomprimidos": 10_000})
def test_los_limites_de_tamano_tambien_cortan_y_un_proceso_nunca_se_parte(publicador: Publicador) -> None:
    importar(publicador, *(importable(f"{PREFIJO}-{n:03}", titulo=f"{n} " * 200) for n in range(30)))
    importar(publicador, importable(f"{PREFIJO}-900", titulo="enorme " * 3000))
    generar()

    assert len(partes()) > 3
    assert sorted(ocid for suyos in partes().values() for ocid in suyos) == locales(*range(30), 900)
    assert ["900"] in partes().values()


def test_lo_retirado_sale_de_los_archivos(publicador: Publicador, django_capture_on_commit_callbacks: Any) -> None:
    quien, otro = (fabricas.persona(nombre) for nombre in ("ana", "luis"))
    for persona in (quien, otro):
        persona.user_permissions.add(Permission.objects.get(codename="retirar_entrega"))
    importar(
        publicador, importable(f"{PREFIJO}-1", 1, titulo="Público"), importable(f"{PREFIJO}-1", 2, titulo="PRIVADO")
    )
    importar(publicador, importable(f"{PREFIJO}-2", titulo="PRIVADO"))
    generar()
    guardados = {archivo.guardado for archivo in Indice.leer().archivos}

    with mock.patch("sitio.publicacion.masivos.tareas.encolar") as encolar:
        for ocid, entrega in ((f"{PREFIJO}-1", f"{PREFIJO}-1-d2"), (f"{PREFIJO}-2", f"{PREFIJO}-2-d1")):
            retiro = retiros.solicitar(
                ocid, entrega, motivo="datos_personales", fundamento="art. 1", explicacion="x", persona=quien
            )
            with django_capture_on_commit_callbacks(execute=True):
                retiros.autorizar(retiro.pk, otro)
    pedidas = {llamada.args for llamada in encolar.call_args_list}
    assert pedidas == {("sitio.publicacion.masivos.tareas.actualizar", clave) for clave in (publicador.pk, 0)}
    for _tarea, clave in pedidas:
        tareas.actualizar(clave)

    for ruta in ("finanzas/2020.releases.jsonl.gz", "finanzas/full.jsonl.gz", "2020.jsonl.gz", "full.jsonl.gz"):
        assert [linea["tender"]["title"] for linea in lineas(ruta)] == ["Público"]
    assert [r["ocid"] for r in registros("finanzas/2020.records.zip")["records"]] == [f"{PREFIJO}-1"]
    despues = {archivo.guardado for archivo in Indice.leer().archivos}
    assert not guardados & despues - {
        archivo.guardado for archivo in Indice.leer().archivos if archivo.tabla == "partes"
    }
    assert "Partes generadas: 0." in generar()


def test_una_institucion_sin_nada_publicado_se_queda_sin_archivos(publicador: Publicador) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"))
    generar()
    Registro.objects.all().delete()
    generar("--todo")
    assert indice() == {}


def test_lo_que_se_publica_mientras_se_genera_espera_a_la_siguiente(publicador: Publicador) -> None:
    importar(publicador, importable(f"{PREFIJO}-1", titulo="Antes"))
    leer = Conjunto.procesos

    def publicar_y_leer(*argumentos: Any) -> Any:
        importar(publicador, importable(f"{PREFIJO}-1", 2, titulo="Después"), importable(f"{PREFIJO}-2"))
        return leer(*argumentos)

    with mock.patch.object(Conjunto, "procesos", publicar_y_leer):
        list(generacion.actualizar(Conjunto(publicador)))
    assert [(linea["ocid"], linea["tender"]["title"]) for linea in lineas("finanzas/2020.jsonl.gz")] == [
        (f"{PREFIJO}-1", "Antes")
    ]
    assert [linea["id"] for linea in lineas("finanzas/2020.releases.jsonl.gz")] == [f"{PREFIJO}-1-d1"]
    generar()
    assert [linea["tender"]["title"] for linea in lineas("finanzas/2020.jsonl.gz")] == ["Después", "Servicio"]


def test_una_corrida_atrasada_no_deshace_lo_de_otra_mas_nueva(publicador: Publicador, almacen: Path) -> None:
    importar(publicador, importable(f"{PREFIJO}-1", titulo="Antes"))
    escribir = generacion._escribir

    def escribir_y_perder(*argumentos: Any) -> Any:
        hecha = escribir(*argumentos)
        with mock.patch.object(generacion, "_escribir", escribir):
            importar(publicador, importable(f"{PREFIJO}-1", 2, titulo="Después"))
            list(generacion.actualizar(Conjunto(publicador)))
        return hecha

    with mock.patch.object(generacion, "_escribir", escribir_y_perder):
        list(generacion.actualizar(Conjunto(publicador)))

    assert [linea["tender"]["title"] for linea in lineas("finanzas/2020.jsonl.gz")] == ["Después"]
    assert {archivo.guardado for archivo in Indice.leer().archivos} == {
        str(ruta.relative_to(almacen)) for ruta in almacen.rglob("*.*") if ruta.name != "indice.json"
    }


@DE_DIEZ
def test_la_tarea_sigue_en_otro_turno_lo_que_no_cupo_en_uno(publicador: Publicador) -> None:
    importar(publicador, *(con_adjudicaciones(n) for n in range(20)))
    with (
        mock.patch("sitio.publicacion.masivos.tareas._TURNO", 0.0),
        mock.patch("sitio.publicacion.masivos.tareas.encolar") as encolar,
    ):
        turnos = 0
        while turnos == 0 or encolar.called:
            encolar.reset_mock()
            tareas.actualizar(publicador.pk)
            turnos += 1
    assert turnos > 2
    assert [linea["ocid"][-3:] for linea in lineas("finanzas/full.jsonl.gz")] == locales(*range(20))


def test_cada_noche_se_pide_solo_lo_atrasado(publicador: Publicador) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"))
    with mock.patch("sitio.publicacion.masivos.tareas.encolar") as encolar:
        tareas.actualizar_atrasados()
    assert [llamada.args[1] for llamada in encolar.call_args_list] == [publicador.pk, tareas.DEL_PORTAL]
    generar()
    with mock.patch("sitio.publicacion.masivos.tareas.encolar") as encolar:
        tareas.actualizar_atrasados()
        tareas.actualizar(10**6)
    assert not encolar.called


def test_los_restos_de_una_corrida_muerta_se_barren_cuando_ya_nadie_los_escribe(
    publicador: Publicador, almacen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"))
    generar()
    resto = almacen / "finanzas" / "0123456789abcdef-2020.xlsx"
    resto.write_bytes(b"resto")
    assert asiento.barrer() == 0
    monkeypatch.setattr(asiento, "_ESPERA", -asiento._ESPERA)
    assert asiento.barrer() == 1
    assert not resto.exists()
    assert lineas("finanzas/full.jsonl.gz")


@pytest.mark.lenta
def test_matar_una_corrida_deja_enteros_los_archivos_de_antes(base_migrada: Path, tmp_path: Path) -> None:
    entorno = entorno_de(base_migrada, tmp_path)
    preparar = (
        "from tests.publicacion.vida import *\n"
        "p = crear_publicador()\n"
        "importar(p, *({**importable(f'{PREFIJO}-{n}'), 'date': f'{2000 + n}-01-01T00:00:00Z'} for n in range(12)))\n"
    )
    otra_vez = (
        "from tests.publicacion.vida import *\nfrom sitio.publicacion.models import Publicador\n"
        "p = Publicador.objects.get()\n"
        "for n in range(12):\n"
        "    otro = importable(f'{PREFIJO}-{n}', 2, titulo='Otro')\n"
        "    importar(p, {**otro, 'date': f'{2000 + n}-02-01T00:00:00Z'})\n"
    )
    manage(entorno, "shell", "-c", preparar)
    manage(entorno, "masivos")
    manage(entorno, "shell", "-c", otra_vez)

    for espera in (0.0, 0.7, 1.4):
        corrida = subprocess.Popen(
            [sys.executable, "manage.py", "masivos"], cwd=RAIZ, env=entorno, stdout=subprocess.PIPE, text=True
        )
        assert corrida.stdout
        corrida.stdout.readline()
        time.sleep(espera)
        corrida.send_signal(signal.SIGKILL)
        corrida.communicate()
        assert _dano(tmp_path / "masivos") == []
    manage(entorno, "masivos")
    titulos = manage(entorno, "shell", "--verbosity", "0", "-c", LEER_TITULOS)
    assert json.loads(titulos.splitlines()[-1]) == ["Otro"] * 12


LEER_TITULOS = """
import gzip, json
from sitio.publicacion.masivos.almacen import almacen
from sitio.publicacion.masivos.indice import Indice
completo = almacen().open(Indice.leer().buscar("finanzas", "full.jsonl.gz").guardado).read()
print(json.dumps([json.loads(linea)["tender"]["title"] for linea in gzip.decompress(completo).splitlines()]))
"""


def _dano(carpeta: Path) -> list[str]:
    """The files that the index names and are not there, or are not what it says."""
    datos = json.loads((carpeta / "indice.json").read_bytes())
    assert datos["archivos"]
    malos = []
    for archivo in datos["archivos"]:
        ruta = carpeta / (archivo["publicador"] or "~portal") / f"{archivo['sha256'][:16]}-{archivo['nombre']}"
        if not ruta.exists() or hashlib.sha256(ruta.read_bytes()).hexdigest() != archivo["sha256"]:
            malos.append(ruta.name)
    return malos
