"""The manual for users names what their screens say: in **bold**, word for word."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.utils.translation import trans_real

from tests.casas import RAIZ

# They tell of commands: what is in bold, if anything, is what a command prints.
DE_ORDENES = {"importar.md", "motores.md"}
MANUALES = sorted(ruta.name for ruta in (RAIZ / "docs" / "manual").glob("*.md") if ruta.name not in DE_ORDENES)
HUECO = re.compile(r"%\(\w+\)[sd]|%[sd]")


def dichos() -> Iterator[str]:
    """Yield every text that the installed applications may show to someone who works in Spanish."""
    traduccion = trans_real.translation("es-mx")
    for idioma in ("es-mx", "en"):
        for catalogo in trans_real.translation(idioma)._catalog._catalogs:
            for clave in catalogo:
                mensaje = clave[0] if isinstance(clave, tuple) else clave
                contexto, _separador, texto = mensaje.rpartition("\x04")
                yield traduccion.pgettext(contexto, texto) if contexto else traduccion.gettext(texto)
    for modelo in apps.get_models():
        yield from (str(modelo._meta.verbose_name), str(modelo._meta.verbose_name_plural))


@pytest.fixture(scope="module")
def pantallas() -> tuple[str, list[re.Pattern[str]]]:
    """All the texts, one a line in lower case, and as patterns those that name something."""
    textos = {texto.strip().lower() for texto in dichos() if isinstance(texto, str)}
    con_nombre = [texto for texto in textos if HUECO.search(texto) and len(HUECO.sub("", texto).strip()) > 4]
    return "\n".join(textos), [re.compile(".+".join(map(re.escape, HUECO.split(texto)))) for texto in con_nombre]


@pytest.mark.parametrize("manual", MANUALES)
def test_what_the_manual_puts_in_bold_is_on_the_screen(
    manual: str, pantallas: tuple[str, list[re.Pattern[str]]]
) -> None:
    textos, con_nombre = pantallas
    escrito = (RAIZ / "docs" / "manual" / manual).read_text(encoding="utf-8")
    frases = {" ".join(frase.split()).lower() for frase in re.findall(r"\*\*([^*]+)\*\*", escrito)}
    assert frases
    faltan = {
        frase
        for frase in frases
        if not re.search(rf"^{re.escape(frase)}(?:$|[.:])", textos, re.MULTILINE)
        and not any(patron.fullmatch(frase) for patron in con_nombre)
    }
    assert faltan == set()
