"""The links of published documents: which there are, what they answered last time, and where that is shown.

Asking is `sitio.importacion.enlaces`, which has the client that is never fooled into our own network.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sitio.componentes import formatos
from sitio.procesos.cargas.columnas import listas_de
from sitio.procesos.models import EnlaceRevisado, EtapaPage, ProcesoPage
from sitio.procesos.servicios import TIPOS_DE_ETAPA

LISTA = "documentos"


def por_revisar(antes: datetime, antes_si_fallo: datetime, cuantos: int) -> list[str]:
    """Return up to `cuantos` links of published documents not asked since `antes`, the ones never asked first.

    Those that failed the last time come back sooner: when not asked since `antes_si_fallo`.
    """
    publicados = set(_publicados())
    fallo = Q(estado=EnlaceRevisado.Estado.NO_RESPONDE)
    recientes = EnlaceRevisado.objects.filter(~fallo, revisado__gte=antes) | EnlaceRevisado.objects.filter(
        fallo, revisado__gte=antes_si_fallo
    )
    pendientes = publicados - set(recientes.values_list("url", flat=True))
    vistos = EnlaceRevisado.objects.filter(url__in=pendientes).order_by("revisado").values_list("url", flat=True)
    orden = list(vistos)
    return [*sorted(pendientes - set(orden)), *orden][:cuantos]


def empezar(url: str, cuando: datetime) -> None:
    """Note that `url` is being asked: if that kills the worker, the next run begins with another."""
    sin_saber = {"estado": EnlaceRevisado.Estado.NO_SE_SABE, "desde": cuando, "revisado": cuando}
    EnlaceRevisado.objects.update_or_create(url=url, defaults={"revisado": cuando}, create_defaults=sin_saber)


def anotar(url: str, estado: str, causa: str, cuando: datetime) -> None:
    """Keep what `url` answered; `desde` moves only when it begins to answer otherwise. Repeatable."""
    datos = {"causa": causa[:300], "revisado": cuando}
    cambiaron = EnlaceRevisado.objects.filter(url=url).exclude(estado=estado)
    cambiaron.update(estado=estado, desde=cuando)
    EnlaceRevisado.objects.update_or_create(
        url=url, defaults=datos, create_defaults={**datos, "estado": estado, "desde": cuando}
    )


def caidos(etapas: Iterable[EtapaPage]) -> list[str]:
    """Say which documents of some stages (those very objects) do not answer, and since when."""
    titulos = {d.url: d.titulo for etapa in etapas for d in getattr(etapa, LISTA).all() if d.url}
    filas = EnlaceRevisado.objects.filter(url__in=titulos, estado=EnlaceRevisado.Estado.NO_RESPONDE).order_by("desde")
    return [
        _("«%(titulo)s»: el enlace no responde desde %(desde)s (%(causa)s). %(url)s")
        % {"titulo": titulos[f.url], "desde": formatos.fecha_hora(f.desde), "causa": f.causa, "url": f.url}
        for f in filas
    ]


class PanelDeEnlaces:
    """What the board of a process says of the links of its published documents."""

    orden = 60

    def render(self, proceso: ProcesoPage, request: HttpRequest) -> SafeString:
        etapas = [pagina.specific for pagina in EtapaPage.objects.descendant_of(proceso).filter(live=True)]
        hallados = caidos(etapas)
        return render_to_string("procesos/enlaces.html", {"caidos": hallados}, request) if hallados else SafeString()


def _publicados() -> Iterator[str]:
    for tipo in TIPOS_DE_ETAPA.values():
        filas = listas_de(tipo)[LISTA]._default_manager.filter(pagina__live=True).exclude(url="")
        yield from filas.values_list("url", flat=True)
