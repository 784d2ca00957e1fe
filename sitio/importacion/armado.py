"""A release out of table facts: its id and date, the same every time the same facts are read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sitio.ocds import canonico, rutas
from sitio.ocds.identificadores import formato_fecha


def fecha_de_los_hechos(
    hechos: Iterable[datetime | None], respaldo: Iterable[datetime | None], ahora: datetime
) -> datetime | None:
    """The date of a release made from tables: its latest fact that has already happened (`ahora`).

    The facts (publication, opening, award, signature) come first; without any, `respaldo` (the start of the
    contract). None when nothing is dated: a date is never invented.
    """
    for fechas in (hechos, respaldo):
        if pasadas := [fecha for fecha in fechas if fecha is not None and fecha <= ahora]:
            return max(pasadas)
    return None


def sellar(ocid: str, contenido: dict[str, Any], fecha: datetime) -> dict[str, Any]:
    """The release, but for its tags, which the ledger decides by what changed.

    Its id hashes what it says, so reading the same file twice gives one release.
    """
    contenido = rutas.sin_vacios(contenido) or {}
    huella = canonico.sha256(canonico.canonizar(contenido))
    return {
        "ocid": ocid,
        "id": f"{ocid}-imp-{huella[:16]}",
        "date": formato_fecha(fecha),
        "initiationType": "tender",
        "language": "es",
        **contenido,
    }
