"""The first and the last page of the feed with a million releases, against the same pages with ten thousand.

Rows are made by the database itself, into a scratch one: what is measured is reading a page, as the view does.
"""

import os
import time
from statistics import median
from urllib.parse import urlsplit

from tests.banco import servidor
from tests.banco.comun import preparar_django, razon

POCAS, MUCHAS = 10_000, 1_000_000
TURNOS, VECES = 7, 20
_LLENAR = """
INSERT INTO publicacion_entrega (posicion, publicador_id, secuencia, clase, ocid, id_entrega, fecha, etiquetas,
    extensiones, contenido, sha256, cadena_previa, cadena, origen, publicada_en, anio, comprador_id)
SELECT n, %(publicador)s, n, 'entrega', 'ocds-213czf-' || n / 4, 'ocds-213czf-' || n / 4 || '-' || n %% 4,
    TIMESTAMPTZ '2020-01-01' + n * INTERVAL '1 minute',
    CASE WHEN n %% 50000 = 0 THEN '["tenderCancellation"]'::jsonb ELSE '["tender"]'::jsonb END,
    '[]', convert_to(format('{"ocid":"ocds-213czf-%%s","id":"%%s","x":"%%s"}', n / 4, n, repeat('x', 1000)), 'UTF8'),
    repeat('0', 64), repeat('0', 64), repeat('0', 64), 'importacion',
    TIMESTAMPTZ '2021-01-01Z' + n * INTERVAL '1 second',
    2020 + n %% 5, 'MX-RFC-' || n %% 100
FROM generate_series(1, %(cuantas)s) n
"""


def medir_todo() -> None:
    """Print every ratio; less is better. Both ledgers are read in turns, so that noise falls on both."""
    with servidor.base_de_paso("pocas") as pocas, servidor.base_de_paso("muchas") as muchas:
        os.environ["DATABASE_URL"] = pocas
        preparar_django()
        for url, cuantas in ((pocas, POCAS), (muchas, MUCHAS)):
            _usar(url)
            _llenar(cuantas)
        for que, consulta in _paginas(MUCHAS).items():
            de_pocas = _paginas(POCAS)[que]
            pares = [(_segundos(muchas, consulta), _segundos(pocas, de_pocas)) for _vez in range(TURNOS)]
            nuestra, ajena = (median(par[lado] for par in pares) for lado in (0, 1))
            razon(f"{que}: {MUCHAS:,} contra {POCAS:,} entregas (s)", nuestra, ajena, 1.2, menos_es_mejor=True)
        _usar(pocas)


def _usar(url: str) -> None:
    """Point Django at another of the scratch databases."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = urlsplit(url).path.strip("/")


def _llenar(cuantas: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(_LLENAR, {"publicador": _publicador(), "cuantas": cuantas})
        cursor.execute("VACUUM ANALYZE publicacion_entrega")


def _publicador() -> int:
    from sitio.publicacion.models import Publicador

    return Publicador.objects.create(clave="banco", nombre="Banco de pruebas", prefijo_ocid="ocds-213czf").pk


def _paginas(cuantas: int) -> dict[str, str]:
    """The addresses of the first page, of the last full one, and of a filtered one in the middle."""
    from sitio.publicacion.cursores import Cursor
    from sitio.publicacion.parametros import huella_de

    def desde(posicion: int, **filtros: str) -> str:
        cursor = Cursor("publicacion:entregas", posicion, huella_de(tuple(sorted(filtros.items()))))
        return "&".join([f"cursor={cursor}", *(f"{nombre}={valor}" for nombre, valor in filtros.items())])

    return {
        "primera página": "limit=100",
        "última página": f"limit=100&{desde(cuantas - 100)}",
        "última, hacia atrás": "limit=100&order=desc",
        "de un comprador, a la mitad": f"limit=25&{desde(cuantas // 2, buyer='MX-RFC-7')}",
        "desde un momento": "limit=100&since=2021-01-01T02:00:00Z",
    }


def _segundos(url: str, consulta: str) -> float:
    from django.test import Client

    _usar(url)
    cliente = Client()
    tiempos = []
    for _vez in range(VECES + 1):
        inicio = time.perf_counter()
        respuesta = cliente.get(f"/api/ocds/releases?{consulta}")
        tiempos.append(time.perf_counter() - inicio)
        assert respuesta.status_code == 200, respuesta.content
        assert respuesta.content.count(b'"x":') in (25, 100)
    # The first one connects.
    return median(tiempos[1:])


if __name__ == "__main__":
    medir_todo()
