"""What this room does: read what was published, keep what analysis finds, and say what is new."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from sitio.alertas import guardado, listas, plantillas, senales
from sitio.alertas.consultas import hoy as hoy_local
from sitio.alertas.models import (
    Alerta,
    Corrida,
    EstadoDePlazo,
    MotivoDeCorrida,
    Plazo,
    Revisado,
)
from sitio.alertas.referencias import referencias
from sitio.analisis import motor
from sitio.analisis.registro import BANDERAS, PLAZOS
from sitio.analisis.tablas import Contexto
from sitio.catalogos.calendario import FEDERAL, calendarios
from sitio.ocds import tablas
from sitio.procesos.models import PlantillaProcedimiento
from sitio.publicacion.models import Registro

logger = logging.getLogger(__name__)

LOTE = 200


@dataclass
class Novedades:
    """What one run changed, as primary keys by ocid, and in numbers."""

    procesos: int = 0
    conteo: guardado.Conteo = field(default_factory=guardado.Conteo)
    alertas: dict[str, list[int]] = field(default_factory=dict)
    plazos: dict[str, list[int]] = field(default_factory=dict)

    @property
    def ocids(self) -> list[str]:
        """The processes with something new to tell."""
        return sorted({*self.alertas, *self.plazos})


def revisar(ocids: Collection[str], *, motivo: str = MotivoDeCorrida.PUBLICACION, hoy: date | None = None) -> Novedades:
    """Evaluate over the published records of `ocids` what each alone is enough for, and keep the result.

    Only `Registro` is read: a draft is never analysed. What is found is stored in one transaction (a killed run
    leaves nothing half); a second run over the same records changes nothing. After commit, `senales.novedades`
    is sent once per process with something new. Unknown ocids are ignored.
    """
    inicio, dia = timezone.now(), hoy or hoy_local()
    registros = {r.ocid: r for r in Registro.objects.filter(ocid__in=set(ocids)).select_related("publicador")}
    if not registros:
        return Novedades()
    hallazgos, plazos = _analizar(registros, dia)
    with transaction.atomic():
        registros = _apartar(registros)
        corrida = Corrida.objects.create(
            motivo=motivo, iniciada_en=inicio, terminada_en=inicio, versiones=versiones(), procesos=len(registros)
        )
        novedades = _guardar(corrida, registros, hallazgos, plazos, dia)
        for ocid in novedades.ocids:
            transaction.on_commit(partial(anunciar, ocid))
    return novedades


def _analizar(registros: dict[str, Registro], dia: date) -> tuple[list[motor.Hallazgo], list[motor.PlazoCalculado]]:
    """Run the rules that a process alone is enough for, each process under the template version it was born with."""
    columnas = tablas.aplanar(bytes(r.compilada) for r in registros.values())
    de_cada_uno, dias = plantillas.de_procesos(registros), calendarios()
    publicadores = {ocid: r.publicador.clave for ocid, r in registros.items()}
    ajustes = {ocid: a for ocid, p in de_cada_uno.items() if (a := plantillas.ajustes_de(p))}
    elegidos = plantillas.calendarios_de({ocid: r.publicador_id for ocid, r in registros.items()})
    contexto = Contexto(publicadores, marcos_de(publicadores, de_cada_uno), elegidos)
    tablas_de_referencia = referencias(dia, dias) | listas.referencias(columnas)
    hallazgos = motor.evaluar(columnas, contexto=contexto, ajustes=ajustes, referencias=tablas_de_referencia)
    return hallazgos, motor.plazos(columnas, dias[FEDERAL], dia, contexto=contexto, ajustes=ajustes, calendarios=dias)


def evaluar_registro(registro: Registro) -> list[motor.Hallazgo]:
    """Return what each flag that a process alone is enough for says of this record today. Nothing is kept."""
    return _analizar({registro.ocid: registro}, hoy_local())[0]


def _apartar(registros: dict[str, Registro]) -> dict[str, Registro]:
    """Take the turn of these processes and return those still worth keeping, which count as reviewed from now on."""
    marcas = tomar_turno({ocid: registro.posicion for ocid, registro in registros.items()})
    for marca in marcas:
        marca.posicion = registros[marca.ocid].posicion
    Revisado.objects.bulk_update(marcas, ["posicion"])
    return {marca.ocid: registros[marca.ocid] for marca in marcas}


def tomar_turno(leidas: Mapping[str, int]) -> list[Revisado]:
    """Lock the marks of these processes, read at these positions, and return those still worth keeping.

    Left out: those published again since they were read (their own run is on its way), and those that a
    run over a later release kept already. Only rows of this room are locked, always in order of ocid, so that
    publishing never waits for analysis. Call it inside a transaction.
    """
    actuales = dict(Registro.objects.filter(ocid__in=leidas).values_list("ocid", "posicion"))
    faltan = sorted(leidas.keys() - set(Revisado.objects.filter(ocid__in=leidas).values_list("ocid", flat=True)))
    Revisado.objects.bulk_create([Revisado(ocid=ocid, posicion=0) for ocid in faltan], ignore_conflicts=True)
    marcas = Revisado.objects.select_for_update().filter(ocid__in=leidas).order_by("ocid")
    return [m for m in marcas if m.posicion <= leidas[m.ocid] == actuales.get(m.ocid)]


def _guardar(
    corrida: Corrida,
    registros: dict[str, Registro],
    hallazgos: list[motor.Hallazgo],
    plazos: list[motor.PlazoCalculado],
    dia: date,
) -> Novedades:
    origenes = {ocid: guardado.Origen.de(registro) for ocid, registro in registros.items()}
    conteo, alertas = _guardar_alertas(corrida, origenes, [h for h in hallazgos if h.ocid in registros])
    otro, fechas = guardado.guardar_plazos(corrida, origenes, [p for p in plazos if p.ocid in registros], dia)
    conteo.plazos_nuevos, conteo.plazos_actualizados = otro.plazos_nuevos, otro.plazos_actualizados
    Corrida.objects.filter(pk=corrida.pk).update(terminada_en=timezone.now(), **conteo.como_columnas())
    return Novedades(len(registros), conteo, por_ocid(alertas), fechas)


def _guardar_alertas(
    corrida: Corrida, origenes: Mapping[str, guardado.Origen], hallazgos: Collection[motor.Hallazgo]
) -> tuple[guardado.Conteo, list[Alerta]]:
    """Keep the flags of some processes; those that look beyond one process are of general runs, and are left alone."""
    evaluadas = [b.id for b in BANDERAS.values() if b.de_un_proceso]
    suyas = Alerta.objects.select_for_update().filter(ocid__in=origenes, bandera__in=evaluadas)
    existentes = list(suyas.order_by("pk"))
    por_huella = {guardado.huella_de(h): h for h in hallazgos}
    de_donde = {clave: origenes[h.ocid] for clave, h in por_huella.items()}
    de_donde |= {alerta.huella: origenes[alerta.ocid] for alerta in existentes}
    return guardado.guardar_alertas(corrida, existentes, por_huella, de_donde)


def por_ocid(alertas: Iterable[Alerta]) -> guardado.PorOcid:
    """Return the primary keys of `alertas` by the ocid of their process."""
    claves = guardado.PorOcid()
    for alerta in alertas:
        claves.setdefault(alerta.ocid, []).append(alerta.pk)
    return claves


def versiones() -> dict[str, str]:
    """Return the version of every rule a run applies."""
    return {b.id: b.version for b in BANDERAS.values()} | {p.id: p.version for p in PLAZOS.values()}


def marco_de(clave: str) -> str:
    """Return the body of law a publisher buys under: federal (LAASSP, LOPSRM) unless `ALERTAS_MARCOS` says otherwise.

    `ALERTAS_MARCOS = {"jalisco": "estatal"}`: rules of the federal laws then do not apply to that publisher.
    """
    marcos: dict[str, str] = getattr(settings, "ALERTAS_MARCOS", {})
    return marcos.get(clave, motor.MARCO_FEDERAL)


def marcos_de(publicadores: Mapping[str, str], de_cada_uno: Mapping[str, PlantillaProcedimiento]) -> dict[str, str]:
    """Return the body of law of each process, by ocid: its template's where it names one, else its publisher's."""
    propios = {ocid: marco for ocid, p in de_cada_uno.items() if (marco := plantillas.marco_de(p))}
    return {ocid: marco_de(clave) for ocid, clave in publicadores.items()} | propios


def sin_revisar(hasta: datetime) -> "QuerySet[Registro]":
    """Return the records published before `hasta` that no run has read as they are now."""
    al_dia = Revisado.objects.filter(ocid=OuterRef("ocid"), posicion__gte=OuterRef("posicion"))
    return Registro.objects.filter(~Exists(al_dia), publicada_en__lt=hasta).order_by("ocid")


def vencer_plazos(hoy: date | None = None) -> int:
    """Mark as overdue the pending deadlines whose date has passed; returns how many. Safe to repeat."""
    return Plazo.objects.filter(estado=EstadoDePlazo.PENDIENTE, vence__lt=hoy or hoy_local()).update(
        estado=EstadoDePlazo.VENCIDO, actualizado_en=timezone.now()
    )


def anunciar(ocid: str, publicador: str = "") -> bool:
    """Send `novedades` with what is still unannounced of `ocid`; True if every receiver took it.

    Without `ocid`, what is of no process alone, of the publisher with that key. What is silenced waits until that ends.
    What a receiver refused, or a worker
    killed right after commit never said, stays unannounced and is sent again by `anunciar_pendientes`.
    """
    suyas = Alerta.objects.filter(ocid=ocid, por_anunciar=True).sin_silenciar()
    suyas = suyas if ocid else suyas.filter(publicador__clave=publicador)
    alertas = list(suyas.order_by("pk").values_list("pk", flat=True))
    plazos = list(Plazo.objects.filter(ocid=ocid, por_anunciar=True).order_by("pk").values_list("pk", flat=True))
    if not alertas and not plazos:
        return True
    novedades = {"ocid": ocid, "publicador": publicador, "alertas": alertas, "plazos": plazos}
    fallas = [
        falla
        for _receptor, falla in senales.novedades.send_robust(sender=None, **novedades)
        if isinstance(falla, Exception)
    ]
    for falla in fallas:
        logger.error("No se anunciaron las novedades de %s", ocid or publicador, exc_info=falla)
    if fallas:
        return False
    Alerta.objects.filter(pk__in=alertas).update(por_anunciar=False)
    Plazo.objects.filter(pk__in=plazos).update(por_anunciar=False)
    return True


def anunciar_pendientes() -> int:
    """Announce what earlier runs left unannounced; returns how many processes, and publishers with other news."""
    pendientes = Alerta.objects.filter(por_anunciar=True).sin_silenciar()
    ocids = {
        *pendientes.exclude(ocid="").values_list("ocid", flat=True),
        *Plazo.objects.filter(por_anunciar=True).values_list("ocid", flat=True),
    }
    claves = set(pendientes.filter(ocid="").values_list("publicador__clave", flat=True))
    return sum(anunciar(ocid) for ocid in sorted(ocids)) + sum(anunciar("", clave) for clave in sorted(claves))


def lotes(ocids: Iterable[str]) -> Iterator[list[str]]:
    """Split `ocids` into lists of at most `LOTE`: what one transaction takes."""
    lote: list[str] = []
    for ocid in ocids:
        lote.append(ocid)
        if len(lote) == LOTE:
            yield lote
            lote = []
    if lote:
        yield lote
