"""A general run, step by step: the store, each flag, each deadline. It can stop after any lot and go on from there."""

from collections.abc import Mapping

from django.utils import timezone

from sitio.alertas import plantillas
from sitio.alertas.general import almacen, pasos
from sitio.alertas.general.turnos import Turno, libres, turno
from sitio.alertas.models import Corrida, EstadoDeCorrida
from sitio.analisis import motor
from sitio.analisis.ajustes import Ajustes
from sitio.analisis.almacen.carpeta import REGISTROS
from sitio.analisis.registro import BANDERAS, PLAZOS

_ALMACEN = "almacen"
_REVISADOS = "revisados"


def correr(motivo: str, *, segundos: float | None = None) -> Corrida:
    """Evaluate every flag and deadline over everything published and keep the result; return the run.

    It goes on with the one that was left half way, if any. Past `segundos` it stops between two lots, still under way
    for the next turn. What is kept is committed lot by lot: a killed run leaves nothing half, and a second run over
    the same data changes nothing. Raises CorridaEnCurso when another worker is at it.
    """
    with turno(motivo, segundos) as mio:
        con_tablas = _ALMACEN in _hechos(mio) or (_al_dia(mio) and not mio.agotado)
        if con_tablas:
            _evaluar(mio)
        mio.anotar()
        if _REVISADOS in _hechos(mio):
            mio.cambiar(estado=EstadoDeCorrida.TERMINADA, terminada_en=timezone.now())
    return mio.corrida


def hay_que_seguir() -> bool:
    """Whether a general run is half way and nobody is at it."""
    return libres().exists()


def _hechos(mio: Turno) -> list[str]:
    hechos: list[str] = mio.corrida.avance["hechos"]
    return hechos


def _terminar(mio: Turno, paso: str) -> None:
    mio.anotar(hechos=[*_hechos(mio), paso], desde=None)


def _al_dia(mio: Turno) -> bool:
    """Bring the store up to date, once a run: the steps that follow all read the same. Tell whether it is."""
    for atrasada in mio.mientras(almacen.atrasadas()):
        almacen.poner_al_dia(atrasada, mio.anotar)
    if mio.cortado:
        return False
    almacen.almacen().barrer()
    _terminar(mio, _ALMACEN)
    return True


def _evaluar(mio: Turno) -> None:
    """Take the steps that are left, until the turn is over."""
    tablas = almacen.referencias_de(mio.dia)
    with motor.sobre_almacen(almacen.almacen(), tablas, almacen.recursos()) as base:
        _describir(mio, base, tablas)
        ajustes = plantillas.ajustes_de_todos()
        for paso in _pasos(mio):
            if not _dar(mio, base, paso, ajustes):
                return
            _terminar(mio, paso)
            if mio.agotado:
                return


def _pasos(mio: Turno) -> list[str]:
    return [paso for paso in (*BANDERAS, *PLAZOS, _REVISADOS) if paso not in _hechos(mio)]


def _dar(mio: Turno, base: motor.Base, paso: str, ajustes: Mapping[str, Ajustes]) -> bool:
    """Take a step; tell whether it came to its end."""
    if paso in BANDERAS:
        return pasos.de_bandera(mio, base, BANDERAS[paso], ajustes)
    if paso in PLAZOS:
        return pasos.de_plazo(mio, base, PLAZOS[paso], ajustes)
    return pasos.de_revisados(mio, base)


def _describir(mio: Turno, base: motor.Base, tablas: Mapping[str, object]) -> None:
    """Write down on how many processes, and with which reference tables, the first time."""
    if mio.corrida.referencias:
        return
    [(procesos,)] = base.conexion.execute(f"SELECT count(*) FROM {REGISTROS}").fetchall()  # noqa: S608 - a constant of ours
    cuentas = {n: base.conexion.execute(f"SELECT count(*) FROM {n}").fetchall()[0][0] for n in sorted(tablas)}  # noqa: S608 - ours too
    versiones = dict(base.conexion.execute("SELECT lista, version FROM listas").fetchall())
    mio.corrida.referencias = {"renglones": cuentas, "listas": versiones}
    mio.cambiar(referencias=mio.corrida.referencias, procesos=procesos)
