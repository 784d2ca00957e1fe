"""Words as people type them find and match what the register says."""

import pytest

from sitio.catalogos.texto import clave_de_nombre, compacto, para_buscar, singular, terminos


@pytest.mark.parametrize(
    ("plural", "uno"), [("sillas", "silla"), ("papeles", "papel"), ("lapices", "lapiz"), ("gas", "gas"), ("a4", "a4")]
)
def test_un_plural_se_reduce_a_lo_que_comparte_con_su_singular(plural: str, uno: str) -> None:
    assert singular(plural) == uno


@pytest.mark.parametrize("consulta", ["Lápices", "lapiz", "LÁPIZ de color", "color lápi"])
def test_se_busca_sin_acentos_en_singular_o_plural_y_a_medias(consulta: str) -> None:
    columna = para_buscar("21101-0121", "LÁPICES DE COLOR")
    assert [palabra for palabra in terminos(consulta) if f" {palabra}" not in columna] == []


@pytest.mark.parametrize(
    "nombre",
    [
        "Constructora López y Asociados, S.A. de C.V.",
        "CONSTRUCTORA LOPEZ Y ASOCIADOS SA DE CV",
        "Constructora  López & Asociados, Sociedad Anónima de Capital Variable",
        "Constructora López y Asociados S. A. P. I. de C. V.",
    ],
)
def test_un_nombre_escrito_de_varios_modos_tiene_una_clave(nombre: str) -> None:
    assert clave_de_nombre(nombre) == "constructoralopezasociados"


def test_dos_nombres_distintos_tienen_claves_distintas() -> None:
    assert clave_de_nombre("Constructora López Norte, S.A.") != clave_de_nombre("Constructora López Sur, S.A.")
    assert clave_de_nombre("S.A. de C.V.") != ""


def test_un_identificador_pierde_los_signos_que_le_ponen() -> None:
    assert compacto(" mab-930714 8t4") == "MAB9307148T4"
    assert compacto("p&g 010101 aa1") == "P&G010101AA1"
