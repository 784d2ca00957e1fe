"""Whoever touches the ledger behind its back is found, and the place is named."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sitio.publicacion import disparadores
from sitio.publicacion.models import Bitacora, Entrega, Publicador, Registro
from sitio.publicacion.verificacion import Falla, verificar_bitacora, verificar_registros
from tests.publicacion.vida import PREFIJO, crear_publicador, importable, importar, sha256, vivir


@pytest.fixture
def bitacora(publicador: Publicador) -> Publicador:
    """A ledger with two publishers taking turns: positions 1-5 and 8 of the first, 6 and 7 of the other."""
    vivir(publicador)
    importar(crear_publicador("obras"), importable("ocds-bbbbbb-1"), importable("ocds-bbbbbb-2"))
    importar(publicador, importable(f"{PREFIJO}-2"))
    return publicador


@pytest.fixture
def sin_candado(db: None) -> Any:
    """Someone with the database's password took the triggers away."""
    disparadores.quitar(connection)
    yield
    disparadores.instalar(connection)


def fallas() -> list[Falla]:
    return [*verificar_bitacora(), *verificar_registros()]


def alterar(posicion: int, **campos: Any) -> None:
    Entrega.objects.filter(posicion=posicion).update(**campos)


def cambiar_un_byte(posicion: int) -> bytes:
    original = bytes(Entrega.objects.get(posicion=posicion).contenido)
    return original.replace(b"Mobiliario", b"mobiliario")


def test_una_bitacora_intacta_no_tiene_fallas(bitacora: Publicador) -> None:
    hechas: list[int] = []

    assert [*verificar_bitacora(hechas.append), *verificar_registros(hechas.append)] == []
    assert sum(hechas) == 8 + 4


def test_una_bitacora_vacia_no_tiene_fallas(db: None) -> None:
    assert fallas() == []


@pytest.mark.usefixtures("sin_candado")
def test_un_solo_byte_cambiado_se_encuentra_y_se_nombra(bitacora: Publicador) -> None:
    alterar(2, contenido=cambiar_un_byte(2))

    falla = next(verificar_bitacora())

    assert falla.publicador == "finanzas"
    assert falla.lugar == f"posición 2, número 2 de su cadena, entrega {PREFIJO}-1-2 del proceso {PREFIJO}-1"
    assert "SHA-256" in falla.motivo


@pytest.mark.usefixtures("sin_candado")
def test_quien_rehace_tambien_el_sha256_se_delata_en_la_cadena(bitacora: Publicador) -> None:
    nuevo = cambiar_un_byte(2)
    alterar(2, contenido=nuevo, sha256=sha256(nuevo))

    assert ["posición 2, " in f.lugar and "eslabón" in f.motivo for f in verificar_bitacora()] == [True]


@pytest.mark.usefixtures("sin_candado")
def test_quien_rehace_su_eslabon_se_delata_en_el_siguiente(bitacora: Publicador) -> None:
    nuevo = cambiar_un_byte(2)
    previa = Entrega.objects.get(posicion=2).cadena_previa
    alterar(2, contenido=nuevo, sha256=sha256(nuevo), cadena=sha256(f"{previa}{sha256(nuevo)}".encode()))

    [falla] = verificar_bitacora()

    assert falla.lugar.startswith("posición 3, ")
    assert "No continúa la cadena" in falla.motivo


DANOS: dict[str, tuple[Callable[[], object], list[tuple[str, str]]]] = {
    "una de en medio, quitada": (
        lambda: Entrega.objects.filter(posicion=3).delete(),
        [("", "posición 3"), ("finanzas", "posición 4, número 4")],
    ),
    "la última, quitada": (lambda: Entrega.objects.filter(posicion=8).delete(), [("", "final de la bitácora")]),
    "una columna que miente": (
        lambda: alterar(7, ocid="ocds-bbbbbb-9"),
        [("obras", "posición 7, número 2 de su cadena, entrega ocds-bbbbbb-2-d1 del proceso ocds-bbbbbb-9")],
    ),
    "una etiqueta que miente": (lambda: alterar(1, etiquetas=["award"]), [("finanzas", "posición 1, número 1")]),
    "la bitácora adelantada": (lambda: Bitacora.objects.update(posicion=9), [("", "final de la bitácora")]),
    "la bitácora atrasada": (lambda: Bitacora.objects.update(posicion=7), [("", "final de la bitácora")]),
}


