"""Tell what another threshold would raise."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.alertas.general.umbrales import UmbralInvalido, leer_umbrales, probar_umbral
from sitio.analisis.motor.general import Clave
from sitio.analisis.registro import Resultado


class Command(BaseCommand):
    help = _("Dice qué señalaría una bandera con otros umbrales. No guarda ni avisa nada.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bandera", help=_("Clave de la bandera, como P20."))
        parser.add_argument("umbrales", nargs="+", metavar="nombre=valor", help=_("Umbral y valor que se prueba."))

    def handle(self, *args: Any, **opciones: Any) -> None:
        try:
            valores = leer_umbrales(opciones["bandera"], opciones["umbrales"])
        except UmbralInvalido as error:
            raise CommandError(str(error)) from error
        prueba = probar_umbral(opciones["bandera"], valores)
        for resultado in Resultado:
            self.stdout.write(
                _("%(resultado)s: %(antes)d hoy, %(despues)d con el cambio")
                % {
                    "resultado": resultado.value,
                    "antes": prueba.antes[resultado],
                    "despues": prueba.despues[resultado],
                }
            )
        self._ejemplos(_("Se señalarían además: %(cuantos)d"), prueba.cuantos_entran, prueba.entran)
        self._ejemplos(_("Dejarían de señalarse: %(cuantos)d"), prueba.cuantos_salen, prueba.salen)

    def _ejemplos(self, titulo: str, cuantos: int, claves: list[Clave]) -> None:
        self.stdout.write(titulo % {"cuantos": cuantos})
        for quien, sujeto in claves:
            self.stdout.write(f"  {quien}" if quien == sujeto else f"  {quien} · {sujeto}")
