"""What the documentation of the API (OpenAPI) says of each address, in Spanish. Each name here decorates its view."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse

from sitio.ocds import listas
from sitio.publicacion.atomo import ETAPAS
from sitio.publicacion.documentar import (
    COMPRADOR,
    ENLACES,
    LIMITE,
    NO_CAMBIO,
    PUBLICADOR,
    cuerpo,
    documentada,
    en_ruta,
    parametro,
)

_DE_LISTA = (
    parametro(
        "cursor", _("Lugar de la lista: el que traen «links.next» y «links.prev». Vale solo con los mismos filtros.")
    ),
    LIMITE,
    parametro("order", _("Orden de publicación."), enum=["asc", "desc"], default="asc"),
    parametro("ocid", _("Solo este proceso.")),
    PUBLICADOR,
    COMPRADOR,
    parametro(
        "year", _("Año (UTC) de la primera entrega del proceso, el mismo de los archivos completos."), OpenApiTypes.INT
    ),
    parametro(
        "since",
        _("Publicado en este momento o después: RFC 3339, o un día de la zona horaria del portal, desde su inicio."),
    ),
    parametro("until", _("Publicado antes de este momento: RFC 3339, o un día, que entra completo.")),
)
_FORMA = (
    parametro(
        "releases", _("Las entregas, completas o como enlaces."), enum=["embedded", "linked"], default="embedded"
    ),
    parametro(
        "versioned", _("Con «true», también versionedRelease: cada campo con todos sus valores."),
        enum=["false", "true"], default="false",
    ),
)  # fmt: skip
_OCID = en_ruta("ocid", _("El ocid del proceso; «/», «%», «.» y «..» van como %252F, %2525, %252E y %252E%252E."))

_ENTREGA = {
    "ocid": "ocds-213czf-1",
    "id": "ocds-213czf-1-2",
    "date": "2026-03-02T16:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
    "language": "es",
    "tender": {"id": "LA-1", "title": "Mobiliario escolar", "status": "active"},
}
_SOBRE = {
    "uri": "https://contrataciones.example.mx/api/ocds/releases?limit=100",
    "version": "1.1",
    "publisher": {"name": "Secretaría de Finanzas", "scheme": "MX-RFC", "uid": "SEF010101AA1"},
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "publishedDate": "2026-03-02T16:00:00Z",
}
_PAQUETE = {**_SOBRE, "releases": [_ENTREGA]}
_REGISTRO = {
    "ocid": "ocds-213czf-1",
    "releases": [_ENTREGA],
    "compiledRelease": {**_ENTREGA, "id": "ocds-213czf-1-2026-03-02T16:00:00Z", "tag": ["compiled"]},
}
_PAQUETE_DE_REGISTROS = {**_SOBRE, "records": [_REGISTRO]}
_CAMBIOS = {
    "changes": [
        {
            "seq": 1,
            "type": "release",
            "ocid": "ocds-213czf-1",
            "releaseId": "ocds-213czf-1-2",
            "tag": ["tender"],
            "date": "2026-03-02T16:00:00Z",
            "publishedDate": "2026-03-02T16:00:00Z",
            "publisher": "finanzas",
            "url": "https://contrataciones.example.mx/api/ocds/releases/ocds-213czf-1/ocds-213czf-1-2",
            "sha256": "0f3c…",
        }
    ],
    "links": {"next": "https://contrataciones.example.mx/api/ocds/changes?since=1&limit=100"},
}

entregas = documentada(
    "entregas",
    _("Entregas, en el orden en que se publicaron"),
    _(
        "Paquetes de entregas (OCDS 1.1). Si hay más, «links.next» trae la dirección de la página siguiente; la última "
        "no la trae. Una búsqueda sin resultados es una lista vacía con estado 200."
    ),
    {200: cuerpo("PaqueteDeEntregas", _("Una página de entregas."), _PAQUETE), 304: NO_CAMBIO},
    parametros=(
        *_DE_LISTA,
        parametro("tag", _("Etiqueta de la entrega."), enum=sorted(listas.codigos("releaseTag") - {"compiled"})),
        ENLACES,
    ),
    falla="400",
)
registros = documentada(
    "registros",
    _("Registros, por su última publicación"),
    _(
        "Paquetes de registros (OCDS 1.1): cada proceso con sus entregas y la versión que las reúne (compiledRelease). "
        "El proceso que publica durante un recorrido pasa al final y se ve otra vez."
    ),
    {200: cuerpo("PaqueteDeRegistros", _("Una página de registros."), _PAQUETE_DE_REGISTROS), 304: NO_CAMBIO},
    parametros=(*_DE_LISTA, *_FORMA, ENLACES),
    falla="400",
)
entrega = documentada(
    "entrega",
    _("Una entrega"),
    _("Un paquete con esa entrega, que nunca cambia. Su ETag es el SHA-256 de la respuesta."),
    {200: cuerpo("PaqueteDeEntregas", _("La entrega."), _PAQUETE), 304: NO_CAMBIO},
    parametros=(_OCID, en_ruta("id_entrega", _("El id de la entrega, escrito como el ocid."))),
    falla="400 404 410",
)
registro = documentada(
    "registro",
    _("El registro de un proceso"),
    _("Un paquete con el registro: sus entregas, de la primera a la última, y la versión que las reúne."),
    {200: cuerpo("PaqueteDeRegistros", _("El registro."), _PAQUETE_DE_REGISTROS), 304: NO_CAMBIO},
    parametros=(_OCID, *_FORMA),
    falla="400 404 410",
)
cambios = documentada(
    "cambios",
    _("Cambios: lo publicado y lo retirado después de una posición"),
    _(
        "Cada renglón de la bitácora, en el orden en que quedó, sin huecos. Guarde la dirección de «links.next», que "
        "viene siempre, y pregunte con ella más tarde: no se perderá nada ni se verá nada dos veces."
    ),
    {
        200: cuerpo("Cambios", _("Los cambios."), _CAMBIOS),
        (200, "application/jsonl"): OpenApiResponse(
            OpenApiTypes.STR, description=_("Con format=jsonl: un cambio por línea; la siguiente página, en Link.")
        ),
        304: NO_CAMBIO,
    },
    parametros=(
        parametro(
            "since", _("La última posición («seq») que ya se tiene; 0 para empezar."), OpenApiTypes.INT, default=0
        ),
        LIMITE,
        PUBLICADOR,
        parametro("format", _("Un objeto JSON, o un cambio por línea."), enum=["json", "jsonl"], default="json"),
    ),
    falla="400",
)
atomo = documentada(
    "novedades",
    _("Novedades para lectores de noticias (Atom)"),
    _("Las últimas cincuenta publicaciones, la más reciente primero (RFC 4287)."),
    {
        (200, "application/atom+xml"): OpenApiResponse(OpenApiTypes.STR, description=_("Las novedades.")),
        304: NO_CAMBIO,
    },
    parametros=(
        PUBLICADOR,
        COMPRADOR,
        parametro("stage", _("Etapa de la que se dan noticias."), enum=list(ETAPAS)),
    ),
    falla="400",
)
esquema = documentada(
    "esquema",
    _("Esta descripción (OpenAPI)"),
    _("La API descrita para programas: OpenAPI 3.1."),
    {
        (200, "application/vnd.oai.openapi+json;version=3.1"): OpenApiResponse(
            OpenApiTypes.OBJECT, description=_("La descripción.")
        ),
        304: NO_CAMBIO,
    },
    falla="400",
)

_BYTES = OpenApiResponse(OpenApiTypes.BINARY, description=_("El archivo."))

masivos = documentada(
    "masivos",
    _("El índice de los archivos completos"),
    _("Cada archivo con su dirección, formato, año, renglones, bytes, SHA-256 y cuándo cambió."),
    {200: OpenApiResponse(OpenApiTypes.OBJECT, description=_("El índice.")), 304: NO_CAMBIO},
    falla="400",
)
catalogo = documentada(
    "catalogo",
    _("El catálogo de datos (DCAT)"),
    _("Los mismos archivos, como los leen los portales de datos abiertos."),
    {
        (200, "application/ld+json"): OpenApiResponse(OpenApiTypes.OBJECT, description=_("El catálogo.")),
        304: NO_CAMBIO,
    },
    falla="400",
)
masivo = documentada(
    "masivo",
    _("Un archivo completo de un publicador"),
    _("Entero o por tramos (Range). Su ETag es su SHA-256, el del índice."),
    {(200, "application/octet-stream"): _BYTES, (206, "application/octet-stream"): _BYTES, 304: NO_CAMBIO},
    parametros=(
        en_ruta("clave", _("Clave del publicador.")),
        en_ruta("nombre", _("Nombre del archivo, como lo da el índice.")),
    ),
    falla="400 404",
)
masivo_del_portal = documentada(
    "masivoDelPortal",
    _("Un archivo completo de todo el portal"),
    _("Como los de cada publicador, con lo de todos."),
    {(200, "application/octet-stream"): _BYTES, (206, "application/octet-stream"): _BYTES, 304: NO_CAMBIO},
    parametros=(en_ruta("nombre", _("Nombre del archivo, como lo da el índice.")),),
    falla="400 404",
)
