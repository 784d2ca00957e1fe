"""From an OCDS path back to the field of the form that fills it: where an error belongs."""

from collections.abc import Iterable, Iterator
from typing import Any

from sitio.procesos.mapeo.entradas import Entrada, Lista


def planas(mapa: Iterable[Entrada], pagina: Any, base: str = "") -> Iterator[tuple[str, str]]:
    """Yield (full path, name of the field or panel of the page) for every entry, lists inside of lists included."""
    for entrada in mapa:
        ruta = ".".join(parte for parte in (base, entrada.ruta) if parte)
        if entrada.nombre and entrada.ruta:
            yield ruta, entrada.nombre
        if isinstance(entrada, Lista) and entrada.ruta:
            internas = (e for e in entrada.campos(pagina) if isinstance(e, Lista))
            yield from planas(internas, pagina, ruta)


def campo_de(mapa: Iterable[Entrada], ruta: Iterable[str | int], pagina: Any) -> str | None:
    """Return the field or panel of the form that fills the OCDS path `ruta` (or holds it), if any."""
    texto = ".".join(str(parte) for parte in ruta if not str(parte).isdigit())
    candidatos = [
        (conocida, nombre)
        for conocida, nombre in planas(mapa, pagina)
        if texto == conocida or texto.startswith(conocida + ".") or conocida.startswith(texto + ".")
    ]
    # The closest: the longest path that holds it, before one that it only begins.
    candidatos.sort(key=lambda par: (not (texto + ".").startswith(par[0] + "."), -len(par[0])))
    return candidatos[0][1] if candidatos else None
