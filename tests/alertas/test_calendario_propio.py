"""The calendar that an institution chooses counts in its processes, unless its unit or their template says another."""

from datetime import date

import pytest

from sitio.alertas import explicacion, servicios
from sitio.alertas.models import Plazo
from sitio.catalogos.models import Calendario, DiaInhabil
from tests import fabricas
from tests.alertas.con_plantilla import HOY, publicar

pytestmark = pytest.mark.django_db


@pytest.fixture
def casa() -> fabricas.Casa:
    return fabricas.casa()


def calendario(clave: str, *dias: date) -> Calendario:
    nuevo = Calendario.objects.create(clave=clave, titulo=clave.title(), base_id="federal")
    DiaInhabil.objects.bulk_create(DiaInhabil(calendario=nuevo, fecha=dia, motivo="Acuerdo") for dia in dias)
    return nuevo


def firma(ocid: str) -> Plazo:
    """The deadline to sign: fifteen working days from Wednesday 1 April 2026, Wednesday 22 with no day off."""
    servicios.revisar([ocid], hoy=HOY)
    return Plazo.objects.get(plazo="D18", ocid=ocid)


def elegir(pagina: object, elegido: Calendario) -> None:
    pagina.calendario = elegido  # type: ignore[attr-defined]  # both branches have it
    pagina.save()  # type: ignore[attr-defined]  # same


def test_the_days_of_the_institution_count_and_its_page_says_which(casa: fabricas.Casa) -> None:
    ocid = publicar(casa, "adjudicacion").ocid
    assert firma(ocid).vence == date(2026, 4, 22)
    elegir(casa.institucion, calendario("instituto", date(2026, 4, 13)))
    assert firma(ocid).vence == date(2026, 4, 23)
    assert explicacion.calendario_de(firma(ocid)) == "Instituto"


def test_a_unit_may_count_with_another(casa: fabricas.Casa) -> None:
    elegir(casa.institucion, calendario("instituto", date(2026, 4, 13)))
    elegir(casa.unidad, calendario("unidad", date(2026, 4, 13), date(2026, 4, 14)))
    assert firma(publicar(casa, "adjudicacion").ocid).vence == date(2026, 4, 24)


def test_the_calendar_of_the_template_comes_first(casa: fabricas.Casa) -> None:
    elegir(casa.institucion, calendario("instituto", date(2026, 4, 13)))
    calendario("estado", date(2026, 4, 13), date(2026, 4, 14), date(2026, 4, 15))
    ocid = publicar(casa, "adjudicacion", plazos=[{"clave": "D18", "activo": True, "calendario": "estado"}]).ocid
    assert firma(ocid).vence == date(2026, 4, 27)
    assert explicacion.calendario_de(firma(ocid)) == "Estado"


def test_the_calendar_of_one_institution_is_not_of_another(casa: fabricas.Casa) -> None:
    elegir(fabricas.casa("otra").institucion, calendario("ajeno", date(2026, 4, 13)))
    assert firma(publicar(casa, "adjudicacion").ocid).vence == date(2026, 4, 22)
