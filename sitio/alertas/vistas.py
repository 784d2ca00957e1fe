"""The one thing a person does here by POST: move an alert."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from sitio.alertas import servicios
from sitio.alertas.models import Alerta
from sitio.alertas.transiciones import TransicionNoPermitida
from sitio.alertas.urls_admin import url_de_alerta


@require_POST
def mover(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out the `accion` of the form on an alert that the user may see, and go back to its page."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    alerta = get_object_or_404(Alerta.objects.visibles_para(request.user), pk=pk)
    accion, motivo = request.POST.get("accion", ""), request.POST.get("motivo", "")
    try:
        servicios.mover_alerta(alerta, request.user, accion, motivo)
    except TransicionNoPermitida as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("La alerta ahora está: %(estado)s.") % {"estado": alerta.get_estado_display().lower()}
        )
    return redirect(url_de_alerta(alerta.pk))
