"""The ledger: what was published, once and for ever, and the records compiled from it."""

from django.db import models


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


class Entrega(models.Model):
    """An OCDS release as it was published. The database refuses to change or delete it (triggers in migrations).

    `contenido` is the release as canonical JSON (RFC 8785) and `sha256` its digest. `cadena` is
    SHA-256 of `{cadena_previa}{sha256}` over the previous release of the same publisher, so that
    nobody can take one away or put one in without being seen.
    """

    SOLO_ANEXAR = True

    posicion = models.BigIntegerField("posición", primary_key=True, help_text="Orden de publicación, sin huecos.")
    # The constraint and the index below already begin with the publisher.
    publicador = models.ForeignKey(Publicador, on_delete=models.PROTECT, related_name="entregas", db_index=False)
    secuencia = models.BigIntegerField("número en la cadena del publicador")
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

    class Meta:
        verbose_name = "entrega"
        verbose_name_plural = "entregas"
        ordering = ["posicion"]
        constraints = [
            models.UniqueConstraint(fields=["publicador", "secuencia"], name="entrega_secuencia_unica"),
            models.UniqueConstraint(fields=["ocid", "id_entrega"], name="entrega_id_unico"),
            models.UniqueConstraint(fields=["ocid", "fecha"], name="entrega_fecha_unica"),
        ]
        indexes = [models.Index(fields=["publicador", "posicion"], name="entrega_por_publicador")]

    def __str__(self) -> str:
        return f"{self.ocid} {self.id_entrega}"


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
    comprador_id = models.CharField(max_length=200, blank=True, db_index=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.ocid} {self.titulo}"
