"""The ledger: what was published, once and for ever, and what is kept about it."""

from sitio.publicacion.models.bitacora import (
    VACIAR_LO_RETIRADO,
    Bitacora,
    Clase,
    Entrega,
    Origen,
    Publicador,
    Registro,
)
from sitio.publicacion.models.retiros import RESOLVER_UNA_VEZ, Motivo, Retiro
from sitio.publicacion.models.sellos import LlavePublica, Sello

__all__ = [
    "RESOLVER_UNA_VEZ",
    "VACIAR_LO_RETIRADO",
    "Bitacora",
    "Clase",
    "Entrega",
    "LlavePublica",
    "Motivo",
    "Origen",
    "Publicador",
    "Registro",
    "Retiro",
    "Sello",
]
