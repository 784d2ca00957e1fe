"""The strip says in words everything it says in shapes, and refuses what is not a stage."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from sitio.componentes import vitral
from sitio.componentes.vitral import Luz, Marca
from sitio.ocds.listas import ETAPAS


def dibujar(plantilla: str, **contexto: object) -> BeautifulSoup:
    return BeautifulSoup(Template("{% load vitral %}" + plantilla).render(Context(contexto)), "html.parser")


def test_paneles_siguen_el_orden_del_proceso_y_no_el_de_los_datos():
    assert [p.etapa for p in vitral.paneles(["contrato", "planeacion"])] == list(ETAPAS)
    assert [p.luz for p in vitral.paneles(["contrato", "planeacion"])] == [
        Luz.PUBLICADA,
        Luz.OSCURA,
        Luz.OSCURA,
        Luz.PUBLICADA,
        Luz.OSCURA,
    ]


def test_las_letras_distinguen_las_cinco_etapas():
    assert len({p.letra for p in vitral.paneles([])}) == 5


def test_lo_publicado_sigue_encendido_mientras_su_cambio_esta_en_aprobacion():
    panel = vitral.paneles(["licitacion"], en_aprobacion=["licitacion"])[1]
    assert (panel.luz, panel.texto) == (Luz.PUBLICADA, "publicada, con cambios en aprobación")


def test_lo_que_esta_en_aprobacion_por_primera_vez_se_ve_a_media_luz():
    panel = vitral.paneles([], en_aprobacion=["planeacion"])[0]
    assert (panel.luz, panel.texto) == (Luz.MEDIA, "sin publicar, en aprobación")


def test_cancelada_vence_a_vencida():
    assert vitral.paneles([], vencidas=["contrato"], canceladas=["contrato"])[3].marca is Marca.CANCELADA


def test_una_etapa_desconocida_se_rechaza_con_su_nombre():
    with pytest.raises(ValueError, match="evaluacion"):
        vitral.paneles(["planeacion"], vencidas=["evaluacion"])
    with pytest.raises(ValueError, match="evaluacion"):
        vitral.texto(["evaluacion"])


@pytest.mark.parametrize(
    ("publicadas", "esperado"),
    [
        ([], "▯▯▯▯▯ Planeación"),
        (["planeacion", "licitacion", "adjudicacion"], "▮▮▮▯▯ Contrato"),
        (["licitacion", "adjudicacion", "contrato"], "▯▮▮▮▯ Ejecución"),
        (list(ETAPAS), "▮▮▮▮▮ Ejecución"),
    ],
)
def test_texto_para_el_chat_nombra_la_etapa_en_que_va(publicadas: list[str], esperado: str):
    assert vitral.texto(publicadas) == esperado


def test_el_svg_tiene_texto_alternativo_completo():
    svg = dibujar(
        "{% vitral etapas vencidas=vencidas canceladas=canceladas en_aprobacion=en_aprobacion nota=nota %}",
        etapas=["planeacion", "licitacion"],
        en_aprobacion=["adjudicacion"],
        vencidas=["contrato"],
        canceladas=["ejecucion"],
        nota="contrato vence el 12 dic 2026",
    ).svg
    esperado = (
        "2 de 5 etapas publicadas; en aprobación: Adjudicación; con fecha vencida: Contrato; "
        "cancelada o desierta: Ejecución; contrato vence el 12 dic 2026"
    )
    assert (svg["role"], svg["aria-label"], svg.title.string) == ("img", esperado, esperado)


def test_cada_estado_se_distingue_por_su_forma_y_no_solo_por_su_color():
    def formas(**estado: list[str]) -> tuple[tuple[str, ...], ...]:
        svg = dibujar("{% vitral_panel panel %}", panel=vitral.paneles(**{"etapas_publicadas": [], **estado})[0])
        return tuple((e.name, e.get("class", [""])[0]) for e in svg.find_all(["path", "circle", "text"]))

    marcadas = [
        formas(),
        formas(en_aprobacion=["planeacion"]),
        formas(vencidas=["planeacion"]),
        formas(canceladas=["planeacion"]),
    ]
    assert len(set(marcadas)) == len(marcadas)


def test_la_nota_no_puede_inyectar_html():
    svg = dibujar("{% vitral etapas nota=nota %}", etapas=[], nota='"><script>x</script>')
    assert svg.script is None
    assert svg.svg["aria-label"].endswith('"><script>x</script>')
