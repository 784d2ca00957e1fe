"""The addresses of the indicators: the institutions that have figures, those of one, and the same figures as data."""

import csv
import json
from itertools import chain
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sitio.alertas.models import Medicion
from sitio.analisis.indicadores.registro import Ambito
from sitio.portal.indicadores import lectura
from sitio.publicacion.models import Publicador

COLUMNAS = (
    "indicador",
    "titulo",
    "medida",
    "formula",
    "version",
    "ambito",
    "anio",
    "unidad_compradora",
    "metodo",
    "valor",
    "unidad_de_medida",
    "n",
    "total",
    "numerador",
    "denominador",
    "excluidos",
    "calculada_en",
)
# What a spreadsheet would run as a formula: ids of units come from files that anybody may have written.
_DE_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def instituciones(request: HttpRequest) -> HttpResponse:
    """The institutions that have figures, by name: never in order of any of them."""
    con_cifras = Publicador.objects.filter(mediciones__isnull=False).distinct().order_by("nombre")
    return render(request, "portal/indicadores.html", {"publicadores": con_cifras})


@require_safe
def institucion(request: HttpRequest, clave: str) -> HttpResponse:
    """The figures of one institution, or of a unit or a method of it (`de`); 404 if it has none of that."""
    publicador = get_object_or_404(Publicador, clave=clave)
    cortes = lectura.cortes(publicador)
    corte = _corte(cortes, request.GET.get("de", ""))
    contexto = {
        "publicador": publicador,
        "corte": corte,
        "unidades": cortes[Ambito.UNIDAD],
        "metodos": cortes[Ambito.METODO],
        "apartados": lectura.apartados(publicador, corte),
        "calculada_en": lectura.calculada_en(publicador),
    }
    return render(request, "portal/indicadores_institucion.html", contexto)


def _corte(cortes: dict[Ambito, list[lectura.Corte]], pedido: str) -> lectura.Corte:
    if not pedido:
        return lectura.Corte()
    for corte in chain.from_iterable(cortes.values()):
        if corte.valor == pedido:
            return corte
    raise Http404


@require_safe
def en_json(request: HttpRequest, clave: str) -> JsonResponse:
    """Every figure of an institution, of every scope, as JSON: amounts and values as text, so that none is rounded."""
    publicador = get_object_or_404(Publicador, clave=clave)
    filas = [_renglon(m) for m in publicador.mediciones.all()]
    cuerpo = {"institucion": publicador.clave, "nombre": publicador.nombre, "cifras": filas}
    return JsonResponse(cuerpo, json_dumps_params={"ensure_ascii": False})


@require_safe
def en_csv(request: HttpRequest, clave: str) -> HttpResponse:
    """The same figures as CSV (UTF-8 with BOM, so that spreadsheets read its accents)."""
    publicador = get_object_or_404(Publicador, clave=clave)
    respuesta = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    respuesta["Content-Disposition"] = f'attachment; filename="indicadores-{slugify(clave)}.csv"'
    hoja = csv.DictWriter(respuesta, COLUMNAS)
    hoja.writeheader()
    for medicion in publicador.mediciones.all():
        fila = _renglon(medicion)
        fila["excluidos"] = json.dumps(fila["excluidos"], sort_keys=True)
        fila["unidad_compradora"] = _sin_formula(fila["unidad_compradora"])
        hoja.writerow(fila)
    return respuesta


def _renglon(medicion: Medicion) -> dict[str, Any]:
    regla, medida = medicion.regla, medicion.definicion
    return {
        "indicador": medicion.indicador,
        "titulo": gettext(regla.titulo) if regla else "",
        "medida": medicion.medida,
        "formula": gettext(medida.formula) if medida else "",
        "version": medicion.version,
        "ambito": medicion.ambito,
        "anio": medicion.anio,
        "unidad_compradora": medicion.unidad,
        "metodo": medicion.metodo,
        "valor": _exacto(medicion.valor),
        "unidad_de_medida": medida.unidad.value if medida else "",
        "n": medicion.n,
        "total": medicion.total,
        "numerador": _exacto(medicion.numerador),
        "denominador": _exacto(medicion.denominador),
        "excluidos": medicion.excluidos,
        "calculada_en": medicion.calculada_en.isoformat(),
    }


def _exacto(valor: object) -> str | None:
    return None if valor is None else str(valor)


def _sin_formula(texto: str) -> str:
    return f"'{texto}" if texto.startswith(_DE_FORMULA) else texto
