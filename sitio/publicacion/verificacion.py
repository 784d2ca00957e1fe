"""Does the ledger still say what was published? Every byte, every link, every position, every record."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from sitio.ocds.canonico import sha256
from sitio.ocds.identificadores import leer_fecha
from sitio.ocds.lectura import leer_json
from sitio.publicacion.models import Bitacora, Entrega, Publicador, Registro
from sitio.publicacion.recompilacion import EntregaIlegible, lugar, por_proceso, recompilar, siguientes_ocids
from sitio.publicacion.tramo import GENESIS, eslabon

_TRAMO = 500
_ANTES_DE_TODO = -(2**63)

Avance = Callable[[int], None]


@dataclass(frozen=True)
class Falla:
    """One thing that does not hold: whose chain ("" for the whole ledger), the exact place, and what is wrong there."""

    publicador: str
    lugar: str
    motivo: str


@dataclass
class _Cadena:
    """How far the chain of a publisher was followed."""

    secuencia: int = 0
    cadena: str = GENESIS
    rota: bool = False


@dataclass
class _Recorrido:
    posicion: int = 0
    con_hueco: bool = False
    cadenas: dict[int, _Cadena] = field(default_factory=dict)


def verificar_bitacora(avance: Avance = lambda hechas: None) -> Iterator[Falla]:
    """Yield the first fault of each publisher's chain, and the first gap in the positions of the whole ledger.

    Checks that the bytes of each release have its SHA-256, that its columns repeat what the bytes say, and that
    sequence and chain go on from the release before. `avance` is called with how many releases were read.
    Safe while others publish: what came after the start is left for the next run.
    """
    # In this order: a publication between the two reads only makes the second one larger.
    ultima = Entrega.objects.aggregate(ultima=Max("posicion"))["ultima"] or 0
    tope = Bitacora.objects.aggregate(ultima=Max("posicion"))["ultima"] or 0
    nombres = dict(Publicador.objects.values_list("pk", "clave"))
    recorrido = _Recorrido()
    for entrega in _entregas(max(tope, ultima)):
        if not recorrido.con_hueco and (hueco := _hueco(recorrido.posicion, entrega.posicion)):
            recorrido.con_hueco = True
            yield hueco
        recorrido.posicion = entrega.posicion
        cadena = recorrido.cadenas.setdefault(entrega.publicador_id, _Cadena())
        if not cadena.rota and (motivo := _motivo(entrega, cadena)):
            cadena.rota = True
            yield Falla(nombres[entrega.publicador_id], lugar(entrega), motivo)
        cadena.secuencia, cadena.cadena = entrega.secuencia, entrega.cadena
        avance(1)
    if recorrido.posicion != tope and not recorrido.con_hueco:
        motivo = _("La bitácora dice haber dado %(dadas)d posiciones y la última entrega tiene la %(ultima)d.")
        yield Falla("", _("final de la bitácora"), motivo % {"dadas": tope, "ultima": recorrido.posicion})


def verificar_registros(avance: Avance = lambda hechos: None) -> Iterator[Falla]:
    """Yield every record that is not, byte for byte, what its releases compile to; and those missing or left over.

    `avance` is called with how many processes were read. Safe while others publish.
    """
    nombres = dict(Publicador.objects.values_list("pk", "clave"))
    desde = ""
    while ocids := siguientes_ocids(desde):
        ultimas = dict(Entrega.objects.filter(ocid__in=ocids).values_list("ocid").annotate(ultima=Max("posicion")))
        # Read after the releases: a record may only be newer than what was seen of its process, never older.
        registros = Registro.objects.in_bulk(ocids)
        for ocid, entregas in por_proceso(ocids):
            registro = registros.get(ocid)
            if motivo := _motivo_de_registro(registro, ultimas[ocid], entregas):
                yield Falla(nombres[registro.publicador_id] if registro else "", ocid, motivo)
            avance(1)
        desde = ocids[-1]
    de_su_proceso = Entrega.objects.filter(ocid=OuterRef("ocid"))
    for ocid in Registro.objects.exclude(Exists(de_su_proceso)).order_by("ocid").values_list("ocid", flat=True):
        yield Falla("", ocid, _("Hay un registro de este proceso y ninguna entrega."))


def _entregas(tope: int) -> Iterator[Entrega]:
    posicion = _ANTES_DE_TODO
    while tramo := list(
        Entrega.objects.filter(posicion__gt=posicion, posicion__lte=tope).order_by("posicion")[:_TRAMO]
    ):
        yield from tramo
        posicion = tramo[-1].posicion


def _hueco(anterior: int, posicion: int) -> Falla | None:
    if posicion == anterior + 1:
        return None
    motivo = _("Después de la posición %(anterior)d sigue la %(posicion)d: se quitaron o se agregaron entregas.")
    datos = {"anterior": anterior, "posicion": posicion}
    return Falla("", _("posición %(posicion)d") % {"posicion": anterior + 1}, motivo % datos)


def _motivo(entrega: Entrega, cadena: _Cadena) -> str:
    """What is wrong with a release after the one before it in its chain; "" when all holds."""
    contenido = bytes(entrega.contenido)
    if sha256(contenido) != entrega.sha256:
        return _("El contenido no es el que se publicó: su SHA-256 no coincide.")
    if entrega.secuencia != cadena.secuencia + 1:
        return _("Después del número %(previo)d de la cadena sigue el %(numero)d: falta o sobra una entrega.") % {
            "previo": cadena.secuencia,
            "numero": entrega.secuencia,
        }
    if entrega.cadena_previa != cadena.cadena:
        return _("No continúa la cadena de la entrega anterior.")
    if entrega.cadena != eslabon(entrega.cadena_previa, entrega.sha256):
        return _("Su eslabón de la cadena no corresponde a su contenido.")
    return "" if _columnas_fieles(entrega, contenido) else _("Sus columnas no dicen lo mismo que su contenido.")


def _columnas_fieles(entrega: Entrega, contenido: bytes) -> bool:
    try:
        dicho = leer_json(contenido)
        return (dicho["ocid"], dicho["id"], dicho["tag"], leer_fecha(dicho["date"])) == (
            entrega.ocid,
            entrega.id_entrega,
            entrega.etiquetas,
            entrega.fecha,
        )
    except (KeyError, TypeError, ValueError):
        return False


def _motivo_de_registro(registro: Registro | None, ultima: int, entregas: Iterable[Entrega]) -> str:
    """What is wrong with a record, compiled again up to the position it says it has; "" when all holds."""
    if registro is None:
        return _("Le falta su registro. Hágalo con «manage.py reconstruir».")
    if registro.posicion < ultima:
        return _("Su registro no llega a la última entrega. Rehágalo con «manage.py reconstruir».")
    try:
        debido = recompilar(entrega for entrega in entregas if entrega.posicion <= registro.posicion)
    except EntregaIlegible as ilegible:
        return str(ilegible)
    distintos = [campo.name for campo in Registro._meta.concrete_fields if not _igual(registro, debido, campo.attname)]
    if not distintos:
        return ""
    return _("Su registro no es lo que dicen sus entregas, en: %(campos)s. Rehágalo con «manage.py reconstruir».") % {
        "campos": ", ".join(distintos)
    }


def _igual(registro: Registro, debido: Registro | None, campo: str) -> bool:
    uno, otro = getattr(registro, campo), getattr(debido, campo, None)
    return bytes(uno) == otro if campo == "compilada" else uno == otro
