"""Whose bulk files: those of a publisher, or those of the whole portal. And its processes, read little by little."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from django.db.models import Max, Q, QuerySet

from sitio.publicacion.masivos.indice import Indice, Parte
from sitio.publicacion.models import Clase, Entrega, Publicador, Registro
from sitio.publicacion.recompilacion import recompilar

# Processes read at once.
LOTE = 200

Fila = TypeVar("Fila", Registro, Entrega)


@dataclass(frozen=True)
class Proceso:
    """A process as published up to a position: the bytes of its compiled release and of its releases, oldest first."""

    ocid: str
    compilada: bytes
    entregas: list[bytes]
    extensiones: list[str]
    publicada_en: datetime


@dataclass(frozen=True)
class Conjunto:
    """The processes of `publicador`; of all of them when it is None."""

    publicador: Publicador | None = None

    @property
    def clave(self) -> str:
        return self.publicador.clave if self.publicador else ""

    @property
    def publicadores(self) -> list[Publicador]:
        """Who publishes what is in it."""
        return (
            [self.publicador]
            if self.publicador
            else list(Publicador.objects.filter(registros__isnull=False).distinct())
        )

    def registros(self) -> QuerySet[Registro]:
        return Registro.objects.filter(**self._suyas())

    def anios(self) -> list[int]:
        """The years its processes were first published in (`Registro.anio`)."""
        return sorted(self.registros().order_by().values_list("anio", flat=True).distinct())

    def cambio(self, parte: Parte, hasta: str | None) -> bool:
        """Whether anything of a part was published or withdrawn since it was generated."""
        registros = _entre(self.registros().filter(anio=parte.anio), parte.desde, hasta)
        # A withdrawal may have taken the record away: then any year that could have had it is made again.
        retiros = _entre(Entrega.objects.filter(clase=Clase.RETIRO, **self._suyas()), parte.desde, hasta)
        return any(filas.filter(posicion__gt=parte.posicion).exists() for filas in (registros, retiros))

    def procesos(self, parte: Parte, hasta: str | None, posicion: int) -> Iterator[Proceso]:
        """Yield the processes of a part in the order of their ocids, as they were at `posicion`."""
        todos = _entre(self.registros().filter(anio=parte.anio), parte.desde, hasta).order_by("ocid")
        campos = ("ocid", "compilada", "posicion", "publicada_en")
        lote = list(todos.only(*campos)[:LOTE])
        while lote:
            yield from _como_estaban(lote, posicion)
            lote = list(todos.filter(ocid__gt=lote[-1].ocid).only(*campos)[:LOTE])

    def _suyas(self) -> dict[str, Publicador]:
        return {"publicador": self.publicador} if self.publicador else {}


def todos() -> list[Conjunto]:
    """Return the set of each publisher that has records, or had them, and then that of the whole portal."""
    con_registros = Q(pk__in=Registro.objects.order_by().values("publicador").distinct())
    con_archivos = Q(clave__in={parte.publicador for parte in Indice.leer().partes})
    suyos = Publicador.objects.filter(con_registros | con_archivos).order_by("clave")
    return [*(Conjunto(publicador) for publicador in suyos), Conjunto()]


def ultima_posicion() -> int:
    return Entrega.objects.aggregate(ultima=Max("posicion"))["ultima"] or 0


def _entre(filas: QuerySet[Fila], desde: str, hasta: str | None) -> QuerySet[Fila]:
    """The rows with an ocid from `desde` on and before `hasta`, in the order of the database."""
    filas = filas.filter(ocid__gte=desde) if desde else filas
    return filas if hasta is None else filas.filter(ocid__lt=hasta)


def _como_estaban(registros: list[Registro], posicion: int) -> Iterator[Proceso]:
    """What was published later stays out: the files of one run never contradict each other."""
    entregas = Entrega.objects.publicas().filter(ocid__in=[r.ocid for r in registros], posicion__lte=posicion)
    por_ocid = {ocid: list(suyas) for ocid, suyas in groupby(entregas.order_by("ocid", "posicion"), lambda e: e.ocid)}
    for registro in registros:
        suyas = por_ocid.get(registro.ocid, [])
        entonces = registro if registro.posicion <= posicion else recompilar(suyas)
        if entonces and suyas:
            yield Proceso(
                ocid=registro.ocid,
                compilada=bytes(entonces.compilada),
                entregas=[bytes(entrega.contenido) for entrega in suyas],
                extensiones=[extension for entrega in suyas for extension in entrega.extensiones],
                publicada_en=entonces.publicada_en,
            )
