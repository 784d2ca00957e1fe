"""The demo's contracts: real, complete, small, and about companies only."""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sitio.publicacion.models import Entrega, Publicador, Registro
from sitio.rutas import FIXTURES

DEMO = FIXTURES / "demo"
TABLAS = [*sorted(DEMO.glob("*.csv")), DEMO / "instituciones.json"]


def test_pesa_menos_de_400_kb() -> None:
    assert sum(ruta.stat().st_size for ruta in DEMO.iterdir()) < 400_000


def test_no_hay_personas_fisicas() -> None:
    for ruta in TABLAS:
        assert "PERSONA F" not in ruta.read_text(encoding="utf-8").upper(), ruta.name


@pytest.mark.django_db
def test_entra_completa_y_no_entra_dos_veces(importa: Any) -> None:
    hecho = importa(DEMO)
    assert (hecho.cuentas, hecho.informe, hecho.errores) == ((929, 0, 0), [], "")
    assert Entrega.objects.count() == Registro.objects.count() == 99
    assert Counter(Registro.objects.values_list("publicador__clave", flat=True)) == {
        "imss": 36,
        "apilac": 33,
        "conagua": 30,
    }
    metodos = Counter(Registro.objects.values_list("metodo", flat=True))
    assert metodos == {"direct": 55, "open": 28, "selective": 16}
    assert importa(DEMO).cuentas == (0, 929, 0)


@pytest.mark.django_db
def test_cada_institucion_es_comprador_y_publicador(importa: Any) -> None:
    importa(DEMO)
    for datos in json.loads((DEMO / "instituciones.json").read_text(encoding="utf-8")):
        publicador = Publicador.objects.get(clave=datos["clave"])
        assert publicador.prefijo_ocid == "ocds-213czf"
        compradores = set(Registro.objects.filter(publicador=publicador).values_list("comprador_id", "comprador"))
        assert compradores == {(f"{datos['esquema']}-{datos['identificador']}", datos["nombre"])}


@pytest.mark.django_db
def test_las_claves_cucop_de_los_articulos_estan_en_el_catalogo(importa: Any) -> None:
    importa(DEMO)
    catalogo = gzip.decompress((FIXTURES / "catalogos" / "cucop.csv.gz").read_bytes()).decode("utf-8")
    claves = set()
    for contenido in Entrega.objects.values_list("contenido", flat=True):
        entrega = json.loads(bytes(contenido))
        listas = [entrega["tender"].get("items", []), *(a.get("items", []) for a in entrega["awards"])]
        claves |= {i["classification"]["id"] for lista in listas for i in lista if "classification" in i}
    assert len(claves) > 100
    assert [clave for clave in claves if f"\n{clave}," not in catalogo] == []


@pytest.mark.datos_reales
@pytest.mark.django_db
def test_lo_tomado_de_compranet_dice_lo_mismo_que_el_archivo_original(importa: Any, compartido: Path) -> None:
    importa(DEMO, parcial=True)
    propios = {r.ocid: json.loads(bytes(r.compilada)) for r in Registro.objects.all()}
    # The other reader, over the official files, under another prefix so that nothing is shared.
    importa(compartido / "data" / "compranet", prefijo="ocds-aaa111", parcial=True)
    comparados = 0
    for registro in Registro.objects.filter(publicador__clave="compranet-historico"):
        propio = propios.get(registro.ocid.replace("ocds-aaa111", "ocds-213czf"))
        if propio:
            comparados += 1
            assert hechos(propio) == hechos(json.loads(bytes(registro.compilada)))
    assert comparados == 66


def hechos(compilada: dict[str, Any]) -> dict[str, Any]:
    """Dates, amounts, states and names of a process."""
    return {
        "plazo": compilada["tender"].get("tenderPeriod"),
        "metodo": compilada["tender"]["procurementMethod"],
        "adjudicaciones": [(a["id"], a.get("value"), a.get("date")) for a in compilada["awards"]],
        "proveedores": [s["name"] for a in compilada["awards"] for s in a["suppliers"]],
        "contratos": [
            (c["id"], c.get("value"), c["period"], c.get("dateSigned"), c["status"]) for c in compilada["contracts"]
        ],
    }
