"""Safe defaults for every environment. Nothing here is a secret; all that varies comes from the environment."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

from sitio.ajustes import plugin
from sitio.rutas import PLANTILLAS

CARPETA_DE_DATOS = Path(os.environ.get("CLARABOYA_DATOS", Path.cwd() / "datos")).resolve()

DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

# The key that signs the ledger's checkpoints (manage.py crear_llave): a file, because the database must not hold it.
LLAVE_DE_SELLOS = os.environ.get("LLAVE_DE_SELLOS", str(CARPETA_DE_DATOS / "llave-de-sellos.pem"))

# The public address of the portal: package URIs and chat links are built from it, never from a request.
URL_PUBLICA = os.environ.get("URL_PUBLICA", "http://localhost:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = URL_PUBLICA
WAGTAIL_SITE_NAME = "Claraboya"

TELEGRAM_TOKEN = os.environ.get("TELEGRAM_TOKEN", "")
TELEGRAM_API_URL = os.environ.get("TELEGRAM_API_URL", "https://api.telegram.org").rstrip("/")
TELEGRAM_BOT = os.environ.get("TELEGRAM_BOT", "")
# Notices by mail too, to whoever has an address in their account; off unless asked for.
AVISOS_POR_CORREO = os.environ.get("AVISOS_POR_CORREO") == "1"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "webmaster@localhost")
# python-telegram-bot 22 reads it at import: RetryAfter.retry_after becomes a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "1")

INSTALLED_APPS = [
    *plugin.APLICACIONES,
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sitio.publicacion.middleware.DeMemoria",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "sitio.urls_proyecto"
WSGI_APPLICATION = "sitio.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*plugin.CARPETAS_DE_PLANTILLAS, PLANTILLAS / "marca"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def base_de_datos(url: str) -> dict[str, Any]:
    """Return DATABASES["default"] for `url`; SQLite gets what it needs to bear several writers."""
    ajustes: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if ajustes["ENGINE"].endswith("sqlite3"):
        ajustes["CONN_MAX_AGE"] = 0
        ajustes["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    return ajustes


DATABASES = {
    "default": base_de_datos(os.environ.get("DATABASE_URL", f"sqlite:///{CARPETA_DE_DATOS}/claraboya.sqlite3"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "es-mx"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("es-mx", "Español (México)"), ("en", "English")]
LOCALE_PATHS = plugin.CARPETAS_DE_TRADUCCION
TIME_ZONE = "America/Mexico_City"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = CARPETA_DE_DATOS / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = CARPETA_DE_DATOS / "media"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "masivos": plugin.en_carpeta(CARPETA_DE_DATOS / "masivos"),
    # Not with the media, which the web server hands out: a draft's document answers to nobody outside.
    "documentos": plugin.en_carpeta(CARPETA_DE_DATOS / "documentos"),
}

# The tables that general runs of the analysis read, as Parquet: made from the ledger, seen by every worker's machine.
CARPETA_DE_ANALISIS = CARPETA_DE_DATOS / "analisis"
# What one of those runs may take (`sitio.analisis.motor.Recursos`).
ANALISIS_RECURSOS = {"memoria": os.environ.get("ANALISIS_MEMORIA", "2GB")}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "sitio.componentes.busqueda", "SEARCH_CONFIG": "spanish"},
}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "jpg", "json", "odt", "ods", "pdf", "png", "txt", "xlsx", "xml", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024

Q_CLUSTER = plugin.cluster(
    trabajadores=int(os.environ.get("TRABAJADORES", "2")), redis=os.environ.get("REDIS_URL") or None
)

CACHES = plugin.memorias(redis=os.environ.get("REDIS_URL") or None)
# Requests to the public API from one network address: number/sec, min, hour or day; empty for no limit.
LIMITE_DE_LA_API = os.environ.get("LIMITE_DE_LA_API", "600/min")
# How many proxies of ours write X-Forwarded-For: with none, nobody is believed.
REST_FRAMEWORK = {
    "NUM_PROXIES": int(os.environ.get("PROXIES_DE_CONFIANZA", os.environ.get("DETRAS_DE_PROXY") == "1")),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"linea": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"consola": {"class": "logging.StreamHandler", "formatter": "linea"}},
    "root": {"handlers": ["consola"], "level": os.environ.get("NIVEL_DE_BITACORA", "INFO")},
    "loggers": {
        # httpx logs every URL at INFO, and a Bot API URL carries the token.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        # Two lines for each search index update, at every save.
        "django_tasks": {"level": "WARNING"},
    },
}

for _nombre, _valor in plugin.AJUSTES.items():
    globals()[_nombre] = _valor
