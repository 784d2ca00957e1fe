from datetime import time

from django.apps import AppConfig


class MercadoConfig(AppConfig):
    name = "sitio.mercado"
    label = "mercado"
    verbose_name = "Investigación de mercado"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sitio.cola import programar
        from sitio.mercado import receptores
        from sitio.publicacion.senales import entrega_retirada, entregas_emitidas

        entregas_emitidas.connect(receptores.al_emitir, dispatch_uid="mercado.al_emitir")
        entrega_retirada.connect(receptores.al_retirar, dispatch_uid="mercado.al_retirar")
        programar("releer los precios recientes", "sitio.mercado.tareas.releer_recientes", diaria=time(2, 30))
