"""Whatever an officer fills goes out, is read by who approves, and comes back the same from what was published."""

import json
import re
from typing import Any

import pytest
from modelcluster.models import get_all_child_relations

from sitio.ocds import fusion, perfil, rutas
from sitio.procesos import servicios
from sitio.procesos.entregas import armado
from sitio.procesos.lectura import legible
from sitio.procesos.mapeo import Calculado, Campo, Dinero, Lectura, Lista, Parte
from sitio.procesos.models import EtapaPage, ProcesoPage
from sitio.procesos.servicios import TIPOS_DE_ETAPA
from sitio.publicacion.models import Entrega, Registro
from tests import fabricas
from tests.procesos.lleno import llenar_todo

DE_PRUEBA = re.compile(r"[a-z_]+ [A-Z][A-Za-z]+")
pytestmark = pytest.mark.django_db


def publicar_todo(casa: fabricas.Casa, proceso: ProcesoPage) -> dict[str, EtapaPage]:
    """Publish the five stages of a process with everything in them."""
    publicadas: dict[str, EtapaPage] = {}
    for nombre in proceso.plantilla.etapas:
        base = {"contrato": "adjudicacion", "ejecucion": "contrato"}.get(nombre)
        datos = {base: publicadas[base]} if base else {}
        pagina = (
            fabricas.etapa_de(proceso, nombre)
            if nombre == "planeacion"
            else servicios.crear_etapa(proceso, nombre, casa.capturista, **datos)
        )
        llenar_todo(pagina).save_revision(user=casa.capturista)
        fabricas.enviar(pagina, casa.capturista)
        fabricas.aprobar(pagina, casa)
        publicadas[nombre] = type(pagina).objects.get(pk=pagina.pk)
    return publicadas


def nombres_del_mapa(tipo: type[Any], pagina: Any) -> set[str]:
    nombres: set[str] = set()
    for entrada in tipo.MAPA:
        nombres |= {entrada.nombre} | {getattr(entrada, "neto", ""), getattr(entrada, "moneda", "")}
        if isinstance(entrada, Lista):
            nombres |= {f"{entrada.nombre}.{n}" for n in nombres_del_mapa(entrada.modelo(pagina), pagina)}
    return nombres


@pytest.fixture
def publicadas() -> dict[str, EtapaPage]:
    casa = fabricas.casa()
    return publicar_todo(casa, fabricas.proceso(casa))


def test_every_stage_can_be_sent_with_everything_filled(publicadas: dict[str, EtapaPage]) -> None:
    assert Entrega.objects.count() == 5
    assert list(publicadas) == ["planeacion", "licitacion", "adjudicacion", "contrato", "ejecucion"]


def test_every_text_an_officer_writes_is_in_what_is_published(publicadas: dict[str, EtapaPage]) -> None:
    publico = json.dumps(json.loads(bytes(Registro.objects.get().compilada)), ensure_ascii=False)
    for pagina in publicadas.values():
        assert [campo.titulo for campo in legible.campos(pagina, None) if not campo.valor] == []
        # The filler writes «field Model» in every free text, so each is found by its own name.
        leidos = [v for tabla in legible.tablas(pagina) for fila in tabla.filas for v in fila]
        leidos += [campo.valor for campo in legible.campos(pagina, None)]
        libres = [texto for texto in leidos if DE_PRUEBA.fullmatch(texto)]
        assert len(libres) > 3
        assert [texto for texto in libres if texto not in publico] == []


@pytest.mark.parametrize("nombre", TIPOS_DE_ETAPA)
def test_what_was_published_reads_back_into_the_same_form(publicadas: dict[str, EtapaPage], nombre: str) -> None:
    publicada, compilada = publicadas[nombre], json.loads(bytes(Registro.objects.get().compilada))
    partes = {parte["id"]: parte for parte in compilada["parties"]}
    lectura = Lectura(
        lambda dato: fabricas.organizacion("PRO010101AAA", partes[dato["id"]]["name"]),
        lambda papel: [{"id": i} for i, parte in partes.items() if papel in parte["roles"]],
    )
    nueva = en_blanco(publicada)
    nueva.recoger(nueva.lugar(compilada), lectura)
    assert lectura.ilegibles == []
    assert dichos(nueva) == dichos(publicada)
    assert [[*tabla.filas] for tabla in legible.tablas(nueva)] == [
        [*tabla.filas] for tabla in legible.tablas(publicada)
    ]


