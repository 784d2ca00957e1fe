"""A withdrawal takes the content away with two people, leaves its place and reason, and the chain still verifies."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from sitio.publicacion import disparadores, retiros
from sitio.publicacion.bitacora import EntregaEnConflicto
from sitio.publicacion.models import Bitacora, Entrega, Publicador, Registro, Retiro
from sitio.publicacion.reconstruccion import reconstruir
from sitio.publicacion.retiros import RetiroRechazado
from sitio.publicacion.senales import entrega_retirada
from sitio.publicacion.verificacion import verificar_bitacora, verificar_registros
from tests import fabricas
from tests.publicacion.vida import PREFIJO, capturar, contenido, crear_publicador, etapas, importable, importar, vivir

OCID = f"{PREFIJO}-1"
RAZONES = {
    "motivo": "datos_personales",
    "fundamento": "Artículo 115 de la Ley General de Transparencia; resolución CT-12/2026",
    "explicacion": "El documento mostraba el domicilio de una persona.",
}


@pytest.fixture
def personas(db: None) -> dict[str, Any]:
    """Two people who may withdraw, and one who may not."""
    permiso = Permission.objects.get(codename="retirar_entrega")
    gente = {nombre: fabricas.persona(nombre) for nombre in ("ana", "beto", "carla")}
    gente["ana"].user_permissions.add(permiso)
    gente["beto"].user_permissions.add(permiso)
    return gente


@pytest.fixture
def sin_candado(db: None) -> Iterator[None]:
    """Someone with the database's password took the triggers away."""
    disparadores.quitar(connection)
    yield
    disparadores.instalar(connection)


def pedir(personas: dict[str, Any], numero: int = 2, ocid: str = OCID, **cambios: Any) -> Retiro:
    return retiros.solicitar(ocid, f"{ocid}-{numero}", persona=personas["ana"], **{**RAZONES, **cambios})


def retirar(personas: dict[str, Any], numero: int = 2, ocid: str = OCID) -> Entrega:
    return retiros.autorizar(pedir(personas, numero, ocid).pk, personas["beto"])


def fallas() -> list[str]:
    return [f"{f.lugar}: {f.motivo}" for f in (*verificar_bitacora(), *verificar_registros())]


def fotografia() -> list[Any]:
    return [{**fila, "compilada": bytes(fila["compilada"])} for fila in Registro.objects.order_by("ocid").values()]


def test_un_retiro_deja_el_renglon_la_huella_y_un_acta_y_se_lleva_el_contenido(
    publicador: Publicador, personas: dict[str, Any]
) -> None:
    vivir(publicador)
    antes = {e.posicion: e for e in Entrega.objects.all()}

    acta = retirar(personas)

    retirada = Entrega.objects.get(posicion=2)
    assert bytes(retirada.contenido) == b""
    iguales = [c.attname for c in Entrega._meta.concrete_fields if c.name != "contenido"]
    assert all(getattr(retirada, campo) == getattr(antes[2], campo) for campo in iguales)
    assert (acta.posicion, acta.secuencia, acta.clase) == (6, 6, "retiro")
    assert acta.cadena_previa == antes[5].cadena
    assert contenido(Entrega.objects.get(posicion=6)) == {
        "ocid": OCID,
        "releaseId": f"{OCID}-2",
        "date": acta.fecha.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "reason": "datos_personales",
        "legalBasis": RAZONES["fundamento"],
        "explanation": RAZONES["explicacion"],
        "sha256": antes[2].sha256,
    }
    assert acta.fecha > antes[5].fecha
    assert Bitacora.objects.get().posicion == 6
    assert fallas() == []


def test_lo_retirado_sale_de_lo_publico_y_lo_demas_sigue(publicador: Publicador, personas: dict[str, Any]) -> None:
    vivir(publicador)

    retirar(personas)

    assert list(Entrega.objects.publicas().values_list("posicion", flat=True)) == [1, 3, 4, 5]
    registro = Registro.objects.get(pk=OCID)
    assert b"Mobiliario escolar" not in bytes(registro.compilada)
    assert (registro.titulo, registro.posicion, registro.etapas) == (
        "Contrato de mobiliario",
        6,
        ["planeacion", "adjudicacion", "contrato", "ejecucion"],
    )


def test_si_no_queda_nada_del_proceso_desaparece_su_registro(publicador: Publicador, personas: dict[str, Any]) -> None:
    importar(publicador, importable(OCID, id_entrega=f"{OCID}-1"))

    retirar(personas, 1)

    assert not Registro.objects.exists()
    assert fallas() == []
    assert sum(reconstruir()) == 0
    assert not Registro.objects.exists()


