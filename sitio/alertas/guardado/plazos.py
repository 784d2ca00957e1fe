"""Keep the deadlines that were computed: the same dates twice write nothing, and one that goes away is cancelled."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from sitio.alertas.guardado.comun import Conteo, Origen, PorOcid, como_json
from sitio.alertas.models import Corrida, EstadoDePlazo, Plazo
from sitio.analisis.motor import PlazoCalculado
from sitio.analisis.registro import PLAZOS

# A deadline already this long past when first computed comes from an old process: it is history, not news.
HISTORICO = timedelta(days=30)


def guardar_plazos(
    corrida: Corrida,
    origenes: Mapping[str, Origen],
    calculados: Iterable[PlazoCalculado],
    hoy: date,
    cuales: Collection[str] = tuple(PLAZOS),
) -> tuple[Conteo, PorOcid]:
    """Create, update and cancel the deadlines of some processes as `calculados` say; returns counts and what is new.

    `origenes`, by ocid: the processes, and what was read of them. `cuales`: the definitions that were computed.
    """
    suyos = Plazo.objects.filter(ocid__in=origenes, plazo__in=cuales)
    existentes = {(p.ocid, p.plazo, p.sujeto): p for p in suyos.select_for_update().order_by("pk")}
    vistos, nuevos, conteo, novedades = set(), [], Conteo(), PorOcid()
    for calculado in calculados:
        clave = (calculado.ocid, calculado.plazo_id, calculado.sujeto)
        vistos.add(clave)
        if clave not in existentes:
            nuevos.append(_plazo_nuevo(corrida, origenes[calculado.ocid], calculado, hoy))
        elif _actualizar_plazo(existentes[clave], calculado, origenes[calculado.ocid], hoy):
            conteo.plazos_actualizados += 1
    for clave, plazo in existentes.items():
        if clave not in vistos and plazo.estado != EstadoDePlazo.CANCELADO:
            _cancelar(plazo, origenes[plazo.ocid])
            conteo.plazos_actualizados += 1
    Plazo.objects.bulk_create(nuevos, ignore_conflicts=True)
    conteo.plazos_nuevos = suyos.filter(corrida=corrida).count()
    for plazo in suyos.filter(por_anunciar=True).order_by("pk"):
        novedades.setdefault(plazo.ocid, []).append(plazo.pk)
    return conteo, novedades


def _plazo_nuevo(corrida: Corrida, origen: Origen, calculado: PlazoCalculado, hoy: date) -> Plazo:
    estado, historico = _estado(calculado, hoy), calculado.vence < hoy - HISTORICO
    return Plazo(
        corrida=corrida,
        ocid=calculado.ocid,
        publicador_id=origen.publicador_id,
        plazo=calculado.plazo_id,
        sujeto=calculado.sujeto,
        estado=estado,
        historico=historico,
        por_anunciar=_es_noticia(estado, historico),
        **_columnas(calculado, origen),
    )


def _actualizar_plazo(plazo: Plazo, calculado: PlazoCalculado, origen: Origen, hoy: date) -> bool:
    """Write what differs between a stored deadline and what was computed now; tells whether anything did."""
    estado, movido = _estado(calculado, hoy), calculado.vence != plazo.vence
    columnas = {**_columnas(calculado, origen), "estado": estado}
    if movido:
        columnas["historico"] = calculado.vence < hoy - HISTORICO
    distintas = {campo: valor for campo, valor in columnas.items() if getattr(plazo, campo) != valor}
    if not set(distintas) - {"posicion"}:
        Plazo.objects.filter(pk=plazo.pk).update(**distintas) if distintas else None
        return False
    vuelve = movido or plazo.estado in (EstadoDePlazo.CANCELADO, EstadoDePlazo.SUSPENDIDO)
    noticia = _es_noticia(estado, distintas.get("historico", plazo.historico))
    anunciar = noticia and (vuelve or plazo.por_anunciar)
    Plazo.objects.filter(pk=plazo.pk).update(**distintas, por_anunciar=anunciar, actualizado_en=timezone.now())
    return True


def _cancelar(plazo: Plazo, origen: Origen) -> None:
    Plazo.objects.filter(pk=plazo.pk).update(
        estado=EstadoDePlazo.CANCELADO,
        posicion=origen.posicion,
        por_anunciar=False,
        actualizado_en=timezone.now(),
    )


def _columnas(calculado: PlazoCalculado, origen: Origen) -> dict[str, Any]:
    return {
        "version": PLAZOS[calculado.plazo_id].version,
        "base": calculado.base,
        "vence": calculado.vence,
        "fundamento": calculado.fundamento,
        "cumplido_en": calculado.cumplido_en,
        "evidencia": como_json(calculado.evidencia),
        "posicion": origen.posicion,
    }


def _estado(calculado: PlazoCalculado, hoy: date) -> str:
    if calculado.cumplido_en:
        return EstadoDePlazo.CUMPLIDO
    if calculado.suspendido_desde:
        return EstadoDePlazo.SUSPENDIDO
    return EstadoDePlazo.VENCIDO if calculado.vence < hoy else EstadoDePlazo.PENDIENTE


def _es_noticia(estado: str, historico: bool) -> bool:
    return not historico and estado in (EstadoDePlazo.PENDIENTE, EstadoDePlazo.VENCIDO)
