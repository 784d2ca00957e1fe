"""The process board: each stage, who has the ball, and what can be done next; other rooms add their panels."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Protocol

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import WorkflowState

from sitio.componentes import formatos
from sitio.componentes.vitral import TITULOS
from sitio.ocds.listas import ETAPAS
from sitio.procesos import permisos
from sitio.procesos.avance import Avance, avance_completo, avance_de
from sitio.procesos.facultades import motivo_para_no_resolver
from sitio.procesos.models import AdjudicacionPage, ContratoPage, EtapaPage, ProcesoPage
from sitio.procesos.pasos import limite_de
from sitio.procesos.servicios import TIPOS_DE_ETAPA
from sitio.procesos.turno import Turno, turno_de


class Panel(Protocol):
    """What another room shows on the board. An empty string hides it."""

    orden: int

    def render(self, proceso: ProcesoPage, request: HttpRequest) -> SafeString:
        """Return the panel's HTML for who is looking."""
        ...


PANELES: list[Panel] = []


def registrar_panel(panel: Panel) -> None:
    """Add a panel to every process board."""
    PANELES.append(panel)
    PANELES.sort(key=lambda p: p.orden)


class Estado(StrEnum):
    """Where a stage page stands."""

    SIN_INICIAR = "sin_iniciar"
    BORRADOR = "borrador"
    EN_APROBACION = "en_aprobacion"
    DEVUELTA = "devuelta"
    PUBLICADA = "publicada"


TITULO_DE_ESTADO: dict[Estado, Promise] = {
    Estado.SIN_INICIAR: gettext_lazy("Sin iniciar"),
    Estado.BORRADOR: gettext_lazy("Borrador"),
    Estado.EN_APROBACION: gettext_lazy("En aprobación"),
    Estado.DEVUELTA: gettext_lazy("Devuelta con comentario"),
    Estado.PUBLICADA: gettext_lazy("Publicada"),
}


@dataclass(frozen=True)
class Accion:
    """A button of the board: a link, or a POST with `datos` when it changes something."""

    texto: str
    url: str
    datos: dict[str, Any] | None = None
    principal: bool = False


@dataclass(frozen=True)
class Tarjeta:
    """One stage page on the board, or the empty place of a stage not begun."""

    etapa: str
    titulo: str
    estado: Estado
    detalle: str
    acciones: tuple[Accion, ...]
    avance: Avance | None = None
    turno: Turno | None = None
    pagina: EtapaPage | None = None

    @property
    def titulo_estado(self) -> str:
        """The state in words."""
        return str(TITULO_DE_ESTADO[self.estado])


def paginas_de(proceso: ProcesoPage) -> list[EtapaPage]:
    """Return the stage pages of a process in the order of the procedure."""
    etapas = list(EtapaPage.objects.descendant_of(proceso).specific())
    for pagina in etapas:
        pagina.proceso = proceso
    return sorted(etapas, key=lambda pagina: (ETAPAS.index(pagina.etapa), pagina.pk))


def borradores_de(paginas: list[EtapaPage]) -> list[EtapaPage]:
    """Return the latest draft of each stage page."""
    borradores = [pagina.get_latest_revision_as_object() for pagina in paginas]
    for pagina, borrador in zip(paginas, borradores, strict=True):
        borrador.proceso = pagina.proceso
    return borradores


def estado_de(pagina: EtapaPage) -> Estado:
    """Return where a stage page stands; a published page with newer changes is told by those changes."""
    flujo = pagina.current_workflow_state
    if flujo and flujo.status == WorkflowState.STATUS_IN_PROGRESS:
        return Estado.EN_APROBACION
    if flujo and flujo.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Estado.DEVUELTA
    return Estado.PUBLICADA if pagina.live and not pagina.has_unpublished_changes else Estado.BORRADOR


