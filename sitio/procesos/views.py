"""The admin views of capture. They translate requests; the rules live in servicios, aprobacion and tablero."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.models import TaskState

from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos import aprobacion, consultas, entregas, legible, permisos, servicios, tablero
from sitio.procesos.actas import huella_de
from sitio.procesos.aprobacion import Accion, AccionRechazada
from sitio.procesos.comparacion import cambios
from sitio.procesos.estados_sugeridos import propuestas
from sitio.procesos.forms import AprobarForm, DevolverForm, NuevoProcesoForm
from sitio.procesos.historia import historia
from sitio.procesos.models import Aprobacion, EtapaPage, ProcesoPage
from sitio.procesos.permisos import persona_de

LISTA = {"url": reverse_lazy("procesos:lista"), "label": gettext_lazy("Procesos")}
HECHOS_EN_EL_TABLERO = 15


class VistaDeProcesos(VistaDelAdmin):
    """An admin page under the list of processes."""

    migas = [INICIO, LISTA]


class NuevoProceso(VistaDeProcesos):
    """The form that opens a process by a procedure template."""

    template_name = "procesos/nuevo.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        dia = _dia(request.GET.get("inicio"))
        inicial = {"ejercicio": timezone.localdate().year, "inicio": dia, "unidad": request.GET.get("unidad")}
        return self._formulario(NuevoProcesoForm(usuario=persona_de(request), initial=inicial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NuevoProcesoForm(request.POST, usuario=persona_de(request))
        if not form.is_valid():
            return self._formulario(form, 422)
        datos = form.cleaned_data
        proceso = servicios.crear_proceso(
            datos["unidad"], datos["plantilla"], datos["titulo"], datos["ejercicio"], persona_de(request)
        )
        messages.success(request, _("Se abrió el proceso %(ocid)s. Capture la planeación.") % {"ocid": proceso.ocid})
        return redirect("wagtailadmin_pages:edit", tablero.paginas_de(proceso)[0].pk)

    def _formulario(self, form: NuevoProcesoForm, estado: int = 200) -> HttpResponse:
        if not form.unidades.exists():
            raise PermissionDenied
        return self.mostrar(_("Nuevo proceso"), estado, form=form)


class Tablero(VistaDeProcesos):
    """The board of one process."""

    template_name = "procesos/tablero.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        proceso, quien = proceso_visible(request, pk), persona_de(request)
        tarjetas = tablero.tarjetas(proceso, quien)
        paginas = [tarjeta.pagina for tarjeta in tarjetas if tarjeta.pagina]
        return self.mostrar(
            proceso.title,
            proceso=proceso,
            personas=consultas.personas_de(proceso) if permisos.puede_encargar(quien, proceso) else None,
            tarjetas=tarjetas,
            hechos=historia(paginas, HECHOS_EN_EL_TABLERO),
            propuestas=propuestas(tablero.borradores_de(paginas)),
            captura=permisos.puede_capturar(quien, proceso),
            puede_copiar=consultas.unidades_para_capturar(quien).exists(),
            resumen=tablero.resumenes([proceso])[proceso.pk],
            paneles=[html for panel in tablero.PANELES if (html := panel.render(proceso, request))],
            aprobaciones=Aprobacion.objects.filter(ocid=proceso.ocid)
            .select_related("persona", "en_nombre_de")
            .order_by("-pk")[:20],
        )


class CrearEtapa(View):
    """The button that begins a stage (POST only)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        proceso = proceso_visible(request, pk)
        etapa = request.POST.get("etapa", "")
        datos: dict[str, Any] = {}
        if base := request.POST.get("base"):
            pagina = get_object_or_404(EtapaPage.objects.descendant_of(proceso), pk=_entero(base)).specific
            datos[pagina.etapa] = pagina
        try:
            nueva = servicios.crear_etapa(proceso, etapa, persona_de(request), **datos)
        except servicios.NoSePuede as error:
            messages.error(request, str(error))
            return redirect("procesos:tablero", proceso.pk)
        return redirect("wagtailadmin_pages:edit", nueva.pk)


