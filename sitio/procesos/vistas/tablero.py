"""The board of a process, and what its buttons begin or change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from sitio.procesos import consultas, rechazos, servicios
from sitio.procesos.lectura.historia import historia
from sitio.procesos.models import Aprobacion, EtapaPage
from sitio.procesos.papeles import permisos
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.tablero import etapas, paneles
from sitio.procesos.tablero.estados_sugeridos import propuestas
from sitio.procesos.tablero.resumenes import resumenes
from sitio.procesos.tablero.tarjetas import tarjetas
from sitio.procesos.vistas.comunes import VistaDeProcesos, proceso_visible

HECHOS_EN_EL_TABLERO = 15


class Tablero(VistaDeProcesos):
    """The board of one process."""

    template_name = "procesos/tablero.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        proceso, quien = proceso_visible(request, pk), persona_de(request)
        cartas = tarjetas(proceso, quien)
        paginas = [tarjeta.pagina for tarjeta in cartas if tarjeta.pagina]
        return self.mostrar(
            proceso.title,
            proceso=proceso,
            personas=consultas.personas_de(proceso) if permisos.puede_encargar(quien, proceso) else None,
            tarjetas=cartas,
            hechos=historia(paginas, HECHOS_EN_EL_TABLERO),
            propuestas=propuestas(etapas.borradores_de(paginas)),
            captura=permisos.puede_capturar(quien, proceso),
            puede_copiar=consultas.unidades_para_capturar(quien).exists(),
            resumen=resumenes([proceso])[proceso.pk],
            paneles=[html for panel in paneles.PANELES if (html := panel.render(proceso, request))],
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
        except rechazos.NoSePuede as error:
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
        except rechazos.NoSePuede as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Los avisos de este proceso llegarán a %(persona)s.") % {"persona": persona})
        return redirect("procesos:tablero", proceso.pk)


def _entero(texto: str | None) -> int | None:
    """Return a posted primary key, or None (which no row has) when it is no number."""
    return int(texto) if texto and texto.isdecimal() else None
