"""What a template may say of deadlines and flags, and the form that says it without JSON."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape
from jsonschema import Draft202012Validator

from sitio.analisis.registro import BANDERAS, PLAZOS
from sitio.catalogos.models import Calendario
from sitio.procesos.plantillas.secciones import SECCIONES

pytestmark = pytest.mark.django_db


def fallas(nombre: str, valor: Any) -> list[tuple[list[str | int], str]]:
    """Return what is wrong with a section, as who stores a template asks: the schema first."""
    seccion = SECCIONES[nombre]
    rotas = [(list(e.absolute_path), e.message) for e in Draft202012Validator(seccion.esquema).iter_errors(valor)]
    return rotas or list(seccion.comprobar(valor))


def plazo(clave: str = "D12", **campos: Any) -> list[dict[str, Any]]:
    return [{"clave": clave, "activo": True, **campos}]


@pytest.mark.parametrize(
    "valor",
    [
        [],
        plazo(),
        plazo(dias=10, unidad="habiles", calendario="federal", fundamento="Artículo 70"),
        plazo("D10", dias=-8, unidad="naturales"),
        plazo("D27", activo=False),
    ],
)
def test_plazos_que_se_aceptan(valor: Any) -> None:
    assert fallas("plazos", valor) == []


@pytest.mark.parametrize(
    ("valor", "donde", "dice"),
    [
        (plazo("D99"), [0, "clave"], "no existe el plazo «D99»; los valores posibles son: D03, D04"),
        (plazo() + plazo(), [1, "clave"], "el plazo «D12» está dos veces"),
        (plazo(dias=-5, unidad="naturales"), [0, "dias"], "al menos un día"),
        (plazo(dias=0, unidad="naturales"), [0, "dias"], "al menos un día"),
        (plazo("D10", dias=8, unidad="naturales"), [0, "dias"], "signo negativo"),
        (plazo("D27", dias=8, unidad="naturales"), [0, "dias"], "se pacta en el contrato"),
        (
            plazo(calendario="marte"),
            [0, "calendario"],
            "no existe el calendario «marte»; los valores posibles son: fed",
        ),
        (plazo(dias=5), [0], "'unidad' is a dependency of 'dias'"),
        (plazo(dias=366, unidad="naturales"), [0, "dias"], "maximum of 365"),
        (plazo(dias="10", unidad="naturales"), [0, "dias"], "not of type 'integer'"),
        (plazo(fundamento="x" * 301), [0, "fundamento"], "too long"),
        (plazo(vence="mañana"), [0], "unexpected"),
    ],
)
def test_plazos_que_se_rechazan_con_lugar_y_motivo(valor: Any, donde: list[str | int], dice: str) -> None:
    ((lugar, motivo),) = fallas("plazos", valor)
    assert lugar == donde
    assert dice in motivo


@pytest.mark.parametrize(
    ("valor", "donde", "dice"),
    [
        ([{"clave": "P99", "activa": True}], [0, "clave"], "no existe la bandera «P99»"),
        ([{"clave": "P20", "activa": True}] * 2, [1, "clave"], "la bandera «P20» está dos veces"),
        (
            [{"clave": "P20", "activa": True, "parametros": {"minimo": 2}}],
            [0, "parametros", "minimo"],
            "no existe el umbral «minimo»; los valores posibles son: maximo",
        ),
        ([{"clave": "P20", "activa": True, "parametros": {"maximo": -1}}], [0, "parametros", "maximo"], "minimum of 0"),
        ([{"clave": "P20"}], [0], "'activa' is a required property"),
    ],
)
def test_banderas_que_se_rechazan_con_lugar_y_motivo(valor: Any, donde: list[str | int], dice: str) -> None:
    ((lugar, motivo),) = fallas("banderas", valor)
    assert lugar == donde
    assert dice in motivo


def test_banderas_que_se_aceptan() -> None:
    assert fallas("banderas", [{"clave": "P20", "activa": False, "parametros": {"maximo": 2}}]) == []


# The forms ---------------------------------------------------------------------------------------------------------


def editor(nombre: str) -> Any:
    tipo = SECCIONES[nombre].editor
    assert tipo is not None
    return tipo()


def enviado(nombre: str, valor: Any, **cambios: str | None) -> QueryDict:
    """Return what the browser posts of the section's form as it is drawn, but for `cambios` (None: unchecked)."""
    formulario = editor(nombre).formularios(valor, None)
    datos = QueryDict(mutable=True)
    for campo in [*formulario.management_form, *(c for form in formulario for c in form)]:
        dicho = campo.value()
        if dicho is not None and dicho is not False:
            datos[campo.html_name] = "on" if dicho is True else str(dicho)
    for campo, dicho in cambios.items():
        nombre_html = f"{nombre}-{campo.replace('__', '-')}"
        if dicho is None:
            del datos[nombre_html]
        else:
            datos[nombre_html] = dicho
    return datos


