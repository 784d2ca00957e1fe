"""The days that federal law sets for a year, added to a calendar on request."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from sitio.catalogos.calendario import inhabiles
from sitio.catalogos.carga import CARPETA
from sitio.catalogos.dias_de_ley import dias_de_ley
from sitio.catalogos.models import Calendario, DiaInhabil
from tests import fabricas

pytestmark = pytest.mark.django_db


def generar(*argumentos: object) -> str:
    salida = StringIO()
    call_command("generar_calendario", *map(str, argumentos), stdout=salida)
    return salida.getvalue().strip()


def test_the_days_of_2026_are_those_of_both_laws() -> None:
    assert [f"{dia:%m-%d}" for dia in dias_de_ley(2026)] == [
        "01-01", "02-02", "02-05", "03-16", "03-21", "05-01", "05-05", "09-01", "09-16", "11-16", "11-20", "12-25",
    ]  # fmt: skip
    assert dias_de_ley(2026)[date(2026, 5, 5)] == "05/05 (LFPA art. 28)"
    assert dias_de_ley(2026)[date(2026, 3, 16)].endswith("(LFT art. 74)")


def test_the_change_of_government_has_the_day_of_each_law() -> None:
    de_transmision = {date(2030, 10, 1), date(2030, 12, 1)}
    assert de_transmision <= dias_de_ley(2030).keys()
    assert not {dia.replace(year=2029) for dia in de_transmision} & dias_de_ley(2029).keys()


@pytest.mark.parametrize("anio", [2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2025, 2026, 2027])
def test_they_are_those_that_the_catalogue_brings(anio: int) -> None:
    with (CARPETA / "dias_inhabiles.csv").open(encoding="utf-8") as archivo:
        dias = [date.fromisoformat(fila["fecha"]) for fila in csv.DictReader(archivo)]
    assert list(dias_de_ley(anio)) == [dia for dia in dias if dia.year == anio]


def test_generating_twice_adds_nothing_and_keeps_what_was_written() -> None:
    DiaInhabil.objects.create(fecha=date(2028, 5, 5), motivo="Batalla de Puebla")
    assert generar("federal", 2028) == "Federal (LFPA y LFT): 10 días nuevos"
    assert generar("federal", 2028) == "Federal (LFPA y LFT): 0 días nuevos"
    assert inhabiles() == dias_de_ley(2028).keys()
    assert DiaInhabil.objects.get(fecha=date(2028, 5, 5)).motivo == "Batalla de Puebla"


def test_a_calendar_does_not_repeat_the_days_of_its_base() -> None:
    Calendario.objects.create(clave="instituto", titulo="Instituto", base_id="federal")
    generar("federal", 2028)
    assert generar("instituto", 2028) == "Instituto: 0 días nuevos"
    assert generar("instituto", 2029) == "Instituto: 11 días nuevos"
    assert not any(dia.year == 2029 for dia in inhabiles())


@pytest.mark.parametrize(
    ("argumentos", "dicho"), [(("marte", 2028), "la clave «marte»"), (("federal", 2050), "va de 2016 a 2049")]
)
def test_what_cannot_be_generated_is_told(argumentos: tuple[str, int], dicho: str) -> None:
    with pytest.raises(CommandError, match=dicho):
        generar(*argumentos)
    assert not DiaInhabil.objects.exists()


def test_who_administers_adds_them_from_the_list(client: Client) -> None:
    client.force_login(fabricas.persona("raiz", is_superuser=True, is_staff=True))
    url = reverse("catalogos_calendarios:generar", args=["federal"])
    assert url in client.get(reverse("wagtailsnippets_catalogos_calendario:list")).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"anio": "2050"}).status_code == 422
    respuesta = client.post(url, {"anio": "2028"}, follow=True)
    assert "Se agregaron 11 días de 2028." in respuesta.content.decode()
    assert inhabiles() == dias_de_ley(2028).keys()


@pytest.mark.parametrize("papel", ["capturista", "revisor", "aprobador", "oic"])
def test_the_roles_of_an_institution_do_not_generate(client: Client, papel: str) -> None:
    client.force_login(fabricas.casa().personas[papel])
    client.post(reverse("catalogos_calendarios:generar", args=["federal"]), {"anio": "2028"})
    assert not DiaInhabil.objects.exists()
