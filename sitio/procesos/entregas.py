"""The one function that turns a stage page into a release, and what is missing before it can be one."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Manager
from django.utils.translation import gettext as _

from sitio.catalogos import partes as padron
from sitio.ocds import etiquetas, listas, perfil
from sitio.procesos import adicionales
from sitio.procesos.archivos import reglas as reglas_de_archivos
from sitio.procesos.identidades import con_ids_del_padron, conservar
from sitio.procesos.mapeo import campo_de, referencia, retirar
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.modificaciones import fechar_modificaciones
from sitio.publicacion import consultas
from sitio.publicacion.examen import examinar
from sitio.publicacion.models import Origen
from sitio.publicacion.propuestas import EntregaInvalida, Propuesta


def entrega_de(etapa: EtapaPage) -> dict[str, Any]:
    """Return the release that publishing `etapa` (this object: a revision or the live page) would emit.

    It carries the stage's blocks, the buyer, and every organization it names, with all the roles each
    one has had in the process (OCDS merge replaces `roles` whole). Id, date and tags are the ledger's.
    """
    proceso = etapa.proceso
    comprador = proceso.institucion.organizacion
    previa = consultas.entrega_compilada(proceso.ocid) or {}
    volcado = etapa.bloque()
    fechar_modificaciones({"ocid": proceso.ocid, **volcado.bloque}, previa)
    partes = [(comprador, "buyer"), *volcado.partes]
    propia = con_ids_del_padron(previa)
    entrega = {
        "ocid": proceso.ocid,
        "initiationType": "tender",
        "language": "es",
        "parties": padron.componer(partes, propia),
        "buyer": referencia(comprador),
        **volcado.bloque,
    }
    padron.unificar(entrega, (organizacion for organizacion, _papel in partes), propia)
    conservar(entrega, previa)
    mapa = [*etapa.MAPA, *adicionales.mapa(etapa)]
    retirar(etapa.lugar(entrega), etapa.lugar(previa), mapa, etapa)
    return entrega


def faltantes(etapa: EtapaPage) -> Iterator[tuple[str | None, str]]:
    """Yield (field name or None, message) for whatever keeps `etapa` from being sent to approval and published.

    Source: the procedure template for required fields and documents; the OCDS profile for the rest.
    """
    from sitio.procesos import reglas

    proceso = etapa.proceso
    previa = consultas.entrega_compilada(proceso.ocid)
    yield from (de_plantilla := [*faltantes_de_plantilla(etapa)])
    if contradicciones := [*reglas.problemas(etapa, previa or {})]:
        yield from contradicciones
        return
    entrega = entrega_de(etapa)
    try:
        examinar(Propuesta(entrega), proceso.institucion.publicador, Origen.CAPTURA, previa)
        etiquetas.decidir(previa, entrega, _etiquetas(proceso.ocid))
    except EntregaInvalida as invalida:
        for error in invalida.errores:
            yield _campo_de(etapa, error.ruta), error.mensaje
    except etiquetas.SinCambios as motivo:
        # To who has not finished yet, that nothing changes is no news.
        if not de_plantilla:
            yield None, str(motivo)


def avisos(etapa: EtapaPage) -> list[str]:
    """Return what somebody should look at before `etapa` is published, though nothing of it keeps it from being so."""
    previa = consultas.entrega_compilada(etapa.proceso.ocid)
    del_perfil = [
        _("%(lugar)s: %(aviso)s") % {"lugar": aviso.lugar, "aviso": aviso.mensaje}
        for aviso in perfil.avisos(entrega_de(etapa), previa)
    ]
    return [*del_perfil, *reglas_de_archivos.avisos(etapa)]


def lo_que_pide(etapa: EtapaPage) -> list[str]:
    """Return the names of the fields, lists and documents that the process's template requires at this stage."""
    regla = etapa.regla
    documentos = [listas.titulo("documentType", tipo) for tipo in regla["documentos_obligatorios"]]
    return (
        [_nombre_de(etapa, nombre) for nombre in regla["campos_obligatorios"]]
        + documentos
        + adicionales.lo_que_pide(etapa)
    )


def faltantes_de_plantilla(etapa: EtapaPage) -> Iterator[tuple[str | None, str]]:
    """Yield (field or list, message) for each thing that the process's template requires and `etapa` lacks."""
    regla = etapa.regla
    for nombre in regla["campos_obligatorios"]:
        if _esta_vacio(getattr(etapa, nombre)):
            yield (
                nombre,
                _("Falta %(campo)s: este procedimiento lo pide en esta etapa.") % {"campo": _nombre_de(etapa, nombre)},
            )
    presentes = {documento.tipo for documento in etapa.documentos.all()}
    for tipo in regla["documentos_obligatorios"]:
        if tipo not in presentes:
            yield (
                "documentos",
                _("Falta un documento de tipo «%(tipo)s»: agréguelo en Documentos.")
                % {"tipo": listas.titulo("documentType", tipo)},
            )
    yield from adicionales.faltantes(etapa)


def _esta_vacio(valor: Any) -> bool:
    return not valor.exists() if isinstance(valor, Manager) else valor in (None, "")


def _nombre_de(etapa: EtapaPage, nombre: str) -> str:
    """Return the name of a field, or of the rows of a nested list."""
    campo = etapa._meta.get_field(nombre)
    return str(campo.related_model._meta.verbose_name_plural if campo.one_to_many else campo.verbose_name)


def _campo_de(etapa: EtapaPage, ruta: list[str | int]) -> str | None:
    # Stages whose block sits inside an array (awards[0], contracts[0]) have tables relative to it.
    recortes = (ruta, ruta[2:]) if ruta and ruta[0] in ("awards", "contracts") else (ruta,)
    mapa = [*etapa.MAPA, *adicionales.mapa(etapa)]
    return next((campo for parte in recortes if (campo := campo_de(mapa, parte, etapa))), None)


def _etiquetas(ocid: str) -> set[str]:
    return {etiqueta for entrega in consultas.entregas_de(ocid).only("etiquetas") for etiqueta in entrega.etiquetas}
