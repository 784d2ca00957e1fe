"""The tags of a release say which stages it opens, updates, amends or ends."""

import copy
from typing import Any

import pytest

from sitio.ocds import listas, rutas
from sitio.ocds.etiquetas import SinCambios, decidir
from sitio.ocds.fusion import agregar, compilar

TODAS = ["planning", "tender", "award", "contract", "implementation"]


CASOS: list[tuple[str, tuple[str, Any], list[str]]] = [
    ("planning", ("planning.rationale", "Otra"), ["planningUpdate"]),
    ("tender", ("tender.title", "Otro"), ["tenderUpdate"]),
    ("tender", ("tender.status", "unsuccessful"), ["tenderUpdate"]),
    ("tender", ("tender.status", "cancelled"), ["tenderCancellation"]),
    ("tender", ("tender.status", "withdrawn"), ["tenderCancellation"]),
    ("tender", ("tender.amendments", [{"id": "1", "rationale": "Se amplía el plazo"}]), ["tenderAmendment"]),
    ("awards", ("awards.0.title", "Otro"), ["awardUpdate"]),
    ("awards", ("awards.0.status", "cancelled"), ["awardCancellation"]),
    ("awards", ("awards.0.status", "unsuccessful"), ["awardUpdate"]),
    ("awards", ("awards.0.amendments", [{"id": "1"}]), ["awardUpdate"]),
    ("awards", ("awards.1", {"id": "a2", "status": "active"}), ["award"]),
    ("contracts", ("contracts.0.title", "Otro"), ["contractUpdate"]),
    ("contracts", ("contracts.0.amendments", [{"id": "1"}]), ["contractAmendment"]),
    ("contracts", ("contracts.0.status", "terminated"), ["contractTermination"]),
    ("contracts", ("contracts.0.status", "cancelled"), ["contractTermination"]),
    ("contracts", ("contracts.1", {"id": "c2", "awardID": "a1"}), ["contract"]),
    ("contracts", ("contracts.0.implementation.transactions.1", {"id": "t2"}), ["implementationUpdate"]),
    (
        "contracts",
        ("contracts.1", {"id": "c2", "awardID": "a1", "implementation": {"transactions": [{"id": "t"}]}}),
        ["contract", "implementation"],
    ),
]


@pytest.fixture
def previa(entrega: dict[str, Any]) -> dict[str, Any]:
    entrega["tender"]["status"] = "active"
    return compilar([entrega])


def _nueva(previa: dict[str, Any], seccion: str, *cambios: tuple[str, Any]) -> dict[str, Any]:
    """A captured release of one section, whole, as it stands plus the changes; no id, date or tag yet."""
    nueva = {"ocid": previa["ocid"], seccion: copy.deepcopy(previa[seccion])}
    for ruta, valor in cambios:
        rutas.poner(nueva, ruta, valor)
    return nueva


def test_lo_primero_que_se_publica_lleva_la_etiqueta_base_de_cada_seccion(entrega: dict[str, Any]) -> None:
    assert decidir(None, entrega, []) == TODAS
    for seccion, base in (("planning", "planning"), ("tender", "tender"), ("awards", "award")):
        assert decidir(None, {"ocid": entrega["ocid"], seccion: entrega[seccion]}, []) == [base]


@pytest.mark.parametrize(("seccion", "cambio", "etiquetas"), CASOS)
def test_cada_cambio_lleva_su_etiqueta_y_ninguna_otra(
    previa: dict[str, Any], seccion: str, cambio: tuple[str, Any], etiquetas: list[str]
) -> None:
    assert decidir(previa, _nueva(previa, seccion, cambio), TODAS) == etiquetas


def test_varios_cambios_llevan_varias_etiquetas_en_el_orden_de_las_etapas(previa: dict[str, Any]) -> None:
    nueva = _nueva(
        previa,
        "contracts",
        ("contracts.0.amendments", [{"id": "1"}]),
        ("contracts.0.status", "terminated"),
        ("contracts.0.implementation.milestones", [{"id": "fin"}]),
        ("tender.title", "Otro"),
        ("tender.id", previa["tender"]["id"]),
        ("planning.rationale", "Otra"),
    )
    assert decidir(previa, nueva, TODAS) == [
        "planningUpdate", "tenderUpdate", "contractAmendment", "contractTermination", "implementationUpdate",
    ]  # fmt: skip


def test_sin_entrega_base_no_hay_actualizacion_que_valga(previa: dict[str, Any]) -> None:
    cambio = _nueva(previa, "tender", ("tender.status", "cancelled"))
    assert decidir(previa, cambio, ["planning"]) == ["tender"]
    termino = _nueva(previa, "contracts", ("contracts.0.status", "terminated"))
    assert decidir(previa, termino, ["planning", "tender", "award"]) == ["contract"]


