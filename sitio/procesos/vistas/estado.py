"""The button that accepts the state which a document proposes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.rechazos import NoSePuede
from sitio.procesos.tablero import estados_sugeridos, etapas
from sitio.procesos.vistas.comunes import VistaDeEtapa


class CambiarEstado(VistaDeEtapa):
    """Write the proposed state in the draft (POST only)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        etapa = self.etapa(request, pk)
        campo, valor = request.POST.get("campo", ""), request.POST.get("valor", "")
        borradores = etapas.borradores_de(etapas.paginas_de(etapa.proceso))
        try:
            estados_sugeridos.aceptar(etapa, campo, valor, borradores, persona_de(request))
        except NoSePuede as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Se cambió el estado en el borrador. Se publicará cuando se apruebe la etapa."))
        return redirect("procesos:tablero", etapa.proceso.pk)