@pytest.mark.parametrize("nombre", TIPOS_DE_ETAPA)
def test_what_is_emptied_leaves_the_public_record(publicadas: dict[str, EtapaPage], nombre: str) -> None:
    vacia = en_blanco(publicadas[nombre])
    vacia.title = "Otro"
    compilada = json.loads(bytes(Registro.objects.get().compilada))
    emitida = json.loads(json.dumps(armado.entrega_de(vacia), default=str))
    sin_fecha = {**armado.entrega_de(vacia), "id": "x", "date": "2026-12-01T00:00:00Z", "tag": ["planning"]}
    assert [error.mensaje for error in perfil.errores(sin_fecha, estricto=True, previa=compilada)] == []
    final = vacia.lugar(fusion.agregar(compilada, {**emitida, "id": "x", "date": "2027-01-01T00:00:00Z", "tag": []}))
    quedan = {entrada.ruta: rutas.leer(final, entrada.ruta) for entrada in vacia.MAPA if se_vacia(entrada, vacia)}
    assert {ruta: valor for ruta, valor in quedan.items() if not solo_ids(valor)} == {}
    assert len(quedan) > 4


def en_blanco(publicada: EtapaPage) -> EtapaPage:
    """The same page of the tree with nothing filled."""
    lugar = {campo: getattr(publicada, campo) for campo in ("path", "depth", "numchild", "pk")}
    ids = {
        c: getattr(publicada, c) for c in ("id_adjudicacion", "id_contrato", "adjudicacion") if hasattr(publicada, c)
    }
    vacia = type(publicada)(title="", **lugar, **ids)
    for relacion in get_all_child_relations(type(vacia)):
        if relacion.related_model._meta.app_label == "procesos":
            setattr(vacia, relacion.get_accessor_name(), [])
    return vacia


def se_vacia(entrada: Any, pagina: EtapaPage) -> bool:
    """All but what has a default, what the tree says, and references to organizations, which nobody can take back."""
    if isinstance(entrada, Lista):
        return bool(entrada.ruta) and not any(isinstance(e, Parte) and not e.ruta for e in entrada.campos(pagina))
    if entrada.ruta in ("tender.id", "tender.procurementMethodDetails"):
        return False
    return isinstance(entrada, Calculado) or getattr(pagina, entrada.nombre) in (None, "", [])


def dichos(pagina: EtapaPage) -> list[tuple[str, str]]:
    """What is read, but for what another stage says later of the same contract, and the title execution has not."""
    ajenos = {"contrato": ("Estado",), "ejecucion": ("Título",)}.get(pagina.etapa, ())
    return [(c.titulo, c.valor) for c in legible.campos(pagina, None) if c.titulo not in ajenos]


def solo_ids(dato: Any) -> bool:
    if isinstance(dato, dict):
        return all(clave == "id" or solo_ids(valor) for clave, valor in dato.items())
    return all(map(solo_ids, dato)) if isinstance(dato, list) else dato is None


@pytest.mark.parametrize("nombre", TIPOS_DE_ETAPA)
def test_no_field_of_a_form_is_left_without_its_ocds_path(nombre: str) -> None:
    tipo = TIPOS_DE_ETAPA[nombre]
    vacia = tipo()
    conocidos = nombres_del_mapa(tipo, vacia)
    # What `Calculado` writes from several fields, and what names the row's owner.
    conocidos |= {"fraccion", "avances"}
    campos = {c.name for c in tipo._meta.concrete_fields if c.model is tipo and c.editable and not c.primary_key}
    assert campos - conocidos == set()
    assert any(isinstance(e, (Campo, Dinero, Calculado)) for e in tipo.MAPA)
