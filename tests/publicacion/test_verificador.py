"""The program that anybody may run, with nothing but Python: what it accepts, what it finds, and by which name."""

import ast
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client

from sitio.publicacion import disparadores, llaves, retiros
from sitio.publicacion.models import Entrega, LlavePublica, Publicador, Registro, Retiro, Sello
from sitio.publicacion.sellos import sellar
from sitio.publicacion.tramo import GENESIS, eslabon
from sitio.publicacion.verificador import NOMBRE, programa
from tests import fabricas
from tests.casas import RAIZ
from tests.publicacion.vida import PREFIJO, crear_publicador, importable, importar, sha256, vivir

PROGRAMA = RAIZ / "sitio" / "publicacion" / "verificador" / NOMBRE
OCID = f"{PREFIJO}-1"


def cargar() -> Any:
    especificacion = importlib.util.spec_from_file_location("verificador_suelto", PROGRAMA)
    assert especificacion
    assert especificacion.loader
    modulo = importlib.util.module_from_spec(especificacion)
    especificacion.loader.exec_module(modulo)
    return modulo


class Callado(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing: the test speaks."""


class Portal:
    """The portal served from this very thread while the program runs, so that both see the test's own transaction."""

    def __init__(self, servidor: Any, carpeta: Path) -> None:
        self.servidor, self.carpeta = servidor, carpeta
        self.url = f"http://127.0.0.1:{servidor.server_port}"
        self.pedidas: list[str] = []
        self.consultas: list[str] = []
        self.al_pedir: dict[str, Callable[[], object]] = {}
        self.caer_en: int | None = None

    def responder(self, entorno: dict[str, Any], comenzar: Any) -> Any:
        ruta = entorno["PATH_INFO"]
        self.pedidas.append(ruta)
        self.consultas.append(f"{ruta}?{entorno['QUERY_STRING']}")
        if accion := self.al_pedir.pop(ruta, None):
            accion()
        if self.caer_en is not None and len(self.pedidas) > self.caer_en:
            comenzar("503 Service Unavailable", [])
            return [b""]
        return get_wsgi_application()(entorno, comenzar)

    def verificar(self, *opciones: str) -> tuple[int, str]:
        orden = [sys.executable, "-I", "-S", str(PROGRAMA), self.url, "--intentos", "1", *opciones]
        proceso = subprocess.Popen(orden, cwd=self.carpeta, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while proceso.poll() is None:
            self.servidor.handle_request()
        return proceso.returncode, proceso.communicate()[0]


@pytest.fixture
def portal(db: None, tmp_path: Path, settings: Any) -> Iterator[Portal]:
    # A request would close the connection of the test's transaction; Django's own client keeps it the same way.
    for senal in (request_started, request_finished):
        senal.disconnect(close_old_connections)
    with make_server("127.0.0.1", 0, None, handler_class=Callado) as servidor:
        servidor.timeout = 0.02
        portal = Portal(servidor, tmp_path)
        servidor.set_app(portal.responder)
        settings.URL_PUBLICA = portal.url
        yield portal
    for senal in (request_started, request_finished):
        senal.connect(close_old_connections)


@pytest.fixture
def pem(settings: Any, tmp_path: Path) -> Path:
    settings.LLAVE_DE_SELLOS = str(tmp_path / "sellos.pem")
    return tmp_path / "sellos.pem"


@pytest.fixture
def bitacora(publicador: Publicador, pem: Path) -> Publicador:
    """Two chains; the first has a checkpoint at its number 5, a release after it, and another checkpoint."""
    llaves.crear(pem)
    vivir(publicador)
    sellar()
    importar(crear_publicador("obras"), importable("ocds-bbbbbb-1"), importable("ocds-bbbbbb-2"))
    importar(publicador, importable(f"{PREFIJO}-2"))
    sellar()
    return publicador


@contextmanager
def sin_candado() -> Iterator[None]:
    """Someone with the database's password takes the triggers away."""
    disparadores.quitar(connection)
    yield
    disparadores.instalar(connection)


def retirar(numero: int = 2) -> Entrega:
    ana, beto = (fabricas.persona(f"{nombre}{numero}", is_superuser=True) for nombre in ("ana", "beto"))
    razones = {"motivo": "orden_legal", "fundamento": "Oficio 1", "explicacion": "Orden de un juzgado."}
    return retiros.autorizar(retiros.solicitar(OCID, f"{OCID}-{numero}", persona=ana, **razones).pk, beto)


# The signature, by the test vectors of RFC 8032, section 7.1.

VECTORES = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("publica", "mensaje", "firma"), VECTORES)
def test_las_firmas_de_la_norma_valen_y_con_un_bit_distinto_no(publica: str, mensaje: str, firma: str) -> None:
    verifica = cargar().firma_valida
    llave, texto, sello = (bytes.fromhex(dato) for dato in (publica, mensaje, firma))

    assert verifica(llave, sello, texto)
    assert not verifica(llave, sello, texto + b"\0")
    for posicion in (0, 31, 32, 63):
        tocada = bytearray(sello)
        tocada[posicion] ^= 1
        assert not verifica(llave, bytes(tocada), texto)
    assert not verifica(bytes([llave[0] ^ 1]) + llave[1:], sello, texto)


def test_no_valen_las_formas_que_la_norma_rechaza() -> None:
    modulo = cargar()
    llave, texto, sello = (bytes.fromhex(dato) for dato in VECTORES[1])
    # The same equation holds for s + L, which section 5.1.7 refuses.
    mas_grande = (int.from_bytes(sello[32:], "little") + modulo.ORDEN).to_bytes(32, "little")

    assert not modulo.firma_valida(llave, sello[:32] + mas_grande, texto)
    assert not modulo.firma_valida(llave, sello[:-1], texto)
    assert not modulo.firma_valida(b"\xff" * 32, sello, texto)
    # x = 0 with the sign bit set names no point.
    assert modulo.punto((1).to_bytes(32, "little")) == (0, 1, 1, 0)
    assert modulo.punto((1 | 1 << 255).to_bytes(32, "little")) is None


# What it accepts.


def test_una_bitacora_intacta_se_recorre_entera_solo_con_python(portal: Portal, bitacora: Publicador) -> None:
    codigo, dicho = portal.verificar()

    assert codigo == 0, dicho
    assert "✓ finanzas: 6 eslabones, 2 sellos." in dicho
    assert "✓ obras: 2 eslabones, 1 sellos." in dicho
    assert "La bitácora está íntegra. Eslabones: 8." in dicho
    assert LlavePublica.objects.get().publica in dicho
    # The cover; and of each chain its checkpoints, its links and its bytes.
    assert len(portal.pedidas) == 1 + 2 * 3


def test_el_portal_reparte_el_mismo_programa(portal: Portal, client: Client) -> None:
    respuesta = client.get(f"/api/ocds/bitacora/{NOMBRE}")

    assert respuesta.content == PROGRAMA.read_bytes() == programa()
    assert respuesta.headers["Content-Type"].startswith("text/x-python")


def test_un_portal_vacio_o_sin_llave_tambien_se_comprueba(portal: Portal) -> None:
    assert portal.verificar()[0] == 0

    vivir(crear_publicador())
    codigo, dicho = portal.verificar()

    assert (codigo, "✓ finanzas: 5 eslabones, 0 sellos." in dicho) == (0, True)


def test_los_retiros_con_su_acta_no_son_fallas(portal: Portal, bitacora: Publicador) -> None:
    assert portal.verificar()[0] == 0
    retirar(2)
    retirar(4)
    sellar()

    codigo, dicho = portal.verificar()
    assert codigo == 0, dicho
    assert "✓ finanzas: 8 eslabones, 3 sellos." in dicho
    # And so it is for who looks only at what is new, where the tombstones are and what they withdrew is not.
    (portal.carpeta / "otra").mkdir()
    assert portal.verificar("--solo-nuevo")[0] == 0


@pytest.mark.parametrize(
    "donde",
    ["/api/ocds/bitacora/finanzas", "/api/ocds/bitacora/finanzas/contenidos", "/api/ocds/bitacora/obras"],
    ids=["antes de verla", "entre verla y bajarla", "después de bajarla"],
)
def test_un_retiro_a_media_revision_no_es_una_falla(portal: Portal, bitacora: Publicador, donde: str) -> None:
    portal.al_pedir[donde] = lambda: retirar(2)

    codigo, dicho = portal.verificar()

    assert codigo == 0, dicho
    assert portal.verificar()[0] == 0


def test_solo_lo_nuevo_no_vuelve_a_bajar_lo_comprobado(portal: Portal, bitacora: Publicador) -> None:
    portal.verificar()
    portal.consultas.clear()
    importar(bitacora, importable(f"{PREFIJO}-3"))

    codigo, dicho = portal.verificar("--solo-nuevo")

    assert (codigo, "Eslabones: 1." in dicho) == (0, True)
    bajadas = [consulta for consulta in portal.consultas if "contenidos" in consulta]
    assert bajadas == ["/api/ocds/bitacora/finanzas/contenidos?after=6&limit=1"]


def test_una_revision_cortada_sigue_donde_iba(
    portal: Portal, publicador: Publicador, monkeypatch: pytest.MonkeyPatch
) -> None:
    importar(publicador, *(importable(f"{PREFIJO}-{n}") for n in range(510)))
    # The cover, the checkpoints, the first page and its bytes, the second, and no more.
    portal.caer_en = 5

    codigo, dicho = portal.verificar()
    assert (codigo, "No se pudo comprobar" in dicho) == (2, True)
    portal.caer_en = None
    portal.pedidas.clear()
    codigo, dicho = portal.verificar()

    assert codigo == 0, dicho
    assert "finanzas: sigue después del número 500, ya comprobado." in dicho
    # The cover, the link it goes on from, the checkpoints, one page and its bytes.
    assert len(portal.pedidas) == 5
    assert "Eslabones: 10." in dicho


# What it finds, and by which name.


def cambiar_un_byte() -> None:
    original = bytes(Entrega.objects.get(posicion=2).contenido)
    Entrega.objects.filter(posicion=2).update(contenido=original.replace(b"Mobiliario", b"mobiliario"))


def cambiar_la_huella() -> None:
    """The content and its digest agree, and the link is still that of the old one."""
    cambiar_un_byte()
    nuevo = bytes(Entrega.objects.get(posicion=2).contenido)
    Entrega.objects.filter(posicion=2).update(sha256=sha256(nuevo))


def quitar_una() -> None:
    Entrega.objects.filter(posicion=3).delete()


def cambiar_el_orden() -> None:
    """Two releases change places: number 2 becomes 3, and 3 becomes 2."""
    Entrega.objects.filter(posicion=2).update(secuencia=-3, posicion=-3)
    Entrega.objects.filter(posicion=3).update(secuencia=2, posicion=2)
    Entrega.objects.filter(posicion=-3).update(secuencia=3, posicion=3)


def intercalar() -> None:
    """One more release between 8 and the end, linked to what is before it, and nothing linked to it."""
    ultima = Entrega.objects.get(posicion=8)
    Entrega.objects.filter(posicion=8).update(posicion=9, secuencia=7)
    falsa = b'{"id":"falsa","ocid":"ocds-213czf-1"}'
    ultima.posicion, ultima.contenido, ultima.sha256 = 8, falsa, sha256(falsa)
    ultima.id_entrega, ultima.ocid, ultima.cadena = "falsa", OCID, eslabon(ultima.cadena_previa, sha256(falsa))
    ultima.save(force_insert=True)


def rehacer(desde: int) -> None:
    """Change a release and make every digest and link after it again."""
    cadena = Entrega.objects.get(posicion=desde).cadena_previa
    for entrega in Entrega.objects.filter(posicion__gte=desde, publicador__clave="finanzas").order_by("secuencia"):
        dicho = bytes(entrega.contenido)
        if entrega.posicion == desde:
            dicho = dicho.replace(b'"ocid"', b'"nota":"otra cosa","ocid"')
        previa, cadena = cadena, eslabon(cadena, sha256(dicho))
        Entrega.objects.filter(pk=entrega.pk).update(
            contenido=dicho, sha256=sha256(dicho), cadena_previa=previa, cadena=cadena
        )


def borrar_la_cadena() -> None:
    Sello.objects.filter(publicador__clave="obras").delete()
    Registro.objects.filter(publicador__clave="obras").delete()
    Entrega.objects.filter(publicador__clave="obras").delete()
    Publicador.objects.filter(clave="obras").delete()


EN_LA_2 = f"✗ finanzas: número 2 de la cadena, entrega {OCID}-2 del proceso {OCID}: "
DANOS: dict[str, tuple[Callable[[], object], str]] = {
    "un byte": (cambiar_un_byte, EN_LA_2 + "El contenido no es el que se publicó: su SHA-256 no coincide."),
    "un byte y su huella": (cambiar_la_huella, EN_LA_2 + "Su cadena no corresponde a su huella."),
    "una quitada": (quitar_una, "✗ finanzas: número 4 de la cadena"),
    "las posiciones": (
        lambda: Entrega.objects.filter(posicion=7).delete(),
        "✗ toda la bitácora: Las posiciones no son tantas como los eslabones",
    ),
    "dos cambiadas de lugar": (cambiar_el_orden, f"✗ finanzas: número 2 de la cadena, entrega {OCID}-3 "),
    "una intercalada": (
        intercalar,
        f"número 7 de la cadena, entrega {PREFIJO}-2-d1 del proceso {PREFIJO}-2: No contin",
    ),
    "vaciada sin retiro": (
        lambda: Entrega.objects.filter(posicion=2).update(contenido=b""),
        EN_LA_2 + "No tiene contenido, y ningún retiro lo explica.",
    ),
    "un renglón partido": (
        lambda: Entrega.objects.filter(posicion=2).update(contenido=b'{"a":1,\n"b":2}'),
        EN_LA_2 + "El contenido no es el que se publicó: su SHA-256 no coincide.",
    ),
    "otro nombre": (lambda: Entrega.objects.filter(posicion=2).update(id_entrega="x"), "La lista no dice lo mismo"),
    "historia rehecha": (lambda: rehacer(2), "La cadena no es la que firmó el sello 1: se rehízo la historia."),
    "cola rehecha": (lambda: rehacer(8), "La cadena no es la que firmó el sello 2: se rehízo la historia."),
    "la última, quitada": (
        lambda: Entrega.objects.filter(posicion=8).delete(),
        "✗ finanzas: sello 2: La cadena no llega al eslabón que este sello firmó.",
    ),
    "sello falso": (
        lambda: Sello.objects.filter(publicador__clave="obras").update(firma="00" * 64),
        "✗ obras: sello 1: Su firma no es válida.",
    ),
    "sello quitado": (
        lambda: Sello.objects.filter(publicador__clave="finanzas", numero=1).delete(),
        "✗ finanzas: sello 1: No continúa el sello anterior",
    ),
    "sello ilegible": (
        lambda: Sello.objects.filter(publicador__clave="obras").update(contenido=b"{"),
        "✗ obras: sello 1: No se puede leer.",
    ),
    "llave cambiada": (lambda: LlavePublica.objects.update(publica="00" * 32), "No es la llave que se publicó"),
    "llave posterior": (
        lambda: LlavePublica.objects.update(desde="2999-01-01T00:00:00Z"),
        "Se firmó con una llave que no estaba en vigor.",
    ),
}


@pytest.mark.parametrize(("dano", "dicho"), DANOS.values(), ids=DANOS)
def test_cada_dano_se_encuentra_y_se_nombra_la_primera_vez(
    portal: Portal, bitacora: Publicador, dano: Callable[[], object], dicho: str
) -> None:
    with sin_candado():
        dano()

        codigo, salida = portal.verificar()

    assert codigo == 1, salida
    assert dicho in salida
    assert "La bitácora NO está íntegra." in salida


def falsa_acta() -> None:
    acta = Entrega.objects.get(clase="retiro")
    falsa = bytes(acta.contenido).replace(b"Oficio 1", b"Oficio 2").replace(f"{OCID}-2".encode(), f"{OCID}-3".encode())
    Entrega.objects.filter(pk=acta.pk).update(
        contenido=falsa, sha256=sha256(falsa), cadena=eslabon(acta.cadena_previa, sha256(falsa))
    )


RETIROS: dict[str, tuple[Callable[[], object], str]] = {
    "acta que habla de otra": (falsa_acta, "Esta acta de retiro no corresponde a la entrega"),
    "acta quitada": (
        lambda: (Retiro.objects.update(acta=1), Entrega.objects.filter(clase="retiro").delete()),
        f"✗ finanzas: entrega {OCID}-2 del proceso {OCID}: Se retiró y no está su acta, el número 1.",
    ),
    "contenido que sigue": (
        lambda: Entrega.objects.filter(posicion=2).update(contenido=GUARDADO[0]),
        EN_LA_2 + "Se dice retirada, y su contenido sigue publicado.",
    ),
}
GUARDADO: list[bytes] = []


@pytest.mark.parametrize(("dano", "dicho"), RETIROS.values(), ids=RETIROS)
def test_un_retiro_falsificado_se_encuentra(
    portal: Portal, bitacora: Publicador, dano: Callable[[], object], dicho: str
) -> None:
    GUARDADO[:] = [bytes(Entrega.objects.get(posicion=2).contenido)]
    retirar(2)
    with sin_candado():
        dano()

        codigo, salida = portal.verificar()

    assert codigo == 1, salida
    assert dicho in salida


# What only its memory finds: the forger also had the key, or came after the last checkpoint.

REHECHA = "La cadena no es la que se vio la última vez: se rehízo la historia."


def empezar_de_nuevo() -> None:
    Sello.objects.all().delete()
    LlavePublica.objects.all().delete()
    rehacer(2)
    ruta = llaves.ruta()
    assert ruta
    ruta.unlink()
    llaves.crear(ruta)
    sellar()


DESPUES: dict[str, tuple[Callable[[], object], str, str]] = {
    "la cola rehecha": (lambda: rehacer(9), REHECHA, REHECHA),
    "la cola cortada": (
        lambda: Entrega.objects.filter(posicion=9).delete(),
        "✗ finanzas: final de la cadena: Termina en el número 6: se quitaron eslabones.",
        f"✗ finanzas: número 7 de la cadena: {REHECHA}",
    ),
    "un sello quitado": (
        lambda: Sello.objects.filter(publicador__clave="finanzas", numero=2).delete(),
        *["✗ finanzas: sello 2: Se vio la última vez y ya no está."] * 2,
    ),
    "un publicador quitado": (
        borrar_la_cadena,
        *["✗ obras: Este publicador tenía una cadena y ya no aparece."] * 2,
    ),
    "todo rehecho con otra llave": (
        empezar_de_nuevo,
        *["Es nueva y ninguna llave conocida firmó el relevo."] * 2,
    ),
}


@pytest.mark.parametrize("opciones", [(), ("--solo-nuevo",)], ids=["todo", "solo lo nuevo"])
@pytest.mark.parametrize(("dano", "recorrida", "de_nuevo"), DESPUES.values(), ids=DESPUES)
def test_lo_que_cambia_entre_dos_revisiones_se_encuentra(
    portal: Portal,
    bitacora: Publicador,
    dano: Callable[[], object],
    recorrida: str,
    de_nuevo: str,
    opciones: tuple[str, ...],
) -> None:
    importar(bitacora, importable(f"{PREFIJO}-3"))
    assert portal.verificar()[0] == 0
    memoria = next(portal.carpeta.glob("claraboya-*.json"))
    antes = json.loads(memoria.read_text())
    with sin_candado():
        dano()

        codigo, salida = portal.verificar(*opciones)

    assert codigo == 1, salida
    assert (de_nuevo if opciones else recorrida) in salida
    # What was true the last time stays remembered.
    assert (
        json.loads(memoria.read_text())["publicadores"]["finanzas"]["chain"]
        == (antes["publicadores"]["finanzas"]["chain"])
    )


def test_un_relevo_firmado_se_acepta_y_uno_sin_firma_se_pregunta(
    portal: Portal, bitacora: Publicador, pem: Path
) -> None:
    assert portal.verificar()[0] == 0
    vieja = pem.rename(pem.with_suffix(".vieja"))
    llaves.crear(pem, vieja)
    assert portal.verificar()[0] == 0

    pem.unlink()
    perdida = llaves.crear(pem)
    codigo, dicho = portal.verificar()
    assert (codigo, f"repita con --aceptar-llave {perdida.clave}" in dicho) == (1, True)

    assert portal.verificar("--aceptar-llave", perdida.clave)[0] == 0
    assert portal.verificar()[0] == 0


def test_no_se_confunde_la_memoria_de_otro_portal_ni_lo_que_no_es_un_portal(
    portal: Portal, bitacora: Publicador, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "m.json").write_text(json.dumps({"portal": "https://otro.example.mx/api/ocds/bitacora"}))

    codigo, dicho = portal.verificar("--memoria", "m.json")
    assert (codigo, "es la memoria de otro portal" in dicho) == (2, True)
    portal.url += "/otra-cosa"
    codigo, dicho = portal.verificar()
    assert (codigo, "y no la bitácora de un portal" in dicho) == (2, True)
    settings.SECURE_SSL_REDIRECT = True
    codigo, dicho = portal.verificar()
    assert (codigo, "respondió 301, y no la bitácora de un portal" in dicho) == (2, True)
    portal.url = "http://127.0.0.1:1"
    codigo, dicho = portal.verificar()
    assert (codigo, "No se pudo comprobar" in dicho) == (2, True)


def test_el_programa_se_lee_con_python_3_9() -> None:
    ast.parse(PROGRAMA.read_text(encoding="utf-8"), feature_version=(3, 9))


def test_genesis_es_la_misma(portal: Portal) -> None:
    assert cargar().GENESIS == GENESIS
