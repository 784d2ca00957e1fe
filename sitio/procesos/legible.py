"""A stage in plain reading: what a reviewer sees, and what changed since the last publication."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from sitio.componentes import formatos
from sitio.procesos import adicionales
from sitio.procesos.mapeo import Dinero, Lista, Simple
from sitio.procesos.models import EtapaPage


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
    for entrada in etapa.MAPA:
        if isinstance(entrada, Lista):
            continue
        valor = _valor(etapa, entrada)
        antes = _valor(publicada, entrada) if publicada else None
        campo = etapa._meta.get_field(entrada.nombre)
        if not campo.editable:
            continue
        resultado.append(CampoLegible(_mayuscula(campo.verbose_name), valor, antes if antes != valor else None))
    resultado += [CampoLegible(*extra) for extra in adicionales.legibles(etapa, publicada)]
    return resultado


def tablas(etapa: EtapaPage) -> list[TablaLegible]:
    """Return the nested lists of a stage that have rows."""
    resultado = []
    for entrada in etapa.MAPA:
        if not isinstance(entrada, Lista):
            continue
        renglones = list(getattr(etapa, entrada.nombre).all())
        if not renglones:
            continue
        meta = renglones[0]._meta
        visibles = [c for c in _sin_repetir(entrada.campos) if meta.get_field(c.nombre).editable]
        resultado.append(
            TablaLegible(
                _mayuscula(meta.verbose_name_plural),
                [_mayuscula(meta.get_field(c.nombre).verbose_name) for c in visibles],
                [[_valor(renglon, c) for c in visibles] for renglon in renglones],
            )
        )
    return resultado


def _sin_repetir(entradas: Any) -> list[Any]:
    return list({entrada.nombre: entrada for entrada in entradas}.values())


def _valor(objeto: models.Model, entrada: Simple) -> str:
    valor = getattr(objeto, entrada.nombre)
    if valor is None or valor == "":
        return ""
    if isinstance(entrada, Dinero):
        return formatos.dinero(valor, getattr(objeto, entrada.moneda))
    campo = objeto._meta.get_field(entrada.nombre)
    if isinstance(campo, models.DateTimeField):
        return formatos.fecha_hora(valor)
    if isinstance(campo, models.DateField):
        return formatos.fecha(valor)
    if getattr(campo, "choices", None):
        return str(getattr(objeto, f"get_{entrada.nombre}_display")())
    return str(valor)


def _mayuscula(texto: Any) -> str:
    palabras = str(texto)
    return palabras[:1].upper() + palabras[1:]
