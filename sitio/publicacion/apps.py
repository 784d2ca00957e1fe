from django.apps import AppConfig


class PublicacionConfig(AppConfig):
    name = "sitio.publicacion"
    label = "publicacion"
    verbose_name = "Publicación"
    default_auto_field = "django.db.models.BigAutoField"
