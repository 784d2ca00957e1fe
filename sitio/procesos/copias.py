"""A new process from one that went well: its texts and amounts, and nothing that belonged to that one purchase."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sitio.procesos import adicionales, servicios
from sitio.procesos.models import EtapaPage, PlantillaProcedimiento, ProcesoPage, UnidadCompradoraPage
from sitio.procesos.papeles import permisos

# What each stage keeps: by name, so that whatever is added to the form later is not copied by mistake.
CAMPOS: dict[str, tuple[str, ...]] = {
    "planeacion": (
        "justificacion",
        "partida",
        "presupuesto_descripcion",
        "presupuesto",
        "moneda",
        "proyecto",
        "clave_cartera",
    ),
    "licitacion": (
        "descripcion",
        "categoria",
        "categorias_adicionales",
        "caracter",
        "articulo",
        "fraccion",
        "motivo_metodo",
        "valor",
        "valor_neto",
        "valor_minimo",
        "moneda",
        "criterio",
        "criterio_detalle",
        "presentacion",
        "presentacion_detalle",
        "elegibilidad",
        "consolidada",
        "subcontratacion",
        "subcontratacion_maxima",
        "subasta",
        "contrato_marco",
        "marco_metodo",
        "marco_participantes",
        "marco_compradores",
        "marco_valor",
    ),
}
LISTAS: dict[str, tuple[str, ...]] = {
    "planeacion": ("areas_requirentes", "areas_contratantes", "areas_responsables", "areas_tecnicas", "desgloses"),
    "licitacion": ("lotes", "articulos"),
}
# Of a row: its own id is born with it, dates and states are of the other purchase.
DE_AQUELLA_COMPRA = {"id", "pagina", "sort_order", "identificador", "estado"}


@dataclass(frozen=True)
class Copia:
    """The new process, and in words what came with it and what did not."""

    proceso: ProcesoPage
    copiado: list[str]
    no_copiado: list[str]


@transaction.atomic
def copiar(
    original: ProcesoPage,
    unidad: UnidadCompradoraPage,
    plantilla: PlantillaProcedimiento,
    titulo: str,
    anio: int,
    usuario: User,
) -> Copia:
    """Open a process in `unidad` whose first stages begin with the texts and amounts of the drafts of `original`.

    Nothing is published. Raises PermissionDenied if `usuario` may not read the one or may not capture in the other.
    """
    if not permisos.puede_ver(usuario, original):
        raise PermissionDenied
    proceso = servicios.crear_proceso(unidad, plantilla, titulo, anio, usuario)
    copiado: list[str] = []
    for etapa in _etapas(original, plantilla):
        fuente = _fuente(original, etapa)
        if fuente is not None:
            copiado += _llenar(_destino(proceso, etapa, usuario), fuente, usuario)
    return Copia(proceso, copiado, _no_copiado(original, plantilla))


def _etapas(original: ProcesoPage, plantilla: PlantillaProcedimiento) -> list[str]:
    return [e for e in plantilla.etapas if e in CAMPOS and e in original.plantilla.etapas]


def _fuente(original: ProcesoPage, etapa: str) -> EtapaPage | None:
    tipo = servicios.TIPOS_DE_ETAPA[etapa]
    pagina = tipo.objects.descendant_of(original).order_by("pk").first()
    return pagina.get_latest_revision_as_object() if pagina else None


def _destino(proceso: ProcesoPage, etapa: str, usuario: User) -> EtapaPage:
    tipo = servicios.TIPOS_DE_ETAPA[etapa]
    abierta = tipo.objects.descendant_of(proceso).first()
    return abierta or servicios.crear_etapa(proceso, etapa, usuario)


def _llenar(destino: EtapaPage, fuente: EtapaPage, usuario: User) -> list[str]:
    """Fill a draft; return what was copied, as «Licitación: objeto de la contratación»."""
    dichos = [nombre for nombre in CAMPOS[destino.etapa] if getattr(fuente, nombre) not in (None, "", [])]
    for nombre in dichos:
        setattr(destino, nombre, getattr(fuente, nombre))
    listas = [nombre for nombre in LISTAS[destino.etapa] if getattr(fuente, nombre).exists()]
    for nombre in listas:
        setattr(destino, nombre, [_renglon(renglon) for renglon in getattr(fuente, nombre).all()])
    adicional = adicionales.copiar(fuente, destino)
    destino.save_revision(user=usuario)
    titulo = capfirst(destino._meta.verbose_name)
    return [f"{titulo}: {nombre}" for nombre in [*_nombres(destino, [*dichos, *listas]), *adicional]]


def _renglon(renglon: models.Model) -> models.Model:
    copia = type(renglon)()
    for campo in renglon._meta.concrete_fields:
        if campo.name not in DE_AQUELLA_COMPRA and not isinstance(campo, models.DateField):
            setattr(copia, campo.attname, getattr(renglon, campo.attname))
    return copia


def _nombres(etapa: EtapaPage, nombres: list[str]) -> Iterator[str]:
    for nombre in nombres:
        campo: Any = etapa._meta.get_field(nombre)
        if nombre != "moneda":
            yield str(campo.related_model._meta.verbose_name_plural if campo.one_to_many else campo.verbose_name)


def _no_copiado(original: ProcesoPage, plantilla: PlantillaProcedimiento) -> list[str]:
    siempre = [
        _("El ocid y los números de procedimiento y de contrato: cada proceso tiene los suyos."),
        _("Fechas, estados, hitos y modificaciones."),
        _("Documentos: pertenecen al proceso original."),
        _("Cotizaciones, juntas, preguntas, licitantes y proposiciones."),
        _("Adjudicaciones, contratos y pagos."),
    ]
    if original.plantilla_id == plantilla.pk:
        return siempre
    return [*siempre, _("La plantilla: el proceso nuevo sigue la que está vigente, que puede pedir otras cosas.")]
