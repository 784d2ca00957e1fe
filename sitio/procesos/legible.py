"""A stage in plain reading: what a reviewer sees, and what changed since the last publication."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from sitio.componentes import formatos
from sitio.ocds import listas
from sitio.procesos import adicionales
from sitio.procesos.models import EtapaPage
from sitio.procesos.models.renglones.campos import Codigos


@dataclass(frozen=True)
class CampoLegible:
    """A field with its value in words; `antes` is the published value when it differs."""

    titulo: str
    valor: str
    antes: str | None = None


@dataclass(frozen=True)
class TablaLegible:
    """The rows of a nested list, as a table."""

    titulo: str
    columnas: list[str]
    filas: list[list[str]] = field(default_factory=list)


def campos(etapa: EtapaPage, publicada: EtapaPage | None) -> list[CampoLegible]:
    """Return the fields of a stage as people read them, empty ones included."""
    resultado = []
    for campo in _campos_de(type(etapa), EtapaPage):
        valor = _valor(etapa, campo)
        antes = _valor(publicada, campo) if publicada else None
        resultado.append(CampoLegible(capfirst(campo.verbose_name), valor, antes if antes != valor else None))
    resultado += [CampoLegible(*extra) for extra in adicionales.legibles(etapa, publicada)]
    return resultado


def tablas(etapa: EtapaPage) -> list[TablaLegible]:
    """Return the nested lists of a stage that have rows, without the columns that no row fills."""
    return [tabla for nombre in _nombres_de_listas(etapa) if (tabla := _tabla(etapa, nombre)).filas]


def _tabla(etapa: EtapaPage, nombre: str) -> TablaLegible:
    gestor = getattr(etapa, nombre)
    columnas = list(_campos_de(gestor.model, models.Model))
    filas = [[_valor(renglon, campo) for campo in columnas] for renglon in gestor.all()]
    usadas = [i for i in range(len(columnas)) if any(fila[i] for fila in filas)]
    return TablaLegible(
        capfirst(gestor.model._meta.verbose_name_plural),
        [capfirst(columnas[i].verbose_name) for i in usadas],
        [[fila[i] for i in usadas] for fila in filas],
    )


def _nombres_de_listas(etapa: EtapaPage) -> list[str]:
    propias = [r for r in get_all_child_relations(type(etapa)) if issubclass(r.related_model, models.Model)]
    return [r.get_accessor_name() for r in propias if r.related_model._meta.app_label == "procesos"]


def _campos_de(modelo: type[models.Model], hasta: type[models.Model]) -> Iterator[Any]:
    """Yield what an officer fills: the title of a page, then its own fields; of a row, all but where it hangs."""
    heredados = {campo.name for campo in Page._meta.get_fields()} if hasta is EtapaPage else set()
    if hasta is EtapaPage:
        yield modelo._meta.get_field("title")
    monedas = {"moneda"}
    for campo in modelo._meta.concrete_fields:
        ajeno = campo.name in heredados or campo.name in ("pagina", "sort_order", "etapapage_ptr") or campo.primary_key
        if campo.editable and not ajeno and campo.name not in monedas:
            yield campo


def _valor(objeto: models.Model, campo: Any) -> str:
    valor = getattr(objeto, campo.name)
    if valor is None or valor in ("", []):
        return ""
    if isinstance(campo, models.DecimalField) and campo.decimal_places == 2 and campo.max_digits == 20:
        return formatos.dinero(valor, getattr(objeto, "moneda", "MXN"))
    if isinstance(campo, Codigos):
        return ", ".join(listas.titulo(campo.lista, codigo) for codigo in valor)
    if isinstance(campo, models.BooleanField):
        return _("Sí") if valor else _("No")
    if isinstance(campo, models.DateTimeField):
        return formatos.fecha_hora(valor)
    if isinstance(campo, models.DateField):
        return formatos.fecha(valor)
    if getattr(campo, "choices", None):
        return str(getattr(objeto, f"get_{campo.name}_display")())
    return str(valor)
