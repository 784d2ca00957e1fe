"""What a process has published so far, as the holder of the ledger's lock sees it."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sitio.ocds.canonico import canonizar
from sitio.ocds.lectura import leer_json
from sitio.publicacion.models import Entrega, Registro

# What the ledger gives to a captured release that lacks it.
DE_LA_BITACORA = frozenset({"id", "date", "tag", "initiationType"})
_SEGUNDO = timedelta(seconds=1)


@dataclass
class Proceso:
    """The published life of one ocid: its releases, and the compiled release they make."""

    ocid: str
    entregas: list[Entrega] = field(default_factory=list)
    compilada: dict[str, Any] | None = None

    @property
    def publicador_id(self) -> int | None:
        """Who publishes this process: the one who published it first."""
        return self.entregas[0].publicador_id if self.entregas else None

    @property
    def etiquetas(self) -> frozenset[str]:
        """Every tag its releases have carried."""
        return frozenset(etiqueta for entrega in self.entregas for etiqueta in entrega.etiquetas)

    @property
    def ultima_fecha(self) -> datetime | None:
        """The date of its last release; None when there is none."""
        return self.entregas[-1].fecha if self.entregas else None

    def con_id(self, clave: str) -> Entrega | None:
        """Return the release with that id."""
        return next((entrega for entrega in self.entregas if entrega.id_entrega == clave), None)

    def con_el_contenido_de(self, nueva: dict[str, Any], salvo: Set[str]) -> Entrega | None:
        """Return the last release that says the same as `nueva`, without looking at the keys `salvo`."""
        return next((e for e in reversed(self.entregas) if dice_lo_mismo(e, nueva, salvo)), None)

    def fecha_desde(self, minima: datetime) -> datetime:
        """Return `minima` in whole seconds, or one second past the last release when that is later."""
        minima = minima.replace(microsecond=0)
        ultima = self.ultima_fecha
        return minima if ultima is None or minima > ultima else ultima.replace(microsecond=0) + _SEGUNDO

    def id_libre(self) -> str:
        """Return `{ocid}-{n}` for the next release, stepping over ids that an import already used."""
        n = len(self.entregas) + 1
        while self.con_id(clave := f"{self.ocid}-{n}"):
            n += 1
        return clave


def leer_procesos(ocids: Iterable[str], *, con_contenido: bool) -> dict[str, Proceso]:
    """Return what each ocid has published, in two queries. Without `con_contenido`, bytes wait until someone asks."""
    procesos = {ocid: Proceso(ocid) for ocid in ocids}
    entregas = Entrega.objects.filter(ocid__in=procesos).order_by("posicion")
    for entrega in entregas if con_contenido else entregas.defer("contenido"):
        procesos[entrega.ocid].entregas.append(entrega)
    for ocid, contenido in Registro.objects.filter(ocid__in=procesos).values_list("ocid", "compilada"):
        procesos[ocid].compilada = leer_json(bytes(contenido))
    return procesos


def dice_lo_mismo(publicada: Entrega, nueva: dict[str, Any], salvo: Set[str]) -> bool:
    """Whether a stored release has the content of `nueva`, without looking at the keys `salvo`."""
    return _contenido(leer_json(bytes(publicada.contenido)), salvo) == _contenido(nueva, salvo)


def _contenido(entrega: dict[str, Any], salvo: Set[str]) -> bytes:
    return canonizar({clave: valor for clave, valor in entrega.items() if clave not in salvo})
