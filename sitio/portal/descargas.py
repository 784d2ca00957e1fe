"""The bulk files for people: those of one institution, or of the whole portal, by year, most recent first."""

from dataclasses import dataclass, field
from itertools import groupby

from django.conf import settings

from sitio.publicacion.masivos.formatos import FORMATOS, PARQUET
from sitio.publicacion.masivos.indice import Archivo, Indice
from sitio.publicacion.models import Publicador

# The order a person looks for them in: the spreadsheet first.
_ORDEN = list(FORMATOS)


@dataclass(frozen=True)
class Descarga:
    """A file as the page shows it."""

    archivo: Archivo

    @property
    def direccion(self) -> str:
        """Where it is, on the host that shows the page."""
        return self.archivo.url.removeprefix(settings.URL_PUBLICA)

    @property
    def formato(self) -> object:
        return FORMATOS[self.archivo.formato].titulo

    @property
    def huella(self) -> str:
        """The beginning of its digest: enough to compare by eye."""
        return self.archivo.sha256[:12]


@dataclass(frozen=True)
class Anio:
    """The files of a part of a year. `parte` is 0 while the year has only one."""

    anio: int | None
    parte: int
    archivos: list[Descarga]
    tablas: list[Descarga] = field(default_factory=list)

    @property
    def procesos(self) -> int:
        return self.archivos[0].archivo.procesos


@dataclass(frozen=True)
class Resumen:
    """What there is of an institution, in one line."""

    publicador: Publicador
    procesos: int
    primero: int
    ultimo: int
    bytes: int


def anios(indice: Indice, clave: str) -> list[Anio]:
    """Return what there is of an institution ("" for the portal), the file of all years first."""
    archivos = sorted(indice.de(clave), key=_clave)
    grupos = [(clave, list(grupo)) for clave, grupo in groupby(archivos, lambda a: (a.anio, a.parte))]
    partidos = [anio for (anio, parte), _grupo in grupos if parte > 1]
    return [
        Anio(
            anio=anio,
            parte=parte if anio in partidos else 0,
            archivos=[Descarga(archivo) for archivo in grupo if archivo.formato != PARQUET],
            tablas=[Descarga(archivo) for archivo in grupo if archivo.formato == PARQUET],
        )
        for (anio, parte), grupo in grupos
    ]


def instituciones(indice: Indice) -> list[Resumen]:
    """Return the institutions that have files, by name."""
    publicadores = {publicador.clave: publicador for publicador in Publicador.objects.all()}
    claves = {archivo.publicador for archivo in indice.archivos} & publicadores.keys()
    resumenes = [_resumen(publicadores[clave], list(indice.de(clave))) for clave in claves]
    return sorted(resumenes, key=lambda resumen: resumen.publicador.nombre)


def _resumen(publicador: Publicador, archivos: list[Archivo]) -> Resumen:
    suyos = [archivo.anio for archivo in archivos if archivo.anio]
    return Resumen(
        publicador=publicador,
        procesos=max(archivo.procesos for archivo in archivos if archivo.anio is None),
        primero=min(suyos),
        ultimo=max(suyos),
        bytes=sum(archivo.bytes for archivo in archivos),
    )


def _clave(archivo: Archivo) -> tuple[int, int, int, str]:
    return -(archivo.anio or 10_000), archivo.parte, _ORDEN.index(archivo.formato), archivo.tabla
