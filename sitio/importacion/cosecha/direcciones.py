"""Where a harvest may connect: public addresses only, checked after the name is resolved.

The address that was checked is the one connected to, so that a name that answers differently the second time (DNS
rebinding) gains nothing. What is refused: loopback, private, link-local (where clouds keep their metadata), shared,
reserved and multicast networks, and the IPv6 forms that carry an IPv4 address inside.
"""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx
from django.utils.translation import gettext as _

_PUERTOS = {"http": 80, "https": 443}
_CON_OTRA_DENTRO = [
    ip_network(red) for red in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10")
]


class DireccionProhibida(ValueError):
    """Nobody may be asked for that address; the message, in Spanish, says why, and never repeats a password."""


def leer_url(texto: str) -> httpx.URL:
    """A web address with a host and no password. Raises DireccionProhibida."""
    try:
        url = httpx.URL(texto.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise DireccionProhibida(
            _("No es una dirección web: escríbala completa, con https:// al principio.")
        ) from error
    if url.scheme not in _PUERTOS or not url.host:
        raise DireccionProhibida(_("Solo se cosechan direcciones http:// y https:// completas."))
    if url.userinfo:
        raise DireccionProhibida(
            _("La dirección lleva usuario o contraseña. Los datos abiertos no los piden: quítelos.")
        )
    return url.copy_with(fragment=None)


def mismo_sitio(una: httpx.URL, otra: httpx.URL) -> bool:
    """Whether two addresses are of one host and port; `http` and `https` on their own ports count as one."""
    return una.host == otra.host and (
        puerto(una) == puerto(otra) or (puerto(una), puerto(otra)) in {(80, 443), (443, 80)}
    )


def puerto(url: httpx.URL) -> int:
    """The port an address is served at."""
    return url.port or _PUERTOS[url.scheme]


def resolver(url: httpx.URL, permitidas: Sequence[str]) -> str:
    """The IP address to connect to. Raises DireccionProhibida when the name is unknown or any address of it is private.

    `permitidas` are networks (CIDR) that are reached all the same.
    """
    try:
        encontradas = socket.getaddrinfo(url.host, puerto(url), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DireccionProhibida(_("No se encontró el sitio %(sitio)s.") % {"sitio": url.host}) from error
    direcciones = [ip_address(str(encontrada[4][0]).partition("%")[0]) for encontrada in encontradas]
    redes = [ip_network(red) for red in permitidas]
    for direccion in direcciones:
        if not _es_publica(direccion) and not any(direccion in red for red in redes):
            raise DireccionProhibida(
                _("%(sitio)s lleva a una dirección privada o reservada (%(direccion)s): no se cosecha de ahí.")
                % {"sitio": url.host, "direccion": direccion}
            )
    return str(direcciones[0])


def _es_publica(direccion: IPv4Address | IPv6Address) -> bool:
    if direccion.version == 6 and any(direccion in red for red in _CON_OTRA_DENTRO):
        return False
    return direccion.is_global and not direccion.is_multicast and not direccion.is_reserved
