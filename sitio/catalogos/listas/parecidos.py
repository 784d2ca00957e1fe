"""Names that are almost the same, looked for only among those that share a word that few have."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from rapidfuzz import fuzz, process

PUNTAJE = 95
"""How alike, in hundredths, two sets of words must be (IntegriDAT's and our own practice for homónimos)."""

_COMUN = 200
"""A word in more names than this («comercializadora») tells nobody from anybody."""


class Parecidos:
    """The names of the lists, by their words."""

    def __init__(self, nombres: Iterable[str]) -> None:
        self._por_palabra: defaultdict[str, set[str]] = defaultdict(set)
        for nombre in nombres:
            for palabra in set(nombre.split()):
                self._por_palabra[palabra].add(nombre)

    def parecidos_a(self, buscados: Iterable[str]) -> Iterator[tuple[str, str, Decimal]]:
        """Yield (name looked for, name on the lists, likeness) of those that are alike without being equal.

        Names of one word are not compared: all that is near them is another name.
        """
        for buscado in buscados:
            if len(buscado.split()) < 2:
                continue
            candidatos = {en_orden(nombre): nombre for nombre in self._candidatos(buscado) if nombre != buscado}
            alike = process.extract(
                en_orden(buscado), candidatos.keys(), scorer=fuzz.ratio, score_cutoff=PUNTAJE, limit=None
            )
            for ordenado, puntaje, _lugar in alike:
                yield buscado, candidatos[ordenado], Decimal(round(puntaje * 100)) / 10_000

    def _candidatos(self, buscado: str) -> set[str]:
        listas = [self._por_palabra[palabra] for palabra in set(buscado.split()) if palabra in self._por_palabra]
        raras = [nombres for nombres in listas if len(nombres) <= _COMUN]
        return set().union(*(raras or sorted(listas, key=len)[:1]))


def en_orden(nombre: str) -> str:
    """Return the words of a name, each once and in order: the set of them, as a text.

    Compared whole. RapidFuzz's own token_set_ratio takes a name for the same as any that contains its words, and
    GRUPO ALFA is not GRUPO ALFA DEL NORTE.
    """
    return " ".join(sorted(set(nombre.split())))
