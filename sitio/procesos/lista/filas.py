"""The rows of the list of processes, on the screen and in a spreadsheet, without a query for each one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from django.core.paginator import Paginator
from django.db import connection, transaction
from django.utils.functional import cached_property
from wagtail.models import Page

from sitio.componentes import formatos
from sitio.procesos.lista.filtros import PASO, Procesos
from sitio.procesos.models import ProcesoPage
from sitio.procesos.tablero.resumenes import Resumen, resumenes

POR_PAGINA = 25
# Nobody turns four hundred pages: past this the list says «more than», and counting costs no more.
TOPE = 10_000
LOTE = 500


@dataclass(frozen=True)
class Fila:
    """A process with where it hangs and where it stands."""

    proceso: ProcesoPage
    resumen: Resumen
    institucion: str
    unidad: str
    anio: str

    @property
    def titulo(self) -> str:
        """Its title."""
        return str(self.proceso.title)

    @property
    def ocid(self) -> str:
        """Its ocid."""
        return str(self.proceso.ocid)

    @property
    def procedimiento(self) -> str:
        """The title of its template."""
        return str(self.proceso.plantilla.titulo)

    @property
    def publicadas(self) -> int:
        """How many stages are public."""
        return len(set(self.resumen.publicadas))

    @property
    def situacion(self) -> str:
        """Where it stands, in words."""
        return self.resumen.situacion

    @property
    def responsable(self) -> str:
        """Who hears about it."""
        persona = self.proceso.responsable
        return (persona.get_full_name() or persona.get_username()) if persona else ""

    @property
    def abierto(self) -> str:
        """The day it was opened here."""
        creada = self.proceso.latest_revision_created_at
        return formatos.fecha(creada) if creada else ""


def filas(procesos: Iterable[ProcesoPage]) -> list[Fila]:
    """Return the rows of these processes, in the same order (four queries however many there are)."""
    lote = list(procesos)
    cuentas, titulos = resumenes(lote), _titulos(lote)
    return [
        Fila(
            proceso,
            cuentas[proceso.pk],
            institucion=titulos.get(proceso.path[: -3 * PASO], ""),
            unidad=titulos.get(proceso.path[: -2 * PASO], ""),
            anio=titulos.get(proceso.path[:-PASO], ""),
        )
        for proceso in lote
    ]


def todas(procesos: Procesos) -> Iterator[Fila]:
    """Yield the rows of every process of a query, a batch at a time: for a spreadsheet of any length."""
    corriente = procesos.iterator(chunk_size=LOTE)
    while lote := list(islice(corriente, LOTE)):
        yield from filas(lote)


class Paginas(Paginator[ProcesoPage]):
    """Pages of a list that counts no further than `TOPE`."""

    @cached_property
    def contados(self) -> int:
        """How many there are, at most one more than `TOPE`."""
        # In no order: put in one, the database would first read and sort what it is not going to count.
        with _sin_compilar():
            return self.object_list.order_by()[: TOPE + 1].count()  # type: ignore[attr-defined]  # always a queryset here

    @property
    def hay_mas(self) -> bool:
        """Whether there are more than can be paged through."""
        return self.contados > TOPE

    @cached_property
    def count(self) -> int:
        return min(self.contados, TOPE)


@contextmanager
def _sin_compilar() -> Iterator[None]:
    """Keep PostgreSQL from compiling (JIT) the queries of the block: a second, for one that takes a tenth of it."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        yield


def _titulos(procesos: list[ProcesoPage]) -> dict[str, str]:
    caminos = {proceso.path[: -PASO * nivel] for proceso in procesos for nivel in (1, 2, 3)}
    return dict(Page.objects.filter(path__in=caminos).values_list("path", "title"))
