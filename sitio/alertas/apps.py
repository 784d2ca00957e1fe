from datetime import time

from django.apps import AppConfig


class AlertasConfig(AppConfig):
    name = "sitio.alertas"
    label = "alertas"
    verbose_name = "Alertas y plazos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sitio.alertas import editores, receptores, reglas, secciones
        from sitio.analisis import motor
        from sitio.catalogos.listas.senales import coincidencia_decidida, lista_actualizada
        from sitio.cola import al_nacer, programar
        from sitio.procesos.entregas.ajenas import registrar_regla
        from sitio.procesos.plantillas.secciones import registrar_seccion
        from sitio.publicacion.senales import entrega_retirada, entregas_emitidas

        entregas_emitidas.connect(receptores.al_emitir, dispatch_uid="alertas.al_emitir")
        entrega_retirada.connect(receptores.al_retirar, dispatch_uid="alertas.al_retirar")
        lista_actualizada.connect(receptores.al_actualizar_lista, dispatch_uid="alertas.al_actualizar_lista")
        coincidencia_decidida.connect(receptores.al_decidir, dispatch_uid="alertas.al_decidir")
        registrar_seccion("plazos", secciones.ESQUEMA_DE_PLAZOS, secciones.comprobar_plazos, editores.EditorDePlazos)
        registrar_seccion(
            "banderas", secciones.ESQUEMA_DE_BANDERAS, secciones.comprobar_banderas, editores.EditorDeBanderas
        )
        registrar_regla(reglas.plazo_minimo)
        al_nacer(motor.precalentar)
        programar("vencer plazos", "sitio.alertas.tareas.vencer_plazos", minutos=60)
        programar("vencer decisiones", "sitio.alertas.tareas.vencer_decisiones", diaria=time(0, 30))
        programar("anunciar novedades pendientes", "sitio.alertas.tareas.anunciar_pendientes", minutos=5)
        programar("revisar lo que faltó", "sitio.alertas.tareas.revisar_pendientes", minutos=15)
        programar("seguir la corrida general", "sitio.alertas.tareas.seguir_corrida", minutos=15)
        programar("revisar todos los procesos", "sitio.alertas.tareas.revisar_todo", diaria=time(3, 0))
        programar("medir indicadores", "sitio.alertas.tareas.medir_todo", diaria=time(4, 0))
