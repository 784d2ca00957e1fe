"""P18 and P19: who is invited, and how many answer."""

from typing import Any

import pytest

from tests.analisis.armado import con, dia, oferta

INVITACION = {"tender.procurementMethod": "selective"}


def ofertas(*todas: dict[str, Any]) -> dict[str, Any]:
    return {"bids": {"details": list(todas)}}


TRES = ofertas(oferta(1, 1), oferta(2, 1), oferta(3, 1, "disqualified"))


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (TRES, "sin_bandera"),
        (ofertas(oferta(1, 1), oferta(2, 1), oferta(3, None, "invited")), "bandera"),
        (ofertas(oferta(1, 1), oferta(2, 1), oferta(3, 1, "withdrawn")), "bandera"),
        (ofertas(oferta(1, 1), oferta(2, 1), oferta(3, 1, "valid", "X-1")), "bandera"),  # two of one tenderer
        ({}, "sin_bandera"),  # three tenderers listed
        ({"tender.tenderers": None, "tender.numberOfTenderers": 2}, "bandera"),
        ({"tender.tenderers": None, "tender.numberOfTenderers": None}, "datos_insuficientes"),
        (
            {"awards.0.relatedLots": ["L2"]}
            | ofertas(*(oferta(n, 1, relatedLots=["L1", "L2"] if n < 3 else ["L1"]) for n in (1, 2, 3))),
            "bandera",  # two for that lot
        ),
        (
            {"awards.0.relatedLots": ["L2"]} | ofertas(oferta(1, 1, relatedLots=["L2"]), oferta(2, 1), oferta(3, 1)),
            "sin_bandera",  # who names no lot is in all
        ),
        (TRES | {"tender.mainProcurementCategory": "works"}, "no_aplica"),
        (TRES | {"tender.procurementMethod": "open"}, "no_aplica"),
        (TRES | {"tender.mainProcurementCategory": None}, "datos_insuficientes"),
    ],
)
def test_an_invitation_gets_three_proposals(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P18", con(licitacion, INVITACION | cambios)) == esperado


def partes(papel: str, **rfcs: str | None) -> dict[str, Any]:
    return {
        "parties": [
            {"id": i, "roles": [papel]} | ({"identifier": {"scheme": "MX-RFC", "id": rfc}} if rfc else {})
            for i, rfc in rfcs.items()
        ]
    }


PRIMERA = {"ocid": "ocds-213czf-0", "tender.status": "unsuccessful", "awards": None}
SEGUNDA = {"relatedProcesses": [{"id": "1", "relationship": ["unsuccessfulProcess"], "identifier": "ocds-213czf-0"}]}


@pytest.mark.parametrize(
    ("primera", "segunda", "esperado"),
    [
        (partes("tenderer", A="AAA010101AA1"), partes("invitedSupplier", B="aaa-010101-aa1"), "bandera"),
        (partes("tenderer", A=None), partes("invitedSupplier", A=None, B=None), "bandera"),
        (partes("tenderer", A="AAA010101AA1"), partes("invitedSupplier", A="BBB010101BB1"), "sin_bandera"),
        (partes("tenderer", A=None), {}, "datos_insuficientes"),
        ({}, partes("invitedSupplier", A=None), "datos_insuficientes"),
        (
            partes("tenderer", A=None) | {"tender.procurementMethod": "open"},
            partes("invitedSupplier", A=None),
            "no_aplica",
        ),
        (partes("tenderer", A=None), partes("invitedSupplier", A=None) | {"relatedProcesses": None}, "no_aplica"),
        (
            partes("tenderer", A=None),
            partes("invitedSupplier", A=None) | {"tender.tenderPeriod.startDate": dia("2024-03-02")},
            "no_aplica",
        ),
    ],
)
def test_a_second_invitation_is_for_others(
    evaluar: Any, licitacion: Any, primera: Any, segunda: Any, esperado: str
) -> None:
    la_primera = con(licitacion, PRIMERA | INVITACION | primera)
    la_segunda = con(licitacion, INVITACION | SEGUNDA | segunda)
    hallazgos = {h.ocid: h.resultado.value for h in evaluar("P19", la_primera, la_segunda)}
    assert hallazgos == {"ocds-213czf-0": "no_aplica", "ocds-213czf-1": esperado}


def test_a_first_invitation_that_is_not_in_the_data_is_not_judged(resultado: Any, licitacion: Any) -> None:
    sola = con(licitacion, INVITACION | SEGUNDA | partes("invitedSupplier", A=None))
    assert resultado("P19", sola) == "datos_insuficientes"
