"""The news as Atom (RFC 4287), for people and their feed readers: by institution, by buyer and by stage."""

import heapq
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from sitio.ocds import listas
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.fuentes import ultima_publicacion
from sitio.publicacion.models import Entrega, Publicador, Registro
from sitio.publicacion.paginacion import con_etiqueta

ATOMO = "publicacion:atomo"
# Enough for a reader that looks once a day at a busy institution; who wants it all follows /changes.
ENTRADAS = 50
_DEL_REGISTRO = ("ocid", "titulo", "comprador")
_CONTROLES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The stages by their OCDS names, each with the tags (releaseTag) that tell news of it.
ETAPAS = {
    "planning": ("planning", "planningUpdate"),
    "tender": ("tender", "tenderUpdate", "tenderAmendment", "tenderCancellation"),
    "award": ("award", "awardUpdate", "awardCancellation"),
    "contract": ("contract", "contractUpdate", "contractAmendment", "contractTermination"),
    "implementation": ("implementation", "implementationUpdate"),
}


@dataclass(frozen=True)
class Suscripcion:
    """Whose news: of a publisher, of a buyer (party id), of a stage (OCDS name); None for all of them."""

    publicador: Publicador | None = None
    comprador: str | None = None
    etapa: str | None = None

    @property
    def parametros(self) -> dict[str, str | None]:
        """The query parameters of its address."""
        clave = self.publicador.clave if self.publicador else None
        return {"publisher": clave, "buyer": self.comprador, "stage": self.etapa}


class _Fuente(Atom1Feed):
    """A feed without news says when the ledger last grew, not "now": asking again must give the same bytes."""

    def latest_post_date(self) -> datetime:
        momento: datetime = self.feed["actualizada"]
        return momento


def cuerpo(de: Suscripcion) -> bytes:
    """Return the feed, the latest releases first."""
    entregas = _ultimas(de)
    modificado = entregas[0].publicada_en if entregas else ultima_publicacion()
    direccion = absoluta(ATOMO, **de.parametros)
    fuente = _Fuente(
        title=_limpio(_titulo(de)),
        link=f"{settings.URL_PUBLICA}/",
        description=None,
        subtitle=_("Cada publicación de un proceso de contratación, la más reciente primero."),
        language=settings.LANGUAGE_CODE,
        feed_url=direccion,
        feed_guid=direccion,
        author_name=_limpio(de.publicador.nombre) if de.publicador else settings.WAGTAIL_SITE_NAME,
        actualizada=modificado or datetime.fromtimestamp(0, UTC),
    )
    registros = Registro.objects.filter(ocid__in={entrega.ocid for entrega in entregas})
    titulos = {ocid: (titulo, comprador) for ocid, titulo, comprador in registros.values_list(*_DEL_REGISTRO)}
    for entrega in entregas:
        fuente.add_item(**_entrada(entrega, *titulos.get(entrega.ocid, ("", ""))))
    return fuente.writeString("utf-8").encode()


def _ultimas(de: Suscripcion) -> list[Entrega]:
    """The latest releases, newest first. A stage is several tags, each with its own index: so, a query for each."""
    todas = Entrega.objects.publicas().select_related("publicador").defer("contenido").order_by("-posicion")
    if de.publicador is not None:
        todas = todas.filter(publicador=de.publicador)
    if de.comprador is not None:
        todas = todas.filter(comprador_id=de.comprador)
    if de.etapa is None:
        return list(todas[:ENTRADAS])
    por_etiqueta = (con_etiqueta(todas, etiqueta)[:ENTRADAS] for etiqueta in ETAPAS[de.etapa])
    unicas = {entrega.posicion: entrega for entregas in por_etiqueta for entrega in entregas}
    return [unicas[posicion] for posicion in heapq.nlargest(ENTRADAS, unicas)]


def _titulo(de: Suscripcion) -> str:
    partes = [
        de.publicador.nombre if de.publicador else settings.WAGTAIL_SITE_NAME,
        de.comprador,
        listas.titulo("releaseTag", de.etapa) if de.etapa else None,
    ]
    return " · ".join(parte for parte in partes if parte)


def _entrada(entrega: Entrega, titulo: str, comprador: str) -> dict[str, Any]:
    que = ", ".join(listas.titulo("releaseTag", etiqueta) for etiqueta in entrega.etiquetas)
    return {
        "title": _limpio(f"{que}: {titulo or entrega.ocid}"),
        "link": absoluta("portal:proceso", entrega.ocid),
        # Atom's summary is HTML: what is published is text.
        "description": escape(_limpio(f"{comprador or entrega.publicador.nombre} · {entrega.ocid}")),
        "unique_id": absoluta("publicacion:entrega", entrega.ocid, entrega.id_entrega),
        "author_name": _limpio(entrega.publicador.nombre),
        "pubdate": entrega.publicada_en,
        "updateddate": entrega.publicada_en,
        "categories": entrega.etiquetas,
    }


def _limpio(texto: str) -> str:
    """Without the control characters that no XML may hold."""
    return _CONTROLES.sub(" ", texto)
