"""Every address of the admin, as the URLconf says today, with the objects of the matrix's world in its blanks."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# What stands in a blank, by the namespace (or its beginning) and the name of the blank; the first that fits.
BLANCOS: list[tuple[str, str, str]] = [
    ("wagtailadmin_api:documents", "pk", "documento"),
    ("wagtailadmin_api:images", "pk", "imagen"),
    ("wagtailadmin_api:", "pk", "pagina"),
    ("wagtailadmin_collections", "pk", "coleccion"),
    ("wagtailadmin_workflows:edit_task", "pk", "tarea"),
    ("wagtailadmin_workflows:disable_task", "pk", "tarea"),
    ("wagtailadmin_workflows:enable_task", "pk", "tarea"),
    ("wagtailadmin_workflows", "pk", "workflow"),
    ("publicacion_retiros", "pk", "retiro"),
    ("procesos:revocar", "pk", "delegacion"),
    ("procesos:tablero", "pk", "proceso"),
    ("procesos:leer", "pk", "pagina"),
    ("procesos:crear_etapa", "pk", "proceso"),
    ("procesos:cambiar_responsable", "pk", "proceso"),
    ("plazos_modeladmin", "instance_pk", "plazo"),
    ("procesos:cargar", "pk", "pagina"),
    ("procesos:descargar_lista", "pk", "pagina"),
    ("procesos:renglones", "pk", "pagina"),
    ("procesos:documento", "pk", "archivo"),
    ("procesos:copiar", "pk", "proceso"),
    ("procesos:cambiar_estado", "pk", "pagina"),
    ("procesos:cambios", "pk", "pagina"),
    ("procesos:cambios", "revision_pk", "revision"),
    ("procesos:historia", "pk", "pagina"),
    ("procesos:borrador", "pk", "borrador_de_plantilla"),
    ("procesos:plantilla", "pk", "plantilla"),
    ("procesos:plantilla", "clave", "clave_de_plantilla"),
    ("procesos:adoptar", "ocid", "ocid_importado"),
    ("procesos:", "pk", "persona"),
    ("catalogos_duplicados", "pk", "organizacion"),
    ("catalogos_calendarios", "pk", "calendario"),
    ("catalogos_listas:versiones", "pk", "lista_externa"),
    ("catalogos_listas:version", "pk", "version_de_lista"),
    ("catalogos_listas:decidir", "pk", "renglon_de_lista"),
    ("wagtailsnippets_catalogos_limitedemonto", "pk", "limite"),
    ("wagtailsnippetchoosers_catalogos_limitedemonto", "pk", "limite"),
    ("wagtailsnippets_catalogos_presupuestoautorizado", "pk", "presupuesto"),
    ("wagtailsnippetchoosers_catalogos_presupuestoautorizado", "pk", "presupuesto"),
    ("wagtailsnippets_catalogos_uma", "pk", "uma"),
    ("wagtailsnippetchoosers_catalogos_uma", "pk", "uma"),
    ("wagtailsnippets_catalogos_inpc", "pk", "inpc"),
    ("wagtailsnippetchoosers_catalogos_inpc", "pk", "inpc"),
    ("wagtailsnippets_catalogos_listaexterna", "pk", "lista_externa"),
    ("wagtailsnippetchoosers_catalogos_listaexterna", "pk", "lista_externa"),
    ("wagtailsnippets_catalogos_calendario", "pk", "calendario"),
    ("wagtailsnippetchoosers_catalogos_calendario", "pk", "calendario"),
    ("wagtailsnippets_catalogos_partida", "pk", "partida"),
    ("wagtailsnippetchoosers_catalogos_partida", "pk", "partida"),
    ("wagtailsnippets_catalogos_unidadcompradora", "pk", "unidad_compradora"),
    ("wagtailsnippetchoosers_catalogos_unidadcompradora", "pk", "unidad_compradora"),
    ("alertas:levantar_silencio", "pk", "silencio"),
    ("alertas:reglas", "ocid", "ocid"),
    ("alertas", "pk", "alerta"),
    ("wagtailsnippets_catalogos_organizacion", "pk", "organizacion"),
    ("wagtailsnippetchoosers_catalogos_organizacion", "pk", "organizacion"),
    ("wagtailsnippets_catalogos_clavecucop", "pk", "cucop"),
    ("wagtailsnippetchoosers_catalogos_clavecucop", "pk", "cucop"),
    ("wagtailsnippets_catalogos_diainhabil", "pk", "inhabil"),
    ("wagtailsnippetchoosers_catalogos_diainhabil", "pk", "inhabil"),
    ("wagtailsnippets_publicacion_publicador", "pk", "publicador"),
    ("wagtailsnippetchoosers_publicacion_publicador", "pk", "publicador"),
    ("wagtailsnippets_importacion_cosecha", "pk", "cosecha"),
    ("wagtailsnippetchoosers_importacion_cosecha", "pk", "cosecha"),
    ("wagtailsites", "pk", "sitio"),
    ("wagtailusers_users", "pk", "persona"),
    ("wagtailusers_groups", "pk", "grupo"),
    ("wagtaildocs_chooser", "pk", "documento"),
    ("wagtailimages_chooser", "pk", "imagen"),
    ("wagtailadmin_pages", "pk", "pagina"),
    ("", "page_id", "pagina"),
    ("", "parent_page_id", "proceso"),
    ("", "page_to_move_id", "pagina"),
    ("", "page_pk", "pagina"),
    ("", "destination_id", "unidad"),
    ("", "task_state_id", "paso"),
    ("", "estado_pk", "paso"),
    ("", "task_id", "tarea"),
    ("", "workflow_pk", "workflow"),
    ("", "workflow_state_id", "flujo"),
    ("", "revision_id", "revision"),
    ("", "revision_id_a", "primera"),
    ("", "revision_id_b", "revision"),
    ("", "institucion_pk", "institucion"),
    ("", "instance_pk", "alerta"),
    ("", "collection_id", "coleccion"),
    ("", "document_id", "documento"),
    ("", "doc_id", "documento"),
    ("", "image_id", "imagen"),
    ("", "object_id", "pagina"),
]
# Blanks that take a word or a number of no object.
FIJOS: dict[str, Any] = {
    "action": "delete",
    "action_name": "approve",
    "app_label": "wagtailcore",
    "app_name": "taggit",
    "content_type_app_name": "procesos",
    "content_type_model_name": "planeacionpage",
    "filter_spec": "original",
    "model_name": "page",
    "redirect_id": 1,
    "session_id": 1,
    "token": "x",
    "uidb64": "x",
    "uploaded_file_id": 1,
}
FIJOS_DE: dict[str, dict[str, Any]] = {
    "avisos:vista_previa": {"tema": "tarea"},
    "procesos:cargar": {"lista": "hitos"},
    "procesos:descargar_lista": {"lista": "hitos", "que": "renglones", "formato": "csv"},
    "procesos:renglones": {"lista": "hitos"},
    "procesos:borrador_etapa": {"etapa": "planeacion"},
    "procesos:borrador_seccion": {"nombre": "plazos"},
    "wagtailadmin_pages:choose_parent": {"app_label": "procesos", "model_name": "planeacionpage"},
    "wagtailadmin_workflows:add_task": {"app_label": "procesos", "model_name": "tareaaprobacion"},
    "wagtailadmin_tag_model_autocomplete": {"model_name": "tag"},
    "wagtailadmin_api:pages:action": {"action_name": "publish"},
    "wagtailadmin_pages:add": {"content_type_model_name": "licitacionpage"},
    "wagtailadmin_pages:preview_on_add": {"content_type_model_name": "licitacionpage"},
}


def del_admin() -> dict[str, list[URLPattern]]:
    """Return the patterns of the admin by full name (some names have two)."""
    raiz = next(r for r in get_resolver().url_patterns if isinstance(r, URLResolver) and str(r.pattern) == "admin/")
    hallados: dict[str, list[URLPattern]] = {}
    for nombre, patron in _recorrer(raiz, ""):
        hallados.setdefault(nombre, []).append(patron)
    return hallados


def _recorrer(resolver: URLResolver, espacio: str) -> Iterator[tuple[str, URLPattern]]:
    for patron in resolver.url_patterns:
        if isinstance(patron, URLResolver):
            yield from _recorrer(patron, espacio + (f"{patron.namespace}:" if patron.namespace else ""))
        else:
            yield espacio + (patron.name or str(patron.pattern)), patron


def blancos(nombre: str, patron: URLPattern, valores: dict[str, Any]) -> dict[str, Any]:
    """Return what goes in each blank of an address. KeyError for a blank nobody has said what to put in."""
    return {blanco: _valor(nombre, blanco, valores) for blanco in _nombres(patron)}


def _nombres(patron: URLPattern) -> list[str]:
    conversores = getattr(patron.pattern, "converters", {})
    regex = patron.pattern.regex.groupindex
    return list(conversores or regex)


def _valor(nombre: str, blanco: str, valores: dict[str, Any]) -> Any:
    for espacio, cual, cosa in BLANCOS:
        if nombre.startswith(espacio) and cual == blanco:
            return valores[cosa]
    return FIJOS_DE.get(nombre, {}).get(blanco, FIJOS.get(blanco)) or _falta(nombre, blanco)


def _falta(nombre: str, blanco: str) -> Any:
    raise KeyError(f"tests/procesos/direcciones.py: diga qué va en «{blanco}» de {nombre}")
