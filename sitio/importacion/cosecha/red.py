"""One request at a time to somebody else's server: patient with it, bounded in time and size, and never fooled."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from sitio.importacion.cosecha.direcciones import leer_url, mismo_sitio, resolver

_REDIRECCIONES = frozenset({301, 302, 303, 307, 308})
_DE_PACIENCIA = frozenset({408, 425, 429, 500, 502, 503, 504})
_SALTOS = 5
_ACEPTA = "application/json, application/x-ndjson;q=0.9, application/gzip;q=0.8, */*;q=0.5"


class CosechaImposible(Exception):
    """The source does not answer, or what it answers cannot be taken. The message, in Spanish, is for people."""


class NoEsta(CosechaImposible):
    """The server says plainly that there is nothing for us there: asking again is no use."""


@dataclass(frozen=True)
class Limites:
    """How far a harvest goes; settings.COSECHA changes any of them. Times are in seconds and sizes in bytes."""

    agente: str = ""
    pausa: float = 1.0
    reintentos: int = 4
    espera: float = 2.0
    espera_maxima: float = 300.0
    conexion: float = 10.0
    silencio: float = 60.0
    plazo: float = 900.0
    respuesta_maxima: int = 1024**3
    total_maximo: int = 20 * 1024**3
    redes_permitidas: tuple[str, ...] = ()

    @classmethod
    def de_ajustes(cls) -> Self:
        """Those of this installation."""
        propios = {"agente": f"Claraboya (+{settings.URL_PUBLICA})", **getattr(settings, "COSECHA", {})}
        return cls(**propios)


@dataclass(frozen=True)
class Respuesta:
    """What came: a file, the address it finally came from, and what to ask with the next time."""

    archivo: Path
    url: httpx.URL
    etag: str = ""
    modificado: str = ""
    enlace_siguiente: str = ""


@dataclass
class Cliente:
    """Fetches addresses into files of `carpeta`, which its owner deletes. Use it as a context."""

    carpeta: Path
    limites: Limites
    _bajados: int = 0
    _ultima: float | None = None
    _numeros: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        tiempos = httpx.Timeout(self.limites.silencio, connect=self.limites.conexion)
        # No proxy from the environment (it would resolve names for us), no connection kept: each one is checked.
        self._http = httpx.Client(
            timeout=tiempos, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0), follow_redirects=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _tipo: type[BaseException] | None, _error: BaseException | None, _traza: TracebackType | None
    ) -> None:
        self._http.close()

    def traer(self, texto: str, etag: str = "", modificado: str = "") -> Respuesta | None:
        """Fetch an address; None when it has not changed since `etag` or `modificado`.

        Raises CosechaImposible after the last retry, and DireccionProhibida.
        """
        url = leer_url(texto)
        condicion = {"If-None-Match": etag, "If-Modified-Since": "" if etag else modificado}
        cabeceras = {nombre: valor for nombre, valor in condicion.items() if valor}
        for _salto in range(_SALTOS + 1):
            respuesta = self._pedir(url, cabeceras)
            if not isinstance(respuesta, httpx.URL):
                return respuesta
            if (url.scheme, respuesta.scheme) == ("https", "http"):
                raise CosechaImposible(_("%(sitio)s manda de https a http, que no es seguro.") % {"sitio": url.host})
            url = respuesta
        raise CosechaImposible(_("%(sitio)s manda de una dirección a otra sin fin.") % {"sitio": url.host})

    def _pedir(self, url: httpx.URL, cabeceras: dict[str, str]) -> Respuesta | httpx.URL | None:
        """Ask until there is an answer to use, waiting more each time, or as long as the server says."""
        causa = ""
        for intento in range(self.limites.reintentos + 1):
            self._esperar_turno()
            try:
                respuesta, causa, pausa = self._una_vez(url, cabeceras)
            except (httpx.TransportError, httpx.DecodingError) as error:
                respuesta, causa, pausa = None, str(error) or type(error).__name__, None
            if not causa:
                return respuesta
            if intento < self.limites.reintentos:
                self._tener_paciencia(url, causa, pausa, intento)
        raise CosechaImposible(
            _("%(sitio)s no entregó los datos tras %(veces)s intentos: %(causa)s. Vuelva a intentarlo más tarde.")
            % {"sitio": url.host, "veces": self.limites.reintentos + 1, "causa": causa}
        )

    def _tener_paciencia(self, url: httpx.URL, causa: str, pausa: float | None, intento: int) -> None:
        espera = self.limites.espera * 2**intento if pausa is None else pausa
        if espera > self.limites.espera_maxima:
            raise CosechaImposible(
                _("%(sitio)s pide esperar %(segundos)s segundos (%(causa)s). Vuelva a intentarlo después.")
                % {"sitio": url.host, "segundos": f"{espera:,.0f}", "causa": causa}
            )
        time.sleep(espera)

    def _una_vez(
        self, url: httpx.URL, cabeceras: dict[str, str]
    ) -> tuple[Respuesta | httpx.URL | None, str, float | None]:
        """One request: the answer; or why to ask again, and in how many seconds when the server says so."""
        direccion = resolver(url, self.limites.redes_permitidas)
        peticion = self._http.build_request(
            "GET",
            url.copy_with(host=direccion),
            headers={
                **cabeceras,
                "Host": url.netloc.decode("ascii"),
                "User-Agent": self.limites.agente,
                "Accept": _ACEPTA,
                "Accept-Encoding": "gzip",
            },
            # The certificate must be that of the name, although the connection goes to the address.
            extensions={"sni_hostname": url.host},
        )
        respuesta = self._http.send(peticion, stream=True)
        try:
            return self._leer(url, respuesta)
        finally:
            respuesta.close()
            self._http.cookies.clear()

    def _leer(
        self, url: httpx.URL, respuesta: httpx.Response
    ) -> tuple[Respuesta | httpx.URL | None, str, float | None]:
        codigo = respuesta.status_code
        if codigo in _DE_PACIENCIA:
            return None, f"HTTP {codigo}", segundos_de(respuesta.headers.get("Retry-After", ""))
        if codigo == httpx.codes.NOT_MODIFIED:
            return None, "", None
        if codigo in _REDIRECCIONES and "Location" in respuesta.headers:
            return leer_url(str(url.join(respuesta.headers["Location"]))), "", None
        if codigo != httpx.codes.OK:
            raise NoEsta(
                _("%(sitio)s contestó HTTP %(codigo)s. Revise la dirección.") % {"sitio": url.host, "codigo": codigo}
            )
        if respuesta.headers.get("Content-Encoding", "identity").lower() not in ("identity", "gzip", ""):
            raise CosechaImposible(_("%(sitio)s comprime de un modo que no se pidió.") % {"sitio": url.host})
        return self._guardar(url, respuesta), "", None

    def _guardar(self, url: httpx.URL, respuesta: httpx.Response) -> Respuesta:
        """Write the body as it comes, still compressed: whoever reads it bounds what comes out."""
        archivo = self.carpeta / f"{next(self._numeros)}-{nombre_de(url)}"
        limite, leidos = time.monotonic() + self.limites.plazo, 0
        with archivo.open("wb") as salida:
            # As it arrives: a chunk size would wait for the chunk to fill, and the clock would not be looked at.
            for bloque in respuesta.iter_raw():
                leidos += len(bloque)
                self._exigir_medida(url, leidos, len(bloque), limite)
                salida.write(bloque)
        enlace = respuesta.links.get("next", {}).get("url", "")
        return Respuesta(
            archivo, url, respuesta.headers.get("ETag", ""), respuesta.headers.get("Last-Modified", ""), enlace
        )

    def _exigir_medida(self, url: httpx.URL, leidos: int, nuevos: int, limite: float) -> None:
        self._bajados += nuevos
        if leidos > self.limites.respuesta_maxima or self._bajados > self.limites.total_maximo:
            raise CosechaImposible(
                _("%(sitio)s envió más datos de los que se admiten en una cosecha.") % {"sitio": url.host}
            )
        if time.monotonic() > limite:
            raise CosechaImposible(
                _("%(sitio)s tardó más de %(segundos)s segundos en una sola respuesta.")
                % {"sitio": url.host, "segundos": f"{self.limites.plazo:,.0f}"}
            )

    def _esperar_turno(self) -> None:
        if self._ultima is not None:
            falta = self._ultima + self.limites.pausa - time.monotonic()
            if falta > 0:
                time.sleep(falta)
        self._ultima = time.monotonic()


def segundos_de(retry_after: str) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or as a date (RFC 9110 §10.2.3)."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        cuando = parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return None
    cuando = cuando if cuando.tzinfo else cuando.replace(tzinfo=UTC)
    return max(0.0, (cuando - datetime.now(UTC)).total_seconds())


def nombre_de(url: httpx.URL) -> str:
    """How to call what comes from an address: the end of its path, safe as a file name."""
    ultimo = PurePosixPath(url.path).name or "pagina"
    return "".join(c if c.isalnum() or c in "._-" else "_" for c in ultimo)[-80:]


def siguiente_segura(texto: str, base: httpx.URL) -> str:
    """The next page's address, which must be of the same site as this one, and is asked for as safely.

    Raises CosechaImposible, or DireccionProhibida.
    """
    url = leer_url(str(base.join(texto)))
    if not mismo_sitio(url, base):
        raise CosechaImposible(
            _("La página siguiente es de otro sitio (%(otro)s, no %(sitio)s): no se sigue.")
            % {"otro": url.host, "sitio": base.host}
        )
    return str(url.copy_with(scheme=base.scheme, port=base.port))
