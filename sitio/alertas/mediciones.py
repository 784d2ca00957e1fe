"""Compute the indicators of an institution from what it published, keep them, and compare them with its peers'."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sitio.alertas import plantillas, servicios
from sitio.alertas.consultas import hoy as hoy_local
from sitio.alertas.general import almacen
from sitio.alertas.models import Corrida, Medicion, MotivoDeCorrida
from sitio.alertas.referencias import referencias as cargadas
from sitio.analisis.indicadores import INDICADORES
from sitio.analisis.motor import indicadores as motor
from sitio.analisis.motor import sobre_almacen
from sitio.analisis.tablas import Contexto
from sitio.catalogos.calendario import calendarios
from sitio.ocds.tablas import aplanar
from sitio.publicacion.models import Publicador, Registro

Tablas = Mapping[str, pa.Table]

# With fewer peers than these, a percentile would say who they are.
PARES = 5


def medir(publicador: Publicador, *, motivo: str = MotivoDeCorrida.PROGRAMADA, hoy: date | None = None) -> int:
    """Compute every indicator of an institution and put the figures in the place of the former ones; returns how many.

    Only `Registro` is read, never a draft. An institution with many processes goes through a store of its own, in
    files that are gone afterwards, so that memory does not grow with it.
    """
    inicio = timezone.now()
    procesos = publicador.registros.count()
    tablas = cargadas(hoy or hoy_local(), calendarios())
    leer = _en_memoria if procesos <= almacen.PROCESOS else _en_archivos
    cifras = leer(publicador, tablas)
    guardar(publicador, cifras, inicio=inicio, motivo=motivo, procesos=procesos)
    return len(cifras)


def _en_memoria(publicador: Publicador, referencias: Tablas) -> list[motor.Cifra]:
    registros = dict(publicador.registros.values_list("ocid", "compilada"))
    publicadores = dict.fromkeys(registros, publicador.clave)
    contexto = Contexto(publicadores, servicios.marcos_de(publicadores, plantillas.de_procesos(registros)))
    return motor.medir(
        aplanar(bytes(compilada) for compilada in registros.values()), contexto=contexto, referencias=referencias
    )


def _en_archivos(publicador: Publicador, referencias: Tablas) -> list[motor.Cifra]:
    recursos = almacen.recursos()
    with TemporaryDirectory(prefix="indicadores-", dir=recursos.temporales) as carpeta:
        suyo = almacen.escribir_solo(publicador.clave, Path(carpeta))
        with sobre_almacen(suyo, referencias, recursos) as base:
            return [cifra for indicador in INDICADORES.values() for cifra in motor.medir_en(base, indicador)]


def guardar(
    publicador: Publicador,
    cifras: Iterable[motor.Cifra],
    *,
    inicio: datetime,
    motivo: str = MotivoDeCorrida.PROGRAMADA,
    procesos: int = 0,
) -> None:
    """Put the figures of an institution in the place of the former ones, with the record of the run that made them.

    Readers see the former ones or the new ones, never a mixture. `inicio` (UTC): when computing them began.
    """
    ahora = timezone.now()
    with transaction.atomic():
        # Two runs take turns; publishing, which only refers to this row, does not wait for them.
        Publicador.objects.select_for_update(no_key=True).get(pk=publicador.pk)
        corrida = Corrida.objects.create(
            motivo=motivo,
            iniciada_en=inicio,
            terminada_en=ahora,
            versiones={i.id: i.version for i in INDICADORES.values()},
            procesos=procesos,
        )
        publicador.mediciones.all().delete()
        Medicion.objects.bulk_create([_medicion(publicador, corrida, ahora, cifra) for cifra in cifras], batch_size=500)


def _medicion(publicador: Publicador, corrida: Corrida, calculada_en: datetime, cifra: motor.Cifra) -> Medicion:
    return Medicion(
        publicador=publicador,
        corrida=corrida,
        indicador=cifra.indicador,
        medida=cifra.medida,
        version=cifra.version,
        ambito=cifra.ambito.value,
        anio=cifra.anio,
        unidad=cifra.unidad,
        metodo=cifra.metodo,
        valor=cifra.valor,
        n=cifra.n,
        numerador=cifra.numerador,
        denominador=cifra.denominador,
        excluidos=cifra.excluidos,
        calculada_en=calculada_en,
    )


def con_registros() -> list[str]:
    """Return the keys of the institutions that have something to measure, or that had."""
    con_algo = set(Registro.objects.order_by().values_list("publicador__clave", flat=True).distinct())
    con_cifras = set(Medicion.objects.order_by().values_list("publicador__clave", flat=True).distinct())
    return sorted(con_algo | con_cifras)


def percentil(valor: Decimal, pares: Collection[Decimal]) -> int | None:
    """Return what per cent of the peers are below `valor` (who ties counts half); None with fewer than five of them."""
    if len(pares) < PARES:
        return None
    debajo = sum(2 if otro < valor else 1 for otro in pares if otro <= valor)
    return round(Decimal(100 * debajo) / (2 * len(pares)))


def pares_de(publicador: Publicador) -> list[str]:
    """Return the keys of the institutions of its type and budget, as the installation groups them.

    `INDICADORES_GRUPOS = {"salud": "estatal mediana"}` in the settings; who is in no group is compared with nobody.
    """
    grupos: dict[str, str] = getattr(settings, "INDICADORES_GRUPOS", {})
    grupo = grupos.get(publicador.clave)
    return sorted(clave for clave, otro in grupos.items() if grupo and otro == grupo and clave != publicador.clave)


def percentiles(publicador: Publicador) -> dict[int, int]:
    """Return the percentile of each yearly figure of an institution among its peers, by its pk, where there is one."""
    propias = publicador.mediciones.por_anio().filter(valor__isnull=False)
    suyos: dict[tuple[object, ...], list[Decimal]] = {}
    for pares in Medicion.objects.por_anio().filter(publicador__clave__in=pares_de(publicador), valor__isnull=False):
        assert pares.valor is not None  # noqa: S101 - filtered just above; mypy cannot know
        suyos.setdefault(_misma(pares), []).append(pares.valor)
    lugares = {m.pk: percentil(m.valor, suyos.get(_misma(m), [])) for m in propias if m.valor is not None}
    return {pk: lugar for pk, lugar in lugares.items() if lugar is not None}


def _misma(medicion: Medicion) -> tuple[object, ...]:
    """Return what two figures share when they say the same of two institutions: formula, version and year."""
    return medicion.indicador, medicion.medida, medicion.version, medicion.anio
