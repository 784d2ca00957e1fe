from datetime import time

from django.apps import AppConfig


class ImportacionConfig(AppConfig):
    name = "sitio.importacion"
    label = "importacion"
    verbose_name = "Importación"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sitio.cola import programar

        programar("cosechar a otros publicadores", "sitio.importacion.tareas.cosechar_diarias", diaria=time(1, 0))
        programar("revisar los enlaces de los documentos", "sitio.importacion.enlaces.revisar", minutos=60)
