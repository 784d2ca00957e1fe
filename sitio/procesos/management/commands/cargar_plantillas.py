"""manage.py cargar_plantillas: store the procedure templates of a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sitio.procesos.plantillas import PlantillaInvalida, cargar_carpeta
from sitio.rutas import PLANTILLAS


class Command(BaseCommand):
    help = "Carga las plantillas de procedimiento (JSON); una que cambió se guarda como versión nueva."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("carpeta", nargs="?", type=Path, default=PLANTILLAS / "procedimientos")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cargadas = cargar_carpeta(options["carpeta"])
        except PlantillaInvalida as error:
            raise CommandError(str(error)) from error
        if not cargadas:
            raise CommandError(f"No hay plantillas (*.json) en {options['carpeta']}")
        for plantilla, nueva in cargadas:
            estado = "nueva" if nueva else "sin cambios"
            self.stdout.write(f"{plantilla.clave} v{plantilla.version}: {estado}")
