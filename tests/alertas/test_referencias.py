"""What the rules compare with comes from the catalogues as they are on the day of the analysis."""

from datetime import date
from decimal import Decimal

import pytest

from sitio.alertas.referencias import referencias
from sitio.analisis.referencias import completar
from sitio.catalogos.calendario import calendarios
from sitio.catalogos.models import DiaInhabil, LimiteDeMonto, Organizacion, PresupuestoAutorizado, Uma

HOY = date(2026, 6, 1)


@pytest.mark.django_db
def test_the_reference_tables_are_what_the_catalogues_say() -> None:
    comprador = Organizacion.objects.create(esquema="MX-RFC", identificador="SSA430101AB1", nombre="Secretaría")
    unidad = Organizacion.objects.create(esquema="MX-XX", identificador="UC-1", nombre="Unidad")
    comun = {"comprador": comprador, "anio": 2026, "ley": "LAASSP", "fuente": "Oficio"}
    PresupuestoAutorizado.objects.create(monto=Decimal(15), **comun)
    PresupuestoAutorizado.objects.create(monto=Decimal(5), unidad=unidad, **comun)
    LimiteDeMonto.objects.create(
        anio=2026,
        ley="LAASSP",
        objeto="adquisiciones",
        tramo=1,
        directa=Decimal("309000"),
        invitacion=Decimal("2272000"),
    )
    Uma.objects.create(anio=2026, diaria=Decimal("117.31"))
    DiaInhabil.objects.create(fecha=date(2026, 5, 1), motivo="Trabajo")

    tablas = completar(referencias(HOY, calendarios()))

    assert tablas["corte"].to_pylist() == [{"dia": HOY}]
    assert tablas["umas"].to_pylist() == [{"anio": 2026, "diaria": Decimal("117.31")}]
    assert tablas["inhabiles"].to_pylist() == [{"calendario": "federal", "dia": date(2026, 5, 1)}]
    (limite,) = tablas["limites"].to_pylist()
    assert (limite["objeto"], limite["presupuesto_hasta"], limite["directa"]) == ("adquisiciones", None, 309_000)
    assert sorted(
        (p["comprador_id"], p["unidad_id"] or "", p["monto"]) for p in tablas["presupuestos"].to_pylist()
    ) == [
        ("MX-RFC-SSA430101AB1", "", 15),
        ("MX-RFC-SSA430101AB1", "MX-XX-UC-1", 5),
    ]


@pytest.mark.django_db
def test_a_budget_of_a_merged_organization_is_that_of_the_one_it_became() -> None:
    buena = Organizacion.objects.create(esquema="MX-RFC", identificador="SSA430101AB1", nombre="Secretaría")
    repetida = Organizacion.objects.create(esquema="MX-XX", identificador="S-2", nombre="Secretaria", unida_a=buena)
    PresupuestoAutorizado.objects.create(
        comprador=repetida, anio=2026, ley="LAASSP", monto=Decimal(15), fuente="Oficio"
    )
    (presupuesto,) = referencias(HOY, {})["presupuestos"].to_pylist()
    assert presupuesto["comprador_id"] == "MX-RFC-SSA430101AB1"