def tarjetas(proceso: ProcesoPage, usuario: User) -> list[Tarjeta]:
    """Return the cards of the board for who is looking: pages of each stage, then the places that can be begun."""
    paginas = paginas_de(proceso)
    captura = permisos.puede_capturar(usuario, proceso)
    resultado = []
    for etapa in proceso.plantilla.etapas:
        suyas = [pagina for pagina in paginas if pagina.etapa == etapa]
        titulo = str(proceso.plantilla.etapa(etapa).get("titulo") or TITULOS[etapa])
        resultado += [_tarjeta(pagina, titulo, usuario, captura) for pagina in suyas]
        nuevas = tuple(_para_empezar(proceso, etapa, paginas)) if captura else ()
        if nuevas or not suyas:
            resultado.append(_tarjeta_vacia(etapa, titulo, nuevas, bool(suyas)))
    return resultado


@dataclass
class Resumen:
    """The strip of a process from inside: its lit and its half-lit panes, and where each stage page stands."""

    publicadas: list[str] = field(default_factory=list)
    en_aprobacion: list[str] = field(default_factory=list)
    # Stage, where it stands and, in approval, the step it waits for.
    estados: list[tuple[str, Estado, str]] = field(default_factory=list)

    @property
    def situacion(self) -> str:
        """Where the process is: the stage that somebody is working on, else the last one published."""
        en_orden = sorted(self.estados, key=lambda uno: (uno[1] is not Estado.PUBLICADA, ETAPAS.index(uno[0])))
        if not en_orden:
            return ""
        etapa, estado, paso = en_orden[-1]
        dicho = f"{TITULOS[etapa]}: {TITULO_DE_ESTADO[estado]}"
        return f"{dicho} · {paso}" if paso else dicho


PASO_ACTUAL = "current_task_state__task__name"
ACTIVOS = {
    WorkflowState.STATUS_IN_PROGRESS: Estado.EN_APROBACION,
    WorkflowState.STATUS_NEEDS_CHANGES: Estado.DEVUELTA,
}


def resumenes(procesos: Iterable[ProcesoPage]) -> dict[int, Resumen]:
    """Return the strip of each process by its primary key, in three queries however many there are."""
    por_camino = {proceso.path: Resumen() for proceso in procesos}
    largo = len(next(iter(por_camino), ""))
    etapas = EtapaPage.objects.filter(reduce(or_, (Q(path__startswith=c) for c in por_camino), Q(pk__in=[])))
    filas = list(etapas.values_list("pk", "path", "live", "has_unpublished_changes", "content_type__model"))
    flujos = WorkflowState.objects.filter(status__in=ACTIVOS, object_id__in=[str(pk) for pk, *_resto in filas])
    activos = {pk: (status, paso) for pk, status, paso in flujos.values_list("object_id", "status", PASO_ACTUAL)}
    nombres = {tipo._meta.model_name: nombre for nombre, tipo in TIPOS_DE_ETAPA.items()}
    for pk, camino, viva, con_cambios, modelo in filas:
        resumen, etapa = por_camino[camino[:largo]], nombres[modelo]
        publicada = Estado.PUBLICADA if viva and not con_cambios else Estado.BORRADOR
        status, paso = activos.get(str(pk), ("", ""))
        estado = ACTIVOS.get(status, publicada)
        resumen.estados.append((etapa, estado, (paso or "") if estado is Estado.EN_APROBACION else ""))
        if viva:
            resumen.publicadas.append(etapa)
        if estado is Estado.EN_APROBACION:
            resumen.en_aprobacion.append(etapa)
    return {proceso.pk: por_camino[proceso.path] for proceso in procesos}


def _tarjeta(pagina: EtapaPage, titulo: str, usuario: User, captura: bool) -> Tarjeta:
    estado = estado_de(pagina)
    paso = pagina.current_workflow_task_state if estado is Estado.EN_APROBACION else None
    return Tarjeta(
        etapa=pagina.etapa,
        titulo=titulo,
        estado=estado,
        detalle=_quien_tiene_la_pelota(pagina, estado),
        acciones=tuple(_acciones(pagina, estado, usuario, captura)),
        avance=_avance(pagina, estado),
        turno=turno_de(paso) if paso else None,
        pagina=pagina,
    )


def _avance(pagina: EtapaPage, estado: Estado) -> Avance:
    if estado in (Estado.EN_APROBACION, Estado.PUBLICADA):
        return avance_completo(pagina)
    (borrador,) = borradores_de([pagina])
    return avance_de(borrador)


