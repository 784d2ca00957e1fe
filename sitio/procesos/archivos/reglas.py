"""What a document row must hold before it is sent: one place where the document is, and no original in its stead."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

LISTA = "documentos"


def problemas(etapa: Any) -> Iterator[tuple[str, str]]:
    """Yield (panel, message) for each document row that cannot be published."""
    for numero, documento in enumerate(etapa.documentos.all(), start=1):
        if motivo := _motivo(documento):
            yield LISTA, _("Documentos, renglón %(numero)s: %(motivo)s") % {"numero": numero, "motivo": motivo}


def avisos(etapa: Any) -> Iterator[str]:
    """Yield what to look at: one file in two rows is usually a mistake of the hand."""
    lugares = defaultdict(list)
    for numero, documento in enumerate(etapa.documentos.all(), start=1):
        if documento.archivo_id:
            lugares[documento.archivo_id].append(str(numero))
    for numeros in (n for n in lugares.values() if len(n) > 1):
        yield _("Documentos: el mismo archivo está en los renglones %(numeros)s.") % {"numeros": ", ".join(numeros)}


def _motivo(documento: Any) -> str:
    if documento.archivo_id and documento.url:
        return _("tiene dirección y archivo. Deje uno de los dos.")
    if documento.original_id and not documento.archivo_id:
        return _("tiene el original reservado y no la versión pública. Súbala en «Archivo que se publica».")
    if documento.original_id and documento.original_id == documento.archivo_id:
        return _("la versión pública es el mismo archivo que el original reservado. Suba la versión testada.")
    if not documento.archivo_id and not documento.url:
        return _("escriba su dirección o suba el archivo.")
    return ""
