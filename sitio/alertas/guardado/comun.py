"""What keeping alerts and keeping deadlines share: counts, from which data, and evidence as JSON gives it back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sitio.publicacion.models import Registro

# Primary keys of what is new, by ocid; what is of no process alone is under the empty one.
PorOcid = dict[str, list[int]]


@dataclass(frozen=True)
class Origen:
    """The published data that a finding was read from: primary key of its publisher, position, digest."""

    publicador_id: int
    posicion: int
    sha256: str

    @classmethod
    def de(cls, registro: Registro) -> "Origen":
        """Return that of a record."""
        return cls(registro.publicador_id, registro.posicion, registro.sha256)


@dataclass
class Conteo:
    """How many rows a run made or changed, by the names of the columns of `Corrida`."""

    alertas_nuevas: int = 0
    alertas_reabiertas: int = 0
    alertas_actualizadas: int = 0
    alertas_cerradas: int = 0
    plazos_nuevos: int = 0
    plazos_actualizados: int = 0

    def como_columnas(self) -> dict[str, int]:
        """Return the counts by column."""
        return asdict(self)

    def sumar(self, otro: "Conteo") -> None:
        """Add the counts of another run."""
        for nombre, cuantos in asdict(otro).items():
            setattr(self, nombre, getattr(self, nombre) + cuantos)


def como_json(evidencia: Mapping[str, Any]) -> dict[str, Any]:
    """Return the evidence as JSON will give it back, so that two runs compare equal: dates and amounts as text."""
    return {nombre: _texto(valor) for nombre, valor in evidencia.items()}


def _texto(valor: Any) -> Any:
    if isinstance(valor, datetime | date):
        return valor.isoformat()
    if isinstance(valor, Decimal):
        return format(valor, "f")
    return [_texto(v) for v in valor] if isinstance(valor, list) else valor
