"""How complete a stage is: what its procedure asks, what is there, and where in the form each missing thing goes."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from sitio.procesos.entregas import requisitos
from sitio.procesos.models import EtapaPage


@dataclass(frozen=True)
class Falta:
    """Something that keeps a stage from being sent, and the address of the form at the field that mends it."""

    mensaje: str
    url: str


@dataclass(frozen=True)
class Avance:
    """`hechos` of `total` things are as they must be before the stage is sent."""

    hechos: int
    total: int
    faltas: tuple[Falta, ...] = ()


def avance_de(borrador: EtapaPage) -> Avance:
    """Return how complete a draft is: what its template asks, and whatever else would keep it from being sent."""
    pedidos = len(requisitos.lo_que_pide(borrador))
    faltan = list(requisitos.faltantes(borrador))
    de_plantilla = min(pedidos, len(list(requisitos.faltantes_de_plantilla(borrador))))
    otros = len(faltan) - de_plantilla
    faltas = tuple(Falta(mensaje, direccion(borrador, campo)) for campo, mensaje in faltan)
    return Avance(pedidos - de_plantilla, pedidos + otros, faltas)


def avance_completo(etapa: EtapaPage) -> Avance:
    """Return that of a stage that was sent or published: nobody could have sent it with anything missing."""
    pedidos = len(requisitos.lo_que_pide(etapa))
    return Avance(pedidos, pedidos)


def direccion(etapa: EtapaPage, campo: str | None) -> str:
    """Return the address of the stage's form, open at `campo` (a field, or the rows of a list) if one is named."""
    url = reverse("wagtailadmin_pages:edit", args=[etapa.pk])
    return f"{url}#{ancla(etapa, campo)}" if campo else url


def ancla(etapa: EtapaPage, campo: str) -> str:
    """Return the id of a field in the form; Wagtail opens the tab that holds it."""
    try:
        es_lista = etapa._meta.get_field(campo).one_to_many
    except FieldDoesNotExist:
        es_lista = False
    return f"id_{campo}-FORMS" if es_lista else f"id_{campo}"
