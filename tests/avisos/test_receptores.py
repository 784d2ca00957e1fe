"""Who is told what: one message a person and event, about what they may see, without what must stay in the portal."""

import pytest
from django_q.models import OrmQ

from sitio.alertas.models import EstadoDeAlerta
from sitio.alertas.senales import novedades
from sitio.avisos import tareas
from sitio.avisos.models import Aviso, Estado
from sitio.procesos.aprobacion import tramite
from sitio.procesos.models import ProcesoPage
from tests.avisos.mundo import Mundo, Paloma


@pytest.fixture
def proceso(mundo: Mundo) -> ProcesoPage:
    return mundo.abrir_proceso()


def anunciar(ocid: str, alertas: list[int], plazos: list[int]) -> None:
    novedades.send(sender=None, ocid=ocid, alertas=alertas, plazos=plazos)


def entregar_todo() -> None:
    for pk in Aviso.objects.order_by("pk").values_list("pk", flat=True):
        tareas.entregar(pk)


def test_alertas_y_plazos_llegan_juntos_en_un_mensaje_a_la_persona_responsable(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    alerta, otra = mundo.levantar_alerta(proceso.ocid), mundo.levantar_alerta(proceso.ocid, bandera="P02")
    plazo = mundo.fijar_plazo(proceso.ocid)

    anunciar(proceso.ocid, [alerta.pk, otra.pk], [plazo.pk])
    anunciar(proceso.ocid, [alerta.pk, otra.pk], [plazo.pk])
    entregar_todo()

    assert [(e.usuario, e.asunto) for e in paloma.enviados] == [
        (mundo.personas["norte"]["capturista"], "Alertas y plazos de un proceso")
    ]
    texto = paloma.enviados[0].texto
    assert proceso.ocid in texto
    assert "2 alertas nuevas" in texto
    assert "1 plazo" in texto
    assert "faltan 3 días" in texto
    assert f'href="https://contrataciones.example.mx/admin/procesos/{proceso.pk}/"' in texto


def test_el_mensaje_no_lleva_datos_de_la_contratacion_ni_personales(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    alerta = mundo.levantar_alerta(proceso.ocid, sujeto="Proveedora del Valle", evidencia={"monto": "987654"})
    anunciar(proceso.ocid, [alerta.pk], [])
    tareas.avisar_tarea(mundo.enviar_planeacion(proceso).pk)
    entregar_todo()

    assert len(paloma.enviados) == 2
    rastro = "".join(e.texto for e in paloma.enviados) + str(list(Aviso.objects.values("contexto", "clave")))
    for secreto in ("Equipo médico", "Proveedora", "987654", "250", "Capturista", "capturista_norte", "población"):
        assert secreto not in rastro


def test_sin_persona_responsable_se_avisa_a_quienes_capturan_en_la_institucion(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    ProcesoPage.objects.update(responsable=None)
    alerta = mundo.levantar_alerta(proceso.ocid)

    anunciar(proceso.ocid, [alerta.pk], [])

    assert [a.usuario.username for a in Aviso.objects.all()] == ["capturista_norte"]


def test_un_proceso_importado_no_avisa_a_nadie(mundo: Mundo, paloma: Paloma) -> None:
    alerta = mundo.levantar_alerta("ocds-imp001-9")

    anunciar("ocds-imp001-9", [alerta.pk], [])

    assert Aviso.objects.count() == 0


def test_lo_que_se_anuncia_de_nuevo_con_algo_mas_no_repite_lo_dicho(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    primera, segunda = mundo.levantar_alerta(proceso.ocid), mundo.levantar_alerta(proceso.ocid, bandera="P02")
    plazo = mundo.fijar_plazo(proceso.ocid)
    anunciar(proceso.ocid, [primera.pk], [plazo.pk])

    anunciar(proceso.ocid, [primera.pk, segunda.pk], [plazo.pk])

    dicho = [[a["pk"] for a in aviso.contexto["alertas"]] for aviso in Aviso.objects.order_by("pk")]
    assert dicho == [[primera.pk], [segunda.pk]]
    assert Aviso.objects.latest("pk").contexto["plazos"] == []


def test_una_alerta_reabierta_y_un_plazo_movido_son_noticia_otra_vez(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    alerta, plazo = mundo.levantar_alerta(proceso.ocid), mundo.fijar_plazo(proceso.ocid)
    anunciar(proceso.ocid, [alerta.pk], [plazo.pk])

    alerta.mover(EstadoDeAlerta.CERRADA, motivo="Los datos ya no lo muestran.")
    alerta.mover(EstadoDeAlerta.NUEVA, motivo="Vuelve.")
    anunciar(proceso.ocid, [alerta.pk], [])
    alerta.mover(EstadoDeAlerta.NUEVA, motivo="Cambió la evidencia.")
    anunciar(proceso.ocid, [alerta.pk], [])
    plazo.vence = plazo.vence.replace(year=plazo.vence.year + 1)
    plazo.save()
    anunciar(proceso.ocid, [], [plazo.pk])

    assert [(len(a.contexto["alertas"]), len(a.contexto["plazos"])) for a in Aviso.objects.order_by("pk")] == [
        (1, 1),
        (1, 0),
        (0, 1),
    ]


def test_lo_que_se_cerro_antes_de_anunciarse_no_se_avisa(mundo: Mundo, proceso: ProcesoPage, paloma: Paloma) -> None:
    alerta = mundo.levantar_alerta(proceso.ocid, estado=EstadoDeAlerta.CERRADA)
    plazo = mundo.fijar_plazo(proceso.ocid, estado="cumplido")
    historico = mundo.fijar_plazo(proceso.ocid, plazo="T02", dias=-400, estado="vencido", historico=True)

    anunciar(proceso.ocid, [alerta.pk], [plazo.pk, historico.pk])

    assert Aviso.objects.count() == 0


def test_una_lista_larga_dice_cuantos_faltan(mundo: Mundo, proceso: ProcesoPage, paloma: Paloma) -> None:
    alertas = [mundo.levantar_alerta(proceso.ocid, bandera=f"Z{n:02}").pk for n in range(13)]

    anunciar(proceso.ocid, alertas, [])
    entregar_todo()

    texto = paloma.enviados[0].texto
    assert "13 alertas nuevas" in texto
    assert texto.count("• ") == 10
    assert "y 3 más" in texto


def test_el_texto_para_telegram_va_escapado_y_el_del_correo_no(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    alerta = mundo.levantar_alerta(proceso.ocid, bandera="<b>&'")
    anunciar(proceso.ocid, [alerta.pk], [])
    entregar_todo()
    paloma.formato = "txt"
    Aviso.objects.update(estado=Estado.PENDIENTE, partes_entregadas=0)
    entregar_todo()

    html, plano = (enviado.texto for enviado in paloma.enviados)
    assert "• &lt;b&gt;&amp;&#x27;" in html
    assert "- <b>&'" in plano
    assert "<a" not in plano


def test_el_idioma_es_el_que_la_persona_eligio_en_el_admin(mundo: Mundo, proceso: ProcesoPage, paloma: Paloma) -> None:
    from wagtail.users.models import UserProfile

    from sitio.avisos.textos import idioma_de

    persona = mundo.personas["norte"]["capturista"]
    assert idioma_de(persona) == "es-mx"
    UserProfile.objects.create(user=persona, preferred_language="en")
    assert idioma_de(persona) == "en"


def test_quien_puede_decidir_recibe_un_mensaje_por_etapa_asignada(
    mundo: Mundo, proceso: ProcesoPage, paloma: Paloma
) -> None:
    estado = mundo.enviar_planeacion(proceso)

    tareas.avisar_tarea(estado.pk)
    tareas.avisar_tarea(estado.pk)
    entregar_todo()

    assert [e.usuario.username for e in paloma.enviados] == ["revisor_norte"]
    texto = paloma.enviados[0].texto
    assert proceso.ocid in texto
    assert "Planeación" in texto
    assert f'href="https://contrataciones.example.mx/admin/procesos/revisar/{estado.pk}/"' in texto


def test_asignar_una_tarea_llama_a_un_trabajador(
    mundo: Mundo, proceso: ProcesoPage, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        estado = mundo.enviar_planeacion(proceso)

    llamados = [(q.task["func"], q.task["args"]) for q in OrmQ.objects.all()]
    assert ("sitio.avisos.tareas.avisar_tarea", (estado.pk,)) in llamados


def test_una_etapa_ya_decidida_no_se_anuncia_ni_se_entrega(mundo: Mundo, proceso: ProcesoPage, paloma: Paloma) -> None:
    estado = mundo.enviar_planeacion(proceso)
    tareas.avisar_tarea(estado.pk)
    tramite.resolver(estado.pk, mundo.personas["norte"]["revisor"], "devolver", "Falta el oficio")

    tareas.avisar_tarea(estado.pk)
    entregar_todo()

    assert [a.estado for a in Aviso.objects.all()] == [Estado.DESCARTADO]
    assert paloma.enviados == []


def test_una_etapa_que_no_existe_no_hace_nada(db: None, paloma: Paloma) -> None:
    tareas.avisar_tarea(987654)

    assert Aviso.objects.count() == 0
