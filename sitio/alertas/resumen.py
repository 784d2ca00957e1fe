"""Alerts summed up: a heat map of flags and units, and the share of each flag that people found justified."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Left, Length
from django.utils.translation import gettext as _

from sitio.alertas.models import Alerta, EstadoDeAlerta
from sitio.alertas.urls_admin import url_de_alertas
from sitio.analisis.registro import BANDERAS
from sitio.procesos.lista.filtros import PASO
from sitio.procesos.models import ProcesoPage, UnidadCompradoraPage

# Shades of the map; the number is always written too.
TONOS = 4
# Fewer decisions than these make no ratio (risk.md 3.4).
MINIMO = 5
FALSOS_POSITIVOS = (EstadoDeAlerta.JUSTIFICADA, EstadoDeAlerta.DESESTIMADA)
DECIDIDAS = (
    *FALSOS_POSITIVOS,
    EstadoDeAlerta.CONFIRMADA,
    EstadoDeAlerta.ACEPTADA,
    EstadoDeAlerta.SUBSANADA,
    EstadoDeAlerta.REMITIDA,
)


@dataclass(frozen=True)
class Celda:
    """How many open alerts of a flag a unit has; `tono` from 0 (none) to TONOS."""

    cuantas: int
    tono: int
    url: str


@dataclass(frozen=True)
class Fila:
    """A flag across the units."""

    bandera: str
    titulo: str
    celdas: list[Celda]
    total: int


@dataclass(frozen=True)
class Mapa:
    """Open alerts by flag and unit."""

    unidades: list[str]
    filas: list[Fila]


@dataclass(frozen=True)
class Justificadas:
    """Of what people decided on a flag, how much they justified or dismissed; no share under MINIMO decisions."""

    bandera: str
    titulo: str
    decididas: int
    justificadas: int

    @property
    def porcentaje(self) -> Decimal | None:
        """The share, from 0 to 100; None when there are too few to tell."""
        if self.decididas < MINIMO:
            return None
        return (Decimal(100) * self.justificadas / self.decididas).quantize(Decimal("0.1"))


def mapa(usuario: User) -> Mapa:
    """Return the open alerts that `usuario` may see, by flag and unit (two queries)."""
    camino = ProcesoPage.objects.filter(ocid=OuterRef("ocid")).annotate(
        de_unidad=Left("path", Length("path") - 2 * PASO)
    )
    abiertas = Alerta.objects.visibles_para(usuario).abiertas().order_by()
    grupos = abiertas.annotate(de_unidad=Subquery(camino.values("de_unidad")[:1])).values_list("bandera", "de_unidad")
    cuentas = {(bandera, lugar or ""): n for bandera, lugar, n in grupos.annotate(n=Count("pk"))}
    unidades = {u.path: u for u in UnidadCompradoraPage.objects.filter(path__in={lugar for _b, lugar in cuentas})}
    columnas = [
        *sorted(unidades, key=lambda path: unidades[path].title),
        *([""] if any(not x for _b, x in cuentas) else []),
    ]
    return Mapa(
        [unidades[path].title if path else _("Sin unidad") for path in columnas],
        _filas(cuentas, columnas, {path: unidad.pk for path, unidad in unidades.items()}),
    )


def _filas(cuentas: dict[tuple[str, str], int], columnas: list[str], pks: dict[str, int]) -> list[Fila]:
    totales: Counter[str] = Counter()
    for (bandera, _lugar), n in cuentas.items():
        totales[bandera] += n
    maximo = max(cuentas.values(), default=0)
    return [
        Fila(
            bandera,
            _titulo(bandera),
            [_celda(bandera, cuentas.get((bandera, path), 0), maximo, pks.get(path)) for path in columnas],
            total,
        )
        for bandera, total in sorted(totales.items(), key=lambda par: (-par[1], par[0]))
    ]


def _celda(bandera: str, cuantas: int, maximo: int, unidad: int | None) -> Celda:
    pregunta = {"situacion": "abiertas", "bandera": bandera} | ({"unidad": str(unidad)} if unidad else {})
    # The shade is rounded up, so that one alert is never as pale as none.
    tono = -(-cuantas * TONOS // maximo) if maximo else 0
    return Celda(cuantas, tono, f"{url_de_alertas()}?{urlencode(pregunta)}")


def justificadas(usuario: User) -> list[Justificadas]:
    """Return, by flag, what people decided on the alerts that `usuario` may see: the noisiest first (one query)."""
    visibles = Alerta.objects.visibles_para(usuario).filter(estado__in=DECIDIDAS).order_by()
    sin_razon = Count("pk", filter=Q(estado__in=FALSOS_POSITIVOS))
    cuentas = visibles.values_list("bandera").annotate(total=Count("pk"), falsos=sin_razon)
    filas = [Justificadas(bandera, _titulo(bandera), total, falsos) for bandera, total, falsos in cuentas]
    return sorted(filas, key=lambda f: (-(f.porcentaje if f.porcentaje is not None else Decimal(-1)), f.bandera))


def _titulo(bandera: str) -> str:
    return _(BANDERAS[bandera].titulo) if bandera in BANDERAS else bandera
