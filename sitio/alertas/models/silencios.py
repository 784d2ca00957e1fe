"""Silences: which alerts people asked not to be told of for a while, and why."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ConsultaDeSilencios(models.QuerySet["Silencio"]):
    """Silences."""

    def vigentes(self, dia: date) -> "ConsultaDeSilencios":
        """Return those that hold on `dia`."""
        return self.filter(hasta__gte=dia, levantado_en=None)

    def visibles_para(self, usuario: User) -> "ConsultaDeSilencios":
        """Return those of the institutions whose matters `usuario` sees whole; a unit's people see those of theirs."""
        from sitio.procesos.models import UnidadCompradoraPage
        from sitio.procesos.papeles import permisos

        enteros = models.Q(publicador__in=permisos.publicadores_visibles(usuario))
        caminos = permisos.alcances(usuario, *permisos.VEN_PROCESOS)
        suyas = UnidadCompradoraPage.objects.filter(permisos.debajo_de(caminos))
        return self.filter(enteros | models.Q(unidad__in=suyas))


class Silencio(models.Model):
    """A silence over the alerts of a publisher: of one flag, of one unit, of one process, or of what all of them say.

    It is never deleted: it ends by itself on `hasta`, or when somebody lifts it.
    """

    publicador = models.ForeignKey(
        "publicacion.Publicador", on_delete=models.PROTECT, related_name="silencios", verbose_name=_("publicador")
    )
    bandera = models.CharField(_("bandera"), max_length=20, blank=True)
    unidad = models.ForeignKey(
        "procesos.UnidadCompradoraPage",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("unidad compradora"),
    )
    ocid = models.CharField("ocid", max_length=200, blank=True)
    hasta = models.DateField(_("hasta"))
    motivo = models.TextField(_("motivo"))
    creado_por = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    creado_en = models.DateTimeField(_("desde (UTC)"), default=timezone.now)
    levantado_por = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    levantado_en = models.DateTimeField(_("levantado en (UTC)"), null=True)

    objects = ConsultaDeSilencios.as_manager()

    class Meta:
        verbose_name = _("silencio")
        verbose_name_plural = _("silencios")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["hasta"], name="silencio_vigente", condition=models.Q(levantado_en=None))]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(bandera="", unidad__isnull=True, ocid=""), name="silencio_con_alcance"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bandera or '*'} {self.ocid or self.unidad_id or '*'} {self.hasta}"

    @property
    def alcance(self) -> models.Q:
        """The alerts it silences."""
        from sitio.procesos.models import ProcesoPage

        alcance = models.Q(publicador=self.publicador_id)
        if self.bandera:
            alcance &= models.Q(bandera=self.bandera)
        if self.ocid:
            alcance &= models.Q(ocid=self.ocid)
        if self.unidad is not None:
            suyos = ProcesoPage.objects.filter(path__startswith=self.unidad.path)
            alcance &= models.Q(ocid__in=suyos.values("ocid"))
        return alcance
