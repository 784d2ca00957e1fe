"""Alerts: a raised flag with a life, and the history of that life."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sitio.alertas.consultas import ConsultaDeAlertas
from sitio.alertas.models.corridas import Corrida
from sitio.alertas.transiciones import TRANSICIONES, TransicionNoPermitida
from sitio.analisis.registro import BANDERAS, Bandera


class Severidad(models.IntegerChoices):
    """How much a flag weighs: the numbers of `sitio.analisis.registro.Severidad`, so that lists sort by them."""

    INFO = 1, _("Informativa")
    BAJA = 2, _("Baja")
    MEDIA = 3, _("Media")
    ALTA = 4, _("Alta")
    CRITICA = 5, _("Crítica")


class EstadoDeAlerta(models.TextChoices):
    """The life of an alert (house.md, Alerts): only the transitions of `sitio.alertas.transiciones` are possible."""

    NUEVA = "nueva", _("Nueva")
    RECONOCIDA = "reconocida", _("Vista")
    EN_REVISION = "en_revision", _("En revisión")
    JUSTIFICADA = "justificada", _("Justificada")
    CONFIRMADA = "confirmada", _("Confirmada")
    DESESTIMADA = "desestimada", _("Desestimada")
    ACEPTADA = "aceptada", _("Aceptada como riesgo")
    SUBSANADA = "subsanada", _("Subsanada")
    REMITIDA = "remitida", _("Remitida al OIC")
    CADUCADA = "caducada", _("Caducada")
    CERRADA = "cerrada", _("Cerrada")


class Alerta(models.Model):
    """A flag raised on a subject of one process, or of a publisher: a buyer, a supplier, a pair (then without ocid).

    `huella` is what keeps a repeated run from making a second one. `evidencia` holds the numbers the rule used (and
    `procesos`, the processes behind, when they are several), `posicion` and `entrega_sha256` the compiled record they
    were read from: with `version` of the rule, anyone can compute the same again. Of several processes, the position
    is the latest of theirs, and the digest that of the list of their ocids and digests.
    """

    huella = models.CharField(
        max_length=64, unique=True, help_text=_("SHA-256 de ocid (o publicador), bandera y sujeto.")
    )
    ocid = models.CharField("ocid", max_length=200, blank=True, db_index=True)
    publicador = models.ForeignKey(
        "publicacion.Publicador", on_delete=models.PROTECT, related_name="alertas", verbose_name=_("publicador")
    )
    corrida = models.ForeignKey(Corrida, on_delete=models.PROTECT, related_name="alertas", verbose_name=_("corrida"))
    bandera = models.CharField(_("bandera"), max_length=20)
    version = models.CharField(_("versión de la regla"), max_length=20)
    sujeto = models.CharField(_("sujeto"), max_length=250)
    severidad = models.PositiveSmallIntegerField(_("severidad"), choices=Severidad)
    estado = models.CharField(_("estado"), max_length=20, choices=EstadoDeAlerta, default=EstadoDeAlerta.NUEVA)
    valor = models.DecimalField(_("valor"), max_digits=24, decimal_places=6, null=True)
    evidencia = models.JSONField(_("evidencia"), default=dict, encoder=DjangoJSONEncoder)
    evidencia_sha256 = models.CharField(max_length=64)
    posicion = models.BigIntegerField(_("posición de la entrega leída"))
    entrega_sha256 = models.CharField(_("SHA-256 de la entrega compilada leída"), max_length=64)
    creada_en = models.DateTimeField(_("creada en (UTC)"), default=timezone.now)
    actualizada_en = models.DateTimeField(_("último cambio (UTC)"), default=timezone.now)
    por_anunciar = models.BooleanField(default=False)
    responsable = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="alertas_a_cargo",
        verbose_name=_("responsable"),
    )
    inhibida_por = models.CharField(
        _("inhibida por"), max_length=20, blank=True, help_text=_("La bandera abierta que ya dice esto, si la hay.")
    )
    vigente_hasta = models.DateField(_("la decisión vale hasta"), null=True)
    lectura = models.JSONField(
        _("lo que se leyó"), default=dict, help_text=_("Rutas y valores, con la entrega y las listas de que salieron.")
    )

    objects = ConsultaDeAlertas.as_manager()

    class Meta:
        verbose_name = _("alerta")
        verbose_name_plural = _("alertas")
        ordering = ["-severidad", "-pk"]
        indexes = [
            models.Index(fields=["publicador", "estado", "-severidad"], name="alerta_bandeja"),
            models.Index(fields=["bandera", "estado"], name="alerta_de_bandera"),
            models.Index(fields=["estado", "-severidad", "-id"], name="alerta_en_orden"),
            models.Index(
                fields=["vigente_hasta"], name="alerta_por_vencer", condition=models.Q(vigente_hasta__isnull=False)
            ),
            models.Index(fields=["ocid"], name="alerta_por_anunciar", condition=models.Q(por_anunciar=True)),
        ]

    def __str__(self) -> str:
        return f"{self.bandera} {self.ocid or self.sujeto}"

    @property
    def regla(self) -> Bandera | None:
        """What the registry says of this flag; None for a flag that was retired."""
        return BANDERAS.get(self.bandera)

    @property
    def titulo(self) -> str:
        """What was found, in neutral words and in the reader's language."""
        return gettext(self.regla.titulo) if self.regla else self.bandera

    @property
    def etapa(self) -> str:
        """The stage its flag is of; empty for a flag that was retired."""
        return self.regla.etapa if self.regla else ""

    def por_persona(
        self, accion: str, usuario: User, motivo: str = "", hasta: date | None = None, **sustento: Any
    ) -> "MovimientoAlerta":
        """Make the move `accion` in the name of `usuario`; what they decide holds until `hasta`, if given.

        TransicionNoPermitida if its state forbids it or a mandatory reason is missing. `sustento`: the columns of the
        movement that tell on what it rests.
        """
        transicion, motivo = TRANSICIONES[accion], " ".join(motivo.split())
        if self.estado not in transicion.desde:
            raise TransicionNoPermitida(
                gettext("No se puede «%(accion)s» una alerta que está %(estado)s.")
                % {"accion": transicion.boton, "estado": self.get_estado_display().lower()}
            )
        if transicion.decide and not motivo:
            raise TransicionNoPermitida(
                gettext("Para «%(accion)s» escriba el motivo: queda en la historia de la alerta.")
                % {"accion": transicion.boton}
            )
        motivo = motivo if accion != "reconocer" else ""
        columnas = {"vigente_hasta": hasta if transicion.con_vigencia else None}
        return self.mover(transicion.hacia, motivo=motivo, usuario=usuario, columnas=columnas, **sustento)

    def mover(
        self,
        hacia: str,
        *,
        motivo: str,
        usuario: User | None = None,
        columnas: Mapping[str, Any] | None = None,
        **sustento: Any,
    ) -> "MovimientoAlerta":
        """Change its state (and `columnas`) and write the movement (with `sustento`), both or none.

        The change is conditional on the state this object was read with: whoever comes second is refused
        with TransicionNoPermitida and changes nothing. Without `usuario`, it is the analysis that moves it.
        """
        anterior = self.estado
        cambios = {**(columnas or {}), "estado": hacia, "actualizada_en": timezone.now()}
        with transaction.atomic():
            if not Alerta.objects.filter(pk=self.pk, estado=anterior).update(**cambios):
                raise TransicionNoPermitida(
                    gettext("Otra persona o el análisis cambió esta alerta mientras tanto. Actualice la página.")
                )
            for campo, valor in cambios.items():
                setattr(self, campo, valor)
            return MovimientoAlerta.objects.create(
                alerta=self,
                de=anterior,
                a=hacia,
                motivo=motivo,
                usuario_id=usuario.pk if usuario else None,
                evidencia=self.evidencia,
                posicion=self.posicion,
                **sustento,
            )


