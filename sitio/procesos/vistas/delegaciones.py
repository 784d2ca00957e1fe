"""The admin pages of delegations. They translate requests; the rules live in delegaciones."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from sitio.componentes.admin import VistaDelAdmin
from sitio.procesos.formularios.delegaciones import DelegacionForm
from sitio.procesos.models import Delegacion, InstitucionPage
from sitio.procesos.papeles import delegaciones, permisos
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.rechazos import NoSePuede


class Delegaciones(VistaDelAdmin):
    """The delegations one gave, received or administers; and the form to name one's own delegate."""

    template_name = "procesos/delegaciones.html"
    header_icon = "user"

    def get(self, request: HttpRequest) -> HttpResponse:
        institucion = self._institucion()
        return self._pagina(institucion, self._form(institucion) if institucion else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        institucion, usuario = self._institucion(), persona_de(request)
        if institucion is None:
            raise PermissionDenied
        form = self._form(institucion, request.POST)
        if not form.is_valid():
            return self._pagina(institucion, form, 422)
        try:
            delegaciones.delegar(usuario, institucion=institucion, usuario=usuario, **form.cleaned_data)
        except NoSePuede as error:
            form.add_error(None, str(error))
            return self._pagina(institucion, form, 422)
        messages.success(request, _("Delegación registrada."))
        return redirect("procesos:delegaciones")

    def _institucion(self) -> InstitucionPage | None:
        """The one of the address, or the first in which they decide."""
        suyas = delegaciones.instituciones_en_que_decide(persona_de(self.request)).order_by("title")
        pedida = self.request.GET.get("institucion", "")
        return suyas.filter(pk=int(pedida)).first() if pedida.isdecimal() else suyas.first()

    def _form(self, institucion: InstitucionPage, datos: Any = None) -> DelegacionForm:
        delegados = delegaciones.posibles_delegados(persona_de(self.request), institucion)
        return DelegacionForm(datos, delegados=delegados)

    def _pagina(
        self, institucion: InstitucionPage | None, form: DelegacionForm | None, codigo: int = 200
    ) -> HttpResponse:
        quien = persona_de(self.request)
        if not permisos.ve_procesos(quien):
            raise PermissionDenied
        return self.mostrar(
            _("Delegaciones"),
            codigo,
            form=form,
            institucion=institucion,
            instituciones=delegaciones.instituciones_en_que_decide(quien),
            filas=[
                {"delegacion": fila, "puede": delegaciones.puede_delegar(quien, fila.titular, fila.institucion)}
                for fila in delegaciones.visibles_para(quien)[:200]
            ],
        )


class RevocarDelegacion(View):
    """The button that ends a delegation (POST only)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delegacion: Delegacion = get_object_or_404(delegaciones.visibles_para(persona_de(request)), pk=pk)
        try:
            delegaciones.revocar(delegacion, persona_de(request))
        except NoSePuede as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("La delegación terminó."))
        return redirect("procesos:delegaciones")
