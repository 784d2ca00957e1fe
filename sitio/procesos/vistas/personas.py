"""The admin pages of people and their roles. They translate requests; the rules live in `papeles.personas`."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from sitio.componentes.admin import VistaDelAdmin
from sitio.procesos.formularios.personas import InvitacionForm, PapelForm
from sitio.procesos.models import UnidadCompradoraPage
from sitio.procesos.papeles import permisos, personas
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.rechazos import NoSePuede
from sitio.procesos.vistas.institucion import DeUnaInstitucion


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
