"""The account of an import, in words, for whoever gave the order."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.importacion.informe import Resumen
from sitio.importacion.tipos import Nota
from sitio.importacion.valores import legible

_NOTAS: dict[Nota, Any] = {
    Nota.ACTUALIZADA: gettext_lazy("    %(cuantas)s entregas venían en OCDS 1.0 y se actualizaron a 1.1."),
    Nota.PARTES_DISTINTAS: gettext_lazy(
        "    %(cuantas)s entregas de OCDS 1.0 describen a una organización de dos maneras; quedó la primera."
    ),
    Nota.DE_COMPILADA: gettext_lazy("    %(cuantas)s entregas se tomaron de una entrega compilada."),
    Nota.DE_VERSIONADA: gettext_lazy("    %(cuantas)s entregas se reconstruyeron de una entrega versionada."),
    Nota.ENLAZADA: gettext_lazy("    %(cuantas)s entregas se descargaron de donde las enlaza su registro."),
}


def contar(salida: OutputWrapper, resumen: Resumen) -> None:
    """Write what became of a file, with the first things that were refused."""
    if resumen.leidas or not resumen.error:
        salida.write(linea(resumen))
    for renglon in _detalles(resumen):
        salida.write(renglon)


def linea(resumen: Resumen) -> str:
    """The counts of a file in one line."""
    return _(
        "%(archivo)s: %(leidas)s leídas; %(emitidas)s emitidas (%(entregas)s entregas), %(repetidas)s repetidas, "
        "%(rechazadas)s rechazadas, %(retenidas)s en espera"
    ) % {
        "archivo": legible(resumen.archivo),
        "leidas": f"{resumen.leidas:,}",
        "emitidas": f"{resumen.emitidas:,}",
        "entregas": f"{resumen.entregas:,}",
        "repetidas": f"{resumen.repetidas:,}",
        "rechazadas": f"{resumen.rechazadas:,}",
        "retenidas": f"{resumen.retenidas:,}",
    }


def total(resumenes: Iterable[Resumen]) -> Resumen:
    """The counts of several files together."""
    suma = Resumen(_("Total"))
    for resumen in resumenes:
        for campo in ("emitidas", "repetidas", "rechazadas", "retenidas", "entregas"):
            setattr(suma, campo, getattr(suma, campo) + getattr(resumen, campo))
    return suma


def _detalles(resumen: Resumen) -> Iterator[str]:
    for nota, cuantas in sorted(resumen.notas.items()):
        yield str(_NOTAS[nota]) % {"cuantas": f"{cuantas:,}"}
    if resumen.avisos:
        yield _("    %(cuantos)s avisos; véalos con --informe.") % {"cuantos": f"{resumen.avisos:,}"}
    for rechazo in resumen.primeros_rechazos:
        yield _("    %(archivo)s, renglón %(renglon)s, %(campo)s: %(motivo)s") % {
            "archivo": legible(rechazo.archivo),
            "renglon": rechazo.renglon,
            "campo": legible(rechazo.fallas[0].campo) or "—",
            "motivo": legible(rechazo.fallas[0].motivo),
        }
    if resumen.rechazadas > len(resumen.primeros_rechazos):
        yield _("    …y %(cuantas)s más; pida el detalle con --informe.") % {
            "cuantas": resumen.rechazadas - len(resumen.primeros_rechazos)
        }
    if resumen.retenidas:
        yield _("    No entró nada de este archivo: %(cuantas)s unidades sanas esperan a que se corrija lo demás.") % {
            "cuantas": f"{resumen.retenidas:,}"
        }
