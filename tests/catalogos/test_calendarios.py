"""Named calendars: each one's days, the ones it takes in, and who may change them."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from sitio.catalogos.calendario import calendarios, inhabiles, sumar_dias_habiles
from sitio.catalogos.carga import CATALOGOS
from sitio.catalogos.models import Calendario, DiaInhabil
from tests import fabricas

pytestmark = pytest.mark.django_db
VIERNES, LUNES, MARTES = date(2026, 4, 10), date(2026, 4, 13), date(2026, 4, 14)


@pytest.fixture
def estado() -> Calendario:
    return Calendario.objects.create(clave="jalisco", titulo="Jalisco")


def cargar(carpeta: Path, dias: str) -> None:
    for catalogo in CATALOGOS:
        (carpeta / catalogo.archivo).write_text(",".join(catalogo.columnas) + "\n", encoding="utf-8")
    (carpeta / "dias_inhabiles.csv").write_text(dias, encoding="utf-8")
    call_command("cargar_catalogos", carpeta=carpeta)


def test_un_dia_sin_calendario_es_del_federal() -> None:
    DiaInhabil.objects.create(fecha=LUNES, motivo="Acuerdo")
    assert LUNES in inhabiles()
    assert sumar_dias_habiles(VIERNES, 1) == MARTES


def test_cada_calendario_cuenta_sus_dias_y_no_los_de_otro(estado: Calendario) -> None:
    DiaInhabil.objects.create(fecha=LUNES, motivo="Fundación", calendario=estado)
    assert (inhabiles(), inhabiles("jalisco")) == (frozenset(), {LUNES})
    assert (sumar_dias_habiles(VIERNES, 1), sumar_dias_habiles(VIERNES, 1, "jalisco")) == (LUNES, MARTES)


def test_un_calendario_suma_los_dias_de_los_que_toma(estado: Calendario) -> None:
    instituto = Calendario.objects.create(clave="instituto", titulo="Instituto", base=estado)
    DiaInhabil.objects.create(fecha=LUNES, motivo="Fundación", calendario=estado)
    DiaInhabil.objects.create(fecha=MARTES, motivo="Aniversario", calendario=instituto)
    assert calendarios() == {"federal": frozenset(), "jalisco": {LUNES}, "instituto": {LUNES, MARTES}}


def test_el_mismo_dia_cabe_en_dos_calendarios_y_no_dos_veces_en_uno(estado: Calendario) -> None:
    DiaInhabil.objects.create(fecha=LUNES, motivo="Acuerdo")
    DiaInhabil(fecha=LUNES, motivo="Fundación", calendario=estado).full_clean()
    with pytest.raises(ValidationError, match="Ese día ya está en el calendario"):
        DiaInhabil(fecha=LUNES, motivo="Otra vez").full_clean()


def test_un_calendario_no_se_toma_a_si_mismo(estado: Calendario) -> None:
    instituto = Calendario.objects.create(clave="instituto", titulo="Instituto", base=estado)
    estado.base = instituto
    with pytest.raises(ValidationError, match="ya toma los días de este"):
        estado.full_clean()
    Calendario.objects.filter(pk="jalisco").update(base=instituto)
    assert calendarios()["jalisco"] == frozenset()


def test_un_calendario_que_no_existe_se_dice() -> None:
    with pytest.raises(KeyError):
        inhabiles("marte")


def test_el_archivo_puede_decir_de_que_calendario_es_cada_dia(estado: Calendario, tmp_path: Path) -> None:
    cargar(tmp_path, "fecha,motivo,calendario\n2026-04-13,Fundación,jalisco\n2026-04-13,Acuerdo,\n")
    assert (inhabiles(), inhabiles("jalisco")) == ({LUNES}, {LUNES})
    cargar(tmp_path, "fecha,motivo,calendario\n2026-04-13,Fundación del estado,jalisco\n")
    assert dict(DiaInhabil.objects.values_list("calendario_id", "motivo")) == {
        "federal": "Acuerdo",
        "jalisco": "Fundación del estado",
    }


def test_un_archivo_sin_esa_columna_es_del_federal(tmp_path: Path) -> None:
    cargar(tmp_path, "fecha,motivo\n2026-04-13,Acuerdo\n")
    assert inhabiles() == {LUNES}


def test_el_archivo_no_inventa_calendarios(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="renglón 2, campo calendario: «marte» no es la clave de un calendario"):
        cargar(tmp_path, "fecha,motivo,calendario\n2026-04-13,Fundación,marte\n")
    assert not DiaInhabil.objects.exists()


@pytest.fixture
def administra(client: Client) -> Client:
    client.force_login(fabricas.persona("raiz", is_superuser=True, is_staff=True))
    return client


def test_quien_administra_agrega_un_calendario_y_sus_dias(administra: Client) -> None:
    alta = {"titulo": "Jalisco", "clave": "jalisco", "base": "federal"}
    administra.post(reverse("wagtailsnippets_catalogos_calendario:add"), alta)
    dia = {"fecha": "2026-04-13", "motivo": "Fundación", "calendario": "jalisco"}
    administra.post(reverse("wagtailsnippets_catalogos_diainhabil:add"), dia)
    assert calendarios() == {"federal": frozenset(), "jalisco": {LUNES}}
    lista = administra.get(reverse("wagtailsnippets_catalogos_calendario:list")).content.decode()
    assert "1 día, de 2026" in lista
    assert "Sin días propios" in lista


def test_la_clave_no_se_cambia_y_un_calendario_no_se_borra(administra: Client, estado: Calendario) -> None:
    otra = {"titulo": "Estado de Jalisco", "clave": "otra", "base": ""}
    administra.post(reverse("wagtailsnippets_catalogos_calendario:edit", args=["jalisco"]), otra)
    administra.post(reverse("wagtailsnippets_catalogos_calendario:delete", args=["jalisco"]))
    administra.post(reverse("wagtail_bulk_action", args=["catalogos", "calendario", "delete"]) + "?id=jalisco")
    assert list(Calendario.objects.values_list("clave", "titulo").exclude(clave="federal")) == [
        ("jalisco", "Estado de Jalisco")
    ]


@pytest.mark.parametrize("papel", ["capturista", "revisor", "aprobador", "oic"])
def test_los_papeles_de_una_institucion_no_cambian_calendarios(client: Client, papel: str) -> None:
    client.force_login(fabricas.casa().personas[papel])
    alta = {"titulo": "Jalisco", "clave": "jalisco", "base": ""}
    client.post(reverse("wagtailsnippets_catalogos_calendario:add"), alta)
    assert list(Calendario.objects.values_list("clave", flat=True)) == ["federal"]
