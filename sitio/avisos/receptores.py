"""What the lower rooms announce, turned into messages for the people who must act. Hearing it twice does no harm."""

from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Q
from django.dispatch import receiver

from sitio.alertas.models import Alerta, EstadoDeAlerta, Plazo
from sitio.alertas.senales import novedades
from sitio.avisos.models import Aviso
from sitio.avisos.servicios import avisar
from sitio.avisos.textos import ruta_de_proceso
from sitio.cola import encolar
from sitio.procesos import consultas
from sitio.procesos.senales import tarea_asignada
from sitio.publicacion.models import Registro

TAREA_DE_ASIGNADA = "sitio.avisos.tareas.avisar_tarea"
Novedad = dict[str, Any]


@receiver(tarea_asignada, dispatch_uid="avisos.tarea_asignada")
def al_asignar_tarea(estado_pk: int, **_: Any) -> None:
    """Let a worker find out who may decide: it asks much, and whoever sent the stage should not wait for it."""
    encolar(TAREA_DE_ASIGNADA, estado_pk)


@receiver(novedades, dispatch_uid="avisos.novedades")
def al_haber_novedades(ocid: str, alertas: list[int], plazos: list[int], **_: Any) -> None:
    """Tell each responsible person of a process, in one message, the alerts and deadlines they have not been told."""
    nuevas_alertas, nuevos_plazos = _de_alertas(alertas), _de_plazos(plazos)
    if not nuevas_alertas and not nuevos_plazos:
        return
    etapas = Registro.objects.filter(ocid=ocid).values_list("etapas", flat=True).first() or []
    for usuario in consultas.responsables_de(ocid):
        dichas = _marcas_dichas(usuario, ocid)
        _avisar(
            usuario,
            ocid,
            etapas,
            [n for n in nuevas_alertas if n["marca"] not in dichas],
            [n for n in nuevos_plazos if n["marca"] not in dichas],
        )


def _avisar(usuario: User, ocid: str, etapas: list[str], alertas: list[Novedad], plazos: list[Novedad]) -> None:
    if not alertas and not plazos:
        return
    marcas = " ".join(sorted(n["marca"] for n in (*alertas, *plazos)))
    avisar(
        [usuario],
        tema="novedades",
        clave=f"novedades:{sha256(marcas.encode()).hexdigest()[:32]}",
        ocid=ocid,
        contexto={"ruta": ruta_de_proceso(ocid), "etapas": etapas, "alertas": alertas, "plazos": plazos},
    )


def _de_alertas(pks: list[int]) -> list[Novedad]:
    """Return what a message keeps of each open alert. `marca` is this raising of it: reopened, it is news again."""
    alzada = Q(movimientos__a=EstadoDeAlerta.NUEVA) & ~Q(movimientos__de=EstadoDeAlerta.NUEVA)
    abiertas = Alerta.objects.filter(pk__in=pks).abiertas().annotate(alza=Max("movimientos__pk", filter=alzada))
    return [{"pk": a.pk, "regla": a.bandera, "marca": f"a{a.pk}.{a.alza or 0}"} for a in abiertas]


def _de_plazos(pks: list[int]) -> list[Novedad]:
    """Return what a message keeps of each open deadline. `marca` carries its date: moved, it is news again."""
    abiertos = Plazo.objects.filter(pk__in=pks).abiertos()
    return [
        {"pk": p.pk, "regla": p.plazo, "vence": p.vence.isoformat(), "marca": f"p{p.pk}.{p.vence:%Y%m%d}"}
        for p in abiertos
    ]


def _marcas_dichas(usuario: User, ocid: str) -> set[str]:
    """Return the marks this person has been sent: an announcement cut short comes again with more in it."""
    contextos = Aviso.objects.filter(usuario_id=usuario.pk, ocid=ocid, tema="novedades").values_list(
        "contexto", flat=True
    )
    return {novedad["marca"] for contexto in contextos for novedad in (*contexto["alertas"], *contexto["plazos"])}
