"""The lists and the matches as the plain rows that analysis compares with (`sitio.analisis.referencias`)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitio.catalogos.listas.coincidencias import Coincidencia, Sujeto, buscar
from sitio.catalogos.models import ListaExterna, RenglonDeLista
from sitio.ocds.nombres import normalizar

Fila = dict[str, Any]
# Where `desde` is the day on which the DOF, or the SAT, made it public.
_PUBLICADAS = (ListaExterna.Tipo.EFOS, ListaExterna.Tipo.FISCALES)


def listas(publicadores: Mapping[str, str]) -> list[Fila]:
    """Return a row for each list that has a version.

    `publicadores`: who publishes, by the id of its organization. The own list of an institution that does not publish
    holds for nobody, and is left out.
    """
    todas = ListaExterna.objects.select_related("institucion").prefetch_related("versiones").order_by("clave")
    return [
        {
            "lista": lista.titulo,
            "tipo": lista.tipo,
            "version": version.fecha.isoformat(),
            "fecha": version.fecha,
            "publicador": _publicador(lista, publicadores),
        }
        for lista in todas
        if (version := next(iter(lista.versiones.all()), None)) and _vale(lista, publicadores)
    ]


def coincidencias(sujetos: Iterable[Sujeto], publicadores: Mapping[str, str]) -> list[Fila]:
    """Return a row for each match of `sujetos` with the rows that count of the lists.

    Rejected matches come too, so that whoever reads the analysis knows of them.
    """
    filas = {}
    for hallada in buscar(sujetos):
        if _vale(hallada.renglon.lista, publicadores):
            llave = (hallada.sujeto.rfc, hallada.sujeto.nombre_normalizado, hallada.renglon.pk)
            filas[llave] = _fila(hallada, publicadores)
    return list(filas.values())


def _vale(lista: ListaExterna, publicadores: Mapping[str, str]) -> bool:
    return lista.institucion is None or lista.institucion.id_ocds in publicadores


def _publicador(lista: ListaExterna, publicadores: Mapping[str, str]) -> str | None:
    return publicadores[lista.institucion.id_ocds] if lista.institucion else None


def _fila(hallada: Coincidencia, publicadores: Mapping[str, str]) -> Fila:
    sujeto, renglon = hallada.sujeto, hallada.renglon
    return {
        "publicador": _publicador(renglon.lista, publicadores),
        "rfc": sujeto.rfc or None,
        "nombre": sujeto.nombre_normalizado,
        "lista": renglon.lista.titulo,
        "tipo": renglon.lista.tipo,
        "version": renglon.alta.fecha.isoformat(),
        "renglon": str(renglon.pk),
        "situacion": renglon.situacion,
        "desde": renglon.desde,
        "hasta": renglon.hasta,
        "publicado": renglon.desde if renglon.lista.tipo in _PUBLICADAS else None,
        "institucion": next(_instituciones(renglon), None),
        "coincidencia": hallada.modo.value,
        "puntaje": float(hallada.puntaje),
        "decision": hallada.decision or None,
    }


def _instituciones(renglon: RenglonDeLista) -> Iterator[str]:
    """Yield where a public servant works, as S2 tells it: with the name as names are compared."""
    dicha = renglon.datos.get("institucionDependencia")
    nombre = dicha.get("nombre") if isinstance(dicha, dict) else dicha
    if isinstance(nombre, str) and nombre.strip():
        yield normalizar(nombre)
