"""Which extensions we know, where they live, and which ones a release declares."""

import re
from typing import Any

import pytest

from sitio.ocds import esquema, extensiones, listas
from sitio.ocds.extensiones import declaradas, registro
from tests.casas import RAIZ

# A tag of a version, or a commit: what is behind it does not change.
FIJA = re.compile(
    r"https://raw\.githubusercontent\.com/[\w-]+/ocds_\w+_extension/(v\d+\.\d+\.\d+|[0-9a-f]{40})/extension\.json"
)


def _claves(entrega: dict[str, Any]) -> list[str]:
    urls = {extension.url: clave for clave, extension in registro().items()}
    return [urls[url] for url in declaradas(entrega)]


def test_cada_extension_se_declara_en_una_version_que_no_cambia() -> None:
    assert [clave for clave, extension in registro().items() if not FIJA.fullmatch(extension.url)] == ["metrics"]
    assert FIJA.fullmatch(extensiones.PAGINACION)
    assert len({extension.url for extension in registro().values()}) == len(registro()) == 36


def test_cada_extension_agrega_campos_o_codigos() -> None:
    solo_codigos = {clave for clave in registro() if not extensiones.campos(clave)}
    assert solo_codigos == {"extendedProcurementCategory", "publicNotices"}
    assert extensiones.campos("taxes") == [("Valor", "netAmount")]
    assert extensiones.campos("process_title") == [("", "title"), ("", "description")]


def test_una_entrega_del_nucleo_no_declara_nada(entrega: dict[str, Any]) -> None:
    assert declaradas(entrega) == []


@pytest.mark.parametrize(
    ("entrega", "claves"),
    [
        ({"title": "Sillas"}, ["process_title"]),
        ({"tender": {"value": {"amount": 1, "netAmount": 1}}}, ["taxes"]),
        ({"tender": {"title": "x"}}, []),
        ({"bids": {"details": [{"id": "1", "value": {"netAmount": 2}}]}}, ["bids", "taxes"]),
        ({"bids": {"details": [{"id": "1", "relatedLots": ["1"]}]}}, ["bids", "lots"]),
        ({"parties": [{"id": "a", "roles": ["buyer", "guarantor", "otro"]}]}, ["guarantees"]),
        ({"parties": [{"id": "a", "details": {"listedOnRegulatedMarket": True}}]}, ["beneficialOwners"]),
        ({"parties": [{"id": "a", "details": {"escala": "x"}}]}, []),
        ({"tender": {"additionalProcurementCategories": ["goodsLease"]}}, ["extendedProcurementCategory"]),
        ({"planning": {"milestones": [{"id": "1", "type": "publicNotices"}]}}, ["publicNotices"]),
        ({"tender": {"milestones": [{"id": "1", "documents": [{"id": "d"}]}]}}, ["milestone_documents"]),
        # Those whose definitions they use come too.
        ({"tender": {"bidOpening": {"description": "x"}}}, ["bidOpening", "location"]),
        ({"contracts": [{"implementation": {"budgetBreakdown": [{"id": "1"}]}}]}, ["budgetLines", "budget_breakdown"]),
        (
            {"contracts": [{"implementation": {"transactions": [{"relatedImplementationMilestone": {"id": "1"}}]}}]},
            ["metrics", "transaction_milestones"],
        ),
        ({"visitas": [{"title": "x"}]}, []),
    ],
)
def test_se_declaran_las_extensiones_que_la_entrega_usa_y_ninguna_mas(
    entrega: dict[str, Any], claves: list[str]
) -> None:
    assert _claves(entrega) == claves


def test_los_titulos_de_una_extension_son_los_de_su_archivo() -> None:
    ruta = ["contracts", 0, "guarantees", 1, "guarantor"]
    assert esquema.titulos(ruta) == ["Contratos", "Contrato 1", "Garantías", "Garantía 2", "Garante"]
    assert esquema.nucleo()["$defs"].keys() < esquema.entrega()["$defs"].keys()


def test_el_manual_nombra_cada_extension_y_cada_papel() -> None:
    manual = (RAIZ / "docs/manual/perfil-de-datos.md").read_text(encoding="utf-8")
    papeles = {codigo for codigo in listas.codigos("partyRole") if listas.extension_de("partyRole", codigo)}
    assert {nombre for nombre in {*registro(), *papeles} if f"`{nombre}`" not in manual} == set()
