"""Decisions that held until a date: when it passes, the alert asks again."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sitio.alertas.consultas import hoy
from sitio.alertas.models import Alerta, EstadoDeAlerta
from sitio.alertas.transiciones import RESUELTAS
from sitio.alertas.vida import inhibiciones
from sitio.componentes import formatos

# Rows that one transaction takes.
LOTE = 200


def vencer_decisiones(dia: date | None = None) -> int:
    """Reopen the alerts whose decision no longer holds on `dia`, with its trace; returns how many. Safe to repeat."""
    cuantas, limite = 0, dia or hoy()
    while lote := _reabrir_lote(limite):
        cuantas += lote
    return cuantas


def _reabrir_lote(limite: date) -> int:
    with transaction.atomic():
        vencidas = Alerta.objects.select_for_update().filter(vigente_hasta__lt=limite, estado__in=RESUELTAS)
        alertas = list(vencidas.order_by("pk")[:LOTE])
        for alerta in alertas:
            motivo = _("La decisión valía hasta el %(fecha)s.") % {"fecha": formatos.fecha(alerta.vigente_hasta)}
            columnas = {"vigente_hasta": None, "por_anunciar": True}
            alerta.mover(EstadoDeAlerta.NUEVA, motivo=motivo, columnas=columnas)
        inhibiciones.aplicar({alerta.ocid for alerta in alertas})
    return len(alertas)
