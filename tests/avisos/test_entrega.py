"""One message, once: the outbox under repetition, failures and dead workers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from django_q.models import OrmQ

from sitio.avisos import tareas
from sitio.avisos.canales import EntregaAmbigua, EntregaImposible, EntregaTemporal
from sitio.avisos.models import CADUCIDAD_DE_TOMA, ESPERA_MAXIMA, INTENTOS_MAXIMOS, Aviso, Estado
from sitio.avisos.servicios import avisar
from tests.avisos.mundo import Mundo, Paloma


@pytest.fixture
def persona(mundo: Mundo) -> User:
    return mundo.personas["norte"]["capturista"]


@pytest.fixture
def aviso(mundo: Mundo, persona: User, paloma: Paloma) -> Aviso:
    alerta = mundo.levantar_alerta("ocds-nor001-1")
    contexto = {
        "ruta": "/admin/procesos/1/",
        "etapas": ["planeacion"],
        "alertas": [{"pk": alerta.pk, "regla": alerta.bandera, "marca": "a1"}],
        "plazos": [],
    }
    avisar([persona], "novedades", "novedades:1", contexto, ocid=alerta.ocid)
    return Aviso.objects.get()


def adelantar(aviso: Aviso, tiempo: timedelta) -> None:
    """Let time pass for one row: every moment it holds moves back."""
    aviso.refresh_from_db()
    for campo in ("proximo_intento", "llamado_en", "tomado_en", "en_camino_en"):
        if momento := getattr(aviso, campo):
            setattr(aviso, campo, momento - tiempo)
    aviso.save()


def test_se_entrega_una_vez_aunque_la_tarea_corra_dos(aviso: Aviso, paloma: Paloma) -> None:
    tareas.entregar(aviso.pk)
    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert len(paloma.enviados) == 1
    assert (aviso.estado, aviso.intentos) == (Estado.ENTREGADO, 1)
    assert aviso.entregado_en is not None


def test_otro_trabajador_no_toma_lo_que_uno_esta_enviando(aviso: Aviso, paloma: Paloma) -> None:
    paloma.al_enviar = lambda: (tareas.entregar(aviso.pk), tareas.barrer(), tareas.entregar(aviso.pk))

    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert len(paloma.enviados) == 1
    assert aviso.estado == Estado.ENTREGADO


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite en memoria no se comparte entre hilos")
def test_dos_trabajadores_a_la_vez_envian_una_vez(aviso: Aviso, paloma: Paloma) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    salida = Barrier(8)

    def trabajador(_: int) -> None:
        salida.wait()
        try:
            tareas.entregar(aviso.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as trabajadores:
        list(trabajadores.map(trabajador, range(8)))

    assert len(paloma.enviados) == 1


def test_la_misma_clave_no_escribe_otro_aviso(aviso: Aviso, persona: User) -> None:
    nuevos = avisar([persona, persona], "novedades", "novedades:1", aviso.contexto, ocid=aviso.ocid)

    assert nuevos == 0
    assert Aviso.objects.count() == 1


def test_si_la_transaccion_se_deshace_no_queda_aviso_ni_tarea(
    persona: User, paloma: Paloma, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        try:
            with transaction.atomic():
                avisar([persona], "novedades", "novedades:2", {"ruta": "/"})
                raise LookupError
        except LookupError:
            pass

    assert Aviso.objects.count() == 0
    assert OrmQ.objects.count() == 0


def test_al_confirmar_se_llama_a_un_trabajador(
    persona: User, paloma: Paloma, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        avisar([persona], "novedades", "novedades:2", {"ruta": "/"})

    tarea = OrmQ.objects.get().task
    assert (tarea["func"], tarea["args"]) == ("sitio.avisos.tareas.entregar", (Aviso.objects.get().pk,))


def test_no_se_escribe_a_quien_no_se_alcanza_ni_a_cuentas_inactivas(mundo: Mundo, paloma: Paloma) -> None:
    activa, inactiva = mundo.personas["norte"]["revisor"], mundo.personas["norte"]["aprobador"]
    inactiva.is_active = False
    inactiva.save()
    avisar([activa, inactiva], "novedades", "a", {"ruta": "/"})
    assert [a.usuario for a in Aviso.objects.all()] == [activa]

    paloma.alcance = False
    avisar([activa], "novedades", "b", {"ruta": "/"})
    paloma.alcance = True

    # Reaching the person later brings nothing from the past.
    assert Aviso.objects.filter(clave__startswith="b").count() == 0


def test_un_tema_desconocido_se_rechaza(persona: User, paloma: Paloma) -> None:
    with pytest.raises(ValueError, match="rumores"):
        avisar([persona], "rumores", "r", {"ruta": "/"})


def test_una_falla_temporal_se_reintenta_y_entrega_una_vez(aviso: Aviso, paloma: Paloma) -> None:
    paloma.fallas = [EntregaTemporal("caído")]

    tareas.entregar(aviso.pk)
    tareas.entregar(aviso.pk)
    aviso.refresh_from_db()
    assert (aviso.estado, aviso.intentos, aviso.ultimo_error) == (Estado.PENDIENTE, 1, "caído")
    assert paloma.enviados == []

    adelantar(aviso, timedelta(seconds=31))
    tareas.entregar(aviso.pk)
    aviso.refresh_from_db()
    assert (aviso.estado, aviso.intentos, aviso.ultimo_error) == (Estado.ENTREGADO, 2, "")
    assert len(paloma.enviados) == 1


def test_se_espera_lo_que_pide_el_canal(aviso: Aviso, paloma: Paloma) -> None:
    paloma.fallas = [EntregaTemporal("despacio", timedelta(minutes=7))]
    antes = timezone.now()

    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert timedelta(minutes=7) <= aviso.proximo_intento - antes < timedelta(minutes=8)


def test_la_espera_crece_y_los_intentos_se_acaban(aviso: Aviso, paloma: Paloma) -> None:
    paloma.fallas = [EntregaTemporal("caído")] * (INTENTOS_MAXIMOS + 5)
    esperas = []
    for _ in range(INTENTOS_MAXIMOS + 5):
        tareas.entregar(aviso.pk)
        aviso.refresh_from_db()
        if aviso.estado == Estado.PENDIENTE:
            esperas.append(aviso.espera().total_seconds())
        adelantar(aviso, ESPERA_MAXIMA)

    assert (aviso.estado, aviso.intentos) == (Estado.FALLIDO, INTENTOS_MAXIMOS)
    assert esperas == [30, 60, 120, 240, 480, 960, 1920, 3840, 7200, 7200, 7200]
    assert paloma.enviados == []


def test_lo_imposible_no_se_reintenta(aviso: Aviso, paloma: Paloma) -> None:
    paloma.fallas = [EntregaImposible("bloqueado")]

    tareas.entregar(aviso.pk)
    adelantar(aviso, ESPERA_MAXIMA)
    tareas.barrer()
    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert (aviso.estado, aviso.intentos, aviso.ultimo_error) == (Estado.FALLIDO, 1, "bloqueado")
    assert paloma.enviados == []


def test_lo_ambiguo_no_se_repite(aviso: Aviso, paloma: Paloma) -> None:
    paloma.fallas = [EntregaAmbigua("sin respuesta")]

    tareas.entregar(aviso.pk)
    adelantar(aviso, ESPERA_MAXIMA)
    tareas.barrer()
    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert (aviso.estado, aviso.intentos, aviso.ultimo_error) == (Estado.SIN_ACUSE, 1, "sin respuesta")
    assert aviso.entregado_en is not None
    assert paloma.enviados == []


def test_un_error_nuestro_en_el_cable_no_repite_y_no_guarda_su_texto(aviso: Aviso, paloma: Paloma) -> None:
    paloma.fallas = [RuntimeError("token 123:ABC")]

    with pytest.raises(RuntimeError):
        tareas.entregar(aviso.pk)
    adelantar(aviso, ESPERA_MAXIMA)
    tareas.barrer()
    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert aviso.estado == Estado.SIN_ACUSE
    assert "RuntimeError" in aviso.ultimo_error
    assert "123:ABC" not in aviso.ultimo_error
    assert paloma.enviados == []


def test_un_error_nuestro_antes_del_cable_se_reintenta(aviso: Aviso, paloma: Paloma) -> None:
    completo = dict(aviso.contexto)
    Aviso.objects.update(contexto={"alertas": completo["alertas"], "plazos": []})
    with pytest.raises(KeyError):
        tareas.entregar(aviso.pk)

    adelantar(aviso, timedelta(minutes=1))
    Aviso.objects.update(contexto=completo)
    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert (aviso.estado, aviso.intentos) == (Estado.ENTREGADO, 2)
    assert len(paloma.enviados) == 1


def test_lo_que_dejo_un_trabajador_muerto_antes_del_cable_se_entrega(aviso: Aviso, paloma: Paloma) -> None:
    assert aviso.tomar(timezone.now())
    tareas.barrer()
    tareas.entregar(aviso.pk)
    assert paloma.enviados == []

    adelantar(aviso, CADUCIDAD_DE_TOMA + timedelta(seconds=1))
    tareas.barrer()
    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert (aviso.estado, aviso.intentos) == (Estado.ENTREGADO, 2)
    assert len(paloma.enviados) == 1


def test_lo_que_dejo_un_trabajador_muerto_en_el_cable_no_se_repite(aviso: Aviso, paloma: Paloma) -> None:
    assert aviso.tomar(timezone.now())
    assert aviso.poner_en_camino(timezone.now())
    adelantar(aviso, CADUCIDAD_DE_TOMA + timedelta(seconds=1))

    tareas.barrer()
    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert (aviso.estado, aviso.intentos) == (Estado.SIN_ACUSE, 1)
    assert paloma.enviados == []


def test_quien_mata_a_cada_trabajador_acaba_en_fallido(aviso: Aviso, paloma: Paloma) -> None:
    for _ in range(INTENTOS_MAXIMOS + 3):
        aviso.refresh_from_db()
        aviso.tomar(timezone.now())
        adelantar(aviso, CADUCIDAD_DE_TOMA + timedelta(seconds=1))
        tareas.barrer()

    aviso.refresh_from_db()
    assert (aviso.estado, aviso.intentos) == (Estado.FALLIDO, INTENTOS_MAXIMOS)


def test_un_trabajador_dado_por_muerto_ya_no_toca_el_cable(aviso: Aviso, paloma: Paloma) -> None:
    lento = Aviso.objects.get(pk=aviso.pk)
    assert lento.tomar(timezone.now())
    adelantar(aviso, CADUCIDAD_DE_TOMA + timedelta(seconds=1))
    tareas.barrer()
    tareas.entregar(aviso.pk)

    assert not lento.poner_en_camino(timezone.now())
    lento.terminar(Estado.FALLIDO, timezone.now(), "tarde")
    aviso.refresh_from_db()
    assert aviso.estado == Estado.ENTREGADO


def test_el_barrido_llama_por_lo_vencido_una_vez_y_de_nuevo_si_la_cola_lo_perdio(
    aviso: Aviso, django_capture_on_commit_callbacks: object
) -> None:
    def barrer() -> int:
        with django_capture_on_commit_callbacks() as llamados:  # type: ignore[operator]
            tareas.barrer()
        return len(llamados)

    assert barrer() == 0, "acaba de llamarse por él"
    adelantar(aviso, timedelta(minutes=11))
    assert barrer() == 1, "nadie vino en diez minutos"
    assert barrer() == 0
    Aviso.objects.update(proximo_intento=timezone.now() + timedelta(minutes=5))
    assert barrer() == 0, "todavía no le toca"
    Aviso.objects.update(llamado_en=timezone.now() - timedelta(minutes=2), proximo_intento=timezone.now())
    assert barrer() == 1, "le tocó después del último llamado"


def test_un_mensaje_largo_sigue_en_la_parte_que_faltaba(aviso: Aviso, paloma: Paloma) -> None:
    paloma.limite = 60
    paloma.fallas = [None, EntregaTemporal("caído")]

    tareas.entregar(aviso.pk)
    aviso.refresh_from_db()
    assert (aviso.estado, aviso.partes_entregadas) == (Estado.PENDIENTE, 1)
    adelantar(aviso, timedelta(minutes=1))
    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    textos = [enviado.texto for enviado in paloma.enviados]
    assert aviso.estado == Estado.ENTREGADO
    assert len(textos) == len(set(textos)) == aviso.partes_entregadas > 2
    assert all(len(texto) <= 60 for texto in textos)


def test_no_se_envia_lo_que_dejo_de_estar_vigente(aviso: Aviso, mundo: Mundo, paloma: Paloma) -> None:
    from sitio.alertas.models import Alerta

    Alerta.objects.update(estado="cerrada")
    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert aviso.estado == Estado.DESCARTADO
    assert paloma.enviados == []


@pytest.mark.parametrize("causa", ["sin papel", "cuenta inactiva", "canal cortado", "canal retirado"])
def test_no_se_envia_a_quien_ya_no_debe_recibirlo(aviso: Aviso, persona: User, paloma: Paloma, causa: str) -> None:
    from sitio.avisos import canales

    if causa == "sin papel":
        persona.groups.clear()
    elif causa == "cuenta inactiva":
        User.objects.filter(pk=persona.pk).update(is_active=False)
    elif causa == "canal cortado":
        paloma.alcance = False
    else:
        canales.CANALES.clear()

    tareas.entregar(aviso.pk)

    aviso.refresh_from_db()
    assert aviso.estado == Estado.DESCARTADO
    assert aviso.ultimo_error
    assert paloma.enviados == []


def test_un_estado_intermedio_no_es_un_final(aviso: Aviso) -> None:
    aviso.tomar(timezone.now())
    with pytest.raises(ValueError, match="not final"):
        aviso.terminar(Estado.PENDIENTE, timezone.now())