@pytest.mark.parametrize("numeros", [(1,), (2,), (5,), (2, 5), (1, 2, 3, 4, 5)])
def test_rehacer_los_registros_da_los_mismos_bytes_con_retiros(
    publicador: Publicador, personas: dict[str, Any], numeros: tuple[int, ...]
) -> None:
    vivir(publicador)
    vivir(publicador, f"{PREFIJO}-2")
    for numero in numeros:
        retirar(personas, numero)
    capturar(publicador, {**next(etapas(OCID)), "planning": {"rationale": "Otra razón."}})
    antes = fotografia()
    Registro.objects.all().delete()

    list(reconstruir())

    assert fotografia() == antes
    assert fallas() == []


def test_despues_de_un_retiro_se_publica_sin_repetir_fecha_ni_id_ni_revivir_nada(
    publicador: Publicador, personas: dict[str, Any]
) -> None:
    vivir(publicador)
    acta = retirar(personas)
    licitacion = list(etapas(OCID))[1]
    licitacion["tender"] = {**licitacion["tender"], "title": "Mobiliario, sin nombres", "description": "Mesas"}

    nueva = capturar(publicador, licitacion)

    assert (nueva.posicion, nueva.cadena_previa) == (7, acta.cadena)
    assert nueva.fecha > acta.fecha
    assert nueva.id_entrega not in {f"{OCID}-{n}" for n in range(1, 6)} | {acta.id_entrega}
    # The only tender left is this one, so it is no update of anything.
    assert nueva.etiquetas == ["tender"]
    compilada = bytes(Registro.objects.get(pk=OCID).compilada)
    assert b"Mobiliario, sin nombres" in compilada
    assert b"Mesas y sillas" not in compilada
    assert fallas() == []


@pytest.mark.parametrize("nombre", ["igual", "otro id y otra fecha"])
def test_lo_retirado_no_vuelve_por_otra_puerta(publicador: Publicador, personas: dict[str, Any], nombre: str) -> None:
    original = importable(OCID, id_entrega=f"{OCID}-1")
    importar(publicador, original)
    retirar(personas, 1)
    otra = original if nombre == "igual" else {**original, "id": "nuevo", "date": "2099-01-01T00:00:00Z"}

    [resultado] = importar(publicador, otra)

    assert [error.regla for error in resultado.errores] == ["retirada"]
    assert not Registro.objects.exists()


def test_el_id_de_lo_retirado_sigue_ocupado(publicador: Publicador, personas: dict[str, Any]) -> None:
    importar(publicador, importable(OCID, id_entrega=f"{OCID}-1"))
    acta = retirar(personas, 1)

    resultados = importar(
        publicador,
        {**importable(OCID, id_entrega=f"{OCID}-1", titulo="Otro"), "date": "2099-01-01T00:00:00Z"},
        {**importable(OCID, id_entrega=acta.id_entrega, titulo="Otro"), "date": "2099-01-01T00:00:00Z"},
    )

    assert [r.errores[0].regla for r in resultados] == ["id_ocupado", "id_ocupado"]


def test_capturar_otra_vez_lo_retirado_se_rechaza(publicador: Publicador, personas: dict[str, Any]) -> None:
    vivir(publicador)
    retirar(personas)

    with pytest.raises(EntregaEnConflicto, match="se retiró del proceso"):
        capturar(publicador, list(etapas(OCID))[1])


RECHAZOS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "solicitar sin permiso": (
        lambda p: retiros.solicitar(OCID, f"{OCID}-2", persona=p["carla"], **RAZONES),
        "necesita el permiso",
    ),
    "autorizar sin permiso": (lambda p: retiros.autorizar(pedir(p).pk, p["carla"]), "necesita el permiso"),
    "autorizar con la cuenta desactivada": (lambda p: retiros.autorizar(pedir(p).pk, p["de_baja"]), "permiso"),
    "la misma persona": (lambda p: retiros.autorizar(pedir(p).pk, p["ana"]), "debe autorizarlo otra persona"),
    "un folio que no existe": (lambda p: retiros.autorizar(pedir(p).pk + 1, p["beto"]), "No hay una solicitud"),
    "dos solicitudes de lo mismo": (lambda p: (pedir(p), pedir(p)), "Ya hay una solicitud abierta"),
    "un motivo inventado": (lambda p: pedir(p, motivo="porque_si"), "Use uno de estos: orden_legal"),
    "sin fundamento": (lambda p: pedir(p, fundamento="  "), "Escriba el fundamento"),
    "sin explicación": (lambda p: pedir(p, explicacion=""), "Escriba el fundamento"),
    "fundamento larguísimo": (lambda p: pedir(p, fundamento="x" * 301), "más de 300 caracteres"),
    "una entrega que no existe": (lambda p: pedir(p, 9), "no ha publicado una entrega"),
    "descartar sin permiso": (lambda p: retiros.descartar(pedir(p).pk, p["carla"]), "necesita el permiso"),
}


