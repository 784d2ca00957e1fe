"""The demo and a developer's own machine: never for a public address."""

import os

from sitio.ajustes.base import *  # noqa: F403 - a settings module is its base plus what differs
from sitio.ajustes.base import LOGGING

DEBUG = True
CLAVE_DE_DEMOSTRACION = "demostracion-insegura-no-usar-en-produccion"
SECRET_KEY = os.environ.get("SECRET_KEY", CLAVE_DE_DEMOSTRACION)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
URL_PUBLICA = os.environ.get("URL_PUBLICA", f"http://localhost:{os.environ.get('PUERTO', '8000')}").rstrip("/")
WAGTAILADMIN_BASE_URL = URL_PUBLICA
# The demo's terminal is for its addresses and users; NIVEL_DE_BITACORA=INFO shows the rest.
LOGGING = {**LOGGING, "root": {"handlers": ["consola"], "level": os.environ.get("NIVEL_DE_BITACORA", "WARNING")}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
