"""The index of the bulk files: one document says which files there are and up to where in the ledger they tell.

It is written last and in one piece, so it is also the commit of a run: what it does not name does not exist. The files
it names are never written over: their name in the storage begins with their SHA-256.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

import orjson
from django.core.files.base import ContentFile

from sitio.ocds.identificadores import formato_fecha, leer_fecha
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.masivos.almacen import almacen
from sitio.publicacion.masivos.formatos import FORMATOS

NOMBRE = "indice.json"
SIN_GENERAR = -1


@dataclass(frozen=True)
class Parte:
    """A stretch of the processes of a year: from `desde` (an ocid) up to the next part, as they were at `posicion`.

    Which ocid goes before which is for the database to say, so the parts of a year are kept in order.
    """

    publicador: str
    anio: int
    numero: int = 1
    desde: str = ""
    posicion: int = SIN_GENERAR


@dataclass(frozen=True)
class Archivo:
    """One file. `publicador` is a key, or empty for the files of the whole portal; `anio` None for those of all years.

    `renglones` are lines, records or rows, as the format has; `procesos`, the processes it tells of. `huella_fuentes`
    is of the files this one was put together from.
    """

    publicador: str
    nombre: str
    formato: str
    anio: int | None
    parte: int
    renglones: int
    procesos: int
    modificado: datetime
    bytes: int = 0
    sha256: str = ""
    tabla: str = ""
    huella_fuentes: str = ""

    @property
    def guardado(self) -> str:
        """Its name in the storage."""
        return f"{self.publicador or '~portal'}/{self.sha256[:16]}-{self.nombre}"

    @property
    def url(self) -> str:
        return direccion(self.publicador, self.nombre)

    def publico(self) -> dict[str, Any]:
        """Return its entry in the public index."""
        datos = {
            "url": self.url,
            "publisher": self.publicador,
            "format": self.formato,
            "mediaType": FORMATOS[self.formato].tipo,
            "table": self.tabla,
            "year": self.anio,
            "part": self.parte if self.anio else None,
            "processes": self.procesos,
            "rows": self.renglones,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "lastModified": formato_fecha(self.modificado),
        }
        return {clave: valor for clave, valor in datos.items() if valor not in ("", None)}


@dataclass
class Indice:
    """What there is, as the storage has it."""

    archivos: list[Archivo] = field(default_factory=list)
    partes: list[Parte] = field(default_factory=list)

    @classmethod
    def leer(cls) -> Self:
        """Read it; an empty one when nothing was ever generated."""
        try:
            with almacen().open(NOMBRE) as archivo:
                datos = orjson.loads(archivo.read())
        except FileNotFoundError:
            return cls()
        return cls(
            [Archivo(**{**uno, "modificado": leer_fecha(uno["modificado"])}) for uno in datos["archivos"]],
            [Parte(**una) for una in datos["partes"]],
        )

    def escribir(self) -> None:
        """Replace it in one step."""
        self.archivos.sort(key=lambda a: (a.publicador, a.anio or 0, a.parte, a.formato, a.tabla))
        # Stable: inside a year the parts stay in the order of their processes.
        self.partes.sort(key=lambda p: (p.publicador, p.anio))
        datos = {
            "archivos": [{**asdict(uno), "modificado": formato_fecha(uno.modificado)} for uno in self.archivos],
            "partes": [asdict(una) for una in self.partes],
        }
        almacen().save(NOMBRE, ContentFile(orjson.dumps(datos)))

    def de(self, publicador: str, anio: int | None = None) -> Iterator[Archivo]:
        """Yield the files of a publisher ("" for the portal), or only those of a year."""
        return (a for a in self.archivos if a.publicador == publicador and anio in (None, a.anio))

    def partes_de(self, publicador: str, anio: int) -> list[Parte]:
        """Return the parts of a year, in the order of their processes."""
        return [p for p in self.partes if p.publicador == publicador and p.anio == anio]

    def buscar(self, publicador: str, nombre: str) -> Archivo | None:
        """Return the file with exactly that name, if the index has it."""
        return next((a for a in self.de(publicador) if a.nombre == nombre), None)

    def modificado(self) -> datetime | None:
        """When the last of its files changed."""
        return max((a.modificado for a in self.archivos), default=None)


def direccion(publicador: str, nombre: str) -> str:
    """Return the public URL of a file of a publisher ("" for the portal)."""
    if publicador:
        return absoluta("publicacion:masivo", publicador, nombre)
    return absoluta("publicacion:masivo_del_portal", nombre)
