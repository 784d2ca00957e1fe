"""Units of measure as people write them, told by the one name that CUCoP+ gives them."""

import re
import unicodedata

# The units of CUCoP+, each with the other ways publishers write it. A word that is not here stands for itself.
_OTRAS_FORMAS: dict[str, tuple[str, ...]] = {
    "pieza": ("pza", "pzas", "pz", "pzs", "pieza s", "piezas", "h87"),
    "kilogramo": ("kg", "kgs", "kilo", "kilos", "kilogramos", "kgm"),
    "litro": ("l", "lt", "lts", "ltr", "litros"),
    "metro": ("m", "mt", "mts", "mtr", "metros", "metro lineal", "metros lineales", "ml"),
    "metro cuadrado": ("m2", "m 2", "mt2", "mts2", "mtk", "metros cuadrados"),
    "metro cubico": ("m3", "m 3", "mt3", "mts3", "mtq", "metros cubicos"),
    "miligramo": ("mg", "mgm", "miligramos"),
    "servicio": ("serv", "servicios", "srv", "e48"),
    "obra": ("obras",),
    "unidad": ("unidades", "ud", "uds", "und", "c62"),
    "servicio de obra publica": ("servicios de obra publica", "servicio relacionado con obra publica"),
}
_POR_FORMA = {forma: unidad for unidad, formas in _OTRAS_FORMAS.items() for forma in (unidad, *formas)}
_SIGNOS = re.compile(r"[^0-9a-z]+")


def normalizar_unidad(unidad: str | None) -> str:
    """Return the unit as units are compared (PIEZA, Pza. and pieza(s) are `pieza`); empty if none was published."""
    sin_marcas = unicodedata.normalize("NFKD", (unidad or "").lower())
    llana = _SIGNOS.sub(" ", "".join(c for c in sin_marcas if not unicodedata.combining(c))).strip()
    return _POR_FORMA.get(llana, llana)
