"""A call that gives fewer days than its law asks is not sent: the officer is told while writing, and refused after."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sitio.alertas.reglas import plazo_minimo
from sitio.analisis import PLAZOS, motor
from sitio.analisis.minimos import Convocatoria, periodo_corto
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar
from sitio.procesos import servicios
from sitio.procesos.aprobacion import tramite
from sitio.procesos.models import EtapaPage
from sitio.procesos.rechazos import AccionRechazada
from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.alertas.con_plantilla import version_con

pytestmark = pytest.mark.django_db
DOCUMENTO = {"tipo": "needsAssessment", "titulo": "Reducción del plazo", "url": "https://ejemplo.gob.mx/r.pdf"}


def el(dia: int, mes: int = 3) -> datetime:
    return datetime(2026, mes, dia, 10, tzinfo=fabricas.CDMX)


@pytest.fixture
def casa() -> fabricas.Casa:
    return fabricas.casa()


def licitacion(casa: fabricas.Casa, clave: str = "licitacion-publica", **campos: Any) -> EtapaPage:
    """A draft of a call to be published on 2 March 2026."""
    proceso = fabricas.proceso(casa, clave)
    etapa = servicios.crear_etapa(proceso, "licitacion", casa.capturista)
    return fabricas.llenar(etapa, casa.capturista, **{"publicacion": el(2), "licitantes": [], **campos})


def dicho(etapa: EtapaPage) -> list[tuple[str | None, str]]:
    return list(plazo_minimo(etapa, {}))


def test_one_day_less_is_refused_with_days_minimum_article_and_remedy(casa: fabricas.Casa) -> None:
    etapa = licitacion(casa, apertura=el(11))
    fabricas.publicar(casa, fabricas.etapa_de(etapa.proceso, "planeacion"))
    assert dicho(etapa) == [
        (
            "apertura",
            "Entre la publicación y la apertura hay 9 días naturales y deben correr al menos 15: Artículo 42 de la "
            "LAASSP de 2025. Mueva la apertura al 17 mar 2026 o después. Ni justificado puede ser menor de 10.",
        )
    ]
    with pytest.raises(AccionRechazada, match="deben correr al menos 15"):
        tramite.enviar(etapa, casa.capturista)
    assert [entrega.etiquetas for entrega in Entrega.objects.all()] == [["planning"]]


def test_a_period_in_between_asks_for_its_justification(casa: fabricas.Casa) -> None:
    etapa = licitacion(casa, apertura=el(12))
    fabricas.publicar(casa, fabricas.etapa_de(etapa.proceso, "planeacion"))
    [(campo, mensaje)] = dicho(etapa)
    assert campo == "documentos"
    assert mensaje.endswith(
        "Si el plazo se redujo, agregue en Documentos uno de tipo «Justificación de la contratación», con su fecha."
    )
    etapa.documentos = [etapa.documentos.model(**DOCUMENTO)]
    assert [donde for donde, _mensaje in dicho(etapa)] == ["documentos"]
    etapa.documentos = [etapa.documentos.model(**DOCUMENTO, publicado=date(2026, 3, 2))]
    fabricas.pedir_documentos(etapa)
    etapa.save_revision()
    tramite.enviar(etapa, casa.capturista)
    fabricas.aprobar(etapa, casa)
    assert Entrega.objects.filter(ocid=etapa.proceso.ocid).count() == 2


@pytest.mark.parametrize(
    ("clave", "campos", "bien", "mal"),
    [
        ("licitacion-publica", {}, 17, 16),
        ("licitacion-publica", {"caracter": "internacional abierta"}, 22, 21),
        ("licitacion-publica-obra", {"categoria": "works"}, 12, 11),
        ("licitacion-publica-obra", {"categoria": "works", "caracter": "internacional abierta"}, 22, 21),
        ("invitacion-tres-personas", {}, 7, 6),
    ],
)
def test_the_minimum_of_each_law_and_scope(
    casa: fabricas.Casa, clave: str, campos: dict[str, Any], bien: int, mal: int
) -> None:
    etapa = licitacion(casa, clave, **campos)
    etapa.apertura = el(bien)
    assert dicho(etapa) == []
    etapa.apertura = el(mal)
    assert len(dicho(etapa)) == 1


def test_works_under_treaties_give_forty_days(casa: fabricas.Casa) -> None:
    tratados = {"categoria": "works", "caracter": "internacional bajo la cobertura de tratados"}
    etapa = licitacion(casa, "licitacion-publica-obra", **tratados, apertura=el(11, 4))
    assert dicho(etapa) == []
    etapa.apertura = el(10, 4)
    assert "hay 39 días naturales y deben correr al menos 40" in dicho(etapa)[0][1]


@pytest.mark.parametrize(
    ("clave", "campos"),
    [
        ("adjudicacion-directa", {}),
        ("invitacion-tres-personas-obra", {"categoria": "works"}),
        ("licitacion-publica", {"estado": "planned"}),
        ("licitacion-publica", {"estado": "cancelled"}),
        ("licitacion-publica", {"apertura": None}),
        ("licitacion-publica", {"publicacion": None}),
    ],
)
def test_what_has_no_minimum_is_not_refused(casa: fabricas.Casa, clave: str, campos: dict[str, Any]) -> None:
    assert dicho(licitacion(casa, clave, **{"apertura": el(4), **campos})) == []


def test_a_template_with_its_own_term_refuses_by_it(casa: fabricas.Casa) -> None:
    """Eight working days of the state's law: from Monday 2 March 2026, Thursday 12."""
    contenido = fabricas.plantilla().contenido
    plazo = {"clave": "D03", "activo": True, "dias": -8, "unidad": "habiles", "fundamento": "Artículo 59 local"}
    plantilla = version_con(plazos=[plazo], marco_legal={**contenido["marco_legal"], "clave": "estado"})
    proceso = servicios.crear_proceso(casa.unidad, plantilla, "Mobiliario", 2026, casa.capturista)
    etapa = servicios.crear_etapa(proceso, "licitacion", casa.capturista)
    fabricas.llenar(etapa, casa.capturista, publicacion=el(2), apertura=el(12), licitantes=[])
    assert dicho(etapa) == []
    etapa.apertura = el(11)
    assert (
        "hay 7 días hábiles y deben correr al menos 8: Artículo 59 local. Mueva la apertura al 12 mar"
        in dicho(etapa)[0][1]
    )


