"""One way in: what enters the ledger is valid, tagged, dated in order, published once, and agrees with the rest."""

from datetime import timedelta
from typing import Any

import pytest

from sitio.publicacion import consultas
from sitio.publicacion.bitacora import EntregaEnConflicto, EntregaInvalida, emitir
from sitio.publicacion.models import Bitacora, Entrega, Origen, Publicador, Registro
from tests.publicacion.vida import (
    EXTENSION,
    PREFIJO,
    capturar,
    contenido,
    crear_publicador,
    etapas,
    importable,
    importar,
    sha256,
    utc,
    vivir,
)

OCID = f"{PREFIJO}-1"


def emitir_importada(publicador: Publicador, entrega: dict[str, Any]) -> Entrega:
    return emitir(publicador, entrega, origen=Origen.IMPORTACION)


def test_una_entrega_capturada_recibe_id_fecha_y_etiqueta(publicador: Publicador) -> None:
    entrega = capturar(publicador, next(etapas()), fecha=utc(2026, 1, 2, 3, 4, 5), extensiones=[EXTENSION])

    assert (entrega.id_entrega, entrega.etiquetas, entrega.fecha) == (
        f"{OCID}-1",
        ["planning"],
        utc(2026, 1, 2, 3, 4, 5),
    )
    assert entrega.extensiones == [EXTENSION]
    dicho = contenido(entrega)
    assert (dicho["id"], dicho["tag"], dicho["date"]) == (f"{OCID}-1", ["planning"], "2026-01-02T03:04:05Z")


def test_las_cinco_etapas_llevan_cada_una_su_etiqueta(publicador: Publicador) -> None:
    entregas = vivir(publicador)

    assert [e.etiquetas for e in entregas] == [["planning"], ["tender"], ["award"], ["contract"], ["implementation"]]
    assert Registro.objects.get().etapas == ["planeacion", "licitacion", "adjudicacion", "contrato", "ejecucion"]


def test_corregir_una_etapa_publica_una_actualizacion_y_conserva_la_anterior(publicador: Publicador) -> None:
    planeacion = next(etapas())
    primera = capturar(publicador, planeacion)

    segunda = capturar(publicador, {**planeacion, "planning": {"rationale": "Se rompieron las que había."}})

    assert segunda.etiquetas == ["planningUpdate"]
    assert contenido(Entrega.objects.get(pk=primera.pk))["planning"] == {"rationale": "Las escuelas lo necesitan."}
    assert consultas.entrega_compilada(OCID)["planning"] == {"rationale": "Se rompieron las que había."}


def test_publicar_dos_veces_lo_mismo_devuelve_la_misma_entrega(publicador: Publicador) -> None:
    primera = capturar(publicador, next(etapas()))

    assert capturar(publicador, next(etapas())) == primera
    assert Entrega.objects.count() == 1


def test_volver_a_lo_que_se_dijo_antes_es_otra_entrega(publicador: Publicador) -> None:
    planeacion = next(etapas())
    capturar(publicador, planeacion)
    capturar(publicador, {**planeacion, "planning": {"rationale": "Otra razón."}})

    vuelta = capturar(publicador, planeacion)

    assert (vuelta.id_entrega, vuelta.etiquetas) == (f"{OCID}-3", ["planningUpdate"])


def test_lo_que_no_cambia_nada_y_nunca_se_publico_asi_se_rechaza(publicador: Publicador) -> None:
    vivir(publicador)

    with pytest.raises(EntregaInvalida, match="no cambia nada"):
        capturar(publicador, {"ocid": OCID, "tender": {"id": "LA-1"}})


def test_importar_dos_veces_la_misma_entrega_no_agrega_nada(publicador: Publicador) -> None:
    primera = emitir_importada(publicador, importable(OCID))

    assert emitir_importada(publicador, importable(OCID)) == primera
    assert Entrega.objects.count() == Bitacora.objects.get().posicion == 1


def test_un_id_ya_publicado_con_otro_contenido_es_un_conflicto(publicador: Publicador) -> None:
    emitir_importada(publicador, importable(OCID))

    with pytest.raises(EntregaEnConflicto) as conflicto:
        emitir_importada(publicador, importable(OCID, titulo="Otro servicio"))

    [error] = conflicto.value.errores
    assert error.ruta == ["id"]
    assert "otro id y una fecha posterior" in error.mensaje
    assert Entrega.objects.count() == Bitacora.objects.get().posicion == 1


