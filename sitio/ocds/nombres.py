"""Names of people and companies made comparable, one by one and a whole column at a time: both give the same string.

Capitals, no accents, no signs, no «y», and without the legal form at the end: «Muebles López, S.A. de C.V.» and
«MUEBLES LOPEZ SA DE CV» are both MUEBLES LOPEZ. Only what Python's `re` and RE2 (Arrow, DuckDB) read alike is used.
"""

import re
import unicodedata
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_SIGNOS = "[^0-9A-Za-z]+"
_CONJUNCIONES = r"\b[YE]\b"
_ESPACIOS = " +"
# The forms of the LGSM, the Código Civil and the laws of cooperatives and rural societies, with their initials together
# or apart; only at the end, so that SC Johnson keeps its name.
_FORMAS = (
    "(?: (?:"
    "S ?A ?P ?I(?: ?B)?|S ?A ?[BS]?|S ?A ?DE ?C ?V|S ?DE ?R ?L(?: ?DE ?C ?V)?|S ?P ?R|S ?S ?S|S ?C ?[PUL]?|S EN N? ?C|"
    "A EN P|A ?C|A ?B ?P|I ?A ?P|I ?B ?P|A ?R ?I ?C|DE ?P ?R|DE ?C ?V|C ?V|DE ?R ?[LI]|DE ?C|DE ?I ?P|M ?I|"
    "SOFOM|E ?N ?R|E ?R|EN LIQUIDACION|"
    "SOCIEDAD ANONIMA|SOCIEDAD CIVIL|SOCIEDAD COOPERATIVA|SOCIEDAD DE PRODUCCION RURAL|"
    "SOCIEDAD POR ACCIONES SIMPLIFICADA|SOCIEDAD|ASOCIACION CIVIL|INSTITUCION DE ASISTENCIA PRIVADA|"
    "BURSATIL|PROMOTORA DE INVERSION|DE CAPITAL VARIABLE|DE RESPONSABILIDAD LIMITADA|DE RESPONSABILIDAD ILIMITADA"
    "))+$"
)


def normalizar(nombre: str) -> str:
    """Return `nombre` as names are compared; empty if nothing of it is a letter or a figure."""
    sin_marcas = "".join(c for c in unicodedata.normalize("NFKD", nombre) if unicodedata.category(c)[0] != "M")
    texto = re.sub(_SIGNOS, " ", sin_marcas).upper()
    texto = re.sub(_ESPACIOS, " ", re.sub(_CONJUNCIONES, "", texto)).strip()
    return re.sub(_FORMAS, "", texto)


def normalizar_columna(nombres: pa.Array | pa.ChunkedArray) -> Any:
    """Return a column of names as `normalizar` writes each one; a missing name stays missing."""
    texto = pc.replace_substring_regex(pc.utf8_normalize(nombres, form="NFKD"), r"\pM", "")
    texto = pc.ascii_upper(pc.replace_substring_regex(texto, _SIGNOS, " "))
    texto = pc.replace_substring_regex(pc.replace_substring_regex(texto, _CONJUNCIONES, ""), _ESPACIOS, " ")
    return pc.replace_substring_regex(pc.ascii_trim_whitespace(texto), _FORMAS, "")
