"""L01 to L16: who takes part, crossed with the external lists."""

from datetime import date
from typing import Any

import pytest

from sitio.analisis.registro import Severidad

RFC = "ALF010101AA1"


def dia(texto: str | None) -> date | None:
    return date.fromisoformat(texto) if texto else None


def proceso(
    rfc: str | None = RFC,
    nombre: str = "Alfa, S.A.",
    metodo: str = "open",
    firma: str | None = "2026-04-20",
    **parte: Any,
) -> dict[str, Any]:
    """A process awarded on 2026-04-10 to one supplier, who signed on 2026-04-20; B lost."""
    proveedor = {"id": "P1", "name": nombre, "roles": ["supplier"], **parte}
    if rfc:
        proveedor["identifier"] = {"scheme": "MX-RFC", "id": rfc}
    contratos = [{"id": "C1", "awardID": "A1", "status": "active", "dateSigned": f"{firma}T18:00:00Z"}] if firma else []
    return {
        "ocid": "ocds-213czf-1",
        "date": "2026-06-01T12:00:00Z",
        "buyer": {"id": "INS", "name": "Secretaría de Finanzas"},
        "parties": [
            proveedor,
            {"id": "INS", "name": "Secretaría de Finanzas", "roles": ["buyer"]},
            {
                "id": "P2",
                "name": "Beta, S.C.",
                "roles": ["tenderer"],
                "identifier": {"scheme": "MX-RFC", "id": "BET020202BB2"},
            },
        ],
        "tender": {
            "id": "LA-1",
            "procurementMethod": metodo,
            "tenderPeriod": {"startDate": "2026-03-02T16:00:00Z", "endDate": "2026-03-20T16:00:00Z"},
            "tenderers": [{"id": "P1"}, {"id": "P2"}],
        },
        "awards": [{"id": "A1", "status": "active", "date": "2026-04-10T18:00:00Z", "suppliers": [{"id": "P1"}]}],
        "contracts": contratos,
    }


def en_lista(tipo: str, situacion: str, **datos: Any) -> dict[str, list[dict[str, Any]]]:
    """The reference tables with one list of `tipo` and one match with it."""
    fila = {
        "rfc": RFC,
        "nombre": "ALFA",
        "lista": tipo,
        "tipo": tipo,
        "version": "2026-01-01",
        "renglon": "1",
        "situacion": situacion,
        "coincidencia": "rfc",
        "puntaje": 1.0,
        **datos,
    }
    for columna in ("desde", "hasta", "publicado"):
        fila[columna] = dia(fila.get(columna))
    return {**cargada(tipo), "coincidencias": [fila]}


def cargada(tipo: str, publicador: str | None = None) -> dict[str, list[dict[str, Any]]]:
    return {
        "listas": [{"lista": tipo, "tipo": tipo, "version": "v", "fecha": date(2026, 1, 1), "publicador": publicador}]
    }


@pytest.fixture
def senala(evaluar: Any) -> Any:
    """Evaluate a flag over one process; returns the outcome and how grave, of its only subject or of `sujeto`."""

    def correr(bandera: str, compilada: dict[str, Any], referencias: Any = None, sujeto: str = "P1") -> tuple[str, Any]:
        hallazgos = {h.sujeto: h for h in evaluar(bandera, compilada, referencias=referencias)}
        assert list(hallazgos) == [sujeto]
        return hallazgos[sujeto].resultado.value, hallazgos[sujeto].severidad

    return correr


CRITICA, ALTA, MEDIA, BAJA = Severidad.CRITICA, Severidad.ALTA, Severidad.MEDIA, Severidad.BAJA
LIMPIA, FALTA = ("sin_bandera", None), ("datos_insuficientes", None)
CON_LISTA = ["L01", "L03", "L04", "L06", "L07", "L10", "L11", "L16"]
TIPOS = {
    **dict.fromkeys(("L01",), "inhabilitados"),
    **dict.fromkeys(("L03", "L04", "L06"), "efos"),
    "L07": "fiscales",
    "L10": "paraisos",
    "L11": "servidores",
    "L16": "padron",
}


