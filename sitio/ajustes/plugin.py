"""What an existing Wagtail site adds to its own settings to become an open contracting portal.

README's steps for plugin use import from here, and `base` does too, so that both ways stay one.
"""

from pathlib import Path
from typing import Any

from sitio.rutas import LOCALE, PLANTILLAS

APLICACIONES = [
    "sitio.componentes",
    "sitio.catalogos",
    "sitio.publicacion",
    "sitio.procesos",
    "sitio.importacion",
    "sitio.alertas",
    "sitio.mercado",
    "sitio.avisos",
    "sitio.portal",
    "sitio.interconexion",
    "sitio.instalacion",
    "bot",
    "wagtail_modeladmin",
    "rest_framework",
    "django_q",
]

CARPETAS_DE_PLANTILLAS = [PLANTILLAS / "sitio", PLANTILLAS / "mensajes"]
CARPETAS_DE_TRADUCCION = [LOCALE]

AJUSTES: dict[str, Any] = {
    # Stage pages publish through our finish action only; autosave would rewrite what was approved.
    "WAGTAIL_FINISH_WORKFLOW_ACTION": "sitio.procesos.aprobacion.fin_de_flujo.publicar_aprobada",
    "WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT": True,
    "WAGTAIL_AUTOSAVE_INTERVAL": 0,
    # A form sent too late says where what was typed is, instead of «403».
    "CSRF_FAILURE_VIEW": "sitio.procesos.vistas.escrito.sin_permiso_del_formulario",
    "WAGTAILREDIRECTS_AUTO_CREATE": False,
    "WAGTAILDOCS_SERVE_METHOD": "serve_view",
    # A hundred rows in each list of a stage, which is what a form shows, and four hundred in one of them.
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": 30_000,
    # The two files of each of a hundred documents: a browser sends also those that nobody chose.
    "DATA_UPLOAD_MAX_NUMBER_FILES": 250,
    # A paste of five thousand rows, which comes back to its box, and the four hundred of a form.
    "DATA_UPLOAD_MAX_MEMORY_SIZE": 10 * 1024 * 1024,
    # Bytes of a document that is uploaded to a stage.
    "LIMITE_DE_DOCUMENTOS": 50 * 1024 * 1024,
    # A portal of the State asks nothing of third parties.
    "WAGTAIL_ENABLE_UPDATE_CHECK": False,
    "WAGTAIL_ENABLE_WHATS_NEW_BANNER": False,
    "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
    # Harvests: what differs from sitio.importacion.cosecha.red.Limites, like {"redes_permitidas": ["10.0.0.0/8"]}.
    "COSECHA": {},
}


def memorias(redis: str | None = None) -> dict[str, Any]:
    """Return CACHES: the counters of the API, shared over Redis by all processes if a URL is given, and its memory.

    Its full pages (64, of 1 MB at most) and releases (2,000, of 32 KB) stay in the memory of each process, which is
    faster than fetching them.
    """
    local = "django.core.cache.backends.locmem.LocMemCache"
    en_redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis, "KEY_PREFIX": "claraboya"}
    return {
        "default": en_redis if redis else {"BACKEND": local, "OPTIONS": {"MAX_ENTRIES": 10_000}},
        "paginas_ocds": {"BACKEND": local, "LOCATION": "paginas_ocds", "OPTIONS": {"MAX_ENTRIES": 64}},
        "entregas_ocds": {"BACKEND": local, "LOCATION": "entregas_ocds", "OPTIONS": {"MAX_ENTRIES": 2000}},
    }


def en_carpeta(carpeta: Path | str) -> dict[str, Any]:
    """Return STORAGES["masivos"] or ["documentos"] for a folder.

    Any other storage that replaces a file whole will do, such as S3's.
    """
    return {"BACKEND": "sitio.publicacion.masivos.almacen.AlmacenEnCarpeta", "OPTIONS": {"location": carpeta}}


def cluster(trabajadores: int = 2, redis: str | None = None) -> dict[str, Any]:
    """Return Q_CLUSTER: at-least-once delivery with bounded retries, over Redis if a URL is given.

    `timeout` (seconds) plus the wait in the queue must stay under `retry`, or a task would run twice at once.
    """
    corredor: dict[str, Any] = {"redis": redis} if redis else {"orm": "default"}
    return {
        "name": "claraboya",
        "workers": trabajadores,
        "queue_limit": trabajadores,
        "timeout": 120,
        "retry": 600,
        "max_attempts": 5,
        "recycle": 200,
        "bulk": 1,
        "catch_up": False,
        "save_limit": 1000,
        **corredor,
    }