class CambiarResponsable(View):
    """Who hears about the process from now on (POST only)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        proceso = proceso_visible(request, pk)
        persona = get_object_or_404(consultas.personas_de(proceso), pk=_entero(request.POST.get("responsable")))
        try:
            servicios.cambiar_responsable(proceso, persona, persona_de(request))
        except servicios.NoSePuede as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Los avisos de este proceso llegarán a %(persona)s.") % {"persona": persona})
        return redirect("procesos:tablero", proceso.pk)


class Leer(VistaDeProcesos):
    """The latest draft of a stage, to be read by whoever may see its process: nothing can be pressed here."""

    template_name = "procesos/leer.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        pagina = get_object_or_404(EtapaPage, pk=pk).specific
        if not permisos.puede_ver(persona_de(request), pagina):
            raise PermissionDenied
        etapa = pagina.get_latest_revision_as_object()
        proceso = pagina.proceso
        self.migas = [INICIO, LISTA, {"url": reverse("procesos:tablero", args=[proceso.pk]), "label": proceso.title}]
        return self.mostrar(
            _("Leer: %(etapa)s") % {"etapa": pagina._meta.verbose_name},
            etapa=etapa,
            proceso=proceso,
            publicada=pagina.live and not pagina.has_unpublished_changes,
            campos=legible.campos(etapa, pagina if pagina.live else None),
            tablas=legible.tablas(etapa),
        )


class Revisar(VistaDeProcesos):
    """What a reviewer reads and decides: the revision as it would be published, and what changed."""

    template_name = "procesos/revisar.html"

    def get(self, request: HttpRequest, estado_pk: int) -> HttpResponse:
        return self._pagina(self._estado(request, estado_pk), AprobarForm(), DevolverForm(prefix="devolver"))

    def post(self, request: HttpRequest, estado_pk: int) -> HttpResponse:
        estado = self._estado(request, estado_pk)
        if request.POST.get("accion") not in (Accion.APROBAR, Accion.DEVOLVER):
            return self._pagina(estado, AprobarForm(), DevolverForm(prefix="devolver"), 422)
        devuelve = request.POST["accion"] == Accion.DEVOLVER
        form = DevolverForm(request.POST, prefix="devolver") if devuelve else AprobarForm(request.POST)
        if not form.is_valid():
            return self._pagina(estado, AprobarForm(), form, 422)
        accion = Accion.DEVOLVER if devuelve else Accion.APROBAR
        try:
            aprobacion.resolver(
                estado.pk,
                persona_de(request),
                accion,
                form.cleaned_data["comment"],
                sha256=request.POST.get("sha256", ""),
            )
        except AccionRechazada as error:
            messages.error(request, str(error))
            return redirect("procesos:revisar", estado.pk)
        messages.success(request, _("La etapa se devolvió con su comentario.") if devuelve else _("Etapa aprobada."))
        return redirect("procesos:tablero", estado.workflow_state.content_object.specific.proceso.pk)

    def _estado(self, request: HttpRequest, estado_pk: int) -> TaskState:
        estado = get_object_or_404(TaskState, pk=estado_pk)
        pagina = estado.workflow_state.content_object.specific
        if not isinstance(pagina, EtapaPage) or not permisos.puede_ver(persona_de(request), pagina.proceso):
            raise PermissionDenied
        return estado

    def _pagina(self, estado: TaskState, aprobar: AprobarForm, devolver: Any, codigo: int = 200) -> HttpResponse:
        revision = estado.revision.as_object()
        pagina = revision.specific_class.objects.get(pk=revision.pk)
        self.migas = [
            INICIO,
            LISTA,
            {"url": reverse("procesos:tablero", args=[revision.proceso.pk]), "label": revision.proceso.title},
        ]
        return self.mostrar(
            _("Revisar: %(etapa)s") % {"etapa": revision._meta.verbose_name},
            codigo,
            estado=estado,
            etapa=revision,
            proceso=revision.proceso,
            campos=legible.campos(revision, pagina if pagina.live else None),
            cambios=cambios(pagina, revision) if pagina.live else None,
            tablas=legible.tablas(revision),
            avisos=entregas.avisos(revision),
            motivo=aprobacion.motivo_para_no_resolver(estado, persona_de(self.request)),
            sha256=huella_de(estado.revision),
            aprobar=aprobar,
            devolver=devolver,
        )


def proceso_visible(request: HttpRequest, pk: int) -> ProcesoPage:
    """Return the process if the person has a role in its institution; PermissionDenied otherwise."""
    proceso = get_object_or_404(ProcesoPage.objects.select_related("plantilla", "responsable"), pk=pk)
    if not permisos.puede_ver(persona_de(request), proceso):
        raise PermissionDenied
    return proceso


def _dia(texto: str | None) -> date:
    """Return the date that an address asks for; today when it asks for none, or for no date."""
    try:
        return date.fromisoformat(texto or "")
    except ValueError:
        return timezone.localdate()


def _entero(texto: str | None) -> int | None:
    """Return a posted primary key, or None (which no row has) when it is no number."""
    return int(texto) if texto and texto.isdecimal() else None
