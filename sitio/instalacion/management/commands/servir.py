"""manage.py servir: web and worker together, and the bot when there is a token."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sitio.instalacion import demostracion
from sitio.instalacion.servidor import Servidor


class Command(BaseCommand):
    help = "Sirve el portal y el trabajador juntos (y el bot, si hay TELEGRAM_TOKEN). Ctrl-C detiene todo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--puerto", type=int, default=8000)
        parser.add_argument("--demo", action="store_true", help="Muestra direcciones y usuarios de demostración.")

    def handle(self, *args: Any, **options: Any) -> None:
        puerto = options["puerto"]
        manage = [sys.executable, sys.argv[0]]
        ordenes = {
            "web": [*manage, "runserver", f"127.0.0.1:{puerto}", "--noreload"],
            "trabajador": [*manage, "qcluster"],
        }
        if settings.TELEGRAM_TOKEN:
            ordenes["bot"] = [*manage, "bot"]
        if options["demo"]:
            self._presentar(puerto)
        sys.exit(Servidor(ordenes).correr())

    def _presentar(self, puerto: int) -> None:
        base = f"http://localhost:{puerto}"
        for linea in (
            "",
            f"Portal público         {base}/",
            f"Datos abiertos (OCDS)  {base}/api/ocds/releases",
            f"Administración         {base}/admin/",
            f"Contraseña de todos los usuarios de demostración: {demostracion.CONTRASENA}",
            *(f"  {nombre:<28} {oficio}" for nombre, oficio in demostracion.usuarios()),
            "Ctrl-C detiene todo.",
            "",
        ):
            self.stdout.write(linea)
        self.stdout.flush()
