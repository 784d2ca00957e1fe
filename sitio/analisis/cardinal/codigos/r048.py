"""R048: heterogeneous supplier."""

from collections import Counter, defaultdict
from typing import Self

from sitio.analisis.cardinal import valores
from sitio.analisis.cardinal.codigos.base import Codigo, Contexto, Grupo
from sitio.analisis.cardinal.entrega import texto
from sitio.analisis.cardinal.estadistica import cerca_alta
from sitio.analisis.cardinal.proceso import Proceso


class R048(Codigo):
    """Flag suppliers who win items of too many classes: the first `digits` characters of the classification.

    Active awards to one supplier count; a supplier needs `minimum_contracting_processes` of them, in different ones.
    """

    CLAVE = "R048"
    OPCIONES = {
        "digits": valores.natural,
        "threshold": valores.natural,
        "minimum_contracting_processes": valores.natural,
    }

    def __init__(self, contexto: Contexto) -> None:
        super().__init__(contexto)
        self.digitos: int = self.propios.get("digits", 2)
        self.procesos: Counter[str] = Counter()
        self.clases: defaultdict[str, set[str]] = defaultdict(set)

    def mirar(self, proceso: Proceso) -> None:
        vistos = set()
        for activa in proceso.activas:
            proveedor = activa.unico
            articulos = activa.articulos or ()
            if proveedor is None:
                continue
            partes = (articulo.clasificacion for articulo in articulos)
            clases = {clase[: self.digitos] for parte in partes if parte and (clase := texto(parte.id)) is not None}
            if clases:
                vistos.add(proveedor)
                self.clases[proveedor] |= clases
        for proveedor in vistos:
            self.procesos[proveedor] += 1

    def sumar(self, otro: Self) -> None:
        self.procesos.update(otro.procesos)
        for proveedor, clases in otro.clases.items():
            self.clases[proveedor] |= clases

    def concluir(self) -> None:
        minimo = self.propios.get("minimum_contracting_processes", 20)
        variedad = {p: float(len(self.clases[p])) for p, procesos in self.procesos.items() if procesos >= minimo}
        umbral: int | None = self.propios.get("threshold")
        cerca = cerca_alta(*self.anotar_cuartiles(variedad.values())) if umbral is None else float(umbral)
        self.meta["upper_fence"] = cerca
        self.marcas[Grupo.LICITANTE] = {quien: clases for quien, clases in variedad.items() if clases >= cerca}
