"""What a process has published so far, as the holder of the ledger's lock sees it."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sitio.ocds.canonico import canonizar, sha256
from sitio.ocds.lectura import leer_json
from sitio.publicacion.models import Clase, Entrega, Registro, Retiro

# What the ledger gives to a captured release that lacks it.
DE_LA_BITACORA = frozenset({"id", "date", "tag", "initiationType"})
_SEGUNDO = timedelta(seconds=1)


@dataclass
class Proceso:
    """The published life of one ocid: its rows in the ledger, and the compiled release they make.

    `retiradas` holds, by position, the fingerprint (`huella_del_contenido`) of the releases whose content is gone.
    """

    ocid: str
    entregas: list[Entrega] = field(default_factory=list)
    compilada: dict[str, Any] | None = None
    retiradas: dict[int, str] = field(default_factory=dict)

    @property
    def publicador_id(self) -> int | None:
        """Who publishes this process: the one who published it first."""
        return self.entregas[0].publicador_id if self.entregas else None

    @property
    def etiquetas(self) -> frozenset[str]:
        """Every tag its releases have carried, but for those withdrawn."""
        return frozenset(etiqueta for entrega in self.vivas for etiqueta in entrega.etiquetas)

    @property
    def vivas(self) -> list[Entrega]:
        """Its releases that still say something."""
        return [entrega for entrega in self.entregas if self.sigue(entrega)]

    def sigue(self, entrega: Entrega) -> bool:
        """Whether a row of this process is a release and keeps its content."""
        return entrega.clase == Clase.ENTREGA and entrega.posicion not in self.retiradas

    @property
    def ultima_fecha(self) -> datetime | None:
        """The date of its last release; None when there is none."""
        return self.entregas[-1].fecha if self.entregas else None

    def con_id(self, clave: str) -> Entrega | None:
        """Return the release with that id."""
        return next((entrega for entrega in self.entregas if entrega.id_entrega == clave), None)

    def con_el_contenido_de(self, nueva: dict[str, Any], salvo: Set[str]) -> Entrega | None:
        """Return the last release that says the same as `nueva`, without looking at the keys `salvo`."""
        return next((e for e in reversed(self.vivas) if dice_lo_mismo(e, nueva, salvo)), None)

    def se_retiro(self, nueva: dict[str, Any]) -> bool:
        """Whether `nueva` says, by any id and date, what was withdrawn from this process."""
        return bool(self.retiradas) and huella_del_contenido(nueva) in self.retiradas.values()

    def fecha_desde(self, minima: datetime) -> datetime:
        """Return `minima` in whole seconds, or one second past the last release when that is later."""
        minima = minima.replace(microsecond=0)
        ultima = self.ultima_fecha
        return minima if ultima is None or minima > ultima else ultima.replace(microsecond=0) + _SEGUNDO

    def id_libre(self, que: str = "") -> str:
        """Return `{ocid}-{que}{n}` for the next row, stepping over ids that an import already used."""
        n = len(self.entregas) + 1
        while self.con_id(clave := f"{self.ocid}-{que}{n}"):
            n += 1
        return clave


def leer_procesos(ocids: Iterable[str], *, con_contenido: bool) -> dict[str, Proceso]:
    """Return what each ocid has published, in two queries. Without `con_contenido`, bytes wait until someone asks."""
    procesos = {ocid: Proceso(ocid) for ocid in ocids}
    entregas = Entrega.objects.filter(ocid__in=procesos).order_by("posicion")
    for entrega in entregas if con_contenido else entregas.defer("contenido"):
        procesos[entrega.ocid].entregas.append(entrega)
    _leer_retiradas(procesos)
    for ocid, contenido in Registro.objects.filter(ocid__in=procesos).values_list("ocid", "compilada"):
        procesos[ocid].compilada = leer_json(bytes(contenido))
    return procesos


def _leer_retiradas(procesos: dict[str, Proceso]) -> None:
    """One query more, and only where a tombstone tells of a withdrawal."""
    lapidas = [e.posicion for p in procesos.values() for e in p.entregas if e.clase == Clase.RETIRO]
    if lapidas:
        retiros = Retiro.objects.filter(acta__in=lapidas).values_list("entrega__ocid", "entrega_id", "huella")
        for ocid, posicion, huella in retiros:
            procesos[ocid].retiradas[posicion] = huella


def huella_del_contenido(entrega: dict[str, Any]) -> str:
    """Return the SHA-256 of what a release says, whatever id, date and tags it says it by."""
    return sha256(_contenido(entrega, DE_LA_BITACORA))


def dice_lo_mismo(publicada: Entrega, nueva: dict[str, Any], salvo: Set[str]) -> bool:
    """Whether a stored release has the content of `nueva`, without looking at the keys `salvo`."""
    return _contenido(leer_json(bytes(publicada.contenido)), salvo) == _contenido(nueva, salvo)


def _contenido(entrega: dict[str, Any], salvo: Set[str]) -> bytes:
    return canonizar({clave: valor for clave, valor in entrega.items() if clave not in salvo})
