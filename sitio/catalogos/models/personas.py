"""What hangs from an organization: other identifiers, who answers for it, who owns it, what it belongs to.

Personal data is published only by choice: see `publicar` in each row.
"""

import re
import secrets
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from sitio.catalogos.esquemas import ESQUEMAS, RFC
from sitio.catalogos.models.organizacion import Organizacion, identificador_revisado
from sitio.ocds import listas

_IDIOMA = re.compile(r"[a-z]{2}")


def nueva_clave() -> str:
    """Return a local id for a row, the same for its life, so that releases merge it by id."""
    return secrets.token_hex(6)


class IdentificadorAdicional(Orderable):
    """Another identifier of an organization (OCDS `additionalIdentifiers`), or the name it had."""

    organizacion = ParentalKey(Organizacion, on_delete=models.CASCADE, related_name="identificadores_adicionales")
    esquema = models.CharField(_("esquema"), max_length=40, choices=ESQUEMAS, default=RFC)
    identificador = models.CharField(_("identificador"), max_length=60)
    razon_social = models.CharField(_("razón social con ese identificador"), max_length=500, blank=True)

    panels = [FieldPanel("esquema"), FieldPanel("identificador"), FieldPanel("razon_social")]

    class Meta(Orderable.Meta):
        verbose_name = _("otro identificador")
        verbose_name_plural = _("otros identificadores")

    def __str__(self) -> str:
        return f"{self.esquema}-{self.identificador}"

    def clean(self) -> None:
        self.identificador = identificador_revisado(self.esquema, self.identificador, cotejado=True)


