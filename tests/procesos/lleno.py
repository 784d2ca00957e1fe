"""A stage with every field and every list filled, whatever they are: so that none is forgotten on the way out."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations

from sitio.catalogos.models import ClaveCucop, Organizacion, Partida
from sitio.ocds import listas
from sitio.procesos.models import ArchivoDeDocumento, EtapaPage
from sitio.procesos.models.renglones.campos import Codigos
from tests import fabricas

# What comes after something else on the same form.
DESPUES = ("fin", "prorroga", "marco_fin", "fin_previsto", "fallo_previsto", "respondida", "modificado", "apertura",
           "aclaraciones_fin", "termino")  # fmt: skip
# What one field says that another must agree with.
FIJOS = {
    "lote": "1", "lotes": "1", "clave": "1", "solicitud": "1", "cotizacion": "1", "desglose": "1", "junta": "1",
    "oferta": "1", "moneda": "MXN",
}  # fmt: skip
DIRECCION = "https://ejemplo.gob.mx/documento.pdf"
CODIGOS = {
    ("HitoRenglon", "estado"): "met",
    ("HitoRenglon", "tipo"): "publicNotices",
    ("LicitacionPage", "estado"): "complete",
    ("Lote", "estado"): "complete",
    ("AdjudicacionPage", "estado"): "active",
    ("ContratoPage", "estado"): "active",
    ("EjecucionPage", "estado_contrato"): "terminated",
    ("EjecucionPage", "estado"): "concluded",
    ("Oferta", "estado"): "valid",
    ("Transaccion", "metodo"): "cash",
}


def llenar_todo(pagina: EtapaPage) -> EtapaPage:
    """Fill every editable field of a stage and one row of each of its lists."""
    _llenar(pagina, {c.name for c in EtapaPage._meta.get_fields()} - {"title"})
    for relacion in get_all_child_relations(type(pagina)):
        if relacion.related_model._meta.app_label == "procesos":
            renglon = relacion.related_model()
            _llenar(renglon, {"pagina", "sort_order"})
            setattr(pagina, relacion.get_accessor_name(), [renglon])
    if pedidos := pagina.regla["documentos_obligatorios"]:
        pagina.documentos.get().tipo = pedidos[0]
    return pagina


def _llenar(objeto: models.Model, menos: set[str]) -> None:
    for campo in objeto._meta.concrete_fields:
        if campo.editable and not campo.primary_key and campo.name not in menos:
            setattr(objeto, campo.name, _valor(objeto, campo))


def _valor(objeto: models.Model, campo: Any) -> Any:
    fijos = [CODIGOS.get((clase.__name__, campo.name)) for clase in type(objeto).__mro__]
    if fijo := next(filter(None, fijos), FIJOS.get(campo.name)):
        return fijo
    if isinstance(campo, models.ForeignKey):
        return _relacionado(campo.related_model)
    if isinstance(campo, Codigos):
        # The last code: those of the extensions come after those of the core.
        return [listas.opciones(campo.lista)[-1][0]]
    if campo.choices:
        return next(iter(dict(campo.flatchoices)))
    return _suelto(campo)


def _suelto(campo: Any) -> Any:
    dia = date(2026, 5, 4) if campo.name in DESPUES else date(2026, 3, 2)
    if isinstance(campo, models.DateTimeField):
        return datetime(dia.year, dia.month, dia.day, 10, tzinfo=fabricas.CDMX)
    if isinstance(campo, models.DateField):
        return dia
    if isinstance(campo, models.DecimalField):
        return Decimal("1000.00") if "neto" in campo.name else Decimal(50 if campo.max_digits == 5 else 1160)
    por_tipo = {models.BooleanField: True, models.PositiveSmallIntegerField: 3, models.URLField: DIRECCION}
    if type(campo) in por_tipo:
        return por_tipo[type(campo)]
    return "application/pdf" if campo.name == "formato" else f"{campo.name} {campo.model.__name__}"[: campo.max_length]


def _relacionado(modelo: type[models.Model]) -> Any:
    if modelo is ArchivoDeDocumento:
        # A document has an address or a file, and these have an address.
        return None
    if modelo is Organizacion:
        return fabricas.organizacion("PRO010101AAA", "Muebles del Centro, S.A. de C.V.")
    if modelo is ClaveCucop:
        papel = {"descripcion": "Papel", "partida": "21101"}
        return ClaveCucop.objects.get_or_create(clave="21101001", defaults=papel)[0]
    return Partida.objects.get_or_create(clave="21101", defaults={"descripcion": "Materiales de oficina"})[0]
