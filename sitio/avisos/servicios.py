"""The one way of telling people something."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sitio.avisos import canales
from sitio.avisos.models import Aviso
from sitio.avisos.temas import TEMAS
from sitio.cola import encolar

TAREA = "sitio.avisos.tareas.entregar"


def avisar(usuarios: Iterable[User], tema: str, clave: str, contexto: dict[str, object], ocid: str = "") -> int:
    """Write a message for each active person and each channel that reaches them now; return how many are new.

    The rows are part of the caller's transaction and the delivery starts when it commits. `clave` names the event: a
    second call with it writes nothing. Who links a channel later gets nothing from the past. `contexto` is small JSON
    without personal data; it holds `ruta`, the path in the portal that the message leads to.
    """
    if tema not in TEMAS:
        raise ValueError(f"unknown subject {tema!r}: register it in sitio.avisos.temas")
    ahora = timezone.now()
    filas = [
        Aviso(
            clave=f"{clave}:{usuario.pk}:{canal.clave}",
            usuario_id=usuario.pk,
            canal=canal.clave,
            tema=tema,
            ocid=ocid,
            contexto=contexto,
            creado_en=ahora,
            proximo_intento=ahora,
            llamado_en=ahora,
        )
        for usuario in {usuario.pk: usuario for usuario in usuarios}.values()
        if usuario.is_active
        for canal in canales.CANALES.values()
        if canal.alcanza(usuario)
    ]
    with transaction.atomic():
        Aviso.objects.bulk_create(filas, ignore_conflicts=True)
        # Rows that were there before have another moment: they are not new, and not called for again.
        nuevas = list(
            Aviso.objects.filter(clave__in=[f.clave for f in filas], creado_en=ahora).values_list("pk", flat=True)
        )
        for pk in nuevas:
            encolar(TAREA, pk)
    return len(nuevas)
