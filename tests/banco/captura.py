"""Working with a hundred thousand processes on PostgreSQL, against the same work with a thousand.

Pages are made by the database itself, into a scratch one, as copies of a process captured through the real services:
a year of a unit holds a thousand. What is measured is what a person waits for: each address as the admin answers it,
and opening, sending and approving through the same services as the forms.
"""

import os
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from tests.banco import servidor
from tests.banco.comun import medir, preparar_django, razon

POCOS, MUCHOS, POR_EJERCICIO = 1_000, 100_000, 1_000
TURNOS = 9
META = 1.5
_BASE36 = """
CREATE OR REPLACE FUNCTION paso(n integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(
    substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (n / (36 ^ (3 - i))::int) % 36 + 1, 1), '' ORDER BY i
  )
  FROM generate_series(0, 3) AS i
$$
"""


def medir_todo() -> None:
    """Print every ratio; less is better. Both databases are used in turns, so that noise falls on both."""
    with servidor.base_de_paso("pocos") as pocos, servidor.base_de_paso("muchos") as muchos:
        os.environ["DATABASE_URL"] = pocos
        preparar_django()
        mundos = {}
        for url, cuantos in ((pocos, POCOS), (muchos, MUCHOS)):
            _usar(url)
            mundos[url] = _poblar(cuantos)
        for que in _actos(mundos[pocos]):
            pares = [(_segundos(muchos, mundos, que), _segundos(pocos, mundos, que)) for _vez in range(TURNOS)]
            lleno, vacio = (median(par[lado] for par in pares) for lado in (0, 1))
            razon(f"{que}: {MUCHOS:,} contra {POCOS:,} procesos (s)", lleno, vacio, META, menos_es_mejor=True)
        _usar(pocos)


def _usar(url: str) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = urlsplit(url).path.strip("/")


def _segundos(url: str, mundos: dict[str, Any], que: str) -> float:
    _usar(url)
    acto = _actos(mundos[url])[que]
    return medir(acto, veces=1)


def _poblar(cuantos: int) -> dict[str, Any]:
    """Migrate, make a house and a process with two stages, and copy it `cuantos` times by SQL."""
    from django.core.management import call_command
    from django.db import connection

    from tests import fabricas

    call_command("migrate", verbosity=0)
    casa = fabricas.casa()
    modelo = fabricas.proceso(casa, titulo="Modelo")
    fabricas.publicar_hasta(casa, modelo, "licitacion")
    with connection.cursor() as cursor:
        cursor.execute(_BASE36)
        for numero in range(cuantos // POR_EJERCICIO):
            _copiar_ejercicio(cursor, casa, modelo, numero)
        cursor.execute("ANALYZE")
    call_command("update_index", verbosity=0)
    return {"casa": casa, "modelo": modelo, "usados": 0}


def _copiar_ejercicio(cursor: Any, casa: Any, modelo: Any, numero: int) -> None:
    """Hang a year with a thousand copies of the process and of its two stages."""
    from sitio.procesos.models import EjercicioPage, EtapaPage, UnidadCompradoraPage

    unidad = UnidadCompradoraPage.objects.get(pk=casa.unidad.pk)
    ejercicio = EjercicioPage(title=f"Lote {numero}", slug=f"lote-{numero}", anio=2000)
    unidad.add_child(instance=ejercicio)
    etapas = [p.specific for p in EtapaPage.objects.descendant_of(modelo).order_by("path")]
    _copiar(cursor, modelo, ejercicio.path, ejercicio.url_path, "", numero, len(etapas))
    for orden, etapa in enumerate(etapas, start=1):
        _copiar(cursor, etapa, ejercicio.path, ejercicio.url_path, f"{orden:04}", numero, 0)
    EjercicioPage.objects.filter(pk=ejercicio.pk).update(numchild=POR_EJERCICIO)


def _copiar(cursor: Any, pagina: Any, camino: str, url: str, resto: str, numero: int, hijos: int) -> None:
    """Copy a page a thousand times: the row of the tree, then the row of each of its tables."""
    from wagtail.models import Page

    nuevos = {
        "path": f"'{camino}' || paso(n) || '{resto}'",
        "numchild": str(hijos),
        "slug": f"'p{numero}-' || n || '-{resto}'",
        "url_path": f"'{url}p{numero}-' || n || '/{resto}'",
        "title": f"'Proceso {numero} ' || n",
        "draft_title": f"'Proceso {numero} ' || n",
        "translation_key": "gen_random_uuid()",
        "latest_revision_id": "NULL",
        "live_revision_id": "NULL",
    }
    cursor.execute(_insercion(Page, pagina.pk, nuevos, "generate_series(1, %s) n"), [POR_EJERCICIO])
    copias = f"(SELECT id AS n FROM wagtailcore_page WHERE path LIKE '{camino}____{resto}') c"  # noqa: S608 - our own paths
    for modelo in reversed(type(pagina).__mro__):
        if (
            getattr(modelo, "_meta", None)
            and not modelo._meta.abstract
            and modelo not in (Page,)
            and issubclass(modelo, Page)
        ):
            propios = {
                "page_ptr_id": "n",
                "etapapage_ptr_id": "n",
                "ocid": f"'ocds-213czf-banco-' || n || '-{uuid.uuid4().hex[:6]}'",
            }
            cursor.execute(_insercion(modelo, pagina.pk, propios, copias))


def _insercion(modelo: Any, pk: int, nuevos: dict[str, str], desde: str) -> str:
    columnas = [c.column for c in modelo._meta.local_concrete_fields if c.column != "id"]
    valores = [nuevos.get(columna, f'original."{columna}"') for columna in columnas]
    tabla, llave = modelo._meta.db_table, modelo._meta.pk.column
    nombres = ", ".join(f'"{columna}"' for columna in columnas)
    # The names are those of our own models; nothing comes from outside.
    return (
        f"INSERT INTO {tabla} ({nombres}) SELECT {', '.join(valores)} "  # noqa: S608 - names of our own tables
        f"FROM {desde} CROSS JOIN (SELECT * FROM {tabla} WHERE {llave} = {pk}) original"
    )


def _actos(mundo: dict[str, Any]) -> dict[str, Callable[[], object]]:
    from django.test import Client
    from django.urls import reverse

    from tests import fabricas

    casa, modelo = mundo["casa"], mundo["modelo"]
    cliente = Client(headers={"host": "localhost"})
    cliente.force_login(casa.capturista)

    def ver(direccion: str) -> Callable[[], object]:
        def acto() -> None:
            respuesta = cliente.get(direccion)
            assert respuesta.status_code == 200, respuesta.status_code

        return acto

    def enviar_y_aprobar() -> None:
        proceso = fabricas.proceso(casa, titulo="Nuevo")
        fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))

    lista = reverse("procesos:lista")
    return {
        "lista de procesos": ver(lista),
        "búsqueda por título": ver(f"{lista}?q=Proceso+0+77"),
        "tablero": ver(reverse("procesos:tablero", args=[modelo.pk])),
        "formulario de una etapa": ver(
            reverse("wagtailadmin_pages:edit", args=[fabricas.etapa_de(modelo, "licitacion").pk])
        ),
        "abrir un proceso": lambda: fabricas.proceso(casa, titulo="Nuevo"),
        "abrir, enviar y aprobar": enviar_y_aprobar,
    }


if __name__ == "__main__":
    medir_todo()
