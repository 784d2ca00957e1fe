"""The steps of a general run: one flag, one deadline, or the mark that all has been read; lot by lot."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TypeVar

from django.db import transaction

from sitio.alertas import guardado, plantillas, servicios
from sitio.alertas.general.turnos import Turno
from sitio.alertas.models import Alerta, EstadoDeAlerta, EstadoDePlazo, Plazo, Revisado
from sitio.analisis import motor
from sitio.analisis.ajustes import Ajustes
from sitio.analisis.almacen.carpeta import REGISTROS
from sitio.analisis.motor import general
from sitio.analisis.registro import Alcance, Bandera, DefinicionDePlazo
from sitio.catalogos.calendario import FEDERAL, calendarios
from sitio.publicacion.models import Publicador

# Subjects that one transaction takes.
LOTE = 500
_Cosa = TypeVar("_Cosa")


def de_bandera(mio: Turno, base: motor.Base, bandera: Bandera, ajustes: Mapping[str, Ajustes]) -> bool:
    """Evaluate a flag and keep what it says, from where the last turn stopped; tell whether it came to the end."""
    cuentas = general.evaluar_todo(base, bandera, ajustes)
    mio.corrida.resultados[bandera.id] = {resultado.value: cuantos for resultado, cuantos in cuentas.items()}
    mio.cambiar(resultados=mio.corrida.resultados)
    quien = "ocid" if bandera.alcance is Alcance.PROCESO else "publicador__clave"
    abiertas = Alerta.objects.filter(bandera=bandera.id).exclude(estado=EstadoDeAlerta.CERRADA).order_by()
    claves = abiertas.values_list(quien, "sujeto").iterator()
    desde = mio.corrida.avance.get("desde") or ("", "")
    casos = general.casos(base, bandera, claves, desde=(desde[0], desde[1]), ajustes=ajustes)
    for lote in mio.mientras(_lotes(casos)):
        with transaction.atomic():
            conteo, noticias = _guardar(mio, bandera, lote)
            mio.anotar(conteo, desde=lote[-1].clave)
            _anunciar(noticias)
    return not mio.cortado


def _guardar(mio: Turno, bandera: Bandera, lote: list[general.Caso]) -> tuple[guardado.Conteo, list[Alerta]]:
    """Keep some subjects of a flag: with the very rules of a run over a few processes."""
    if bandera.alcance is Alcance.PROCESO:
        vigentes = _vigentes({caso.clave[0]: caso.lectura for caso in lote})
        lote = [caso for caso in lote if caso.clave[0] in vigentes]
    por_huella = {guardado.huella(caso.clave[0], bandera.id, caso.clave[1]): caso for caso in lote}
    existentes = Alerta.objects.select_for_update().filter(huella__in=por_huella).order_by("pk")
    return guardado.guardar_alertas(
        mio.corrida,
        existentes,
        {clave: caso.hallazgo for clave, caso in por_huella.items() if caso.hallazgo},
        _origenes({clave: caso.lectura for clave, caso in por_huella.items() if caso.lectura}),
    )


def de_plazo(mio: Turno, base: motor.Base, definicion: DefinicionDePlazo, ajustes: Mapping[str, Ajustes]) -> bool:
    """Compute a deadline and keep it, from where the last turn stopped; tell whether it came to the end."""
    dias = calendarios()
    calcular = motor.contador(
        definicion,
        dias[FEDERAL],
        mio.dia,
        ajustes=ajustes,
        calendarios=dias,
        elegidos=plantillas.todos_los_calendarios(),
    )
    vivos = Plazo.objects.filter(plazo=definicion.id).exclude(estado=EstadoDePlazo.CANCELADO).order_by()
    ocids = vivos.values_list("ocid", flat=True).distinct().iterator()
    [desde, *_] = mio.corrida.avance.get("desde") or ("",)
    casos = general.casos_de_plazo(base, definicion, calcular, ocids, desde=desde)
    for lote in mio.mientras(_lotes(casos)):
        with transaction.atomic():
            vigentes = _vigentes({caso.ocid: caso.lectura for caso in lote})
            origenes = _origenes({c.ocid: c.lectura for c in lote if c.lectura and c.ocid in vigentes})
            plazos = [plazo for caso in lote if caso.ocid in vigentes for plazo in caso.plazos]
            conteo, noticias = guardado.guardar_plazos(mio.corrida, origenes, plazos, mio.dia, [definicion.id])
            mio.anotar(conteo, desde=[lote[-1].ocid])
            for ocid in noticias:
                transaction.on_commit(partial(servicios.anunciar, ocid))
    return not mio.cortado


def de_revisados(mio: Turno, base: motor.Base) -> bool:
    """Mark as reviewed what the run has read and is still so; tell whether it came to the end."""
    [desde, *_] = mio.corrida.avance.get("desde") or ("",)
    sentencia = f"SELECT ocid, posicion FROM {REGISTROS} WHERE ocid > ? ORDER BY ocid"  # noqa: S608 - a constant of ours
    leidos = base.conexion.execute(sentencia, [desde])
    for leidas in mio.mientras(iter(lambda: dict(leidos.fetchmany(LOTE)), {})):
        with transaction.atomic():
            marcas = [m for m in servicios.tomar_turno(leidas) if m.posicion != leidas[m.ocid]]
            for marca in marcas:
                marca.posicion = leidas[marca.ocid]
            Revisado.objects.bulk_update(marcas, ["posicion"])
            mio.anotar(desde=[max(leidas)])
    return not mio.cortado


def _vigentes(lecturas: Mapping[str, general.Lectura | None]) -> set[str]:
    """Take the turn of these processes and return those that are still as the store has them."""
    leidas = {ocid: lectura.posicion for ocid, lectura in lecturas.items() if lectura}
    return {marca.ocid for marca in servicios.tomar_turno(leidas)}


def _origenes(lecturas: Mapping[str, general.Lectura]) -> dict[str, guardado.Origen]:
    claves = {lectura.publicador for lectura in lecturas.values()}
    publicadores = dict(Publicador.objects.filter(clave__in=claves).values_list("clave", "pk"))
    return {k: guardado.Origen(publicadores[x.publicador], x.posicion, x.sha256) for k, x in lecturas.items()}


def _anunciar(noticias: Iterable[Alerta]) -> None:
    """Say what is new once it is committed: of each process, and of each publisher what is of no process alone."""
    de_procesos = {alerta.ocid for alerta in noticias if alerta.ocid}
    de_publicadores = {alerta.publicador_id for alerta in noticias if not alerta.ocid}
    for ocid in sorted(de_procesos):
        transaction.on_commit(partial(servicios.anunciar, ocid))
    for clave in Publicador.objects.filter(pk__in=de_publicadores).values_list("clave", flat=True):
        transaction.on_commit(partial(servicios.anunciar, "", clave))


def _lotes(cosas: Iterable[_Cosa]) -> Iterator[list[_Cosa]]:
    resto = iter(cosas)
    while lote := list(islice(resto, LOTE)):
        yield lote
