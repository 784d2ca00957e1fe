"""E27: a contract begun or paid before it was signed."""

from typing import Any

import pytest


def contrato(firma: str | None, inicio: str | None, *pagos: str, **campos: Any) -> dict[str, Any]:
    """Return a release with one contract; dates are local days."""
    cuerpo: dict[str, Any] = {"id": "C1", "awardID": "A1", "status": "active", **campos}
    if firma:
        cuerpo["dateSigned"] = f"{firma}T06:00:00Z"
    if inicio:
        cuerpo["period"] = {"startDate": f"{inicio}T06:00:00Z"}
    if pagos:
        cuerpo["implementation"] = {
            "transactions": [{"id": str(n), "date": f"{dia}T06:00:00Z"} for n, dia in enumerate(pagos)]
        }
    return {"ocid": "ocds-213czf-1", "contracts": [cuerpo]}


@pytest.mark.parametrize(
    ("firma", "inicio", "pagos", "esperado"),
    [
        ("2026-04-10", "2026-04-09", (), "bandera"),
        ("2026-04-10", "2026-04-10", (), "sin_bandera"),
        ("2026-04-10", "2026-04-15", ("2026-04-09",), "bandera"),
        ("2026-04-10", "2026-04-15", ("2026-05-30", "2026-04-10"), "sin_bandera"),
        ("2026-04-10", None, ("2026-05-30", "2026-04-01"), "bandera"),
        ("2026-04-10", None, (), "datos_insuficientes"),
        (None, "2026-04-10", ("2026-04-01",), "datos_insuficientes"),
    ],
)
def test_the_first_day_or_payment_is_compared_with_the_signature(
    resultado: Any, firma: str | None, inicio: str | None, pagos: tuple[str, ...], esperado: str
) -> None:
    assert resultado("E27", contrato(firma, inicio, *pagos)) == esperado


def test_a_cancelled_contract_is_outside(resultado: Any) -> None:
    assert resultado("E27", contrato("2026-04-10", "2026-04-01", status="cancelled")) == "no_aplica"


def test_the_evidence_names_the_contract_and_its_dates(evaluar: Any) -> None:
    (hallazgo,) = evaluar("E27", contrato("2026-04-10", "2026-04-03", "2026-04-20"))
    assert (hallazgo.sujeto, hallazgo.valor) == ("C1", 7)
    assert {k: str(v) for k, v in hallazgo.evidencia.items()} == {
        "dias": "7",
        "contrato": "C1",
        "firma": "2026-04-10",
        "inicio": "2026-04-03",
        "primer_pago": "2026-04-20",
    }


def test_payments_of_one_contract_say_nothing_of_another(evaluar: Any) -> None:
    uno, otro = contrato("2026-04-10", "2026-04-15", "2026-04-01"), contrato("2026-04-10", "2026-04-15")
    otro["contracts"][0]["id"] = "C2"
    uno["contracts"] += otro["contracts"]
    assert [(h.sujeto, h.resultado) for h in evaluar("E27", uno)] == [("C1", "bandera"), ("C2", "sin_bandera")]
