"""What each stage has to offer to a template, read from its model: fields, lists of rows, defaults, documents."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from sitio.procesos.models import EtapaPage
from sitio.procesos.servicios import TIPOS_DE_ETAPA


@dataclass(frozen=True)
class CampoDeEtapa:
    """A field of a stage's form, or one of its lists of rows (`campo` is then None)."""

    nombre: str
    verbose: Any
    campo: "models.Field[Any, Any] | None"

    @property
    def titulo(self) -> str:
        """The name people read, in their language."""
        return str(capfirst(str(self.verbose)))

    @property
    def es_lista(self) -> bool:
        return self.campo is None

    @property
    def admite_valor(self) -> bool:
        """Whether a template may propose a value: plain fields may; dates and references depend on the process."""
        fijos = (models.DateField, models.ForeignKey, models.ManyToManyField, models.JSONField)
        return self.campo is not None and self.nombre != "title" and not isinstance(self.campo, fijos)


@cache
def campos_de(etapa: str) -> dict[str, CampoDeEtapa]:
    """Return the fields and lists of a stage by name, in the order of its model. KeyError for an unknown stage."""
    tipo = TIPOS_DE_ETAPA[etapa]
    sueltos = [CampoDeEtapa("title", _titulo(tipo), tipo._meta.get_field("title"))]
    sueltos += [CampoDeEtapa(c.name, c.verbose_name, c) for c in tipo._meta.fields if _se_captura(c)]
    listas = [
        CampoDeEtapa(r.get_accessor_name(), r.related_model._meta.verbose_name_plural, None)
        for r in get_all_child_relations(tipo)
        if r.related_model._meta.app_label == "procesos"
    ]
    return {campo.nombre: campo for campo in [*sueltos, *listas]}


def valor_inicial(etapa: str, nombre: str, valor: Any) -> Any:
    """Return a template's default value as the field of the stage holds it. Raises ValidationError."""
    campo = campos_de(etapa)[nombre].campo
    if campo is None:
        raise ValidationError(_("es una lista de renglones, que no tiene valor inicial"))
    return campo.clean(valor, None)


def _titulo(tipo: type[EtapaPage]) -> Any:
    return tipo._meta.get_field("title").verbose_name


def _se_captura(campo: Any) -> bool:
    propio = campo.model is not Page and not getattr(campo.remote_field, "parent_link", False)
    return propio and campo.editable