@pytest.mark.parametrize("bandera", CON_LISTA)
def test_sin_la_lista_cargada_no_se_dice_limpio(senala: Any, bandera: str) -> None:
    quien = "P2" if bandera == "L06" else "P1"
    assert senala(bandera, proceso(), None, quien) == FALTA
    assert senala(bandera, proceso(), cargada(TIPOS[bandera], "otra-casa"), quien) == FALTA


@pytest.mark.parametrize("bandera", sorted(set(CON_LISTA) - {"L10", "L16"}))
def test_quien_no_esta_en_la_lista_no_se_senala(senala: Any, bandera: str) -> None:
    quien = "P2" if bandera == "L06" else "P1"
    assert senala(bandera, proceso(), cargada(TIPOS[bandera]), quien) == LIMPIA


@pytest.mark.parametrize(
    ("desde", "hasta", "esperado"),
    [
        ("2026-01-01", "2026-04-10", ("bandera", CRITICA)),
        ("2026-01-01", "2026-04-09", LIMPIA),
        ("2026-04-10", "2026-12-31", ("bandera", CRITICA)),
        ("2026-04-11", "2026-12-31", LIMPIA),
        (None, None, FALTA),
        ("2026-01-01", None, FALTA),
        (None, "2026-04-09", LIMPIA),
    ],
)
def test_l01_la_inhabilitacion_cuenta_solo_si_corria_el_dia_del_fallo(
    senala: Any, desde: str | None, hasta: str | None, esperado: Any
) -> None:
    assert senala("L01", proceso(), en_lista("inhabilitados", "inhabilitado", desde=desde, hasta=hasta)) == esperado


def test_l01_en_adjudicacion_directa_cuenta_el_dia_de_la_firma(senala: Any) -> None:
    sancion = en_lista("inhabilitados", "inhabilitado", desde="2026-04-15", hasta="2026-12-31")
    assert senala("L01", proceso(metodo="direct"), sancion) == ("bandera", CRITICA)
    assert senala("L01", proceso(metodo="direct", firma=None), sancion) == LIMPIA


@pytest.mark.parametrize(
    ("situacion", "esperado"),
    [("suspendido", ("bandera", ALTA)), ("multado", LIMPIA), ("inhabilitado", ("bandera", CRITICA))],
)
def test_l01_la_suspension_de_un_tribunal_pesa_menos_y_la_multa_nada(
    senala: Any, situacion: str, esperado: Any
) -> None:
    sancion = en_lista("inhabilitados", situacion, desde="2026-01-01", hasta="2026-12-31")
    assert senala("L01", proceso(), sancion) == esperado


@pytest.mark.parametrize(
    ("modo", "decision", "esperado"),
    [
        ("nombre_exacto", None, ("bandera", MEDIA)),
        ("nombre_aproximado", None, ("bandera", MEDIA)),
        ("nombre_exacto", "confirmada", ("bandera", CRITICA)),
        ("nombre_exacto", "rechazada", LIMPIA),
        ("curp", None, ("bandera", CRITICA)),
    ],
)
def test_un_nombre_solo_no_pasa_de_media_hasta_que_una_persona_lo_confirma(
    senala: Any, modo: str, decision: str | None, esperado: Any
) -> None:
    fechas = {"desde": "2026-01-01", "hasta": "2026-12-31"}
    sancion = en_lista("inhabilitados", "inhabilitado", rfc=None, coincidencia=modo, decision=decision, **fechas)
    assert senala("L01", proceso(rfc=None), sancion) == esperado
    # It is the match of the party without RFC, and not of another of that name that has one.
    assert senala("L01", proceso(), sancion) == LIMPIA


def test_la_lista_propia_de_una_institucion_vale_solo_para_ella(senala: Any) -> None:
    propia = en_lista("propia", "en_lista", publicador="sefin")
    assert senala("L01", proceso(), propia) == ("bandera", ALTA)
    ajena = en_lista("propia", "en_lista", publicador="otra-casa")
    assert senala("L01", proceso(), ajena) == LIMPIA
    terminada = en_lista("propia", "en_lista", publicador="sefin", hasta="2026-04-09")
    assert senala("L01", proceso(), terminada) == LIMPIA


