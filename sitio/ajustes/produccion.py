"""A public installation. It refuses to start half-configured."""

import os

from django.core.exceptions import ImproperlyConfigured

from sitio.ajustes.base import *  # noqa: F403 - a settings module is its base plus what differs
from sitio.ajustes.base import ALLOWED_HOSTS, MIDDLEWARE, SECRET_KEY, STORAGES, URL_PUBLICA
from sitio.ajustes.desarrollo import CLAVE_DE_DEMOSTRACION

if len(SECRET_KEY) < 50 or SECRET_KEY == CLAVE_DE_DEMOSTRACION:
    raise ImproperlyConfigured(
        "Falta SECRET_KEY, es la de demostración o tiene menos de 50 caracteres. "
        "Genere una con: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "Indique en ALLOWED_HOSTS los nombres del portal, separados por comas; no se acepta '*'."
    )
if not URL_PUBLICA.startswith("https://"):
    raise ImproperlyConfigured("URL_PUBLICA debe ser la dirección pública del portal y empezar con https://")

DEBUG = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("DETRAS_DE_PROXY") == "1" else None
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SEGUNDOS", "31536000"))
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Right after SecurityMiddleware, as WhiteNoise asks: the application serves its own static files, compressed.
MIDDLEWARE = [MIDDLEWARE[0], "whitenoise.middleware.WhiteNoiseMiddleware", *MIDDLEWARE[1:]]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
