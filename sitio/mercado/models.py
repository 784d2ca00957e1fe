"""The unit prices that the published records tell, one row each. Derived: dropped and read again at any time."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sitio.catalogos.models.buscable import Buscable, BuscableQuerySet
from sitio.catalogos.texto import compacto


class ConsultaDePrecios(BuscableQuerySet):
    """Prices, asked as who researches a market asks."""

    def de_clave(self, clave: str) -> "ConsultaDePrecios":
        """Keep the prices whose CUCoP key begins with `clave`, whatever signs it was written with.

        By a range of keys, which every database finds in its index: a LIKE is not, on SQLite.
        """
        llave = compacto(clave)
        siguiente = str(int(llave) + 1).zfill(len(llave)) if llave.isdecimal() else ""
        if len(siguiente) != len(llave):
            return self.filter(llave__startswith=llave)
        return self.filter(llave__gte=llave, llave__lt=siguiente)


class PrecioPublicado(Buscable):
    """What was paid for a unit of something: see `sitio.analisis.mercado.PrecioUnitario`."""

    class Exclusion(models.TextChoices):
        """Why it is listed and not compared."""

        OTRA_MONEDA = "otra_moneda", _("Está en otra moneda")
        SIN_MONEDA = "sin_moneda", _("No se publicó su moneda")
        SIN_EFECTO = "sin_efecto", _("La adjudicación o el contrato no surtió efecto")

    ocid = models.CharField("ocid", max_length=200, db_index=True)
    publicador = models.ForeignKey("publicacion.Publicador", on_delete=models.PROTECT, related_name="+")
    seccion = models.CharField(_("sección"), max_length=20)
    padre = models.TextField(_("adjudicación o contrato"))
    articulo = models.TextField(_("artículo"))
    clave = models.CharField(_("clave CUCoP+"), max_length=100)
    llave = models.CharField(_("clave sin signos"), max_length=40)
    descripcion = models.CharField(_("descripción"), max_length=1000, blank=True)
    unidad = models.CharField(_("unidad de medida"), max_length=200, blank=True)
    medida = models.CharField(_("unidad, como se compara"), max_length=200, blank=True)
    cantidad = models.FloatField(_("cantidad"), null=True)
    precio = models.DecimalField(_("precio unitario"), max_digits=26, decimal_places=6)
    neto = models.BooleanField(_("se publicó sin impuestos"))
    moneda = models.CharField(_("moneda"), max_length=20, blank=True)
    fecha = models.DateField(_("fecha"), null=True)
    anio = models.PositiveSmallIntegerField(_("año"), null=True)
    comprador_id = models.TextField(blank=True)
    comprador = models.CharField(_("comprador"), max_length=500, blank=True)
    region = models.CharField(_("entidad federativa"), max_length=200, blank=True)
    proveedores = models.PositiveIntegerField(_("proveedores"))
    proveedor = models.CharField(_("proveedor"), max_length=500, blank=True)
    rfc = models.CharField("RFC", max_length=100, blank=True)
    titulo = models.CharField(_("procedimiento"), max_length=1000, blank=True)
    exclusion = models.CharField(_("por qué no se compara"), max_length=20, choices=Exclusion, blank=True)

    objects: ClassVar[Any] = ConsultaDePrecios.as_manager()

    class Meta:
        verbose_name = _("precio publicado")
        verbose_name_plural = _("precios publicados")
        ordering = ["precio", "pk"]
        indexes = [models.Index(fields=["llave", "medida"], name="precio_por_llave_y_medida")]

    def __str__(self) -> str:
        return f"{self.clave} {self.precio} {self.moneda}"

    def textos_de_busqueda(self) -> list[str]:
        return [self.descripcion]
