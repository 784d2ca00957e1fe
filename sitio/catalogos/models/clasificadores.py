"""What things are called and which part of the budget pays them: CUCoP+ and COG."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sitio.catalogos.models.buscable import Buscable


class ClaveCucop(Buscable):
    """A line of CUCoP+ (Clasificador Único de las Contrataciones Públicas): what items are classified with."""

    clave = models.CharField(_("clave CUCoP+"), max_length=20, primary_key=True)
    descripcion = models.CharField(_("descripción"), max_length=500)
    unidad = models.CharField(_("unidad de medida"), max_length=80, blank=True)
    partida = models.CharField(_("partida específica (COG)"), max_length=5, db_index=True)

    class Meta:
        verbose_name = _("clave CUCoP+")
        verbose_name_plural = _("claves CUCoP+")
        ordering = ["clave"]

    def __str__(self) -> str:
        return f"{self.clave} {self.descripcion}"

    def textos_de_busqueda(self) -> list[str]:
        return [self.clave, self.clave.replace("-", ""), self.descripcion]


class Partida(Buscable):
    """A specific line of the COG (Clasificador por Objeto del Gasto), with the levels it hangs from."""

    clave = models.CharField(_("clave"), max_length=5, primary_key=True)
    descripcion = models.CharField(_("descripción"), max_length=300)
    generica = models.CharField(_("partida genérica"), max_length=300, blank=True)
    concepto = models.CharField(_("concepto"), max_length=300, blank=True)
    capitulo = models.CharField(_("capítulo"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("partida del gasto")
        verbose_name_plural = _("partidas del gasto")
        ordering = ["clave"]

    def __str__(self) -> str:
        return f"{self.clave} {self.descripcion}"

    def textos_de_busqueda(self) -> list[str]:
        return [self.clave, self.descripcion]
