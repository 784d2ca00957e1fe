"""Does the ledger still say what was published? Every byte, every link, every position, every record."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from sitio.ocds.canonico import sha256
from sitio.ocds.identificadores import leer_fecha
from sitio.ocds.lectura import leer_json
from sitio.publicacion.models import Bitacora, Clase, Entrega, Publicador, Registro, Retiro
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


# What higher rooms keep beside the ledger and want verified with it; each one registers itself here.
OTRAS: list[Callable[[], Iterator[Falla]]] = []


def registrar_comprobacion(comprobar: Callable[[], Iterator[Falla]]) -> None:
    """Have `manage.py verificar_bitacora` run one more check."""
    if comprobar not in OTRAS:
        OTRAS.append(comprobar)


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
    sequence and chain go on from the release before. Content may be missing only by an authorized withdrawal whose
    tombstone tells its very SHA-256. `avance` is called with how many releases were read.
    Safe while others publish: what came after the start is left for the next run.
    """
    # In this order: a publication between the two reads only makes the second one larger.
    ultima = Entrega.objects.aggregate(ultima=Max("posicion"))["ultima"] or 0
    tope = Bitacora.objects.aggregate(ultima=Max("posicion"))["ultima"] or 0
    nombres = dict(Publicador.objects.values_list("pk", "clave"))
    recorrido = _Recorrido()
    for entrega, retiro in _entregas(max(tope, ultima)):
        if not recorrido.con_hueco and (hueco := _hueco(recorrido.posicion, entrega.posicion)):
            recorrido.con_hueco = True
            yield hueco
        recorrido.posicion = entrega.posicion
        cadena = recorrido.cadenas.setdefault(entrega.publicador_id, _Cadena())
        if not cadena.rota and (motivo := _motivo(entrega, cadena, retiro, tope)):
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
            # A withdrawal between the two reads empties what the record still had: look again before saying so.
            if _motivo_de_registro(registro, ultimas[ocid], entregas) and (motivo := _motivo_al_releer(ocid)):
                yield Falla(nombres[registro.publicador_id] if registro else "", ocid, motivo)
            avance(1)
        desde = ocids[-1]
    de_su_proceso = Entrega.objects.filter(ocid=OuterRef("ocid"))
    for ocid in Registro.objects.exclude(Exists(de_su_proceso)).order_by("ocid").values_list("ocid", flat=True):
        yield Falla("", ocid, _sin_entregas())


def _entregas(tope: int) -> Iterator[tuple[Entrega, Retiro | None]]:
    """Every row in order, with the authorized withdrawal that emptied it or that it tells of."""
    posicion = _ANTES_DE_TODO
    while tramo := list(
        Entrega.objects.filter(posicion__gt=posicion, posicion__lte=tope).order_by("posicion")[:_TRAMO]
    ):
        retiros = _retiros([entrega.posicion for entrega in tramo])
        yield from ((entrega, retiros.get(entrega.posicion)) for entrega in tramo)
        posicion = tramo[-1].posicion


def _retiros(posiciones: list[int]) -> dict[int, Retiro]:
    autorizados = Retiro.objects.filter(autorizada_en__isnull=False).select_related("entrega", "acta")
    hallados = autorizados.filter(Q(entrega__in=posiciones) | Q(acta__in=posiciones))
    return {posicion: r for r in hallados for posicion in (r.entrega_id, r.acta_id) if posicion is not None}


def _hueco(anterior: int, posicion: int) -> Falla | None:
    if posicion == anterior + 1:
        return None
    motivo = _("Después de la posición %(anterior)d sigue la %(posicion)d: se quitaron o se agregaron entregas.")
    datos = {"anterior": anterior, "posicion": posicion}
    return Falla("", _("posición %(posicion)d") % {"posicion": anterior + 1}, motivo % datos)


def _motivo(entrega: Entrega, cadena: _Cadena, retiro: Retiro | None, tope: int) -> str:
    """What is wrong with a row after the one before it in its chain; "" when all holds."""
    return _motivo_del_contenido(entrega, retiro, tope) or _motivo_de_la_cadena(entrega, cadena)


