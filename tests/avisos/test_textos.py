"""Long messages are cut where a person would cut them, and never in the middle of a mark."""

import re
from html import unescape

import pytest

from sitio.avisos.textos import partir, rendir


def test_un_mensaje_corto_va_entero() -> None:
    assert partir("hola\n\nmundo", 4096) == ["hola\n\nmundo"]


def test_un_mensaje_vacio_no_se_envia() -> None:
    assert partir("\n\n", 4096) == []


def test_se_corta_entre_renglones_y_no_se_pierde_ninguno() -> None:
    renglones = [f"• <b>Renglón {n}</b> con algo de texto" for n in range(400)]

    partes = partir("\n".join(renglones), 4096)

    assert all(len(parte) <= 4096 for parte in partes)
    assert "\n".join(partes).split("\n") == renglones
    assert all(parte.count("<b>") == parte.count("</b>") for parte in partes)


@pytest.mark.parametrize("letra", ["á ", "&amp; ", "&lt;", "x"])
def test_un_renglon_mas_largo_que_un_mensaje_se_corta_sin_romper_marcas(letra: str) -> None:
    partes = partir(f"<b>{letra * 3000}</b>", 1000)

    assert all(0 < len(parte) <= 1000 for parte in partes)
    assert not re.search(r"<|&(?!\w+;|#\w+;)", "".join(partes))
    assert "".join(unescape("".join(partes)).split()) == unescape(letra).strip() * 3000


def test_las_plantillas_no_dejan_renglones_vacios_de_sobra() -> None:
    texto = rendir("novedades.html", {"ocid": "ocds-1", "alertas": [], "plazos": [], "enlace": "https://x.mx/"})

    assert "\n\n\n" not in texto
    assert texto == texto.strip()
