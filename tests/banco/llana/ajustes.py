"""Production's own settings, plus the plain list view to compare with."""

from sitio.ajustes.produccion import *  # noqa: F403 - a settings module is its base plus what differs
from sitio.ajustes.produccion import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.banco.llana"]
ROOT_URLCONF = "tests.banco.llana.urls"