def _motivo_del_contenido(entrega: Entrega, retiro: Retiro | None, tope: int) -> str:
    if entrega.retirada:
        if retiro is None:
            return _("No tiene contenido, y ningún retiro autorizado lo explica.")
        return "" if _habla_de(retiro) else _("El acta de su retiro no corresponde a ella.")
    if sha256(bytes(entrega.contenido)) != entrega.sha256:
        return _("El contenido no es el que se publicó: su SHA-256 no coincide.")
    if entrega.clase == Clase.RETIRO:
        return "" if retiro and _habla_de(retiro) else _("Es un acta de retiro que ningún retiro autorizado explica.")
    # What was withdrawn after the start may have been read before.
    if retiro and retiro.acta_id and retiro.acta_id <= tope:
        return _("Se autorizó su retiro, y su contenido sigue aquí.")
    return ""


def _habla_de(retiro: Retiro) -> bool:
    """Whether the tombstone tells of the very release that was emptied."""
    acta, entrega = retiro.acta, retiro.entrega
    if acta is None or acta.ocid != entrega.ocid:
        return False
    try:
        dicho = leer_json(bytes(acta.contenido))
        return (dicho["ocid"], dicho["releaseId"], dicho["sha256"], leer_fecha(dicho["date"])) == (
            entrega.ocid,
            entrega.id_entrega,
            entrega.sha256,
            acta.fecha,
        )
    except (KeyError, TypeError, ValueError):
        return False


def _motivo_de_la_cadena(entrega: Entrega, cadena: _Cadena) -> str:
    if entrega.secuencia != cadena.secuencia + 1:
        return _("Después del número %(previo)d de la cadena sigue el %(numero)d: falta o sobra una entrega.") % {
            "previo": cadena.secuencia,
            "numero": entrega.secuencia,
        }
    if entrega.cadena_previa != cadena.cadena:
        return _("No continúa la cadena de la entrega anterior.")
    if entrega.cadena != eslabon(entrega.cadena_previa, entrega.sha256):
        return _("Su eslabón de la cadena no corresponde a su contenido.")
    return "" if _columnas_fieles(entrega) else _("Sus columnas no dicen lo mismo que su contenido.")


def _columnas_fieles(entrega: Entrega) -> bool:
    """Whether the columns repeat the content. Of what was withdrawn, the tombstone answers."""
    if entrega.retirada or entrega.clase == Clase.RETIRO:
        return True
    try:
        dicho = leer_json(bytes(entrega.contenido))
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
        return _motivo_sin_registro(entregas)
    if registro.posicion < ultima:
        return _("Su registro no llega a la última entrega. Rehágalo con «manage.py reconstruir».")
    try:
        debido = recompilar(entrega for entrega in entregas if entrega.posicion <= registro.posicion)
    except EntregaIlegible as ilegible:
        return str(ilegible)
    if debido is None:
        return _sin_entregas()
    distintos = [campo.name for campo in Registro._meta.concrete_fields if not _igual(registro, debido, campo.attname)]
    if not distintos:
        return ""
    return _("Su registro no es lo que dicen sus entregas, en: %(campos)s. Rehágalo con «manage.py reconstruir».") % {
        "campos": ", ".join(distintos)
    }


def _sin_entregas() -> str:
    return _("Hay un registro de este proceso y ninguna entrega.")


def _motivo_sin_registro(entregas: Iterable[Entrega]) -> str:
    try:
        sobra = recompilar(entregas) is None
    except EntregaIlegible as ilegible:
        return str(ilegible)
    return "" if sobra else _("Le falta su registro. Hágalo con «manage.py reconstruir».")


def _motivo_al_releer(ocid: str) -> str:
    entregas = list(Entrega.objects.filter(ocid=ocid).order_by("posicion"))
    registro = Registro.objects.filter(ocid=ocid).first()
    return _motivo_de_registro(registro, entregas[-1].posicion, entregas)


def _igual(registro: Registro, debido: Registro, campo: str) -> bool:
    uno, otro = getattr(registro, campo), getattr(debido, campo)
    return bytes(uno) == otro if campo == "compilada" else uno == otro
