"""Competition: who takes part, who is new, what is rejected, what comes to nothing."""

from decimal import Decimal
from typing import Any

import pytest

from sitio.analisis.indicadores.registro import Ambito
from tests.analisis.indicadores.comun import DIRECTA, LICITACION, OBRA, SIN_CATEGORIA, Proceso, cifra, cifras, con

CALLADA = con(LICITACION, {"tender.tenderers": None})


def de(cuantos: int, base: Proceso = LICITACION) -> Proceso:
    quienes = [{"id": f"X-{n}", "name": f"Empresa {n}"} for n in range(1, cuantos + 1)]
    return con(base, {"tender.tenderers": quienes})


@pytest.mark.parametrize(("indicador", "base"), [("A08", LICITACION), ("B05", OBRA)])
def test_a08_b05_tell_the_mean_and_the_median_of_who_took_part(indicador: str, base: Proceso) -> None:
    callada = con(base, {"tender.tenderers": None})
    directa = con(base, {"tender.procurementMethod": "direct"})
    mundo = [(2, de(1, base)), (1, de(2, base)), (1, de(3, base)), (1, de(8, base)), (1, callada), (4, directa)]
    promedio, mediana = (cifra(indicador, *mundo, medida=m) for m in ("promedio", "mediana"))
    assert (promedio.valor, mediana.valor) == (Decimal(3), Decimal(2))
    assert (promedio.n, promedio.excluidos) == (5, {"sin_licitantes": 1})


def test_a08_believes_the_published_number_when_it_says_more() -> None:
    medida = cifra("A08", (5, con(de(2), {"tender.numberOfTenderers": 4})), medida="mediana")
    assert medida.valor == Decimal(4)


@pytest.mark.parametrize(("indicador", "base"), [("A09", LICITACION), ("B06", OBRA)])
def test_a09_b06_count_awarded_public_tenders_with_exactly_one(indicador: str, base: Proceso) -> None:
    invitacion = con(de(1, base), {"tender.procurementMethod": "selective"})
    sin_fallo = con(de(1, base), {"awards": None})
    mundo = [(1, de(1, base)), (4, de(2, base)), (3, invitacion), (2, sin_fallo)]
    medida = cifra(indicador, *mundo, (2, con(base, {"tender.tenderers": None})))
    assert (medida.valor, medida.n, medida.excluidos) == (Decimal(20), 5, {"sin_licitantes": 2})


def del_anio(anio: int, *empresas: int) -> Proceso:
    periodo = {"startDate": f"{anio}-03-02T16:00:00Z", "endDate": f"{anio}-03-20T16:00:00Z"}
    quienes = [{"id": f"X-{n}", "name": f"Empresa {n}"} for n in empresas]
    return con(LICITACION, {"tender.tenderPeriod": periodo, "tender.tenderers": quienes, "awards.0.suppliers": quienes})


@pytest.mark.parametrize("medida", ["licitantes", "proveedores"])
def test_a10_counts_each_firm_once_a_year_and_nothing_in_the_first_year(medida: str) -> None:
    mundo = [(1, del_anio(2025, 1, 2)), (2, del_anio(2026, 1, 2, 3)), (1, del_anio(2026, 4, 5))]
    primero, segundo = sorted((c for c in cifras("A10", *mundo) if c.medida == medida), key=lambda c: c.anio or 0)
    assert (primero.anio, primero.n, primero.excluidos) == (2025, 0, {"primer_anio": 2})
    assert (segundo.anio, segundo.n, segundo.valor) == (2026, 5, Decimal(60))


def test_a10_knows_a_firm_by_its_rfc_whatever_its_id() -> None:
    def como(anio: int, ident: str) -> Proceso:
        parte = {
            "id": ident,
            "name": "E",
            "roles": ["tenderer"],
            "identifier": {"scheme": "MX-RFC", "id": "AAA010101AA1"},
        }
        otras = [{"id": f"Z-{n}"} for n in range(4)] if anio == 2026 else []
        quienes = {"parties": [parte], "tender.tenderers": [{"id": ident}, *otras]}
        return con(del_anio(anio, 1), quienes)

    medida = cifras("A10", (1, como(2025, "P-1")), (1, como(2026, "Q-9")))
    [del_2026] = [c for c in medida if c.medida == "licitantes" and c.anio == 2026]
    assert (del_2026.n, del_2026.valor) == (5, Decimal(80))


def con_ofertas(*estados: str | None) -> Proceso:
    ofertas: list[dict[str, Any]] = [{"id": str(n), "date": "2026-03-20T15:00:00Z"} for n in range(len(estados))]
    for oferta, estado in zip(ofertas, estados, strict=True):
        if estado:
            oferta["status"] = estado
    return con(LICITACION, {"bids": {"details": ofertas}})


def test_a13_is_the_share_of_evaluated_proposals_that_were_disqualified() -> None:
    medida = cifra("A13", (2, con_ofertas("valid", "valid", "disqualified", "invited", "withdrawn", "pending", None)))
    assert medida.n == 6
    assert medida.valor == Decimal("33.333333")
    assert medida.excluidos == {"sin_valoracion": 4}


def con_estado(estado: str | None) -> Proceso:
    return con(LICITACION, {"tender.status": estado})


def test_a14_counts_what_ended_in_nothing_out_of_what_ended() -> None:
    nada = [(1, con_estado(estado)) for estado in ("unsuccessful", "cancelled", "withdrawn")]
    medida = cifra("A14", (2, con_estado("complete")), *nada, (4, con_estado("active")), (1, con_estado(None)))
    assert (medida.valor, medida.n, medida.excluidos) == (Decimal(60), 5, {"sin_estado": 1})


def test_the_scopes_of_a_figure_are_the_institution_its_years_its_units_and_its_methods() -> None:
    otra_unidad = con(DIRECTA, {"tender.procuringEntity": {"id": "UC-2", "name": "Obras"}})
    sin_fecha = con(LICITACION, {"tender.tenderPeriod": None, "awards": None, "contracts": None})
    todas = cifras("A14", (5, LICITACION), (5, otra_unidad), (1, sin_fecha), (1, SIN_CATEGORIA))
    assert {(c.ambito, c.anio, c.unidad, c.metodo): c.total for c in todas} == {
        (Ambito.INSTITUCION, None, "", ""): 12,
        (Ambito.ANIO, 2026, "", ""): 11,
        (Ambito.UNIDAD, 2026, "UC-1", ""): 6,
        (Ambito.UNIDAD, 2026, "UC-2", ""): 5,
        (Ambito.METODO, 2026, "", "open"): 6,
        (Ambito.METODO, 2026, "", "direct"): 5,
    }
