"""Loading a file of a list as its next version: all of it or nothing, and only what changed is written."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.catalogos.listas.formatos import FORMATOS
from sitio.catalogos.listas.senales import lista_actualizada
from sitio.catalogos.listas.tipos import Fila, Lectura, ListaInvalida
from sitio.catalogos.models import BajaDeRenglon, ListaExterna, RenglonDeLista, VersionDeLista

_LOTE = 1000
# Below this many rows a list may well be renewed whole.
_CHICA = 20


@dataclass(frozen=True)
class Carga:
    """What loading a file did: its version, and whether it is new or the file that was already in force."""

    version: VersionDeLista
    nueva: bool
    altas: int = 0
    bajas: int = 0


@transaction.atomic
def cargar(
    lista: ListaExterna,
    nombre: str,
    contenido: bytes,
    *,
    fecha: date | None = None,
    persona: User | None = None,
    aunque_falten: bool = False,
) -> Carga:
    """Load `contenido` as the next version of `lista`. Raises ListaInvalida, and then nothing changed.

    `fecha`: of which day the list is, when the file does not say it. `aunque_falten`: the file is whole even though it
    drops more than half of who was there; without it, that is taken for a broken download.
    """
    # One load of a list at a time: what changes is told against the version in force.
    ListaExterna.objects.select_for_update().get(pk=lista.pk)
    huella = hashlib.sha256(contenido).hexdigest()
    vigente = lista.version_vigente
    if vigente and vigente.sha256 == huella:
        return Carga(vigente, nueva=False)
    leida = FORMATOS[lista.formato].leer(nombre, contenido)
    _exigir_filas(nombre, leida)
    version = VersionDeLista(
        lista=lista,
        fecha=_fecha(nombre, fecha or leida.fecha, vigente),
        archivo=nombre[:250],
        sha256=huella,
        codificacion=leida.codificacion,
        rechazos=[asdict(rechazo) for rechazo in leida.rechazos],
        cargada_por=persona,
    )
    return _guardar(version, leida, aunque_falten)


def _exigir_filas(nombre: str, leida: Lectura) -> None:
    if leida.filas:
        return
    if not leida.rechazos:
        raise ListaInvalida(_("%(archivo)s no trae renglones. Descárguelo otra vez.") % {"archivo": nombre})
    primero = leida.rechazos[0]
    raise ListaInvalida(
        _("%(archivo)s: ningún renglón se pudo leer. El %(renglon)s, campo %(campo)s: %(motivo)s %(remedio)s")
        % {"archivo": nombre, **asdict(primero)}
    )


def _fecha(nombre: str, fecha: date | None, vigente: VersionDeLista | None) -> date:
    if fecha is None:
        mensaje = _("%(archivo)s no dice de qué fecha es la lista. Indíquela al cargarla.")
        raise ListaInvalida(mensaje % {"archivo": nombre})
    if fecha > timezone.localdate():
        mensaje = _("La fecha de la lista, %(fecha)s, todavía no llega. Corríjala.")
        raise ListaInvalida(mensaje % {"fecha": fecha.isoformat()})
    if vigente and fecha < vigente.fecha:
        raise ListaInvalida(
            _("%(archivo)s es del %(fecha)s, y ya está cargada la versión del %(vigente)s. Cargue una más reciente.")
            % {"archivo": nombre, "fecha": fecha.isoformat(), "vigente": vigente.fecha.isoformat()}
        )
    return fecha


def _guardar(version: VersionDeLista, leida: Lectura, aunque_falten: bool) -> Carga:
    filas = {fila.huella: fila for fila in leida.filas}
    previas = {huella: (pk, clave) for pk, clave, huella in _vigentes(version)}
    # Of whom a row was rejected, what the last version said still counts: a mistake in a file absolves nobody.
    dudosas = {rechazo.clave for rechazo in leida.rechazos if rechazo.clave}
    bajas = [pk for huella, (pk, clave) in previas.items() if huella not in filas and clave not in dudosas]
    if not aunque_falten:
        _exigir_completa(version, {clave for _pk, clave in previas.values()}, {f.clave for f in leida.filas} | dudosas)
    altas = [fila for huella, fila in filas.items() if huella not in previas]
    version.renglones = len(previas) - len(bajas) + len(altas)
    version.save()
    RenglonDeLista.objects.bulk_create((_renglon(version, fila) for fila in altas), batch_size=_LOTE)
    BajaDeRenglon.objects.bulk_create((BajaDeRenglon(renglon_id=pk, version=version) for pk in bajas), batch_size=_LOTE)
    transaction.on_commit(partial(lista_actualizada.send, sender=ListaExterna, version=version.pk))
    return Carga(version, nueva=True, altas=len(altas), bajas=len(bajas))


def _vigentes(version: VersionDeLista) -> list[tuple[int, str, str]]:
    vigentes = RenglonDeLista.objects.vigentes().filter(lista=version.lista_id)
    return list(vigentes.values_list("pk", "clave", "huella"))


def _exigir_completa(version: VersionDeLista, antes: set[str], ahora: set[str]) -> None:
    faltan = len(antes - ahora)
    if len(antes) < _CHICA or faltan * 2 <= len(antes):
        return
    raise ListaInvalida(
        _(
            "%(archivo)s retira a %(faltan)s de los %(antes)s que estaban en la lista: parece incompleto. Descárguelo "
            "otra vez o, si así es la lista, confirme que está completa."
        )
        % {"archivo": version.archivo, "faltan": f"{faltan:,}", "antes": f"{len(antes):,}"}
    )


def _renglon(version: VersionDeLista, fila: Fila) -> RenglonDeLista:
    return RenglonDeLista(
        lista_id=version.lista_id,
        alta=version,
        numero=fila.numero,
        clave=fila.clave,
        rfc=fila.rfc,
        curp=fila.curp,
        nombre=fila.nombre,
        nombre_normalizado=fila.nombre_normalizado,
        situacion=fila.situacion,
        desde=fila.desde,
        hasta=fila.hasta,
        datos=fila.datos,
        huella=fila.huella,
    )