@pytest.mark.usefixtures("sin_candado")
@pytest.mark.parametrize(("dano", "lugares"), DANOS.values(), ids=DANOS)
def test_cada_dano_se_dice_en_su_primer_lugar(
    bitacora: Publicador, dano: Callable[[], object], lugares: list[tuple[str, str]]
) -> None:
    dano()

    halladas = list(verificar_bitacora())

    assert len(halladas) == len(lugares)
    for falla, (publicador, lugar) in zip(halladas, lugares, strict=True):
        assert (falla.publicador, falla.lugar[: len(lugar)]) == (publicador, lugar)


@pytest.mark.usefixtures("sin_candado")
def test_se_dice_la_primera_falla_de_cada_publicador(bitacora: Publicador) -> None:
    for posicion in (2, 4, 6, 7):
        alterar(posicion, contenido=b"{}")

    assert [(f.publicador, f.lugar.split(",")[0]) for f in verificar_bitacora()] == [
        ("finanzas", "posición 2"),
        ("obras", "posición 6"),
    ]


REGISTROS: dict[str, tuple[Callable[[], object], str]] = {
    "compilada tocada": (lambda: Registro.objects.filter(pk=f"{PREFIJO}-1").update(compilada=b"{}"), "compilada"),
    "columna tocada": (lambda: Registro.objects.filter(pk=f"{PREFIJO}-1").update(monto=1), "monto"),
    "registro atrasado": (lambda: Registro.objects.filter(pk=f"{PREFIJO}-1").update(posicion=4), "no llega"),
    "registro adelantado": (lambda: Registro.objects.filter(pk=f"{PREFIJO}-1").update(posicion=99), "posicion"),
    "registro quitado": (lambda: Registro.objects.filter(pk=f"{PREFIJO}-1").delete(), "Le falta su registro"),
}


@pytest.mark.parametrize(("dano", "dicho"), REGISTROS.values(), ids=REGISTROS)
def test_un_registro_que_no_es_lo_que_dicen_sus_entregas_se_nombra(
    bitacora: Publicador, dano: Callable[[], object], dicho: str
) -> None:
    dano()

    [falla] = fallas()

    assert falla.lugar == f"{PREFIJO}-1"
    assert dicho in falla.motivo


def test_un_registro_sin_entregas_se_nombra(bitacora: Publicador) -> None:
    Registro.objects.filter(pk=f"{PREFIJO}-2").update(ocid="ocds-inventado-1")

    assert sorted(f.lugar for f in fallas()) == [f"{PREFIJO}-2", "ocds-inventado-1"]


@pytest.mark.usefixtures("sin_candado")
def test_un_contenido_ilegible_no_detiene_la_verificacion(bitacora: Publicador) -> None:
    alterar(3, contenido=b"\xff\xff")
    Registro.objects.filter(pk=f"{PREFIJO}-2").update(titulo="Otro")

    assert [(f.publicador, f.lugar) for f in verificar_registros()] == [
        ("finanzas", f"{PREFIJO}-1"),
        ("finanzas", f"{PREFIJO}-2"),
    ]


def test_el_mandato_dice_cuanto_reviso(bitacora: Publicador) -> None:
    salida = StringIO()

    call_command("verificar_bitacora", stdout=salida)

    assert "entregas: 8 / 8" in salida.getvalue()
    assert "registros: 4 / 4" in salida.getvalue()
    assert "está íntegra. Entregas: 8. Procesos: 4." in salida.getvalue()


@pytest.mark.usefixtures("sin_candado")
def test_el_mandato_sale_con_uno_si_algo_no_coincide(bitacora: Publicador) -> None:
    alterar(2, contenido=cambiar_un_byte(2))
    salida = StringIO()

    with pytest.raises(CommandError, match=r"no está íntegra\. Fallas: 2\.") as final:
        call_command("verificar_bitacora", stdout=salida)

    assert final.value.returncode == 1
    assert f"finanzas: posición 2, número 2 de su cadena, entrega {PREFIJO}-1-2" in salida.getvalue()
