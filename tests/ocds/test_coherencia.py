"""What does not agree within a process: refused when it cannot be true, warned about when somebody should look."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from sitio.ocds import rutas
from sitio.ocds.coherencia import REGLAS, Nivel
from sitio.ocds.fusion import compilar
from sitio.ocds.mensajes import MENSAJES
from sitio.ocds.perfil import ErrorDePerfil, avisos, errores

AHORA = datetime(2026, 3, 1, tzinfo=UTC)
Cambio = Callable[[dict[str, Any]], Any]
CONTRATO = "contracts.0"
PAGO = f"{CONTRATO}.implementation.transactions.0"


def _con(*pares: tuple[str, Any]) -> Cambio:
    def cambiar(entrega: dict[str, Any]) -> None:
        for ruta, valor in pares:
            rutas.poner(entrega, ruta, valor)

    return cambiar


def _sitios(hallados: list[ErrorDePerfil]) -> list[tuple[str, str]]:
    return [(error.regla, rutas.texto(error.ruta)) for error in hallados]


SIN_PAPELES = (("parties.0.roles", ["buyer"]), ("parties.2.roles", ["tenderer"]))
DOCUMENTO, CONTACTO = "planning.documents.0", "parties.0.contactPoint"
EN_DOCUMENTO = "planning.documents[0]"

# key -> [(what spoils a sound release, where it is told)]
CASOS: dict[str, list[tuple[Cambio, str]]] = {
    "fecha_fuera_de_rango": [
        (_con(("tender.tenderPeriod.startDate", "0206-01-05T15:00:00Z")), "tender.tenderPeriod.startDate"),
        (_con((f"{CONTRATO}.period.endDate", "2126-12-31T05:59:59Z")), "contracts[0].period.endDate"),
        (_con(("tender.bidOpening", {"date": "1989-12-31T23:59:59Z"})), "tender.bidOpening.date"),
    ],
    "fecha_futura": [
        (_con(("awards.0.date", "2048-01-01T00:00:00Z")), "awards[0].date"),
        (_con((f"{CONTRATO}.dateSigned", "2048-01-01T00:00:00Z")), "contracts[0].dateSigned"),
        (_con((f"{PAGO}.date", "2048-01-01T00:00:00Z")), "contracts[0].implementation.transactions[0].date"),
        (_con(("tender.amendments", [{"id": "1", "date": "2048-01-01T00:00:00Z"}])), "tender.amendments[0].date"),
        (_con(("tender.milestones.0.dateMet", "2048-01-01T00:00:00Z")), "tender.milestones[0].dateMet"),
    ],
    "fecha_de_papel_futura": [
        (_con((f"{DOCUMENTO}.datePublished", "2048-01-01T00:00:00Z")), f"{EN_DOCUMENTO}.datePublished"),
    ],
    "fecha_posterior_a_la_entrega": [
        (_con(("date", "2026-01-31T17:59:59Z")), "contracts[0].implementation.transactions[0].date"),
    ],
    "periodo_invertido": [
        (_con(("tender.tenderPeriod.endDate", "2026-01-05T14:59:59Z")), "tender.tenderPeriod.endDate"),
        (_con(("awards.0.contractPeriod", {"startDate": "2026-03-02T06:00:00Z", "endDate": "2026-03-01T06:00:00Z"})),
         "awards[0].contractPeriod.endDate"),
    ],
    "duracion_distinta": [(_con((f"{CONTRATO}.period.durationInDays", 300)), "contracts[0].period.durationInDays")],
    "orden_de_las_fechas": [
        (_con(("awards.0.date", "2026-01-19T18:00:00Z")), "awards[0].date"),
        (_con(("tender.contractPeriod", {"startDate": "2026-01-20T16:59:59Z"})), "tender.contractPeriod.startDate"),
    ],
    "firma_antes_del_fallo": [(_con((f"{CONTRATO}.dateSigned", "2026-01-24T18:00:00Z")), "contracts[0].dateSigned")],
    "pago_antes_de_la_firma": [
        (_con((f"{PAGO}.date", "2026-01-29T18:00:00Z")), "contracts[0].implementation.transactions[0].date"),
    ],
    "modificacion_antes_de_tiempo": [
        (_con(("tender.amendments", [{"id": "1", "date": "2026-01-04T00:00:00Z"}])), "tender.amendments[0].date"),
        (_con((f"{CONTRATO}.amendments", [{"id": "1", "date": "2026-01-29T00:00:00Z"}])),
         "contracts[0].amendments[0].date"),
    ],
    "modificado_antes_de_publicado": [
        (_con((f"{DOCUMENTO}.datePublished", "2026-01-02T00:00:00Z"),
              (f"{DOCUMENTO}.dateModified", "2026-01-01T00:00:00Z")), f"{EN_DOCUMENTO}.dateModified"),
    ],
    "licitacion_sin_concluir": [(_con(("tender.status", e)), "tender.status") for e in ("active", "cancelled")],
    "contrato_de_adjudicacion_sin_efecto": [
        (_con(("awards.0.status", e)), "contracts[0].awardID") for e in ("pending", "cancelled", "unsuccessful")
    ],
    "pagos_de_contrato_sin_efecto": [(_con((f"{CONTRATO}.status", "cancelled")), "contracts[0].status")],
    "hito_sin_cumplir_con_fecha": [
        (_con(("tender.milestones.0.dateMet", "2026-01-10T00:00:00Z"), ("tender.milestones.0.status", estado)),
         "tender.milestones[0].dateMet")
        for estado in ("scheduled", "notMet")
    ],
    "directa_con_varios": [(_con(("tender.procurementMethod", "direct")), "tender.numberOfTenderers")],
    "numero_negativo": [
        (_con(("tender.items.0.quantity", -1)), "tender.items[0].quantity"),
        (_con(("tender.items.0.unit.value.amount", -0.01)), "tender.items[0].unit.value.amount"),
        (_con(("tender.awardPeriod", {"durationInDays": -3})), "tender.awardPeriod.durationInDays"),
    ],
    "pago_negativo": [(_con((f"{PAGO}.value.amount", -5)), "contracts[0].implementation.transactions[0].value.amount")],
    "monto_increible": [
        (_con(("planning.budget.amount.amount", 100_000_000_001)), "planning.budget.amount.amount"),
        (_con(("tender.minValue", {"amount": 5_000_000_001, "currency": "USD"})), "tender.minValue.amount"),
    ],
    "neto_mayor_que_el_total": [
        (_con(("planning.budget.amount.netAmount", 100_000_000)), "planning.budget.amount.netAmount"),
    ],
    "adjudicado_fuera_de_lo_estimado": [
        (_con(("tender.value.amount", 77333.66)), "tender.value.amount"),
        (_con(("tender.value.amount", 232001.01)), "tender.value.amount"),
    ],
    "contratado_fuera_de_lo_adjudicado": [(_con((f"{CONTRATO}.value.amount", 58000)), "awards[0].value.amount")],
    "pagado_de_mas": [(_con((f"{PAGO}.value.amount", 116000.51)), "contracts[0].implementation.transactions")],
    "numero_de_licitantes": [(_con(("tender.numberOfTenderers", 3)), "tender.numberOfTenderers")],
    "papel_sin_referencia": [(_con(("parties.3.roles.1", "supplier")), "parties[3].roles")],
    "correo": [(_con((CONTACTO, {"email": correo})), "parties[0].contactPoint.email")
               for correo in ("compras", "a@b", "a b@c.mx", "a@c.mx, b@c.mx")],
    "telefono": [(_con((CONTACTO, {"telephone": telefono})), "parties[0].contactPoint.telephone")
                 for telefono in ("55 1234 5678", "+52 55 1234 5678 ext. 3", "+52")],
    "idioma": [(_con(("language", idioma)), "language") for idioma in ("es_MX", "ES", "español")],
    "esquema_de_identificador": [
        (_con(("parties.0.identifier.scheme", e)), "parties[0].identifier.scheme") for e in ("RFC", "mx-rfc")
    ],
    "campo_ajeno": [(_con(("tender.visitas", [{"id": "1"}])), "tender.visitas")],
    "formato_de_documento": [
        (_con((f"{DOCUMENTO}.format", f)), f"{EN_DOCUMENTO}.format") for f in ("pdf", "doc/x", "application/")
    ],
    "documento_de_otra_etapa": [
        (_con((f"{DOCUMENTO}.documentType", "contractSigned")), f"{EN_DOCUMENTO}.documentType"),
    ],
    "descripcion_larga": [(_con((f"{DOCUMENTO}.description", "x" * 251)), f"{EN_DOCUMENTO}.description")],
}  # fmt: skip


def test_cada_regla_tiene_su_caso_y_su_mensaje() -> None:
    assert CASOS.keys() == REGLAS.keys() <= MENSAJES.keys()
    assert all(regla.fuente for regla in REGLAS.values())


@pytest.mark.parametrize(
    ("clave", "cambio", "ruta"), [(clave, *caso) for clave, casos in CASOS.items() for caso in casos]
)
def test_cada_contradiccion_se_dice_una_vez_y_en_su_campo(
    entrega: dict[str, Any], clave: str, cambio: Cambio, ruta: str
) -> None:
    assert (avisos(entrega, ahora=AHORA), errores(entrega, estricto=True)) == ([], [])
    cambio(entrega)
    if REGLAS[clave].nivel == Nivel.ERROR:
        assert (clave, ruta) in _sitios(errores(entrega, estricto=True))
        assert clave not in {regla for regla, _ in _sitios(avisos(entrega, ahora=AHORA))}
    else:
        assert (clave, ruta) in _sitios(avisos(entrega, ahora=AHORA))
        assert {aviso.nivel for aviso in avisos(entrega, ahora=AHORA)} == {Nivel.AVISO}
        assert errores(entrega, estricto=True) == []
    # What others publish is theirs: an import is never refused for it.
    assert errores(entrega) == []


@pytest.mark.parametrize(
    "cambio",
    [
        _con((f"{CONTRATO}.period.durationInDays", 333)),
        _con(("tender.status", "active"), ("awards", []), ("contracts", []), *SIN_PAPELES),
        _con(("tender.status", "active"), ("awards", [{"id": "a1"}]), ("contracts", [{"id": "c1"}]), *SIN_PAPELES),
        _con(("tender.value.amount", 77333.67)),
        _con(("tender.value.amount", 232001)),
        _con(("tender.value.currency", "USD"), ("tender.value.amount", 1)),
        _con((f"{PAGO}.value.amount", 116000.5)),
        _con((f"{PAGO}.value", {"amount": 999999999, "currency": "USD"})),
        _con(("planning.budget.amount.amount", 100_000_000_000)),
        _con(("tender.procurementMethod", "direct"), ("tender.numberOfTenderers", 1), ("tender.tenderers", []),
             ("parties.2.roles", ["supplier", "payee"]), ("parties.3.roles", [])),
        _con((CONTACTO, {"email": "compras.uno@ejemplo.gob.mx", "telephone": "+52 (55) 1234-5678"})),
        _con(("parties.0.additionalIdentifiers", [{"scheme": "X-RUPC", "id": "1"}])),
        _con((f"{DOCUMENTO}.format", "offline/print")),
        _con((f"{DOCUMENTO}.format", "application/vnd.oasis.opendocument.text+x")),
        _con((f"{DOCUMENTO}.documentType", "deOtroPortal")),
        _con(("tender.title_en", "Freight"), (f"{DOCUMENTO}.description", "x" * 250)),
        _con(("tender.lots", [{"id": "1", "title": "Uno"}])),
    ],
)  # fmt: skip
def test_lo_que_concuerda_no_avisa_de_nada(entrega: dict[str, Any], cambio: Cambio) -> None:
    cambio(entrega)
    assert avisos(entrega, ahora=AHORA) == []


def test_se_mira_el_proceso_entero_y_solo_se_dice_lo_que_trae_la_entrega(entrega: dict[str, Any]) -> None:
    entrega["tender"]["numberOfTenderers"] = 3
    previa = compilar([entrega])
    base = {clave: entrega[clave] for clave in ("ocid", "initiationType")}
    pago = {"id": "t2", "value": {"amount": 200000, "currency": "MXN"}}
    nueva = {**base, "contracts": [{"id": "c1", "awardID": "a1", "implementation": {"transactions": [pago]}}]}
    # The payments add up to too much only with those already published; the tenderers were already wrong.
    assert _sitios(avisos(nueva, previa, AHORA)) == [("pagado_de_mas", "contracts[0].implementation.transactions")]
    assert avisos(nueva, None, AHORA) == []
    assert _sitios(avisos({**base, "language": "es"}, previa, AHORA)) == []


def test_el_lugar_es_el_de_la_entrega_aunque_en_el_registro_sea_otro(entrega: dict[str, Any]) -> None:
    previa = compilar([entrega])
    hito = {"id": "h2", "status": "scheduled", "dateMet": "2026-01-10T00:00:00Z"}
    nueva = {
        **{clave: entrega[clave] for clave in ("ocid", "id", "tag", "date", "initiationType")},
        "tender": {"id": entrega["tender"]["id"], "milestones": [hito]},
    }
    [error] = errores(nueva, estricto=True, previa=previa)
    assert (error.regla, error.ruta) == ("hito_sin_cumplir_con_fecha", ["tender", "milestones", 0, "dateMet"])
    assert error.lugar == "Licitación › Hito 1 › Fecha de cumplimiento"


def test_lo_que_ya_estaba_en_la_parte_publicada_se_dice_con_su_lugar_del_registro(entrega: dict[str, Any]) -> None:
    contrato = entrega["contracts"].pop()
    entrega["awards"].insert(0, {"id": "a0", "status": "active", "value": {"amount": 1, "currency": "MXN"}})
    previa = compilar([entrega])
    contrato["value"]["amount"] = 1000000
    nueva = {**{clave: entrega[clave] for clave in ("ocid", "initiationType")}, "contracts": [contrato]}
    sitios = _sitios(avisos(nueva, previa, AHORA))
    assert ("contratado_fuera_de_lo_adjudicado", "awards[1].value.amount") in sitios


def test_una_entrega_que_no_se_puede_fundir_no_avisa_ni_falla(entrega: dict[str, Any]) -> None:
    previa = compilar([entrega])
    assert avisos({**entrega, "ocid": "ocds-213czf-otro"}, previa, AHORA) == []


def test_los_mensajes_dicen_el_campo_y_el_motivo_en_espanol(entrega: dict[str, Any]) -> None:
    _con((f"{CONTRATO}.dateSigned", "2026-01-24T18:00:00Z"), (f"{PAGO}.value.amount", 116001))(entrega)
    firma, pago = avisos(entrega, ahora=AHORA)
    assert firma.mensaje == (
        "«Fecha de firma» es anterior a «Fecha de la adjudicación». Revise si ocurrió en ese orden."
    )
    assert firma.lugar == "Contrato 1 › Fecha de firma"
    assert pago.mensaje.startswith("Los pagos suman 116,001 y el contrato es por 116,000.5.")


def test_mil_contratos_se_revisan_sin_volver_sobre_cada_uno(entrega: dict[str, Any]) -> None:
    adjudicacion, contrato = entrega["awards"][0], entrega["contracts"][0]
    entrega["awards"] = [{**copy.deepcopy(adjudicacion), "id": f"a{n}"} for n in range(3000)]
    entrega["contracts"] = [{**copy.deepcopy(contrato), "id": f"c{n}", "awardID": f"a{n}"} for n in range(3000)]
    assert _sitios(avisos(entrega, ahora=AHORA)) == [
        ("adjudicado_fuera_de_lo_estimado", "tender.value.amount"),
    ]
