"""The figures of an institution: from what it published alone, kept once, compared with its peers."""

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sitio.alertas import mediciones, tareas
from sitio.alertas.models import Corrida, Medicion, MotivoDeCorrida
from sitio.publicacion.models import Publicador
from tests import fabricas
from tests.alertas.conftest import Emitir


def una_corrida() -> Corrida:
    ahora = timezone.now()
    return Corrida.objects.create(motivo=MotivoDeCorrida.MANUAL, iniciada_en=ahora, terminada_en=ahora)


def medicion(publicador: Publicador, valor: str | None = "40", **cambios: object) -> Medicion:
    """Keep a figure of 2026: the share of public tenders, in number."""
    datos: dict[str, object] = {
        "indicador": "A04", "version": "1.0", "ambito": "anio", "anio": 2026, "n": 10, "calculada_en": timezone.now(),
        "valor": None if valor is None else Decimal(valor), "corrida": una_corrida(),
    }  # fmt: skip
    return Medicion.objects.create(publicador=publicador, **datos | cambios)


def otros(cuantos: int) -> list[Publicador]:
    return [
        Publicador.objects.create(clave=f"par-{n}", nombre=f"Par {n}", prefijo_ocid="ocds-213czf")
        for n in range(cuantos)
    ]


def test_the_figures_come_from_what_was_published_and_a_second_run_replaces_them(
    casa: fabricas.Casa, emitir: Emitir
) -> None:
    for n in range(4):
        emitir(f"ocds-213czf-{n}")
    emitir("ocds-213czf-4", tender={"status": "cancelled"})
    fabricas.proceso(casa)
    ajena = medicion(otros(1)[0])

    call_command("medir", "sefin", stdout=(salida := StringIO()))
    primeras = list(casa.publicador.mediciones.values_list("pk", flat=True))
    call_command("medir", "sefin", stdout=StringIO())

    assert salida.getvalue().split() == ["sefin:", str(len(primeras)), "cifras."]
    segundas = casa.publicador.mediciones.all()
    assert len(segundas) == len(primeras)
    assert not segundas.filter(pk__in=primeras).exists()
    desiertos = segundas.get(indicador="A14", ambito="institucion")
    assert (desiertos.valor, desiertos.n, desiertos.total) == (Decimal(20), 5, 5)
    assert desiertos.corrida.procesos == 5
    assert desiertos.corrida.versiones["A14"] == "1.0"
    assert Medicion.objects.filter(pk=ajena.pk).exists()


def test_an_institution_too_big_for_memory_has_the_same_figures(
    casa: fabricas.Casa, emitir: Emitir, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        emitir(f"ocds-213czf-{n}", tender={"status": "cancelled"} if n > 2 else {})
    columnas = ("indicador", "medida", "ambito", "anio", "unidad", "metodo", "valor", "n", "numerador", "excluidos")

    def cifras() -> list[tuple[Any, ...]]:
        assert mediciones.medir(casa.publicador) == casa.publicador.mediciones.count() > 0
        return sorted(casa.publicador.mediciones.values_list(*columnas), key=str)

    de_una_vez = cifras()
    monkeypatch.setattr("sitio.alertas.general.almacen.PROCESOS", 2)

    assert cifras() == de_una_vez


def test_an_institution_that_does_not_exist_is_told(casa: fabricas.Casa) -> None:
    with pytest.raises(CommandError, match="No hay institución con clave nadie"):
        call_command("medir", "sefin", "nadie")
    assert tareas.medir_institucion("nadie") == 0
    assert not Medicion.objects.exists()


def test_who_has_nothing_published_any_more_loses_its_figures(casa: fabricas.Casa) -> None:
    medicion(casa.publicador)
    assert mediciones.con_registros() == ["sefin"]
    assert tareas.medir_institucion("sefin") == 0
    assert mediciones.con_registros() == []


@pytest.mark.parametrize(
    ("valor", "pares", "esperado"),
    [
        ("3", "1 2 3 4", None),
        ("3", "1 2 3 4 5", 50),
        ("0", "1 2 3 4 5", 0),
        ("9", "1 2 3 4 5", 100),
        ("1", "1 1 1 1 1", 50),
    ],
)
def test_a_percentile_needs_five_peers(valor: str, pares: str, esperado: int | None) -> None:
    assert mediciones.percentil(Decimal(valor), [Decimal(par) for par in pares.split()]) == esperado


def test_an_institution_is_compared_with_its_group_in_the_same_year_and_formula(
    casa: fabricas.Casa, settings: Any
) -> None:
    pares = otros(6)
    settings.INDICADORES_GRUPOS = (
        {"sefin": "estatal"} | {par.clave: "estatal" for par in pares[:5]} | {"par-5": "federal"}
    )
    for par, valor in zip(pares, ("10", "20", "30", "50", "60", "1"), strict=True):
        medicion(par, valor)
        medicion(par, valor, anio=2025, version="0.9")
    propia, de_otra_formula = medicion(casa.publicador), medicion(casa.publicador, anio=2025)

    assert mediciones.percentiles(casa.publicador) == {propia.pk: 60}
    assert de_otra_formula.valor == propia.valor

    Medicion.objects.filter(publicador=pares[0], anio=2026).update(valor=None)
    assert mediciones.percentiles(casa.publicador) == {}


def test_without_a_group_there_are_no_peers(casa: fabricas.Casa) -> None:
    assert mediciones.pares_de(casa.publicador) == []


@pytest.mark.parametrize(
    ("papel", "lo_ve"), [("oic", True), ("comunicacion", True), ("capturista", False), ("aprobador", False)]
)
def test_the_admin_leads_to_the_public_page_who_answers_for_the_figures(
    casa: fabricas.Casa, client: Client, papel: str, lo_ve: bool
) -> None:
    client.force_login(casa.personas[papel])
    pagina = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (reverse("portal:indicadores") in pagina) is lo_ve
