"""The filters of alerts and deadlines, by the names the domain gives them. Tenancy is one of them."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils import timezone

from sitio.alertas.transiciones import ABIERTAS
from sitio.analisis.registro import BANDERAS
from sitio.procesos.papeles import permisos

if TYPE_CHECKING:
    from sitio.alertas.models import Alerta, Plazo  # noqa: F401 - the querysets below name them as text

PUBLICABLES = ("justificada", "confirmada")


def hoy() -> date:
    """Return today's calendar date where the law counts days (TIME_ZONE, America/Mexico_City)."""
    return timezone.localdate()


def banderas_publicas() -> list[str]:
    """Return the flags the public may see; by default, all but those that name a person or firm.

    `ALERTAS_PUBLICAS = {"P20": True, "P01": False}` in the settings overrides it per flag.
    """
    decididas: dict[str, bool] = getattr(settings, "ALERTAS_PUBLICAS", {})
    return [b.id for b in BANDERAS.values() if decididas.get(b.id, not b.nombra_personas)]


class ConsultaDeAlertas(models.QuerySet["Alerta"]):
    """Alerts."""

    def abiertas(self) -> "ConsultaDeAlertas":
        """Return those that still ask for something: not justified, dismissed or closed."""
        return self.filter(estado__in=ABIERTAS)

    def silenciadas(self) -> "ConsultaDeAlertas":
        """Return those that somebody asked not to be told of today."""
        return self.filter(_en_silencio())

    def sin_silenciar(self) -> "ConsultaDeAlertas":
        """Return those that nobody silenced."""
        return self.exclude(_en_silencio())

    def con_silencio(self) -> "ConsultaDeAlertas":
        """Return the same with `silenciada`: whether somebody asked not to be told of it today."""
        silenciada = models.Case(models.When(_en_silencio(), then=True), default=False)
        return self.annotate(silenciada=silenciada)

    def por_atender(self) -> "ConsultaDeAlertas":
        """Return the open ones that people are told of: no other open alert says the same, and nobody silenced them."""
        return self.abiertas().filter(inhibida_por="").sin_silenciar()

    def visibles_para(self, usuario: User | AnonymousUser) -> "ConsultaDeAlertas":
        """Return those of the institutions and units where `usuario` holds a role."""
        return self.filter(_visibles(usuario))

    def publicas(self) -> "ConsultaDeAlertas":
        """Return what the portal may show: public flags, and only after a person reviewed the alert."""
        return self.filter(bandera__in=banderas_publicas(), estado__in=PUBLICABLES)


class ConsultaDePlazos(models.QuerySet["Plazo"]):
    """Deadlines."""

    def visibles_para(self, usuario: User | AnonymousUser) -> "ConsultaDePlazos":
        """Return those of the institutions and units where `usuario` holds a role."""
        return self.filter(_visibles(usuario))

    def abiertos(self) -> "ConsultaDePlazos":
        """Return those to be met yet, overdue ones included; what was long past when first computed is not work."""
        return self.filter(estado__in=("pendiente", "vencido"), historico=False)

    def proximos(self, dias: int | None = None) -> "ConsultaDePlazos":
        """Return the pending ones by due date, at most `dias` natural days ahead if given."""
        pendientes = self.filter(estado="pendiente").order_by("vence", "pk")
        return pendientes if dias is None else pendientes.filter(vence__lte=hoy() + timedelta(days=dias))

    def vencidos(self) -> "ConsultaDePlazos":
        """Return the overdue ones nobody has met, the most recent first; without the historic ones."""
        return self.filter(estado="vencido", historico=False).order_by("-vence", "pk")


def _en_silencio() -> models.Q:
    from sitio.alertas.models import Silencio

    alcances = [silencio.alcance for silencio in Silencio.objects.vigentes(hoy()).select_related("unidad")]
    return reduce(or_, alcances, models.Q(pk__in=[]))


def _visibles(usuario: User | AnonymousUser) -> models.Q:
    return models.Q(pk__in=[]) if isinstance(usuario, AnonymousUser) else permisos.visibles_por_ocid(usuario)
