"""X09, X10, X11 and X12: ties between tenderers, or with the buyer."""

from typing import Any

import pytest

from tests.analisis.armado import con


def parte(numero: int | str, *papeles: str, **mas: Any) -> dict[str, Any]:
    return {"id": f"X-{numero}", "name": f"Empresa {numero}", "roles": list(papeles or ("tenderer",))} | mas


def contacto(**datos: str) -> dict[str, Any]:
    return {"contactPoint": datos}


def domicilio(calle: str, codigo: str) -> dict[str, Any]:
    return {"address": {"streetAddress": calle, "postalCode": codigo}}


def rfc(identificador: str) -> dict[str, Any]:
    return {"identifier": {"scheme": "MX-RFC", "id": identificador}}


@pytest.mark.parametrize(
    ("uno", "otro", "esperado"),
    [
        (contacto(telephone="55 1234 5678"), contacto(telephone="+52 (55) 1234-5678"), "bandera"),
        (contacto(telephone="1234"), contacto(telephone="1234"), "datos_insuficientes"),  # extensions
        (contacto(email="Ventas@empresa.mx "), contacto(email="ventas@empresa.mx"), "bandera"),
        (contacto(email="a@empresa.mx"), contacto(email="b@empresa.mx"), "sin_bandera"),
        (contacto(name="Ana López Ruiz"), contacto(name="ANA LÓPEZ  RUIZ"), "bandera"),
        (contacto(name="Ventas"), contacto(name="Ventas"), "datos_insuficientes"),  # names nobody
        (domicilio("Av. Juárez 10", "06000"), domicilio("AV JUÁREZ #10", "06000"), "bandera"),
        (domicilio("Av. Juárez 10", "06000"), domicilio("Av. Juárez 10", "44100"), "sin_bandera"),
        (contacto(email="a@empresa.mx"), {}, "datos_insuficientes"),
        (
            contacto(email="a@empresa.mx") | rfc("AAA010101AA1"),
            contacto(email="a@empresa.mx") | rfc("aaa-010101-aa1"),
            "datos_insuficientes",  # one firm registered twice
        ),
    ],
)
def test_tenderers_that_share_how_they_are_reached(
    resultado: Any, licitacion: Any, uno: Any, otro: Any, esperado: str
) -> None:
    cambios = {"parties": [parte(1, **uno), parte(2, **otro), parte(9, "supplier", **uno)]}
    assert resultado("X09", con(licitacion, cambios)) == esperado
    assert resultado("X09", con(licitacion, cambios | {"tender.procurementMethod": "direct"})) == "no_aplica"


CORREO = contacto(email="compras@gob.mx")


@pytest.mark.parametrize(
    ("partes", "esperado"),
    [
        ((parte(1, **CORREO), parte("UC", "buyer", **CORREO)), "bandera"),
        ((parte(1, **CORREO), parte("UC", "procuringEntity", **CORREO)), "bandera"),
        ((parte(1, **contacto(email="a@b.mx")), parte("UC", "buyer", **CORREO)), "sin_bandera"),
        ((parte(1, **contacto(telephone="5512345678")), parte("UC", "buyer", **CORREO)), "sin_bandera"),
        ((parte(7, "interestedParty", **CORREO), parte("UC", "buyer", **CORREO)), "datos_insuficientes"),
        ((parte(1, **CORREO), parte("UC", "buyer")), "datos_insuficientes"),
        ((parte(1, "tenderer", "buyer", **CORREO),), "sin_bandera"),  # it is the buyer itself
    ],
)
def test_a_tenderer_with_the_contact_of_the_buyer(resultado: Any, licitacion: Any, partes: Any, esperado: str) -> None:
    assert resultado("X10", con(licitacion, {"parties": list(partes)})) == esperado
    cancelada = con(licitacion, {"parties": list(partes), "tender.status": "cancelled"})
    assert resultado("X10", cancelada) == "no_aplica"


def duenos(*todos: dict[str, Any]) -> dict[str, Any]:
    return {"beneficialOwners": [{"id": str(n)} | dueno for n, dueno in enumerate(todos)]}


ANA, BEA = {"name": "Ana López Ruiz"}, {"name": "Bea Solís Paz"}


@pytest.mark.parametrize(
    ("uno", "otro", "cambios", "esperado"),
    [
        (duenos(ANA), duenos(BEA, ANA), {}, "bandera"),
        (duenos(ANA), duenos(BEA), {}, "sin_bandera"),
        (duenos(ANA | rfc("LORA800101AA1")), duenos({"name": "A. López"} | rfc("lora-800101-aa1")), {}, "bandera"),
        (duenos(ANA), {}, {}, "datos_insuficientes"),
        ({}, {}, {}, "datos_insuficientes"),
        (duenos(ANA), duenos(ANA), {"tender.procurementMethod": "direct"}, "no_aplica"),
        (duenos(ANA), duenos(ANA), {"tender.procurementMethod": None}, "datos_insuficientes"),
    ],
)
def test_tenderers_of_one_owner(
    resultado: Any, licitacion: Any, uno: Any, otro: Any, cambios: Any, esperado: str
) -> None:
    partes = {"parties": [parte(1, **uno), parte(2, **otro)]}
    assert resultado("X11", con(licitacion, partes | cambios)) == esperado


@pytest.mark.parametrize(("lotes", "severidad"), [(["L1"], 5), (["L1", "L2"], 4)])
def test_the_law_forbids_one_owner_in_the_same_lot(
    evaluar: Any, licitacion: Any, lotes: list[str], severidad: int
) -> None:
    partes = [parte(1, **duenos(ANA)), parte(2, **duenos(ANA))]
    cambios = {"parties": partes, "tender.lots": [{"id": lote} for lote in lotes]}
    (hallazgo,) = evaluar("X11", con(licitacion, cambios))
    assert (hallazgo.resultado, hallazgo.severidad) == ("bandera", severidad)


def subcontrato(*quienes: str) -> dict[str, Any]:
    lista = [{"id": str(n), "subcontractor": {"id": quien}} for n, quien in enumerate(quienes)]
    return {"awards.0.subcontracting": {"subcontracts": lista}}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (subcontrato("X-2"), "bandera"),
        (subcontrato("X-9"), "sin_bandera"),
        (subcontrato("X-1"), "sin_bandera"),  # the winner itself
        (
            subcontrato("Z-1") | {"parties": [parte(2, **rfc("BBB010101BB1")), {"id": "Z-1", **rfc("BBB-010101-BB1")}]},
            "bandera",  # another id of who lost
        ),
        ({}, "datos_insuficientes"),
        (subcontrato("X-2") | {"tender.tenderers": None}, "datos_insuficientes"),
        (subcontrato("X-2") | {"tender.procurementMethod": "direct"}, "no_aplica"),
    ],
)
def test_who_lost_works_for_who_won(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("X12", con(licitacion, cambios)) == esperado
