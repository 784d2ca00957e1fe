"""The enabled codes over the lines of (a part of) a file, in one pass that keeps sums and never a release."""

from collections import defaultdict
from collections.abc import Iterable

from sitio.analisis.cardinal.ajustes import Ajustes
from sitio.analisis.cardinal.codigos import CODIGOS, Contexto, Mapa
from sitio.analisis.cardinal.entrega import Entrega, LineaInvalida, leer, texto
from sitio.analisis.cardinal.monedas import Monedas
from sitio.analisis.cardinal.proceso import Proceso
from sitio.analisis.cardinal.razones import Razones

MAPAS = (
    "ocid_buyer_r038",
    "ocid_procuringentity_r038",
    "ocid_tenderer",
    "ocid_tenderer_r024",
    "ocid_tenderer_r028",
    "ocid_tenderer_r030",
    "ocid_tenderer_r035",
    "ocid_tenderer_r058",
)

_BLANCOS = b" \t\n\r\f"
_CON_RAZONES = {"R024", "R058"}
_CON_LICITANTES = {"R025", "R038", "R048"}


class Calculo:
    """What was seen so far. Parts of a file are computed apart and added in the order of the file."""

    def __init__(self, ajustes: Ajustes, *, con_mapas: bool = False) -> None:
        monedas = Monedas(ajustes.moneda)
        self.contexto = Contexto(ajustes, monedas, Razones(ajustes, monedas), con_mapas)
        self.codigos = [codigo(self.contexto) for codigo in CODIGOS if codigo.CLAVE in ajustes.codigos]
        self.licitantes: defaultdict[str, set[str]] = defaultdict(set)
        self.lineas = 0
        self.invalidas: list[int] = []
        self._con_razones = not _CON_RAZONES.isdisjoint(ajustes.codigos)
        self._con_licitantes = con_mapas and not _CON_LICITANTES.isdisjoint(ajustes.codigos)

    def mirar_lineas(self, lineas: Iterable[bytes]) -> None:
        """Take each line into account; those that are not JSON are noted in `invalidas`, blank ones pass."""
        for linea in lineas:
            self.lineas += 1
            try:
                self.mirar(leer(linea))
            except LineaInvalida:
                if linea.strip(_BLANCOS):
                    self.invalidas.append(self.lineas)

    def mirar(self, entrega: Entrega) -> None:
        """Take a release into account, unless it has no ocid, was cancelled or its method is excluded."""
        ocid = texto(entrega.ocid)
        if ocid is None or (entrega.licitacion and entrega.licitacion.estado == "cancelled"):
            return
        proceso = Proceso(ocid, entrega)
        if proceso.detalle in self.contexto.ajustes.excluidos:
            return
        if self._con_licitantes:
            for oferta in proceso.presentadas:
                self._anotar(ocid, oferta.licitantes)
        if self._con_razones:
            self.contexto.razones.mirar(proceso)
        for codigo in self.codigos:
            codigo.mirar(proceso)

    def sumar(self, parte: "Calculo") -> None:
        """Add a later part of the same file."""
        self.invalidas += [self.lineas + linea for linea in parte.invalidas]
        self.lineas += parte.lineas
        self.contexto.monedas.sumar(parte.contexto.monedas)
        self.contexto.razones.sumar(parte.contexto.razones)
        for codigo, otro in zip(self.codigos, parte.codigos, strict=True):
            codigo.sumar(otro)
        for ocid, licitantes in parte.licitantes.items():
            self._anotar(ocid, licitantes)

    def concluir(self) -> None:
        """Flag what needs the whole file. To be called once, after every part."""
        for codigo in self.codigos:
            codigo.concluir()

    def mapas(self) -> dict[str, Mapa]:
        """Return every map of the output, those of codes that did not run empty."""
        propios: dict[str, Mapa] = {"ocid_tenderer": self.licitantes}
        for codigo in self.codigos:
            propios |= codigo.mapas()
        return {nombre: propios.get(nombre, {}) for nombre in MAPAS}

    def _anotar(self, ocid: str, licitantes: Iterable[str]) -> None:
        if licitantes:
            self.licitantes[ocid].update(licitantes)
