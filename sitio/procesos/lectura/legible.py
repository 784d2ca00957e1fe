"""A stage in plain reading: what a reviewer sees, and what changed since the last publication."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

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

VACIOS: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class CampoLegible:
    """A field with its value in words; `antes` is the published value when it differs."""

    titulo: str
    valor: str
    antes: str | None = None


class Filas(Sequence[list[str]]):
    """The rows of a nested list in words. A row is put into words when it is asked for: of a long list, few are."""

    def __init__(self, renglones: list[models.Model], columnas: list[Any]) -> None:
        self._renglones, self._columnas = renglones, columnas

    def __len__(self) -> int:
        return len(self._renglones)

    @overload
    def __getitem__(self, cual: int) -> list[str]: ...
    @overload
    def __getitem__(self, cual: slice) -> list[list[str]]: ...
    def __getitem__(self, cual: int | slice) -> list[str] | list[list[str]]:
        if isinstance(cual, int):
            return [_valor(self._renglones[cual], columna) for columna in self._columnas]
        return [self[n] for n in range(*cual.indices(len(self)))]


@dataclass(frozen=True)
class TablaLegible:
    """The rows of a nested list, as a table; `nombre` is that of the list in its page."""

    nombre: str
    titulo: str
    columnas: list[str]
    filas: Filas


@dataclass(frozen=True)
class Renglones:
    """Every row of a nested list with all its columns, each row under what tells it apart in any version."""

    titulo: str
    columnas: list[str]
    filas: dict[str, list[str]] = field(default_factory=dict)


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


def renglones(etapa: EtapaPage) -> dict[str, Renglones]:
    """Return the rows of every nested list of a stage by the name of the list, to compare two versions of it."""
    return {nombre: _renglones(etapa, nombre) for nombre in _nombres_de_listas(etapa)}


def _renglones(etapa: EtapaPage, nombre: str) -> Renglones:
    gestor = getattr(etapa, nombre)
    columnas = list(_campos_de(gestor.model, models.Model))
    lista = Renglones(
        capfirst(gestor.model._meta.verbose_name_plural), [str(capfirst(c.verbose_name)) for c in columnas]
    )
    for renglon in gestor.all():
        valores = [_valor(renglon, campo) for campo in columnas]
        lista.filas[_sin_repetir(_identidad(renglon, valores), lista.filas)] = valores
    return lista


def _identidad(renglon: models.Model, valores: list[str]) -> str:
    """What a row keeps from one version to the next: its id, its key or its date; failing these, all it says."""
    propia = next((getattr(renglon, c) for c in ("identificador", "clave", "fecha") if hasattr(renglon, c)), None)
    return str(propia or "\n".join(valores))


def _sin_repetir(identidad: str, vistas: dict[str, Any]) -> str:
    veces = sum(1 for vista in vistas if vista.partition("\t")[0] == identidad)
    return f"{identidad}\t{veces}" if veces else identidad


def _tabla(etapa: EtapaPage, nombre: str) -> TablaLegible:
    gestor = getattr(etapa, nombre)
    renglones = list(gestor.all())
    usadas = [c for c in _campos_de(gestor.model, models.Model) if any(_dice_algo(r, c) for r in renglones)]
    return TablaLegible(
        nombre,
        capfirst(gestor.model._meta.verbose_name_plural),
        [capfirst(campo.verbose_name) for campo in usadas],
        Filas(renglones, usadas),
    )


def _dice_algo(renglon: models.Model, campo: Any) -> bool:
    """Whether a row fills a column, without fetching what the column points to."""
    return getattr(renglon, campo.attname) not in VACIOS


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
    if valor in VACIOS:
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