@pytest.mark.parametrize("dia", [1, 2])
def test_una_fecha_que_no_avanza_es_un_conflicto_que_dice_cual_es_la_ultima(publicador: Publicador, dia: int) -> None:
    emitir_importada(publicador, importable(OCID, dia=2))

    with pytest.raises(EntregaEnConflicto, match="2020-01-02T12:00:00Z") as conflicto:
        emitir_importada(publicador, importable(OCID, dia=dia, id_entrega="otra"))

    assert conflicto.value.errores[0].ruta == ["date"]


def test_lo_que_redactamos_de_tablas_se_fecha_un_segundo_despues_y_no_se_repite(publicador: Publicador) -> None:
    filas = [importable(OCID, id_entrega=f"fila-{n}", titulo=f"Servicio {n}") for n in range(3)]

    resultados = importar(publicador, *filas, redatar=True)
    otra_vez = importar(publicador, *filas, redatar=True)

    assert [r.entrega.fecha for r in resultados] == [utc(2020, 1, 1, 12, 0, n) for n in range(3)]
    assert [r.estado for r in otra_vez] == ["repetida"] * 3
    assert [r.entrega for r in otra_vez] == [r.entrega for r in resultados]


def test_la_fecha_de_una_captura_nunca_queda_antes_de_la_ultima(publicador: Publicador) -> None:
    futura = utc(2030, 1, 1)
    planeacion, licitacion, *_resto = etapas()
    capturar(publicador, planeacion, fecha=futura)

    assert capturar(publicador, licitacion, fecha=utc(2026, 1, 1)).fecha == futura + timedelta(seconds=1)


def test_nadie_publica_en_el_proceso_de_otro(publicador: Publicador) -> None:
    vivir(publicador)
    otro = crear_publicador("obras")

    with pytest.raises(EntregaEnConflicto, match="ya lo publica Secretaría finanzas"):
        capturar(otro, {"ocid": OCID, "planning": {"rationale": "Ajena"}})

    assert Entrega.objects.filter(publicador=otro).count() == 0


@pytest.mark.parametrize(
    ("cambios", "ruta"),
    [
        ({"ocid": "ocds-aaaaaa-1"}, ["ocid"]),
        ({"ocid": "OCDS-213CZF-1"}, ["ocid"]),
        ({"ocid": f"{PREFIJO}-uno dos"}, ["ocid"]),
        ({"planning": {"rationale": ""}}, ["planning", "rationale"]),
        ({"buyer": {"id": "MX-RFC-NADIE", "name": "Nadie"}}, ["buyer"]),
        ({"ocid": None}, ["ocid"]),
    ],
)
def test_lo_capturado_cumple_el_perfil_estricto_y_el_prefijo(
    publicador: Publicador, cambios: dict[str, Any], ruta: list[str]
) -> None:
    with pytest.raises(EntregaInvalida) as rechazo:
        capturar(publicador, {**next(etapas()), **cambios})

    assert ruta in [error.ruta for error in rechazo.value.errores]
    assert not Entrega.objects.exists()


def test_una_referencia_puede_llevar_a_lo_ya_publicado(publicador: Publicador) -> None:
    *antes, contrato, _ejecucion = etapas()
    for entrega in antes:
        capturar(publicador, entrega)

    assert capturar(publicador, contrato).etiquetas == ["contract"]
    with pytest.raises(EntregaInvalida) as rechazo:
        capturar(publicador, {"ocid": OCID, "contracts": [{"id": "C-2", "awardID": "A-perdida"}]})
    assert rechazo.value.errores[0].ruta == ["contracts", 0, "awardID"]


@pytest.mark.parametrize("ocid", ["OCDS-87SD3T-SEFIN-1", "108", "ocds-6550wx-OISOE B&S/7", "PC-0018"])
def test_lo_importado_conserva_su_ocid(publicador: Publicador, ocid: str) -> None:
    entrega = emitir_importada(publicador, importable(ocid))

    assert (entrega.ocid, contenido(entrega)) == (ocid, importable(ocid))


