"""The columns of a list: those of its form, in its order and by its names, and what is written in each."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import FieldPanel, Panel, extract_panel_definitions_from_model_class

from sitio.catalogos.models import ClaveCucop, Organizacion, Partida
from sitio.procesos.models import EtapaPage
from sitio.procesos.models.renglones.bases import Renglon, RenglonConClave, RenglonConId

REGISTROS = (Organizacion, ClaveCucop, Partida)
"""What a cell may name by its key; other relations of a row (its file) are not written in a table."""


@dataclass(frozen=True)
class Columna:
    """A column, and the field of the row that it fills."""

    campo: Any
    nombre: str

    @property
    def obligatoria(self) -> bool:
        """Whether a new row cannot do without it."""
        return not self.campo.blank and not self.campo.has_default()

    @property
    def es_organizacion(self) -> bool:
        """Whether its cells name an organization of the register."""
        return self.campo.related_model is Organizacion

    @property
    def nombre_de_la_razon(self) -> str:
        """The heading of the column beside that says the organization's name: for people, and to register it."""
        return _("%(columna)s: nombre") % {"columna": self.nombre}

    @property
    def ayuda(self) -> str:
        """What to write in it."""
        return _ayuda(self.campo)

    @property
    def ejemplo(self) -> str:
        """A cell as it may be written."""
        return _ejemplo(self.campo)


def listas_de(tipo: type[EtapaPage]) -> dict[str, type[Renglon]]:
    """Return the lists of a stage: the name of each and the model of its rows."""
    relaciones = get_all_child_relations(tipo)
    return {r.get_accessor_name(): r.related_model for r in relaciones if issubclass(r.related_model, Renglon)}


def columnas_de(modelo: type[Renglon]) -> list[Columna]:
    """Return the columns of a list in the order of its form."""
    campos = [modelo._meta.get_field(nombre) for nombre in _campos(_paneles(modelo))]
    escribibles = [c for c in campos if not c.is_relation or c.related_model in REGISTROS]
    return [Columna(campo, str(capfirst(campo.verbose_name))) for campo in escribibles]


def columna_de_identidad(modelo: type[Renglon]) -> str:
    """Return the heading of the column that tells which row is which, where people do not write a key; or ""."""
    return _("Identificador") if issubclass(modelo, RenglonConId) else ""


def campo_de_identidad(modelo: type[Renglon]) -> str:
    """Return the field by which a row is the same row; "" where only all of it is."""
    if issubclass(modelo, RenglonConClave):
        return "clave"
    return "identificador" if issubclass(modelo, RenglonConId) else ""


def normal(texto: str) -> str:
    """Return a heading, or the title of a code, without accents, signs nor capitals: as people write them."""
    sin_acentos = unicodedata.normalize("NFKD", texto).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", sin_acentos.lower()).strip()


def _paneles(modelo: type[Renglon]) -> list[Panel]:
    """Return the form of a row as the list's panel makes it: declared, or one for each field."""
    paneles: list[Panel] = extract_panel_definitions_from_model_class(modelo, exclude=["pagina"])
    return paneles


def _campos(paneles: Iterable[Panel]) -> Iterator[str]:
    for panel in paneles:
        if isinstance(panel, FieldPanel):
            yield panel.field_name
        else:
            yield from _campos(getattr(panel, "children", ()))


def _ayuda(campo: Any) -> str:
    if campo.related_model is Organizacion:
        return _("RFC o identificador, como está en Organizaciones.")
    if campo.related_model is ClaveCucop:
        return _("Clave CUCoP+.")
    if campo.related_model is Partida:
        return _("Clave de la partida (COG).")
    if campo.choices:
        return _("Una de estas: %(opciones)s.") % {"opciones": ", ".join(titulos(campo))}
    if isinstance(campo, models.BooleanField):
        return _("Sí o No.")
    if isinstance(campo, models.DateTimeField):
        return _("dd/mm/aaaa hh:mm, hora de la Ciudad de México.")
    if isinstance(campo, models.DateField):
        return _("dd/mm/aaaa.")
    if isinstance(campo, models.DecimalField):
        return _("Número con punto decimal; puede llevar $ y comas de millares.")
    return str(campo.help_text) or _("Texto.")


def titulos(campo: Any) -> list[str]:
    """Return the titles of the codes of a field."""
    return [str(titulo) for _codigo, titulo in campo.flatchoices if _codigo not in ("", None)]


def _ejemplo(campo: Any) -> str:
    if campo.related_model is not None:
        return {Organizacion: "ABC010101AB1", ClaveCucop: "21101001", Partida: "21101"}[campo.related_model]
    if campo.choices:
        return titulos(campo)[0]
    if isinstance(campo, models.BooleanField):
        return _("Sí")
    if isinstance(campo, models.DateField):
        return "31/01/2026 10:00" if isinstance(campo, models.DateTimeField) else "31/01/2026"
    if isinstance(campo, models.DecimalField):
        return "50" if campo.max_digits == 5 else "1,234.50"
    if isinstance(campo, models.URLField):
        return "https://ejemplo.gob.mx/documento.pdf"
    if campo.name in ("clave", "solicitud", "cotizacion", "desglose", "junta", "oferta", "lote", "lotes"):
        return "1"
    return _("Texto de ejemplo")
