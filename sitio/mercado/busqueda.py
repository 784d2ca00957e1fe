"""What is asked of the market, and the prices that answer."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import cached_property

from sitio.analisis.mercado import (
    Distribucion,
    Grupo,
    Lejania,
    a_pesos_de,
    agrupar,
    lejania,
    normalizar_unidad,
    resumir,
)
from sitio.catalogos.models import ClaveCucop
from sitio.catalogos.models.inpc import indices_inpc
from sitio.catalogos.texto import compacto
from sitio.mercado.models import PrecioPublicado
from sitio.mercado.textos import lejania_en_palabras

# Prices that one research compares: beyond, the answer is a market and not a price, and a page nobody reads.
TOPE = 2_000
# A shorter key is a whole chapter of the catalogue.
LARGO_DE_CLAVE = 3
SUGERENCIAS = 20


@dataclass(frozen=True)
class Busqueda:
    """What is asked: a key (or words), and how the prices are narrowed. `mes`: in pesos of which (year, month)."""

    q: str
    unidad: str | None = None
    desde: int | None = None
    hasta: int | None = None
    region: str = ""
    contiene: str = ""
    solo_netos: bool = False
    mes: tuple[int, int] | None = None

    @property
    def clave(self) -> str:
        """The CUCoP key that is asked for, or nothing when it is words."""
        llave = compacto(self.q)
        return self.q.strip() if llave.isdecimal() and len(llave) >= LARGO_DE_CLAVE else ""


@dataclass(frozen=True)
class Renglon:
    """A price of the answer: `monto` is what is compared, nominal or in pesos of the month asked for."""

    precio: PrecioPublicado
    monto: Decimal
    lejania: Lejania

    @property
    def donde(self) -> str:
        """Where it stands among the others, in words."""
        return lejania_en_palabras(self.lejania)

    @property
    def atipico(self) -> bool:
        """Whether it stands beyond a fence."""
        return self.lejania is not Lejania.DENTRO


@dataclass
class Respuesta:
    """The prices that answer, the cheapest first, and what was left out and why (reason: how many)."""

    busqueda: Busqueda
    unidad: str
    unidades: list[tuple[str, int]]
    renglones: list[Renglon] = field(default_factory=list)
    distribucion: Distribucion | None = None
    excluidos: list[PrecioPublicado] = field(default_factory=list)
    sin_inflacion: int = 0
    encontrados: int = 0

    @property
    def demasiados(self) -> bool:
        """Whether they are more than can be compared at once."""
        return self.encontrados > TOPE

    @property
    def atipicos(self) -> list[Renglon]:
        """The prices beyond a fence."""
        return [renglon for renglon in self.renglones if renglon.atipico]

    @property
    def sin_separar_impuestos(self) -> int:
        """How many compared prices were published without saying what they are without taxes."""
        return sum(not renglon.precio.neto for renglon in self.renglones)

    @cached_property
    def por_anio(self) -> list[Grupo]:
        """The prices by year."""
        return agrupar(self._pares, lambda precio: str(precio.anio or ""))

    @cached_property
    def por_comprador(self) -> list[Grupo]:
        """The prices by buyer."""
        return agrupar(self._pares, lambda precio: precio.comprador)

    @property
    def motivos(self) -> dict[str, int]:
        """Why published prices of this search are not compared: reason as people read it, and how many."""
        return dict(Counter(precio.get_exclusion_display() for precio in self.excluidos))

    @property
    def _pares(self) -> list[tuple[PrecioPublicado, Decimal]]:
        return [(renglon.precio, renglon.monto) for renglon in self.renglones]


def sugerencias(busqueda: Busqueda) -> list[tuple[ClaveCucop, int]]:
    """Return the keys of the catalogue that have the words, each with how many prices were published of it."""
    claves = list(ClaveCucop.objects.buscar(busqueda.q)[:SUGERENCIAS])
    llaves = {compacto(clave.clave): clave for clave in claves}
    cuantos = PrecioPublicado.objects.filter(llave__in=llaves).values_list("llave").annotate(n=Count("pk")).order_by()
    por_llave = dict(cuantos)
    return sorted(
        ((clave, por_llave.get(llave, 0)) for llave, clave in llaves.items()), key=lambda par: (-par[1], par[0].clave)
    )


def buscar(busqueda: Busqueda) -> Respuesta:
    """Return the prices of a key in one unit of measure: the one asked for, else the one with most prices.

    More than TOPE are counted and not compared.
    """
    filas = _acotadas(busqueda)
    unidades = list(filas.order_by().values_list("medida").annotate(n=Count("pk")).order_by("-n", "medida"))
    unidad = normalizar_unidad(busqueda.unidad) if busqueda.unidad is not None else next(iter(dict(unidades)), "")
    respuesta = Respuesta(busqueda, unidad, unidades, encontrados=dict(unidades).get(unidad, 0))
    if not respuesta.demasiados:
        _comparar(respuesta, list(filas.filter(medida=unidad).order_by("precio", "pk")))
    return respuesta


def regiones() -> list[str]:
    """Return the states that published prices name."""
    nombres = PrecioPublicado.objects.exclude(region="").order_by("region").values_list("region", flat=True)
    return list(nombres.distinct())


def _acotadas(busqueda: Busqueda) -> "QuerySet[PrecioPublicado]":
    filtro = Q()
    if busqueda.desde:
        filtro &= Q(anio__gte=busqueda.desde)
    if busqueda.hasta:
        filtro &= Q(anio__lte=busqueda.hasta)
    if busqueda.region:
        filtro &= Q(region=busqueda.region)
    if busqueda.solo_netos:
        filtro &= Q(neto=True)
    filas: QuerySet[PrecioPublicado] = PrecioPublicado.objects.de_clave(busqueda.clave).filter(filtro)
    return filas.buscar(busqueda.contiene) if busqueda.contiene else filas  # type: ignore[attr-defined]  # Buscable's


def _comparar(respuesta: Respuesta, filas: list[PrecioPublicado]) -> None:
    montos, indices = [], indices_inpc() if respuesta.busqueda.mes else {}
    for fila in filas:
        monto = _monto(fila, respuesta.busqueda.mes, indices)
        if fila.exclusion:
            respuesta.excluidos.append(fila)
        elif monto is None:
            respuesta.sin_inflacion += 1
        else:
            montos.append((fila, monto))
    respuesta.distribucion = d = resumir(monto for _fila, monto in montos)
    renglones = (Renglon(fila, monto, lejania(monto, d)) for fila, monto in montos)
    respuesta.renglones = sorted(renglones, key=lambda renglon: (renglon.monto, renglon.precio.pk))


def _monto(fila: PrecioPublicado, mes: tuple[int, int] | None, indices: dict[tuple[int, int], Any]) -> Decimal | None:
    return fila.precio if mes is None else a_pesos_de(fila.precio, fila.fecha, mes, indices)
