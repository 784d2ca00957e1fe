"""What the law asks of a stage before it is published: the minimum period between the call and the opening."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.alertas import plantillas, servicios
from sitio.analisis import comunes
from sitio.analisis.minimos import Convocatoria, PeriodoCorto, periodo_corto
from sitio.analisis.plazos.convocatoria import JUSTIFICACION
from sitio.catalogos.calendario import FEDERAL, calendarios
from sitio.componentes import formatos
from sitio.ocds import listas, rutas
from sitio.procesos.entregas.ajenas import Problema
from sitio.procesos.models import EtapaPage, LicitacionPage


def plazo_minimo(etapa: EtapaPage, publicada: dict[str, Any]) -> Iterator[Problema]:
    """Yield what a call lacks of the minimum period of its law, or of its template's.

    Not of a call that is only planned, nor of one that has no effect any more; nor when what is public gave no more
    days: a correction cannot mend the past.
    """
    if not isinstance(etapa, LicitacionPage) or etapa.estado in (*comunes.EN_PLANEACION, *comunes.SIN_EFECTO):
        return
    convocatoria, publicados = _convocatoria(etapa), _ya_publicados(publicada)
    if convocatoria is None:
        return
    if publicados is not None and (convocatoria.apertura - convocatoria.publicacion).days >= publicados:
        return
    dias = partial(_inhabiles, etapa)
    corto = periodo_corto(convocatoria, plantillas.ajustes_de(etapa.proceso.plantilla), dias)
    if corto is not None:
        yield "documentos" if corto.basta_justificar else "apertura", _mensaje(corto)


def _convocatoria(etapa: LicitacionPage) -> Convocatoria | None:
    if etapa.publicacion is None or etapa.apertura is None:
        return None
    plantilla = etapa.proceso.plantilla
    contenido, publicador = plantilla.contenido, etapa.proceso.institucion.publicador
    papeles = [d for d in etapa.documentos.all() if d.tipo == JUSTIFICACION and (d.publicado or d.archivo_id)]
    return Convocatoria(
        metodo=contenido["metodo"],
        detalle=f"{contenido['detalle_metodo']} {etapa.caracter}",
        categoria=etapa.categoria,
        publicacion=timezone.localdate(etapa.publicacion),
        apertura=timezone.localdate(etapa.apertura),
        justificada=bool(papeles),
        marco=plantillas.marco_de(plantilla) or servicios.marco_de(publicador.clave),
    )


def _ya_publicados(publicada: dict[str, Any]) -> int | None:
    """Return the days that the public call gave; None when there is no call yet, or its dates are not known."""
    if rutas.leer(publicada, "tender.status") in comunes.EN_PLANEACION:
        return None
    desde = formatos.leer_dia(rutas.leer(publicada, "tender.tenderPeriod.startDate"))
    hasta = formatos.leer_dia(rutas.leer(publicada, "tender.tenderPeriod.endDate"))
    return (hasta - desde).days if desde and hasta else None


def _inhabiles(etapa: LicitacionPage, calendario: str) -> Collection[date]:
    todos, proceso = calendarios(), etapa.proceso
    elegido = calendario or proceso.unidad.calendario_id or proceso.institucion.calendario_id or FEDERAL
    return todos.get(elegido, todos[FEDERAL])


def _mensaje(corto: PeriodoCorto) -> str:
    partes = [
        _(
            "Entre la publicación y la apertura hay %(dias)d %(unidad)s y deben correr al menos %(minimo)d: "
            "%(articulo)s."
        ),
        _("Mueva la apertura al %(fecha)s o después."),
    ]
    if corto.basta_justificar:
        partes.append(_("Si el plazo se redujo, agregue en Documentos uno de tipo «%(tipo)s», con su fecha."))
    elif corto.reducido:
        partes.append(_("Ni justificado puede ser menor de %(reducido)d."))
    datos = {
        "dias": corto.dias,
        "unidad": _(corto.termino.unidad.value),
        "minimo": abs(corto.termino.dias),
        "articulo": _(corto.termino.fundamento),
        "fecha": formatos.fecha(corto.desde),
        "tipo": listas.titulo("documentType", JUSTIFICACION),
        "reducido": abs(corto.reducido.dias) if corto.reducido else 0,
    }
    return " ".join(partes) % datos