def _tarjeta_vacia(etapa: str, titulo: str, acciones: tuple[Accion, ...], hay_otras: bool) -> Tarjeta:
    detalle = _("Puede agregar otra.") if hay_otras else _("Se abre cuando se publica la etapa anterior.")
    if acciones and not hay_otras:
        detalle = _("Es el siguiente paso.")
    return Tarjeta(etapa, titulo, Estado.SIN_INICIAR, detalle, acciones)


def _quien_tiene_la_pelota(pagina: EtapaPage, estado: Estado) -> str:
    if estado is Estado.EN_APROBACION:
        return _espera(pagina)
    if estado is Estado.DEVUELTA:
        comentario = pagina.current_workflow_state.current_task_state.comment
        return _("Hay que corregir: %(comentario)s") % {"comentario": comentario}
    if estado is Estado.PUBLICADA:
        return _("Publicada en el portal.")
    return _("Hay cambios sin enviar a aprobación.") if pagina.live else _("Captura en curso.")


def _espera(pagina: EtapaPage) -> str:
    """Which step is waited for, until when, and who hears of it once the date has passed."""
    paso = pagina.current_workflow_task_state
    limite = limite_de(paso)
    espera = _("Espera: %(paso)s. Límite: %(limite)s (%(falta)s).") % {
        "paso": paso.task.name,
        "limite": formatos.fecha(limite),
        "falta": formatos.vencimiento(limite),
    }
    if limite >= timezone.localdate():
        return espera
    return " ".join([espera, _("Ya se avisó a quien debe atenderla.")])


def _acciones(pagina: EtapaPage, estado: Estado, usuario: User, captura: bool) -> list[Accion]:
    acciones = []
    if estado is Estado.EN_APROBACION:
        paso = pagina.current_workflow_task_state
        if motivo_para_no_resolver(paso, usuario) is None:
            acciones.append(Accion(_("Revisar y decidir"), reverse("procesos:revisar", args=[paso.pk]), principal=True))
    elif captura:
        texto = _("Corregir datos publicados") if estado is Estado.PUBLICADA else _("Seguir capturando")
        url = reverse("wagtailadmin_pages:edit", args=[pagina.pk])
        acciones.append(Accion(texto, url, principal=estado is not Estado.PUBLICADA))
    if not captura:
        acciones.append(Accion(_("Leer lo capturado"), reverse("procesos:leer", args=[pagina.pk])))
    if pagina.live:
        acciones.append(Accion(_("Ver en el portal"), reverse("portal:proceso", args=[pagina.proceso.ocid])))
    return acciones


def _para_empezar(proceso: ProcesoPage, etapa: str, paginas: list[EtapaPage]) -> list[Accion]:
    """Return one button for each new page of `etapa` that the order of the procedure allows now."""
    url = reverse("procesos:crear_etapa", args=[proceso.pk])
    publicadas = [pagina for pagina in paginas if pagina.live]
    suyas = [pagina for pagina in paginas if pagina.etapa == etapa]
    if etapa == "contrato":
        libres = [p for p in publicadas if isinstance(p, AdjudicacionPage) and not p.contratos.exists()]
        return [_empezar(url, etapa, p) for p in libres]
    if etapa == "ejecucion":
        libres_c = [p for p in publicadas if isinstance(p, ContratoPage) and p.is_leaf()]
        return [_empezar(url, etapa, p) for p in libres_c]
    anterior = _anterior(proceso, etapa)
    abierta = anterior is None or any(p.etapa == anterior for p in publicadas)
    repetible = etapa == "adjudicacion" and all(p.live for p in suyas)
    return [_empezar(url, etapa)] if abierta and (not suyas or repetible) else []


def _anterior(proceso: ProcesoPage, etapa: str) -> str | None:
    orden = proceso.plantilla.etapas
    return orden[orden.index(etapa) - 1] if orden.index(etapa) else None


def _empezar(url: str, etapa: str, base: EtapaPage | None = None) -> Accion:
    datos: dict[str, Any] = {"etapa": etapa}
    if base:
        datos["base"] = base.pk
    texto = _("Empezar %(etapa)s") % {"etapa": TIPOS_DE_ETAPA[etapa]._meta.verbose_name}
    return Accion(texto, url, datos=datos, principal=True)
