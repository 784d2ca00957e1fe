"""Write the schedules that every room asked for."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from sitio.cola import escribir_programa


class Command(BaseCommand):
    help = _("Escribe las tareas programadas de todas las salas. Repetirlo no las duplica ni las pospone.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        for nombre in escribir_programa():
            self.stdout.write(_("Programada: %(nombre)s") % {"nombre": nombre})
