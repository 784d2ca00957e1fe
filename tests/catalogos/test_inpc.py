"""Loading the INPC from a file as INEGI gives it, through the command."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sitio.catalogos.models import Inpc

pytestmark = pytest.mark.django_db
SERIE = """Índices de precios
"INPC, nacional, base 2Q jul 2018 = 100"
Fecha,Índice general
Ene 2024,133.5550
2024/02,133.681
03/2024,"134.065"
abril de 2024,N/E

Fuente: INEGI
"""


def cargar(carpeta: Path, texto: str, codificacion: str = "utf-8", **opciones: str) -> str:
    ruta, salida = carpeta / "inpc.csv", StringIO()
    ruta.write_text(texto, encoding=codificacion)
    call_command("cargar_inpc", str(ruta), stdout=salida, **opciones)
    return salida.getvalue()


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252"])
def test_each_month_with_an_index_is_loaded_and_titles_and_notes_are_not(tmp_path: Path, codificacion: str) -> None:
    assert cargar(tmp_path, SERIE, codificacion) == "INPC: 3 meses leídos, 3 nuevos.\n"
    assert list(Inpc.objects.values_list("anio", "mes", "indice")) == [
        (2024, 3, Decimal("134.0650")),
        (2024, 2, Decimal("133.6810")),
        (2024, 1, Decimal("133.5550")),
    ]


def test_loading_again_corrects_a_month_and_adds_none(tmp_path: Path) -> None:
    cargar(tmp_path, SERIE)
    assert cargar(tmp_path, "2024/01,133.6", fuente="DOF") == "INPC: 1 meses leídos, 0 nuevos.\n"
    enero = Inpc.objects.get(anio=2024, mes=1)
    assert (enero.indice, enero.fuente) == (Decimal("133.6000"), "DOF")


@pytest.mark.parametrize(
    ("texto", "dice"),
    [
        ("Fecha,Índice\n", "no trae ningún mes"),
        ("2024/01,1\nene 2024,2\n", "«ene 2024» ya apareció"),
        ("1Q Ene 2024,133.1\n", "«1Q Ene 2024» es una quincena"),
        ("2024/01/02,133.1\n", "«2024/01/02» es una quincena"),
    ],
)
def test_a_file_that_is_not_the_monthly_series_loads_nothing_and_says_why(
    tmp_path: Path, texto: str, dice: str
) -> None:
    with pytest.raises(CommandError, match=dice):
        cargar(tmp_path, texto)
    assert not Inpc.objects.exists()


def test_indexes_of_two_bases_never_stand_together(tmp_path: Path) -> None:
    cargar(tmp_path, SERIE)
    with pytest.raises(CommandError, match="otra base"):
        cargar(tmp_path, "2024/01,99", base="2Q dic 2010 = 100")
    assert set(Inpc.objects.values_list("base", flat=True)) == {"2Q jul 2018 = 100"}
    assert Inpc.objects.get(anio=2024, mes=1).indice == Decimal("133.5550")
