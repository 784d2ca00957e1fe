"""The pages where one goes on with a process that was only imported."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos import adopcion, consultas
from sitio.procesos.formularios.adopcion import AdoptarForm
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.rechazos import NoSePuede
from sitio.procesos.vistas.comunes import LISTA
from sitio.publicacion.columnas import normalizar
from sitio.publicacion.models import Publicador, Registro

POR_PAGINA = 25
IMPORTADOS = {"url": reverse_lazy("procesos:importados"), "label": gettext_lazy("Importados")}


class ListaDeImportados(VistaDelAdmin):
    """The published processes without pages here, of the institutions for which one captures."""

    template_name = "procesos/importados.html"
    migas = [INICIO, LISTA]

    def get(self, request: HttpRequest) -> HttpResponse:
        registros = adopcion.adoptables(publicadores_de(request))
        if texto := request.GET.get("q", "").strip():
            registros = registros.filter(busqueda__contains=normalizar(texto)) | registros.filter(ocid__iexact=texto)
        pagina = Paginator(registros.defer("compilada", "busqueda"), POR_PAGINA).get_page(request.GET.get("p"))
        return self.mostrar(_("Importados"), pagina=pagina, q=texto)


class Adoptar(VistaDelAdmin):
    """The one click, with the two things it needs to know already chosen."""

    template_name = "procesos/adoptar.html"
    migas = [INICIO, LISTA, IMPORTADOS]

    def get(self, request: HttpRequest, ocid: str) -> HttpResponse:
        registro = self._registro(ocid)
        return self._mostrar(registro, self._formulario(registro))

    def post(self, request: HttpRequest, ocid: str) -> HttpResponse:
        registro = self._registro(ocid)
        form = self._formulario(registro, request.POST)
        if not form.is_valid():
            return self._mostrar(registro, form, 422)
        try:
            hecha = adopcion.adoptar(
                ocid, form.cleaned_data["unidad"], form.cleaned_data["plantilla"], persona_de(request)
            )
        except NoSePuede as error:
            messages.error(request, str(error))
            return redirect("procesos:importados")
        messages.success(request, _("El proceso %(ocid)s ya se puede continuar aquí.") % {"ocid": ocid})
        if hecha.sin_lugar:
            messages.warning(request, _sin_lugar(hecha))
        return redirect("procesos:tablero", hecha.proceso.pk)

    def _registro(self, ocid: str) -> Registro:
        registros = adopcion.adoptables(publicadores_de(self.request))
        return get_object_or_404(registros.select_related("publicador"), ocid=ocid)

    def _formulario(self, registro: Registro, *datos: Any) -> AdoptarForm:
        unidades = consultas.unidades_para_capturar(persona_de(self.request))
        propias = consultas.debajo_del_publicador(unidades, registro.publicador)
        plantillas = adopcion.plantillas_para(registro)
        inicial = {"plantilla": adopcion.la_de_entonces(plantillas, registro)}
        return AdoptarForm(*datos, unidades=propias, plantillas=plantillas, initial=inicial)

    def _mostrar(self, registro: Registro, form: AdoptarForm, codigo: int = 200) -> HttpResponse:
        return self.mostrar(registro.titulo, codigo, registro=registro, form=form)


def publicadores_de(request: HttpRequest) -> "QuerySet[Publicador]":
    """Return the publishers for which the person captures; PermissionDenied when there is none."""
    publicadores = consultas.publicadores_para_capturar(persona_de(request))
    if not publicadores.exists():
        raise PermissionDenied
    return publicadores


def _sin_lugar(hecha: adopcion.Adopcion) -> str:
    total = len(hecha.sin_lugar)
    etapa, ruta, valor = hecha.sin_lugar[0]
    frase = ngettext(
        "Un dato publicado no cabe en los formularios y se queda como está: %(ruta)s (%(etapa)s), «%(valor)s».",
        "%(total)s datos publicados no caben en los formularios y se quedan como están. El primero: %(ruta)s "
        "(%(etapa)s), «%(valor)s». La lista está en el historial del proceso.",
        total,
    )
    return frase % {"total": total, "etapa": etapa, "ruta": ruta, "valor": valor[:80]}
