"""The figures of an institution as its page tells them: by law, by indicator, by measure, year after year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from django.db.models import Q
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sitio.alertas import mediciones
from sitio.alertas.models import Medicion
from sitio.analisis.indicadores import INDICADORES
from sitio.analisis.indicadores.registro import EXCLUSIONES, Ambito, Indicador, Ley, Medida, Sentido, UnidadDeMedida
from sitio.catalogos.models import UnidadCompradora
from sitio.componentes.formatos import numero
from sitio.ocds import listas
from sitio.portal.filtros import anios
from sitio.portal.grafica import Serie, serie
from sitio.publicacion.models import Publicador

# The scheme that the ids of buying units carry in what is published.
PREFIJO_DE_UNIDAD = "X-UC-"
TITULOS_DE_LEY = {Ley.LAASSP: _("Adquisiciones, arrendamientos y servicios"), Ley.LOPSRM: _("Obra pública")}
TITULOS_DE_SENTIDO = {
    Sentido.MAYOR: _("Más alto es mejor."),
    Sentido.MENOR: _("Más bajo es mejor."),
    Sentido.NEUTRAL: _("Ni alto ni bajo es mejor por sí mismo."),
}


@dataclass(frozen=True)
class Fila:
    """A figure in a table. `anio` None: all the years. `procesos`: the search of the list of processes behind it."""

    anio: int | None
    procesos: str
    cifra: str
    casos: str
    fuera: list[str]
    lugar: str


@dataclass(frozen=True)
class FichaDeMedida:
    """One measure, with its years, the most recent first."""

    titulo: str
    formula: str
    filas: list[Fila]
    frase: str
    serie: Serie | None


@dataclass(frozen=True)
class FichaDeIndicador:
    """An indicator with its measures, all in the reader's language."""

    id: str
    titulo: str
    version: str
    fuente: str
    que_dice: str
    sentido: str
    advertencias: list[str]
    medidas: list[FichaDeMedida]


@dataclass(frozen=True)
class Apartado:
    """The indicators of one law."""

    clave: str
    titulo: str
    indicadores: list[FichaDeIndicador]


@dataclass(frozen=True)
class Corte:
    """What part of an institution the figures are of: as a whole, one buying unit or one method."""

    ambito: Ambito = Ambito.INSTITUCION
    clave: str = ""
    titulo: str = ""

    @property
    def valor(self) -> str:
        """How an address says it; empty for the whole."""
        return f"{self.ambito}:{self.clave}" if self.clave else ""

    @property
    def filtro(self) -> Q:
        """The figures it shows."""
        if self.ambito is Ambito.INSTITUCION:
            return Q(ambito__in=[Ambito.INSTITUCION, Ambito.ANIO])
        return Q(ambito=self.ambito, **{self.ambito.value: self.clave})


@dataclass(frozen=True)
class _Lectura:
    """What every row of the page needs: of what it is, its place among its peers by pk, the years one can list."""

    publicador: Publicador
    corte: Corte
    lugares: Mapping[int, int]
    listados: Collection[int]


def cortes(publicador: Publicador) -> dict[Ambito, list[Corte]]:
    """Return the units and the methods that have figures, by title (three queries)."""
    suyas = publicador.mediciones.order_by()
    metodos = suyas.filter(ambito=Ambito.METODO).values_list("metodo", flat=True).distinct()
    unidades = list(suyas.filter(ambito=Ambito.UNIDAD).values_list("unidad", flat=True).distinct())
    nombres = _nombres_de_unidades(unidades)
    opciones = {
        Ambito.UNIDAD: [Corte(Ambito.UNIDAD, unidad, nombres[unidad]) for unidad in unidades],
        Ambito.METODO: [Corte(Ambito.METODO, metodo, listas.titulo("method", metodo)) for metodo in metodos],
    }
    return {ambito: sorted(suyos, key=lambda corte: corte.titulo) for ambito, suyos in opciones.items()}


def _nombres_de_unidades(identificadores: list[str]) -> dict[str, str]:
    """Return how each unit is called in the catalogue, with its key; the key alone, for one that is not in it."""
    claves = {unidad: unidad.removeprefix(PREFIJO_DE_UNIDAD) for unidad in identificadores}
    nombres = dict(UnidadCompradora.objects.filter(clave__in=claves.values()).values_list("clave", "nombre"))
    return {unidad: f"{nombres[clave]} ({clave})" if clave in nombres else clave for unidad, clave in claves.items()}


def apartados(publicador: Publicador, corte: Corte) -> list[Apartado]:
    """Return the figures of an institution, or of a part of it; the indicators about which it has none are not told."""
    suyas = publicador.mediciones.filter(corte.filtro).order_by("indicador")
    por_indicador = {clave: list(grupo) for clave, grupo in groupby(suyas, lambda m: m.indicador)}
    lectura = _Lectura(publicador, corte, mediciones.percentiles(publicador), anios())
    return [
        Apartado(ley.value, str(titulo), indicadores)
        for ley, titulo in TITULOS_DE_LEY.items()
        if (indicadores := _de_ley(lectura, ley, por_indicador))
    ]


