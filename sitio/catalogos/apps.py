from django.apps import AppConfig


class CatalogosConfig(AppConfig):
    name = "sitio.catalogos"
    label = "catalogos"
    verbose_name = "Catálogos"
    default_auto_field = "django.db.models.BigAutoField"
