"""manage.py cargar_demo: the whole demo, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sitio.instalacion import demostracion


class Command(BaseCommand):
    help = "Carga la demostración: instituciones, personas, contrataciones reales, alertas y plazos."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "La demostración crea usuarios con contraseña conocida: solo se carga con los ajustes de desarrollo."
            )
        demostracion.cargar(self.stdout.write)
        self.stdout.write(f"Usuarios (contraseña de todos: {demostracion.CONTRASENA}):")
        for nombre, oficio in demostracion.usuarios():
            self.stdout.write(f"  {nombre:<28} {oficio}")
