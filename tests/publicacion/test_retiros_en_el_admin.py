"""The withdrawal's two doors, the admin and the command: who may pass, and that each person answers for themselves."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from sitio.publicacion import retiros
from sitio.publicacion.models import Entrega, Publicador, Retiro
from tests import fabricas
from tests.publicacion.vida import PREFIJO, vivir

OCID = f"{PREFIJO}-1"
SOLICITUD = {
    "ocid": OCID,
    "id_entrega": f"{OCID}-2",
    "motivo": "orden_legal",
    "fundamento": "Amparo 12/2026",
    "explicacion": "Lo ordenó un juzgado.",
}
CLAVE = "clave-de-prueba"


@pytest.fixture
def gente(publicador: Publicador) -> dict[str, Any]:
    """Who may withdraw, who may only enter the admin, and who is nobody there."""
    vivir(publicador)
    retiros.asegurar_grupo()
    personas = {nombre: fabricas.persona(nombre) for nombre in ("ana", "beto", "nadie")}
    for nombre in ("ana", "beto"):
        personas[nombre].groups.add(Group.objects.get(name=retiros.GRUPO))
    casa = fabricas.casa()
    return {**personas, **casa.personas, "jefa": fabricas.persona("jefa", is_superuser=True, is_staff=True)}


def como(persona: Any) -> Client:
    cliente = Client()
    cliente.force_login(persona)
    return cliente


def contenido_de_la_2() -> bytes:
    return bytes(Entrega.objects.get(posicion=2).contenido)


def test_una_persona_solicita_y_otra_autoriza_cada_una_con_su_sesion(gente: dict[str, Any]) -> None:
    respuesta = como(gente["ana"]).post("/admin/retiros/solicitar/", SOLICITUD)
    folio = Retiro.objects.get().pk
    assert respuesta.headers["Location"] == f"/admin/retiros/{folio}/"

    propia = como(gente["ana"]).get(f"/admin/retiros/{folio}/").content.decode()
    assert "debe autorizarlo otra persona" in propia
    assert "Autorizar el retiro" not in propia
    assert "Autorizar el retiro" in como(gente["beto"]).get(f"/admin/retiros/{folio}/").content.decode()
    como(gente["beto"]).post(f"/admin/retiros/{folio}/autorizar/")

    retiro = Retiro.objects.get()
    assert (retiro.solicitada_por, retiro.autorizada_por) == (gente["ana"], gente["beto"])
    assert contenido_de_la_2() == b""
    despues = como(gente["ana"]).get(f"/admin/retiros/{folio}/").content.decode()
    assert retiro.acta
    assert retiro.acta.sha256 in despues
    assert "Descartar la solicitud" not in despues
    assert "Retirada" in como(gente["ana"]).get("/admin/retiros/").content.decode()


def test_quien_solicita_no_autoriza_aunque_mande_el_formulario(gente: dict[str, Any]) -> None:
    como(gente["ana"]).post("/admin/retiros/solicitar/", SOLICITUD)
    antes = contenido_de_la_2()

    respuesta = como(gente["ana"]).post(f"/admin/retiros/{Retiro.objects.get().pk}/autorizar/", follow=True)

    assert "debe autorizarlo otra persona" in respuesta.content.decode()
    assert contenido_de_la_2() == antes != b""


@pytest.mark.parametrize("quien", ["nadie", "capturista", "revisor", "aprobador", "oic"])
def test_sin_el_permiso_no_se_ve_ni_se_hace_nada(gente: dict[str, Any], quien: str) -> None:
    folio = retiros.solicitar(persona=gente["ana"], **SOLICITUD).pk
    cliente = como(gente[quien])

    for direccion in ("", "solicitar/", f"{folio}/"):
        assert cliente.get(f"/admin/retiros/{direccion}").status_code in (302, 403)
    assert cliente.post("/admin/retiros/solicitar/", {**SOLICITUD, "id_entrega": f"{OCID}-3"}).status_code == 302
    for accion in ("autorizar", "descartar"):
        assert cliente.post(f"/admin/retiros/{folio}/{accion}/").status_code == 302

    assert Retiro.objects.filter(autorizada_en=None, descartada_en=None).count() == Retiro.objects.count() == 1
    assert contenido_de_la_2() != b""


def test_quien_administra_el_portal_tambien_puede(gente: dict[str, Any]) -> None:
    folio = retiros.solicitar(persona=gente["ana"], **SOLICITUD).pk

    como(gente["jefa"]).post(f"/admin/retiros/{folio}/autorizar/")

    assert contenido_de_la_2() == b""


def test_el_menu_es_de_quien_puede(gente: dict[str, Any]) -> None:
    assert "/admin/retiros/" in como(gente["ana"]).get("/admin/").content.decode()
    assert "/admin/retiros/" not in como(gente["oic"]).get("/admin/").content.decode()


def test_una_solicitud_mal_hecha_dice_que_le_falta(gente: dict[str, Any]) -> None:
    cliente = como(gente["ana"])

    sin_fundamento = cliente.post("/admin/retiros/solicitar/", {**SOLICITUD, "fundamento": ""})
    inexistente = cliente.post("/admin/retiros/solicitar/", {**SOLICITUD, "id_entrega": "otra"})

    assert (sin_fundamento.status_code, inexistente.status_code) == (422, 422)
    assert "no ha publicado una entrega con id otra" in inexistente.content.decode()
    assert not Retiro.objects.exists()


def test_descartar_deja_todo_como_estaba(gente: dict[str, Any]) -> None:
    folio = retiros.solicitar(persona=gente["ana"], **SOLICITUD).pk

    como(gente["ana"]).post(f"/admin/retiros/{folio}/descartar/")

    assert Retiro.objects.get().descartada_por == gente["ana"]
    assert Entrega.objects.count() == 5
    assert contenido_de_la_2() != b""


def test_la_cuenta_de_quien_retiro_no_se_borra(gente: dict[str, Any]) -> None:
    retiros.solicitar(persona=gente["ana"], **SOLICITUD)
    cliente = como(gente["jefa"])

    cliente.post(f"/admin/users/{gente['ana'].pk}/delete/")
    cliente.post(f"/admin/bulk/auth/user/delete/?id={gente['ana'].pk}", {"confirm": "yes"})

    gente["ana"].refresh_from_db()


# The command.


def mandar(monkeypatch: pytest.MonkeyPatch, *orden: str, contrasena: str = CLAVE, **opciones: Any) -> str:
    salida = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{contrasena}\n"))
    call_command("retirar", *orden, stdout=salida, **opciones)
    return salida.getvalue()


RAZONES = ("--motivo", "orden_legal", "--fundamento", "Amparo 12/2026", "--explicacion", "Lo ordenó un juzgado.")


def test_una_orden_y_dos_personas(gente: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    dicho = mandar(monkeypatch, OCID, f"{OCID}-2", *RAZONES, "--solicita", "ana")
    folio = Retiro.objects.get().pk
    assert f"con el folio {folio}" in dicho
    assert contenido_de_la_2() != b""

    dicho = mandar(monkeypatch, "--autoriza", "beto", "--folio", str(folio))

    assert "Su acta es la posición 6 de la bitácora" in dicho
    assert contenido_de_la_2() == b""
    assert CLAVE not in dicho


@pytest.mark.parametrize(
    ("orden", "contrasena", "dicho"),
    [
        (("--autoriza", "ana", "--folio", "{folio}"), CLAVE, "debe autorizarlo otra persona"),
        (("--autoriza", "beto", "--folio", "{folio}"), "otra", "contraseña no son correctos"),
        (("--autoriza", "beto", "--folio", "{folio}"), "", "contraseña no son correctos"),
        (("--autoriza", "oic.sefin", "--folio", "{folio}"), CLAVE, "necesita el permiso"),
        (("--autoriza", "quien-sabe", "--folio", "{folio}"), CLAVE, "contraseña no son correctos"),
        (("--autoriza", "beto"), CLAVE, "Indique con --folio"),
        (("--solicita", "ana"), CLAVE, "Para solicitar indique"),
        ((OCID, f"{OCID}-9", *RAZONES, "--solicita", "ana"), CLAVE, "no ha publicado"),
    ],
)
def test_la_orden_explica_lo_que_no_se_puede(
    gente: dict[str, Any], monkeypatch: pytest.MonkeyPatch, orden: tuple[str, ...], contrasena: str, dicho: str
) -> None:
    folio = str(retiros.solicitar(persona=gente["ana"], **SOLICITUD).pk)

    with pytest.raises(CommandError, match=dicho):
        mandar(monkeypatch, *(parte.replace("{folio}", folio) for parte in orden), contrasena=contrasena)

    assert Entrega.objects.count() == 5
    assert contenido_de_la_2() != b""


def test_quien_ya_no_trabaja_aqui_no_autoriza(gente: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    folio = str(retiros.solicitar(persona=gente["ana"], **SOLICITUD).pk)
    gente["beto"].is_active = False
    gente["beto"].save()

    with pytest.raises(CommandError, match="desactivada"):
        mandar(monkeypatch, "--autoriza", "beto", "--folio", folio)
    assert contenido_de_la_2() != b""
