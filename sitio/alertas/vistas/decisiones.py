"""What people do to alerts by POST: move one, put somebody in charge, or the same to several at once."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from sitio.alertas.models import Alerta
from sitio.alertas.transiciones import TransicionNoPermitida
from sitio.alertas.urls_admin import url_de_alerta, url_de_alertas
from sitio.alertas.vida import decisiones
from sitio.procesos.papeles.permisos import persona_de

# As many as a page of the list shows.
TOPE = 50
ASIGNAR = "asignar"


class DecisionForm(forms.Form):
    """What comes with a move; which of it is needed, the move says."""

    motivo = forms.CharField(required=False)
    hasta = forms.DateField(
        required=False, error_messages={"invalid": gettext_lazy("Escriba la fecha como 2026-12-31.")}
    )
    enlace = forms.CharField(required=False, max_length=500)
    archivo = forms.FileField(required=False)


@require_POST
def mover(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out the `accion` of the form on an alert that the user may see, and go back to its page."""
    usuario = persona_de(request)
    alerta = get_object_or_404(Alerta.objects.visibles_para(usuario), pk=pk)
    try:
        decisiones.mover_alerta(alerta, usuario, request.POST.get("accion", ""), **_dicho(request))
    except TransicionNoPermitida as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("La alerta ahora está: %(estado)s.") % {"estado": alerta.get_estado_display().lower()}
        )
    return redirect(url_de_alerta(alerta.pk))


@require_POST
def asignar(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the `responsable` of the form, or nobody, in charge of an alert, and go back to its page."""
    usuario = persona_de(request)
    alerta = get_object_or_404(Alerta.objects.visibles_para(usuario), pk=pk)
    try:
        movimiento = decisiones.asignar(alerta, usuario, _responsable(request))
    except TransicionNoPermitida as error:
        messages.error(request, str(error))
    else:
        messages.success(request, movimiento.motivo)
    return redirect(url_de_alerta(alerta.pk))


@require_POST
def lote(request: HttpRequest) -> HttpResponse:
    """Do the same to each chosen alert, one by one; say how many changed, and which ones did not and why."""
    usuario = persona_de(request)
    alertas = Alerta.objects.visibles_para(usuario).filter(pk__in=_elegidas(request)).select_related("publicador")
    cambiadas, rechazos = 0, dict[str, list[str]]()
    try:
        hacer = _accion(request, usuario)
    except TransicionNoPermitida as error:
        messages.error(request, str(error))
        return redirect(_de_vuelta(request))
    for alerta in alertas:
        try:
            hacer(alerta)
            cambiadas += 1
        except TransicionNoPermitida as error:
            rechazos.setdefault(str(error), []).append(str(alerta))
    _contar(request, cambiadas, rechazos)
    return redirect(_de_vuelta(request))


def _dicho(request: HttpRequest) -> dict[str, Any]:
    """Return what the form says. Raises TransicionNoPermitida with its first error."""
    form = DecisionForm(request.POST, request.FILES)
    if not form.is_valid():
        raise TransicionNoPermitida(next(iter(form.errors.values()))[0])
    return form.cleaned_data


def _accion(request: HttpRequest, usuario: User) -> Callable[[Alerta], object]:
    """Return what is to be done to each alert. Raises TransicionNoPermitida."""
    accion, dicho = request.POST.get("accion", ""), _dicho(request)
    if accion == ASIGNAR:
        responsable = _responsable(request)
        return lambda alerta: decisiones.asignar(alerta, usuario, responsable)
    # A file is of one alert: it goes to the unit of its process.
    dicho["archivo"] = None
    return lambda alerta: decisiones.mover_alerta(alerta, usuario, accion, **dicho)


def _responsable(request: HttpRequest) -> User | None:
    """Return who the form names; None for nobody. Raises TransicionNoPermitida for who is not among those offered."""
    pk = request.POST.get("responsable", "")
    if not pk:
        return None
    hallada = User.objects.filter(pk=int(pk), is_active=True).first() if pk.isdecimal() else None
    if hallada is None:
        raise TransicionNoPermitida(_("Elija a una persona de la lista."))
    return hallada


def _elegidas(request: HttpRequest) -> list[int]:
    todas = "todas" in request.POST
    return [int(pk) for pk in request.POST.getlist("pagina" if todas else "alerta")[:TOPE] if pk.isdecimal()]


def _contar(request: HttpRequest, cambiadas: int, rechazos: dict[str, list[str]]) -> None:
    if not cambiadas and not rechazos:
        messages.error(request, _("Elija al menos una alerta de la lista."))
    if cambiadas:
        texto = ngettext("Cambió %(n)d alerta.", "Cambiaron %(n)d alertas.", cambiadas)
        messages.success(request, texto % {"n": cambiadas})
    for razon, cuales in rechazos.items():
        messages.error(request, _("%(razon)s No cambió: %(cuales)s") % {"razon": razon, "cuales": "; ".join(cuales)})


def _de_vuelta(request: HttpRequest) -> str:
    """Return the list as it was filtered."""
    pedida = request.POST.get("siguiente", "")
    return pedida if url_has_allowed_host_and_scheme(pedida, None) else url_de_alertas()
