"""The registry of indicators: what a figure says of itself, and how each one is added."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import ibis.expr.types as ir

from sitio.analisis.registro import gettext_noop
from sitio.analisis.tablas import Tablas

_ = gettext_noop

# With fewer observations than these a figure tells of its cases, not of its institution.
MINIMO = 5


class Ley(StrEnum):
    """Whose procedures an indicator measures: goods and services, or public works."""

    LAASSP = "LAASSP"
    LOPSRM = "LOPSRM"


class Clase(StrEnum):
    """How the observations make one figure. They are kept apart because medians and shares do not add up."""

    RAZON = "razon"
    MEDIA = "media"
    MEDIANA = "mediana"
    DIEZ_MAYORES = "diez_mayores"
    HERFINDAHL = "herfindahl"


class UnidadDeMedida(StrEnum):
    """What a figure is told in."""

    PORCENTAJE = "porcentaje"
    PUNTOS = "puntos"
    NUMERO = "numero"
    DIAS = "dias"


class Sentido(StrEnum):
    """Which way is better, where a public goal says so."""

    MAYOR = "mayor"
    MENOR = "menor"
    NEUTRAL = "neutral"


class Ambito(StrEnum):
    """Of what a figure is: the institution with all its years, or one year of it, whole, of a unit or of a method."""

    INSTITUCION = "institucion"
    ANIO = "anio"
    UNIDAD = "unidad"
    METODO = "metodo"


# Where each process is seen once, whatever it is grouped by.
TODOS = tuple(Ambito)
# What belongs to the institution as a whole: its budget, or who it met for the first time.
POR_ANIO = (Ambito.ANIO,)


@dataclass(frozen=True)
class Medida:
    """One figure of an indicator. `clave` tells it from the others of the same indicator; empty if it is the only one.

    `expresion` returns observations (see `base.observar`), never the figure: the engine adds them up for each scope.
    """

    formula: str
    clase: Clase
    unidad: UnidadDeMedida
    expresion: Callable[[Tablas], ir.Table]
    clave: str = ""
    titulo: str = ""
    ambitos: tuple[Ambito, ...] = TODOS


@dataclass(frozen=True)
class Indicador:
    """An indicator: what it measures, out of what, and what it cannot tell."""

    id: str
    titulo: str
    version: str
    ley: Ley
    fuente: str
    campos: tuple[str, ...]
    que_dice: str
    sentido: Sentido
    medidas: tuple[Medida, ...]
    advertencias: tuple[str, ...] = ()

    def medida(self, clave: str) -> Medida | None:
        """Return the figure of that key; None if this version has none."""
        return next((medida for medida in self.medidas if medida.clave == clave), None)


# Why something that belongs to an indicator was left out of its figure, as it is told to people: «12 sin monto».
EXCLUSIONES: dict[str, str] = {
    "conjunta": _("con varios proveedores en una adjudicación"),
    "desmesurado": _("con una cifra imposible"),
    "fechas_invertidas": _("con fechas en desorden"),
    "metodo_no_dicho": _("sin método de contratación, o con uno ambiguo"),
    "otra_ley": _("de otra ley, o sin la fecha que la determina"),
    "otra_moneda": _("en otra moneda, o sin decirla"),
    "primer_anio": _("del primer año publicado, sin años anteriores con los que comparar"),
    "sin_avance": _("sin hitos de ejecución con fecha"),
    "sin_calendario": _("de años cuyos días inhábiles no se han cargado"),
    "sin_categoria": _("que no dicen si son adquisiciones u obra"),
    "sin_contrato_unico": _("cuya adjudicación no tiene exactamente un contrato"),
    "sin_cotizaciones": _("con menos de tres cotizaciones"),
    "sin_documento": _("sin el documento, o sin su fecha de publicación"),
    "sin_estado": _("que no dicen su estado"),
    "sin_factura": _("con pagos sin la fecha de su hito"),
    "sin_fallo": _("sin fecha de fallo"),
    "sin_fecha": _("sin la fecha programada"),
    "sin_fecha_cumplida": _("cumplidos sin decir cuándo"),
    "sin_fecha_original": _("sin el plazo original"),
    "sin_firma": _("sin fecha de firma"),
    "sin_fundamento": _("sin fundamento legal"),
    "sin_licitantes": _("que no dicen quién participó"),
    "sin_linea": _("sin línea del programa anual"),
    "sin_monto": _("sin monto"),
    "sin_planeacion": _("sin etapa de planeación publicada"),
    "sin_presupuesto": _("sin presupuesto"),
    "sin_proveedor": _("sin proveedor"),
    "sin_apertura": _("sin fecha de apertura"),
    "sin_publicacion": _("sin fecha de publicación"),
    "sin_terminacion": _("terminados sin decir cuándo"),
    "sin_valoracion": _("sin resultado de la evaluación"),
    "no_se_publica": _("cuyo dato no forma parte de lo que se publica"),
}

INDICADORES: dict[str, Indicador] = {}


def registrar_indicador(indicador: Indicador) -> Indicador:
    """Add an indicator to the registry; ValueError if its id is taken."""
    if indicador.id in INDICADORES:
        raise ValueError(f"El indicador {indicador.id} ya está registrado.")
    INDICADORES[indicador.id] = indicador
    return indicador
