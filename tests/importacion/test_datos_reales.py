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
    hecho = importa(*rutas, parcial=True)
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
    assert importa(*rutas, parcial=True).cuentas == (0, 1760, 3)


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
    hecho = importa(*rutas, parcial=True)
    assert hecho.cuentas == cuentas
    assert not hecho.errores
    assert len({tuple(r[c] for c in LUGARES) for r in hecho.informe}) == cuentas[2]
    assert all(r["motivo"] and r["remedio"] and r["campo"] for r in hecho.informe)
    assert not Entrega.objects.filter(etiquetas__icontains="compiled").exists()


CORRECCIONES = [
    # What the clerk wrote, where, and what the report tells to write instead.
    (1, "date", "2015-04-15", "Escriba 2015-04-15T00:00:00-05:00"),
    (3, "date", "02/01/2015", "Si el día va primero, escriba 2015-01-02T00:00:00-06:00"),
    (1, "tag", "contract", 'Póngalo entre corchetes: ["contract"]'),
    (1, "planning.budget.amount.amount", "1000", "Escríbalo sin comillas ni signos: 1000"),
    (1, "planning.budget.amount.currency", "mxn", "Escriba MXN."),
    (1, "tender.hasEnquiries", "si", "Escriba true"),
    (1, "tender.items[0].unit", "pieza", '{"name": "pieza"}'),
    (1, "buyer.identifier", "9C000", '"id": "9C000"'),
    (1, "tender.amendment.changes", "null", "Si no se conoce, quite el campo entero"),
    (3, "tender.status", "completa", "¿Quiso decir complete?"),
    (3, "tender.procurementMethod", "LICITACION", "¿Quiso decir open?"),
    (3, "awards[0].suppliers", "{", "Póngalo entre corchetes: [{…}]"),
    (4, "buyer.contactPoint.url", "WWW.FINANZAS.DF.GOB.MX", "Escriba http://WWW.FINANZAS.DF.GOB.MX"),
]


def test_los_borradores_con_errores_se_rechazan_diciendo_como_corregir_cada_dato(
    importa: Any, compartido: Path
) -> None:
    hecho = importa(compartido / "data/ocds/cdmx-sefin-faulty-drafts.jsonl")
    assert hecho.cuentas == (0, 0, 21)
    assert not Entrega.objects.exists()
    for renglon, ruta, valor, remedio in CORRECCIONES:
        [linea] = [r for r in hecho.informe if r["renglon"] == str(renglon) and r["campo"].endswith(f"({ruta})")]
        assert linea["valor"].startswith(valor)
        assert remedio in linea["remedio"]
    # Of every draft something is told, and of nearly everything, what to write.
    assert {int(linea["renglon"]) for linea in hecho.informe} == {*range(1, 23)} - {8}
    genericos = [linea for linea in hecho.informe if linea["remedio"].startswith("Corríjalo")]
    assert len(genericos) < len(hecho.informe) / 5