class Contacto(Orderable):
    """Who answers for an organization (OCDS `contactPoint`, and `additionalContactPoints` from the second on)."""

    organizacion = ParentalKey(Organizacion, on_delete=models.CASCADE, related_name="contactos")
    tipo = models.CharField(
        _("tipo"), max_length=20, choices=partial(listas.opciones, "contactPointType"), default="contactPoint"
    )
    nombre = models.CharField(
        _("nombre"), max_length=250, help_text=_("De la oficina o de la persona. Lo demás es opcional.")
    )
    nombre_de_pila = models.CharField(_("nombre de pila"), max_length=120, blank=True)
    primer_apellido = models.CharField(_("primer apellido"), max_length=120, blank=True)
    segundo_apellido = models.CharField(_("segundo apellido"), max_length=120, blank=True)
    correo = models.EmailField(_("correo electrónico"), blank=True)
    telefono = models.CharField(_("teléfono"), max_length=40, blank=True, help_text=_("Con clave de país: +52 55…"))
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    url = models.URLField(
        _("página de contacto"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    idiomas = models.CharField(
        _("idiomas en que atiende"), max_length=60, blank=True, help_text=_("Dos letras cada uno, con comas: es, en.")
    )
    publicar = models.BooleanField(
        _("publicar este contacto"),
        default=False,
        help_text=_(
            "Los datos de contacto de una persona son datos personales: no se publican si usted no lo marca. Márquelo "
            "para una oficina, o para una persona que lo consintió o cuyo cargo es público."
        ),
    )

    panels = [
        FieldRowPanel([FieldPanel("tipo"), FieldPanel("nombre")]),
        FieldRowPanel([FieldPanel("nombre_de_pila"), FieldPanel("primer_apellido"), FieldPanel("segundo_apellido")]),
        FieldRowPanel([FieldPanel("correo"), FieldPanel("telefono"), FieldPanel("fax")]),
        FieldRowPanel([FieldPanel("url"), FieldPanel("idiomas")]),
        FieldPanel("publicar"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("contacto")
        verbose_name_plural = _("contactos")

    def __str__(self) -> str:
        return self.nombre

    @property
    def lista_de_idiomas(self) -> list[str]:
        """The languages as ISO 639-1 codes, each once."""
        return list(dict.fromkeys(self.idiomas.replace(",", " ").lower().split()))

    def clean(self) -> None:
        malos = [idioma for idioma in self.lista_de_idiomas if not _IDIOMA.fullmatch(idioma)]
        if malos:
            mensaje = _t("«%(idioma)s» no es un idioma de dos letras. Escríbalos así: es, en.") % {"idioma": malos[0]}
            raise ValidationError({"idiomas": mensaje})
        self.idiomas = ", ".join(self.lista_de_idiomas)


def _pais(nombre: Any) -> models.CharField:
    return models.CharField(nombre, max_length=2, blank=True, choices=partial(listas.opciones, "country"))


class BeneficiarioFinal(Orderable):
    """A natural person who in the end owns or controls a supplier (OCDS `beneficialOwners`). Only a name is asked."""

    organizacion = ParentalKey(Organizacion, on_delete=models.CASCADE, related_name="beneficiarios")
    clave = models.CharField(max_length=40, default=nueva_clave, editable=False)
    nombre = models.CharField(_("nombre completo"), max_length=250)
    esquema = models.CharField(_("esquema"), max_length=40, choices=ESQUEMAS, default=RFC)
    identificador = models.CharField(_("identificador"), max_length=60, blank=True)
    nacionalidad = _pais(_("nacionalidad"))
    otra_nacionalidad = _pais(_("otra nacionalidad"))
    correo = models.EmailField(_("correo electrónico"), blank=True)
    telefono = models.CharField(_("teléfono"), max_length=40, blank=True)
    domicilio = models.CharField(_("calle y número"), max_length=300, blank=True)
    localidad = models.CharField(_("localidad o municipio"), max_length=120, blank=True)
    region = models.CharField(_("entidad federativa o región"), max_length=80, blank=True)
    codigo_postal = models.CharField(_("código postal"), max_length=12, blank=True)
    pais = _pais(_("país de residencia"))
    publicar = models.BooleanField(
        _("publicar su nombre y nacionalidad"),
        default=True,
        help_text=_("Quién es dueño de quien contrata con el Estado es de interés público."),
    )
    publicar_datos = models.BooleanField(
        _("publicar también su identificador, domicilio y contacto"),
        default=False,
        help_text=_("Son datos personales: márquelo solo si una norma lo ordena o la persona lo consintió."),
    )

    panels = [
        FieldPanel("nombre"),
        FieldPanel("nacionalidad"),
        FieldPanel("otra_nacionalidad"),
        FieldPanel("esquema"),
        FieldPanel("identificador"),
        FieldRowPanel([FieldPanel("correo"), FieldPanel("telefono")]),
        FieldPanel("domicilio"),
        FieldRowPanel([FieldPanel("localidad"), FieldPanel("codigo_postal")]),
        FieldPanel("region"),
        FieldPanel("pais"),
        FieldPanel("publicar"),
        FieldPanel("publicar_datos"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("beneficiario final")
        verbose_name_plural = _("beneficiarios finales")

    def __str__(self) -> str:
        return self.nombre

    @property
    def nacionalidades(self) -> list[str]:
        """The nationalities as ISO 3166-1 codes, each once."""
        return [codigo for codigo in dict.fromkeys((self.nacionalidad, self.otra_nacionalidad)) if codigo]

    def clean(self) -> None:
        if self.identificador:
            self.identificador = identificador_revisado(self.esquema, self.identificador, cotejado=True)


class Membresia(Orderable):
    """A group, consortium or joint proposal that an organization belongs to (OCDS `memberOf`)."""

    organizacion = ParentalKey(Organizacion, on_delete=models.CASCADE, related_name="membresias")
    grupo = models.ForeignKey(Organizacion, on_delete=models.PROTECT, related_name="+", verbose_name=_("pertenece a"))

    panels = [FieldPanel("grupo")]

    class Meta(Orderable.Meta):
        verbose_name = _("pertenencia")
        verbose_name_plural = _("pertenencias")

    def __str__(self) -> str:
        return str(self.grupo)

    def clean(self) -> None:
        if self.grupo_id and self.grupo_id == self.organizacion_id:
            raise ValidationError({"grupo": _t("Una organización no pertenece a sí misma. Elija el grupo.")})
