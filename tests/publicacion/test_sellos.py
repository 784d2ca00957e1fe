"""Signed checkpoints: the key is no row, the history before one cannot be made again, and a key may be handed over."""

import json
import logging
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sitio.cola import PROGRAMA
from sitio.publicacion import disparadores, llaves, sellos
from sitio.publicacion.checks import llave_de_sellos
from sitio.publicacion.models import Entrega, LlavePublica, Publicador, Registro, Sello
from sitio.publicacion.reconstruccion import reconstruir
from sitio.publicacion.sellos import sellar, sellar_cada_dia
from sitio.publicacion.tramo import GENESIS, eslabon
from sitio.publicacion.verificacion import verificar_bitacora, verificar_registros
from sitio.publicacion.verificacion_de_sellos import verificar_sellos
from tests.publicacion.vida import PREFIJO, crear_publicador, importable, importar, sha256, vivir


@pytest.fixture
def pem(settings: Any, tmp_path: Path) -> Path:
    """Where the key of this test goes; not made yet."""
    settings.LLAVE_DE_SELLOS = str(tmp_path / "fuera" / "sellos.pem")
    return tmp_path / "fuera" / "sellos.pem"


@pytest.fixture
def con_llave(pem: Path, db: None) -> LlavePublica:
    return llaves.crear(pem)


@pytest.fixture
def sin_candado(db: None) -> Iterator[None]:
    """Someone with the database's password took the triggers away."""
    disparadores.quitar(connection)
    yield
    disparadores.instalar(connection)


def fallas() -> list[str]:
    return [f"{f.publicador}: {f.lugar}: {f.motivo}" for f in verificar_sellos()]


def rehacer_desde(posicion: int) -> None:
    """Change a release and make every digest, link and record after it again, as a careful forger would."""
    cadena = Entrega.objects.get(posicion=posicion).cadena_previa
    for entrega in Entrega.objects.filter(posicion__gte=posicion, publicador__clave="finanzas"):
        contenido = bytes(entrega.contenido)
        if entrega.posicion == posicion:
            contenido = contenido.replace(b"Mobiliario", b"Inmobiliario")
        huella = sha256(contenido)
        previa, cadena = cadena, eslabon(cadena, huella)
        Entrega.objects.filter(pk=entrega.pk).update(
            contenido=contenido, sha256=huella, cadena_previa=previa, cadena=cadena
        )
    list(reconstruir())


def test_un_sello_dice_la_cadena_y_cualquiera_comprueba_su_firma(
    publicador: Publicador, con_llave: LlavePublica
) -> None:
    vivir(publicador)
    importar(crear_publicador("obras"), importable("ocds-bbbbbb-1"))
    crear_publicador("sin-nada")

    primeros = sellar()
    importar(publicador, importable(f"{PREFIJO}-2"))
    [segundo] = sellar()

    assert [(s.publicador.clave, s.numero) for s in primeros] == [("finanzas", 1), ("obras", 1)]
    ultima = publicador.entregas.get(secuencia=6)
    dicho = json.loads(bytes(segundo.contenido))
    assert dicho == {
        "publisher": "finanzas",
        "number": 2,
        "sequence": 6,
        "position": 7,
        "chain": ultima.cadena,
        "releases": 6,
        "withdrawals": 0,
        "date": segundo.fecha.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "previous": primeros[0].sha256,
        "keyId": con_llave.clave,
    }
    assert json.loads(bytes(primeros[0].contenido))["previous"] == GENESIS
    publica = Ed25519PublicKey.from_public_bytes(bytes.fromhex(con_llave.publica))
    publica.verify(bytes.fromhex(segundo.firma), bytes(segundo.contenido))
    assert fallas() == []


def test_sin_nada_nuevo_no_se_sella_otra_vez(publicador: Publicador, con_llave: LlavePublica) -> None:
    vivir(publicador)

    assert (sellar_cada_dia(), sellar_cada_dia(), sellar_cada_dia()) == (1, 0, 0)
    assert Sello.objects.count() == 1


def test_se_sella_cada_dia(publicador: Publicador) -> None:
    programada = PROGRAMA["sellar la bitácora"]

    assert (programada.tarea, programada.diaria is not None) == ("sitio.publicacion.sellos.sellar_cada_dia", True)


