"""A template as a file: read whole or refused, and written always in the same order, so that two sites can compare."""

import json
from typing import Any

from django.utils.translation import gettext as _

from sitio.ocds.lectura import leer_json
from sitio.procesos.plantillas.comprobacion import PlantillaInvalida, esquema

MAXIMO = 256 * 1024


def leer(datos: bytes) -> Any:
    """Return the JSON of a template's file, not yet checked. Raises PlantillaInvalida telling where it breaks."""
    if len(datos) > MAXIMO:
        raise PlantillaInvalida(
            _("el archivo pesa más de %(maximo)s KB: no parece una plantilla") % {"maximo": MAXIMO // 1024}
        )
    try:
        return leer_json(datos)
    except json.JSONDecodeError as error:
        raise PlantillaInvalida(
            _("renglón %(renglon)s, columna %(columna)s: no es JSON válido (%(motivo)s)")
            % {"renglon": error.lineno, "columna": error.colno, "motivo": error.msg}
        ) from error
    except UnicodeDecodeError as error:
        raise PlantillaInvalida(_("el archivo no está en UTF-8: guárdelo con esa codificación")) from error
    except ValueError as error:
        raise PlantillaInvalida(str(error)) from error


def escribir(contenido: dict[str, Any]) -> str:
    """Return a template as the text of a file: keys in the order of the schema, two spaces, a final line break."""
    base = esquema()
    return json.dumps(_ordenado(contenido, base, base["$defs"]), ensure_ascii=False, indent=2) + "\n"


def _ordenado(dato: Any, nodo: dict[str, Any], definiciones: dict[str, Any]) -> Any:
    # PostgreSQL keeps the keys of a JSON object in an order of its own.
    if "$ref" in nodo:
        nodo = definiciones.get(nodo["$ref"].rpartition("/")[2], {})
    if isinstance(dato, list):
        return [_ordenado(miembro, nodo.get("items", {}), definiciones) for miembro in dato]
    if not isinstance(dato, dict):
        return dato
    orden = {clave: lugar for lugar, clave in enumerate(nodo.get("properties", {}))}
    claves = sorted(dato, key=lambda clave: (orden.get(clave, len(orden)), clave))
    return {c: _ordenado(dato[c], nodo.get("properties", {}).get(c, {}), definiciones) for c in claves}
