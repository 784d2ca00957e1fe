from datetime import time

from django.apps import AppConfig


class PublicacionConfig(AppConfig):
    name = "sitio.publicacion"
    label = "publicacion"
    verbose_name = "Publicación"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sitio.cola import programar
        from sitio.publicacion import checks, hojas  # noqa: F401 - checks register themselves
        from sitio.publicacion.masivos import tareas
        from sitio.publicacion.senales import entrega_retirada

        hojas.conectar()
        entrega_retirada.connect(tareas.al_retirar, dispatch_uid="masivos.al_retirar")
        programar(
            "generar archivos masivos", "sitio.publicacion.masivos.tareas.actualizar_atrasados", diaria=time(2, 0)
        )
        programar("sellar la bitácora", "sitio.publicacion.sellos.sellar_cada_dia", diaria=time(0, 30))
