"""The table language in which each stage says which of its fields is which OCDS path."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sitio.catalogos.models import ClaveCucop, Organizacion
from sitio.ocds import rutas
from sitio.ocds.identificadores import formato_fecha

ZONA = ZoneInfo("America/Mexico_City")


@dataclass(frozen=True)
class Campo:
    """One field of a page or row, and the OCDS path it fills. Empty values leave the path out."""

    nombre: str
    ruta: str
    convertir: Callable[[Any], Any] = lambda valor: valor


@dataclass(frozen=True)
class Dinero:
    """An amount and its currency, which fill an OCDS `Value`; without an amount there is no value at all."""

    nombre: str
    ruta: str
    moneda: str = "moneda"


@dataclass(frozen=True)
class Lista:
    """The child rows of a page, and the OCDS array they fill; `papel` is the party role their organizations play."""

    nombre: str
    ruta: str
    campos: "tuple[Simple, ...]"
    papel: str = ""
    organizacion: str = "organizacion"


Simple = Campo | Dinero
Entrada = Simple | Lista


@dataclass
class Volcado:
    """A block of a release, and the organizations it refers to with the roles they play in it."""

    bloque: dict[str, Any] = field(default_factory=dict)
    partes: list[tuple[Organizacion, str]] = field(default_factory=list)


def inicio_del_dia(dia: date) -> str:
    """Return the first second of a local calendar date, as OCDS writes an instant (UTC)."""
    return formato_fecha(datetime.combine(dia, time.min, ZONA))


def fin_del_dia(dia: date) -> str:
    """Return the last second of a local calendar date, as OCDS writes an instant (UTC)."""
    return formato_fecha(datetime.combine(dia + timedelta(days=1), time.min, ZONA) - timedelta(seconds=1))


def referencia(organizacion: Organizacion) -> dict[str, str]:
    """Return an OCDS `OrganizationReference`: the id and name of a party, nothing else (the rest is deprecated)."""
    return {"id": organizacion.id_ocds, "name": organizacion.nombre}


def clasificacion(clave: ClaveCucop) -> dict[str, str]:
    """Return the OCDS `Classification` of a CUCoP+ key."""
    return {"scheme": "CUCOP", "id": clave.clave, "description": clave.descripcion}


DOCUMENTO = (
    Campo("identificador", "id"),
    Campo("tipo", "documentType"),
    Campo("titulo", "title"),
    Campo("url", "url"),
    Campo("formato", "format"),
    Campo("publicado", "datePublished", inicio_del_dia),
)
ARTICULO = (
    Campo("identificador", "id"),
    Campo("descripcion", "description"),
    Campo("clave_cucop", "classification", clasificacion),
    Campo("cantidad", "quantity"),
    Campo("unidad", "unit.name"),
    Campo("precio_unitario", "unit.value", lambda monto: {"amount": monto, "currency": "MXN"}),
)
HITO = (
    Campo("identificador", "id"),
    Campo("titulo", "title"),
    Campo("tipo", "type"),
    Campo("fecha_limite", "dueDate", fin_del_dia),
    Campo("fecha_cumplida", "dateMet", inicio_del_dia),
    Campo("estado", "status"),
)
ORGANIZACION = (
    Campo("organizacion", "id", lambda organizacion: organizacion.id_ocds),
    Campo("organizacion", "name", lambda organizacion: organizacion.nombre),
)
TRANSACCION = (
    Campo("identificador", "id"),
    Campo("fecha", "date", inicio_del_dia),
    Dinero("monto", "value"),
    Campo("beneficiario", "payee", referencia),
)


def volcar(objeto: Any, mapa: Iterable[Entrada]) -> Volcado:
    """Write the filled fields of `objeto` into a block by the paths of its table."""
    volcado = Volcado()
    for entrada in mapa:
        if isinstance(entrada, Lista):
            _volcar_lista(volcado, objeto, entrada)
        else:
            _poner(volcado.bloque, objeto, entrada)
    return volcado


def miembro(entrega: dict[str, Any], lista: str, identificador: str) -> dict[str, Any]:
    """Return the member of an array of a release that has that `id`; {} if there is none."""
    return next((m for m in entrega.get(lista, []) if m.get("id") == identificador), {})


def retirar(bloque: dict[str, Any], previo: dict[str, Any], mapa: Iterable[Entrada]) -> None:
    """Write a null on each value of `previo` (what is public) that the form now leaves empty.

    Leaving it out would leave it public: OCDS merge keeps what a release does not mention, and a null on an
    object leaves its members, so each leaf gets its own. A row that was taken away is left with its id alone, because
    a merge cannot delete a member of an array (OCDS 1.1 merging). Organizations are not taken back so: what a
    reference says is its id, and the party plays its role as long as it is published.
    """
    for entrada in mapa:
        if isinstance(entrada, Lista):
            _retirar_renglones(bloque, previo, entrada)
        else:
            _retirar_campo(bloque, previo, entrada)


def _retirar_campo(bloque: dict[str, Any], previo: dict[str, Any], entrada: Simple) -> None:
    publicado, actual = rutas.leer(previo, entrada.ruta), rutas.leer(bloque, entrada.ruta)
    if publicado is not None and actual is None:
        rutas.poner(bloque, entrada.ruta, _nulos(publicado))


def _retirar_renglones(bloque: dict[str, Any], previo: dict[str, Any], lista: Lista) -> None:
    publicados = rutas.leer(previo, lista.ruta)
    if not publicados or lista.campos is ORGANIZACION:
        return
    actuales = {fila["id"]: fila for fila in rutas.leer(bloque, lista.ruta, ())}
    if quitados := [fila for fila in publicados if fila["id"] not in actuales and len(fila) > 1]:
        vaciados = [{**_nulos(fila), "id": fila["id"]} for fila in quitados]
        rutas.poner(bloque, lista.ruta, [*actuales.values(), *vaciados])
    for fila in publicados:
        for campo in lista.campos if fila["id"] in actuales else ():
            _retirar_campo(actuales[fila["id"]], fila, campo)


def _nulos(publicado: Any) -> Any:
    """Return `publicado` with a null in the place of each of its values, but for the id of an organization reference.

    That one the standard lets nobody null (OCDS 1.1 release-schema, OrganizationReference).
    """
    if not isinstance(publicado, dict):
        return None
    es_referencia = publicado.keys() <= {"id", "name"}
    return {c: valor if es_referencia and c == "id" else _nulos(valor) for c, valor in publicado.items()}


def campo_de(mapa: Iterable[Entrada], ruta: Iterable[str | int]) -> str | None:
    """Return the field or panel of the form that fills the OCDS path `ruta` (or holds it), if any."""
    texto = ".".join(str(parte) for parte in ruta if not str(parte).isdigit())
    candidatos = [
        e for e in mapa if texto == e.ruta or texto.startswith(e.ruta + ".") or e.ruta.startswith(texto + ".")
    ]
    candidatos.sort(key=lambda e: (isinstance(e, Lista), -len(e.ruta)))
    return candidatos[0].nombre if candidatos else None


def _volcar_lista(volcado: Volcado, objeto: Any, lista: Lista) -> None:
    filas = []
    for renglon in _renglones(objeto, lista.nombre):
        fila: dict[str, Any] = {}
        for campo in lista.campos:
            _poner(fila, renglon, campo)
        filas.append(fila)
        if lista.papel:
            volcado.partes.append((getattr(renglon, lista.organizacion), lista.papel))
    if filas:
        rutas.poner(volcado.bloque, lista.ruta, filas)


def _renglones(objeto: Any, nombre: str) -> Iterator[Any]:
    yield from getattr(objeto, nombre).all()


def _poner(destino: dict[str, Any], objeto: Any, entrada: Simple) -> None:
    valor = getattr(objeto, entrada.nombre)
    if valor is None or valor == "":
        return
    if isinstance(entrada, Dinero):
        valor = {"amount": valor, "currency": getattr(objeto, entrada.moneda)}
    else:
        valor = entrada.convertir(valor)
    rutas.poner(destino, entrada.ruta, formato_fecha(valor) if isinstance(valor, datetime) else valor)
