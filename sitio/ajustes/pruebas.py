"""Tests: fast, alone and without a network."""

import os
import tempfile
from pathlib import Path

from sitio.ajustes import plugin
from sitio.ajustes.base import *  # noqa: F403 - a settings module is its base plus what differs
from sitio.ajustes.base import STORAGES, base_de_datos

SECRET_KEY = "solo-para-pruebas"  # noqa: S105 - no secret: it signs nothing outside the tests
ALLOWED_HOSTS = ["*"]
URL_PUBLICA = WAGTAILADMIN_BASE_URL = "https://contrataciones.example.mx"
DATABASES = {"default": base_de_datos(os.environ.get("DATABASE_URL", "sqlite://:memory:"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LLAVE_DE_SELLOS = ""
MEDIA_ROOT = Path(tempfile.gettempdir()) / "claraboya-pruebas"
STORAGES = {
    **STORAGES,
    "masivos": plugin.en_carpeta(MEDIA_ROOT / f"masivos-{os.getpid()}"),
    "documentos": plugin.en_carpeta(Path(tempfile.gettempdir()) / f"claraboya-documentos-{os.getpid()}"),
}
CARPETA_DE_ANALISIS = Path(tempfile.gettempdir()) / f"claraboya-analisis-{os.getpid()}"
# Nothing is remembered from one test to the next, and nobody is told to wait, unless a test asks for it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LIMITE_DE_LA_API = ""
TELEGRAM_TOKEN = ""
TELEGRAM_API_URL = "http://127.0.0.1:9"
