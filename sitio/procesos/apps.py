from datetime import time

from django.apps import AppConfig


class ProcesosConfig(AppConfig):
    name = "sitio.procesos"
    label = "procesos"
    verbose_name = "Procesos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sitio.cola import programar
        from sitio.procesos import checks  # noqa: F401 - importing it registers the checks
        from sitio.procesos.aprobacion.integridad import verificar_aprobaciones
        from sitio.publicacion.verificacion import registrar_comprobacion

        registrar_comprobacion(verificar_aprobaciones)
        programar("borrar los archivos que nada nombra", "sitio.procesos.archivos.limpieza.limpiar", diaria=time(5, 0))
