"""What a stage lacks before it can be a release, and what somebody should look at first."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Manager
from django.utils.translation import gettext as _

from sitio.ocds import etiquetas, listas, perfil
from sitio.procesos import adicionales
from sitio.procesos.archivos import reglas as reglas_de_archivos
from sitio.procesos.entregas.armado import entrega_de
from sitio.procesos.mapeo import campo_de
from sitio.procesos.models.etapa import EtapaPage
from sitio.publicacion import consultas
from sitio.publicacion.examen import examinar
from sitio.publicacion.models import Origen
from sitio.publicacion.propuestas import EntregaInvalida, Propuesta


def faltantes(etapa: EtapaPage) -> Iterator[tuple[str | None, str]]:
    """Yield (field name or None, message) for whatever keeps `etapa` from being sent to approval and published.

    Source: the procedure template for required fields and documents; the OCDS profile for the rest.
    """
    from sitio.procesos.entregas import reglas

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
