"""What changed between two versions of a stage, in the words of the form: field by field and row by row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.admin.compare import diff_text

from sitio.procesos.lectura import legible
from sitio.procesos.models import EtapaPage


class Cambio(StrEnum):
    """What happened to a row."""

    AGREGADA = "agregada"
    QUITADA = "quitada"
    CAMBIADA = "cambiada"


TITULO_DE_CAMBIO: dict[Cambio, Promise] = {
    Cambio.AGREGADA: gettext_lazy("Agregado"),
    Cambio.QUITADA: gettext_lazy("Quitado"),
    Cambio.CAMBIADA: gettext_lazy("Cambiado"),
}
# What `diff_text` calls each piece, and the HTML element that says the same to eyes and ears.
PALABRAS_DE_PROSA = 6
ELEMENTOS = {"addition": "ins", "deletion": "del", "equal": ""}


@dataclass(frozen=True)
class Diferencia:
    """A value before and after."""

    antes: str
    despues: str

    @property
    def cambio(self) -> bool:
        """Whether it is another value now."""
        return self.antes != self.despues

    @property
    def trozos(self) -> list[tuple[str, str]]:
        """The value as (del, ins or "", text): word by word in prose; short values, the old one and the new one."""
        if not self.cambio:
            return [("", self.despues)]
        if min(len(self.antes.split()), len(self.despues.split())) < PALABRAS_DE_PROSA:
            return [(tipo, texto) for tipo, texto in (("del", self.antes), ("ins", self.despues)) if texto]
        return [(ELEMENTOS[tipo], texto) for tipo, texto in diff_text(self.antes, self.despues).changes]


@dataclass(frozen=True)
class CampoCambiado:
    """A field of the form that says something else."""

    titulo: str
    valor: Diferencia


@dataclass(frozen=True)
class FilaCambiada:
    """A row that was added, taken out or changed, cell by cell."""

    cambio: Cambio
    celdas: list[Diferencia]

    @property
    def titulo(self) -> str:
        """What happened to it, in words."""
        return str(TITULO_DE_CAMBIO[self.cambio])


@dataclass(frozen=True)
class TablaCambiada:
    """A list with the rows that are not as they were, and only the columns that any of them fills."""

    nombre: str
    titulo: str
    columnas: list[str]
    filas: list[FilaCambiada]

    @property
    def clave(self) -> str:
        """Its name in a page that shows the list itself too."""
        return f"cambios-{self.nombre}"


@dataclass(frozen=True)
class Cambios:
    """All that is different between two versions of a stage; false when nothing is."""

    campos: list[CampoCambiado] = field(default_factory=list)
    tablas: list[TablaCambiada] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.campos or self.tablas)


def cambios(antes: EtapaPage | None, despues: EtapaPage) -> Cambios:
    """Return what `despues` says that `antes` did not; against None (no earlier version) everything was added."""
    return Cambios(_campos(antes, despues), list(_tablas(antes, despues)))


def _campos(antes: EtapaPage | None, despues: EtapaPage) -> list[CampoCambiado]:
    previos = {campo.titulo: campo.valor for campo in legible.campos(antes, None)} if antes else {}
    actuales = {campo.titulo: campo.valor for campo in legible.campos(despues, None)}
    pares = [(t, Diferencia(previos.get(t, ""), actuales.get(t, ""))) for t in {**actuales, **previos}]
    return [CampoCambiado(titulo, valor) for titulo, valor in pares if valor.cambio]


def _tablas(antes: EtapaPage | None, despues: EtapaPage) -> Iterator[TablaCambiada]:
    previas = legible.renglones(antes) if antes else {}
    for nombre, actual in legible.renglones(despues).items():
        previa = previas.get(nombre)
        if filas := list(_filas(previa.filas if previa else {}, actual.filas)):
            usadas = [i for i in range(len(actual.columnas)) if any(_dice_algo(fila.celdas[i]) for fila in filas)]
            yield TablaCambiada(
                nombre,
                actual.titulo,
                [actual.columnas[i] for i in usadas],
                [FilaCambiada(fila.cambio, [fila.celdas[i] for i in usadas]) for fila in filas],
            )


def _filas(antes: dict[str, list[str]], despues: dict[str, list[str]]) -> Iterator[FilaCambiada]:
    antes = _emparejadas(antes, despues)
    for identidad in [*despues, *(clave for clave in antes if clave not in despues)]:
        previa, actual = antes.get(identidad), despues.get(identidad)
        if previa is None and actual is not None:
            yield FilaCambiada(Cambio.AGREGADA, [Diferencia("", valor) for valor in actual])
        elif actual is None and previa is not None:
            yield FilaCambiada(Cambio.QUITADA, [Diferencia(valor, "") for valor in previa])
        elif previa is not None and actual is not None and previa != actual:
            yield FilaCambiada(Cambio.CAMBIADA, [Diferencia(a, d) for a, d in zip(previa, actual, strict=True)])


def _emparejadas(antes: dict[str, list[str]], despues: dict[str, list[str]]) -> dict[str, list[str]]:
    """Give the earlier rows the identity they have now: a row taken out and written again has a new id."""
    sueltas = [clave for clave in despues if clave not in antes]
    resultado = {}
    for clave, valores in antes.items():
        misma = next((nueva for nueva in sueltas if _se_parecen(valores, despues[nueva])), None)
        if clave not in despues and misma is not None:
            sueltas.remove(misma)
            clave = misma
        resultado[clave] = valores
    return resultado


def _se_parecen(una: list[str], otra: list[str]) -> bool:
    """Whether two rows agree in most of what either says."""
    dichas = [(a, b) for a, b in zip(una, otra, strict=True) if a or b]
    return 2 * sum(a == b for a, b in dichas) > len(dichas)


def _dice_algo(celda: Diferencia) -> bool:
    return bool(celda.antes or celda.despues)