def test_a_template_that_switches_it_off_refuses_nothing(casa: fabricas.Casa) -> None:
    plantilla = version_con(plazos=[{"clave": "D03", "activo": False}])
    proceso = servicios.crear_proceso(casa.unidad, plantilla, "Mobiliario", 2026, casa.capturista)
    etapa = servicios.crear_etapa(proceso, "licitacion", casa.capturista)
    assert dicho(fabricas.llenar(etapa, casa.capturista, apertura=el(4))) == []


def test_what_is_already_public_may_be_corrected(casa: fabricas.Casa) -> None:
    """A process that came with four days cannot be given more in the past; cutting them further is refused."""
    etapa = licitacion(casa, apertura=el(6))
    periodo = {"startDate": "2026-03-02T16:00:00Z", "endDate": "2026-03-06T16:00:00Z"}
    publicada: dict[str, Any] = {"tender": {"status": "active", "tenderPeriod": periodo}}
    assert list(plazo_minimo(etapa, publicada)) == []
    etapa.apertura = el(5)
    assert len(list(plazo_minimo(etapa, publicada))) == 1
    etapa.apertura = el(6)
    publicada["tender"]["status"] = "planned"
    assert len(list(plazo_minimo(etapa, publicada))) == 1


def test_the_form_warns_while_it_is_a_draft(casa: fabricas.Casa, client: Client) -> None:
    etapa = licitacion(casa, apertura=el(11))
    client.force_login(casa.capturista)
    formulario = client.get(reverse("wagtailadmin_pages:edit", args=[etapa.pk])).content.decode()
    assert "hay 9 días naturales y deben correr al menos 15" in formulario
    tablero = client.get(reverse("procesos:tablero", args=[etapa.proceso.pk])).content.decode()
    assert "hay 9 días naturales y deben correr al menos 15" in tablero


@pytest.mark.parametrize("categoria", ["goods", "works"])
@pytest.mark.parametrize("detalle", ["nacional", "internacional abierta", "internacional bajo tratados", ""])
@pytest.mark.parametrize("anio", [2024, 2026])
def test_the_form_refuses_what_analysis_will_find_late(anio: int, detalle: str, categoria: str) -> None:
    """The same call, written and published: both say the same of each number of days."""
    minimos = [PLAZOS[clave] for clave in ("D03", "D04", "D06")]
    compiladas, refusadas = [], set()
    for dia in (12, 17, 22, 31):
        convocatoria = Convocatoria("open", detalle, categoria, date(anio, 3, 2), date(anio, 3, dia))
        if periodo_corto(convocatoria, None, lambda _clave: ()):
            refusadas.add(f"o-{dia}")
        periodo = {"startDate": f"{anio}-03-02T16:00:00Z", "endDate": f"{anio}-03-{dia}T16:00:00Z"}
        tender = {"procurementMethod": "open", "procurementMethodDetails": detalle, "tenderPeriod": periodo}
        compiladas.append({"ocid": f"o-{dia}", "tender": {**tender, "mainProcurementCategory": categoria}})
    hallados = motor.plazos(tablas.aplanar(map(canonizar, compiladas)), (), date(2026, 12, 31), definiciones=minimos)
    assert {p.ocid for p in hallados if p.cumplido_en and p.cumplido_en > p.vence} == refusadas
