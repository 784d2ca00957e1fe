"""Words as people type them, made comparable: no accents, no case, singular or plural, S.A. de C.V. or S A DE CV."""

import re
import unicodedata
from functools import lru_cache

_SEPARADORES = re.compile(r"[^a-z0-9]+")
# How a company says what kind of company it is: two spellings of one company differ most in this.
_FORMAS = re.compile(
    r"\b(s ?a ?p ?i|s ?a ?b|s ?a|s de r ?l|s ?c|a ?c|s ?p ?r|s ?a ?s|s en c|de r ?l|de c ?v|de i ?p|sociedad anonima|"
    r"sociedad civil|asociacion civil|de capital variable|de responsabilidad limitada|sociedad)\b"
)
_LIGAS = re.compile(r"\b(de|del|la|las|el|los|y|e)\b")


@lru_cache(maxsize=4096)
def llano(texto: str) -> str:
    """Return the words of `texto` in lower case without accents, signs or double spaces."""
    sin_marcas = unicodedata.normalize("NFKD", texto.lower())
    return _SEPARADORES.sub(" ", "".join(c for c in sin_marcas if not unicodedata.combining(c))).strip()


def singular(palabra: str) -> str:
    """Cut the plural of a Spanish word already made plain; what is left begins both its forms (papel, papeles)."""
    if len(palabra) < 4 or not palabra.isalpha():
        return palabra
    if palabra.endswith("ces"):
        return palabra[:-3] + "z"
    return palabra.removesuffix("s") if palabra[-2] in "aiou" else palabra.removesuffix("es")


def para_buscar(*textos: str) -> str:
    """Return what a search column holds of `textos`: their plain words, each between spaces.

    Words like «lápices» also stand in singular, because their plural does not begin with it.
    """
    palabras = llano(" ".join(textos)).split()
    return " ".join(["", *palabras, *(singular(p) for p in palabras if p.endswith("ces")), ""])


def terminos(consulta: str) -> list[str]:
    """Return the words of a search, plain and in singular."""
    return [singular(palabra) for palabra in llano(consulta).split()]


def clave_de_nombre(nombre: str) -> str:
    """Return what two spellings of one name share: plain words without the legal form of the company, nor links."""
    palabras = llano(nombre)
    sin_forma = _LIGAS.sub(" ", _FORMAS.sub(" ", palabras))
    return "".join(sin_forma.split()) or palabras


def compacto(identificador: str) -> str:
    """Return an identifier without the spaces and signs that people add to it: «MAB-930714 8T4» is MAB9307148T4."""
    return "".join(c for c in identificador.upper() if c.isalnum() or c == "&")
