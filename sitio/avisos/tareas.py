"""What the workers run: delivery of one row, and the sweep that lets no row be forgotten."""

import logging

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from sitio.avisos import canales, textos
from sitio.avisos.canales import AvisoRendido, Canal, EntregaAmbigua, EntregaImposible, EntregaTemporal
from sitio.avisos.models import INTENTOS_MAXIMOS, Aviso, Estado
from sitio.avisos.servicios import TAREA, avisar
from sitio.avisos.temas import TEMAS
from sitio.cola import encolar
from sitio.procesos.aprobacion import facultades, pasos
from sitio.procesos.aprobacion.pasos import TareaPendiente, pasos_vencidos

bitacora = logging.getLogger(__name__)
LOTE = 500


def entregar(pk: int) -> None:
    """Deliver one row if it is due and nobody else has it. Running it twice, or in two workers at once, sends once."""
    aviso = Aviso.objects.filter(pk=pk).select_related("usuario").first()
    if aviso is None or not aviso.tomar(timezone.now()):
        return
    canal = canales.CANALES.get(aviso.canal)
    motivo = _por_que_no(aviso, canal)
    if canal is None or motivo:
        aviso.terminar(Estado.DESCARTADO, timezone.now(), motivo)
        return
    try:
        _enviar(aviso, canal)
    except EntregaTemporal as error:
        aviso.posponer(timezone.now(), str(error), error.reintentar_en)
    except EntregaImposible as error:
        aviso.terminar(Estado.FALLIDO, timezone.now(), str(error))
    except EntregaAmbigua as error:
        aviso.terminar(Estado.SIN_ACUSE, timezone.now(), str(error))
    except Exception as error:
        _anotar_imprevisto(aviso, error)
        raise
    bitacora.info("aviso %s (%s, %s): %s", aviso.pk, aviso.tema, aviso.canal, aviso.estado)


def _por_que_no(aviso: Aviso, canal: Canal | None) -> str:
    """Return why the message must not go out any more, or nothing."""
    if canal is None:
        return _("El canal %(canal)s ya no está instalado.") % {"canal": aviso.canal}
    if aviso.tema not in TEMAS:
        return _("El tema %(tema)s ya no existe.") % {"tema": aviso.tema}
    if not aviso.usuario.is_active or not canal.alcanza(aviso.usuario):
        return _("La persona ya no recibe avisos por este canal.")
    if not TEMAS[aviso.tema].sigue_vigente(aviso):
        return _("Lo que se iba a avisar ya no está vigente o la persona ya no puede verlo.")
    return ""


def _enviar(aviso: Aviso, canal: Canal) -> None:
    """Send what is left of the message, part by part, noting before and after each one."""
    asunto = str(TEMAS[aviso.tema].titulo)
    for parte in textos.partes_de(aviso, canal)[aviso.partes_entregadas :]:
        if not aviso.poner_en_camino(timezone.now()):
            return
        canal.enviar(AvisoRendido(aviso.usuario, asunto, parte))
        aviso.acusar_parte()
    aviso.terminar(Estado.ENTREGADO, timezone.now())


def _anotar_imprevisto(aviso: Aviso, error: Exception) -> None:
    """Record a fault of our own: before the wire it is tried again, after it the message may have gone out."""
    # Only the class: the text of an unforeseen error may carry what must not be stored.
    motivo = _("Error imprevisto: %(error)s. Vea la bitácora del trabajador.") % {"error": type(error).__name__}
    if aviso.en_camino_en is None:
        aviso.posponer(timezone.now(), motivo)
    else:
        aviso.terminar(Estado.SIN_ACUSE, timezone.now(), motivo)


def avisar_tarea(estado_pk: int) -> None:
    """Tell those who may decide the approval step `estado_pk` that it waits for them; nobody, if it was decided."""
    estado = TaskState.objects.filter(pk=estado_pk, status=TaskState.STATUS_IN_PROGRESS).first()
    personas = facultades.quienes_pueden(estado) if estado else []
    if not personas:
        return
    tarea = pasos.tarea_de(estado)
    avisar(personas, tema="tarea", clave=f"tarea:{estado_pk}", ocid=tarea.ocid, contexto=_contexto(tarea))


def escalar() -> None:
    """Every morning: tell of each overdue step whose turn it is now, once at each level."""
    for paso in pasos_vencidos():
        clave = f"vencido:{paso.tarea.estado_pk}:{paso.nivel}"
        avisar(paso.personas, "paso_vencido", clave, _contexto(paso.tarea), ocid=paso.tarea.ocid)


def _contexto(tarea: TareaPendiente) -> dict[str, object]:
    return {
        "ruta": tarea.url,
        "estado_pk": tarea.estado_pk,
        "etapa": tarea.etapa,
        "limite": tarea.limite.isoformat(),
    }


def barrer() -> None:
    """Every minute: give up what dead workers hold, and call a worker for each row whose time has come."""
    ahora = timezone.now()
    abandonados = Aviso.objects.abandonados(ahora)
    abandonados.filter(en_camino_en__isnull=False).update(
        estado=Estado.SIN_ACUSE,
        entregado_en=F("en_camino_en"),
        ultimo_error=_("El trabajador murió mientras enviaba; el mensaje pudo llegar y no se repite."),
    )
    abandonados.filter(intentos__gte=INTENTOS_MAXIMOS).update(
        estado=Estado.FALLIDO, ultimo_error=_("El trabajador murió en cada intento.")
    )
    abandonados.update(estado=Estado.PENDIENTE, proximo_intento=ahora)
    with transaction.atomic():
        pks = list(Aviso.objects.sin_llamar(ahora).order_by("proximo_intento").values_list("pk", flat=True)[:LOTE])
        Aviso.objects.filter(pk__in=pks).update(llamado_en=ahora)
        for pk in pks:
            encolar(TAREA, pk)