@pytest.mark.parametrize(("intento", "dicho"), RECHAZOS.values(), ids=RECHAZOS)
def test_lo_que_no_se_puede_se_explica_y_no_cambia_nada(
    publicador: Publicador, personas: dict[str, Any], intento: Callable[[dict[str, Any]], object], dicho: str
) -> None:
    vivir(publicador)
    personas["de_baja"] = fabricas.persona("de_baja", is_active=False, is_superuser=True)
    antes = (list(Entrega.objects.values()), fotografia())

    with pytest.raises(RetiroRechazado, match=dicho):
        intento(personas)

    assert (list(Entrega.objects.values()), fotografia()) == antes
    assert not Retiro.objects.filter(autorizada_en__isnull=False).exists()


def test_lo_resuelto_no_se_resuelve_otra_vez(publicador: Publicador, personas: dict[str, Any]) -> None:
    vivir(publicador)
    retirar(personas)
    otro = pedir(personas, 3)
    retiros.descartar(otro.pk, personas["ana"])
    folio = Retiro.objects.get(entrega=2).pk

    for accion in (retiros.autorizar, retiros.descartar):
        for resuelto in (folio, otro.pk):
            with pytest.raises(RetiroRechazado, match="ya se resolvió"):
                accion(resuelto, personas["beto"])
    with pytest.raises(RetiroRechazado, match="ya se retiró"):
        pedir(personas)

    # What was dismissed may be asked for again, and authorized.
    assert retirar(personas, 3).posicion == 7
    assert fallas() == []


def test_un_superusuario_puede_y_el_grupo_de_administracion_tambien(publicador: Publicador) -> None:
    vivir(publicador)
    retiros.asegurar_grupo()
    retiros.asegurar_grupo()
    jefa, suplente = fabricas.persona("jefa", is_superuser=True), fabricas.persona("suplente")
    suplente.groups.add(Group.objects.get(name=retiros.GRUPO))

    retirar({"ana": suplente, "beto": jefa})

    assert Retiro.objects.get().autorizada_por == jefa


