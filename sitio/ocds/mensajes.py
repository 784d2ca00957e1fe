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
    "pattern": (
        "{valor} no es una dirección de internet para «{campo}». Escríbala completa, desde http:// o https://."
    ),
    "minimum": "«{campo}» no puede ser menor que cero y trae {valor}. Corríjalo.",
    "exclusiveMinimum": "«{campo}» es una fracción del total y trae {valor}. Corríjalo: 30 % se escribe 0.3.",
    "maximum": "«{campo}» es una fracción del total y trae {valor}. Corríjalo: 30 % se escribe 0.3.",
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
    # What does not agree: `sitio.ocds.coherencia`
    "fecha_fuera_de_rango": "{valor} no puede ser «{campo}»: está antes de 1990 o después de 2049. Revise el año.",
    "fecha_futura": "«{campo}» es {valor}, que todavía no llega. Escriba cuándo ocurrió, o publíquelo cuando ocurra.",
    "fecha_de_papel_futura": "«{campo}» es {valor}, que todavía no llega. Revise si es la fecha correcta.",
    "fecha_posterior_a_la_entrega": (
        "«{campo}» es {valor}, posterior a la publicación ({publicada}) que la cuenta. Revise si es la fecha correcta."
    ),
    "periodo_invertido": "«{campo}» es {valor}, anterior a la de inicio, que es {inicio}. Corrija una de las dos.",
    "duracion_distinta": "«{campo}» dice {valor} días, y entre sus fechas hay {dias}. Revise cuál es la correcta.",
    "orden_de_las_fechas": "«{campo}» es anterior a «{otro}». Revise si ocurrió en ese orden.",
    "firma_antes_del_fallo": "«{campo}» es anterior a «{otro}». Revise si ocurrió en ese orden.",
    "pago_antes_de_la_firma": "«{campo}» es anterior a «{otro}». Revise si ocurrió en ese orden.",
    "modificacion_antes_de_tiempo": "«{campo}» es anterior a «{otro}». Revise si ocurrió en ese orden.",
    "modificado_antes_de_publicado": "«{campo}» es anterior a «{otro}». Revise cuál es la correcta.",
    "licitacion_sin_concluir": (
        "«{campo}» dice {valor}, y el proceso ya tiene adjudicaciones o contratos. "
        "Si el procedimiento terminó, actualice la licitación."
    ),
    "contrato_de_adjudicacion_sin_efecto": (
        "El contrato nace de una adjudicación cuyo estado es {valor}. Revise el estado de las dos cosas."
    ),
    "pagos_de_contrato_sin_efecto": (
        "«{campo}» dice {valor}, y el contrato ya tiene pagos. Revise si el estado es el correcto."
    ),
    "hito_sin_cumplir_con_fecha": "El hito está {valor} y trae «{campo}». Cambie su estado o quite la fecha.",
    "directa_con_varios": "Es una adjudicación directa y «{campo}» es {valor}. Revise el método o el número.",
    "numero_negativo": "«{campo}» no puede ser menor que cero y trae {valor}. Corríjalo.",
    "pago_negativo": "«{campo}» de un pago es menor que cero ({valor}). Revise si es un reintegro.",
    "neto_mayor_que_el_total": (
        "El monto sin impuestos ({valor}) es mayor que el monto con impuestos ({suma}). Revise si están cambiados."
    ),
    "monto_increible": "«{campo}» es {valor}: más de lo que suele contratarse. Revise que no le sobren cifras.",
    "adjudicado_fuera_de_lo_estimado": (
        "Lo estimado es {valor} y lo adjudicado suma {suma}: más de la mitad de diferencia. Revise los dos montos."
    ),
    "contratado_fuera_de_lo_adjudicado": (
        "Lo adjudicado es {valor} y sus contratos suman {suma}: más de la mitad de diferencia. Revise los montos."
    ),
    "pagado_de_mas": "Los pagos suman {suma} y el contrato es por {valor}. Revise si falta un convenio modificatorio.",
    "numero_de_licitantes": "«{campo}» dice {valor} y la lista trae {lista}. Revise que estén todos.",
    "papel_sin_referencia": (
        "{nombre} lleva el papel {papel} en las partes del proceso, y ninguna etapa dice dónde. Revise quién participa."
    ),
    "correo": "«{valor}» no es un correo electrónico. Escríbalo completo, como compras@ejemplo.gob.mx.",
    "telefono": "«{valor}» no es un teléfono completo. Escríbalo con la clave del país, como +52 55 1234 5678.",
    "idioma": "«{valor}» no es un idioma. Use las dos letras minúsculas de ISO 639-1: es.",
    "esquema_de_identificador": (
        "«{valor}» no es un esquema de identificadores. Use uno de org-id.guide, como MX-RFC, o X- y siglas."
    ),
    "campo_ajeno": "«{campo}» no es del estándar ni de las extensiones que declaramos. Revise si su lugar es otro.",
    "formato_de_documento": (
        "«{valor}» no es un formato de documento. Use su tipo de medio, como application/pdf, o offline/print."
    ),
    "documento_de_otra_etapa": (
        "«{valor}» no es un documento propio de esta etapa. Revise su tipo, o póngalo en la etapa que le toca."
    ),
    "descripcion_larga": "«{campo}» del documento tiene más de {maximo} caracteres. Acórtela: lo demás va en él.",
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
