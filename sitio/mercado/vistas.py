"""The page of market research, and its annex."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sitio.analisis.mercado import Distribucion
from sitio.componentes.admin import VistaDelAdmin
from sitio.mercado import anexo
from sitio.mercado.busqueda import TOPE, Busqueda, Respuesta, buscar, sugerencias
from sitio.mercado.figura import figura
from sitio.mercado.formularios import BusquedaForm
from sitio.mercado.proveedores import proveedores
from sitio.mercado.textos import cifra, unidad_en_palabras
from sitio.procesos.models import ProcesoPage
from sitio.procesos.papeles import permisos
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.vistas.comunes import proceso_visible

# Prices that the page shows; the annex has them all.
A_LA_VISTA = 200


class Investigacion(VistaDelAdmin):
    """Published prices of one thing. They are public; the process that the search is for is seen by its own rules."""

    template_name = "mercado/investigacion.html"
    header_icon = "search"

    def get(self, request: HttpRequest) -> HttpResponse:
        exigir_papel(request)
        form = BusquedaForm(request.GET if request.GET.get("q") else None)
        contexto: dict[str, Any] = {"form": form, "proceso": proceso_de(request, form)}
        if form.is_bound and form.is_valid():
            contexto |= _resultado(form.busqueda(), request.GET)
        return self.mostrar(_("Investigación de mercado"), **contexto)


class Anexo(VistaDelAdmin):
    """The same as a PDF for the file of the procedure."""

    def get(self, request: HttpRequest) -> HttpResponse:
        exigir_papel(request)
        form = BusquedaForm(request.GET)
        proceso = proceso_de(request, form)
        respuesta = buscar(form.busqueda()) if form.is_valid() and form.busqueda().clave else None
        if respuesta is None or not respuesta.renglones:
            messages.error(request, _("No hay precios que poner en el anexo: busque una clave que los tenga."))
            return redirect("mercado:investigacion")
        pdf = anexo.componer(anexo.datos(respuesta, persona_de(request), proceso))
        nombre = f"investigacion-de-mercado-{slugify(respuesta.busqueda.clave)}.pdf"
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{nombre}"', "X-Content-Type-Options": "nosniff"},
        )


def exigir_papel(request: HttpRequest) -> None:
    """Raise PermissionDenied for who works in no process of any institution."""
    if not permisos.ve_procesos(persona_de(request)):
        raise PermissionDenied


def proceso_de(request: HttpRequest, form: BusquedaForm) -> ProcesoPage | None:
    """Return the process that the search is for, if it is for one; PermissionDenied if it is somebody else's."""
    pk = form.cleaned_data["proceso"] if form.is_bound and form.is_valid() else None
    return proceso_visible(request, pk) if pk else None


def _resultado(busqueda: Busqueda, pedido: QueryDict) -> dict[str, Any]:
    if not busqueda.clave:
        return {
            "sugerencias": [(c, n, _con(pedido, q=c.clave)) for c, n in sugerencias(busqueda)],
            "con_palabras": True,
        }
    respuesta = buscar(busqueda)
    return {
        "respuesta": respuesta,
        "renglones": respuesta.renglones[:A_LA_VISTA],
        "tope": TOPE,
        "sin_unidad": unidad_en_palabras(""),
        "resumen": anexo.resumen(respuesta),
        "metodo": anexo.metodo(respuesta),
        "por_anio": anexo.grupos(respuesta.por_anio),
        "por_comprador": anexo.grupos(respuesta.por_comprador),
        "mitad": _mitad(respuesta.distribucion),
        "figura": figura(respuesta.renglones, respuesta.distribucion),
        "proveedores": proveedores(respuesta.renglones),
        "unidades": _unidades(respuesta, pedido),
        "url_del_anexo": f"{reverse('mercado:anexo')}?{_con(pedido, unidad=respuesta.unidad)}",
    }


def _mitad(d: Distribucion | None) -> dict[str, str]:
    """Where half of the prices are, for who does not see the figure."""
    return {"q1": cifra(d.q1), "mediana": cifra(d.mediana), "q3": cifra(d.q3)} if d else {}


def _unidades(respuesta: Respuesta, pedido: QueryDict) -> list[dict[str, Any]]:
    return [
        {"nombre": unidad, "cuantos": cuantos, "consulta": _con(pedido, unidad=unidad)}
        for unidad, cuantos in respuesta.unidades
    ]


def _con(pedido: QueryDict, **cambios: str) -> str:
    """Return the query of the same search with some changes; another key forgets the unit."""
    otro = pedido.copy()
    if "q" in cambios:
        otro.pop("unidad", None)
    for nombre, valor in cambios.items():
        otro[nombre] = valor
    return otro.urlencode()
