"""What this room answers in the list of processes."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from sitio.alertas.models import Alerta
from sitio.procesos.lista.filtros import Casilla


def _con_alertas(procesos: Any, usuario: User) -> Any:
    abiertas = Alerta.objects.visibles_para(usuario).abiertas().order_by()
    return procesos.filter(ocid__in=abiertas.values("ocid"))


CON_ALERTAS = Casilla("alertas", _("Con alertas abiertas"), _con_alertas)
