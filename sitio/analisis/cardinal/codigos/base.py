"""What every code of Cardinal is: it looks at each process, adds what others saw, and says whom it flags."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self

from sitio.analisis.cardinal.ajustes import Ajustes
from sitio.analisis.cardinal.estadistica import cuartiles
from sitio.analisis.cardinal.monedas import Monedas
from sitio.analisis.cardinal.proceso import Proceso
from sitio.analisis.cardinal.razones import Razones

Lector = Callable[[str], Any]
Mapa = Mapping[str, set[str] | str]


class Grupo(StrEnum):
    """Who a code is about, with the names of the output."""

    PROCESO = "OCID"
    COMPRADOR = "Buyer"
    ENTIDAD = "ProcuringEntity"
    LICITANTE = "Tenderer"


@dataclass(frozen=True)
class Contexto:
    """What the codes of one run share."""

    ajustes: Ajustes
    monedas: Monedas
    razones: Razones
    con_mapas: bool


class Codigo:
    """One code over (part of) a file.

    `OPCIONES` are the keys of its section and how each is read. `marcas` is the number shown for each id flagged;
    `meta`, the quartiles and fences used; `mapa`, the flagged tenderers of each flagged process.
    """

    CLAVE: ClassVar[str]
    OPCIONES: ClassVar[Mapping[str, Lector]] = {}

    def __init__(self, contexto: Contexto) -> None:
        self.contexto = contexto
        self.propios = contexto.ajustes.codigos[self.CLAVE]
        self.marcas: defaultdict[Grupo, dict[str, float]] = defaultdict(dict)
        self.meta: dict[str, float] = {}
        self.mapa: defaultdict[str, set[str]] = defaultdict(set)

    def mirar(self, proceso: Proceso) -> None:
        """Take one process into account."""

    def sumar(self, otro: Self) -> None:
        """Add what the same code saw in a later part of the file."""
        for grupo, marcas in otro.marcas.items():
            self.marcas[grupo].update(marcas)
        for ocid, licitantes in otro.mapa.items():
            self.mapa[ocid] |= licitantes

    def concluir(self) -> None:
        """Flag what needs the whole file."""

    def mapas(self) -> dict[str, Mapa]:
        """Return the maps of this code by their names in the output."""
        return {f"ocid_tenderer_{self.CLAVE.lower()}": self.mapa}

    def senalar(self, ocid: str, valor: float, licitantes: Iterable[str] = (), valor_de_ellos: float = 0.0) -> None:
        """Flag a process and, with a number of their own, tenderers of it."""
        self.marcas[Grupo.PROCESO][ocid] = valor
        for licitante in licitantes:
            self.marcas[Grupo.LICITANTE][licitante] = valor_de_ellos
            if self.contexto.con_mapas:
                self.mapa[ocid].add(licitante)

    def anotar_cuartiles(self, datos: Iterable[float], prefijo: str = "") -> tuple[float, float]:
        """Compute q1 and q3, and keep them for the Meta of the output."""
        q1, q3 = cuartiles([*datos])
        self.meta |= {f"{prefijo}q1": q1, f"{prefijo}q3": q3}
        return q1, q3