def test_la_evidencia_dice_lista_version_renglon_y_fechas(evaluar: Any) -> None:
    sancion = en_lista("inhabilitados", "inhabilitado", desde="2026-01-01", hasta="2026-12-31")
    (hallazgo,) = evaluar("L01", proceso(), referencias=sancion)
    e = hallazgo.evidencia
    assert (e["lista"], e["version"], e["renglon"], e["coincidencia"]) == ("inhabilitados", "2026-01-01", "1", "rfc")
    assert (e["desde"], e["hasta"], e["referencia"]) == (date(2026, 1, 1), date(2026, 12, 31), date(2026, 4, 10))
    assert (e["nombre"], e["rfc"], hallazgo.valor) == ("Alfa, S.A.", RFC, 1)


def test_de_varias_coincidencias_se_dice_la_mas_grave_una_vez(evaluar: Any) -> None:
    sanciones = en_lista("inhabilitados", "inhabilitado", desde="2026-01-01", hasta="2026-12-31")
    terminada = {**sanciones["coincidencias"][0], "renglon": "0", "hasta": date(2026, 2, 1)}
    sin_fechas = {**terminada, "renglon": "2", "desde": None, "hasta": None}
    sanciones["coincidencias"] += [terminada, sin_fechas]
    (hallazgo,) = evaluar("L01", proceso(), referencias=sanciones)
    assert (hallazgo.resultado.value, hallazgo.evidencia["renglon"]) == ("bandera", "1")


@pytest.mark.parametrize(
    ("bandera", "situacion", "publicado", "esperado"),
    [
        ("L03", "definitivo", "2026-04-10", ("bandera", CRITICA)),
        ("L03", "definitivo", "2026-04-11", ("bandera", ALTA)),
        ("L03", "definitivo", None, ("bandera", ALTA)),
        ("L03", "presunto", "2026-01-01", LIMPIA),
        ("L03", "desvirtuado", "2026-01-01", LIMPIA),
        ("L03", "sentencia_favorable", "2026-01-01", LIMPIA),
        ("L04", "presunto", "2026-04-10", ("bandera", ALTA)),
        ("L04", "presunto", "2026-04-11", ("bandera", MEDIA)),
        ("L04", "definitivo", "2026-01-01", LIMPIA),
        ("L04", "desvirtuado", "2026-01-01", LIMPIA),
    ],
)
def test_el_69b_pesa_segun_su_situacion_y_su_publicacion_en_el_dof(
    senala: Any, bandera: str, situacion: str, publicado: str | None, esperado: Any
) -> None:
    assert senala(bandera, proceso(), en_lista("efos", situacion, publicado=publicado)) == esperado


def test_l05_informa_de_quien_aclaro_y_nunca_senala(evaluar: Any) -> None:
    (hallazgo,) = evaluar("L05", proceso(), referencias=en_lista("efos", "desvirtuado", publicado="2026-01-01"))
    assert (hallazgo.resultado.value, hallazgo.evidencia["situacion"]) == ("sin_bandera", "desvirtuado")
    assert evaluar("L05", proceso(), referencias=en_lista("efos", "definitivo")) == []


def test_l06_mira_a_quien_participo_sin_ganar(senala: Any) -> None:
    beta = {"rfc": "BET020202BB2", "nombre": "BETA"}
    for situacion in ("definitivo", "presunto"):
        assert senala("L06", proceso(), en_lista("efos", situacion, **beta), "P2") == ("bandera", ALTA)
    assert senala("L06", proceso(), en_lista("efos", "desvirtuado", **beta), "P2") == LIMPIA
    assert senala("L06", proceso(), en_lista("efos", "definitivo"), "P2") == LIMPIA


def test_l07_pesa_segun_cuando_se_publico(senala: Any) -> None:
    assert senala("L07", proceso(), en_lista("fiscales", "en_lista", publicado="2026-04-10")) == ("bandera", ALTA)
    assert senala("L07", proceso(), en_lista("fiscales", "en_lista", publicado="2026-04-11")) == ("bandera", MEDIA)