def leido(nombre: str, valor: Any, **cambios: str | None) -> Any:
    formulario = editor(nombre).formularios(valor, enviado(nombre, valor, **cambios))
    assert formulario.is_valid(), [form.errors for form in formulario]
    return editor(nombre).leer(formulario)


@pytest.mark.parametrize("nombre", ["plazos", "banderas"])
def test_lo_que_no_se_toca_queda_fuera_de_la_plantilla(nombre: str) -> None:
    assert leido(nombre, None) is None
    assert leido(nombre, []) is None


@pytest.mark.parametrize(
    ("nombre", "valor"),
    [
        ("plazos", plazo(dias=10, unidad="habiles", calendario="estado", fundamento="Artículo 70")),
        ("plazos", plazo("D10", dias=-8, unidad="naturales")),
        ("plazos", [{"clave": "D27", "activo": False}]),
        ("banderas", [{"clave": "P20", "activa": False}]),
        ("banderas", [{"clave": "P01", "activa": True, "parametros": {"nacional": 25}}]),
    ],
)
def test_lo_guardado_vuelve_igual_por_el_formulario(nombre: str, valor: Any) -> None:
    Calendario.objects.create(clave="estado", titulo="Estado")
    assert leido(nombre, valor) == valor


def test_quien_edita_escribe_un_termino_y_apaga_un_plazo() -> None:
    cambios = {"D10__dias": "8", "D10__unidad": "naturales", "D29__activo": None}
    assert leido("plazos", None, **cambios) == [
        {"clave": "D10", "activo": True, "dias": -8, "unidad": "naturales"},
        {"clave": "D29", "activo": False},
    ]


@pytest.mark.parametrize("nombre", ["plazos", "banderas"])
@pytest.mark.parametrize("cuantas", ["0", "1000"])
def test_las_reglas_son_las_que_hay_diga_lo_que_diga_el_navegador(nombre: str, cuantas: str) -> None:
    datos = enviado(nombre, None, TOTAL_FORMS=cuantas, INITIAL_FORMS=cuantas)
    formulario = editor(nombre).formularios(None, datos)
    assert formulario.is_valid()
    assert editor(nombre).leer(formulario) is None


def test_quien_edita_cambia_un_umbral_y_apaga_una_bandera() -> None:
    assert leido("banderas", None, P20__umbral_maximo="2", P03__activa=None) == [
        {"clave": "P03", "activa": False},
        {"clave": "P20", "activa": True, "parametros": {"maximo": 2}},
    ]


@pytest.mark.parametrize(
    ("cambios", "campo", "dice"),
    [
        ({"D12__dias": "10"}, "unidad", "Diga si los días son hábiles o naturales."),
        ({"D12__unidad": "habiles"}, "dias", "Escriba cuántos días"),
        ({"D12__dias": "0", "D12__unidad": "habiles"}, "dias", "mayor o igual a 1"),
        ({"D12__calendario": "marte"}, "calendario", "marte"),
    ],
)
def test_lo_mal_escrito_se_dice_en_su_campo_y_no_se_pierde(cambios: dict[str, str], campo: str, dice: str) -> None:
    formulario = editor("plazos").formularios(None, enviado("plazos", None, **cambios))
    assert not formulario.is_valid()
    (malo,) = [form for form in formulario if form.errors]
    assert malo.regla.id == "D12"
    assert dice in str(malo.errors[campo])
    assert {c: malo[c.split("__")[1]].value() for c in cambios} == cambios


def test_un_calendario_borrado_se_ofrece_diciendo_que_ya_no_existe() -> None:
    formulario = editor("plazos").formularios(plazo(calendario="marte"), None)
    assert "marte (ya no existe)" in str(next(form["calendario"] for form in formulario if form.regla.id == "D12"))


def test_el_editor_dice_de_cada_regla_lo_que_vale_hoy() -> None:
    plazos, banderas = editor("plazos"), editor("banderas")
    html = render_to_string(plazos.plantilla_html, {"formulario": plazos.formularios(None, None)})
    assert all(regla.titulo in html for regla in PLAZOS.values())
    assert "15 días hábiles: Artículo 67 de la LAASSP de 2025" in html
    assert "Se cuenta hacia atrás" in html
    assert html.count('name="plazos-D27-') == 1
    html = render_to_string(banderas.plantilla_html, {"formulario": banderas.formularios(None, None)})
    assert all(escape(regla.titulo) in html for regla in BANDERAS.values() if regla.de_un_proceso)
    assert "En días naturales. La regla dice 15." in html
