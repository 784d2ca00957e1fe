"""The admin pages of uploads: one for a list of a stage's draft, its rows, and its downloads."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos.cargas import descarga, tablas
from sitio.procesos.cargas.columnas import columnas_de, listas_de
from sitio.procesos.cargas.formularios import CargaForm
from sitio.procesos.cargas.guardado import PERMISO_DE_REGISTRAR, NoSeGuarda, guardar, motivo_para_no_editar
from sitio.procesos.cargas.plan import Modo, Plan, planear
from sitio.procesos.models import EtapaPage
from sitio.procesos.papeles import permisos
from sitio.procesos.papeles.permisos import persona_de

FALLAS_A_LA_VISTA = 300
GUARDAR = "guardar"


def etapa_visible(request: HttpRequest, pk: int, lista: str) -> EtapaPage:
    """Return the draft of a stage of the person's institutions. Http404: others do not learn that it is there."""
    etapa: EtapaPage = get_object_or_404(EtapaPage, pk=pk).specific
    if not permisos.puede_ver(persona_de(request), etapa.proceso) or lista not in listas_de(type(etapa)):
        raise Http404
    borrador: EtapaPage = etapa.get_latest_revision_as_object()
    return borrador


class VistaDeLista(VistaDelAdmin):
    """What the pages of a list share: where it is."""

    def ubicar(self, etapa: EtapaPage, lista: str) -> dict[str, Any]:
        """Set the breadcrumbs, and return what the templates say of the list."""
        self.migas = [
            INICIO,
            {"url": reverse("procesos:tablero", args=[etapa.proceso.pk]), "label": etapa.proceso.title},
            {"url": reverse("wagtailadmin_pages:edit", args=[etapa.pk]), "label": capfirst(etapa._meta.verbose_name)},
        ]
        modelo = listas_de(type(etapa))[lista]
        return {"etapa": etapa, "lista": lista, "nombre": capfirst(modelo._meta.verbose_name_plural)}


class Cargar(VistaDeLista):
    """Paste or upload the rows of a list, see what would happen, and save it in the draft."""

    template_name = "procesos/cargar.html"

    def get(self, request: HttpRequest, pk: int, lista: str) -> HttpResponse:
        etapa = self._editable(request, pk, lista)
        if motivo := motivo_para_no_editar(etapa, persona_de(request)):
            messages.error(request, motivo)
            return redirect("procesos:tablero", etapa.proceso.pk)
        return self._pagina(etapa, lista, self._formulario())

    def post(self, request: HttpRequest, pk: int, lista: str) -> HttpResponse:
        etapa = self._editable(request, pk, lista)
        form = self._formulario(request.POST, request.FILES)
        if not form.is_valid() or form.tabla is None:
            return self._pagina(etapa, lista, form, codigo=422)
        modo, crear = Modo(form.cleaned_data["modo"]), form.cleaned_data.get("crear", False)
        if request.POST.get("accion") != GUARDAR:
            plan = planear(etapa, lista, form.tabla, modo, crear=crear)
            return self._pagina(etapa, lista, form, plan, codigo=422 if plan.fallas else 200)
        try:
            plan = guardar(pk, lista, form.tabla, modo, persona_de(request), crear=crear)
        except NoSeGuarda as error:
            form.add_error(None, str(error))
            return self._pagina(etapa, lista, form, codigo=422)
        if plan.fallas:
            return self._pagina(etapa, lista, form, plan, codigo=422)
        messages.success(request, resumen(plan))
        return redirect("wagtailadmin_pages:edit", pk)

    def _formulario(self, *datos: Any) -> CargaForm:
        return CargaForm(*datos, puede_registrar=persona_de(self.request).has_perm(PERMISO_DE_REGISTRAR))

    def _editable(self, request: HttpRequest, pk: int, lista: str) -> EtapaPage:
        etapa = etapa_visible(request, pk, lista)
        if not etapa.permissions_for_user(persona_de(request)).can_edit():
            raise PermissionDenied
        return etapa

    def _pagina(
        self, etapa: EtapaPage, lista: str, form: CargaForm, plan: Plan | None = None, codigo: int = 200
    ) -> HttpResponse:
        contexto = self.ubicar(etapa, lista)
        fallas = sorted(plan.fallas, key=lambda falla: falla.renglon or 0) if plan else []
        return self.mostrar(
            _("Pegar o subir renglones"),
            codigo,
            **contexto,
            form=form,
            plan=plan,
            columnas=columnas_de(listas_de(type(etapa))[lista]),
            fallas=fallas[:FALLAS_A_LA_VISTA],
            fallas_de_mas=max(0, len(fallas) - FALLAS_A_LA_VISTA),
            muestra=form.tabla.renglones[:10] if form.tabla else [],
            encabezado=form.tabla.encabezado if form.tabla else [],
            resumen=resumen(plan) if plan and not plan.fallas else "",
            registradas=list(plan.registros.nuevas.values()) if plan else [],
            actuales=getattr(etapa, lista).count(),
        )


class Renglones(VistaDeLista):
    """The rows of a list, page by page; `?parte=1` asks for the table alone, which a form puts inside itself."""

    template_name = "procesos/renglones.html"

    def get(self, request: HttpRequest, pk: int, lista: str) -> HttpResponse:
        etapa = etapa_visible(request, pk, lista)
        contexto = self.ubicar(etapa, lista)
        tabla = tablas.pagina_de(etapa, lista, request.GET.get("p"))
        if request.GET.get("parte"):
            self.template_name = "procesos/renglones_parte.html"
        return self.mostrar(str(contexto["nombre"]), tabla=tabla, **contexto)


class Descargar(VistaDeLista):
    """The template of a list, or its rows, as CSV or XLSX."""

    def get(self, request: HttpRequest, pk: int, lista: str, que: str, formato: str) -> HttpResponse:
        etapa = etapa_visible(request, pk, lista)
        hecha = (
            descarga.plantilla(type(etapa), lista, formato)
            if que == "plantilla"
            else descarga.renglones(etapa, lista, formato)
        )
        respuesta = HttpResponse(hecha.contenido, content_type=hecha.tipo)
        respuesta["Content-Disposition"] = f'attachment; filename="{hecha.nombre}"'
        respuesta["Cache-Control"] = "private, no-store"
        return respuesta


def resumen(plan: Plan) -> str:
    """Say in words what a plan does, or did."""
    partes = [
        (plan.nuevos, ngettext("%(n)s renglón nuevo", "%(n)s renglones nuevos", plan.nuevos)),
        (plan.cambiados, ngettext("%(n)s cambia", "%(n)s cambian", plan.cambiados)),
        (plan.iguales, ngettext("%(n)s queda igual", "%(n)s quedan igual", plan.iguales)),
        (plan.quitados, ngettext("%(n)s se quita", "%(n)s se quitan", plan.quitados)),
    ]
    dichas = [texto % {"n": f"{cuantos:,}"} for cuantos, texto in partes if cuantos]
    total = _("La lista del borrador tiene %(total)s.") % {"total": f"{len(plan.renglones):,}"}
    return f"{', '.join(dichas) or _('Ningún cambio')}. {total}"
