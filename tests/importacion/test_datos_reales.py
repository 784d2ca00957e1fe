"""Every unit of the real files ends in the ledger or in the report, and counts are exact."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sitio.ocds.lectura import leer_json
from sitio.publicacion.models import Entrega, Registro

pytestmark = [pytest.mark.datos_reales, pytest.mark.django_db]
LUGARES = ("archivo", "renglon")


def test_los_1569_paquetes_federales_quedan_en_la_bitacora(importa: Any, compartido: Path) -> None:
    ruta = compartido / "data/ocds/federal-2016-2017.release-packages.jsonl.gz"
    hecho = importa(ruta)
    assert hecho.cuentas == (1566, 3, 0)
    assert hecho.informe == []
    assert Entrega.objects.count() == Registro.objects.count() == 1566
    assert (
        Entrega.objects.values_list("publicador__nombre", flat=True).distinct().get()
        == "SECRETARÍA DE LA FUNCIÓN PÚBLICA"
    )
    assert importa(ruta).cuentas == (0, 1569, 0)


def test_los_1763_renglones_de_compranet_quedan_contados_uno_por_uno(importa: Any, compartido: Path) -> None:
    rutas = sorted((compartido / "data/compranet").glob("*.csv"))
    assert len(rutas) == 5
    hecho = importa(*rutas)
    assert hecho.cuentas == (1760, 0, 3)
    assert [(r.archivo[:24], r.leidas, r.entregas) for r in hecho.importacion.resumenes] == [
        ("contratos_2018.sample.cs", 169, 165),
        ("sample_Contratos2010_201", 399, 378),
        ("sample_Contratos2013_150", 399, 369),
        ("sample_Contratos2014_150", 399, 366),
        ("sample_Contratos2015_150", 397, 380),
    ]
    assert [(r["renglon"], r["campo"], r["valor"]) for r in hecho.informe] == [
        ("315", "NUMERO_PROCEDIMIENTO", ""),
        ("316", "NUMERO_PROCEDIMIENTO", ""),
        ("346", "MONEDA", "TEST"),
    ]
    assert importa(*rutas).cuentas == (0, 1760, 3)


def test_cada_contrato_de_compranet_esta_en_la_bitacora_con_su_importe(importa: Any, compartido: Path) -> None:
    ruta = compartido / "data/compranet/contratos_2018.sample.csv"
    importa(ruta)
    publicados: Counter[tuple[str, str]] = Counter()
    for contenido in Entrega.objects.values_list("contenido", flat=True):
        for contrato in leer_json(bytes(contenido))["contracts"]:
            publicados[contrato["id"], f"{contrato['value']['amount']:f}".rstrip("0").rstrip(".")] += 1
    with ruta.open(encoding="utf-8", newline="") as archivo:
        originales = Counter((r["CODIGO_CONTRATO"], _cifra(r["IMPORTE_CONTRATO"])) for r in csv.DictReader(archivo))
    assert publicados == originales


def _cifra(importe: str) -> str:
    return importe.rstrip("0").rstrip(".") if "." in importe else importe


@pytest.mark.parametrize(
    ("patron", "cuentas"),
    [
        ("inai-record-package_*.json", (2, 0, 3)),
        ("jalisco-releases.jsonl", (4, 0, 6)),
        ("jalisco-compiled.jsonl", (10, 0, 0)),
        ("federal-compiled.jsonl", (10, 0, 0)),
        ("cdmx-sefin-releases-1.0.jsonl", (22, 0, 13)),
        ("cdmx-sefin-faulty-drafts.jsonl", (1, 0, 21)),
    ],
)
def test_lo_demas_queda_en_la_bitacora_o_en_el_informe_con_su_motivo(
    importa: Any, compartido: Path, patron: str, cuentas: tuple[int, int, int]
) -> None:
    rutas = sorted((compartido / "data/ocds").glob(patron))
    hecho = importa(*rutas)
    assert hecho.cuentas == cuentas
    assert not hecho.errores
    assert len({tuple(r[c] for c in LUGARES) for r in hecho.informe}) == cuentas[2]
    assert all(r["motivo"] and r["remedio"] and r["campo"] for r in hecho.informe)
    assert not Entrega.objects.filter(etiquetas__icontains="compiled").exists()
