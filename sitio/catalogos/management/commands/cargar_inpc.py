"""`manage.py cargar_inpc ARCHIVO [--base TEXTO] [--fuente TEXTO]`: the INPC of INEGI, month by month."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.catalogos import inpc


class Command(BaseCommand):
    help = _("Carga el INPC mensual de un CSV del INEGI. Puede repetirse.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archivo", type=Path, help="CSV de la serie mensual.")
        parser.add_argument("--base", default=inpc.BASE, help="Periodo base del índice.")
        parser.add_argument("--fuente", default="", help="De dónde se descargó; si falta, el nombre del archivo.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        try:
            cuenta = inpc.cargar(opciones["archivo"], opciones["base"], opciones["fuente"])
        except inpc.InpcInvalido as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            _("INPC: %(leidos)d meses leídos, %(nuevos)d nuevos.") % {"leidos": cuenta.leidos, "nuevos": cuenta.nuevos}
        )