@pytest.mark.parametrize(
    ("entrega", "ruta"),
    [
        (importable(""), ["ocid"]),
        (importable("x" * 201), ["ocid"]),
        (importable("uno\ndos"), ["ocid"]),
        (importable(OCID, id_entrega="a#b"), ["id"]),
        (importable(OCID, id_entrega="a\tb"), ["id"]),
        ({**importable(OCID), "date": "ayer"}, ["date"]),
        ({**importable(OCID), "tag": []}, ["tag"]),
        ({**importable(OCID), "tender": {"id": "T-1", "title": "nulo \0"}}, ["tender", "title"]),
        (["no es un objeto"], []),
    ],
)
def test_lo_importado_que_la_bitacora_no_puede_guardar_se_rechaza_con_su_lugar(
    publicador: Publicador, entrega: Any, ruta: list[str]
) -> None:
    [resultado] = importar(publicador, entrega)

    assert (resultado.estado, resultado.entrega) == ("rechazada", None)
    assert ruta in [error.ruta for error in resultado.errores]
    assert not Entrega.objects.exists()


def test_un_campo_que_cambia_de_tipo_se_rechaza_en_espanol(publicador: Publicador) -> None:
    emitir_importada(publicador, {**importable(OCID), "extra": "texto"})

    with pytest.raises(EntregaInvalida, match="cambió de tipo"):
        emitir_importada(publicador, {**importable(OCID, dia=2), "extra": {"a": 1}})


@pytest.mark.parametrize(("niveles", "estado"), [(62, "emitida"), (63, "rechazada"), (5000, "rechazada")])
def test_una_entrega_demasiado_anidada_se_rechaza(publicador: Publicador, niveles: int, estado: str) -> None:
    hondo: dict[str, Any] = {}
    for _ in range(niveles - 1):
        hondo = {"a": hondo}

    [resultado] = importar(publicador, {**importable(OCID), "extra": [hondo]})

    assert resultado.estado == estado


def test_los_centavos_llegan_exactos_al_registro(publicador: Publicador) -> None:
    dinero = {"amount": 1234567.1, "currency": "MXN"}
    emitir_importada(publicador, {**importable(OCID), "tender": {"id": "T-1", "value": dinero}})
    emitir_importada(publicador, {**importable(OCID, dia=2), "tender": {"id": "T-1", "title": "Con título"}})

    assert b'"amount":1234567.1,' in bytes(Registro.objects.get().compilada)
    assert str(Registro.objects.get().monto) == "1234567.10"


def test_cada_publicador_tiene_su_cadena_y_todos_una_sola_fila(publicador: Publicador) -> None:
    otro = crear_publicador("obras")
    for numero, de_quien in enumerate([publicador, otro, otro, publicador, publicador]):
        emitir_importada(de_quien, importable(f"{PREFIJO}-{numero}"))

    assert list(Entrega.objects.values_list("posicion", flat=True)) == [1, 2, 3, 4, 5]
    for de_quien, esperadas in ((publicador, [1, 2, 3]), (otro, [1, 2])):
        assert list(de_quien.entregas.order_by("posicion").values_list("secuencia", flat=True)) == esperadas
        cadena = "0" * 64
        for entrega in de_quien.entregas.order_by("secuencia"):
            assert entrega.sha256 == sha256(bytes(entrega.contenido))
            assert entrega.cadena_previa == cadena
            cadena = sha256(f"{cadena}{entrega.sha256}".encode())
            assert entrega.cadena == cadena


def test_el_registro_es_lo_que_dicen_todas_sus_entregas(publicador: Publicador) -> None:
    ultima = vivir(publicador)[-1]

    registro = Registro.objects.get()

    assert (registro.ocid, registro.posicion, registro.publicada_en) == (OCID, ultima.posicion, ultima.publicada_en)
    assert registro.sha256 == sha256(bytes(registro.compilada))
    compilada = consultas.entrega_compilada(OCID)
    assert compilada["tag"] == ["compiled"]
    assert {"planning", "tender", "awards", "contracts"} <= compilada.keys()
    assert list(consultas.entregas_de(OCID).values_list("posicion", flat=True)) == [1, 2, 3, 4, 5]
    assert consultas.entrega_compilada("ocds-213czf-ninguno") is None


def test_publicar_una_entrega_cuesta_pocas_consultas(
    publicador: Publicador, django_assert_max_num_queries: Any
) -> None:
    *antes, ultima = etapas()
    for entrega in antes:
        capturar(publicador, entrega)

    with django_assert_max_num_queries(10):
        capturar(publicador, ultima)