def test_l02_mira_a_los_duenos(senala: Any, evaluar: Any) -> None:
    ana = {"id": "b1", "name": "Ana Ruiz Peña", "identifier": {"scheme": "MX-RFC", "id": "RUPA800101AB1"}}
    sancion = {"rfc": "RUPA800101AB1", "nombre": "ANA RUIZ PENA", "desde": "2026-01-01", "hasta": "2026-12-31"}
    con_duena = proceso(beneficialOwners=[ana])
    for tipo in ("inhabilitados", "servidores_sancionados"):
        assert senala("L02", con_duena, en_lista(tipo, "inhabilitado", **sancion), "b1") == ("bandera", CRITICA)
    terminada = en_lista("inhabilitados", "inhabilitado", **{**sancion, "hasta": "2026-04-09"})
    assert senala("L02", con_duena, terminada, "b1") == LIMPIA
    assert senala("L02", con_duena, None, "b1") == FALTA
    assert evaluar("L02", proceso()) == []


def test_l13_mira_a_quien_participa_sin_vender(senala: Any, evaluar: Any) -> None:
    compilada = proceso()
    compilada["parties"].append(
        {"id": "S1", "name": "Luis Mora", "roles": ["reviewBody"], "identifier": {"legalPersonality": "naturalPerson"}}
    )
    sancion = {"rfc": None, "nombre": "LUIS MORA", "desde": "2026-01-01", "hasta": "2026-12-31"}
    sancionado = en_lista("servidores_sancionados", "inhabilitado", coincidencia="nombre_exacto", **sancion)
    assert senala("L13", compilada, sancionado, "S1") == ("bandera", MEDIA)
    assert senala("L13", compilada, None, "S1") == FALTA
    sin_fallo = {**compilada, "awards": []}
    assert senala("L13", sin_fallo, sancionado, "S1") == FALTA
    assert evaluar("L13", proceso()) == []


@pytest.mark.parametrize(
    ("rfc", "esperado"),
    [
        ("ABC010101AA3", LIMPIA),
        ("ABC010101AA4", ("bandera", BAJA)),
        ("XAXX010101000", ("bandera", ALTA)),
        ("XEXX010101000", ("bandera", ALTA)),
        ("ABC011301AA3", ("bandera", ALTA)),
        ("ABC01", ("bandera", ALTA)),
        (None, FALTA),
    ],
)
def test_l08_revisa_la_forma_y_el_digito_del_rfc(evaluar: Any, rfc: str | None, esperado: Any) -> None:
    (hallazgo,) = evaluar("L08", proceso(rfc=rfc))
    severidad = hallazgo.severidad if hallazgo.resultado.value == "bandera" else None
    assert (hallazgo.resultado.value, severidad) == esperado


@pytest.mark.parametrize(
    ("rfc", "metodo", "esperado"),
    [
        ("ALF250421AA1", "open", ("bandera", MEDIA)),
        ("ALF250421AA1", "direct", ("bandera", ALTA)),
        ("ALF250420AA1", "open", ("sin_bandera", MEDIA)),
        ("ALF260420AA1", "open", ("bandera", MEDIA)),
        ("ALF260421AA1", "open", ("sin_bandera", MEDIA)),
        ("ALF270101AA1", "open", ("sin_bandera", MEDIA)),
        ("ALF280101AA1", "open", ("sin_bandera", MEDIA)),
        ("ALF250230AA1", "open", ("datos_insuficientes", MEDIA)),
        (None, "open", ("datos_insuficientes", MEDIA)),
    ],
)
def test_l09_cuenta_menos_de_un_ano_desde_la_fecha_del_rfc(
    evaluar: Any, rfc: str | None, metodo: str, esperado: Any
) -> None:
    (hallazgo,) = evaluar("L09", proceso(rfc=rfc, metodo=metodo))
    assert (hallazgo.resultado.value, hallazgo.severidad) == esperado


def test_l09_dice_los_dias_y_no_mira_a_las_personas(evaluar: Any) -> None:
    (hallazgo,) = evaluar("L09", proceso(rfc="ALF250421AA1"))
    assert (hallazgo.valor, hallazgo.evidencia["creacion"]) == (364, date(2025, 4, 21))
    (viejo,) = evaluar("L09", proceso(rfc="ALF280101AA1"))
    assert viejo.evidencia["creacion"] == date(1928, 1, 1)
    assert evaluar("L09", proceso(rfc="RUPA250421AB1")) == []


