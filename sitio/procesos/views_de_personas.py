"""The admin pages of people, roles and units. They translate requests; the rules live in personas."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos import permisos, personas
from sitio.procesos.forms_de_personas import InvitacionForm, PapelForm, PublicadorForm, UnidadForm
from sitio.procesos.models import UnidadCompradoraPage
from sitio.procesos.permisos import persona_de
from sitio.procesos.servicios import NoSePuede

RAIZ = {"url": reverse_lazy("procesos:personas"), "label": gettext_lazy("Personas y papeles")}


class Personas(VistaDelAdmin):
    """The institutions one administers; straight to it, when it is one."""

    template_name = "procesos/instituciones.html"
    header_icon = "group"

    def get(self, request: HttpRequest) -> HttpResponse:
        suyas = list(permisos.instituciones_que_administra(persona_de(request)).order_by("title"))
        if not suyas:
            raise PermissionDenied
        if len(suyas) == 1:
            return redirect("procesos:personas_de", suyas[0].pk)
        return self.mostrar(_("Personas y papeles"), instituciones=suyas)


class DeUnaInstitucion(VistaDelAdmin):
    """Only for who administers the institution of the address."""

    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.migas = [INICIO, RAIZ]
        if self.institucion is None:
            raise PermissionDenied
        respuesta: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return respuesta

    @cached_property
    def institucion(self) -> Any:
        """The institution, or None when it is not theirs to administer."""
        suyas = permisos.instituciones_que_administra(persona_de(self.request)).select_related("publicador")
        return suyas.filter(pk=self.kwargs["institucion_pk"]).first()

    def volver(self, *persona_pk: int) -> HttpResponse:
        """Go back to the list, or to the page of a person."""
        nombre = "procesos:persona" if persona_pk else "procesos:personas_de"
        return redirect(nombre, self.institucion.pk, *persona_pk)


class PersonasDe(DeUnaInstitucion):
    """The people of an institution, its units and its publisher data."""

    template_name = "procesos/personas.html"

    def get(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        filas = [
            {"persona": persona, "papeles": personas.papeles_en(persona, self.institucion)}
            for persona in personas.de_la_institucion(self.institucion)
        ]
        return self.mostrar(
            self.institucion.title,
            institucion=self.institucion,
            filas=filas,
            unidades=UnidadCompradoraPage.objects.child_of(self.institucion).order_by("title"),
        )


class Invitar(DeUnaInstitucion):
    """The form that opens an account."""

    template_name = "procesos/formulario.html"

    def get(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        return self._formulario(InvitacionForm(institucion=self.institucion))

    def post(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        form = InvitacionForm(request.POST, institucion=self.institucion)
        if not form.is_valid():
            return self._formulario(form, 422)
        datos = dict(form.cleaned_data)
        papel, unidad = datos.pop("papel"), datos.pop("unidad")
        try:
            persona = personas.invitar(self.institucion, personas.Cuenta(**datos), papel, unidad, persona_de(request))
        except NoSePuede as error:
            form.add_error("username", str(error))
            return self._formulario(form, 422)
        messages.success(
            request,
            _("Se abrió la cuenta. A %(correo)s llegará un enlace para elegir la contraseña.")
            % {"correo": persona.email},
        )
        return self.volver(persona.pk)

    def _formulario(self, form: InvitacionForm, codigo: int = 200) -> HttpResponse:
        boton = _("Abrir la cuenta y enviar el enlace")
        return self.mostrar(_("Agregar a una persona"), codigo, form=form, boton=boton)


class Persona(DeUnaInstitucion):
    """One person: their roles here, and what can be done with their account."""

    template_name = "procesos/persona.html"

    def get(self, request: HttpRequest, institucion_pk: int, pk: int) -> HttpResponse:
        persona = get_object_or_404(personas.de_la_institucion(self.institucion), pk=pk)
        return self.mostrar(
            persona.get_full_name() or persona.get_username(),
            institucion=self.institucion,
            persona=persona,
            papeles=personas.papeles_en(persona, self.institucion),
            form=PapelForm(institucion=self.institucion),
            es_usted=persona == persona_de(request),
        )


class AccionSobrePersona(DeUnaInstitucion):
    """A button of a person's page (POST only): `actuar` does it or raises NoSePuede, and returns what to say."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, institucion_pk: int, pk: int) -> HttpResponse:
        persona = get_object_or_404(personas.de_la_institucion(self.institucion), pk=pk)
        try:
            messages.success(request, self.actuar(persona, persona_de(request)))
        except NoSePuede as error:
            messages.error(request, str(error))
        sigue = personas.de_la_institucion(self.institucion).filter(pk=pk).exists()
        return self.volver(pk) if sigue else self.volver()

    def actuar(self, persona: User, usuario: User) -> str:
        raise NotImplementedError


