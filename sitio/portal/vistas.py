"""The addresses of the portal: each reads the published records and hands them to a template."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe

from sitio.portal import consultas, portada
from sitio.portal import descargas as archivos
from sitio.portal.consultas import Marca
from sitio.portal.ficha.proceso import ficha
from sitio.portal.filtros import Filtros
from sitio.publicacion import documentacion, limites
from sitio.publicacion.consultas import cadenas, llaves, retiros_de
from sitio.publicacion.masivos.indice import Indice
from sitio.publicacion.models import Publicador, Registro
from sitio.publicacion.verificador import NOMBRE


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """The list of processes. A filter with an unknown value answers 400 with the form and what to correct."""
    filtros = Filtros(request.GET)
    if not filtros.is_valid():
        return render(request, "portal/lista.html", {"filtros": filtros}, status=400)
    registros = filtros.aplicar(Registro.objects.all())
    pagina = consultas.pagina(
        registros,
        filtros.elegido,
        despues=filtros.cleaned_data["despues"],
        antes=filtros.cleaned_data["antes"],
    )
    contexto = {
        "filtros": filtros,
        "pagina": pagina,
        "total": registros.count(),
        "enlace_propio": _enlace(request),
        "enlace_anterior": _enlace(request, antes=pagina.anterior),
        "enlace_siguiente": _enlace(request, despues=pagina.siguiente),
    }
    return render(request, "portal/lista.html", contexto)


def _enlace(request: HttpRequest, **marca: Marca | None) -> str:
    """Return the address of this list with the same filters, at another page; `?` alone when nothing is chosen."""
    parametros = request.GET.copy()
    for nombre in [nombre for nombre, valor in parametros.items() if nombre in ("antes", "despues") or not valor]:
        del parametros[nombre]
    for nombre, donde in marca.items():
        if donde is None:
            return ""
        parametros[nombre] = str(donde)
    return f"?{parametros.urlencode(safe='~')}"


@require_safe
@conditional_page
def proceso(request: HttpRequest, ocid: str) -> HttpResponse:
    """The page of a process; 404 with a way out when nothing of it was published, 410 when all of it was withdrawn."""
    # PostgreSQL refuses a NUL in a parameter; no ocid has one.
    registro = None if "\0" in ocid else Registro.objects.select_related("publicador").filter(ocid=ocid).first()
    if registro is not None:
        return render(request, "portal/proceso.html", {"ficha": ficha(registro)})
    retiros = [] if "\0" in ocid else list(retiros_de(ocid))
    if retiros:
        return render(request, "portal/proceso_retirado.html", {"ocid": ocid, "retiros": retiros}, status=410)
    return render(request, "portal/proceso_no_encontrado.html", {"ocid": ocid}, status=404)


@require_safe
def datos(request: HttpRequest) -> HttpResponse:
    """Where the data is, under which licence, and how anyone can verify it."""
    return render(request, "portal/datos.html", {"publicadores": Publicador.objects.all()})


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    """The API for people, out of the same description that programs read."""
    contexto = {"direcciones": list(documentacion.para_personas()), "limite": limites.en_palabras()}
    return render(request, "portal/api.html", contexto)


@require_safe
def verificar(request: HttpRequest) -> HttpResponse:
    """What keeps the ledger from being changed, where each chain ends today, and how anyone checks it."""
    return render(request, "portal/verificar.html", {"cadenas": cadenas(), "llaves": llaves(), "verificador": NOMBRE})


@require_safe
def descargas(request: HttpRequest) -> HttpResponse:
    """The bulk files of the whole portal, or those of `institucion`; 404 if there is no such institution."""
    clave = request.GET.get("institucion", "")
    publicador = get_object_or_404(Publicador, clave=clave.replace("\0", "")) if clave else None
    indice = Indice.leer()
    contexto = {
        "publicador": publicador,
        "modificado": max((archivo.modificado for archivo in indice.de(clave)), default=None),
        "anios": archivos.anios(indice, clave),
        "instituciones": [] if publicador else archivos.instituciones(indice),
    }
    return render(request, "portal/descargas.html", contexto)


@require_safe
def metodos_csv(request: HttpRequest) -> HttpResponse:
    """The table under the chart of methods, as CSV (UTF-8 with BOM, so that spreadsheets read its accents)."""
    respuesta = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    respuesta["Content-Disposition"] = 'attachment; filename="metodos.csv"'
    hoja = csv.writer(respuesta)
    hoja.writerow(
        [gettext("Código"), gettext("Método"), gettext("Procesos"), gettext("Porcentaje"), gettext("Monto MXN")]
    )
    for metodo in portada.por_metodo():
        monto = "" if metodo.monto is None else f"{metodo.monto:.2f}"
        hoja.writerow([metodo.codigo, metodo.titulo, metodo.procesos, f"{metodo.porcentaje:.2f}", monto])
    return respuesta
