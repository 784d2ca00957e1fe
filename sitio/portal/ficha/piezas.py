"""What a process page is made of. Everything here is text ready to be read; templates only walk over it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sitio.componentes.vitral import Panel


@dataclass(frozen=True)
class Dato:
    """A term and its value; `publicado` is False when the data does not say it, and `valor` then says so."""

    nombre: str
    valor: str
    publicado: bool = True
    url: str = ""


@dataclass(frozen=True)
class Celda:
    """A cell of a table; `detalle` is a second, smaller line, `columna` the heading it repeats on a narrow screen."""

    texto: str
    numerica: bool = False
    detalle: str = ""
    columna: str = ""


@dataclass(frozen=True)
class Columna:
    """The heading of a column."""

    titulo: str
    numerica: bool = False


# Longer tables are shown folded, so that a page of hundreds of items can still be walked.
LARGA = 8


@dataclass(frozen=True)
class Tabla:
    """A table; when `total` is more than its rows, the page says where the rest is."""

    titulo: str
    columnas: Sequence[Columna]
    filas: Sequence[Sequence[Celda]]
    total: int

    @property
    def incompleta(self) -> bool:
        """Whether the data holds more rows than the page shows."""
        return self.total > len(self.filas)

    @property
    def larga(self) -> bool:
        """Whether it is shown folded."""
        return len(self.filas) > LARGA


@dataclass(frozen=True)
class Documento:
    """A published document; `url` is empty when its address is missing or is not http(s)."""

    titulo: str
    tipo: str
    fecha: str
    formato: str
    url: str
    descripcion: str = ""


@dataclass(frozen=True)
class Bloque:
    """One award or one contract inside its stage."""

    ancla: str
    titulo: str
    datos: Sequence[Dato]
    tablas: Sequence[Tabla] = ()
    documentos: Sequence[Documento] = ()


@dataclass(frozen=True)
class Seccion:
    """One of the five stages. `mas` counts the blocks the page leaves out (they are in the data)."""

    panel: Panel
    datos: Sequence[Dato] = ()
    tablas: Sequence[Tabla] = ()
    documentos: Sequence[Documento] = ()
    bloques: Sequence[Bloque] = ()
    aviso: str = ""
    mas: int = 0


@dataclass(frozen=True)
class Movimiento:
    """A row of the process in the ledger, as its history shows it, with its link in the publisher's chain.

    `vigente`: a release that keeps its content; neither the act of a withdrawal nor what was withdrawn.
    """

    id_entrega: str
    fecha: str
    etiquetas: str
    sha256: str
    secuencia: int
    cadena_previa: str
    cadena: str
    url: str
    vigente: bool


@dataclass(frozen=True)
class Proximo:
    """A date still to come: what happens, when, and how far it is."""

    texto: str
    cuando: str
    falta: str


@dataclass(frozen=True)
class Indicio:
    """A public alert, told without accusing: what was seen, why it matters, what may explain it."""

    titulo: str
    estado: str
    por_que_importa: str
    que_puede_explicarlo: Sequence[str] = field(default_factory=tuple)
