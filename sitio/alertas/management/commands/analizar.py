"""Analyse what is published, now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.alertas import general, servicios
from sitio.alertas.general.almacen import almacen
from sitio.alertas.guardado import Conteo
from sitio.alertas.models import Corrida, MotivoDeCorrida
from sitio.publicacion.progreso import Progreso


class Command(BaseCommand):
    help = _("Evalúa banderas y plazos sobre lo publicado que falte revisar. Repetirlo no cambia nada.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        cuanto = parser.add_mutually_exclusive_group()
        cuanto.add_argument(
            "--todo",
            action="store_true",
            help=_("Todas las reglas sobre todos los procesos, también las que comparan unos con otros."),
        )
        cuanto.add_argument(
            "--desde-cero", action="store_true", help=_("Lo mismo, y antes rehace las tablas que leen las reglas.")
        )

    def handle(self, *args: Any, **opciones: Any) -> None:
        if opciones["desde_cero"]:
            almacen().vaciar()
        conteo = self._general() if opciones["todo"] or opciones["desde_cero"] else self._pendientes()
        vencidos = servicios.vencer_plazos()
        self.stdout.write(
            _(
                "Alertas: %(nuevas)d nuevas, %(reabiertas)d reabiertas, %(actualizadas)d con evidencia nueva, "
                "%(cerradas)d cerradas. Plazos: %(plazos)d nuevos, %(cambiados)d actualizados, %(vencidos)d vencidos."
            )
            % {
                "nuevas": conteo.alertas_nuevas,
                "reabiertas": conteo.alertas_reabiertas,
                "actualizadas": conteo.alertas_actualizadas,
                "cerradas": conteo.alertas_cerradas,
                "plazos": conteo.plazos_nuevos,
                "cambiados": conteo.plazos_actualizados,
                "vencidos": vencidos,
            }
        )

    def _pendientes(self) -> Conteo:
        suma, faltan = Conteo(), servicios.sin_revisar(timezone.now()).values_list("ocid", flat=True)
        with Progreso(self.stdout, _("procesos"), faltan.count()) as progreso:
            for lote in servicios.lotes(faltan.iterator()):
                novedades = servicios.revisar(lote, motivo=MotivoDeCorrida.MANUAL)
                suma.sumar(novedades.conteo)
                progreso.avanzar(novedades.procesos)
        return suma

    def _general(self) -> Conteo:
        try:
            corrida = general.correr(MotivoDeCorrida.MANUAL)
        except (general.CorridaEnCurso, general.TurnoPerdido) as error:
            raise CommandError(
                _("Hay otra corrida general en curso. Espere a que termine: la lista de corridas dice cuándo.")
            ) from error
        self._decir(corrida)
        return Conteo(**{nombre: getattr(corrida, nombre) for nombre in Conteo().como_columnas()})

    def _decir(self, corrida: Corrida) -> None:
        self.stdout.write(
            _("Procesos: %(procesos)d. Segundos: %(segundos).1f.")
            % {"procesos": corrida.procesos, "segundos": corrida.segundos}
        )
        for bandera, cuentas in sorted(corrida.resultados.items()):
            self.stdout.write(
                _(
                    "  %(bandera)s: %(bandera_levantada)d levantadas, %(sin_bandera)d sin bandera, "
                    "%(datos_insuficientes)d con datos insuficientes, %(no_aplica)d no aplica"
                )
                % {"bandera": bandera, "bandera_levantada": cuentas["bandera"], **_otras(cuentas)}
            )


def _otras(cuentas: dict[str, int]) -> dict[str, int]:
    return {resultado: cuantos for resultado, cuantos in cuentas.items() if resultado != "bandera"}
