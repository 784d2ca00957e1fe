"""Registers that people search by code or words, the same way on every database.

docs/decisiones/0015 says why this is a column and not the full-text index of the database.
"""

from functools import reduce
from operator import add, or_
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When

from sitio.catalogos.texto import para_buscar, terminos


class BuscableQuerySet(models.QuerySet[Any]):
    """Rows that can be searched."""

    def buscar(self, consulta: str) -> Self:
        """Keep the rows that have every word of `consulta`, those with whole words first; all, if it has none.

        Accents, case, signs and plurals do not count, and the beginning of a word is enough.
        """
        palabras = terminos(consulta)
        if not palabras:
            return self
        filas = self
        for palabra in palabras:
            filas = filas.filter(busqueda__contains=f" {palabra}")
        cercania = reduce(add, (_cercania(palabra) for palabra in palabras))
        return filas.annotate(cercania=cercania).order_by(F("cercania").desc(), *self.model._meta.ordering)


def _cercania(palabra: str) -> Case:
    """Tell whether a row has a word whole (1), in singular or plural, or only another that begins with it (0)."""
    formas = (palabra, f"{palabra}s", f"{palabra}e", f"{palabra}es")
    entera = reduce(or_, (Q(busqueda__contains=f" {forma} ") for forma in formas))
    return Case(When(entera, then=Value(1)), default=Value(0))


class Buscable(models.Model):
    """A row with the column that searches read, kept when it is saved or loaded (`preparar`)."""

    busqueda = models.TextField(editable=False, default="")

    objects: ClassVar[Any] = BuscableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.preparar()
        super().save(*args, **kwargs)

    def textos_de_busqueda(self) -> list[str]:
        """Return the texts in which a search looks for this row."""
        raise NotImplementedError

    def preparar(self) -> None:
        """Fill the columns that follow from the others; bulk loads, which skip `save`, call it themselves."""
        self.busqueda = para_buscar(*self.textos_de_busqueda())
