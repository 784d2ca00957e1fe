from django.apps import AppConfig


class ComponentesConfig(AppConfig):
    name = "sitio.componentes"
    label = "componentes"
    verbose_name = "Componentes"
    default_auto_field = "django.db.models.BigAutoField"
