"""The validator of the Open Contracting Partnership finds nothing in what we publish."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from sitio.ocds import esquema, extensiones, listas
from sitio.procesos import servicios
from sitio.procesos.models import EtapaPage
from sitio.publicacion.models import Entrega
from sitio.rutas import FIXTURES
from tests import fabricas
from tests.procesos.lleno import llenar_todo
from tests.validadores import correr

pytestmark = [pytest.mark.datos_reales, pytest.mark.django_db]

# The schema of one takes a definition from the other, of which there is no copy beside the standard. The third only
# takes `deprecated` away from a field, and libcoveocds lets no extension take anything away.
OMITIDAS = {"transaction_milestones", "metrics", "milestone_documents"}
# What no form of a stage fills: what the register of organizations says of them, and what imports alone bring.
DEL_PADRON = {"additionalContactPoints", "beneficialOwners", "contactPointType", "memberOf", "nameBreakdown"}
SIN_FORMULARIO = {*DEL_PADRON, *OMITIDAS, "bidOpening", "contract_suppliers", "participation_fee"}
SOBRE: dict[str, Any] = {
    "uri": "https://ejemplo.gob.mx/paquete.json",
    "version": "1.1",
    "publishedDate": "2026-02-01T12:00:00Z",
    "publisher": {"name": "Secretaría de Ejemplo"},
}


@pytest.fixture
def examinar(compartido: Path, tmp_path: Path) -> Callable[[dict[str, bytes]], dict[str, Any]]:
    if not correr.PYTHON.exists():
        pytest.skip("faltan los validadores de otros: instálelos con «make validadores»")
    return lambda paquetes: correr.examinar(compartido / "ocds", tmp_path, paquetes)


def paginas(client: Client, url: str) -> Iterator[tuple[str, bytes]]:
    """The pages of a feed to the last one, each with a name."""
    while url:
        contenido = b"".join(client.get(url))
        yield f"{url.split('?')[0].strip('/').replace('/', '-')}-{abs(hash(url))}", contenido
        siguiente = json.loads(contenido).get("links", {}).get("next", "")
        url = siguiente[siguiente.find("/api/") :] if siguiente else ""


def todo(client: Client) -> dict[str, bytes]:
    """Everything the feeds give: pages of releases and records, and one release by its own URL."""
    entrega = Entrega.objects.order_by("-pk")[0]
    sueltas = {
        "entrega": f"/api/ocds/releases/{entrega.ocid}/{entrega.id_entrega}",
        "registro": f"/api/ocds/records/{entrega.ocid}",
    }
    nombradas = {nombre: b"".join(client.get(url)) for nombre, url in sueltas.items()}
    return {
        **nombradas,
        **dict(paginas(client, "/api/ocds/releases?limit=60")),
        **dict(paginas(client, "/api/ocds/records?limit=60")),
    }


def sin_lo_que_no_esta_junto_al_estandar(ejecucion: EtapaPage) -> None:
    """Leave out what goes by the extensions of OMITIDAS: progress, and the invoice of a payment."""
    ejecucion.avances = []
    for pago in ejecucion.transacciones.all():
        pago.factura = None


def publicar(casa: fabricas.Casa, pagina: EtapaPage) -> EtapaPage:
    fabricas.enviar(pagina, casa.capturista)
    fabricas.aprobar(pagina, casa)
    return type(pagina).objects.get(pk=pagina.pk)


def test_nada_en_un_proceso_capturado_con_todo_ni_en_sus_correcciones(client: Client, examinar: Any) -> None:
    casa = fabricas.casa()
    proceso = fabricas.proceso(casa)
    publicadas: dict[str, EtapaPage] = {}
    for nombre in proceso.plantilla.etapas:
        base = {"contrato": "adjudicacion", "ejecucion": "contrato"}.get(nombre)
        datos = {base: publicadas[base]} if base else {}
        pagina = (
            fabricas.etapa_de(proceso, nombre)
            if nombre == "planeacion"
            else servicios.crear_etapa(proceso, nombre, casa.capturista, **datos)
        )
        llenar_todo(pagina)
        if nombre == "ejecucion":
            sin_lo_que_no_esta_junto_al_estandar(pagina)
        pagina.save_revision(user=casa.capturista)
        publicadas[nombre] = publicar(casa, pagina)
    # A correction that takes back a value and a row: nulls, and a member left with its id alone.
    plan = publicadas["planeacion"]
    plan.partida, plan.hitos, plan.desgloses, plan.lineas = "", [], [], []
    plan.save_revision(user=casa.capturista)
    publicar(casa, plan)
    assert Entrega.objects.count() == 6
    correccion = json.loads(bytes(Entrega.objects.order_by("-pk")[0].contenido))["planning"]
    assert correccion["budget"]["id"] is None is correccion["milestones"][0]["title"]
    fuentes = todo(client)
    assert examinar(fuentes) == {}
    declaradas = [e.extensiones for e in Entrega.objects.order_by("pk")]
    claves = {extension.url: clave for clave, extension in extensiones.registro().items()}
    usadas = {claves[url] for entrega in declaradas for url in entrega}
    assert {clave for clave in claves.values() if clave not in usadas} == SIN_FORMULARIO


def test_nada_en_la_demo(client: Client, examinar: Any) -> None:
    call_command("importar", str(FIXTURES / "demo"), verbosity=0)
    assert Entrega.objects.count() == 99
    fuentes = todo(client)
    assert len(fuentes) == 6
    assert examinar(fuentes) == {}


def test_nada_en_lo_que_se_lee_de_compranet(client: Client, examinar: Any, compartido: Path) -> None:
    call_command("importar", str(compartido / "data/compranet/contratos_2018.sample.csv"), verbosity=0)
    assert Entrega.objects.count() > 100
    assert examinar(todo(client)) == {}


def test_nada_en_una_entrega_con_todos_los_campos_de_nuestro_perfil(examinar: Any) -> None:
    entrega = {**ejemplar(esquema.entrega()), "ocid": "ocds-213czf-1", "tag": ["planning"]}
    declaradas = extensiones.declaradas(entrega)
    assert declaradas == [e.url for clave, e in extensiones.registro().items() if clave not in OMITIDAS]
    paquete = {**SOBRE, "extensions": declaradas, "releases": [entrega]}
    compilada = {**entrega, "tag": ["compiled"]}
    registro = {"ocid": entrega["ocid"], "releases": [entrega], "compiledRelease": compilada}
    registros = {**SOBRE, "extensions": declaradas, "records": [registro]}
    assert examinar({"p": json.dumps(paquete).encode(), "r": json.dumps(registros).encode()}) == {}


def test_el_examen_encuentra_lo_que_si_esta_mal(examinar: Any) -> None:
    entrega = {
        "ocid": "sin-prefijo", "id": "1", "date": "ayer", "tag": ["tender"], "initiationType": "tender", "title": "x",
        "parties": [{"name": "x"}],
        "tender": {"id": "1", "status": "abierta", "awardCriteria": "elMejor", "description": "", "items": [{}],
                   "amendment": {"rationale": "x"}},
    }  # fmt: skip
    [malo] = examinar({"p": json.dumps({**SOBRE, "releases": [entrega]}).encode()}).values()
    assert malo.keys() == set(correr.HALLAZGOS) - {"json_deref_error"}
    extension = "https://raw.githubusercontent.com/nadie/nada/master/extension.json"
    with pytest.raises(AssertionError, match="KeyError"):
        examinar({"p": json.dumps({**SOBRE, "extensions": [extension], "releases": [entrega]}).encode()})


def ejemplar(nodo: dict[str, Any]) -> Any:
    """A value with every field of a node of our schema, the fields in disuse and those of OMITIDAS left out."""
    nodo = esquema.bajar({"items": nodo}, 0)
    tipos = nodo["type"] if isinstance(nodo.get("type"), list) else [nodo.get("type")]
    if "properties" in nodo:
        return {c: ejemplar(h) for c, h in nodo["properties"].items() if not _se_omite(h)}
    if "codelist" in nodo:
        # The last code, because those of extensions come after those of the core.
        codigos = [codigo for codigo, _ in listas.opciones(nodo["codelist"])]
        return codigos if "array" in tipos else codigos[-1]
    if "items" in nodo:
        return [ejemplar(nodo["items"])]
    valores = {"string": "x@ejemplo.mx", "number": 0.5, "integer": 3, "boolean": False}
    formas = {"date-time": "2026-01-01T00:00:00Z", "uri": "https://ejemplo.gob.mx/"}
    return formas[nodo["format"]] if "format" in nodo else valores[tipos[0]]


def _se_omite(nodo: dict[str, Any]) -> bool:
    return nodo.get("deprecated", False) or nodo.get("extension") in OMITIDAS
