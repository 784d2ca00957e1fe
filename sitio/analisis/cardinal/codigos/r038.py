"""R038: excessive disqualified bids."""

from collections import Counter
from typing import Self

from sitio.analisis.cardinal import valores
from sitio.analisis.cardinal.codigos.base import Codigo, Contexto, Grupo, Mapa
from sitio.analisis.cardinal.estadistica import cerca_alta
from sitio.analisis.cardinal.proceso import Proceso

_GRUPOS = (Grupo.COMPRADOR, Grupo.ENTIDAD, Grupo.LICITANTE)


class R038(Codigo):
    """Flag buyers, procuring entities and tenderers with too large a share of submitted bids disqualified.

    `minimum_contracting_processes` is compared with submitted bids, as Cardinal does, not with processes.
    """

    CLAVE = "R038"
    OPCIONES = {
        "threshold": valores.decimal,
        "minimum_submitted_bids": valores.natural,
        "minimum_contracting_processes": valores.natural,
    }

    def __init__(self, contexto: Contexto) -> None:
        super().__init__(contexto)
        self.presentadas: dict[Grupo, Counter[str]] = {grupo: Counter() for grupo in _GRUPOS}
        self.desechadas: dict[Grupo, Counter[str]] = {grupo: Counter() for grupo in _GRUPOS}
        self.compradores: dict[str, str] = {}
        self.entidades: dict[str, str] = {}

    def mirar(self, proceso: Proceso) -> None:
        if not proceso.presentadas:
            return
        for ofertas, cuenta in ((proceso.presentadas, self.presentadas), (proceso.desechadas, self.desechadas)):
            licitantes = cuenta[Grupo.LICITANTE]
            for oferta in ofertas:
                for licitante in oferta.licitantes:
                    licitantes[licitante] += 1
        convocantes = ((Grupo.COMPRADOR, proceso.comprador, self.compradores),
                       (Grupo.ENTIDAD, proceso.entidad, self.entidades))  # fmt: skip
        for grupo, convocante, mapa in convocantes:
            if convocante is not None:
                self.presentadas[grupo][convocante] += len(proceso.presentadas)
                self.desechadas[grupo][convocante] += len(proceso.desechadas)
                if proceso.desechadas and self.contexto.con_mapas:
                    mapa[proceso.ocid] = convocante

    def sumar(self, otro: Self) -> None:
        for grupo in _GRUPOS:
            self.presentadas[grupo].update(otro.presentadas[grupo])
            self.desechadas[grupo].update(otro.desechadas[grupo])
        self.compradores |= otro.compradores
        self.entidades |= otro.entidades

    def concluir(self) -> None:
        for grupo in _GRUPOS:
            if razones := self._razones(grupo):
                cerca = self._cerca(grupo, razones)
                self.marcas[grupo] = {quien: razon for quien, razon in razones.items() if razon >= cerca > 0}

    def mapas(self) -> dict[str, Mapa]:
        return {"ocid_buyer_r038": self.compradores, "ocid_procuringentity_r038": self.entidades}

    def _razones(self, grupo: Grupo) -> dict[str, float]:
        de_licitante = grupo is Grupo.LICITANTE
        minimo = self.propios.get("minimum_submitted_bids" if de_licitante else "minimum_contracting_processes", 2)
        desechadas = self.desechadas[grupo]
        return {quien: desechadas[quien] / n for quien, n in self.presentadas[grupo].items() if n >= minimo}

    def _cerca(self, grupo: Grupo, razones: dict[str, float]) -> float:
        cerca: float | None = self.propios.get("threshold")
        if cerca is None:
            cerca = cerca_alta(*self.anotar_cuartiles(razones.values(), f"{grupo}_"))
        self.meta[f"{grupo}_upper_fence"] = cerca
        return cerca
