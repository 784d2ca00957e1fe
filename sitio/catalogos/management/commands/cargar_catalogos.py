"""`manage.py cargar_catalogos [--carpeta CARPETA]`: reference data from CSV files, as often as wanted."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.catalogos import carga


class Command(BaseCommand):
    """Load COG, CUCoP+, non-working days and buying units, and print how many rows each one has and brought."""

    help = (
        "Carga los catálogos (COG, CUCoP+, días inhábiles, unidades compradoras) desde archivos CSV. Puede repetirse."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where the files are."""
        parser.add_argument("--carpeta", type=Path, default=carga.CARPETA, help="Carpeta de los CSV.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        """Load and report, catalogue by catalogue."""
        try:
            for cuenta in carga.cargar_catalogos(opciones["carpeta"]):
                self.stdout.write(
                    _("%(titulo)s: %(leidas)s leídas, %(nuevas)s nuevas")
                    % {"titulo": cuenta.titulo, "leidas": cuenta.leidas, "nuevas": cuenta.nuevas}
                )
        except carga.CatalogoInvalido as error:
            raise CommandError(str(error)) from None
