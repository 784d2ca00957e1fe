"""The register of parties: institutions, buying units, suppliers, and the people who take part by themselves."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from stdnum.mx import rfc as formato_rfc

from sitio.catalogos import entidades, rfc
from sitio.catalogos.esquemas import ESQUEMAS, RFC
from sitio.catalogos.models.buscable import Buscable, BuscableQuerySet
from sitio.catalogos.texto import clave_de_nombre, compacto
from sitio.ocds import listas

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from sitio.catalogos.models.personas import BeneficiarioFinal, Contacto, IdentificadorAdicional, Membresia

FISICA, MORAL = "naturalPerson", "legalPerson"


def identificador_revisado(esquema: str, identificador: str, *, cotejado: bool) -> str:
    """Return an identifier as its scheme writes it. Raises ValidationError on the field, in Spanish.

    `cotejado`: somebody compared it with the document, so a check digit that does not follow is believed.
    """
    if esquema != RFC:
        return " ".join(identificador.split()).upper()
    try:
        return rfc.revisar(identificador)
    except rfc.DigitoDudoso as duda:
        if cotejado:
            return compacto(identificador)
        raise ValidationError({"identificador": str(duda)}) from None
    except rfc.RfcInvalido as error:
        raise ValidationError({"identificador": str(error)}) from None


class OrganizacionQuerySet(BuscableQuerySet):
    """The register, asked in its own words."""

    def vigentes(self) -> Self:
        """Keep those that were not found to be another one."""
        return self.filter(unida_a=None)


class Organizacion(Buscable, ClusterableModel):  # type: ignore[django-manager-missing]  # rows of an untyped Orderable
    """A party: identified as OCDS identifies an `Organization` (`{scheme}-{id}`), and described as far as is known."""

    personalidad = models.CharField(
        _("persona física o moral"), max_length=20, blank=True, choices=partial(listas.opciones, "legalPersonality")
    )
    esquema = models.CharField(_("esquema del identificador"), max_length=40, choices=ESQUEMAS, default=RFC)
    identificador = models.CharField(
        _("identificador"), max_length=60, help_text=_("Para una organización mexicana, su RFC con homoclave.")
    )
    cotejado = models.BooleanField(
        _("Cotejado con su constancia"),
        default=False,
        help_text=_("Márquelo si el portal duda del RFC y así está en la constancia de situación fiscal."),
    )
    nombre = models.CharField(
        _("nombre"),
        max_length=500,
        blank=True,
        help_text=_(
            "Con el que se le conoce y aparece en el portal. De una persona física se forma con sus apellidos."
        ),
    )
    razon_social = models.CharField(
        _("denominación o razón social"), max_length=500, blank=True, help_text=_("Si es distinta del nombre.")
    )
    nombre_de_pila = models.CharField(_("nombre de pila"), max_length=120, blank=True)
    primer_apellido = models.CharField(_("primer apellido"), max_length=120, blank=True)
    segundo_apellido = models.CharField(
        _("segundo apellido"), max_length=120, blank=True, help_text=_("Déjelo vacío si no lo tiene.")
    )
    cargo = models.CharField(
        _("cargo"), max_length=250, blank=True, help_text=_("De una persona servidora pública. Se publica.")
    )
    tipo_vialidad = models.CharField(_("tipo de vialidad"), max_length=40, blank=True, help_text=_("Calle, avenida…"))
    vialidad = models.CharField(_("nombre de la vialidad"), max_length=200, blank=True)
    numero_exterior = models.CharField(_("número exterior"), max_length=30, blank=True)
    numero_interior = models.CharField(_("número interior"), max_length=30, blank=True)
    tipo_asentamiento = models.CharField(
        _("tipo de asentamiento"), max_length=40, blank=True, help_text=_("Colonia, fraccionamiento…")
    )
    asentamiento = models.CharField(_("nombre del asentamiento"), max_length=200, blank=True)
    localidad = models.CharField(_("localidad"), max_length=120, blank=True)
    municipio = models.CharField(_("municipio o alcaldía"), max_length=120, blank=True)
    clave_inegi = models.CharField(
        _("clave de la localidad"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{5}(\d{4})?$", _("Son 5 cifras (municipio) o 9 (localidad), como 090150001."))],
        help_text=_("Del INEGI: entidad, municipio y localidad. La pide la Plataforma Nacional de Transparencia."),
    )
    entidad_federativa = models.CharField(_("entidad federativa"), max_length=80, blank=True)
    codigo_postal = models.CharField(_("código postal"), max_length=12, blank=True)
    pais = models.CharField(_("país"), max_length=2, default="MX", choices=partial(listas.opciones, "country"))
    publicar_domicilio = models.BooleanField(
        _("publicar la calle y el código postal de una persona física"),
        default=False,
        help_text=_("Puede ser su casa: márquelo si una norma lo ordena o la persona lo consintió."),
    )
    sitio_web = models.URLField(
        _("sitio web"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    tamano = models.CharField(
        _("tamaño de la empresa"),
        max_length=10,
        blank=True,
        choices=[
            ("micro", _("Microempresa")),
            ("pequena", _("Pequeña")),
            ("mediana", _("Mediana")),
            ("grande", _("Grande")),
        ],
        help_text=_("Según la estratificación de MIPYMES. Sirve para filtrar aquí; no va en los datos abiertos."),
    )
    cotiza_en_bolsa = models.BooleanField(_("cotiza en bolsa"), null=True, blank=True)
    unida_a = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="unidas"
    )
    # What two rows of one organization share; duplicates are found by these.
    clave_identificador = models.CharField(max_length=60, editable=False, default="", db_index=True)
    clave_nombre = models.CharField(max_length=500, editable=False, default="", db_index=True)

    objects: ClassVar[Any] = OrganizacionQuerySet.as_manager()
    if TYPE_CHECKING:
        unidas: RelatedManager["Organizacion"]
        contactos: RelatedManager[Contacto]
        beneficiarios: RelatedManager[BeneficiarioFinal]
        membresias: RelatedManager[Membresia]
        identificadores_adicionales: RelatedManager[IdentificadorAdicional]

    class Meta:
        verbose_name = _("organización")
        verbose_name_plural = _("organizaciones")
        ordering = ["nombre"]
        constraints = [
            models.UniqueConstraint(
                fields=["esquema", "identificador"],
                name="organizacion_identificador_unico",
                violation_error_message=_(
                    "Ya está en el padrón una organización con ese identificador. Búsquela y use ese registro."
                ),
            ),
        ]
        permissions = [("unir_organizacion", _("Puede unir organizaciones repetidas"))]

    def __str__(self) -> str:
        return f"{self.nombre} ({self.identificador})"

    @property
    def id_ocds(self) -> str:
        """The `id` of this party in every release: `{scheme}-{identifier}`."""
        return f"{self.esquema}-{self.identificador}"

    @property
    def vigente(self) -> "Organizacion":
        """The organization that this row stands for: itself, or the one it was merged into."""
        organizacion = self
        while organizacion.unida_a is not None:
            organizacion = organizacion.unida_a
        return organizacion

    def parte(self) -> dict[str, Any]:
        """Return this party as OCDS tells it, without its roles."""
        from sitio.catalogos.partes import bloque

        return bloque(self)

    def textos_de_busqueda(self) -> list[str]:
        # An RFC is looked for whole or in its three parts, as it is often written: MAB 930714 8T4.
        return [self.nombre, self.razon_social, self.identificador, formato_rfc.format(compacto(self.identificador))]

    def preparar(self) -> None:
        super().preparar()
        self.clave_identificador = compacto(self.identificador)
        self.clave_nombre = clave_de_nombre(self.razon_social or self.nombre)[:500]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # Before the fields are checked: the name of a person follows from its parts, and would be missed.
        self.nombre = " ".join((self.nombre or self._nombre_completo()).split())
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        self.nombre = " ".join(self.nombre.split())
        self.razon_social = " ".join(self.razon_social.split())
        if not self.nombre:
            raise ValidationError({"nombre": _t("Escriba el nombre, o el nombre de pila y el primer apellido.")})
        if self.identificador:
            self.identificador = identificador_revisado(self.esquema, self.identificador, cotejado=self.cotejado)
            self._revisar_repetida()
            self._revisar_personalidad()
        self._revisar_apellidos()
        self._revisar_entidad()

    def existente(self) -> "Organizacion | None":
        """Return the row that already has this identifier, however it is written there; None when it is new."""
        mismas = Organizacion.objects.filter(esquema=self.esquema).exclude(pk=self.pk)
        if self.esquema == RFC:
            iguales = mismas.filter(clave_identificador=compacto(self.identificador))
            return min(iguales, key=lambda o: (o.identificador != o.clave_identificador, o.pk), default=None)
        return mismas.filter(identificador=self.identificador).first()

    def _revisar_repetida(self) -> None:
        if existente := self.existente():
            mensaje = _t("Ya está en el padrón: %(organizacion)s. Use ese registro en lugar de agregar otro.")
            raise ValidationError(
                {"identificador": ValidationError(mensaje % {"organizacion": existente.vigente}, code="repetida")}
            )

    def _nombre_completo(self) -> str:
        return " ".join(filter(None, (self.nombre_de_pila, self.primer_apellido, self.segundo_apellido)))

    def _revisar_personalidad(self) -> None:
        if self.esquema == RFC:
            segun_rfc = FISICA if len(self.identificador) == rfc.LARGO_FISICA else MORAL
            self.personalidad = self.personalidad or segun_rfc
            if self.personalidad != segun_rfc:
                mensaje = _t("El RFC «%(rfc)s» es de una %(persona)s. Corrija el RFC o la personalidad.")
                persona = listas.titulo("legalPersonality", segun_rfc).lower()
                raise ValidationError({"personalidad": mensaje % {"rfc": self.identificador, "persona": persona}})

    def _revisar_apellidos(self) -> None:
        if self.nombre_de_pila and not self.primer_apellido:
            raise ValidationError({"primer_apellido": _t("Escriba el primer apellido; el segundo es opcional.")})
        if self.primer_apellido and not self.nombre_de_pila:
            raise ValidationError({"nombre_de_pila": _t("Escriba también el nombre de pila.")})

    def _revisar_entidad(self) -> None:
        if self.pais != "MX" or not self.entidad_federativa:
            return
        nombre = entidades.oficial(self.entidad_federativa)
        if nombre is None:
            mensaje = _t("«%(entidad)s» no es una de las 32 entidades federativas. Escríbala como «Jalisco» o «CDMX».")
            raise ValidationError({"entidad_federativa": mensaje % {"entidad": self.entidad_federativa}})
        self.entidad_federativa = nombre
