"""The cards of the process board: each stage, who has the ball, and what can be done next."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from sitio.componentes import formatos
from sitio.componentes.vitral import TITULOS
from sitio.procesos.aprobacion.facultades import motivo_para_no_resolver
from sitio.procesos.aprobacion.turno import Turno, turno_de
from sitio.procesos.models import AdjudicacionPage, ContratoPage, EtapaPage, ProcesoPage
from sitio.procesos.papeles import permisos
from sitio.procesos.servicios import TIPOS_DE_ETAPA
from sitio.procesos.tablero.avance import Avance, avance_completo, avance_de
from sitio.procesos.tablero.etapas import TITULO_DE_ESTADO, Estado, borradores_de, estado_de, paginas_de


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


def _tarjeta(pagina: EtapaPage, titulo: str, usuario: User, captura: bool) -> Tarjeta:
    estado = estado_de(pagina)
    paso = pagina.current_workflow_task_state if estado is Estado.EN_APROBACION else None
    turno = turno_de(paso) if paso else None
    return Tarjeta(
        etapa=pagina.etapa,
        titulo=titulo,
        estado=estado,
        detalle=_espera(paso, turno) if paso and turno else _quien_tiene_la_pelota(pagina, estado),
        acciones=tuple(_acciones(pagina, estado, usuario, captura)),
        avance=_avance(pagina, estado),
        turno=turno,
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
    if estado is Estado.DEVUELTA:
        comentario = pagina.current_workflow_state.current_task_state.comment
        return _("Hay que corregir: %(comentario)s") % {"comentario": comentario}
    if estado is Estado.PUBLICADA:
        return _("Publicada en el portal.")
    return _("Hay cambios sin enviar a aprobación.") if pagina.live else _("Captura en curso.")


def _espera(paso: TaskState, turno: Turno) -> str:
    """Which step is waited for, until when, and who hears of it once the date has passed."""
    espera = _("Espera: %(paso)s. Límite: %(limite)s (%(falta)s).") % {
        "paso": paso.task.name,
        "limite": formatos.fecha(turno.limite),
        "falta": formatos.vencimiento(turno.limite),
    }
    return " ".join([espera, _("Ya se avisó a quien debe atenderla.")]) if turno.vencido else espera


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
