"""The form that copies a process, and the words that tell what came with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.procesos.copias import Copia, copiar
from sitio.procesos.formularios.proceso import NuevoProcesoForm
from sitio.procesos.models import PlantillaProcedimiento, ProcesoPage
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.vistas.comunes import VistaDeProcesos, proceso_visible


class Copiar(VistaDeProcesos):
    """A new process with the drafts of the first stages begun from another one."""

    template_name = "procesos/copiar.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        original = proceso_visible(request, pk)
        vigente = PlantillaProcedimiento.objects.filter(clave=original.plantilla.clave, vigente=True).first()
        inicial = {
            "unidad": original.unidad.pk,
            "plantilla": vigente.pk if vigente else None,
            "titulo": original.title,
            "ejercicio": timezone.localdate().year,
        }
        return self._formulario(original, NuevoProcesoForm(usuario=persona_de(request), initial=inicial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        original = proceso_visible(request, pk)
        form = NuevoProcesoForm(request.POST, usuario=persona_de(request))
        if not form.is_valid():
            return self._formulario(original, form, 422)
        datos = form.cleaned_data
        copia = copiar(
            original, datos["unidad"], datos["plantilla"], datos["titulo"], datos["ejercicio"], persona_de(request)
        )
        return self._hecha(request, copia)

    def _hecha(self, request: HttpRequest, copia: Copia) -> HttpResponse:
        messages.success(
            request,
            _("Se abrió el proceso %(ocid)s con los borradores del original. Revise cada dato antes de enviarlo.")
            % {"ocid": copia.proceso.ocid},
        )
        copiado = _("El original no tenía textos ni montos que copiar.")
        if copia.copiado:
            copiado = _("Se copió: %(lista)s.") % {"lista": "; ".join(copia.copiado)}
        messages.info(request, copiado)
        messages.info(request, _("No se copió: %(lista)s") % {"lista": " ".join(copia.no_copiado)})
        return redirect("procesos:tablero", copia.proceso.pk)

    def _formulario(self, original: ProcesoPage, form: NuevoProcesoForm, estado: int = 200) -> HttpResponse:
        if not form.unidades.exists():
            raise PermissionDenied
        return self.mostrar(_("Copiar el proceso"), estado, form=form, original=original)