class MovimientoAlerta(models.Model):
    """One step in the life of an alert: who, from, to, why, when, with what evidence. Never changed or deleted."""

    SOLO_ANEXAR = True

    alerta = models.ForeignKey(Alerta, on_delete=models.PROTECT, related_name="movimientos")
    de = models.CharField(_("de"), max_length=20, choices=EstadoDeAlerta, blank=True)
    a = models.CharField(_("a"), max_length=20, choices=EstadoDeAlerta)
    motivo = models.TextField(_("motivo"), blank=True)
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("quién"),
        help_text=_("Vacío cuando lo hizo el análisis."),
    )
    evidencia = models.JSONField(_("evidencia en ese momento"), default=dict, encoder=DjangoJSONEncoder)
    posicion = models.BigIntegerField(_("posición de la entrega leída"))
    enlace = models.URLField(_("enlace al sustento"), max_length=500, blank=True)
    documento = models.ForeignKey(
        "procesos.ArchivoDeDocumento",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("documento que la sustenta"),
    )
    fecha = models.DateTimeField(_("cuándo (UTC)"), default=timezone.now)

    class Meta:
        verbose_name = _("movimiento de alerta")
        verbose_name_plural = _("movimientos de alertas")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.alerta_id}: {self.de} → {self.a}"
