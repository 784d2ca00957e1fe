"""The list of processes: what is asked, what answers, and the same in a spreadsheet."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from sitio.componentes.admin import VistaDelAdmin
from sitio.procesos import consultas
from sitio.procesos.lista import filas
from sitio.procesos.lista.filtros import CASILLAS, ORDENES, FiltrosForm
from sitio.procesos.papeles.permisos import persona_de

COLUMNAS = {
    "titulo": gettext_lazy("Proceso"),
    "ocid": gettext_lazy("Ocid"),
    "institucion": gettext_lazy("Institución"),
    "unidad": gettext_lazy("Unidad compradora"),
    "anio": gettext_lazy("Año"),
    "procedimiento": gettext_lazy("Procedimiento"),
    "publicadas": gettext_lazy("Etapas publicadas"),
    "situacion": gettext_lazy("En qué va"),
    "responsable": gettext_lazy("A cargo de"),
}


class ListaDeProcesos(SpreadsheetExportMixin, VistaDelAdmin):
    """The processes of the institutions in which one has a role; `?export=csv` or `xlsx` gives them all in a file."""

    template_name = "procesos/lista.html"
    list_export = list(COLUMNAS)
    export_headings = COLUMNAS
    export_filename = "procesos"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = FiltrosForm(request.GET, usuario=persona_de(request))
        procesos = form.procesos()
        if self.is_export:
            archivo: HttpResponseBase = self.as_spreadsheet(filas.todas(procesos), request.GET["export"])
            return archivo
        paginas = filas.Paginas(procesos, filas.POR_PAGINA)
        pagina = paginas.get_page(request.GET.get("p"))
        return self.mostrar(
            _("Procesos"),
            form=form,
            filas=filas.filas(pagina.object_list),
            pagina=pagina,
            tope=filas.TOPE,
            **self._direcciones(form),
            puede_abrir=consultas.unidades_para_capturar(persona_de(request)).exists(),
        )

    def _direcciones(self, form: FiltrosForm) -> dict[str, Any]:
        """What each link of the page keeps of the address: all that was asked, but for what the link changes."""
        pedido = self.request.GET.copy()
        for nombre in [n for n in pedido if n not in form.fields or not pedido[n]]:
            del pedido[nombre]
        sin_orden = pedido.copy()
        sin_orden.pop("orden", None)
        return {
            "consulta": pedido.urlencode(),
            "sin_orden": sin_orden.urlencode(),
            "orden": form.dichos.get("orden", next(iter(ORDENES))),
            "casillas": ["mios", *(casilla.nombre for casilla in CASILLAS)],
            "hay_filtros": bool(form.dichos.keys() - {"orden"}),
        }
