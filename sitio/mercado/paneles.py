"""What this room adds to the board of a process: the way to the prices of what it asks for."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from sitio.procesos.models import EtapaPage, ProcesoPage
from sitio.procesos.tablero.etapas import borradores_de

# Where a process says what it is going to buy: quotes asked for, quotes received, items of the call.
LISTAS = ("articulos_solicitados", "articulos_cotizados", "articulos")
TOPE = 30


class PanelDeMercado:
    """A link for each thing that a process buys, with its key and unit already written."""

    orden = 50

    def render(self, proceso: ProcesoPage, request: HttpRequest) -> SafeString:
        """Return the panel; nothing while the process names no key of the catalogue."""
        buscados = {(clave, unidad): descripcion for clave, unidad, descripcion in _articulos(proceso)}
        enlaces = [
            {"clave": c, "unidad": u, "descripcion": buscados[c, u], "url": url_de(proceso, c, u)}
            for c, u in sorted(buscados)[:TOPE]
        ]
        return render_to_string("mercado/tablero.html", {"enlaces": enlaces}, request) if enlaces else SafeString()


def url_de(proceso: ProcesoPage, clave: str, unidad: str) -> str:
    """Return the address of the search of a thing for a process."""
    pedido = {"q": clave, "proceso": proceso.pk} | ({"unidad": unidad} if unidad else {})
    return f"{reverse('mercado:investigacion')}?{urlencode(pedido)}"


def _articulos(proceso: ProcesoPage) -> Iterator[tuple[str, str, str]]:
    """Yield key, unit and description of what the latest drafts of planning and call ask for."""
    paginas = [pagina.specific for pagina in EtapaPage.objects.descendant_of(proceso)]
    antes = [pagina for pagina in paginas if pagina.etapa in ("planeacion", "licitacion")]
    for etapa in borradores_de(antes):
        for lista in LISTAS:
            for articulo in getattr(etapa, lista).all() if hasattr(etapa, lista) else ():
                if articulo.clave_cucop_id:
                    yield articulo.clave_cucop_id, articulo.unidad, articulo.descripcion
