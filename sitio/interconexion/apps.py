from django.apps import AppConfig


class InterconexionConfig(AppConfig):
    name = "sitio.interconexion"
    label = "interconexion"
    verbose_name = "Interconexión"
    default_auto_field = "django.db.models.BigAutoField"
