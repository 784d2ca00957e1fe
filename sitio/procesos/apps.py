from django.apps import AppConfig


class ProcesosConfig(AppConfig):
    name = "sitio.procesos"
    label = "procesos"
    verbose_name = "Procesos"
    default_auto_field = "django.db.models.BigAutoField"
