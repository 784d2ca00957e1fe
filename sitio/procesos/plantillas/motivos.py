"""Why a value breaks the schema of a template, in Spanish: one sentence for each keyword of JSON Schema we use."""

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TIPOS = {
    "string": gettext_lazy("texto"),
    "integer": gettext_lazy("un número entero"),
    "number": gettext_lazy("un número"),
    "boolean": gettext_lazy("true o false"),
    "array": gettext_lazy("una lista"),
    "object": gettext_lazy("un objeto"),
}
MOTIVOS = {
    "required": gettext_lazy("falta «%(faltan)s»"),
    "additionalProperties": gettext_lazy("no se conoce «%(sobran)s»: quítelo o corrija cómo se escribe"),
    "type": gettext_lazy("debe ser %(tipos)s y trae %(valor)s"),
    "enum": gettext_lazy("%(valor)s no es una opción. Use una de estas: %(opciones)s"),
    "pattern": gettext_lazy("%(valor)s no tiene la forma debida: %(titulo)s"),
    "format": gettext_lazy("%(valor)s no es una fecha. Escríbala como 2026-03-15"),
    "minLength": gettext_lazy("es muy corto: escriba al menos %(limite)s letras"),
    "maxLength": gettext_lazy("es muy largo: admite hasta %(limite)s letras"),
    "minItems": gettext_lazy("trae menos de %(limite)s elementos. %(titulo)s"),
    "maxItems": gettext_lazy("trae más de %(limite)s elementos"),
    "minimum": gettext_lazy("debe ser al menos %(limite)s"),
    "maximum": gettext_lazy("debe ser cuando más %(limite)s"),
    "uniqueItems": gettext_lazy("trae dos veces lo mismo"),
}


def motivo(error: Any) -> str:
    """Return the reason of a jsonschema error in Spanish; a keyword that is not ours tells its own message."""
    regla = str(error.validator)
    if regla not in MOTIVOS:
        return str(error.message)
    return (str(MOTIVOS[regla]) % _datos(error, regla)).strip()


def _datos(error: Any, regla: str) -> dict[str, str]:
    valor, esperado, esquema = error.instance, error.validator_value, error.schema
    datos = {"valor": _breve(valor), "limite": str(esperado), "titulo": str(esquema.get("title", ""))}
    if regla == "required":
        datos["faltan"] = "», «".join(clave for clave in esperado if clave not in valor)
    elif regla == "additionalProperties":
        datos["sobran"] = "», «".join(sorted(valor.keys() - esquema.get("properties", {}).keys()))
    elif regla == "type":
        tipos = [esperado] if isinstance(esperado, str) else esperado
        datos["tipos"] = _(" o ").join(str(TIPOS.get(tipo, tipo)) for tipo in tipos)
    elif regla == "enum":
        datos["opciones"] = ", ".join(map(str, esperado))
    return datos


def _breve(valor: Any) -> str:
    texto = json.dumps(valor, ensure_ascii=False, default=str)
    return texto if len(texto) <= 60 else texto[:57] + "…"
