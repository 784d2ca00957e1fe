"""Which release an amendment amends: worked out from the ledger, never typed (OCDS `Amendment.amendsReleaseID`)."""

from typing import Any

from sitio.ocds import rutas
from sitio.publicacion import consultas

DUENOS = ("tender", "awards", "contracts")


def fechar_modificaciones(entrega: dict[str, Any], previa: dict[str, Any]) -> None:
    """Give each amendment of `entrega` the release it amends: the last one when it was first published."""
    nuevas = [m for m in _modificaciones(entrega) if not m.get("amendsReleaseID")]
    if not nuevas:
        return
    conocidas = {str(m.get("id")): m.get("amendsReleaseID") for m in _modificaciones(previa)}
    ultima = consultas.entregas_de(entrega["ocid"]).order_by("-pk").values_list("id_entrega", flat=True).first()
    for modificacion in nuevas:
        identificador = str(modificacion["id"])
        if entrega_modificada := conocidas.get(identificador) if identificador in conocidas else ultima:
            modificacion["amendsReleaseID"] = entrega_modificada


def _modificaciones(entrega: dict[str, Any]) -> list[dict[str, Any]]:
    return [m for dueno in DUENOS for _ruta, m in rutas.miembros(entrega, dueno, "amendments")]
