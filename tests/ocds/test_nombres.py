"""Two spellings of one name are one string, whether asked one by one or a column at a time."""

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from sitio.ocds.nombres import normalizar, normalizar_columna

RAREZAS = [
    "",
    "   ",
    "S.A. DE C.V.",
    "SC JOHNSON AND SON, S.A. DE C.V.",
    "Straße & Søn GmbH",
    "ﬁnanciera ②③ Ｆｕｌｌ",
    "Peña Nieto, Ñandú e Hijos",
    "A.C. MILAN, A.C.",
    "И кириллица",
    "Cafe\u0301 del Norte\u00a0S.A.\tde C.V.",
    "YÑ\u0303Y Y y E e",
    "भाषा हिंदी a",
]


@pytest.mark.parametrize(
    "nombre",
    [
        "Muebles López e Hijos, S.A. de C.V.",
        "MUEBLES LOPEZ HIJOS SA DE CV",
        "Muebles  López, & Hijos S. A. P. I. de C. V.",
        "MUEBLES LÓPEZ E HIJOS S DE RL DE CV",
        "Muebles López e Hijos, S. de R.L. M.I.",
        "Muebles López e Hijos, Sociedad Anónima Promotora de Inversión de Capital Variable",
        "Muebles López e Hijos, Sociedad de Responsabilidad Limitada de Capital Variable",
        "Muebles López e Hijos, S.P.R. de R.L.",
        "Muebles López e Hijos SADECV",
        "Muebles López e Hijos, S.A., en liquidación",
    ],
)
def test_la_forma_de_la_sociedad_y_los_signos_no_cuentan(nombre: str) -> None:
    assert normalizar(nombre) == "MUEBLES LOPEZ HIJOS"


def test_lo_que_distingue_a_dos_empresas_se_conserva() -> None:
    assert normalizar("SC Johnson, S.A. de C.V.") == "SC JOHNSON"
    assert normalizar("Consorcio Contrato 1 A. en P.") != normalizar("Consorcio Contrato 2 A. en P.")
    assert normalizar("Grupo del Norte, S.C.") == "GRUPO DEL NORTE"


def test_una_columna_da_lo_mismo_que_nombre_por_nombre() -> None:
    assert normalizar_columna(pa.array(RAREZAS)).to_pylist() == [normalizar(nombre) for nombre in RAREZAS]
    assert normalizar_columna(pa.array([None, "Ópalo"])).to_pylist() == [None, "OPALO"]


@pytest.mark.datos_reales
def test_una_columna_da_lo_mismo_con_miles_de_nombres_reales(compartido: Path) -> None:
    nombres = []
    for archivo, codificacion in (
        ("sat-69b-2021-05-empresas.csv", "cp1252"),
        ("sancionados-2017-empresas.csv", "utf-8"),
    ):
        with (compartido / "data" / "listas" / archivo).open(encoding=codificacion, newline="") as abierto:
            nombres += [celda for fila in csv.reader(abierto) for celda in fila]
    assert len(nombres) > 200_000
    distintos = list(dict.fromkeys(nombres))
    assert normalizar_columna(pa.array(distintos)).to_pylist() == [normalizar(nombre) for nombre in distintos]
