from datetime import time

from django.apps import AppConfig


class AlertasConfig(AppConfig):
    name = "sitio.alertas"
    label = "alertas"
    verbose_name = "Alertas y plazos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sitio.alertas import editores, receptores, secciones
        from sitio.cola import programar
        from sitio.procesos.reglas_de_plantilla import registrar_seccion
        from sitio.publicacion.senales import entrega_retirada, entregas_emitidas

        entregas_emitidas.connect(receptores.al_emitir, dispatch_uid="alertas.al_emitir")
        entrega_retirada.connect(receptores.al_retirar, dispatch_uid="alertas.al_retirar")
        registrar_seccion("plazos", secciones.ESQUEMA_DE_PLAZOS, secciones.comprobar_plazos, editores.EditorDePlazos)
        registrar_seccion(
            "banderas", secciones.ESQUEMA_DE_BANDERAS, secciones.comprobar_banderas, editores.EditorDeBanderas
        )
        programar("vencer plazos", "sitio.alertas.tareas.vencer_plazos", minutos=60)
        programar("anunciar novedades pendientes", "sitio.alertas.tareas.anunciar_pendientes", minutos=5)
        programar("revisar lo que faltó", "sitio.alertas.tareas.revisar_pendientes", minutos=15)
        programar("revisar todos los procesos", "sitio.alertas.tareas.revisar_todo", diaria=time(3, 0))
