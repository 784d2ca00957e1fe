"""A stage to be read, and a step to be decided. They translate requests; the rules live in `aprobacion`."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from sitio.procesos.aprobacion import facultades, tramite
from sitio.procesos.aprobacion.actas import huella_de
from sitio.procesos.aprobacion.tramite import Accion
from sitio.procesos.entregas import requisitos
from sitio.procesos.formularios.decision import AprobarForm, DevolverForm
from sitio.procesos.lectura import legible
from sitio.procesos.lectura.comparacion import cambios
from sitio.procesos.models import EtapaPage
from sitio.procesos.papeles import permisos
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.rechazos import AccionRechazada
from sitio.procesos.vistas.comunes import VistaDeProcesos, migas_del_tablero


class Leer(VistaDeProcesos):
    """The latest draft of a stage, to be read by whoever may see its process: nothing can be pressed here."""

    template_name = "procesos/leer.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        pagina = get_object_or_404(EtapaPage, pk=pk).specific
        if not permisos.puede_ver(persona_de(request), pagina):
            raise PermissionDenied
        etapa = pagina.get_latest_revision_as_object()
        proceso = pagina.proceso
        self.migas = migas_del_tablero(proceso)
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
            tramite.resolver(
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
        self.migas = migas_del_tablero(revision.proceso)
        return self.mostrar(
            _("Revisar: %(etapa)s") % {"etapa": revision._meta.verbose_name},
            codigo,
            estado=estado,
            etapa=revision,
            proceso=revision.proceso,
            campos=legible.campos(revision, pagina if pagina.live else None),
            cambios=cambios(pagina, revision) if pagina.live else None,
            tablas=legible.tablas(revision),
            avisos=requisitos.avisos(revision),
            motivo=facultades.motivo_para_no_resolver(estado, persona_de(self.request)),
            sha256=huella_de(estado.revision),
            aprobar=aprobar,
            devolver=devolver,
        )
