"""The figures of the home page, all from the published records."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext, ngettext

from sitio.componentes.formatos import PESOS
from sitio.ocds import listas
from sitio.portal.consultas import renglones
from sitio.portal.grafica import Grafica, barras
from sitio.publicacion.models import Registro

ULTIMOS = 6


@dataclass(frozen=True)
class Cifras:
    """What the ledger holds. `monto` adds up amounts in pesos; `sin_sumar` processes state none or another currency."""

    procesos: int
    instituciones: int
    monto: Decimal | None
    sin_sumar: int
    ultima: datetime | None


@dataclass(frozen=True)
class PorMetodo:
    """One procurement method: how many processes, and the sum of those stated in pesos (None if none is)."""

    codigo: str
    titulo: str
    procesos: int
    porcentaje: Decimal
    monto: Decimal | None

    @property
    def porcentaje_corto(self) -> str:
        """The share without decimals; what exists is never shown as 0."""
        return f"{self.porcentaje:.0f}" if self.porcentaje >= 1 else gettext("menos de 1")


_EN_PESOS = Q(moneda=PESOS, monto__isnull=False)


def contexto() -> dict[str, Any]:
    """Return what the home page shows besides its own text."""
    metodos = por_metodo()
    return {
        "cifras": cifras(),
        "ultimos": renglones(Registro.objects.order_by("-posicion")[:ULTIMOS]),
        "metodos": metodos,
        "metodos_frase": frase(metodos),
        "metodos_grafica": grafica(metodos),
    }


def cifras() -> Cifras:
    """Return the totals in one query."""
    sumas = Registro.objects.aggregate(
        procesos=Count("pk"),
        instituciones=Count("comprador_id", filter=~Q(comprador_id=""), distinct=True),
        total=Sum("monto", filter=_EN_PESOS),
        sumados=Count("pk", filter=_EN_PESOS),
        ultima=Max("publicada_en"),
    )
    return Cifras(
        procesos=sumas["procesos"],
        instituciones=sumas["instituciones"],
        monto=sumas["total"],
        sin_sumar=sumas["procesos"] - sumas["sumados"],
        ultima=sumas["ultima"],
    )


def por_metodo() -> list[PorMetodo]:
    """Return the processes by procurement method, most used first; those that state none come last."""
    filas = list(
        Registro.objects.values("metodo")
        .annotate(procesos=Count("pk"), total=Sum("monto", filter=_EN_PESOS))
        .order_by()
    )
    total = sum(fila["procesos"] for fila in filas)
    filas.sort(key=lambda fila: (fila["metodo"] == "", -fila["procesos"], fila["metodo"]))
    return [
        PorMetodo(
            codigo=fila["metodo"],
            titulo=listas.titulo("method", fila["metodo"]) if fila["metodo"] else gettext("Método no publicado"),
            procesos=fila["procesos"],
            porcentaje=Decimal(100 * fila["procesos"]) / total,
            monto=fila["total"],
        )
        for fila in filas
    ]


def frase(metodos: list[PorMetodo]) -> str:
    """Return the sentence that says what the chart shows; empty without processes."""
    if not metodos:
        return ""
    primero, total = metodos[0], sum(metodo.procesos for metodo in metodos)
    if not primero.codigo:
        return gettext("Ninguno de los procesos publicados dice su método de contratación.")
    return ngettext(
        "El método más usado es %(metodo)s: %(procesos)s de %(total)s proceso publicado (%(porcentaje)s %%).",
        "El método más usado es %(metodo)s: %(procesos)s de %(total)s procesos publicados (%(porcentaje)s %%).",
        total,
    ) % {
        "metodo": primero.titulo.lower(),
        "procesos": f"{primero.procesos:,}",
        "total": f"{total:,}",
        "porcentaje": primero.porcentaje_corto,
    }


def grafica(metodos: list[PorMetodo]) -> Grafica:
    """Return the bar chart of processes by method."""
    return barras(
        [
            (
                metodo.titulo,
                metodo.procesos,
                gettext("%(procesos)s (%(porcentaje)s %%)")
                % {"procesos": f"{metodo.procesos:,}", "porcentaje": metodo.porcentaje_corto},
            )
            for metodo in metodos
        ]
    )
