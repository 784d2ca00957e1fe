"""Time: natural days, counted on the local calendar, from one act of a procedure to the next."""

from decimal import Decimal

from sitio.analisis.indicadores.registro import Ambito
from tests.analisis.indicadores.comun import DIRECTA, LICITACION, OBRA, Proceso, cifra, cifras, con


def con_fallo(dia: str, base: Proceso = LICITACION) -> Proceso:
    return con(base, {"awards.0.date": f"{dia}T18:00:00Z"})


def con_firma(dia: str, base: Proceso = LICITACION) -> Proceso:
    return con(base, {"contracts.0.dateSigned": f"{dia}T18:00:00Z"})


SIN_FALLO = con(LICITACION, {"awards.0.date": None})
SIN_PERIODO = con(LICITACION, {"tender.tenderPeriod": None})


def test_a15_tells_the_median_days_from_the_call_to_the_award() -> None:
    dias = [(1, con_fallo(f"2026-03-{dia}")) for dia in (21, 22, 24)]
    mundo = [*dias, (2, LICITACION), (1, SIN_FALLO), (1, SIN_PERIODO), (3, con_fallo("2026-02-01")), (4, DIRECTA)]
    medida = cifra("A15", *mundo, medida="publicacion_fallo")
    assert (medida.valor, medida.n) == (Decimal(22), 5)
    assert medida.excluidos == {"sin_fallo": 1, "sin_publicacion": 1, "fechas_invertidas": 3}


def test_a15_tells_the_median_days_from_the_opening_to_the_award() -> None:
    mundo = [(3, con_fallo("2026-03-20")), (3, con_fallo("2026-03-25")), (1, SIN_PERIODO)]
    medida = cifra("A15", *mundo, medida="apertura_fallo")
    assert (medida.valor, medida.n, medida.excluidos) == (Decimal("2.5"), 6, {"sin_apertura": 1})


def test_a15_tells_the_median_days_from_each_award_to_its_contract_whatever_the_method() -> None:
    sin_firma = con(LICITACION, {"contracts.0.dateSigned": None})
    sin_suya = con(LICITACION, {"contracts.0.awardID": None})
    mundo = [(3, DIRECTA), (2, con_firma("2026-04-02")), (1, sin_firma), (1, sin_suya)]
    medida = cifra("A15", *mundo, medida="fallo_firma")
    assert (medida.valor, medida.n, medida.excluidos) == (Decimal(10), 5, {"sin_firma": 1, "sin_fallo": 1})


def test_a_day_ends_at_midnight_in_mexico_city_not_in_greenwich() -> None:
    tarde = con(LICITACION, {"awards.0.date": "2026-04-02T05:59:00Z", "contracts.0.dateSigned": "2026-04-02T06:00:00Z"})
    assert cifra("A15", (5, tarde), medida="fallo_firma").valor == Decimal(1)


def test_a_contract_is_of_the_year_it_was_signed_in() -> None:
    figuras = cifras("A15", (5, con_firma("2027-01-02")))
    del_ambito = {(c.medida, c.anio) for c in figuras if c.ambito is Ambito.ANIO}
    assert del_ambito == {("publicacion_fallo", 2026), ("apertura_fallo", 2026), ("fallo_firma", 2027)}


def test_b07_tells_the_median_days_from_the_call_to_the_contract_of_works() -> None:
    directa = con(OBRA, {"tender.procurementMethod": "direct"})
    mundo = [(4, OBRA), (1, con_firma("2026-04-12", OBRA)), (1, con(OBRA, {"tender.tenderPeriod": None})), (2, directa)]
    medida = cifra("B07", *mundo, (9, con_firma("2026-12-01")))
    assert (medida.valor, medida.n, medida.excluidos) == (Decimal(40), 5, {"sin_publicacion": 1})
