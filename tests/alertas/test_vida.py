"""What people decide stands, by whoever may decide it, until its date passes or its evidence changes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sitio.alertas import servicios, tareas
from sitio.alertas.models import Alerta, MovimientoAlerta
from sitio.alertas.transiciones import TransicionNoPermitida
from sitio.alertas.urls_admin import url_de_alerta
from sitio.alertas.vida import decisiones, tolerancia
from sitio.procesos.consultas import proceso_de
from sitio.procesos.models import ArchivoDeDocumento
from sitio.procesos.papeles import grupos
from tests import fabricas
from tests.alertas.test_admin import texto

OCID = "ocds-213czf-1"
RAZON = "Proveedor único por patente."


@pytest.fixture
def capturada(casa: fabricas.Casa) -> Alerta:
    """An alert, under review, of a process captured and approved here."""
    proceso = fabricas.proceso(casa)
    fabricas.publicar_hasta(casa, proceso, "adjudicacion")
    servicios.revisar([proceso.ocid], hoy=date(2026, 4, 2))
    alerta = Alerta.objects.get(bandera="P20")
    decisiones.mover_alerta(alerta, casa.oic, "iniciar_revision")
    return alerta


def decidir(alerta: Alerta, quien: Any, accion: str = "justificar", **mas: Any) -> MovimientoAlerta:
    if alerta.estado in ("nueva", "reconocida"):
        decisiones.mover_alerta(alerta, quien, "iniciar_revision")
    return decisiones.mover_alerta(alerta, quien, accion, RAZON, **mas)


@pytest.mark.parametrize("papel", ["capturista", "revisor", "aprobador"])
def test_who_captured_or_approved_it_does_not_decide(casa: fabricas.Casa, capturada: Alerta, papel: str) -> None:
    """Not with the role of internal control, nor as a superuser: through the one door of the web and the chat."""
    persona = casa.personas[papel]
    grupos.dar_papel(persona, casa.institucion, "oic")
    for persona.is_superuser in (False, True):
        persona.save()
        for accion in ("justificar", "confirmar", "desestimar", "aceptar", "subsanar", "remitir", "caducar"):
            with pytest.raises(TransicionNoPermitida, match="debe decidir otra persona"):
                decisiones.mover_alerta(capturada, persona, accion, RAZON)
    capturada.refresh_from_db()
    assert (capturada.estado, capturada.movimientos.count()) == ("en_revision", 2)
    assert decidir(capturada, casa.oic).usuario == casa.oic


def test_a_superuser_without_a_role_decides_nothing(alerta: Alerta) -> None:
    raiz = fabricas.persona("raiz", is_superuser=True)
    with pytest.raises(TransicionNoPermitida, match="órgano interno de control"):
        decisiones.mover_alerta(alerta, raiz, "reconocer")
    assert alerta.movimientos.count() == 1


def test_the_page_says_why_an_author_may_not_decide_and_refuses_it(como: Any, capturada: Alerta) -> None:
    cliente, pagina = como("aprobador"), url_de_alerta(capturada.pk)
    dicho = texto(cliente.get(pagina))
    assert "Usted capturó, envió o aprobó lo que esta alerta revisa: debe decidir otra persona." in dicho
    assert "Lo señalado ocurrió y hay una razón válida que lo explica." not in dicho
    respuesta = cliente.post(
        reverse("alertas:mover", args=[capturada.pk]), {"accion": "justificar", "motivo": RAZON}, follow=True
    )
    assert "debe decidir otra persona" in texto(respuesta)
    capturada.refresh_from_db()
    assert capturada.estado == "en_revision"


def test_an_author_still_says_that_they_have_seen_it(casa: fabricas.Casa, capturada: Alerta) -> None:
    Alerta.objects.filter(pk=capturada.pk).update(estado="nueva")
    capturada.refresh_from_db()
    decisiones.mover_alerta(capturada, casa.aprobador, "reconocer")
    assert capturada.estado == "reconocida"


def test_who_approved_a_stage_that_the_flag_does_not_read_may_decide(casa: fabricas.Casa, capturada: Alerta) -> None:
    """The flag reads the tender and the award; this person only ever wrote the plan."""
    otra = fabricas.con_papel("planea.sefin", casa, "oic", "capturista")
    proceso = proceso_de(capturada.ocid)
    assert proceso is not None
    planeacion = fabricas.etapa_de(proceso, "planeacion")
    planeacion.save_revision(user=otra)
    assert decidir(capturada, otra).usuario == otra


def test_once_sent_to_internal_control_only_they_decide(casa: fabricas.Casa, alerta: Alerta) -> None:
    decidir(alerta, casa.aprobador, "remitir")
    with pytest.raises(TransicionNoPermitida, match="solo él decide"):
        decisiones.mover_alerta(alerta, casa.aprobador, "justificar", RAZON)
    assert alerta.estado == "remitida"
    assert list(Alerta.objects.abiertas()) == [alerta]
    decisiones.mover_alerta(alerta, casa.oic, "subsanar", RAZON)
    assert alerta.estado == "subsanada"
    assert not Alerta.objects.abiertas().exists()


def test_what_was_decided_can_be_looked_into_again(casa: fabricas.Casa, alerta: Alerta) -> None:
    decidir(alerta, casa.oic, "aceptar")
    decisiones.mover_alerta(alerta, casa.oic, "reabrir", "Se supo de otro proveedor.")
    assert [m.a for m in alerta.movimientos.all()] == ["nueva", "en_revision", "aceptada", "en_revision"]


def test_a_justification_with_a_date_comes_back_when_it_passes(casa: fabricas.Casa, alerta: Alerta, oidas: Any) -> None:
    hoy = timezone.localdate()
    decidir(alerta, casa.oic, hasta=hoy + timedelta(days=1))
    assert tareas.vencer_decisiones() == 0
    Alerta.objects.filter(pk=alerta.pk).update(vigente_hasta=hoy - timedelta(days=1), por_anunciar=False)
    assert tareas.vencer_decisiones() == 1
    alerta.refresh_from_db()
    ultimo = alerta.movimientos.last()
    assert (alerta.estado, alerta.vigente_hasta, ultimo.de, ultimo.usuario) == ("nueva", None, "justificada", None)
    assert ultimo.motivo.startswith("La decisión valía hasta el ")
    assert tareas.vencer_decisiones() == 0
    tareas.anunciar_pendientes()
    assert alerta.pk in oidas[-1]["alertas"]


def test_one_that_closed_by_itself_is_not_woken_by_its_date(casa: fabricas.Casa, emitir: Any, alerta: Alerta) -> None:
    decidir(alerta, casa.oic, hasta=timezone.localdate() + timedelta(days=1))
    emitir(licitantes=2)
    servicios.revisar([OCID])
    Alerta.objects.update(vigente_hasta=timezone.localdate() - timedelta(days=1))
    assert tareas.vencer_decisiones() == 0
    alerta.refresh_from_db()
    assert alerta.estado == "cerrada"


@pytest.mark.parametrize(
    ("accion", "dias", "dice"), [("justificar", 0, "posterior a hoy"), ("confirmar", 9, "no lleva fecha")]
)
def test_a_date_that_makes_no_sense_is_refused(
    casa: fabricas.Casa, alerta: Alerta, accion: str, dias: int, dice: str
) -> None:
    with pytest.raises(TransicionNoPermitida, match=dice):
        decidir(alerta, casa.oic, accion, hasta=timezone.localdate() + timedelta(days=dias))
    alerta.refresh_from_db()
    assert alerta.estado == "en_revision"


def test_a_decision_rests_on_a_link_and_a_private_document(como: Any, casa: fabricas.Casa, capturada: Alerta) -> None:
    cliente = como("oic")
    datos = {"accion": "justificar", "motivo": RAZON, "enlace": "https://ejemplo.mx/oficio"}
    archivo = SimpleUploadedFile("oficio.txt", b"Patente vigente.")
    cliente.post(reverse("alertas:mover", args=[capturada.pk]), {**datos, "archivo": archivo})
    movimiento = capturada.movimientos.last()
    assert (movimiento.a, movimiento.enlace) == ("justificada", "https://ejemplo.mx/oficio")
    assert (movimiento.documento.nombre, movimiento.documento.publicado) == ("oficio.txt", None)
    pagina = cliente.get(url_de_alerta(capturada.pk)).content.decode()
    assert 'href="https://ejemplo.mx/oficio"' in pagina
    descarga = reverse("procesos:documento", args=[movimiento.documento_id])
    assert descarga in pagina
    assert b"".join(cliente.get(descarga).streaming_content) == b"Patente vigente."
    assert como("de_otra_casa").get(descarga).status_code == 404


def test_a_link_that_is_none_and_a_file_of_nobody_s_unit_are_refused(como: Any, alerta: Alerta) -> None:
    cliente, url = como("oic"), reverse("alertas:mover", args=[alerta.pk])
    cliente.post(url, {"accion": "iniciar_revision"})
    datos = {"accion": "justificar", "motivo": RAZON}
    respuesta = cliente.post(url, {**datos, "enlace": "javascript:alert(1)"}, follow=True)
    assert "El enlace debe empezar con http:// o https://." in texto(respuesta)
    archivo = SimpleUploadedFile("oficio.txt", b"x")
    respuesta = cliente.post(url, {**datos, "archivo": archivo}, follow=True)
    assert "el sustento va como enlace" in texto(respuesta)
    alerta.refresh_from_db()
    assert (alerta.estado, ArchivoDeDocumento.objects.count()) == ("en_revision", 0)


def test_somebody_is_put_in_charge_and_taken_off(como: Any, casa: fabricas.Casa, alerta: Alerta) -> None:
    cliente, url = como("oic"), reverse("alertas:asignar", args=[alerta.pk])
    cliente.post(url, {"responsable": casa.aprobador.pk})
    alerta.refresh_from_db()
    assert (alerta.responsable, alerta.estado) == (casa.aprobador, "nueva")
    assert alerta.movimientos.last().motivo == "A cargo de aprobador.sefin."
    assert "A cargo de aprobador.sefin" in texto(cliente.get(url_de_alerta(alerta.pk)))
    for intruso in (casa.capturista.pk, fabricas.casa("otra").oic.pk, 999_999, "x"):
        cliente.post(url, {"responsable": intruso})
    cliente.post(url, {"responsable": ""})
    alerta.refresh_from_db()
    assert [m.motivo for m in alerta.movimientos.all()][1:] == ["A cargo de aprobador.sefin.", "A cargo de nadie."]
    assert alerta.responsable is None


def test_small_changes_of_a_number_reopen_nothing_until_they_add_up(
    casa: fabricas.Casa, emitir: Any, alerta: Alerta
) -> None:
    """As if the rule had counted an amount: what is compared is what the decision stood on, not the last reading."""
    for antes, abre in ((Decimal("1.005"), 0), (Decimal("1.009"), 0), (Decimal("1.02"), 1)):
        Alerta.objects.filter(pk=alerta.pk).update(estado="justificada", valor=antes, evidencia_sha256="otra")
        reabiertas = servicios.revisar([OCID]).conteo.alertas_reabiertas
        assert reabiertas == abre
        alerta.refresh_from_db()
        assert alerta.valor == (Decimal(1) if abre else antes)


@pytest.mark.parametrize(
    ("antes", "ahora", "cambia"),
    [
        (100, 101, False),
        (100, 102, True),
        ("1000.00", "1009.99", False),
        ("1000.00", "1010.01", True),
        (0, 0, False),
        (0, 1, True),
        (None, 1, True),
        ("2026-11-20", "2026-11-21", True),
        ("1000", "1001", True),
        (True, False, True),
        ([100, "a"], [101, "a"], False),
        ([100, "a"], [100, "b"], True),
        ([100], [100, 1], True),
        ({"plantilla": "x", "umbral": 1}, {"plantilla": "x", "umbral": 2}, True),
        ({"lista": "69b", "version": "7", "renglon": 12}, {"lista": "69b", "version": "8", "renglon": 9}, False),
    ],
)
def test_numbers_may_move_one_per_cent_and_the_rest_not_at_all(antes: Any, ahora: Any, cambia: bool) -> None:
    assert tolerancia.difiere({"dato": antes}, {"dato": ahora}, Decimal("0.01")) is cambia


def test_each_flag_may_have_its_own_tolerance(settings: Any) -> None:
    settings.ALERTAS_TOLERANCIAS = {"P20": "0.10"}
    assert (tolerancia.de_bandera("P20"), tolerancia.de_bandera("P01")) == (Decimal("0.10"), Decimal("0.01"))
    assert not tolerancia.difiere({"procesos": ["a"], "n": 10}, {"procesos": ["a", "b"], "n": 11}, Decimal("0.10"))


def test_what_closed_and_shows_the_same_again_is_still_decided(
    casa: fabricas.Casa, emitir: Any, alerta: Alerta
) -> None:
    decidir(alerta, casa.oic)
    emitir(tender={"status": "cancelled"})
    servicios.revisar([OCID])
    emitir(tender={"status": "complete"})
    assert alerta.pk not in servicios.revisar([OCID]).alertas.get(OCID, [])
    alerta.refresh_from_db()
    ultimo = alerta.movimientos.last()
    assert (alerta.estado, ultimo.de, ultimo.motivo) == (
        "justificada",
        "cerrada",
        "Los datos publicados vuelven a mostrar lo que ya se había decidido.",
    )


def test_what_closed_and_shows_something_else_is_new_again(casa: fabricas.Casa, emitir: Any, alerta: Alerta) -> None:
    decidir(alerta, casa.oic)
    emitir(tender={"status": "cancelled"})
    servicios.revisar([OCID])
    fechas = {"startDate": "2026-10-01T16:00:00Z", "endDate": "2026-11-10T16:00:00Z"}
    emitir(tender={"status": "complete", "tenderPeriod": fechas})
    assert alerta.pk in servicios.revisar([OCID]).alertas[OCID]
    alerta.refresh_from_db()
    assert (alerta.estado, alerta.evidencia["apertura"]) == ("nueva", "2026-11-10")


def test_the_rule_s_reading_is_kept_with_the_alert(emitir: Any, alerta: Alerta) -> None:
    leido = {campo["ruta"]: campo for campo in alerta.lectura["campos"]}
    assert leido["tender.numberOfTenderers"] == {"ruta": "tender.numberOfTenderers", "cuantos": 1, "valores": [1]}
    assert leido["tender.procurementMethod"]["valores"] == ["open"]
    assert leido["awards"] == {"ruta": "awards", "cuantos": 0, "valores": []}
    assert alerta.lectura["sha256"] == alerta.entrega_sha256
    assert (alerta.lectura["version"], alerta.lectura["posicion"]) == ("1.0", alerta.posicion)
    assert alerta.lectura["entrega"].startswith(OCID)
    emitir(tender={"tenderPeriod": {"startDate": "2026-10-01T16:00:00Z", "endDate": "2026-11-10T16:00:00Z"}})
    servicios.revisar([OCID])
    antes = alerta.entrega_sha256
    alerta.refresh_from_db()
    assert alerta.lectura["sha256"] == alerta.entrega_sha256 != antes


def test_the_page_shows_what_was_read(como: Any, alerta: Alerta) -> None:
    dicho = texto(como("oic").get(url_de_alerta(alerta.pk)))
    assert "Licitación › Método de contratación tender.procurementMethod open" in dicho
    assert alerta.entrega_sha256 in dicho
    assert "awards No publicado" in dicho
    assert "probar_umbral" not in dicho
