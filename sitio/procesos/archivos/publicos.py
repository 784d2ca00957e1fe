"""When a file is public: from the release that names it, until everything that names it is withdrawn."""

from collections.abc import Iterator

from django.utils import timezone

from sitio.procesos.models.archivos import ArchivoDeDocumento, ArchivoPublicado
from sitio.procesos.models.etapa import EtapaPage
from sitio.publicacion.models import Entrega


def fechar(etapa: EtapaPage) -> None:
    """Date the files that the release of `etapa` is about to publish for the first time: it says that date."""
    pks = [archivo.pk for archivo in _que_se_publican(etapa)]
    ArchivoDeDocumento.objects.filter(pk__in=pks, publicado=None).update(
        publicado=timezone.now().replace(microsecond=0)
    )


def abrir(etapa: EtapaPage, entrega: Entrega) -> None:
    """Make public the files that `entrega`, which `etapa` became, names. Reserved originals are not among them."""
    ArchivoPublicado.objects.bulk_create(
        [ArchivoPublicado(archivo=archivo, entrega=entrega) for archivo in set(_que_se_publican(etapa))],
        ignore_conflicts=True,
    )


def publico(clave: str, sha256: str) -> ArchivoDeDocumento | None:
    """Return the file of a publisher with that digest if anybody may have it; None otherwise."""
    return (
        ArchivoDeDocumento.objects.select_related("publicador")
        .filter(publicador__clave=clave, sha256=sha256, publicaciones__entrega__in=Entrega.objects.publicas())
        .first()
    )


def _que_se_publican(etapa: EtapaPage) -> Iterator[ArchivoDeDocumento]:
    yield from (documento.archivo for documento in etapa.documentos.all() if documento.archivo_id)
