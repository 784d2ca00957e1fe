from django.apps import AppConfig


class InstalacionConfig(AppConfig):
    name = "sitio.instalacion"
    label = "instalacion"
    verbose_name = "Instalación"
