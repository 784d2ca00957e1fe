"""What is published: the six answers, the contract on time; and what no release tells yet."""

from decimal import Decimal

import pytest

from tests.analisis.indicadores.comun import LICITACION, OBRA, Proceso, cifra, con


@pytest.mark.parametrize(("indicador", "base"), [("A21", LICITACION), ("B19", OBRA)])
def test_a21_b19_tell_how_many_of_the_six_answers_are_published(indicador: str, base: Proceso) -> None:
    callada = con(
        base,
        {
            "awards.0.value": None,
            "awards.0.date": None,
            "awards.0.suppliers": None,
            "tender.title": None,
            "tender.procurementMethod": None,
            "buyer": None,
            "parties": [],
        },
    )
    sin_fallo = con(base, {"awards": None})
    figura = cifra(indicador, (4, base), (1, callada), (3, sin_fallo), medida="cobertura")
    assert (figura.valor, figura.n) == (Decimal(80), 5)


@pytest.mark.parametrize(
    "respuesta", ["awards.0.value", "awards.0.date", "awards.0.suppliers", "tender.title", "buyer"]
)
def test_each_missing_answer_takes_away_a_sixth(respuesta: str) -> None:
    sin = con(LICITACION, {respuesta: None, "parties": []})
    assert cifra("A21", (5, sin), medida="cobertura").valor == Decimal("83.33")


def publicado(dia: str | None, base: Proceso = LICITACION, tipo: str = "contractSigned") -> Proceso:
    documento = {"id": "D1", "documentType": tipo} | ({"datePublished": f"{dia}T18:00:00Z"} if dia else {})
    return con(base, {"contracts.0.documents": [documento]})


@pytest.mark.parametrize(("indicador", "base"), [("A21", LICITACION), ("B19", OBRA)])
def test_a21_b19_give_thirty_days_to_publish_a_contract(indicador: str, base: Proceso) -> None:
    mundo = [(4, publicado("2026-05-11", base)), (1, publicado("2026-05-12", base))]
    fuera = [(1, base), (1, publicado(None, base)), (1, publicado("2026-05-11", base, "contractAnnexe"))]
    figura = cifra(indicador, *mundo, *fuera, medida="contratos")
    assert (figura.valor, figura.n, figura.excluidos) == (Decimal(80), 5, {"sin_documento": 3})


@pytest.mark.parametrize(("indicador", "base"), [("A17", LICITACION), ("B11", OBRA), ("B16", OBRA), ("B17", OBRA)])
def test_what_no_release_tells_is_never_a_figure(indicador: str, base: Proceso) -> None:
    figura = cifra(indicador, (9, base))
    assert (figura.valor, figura.n, figura.excluidos, figura.total) == (None, 0, {"no_se_publica": 9}, 9)
