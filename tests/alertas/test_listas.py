"""External lists raise alerts, close them, and make only whom they touch be reviewed again."""

from datetime import date
from typing import Any

import pytest

from sitio.alertas import listas, servicios, tareas
from sitio.alertas.models import Alerta, EstadoDeAlerta
from sitio.catalogos.listas import confirmaciones
from sitio.catalogos.listas.carga import Carga, cargar
from sitio.catalogos.listas.coincidencias import Sujeto
from sitio.catalogos.models import ListaExterna, RenglonDeLista
from tests import fabricas
from tests.alertas.conftest import OCID

OTRO = "ocds-213czf-2"
ALFA = {"id": "MX-RFC-ALF010101AA1", "name": "Alfa del Norte, S.A. de C.V."}


@pytest.fixture
def efos(db: None) -> ListaExterna:
    return ListaExterna.objects.create(clave="efos", titulo="Listado 69-B", tipo="efos", formato="sat_69b")


def version(lista: ListaExterna, situacion: str, mes: int, *otros: str) -> Carga:
    """Load the version of a month: Alfa in a situation that the DOF published in January, and others."""
    encabezado = f"RFC,Nombre,Situación,Publicación DOF {situacion.lower()}s"
    renglones = [encabezado, f"ALF010101AA1,Alfa del Norte,{situacion},05/01/2026", *otros, ""]
    return cargar(lista, f"{mes}.csv", "\n".join(renglones).encode(), fecha=date(2026, mes, 6))


@pytest.fixture
def publicado(emitir: Any) -> str:
    """A process won by Alfa on the first of November, and another where it takes no part."""
    rfc = {"scheme": "MX-RFC", "id": "ALF010101AA1"}
    emitir(OTRO)
    emitir(
        parties=[{**ALFA, "identifier": rfc, "roles": ["supplier", "tenderer"]}],
        tender={"tenderers": [ALFA], "numberOfTenderers": 1},
        awards=[{"id": "A1", "status": "active", "date": "2026-11-01T18:00:00Z", "suppliers": [ALFA]}],
    )
    return OCID


def de_listas(ocid: str = OCID) -> list[tuple[str, int, str]]:
    alertas = Alerta.objects.filter(ocid=ocid, bandera__in=["L01", "L03", "L04"]).order_by("bandera")
    return [(a.bandera, a.severidad, a.estado) for a in alertas]


def test_una_lista_levanta_la_alerta_y_otra_version_la_cierra(publicado: str, efos: ListaExterna) -> None:
    primera = version(efos, "Definitivo", 1).version
    assert tareas.revisar_lista(primera.pk) == 1
    assert de_listas() == [("L03", 5, EstadoDeAlerta.NUEVA)]
    evidencia = Alerta.objects.get(bandera="L03").evidencia
    assert (evidencia["lista"], evidencia["situacion"], evidencia["publicado"]) == (
        "Listado 69-B",
        "definitivo",
        "2026-01-05",
    )
    segunda = version(efos, "Desvirtuado", 2).version
    assert tareas.revisar_lista(segunda.pk) == 1
    assert [(bandera, estado) for bandera, _severidad, estado in de_listas()] == [("L03", EstadoDeAlerta.CERRADA)]


def test_una_version_nueva_revisa_solo_a_quienes_cambiaron(publicado: str, efos: ListaExterna) -> None:
    primera = version(efos, "Definitivo", 1).version
    assert list(listas.ocids_que_toca(primera, [[OCID, OTRO]])) == [OCID]
    con_otra = version(efos, "Definitivo", 2, "ZET010101AA1,Zeta,Definitivo,05/01/2026")
    assert (con_otra.altas, con_otra.bajas) == (1, 0)
    assert list(listas.ocids_que_toca(con_otra.version, [[OCID, OTRO]])) == []


def test_lo_que_decide_una_persona_sube_o_quita_la_alerta(publicado: str, db: None) -> None:
    sancionados = ListaExterna.objects.create(
        clave="s", titulo="Sancionados", tipo="inhabilitados", formato="directorio_sancionados"
    )
    contenido = b"nombre,expediente,inicio,fin\nAlfa del Norte SA,1,2026-01-01,2026-12-31\n"
    cargar(sancionados, "s.csv", contenido, fecha=date(2026, 2, 1))
    servicios.revisar([OCID])
    assert de_listas() == [("L01", 3, EstadoDeAlerta.NUEVA)]
    persona, renglon = fabricas.persona("super", is_superuser=True), RenglonDeLista.objects.get()
    alfa = Sujeto("", ALFA["name"], rfc="ALF010101AA1")
    confirmaciones.decidir(alfa, renglon, "confirmada", "Acta constitutiva", persona)
    assert tareas.revisar_a_quien_se_llama("ALFA DEL NORTE") == 1
    assert [severidad for _bandera, severidad, _estado in de_listas()] == [5]
    confirmaciones.decidir(alfa, renglon, "rechazada", "Otro domicilio", persona)
    assert tareas.revisar_a_quien_se_llama("ALFA DEL NORTE") == 1
    assert [estado for _bandera, _severidad, estado in de_listas()] == [EstadoDeAlerta.CERRADA]


def test_la_lista_propia_de_una_institucion_no_alcanza_a_otra(publicado: str, casa: fabricas.Casa) -> None:
    otra = fabricas.organizacion("OTR010101AA1", "Otra institución")
    propia = ListaExterna.objects.create(clave="p", titulo="Propia", tipo="propia", formato="propia", institucion=otra)
    contenido = b"rfc,nombre,desde,hasta,motivo\nALF010101AA1,Alfa,,,Rescision\n"
    cargar(propia, "p.csv", contenido, fecha=date(2026, 2, 1))
    servicios.revisar([OCID])
    assert de_listas() == []
