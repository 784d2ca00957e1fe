"""The two commands of analysis: run the rules, and ask what another threshold would raise."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sitio.alertas.general import turnos
from sitio.alertas.general.almacen import almacen
from sitio.alertas.models import Alerta, Corrida, MovimientoAlerta, Plazo
from sitio.analisis import motor
from tests.alertas import con_plantilla


@pytest.fixture(autouse=True)
def _almacen(tmp_path: Path, settings: Any) -> None:
    settings.CARPETA_DE_ANALISIS = tmp_path / "analisis"


@pytest.fixture
def publicados(emitir: Any) -> None:
    """Three tenders: with one, one and two tenderers."""
    for n, licitantes in ((1, 1), (2, 1), (3, 2)):
        emitir(f"ocds-213czf-{n}", licitantes=licitantes)


def correr(*args: str) -> str:
    salida = StringIO()
    call_command(*args, stdout=salida)
    return salida.getvalue()


@pytest.mark.parametrize("opciones", [(), ("--todo",), ("--desde-cero",)])
@pytest.mark.usefixtures("publicados")
def test_repeating_an_analysis_changes_nothing(opciones: tuple[str, ...]) -> None:
    dicho = correr("analizar", *opciones)
    assert "Alertas: 2 nuevas, 0 reabiertas, 0 con evidencia nueva, 0 cerradas." in dicho
    assert "Plazos: 9 nuevos, 0 actualizados, 0 vencidos." in dicho
    dicho = correr("analizar", *opciones)
    assert "Alertas: 0 nuevas, 0 reabiertas, 0 con evidencia nueva, 0 cerradas." in dicho
    assert "Plazos: 0 nuevos, 0 actualizados, 0 vencidos." in dicho


@pytest.mark.usefixtures("publicados")
def test_without_options_only_what_no_run_has_read_is_read() -> None:
    assert "procesos: 3 / 3" in correr("analizar")
    assert "procesos: 0 / 0" in correr("analizar")
    assert not Corrida.objects.filter(general=True).exists()


@pytest.mark.usefixtures("publicados")
def test_a_general_analysis_tells_the_four_outcomes_of_each_flag() -> None:
    dicho = correr("analizar", "--todo")
    assert "Procesos: 3." in dicho
    assert "  P20: 2 levantadas, 1 sin bandera, 0 con datos insuficientes, 0 no aplica" in dicho


@pytest.mark.django_db
def test_with_nothing_published() -> None:
    assert "procesos: 0 / 0" in correr("analizar")
    assert "Procesos: 0." in correr("analizar", "--todo")


@pytest.mark.usefixtures("publicados")
@pytest.mark.usefixtures("pocas_reglas")
def test_from_scratch_makes_the_tables_again(tmp_path: Path) -> None:
    correr("analizar", "--todo")
    antes = set(tmp_path.rglob("*.parquet"))
    correr("analizar", "--todo")
    assert set(tmp_path.rglob("*.parquet")) == antes
    correr("analizar", "--desde-cero")
    assert {r.relative_to(tmp_path) for rutas in almacen().archivos().values() for r in rutas}.isdisjoint(
        r.relative_to(tmp_path) for r in antes
    )


@pytest.mark.usefixtures("publicados")
def test_whoever_comes_while_another_runs_is_told() -> None:
    with turnos.turno("manual", None), pytest.raises(CommandError, match="otra corrida general en curso"):
        correr("analizar", "--todo")


@pytest.mark.usefixtures("publicados")
@pytest.mark.usefixtures("pocas_reglas")
def test_another_threshold_is_tried_without_a_trace() -> None:
    correr("analizar", "--todo")
    antes = [modelo.objects.count() for modelo in (Alerta, MovimientoAlerta, Plazo, Corrida)]

    dicho = correr("probar_umbral", "P20", "maximo=2")

    assert "bandera: 2 hoy, 3 con el cambio" in dicho
    assert "sin_bandera: 1 hoy, 0 con el cambio" in dicho
    assert "Se señalarían además: 1\n  ocds-213czf-3\n" in dicho
    assert "Dejarían de señalarse: 0\n" in dicho
    assert [modelo.objects.count() for modelo in (Alerta, MovimientoAlerta, Plazo, Corrida)] == antes
    assert "Dejarían de señalarse: 2\n  ocds-213czf-1\n  ocds-213czf-2\n" in correr("probar_umbral", "P20", "maximo=0")


@pytest.mark.usefixtures("pocas_reglas")
def test_what_a_template_sets_is_not_tried(casa: Any) -> None:
    proceso = con_plantilla.publicar(casa, banderas=[{"clave": "P01", "activa": False}])
    correr("analizar", "--todo")
    dicho = correr("probar_umbral", "P01", "nacional=300")
    assert "no_aplica: 1 hoy, 1 con el cambio" in dicho
    assert proceso.ocid not in dicho


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("argumentos", "mensaje"),
    [
        (("P99", "maximo=2"), "No existe la bandera «P99»; las que hay son: "),
        (("P20", "minimo=2"), "no tiene el umbral «minimo»; los que tiene son: maximo"),
        (("P20", "maximo"), "«maximo» no dice un umbral: escriba nombre=valor."),
        (("P20", "maximo=1.5"), "«1.5» no sirve para «maximo»: escriba un entero"),
        (("P20", "maximo=-1"), "«-1» no sirve para «maximo»"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(argumentos: tuple[str, ...], mensaje: str) -> None:
    with pytest.raises(CommandError, match=mensaje):
        correr("probar_umbral", *argumentos)


def test_the_memory_of_a_run_is_a_setting(settings: Any, db: None) -> None:
    from sitio.alertas.general.almacen import recursos

    settings.ANALISIS_RECURSOS = {"memoria": "512MB", "hilos": 1}
    assert recursos() == motor.Recursos("512MB", 1)