def test_l10_senala_el_pais_de_la_lista_y_dice_si_falta(senala: Any) -> None:
    de_fuera = proceso(address={"countryName": "PA"})
    assert senala("L10", de_fuera, en_lista("paraisos", "en_lista", coincidencia="pais")) == ("bandera", MEDIA)
    assert senala("L10", de_fuera, cargada("paraisos")) == LIMPIA
    assert senala("L10", proceso(), cargada("paraisos")) == FALTA


@pytest.mark.parametrize(
    ("institucion", "modo", "esperado"),
    [
        ("SECRETARIA DE FINANZAS", "rfc", ("bandera", CRITICA)),
        ("SECRETARIA DE FINANZAS", "nombre_exacto", ("bandera", MEDIA)),
        ("OTRA", "rfc", LIMPIA),
        (None, "rfc", LIMPIA),
    ],
)
def test_l11_mira_a_quien_trabaja_donde_vende(senala: Any, institucion: str | None, modo: str, esperado: Any) -> None:
    s2 = en_lista("servidores", "en_lista", institucion=institucion, coincidencia=modo)
    assert senala("L11", proceso(), s2) == esperado


def test_l11_mira_tambien_a_los_duenos(evaluar: Any) -> None:
    ana = {"id": "b1", "name": "Ana Ruiz", "identifier": {"scheme": "MX-RFC", "id": "RUPA800101AB1"}}
    s2 = en_lista(
        "servidores", "en_lista", rfc="RUPA800101AB1", nombre="ANA RUIZ", institucion="SECRETARIA DE FINANZAS"
    )
    hallazgos = evaluar("L11", proceso(beneficialOwners=[ana]), referencias=s2)
    assert {h.sujeto: h.resultado.value for h in hallazgos} == {"P1": "sin_bandera", "b1": "bandera"}


def test_l15_mira_a_las_personas_que_venden_y_trabajan_para_el_estado(senala: Any, evaluar: Any) -> None:
    s2 = en_lista("servidores", "en_lista", rfc="RUPA800101AB1", nombre="ANA RUIZ", institucion="OTRA")
    ana = proceso(rfc="RUPA800101AB1", nombre="Ana Ruiz")
    assert senala("L15", ana, s2) == ("bandera", CRITICA)
    assert senala("L15", ana, cargada("servidores")) == LIMPIA
    assert senala("L15", ana) == FALTA
    assert evaluar("L15", proceso(), referencias=s2) == []


def test_l14_pide_el_manifiesto_por_encima_del_limite(senala: Any) -> None:
    umas = {"umas": [{"anio": 2026, "diaria": 117}]}
    compilada = proceso()
    adjudicacion = compilada["awards"][0]

    def con(monto: float, **resto: Any) -> tuple[str, Any]:
        adjudicacion["value"] = {"amount": monto, "currency": "MXN", **resto}
        return senala("L14", compilada, umas, "A1")

    assert con(50000, netAmount=35100) == ("no_aplica", None)
    assert con(50000, netAmount=35100.01) == ("bandera", None)
    assert con(40716) == ("no_aplica", None)
    assert con(40717.2) == ("bandera", None)
    assert con(50000, currency="USD") == FALTA
    assert senala("L14", compilada, None, "A1") == FALTA
    adjudicacion["documents"] = [{"id": "1", "documentType": "conflictOfInterest"}]
    assert con(50000) == LIMPIA


def test_l16_busca_al_proveedor_en_el_padron(senala: Any) -> None:
    assert senala("L16", proceso(), cargada("padron")) == ("bandera", BAJA)
    assert senala("L16", proceso(), en_lista("padron", "en_lista")) == LIMPIA
    assert senala("L16", proceso(), en_lista("padron", "en_lista", hasta="2026-04-09")) == ("bandera", BAJA)
    assert senala("L16", proceso(), en_lista("padron", "en_lista", hasta="2026-04-10")) == LIMPIA
