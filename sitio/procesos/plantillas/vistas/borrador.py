"""The admin pages of a draft: its parts one by one, what is wrong with it, and the step that makes it a version."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sitio.componentes.admin import INICIO
from sitio.componentes.vitral import TITULOS
from sitio.ocds.listas import ETAPAS
from sitio.procesos.models import BorradorDePlantilla, PlantillaProcedimiento
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.plantillas import PlantillaInvalida, borradores, comprobacion, diferencias, lectura
from sitio.procesos.plantillas.borradores import OtroCambioAntes
from sitio.procesos.plantillas.editor import EditorDeEtapa
from sitio.procesos.plantillas.formularios import GeneralesForm, GuardarForm
from sitio.procesos.plantillas.secciones import SECCIONES, Seccion
from sitio.procesos.plantillas.vistas.comunes import LISTA, VistaDePlantillas


class Editar(VistaDePlantillas):
    """Begin, or go on with, the draft of a procedure (POST only)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(PlantillaProcedimiento, pk=pk)
        borrador, nuevo = borradores.abrir(version, persona_de(request))
        if not nuevo:
            messages.info(request, _("Ya había un borrador de este procedimiento: siga desde ahí, o descártelo."))
        return redirect("procesos:borrador", borrador.pk)


class VistaDeBorrador(VistaDePlantillas):
    """A page about one draft."""

    conflicto = False

    def borrador(self, pk: int) -> BorradorDePlantilla:
        """Return the draft, with the breadcrumb that leads to it."""
        borrador = get_object_or_404(BorradorDePlantilla.objects.select_related("base", "autor"), pk=pk)
        self.migas = [INICIO, LISTA, {"url": reverse("procesos:borrador", args=[pk]), "label": str(borrador)}]
        return borrador

    def guardar(
        self,
        borrador: BorradorDePlantilla,
        leer: Callable[[dict[str, Any]], Any],
        escribir: Callable[[dict[str, Any]], None],
    ) -> str | None:
        """Write a part of the draft if it is as the person saw it; return the reason when it is not."""
        try:
            vista = self.request.POST.get("huella", "")
            borradores.cambiar(borrador, leer, escribir, vista, persona_de(self.request))
        except OtroCambioAntes as error:
            self.conflicto = True
            return str(error)
        messages.success(self.request, _("Se guardó en el borrador. Falta guardarlo como versión."))
        return None

    def huella(self, parte: Any) -> str:
        """Return the digest that the form carries: of what the person saw, or of what there is once told it changed."""
        vista = self.request.POST.get("huella")
        return vista if vista and not self.conflicto else borradores.huella(parte)


class Borrador(VistaDeBorrador):
    """The draft at a glance: parts, what is wrong with it, what changed, and the button that makes it a version."""

    template_name = "procesos/plantillas/borrador.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._pagina(self.borrador(pk), GuardarForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        borrador, form = self.borrador(pk), GuardarForm(request.POST)
        if not form.is_valid():
            return self._pagina(borrador, form, 422)
        datos = form.cleaned_data
        try:
            version, nueva = borradores.guardar_version(borrador, persona_de(request), datos["nota"], datos["vigente"])
        except PlantillaInvalida:
            return self._pagina(borrador, form, 422)
        mensaje = _("Se guardó la versión %(n)s.") if nueva else _("No cambió nada: ya era la versión %(n)s.")
        messages.success(request, mensaje % {"n": version.version})
        return redirect("procesos:plantilla_version", version.pk)

    def _pagina(self, borrador: BorradorDePlantilla, form: GuardarForm, estado: int = 200) -> HttpResponse:
        contenido = borrador.contenido
        self.migas = [INICIO, LISTA]
        fallas = comprobacion.fallas(contenido)
        return self.mostrar(
            _("Borrador de %(titulo)s") % {"titulo": borrador},
            estado,
            borrador=borrador,
            contenido=contenido,
            metodo=lectura.metodo(contenido),
            etapas=lectura.etapas(contenido),
            faltan=[(e, TITULOS[e]) for e in ETAPAS if not borradores.etapa(contenido, e)],
            secciones=[seccion for seccion in SECCIONES.values() if seccion.editor],
            huella=borradores.huella(_orden(contenido)),
            fallas=fallas,
            avisos=[] if fallas else comprobacion.avisos(contenido),
            cambios=diferencias.comparar(borrador.base.contenido, contenido),
            form=form,
        )


class Generales(VistaDeBorrador):
    """The name, the method and the law of the procedure."""

    template_name = "procesos/plantillas/formulario.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        borrador = self.borrador(pk)
        return self._pagina(borrador, GeneralesForm(contenido=borrador.contenido))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        borrador = self.borrador(pk)
        form = GeneralesForm(request.POST, contenido=borrador.contenido)
        if form.is_valid():
            nuevos = form.leer()
            motivo = self.guardar(borrador, borradores.generales, lambda c: borradores.poner_generales(c, nuevos))
            if motivo is None:
                return redirect("procesos:borrador", pk)
            form.add_error(None, motivo)
        return self._pagina(self.borrador(pk), form, 422)

    def _pagina(self, borrador: BorradorDePlantilla, form: GeneralesForm, estado: int = 200) -> HttpResponse:
        huella = self.huella(borradores.generales(borrador.contenido))
        return self.mostrar(_("Datos generales"), estado, form=form, huella=huella, borrador=borrador)


