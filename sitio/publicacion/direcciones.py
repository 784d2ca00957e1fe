"""Public addresses: always on the configured base, never on the host a request happened to use."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

# Servers decode a path before routing it, so what would break a segment apart travels escaped once more.
_RESERVADOS = re.compile(r"[%/]|^\.{1,2}$")
_ESCAPADOS = re.compile(r"%(25|2F|2E)")


class Segmento:
    """Path converter for an ocid or a release id, which in imported data may hold `/`, `%`, spaces or dots alone.

    Any text has exactly one address, and ordinary ids are written as they are.
    """

    regex = r"[^/\0]+"

    def to_python(self, value: str) -> str:
        return _ESCAPADOS.sub(lambda hallado: chr(int(hallado[1], 16)), value)

    def to_url(self, value: str) -> str:
        return _RESERVADOS.sub(lambda hallado: "".join(f"%{ord(signo):02X}" for signo in hallado[0]), value)


def absoluta(nombre: str, *partes: str, **parametros: str | int | None) -> str:
    """Return the public URL of a named view, with the query parameters that are not None."""
    consulta = urlencode({clave: valor for clave, valor in parametros.items() if valor is not None})
    return f"{settings.URL_PUBLICA}{reverse(nombre, args=partes)}{'?' if consulta else ''}{consulta}"
