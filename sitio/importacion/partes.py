"""The organizations of a process: registered once each, referred to by id and name as the standard asks."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from sitio.importacion.valores import clave_de
from sitio.ocds.identificadores import id_parte

ESQUEMA_NOMBRE = "X-NOMBRE"
"""Scheme of an organization known by its name alone: the identifier is a hash of the name, never an invented RFC."""

ESQUEMA_UC = "X-UC"
"""Scheme of a buying unit: its key in CompraNet's own register (CLAVEUC)."""


def normalizar_nombre(nombre: str) -> str:
    """A company's name as people write it in ten ways: no accents nor signs, `S. A. de C. V.` and `SA DE CV` alike."""
    juntar = re.compile(r"\b(?:[A-Z0-9] )+[A-Z0-9]\b")
    return juntar.sub(lambda iniciales: iniciales[0].replace(" ", ""), clave_de(nombre)) or nombre


def id_por_nombre(nombre: str) -> str:
    """The identifier, within ESQUEMA_NOMBRE, of the organization so called: 16 hexadecimal digits."""
    return hashlib.sha256(normalizar_nombre(nombre).encode()).hexdigest()[:16]


class Partes:
    """The `parties` of one release in the making."""

    def __init__(self) -> None:
        self._por_id: dict[str, dict[str, Any]] = {}

    def agregar(
        self,
        papel: str,
        nombre: str,
        esquema: str = "",
        identificador: str = "",
        extra: Mapping[str, Any] | None = None,
    ) -> dict[str, str]:
        """Register an organization in a role and return the reference (`id`, `name`) that other sections carry.

        Without an identifier it is known by its name. Of two spellings of one organization, the first one stays.
        """
        if not identificador:
            esquema, identificador = ESQUEMA_NOMBRE, id_por_nombre(nombre)
        clave = id_parte(esquema, identificador)
        parte = self._por_id.setdefault(
            clave,
            {
                "id": clave,
                "name": nombre,
                "identifier": {"scheme": esquema, "id": identificador, "legalName": nombre},
                "roles": [],
            },
        )
        if papel not in parte["roles"]:
            parte["roles"].append(papel)
        for campo, valor in (extra or {}).items():
            parte.setdefault(campo, valor)
        return {"id": clave, "name": parte["name"]}

    def lista(self) -> list[dict[str, Any]]:
        """All of them, in the order they appeared."""
        return list(self._por_id.values())
