"""Limits of the year, authorized budgets and UMA: what the fixture says, and who may change it."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from sitio.catalogos.carga import CARPETA, CATALOGOS, cargar
from sitio.catalogos.models import LimiteDeMonto, Organizacion, PresupuestoAutorizado, Uma
from tests import fabricas

pytestmark = pytest.mark.django_db
POR_ARCHIVO = {catalogo.archivo: catalogo for catalogo in CATALOGOS}
MODELOS = ("limitedemonto", "presupuestoautorizado", "uma")


def cargar_de_fabrica(*archivos: str) -> None:
    for archivo in archivos:
        cargar(POR_ARCHIVO[archivo], CARPETA / archivo)


def cargar_limites(carpeta: Path, renglones: str) -> None:
    for catalogo in CATALOGOS:
        (carpeta / catalogo.archivo).write_text(",".join(catalogo.columnas) + "\n", encoding="utf-8")
    (carpeta / "limites_de_monto.csv").write_text(renglones, encoding="utf-8")
    call_command("cargar_catalogos", carpeta=carpeta)


@pytest.fixture
def comprador() -> Organizacion:
    return Organizacion.objects.create(esquema="MX-RFC", identificador="SSA430101AB1", nombre="Secretaría")


@pytest.mark.parametrize(
    ("anio", "objeto", "hasta", "directa", "invitacion"),
    [
        (2026, "adquisiciones", "15000000", "309000", "2272000"),
        (2026, "adquisiciones", "450000000", "686000", "7068000"),
        (2026, "adquisiciones", None, "1145000", "16086000"),
        (2026, "obra", "2700000000", "3471000", "26766000"),
        (2026, "obra", None, "3893000", "28913000"),
        (2026, "servicios_de_obra", "15000000", "223000", "2868000"),
        (2026, "servicios_de_obra", None, "1975000", "22372000"),
        (2025, "adquisiciones", None, "1098000", "15420000"),
        (2024, "obra", None, "3569000", "26502000"),
    ],
)
def test_the_limits_are_those_of_the_federal_budget(
    anio: int, objeto: str, hasta: str | None, directa: str, invitacion: str
) -> None:
    cargar_de_fabrica("limites_de_monto.csv")
    fila = LimiteDeMonto.objects.get(anio=anio, objeto=objeto, presupuesto_hasta=hasta and Decimal(hasta))
    assert (fila.directa, fila.invitacion) == (Decimal(directa), Decimal(invitacion))
    assert LimiteDeMonto.objects.filter(anio=2026).count() == 14 + 15 + 15
    assert LimiteDeMonto.objects.filter(anio__lt=2026).count() == 6


def test_loading_twice_rewrites_and_adds_nothing() -> None:
    cargar_de_fabrica("limites_de_monto.csv", "umas.csv")
    antes = LimiteDeMonto.objects.count()
    cargar_de_fabrica("limites_de_monto.csv", "umas.csv")
    assert LimiteDeMonto.objects.count() == antes
    assert Uma.objects.get(anio=2026).diaria == Decimal("117.31")
    assert Uma.objects.count() == 6


@pytest.mark.parametrize(
    ("renglon", "motivo"),
    [
        ("dos,LAASSP,adquisiciones,1,,1,2", "campo anio: «dos» no es un número entero"),
        ("2026,LEY,adquisiciones,1,,1,2", "campo ley: «LEY» no es ninguna de estas: LAASSP, LOPSRM"),
        ("2026,LAASSP,adquisiciones,1,,uno,2", "campo directa: «uno» no es un monto en pesos"),
        ("2026,LAASSP,adquisiciones,1,,0,2", "campo directa: «0» no es un monto mayor que cero"),
        ("2026,LAASSP,adquisiciones,1,NaN,1,2", "campo presupuesto_hasta: «NaN» no es un monto mayor"),
    ],
)
def test_a_wrong_row_says_which_and_loads_nothing(tmp_path: Path, renglon: str, motivo: str) -> None:
    with pytest.raises(CommandError, match="renglón 2, " + motivo):
        cargar_limites(tmp_path, f"anio,ley,objeto,tramo,presupuesto_hasta,directa,invitacion\n{renglon}\n")
    assert not LimiteDeMonto.objects.exists()


@pytest.mark.parametrize(
    ("cambio", "mensaje"),
    [
        ({"objeto": "obra"}, "Ese objeto es de la otra ley"),
        ({"ley": "LOPSRM"}, "Ese objeto es de la otra ley"),
        ({"invitacion": Decimal("99.99")}, "El máximo de una invitación no es menor"),
    ],
)
def test_a_bracket_that_cannot_be_is_refused(cambio: dict[str, object], mensaje: str) -> None:
    bueno = {"anio": 2026, "ley": "LAASSP", "objeto": "adquisiciones", "tramo": 1, "directa": 100, "invitacion": 200}
    LimiteDeMonto(**bueno).full_clean()
    with pytest.raises(ValidationError, match=mensaje):
        LimiteDeMonto(**bueno | cambio).full_clean()


def test_a_buyer_has_one_budget_a_year_and_law(comprador: Organizacion) -> None:
    datos = {"comprador": comprador, "anio": 2026, "ley": "LAASSP", "monto": Decimal(10), "fuente": "Oficio 1"}
    PresupuestoAutorizado.objects.create(**datos)
    with pytest.raises(ValidationError, match="Ya hay un presupuesto de ese comprador"):
        PresupuestoAutorizado(**datos).full_clean()
    PresupuestoAutorizado(**datos | {"ley": "LOPSRM"}).full_clean()
    PresupuestoAutorizado(**datos | {"unidad": comprador}).full_clean()


def test_who_administers_keeps_budgets_and_sees_them(client: Client, comprador: Organizacion) -> None:
    client.force_login(fabricas.persona("raiz", is_superuser=True, is_staff=True))
    alta = {
        "comprador": comprador.pk,
        "unidad": "",
        "anio": 2026,
        "ley": "LAASSP",
        "monto": "15000000",
        "fuente": "DOF",
    }
    client.post(reverse("wagtailsnippets_catalogos_presupuestoautorizado:add"), alta)
    assert PresupuestoAutorizado.objects.get().monto == 15_000_000
    assert "Secretaría" in client.get(reverse("wagtailsnippets_catalogos_presupuestoautorizado:list")).content.decode()


@pytest.mark.parametrize("papel", ["capturista", "revisor", "aprobador", "oic"])
def test_the_roles_of_an_institution_change_none_of_them(client: Client, papel: str) -> None:
    client.force_login(fabricas.casa().personas[papel])
    client.post(reverse("wagtailsnippets_catalogos_uma:add"), {"anio": 2026, "diaria": "1"})
    assert not Uma.objects.exists()
    for modelo in MODELOS:
        assert client.get(reverse(f"wagtailsnippets_catalogos_{modelo}:list")).status_code in (302, 403)
