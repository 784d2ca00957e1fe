from django.apps import AppConfig


class AvisosConfig(AppConfig):
    name = "sitio.avisos"
    label = "avisos"
    verbose_name = "Avisos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import time

        from sitio.avisos import canales, receptores, seccion  # noqa: F401 - importing them connects the receivers
        from sitio.avisos.correo import CanalCorreo
        from sitio.cola import programar
        from sitio.procesos.plantillas.secciones import registrar_seccion

        registrar_seccion("mensajes", seccion.ESQUEMA, seccion.comprobar, seccion.EditorDeMensajes)
        canales.registrar(CanalCorreo())
        programar("entregar avisos pendientes", "sitio.avisos.tareas.barrer", minutos=1)
        programar("avisar pasos vencidos", "sitio.avisos.tareas.escalar", diaria=time(8))
