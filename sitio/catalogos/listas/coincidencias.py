"""Finding parties on the lists: by RFC, by CURP, by the same name, by almost the same name; how, is always told.

A name alone proves nothing (homónimos): a match by name weighs little until a person confirms it, and none at all when
both sides say an RFC and they are not the same one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet

from sitio.catalogos.listas.parecidos import Parecidos
from sitio.catalogos.models import CoincidenciaConfirmada, ListaExterna, RenglonDeLista
from sitio.catalogos.rfc import GENERICOS, LARGO_FISICA, LARGO_MORAL
from sitio.catalogos.texto import compacto
from sitio.ocds.nombres import normalizar

Tipo = ListaExterna.Tipo
_LOTE = 500


class Modo(StrEnum):
    """How somebody was found, the surest first."""

    RFC = "rfc"
    CURP = "curp"
    PAIS = "pais"
    NOMBRE_EXACTO = "nombre_exacto"
    NOMBRE_APROXIMADO = "nombre_aproximado"


@dataclass(frozen=True)
class Sujeto:
    """Somebody to look for: an `id` of the caller's, its name, and what else identifies it, if it has it.

    `pais`: the code or the name of the country of its address, for the lists of countries.
    """

    id: str
    nombre: str
    rfc: str = ""
    curp: str = ""
    pais: str = ""

    @cached_property
    def nombre_normalizado(self) -> str:
        """The name as names are compared."""
        return normalizar(self.nombre)

    @property
    def rfc_propio(self) -> str:
        """The RFC, unless it is one of those that identify nobody, or is none."""
        valor = compacto(self.rfc)
        return valor if len(valor) in (LARGO_MORAL, LARGO_FISICA) and valor not in GENERICOS else ""


@dataclass(frozen=True)
class Coincidencia:
    """Somebody found on a list: how, how alike (1 is the same), and what a person said of it, if anybody did."""

    sujeto: Sujeto
    renglon: RenglonDeLista
    modo: Modo
    puntaje: Decimal
    decision: str = ""

    @property
    def segura(self) -> bool:
        """Whether it weighs in full: by identifier, or confirmed by a person."""
        return (
            self.modo in (Modo.RFC, Modo.CURP, Modo.PAIS) or self.decision == CoincidenciaConfirmada.Decision.CONFIRMADA
        )

    @property
    def rechazada(self) -> bool:
        """Whether a person said that it is somebody else."""
        return self.decision == CoincidenciaConfirmada.Decision.RECHAZADA

    @property
    def consulta(self) -> str:
        """The query of the address where a person decides on it."""
        return urlencode({"rfc": self.sujeto.rfc_propio, "nombre": self.sujeto.nombre})


@dataclass
class _Buscados:
    """The subjects by each of the things they can be found by."""

    por_rfc: dict[str, list[Sujeto]] = field(default_factory=dict)
    por_curp: dict[str, list[Sujeto]] = field(default_factory=dict)
    por_nombre: dict[str, list[Sujeto]] = field(default_factory=dict)
    por_pais: dict[str, list[Sujeto]] = field(default_factory=dict)

    def agregar(self, sujeto: Sujeto) -> None:
        """Note a subject under what it has."""
        for indice, valor in (
            (self.por_rfc, sujeto.rfc_propio),
            (self.por_curp, compacto(sujeto.curp)),
            (self.por_nombre, sujeto.nombre_normalizado),
            (self.por_pais, normalizar(sujeto.pais)),
        ):
            if valor:
                indice.setdefault(valor, []).append(sujeto)


def buscar(sujetos: Iterable[Sujeto], renglones: "QuerySet[RenglonDeLista] | None" = None) -> list[Coincidencia]:
    """Return who of `sujetos` is on the lists, each with each row at most once, by the surest way it was found.

    `renglones` narrows where to look: by default, all that count of all lists. Rejected matches come too, marked so.
    """
    buscados = _Buscados()
    for sujeto in sujetos:
        buscados.agregar(sujeto)
    filas = RenglonDeLista.objects.que_cuentan() if renglones is None else renglones
    filas = filas.select_related("lista__institucion", "alta")
    paises, filas = filas.filter(lista__tipo=Tipo.PARAISOS), filas.exclude(lista__tipo=Tipo.PARAISOS)
    halladas: dict[tuple[str, int], Coincidencia] = {}
    # The surest way first: what it finds is not looked for again.
    de_personas = (*_por_identificador(buscados, filas), *_por_nombre(buscados, filas))
    for coincidencia in (*_por_pais(buscados, paises), *de_personas):
        halladas.setdefault((coincidencia.sujeto.id, coincidencia.renglon.pk), coincidencia)
    return _con_decisiones(list(halladas.values()))


def _por_identificador(buscados: _Buscados, filas: "QuerySet[RenglonDeLista]") -> Iterator[Coincidencia]:
    for modo, indice in ((Modo.RFC, buscados.por_rfc), (Modo.CURP, buscados.por_curp)):
        for renglon in _con(filas, modo.value, indice):
            for sujeto in indice[getattr(renglon, modo.value)]:
                yield Coincidencia(sujeto, renglon, modo, Decimal(1))


def _por_pais(buscados: _Buscados, paises: "QuerySet[RenglonDeLista]") -> Iterator[Coincidencia]:
    """Yield who has its address in a country of a list, told there by its code or by its name."""
    for columna in ("rfc", "nombre_normalizado"):
        for renglon in _con(paises, columna, buscados.por_pais):
            for sujeto in buscados.por_pais[getattr(renglon, columna)]:
                yield Coincidencia(sujeto, renglon, Modo.PAIS, Decimal(1))


def _por_nombre(buscados: _Buscados, filas: "QuerySet[RenglonDeLista]") -> Iterator[Coincidencia]:
    puntajes: dict[str, dict[str, Decimal]] = {nombre: {nombre: Decimal(1)} for nombre in buscados.por_nombre}
    for buscado, parecido, puntaje in _nombres_de(filas).parecidos_a(buscados.por_nombre):
        puntajes.setdefault(parecido, {}).setdefault(buscado, puntaje)
    for renglon in _con(filas, "nombre_normalizado", puntajes):
        for buscado, puntaje in puntajes[renglon.nombre_normalizado].items():
            modo = Modo.NOMBRE_EXACTO if buscado == renglon.nombre_normalizado else Modo.NOMBRE_APROXIMADO
            for sujeto in buscados.por_nombre[buscado]:
                if not _son_otros(sujeto, renglon):
                    yield Coincidencia(sujeto, renglon, modo, puntaje)


def _son_otros(sujeto: Sujeto, renglon: RenglonDeLista) -> bool:
    """Tell whether both say who they are, and it is not the same."""
    rfcs, curps = (sujeto.rfc_propio, renglon.rfc), (compacto(sujeto.curp), renglon.curp)
    return (all(rfcs) and rfcs[0] != rfcs[1]) or (all(curps) and curps[0] != curps[1])


def _nombres_de(filas: "QuerySet[RenglonDeLista]") -> Parecidos:
    return Parecidos(filas.exclude(nombre_normalizado="").values_list("nombre_normalizado", flat=True).distinct())


def _con(filas: "QuerySet[RenglonDeLista]", columna: str, valores: Iterable[str]) -> Iterator[RenglonDeLista]:
    """Yield the rows whose `columna` is one of `valores`, asking for a few hundred at a time."""
    lista = list(valores)
    for inicio in range(0, len(lista), _LOTE):
        yield from filas.filter(**{f"{columna}__in": lista[inicio : inicio + _LOTE]}).order_by("pk")


def _con_decisiones(halladas: list[Coincidencia]) -> list[Coincidencia]:
    """Add to each match what was last said of it."""
    nombres = sorted({hallada.sujeto.nombre_normalizado for hallada in halladas})
    dichas: dict[tuple[int, str, str, str], str] = {}
    for inicio in range(0, len(nombres), _LOTE):
        de_estos = CoincidenciaConfirmada.objects.filter(nombre__in=nombres[inicio : inicio + _LOTE])
        for dicha in de_estos.order_by("pk"):
            dichas[dicha.lista_id, dicha.clave, dicha.rfc, dicha.nombre] = dicha.decision
    return [Coincidencia(h.sujeto, h.renglon, h.modo, h.puntaje, dichas.get(_llave(h), "")) for h in halladas]


def _llave(hallada: Coincidencia) -> tuple[int, str, str, str]:
    renglon, sujeto = hallada.renglon, hallada.sujeto
    return renglon.lista_id, renglon.clave, sujeto.rfc_propio, sujeto.nombre_normalizado
