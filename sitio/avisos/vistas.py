"""What the editor of messages asks the server while somebody writes."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from sitio.avisos import datos, marcadores, seccion
from sitio.avisos.temas import TEMAS

LARGO_DE_PRUEBA = 10 * marcadores.LARGO_MAXIMO


@require_POST
def vista_previa(request: HttpRequest, tema: str) -> JsonResponse:
    """Return how the posted `texto` reads with made-up data, and what is wrong with it; nothing is stored."""
    if tema not in TEMAS:
        raise Http404
    texto = request.POST.get("texto", "")[:LARGO_DE_PRUEBA].strip()
    fallas = marcadores.fallas(texto, datos.por_nombre(tema)) if texto else []
    return JsonResponse({"previa": seccion.vista_previa(tema, "" if fallas else texto), "fallas": fallas})
