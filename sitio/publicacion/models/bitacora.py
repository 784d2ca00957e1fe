"""What was published, once and for ever, and the records compiled from it."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sitio.publicacion.disparadores import Salvo


class Publicador(models.Model):
    """Who publishes: the `publisher` of every package, the prefix of its ocids, and the owner of one hash chain."""

    clave = models.SlugField("clave", max_length=60, unique=True)
    nombre = models.CharField("nombre", max_length=300)
    esquema = models.CharField("esquema del identificador", max_length=40, blank=True)
    identificador = models.CharField("identificador", max_length=60, blank=True)
    uri = models.URLField("sitio del publicador", blank=True)
    prefijo_ocid = models.CharField("prefijo OCID", max_length=60, help_text="ocds- y seis caracteres, en minúsculas.")
    licencia = models.URLField("licencia de los datos", blank=True)
    politica = models.URLField("política de publicación", blank=True)

    class Meta:
        verbose_name = "publicador"
        verbose_name_plural = "publicadores"
        ordering = ["nombre"]

    def __str__(self) -> str:
        return self.nombre


class Bitacora(models.Model):
    """The single row whose lock orders every publication: `posicion` is the last one given, without gaps."""

    posicion = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "bitácora"

    def __str__(self) -> str:
        return f"posición {self.posicion}"


class Origen(models.TextChoices):
    """How a release came to the ledger."""

    CAPTURA = "captura", "Captura en el portal"
    IMPORTACION = "importacion", "Importación"


class Clase(models.TextChoices):
    """What a row of the ledger is: a release, or the tombstone that tells why the content of one is gone."""

    ENTREGA = "entrega", _("Entrega")
    RETIRO = "retiro", _("Retiro")


class EntregaQuerySet(models.QuerySet["Entrega"]):
    def publicas(self) -> Self:
        """Return the releases that still say something: no tombstones, and nothing withdrawn."""
        return self.filter(clase=Clase.ENTREGA).exclude(contenido=b"")


# An authorized withdrawal empties the content of its release, and that is all that ever changes in the ledger.
VACIAR_LO_RETIRADO = Salvo(
    columnas=("contenido",),
    cuando="length(NEW.contenido) = 0 AND EXISTS (SELECT 1 FROM publicacion_retiro r"
    " WHERE r.entrega_id = OLD.posicion AND r.autorizada_en IS NOT NULL)",
)


class Entrega(models.Model):
    """An OCDS release as it was published. The database refuses to change or delete it (triggers in migrations).

    `contenido` is the release as canonical JSON (RFC 8785) and `sha256` its digest. `cadena` is
    SHA-256 of `{cadena_previa}{sha256}` over the previous release of the same publisher, so that
    nobody can take one away or put one in without being seen. A withdrawn release keeps its row and its
    digest with empty content, and a later row of class `retiro` tells why (`sitio.publicacion.retiros`).
    """

    SOLO_ANEXAR = True
    SALVO = VACIAR_LO_RETIRADO

    posicion = models.BigIntegerField("posición", primary_key=True, help_text="Orden de publicación, sin huecos.")
    # The constraint and the index below already begin with the publisher.
    publicador = models.ForeignKey(Publicador, on_delete=models.PROTECT, related_name="entregas", db_index=False)
    secuencia = models.BigIntegerField("número en la cadena del publicador")
    clase = models.CharField(_("clase"), max_length=10, choices=Clase, default=Clase.ENTREGA)
    ocid = models.CharField("ocid", max_length=200)
    id_entrega = models.CharField("id de la entrega", max_length=250)
    fecha = models.DateTimeField("fecha de la entrega (UTC)")
    etiquetas = models.JSONField("etiquetas", default=list)
    extensiones = models.JSONField("extensiones declaradas", default=list)
    contenido = models.BinaryField("contenido canónico")
    sha256 = models.CharField(max_length=64)
    cadena_previa = models.CharField(max_length=64)
    cadena = models.CharField(max_length=64)
    origen = models.CharField("origen", max_length=20, choices=Origen)
    publicada_en = models.DateTimeField("publicada en (UTC)", db_index=True)
    # Of the process, as it was told when this was published: what the feeds are asked by. Empty in a tombstone.
    anio = models.PositiveSmallIntegerField("año de la primera entrega del proceso (UTC)", null=True)
    comprador_id = models.CharField(max_length=200, blank=True, default="")

    objects = EntregaQuerySet.as_manager()

    class Meta:
        verbose_name = "entrega"
        verbose_name_plural = "entregas"
        ordering = ["posicion"]
        constraints = [
            models.UniqueConstraint(fields=["publicador", "secuencia"], name="entrega_secuencia_unica"),
            models.UniqueConstraint(fields=["ocid", "id_entrega"], name="entrega_id_unico"),
            models.UniqueConstraint(fields=["ocid", "fecha"], name="entrega_fecha_unica"),
        ]
        # And one a tag, on PostgreSQL: migration 0007.
        indexes = [
            models.Index(fields=["publicador", "posicion"], name="entrega_por_publicador"),
            models.Index(fields=["comprador_id", "posicion"], name="entrega_por_comprador"),
            models.Index(fields=["anio", "posicion"], name="entrega_por_anio"),
        ]

    def __str__(self) -> str:
        return f"{self.ocid} {self.id_entrega}"

    @property
    def retirada(self) -> bool:
        """Whether its content was withdrawn."""
        return self.clase == Clase.ENTREGA and not self.contenido


class Registro(models.Model):
    """A contracting process as its releases tell it: the compiled release, and the columns lists and search need.

    Derived: `manage.py reconstruir` drops these rows and makes them again from the ledger.
    """

    ocid = models.CharField("ocid", max_length=200, primary_key=True)
    publicador = models.ForeignKey(Publicador, on_delete=models.PROTECT, related_name="registros", db_index=False)
    posicion = models.BigIntegerField("posición de la última entrega", unique=True)
    compilada = models.BinaryField("entrega compilada, canónica")
    sha256 = models.CharField(max_length=64)
    publicada_en = models.DateTimeField("última publicación (UTC)")
    # Bulk files are cut by it: it never changes, so that a process never moves from one file to another.
    anio = models.PositiveSmallIntegerField("año de la primera entrega (UTC)")

    titulo = models.CharField("título", max_length=1000)
    comprador_id = models.CharField(max_length=200, blank=True)
    comprador = models.CharField("comprador", max_length=500, blank=True)
    proveedores = models.JSONField("proveedores adjudicados", default=list)
    metodo = models.CharField("método", max_length=20, blank=True, db_index=True)
    categoria = models.CharField("categoría", max_length=20, blank=True)
    etapas = models.JSONField("etapas publicadas", default=list)
    estado_licitacion = models.CharField(max_length=20, blank=True)
    ejercicio = models.PositiveSmallIntegerField("ejercicio", null=True, db_index=True)
    monto = models.DecimalField("monto", max_digits=20, decimal_places=2, null=True)
    moneda = models.CharField("moneda", max_length=3, blank=True)
    busqueda = models.TextField("texto de búsqueda, sin acentos y en minúsculas")

    class Meta:
        verbose_name = "registro"
        verbose_name_plural = "registros"
        ordering = ["-posicion"]
        indexes = [
            models.Index(fields=["publicador", "posicion"], name="registro_por_publicador"),
            models.Index(fields=["publicador", "anio", "ocid"], name="registro_por_anio"),
            models.Index(fields=["comprador_id", "posicion"], name="registro_por_comprador"),
            models.Index(fields=["anio", "posicion"], name="registro_de_anio_en_orden"),
        ]

    def __str__(self) -> str:
        return f"{self.ocid} {self.titulo}"
