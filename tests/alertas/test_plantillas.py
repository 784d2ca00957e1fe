"""A process is analysed by the template version it was born with: its terms, its calendars, its flags."""

from datetime import date
from typing import Any

import pytest

from sitio.alertas import plantillas, servicios
from sitio.alertas.models import Alerta, Plazo
from sitio.catalogos.models import Calendario, DiaInhabil
from sitio.procesos.models import ProcesoPage
from sitio.procesos.servicios import crear_proceso
from tests import fabricas
from tests.alertas.con_plantilla import HOY, publicar, version_con

pytestmark = pytest.mark.django_db
ESTATAL = "Artículo 70 de la ley estatal"


def fallo(proceso: ProcesoPage) -> Plazo:
    return Plazo.objects.get(ocid=proceso.ocid, plazo="D12")


def test_a_template_without_overrides_follows_the_law(casa: fabricas.Casa) -> None:
    plazo = fallo(publicar(casa))
    assert (plazo.vence, plazo.evidencia["dias"]) == (date(2026, 4, 9), 20)
    assert "ajuste" not in plazo.evidencia


def test_the_deadline_is_the_one_its_template_sets_with_its_calendar(casa: fabricas.Casa) -> None:
    estado = Calendario.objects.create(clave="estado", titulo="Estado", base_id="federal")
    DiaInhabil.objects.create(fecha=date(2026, 3, 31), motivo="Federal")
    DiaInhabil.objects.create(fecha=date(2026, 4, 1), motivo="Estatal", calendario=estado)
    termino = {"dias": 10, "unidad": "habiles", "calendario": "estado", "fundamento": ESTATAL}
    plazo = fallo(publicar(casa, plazos=[{"clave": "D12", "activo": True, **termino}]))
    assert (plazo.vence, plazo.fundamento) == (date(2026, 4, 7), ESTATAL)
    assert plazo.evidencia["ajuste"] == {
        "plantilla": "licitacion-publica",
        "version": 2,
        "titulo": "Compras del estado",
        "calendario": "estado",
    }


def test_a_process_keeps_the_version_it_was_born_with(casa: fabricas.Casa) -> None:
    viejo = publicar(casa, plazos=[{"clave": "D12", "activo": True, "dias": 10, "unidad": "naturales"}])
    nuevo = publicar(casa, plazos=[{"clave": "D12", "activo": True, "dias": 30, "unidad": "naturales"}])
    servicios.revisar([viejo.ocid, nuevo.ocid], hoy=HOY)
    assert (fallo(viejo).vence, fallo(viejo).evidencia["ajuste"]["version"]) == (date(2026, 3, 30), 2)
    assert (fallo(nuevo).vence, fallo(nuevo).evidencia["ajuste"]["version"]) == (date(2026, 4, 20), 3)


def test_a_deadline_switched_off_is_not_kept(casa: fabricas.Casa) -> None:
    proceso = publicar(casa, plazos=[{"clave": "D12", "activo": False}])
    assert list(Plazo.objects.filter(ocid=proceso.ocid).values_list("plazo", flat=True)) == ["D03", "D10"]


def test_a_threshold_of_the_template_raises_and_says_so(casa: fabricas.Casa) -> None:
    normal = publicar(casa)
    estricto = publicar(casa, banderas=[{"clave": "P01", "activa": True, "parametros": {"nacional": 25}}])
    assert not Alerta.objects.filter(ocid=normal.ocid, bandera="P01").exists()
    alerta = Alerta.objects.get(ocid=estricto.ocid, bandera="P01")
    assert alerta.evidencia["minimo"] == 25
    assert alerta.evidencia["ajuste"]["titulo"] == "Compras del estado"
    assert alerta.evidencia["ajuste"]["parametros"]["nacional"] == 25


def test_a_flag_switched_off_raises_nothing(casa: fabricas.Casa) -> None:
    proceso = publicar(casa, "adjudicacion", banderas=[{"clave": "P20", "activa": False}])
    assert not Alerta.objects.filter(ocid=proceso.ocid, bandera="P20").exists()


def test_another_state_s_law_keeps_the_federal_rules_away(casa: fabricas.Casa) -> None:
    marco = {"clave": "ley-estatal", "ley": "Ley de compras del estado", "articulos": "70"}
    termino = {"clave": "D12", "activo": True, "dias": 10, "unidad": "naturales", "fundamento": ESTATAL}
    proceso = publicar(casa, marco_legal=marco, plazos=[termino])
    assert list(Plazo.objects.filter(ocid=proceso.ocid).values_list("plazo", "fundamento")) == [("D12", ESTATAL)]


@pytest.mark.parametrize(
    ("clave", "esperado"),
    [("laassp-2025", None), ("laassp-2000", None), ("lopsrm-2025", None), ("jalisco-2017", "jalisco-2017")],
)
def test_only_the_names_of_federal_laws_are_federal(casa: fabricas.Casa, clave: str, esperado: str | None) -> None:
    plantilla = version_con(marco_legal={"clave": clave, "ley": "Ley", "articulos": "1"})
    assert plantillas.marco_de(plantilla) == esperado


def test_a_template_that_names_no_law_is_federal(casa: fabricas.Casa) -> None:
    assert plantillas.marco_de(version_con(marco_legal={"ley": "Ley", "articulos": "1"})) is None


# An imported process that is later carried on here under a template -------------------------------------------------


def adoptar(casa: fabricas.Casa, alerta: Alerta, **secciones: Any) -> Alerta:
    """Give the imported process of `alerta` pages here, under a template with `secciones`, and review it again."""
    proceso = crear_proceso(casa.unidad, version_con(**secciones), "Mobiliario", 2026, casa.capturista)
    ProcesoPage.objects.filter(pk=proceso.pk).update(ocid=alerta.ocid)
    servicios.revisar([alerta.ocid], hoy=HOY)
    alerta.refresh_from_db()
    return alerta


def test_an_open_alert_closes_by_itself_when_the_template_switches_its_flag_off(
    casa: fabricas.Casa, alerta: Alerta
) -> None:
    adoptar(casa, alerta, banderas=[{"clave": "P20", "activa": False}])
    assert alerta.estado == "cerrada"
    movimiento = alerta.movimientos.last()
    assert movimiento.motivo == "La plantilla «Compras del estado», versión 2, no aplica esta regla a sus procesos."
    assert movimiento.usuario is None


def test_an_open_alert_closes_by_itself_when_the_template_s_threshold_clears_it(
    casa: fabricas.Casa, alerta: Alerta
) -> None:
    adoptar(casa, alerta, banderas=[{"clave": "P20", "activa": True, "parametros": {"maximo": 0}}])
    assert alerta.estado == "cerrada"
    assert "umbrales de la plantilla «Compras del estado», versión 2" in alerta.movimientos.last().motivo


def test_reviewing_again_under_the_same_template_writes_nothing(casa: fabricas.Casa) -> None:
    ajustes = {
        "plazos": [{"clave": "D12", "activo": True, "dias": 10, "unidad": "habiles"}],
        "banderas": [{"clave": "P01", "activa": True, "parametros": {"nacional": 25}}],
    }
    proceso = publicar(casa, **ajustes)
    assert not any(servicios.revisar([proceso.ocid], hoy=HOY).conteo.como_columnas().values())