class DarPapel(AccionSobrePersona):
    """One more role."""

    def actuar(self, persona: User, usuario: User) -> str:
        form = PapelForm(self.request.POST, institucion=self.institucion)
        if not form.is_valid():
            raise NoSePuede(" ".join(str(e) for lista in form.errors.values() for e in lista))
        personas.dar(persona, self.institucion, form.cleaned_data["papel"], form.cleaned_data["unidad"], usuario)
        return _("Papel dado.")


class QuitarPapel(AccionSobrePersona):
    """One role less."""

    def actuar(self, persona: User, usuario: User) -> str:
        suyos = personas.papeles_en(persona, self.institucion)
        texto = self.request.POST.get("papel", "")
        papel = get_object_or_404(suyos, pk=int(texto) if texto.isdecimal() else None)
        personas.quitar(persona, papel, usuario)
        return _("Papel quitado.")


class Activar(AccionSobrePersona):
    """Close the account, or open it again."""

    def actuar(self, persona: User, usuario: User) -> str:
        activa = self.request.POST.get("activa") == "1"
        personas.activar(persona, self.institucion, activa, usuario)
        return _("La cuenta está activa.") if activa else _("La cuenta quedó desactivada: ya no puede entrar.")


class ReenviarEnlace(AccionSobrePersona):
    """A new link to choose a password."""

    def actuar(self, persona: User, usuario: User) -> str:
        personas.reenviar_enlace(persona, self.institucion, usuario)
        return _("Se enviará a %(correo)s un enlace para elegir la contraseña.") % {"correo": persona.email}


class DatosDelPublicador(DeUnaInstitucion):
    """Licence, policy and site of the publisher."""

    template_name = "procesos/formulario.html"

    def get(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        return self._formulario(PublicadorForm(instance=self.institucion.publicador))

    def post(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        form = PublicadorForm(request.POST, instance=self.institucion.publicador)
        if not form.is_valid():
            return self._formulario(form, 422)
        publicador = form.save()
        log(publicador, "wagtail.edit", user=persona_de(request))
        messages.success(request, _("Datos del publicador guardados."))
        return self.volver()

    def _formulario(self, form: PublicadorForm, codigo: int = 200) -> HttpResponse:
        return self.mostrar(_("Datos del publicador"), codigo, form=form, boton=_("Guardar"))


class NuevaUnidad(DeUnaInstitucion):
    """The form that adds a buying unit."""

    template_name = "procesos/formulario.html"

    def get(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        return self._formulario(UnidadForm())

    def post(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        form = UnidadForm(request.POST)
        if not form.is_valid():
            return self._formulario(form, 422)
        try:
            unidad = personas.abrir_unidad(self.institucion, **form.cleaned_data, usuario=persona_de(request))
        except NoSePuede as error:
            form.add_error("clave", str(error))
            return self._formulario(form, 422)
        messages.success(request, _("Unidad compradora lista: %(unidad)s.") % {"unidad": unidad.title})
        return self.volver()

    def _formulario(self, form: UnidadForm, codigo: int = 200) -> HttpResponse:
        return self.mostrar(_("Agregar una unidad compradora"), codigo, form=form, boton=_("Agregar la unidad"))
