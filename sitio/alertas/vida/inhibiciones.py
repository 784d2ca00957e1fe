"""Which open alert already says what another one says: that one waits, marked, until the first closes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sitio.alertas.models import Alerta, EstadoDeAlerta
from sitio.alertas.transiciones import ABIERTAS
from sitio.analisis.comunes import SIN_EFECTO
from sitio.publicacion.models import Registro

# What `inhibida_por` says when the procedure itself was called off.
CANCELADO = "cancelado"
# Flags on what was called off: they only make sense then.
DE_LO_CANCELADO = ("P36",)


@dataclass(frozen=True)
class Inhibicion:
    """While `madre` is open, `hija` waits: on the same subject, or on any of the process."""

    madre: str
    hija: str
    mismo_sujeto: bool = False


INHIBICIONES = (
    # A definitive listing by the tax authority (art. 69-B CFF) says more than the presumption that came before.
    Inhibicion("L03", "L04", mismo_sujeto=True),
    # Above the limit is more than just below it.
    Inhibicion("P12", "P14"),
)


def aplicar(ocids: Collection[str]) -> list[Alerta]:
    """Mark and unmark the open alerts of these processes as the table says; return those that are news again."""
    cancelados = _cancelados(ocids)
    abiertas = Alerta.objects.select_for_update().filter(ocid__in=[o for o in ocids if o], estado__in=ABIERTAS)
    por_proceso: dict[str, list[Alerta]] = {}
    for alerta in abiertas.order_by("pk"):
        por_proceso.setdefault(alerta.ocid, []).append(alerta)
    vuelven = []
    for ocid, alertas in por_proceso.items():
        for alerta in alertas:
            quien = _quien(alerta, alertas, cancelado=ocid in cancelados)
            if quien != alerta.inhibida_por and _marcar(alerta, quien):
                vuelven.append(alerta)
    return vuelven


def _cancelados(ocids: Collection[str]) -> set[str]:
    sin_efecto = Registro.objects.filter(ocid__in=ocids, estado_licitacion__in=SIN_EFECTO)
    return set(sin_efecto.values_list("ocid", flat=True))


def _quien(alerta: Alerta, alertas: Iterable[Alerta], *, cancelado: bool) -> str:
    """Return what keeps an alert waiting; empty if nothing does."""
    if cancelado and alerta.bandera not in DE_LO_CANCELADO:
        return CANCELADO
    abiertas = {(a.bandera, a.sujeto) for a in alertas} | {(a.bandera, "") for a in alertas}
    for inhibicion in INHIBICIONES:
        sujeto = alerta.sujeto if inhibicion.mismo_sujeto else ""
        if alerta.bandera == inhibicion.hija and (inhibicion.madre, sujeto) in abiertas:
            return inhibicion.madre
    return ""


def _marcar(alerta: Alerta, quien: str) -> bool:
    """Write it down with its movement; tells whether the alert is news again."""
    vuelve = not quien and alerta.estado == EstadoDeAlerta.NUEVA
    columnas = {"inhibida_por": quien, "por_anunciar": vuelve}
    alerta.mover(alerta.estado, motivo=_por_que(quien), columnas=columnas)
    return vuelve


def _por_que(quien: str) -> str:
    if quien == CANCELADO:
        return _("Espera: el procedimiento se canceló.")
    if quien:
        return _("Espera: mientras esté abierta %(bandera)s, dice lo mismo.") % {"bandera": quien}
    return _("Deja de esperar: lo que la inhibía se cerró.")
