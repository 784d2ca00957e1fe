"""The admin pages of the templates in use: their versions, how they differ, and their files."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect
from django.utils.translation import gettext as _

from sitio.componentes.admin import INICIO
from sitio.procesos.models import BorradorDePlantilla, PlantillaProcedimiento
from sitio.procesos.models.plantilla import Origen
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.plantillas import PlantillaInvalida, borradores, carga, diferencias, intercambio, lectura
from sitio.procesos.plantillas.formularios import CopiarForm, ImportarForm
from sitio.procesos.plantillas.vistas.comunes import VistaDePlantillas


class ListaDePlantillas(VistaDePlantillas):
    """Every procedure: its version in force, its law, and how many processes run under it."""

    template_name = "procesos/plantillas/lista.html"
    migas = [INICIO]

    def get(self, request: HttpRequest) -> HttpResponse:
        filas = lectura.procedimientos()
        nuevos = lectura.borradores_nuevos()
        return self.mostrar(_("Plantillas de procedimiento"), filas=filas, nuevos=nuevos)


class Procedimiento(VistaDePlantillas):
    """The versions of a procedure, who saved them and why, and what can be done with it."""

    template_name = "procesos/plantillas/procedimiento.html"

    def get(self, request: HttpRequest, clave: str) -> HttpResponse:
        versiones = get_list_or_404(PlantillaProcedimiento.objects.select_related("autor"), clave=clave)
        total = lectura.cuantos_procesos()
        return self.mostrar(
            versiones[0].titulo,
            clave=clave,
            ultima=max(versiones, key=lambda version: version.version),
            vigente=next((version for version in versiones if version.vigente), None),
            filas=[
                {"version": version, "procesos": total.get(version.pk, 0)}
                for version in sorted(versiones, key=lambda version: -version.version)
            ],
            borrador=BorradorDePlantilla.objects.filter(clave=clave).first(),
        )


class Version(VistaDePlantillas):
    """One version, readable stage by stage, with the processes that were born under it."""

    template_name = "procesos/plantillas/version.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(PlantillaProcedimiento, pk=pk)
        procesos, total = lectura.procesos_de(version, persona_de(request))
        anterior = PlantillaProcedimiento.objects.filter(clave=version.clave, version__lt=version.version)
        return self.mostrar(
            _("%(titulo)s, versión %(numero)s") % {"titulo": version.titulo, "numero": version.version},
            version=version,
            contenido=version.contenido,
            metodo=lectura.metodo(version.contenido),
            etapas=lectura.etapas(version.contenido),
            secciones=lectura.secciones(version.contenido),
            anterior=anterior.order_by("-version").first(),
            procesos=procesos,
            total=total,
            resto=total - len(procesos),
        )


class Exportar(VistaDePlantillas):
    """A version as a JSON file that another site can load."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(PlantillaProcedimiento, pk=pk)
        respuesta = HttpResponse(intercambio.escribir(version.contenido), content_type="application/json")
        respuesta["Content-Disposition"] = f'attachment; filename="{version.clave}.json"'
        return respuesta


class Comparar(VistaDePlantillas):
    """What changed between two versions of a procedure, in words."""

    template_name = "procesos/plantillas/comparar.html"

    def get(self, request: HttpRequest, clave: str) -> HttpResponse:
        versiones = get_list_or_404(PlantillaProcedimiento.objects.order_by("-version"), clave=clave)
        por_numero = {str(version.version): version for version in versiones}
        despues = por_numero.get(request.GET.get("despues", ""), versiones[0])
        antes = por_numero.get(request.GET.get("antes", ""), versiones[min(1, len(versiones) - 1)])
        return self.mostrar(
            _("Comparar versiones"),
            clave=clave,
            versiones=versiones,
            antes=antes,
            despues=despues,
            cambios=diferencias.comparar(antes.contenido, despues.contenido),
        )


class PonerEnVigor(VistaDePlantillas):
    """Let new processes be born under a version (POST only)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(PlantillaProcedimiento, pk=pk)
        carga.poner_en_vigor(version, persona_de(request))
        mensaje = _("Los procesos nuevos de «%(titulo)s» usarán la versión %(numero)s.")
        messages.success(request, mensaje % {"titulo": version.titulo, "numero": version.version})
        return redirect("procesos:plantilla", version.clave)


class Retirar(VistaDePlantillas):
    """Offer a procedure to no new process (POST only)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, clave: str) -> HttpResponse:
        get_list_or_404(PlantillaProcedimiento, clave=clave)
        carga.retirar(clave, persona_de(request))
        messages.success(request, _("Ya no se ofrece para procesos nuevos. Los que están en curso siguen igual."))
        return redirect("procesos:plantilla", clave)


class Copiar(VistaDePlantillas):
    """A new procedure that begins as a version of another."""

    template_name = "procesos/plantillas/copiar.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(PlantillaProcedimiento, pk=pk)
        inicial = {"titulo": _("Copia de %(titulo)s") % {"titulo": version.titulo}}
        return self._formulario(version, CopiarForm(initial=inicial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(PlantillaProcedimiento, pk=pk)
        form = CopiarForm(request.POST)
        if form.is_valid():
            datos = form.cleaned_data
            try:
                borrador = borradores.copiar(version, datos["clave"], datos["titulo"], persona_de(request))
            except borradores.ClaveOcupada as error:
                form.add_error("clave", str(error))
            else:
                return redirect("procesos:borrador", borrador.pk)
        return self._formulario(version, form, 422)

    def _formulario(self, version: PlantillaProcedimiento, form: CopiarForm, estado: int = 200) -> HttpResponse:
        return self.mostrar(_("Copiar procedimiento"), estado, version=version, form=form)


class Importar(VistaDePlantillas):
    """A template that comes as a JSON file: whole, or not at all."""

    template_name = "procesos/plantillas/importar.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.mostrar(_("Cargar una plantilla"), form=ImportarForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportarForm(request.POST, request.FILES)
        fallas: list[Any] = []
        if form.is_valid():
            try:
                version, nueva = self._cargar(form)
            except PlantillaInvalida as error:
                fallas = error.fallas
            else:
                mensaje = _("Se guardó la versión %(n)s.") if nueva else _("Ya estaba: es la versión %(n)s.")
                messages.success(request, mensaje % {"n": version.version})
                return redirect("procesos:plantilla_version", version.pk)
        return self.mostrar(_("Cargar una plantilla"), 422, form=form, fallas=fallas)

    def _cargar(self, form: ImportarForm) -> tuple[PlantillaProcedimiento, bool]:
        archivo = form.cleaned_data["archivo"]
        return carga.cargar(
            intercambio.leer(archivo.read()),
            origen=Origen.PROPIA,
            usuario=persona_de(self.request),
            nota=_("Cargada del archivo %(nombre)s") % {"nombre": archivo.name[:200]},
            vigente=form.cleaned_data["vigente"],
        )
