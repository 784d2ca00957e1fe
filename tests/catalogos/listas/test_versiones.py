"""Versions of a list are kept, only what changes is written, and what changed is told by person."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from sitio.catalogos.listas.carga import Carga, cargar
from sitio.catalogos.listas.diferencias import anterior_a, diferencias
from sitio.catalogos.listas.senales import lista_actualizada
from sitio.catalogos.listas.tipos import ListaInvalida
from sitio.catalogos.models import BajaDeRenglon, ListaExterna, RenglonDeLista, VersionDeLista
from tests.catalogos.listas.conftest import ALFA, BETA, GAMA, archivo_69b, lista, renglon_69b

Cargar = Callable[..., Carga]
BETA_DEFINITIVA = renglon_69b(2, "BET020202BB2", "SERVICIOS BETA, S.C.", "Definitivo", "12/01/2022")
DELTA = renglon_69b(1, "DEL040404DD4", "DELTA, S.A.", "Presunto", "10/01/2022")


def claves(cambios: list[Any]) -> list[str]:
    return [cambio.clave for cambio in cambios]


def test_la_primera_version_trae_a_todos_y_repetirla_no_hace_nada(cargada: Cargar) -> None:
    primera = cargada(ALFA, BETA)
    assert (primera.nueva, primera.altas, primera.bajas, primera.version.renglones) == (True, 2, 0, 2)
    assert (primera.version.fecha, primera.version.codificacion) == (date(2021, 5, 18), "Windows-1252")
    repetida = cargada(ALFA, BETA)
    assert (repetida.nueva, repetida.version) == (False, primera.version)
    assert (VersionDeLista.objects.count(), RenglonDeLista.objects.count()) == (1, 2)


def test_la_siguiente_version_escribe_solo_lo_que_cambia(cargada: Cargar) -> None:
    primera = cargada(ALFA, BETA, GAMA).version
    # The SAT numbers its rows again in every version: that alone changes nothing.
    otra_vez_alfa = ALFA.replace("1,", "3,", 1)
    segunda = cargada(DELTA, BETA_DEFINITIVA, otra_vez_alfa, fecha="20 de enero de 2022")
    assert (segunda.altas, segunda.bajas, segunda.version.renglones) == (2, 2, 3)
    assert RenglonDeLista.objects.count() == 5
    cambios = diferencias(anterior_a(segunda.version), segunda.version)
    assert claves(cambios.nuevas) == ["DEL040404DD4"]
    assert claves(cambios.cambiadas) == ["BET020202BB2"]
    assert claves(cambios.retiradas) == ["GAM030303CC3"]
    assert cambios.rfcs == {"DEL040404DD4", "BET020202BB2", "GAM030303CC3"}
    assert cambios.nombres == {"DELTA", "SERVICIOS BETA", "GRUPO GAMA"}
    [beta] = cambios.cambiadas
    assert [(r.situacion, r.desde) for r in (*beta.antes, *beta.ahora)] == [
        ("presunto", date(2018, 6, 25)),
        ("definitivo", date(2022, 1, 12)),
    ]
    de_la_primera = RenglonDeLista.objects.de_la_version(primera)
    assert set(de_la_primera.values_list("clave", flat=True)) == {"ALF010101AA1", "BET020202BB2", "GAM030303CC3"}


def test_quien_conserva_otra_sancion_cambio_y_no_se_fue(cargada: Cargar) -> None:
    cargada(ALFA, ALFA.replace("23/10/2018", "24/10/2018"), BETA)
    segunda = cargada(ALFA, BETA, fecha="20 de enero de 2022").version
    cambios = diferencias(anterior_a(segunda), segunda)
    assert (claves(cambios.cambiadas), cambios.retiradas) == (["ALF010101AA1"], [])


def test_las_diferencias_valen_entre_versiones_que_no_son_seguidas(cargada: Cargar) -> None:
    primera = cargada(ALFA).version
    cargada(ALFA, BETA, fecha="20 de enero de 2022")
    tercera = cargada(ALFA, GAMA, fecha="20 de febrero de 2022").version
    cambios = diferencias(primera, tercera)
    assert (claves(cambios.nuevas), cambios.cambiadas, cambios.retiradas) == (["GAM030303CC3"], [], [])
    assert claves(diferencias(None, tercera).nuevas) == ["ALF010101AA1", "GAM030303CC3"]


def test_un_renglon_rechazado_no_absuelve_a_quien_ya_estaba(cargada: Cargar) -> None:
    cargada(ALFA, BETA)
    segunda = cargada(ALFA.replace("23/10/2018", "31/02/2018"), BETA, fecha="20 de enero de 2022")
    assert (segunda.bajas, segunda.version.renglones) == (0, 2)
    assert [(r["renglon"], r["campo"]) for r in segunda.version.rechazos] == [(4, "Publicación DOF definitivos")]


def test_una_descarga_a_medias_no_retira_a_media_lista(efos: ListaExterna) -> None:
    muchas = [
        renglon_69b(n, f"EMP0101{n:02}AA1", f"Empresa número {n}", "Presunto", "10/01/2022") for n in range(1, 31)
    ]
    cargar(efos, "a.csv", archivo_69b(*muchas))
    mitad = archivo_69b(*muchas[:14], fecha="20 de enero de 2022")
    with pytest.raises(ListaInvalida, match="retira a 16 de los 30"):
        cargar(efos, "b.csv", mitad)
    assert (VersionDeLista.objects.count(), BajaDeRenglon.objects.count()) == (1, 0)
    assert cargar(efos, "b.csv", mitad, aunque_falten=True).bajas == 16


@pytest.mark.parametrize(
    ("fecha", "dice"),
    [("17 de mayo de 2021", "ya está cargada la versión del 2021-05-18"), ("1 de enero de 2990", "todavía no llega")],
)
def test_una_version_anterior_o_del_futuro_se_rechaza(cargada: Cargar, fecha: str, dice: str) -> None:
    cargada(ALFA)
    with pytest.raises(ListaInvalida, match=dice):
        cargada(BETA, fecha=fecha)


def test_la_fecha_que_el_archivo_no_dice_se_pide_y_no_se_inventa(db: None) -> None:
    propia = lista("propia", "propia")
    contenido = b"rfc,nombre,desde,hasta,motivo\nALF010101AA1,Alfa,,,Rescision\n"
    with pytest.raises(ListaInvalida, match="no dice de qué fecha es la lista"):
        cargar(propia, "propia.csv", contenido)
    assert cargar(propia, "propia.csv", contenido, fecha=date(2026, 1, 5)).version.fecha == date(2026, 1, 5)


def test_si_ningun_renglon_sirve_no_queda_version(cargada: Cargar) -> None:
    with pytest.raises(ListaInvalida, match=r"ningún renglón se pudo leer\. El 4, campo Situación del contribuyente"):
        cargada(ALFA.replace("Definitivo", "Otra"))
    assert not VersionDeLista.objects.exists()


def test_se_avisa_al_confirmarse_y_solo_de_una_version_nueva(
    cargada: Cargar, django_capture_on_commit_callbacks: Any
) -> None:
    avisos: list[int] = []

    def anotar(version: int, **_resto: Any) -> None:
        avisos.append(version)

    lista_actualizada.connect(anotar)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            hecha = cargada(ALFA)
            cargada(ALFA)
            assert avisos == []
        assert avisos == [hecha.version.pk]
    finally:
        lista_actualizada.disconnect(anotar)


def test_la_base_no_deja_cambiar_ni_borrar_lo_cargado(cargada: Cargar) -> None:
    cargada(ALFA, BETA)
    cargada(ALFA, fecha="20 de enero de 2022")
    for modelo in (VersionDeLista, RenglonDeLista, BajaDeRenglon):
        fila = modelo.objects.first()
        assert fila is not None
        with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
            fila.save()
        with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
            modelo.objects.filter(pk=fila.pk)._raw_delete("default")


def test_el_comando_carga_informa_y_dice_que_falta(efos: ListaExterna, tmp_path: Path, capsys: Any) -> None:
    archivo = tmp_path / "69b.csv"
    archivo.write_bytes(archivo_69b(ALFA, BETA.replace("25/06/2018", "ayer")))
    call_command("cargar_lista", "sat-69b", str(archivo))
    salida = capsys.readouterr()
    assert "1 renglones, 1 nuevos, 0 retirados, 1 rechazados" in salida.out
    assert "69b.csv, renglón 5, Publicación DOF presuntos «ayer»: No es una fecha que exista." in salida.err
    call_command("cargar_lista", "sat-69b", str(archivo))
    assert "ya estaba cargada" in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"No hay una lista «otra»\. Están: sat-69b"):
        call_command("cargar_lista", "otra", str(archivo))
    with pytest.raises(CommandError, match="No se pudo leer"):
        call_command("cargar_lista", "sat-69b", str(tmp_path / "no-esta.csv"))


@pytest.mark.datos_reales
def test_el_69b_de_2021_se_guarda_entero_y_una_vez(efos: ListaExterna, compartido: Path) -> None:
    ruta = compartido / "data" / "listas" / "sat-69b-2021-05-empresas.csv"
    hecha = cargar(efos, ruta.name, ruta.read_bytes())
    assert (hecha.altas, hecha.version.renglones, hecha.version.rechazos) == (9838, 9838, [])
    assert not cargar(efos, ruta.name, ruta.read_bytes()).nueva
