"""Two people on the same stage: what the second one typed is neither saved over the first one's work nor lost."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from modelcluster.models import get_all_child_relations
from wagtail.models import Revision

from sitio.procesos.lectura.comparacion import Cambios, cambios
from sitio.procesos.models import EtapaPage

# What belongs to the page that was open, not to what was typed in it.
DE_LA_PAGINA = {
    "csrfmiddlewaretoken",
    "loaded_revision_id",
    "loaded_revision_created_at",
    "overwrite_revision_id",
    "next",
}


@dataclass(frozen=True)
class Conflicto:
    """A newer version by somebody else: what it changed since the form was opened, and what this person wrote."""

    revision: Revision
    suyos: Cambios
    mios: Cambios | None
    escrito: list[tuple[str, str]]


def conflicto_de(etapa: EtapaPage, request: HttpRequest) -> Conflicto | None:
    """Return why saving this form would undo somebody else's work; None if nobody else saved since it was opened."""
    cargada, ultima = request.POST.get("loaded_revision_id", ""), etapa.get_latest_revision()
    if ultima is None or not cargada.isdecimal() or int(cargada) == ultima.pk or ultima.user_id == request.user.pk:
        return None
    actual = _objeto(ultima, etapa)
    antes = Revision.page_revisions.filter(object_id=str(etapa.pk), pk=int(cargada)).first()
    return Conflicto(
        ultima,
        cambios(_objeto(antes, etapa) if antes else None, actual),
        _lo_escrito(etapa, actual, request),
        escrito(request),
    )


def escrito(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, as a form of hidden fields sends it again; files do not travel."""
    return [(n, valor) for n, valores in request.POST.lists() if n not in DE_LA_PAGINA for valor in valores]


def con_renglones_vigentes(escrito: QueryDict, objeto: EtapaPage) -> QueryDict:
    """Return what was typed with the rows that are no longer in `objeto` as new rows, which is what they would be."""
    limpio = escrito.copy()
    for relacion in get_all_child_relations(type(objeto)):
        nombre = relacion.get_accessor_name()
        vigentes = {str(renglon.pk) for renglon in getattr(objeto, nombre).all()}
        patron = re.compile(rf"{re.escape(nombre)}-\d+-id")
        for campo in [c for c in limpio if patron.fullmatch(c) and limpio[c] and limpio[c] not in vigentes]:
            limpio[campo] = ""
    return limpio


def _formulario_de(etapa: EtapaPage, request: HttpRequest, objeto: EtapaPage) -> Any:
    """Return the stage's form over `objeto` with what was posted, asking for nothing that a draft may lack."""
    clase = type(etapa).get_edit_handler().get_form_class()
    form = clase(
        con_renglones_vigentes(request.POST, objeto),
        request.FILES,
        instance=objeto,
        parent_page=etapa.get_parent().specific,
        for_user=request.user,
    )
    form.defer_required_fields()
    return form


def _lo_escrito(etapa: EtapaPage, actual: EtapaPage, request: HttpRequest) -> Cambios | None:
    form = _formulario_de(etapa, request, _copia(actual))
    return cambios(actual, form.save(commit=False)) if form.is_valid() else None


def _copia(objeto: EtapaPage) -> EtapaPage:
    copia: EtapaPage = objeto.get_latest_revision_as_object()
    copia.proceso = objeto.proceso
    return copia


def _objeto(revision: Revision, etapa: EtapaPage) -> EtapaPage:
    objeto: EtapaPage = revision.as_object()
    objeto.proceso = etapa.proceso
    return objeto
