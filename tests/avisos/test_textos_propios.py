"""Texts that a communications person writes for a procedure: a closed list of data, escaped, never code."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator

from sitio.avisos import datos, marcadores, tareas
from sitio.avisos.correo import CanalCorreo
from sitio.avisos.models import Aviso
from sitio.avisos.seccion import EditorDeMensajes, vista_previa
from sitio.avisos.temas import TEMAS
from sitio.procesos.models import PlantillaProcedimiento, ProcesoPage
from sitio.procesos.plantillas.secciones import SECCIONES
from sitio.publicacion import bitacora
from sitio.publicacion.models import Origen
from tests.avisos.mundo import Mundo, Paloma
from tests.avisos.test_receptores import anunciar, entregar_todo

TAREA = "Le toca la etapa {etapa} de {proceso}, a más tardar el {limite} ({falta}).\n\n{enlace}"
NOVEDADES = "Hay novedades en {proceso} <{ocid}> & conviene verlas.\n{alertas}\n{plazos}\n{enlace}"
CORREO = CanalCorreo()


def con_textos(proceso: ProcesoPage, **textos: str) -> None:
    """Let it be as if the template version of `proceso` had been written with these texts."""
    contenido = {**proceso.plantilla.contenido, "mensajes": textos}
    PlantillaProcedimiento.objects.filter(pk=proceso.plantilla_id).update(contenido=contenido)


def fallas(valor: Any) -> list[tuple[list[str | int], str]]:
    seccion = SECCIONES["mensajes"]
    rotas = [(list(e.absolute_path), e.message) for e in Draft202012Validator(seccion.esquema).iter_errors(valor)]
    return rotas or list(seccion.comprobar(valor))


@pytest.fixture
def proceso(mundo: Mundo) -> ProcesoPage:
    return mundo.abrir_proceso()


# What may be written -----------------------------------------------------------------------------------------------


def test_textos_que_se_aceptan() -> None:
    assert fallas({}) == []
    assert fallas({"tarea": TAREA, "novedades": NOVEDADES}) == []
    assert fallas({"tarea": "{{literal}} {enlace}"}) == []


@pytest.mark.parametrize(
    ("texto", "dice"),
    [
        (
            "{enlace} {secreto}",
            "no existe el dato {secreto}; puede usar: {proceso}, {ocid}, {etapa}, {limite}",
        ),
        ("{enlace} {proceso.owner.password}", "no existe el dato {proceso.owner.password}"),
        ("{enlace} {proceso[0]}", "no existe el dato {proceso[0]}"),
        ("{enlace} {proceso!r}", "entre las llaves va solo el nombre"),
        ("{enlace} {proceso:>999}", "entre las llaves va solo el nombre"),
        ("{enlace} {}", "entre las llaves va solo el nombre"),
        ("{enlace} {proceso", "hay una llave «{» o «}» sin su pareja"),
        ("{enlace} proceso}", "hay una llave «{» o «}» sin su pareja"),
        ("{% load x %}{enlace}", "entre las llaves va solo el nombre|no existe el dato|sin su pareja"),
        ("Le toca decidir {etapa}", "falta el dato {enlace}"),
        ("   \n", "el texto está vacío"),
        ("{enlace}" + "x" * 1500, "el texto tiene 1508 caracteres y caben 1500"),
    ],
)
def test_textos_que_se_rechazan_diciendo_por_que(texto: str, dice: str) -> None:
    ((donde, motivo),) = fallas({"tarea": texto})
    assert donde == ["tarea"]
    assert any(parte in motivo for parte in dice.split("|"))


def test_un_aviso_que_no_existe_se_dice_con_los_que_hay() -> None:
    ((donde, motivo),) = fallas({"bienvenida": "Hola"})
    assert donde == ["bienvenida"]
    assert "los que hay: novedades, tarea" in motivo


def test_las_novedades_no_pueden_callar_lo_que_anuncian() -> None:
    motivos = [motivo for _donde, motivo in fallas({"novedades": "Entre a verlas: {enlace}"})]
    assert [m.split("}")[0] for m in motivos] == ["falta el dato {alertas", "falta el dato {plazos"]


# What people get ---------------------------------------------------------------------------------------------------


def test_el_aviso_de_un_proceso_usa_el_texto_de_su_plantilla(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    con_textos(proceso, tarea=TAREA)
    tareas.avisar_tarea(mundo.enviar_planeacion(proceso).pk)
    entregar_todo()
    (enviado,) = paloma.enviados
    assert enviado.texto.startswith(f"Le toca la etapa Planeación de {proceso.ocid}, a más tardar el ")
    assert ">Revisar y decidir</a>" in enviado.texto
    assert "Una etapa espera su decisión" not in enviado.texto


def test_el_texto_y_los_datos_van_escapados_en_el_chat_y_tal_cual_en_el_correo(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    con_textos(proceso, novedades=NOVEDADES)
    entrega = {
        "ocid": proceso.ocid,
        "initiationType": "tender",
        "language": "es",
        "tender": {"id": "L-1", "title": "Tornillos <b>& tuercas</b>", "status": "active"},
    }
    bitacora.emitir(proceso.institucion.publicador, entrega, origen=Origen.IMPORTACION)
    anunciar(
        proceso.ocid, [mundo.levantar_alerta(proceso.ocid, bandera="P20").pk], [mundo.fijar_plazo(proceso.ocid).pk]
    )
    entregar_todo()
    (chat,) = [enviado.texto for enviado in paloma.enviados]
    (correo,) = tareas.textos.partes_de(Aviso.objects.get(canal="paloma"), CORREO)
    assert f"Hay novedades en Tornillos &lt;b&gt;&amp; tuercas&lt;/b&gt; &lt;{proceso.ocid}&gt; &amp; conviene" in chat
    assert "<b>1 alerta nueva</b>" in chat
    assert "una acusación." in chat
    assert f"Hay novedades en Tornillos <b>& tuercas</b> <{proceso.ocid}> & conviene" in correo
    assert "- Se recibió una sola propuesta" in correo
    assert f"https://contrataciones.example.mx/admin/procesos/{proceso.pk}/" in correo


def test_el_titulo_de_un_borrador_no_sale_en_un_aviso(mundo: Mundo, proceso: ProcesoPage, paloma: Paloma) -> None:
    con_textos(proceso, tarea="{proceso}: {enlace}")
    tareas.avisar_tarea(mundo.enviar_planeacion(proceso).pk)
    entregar_todo()
    assert proceso.title not in paloma.enviados[0].texto
    assert paloma.enviados[0].texto.startswith(f"{proceso.ocid}: ")


def test_un_aviso_sin_texto_propio_sigue_siendo_el_del_portal(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    con_textos(proceso, novedades=NOVEDADES)
    tareas.avisar_tarea(mundo.enviar_planeacion(proceso).pk)
    entregar_todo()
    assert "<b>Una etapa espera su decisión</b>" in paloma.enviados[0].texto


def test_un_texto_que_ya_no_sirve_no_detiene_el_aviso(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma, caplog: pytest.LogCaptureFixture
) -> None:
    con_textos(proceso, tarea="{dato_retirado} {enlace}")
    tareas.avisar_tarea(mundo.enviar_planeacion(proceso).pk)
    entregar_todo()
    assert "<b>Una etapa espera su decisión</b>" in paloma.enviados[0].texto
    assert "no existe el dato {dato_retirado}" in caplog.text


def test_codigo_de_plantilla_escrito_como_dato_se_queda_en_texto() -> None:
    presentado = {**datos.ejemplo("tarea"), "proceso": "{{ settings.SECRET_KEY }} {ocid}"}
    escrito = marcadores.escribir("{proceso} {enlace}", datos.por_nombre("tarea"), presentado, "txt")
    assert escrito.startswith("{{ settings.SECRET_KEY }} {ocid} https://")


# The form and its preview ------------------------------------------------------------------------------------------


def enviado(**textos: str) -> QueryDict:
    datos_enviados = QueryDict(mutable=True)
    datos_enviados.update({f"mensajes-{clave}": texto for clave, texto in textos.items()})
    return datos_enviados


def test_lo_vacio_queda_fuera_de_la_plantilla_y_lo_escrito_vuelve_igual() -> None:
    editor = EditorDeMensajes()
    vacio = editor.formularios(None, enviado(tarea="  ", novedades=""))
    lleno = editor.formularios(None, enviado(tarea=TAREA, novedades=""))
    assert vacio.is_valid()
    assert lleno.is_valid()
    assert (editor.leer(vacio), editor.leer(lleno)) == (None, {"tarea": TAREA})
    assert editor.formularios({"tarea": TAREA}, None)["tarea"].value() == TAREA


def test_un_texto_malo_se_dice_en_su_campo_y_no_se_pierde() -> None:
    formulario = EditorDeMensajes().formularios(None, enviado(tarea="Hola {secreto} {enlace}", novedades=""))
    assert not formulario.is_valid()
    html = render_to_string(EditorDeMensajes.plantilla_html, {"formulario": formulario})
    assert "no existe el dato {secreto}" in html
    assert "Hola {secreto} {enlace}" in html


def test_el_editor_muestra_los_datos_y_como_se_lee() -> None:
    html = render_to_string(
        EditorDeMensajes.plantilla_html, {"formulario": EditorDeMensajes().formularios({"tarea": TAREA}, None)}
    )
    for tema in TEMAS:
        assert all(f"<code>{{{m.nombre}}}</code>" in html for m in datos.MARCADORES[tema])
    assert "Le toca la etapa Licitación de Mobiliario escolar" in html
    assert html.count("(texto del portal)") == len(TEMAS) - 1
    assert "<script>" not in html


def test_todo_aviso_tiene_sus_datos_y_una_vista_previa_del_texto_del_portal() -> None:
    assert datos.MARCADORES.keys() == TEMAS.keys()
    assert "Una etapa espera su decisión" in vista_previa("tarea", "")
    assert "1 alerta nueva" in vista_previa("novedades", "")


@pytest.fixture
def entra(client: Client, mundo: Mundo) -> Client:
    client.force_login(mundo.personas["norte"]["capturista"])
    return client


def previa(cliente: Client, texto: str, tema: str = "tarea") -> Any:
    return cliente.post(reverse("avisos:vista_previa", args=[tema]), {"texto": texto})


def test_la_vista_previa_dice_como_se_lee_o_que_falta(entra: Client) -> None:
    bien, mal = previa(entra, "Decida ya: {enlace}").json(), previa(entra, "Decida ya").json()
    assert (bien["previa"], bien["fallas"]) == ("Decida ya: https://portal.example.mx/ejemplo", [])
    assert mal["fallas"] == ["falta el dato {enlace}: sin él, la persona no sabe qué atender"]
    assert previa(entra, "hola", tema="otro").status_code == 404


@pytest.mark.django_db
def test_la_vista_previa_pide_entrar(client: Client) -> None:
    respuesta = previa(client, "Decida ya: {enlace}")
    assert respuesta.status_code == 302
    assert "login" in respuesta["Location"]
