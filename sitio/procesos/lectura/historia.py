"""What happened to the stages of a process, who did it and when: drafts, sendings, decisions and publications."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from sitio.componentes.vitral import TITULOS
from sitio.procesos.models import Aprobacion, EtapaPage, EtapaPublicada


@dataclass(frozen=True)
class Hecho:
    """Something that happened to a stage. `revision` is the version that it made or that it was about, if any."""

    cuando: datetime
    etapa: str
    que: str
    quien: str
    pagina: int
    revision: int | None = None
    comentario: str = ""

    @property
    def url_de_cambios(self) -> str:
        """The address of what that version changed."""
        return reverse("procesos:cambios", args=[self.pagina, self.revision]) if self.revision else ""


def historia(etapas: Iterable[EtapaPage], cuantos: int) -> list[Hecho]:
    """Return the last `cuantos` things that happened to these stages, the newest first (four queries)."""
    paginas = {etapa.pk: str(TITULOS[etapa.etapa]) for etapa in etapas}
    hechos = [
        *_borradores(paginas, cuantos),
        *_envios(paginas, cuantos),
        *_decisiones(paginas, cuantos),
        *_publicaciones(paginas, cuantos),
    ]
    return sorted(hechos, key=lambda hecho: hecho.cuando, reverse=True)[:cuantos]


def revisiones_de(etapa: EtapaPage) -> "models.QuerySet[Revision]":
    """Return the versions of a stage, oldest first, without their content."""
    revisiones: models.QuerySet[Revision] = Revision.page_revisions.filter(object_id=str(etapa.pk)).defer("content")
    return revisiones.order_by("created_at", "pk")


def _borradores(paginas: dict[int, str], cuantos: int) -> Iterator[Hecho]:
    revisiones = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in paginas]).defer("content")
    for revision in revisiones.select_related("user").order_by("-created_at", "-pk")[:cuantos]:
        pagina = int(revision.object_id)
        que = _("Guardó el borrador")
        yield Hecho(revision.created_at, paginas[pagina], que, _nombre(revision.user), pagina, revision.pk)


def _envios(paginas: dict[int, str], cuantos: int) -> Iterator[Hecho]:
    estados = WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id__in=[str(pk) for pk in paginas],
    )
    for estado in estados.select_related("requested_by").order_by("-created_at")[:cuantos]:
        pagina = int(estado.object_id)
        que = _("Envió a aprobación")
        yield Hecho(estado.created_at, paginas[pagina], que, _nombre(estado.requested_by), pagina)


def _decisiones(paginas: dict[int, str], cuantos: int) -> Iterator[Hecho]:
    actas = Aprobacion.objects.filter(pagina__in=list(paginas)).select_related("persona").order_by("-pk")
    for acta in actas[:cuantos]:
        aprobo = acta.decision == Aprobacion.Decision.APROBADA
        que = _("Aprobó como %(papel)s") if aprobo else _("Devolvió como %(papel)s")
        yield Hecho(
            acta.cuando,
            paginas[acta.pagina_id],
            que % {"papel": acta.get_papel_display()},
            _nombre(acta.persona),
            acta.pagina_id,
            comentario=acta.comentario,
        )


def _publicaciones(paginas: dict[int, str], cuantos: int) -> Iterator[Hecho]:
    publicadas = EtapaPublicada.objects.filter(pagina__in=list(paginas)).select_related("entrega")
    for publicada in publicadas.defer("entrega__contenido").order_by("-pk")[:cuantos]:
        yield Hecho(
            publicada.entrega.publicada_en,
            paginas[publicada.pagina_id],
            _("Se publicó"),
            "",
            publicada.pagina_id,
            publicada.revision_id,
        )


def _nombre(persona: Any) -> str:
    return (persona.get_full_name() or persona.get_username()) if persona else ""
