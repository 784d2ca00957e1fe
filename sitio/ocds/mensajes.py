"""Every message of the profile, in one table: what is wrong, in which field, what to do. Keys are rules.

`{campo}` is the Spanish title of the field and `{valor}` what it holds; the other names belong to the rule.
"""

from typing import Any

MENSAJES = {
    # Structure (JSON Schema keywords)
    "required": "Falta «{campo}». Es obligatorio: escríbalo.",
    "type": "«{campo}» debe ser {tipos} y trae {valor}. Corríjalo.",
    "type:number": (
        "«{campo}» debe ser {tipos} y trae {valor}. Escriba solo cifras y punto decimal, sin comas ni signo de pesos."
    ),
    "enum": "{valor} no es una opción de «{campo}». Use una de estas: {opciones}.",
    "enum:currency": "{valor} no es una moneda. Use el código ISO 4217 de tres mayúsculas, por ejemplo MXN.",
    "format:date-time": (
        "{valor} no es una fecha válida para «{campo}». Escríbala con hora y zona, "
        "por ejemplo 2026-03-15T10:00:00-06:00."
    ),
    "format:uri": (
        "{valor} no es una dirección web válida para «{campo}». Escríbala completa y sin espacios ni acentos, "
        "por ejemplo https://www.ejemplo.gob.mx/convocatoria.pdf."
    ),
    "minItems": "«{campo}» no trae ningún elemento. Agregue al menos uno o quite el campo.",
    "minLength": "«{campo}» está en blanco. Escríbalo o quite el campo.",
    "uniqueItems": "«{campo}» trae dos veces lo mismo. Deje uno solo.",
    # What would break the ledger
    "largo": "«{campo}» tiene más de {maximo} caracteres. Acórtelo.",
    "id_gato": "«{campo}» trae el signo #, que no puede ir en el id de una entrega. Quítelo.",
    "id_repetido": "Otro elemento de la lista ya lleva el identificador {valor}. Deje uno o cambie el identificador.",
    "id_tipo": "«{campo}» identifica un elemento de una lista: debe ser texto o número entero, y trae {valor}.",
    "no_canonizable": "{motivo}",
    # What we ask of our own releases
    "vacio": "«{campo}» está vacío. Llénelo o quite el campo: lo que no se usa no se publica.",
    "ocid_forma": "{motivo}",
    "referencia_sin_id": "«{campo}» no dice a qué organización se refiere. Elija una de las partes del proceso.",
    "referencia_perdida": "La organización {valor} de «{campo}» no está en las partes del proceso. Agréguela ahí.",
    "referencia_nombre": (
        "La organización {valor} se llama aquí «{nombre}» y en las partes del proceso «{nombre_parte}». "
        "Use un solo nombre."
    ),
    "referencia_papel": (
        "La organización {valor} aparece en «{campo}», pero en las partes del proceso no lleva el papel {papel}. "
        "Agrégueselo."
    ),
    "adjudicacion_perdida": "El contrato nace de la adjudicación {valor}, que no existe. Elija una de este proceso.",
}

TIPOS = {
    "string": "texto",
    "number": "un número",
    "integer": "un número entero",
    "boolean": "verdadero o falso",
    "array": "una lista",
    "object": "un grupo de campos",
}


def redactar(regla: str, **datos: Any) -> str:
    """The Spanish message of a rule, with its data in place."""
    return MENSAJES[regla].format(**datos)
