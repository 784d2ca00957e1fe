"""What comes next in a process: the dates still ahead that its own data states."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext

from sitio.componentes import formatos
from sitio.portal.ficha.lectura import Objeto, dia, momento, objeto, objetos, texto
from sitio.portal.ficha.piezas import Proximo

CUANTOS = 3
# Of what was cancelled nothing comes next.
_SIN_EFECTO = frozenset({"cancelled", "unsuccessful", "withdrawn", "terminated"})


def proximos(compilada: Objeto, hoy: date) -> list[Proximo]:
    """Return the nearest dates from `hoy` on (Mexico City), soonest first."""
    fechas = ((formatos.leer_dia(valor), que, cuando, valor) for que, cuando, valor in _fechas(compilada))
    venideras = sorted((fecha, que, cuando, valor) for fecha, que, cuando, valor in fechas if fecha and fecha >= hoy)
    return [Proximo(que, cuando, formatos.vencimiento(valor, hoy)) for _, que, cuando, valor in venideras[:CUANTOS]]


def _fechas(compilada: Objeto) -> Iterator[tuple[str, str, str]]:
    """Yield (what, when in words, the datum) for each date that someone waits for."""
    licitacion = objeto(compilada, "tender")
    if texto(licitacion, "status") not in _SIN_EFECTO | {"complete"}:
        yield from _de(licitacion, "enquiryPeriod.endDate", gettext("Cierra la recepción de preguntas"), con_hora=True)
        yield from _de(licitacion, "tenderPeriod.endDate", gettext("Cierra la recepción de propuestas"), con_hora=True)
        yield from _de(licitacion, "awardPeriod.endDate", gettext("Fecha prevista del fallo"))
    for contrato in objetos(compilada, "contracts"):
        if texto(contrato, "status") not in _SIN_EFECTO:
            yield from _de(contrato, "period.startDate", gettext("Inicia la vigencia del contrato"))
            yield from _de(contrato, "period.endDate", gettext("Vence el contrato"))


def _de(dato: Objeto, ruta: str, que: str, *, con_hora: bool = False) -> Iterator[tuple[str, str, str]]:
    cuando = momento(dato, ruta) if con_hora else dia(dato, ruta)
    if cuando:
        yield que, cuando, texto(dato, ruta)
