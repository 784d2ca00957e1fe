"""The store of analysis of this installation, and the parts of it that what was published has left behind."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
from django.conf import settings
from django.db.models import Count, Max, Sum

from sitio.alertas import listas, plantillas, servicios
from sitio.alertas.referencias import referencias
from sitio.analisis import motor
from sitio.analisis.almacen import Almacen, Lote, escribir
from sitio.catalogos.calendario import calendarios
from sitio.publicacion.models import Clase, Entrega, Registro

# Everybody that the lists are looked up with, each once (as `tablas.identidades` tells them).
_IDENTIDADES = """
SELECT rfc, coalesce(razon_social, nombre), pais FROM partes
UNION SELECT rfc, nombre, NULL FROM beneficiarios
"""
# Processes read and flattened at once: what bounds the memory of writing.
PROCESOS = 4096


@dataclass(frozen=True)
class Atrasada:
    """A publisher and year whose part of the store is not what is published now; `marca` tells what that is."""

    publicador: str
    anio: int
    marca: str


def almacen() -> Almacen:
    """Return the store of this installation."""
    return Almacen(Path(settings.CARPETA_DE_ANALISIS))


def referencias_de(dia: date) -> dict[str, pa.Table]:
    """Return the reference tables of a run over the store as it is, made on the local date `dia`."""
    with motor.sobre_almacen(almacen(), recursos=recursos()) as base:
        sujetos = [listas.sujeto(*fila) for fila in base.conexion.execute(_IDENTIDADES).fetchall()]
    return referencias(dia, calendarios()) | listas.referencias_de(sujetos)


def recursos() -> motor.Recursos:
    """Return what a general run may take of the machine (setting `ANALISIS_RECURSOS`: memoria, hilos)."""
    return motor.Recursos(**getattr(settings, "ANALISIS_RECURSOS", {}))


def atrasadas() -> list[Atrasada]:
    """Return the parts to write again, in order: those whose records changed, and those that have none any more."""
    escritas = {llave: parte.marca for llave, parte in almacen().partes().items()}
    ahora = _marcas()
    llaves = sorted(ahora.keys() | escritas.keys())
    return [Atrasada(*llave, ahora.get(llave, "")) for llave in llaves if ahora.get(llave) != escritas.get(llave)]


def poner_al_dia(atrasada: Atrasada, por_lote: Callable[[], None]) -> None:
    """Write a part again, telling `por_lote` of each lot. What is published meanwhile leaves it behind again."""
    lotes = _avisando(_lotes(atrasada.publicador, anio=atrasada.anio), por_lote)
    escribir(almacen(), atrasada.publicador, atrasada.anio, atrasada.marca, lotes)


def escribir_solo(publicador: str, carpeta: Path) -> Almacen:
    """Write everything of one publisher into a store in `carpeta`, apart from that of the installation."""
    suyo = Almacen(carpeta)
    escribir(suyo, publicador, 0, "", _lotes(publicador))
    return suyo


def _marcas() -> dict[tuple[str, int], str]:
    """Return what each part would be today: no record can change, come or go without changing it."""
    suyas = Registro.objects.order_by().values_list("publicador__clave", "anio")
    cuentas = suyas.annotate(Max("posicion"), Count("ocid"), Sum("posicion"))
    retirado = Entrega.objects.filter(clase=Clase.RETIRO).order_by().values_list("publicador__clave")
    retiros = dict(retirado.annotate(Max("posicion")))
    return {
        (clave, anio): f"{ultima}.{cuantos}.{suma}.{retiros.get(clave, 0)}.{servicios.marco_de(clave)}"
        for clave, anio, ultima, cuantos, suma in cuentas
    }


def _avisando(lotes: Iterable[Lote], por_lote: Callable[[], None]) -> Iterator[Lote]:
    for lote in lotes:
        yield lote
        por_lote()


def _lotes(publicador: str, **filtros: int) -> Iterator[Lote]:
    suyos = Registro.objects.filter(publicador__clave=publicador, **filtros).order_by("ocid")
    suyos = suyos.only("ocid", "compilada", "posicion", "sha256")
    registros = list(suyos[:PROCESOS])
    while registros:
        yield _lote(publicador, registros)
        registros = list(suyos.filter(ocid__gt=registros[-1].ocid)[:PROCESOS])


def _lote(publicador: str, registros: list[Registro]) -> Lote:
    ocids = [r.ocid for r in registros]
    marcos = servicios.marcos_de(dict.fromkeys(ocids, publicador), plantillas.de_procesos(ocids))
    return Lote(
        compiladas={r.ocid: bytes(r.compilada) for r in registros},
        posiciones={r.ocid: r.posicion for r in registros},
        huellas={r.ocid: r.sha256 for r in registros},
        marcos={ocid: marco for ocid, marco in marcos.items() if marco != motor.MARCO_FEDERAL},
    )
