"""What the engine promises to a rule, whatever the rule: its tables, its thresholds, its scope."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from sitio.analisis import motor
from sitio.analisis.ajustes import AjusteDeBandera, Ajustes, Origen
from sitio.analisis.referencias import completar
from sitio.analisis.registro import BANDERAS, Alcance, Bandera, Numero, Parametro, Resultado, Severidad
from sitio.analisis.tablas import Contexto, Tablas, preparar
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar

SEFIN = Contexto({"ocds-213czf-1": "sefin", "ocds-213czf-2": "sefin"})


def bandera(expresion: Any, **mas: Any) -> Bandera:
    datos: dict[str, Any] = {
        "id": "Z01",
        "titulo": "Prueba",
        "version": "1.0",
        "etapa": "licitacion",
        "alcance": Alcance.PROCESO,
        "severidad": Severidad.MEDIA,
        "fuente": "",
        "campos": (),
        "por_que_importa": "",
        "falsos_positivos": (),
        "que_hacer": "",
        "expresion": expresion,
    }
    return Bandera(**datos | mas)


def por_comprador(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    cuantos = t.procesos.group_by(publicador="publicador", sujeto="unidad_id")
    return cuantos.agg(
        valor=t.procesos.count(),
        procesos=t.procesos.ocid.collect(),
        resultado=ibis.literal(Resultado.BANDERA.value),
        severidad=ibis.literal(4),
    )


def caro(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    f = t.procesos
    resultado = ibis.cases((f.monto_licitacion > p["tope"], "bandera"), else_="sin_bandera")
    return f.select("ocid", sujeto=f.ocid, valor=f.monto_licitacion, resultado=resultado)


def planas(*compiladas: dict[str, Any]) -> dict[str, pa.Table]:
    return tablas.aplanar(map(canonizar, compiladas))


def test_what_is_of_a_buyer_says_its_publisher_and_the_processes_behind(licitacion: dict[str, Any]) -> None:
    licitacion["tender"]["procuringEntity"] = {"id": "UC-1", "name": "Unidad"}
    otra = licitacion | {"ocid": "ocds-213czf-2"}
    regla = bandera(por_comprador, alcance=Alcance.COMPRADOR)

    (hallazgo,) = motor.evaluar(planas(otra, licitacion), [regla], contexto=SEFIN)

    assert (hallazgo.publicador, hallazgo.ocid, hallazgo.sujeto) == ("sefin", "", "UC-1")
    assert hallazgo.procesos == ("ocds-213czf-1", "ocds-213czf-2")
    assert hallazgo.valor == Decimal(2)
    assert hallazgo.severidad is Severidad.ALTA
    assert hallazgo.evidencia == {}


def test_a_run_over_some_processes_leaves_out_what_needs_all(licitacion: dict[str, Any]) -> None:
    assert not bandera(por_comprador, alcance=Alcance.COMPRADOR).de_un_proceso
    assert not bandera(caro, general=True).de_un_proceso

    evaluadas = {h.bandera_id for h in motor.evaluar(planas(licitacion))}

    assert evaluadas <= {b.id for b in BANDERAS.values() if b.de_un_proceso}
    assert "P20" in evaluadas


@pytest.mark.parametrize(("tope", "esperado"), [("100.50", "sin_bandera"), ("100.49", "bandera")])
def test_a_threshold_may_have_decimals(licitacion: dict[str, Any], tope: str, esperado: str) -> None:
    licitacion["tender"]["value"] = {"amount": 100.5, "currency": "MXN"}
    regla = bandera(caro, parametros=(Parametro("tope", Decimal("7.5"), "pesos", "Tope"),))
    propios = {"Z01": AjusteDeBandera(parametros={"tope": Decimal(tope)})}
    ajustes = {licitacion["ocid"]: Ajustes(Origen("p", 1, "P"), banderas=propios)}

    (hallazgo,) = motor.evaluar(planas(licitacion), [regla], contexto=SEFIN, ajustes=ajustes)

    assert hallazgo.resultado.value == esperado
    assert hallazgo.evidencia["ajuste"]["parametros"] == {"tope": Decimal(tope)}


@pytest.mark.parametrize(
    ("quitar", "anio"),
    [((), 2025), (("tenderPeriod",), 2026), (("tenderPeriod", "awards"), None)],
)
def test_the_year_of_a_process_is_the_local_one_it_began_or_was_decided(
    licitacion: dict[str, Any], quitar: tuple[str, ...], anio: int | None
) -> None:
    licitacion["tender"]["tenderPeriod"] = {"startDate": "2026-01-01T05:00:00Z", "endDate": "2026-03-20T16:00:00Z"}
    for nombre in quitar:
        licitacion["tender"].pop(nombre, None)
        licitacion.pop(nombre, None)

    assert preparar(planas(licitacion))["procesos"].column("anio").to_pylist() == [anio]


@pytest.mark.parametrize(
    ("identificador", "rfc"),
    [
        ({"scheme": "MX-RFC", "id": "aaa-010101-aa1"}, "AAA010101AA1"),
        ({"scheme": "MX-RFC", "id": "ÑA&010101AA1"}, "ÑA&010101AA1"),
        ({"scheme": "MX-RFC", "id": "---"}, None),
        ({"scheme": "XX-TAX", "id": "AAA010101AA1"}, None),
        ({}, None),
    ],
)
def test_the_rfc_of_a_party_is_told_as_it_is_compared(
    licitacion: dict[str, Any], identificador: dict[str, str], rfc: str | None
) -> None:
    licitacion["parties"] = [{"id": "P-1", "name": "Empresa", "identifier": identificador}]
    assert preparar(planas(licitacion))["partes"].column("rfc").to_pylist() == [rfc]


def test_a_company_is_named_as_it_is_compared_by_its_legal_name_first(licitacion: dict[str, Any]) -> None:
    licitacion["parties"] = [
        {"id": "P-1", "name": "Muebles López", "identifier": {"legalName": "Mobiliario del Norte, S.A. de C.V."}},
        {"id": "P-2", "name": "Muebles López, SA de CV"},
    ]
    nombres = preparar(planas(licitacion))["partes"].column("nombre_normalizado").to_pylist()
    assert sorted(nombres) == ["MOBILIARIO DEL NORTE", "MUEBLES LOPEZ"]


def test_a_reference_table_that_is_not_given_is_empty_and_an_unknown_one_is_refused() -> None:
    umas = pa.table({"diaria": ["113.14"], "anio": [2025]})
    completas = completar({"umas": umas})
    assert completas["umas"].to_pylist() == [{"anio": 2025, "diaria": Decimal("113.14")}]
    assert completas["limites"].num_rows == 0
    with pytest.raises(ValueError, match="No hay tabla de referencia salarios"):
        completar({"salarios": umas})


def test_the_day_a_date_was_in_mexico_stands_beside_each_moment(licitacion: dict[str, Any]) -> None:
    licitacion["tender"]["clarificationMeetings"] = [{"id": "1", "date": "2026-03-11T02:00:00Z"}]
    assert preparar(planas(licitacion))["juntas"].column("fecha_dia").to_pylist() == [date(2026, 3, 10)]
