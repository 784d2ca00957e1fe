"""What this room does: read what was published, keep what analysis finds, and say what is new."""

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.alertas import guardado, plantillas, senales
from sitio.alertas.consultas import hoy as hoy_local
from sitio.alertas.models import (
    Alerta,
    Corrida,
    EstadoDePlazo,
    MotivoDeCorrida,
    MovimientoAlerta,
    Plazo,
    Revisado,
)
from sitio.alertas.transiciones import TRANSICIONES, TransicionNoPermitida
from sitio.analisis import motor
from sitio.analisis.registro import BANDERAS, PLAZOS
from sitio.catalogos.calendario import FEDERAL, calendarios
from sitio.ocds import tablas
from sitio.procesos import permisos
from sitio.publicacion.models import Registro

logger = logging.getLogger(__name__)

LOTE = 200
PUEDEN_MOVER = (permisos.Papel.OIC, permisos.Papel.APROBADOR)


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
    """Evaluate every flag and deadline over the published records of `ocids` and keep the result.

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
    """Run every rule over the records, each process under the template version it was born with."""
    columnas = tablas.aplanar(bytes(r.compilada) for r in registros.values())
    de_cada_uno, dias = plantillas.de_procesos(registros), calendarios()
    marcos = {ocid: marco_de(r.publicador.clave) for ocid, r in registros.items()}
    marcos |= {ocid: marco for ocid, p in de_cada_uno.items() if (marco := plantillas.marco_de(p))}
    ajustes = {ocid: a for ocid, p in de_cada_uno.items() if (a := plantillas.ajustes_de(p))}
    hallazgos = motor.evaluar(columnas, marcos=marcos, ajustes=ajustes)
    return hallazgos, motor.plazos(columnas, dias[FEDERAL], dia, marcos=marcos, ajustes=ajustes, calendarios=dias)


def _apartar(registros: dict[str, Registro]) -> dict[str, Registro]:
    """Take the turn of these processes and return those still worth keeping.

    Left out: those published again since they were read (their own run is on its way), and those that a
    run over a later release kept already. Only rows of this room are locked, always in order of ocid, so that
    publishing never waits for analysis.
    """
    actuales = dict(Registro.objects.filter(ocid__in=registros).values_list("ocid", "posicion"))
    faltan = sorted(registros.keys() - set(Revisado.objects.filter(ocid__in=registros).values_list("ocid", flat=True)))
    Revisado.objects.bulk_create([Revisado(ocid=ocid, posicion=0) for ocid in faltan], ignore_conflicts=True)
    marcas = list(Revisado.objects.select_for_update().filter(ocid__in=registros).order_by("ocid"))
    vigentes = [m for m in marcas if m.posicion <= registros[m.ocid].posicion == actuales.get(m.ocid)]
    for marca in vigentes:
        marca.posicion = registros[marca.ocid].posicion
    Revisado.objects.bulk_update(vigentes, ["posicion"])
    return {marca.ocid: registros[marca.ocid] for marca in vigentes}


def _guardar(
    corrida: Corrida,
    registros: dict[str, Registro],
    hallazgos: list[motor.Hallazgo],
    plazos: list[motor.PlazoCalculado],
    dia: date,
) -> Novedades:
    conteo, alertas = guardado.guardar_alertas(corrida, registros, [h for h in hallazgos if h.ocid in registros])
    otro, fechas = guardado.guardar_plazos(corrida, registros, [p for p in plazos if p.ocid in registros], dia)
    conteo.plazos_nuevos, conteo.plazos_actualizados = otro.plazos_nuevos, otro.plazos_actualizados
    Corrida.objects.filter(pk=corrida.pk).update(terminada_en=timezone.now(), **conteo.como_columnas())
    return Novedades(len(registros), conteo, alertas, fechas)


def versiones() -> dict[str, str]:
    """Return the version of every rule a run applies."""
    return {b.id: b.version for b in BANDERAS.values()} | {p.id: p.version for p in PLAZOS.values()}


def marco_de(clave: str) -> str:
    """Return the body of law a publisher buys under: federal (LAASSP, LOPSRM) unless `ALERTAS_MARCOS` says otherwise.

    `ALERTAS_MARCOS = {"jalisco": "estatal"}`: rules of the federal laws then do not apply to that publisher.
    """
    marcos: dict[str, str] = getattr(settings, "ALERTAS_MARCOS", {})
    return marcos.get(clave, motor.MARCO_FEDERAL)


def revisar_todo(motivo: str = MotivoDeCorrida.PROGRAMADA) -> Iterator[Novedades]:
    """Review every published process, `LOTE` at a time, in order of ocid; yields what each lot changed."""
    for lote in lotes(Registro.objects.order_by("ocid").values_list("ocid", flat=True).iterator(chunk_size=LOTE)):
        yield revisar(lote, motivo=motivo)


def sin_revisar(hasta: datetime) -> "QuerySet[Registro]":
    """Return the records published before `hasta` that no run has read as they are now."""
    al_dia = Revisado.objects.filter(ocid=OuterRef("ocid"), posicion__gte=OuterRef("posicion"))
    return Registro.objects.filter(~Exists(al_dia), publicada_en__lt=hasta).order_by("ocid")


def vencer_plazos(hoy: date | None = None) -> int:
    """Mark as overdue the pending deadlines whose date has passed; returns how many. Safe to repeat."""
    return Plazo.objects.filter(estado=EstadoDePlazo.PENDIENTE, vence__lt=hoy or hoy_local()).update(
        estado=EstadoDePlazo.VENCIDO, actualizado_en=timezone.now()
    )


def anunciar(ocid: str) -> bool:
    """Send `novedades` with what is still unannounced of `ocid`; True if every receiver took it.

    What a receiver refused, or a worker killed right after commit never said, stays unannounced and is sent
    again by `anunciar_pendientes`.
    """
    alertas = list(Alerta.objects.filter(ocid=ocid, por_anunciar=True).order_by("pk").values_list("pk", flat=True))
    plazos = list(Plazo.objects.filter(ocid=ocid, por_anunciar=True).order_by("pk").values_list("pk", flat=True))
    if not alertas and not plazos:
        return True
    fallas = [
        falla
        for _receptor, falla in senales.novedades.send_robust(sender=None, ocid=ocid, alertas=alertas, plazos=plazos)
        if isinstance(falla, Exception)
    ]
    for falla in fallas:
        logger.error("No se anunciaron las novedades de %s", ocid, exc_info=falla)
    if fallas:
        return False
    Alerta.objects.filter(pk__in=alertas).update(por_anunciar=False)
    Plazo.objects.filter(pk__in=plazos).update(por_anunciar=False)
    return True


def anunciar_pendientes() -> int:
    """Announce what earlier runs left unannounced; returns how many processes."""
    ocids = {
        *Alerta.objects.filter(por_anunciar=True).values_list("ocid", flat=True),
        *Plazo.objects.filter(por_anunciar=True).values_list("ocid", flat=True),
    }
    return sum(anunciar(ocid) for ocid in sorted(ocids))


def puede_mover(usuario: User, alerta: Alerta) -> bool:
    """Tell whether `usuario` may decide on `alerta`: internal control (OIC) and approvers where it is."""
    return permisos.tiene_papel_sobre(usuario, alerta.publicador, alerta.ocid, *PUEDEN_MOVER)


def mover_alerta(alerta: Alerta, usuario: User, accion: str, motivo: str = "") -> MovimientoAlerta:
    """Carry out `accion` (a key of TRANSICIONES) for `usuario`; the one door for the web and the chat.

    Raises TransicionNoPermitida, with a text for the person, when the role, the state or a missing reason forbids it.
    """
    if not puede_mover(usuario, alerta):
        raise TransicionNoPermitida(
            _("Solo el órgano interno de control o quien aprueba en esta institución puede decidir sobre la alerta.")
        )
    if accion not in TRANSICIONES:
        raise TransicionNoPermitida(_("No existe la acción «%(accion)s».") % {"accion": accion})
    mover = getattr(alerta, accion)
    movimiento: MovimientoAlerta = mover(usuario) if accion == "reconocer" else mover(usuario, motivo)
    return movimiento


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