def test_lo_que_ya_estaba_cancelado_no_se_cancela_otra_vez(previa: dict[str, Any]) -> None:
    previa["tender"]["status"] = "cancelled"
    assert decidir(previa, _nueva(previa, "tender", ("tender.title", "Otro")), TODAS) == ["tenderUpdate"]


def test_basta_con_enviar_lo_nuevo(previa: dict[str, Any]) -> None:
    nueva = {"ocid": previa["ocid"], "contracts": [{"id": "c1", "awardID": "a1", "title": "Con título"}]}
    assert decidir(previa, nueva, TODAS) == ["contractUpdate"]


def test_una_licitacion_que_solo_se_planea_es_planeacion() -> None:
    # OCDS releaseTag: planning covers a tender that is planned; planningUpdate, a plan that is withdrawn.
    planeada = {"ocid": "ocds-213czf-1", "tender": {"id": "1", "status": "planned"}}
    assert decidir(None, planeada, []) == ["planning"]
    previa = compilar([{**planeada, "id": "1", "date": "2026-01-01T00:00:00Z", "tag": ["planning"]}])
    for estado, etiqueta in (("planning", "planningUpdate"), ("withdrawn", "planningUpdate"), ("active", "tender")):
        assert decidir(previa, _nueva(previa, "tender", ("tender.status", estado)), ["planning"]) == [etiqueta]


def test_lo_que_no_es_de_ninguna_etapa_actualiza_la_etapa_que_lo_trae(previa: dict[str, Any]) -> None:
    nueva = _nueva(previa, "tender", ("buyer.id", previa["buyer"]["id"]), ("buyer.name", "Hacienda"))
    assert decidir(previa, nueva, TODAS) == ["tenderUpdate"]
    del nueva["tender"]
    assert decidir(previa, nueva, ["planning", "tender", "award"]) == ["awardUpdate"]


@pytest.mark.parametrize("seccion", ["planning", "tender", "awards", "contracts"])
def test_una_entrega_que_no_cambia_nada_no_se_publica(previa: dict[str, Any], seccion: str) -> None:
    with pytest.raises(SinCambios, match="no cambia nada"):
        decidir(previa, _nueva(previa, seccion), TODAS)


def test_una_primera_entrega_sin_etapas_no_se_publica() -> None:
    with pytest.raises(SinCambios):
        decidir(None, {"ocid": "ocds-213czf-1", "buyer": {"id": "x"}}, [])


def test_las_dieciseis_etiquetas_se_alcanzan_menos_la_de_las_compiladas() -> None:
    alcanzadas = {etiqueta for _, _, etiquetas in CASOS for etiqueta in etiquetas} | {*TODAS}
    assert alcanzadas == listas.codigos("releaseTag") - {"compiled"}
    assert len(alcanzadas) == 15


@pytest.mark.parametrize(
    ("seccion", "lista", "enmienda", "correccion"),
    [
        ("tender", "tender.amendments", "tenderAmendment", "tenderUpdate"),
        ("contracts", "contracts.0.amendments", "contractAmendment", "contractUpdate"),
    ],
)
def test_solo_una_modificacion_nueva_es_enmienda_y_lo_demas_es_actualizacion(
    previa: dict[str, Any], seccion: str, lista: str, enmienda: str, correccion: str
) -> None:
    primera = {"id": "1", "rationale": "Se amplía el plazo"}
    nueva = _nueva(previa, seccion, (lista, [primera]), ("ocid", previa["ocid"]))
    # What the amendment changes goes with it: no update beside.
    rutas.poner(nueva, lista.replace("amendments", "title"), "Otro título")
    assert decidir(previa, nueva, TODAS) == [enmienda]
    con_una = agregar(previa, {**nueva, "id": "2", "date": previa["date"]})
    corregida = _nueva(con_una, seccion, (f"{lista}.0.rationale", "Se amplía el plazo otra vez"))
    assert decidir(con_una, corregida, [*TODAS, enmienda]) == [correccion]
    segunda = _nueva(con_una, seccion, (f"{lista}.1", {"id": "2"}))
    assert decidir(con_una, segunda, [*TODAS, enmienda]) == [enmienda]


def test_una_convocatoria_se_modifica_y_se_cancela_a_la_vez(previa: dict[str, Any]) -> None:
    nueva = _nueva(previa, "tender", ("tender.amendments", [{"id": "1"}]), ("tender.status", "cancelled"))
    assert decidir(previa, nueva, TODAS) == ["tenderAmendment", "tenderCancellation"]