def _orden(contenido: dict[str, Any]) -> list[str]:
    return [etapa["etapa"] for etapa in contenido["etapas"]]


class Etapas(VistaDeBorrador):
    """Add a stage, take it out, or move it (POST only)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        nombre = request.POST.get("etapa", "")
        acciones: dict[str, Callable[[dict[str, Any]], None]] = {
            "agregar": lambda c: borradores.agregar_etapa(c, nombre),
            "quitar": lambda c: borradores.quitar_etapa(c, nombre),
            "subir": lambda c: borradores.mover_etapa(c, nombre, -1),
            "bajar": lambda c: borradores.mover_etapa(c, nombre, 1),
        }
        accion = acciones.get(request.POST.get("accion", ""))
        if accion is None:
            raise Http404
        if motivo := self.guardar(self.borrador(pk), _orden, accion):
            messages.error(request, motivo)
        return redirect(reverse("procesos:borrador", args=[pk]) + "#etapas")


class Etapa(VistaDeBorrador):
    """What a stage asks for, who approves it and the fields it adds."""

    template_name = "procesos/plantillas/etapa.html"

    def get(self, request: HttpRequest, pk: int, etapa: str) -> HttpResponse:
        borrador = self.borrador(pk)
        actual = self._etapa(borrador, etapa)
        return self._pagina(borrador, EditorDeEtapa(actual), actual)

    def post(self, request: HttpRequest, pk: int, etapa: str) -> HttpResponse:
        borrador = self.borrador(pk)
        actual = self._etapa(borrador, etapa)
        editor = EditorDeEtapa(actual, request.POST)
        if editor.es_valido():
            nueva = editor.leer()
            motivo = self.guardar(
                borrador, lambda c: borradores.etapa(c, etapa), lambda c: borradores.poner_etapa(c, nueva)
            )
            if motivo is None:
                return redirect("procesos:borrador", pk)
            editor.form.add_error(None, motivo)
        return self._pagina(borrador, editor, actual, 422)

    def _etapa(self, borrador: BorradorDePlantilla, nombre: str) -> dict[str, Any]:
        etapa = borradores.etapa(borrador.contenido, nombre)
        if etapa is None:
            raise Http404
        return etapa

    def _pagina(
        self, borrador: BorradorDePlantilla, editor: EditorDeEtapa, etapa: dict[str, Any], estado: int = 200
    ) -> HttpResponse:
        titulo = _("Etapa: %(etapa)s") % {"etapa": diferencias.titulo_de_etapa(etapa)}
        huella = self.huella(etapa)
        return self.mostrar(titulo, estado, editor=editor, huella=huella, borrador=borrador)


class SeccionDeBorrador(VistaDeBorrador):
    """A part of the template that another room owns: deadlines, flags, messages."""

    def get(self, request: HttpRequest, pk: int, nombre: str) -> HttpResponse:
        borrador, seccion = self.borrador(pk), self._seccion(nombre)
        editor = seccion.editor()  # type: ignore[misc]  # `_seccion` returns none without an editor
        formulario = editor.formularios(borrador.contenido.get(nombre), None)
        return self._pagina(borrador, seccion, editor, formulario, [])

    def post(self, request: HttpRequest, pk: int, nombre: str) -> HttpResponse:
        borrador, seccion = self.borrador(pk), self._seccion(nombre)
        editor = seccion.editor()  # type: ignore[misc]  # `_seccion` returns none without an editor
        formulario = editor.formularios(borrador.contenido.get(nombre), request.POST)
        motivos: list[str] = []
        if formulario.is_valid():
            valor = editor.leer(formulario)
            if valor:
                motivos = [str(falla) for falla in comprobacion.fallas_de_seccion(nombre, valor)]
            if not motivos:
                motivo = self.guardar(borrador, lambda c: c.get(nombre), lambda c: _poner(c, nombre, valor))
                if motivo is None:
                    return redirect("procesos:borrador", pk)
                motivos = [motivo]
        return self._pagina(borrador, seccion, editor, formulario, motivos, 422)

    def _seccion(self, nombre: str) -> Seccion:
        seccion = SECCIONES.get(nombre)
        if seccion is None or seccion.editor is None:
            raise Http404
        return seccion

    def _pagina(
        self,
        borrador: BorradorDePlantilla,
        seccion: Seccion,
        editor: Any,
        formulario: Any,
        motivos: list[str],
        estado: int = 200,
    ) -> HttpResponse:
        self.template_name = "procesos/plantillas/seccion.html"
        return self.mostrar(
            str(editor.titulo),
            estado,
            borrador=borrador,
            editor=editor,
            formulario=formulario,
            es_juego=hasattr(formulario, "management_form"),
            cuerpo=getattr(editor, "plantilla_html", "") or "procesos/plantillas/seccion_campos.html",
            motivos=motivos,
            huella=self.huella(borrador.contenido.get(seccion.nombre)),
        )


def _poner(contenido: dict[str, Any], nombre: str, valor: Any) -> None:
    contenido.pop(nombre, None)
    if valor:
        contenido[nombre] = valor


class Descartar(VistaDeBorrador):
    """Throw a draft away (POST only); versions stay."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.borrador(pk).delete()
        messages.success(request, _("Se descartó el borrador."))
        return redirect("procesos:plantillas")
