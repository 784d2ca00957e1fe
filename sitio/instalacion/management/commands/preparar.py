"""manage.py preparar: what an installation needs before its first process."""

from typing import Any

from django.core.management.base import BaseCommand

from sitio.instalacion.preparacion import preparar


class Command(BaseCommand):
    help = "Carga catálogos y plantillas, crea la página de inicio y programa las tareas. Se puede repetir."

    def handle(self, *args: Any, **options: Any) -> None:
        preparar(self.stdout.write)
