"""Catalogues load once or many times to the same effect, and say what is wrong with a file."""

import calendar
import csv
import gzip
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sitio.catalogos.carga import CARPETA, CATALOGOS, cargar_catalogos
from sitio.catalogos.models import ClaveCucop, DiaInhabil, Partida, UnidadCompradora


@pytest.mark.django_db
def test_se_cargan_y_volver_a_cargar_no_agrega() -> None:
    cuantas = [289, 28585, 140, 50, 6, 445]
    assert [(c.leidas, c.nuevas) for c in cargar_catalogos()] == [(cuantos, cuantos) for cuantos in cuantas]
    assert [(c.leidas, c.nuevas) for c in cargar_catalogos()] == [(cuantos, 0) for cuantos in cuantas]
    assert (Partida.objects.count(), ClaveCucop.objects.count(), DiaInhabil.objects.count()) == (289, 28585, 140)
    assert UnidadCompradora.objects.count() == 445


@pytest.mark.django_db
def test_una_clave_que_cambio_se_reescribe_y_ninguna_se_borra(tmp_path: Path) -> None:
    Partida.objects.create(clave="99999", descripcion="De otro año")
    Partida.objects.create(clave="21101", descripcion="Como estaba")
    (tmp_path / "cog.csv").write_text("clave,descripcion\n21101,Como queda\n", encoding="utf-8")
    next(cargar_catalogos(tmp_path))
    assert dict(Partida.objects.values_list("clave", "descripcion")) == {"99999": "De otro año", "21101": "Como queda"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("archivo", "contenido", "dice"),
    [
        ("cog.csv", "clave\n1\n", "falta la columna «descripcion»"),
        ("cog.csv", "clave,descripcion\n1,a\n,b\n", "renglón 3, campo clave: «» está vacío"),
        ("cog.csv", "clave,descripcion\n1,a\n1,b\n", "renglón 3: la clave «1» ya apareció antes"),
        ("cog.csv", "clave,descripcion\n1234567,a\n", "tiene más de 5 caracteres"),
        ("cucop.csv.gz", "esto no es gzip", "no es un archivo gzip completo"),
        ("dias_inhabiles.csv", "fecha,motivo\n31/12/2020,x\n", "«31/12/2020» no es una fecha AAAA-MM-DD"),
        ("cog.csv", "clave,descripcion\n1,\xf1\n", "no está en UTF-8"),
    ],
)
def test_lo_que_esta_mal_se_dice_con_archivo_renglon_y_campo(
    tmp_path: Path, archivo: str, contenido: str, dice: str
) -> None:
    for catalogo in CATALOGOS:
        (tmp_path / catalogo.archivo).write_text(",".join(catalogo.columnas) + "\n", encoding="utf-8")
    (tmp_path / archivo.removesuffix(".gz")).unlink()
    (tmp_path / archivo).write_text(contenido, encoding="latin-1")
    with pytest.raises(CommandError, match=dice) as error:
        call_command("cargar_catalogos", carpeta=tmp_path)
    assert archivo in str(error.value)
    assert not Partida.objects.exists()


@pytest.mark.django_db
def test_lo_que_el_archivo_no_trae_se_queda_como_estaba(tmp_path: Path) -> None:
    Partida.objects.create(clave="21101", descripcion="Como estaba", capitulo="2000 MATERIALES")
    (tmp_path / "cog.csv").write_text("clave,descripcion\n21101,Como queda\n", encoding="utf-8")
    next(cargar_catalogos(tmp_path))
    partida = Partida.objects.get()
    assert (partida.descripcion, partida.capitulo) == ("Como queda", "2000 MATERIALES")
    assert Partida.objects.all().buscar("queda").get() == partida


@pytest.mark.django_db
def test_la_orden_cuenta_lo_que_hizo() -> None:
    salida = io.StringIO()
    call_command("cargar_catalogos", stdout=salida)
    assert "Clasificador por Objeto del Gasto: 289 leídas, 289 nuevas" in salida.getvalue()


@pytest.mark.django_db
def test_una_descripcion_larguisima_se_recorta_con_puntos(tmp_path: Path) -> None:
    for catalogo in CATALOGOS:
        (tmp_path / catalogo.archivo).write_text(",".join(catalogo.columnas) + "\n", encoding="utf-8")
    (tmp_path / "cucop.csv").write_text(
        f"clave,descripcion,unidad,partida\n1,{'x' * 900},PIEZA,21101\n", encoding="utf-8"
    )
    list(cargar_catalogos(tmp_path))
    assert ClaveCucop.objects.get().descripcion == "x" * 499 + "…"


def lunes(anio: int, mes: int, cual: int) -> date:
    return [d for d in calendar.Calendar().itermonthdates(anio, mes) if d.month == mes and d.weekday() == 0][cual - 1]


def filas(nombre: str) -> list[dict[str, str]]:
    ruta = CARPETA / nombre
    texto = gzip.decompress(ruta.read_bytes()) if ruta.suffix == ".gz" else ruta.read_bytes()
    return list(csv.DictReader(io.StringIO(texto.decode("utf-8"), newline="")))


def test_los_dias_inhabiles_son_los_de_la_ley() -> None:
    """LFPA art. 28 and LFT art. 74, recomputed; Executive handover: 1 December 2018, and 1 October since 2024."""
    esperados = {date(2018, 12, 1), date(2024, 10, 1)}
    for anio in range(2016, 2028):
        esperados |= {date(anio, 1, 1), date(anio, 5, 1), date(anio, 9, 16), date(anio, 12, 25)}
        esperados |= {date(anio, 2, 5), date(anio, 3, 21), date(anio, 5, 5), date(anio, 9, 1), date(anio, 11, 20)}
        esperados |= {lunes(anio, 2, 1), lunes(anio, 3, 3), lunes(anio, 11, 3)}
    assert {date.fromisoformat(fila["fecha"]) for fila in filas("dias_inhabiles.csv")} == esperados


def test_toda_clave_cucop_cuelga_de_una_partida_del_clasificador() -> None:
    partidas = {fila["clave"] for fila in filas("cog.csv")}
    assert [fila["clave"] for fila in filas("cucop.csv.gz") if fila["partida"] not in partidas] == []