def test_se_anuncia_tras_confirmar_y_no_si_se_deshace(
    publicador: Publicador, personas: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    vivir(publicador)
    oidos: list[dict[str, Any]] = []

    def oir(sender: Any, signal: Any, **datos: Any) -> None:
        oidos.append(datos)

    entrega_retirada.connect(oir)
    try:
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            retirar(personas, 3)
            transaction.set_rollback(True)
        assert (oidos, bytes(Entrega.objects.get(posicion=3).contenido) != b"") == ([], True)
        with django_capture_on_commit_callbacks(execute=True):
            retirar(personas)
            assert oidos == []
    finally:
        entrega_retirada.disconnect(oir)

    assert oidos == [{"ocid": OCID, "id_entrega": f"{OCID}-2", "posicion": 2, "publicador_id": publicador.pk}]


def test_un_retiro_de_otro_publicador_va_en_su_cadena(publicador: Publicador, personas: dict[str, Any]) -> None:
    vivir(publicador)
    obras = crear_publicador("obras")
    importar(obras, importable("ocds-bbbbbb-1", id_entrega="ocds-bbbbbb-1-1"))

    acta = retirar(personas, 1, "ocds-bbbbbb-1")

    assert (acta.publicador, acta.posicion, acta.secuencia) == (obras, 7, 2)
    assert fallas() == []


# What the database itself refuses, even without our code.


def test_la_base_no_deja_que_autorice_quien_solicita(publicador: Publicador, personas: dict[str, Any]) -> None:
    vivir(publicador)
    folio = pedir(personas).pk
    acta = Entrega.objects.get(posicion=5)

    with pytest.raises(IntegrityError, match="retiro_de_dos_personas"), transaction.atomic():
        Retiro.objects.filter(pk=folio).update(
            autorizada_por=personas["ana"], autorizada_en="2026-01-01T00:00Z", acta=acta
        )


CAMBIOS: dict[str, Callable[[], object]] = {
    "vaciar sin solicitud": lambda: Entrega.objects.filter(posicion=3).update(contenido=b""),
    "vaciar lo solicitado y sin autorizar": lambda: Entrega.objects.filter(posicion=4).update(contenido=b""),
    "reescribir lo autorizado": lambda: Entrega.objects.filter(posicion=2).update(contenido=b"{}"),
    "cambiarle además otra columna": lambda: Entrega.objects.filter(posicion=2).update(
        contenido=b"", origen="captura2"
    ),
    "revivirlo": lambda: Entrega.objects.filter(posicion=2).update(sha256="0" * 64),
    "borrarlo": lambda: connection.cursor().execute("DELETE FROM publicacion_entrega WHERE posicion = 2"),
    "borrar el acta": lambda: connection.cursor().execute("DELETE FROM publicacion_entrega WHERE posicion = 6"),
    "borrar el retiro": lambda: connection.cursor().execute("DELETE FROM publicacion_retiro"),
    "desautorizarlo": lambda: Retiro.objects.filter(entrega=2).update(
        autorizada_por=None, autorizada_en=None, acta=None
    ),
    "cambiar su fundamento": lambda: Retiro.objects.filter(entrega=2).update(fundamento="otro"),
    "cambiar el de una solicitud": lambda: Retiro.objects.filter(entrega=4).update(fundamento="otro"),
}


@pytest.mark.parametrize("cambio", CAMBIOS.values(), ids=CAMBIOS)
def test_la_base_solo_deja_vaciar_lo_autorizado(
    publicador: Publicador, personas: dict[str, Any], cambio: Callable[[], object]
) -> None:
    vivir(publicador)
    retirar(personas)
    pedir(personas, 4)
    antes = (list(Entrega.objects.values()), list(Retiro.objects.values()))

    with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
        cambio()

    assert (list(Entrega.objects.values()), list(Retiro.objects.values())) == antes


# Who takes the triggers away is found.


def mentir_en_el_acta() -> None:
    acta = Entrega.objects.get(posicion=6)
    falsa = bytes(acta.contenido).replace(acta.ocid.encode(), b"ocds-213czf-9")
    Entrega.objects.filter(posicion=6).update(contenido=falsa)


DANOS: dict[str, tuple[Callable[[], object], str]] = {
    "contenido vaciado sin retiro": (
        lambda: Entrega.objects.filter(posicion=3).update(contenido=b""),
        r"posición 3, .*No tiene contenido, y ningún retiro autorizado lo explica",
    ),
    "retiro borrado": (
        lambda: Retiro.objects.all().delete(),
        r"posición 2, .*No tiene contenido, y ningún retiro autorizado lo explica",
    ),
    "acta cambiada": (mentir_en_el_acta, r"posición 2, .*El acta de su retiro no corresponde a ella"),
    "contenido devuelto": (
        lambda: Entrega.objects.filter(posicion=2).update(contenido=DEVUELTO[0]),
        r"posición 2, .*Se autorizó su retiro, y su contenido sigue aquí",
    ),
    "otra entrega señalada": (
        lambda: Retiro.objects.update(entrega=3),
        r"posición 2, .*No tiene contenido, y ningún retiro autorizado lo explica",
    ),
}
DEVUELTO: list[bytes] = []


@pytest.mark.usefixtures("sin_candado")
@pytest.mark.parametrize(("dano", "dicho"), DANOS.values(), ids=DANOS)
def test_un_retiro_falsificado_se_encuentra(
    publicador: Publicador, personas: dict[str, Any], dano: Callable[[], object], dicho: str
) -> None:
    vivir(publicador)
    DEVUELTO[:] = [bytes(Entrega.objects.get(posicion=2).contenido)]
    retirar(personas)
    assert fallas() == []

    dano()

    halladas = fallas()
    assert re.search(dicho, halladas[0]), halladas


@pytest.mark.usefixtures("sin_candado")
def test_lo_vaciado_sin_retiro_no_se_recompila_como_si_nada(publicador: Publicador) -> None:
    vivir(publicador)
    antes = fotografia()
    Entrega.objects.filter(posicion=2).update(contenido=b"")

    with pytest.raises(Exception, match="posición 2, número 2"):
        call_command("reconstruir")

    assert fotografia() == antes