def calculada_en(publicador: Publicador) -> datetime | None:
    """Return when its figures were computed; None if they never were."""
    return publicador.mediciones.values_list("calculada_en", flat=True).first()


def _de_ley(lectura: _Lectura, ley: Ley, por_indicador: Mapping[str, list[Medicion]]) -> list[FichaDeIndicador]:
    return [
        _ficha(lectura, indicador, por_indicador[clave])
        for clave, indicador in sorted(INDICADORES.items())
        if indicador.ley is ley and clave in por_indicador
    ]


def _ficha(lectura: _Lectura, indicador: Indicador, suyas: list[Medicion]) -> FichaDeIndicador:
    return FichaDeIndicador(
        id=indicador.id,
        titulo=gettext(indicador.titulo),
        version=indicador.version,
        fuente=gettext(indicador.fuente),
        que_dice=gettext(indicador.que_dice),
        sentido=str(TITULOS_DE_SENTIDO[indicador.sentido]),
        advertencias=[gettext(advertencia) for advertencia in indicador.advertencias],
        medidas=[
            _medida(lectura, indicador, medida, de_la_medida)
            for medida in indicador.medidas
            if (de_la_medida := [m for m in suyas if m.medida == medida.clave])
        ],
    )


def _medida(lectura: _Lectura, indicador: Indicador, medida: Medida, suyas: list[Medicion]) -> FichaDeMedida:
    ordenadas = sorted(suyas, key=lambda m: -(m.anio or 0))
    puntos = [(m.anio, m.valor, cifra(m.valor, medida)) for m in reversed(ordenadas) if m.anio and m.valor is not None]
    return FichaDeMedida(
        titulo=gettext(medida.titulo or indicador.titulo),
        formula=gettext(medida.formula),
        filas=[_fila(lectura, m, medida) for m in ordenadas],
        frase=_frase(puntos),
        serie=serie(puntos) if len(puntos) > 1 else None,
    )


def _fila(lectura: _Lectura, medicion: Medicion, medida: Medida) -> Fila:
    lugar = lectura.lugares.get(medicion.pk)
    return Fila(
        anio=medicion.anio,
        procesos=_procesos(lectura, medicion.anio),
        cifra="" if medicion.valor is None else cifra(medicion.valor, medida),
        casos=gettext("%(n)s de %(total)s") % {"n": numero(medicion.n), "total": numero(medicion.total)},
        fuera=exclusiones(medicion.excluidos),
        lugar="" if lugar is None else gettext("percentil %(lugar)s") % {"lugar": lugar},
    )


def _procesos(lectura: _Lectura, anio: int | None) -> str:
    """Return the search of the list of processes: of that year, if the list has it; none for a unit."""
    if lectura.corte.ambito is Ambito.UNIDAD:
        return ""
    filtros: dict[str, str | int] = {"institucion": lectura.publicador.clave}
    if anio is not None and anio in lectura.listados:
        filtros["anio"] = anio
    if lectura.corte.ambito is Ambito.METODO:
        filtros["metodo"] = lectura.corte.clave
    return urlencode(filtros)


def cifra(valor: Decimal, medida: Medida) -> str:
    """Return a figure as people read it, in its unit, with one decimal if it is not whole."""
    escrito = numero(round(valor, 1))
    if medida.unidad is UnidadDeMedida.PORCENTAJE:
        return gettext("%(cifra)s %%") % {"cifra": escrito}
    if medida.unidad is UnidadDeMedida.DIAS:
        return ngettext("%(cifra)s día", "%(cifra)s días", 1 if escrito == "1" else 2) % {"cifra": escrito}
    if medida.unidad is UnidadDeMedida.PUNTOS:
        return gettext("%(cifra)s puntos") % {"cifra": escrito}
    return escrito


def exclusiones(excluidos: Mapping[str, int]) -> list[str]:
    """Return what was left out in words, the most frequent reason first: «12 sin monto»."""
    ordenados = sorted(excluidos.items(), key=lambda par: (-par[1], par[0]))
    return [f"{numero(cuantos)} {gettext(EXCLUSIONES.get(motivo, motivo))}" for motivo, cuantos in ordenados]


def _frase(puntos: list[tuple[int, Decimal, str]]) -> str:
    """Return the sentence that says what the chart shows: against its own past, and nobody else's."""
    if len(puntos) < 2:
        return ""
    (primero, antes, antes_dicho), (ultimo, ahora, ahora_dicho) = puntos[0], puntos[-1]
    if antes == ahora:
        return gettext("Igual que en %(primero)s: %(ahora)s en %(ultimo)s.") % {
            "primero": primero,
            "ultimo": ultimo,
            "ahora": ahora_dicho,
        }
    texto = (
        gettext("Subió de %(antes)s en %(primero)s a %(ahora)s en %(ultimo)s.")
        if ahora > antes
        else gettext("Bajó de %(antes)s en %(primero)s a %(ahora)s en %(ultimo)s.")
    )
    return texto % {"antes": antes_dicho, "primero": primero, "ahora": ahora_dicho, "ultimo": ultimo}
