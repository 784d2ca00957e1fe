"""The pages of the feeds and their single elements, as packages: what the views answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sitio.publicacion import filas, paquetes
from sitio.publicacion.cursores import Cursor
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.filas import EntregaDeRegistro, FilaDeEntrega, FilaDeRegistro, entregas_de
from sitio.publicacion.models import Clase, Entrega, Registro
from sitio.publicacion.paginacion import con_etiqueta, pagina
from sitio.publicacion.paquetes import Sobre
from sitio.publicacion.parametros import Consulta

# The names of the feeds' views; they also go in the cursors, so that one feed's cursor is refused by the other.
ENTREGAS = "publicacion:entregas"
REGISTROS = "publicacion:registros"

__all__ = ["ENTREGAS", "REGISTROS", "Respuesta", "entregas_de", "extensiones_de"]


@dataclass(frozen=True)
class Respuesta:
    """A package ready to be sent, when its contents last changed, and the URLs of the pages around it.

    `llena`: a full page of the past, which stays as it is unless something it holds is withdrawn.
    """

    cuerpo: bytes
    modificado: datetime | None
    siguiente: str | None = None
    anterior: str | None = None
    primera: str | None = None
    llena: bool = False


def pagina_de_entregas(consulta: Consulta) -> Respuesta:
    """Return a page of the feed of releases, in the order they were published (one query, or two when it is empty)."""
    todas: QuerySet[Entrega] = Entrega.objects.publicas()
    if consulta.etiqueta is not None:
        todas = con_etiqueta(todas, consulta.etiqueta)
    hallada = pagina(todas, consulta, filas.entregas, inmutable=True)
    sobre = _sobre(hallada.filas, consulta, paquetes.extensiones_de(hallada.filas), hallada.siguiente, hallada.anterior)
    return _respuesta(paquetes.de_entregas(hallada.filas, sobre), sobre, consulta, llena=hallada.llena)


def pagina_de_registros(consulta: Consulta) -> Respuesta:
    """Return a page of the feed of records, ordered by their last publication (two queries).

    A process that publishes while someone walks the pages moves to the end, and is seen again with its news.
    """
    hallada = pagina(Registro.objects.all(), consulta, filas.registros, inmutable=False)
    entregas = entregas_de(hallada.filas)
    sobre = _sobre(hallada.filas, consulta, extensiones_de(entregas), hallada.siguiente, hallada.anterior)
    cuerpo = paquetes.de_registros(
        hallada.filas, entregas, sobre, embebidas=consulta.embebidas, versionada=consulta.versionada
    )
    return _respuesta(cuerpo, sobre, consulta, llena=hallada.llena)


def entrega(ocid: str, id_entrega: str) -> Respuesta | None:
    """Return one release in its package (one query); None when it was never published, or it was withdrawn."""
    hallada = filas.entregas(Entrega.objects.publicas().filter(ocid=ocid, id_entrega=id_entrega))
    if not hallada:
        return None
    uri = absoluta("publicacion:entrega", ocid, id_entrega)
    sobre = Sobre(uri, [hallada[0].publicador], hallada[0].publicada_en, hallada[0].extensiones)
    return Respuesta(paquetes.de_entregas(hallada, sobre), sobre.modificado)


def registro(ocid: str, *, embebidas: bool = True, versionada: bool = False) -> Respuesta | None:
    """Return one record in its package (two queries); None when nothing of the process is published."""
    hallado = filas.registros(Registro.objects.filter(ocid=ocid))
    if not hallado:
        return None
    entregas = entregas_de(hallado)
    parametros = {"releases": None if embebidas else "linked", "versioned": "true" if versionada else None}
    uri = absoluta("publicacion:registro", ocid, **parametros)
    sobre = Sobre(uri, [hallado[0].publicador], hallado[0].publicada_en, extensiones_de(entregas))
    cuerpo = paquetes.de_registros(hallado, entregas, sobre, embebidas=embebidas, versionada=versionada)
    return Respuesta(cuerpo, sobre.modificado)


def retirada(ocid: str, id_entrega: str) -> Entrega | None:
    """Return what is left of a withdrawn release; None when there was none."""
    filas_vacias = Entrega.objects.filter(clase=Clase.ENTREGA, contenido=b"")
    return filas_vacias.filter(ocid=ocid, id_entrega=id_entrega).first()


def todo_retirado(ocid: str) -> bool:
    """Whether a process published something and has no record: all of it was withdrawn."""
    return Entrega.objects.filter(ocid=ocid, clase=Clase.RETIRO).exists()


def extensiones_de(entregas: dict[str, list[EntregaDeRegistro]]) -> Iterator[str]:
    """Yield the extensions that the releases of several processes declare."""
    for grupo in entregas.values():
        yield from paquetes.extensiones_de(grupo)


def ultima_publicacion() -> datetime | None:
    """Return when the ledger last grew."""
    return Entrega.objects.order_by("-posicion").values_list("publicada_en", flat=True).first()


def _sobre(
    encontradas: Sequence[FilaDeEntrega] | Sequence[FilaDeRegistro],
    consulta: Consulta,
    extensiones: Iterable[str],
    siguiente: Cursor | None,
    anterior: Cursor | None,
) -> Sobre:
    # A page without contents is of the publisher it was asked for, and changes when anything is published.
    publicadores = {fila.publicador.pk: fila.publicador for fila in encontradas}
    de_quien = list(publicadores.values()) or ([consulta.publicador] if consulta.publicador else [])
    modificado = max((fila.publicada_en for fila in encontradas), default=None) or ultima_publicacion()
    uri = _direccion(consulta, consulta.cursor)
    enlaces = {rel: _direccion(consulta, cursor) for rel, cursor in (("next", siguiente), ("prev", anterior)) if cursor}
    return Sobre(uri, de_quien, modificado, extensiones, enlaces)


def _respuesta(cuerpo: bytes, sobre: Sobre, consulta: Consulta, *, llena: bool) -> Respuesta:
    return Respuesta(
        cuerpo,
        sobre.modificado,
        siguiente=sobre.enlaces.get("next"),
        anterior=sobre.enlaces.get("prev"),
        primera=_direccion(consulta, None),
        llena=llena,
    )


def _direccion(consulta: Consulta, cursor: Cursor | None) -> str:
    return absoluta(consulta.lista, **consulta.parametros(cursor))
