"""How a value of a form is written in OCDS, and read back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sitio.catalogos.models import ClaveCucop, Organizacion, Partida
from sitio.ocds.identificadores import formato_fecha, leer_fecha

ZONA = ZoneInfo("America/Mexico_City")


@dataclass(frozen=True)
class Conversion:
    """Both directions of a value: `escribir` to OCDS, `leer` from it (raises ValueError when it cannot be read)."""

    escribir: Callable[[Any], Any]
    leer: Callable[[Any], Any]


def inicio_del_dia(dia: date) -> str:
    """Return the first second of a local calendar date, as OCDS writes an instant (UTC)."""
    return formato_fecha(datetime.combine(dia, time.min, ZONA))


def fin_del_dia(dia: date) -> str:
    """Return the last second of a local calendar date, as OCDS writes an instant (UTC)."""
    return formato_fecha(datetime.combine(dia + timedelta(days=1), time.min, ZONA) - timedelta(seconds=1))


def dia_local(texto: Any) -> date:
    """Return the local calendar date of an OCDS instant; a bare date is that date."""
    if isinstance(texto, str) and len(texto) == len("2026-01-31"):
        return date.fromisoformat(texto)
    return leer_fecha(texto).astimezone(ZONA).date()


def referencia(organizacion: Organizacion) -> dict[str, str]:
    """Return an OCDS `OrganizationReference`: the id and name of a party, nothing else (the rest is deprecated)."""
    return {"id": organizacion.id_ocds, "name": organizacion.nombre}


def clasificacion(clave: ClaveCucop) -> dict[str, str]:
    """Return the OCDS `Classification` of a CUCoP+ key."""
    return {"scheme": "CUCOP", "id": clave.clave, "description": clave.descripcion}


def leer_cucop(dato: Any) -> ClaveCucop | None:
    """Return the CUCoP+ key of a classification; None when it is of another list, or one the catalogue lacks."""
    if not isinstance(dato, dict) or dato.get("scheme") != "CUCOP":
        return None
    return ClaveCucop.objects.filter(clave=str(dato.get("id", ""))).first()


def clasificaciones_cog(partida: Partida) -> list[dict[str, str]]:
    """Return the additional classification of an item by the COG (Clasificador por Objeto del Gasto)."""
    return [{"scheme": "COG", "id": partida.clave, "description": partida.descripcion}]


def leer_cog(datos: Any) -> Partida | None:
    """Return the COG line among the additional classifications of an item, if the catalogue has it."""
    claves = [str(d.get("id", "")) for d in datos if isinstance(d, dict) and d.get("scheme") == "COG"]
    return Partida.objects.filter(clave__in=claves).first()


def _instante(texto: Any) -> datetime:
    return leer_fecha(texto)


TAL_CUAL = Conversion(lambda valor: valor, lambda valor: valor)
INICIO_DEL_DIA = Conversion(inicio_del_dia, dia_local)
FIN_DEL_DIA = Conversion(fin_del_dia, dia_local)
INSTANTE = Conversion(formato_fecha, _instante)
ENTERO = Conversion(int, int)
CUCOP = Conversion(clasificacion, leer_cucop)
COG = Conversion(clasificaciones_cog, leer_cog)
# Codes chosen in a list of boxes, or written one by one: an array of strings.
ETIQUETAS = Conversion(list, lambda valores: [str(valor) for valor in valores])
# A percentage in the form, a fraction of one in OCDS (extension subcontracting).
PORCIENTO = Conversion(lambda valor: valor / 100, lambda valor: round(Decimal(str(valor)) * 100, 2))
# Keys of rows written in one line, "1, 2": an array of strings.
CLAVES = Conversion(
    lambda texto: [clave.strip() for clave in texto.split(",") if clave.strip()],
    lambda valores: ", ".join(str(valor) for valor in valores),
)
