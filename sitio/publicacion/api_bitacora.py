"""The ledger for whoever wants to check it: chains, bytes, checkpoints, and the program that walks them."""

import json
from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request

from sitio.ocds.identificadores import formato_fecha
from sitio.publicacion import fuentes_de_bitacora, verificador
from sitio.publicacion.descripciones import LIMITE
from sitio.publicacion.documentar import documentada, en_ruta, parametro
from sitio.publicacion.fuentes_de_bitacora import Pagina
from sitio.publicacion.models import Entrega, Publicador
from sitio.publicacion.parametros import limite_de, numero_de, revisar
from sitio.publicacion.problemas import Problema, no_existe, ya_no_esta
from sitio.publicacion.retiros import retiro_de
from sitio.publicacion.vista_publica import SIEMPRE_PREGUNTAR, VistaPublica, responder

# A sequence of the database is a bigint.
_MAXIMA = 2**63 - 1
_CLAVE = en_ruta("clave", gettext_lazy("La clave del publicador."))
_DESPUES = parametro("after", gettext_lazy("Después de este número de la lista."), OpenApiTypes.INT, default=0)
_RENGLONES = "application/jsonl; charset=utf-8"


def _objeto(que: Any) -> dict[Any, OpenApiResponse]:
    return {200: OpenApiResponse(OpenApiTypes.OBJECT, description=que)}


@documentada(
    "bitacora",
    gettext_lazy("La bitácora: qué es y cómo se comprueba"),
    gettext_lazy("El algoritmo en palabras, hasta dónde llega la cadena de cada publicador y las llaves públicas."),
    _objeto(gettext_lazy("La portada de la bitácora.")),
    falla="400",
)
class Portada(VistaPublica):
    """GET /bitacora: what the ledger is, how to check it, where each chain ends, and the public keys."""

    def get(self, request: Request) -> HttpResponseBase:
        revisar(request.query_params, ())
        return responder(request, _json(fuentes_de_bitacora.portada()))


class _Lista(VistaPublica):
    """A list of one publisher, in order: `after` (a number of the list, 0 if not said) and `limit` (1 to 1000)."""

    pagina: ClassVar[Callable[[Publicador, int, int], Pagina]]

    def get(self, request: Request, clave: str) -> HttpResponseBase:
        pagina = type(self).pagina(*_pedido(request, clave))
        return responder(request, _json(pagina.datos), siguiente=pagina.siguiente)


@documentada(
    "cadena",
    gettext_lazy("Los eslabones de la cadena de un publicador"),
    gettext_lazy("Huella, eslabón anterior y lugar de cada entrega y de cada retiro. Si hay más, trae «next»."),
    _objeto(gettext_lazy("Una página de eslabones.")),
    parametros=(_CLAVE, _DESPUES, LIMITE),
    falla="400 404",
)
class Cadena(_Lista):
    """GET /bitacora/<publisher>: the links of its chain; `next` is absent on the last page."""

    pagina = fuentes_de_bitacora.eslabones


@documentada(
    "sellos",
    gettext_lazy("Los sellos firmados de la cadena de un publicador"),
    gettext_lazy("Cada sello es el texto firmado (Ed25519) que dice cuál era la cadena ese día."),
    _objeto(gettext_lazy("Una página de sellos.")),
    parametros=(_CLAVE, _DESPUES, LIMITE),
    falla="400 404",
)
class Sellos(_Lista):
    """GET /bitacora/<publisher>/sellos: its signed checkpoints."""

    pagina = fuentes_de_bitacora.sellos


@documentada(
    "contenidos",
    gettext_lazy("Los bytes de muchos eslabones, uno por línea"),
    gettext_lazy("En el mismo orden que los eslabones. La línea de lo que se retiró está vacía."),
    {(200, "application/jsonl"): OpenApiResponse(OpenApiTypes.STR, description=gettext_lazy("Una línea por eslabón."))},
    parametros=(_CLAVE, _DESPUES, LIMITE),
    falla="400 404",
)
class Contenidos(VistaPublica):
    """GET /bitacora/<publisher>/contenidos: the bytes of a page of links, so that checking takes few requests."""

    def get(self, request: Request, clave: str) -> HttpResponseBase:
        lineas = fuentes_de_bitacora.contenidos(*_pedido(request, clave))
        return StreamingHttpResponse(lineas, content_type=_RENGLONES, headers={"Cache-Control": SIEMPRE_PREGUNTAR})


