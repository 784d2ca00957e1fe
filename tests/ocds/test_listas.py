import csv
from pathlib import Path
from typing import Any

import pytest

from sitio.ocds import listas


@pytest.mark.datos_reales
def test_los_codigos_son_los_de_ocds_1_1_5(compartido: Path) -> None:
    oficiales = {
        archivo.stem: {fila["Code"] for fila in csv.DictReader(archivo.read_text(encoding="utf-8").splitlines())}
        for archivo in (compartido / "ocds/1.1.5/codelists").glob("*.csv")
    }
    del_nucleo = {
        nombre: {codigo for codigo in listas.codigos(nombre) if listas.extension_de(nombre, codigo) is None}
        for nombre in listas.nombres()[:19]
    }
    assert del_nucleo == oficiales


@pytest.mark.datos_reales
def test_los_codigos_de_las_extensiones_son_los_que_ellas_publican(oficiales: dict[str, Any]) -> None:
    for clave, oficial in oficiales.items():
        for nombre, codigos in oficial.listas.items():
            if nombre.startswith("+"):
                nuestros = {c for c in listas.codigos(nombre[1:]) if listas.extension_de(nombre[1:], c) == clave}
                # What an extension adds again to a core that already has it stays in the core.
                assert nuestros == {c for c in codigos if listas.extension_de(nombre[1:], c) is not None}, nombre
                assert codigos <= listas.codigos(nombre[1:])
            else:
                assert listas.codigos(nombre) == codigos, nombre


def test_las_listas_cerradas_son_las_nueve_del_estandar_y_las_de_las_extensiones() -> None:
    assert {nombre for nombre in listas.nombres() if listas.es_cerrada(nombre)} == {
        "releaseTag", "initiationType", "tenderStatus", "method", "procurementCategory", "awardStatus",
        "contractStatus", "milestoneStatus", "currency", "bidStatus", "country", "dynamicPurchasingSystemStatus",
        "dynamicPurchasingSystemType", "frameworkAgreementMethod", "geometryType", "implementationStatus",
        "participationFeeType",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lista", "codigo", "titulo"),
    [
        ("method", "open", "Licitación pública"),
        ("method", "selective", "Invitación a cuando menos tres personas"),
        ("method", "direct", "Adjudicación directa"),
        ("releaseTag", "contractAmendment", "Convenio modificatorio"),
        ("partyRole", "guarantor", "Garante"),
        ("guaranteeType", "suretyBond", "Seguro de caución"),
        ("documentType", "actaPropia", "actaPropia"),
    ],
)
def test_cada_codigo_tiene_su_titulo_en_espanol(lista: str, codigo: str, titulo: str) -> None:
    assert listas.titulo(lista, codigo) == titulo


def test_las_opciones_de_un_formulario_empiezan_por_lo_mas_usado() -> None:
    assert listas.opciones("awardStatus")[0] == ("pending", "Pendiente")
    assert [codigo for codigo, _ in listas.opciones("currency")[:2]] == ["MXN", "USD"]


@pytest.mark.parametrize("nombre", listas.nombres())
def test_ninguna_lista_llama_igual_a_dos_codigos_vigentes(nombre: str) -> None:
    titulos = [titulo for _, titulo in listas.opciones(nombre) if "histórico" not in titulo]
    assert all(titulo.strip() == titulo and titulo for titulo in titulos)
    assert len(set(titulos)) == len(titulos)


def test_una_lista_que_no_existe_dice_cuales_hay() -> None:
    with pytest.raises(KeyError, match=r"No hay una lista de códigos «metodo».*method"):
        listas.codigos("metodo")


@pytest.mark.parametrize(
    ("compilada", "etapas"),
    [
        ({}, []),
        ({"planning": {"rationale": "x"}}, ["planeacion"]),
        ({"tender": {"id": "1", "status": "planned"}}, ["planeacion"]),
        ({"tender": {"id": "1"}}, ["licitacion"]),
        ({"tender": {"id": "1", "status": "active"}, "awards": []}, ["licitacion"]),
        ({"awards": [{"id": "1"}], "contracts": [{"id": "1"}]}, ["adjudicacion", "contrato"]),
        (
            {"contracts": [{"id": "1"}, {"id": "2", "implementation": {"transactions": [{}]}}]},
            ["contrato", "ejecucion"],
        ),
        ({"contracts": [{"id": "1", "implementation": {}}]}, ["contrato"]),
    ],
)
def test_las_etapas_publicadas_son_las_que_el_registro_cuenta(compilada: dict[str, Any], etapas: list[str]) -> None:
    assert listas.etapas_publicadas(compilada) == etapas


def test_un_proceso_completo_tiene_las_cinco_etapas_en_orden(entrega: dict[str, Any]) -> None:
    assert listas.etapas_publicadas(entrega) == list(listas.ETAPAS)
