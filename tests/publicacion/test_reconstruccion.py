"""Everything to the right of the ledger can be made again from it, byte for byte."""

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sitio.publicacion import disparadores, recompilacion
from sitio.publicacion.models import Entrega, Publicador, Registro
from sitio.publicacion.reconstruccion import reconstruir
from sitio.publicacion.verificacion import verificar_bitacora, verificar_registros
from tests.publicacion.vida import PREFIJO, importable, importar, vivir


def fotografia() -> list[dict[str, Any]]:
    return [{**fila, "compilada": bytes(fila["compilada"])} for fila in Registro.objects.order_by("ocid").values()]


@pytest.fixture
def bitacora(publicador: Publicador) -> Publicador:
    vivir(publicador)
    for dia in (1, 2, 3):
        importar(publicador, *(importable(f"{PREFIJO}-i{n}", dia=dia, titulo=f"Título {dia}") for n in range(5)))
    return publicador


@pytest.mark.parametrize("tramo", [1, 2, 200])
def test_los_registros_rehechos_son_identicos(
    bitacora: Publicador, monkeypatch: pytest.MonkeyPatch, tramo: int
) -> None:
    monkeypatch.setattr(recompilacion, "TRAMO", tramo)
    antes = fotografia()
    Registro.objects.all().delete()

    assert sum(reconstruir()) == 6
    assert fotografia() == antes


@pytest.mark.parametrize("tramo", [1, 200])
def test_lo_danado_y_lo_inventado_desaparece(bitacora: Publicador, monkeypatch: pytest.MonkeyPatch, tramo: int) -> None:
    monkeypatch.setattr(recompilacion, "TRAMO", tramo)
    antes = fotografia()
    primero, *_en_medio, ultimo = Registro.objects.order_by("ocid")
    posicion_del_primero = primero.posicion
    primero.delete()
    # It takes the position of the first one and an ocid after all the others.
    Registro.objects.filter(pk=ultimo.pk).update(ocid="zzz", posicion=posicion_del_primero, titulo="Mentira")

    list(reconstruir())

    assert fotografia() == antes


def test_el_mandato_dice_cuantos_rehizo(bitacora: Publicador) -> None:
    salida = StringIO()

    call_command("reconstruir", stdout=salida)

    assert "registros: 6 / 6" in salida.getvalue()
    assert "Registros rehechos: 6." in salida.getvalue()


def test_una_entrega_ilegible_se_nombra_y_deja_los_registros_como_estaban(bitacora: Publicador) -> None:
    antes = fotografia()
    disparadores.quitar(connection)
    Entrega.objects.filter(posicion=2).update(contenido=b"{")
    disparadores.instalar(connection)

    with pytest.raises(CommandError, match="posición 2, número 2"):
        call_command("reconstruir", stdout=StringIO())

    assert fotografia() == antes


@pytest.mark.datos_reales
def test_los_datos_reales_se_publican_se_rehacen_iguales_y_se_verifican(
    publicador: Publicador, compartido: Path
) -> None:
    carpeta = compartido / "data" / "ocds"
    with gzip.open(carpeta / "federal-2016-2017.release-packages.jsonl.gz", "rt") as lineas:
        federales = [json.loads(linea)["releases"][0] for linea in lineas][:300]
    jalisco = [json.loads(linea) for linea in (carpeta / "jalisco-releases.jsonl").read_text().splitlines()]

    # Jalisco dated several releases of one process at the same second.
    resultados = [*importar(publicador, *federales), *importar(publicador, *jalisco, redatar=True)]

    assert {str(r.estado) for r in resultados} == {"emitida"}
    antes = fotografia()
    assert sum(reconstruir()) == len(antes) == len({r.entrega.ocid for r in resultados})
    assert fotografia() == antes
    assert [*verificar_bitacora(), *verificar_registros()] == []