@documentada(
    "eslabon",
    gettext_lazy("Los bytes de un eslabón"),
    gettext_lazy("El JSON canónico cuyo SHA-256 está en la cadena, sin cambiarle nada."),
    _objeto(gettext_lazy("La entrega, o el acta de un retiro.")),
    parametros=(
        _CLAVE,
        OpenApiParameter(
            "secuencia",
            OpenApiTypes.INT,
            OpenApiParameter.PATH,
            description=gettext_lazy("Su número en la cadena."),
            required=True,
        ),
    ),
    falla="400 404 410",
)
class Eslabon(VistaPublica):
    """GET /bitacora/<publisher>/<number>: the very bytes whose SHA-256 is in the chain; 410 if they were withdrawn.

    Caches always ask: whoever verifies wants what the ledger holds now.
    """

    def get(self, request: Request, clave: str, secuencia: int) -> HttpResponseBase:
        revisar(request.query_params, ())
        publicador = _publicador(clave)
        fila = fuentes_de_bitacora.fila(publicador, secuencia) if secuencia <= _MAXIMA else None
        if fila is None:
            detalle = _("La cadena de %(publicador)s no tiene el número %(numero)d.")
            raise no_existe(detalle % {"publicador": clave, "numero": secuencia})
        if fila.retirada:
            raise retirada(fila)
        return responder(request, bytes(fila.contenido))


@documentada(
    "verificador",
    gettext_lazy("El programa que comprueba la bitácora"),
    gettext_lazy("Un solo archivo que necesita Python 3.9 y nada más. Se puede leer, y correr en otro equipo."),
    {(200, "text/x-python"): OpenApiResponse(OpenApiTypes.STR, description=gettext_lazy("El programa."))},
    falla="400",
)
class Verificador(VistaPublica):
    """GET /bitacora/claraboya_verificar.py: the stand-alone verifier, to be read and run."""

    def get(self, request: Request) -> HttpResponseBase:
        revisar(request.query_params, ())
        respuesta = HttpResponse(verificador.programa(), content_type="text/x-python; charset=utf-8")
        respuesta["Content-Disposition"] = f'attachment; filename="{verificador.NOMBRE}"'
        return respuesta


def retirada(entrega: Entrega) -> Problema:
    """Return the 410 to raise for a withdrawn release: what is left of it, and why it is gone."""
    retiro = retiro_de(entrega)
    extras = {"sha256": entrega.sha256}
    if retiro and retiro.acta:
        extras.update(
            reason=retiro.motivo,
            reasonTitle=str(retiro.get_motivo_display()),
            legalBasis=retiro.fundamento,
            explanation=retiro.explicacion,
            withdrawnDate=formato_fecha(retiro.acta.fecha),
        )
    detalle = _("El contenido de la entrega %(id)s se retiró. Queda su huella, y el acta del retiro en la bitácora.")
    return ya_no_esta(detalle % {"id": entrega.id_entrega}, **extras)


def _pedido(request: Request, clave: str) -> tuple[Publicador, int, int]:
    """Whose list, after which number and how much of it."""
    revisar(request.query_params, {"after", "limit"})
    despues = min(numero_de(request.query_params.get("after"), "after"), _MAXIMA)
    return _publicador(clave), despues, limite_de(request.query_params.get("limit"))


def _publicador(clave: str) -> Publicador:
    publicador = Publicador.objects.filter(clave=clave).first()
    if publicador is None:
        raise no_existe(_("No hay un publicador con la clave «%(clave)s».") % {"clave": clave})
    return publicador


def _json(datos: dict[str, Any]) -> bytes:
    return json.dumps(datos, ensure_ascii=False, separators=(",", ":")).encode()
