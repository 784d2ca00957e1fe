from django.apps import AppConfig


class ImportacionConfig(AppConfig):
    name = "sitio.importacion"
    label = "importacion"
    verbose_name = "Importación"
    default_auto_field = "django.db.models.BigAutoField"
