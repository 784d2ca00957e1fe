"""Asking whether the links of published documents answer: politely, a few at a time, and never inside our network."""

import time
from collections.abc import Iterator
from datetime import timedelta

import httpx
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.importacion.cosecha.direcciones import DireccionProhibida, leer_url, resolver
from sitio.importacion.cosecha.red import Limites
from sitio.procesos.archivos import enlaces
from sitio.procesos.models import EnlaceRevisado

CADA_VEZ = 200
"""Links asked in a run; a larger portal goes round them in several."""

# A worker's task has two minutes: this, and the slowest of links, fit in them.
_SEGUNDOS = 60
_POR_ENLACE = 25
_CADA = timedelta(days=7)
_SI_FALLO = timedelta(hours=20)
_SALTOS = 5
_REDIRECCIONES = frozenset({301, 302, 303, 307, 308})
# Many servers let no program in, and answer so to a document that any browser opens.
_NO_SE_SABE = frozenset({401, 403, 407, 429, 451})
_SIN_HEAD = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})
Estado = EnlaceRevisado.Estado


def revisar() -> int:
    """Ask the links whose turn it is and keep what they answered; return how many. Repeatable."""
    limites, fin = Limites.de_ajustes(), time.monotonic() + _SEGUNDOS
    ahora = timezone.now()
    revisados, ultimo = 0, ""
    with _cliente(limites) as cliente:
        for url in _por_turnos(enlaces.por_revisar(ahora - _CADA, ahora - _SI_FALLO, CADA_VEZ)):
            if time.monotonic() > fin:
                break
            if (sitio := _sitio(url)) == ultimo:
                time.sleep(limites.pausa)
            ultimo = sitio
            enlaces.empezar(url, timezone.now())
            enlaces.anotar(url, *preguntar(cliente, limites, url), timezone.now())
            revisados += 1
    return revisados


def preguntar(cliente: httpx.Client, limites: Limites, texto: str) -> tuple[str, str]:
    """Return how an address answers (`EnlaceRevisado.Estado`) and why, asking for its first byte at most."""
    try:
        codigo = _codigo(cliente, limites, "HEAD", texto)
        if codigo in _SIN_HEAD:
            codigo = _codigo(cliente, limites, "GET", texto)
    except DireccionProhibida as error:
        return Estado.NO_RESPONDE, str(error)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Estado.NO_RESPONDE, str(error) or type(error).__name__
    causa = f"HTTP {codigo}" if codigo else _("manda de una dirección a otra sin fin")
    if 200 <= codigo < 300:
        return Estado.RESPONDE, ""
    return (Estado.NO_SE_SABE if codigo in _NO_SE_SABE else Estado.NO_RESPONDE), causa


def _codigo(cliente: httpx.Client, limites: Limites, metodo: str, texto: str) -> int:
    """Return the status at the end of the redirects; 0 if it does not come. Each address is checked before asked."""
    url, fin = leer_url(texto), time.monotonic() + _POR_ENLACE / 2
    for _salto in range(_SALTOS + 1):
        respuesta = _una_vez(cliente, limites, metodo, url)
        if respuesta.status_code not in _REDIRECCIONES or "Location" not in respuesta.headers:
            return respuesta.status_code
        if time.monotonic() > fin:
            return 0
        url = leer_url(str(url.join(respuesta.headers["Location"])))
    return 0


def _una_vez(cliente: httpx.Client, limites: Limites, metodo: str, url: httpx.URL) -> httpx.Response:
    direccion = resolver(url, limites.redes_permitidas)
    cabeceras = {"Host": url.netloc.decode("ascii"), "User-Agent": limites.agente, "Accept": "*/*"}
    if metodo == "GET":
        cabeceras["Range"] = "bytes=0-0"
    peticion = cliente.build_request(
        metodo,
        url.copy_with(host=direccion),
        headers=cabeceras,
        # The certificate must be that of the name, although the connection goes to the address.
        extensions={"sni_hostname": url.host},
    )
    respuesta = cliente.send(peticion, stream=True)
    # Only the status matters: a server that ignores the range is not listened to.
    respuesta.close()
    cliente.cookies.clear()
    return respuesta


def _cliente(limites: Limites) -> httpx.Client:
    tiempos = httpx.Timeout(min(limites.silencio, 8.0), connect=min(limites.conexion, 5.0))
    # As the harvest's: no proxy that would resolve names for us, no connection kept, each one checked.
    return httpx.Client(
        timeout=tiempos, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0), follow_redirects=False
    )


def _por_turnos(urls: list[str]) -> Iterator[str]:
    """Yield the links of others' servers, taking one of each site in turns: nobody is asked all of theirs in a row."""
    por_sitio: dict[str, list[str]] = {}
    for url in urls:
        if not url.startswith(f"{settings.URL_PUBLICA}/"):
            por_sitio.setdefault(_sitio(url), []).append(url)
    while por_sitio:
        for sitio in list(por_sitio):
            yield por_sitio[sitio].pop(0)
            if not por_sitio[sitio]:
                del por_sitio[sitio]


def _sitio(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].lower()
