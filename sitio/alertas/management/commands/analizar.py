"""Review every published process now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from sitio.alertas import servicios
from sitio.alertas.guardado import Conteo
from sitio.alertas.models import MotivoDeCorrida
from sitio.publicacion.models import Registro
from sitio.publicacion.progreso import Progreso


class Command(BaseCommand):
    help = _("Evalúa todas las banderas y plazos sobre todos los procesos publicados. Repetirlo no cambia nada.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        suma = Conteo()
        with Progreso(self.stdout, _("procesos"), Registro.objects.count()) as progreso:
            for novedades in servicios.revisar_todo(motivo=MotivoDeCorrida.MANUAL):
                suma.sumar(novedades.conteo)
                progreso.avanzar(novedades.procesos)
        vencidos = servicios.vencer_plazos()
        self.stdout.write(
            _(
                "Alertas: %(nuevas)d nuevas, %(reabiertas)d reabiertas, %(actualizadas)d con evidencia nueva, "
                "%(cerradas)d cerradas. Plazos: %(plazos)d nuevos, %(cambiados)d actualizados, %(vencidos)d vencidos."
            )
            % {
                "nuevas": suma.alertas_nuevas,
                "reabiertas": suma.alertas_reabiertas,
                "actualizadas": suma.alertas_actualizadas,
                "cerradas": suma.alertas_cerradas,
                "plazos": suma.plazos_nuevos,
                "cambiados": suma.plazos_actualizados,
                "vencidos": vencidos,
            }
        )
