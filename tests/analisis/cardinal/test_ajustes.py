"""The settings file of Cardinal: what it switches on, and errors that say the section, the key and the remedy."""

import pytest

from sitio.analisis.cardinal import AjustesInvalidos, leer_ajustes


def test_only_the_sections_present_switch_codes_on() -> None:
    assert leer_ajustes("").codigos == {}
    # A part of R003 switches it on by itself.
    ajustes = leer_ajustes("[R036]\n; [R024]\n[R003.procurement_method_details]\nLicitación internacional = 20")
    assert ajustes.codigos == {"R036": {}, "R003": {"procurement_method_details": {"Licitación internacional": 20}}}


def test_every_key_is_read_as_what_it_is() -> None:
    ajustes = leer_ajustes(
        """\ufeffcurrency: "MXN"
        price_comparison_procurement_methods = Precio|Subasta a la baja|
        no_price_comparison_procurement_methods = Puntos
        # comentario
        [output]
        info_currency_mismatches = yes
        [exclusions]
        procurement_method_details = Sorteo | Rifa
        [R003]
        threshold = -3
        procurement_methods = open|selective
        [R025]
        percentile = 90 # default
        threshold = .05
        [R038]
        threshold = 5e-1
        minimum_submitted_bids = +3
        minimum_contracting_processes = 4
        [R048]
        digits = 4
        """
    )
    assert ajustes.moneda == "MXN"
    assert ajustes.comparables == {"Precio", "Subasta a la baja"}
    assert ajustes.incomparables == {"Puntos"}
    assert ajustes.avisa_de_listas
    assert ajustes.calla_monedas
    # Spaces beside the bar belong to the value, as Cardinal reads it.
    assert ajustes.excluidos == {"Sorteo ", " Rifa"}
    assert ajustes.codigos == {
        "R003": {"threshold": -3, "procurement_methods": {"open", "selective"}},
        "R025": {"percentile": 90, "threshold": 0.05},
        "R038": {"threshold": 0.5, "minimum_submitted_bids": 3, "minimum_contracting_processes": 4},
        "R048": {"digits": 4},
    }


def test_what_the_other_commands_of_cardinal_read_is_accepted() -> None:
    texto = (
        "[defaults]\nparty_roles = true\n[modifications]\nmove_auctions = off\n[codelists.bid_status]\nGanadora = valid"
    )
    assert leer_ajustes(f"{texto}\n[R018]").codigos == {"R018": {}}


@pytest.mark.parametrize(
    ("texto", "dice"),
    [
        ("[R999]", "La sección [R999] no existe: use R003, R018, R024"),
        ("[exclusion]", "La sección [exclusion] no existe: use exclusions, o quítela."),
        ("[r024]", "La sección [r024] no existe"),
        ("[R024]\ntreshold = 1", "[R024]: la clave «treshold» no existe; use threshold, o quítela."),
        ("[R028]\nthreshold = 1", "[R028]: esta sección no lleva claves; quite «threshold»."),
        ("curency = MXN", "Antes de la primera sección: la clave «curency» no existe; use currency, o quítela."),
        (
            "[R024]\nthreshold = 5 %",
            "[R024]: la clave «threshold» vale «5 %»; escriba un número con punto decimal, como 0.05.",
        ),
        ("[R003]\nthreshold = 1.5", "vale «1.5»; escriba un número entero, como 15."),
        ("[R035]\nthreshold = -1", "vale «-1»; escriba un número entero desde 0, como 15."),
        ("[R048]\ndigits =", "vale «»; escriba un número entero desde 0, como 15."),
        ("[output]\ninfo_currency_mismatches = sí", "vale «sí»; escriba true o false."),
        ("[R024]\n[R024]", "La sección [R024] está dos veces: júntelas en una."),
        ("[R035]\nthreshold = 1\nthreshold = 2", "la clave «threshold» está dos veces; deje una."),
        ("[R024]\nthreshold", "La línea 2 no es una [sección], una «clave = valor» ni un comentario"),
    ],
)
def test_an_error_says_where_it_is_and_what_to_write(texto: str, dice: str) -> None:
    with pytest.raises(AjustesInvalidos) as error:
        leer_ajustes(texto)
    assert dice in str(error.value)
