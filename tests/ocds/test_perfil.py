"""What a clerk reads when a release is not fit to publish, and what may pass."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from sitio.ocds import rutas
from sitio.ocds.canonico import canonizar
from sitio.ocds.lectura import leer_json
from sitio.ocds.mensajes import MENSAJES
from sitio.ocds.perfil import ErrorDePerfil, errores

Cambio = Callable[[dict[str, Any]], Any]


def _con(ruta: str, valor: Any) -> Cambio:
    return lambda entrega: rutas.poner(entrega, ruta, valor)


def _sin(ruta: str, campo: str) -> Cambio:
    return lambda entrega: rutas.leer(entrega, ruta, entrega).pop(campo)


def test_una_entrega_completa_no_tiene_errores_ni_en_estricto(entrega: dict[str, Any]) -> None:
    assert errores(entrega) == []
    assert errores(entrega, estricto=True) == []


def test_los_numeros_pueden_ser_decimales(entrega: dict[str, Any]) -> None:
    leida = leer_json(canonizar(entrega))
    assert isinstance(leida["contracts"][0]["value"]["amount"], Decimal)
    leida["tender"]["numberOfTenderers"] = Decimal("2.0")
    assert errores(leida, estricto=True) == []
    leida["tender"]["numberOfTenderers"] = Decimal("2.5")
    assert [error.regla for error in errores(leida)] == ["type:number"]


def test_los_campos_de_extensiones_de_otros_son_bienvenidos(entrega: dict[str, Any]) -> None:
    # Others may use another version of an extension of ours: theirs are not held to our schema.
    entrega["bids"] = {"details": [{"id": "1", "value": {"amount": "libre"}}]}
    entrega["contracts"][0]["visitas"] = [{"id": "v1"}]
    assert errores(entrega) == []


def test_los_campos_de_nuestras_extensiones_se_revisan_en_lo_que_capturamos(entrega: dict[str, Any]) -> None:
    entrega["contracts"][0]["guarantees"] = [{"id": "g1", "value": {"amount": 5, "currency": "MXN"}}]
    assert errores(entrega, estricto=True) == []
    entrega["contracts"][0]["guarantees"][0]["value"] = {"amount": "cinco", "netAmount": "4"}
    entrega["contracts"][0]["implementation"]["status"] = "terminada"
    entrega["awards"][0]["subcontracting"] = {
        "maximumPercentage": 30,
        "competitiveMaximumPercentage": 0,
        "minimumPercentage": -1,
    }
    assert [(rutas.texto(e.ruta), e.regla) for e in errores(entrega, estricto=True)] == [
        ("awards[0].subcontracting.competitiveMaximumPercentage", "exclusiveMinimum"),
        ("awards[0].subcontracting.maximumPercentage", "maximum"),
        ("awards[0].subcontracting.minimumPercentage", "minimum"),
        ("contracts[0].guarantees[0].value.amount", "type:number"),
        ("contracts[0].guarantees[0].value.netAmount", "type:number"),
        ("contracts[0].implementation.status", "enum"),
    ]


@pytest.mark.parametrize("estricto", [True, False])
@pytest.mark.parametrize(
    "direccion",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.mx/b"],
)
def test_una_direccion_que_no_es_de_la_web_se_rechaza_siempre(
    entrega: dict[str, Any], direccion: str, estricto: bool
) -> None:
    for ruta in ("planning.documents.0.url", "parties.0.identifier.uri", "planning.budget.uri"):
        rutas.poner(entrega, ruta, direccion)
    hallados = errores(entrega, estricto=estricto)
    assert {error.regla for error in hallados} == {"pattern"}
    assert len(hallados) == 3
    assert "Escríbala completa, desde http:// o https://" in hallados[0].mensaje
    for ruta in ("planning.documents.0.url", "parties.0.identifier.uri", "planning.budget.uri"):
        rutas.poner(entrega, ruta, "HTTPS://ejemplo.gob.mx/a")
    assert errores(entrega, estricto=estricto) == []


@pytest.mark.parametrize(
    ("cambio", "ruta", "mensaje"),
    [
        (_sin("", "initiationType"), "initiationType", "Falta «Tipo de inicio». Es obligatorio: escríbalo."),
        (_sin("contracts.0", "awardID"), "contracts[0].awardID",
         "Falta «Adjudicación de la que nace». Es obligatorio: escríbalo."),
        (_con("tender.title", 5), "tender.title", "«Título» debe ser texto y trae 5. Corríjalo."),
        (_con("tender.value.amount", "1,000.00"), "tender.value.amount",
         "«Monto» debe ser un número y trae «1,000.00». "
         "Escriba solo cifras y punto decimal, sin comas ni signo de pesos."),
        (_con("awards.0.status", "vigente"), "awards[0].status",
         "«vigente» no es una opción de «Estado de la adjudicación». Use una de estas: pending (Pendiente), "
         "active (Vigente), cancelled (Cancelada), unsuccessful (Desierta)."),
        (_con("tender.value.currency", "pesos"), "tender.value.currency",
         "«pesos» no es una moneda. Use el código ISO 4217 de tres mayúsculas, por ejemplo MXN."),
        (_con("awards.0.date", "25/01/2026"), "awards[0].date",
         "«25/01/2026» no es una fecha válida para «Fecha de la adjudicación». Escríbala con hora y zona, "
         "por ejemplo 2026-03-15T10:00:00-06:00."),
        (_con("planning.documents.0.url", "www.ejemplo.gob.mx/bases 1.pdf"), "planning.documents[0].url",
         "«www.ejemplo.gob.mx/bases 1.pdf» no es una dirección web válida para «Dirección del archivo». "
         "Escríbala completa y sin espacios ni acentos, por ejemplo https://www.ejemplo.gob.mx/convocatoria.pdf."),
        (_con("awards.0.items", []), "awards[0].items",
         "«Artículos» no trae ningún elemento. Agregue al menos uno o quite el campo."),
        (_con("tender.id", ""), "tender.id",
         "«Identificador del procedimiento» está en blanco. Escríbalo o quite el campo."),
        (_con("tender.items.0.additionalClassifications", [{"id": "1"}, {"id": "1"}]),
         "tender.items[0].additionalClassifications",
         "«Otras clasificaciones» trae dos veces lo mismo. Deje uno solo."),
    ],
)  # fmt: skip
def test_cada_error_de_estructura_dice_que_donde_y_como_arreglarlo(
    entrega: dict[str, Any], cambio: Cambio, ruta: str, mensaje: str
) -> None:
    cambio(entrega)
    assert [(rutas.texto(error.ruta), error.mensaje) for error in errores(entrega)] == [(ruta, mensaje)]


@pytest.mark.parametrize(
    ("cambio", "ruta", "regla"),
    [
        (_con("ocid", ""), "ocid", "minLength"),
        (_con("ocid", "x" * 201), "ocid", "largo"),
        (_con("id", "y" * 251), "id", "largo"),
        (_con("id", "ocds-213czf-1#2"), "id", "id_gato"),
        (_con("tender.title", "a\0b"), "tender.title", "no_canonizable"),
        (_con("tender.value.amount", 2**53 + 1), "tender.value.amount", "no_canonizable"),
        (_con("tender.value.amount", float("nan")), "tender.value.amount", "no_canonizable"),
        (lambda e: e["tender"]["items"].append(dict(e["tender"]["items"][0])), "tender.items[1].id", "id_repetido"),
        (lambda e: e["parties"].append({"id": "MX-CPA-06E00"}), "parties[4].id", "id_repetido"),
        (_con("ofertas", [{"id": 1}, {"id": "1"}]), "ofertas[1].id", "id_repetido"),
        (_con("ofertas", [{"id": {"clave": 1}}]), "ofertas[0].id", "id_tipo"),
    ],
)  # fmt: skip
def test_lo_que_romperia_la_bitacora_se_rechaza_siempre(
    entrega: dict[str, Any], cambio: Cambio, ruta: str, regla: str
) -> None:
    cambio(entrega)
    assert [(rutas.texto(error.ruta), error.regla) for error in errores(entrega)] == [(ruta, regla)]
    assert rutas.texto(errores(entrega, estricto=True)[0].ruta) == ruta


ESTRICTOS: list[tuple[Cambio, str, str, str]] = [
    (_con("ocid", "OCDS-213CZF-1"), "ocid", "ocid_forma", "«OCDS-213CZF-1» no es un ocid válido."),
    (_con("tender.description", " "), "tender.description", "vacio", "«Descripción» está vacío."),
    (_con("tender.documents", []), "tender.documents", "vacio", "«Documentos» está vacío."),
    (_con("buyer.address", {}), "buyer.address", "vacio", "«Domicilio» está vacío."),
    (_con("tender.description", None), "tender.description", "vacio", "«Descripción» está vacío."),
    (_con("parties.2.details", {"escala": [""]}), "parties[2].details.escala[0]", "vacio", "«Elemento 1» está vacío."),
    (_con("buyer.id", "MX-RFC-NADIE"), "buyer", "referencia_perdida",
     "La organización MX-RFC-NADIE de «Comprador» no está en las partes del proceso."),
    (_sin("buyer", "id"), "buyer", "referencia_sin_id", "«Comprador» no dice a qué organización se refiere."),
    (_con("awards.0.suppliers.0.id", "MX-RFC-NADIE"), "awards[0].suppliers[0]", "referencia_perdida",
     "La organización MX-RFC-NADIE de «Proveedor 1» no está"),
    (_con("tender.procuringEntity.name", "UC"), "tender.procuringEntity.name", "referencia_nombre",
     "La organización MX-CPA-06E00 se llama aquí «UC» y en las partes del proceso «Unidad compradora 06E00»."),
    (_con("parties.3.roles", ["enquirer"]), "tender.tenderers[1]", "referencia_papel",
     "aparece en «Licitante 2», pero en las partes del proceso no lleva el papel Licitante."),
    (_con("parties.2.roles.2", "payer"), "contracts[0].implementation.transactions[0].payee", "referencia_papel",
     "no lleva el papel Receptor del pago."),
    (_con("contracts.0.awardID", "a9"), "contracts[0].awardID", "adjudicacion_perdida",
     "El contrato nace de la adjudicación a9, que no existe."),
]  # fmt: skip


@pytest.mark.parametrize(("cambio", "ruta", "regla", "mensaje"), ESTRICTOS)
def test_lo_que_capturamos_se_revisa_mas_que_lo_importado(
    entrega: dict[str, Any], cambio: Cambio, ruta: str, regla: str, mensaje: str
) -> None:
    cambio(entrega)
    assert errores(entrega) == []
    [error] = errores(entrega, estricto=True)
    assert (rutas.texto(error.ruta), error.regla) == (ruta, regla)
    assert mensaje in error.mensaje


def test_una_entrega_de_una_etapa_se_apoya_en_lo_ya_publicado(entrega: dict[str, Any]) -> None:
    contrato = {clave: entrega[clave] for clave in ("ocid", "id", "date", "tag", "initiationType", "contracts")}
    previa = {clave: entrega[clave] for clave in ("parties", "awards")}
    assert [e.regla for e in errores(contrato, estricto=True)] == ["referencia_perdida", "referencia_perdida"]
    assert errores(contrato, estricto=True, previa=previa) == []
    [error] = errores(contrato, estricto=True, previa={**previa, "awards": []})
    assert error.regla == "adjudicacion_perdida"


def test_un_error_dice_el_lugar_a_las_personas_y_a_los_programas(entrega: dict[str, Any]) -> None:
    entrega["tender"]["items"][0]["unit"]["value"]["currency"] = "mxn"
    [error] = errores(entrega)
    assert error == ErrorDePerfil(
        ruta=["tender", "items", 0, "unit", "value", "currency"],
        campo="Moneda",
        mensaje="«mxn» no es una moneda. Use el código ISO 4217 de tres mayúsculas, por ejemplo MXN.",
        regla="enum:currency",
    )
    assert error.lugar == "Licitación › Artículo 1 › Unidad de medida › Precio unitario › Moneda"
    assert str(error).startswith(f"{error.lugar} (tender.items[0].unit.value.currency): «mxn»")


def test_los_errores_salen_en_el_orden_de_la_entrega_y_uno_por_campo(entrega: dict[str, Any]) -> None:
    entrega["contracts"][0]["status"] = ""
    entrega["tender"]["items"] *= 11
    entrega["date"] = ""
    entrega["zeta"] = None
    lugares = [rutas.texto(error.ruta) for error in errores(entrega, estricto=True)]
    repetidos = [f"tender.items[{indice}].id" for indice in range(1, 11)]
    assert lugares == ["date", *repetidos, "contracts[0].status", "zeta"]


@pytest.mark.parametrize("entrega", [None, [], "texto", 3])
def test_lo_que_no_es_una_entrega_se_rechaza_entero(entrega: Any) -> None:
    [error] = errores(entrega)
    assert error.ruta == []
    assert "«Entrega» debe ser un grupo de campos" in str(error)


def test_miles_de_articulos_se_revisan_en_tiempo_lineal(entrega: dict[str, Any]) -> None:
    articulo = entrega["tender"]["items"][0]
    entrega["tender"]["items"] = [{**articulo, "id": str(n)} for n in range(5000)]
    assert errores(entrega, estricto=True) == []


def test_cada_mensaje_dice_que_hacer() -> None:
    de_otro_modulo = {"no_canonizable", "ocid_forma"}
    for regla, mensaje in MENSAJES.items():
        if regla not in de_otro_modulo:
            assert mensaje.count(".") >= 2 or ":" in mensaje, regla


def test_un_nulo_solo_vale_para_retirar_lo_publicado(entrega: dict[str, Any]) -> None:
    previa = {**entrega, "tender": {**entrega["tender"], "description": "Antes decía esto"}}
    nueva = {**entrega, "tender": {**entrega["tender"], "description": None}}
    assert errores(nueva, estricto=True, previa=previa) == []
    sin_ella = {**entrega, "tender": {k: v for k, v in entrega["tender"].items() if k != "description"}}
    assert [e.regla for e in errores(nueva, estricto=True, previa=sin_ella)] == ["vacio"]