def test_sin_llave_la_tarea_lo_dice_y_no_falla(
    publicador: Publicador, pem: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vivir(publicador)

    with caplog.at_level(logging.WARNING):
        assert sellar_cada_dia() == 0

    assert "No hay llave para firmar los sellos" in caplog.text
    assert not Sello.objects.exists()
    with pytest.raises(CommandError, match="Haga una con"):
        call_command("sellar")


# The key.


def test_la_llave_es_un_archivo_que_nadie_mas_lee_y_no_se_escribe_encima(db: None, pem: Path) -> None:
    salida = StringIO()
    call_command("crear_llave", stdout=salida)
    antes = pem.read_bytes()

    assert stat.S_IMODE(pem.stat().st_mode) == 0o600
    assert LlavePublica.objects.get().publica in salida.getvalue()
    with pytest.raises(CommandError, match="no se escribe encima"):
        call_command("crear_llave")
    assert pem.read_bytes() == antes
    assert LlavePublica.objects.count() == 1


def test_la_mitad_privada_no_esta_en_la_base(con_llave: LlavePublica, pem: Path) -> None:
    secreta = llaves.leer(pem).private_bytes_raw()

    for fila in LlavePublica.objects.values_list():
        assert secreta.hex() not in str(fila)
        assert secreta not in str(fila).encode()


def test_sin_lugar_para_la_llave_se_dice(db: None, settings: Any) -> None:
    settings.LLAVE_DE_SELLOS = ""

    with pytest.raises(CommandError, match="LLAVE_DE_SELLOS"):
        call_command("crear_llave")


@pytest.mark.parametrize("contenido", [b"", b"no es una llave"])
def test_una_llave_ilegible_se_nombra(db: None, pem: Path, contenido: bytes) -> None:
    pem.parent.mkdir()
    pem.write_bytes(contenido)

    with pytest.raises(llaves.SinLlave, match=r"sellos\.pem"):
        sellar()


def test_al_cambiar_de_llave_la_anterior_firma_el_relevo_y_los_sellos_viejos_valen(
    publicador: Publicador, con_llave: LlavePublica, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vivir(publicador)
    sellar()
    vieja = pem.rename(pem.with_suffix(".vieja"))
    manana = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: manana)

    call_command("crear_llave", anterior=vieja, stdout=StringIO())
    importar(publicador, importable(f"{PREFIJO}-2"))
    [sello] = sellar()

    nueva = LlavePublica.objects.last()
    assert nueva
    assert (sello.llave, nueva.anterior) == (nueva, con_llave)
    assert fallas() == []


def test_con_la_llave_relevada_ya_no_se_sella(publicador: Publicador, con_llave: LlavePublica, pem: Path) -> None:
    vivir(publicador)
    vieja = pem.rename(pem.with_suffix(".vieja"))
    nueva = llaves.crear(pem, vieja)
    vieja.replace(pem)

    with pytest.raises(llaves.SinLlave, match=f"en vigor, que es {nueva.clave}"):
        sellar()
    assert not Sello.objects.exists()
    with pytest.raises(CommandError, match="no es la que está en vigor"):
        call_command("crear_llave", anterior=pem.rename(vieja))


def test_una_llave_perdida_se_cambia_sin_relevo(publicador: Publicador, con_llave: LlavePublica, pem: Path) -> None:
    vivir(publicador)
    sellar()
    pem.unlink()
    nueva = llaves.crear(pem)
    importar(publicador, importable(f"{PREFIJO}-2"))

    [sello] = sellar()

    assert (sello.llave, nueva.anterior, nueva.firma) == (nueva, None, "")
    assert fallas() == []


def test_la_revision_de_despliegue_lo_advierte(con_llave: LlavePublica, pem: Path) -> None:
    assert llave_de_sellos(None) == []
    pem.chmod(0o644)
    assert [aviso.id for aviso in llave_de_sellos(None)] == ["publicacion.W002"]
    pem.unlink()
    assert [aviso.id for aviso in llave_de_sellos(None)] == ["publicacion.W001"]


# What is found.


def test_la_historia_rehecha_con_todo_cuidado_se_encuentra_por_el_sello(
    publicador: Publicador, con_llave: LlavePublica, sin_candado: None
) -> None:
    vivir(publicador)
    sellar()
    importar(publicador, importable(f"{PREFIJO}-2"))
    rehacer_desde(2)

    # Every digest, link and record agrees again.
    assert [*verificar_bitacora(), *verificar_registros()] == []

    assert fallas() == [
        "finanzas: sello 1, del número 5 de la cadena: La cadena no es la que este sello firmó: se rehízo la historia."
    ]
    salida = StringIO()
    with pytest.raises(CommandError, match="Fallas: 1"):
        call_command("verificar_bitacora", stdout=salida)
    assert "se rehízo la historia" in salida.getvalue()


def falsificar(**campos: Any) -> Callable[[], object]:
    return lambda: Sello.objects.filter(numero=2).update(**campos)


def rehacer_el_sello() -> None:
    """A checkpoint that says another chain, with its digest, but with the old signature."""
    sello = Sello.objects.get(numero=2)
    contenido = bytes(sello.contenido).replace(b'"sequence":6', b'"sequence":5')
    Sello.objects.filter(pk=sello.pk).update(contenido=contenido, sha256=sha256(contenido))


DANOS: dict[str, tuple[Callable[[], object], str]] = {
    "contenido": (falsificar(contenido=b"{}"), "firma no corresponde"),
    "firma": (falsificar(firma="00" * 64), "firma no corresponde"),
    "firma que no es hexadecimal": (falsificar(firma="z" * 128), "firma no corresponde"),
    "rehecho sin la llave": (rehacer_el_sello, "firma no corresponde"),
    "columna": (falsificar(secuencia=5_000), "No continúa el sello anterior"),
    "quitado el de antes": (lambda: Sello.objects.filter(numero=1).delete(), "No continúa el sello anterior"),
    "entregas quitadas": (lambda: Entrega.objects.filter(posicion=6).delete(), "no llega a la entrega"),
    "llave de después": (
        lambda: LlavePublica.objects.update(desde=timezone.now() + timedelta(days=1)),
        "no estaba en vigor",
    ),
}


@pytest.mark.parametrize(("dano", "dicho"), DANOS.values(), ids=DANOS)
def test_un_sello_tocado_se_encuentra(
    publicador: Publicador, con_llave: LlavePublica, sin_candado: None, dano: Callable[[], object], dicho: str
) -> None:
    vivir(publicador)
    sellar()
    importar(publicador, importable(f"{PREFIJO}-2"))
    sellar()
    assert fallas() == []

    dano()

    [falla] = fallas()
    assert dicho in falla


def test_un_relevo_falso_se_encuentra(publicador: Publicador, con_llave: LlavePublica, sin_candado: None) -> None:
    LlavePublica.objects.create(
        clave="0" * 16, publica="00" * 32, desde=timezone.now(), anterior=con_llave, firma="00" * 64
    )

    assert fallas() == [": llave 0000000000000000: La firma de su relevo no es válida."]


@pytest.mark.parametrize("modelo", [Sello, LlavePublica])
def test_la_base_no_deja_cambiar_sellos_ni_llaves(publicador: Publicador, con_llave: LlavePublica, modelo: Any) -> None:
    vivir(publicador)
    sellar()

    for cambio in (lambda: modelo.objects.update(firma="x"), lambda: modelo.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
            cambio()
    assert modelo.objects.exclude(firma="x").count() == 1


def test_los_retiros_se_cuentan_en_el_sello(publicador: Publicador, con_llave: LlavePublica) -> None:
    from sitio.publicacion import retiros
    from tests import fabricas

    vivir(publicador)
    jefas = [fabricas.persona(nombre, is_superuser=True) for nombre in ("ana", "bea")]
    for numero in (2, 3):
        folio = retiros.solicitar(
            f"{PREFIJO}-1",
            f"{PREFIJO}-1-{numero}",
            motivo="orden_legal",
            fundamento="Oficio 1",
            explicacion="Orden.",
            persona=jefas[0],
        ).pk
        retiros.autorizar(folio, jefas[1])
        sellar()

    cuentas = [json.loads(bytes(s.contenido)) for s in Sello.objects.all()]
    assert [(c["releases"], c["withdrawals"]) for c in cuentas] == [(5, 1), (5, 2)]
    assert Registro.objects.exists()
    assert sellos._retiros(publicador, None) == 2
    assert fallas() == []
