"""A change in a list re-examines the processes of those suppliers, and no others."""

from pathlib import Path
from typing import Any

import pytest

from sitio.alertas import general
from sitio.alertas.models import Corrida, Revisado

UNO, DOS, TRES = (f"ocds-213czf-{n}" for n in (1, 2, 3))


@pytest.fixture(autouse=True)
def _almacen(tmp_path: Path, settings: Any) -> None:
    settings.CARPETA_DE_ANALISIS = tmp_path / "analisis"


def con(nombre: str, rfc: str = "") -> dict[str, Any]:
    identidad = {"identifier": {"scheme": "MX-RFC", "id": rfc}} if rfc else {}
    return {"parties": [{"id": "X-1", "name": nombre, "roles": ["tenderer"], **identidad}]}


@pytest.fixture
def publicados(emitir: Any) -> None:
    emitir(UNO, **con("Muebles López, S.A. de C.V.", "MLO010101AA1"))
    emitir(DOS, **con("Otra, S.A. de C.V.", "OTR010101AA1"))
    emitir(TRES, **con("Muebles López SA de CV"))


@pytest.mark.usefixtures("publicados", "pocas_reglas")
@pytest.mark.parametrize("guardados", [True, False], ids=["en el almacén", "recién publicados"])
@pytest.mark.parametrize(
    ("rfcs", "nombres", "esperados"),
    [
        (["MLO010101AA1"], [], {UNO}),
        ([], ["MUEBLES LOPEZ"], {UNO, TRES}),
        (["OTR010101AA1"], ["MUEBLES LOPEZ"], {UNO, DOS, TRES}),
        (["NNN010101AA1"], ["NADIE"], set()),
    ],
)
def test_only_the_processes_where_they_take_part(
    guardados: bool, rfcs: list[str], nombres: list[str], esperados: set[str]
) -> None:
    if guardados:
        general.correr("manual")
        Revisado.objects.update(posicion=0)

    assert general.revisar_proveedores(rfcs, nombres) == len(esperados)

    assert set(Revisado.objects.filter(posicion__gt=0).values_list("ocid", flat=True)) == esperados
    assert set(Corrida.objects.filter(general=False).values_list("motivo", flat=True)) <= {"lista"}


@pytest.mark.usefixtures("publicados", "pocas_reglas")
def test_what_changed_since_the_store_was_written_is_found_as_it_is_now(emitir: Any) -> None:
    general.correr("manual")
    Revisado.objects.all().delete()
    emitir(DOS, **con("Muebles López", "MLO010101AA1"))
    assert general.revisar_proveedores(["MLO010101AA1"]) == 2
    assert set(Revisado.objects.values_list("ocid", flat=True)) == {UNO, DOS}
