"""How a public view is documented (OpenAPI): parameters, answers, and the errors that any address may give."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from sitio.publicacion.parametros import LIMITE_MAXIMO, LIMITE_OMITIDO
from sitio.publicacion.problemas import TIPO as PROBLEMA

Vista = TypeVar("Vista", bound=type)
Clave = int | tuple[int, str]


def parametro(nombre: str, que: Any, tipo: Any = OpenApiTypes.STR, **opciones: Any) -> OpenApiParameter:
    """Return an optional query parameter."""
    return OpenApiParameter(nombre, tipo, OpenApiParameter.QUERY, description=que, **opciones)


def en_ruta(nombre: str, que: Any) -> OpenApiParameter:
    """Return a parameter of the path."""
    return OpenApiParameter(nombre, OpenApiTypes.STR, OpenApiParameter.PATH, description=que, required=True)


def cuerpo(componente: str, que: Any, ejemplo: Any = None) -> OpenApiResponse:
    """Return an answer whose body is one of `COMPONENTES`."""
    ejemplos = [OpenApiExample("ejemplo", ejemplo, response_only=True)] if ejemplo is not None else []
    return OpenApiResponse({"$ref": f"#/components/schemas/{componente}"}, description=que, examples=ejemplos)


def documentada(
    nombre: str,
    titulo: Any,
    que: Any,
    respuestas: dict[Clave, Any],
    *,
    parametros: Iterable[OpenApiParameter] = (),
    falla: str = "",
) -> Callable[[Vista], Vista]:
    """Return the decorator that documents the GET of a public view.

    `nombre` is the operation's id, for programs; `falla` are its errors, besides those that any address has.
    """
    errores = {f"{estado}": _ERRORES[estado] for estado in (*falla.split(), "405", "429", "500")}
    completas: dict[Clave, Any] = {**respuestas}
    for estado, error in errores.items():
        completas[int(estado), PROBLEMA] = error
    documentar = extend_schema(
        summary=titulo,
        description=que,
        parameters=[*parametros, *_CABECERAS],
        responses=completas,
        tags=["OCDS"],
        auth=[],
    )

    def decorar(vista: Vista) -> Vista:
        # extend_schema takes an id only on a method, where it would not see the view's own schema class.
        setattr(vista, "operacion", nombre)  # noqa: B010 - a type variable has no attributes of its own
        return documentar(vista)

    return decorar


def _cabecera(nombre: str, que: Any, estados: list[int]) -> OpenApiParameter:
    return OpenApiParameter(nombre, OpenApiTypes.STR, OpenApiParameter.HEADER, description=que, response=estados)


_CABECERAS = (
    _cabecera("ETag", _("SHA-256 de la respuesta sin comprimir."), [200, 304]),
    _cabecera("Retry-After", _("Segundos que hay que esperar."), [429]),
)
ENLACES = _cabecera("Link", _("Direcciones de las páginas «next», «prev» y «first» (RFC 8288)."), [200])


def _problema(estado: int, que: Any, titulo: str, detalle: str, **extras: Any) -> OpenApiResponse:
    ejemplo = {"type": "about:blank", "title": titulo, "status": estado, "detail": detalle, "instance": "/api/ocds/…"}
    return cuerpo("Problema", que, {**ejemplo, **extras})


_ERRORES = {
    "400": _problema(
        400,
        _("Un parámetro no existe, se repite o no se entiende: «parametros» dice cuál."),
        "La consulta no se entiende",
        "«limit» es un número entero de 1 a 1000.",
        parametros=["limit"],
    ),
    "404": _problema(404, _("No se ha publicado."), "No existe", "No se ha publicado nada del proceso ocds-213czf-9."),
    "405": _problema(
        405, _("Solo se lee: GET, HEAD y OPTIONS."), "Esta dirección solo se lee", "Método «POST» no permitido."
    ),
    "410": _problema(
        410,
        _("Se publicó y su contenido se retiró por ley: dice el motivo, el fundamento y la huella de lo que había."),
        "Se retiró",
        "El contenido de esta entrega se retiró. Su huella sigue en la cadena.",
        reason="datos_personales",
        legalBasis="LGPDPPSO, artículo 46",
        explanation="Traía el domicilio particular de una persona.",
        sha256="0f3c…",
        withdrawnDate="2026-03-15T16:00:00Z",
    ),
    "429": _problema(
        429,
        _("Pasó del límite por dirección de red. La cabecera Retry-After dice cuántos segundos esperar."),
        "Demasiadas consultas",
        "Esta dirección de red pasó del límite. Vuelva a preguntar en 12 s (Retry-After).",
    ),
    "500": _problema(
        500,
        _("Algo falló en el portal."),
        "Algo falló en el portal",
        "No es culpa de la consulta. Inténtelo más tarde.",
    ),
}
NO_CAMBIO = OpenApiResponse(description=_("No cambió desde la respuesta que trae If-None-Match o If-Modified-Since."))

LIMITE = parametro(
    "limit",
    _("Elementos por página."),
    {"type": "integer", "minimum": 1, "maximum": LIMITE_MAXIMO},
    default=LIMITE_OMITIDO,
)
PUBLICADOR = parametro("publisher", _("Clave del publicador."))
COMPRADOR = parametro("buyer", _("Identificador del comprador en «parties», como MX-RFC-SEF010101AA1."))
